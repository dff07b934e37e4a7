#include "bench_fixture.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace otabench::endtoend {
namespace {

using testing::ElementsAre;
using testing::IsSupersetOf;

class Update : public BenchFixture
{
};

TEST_F(Update, EightBoardsAreUpdatedAndStayUpdated)
{
    const auto boards = startBoards(8, {"--version", "1.0.0"});
    const auto image = makeImage("2.0.0", "1M");
    const auto first = update(image, boards);
    EXPECT_EQ(first.exitStatus, 0) << first.err;
    EXPECT_EQ(first.count("updated"), 8);
    EXPECT_EQ(first.count("failed"), 0);
    for (const std::string &board : boards) {
        EXPECT_EQ(first.lastPhase(board), "updated");
        EXPECT_THAT(first.phases(board),
                    IsSupersetOf({"preparing", "triggered", "downloading", "rebooting"}));
    }

    // Power off and on: the boards run the new image from their flash, so there is nothing to do.
    stopBoards();
    const auto again = startBoards(8);
    const auto second = update(image, again);
    EXPECT_EQ(second.exitStatus, 0) << second.err;
    EXPECT_EQ(second.count("updated"), 0);
    EXPECT_EQ(second.count("up_to_date"), 8);
}

TEST_F(Update, HundredBoardsInOneCampaign)
{
    const auto boards = startBoards(100);
    const auto outcome = update(makeImage("2.0.0"), boards, {}, std::chrono::seconds(600));
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(outcome.count("updated"), 100);
    EXPECT_GT(outcome.count("log_lines"), 100 * 20) << "what they printed is kept";
    EXPECT_EQ(outcome.count("lost_lines"), 0);
}

TEST_F(Update, ForPeopleItEndsWithTheCounts)
{
    const auto boards = startBoards(2);
    const auto image = makeImage("2.0.0", "256K");
    const auto outcome =
        cli({"update", "--image", image.string(), "--board", boards[0], "--board", boards[1]});
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_TRUE(outcome.out.ends_with("\n2 updated, 0 failed\n")) << outcome.out;
}

TEST_F(Update, BoardsWithStockFirmwareAreToldByStdin)
{
    ASSERT_EQ(cli({"ca", "create"}).exitStatus, 0);
    const auto ca = m_folder / "ca.pem";
    ASSERT_EQ(cli({"ca", "export", "--format", "pem", "-o", ca.string()}).exitStatus, 0);
    const auto boards = startBoards(3, {"--profile", "stdin", "--ca", ca.string()});
    const auto outcome = update(makeImage("2.0.0"), boards, {"--profile", "stdin"});
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(outcome.count("updated"), 3);
}

TEST_F(Update, PartialDownloadAndQueueOfTwo)
{
    const auto boards = startBoards(5);
    const auto outcome =
        update(makeImage("2.0.0"), boards, {"--partial", "16384", "--parallel", "2"});
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(outcome.count("updated"), 5);
}

TEST_F(Update, CanaryThatFailsKeepsTheRestFromBeingTouched)
{
    const auto boards = startBoards(4, {"--fault", "refuse@1"});
    const auto outcome = update(makeImage("2.0.0"), boards, {"--canary", "1"});
    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_EQ(outcome.count("updated"), 0);
    EXPECT_EQ(outcome.lastPhase(boards[0]), "failed");
    for (std::size_t i = 1; i < boards.size(); ++i)
        EXPECT_EQ(outcome.lastPhase(boards[i]), "cancelled");
}

TEST_F(Update, InterruptStopsCleanlyAndTellsWhatBecameOfEachBoard)
{
    const auto boards = startBoards(3, {"--link-rate", "50000"});
    support::Process campaign(updateCommand(makeImage("2.0.0", "1M"), boards, {}));
    ASSERT_TRUE(campaign.waitForOutput("downloading", std::chrono::seconds(60))) << campaign.err();
    campaign.signal(SIGINT);
    const auto outcome = parse(campaign.wait(std::chrono::seconds(30)));
    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_EQ(outcome.count("cancelled"), 3);
    for (const std::string &board : boards)
        EXPECT_EQ(outcome.lastPhase(board), "cancelled");

    // A stopped campaign left nothing behind: the same boards take the update now.
    stopBoards();
    const auto after = update(m_folder / "esp32-2.0.0.bin", startBoards(3));
    EXPECT_EQ(after.count("updated"), 3) << after.err;
}

TEST_F(Update, HistoryTellsWhatWasDone)
{
    const auto boards = startBoards(2, {"--fault", "refuse@2"});
    EXPECT_EQ(update(makeImage("2.0.0", "256K"), boards).exitStatus, 1);
    const auto history = cli({"history", "--format", "json"});
    EXPECT_EQ(history.exitStatus, 0) << history.err;
    EXPECT_NE(history.out.find("\"updated\""), std::string::npos) << history.out;
    EXPECT_NE(history.out.find("board-refused"), std::string::npos) << history.out;
}

TEST_F(Update, TwoProgramsKeepOneRecord)
{
    const auto boards = startBoards(2, {"--link-rate", "60000"});
    const auto image = makeImage("2.0.0", "512K");
    support::Process first(updateCommand(image, {boards[0]}, {}));
    ASSERT_TRUE(first.waitForOutput("\"phase\":\"downloading\"")) << first.err();
    EXPECT_EQ(cli({"history"}).exitStatus, 0); // comes, and goes

    const auto second = update(image, {boards[1]});
    const auto outcome = parse(first.wait(std::chrono::seconds(120)));

    EXPECT_EQ(outcome.lastPhase(boards[0]), "updated") << outcome.err;
    EXPECT_EQ(second.lastPhase(boards[1]), "updated") << second.err;
    const auto record = parse(cli({"--json", "history"}));
    ASSERT_EQ(record.lines.size(), 2U);
    for (const auto &line : record.lines) {
        EXPECT_EQ(line.value("phase", ""), "updated") << line;
        EXPECT_FALSE(line.at("ended").is_null()) << line;
    }
    const auto sound =
        support::run({.arguments = {"python3", "-c",
                                    "import sqlite3, sys; print(sqlite3.connect(sys.argv[1])"
                                    ".execute('pragma integrity_check').fetchone()[0])",
                                    (m_folder / "home/data/history.sqlite").string()}});
    EXPECT_EQ(sound.out, "ok\n") << sound.err;
}

} // namespace
} // namespace otabench::endtoend
