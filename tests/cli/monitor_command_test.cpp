#include "cli_fixture.h"
#include "support/pty.h"

#include <csignal>
#include <fstream>

namespace otabench::cli {
namespace {

using nlohmann::json;

constexpr const char *kRefusedLog =
    "I (314) advanced_https_ota_example: Starting Advanced OTA example\n"
    "I (314) advanced_https_ota_example: OTA started\n"
    "E (319) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700\n"
    "E (319) esp_https_ota: Failed to establish HTTP connection\n"
    "E (319) advanced_https_ota_example: ESP HTTPS OTA Begin failed\n";

class MonitorCommand : public Cli
{
protected:
    std::string save(const std::string &name, std::string_view text) const
    {
        const auto path = m_folder / name;
        std::ofstream(path, std::ios::binary) << text;
        return "file:" + path.string();
    }
};

TEST_F(MonitorCommand, ReadsASavedLogToItsVerdict)
{
    const std::string log = save("refused.log", kRefusedLog);
    const auto outcome = run({"--json", "monitor", log});
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    const auto lines = jsonLines(outcome.out);
    ASSERT_FALSE(lines.empty());
    EXPECT_EQ(lines[0]["board"], log);
    EXPECT_EQ(lines[0]["level"], "info");
    EXPECT_EQ(lines[0]["tag"], "advanced_https_ota_example");
    EXPECT_EQ(lines[0]["message"], "Starting Advanced OTA example");
    const json &end = lines.back();
    EXPECT_EQ(end["event"], "end");
    EXPECT_EQ(end["phase"], "failed");
    EXPECT_EQ(end["reason"], "board-certificate-refused");
    const auto failed = std::count_if(lines.begin(), lines.end(), [](const json &line) {
        return line.contains("detail") && line["reason"] == "board-certificate-refused";
    });
    EXPECT_EQ(failed, 1);
}

TEST_F(MonitorCommand, TellsPeopleWhatItMeansAndWhatToDo)
{
    const auto outcome = run({"monitor", save("refused.log", kRefusedLog)});
    EXPECT_EQ(outcome.exitStatus, 0);
    EXPECT_NE(outcome.out.find("refused by the board"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("What to do:\n      1. "), std::string::npos) << outcome.out;
    EXPECT_EQ(outcome.out.find('\x1b'), std::string::npos); // no terminal, no colours
}

TEST_F(MonitorCommand, AnUnfinishedLogWithoutUpdateHasNoReason)
{
    const auto outcome = run({"monitor", "--json", save("x.log", "I (1) app: hello")});
    const auto lines = jsonLines(outcome.out);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0]["message"], "hello"); // also without a line end
    EXPECT_TRUE(lines[1]["phase"].is_null());
    EXPECT_FALSE(lines[1].contains("reason"));
}

TEST_F(MonitorCommand, FiltersByLevelTagAndPattern)
{
    const std::string log = save("f.log", "E (1) a: one\nW (2) b: two\nI (3) a: three\nprinted\n");
    EXPECT_EQ(run({"monitor", log, "--level", "warning"}).out, "E (1) a: one\nW (2) b: two\n");
    EXPECT_EQ(run({"monitor", log, "--tag", "b"}).out, "W (2) b: two\n");
    EXPECT_EQ(run({"monitor", log, "--tag", "a", "--tag", "b", "--grep", "t(wo|hree)"}).out,
              "W (2) b: two\nI (3) a: three\n");
    EXPECT_EQ(run({"monitor", log, "--grep", "^printed$"}).out, "printed\n");
}

TEST_F(MonitorCommand, BadUsageIsTwoAndBadPlacesAreOne)
{
    const std::string log = save("f.log", "I (1) a: one\n");
    expectRefused(run({"monitor"}), 2, "address");
    expectRefused(run({"monitor", log, "--colour", "red"}), 2, "--colour");
    expectRefused(run({"monitor", log, "--level", "loud"}), 2, "loud");
    expectRefused(run({"monitor", log, "--grep", "("}), 2, "regular expression");
    expectRefused(run({"monitor", "file:/no/such.log"}), 1, "/no/such.log");
    expectRefused(run({"monitor", "file:" + m_folder.path().string()}), 1, "folder");
    expectRefused(run({"monitor", "/dev/ttyUSB99"}), 1, "/dev/ttyUSB99");
    expectRefused(run({"monitor", "pty:" + (m_folder / "vb-01").string()}), 1, "vb-01");
    expectRefused(run({"monitor", "ttyUSB0"}), 1, "ttyUSB0");
}

TEST_F(MonitorCommand, OneBadAddressDoesNotStopTheOthers)
{
    const std::string log = save("f.log", "I (1) a: one\n");
    const auto outcome = run({"monitor", "file:/no/such.log", log, "/dev/ttyUSB99"});
    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_NE(outcome.out.find("I (1) a: one"), std::string::npos);
    EXPECT_NE(outcome.err.find("/no/such.log"), std::string::npos);
    EXPECT_NE(outcome.err.find("/dev/ttyUSB99"), std::string::npos);
}

TEST_F(MonitorCommand, FollowsBoardsLiveUntilItIsInterrupted)
{
    support::Pty first;
    support::Pty second;
    support::Process process(command({"--json", "monitor", first.path(), "pty:" + second.path()}));
    // Opening puts the ports into raw mode; what is printed from then on is followed.
    first.print("I (1) app: from the first\r\n");
    second.print("W (2) app: from the second\r\n");
    EXPECT_TRUE(process.waitFor([](const std::string &out, const std::string &) {
        return out.find("from the first") != std::string::npos &&
               out.find("from the second") != std::string::npos;
    })) << process.err();
    process.signal(SIGINT);
    EXPECT_EQ(process.wait().exitStatus, 0) << process.err();
    for (const json &line : jsonLines(process.out())) {
        EXPECT_EQ(line["board"], line["level"] == "info" ? first.path() : "pty:" + second.path());
        EXPECT_TRUE(line["at"].is_string());
    }
}

TEST_F(MonitorCommand, ABoardThatVanishesIsNamedAndEndsItAfterTheLast)
{
    support::Pty pty;
    support::Process process(command({"monitor", "pty:" + pty.path()}));
    pty.print("I (1) app: hello\n");
    EXPECT_TRUE(process.waitForOutput("hello"));
    pty.hangUp();
    const auto outcome = process.wait();
    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_NE(outcome.err.find(pty.path()), std::string::npos) << outcome.err;
}

} // namespace
} // namespace otabench::cli
