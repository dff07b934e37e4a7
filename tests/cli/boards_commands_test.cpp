// What is remembered of boards, what they are called, and what is done with one of them.
#include "cli_fixture.h"

#include <gmock/gmock.h>

#include <csignal>
#include <memory>

namespace otabench::cli {
namespace {

using testing::HasSubstr;

/// Two virtual boards, vb-01 and vb-02.
class Boards : public Cli
{
protected:
    void SetUp() override { startBoards(); }

    void startBoards()
    {
        m_boards = std::make_unique<support::Process>(
            support::Command{.arguments = {support::builtProgram("otabench-board"), "--count", "2",
                                           "--dir", (m_folder / "vb").string()}});
        ASSERT_TRUE(m_boards->waitForOutput("vb-02")) << m_boards->err();
    }

    [[nodiscard]] std::string address(const std::string &name) const
    {
        return "pty:" + (m_folder / "vb" / name).string();
    }

    /// The line of `--json boards …` for a board, by its address.
    nlohmann::json listed(const std::string &name, std::vector<std::string> options = {})
    {
        options.insert(options.begin(), {"--json", "boards"});
        const auto outcome = run(options);
        EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
        for (const auto &line : jsonLines(outcome.out)) {
            if (line.at("board") == address(name))
                return line;
        }
        return nullptr;
    }

    /// So that they are remembered.
    void meet()
    {
        ASSERT_EQ(
            run({"boards", "--board", address("vb-01"), "--board", address("vb-02")}).exitStatus,
            0);
    }

    std::unique_ptr<support::Process> m_boards;
};

TEST_F(Boards, AreRememberedWithWhatTheyAreAndWhere)
{
    meet();
    const auto board = listed("vb-01"); // not named: known
    ASSERT_TRUE(board.is_object());
    EXPECT_EQ(board.at("attached"), true);
    EXPECT_EQ(board.at("answered"), true);
    EXPECT_EQ(board.at("slots").size(), 2u);
    const std::string mac = board.at("mac");

    m_boards.reset();

    const auto gone = listed("vb-01");
    EXPECT_EQ(gone.at("attached"), false);
    EXPECT_EQ(gone.at("answered"), false);
    EXPECT_EQ(gone.at("mac"), mac);
    EXPECT_EQ(gone.at("slot"), "ota_0");
    const auto table = run({"boards"});
    EXPECT_EQ(table.exitStatus, 0);
    EXPECT_THAT(table.out, HasSubstr("not plugged in"));
}

TEST_F(Boards, HaveLabelsBenchesAndTags)
{
    meet();
    const std::string mac = listed("vb-02").at("mac");
    ASSERT_EQ(run({"boards", "label", address("vb-01"), "left shelf"}).exitStatus, 0);
    ASSERT_EQ(run({"boards", "bench", "night", "left shelf", mac}).exitStatus, 0);
    const auto tagged = run({"--json", "boards", "tag", "slow", mac});
    ASSERT_EQ(tagged.exitStatus, 0) << tagged.err;
    EXPECT_EQ(jsonLines(tagged.out).at(0).at("tags"), nlohmann::json({"slow"}));

    EXPECT_EQ(listed("vb-01", {"--bench", "night"}).at("label"), "left shelf");
    EXPECT_EQ(listed("vb-02", {"--bench", "night"}).at("bench"), "night");
    EXPECT_TRUE(listed("vb-01", {"--tag", "slow"}).is_null());
    EXPECT_EQ(listed("vb-02", {"--tag", "slow"}).at("tags"), nlohmann::json({"slow"}));
    EXPECT_THAT(run({"boards"}).out, HasSubstr("night [slow]"));

    EXPECT_EQ(run({"boards", "bench", "night", mac, "--remove"}).exitStatus, 0);
    EXPECT_TRUE(listed("vb-02", {"--bench", "night"}).is_null());
    EXPECT_EQ(run({"boards", "label", "left shelf"}).exitStatus, 0);
    EXPECT_EQ(listed("vb-01").at("label"), "");
    EXPECT_EQ(run({"boards", "forget", address("vb-01")}).exitStatus, 0);
    EXPECT_TRUE(listed("vb-01").is_null());
}

TEST_F(Boards, ABadNameIsRefusedAndNothingIsChanged)
{
    meet();
    expectRefused(run({"boards", "label", "nobody", "x"}), 1, "\"nobody\"");
    expectRefused(run({"boards", "bench", "a,b", address("vb-01")}), 2, "a,b");
    ASSERT_EQ(run({"boards", "label", address("vb-01"), "one"}).exitStatus, 0);
    expectRefused(run({"boards", "label", address("vb-02"), "one"}), 1, "one");
    expectRefused(run({"boards", "tag", "t", "one", "nobody"}), 1, "\"nobody\"");
    EXPECT_EQ(listed("vb-01").at("tags"), nlohmann::json::array());
    expectRefused(run({"boards", "lend", "one", "--for", "soon"}), 2, "\"soon\"");
}

TEST_F(Boards, AreUpdatedByBenchTagAndLabel)
{
    meet();
    ASSERT_EQ(run({"boards", "bench", "night", address("vb-01")}).exitStatus, 0);
    ASSERT_EQ(run({"boards", "tag", "slow", address("vb-01")}).exitStatus, 0);
    ASSERT_EQ(run({"boards", "label", address("vb-02"), "two"}).exitStatus, 0);
    ASSERT_EQ(run({"image", "make", "--chip", "esp32", "--version", "2.0.0", "--size", "64K", "-o",
                   "new.bin"})
                  .exitStatus,
              0);

    const auto outcome = run({"--json", "update", "--image", "new.bin", "--bench", "night", "--tag",
                              "slow", "--board", "two", "--bind", "127.0.0.1"});

    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(jsonLines(outcome.out).back().at("updated"), 2); // each once
    EXPECT_EQ(listed("vb-01").at("version"), "2.0.0");
    expectRefused(run({"update", "--image", "new.bin", "--bench", "day"}), 1, "\"day\"");
}

TEST_F(Boards, AreFoundByTheirLed)
{
    const auto outcome = run({"--json", "boards", "identify", address("vb-01"), "--for", "1s"});
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(jsonLines(outcome.out).at(0).at("done"), true);
}

TEST_F(Boards, AreResetByTheirPort)
{
    const int before = listed("vb-01", {"--board", address("vb-01")}).at("boots");
    const auto outcome = run({"--json", "boards", "reset", address("vb-01")});
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(jsonLines(outcome.out).at(0).at("done"), true);
    EXPECT_EQ(listed("vb-01", {"--board", address("vb-01")}).at("boots"), before + 1);
    expectRefused(run({"boards", "reset", address("vb-01"), "--bootloader"}), 1, "bootloader");
    expectRefused(run({"boards", "reset", "pty:/nowhere"}), 1, "pty:/nowhere");
}

TEST_F(Boards, TrustTheLabCaAndConfirmAndRollBack)
{
    expectRefused(run({"boards", "trust", address("vb-01")}), 1, "ca create");
    ASSERT_EQ(run({"ca", "create"}).exitStatus, 0);
    const auto trusted = run({"--json", "boards", "trust", address("vb-01"), address("vb-02")});
    EXPECT_EQ(trusted.exitStatus, 0) << trusted.err;
    EXPECT_EQ(jsonLines(trusted.out).size(), 2u);
    EXPECT_EQ(run({"boards", "confirm", address("vb-01")}).exitStatus, 0);
    // It has run one image only.
    expectRefused(run({"boards", "rollback", address("vb-01")}), 1, address("vb-01"));
    ASSERT_EQ(run({"image", "make", "--chip", "esp32", "--version", "2.0.0", "--size", "64K", "-o",
                   "new.bin"})
                  .exitStatus,
              0);
    ASSERT_EQ(
        run({"update", "--image", "new.bin", "--board", address("vb-01"), "--bind", "127.0.0.1"})
            .exitStatus,
        0);
    const auto back = run({"--json", "boards", "rollback", address("vb-01")});
    EXPECT_EQ(back.exitStatus, 0) << back.err;
    EXPECT_EQ(jsonLines(back.out).at(0).at("done"), true);
    EXPECT_EQ(listed("vb-01", {"--board", address("vb-01")}).at("slot"), "ota_0");
}

// That an otabench which holds the port lets go of it is tested in tests/fleet/port_loan_test.cpp.
TEST_F(Boards, LendAPortToACommand)
{
    // flock(1) takes the lock that otabench would hold.
    const auto lent = run({"--json", "boards", "lend", address("vb-01"), "--", "sh", "-c",
                           "flock -n -E 7 \"$OTABENCH_PORT\" true"});
    EXPECT_EQ(lent.exitStatus, 0) << lent.err;
    const auto lines = jsonLines(lent.out);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].at("event"), "lent");
    EXPECT_THAT(lines[0].at("port").get<std::string>(), HasSubstr("/dev/pts/"));
    EXPECT_EQ(lines[1].at("event"), "returned");
}

