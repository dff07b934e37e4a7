// image catalogue remove: no copy is lost that boards run, or may be brought back to.
#include "cli_fixture.h"

#include "fleet/board_registry.h"
#include "history/history.h"
#include "image/reader.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <future>

namespace otabench::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

history::TimePoint atSecond(int second)
{
    return history::TimePoint(std::chrono::seconds(1'700'000'000 + second));
}

/// A catalogue with old.bin and new.bin.
class CatalogueRemoval : public Cli
{
protected:
    void SetUp() override
    {
        for (const char *version : {"old", "new"}) {
            const std::string file = std::string(version) + ".bin";
            ASSERT_EQ(run({"image", "make", "--version", version, "--size", "64K", "-o", file})
                          .exitStatus,
                      0);
            ASSERT_EQ(run({"image", "catalogue", "add", file}).exitStatus, 0);
        }
    }

    [[nodiscard]] std::string elfOf(const std::string &file) const
    {
        return image::readImage(m_folder / file).value().description->elfSha256;
    }

    /// One campaign that took these boards from the old image to the new one.
    void update(const std::vector<std::string> &boards, Phase end = Phase::Updated)
    {
        auto opened = history::History::open(m_home / "data" / "history.sqlite");
        ASSERT_TRUE(opened) << opened.error().text;
        history::History &record = **opened;
        std::promise<Result<std::int64_t>> id;
        record.startCampaign({.started = atSecond(m_second), .imageSha256 = std::string(64, 'a')},
                             [&](Result<std::int64_t> result) { id.set_value(result); });
        const std::int64_t campaign = id.get_future().get().value_or(0);
        for (const std::string &board : boards) {
            history::BoardRecord state{.campaignId = campaign,
                                       .board = "pty:/run/" + board,
                                       .mac = macOf(board),
                                       .phase = end,
                                       .changed = atSecond(++m_second),
                                       .fromElf = elfOf(m_from),
                                       .elf = end == Phase::Updated ? elfOf(m_to) : ""};
            record.record({.campaignId = campaign,
                           .board = state.board,
                           .at = state.changed,
                           .phase = state.phase},
                          state, {});
        }
        record.endCampaign(campaign, atSecond(++m_second), {});
        ASSERT_TRUE(record.flush(std::chrono::seconds(60)));
    }

    /// What the registry has of a board.
    void note(const std::string &board, const std::string &file, int second) const
    {
        fleet::BoardRecord record;
        record.address = "pty:/run/" + board;
        record.seen = atSecond(second);
        record.identity.mac = macOf(board);
        record.identity.elfSha256 = elfOf(file);
        fleet::BoardRegistry registry(m_home / "data" / "boards.txt");
        ASSERT_TRUE(registry.note({record}));
    }

    [[nodiscard]] support::Outcome remove(const std::string &image,
                                          const std::vector<std::string> &more = {}) const
    {
        std::vector<std::string> arguments{"image", "catalogue", "remove", image};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }

    [[nodiscard]] std::string list() const { return run({"image", "catalogue", "list"}).out; }

    static std::string macOf(const std::string &board)
    {
        return "24:6f:28:00:00:" + board.substr(board.size() - 2);
    }

    fs::path m_home = m_folder / "home";
    std::string m_from = "old.bin", m_to = "new.bin";
    int m_second = 0;
};

TEST_F(CatalogueRemoval, WhatNobodyUsesGoes)
{
    const auto outcome = remove("old.bin");

    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_THAT(list(), Not(HasSubstr("old.bin")));
    EXPECT_FALSE(fs::exists(m_home / "data" / "history.sqlite")) << "asking makes no history";
}

TEST_F(CatalogueRemoval, WhatBoardsRunStays)
{
    update({"vb-01", "vb-02"});

    const auto outcome = remove("new.bin");

    expectRefused(outcome, 1, "vb-01, vb-02 run it");
    EXPECT_THAT(outcome.err, HasSubstr("--force"));
    EXPECT_THAT(outcome.err, Not(HasSubstr("cannot return")));
    EXPECT_THAT(list(), HasSubstr("new.bin"));
}

TEST_F(CatalogueRemoval, WhatBoardsMayReturnToStays)
{
    update({"vb-03"}, Phase::RolledBack); // runs the old one, and was not updated
    update({"vb-01", "vb-02"});

    const auto outcome = remove("old.bin");

    expectRefused(outcome, 1, "vb-03 runs it");
    EXPECT_THAT(outcome.err, HasSubstr("2 boards ran it before campaign 2: without this copy they "
                                       "cannot return (vb-01, vb-02)"));
    EXPECT_THAT(list(), HasSubstr("old.bin"));
}

TEST_F(CatalogueRemoval, OnlyABoardsLastUpdateCounts)
{
    ASSERT_EQ(run({"image", "make", "--version", "newest", "--size", "64K", "-o", "newest.bin"})
                  .exitStatus,
              0);
    update({"vb-01"});
    m_from = "new.bin";
    m_to = "newest.bin";
    update({"vb-01"});

    expectRefused(remove("new.bin"), 1, "1 board ran it before campaign 2");
    EXPECT_EQ(remove("old.bin").exitStatus, 0);
}

TEST_F(CatalogueRemoval, WhatTheRegistryHasLaterGoesBeforeTheHistory)
{
    update({"vb-01"});
    note("vb-01", "old.bin", 1000);
    note("vb-02", "old.bin", 1000); // never updated
    ASSERT_EQ(run({"boards", "label", macOf("vb-02"), "left"}).exitStatus, 0);

    expectRefused(remove("old.bin"), 1, "left, vb-01 run it");
    EXPECT_EQ(remove("new.bin").exitStatus, 0);
}

TEST_F(CatalogueRemoval, ForceTakesItOutAllTheSame)
{
    update({"vb-01"});

    const auto outcome = remove("new.bin", {"--force"});

    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_THAT(list(), Not(HasSubstr("new.bin")));
}

TEST_F(CatalogueRemoval, AHistoryThatCannotBeReadKeepsTheImage)
{
    std::ofstream(m_home / "data" / "history.sqlite") << "this is no database at all, and long "
                                                         "enough to be looked at as one";

    expectRefused(remove("old.bin"), 1, "is damaged");
    support::Command away = command({"image", "catalogue", "remove", "old.bin"});
    away.environment["OTABENCH_DATABASE"] = "postgresql://127.0.0.1:1/otabench";
    expectRefused(support::run(away), 1, "cannot be reached");
    EXPECT_THAT(list(), HasSubstr("old.bin"));
    EXPECT_EQ(remove("old.bin", {"--force"}).exitStatus, 0);
}

} // namespace
} // namespace otabench::cli
