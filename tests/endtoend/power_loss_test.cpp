// The computer loses its power in the middle of a campaign. What the disk would have is what was
// synced: power_loss_shim.c notes that while the real program runs, the tree is built from its
// notes, and the next run has to make do with it.
#include "bench_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <sstream>

namespace otabench::endtoend {
namespace {

namespace fs = std::filesystem;

class PowerLoss : public BenchFixture, public testing::WithParamInterface<const char *>
{
protected:
    void SetUp() override
    {
        fs::create_directory(m_folder / "home"); // was there long before
        fs::create_directory(m_folder / "durable");
    }

    [[nodiscard]] support::Command watched(support::Command command) const
    {
        const char *bin = std::getenv("OTABENCH_BIN");
        command.environment["LD_PRELOAD"] =
            std::string(bin ? bin : "bin") + "/../tests/libotabench_power_loss_shim.so";
        command.environment["ASAN_OPTIONS"] = "verify_asan_link_order=0:detect_leaks=0";
        command.environment["OTABENCH_DURABLE"] = (m_folder / "durable").string();
        return command;
    }

    /// The home becomes what the disk has kept of it.
    void losePower()
    {
        const fs::path home = m_folder / "home";
        const std::string key = keyOf(home);
        fs::rename(home, m_folder / "lost");
        rebuild(key, home);
    }

    [[nodiscard]] bool isKept(const fs::path &file) const
    {
        return fs::exists(m_folder / "home" / file);
    }

private:
    static std::string keyOf(const fs::path &path)
    {
        struct statx at = {};
        EXPECT_EQ(::statx(AT_FDCWD, path.c_str(), 0, STATX_BASIC_STATS | STATX_BTIME, &at), 0);
        return std::to_string(at.stx_ino) + "-" + std::to_string(at.stx_btime.tv_sec) + "." +
               std::to_string(at.stx_btime.tv_nsec);
    }

    void rebuild(const std::string &key, const fs::path &folder)
    {
        fs::create_directory(folder);
        std::ifstream entries(m_folder / "durable" / ("d-" + key));
        std::string type, entryKey, name;
        while (entries >> type >> entryKey && entries.get() == ' ' && std::getline(entries, name)) {
            if (type == "d") {
                rebuild(entryKey, folder / name);
            } else if (type == "f") {
                const fs::path bytes = m_folder / "durable" / ("f-" + entryKey);
                std::ofstream(folder / name).close(); // a name alone: an empty file
                fs::permissions(folder / name, fs::perms(0600));
                if (fs::exists(bytes))
                    fs::copy_file(bytes, folder / name, fs::copy_options::overwrite_existing);
            }
        }
    }
};

/// Phases in the order of a board's way through a campaign.
int rank(const std::string &phase)
{
    static const std::vector<std::string> kOrder = {"queued",    "preparing",   "triggered",
                                                    "connected", "downloading", "verifying",
                                                    "rebooting", "confirming",  "updated"};
    const auto at = std::find(kOrder.begin(), kOrder.end(), phase);
    return at == kOrder.end() ? -1 : int(at - kOrder.begin());
}

/// Of the boards in `history --json`.
int furthestPhase(const std::string &lines)
{
    int furthest = -1;
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);)
        furthest = std::max(furthest, rank(nlohmann::json::parse(line).value("phase", "")));
    return furthest;
}

TEST_P(PowerLoss, WhatWasShownIsKeptAndTheCampaignTakenUp)
{
    const auto image = makeImage("2.0.0", "256K");
    const auto boards = startBoards(2, {"--link-rate", "150000"});
    support::Process campaign(watched(updateCommand(image, boards, {"--parallel", "1"})));
    const std::string shown = "\"phase\":\"" + std::string(GetParam()) + "\"";
    ASSERT_TRUE(campaign.waitForOutput(shown, std::chrono::seconds(90)))
        << campaign.out() << campaign.err();
    campaign.signal(SIGKILL);
    ASSERT_EQ(campaign.wait(std::chrono::seconds(30)).exitStatus, 128 + SIGKILL);
    ASSERT_NO_FATAL_FAILURE(losePower());
    ASSERT_TRUE(isKept("data/history.sqlite")) << "nothing was noted: is the shim at work?";

    const auto history = cli({"--json", "history"});
    EXPECT_GE(furthestPhase(history.out), rank(GetParam())) // the kill may have come some steps on
        << "shown before it was on the disk: " << history.out << history.err;
    const auto resumed = parse(cli({"--json", "update", "--resume"}, std::chrono::seconds(300)));

    EXPECT_EQ(resumed.exitStatus, 0) << resumed.err;
    EXPECT_EQ(resumed.count("updated"), 2) << resumed.err;
    EXPECT_EQ(update(image, boards).count("up_to_date"), 2);
}

INSTANTIATE_TEST_SUITE_P(Phases, PowerLoss,
                         testing::Values("queued", "triggered", "downloading", "rebooting",
                                         "updated"),
                         [](const auto &row) { return std::string(row.param); });

TEST_F(PowerLoss, AMadeCaIsThereWithItsKey)
{
    const auto made =
        support::run(watched({.arguments = {support::builtProgram("otabench-cli"), "ca", "create"},
                              .environment = {{"OTABENCH_HOME", (m_folder / "home").string()}}}));
    ASSERT_EQ(made.exitStatus, 0) << made.err;
    const auto before = cli({"ca", "export", "--format", "pem"}).out;
    ASSERT_NO_FATAL_FAILURE(losePower());

    EXPECT_EQ(cli({"ca", "export", "--format", "pem"}).out, before);
    EXPECT_EQ(cli({"cert", "issue", "--host", "a", "-o", (m_folder / "out").string()}).exitStatus,
              0);
}

} // namespace
} // namespace otabench::endtoend