TEST_F(Boards, AMonitorLetsGoOfAPortThatIsLent)
{
    support::Process monitor(command({"--json", "monitor", address("vb-01")}));
    ASSERT_EQ(run({"boards", "reset", address("vb-02")}).exitStatus, 0); // so that it has begun
    const auto canBeLent = [this] {
        return run({"boards", "lend", address("vb-01"), "--", "true"}).exitStatus == 0;
    };
    EXPECT_TRUE(canBeLent());
    EXPECT_TRUE(monitor.waitForOutput("port-lent")) << monitor.err();
    EXPECT_TRUE(monitor.waitForOutput("port-back")) << monitor.err();
}

TEST_F(Boards, LendsAPortForATimeAndOnce)
{
    support::Process first(command({"--json", "boards", "lend", address("vb-01"), "--for", "1h"}));
    ASSERT_TRUE(first.waitForOutput("lent"));
    expectRefused(run({"boards", "lend", address("vb-01"), "--for", "1s"}), 1, "already");
    first.signal(SIGTERM);
    EXPECT_EQ(first.wait().exitStatus, 0);
    EXPECT_THAT(first.out(), HasSubstr("returned"));
    EXPECT_EQ(run({"boards", "lend", address("vb-01"), "--for", "1s"}).exitStatus, 0);
}

TEST_F(Boards, TheCommandsFailureIsTheLoansFailure)
{
    expectRefused(run({"boards", "lend", address("vb-01"), "--", "sh", "-c", "exit 3"}), 1,
                  "status 3");
    expectRefused(run({"boards", "lend", address("vb-01"), "--", "/no/such/program"}), 1,
                  "/no/such/program");
}

} // namespace
} // namespace otabench::cli
