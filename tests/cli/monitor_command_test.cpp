#include "cli_fixture.h"
#include "support/pty.h"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

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

TEST_F(MonitorCommand, OfAHundredBoardsThatPrintFastNoLineIsLost)
{
    constexpr std::size_t kBoards = 100;
    constexpr std::size_t kBlocks = 15;
    constexpr std::size_t kLinesOfBlock = 20;
    std::vector<std::unique_ptr<support::Pty>> boards;
    support::Command monitor = command({"--json", "monitor"});
    for (std::size_t i = 0; i < kBoards; ++i) {
        boards.push_back(std::make_unique<support::Pty>());
        monitor.arguments.push_back("pty:" + boards.back()->path());
    }
    const std::vector<std::string> shell = {"sh", "-c", "exec \"$0\" \"$@\" > followed"};
    monitor.arguments.insert(monitor.arguments.begin(), shell.begin(), shell.end());
    support::Process program(monitor);
    const auto nothing = [](const std::string &, const std::string &) { return false; };
    const auto pause = [&] { (void)program.waitFor(nothing, std::chrono::milliseconds(1)); };
    const auto areAllRead = [&] { // of that the program says nothing that could be waited for
        const auto limit = std::chrono::steady_clock::now() + std::chrono::minutes(2);
        const auto isRead = [](const auto &board) { return board->isRead(); };
        while (!std::ranges::all_of(boards, isRead) && std::chrono::steady_clock::now() < limit)
            pause();
        return std::ranges::all_of(boards, isRead);
    };
    for (const auto &board : boards)
        board->print("I (1) app: hello\r\n"); // waits in the kernel until the port is open
    ASSERT_TRUE(areAllRead());
    std::string block;
    for (std::size_t line = 0; line < kLinesOfBlock; ++line)
        block += "I (2) app: line of a board that prints as fast as it can\r\n";
    for (std::size_t sent = 0; sent < kBlocks; ++sent) {
        for (const auto &board : boards) {
            while (!board->hasRoom(block.size()))
                pause();
            board->print(block);
        }
    }
    ASSERT_TRUE(areAllRead());
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait().exitStatus, 0);

    constexpr std::size_t kPrinted = kBoards * kBlocks * kLinesOfBlock;
    EXPECT_NE(program.err().find(std::to_string(kPrinted + kBoards) + " lines saved, 0 lost"),
              std::string::npos)
        << program.err();
    const auto kept = run({"logs", "--grep", "as fast as it can"}).out;
    EXPECT_EQ(static_cast<std::size_t>(std::count(kept.begin(), kept.end(), '\n')), kPrinted);
}

TEST_F(MonitorCommand, LinesThatAFullDiskRefusesAreSaidAndCounted)
{
    support::Pty pty;
    const auto monitor = command({"--json", "monitor", "pty:" + pty.path()});
    support::Command shell = monitor;
    shell.arguments = {"unshare", "--mount", "sh", "-c",
                       "mkdir -p home/data/logs && mount -t tmpfs -o size=16k none home/data/logs "
                       "|| exit 99; exec \"$0\" \"$@\""};
    shell.arguments.insert(shell.arguments.end(), monitor.arguments.begin(),
                           monitor.arguments.end());
    support::Process program(shell);
    std::size_t printed = 0;
    const bool isFull = program.waitFor([&](const std::string &, const std::string &err) {
        for (; pty.hasRoom(1024); ++printed)
            pty.print("I (1) app: " + std::string(500, 'x') + "\r\n");
        return err.find("cannot write the log") != std::string::npos;
    });
    if (!isFull && program.wait().exitStatus != 0)
        GTEST_SKIP() << "no file system can be mounted here: " << program.err();
    ASSERT_TRUE(isFull) << program.err();
    program.signal(SIGTERM);
    const auto &outcome = program.wait();
    const std::size_t at = outcome.err.rfind("otabench-cli: ");
    ASSERT_NE(at, std::string::npos) << outcome.err;
    std::size_t saved = 0, lost = 0;
    ASSERT_EQ(std::sscanf(outcome.err.c_str() + at, "otabench-cli: %zu lines saved, %zu lost",
                          &saved, &lost),
              2)
        << outcome.err;
    EXPECT_GT(lost, 0u);
    EXPECT_LE(saved + lost, printed);
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
    expectRefused(run({"monitor", log, "--since", "10m"}), 2, "--since");
    expectRefused(run({"monitor", log, "--image", (m_folder / "f.log").string()}), 1, "f.log");
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

TEST_F(MonitorCommand, APortThatComesBackIsFollowedAgain)
{
    auto first = std::make_unique<support::Pty>();
    const auto port = m_folder / "vb-01";
    std::filesystem::create_symlink(first->path(), port);
    support::Process process(command({"monitor", "pty:" + port.string()}));
    first->print("I (1) app: before\n");
    ASSERT_TRUE(process.waitForOutput("before")) << process.err();
    support::Pty second; // while the first is there: it gets another name
    first->hangUp();
    ASSERT_TRUE(process.waitForOutput("--- ")) << process.err();
    std::filesystem::remove(port);
    std::filesystem::create_symlink(second.path(), port);
    ASSERT_TRUE(process.waitForOutput("the port is back")) << process.out();
    second.print("I (2) app: after\n");
    EXPECT_TRUE(process.waitForOutput("after"));
    process.signal(SIGINT);
    EXPECT_EQ(process.wait().exitStatus, 0) << process.err();
}

TEST_F(MonitorCommand, WhatWasFollowedCanBeSearched)
{
    support::Pty first, second;
    const std::string a = "pty:" + first.path(), b = "pty:" + second.path();
    {
        support::Process process(command({"monitor", a, b}));
        first.print("I (1) app: one, \"two\"\r\n");
        ASSERT_TRUE(process.waitForOutput("one"));
        second.print("\x1b[0;31mE (2) wifi: three\x1b[0m\r\n");
        ASSERT_TRUE(process.waitForOutput("three"));
        // While it still runs, and after what is there already.
        support::Process search(command({"logs", "--follow"}));
        EXPECT_TRUE(search.waitForOutput("three")) << search.err();
        first.print("I (3) app: four\r\n");
        EXPECT_TRUE(search.waitForOutput("four")) << search.err();
        search.signal(SIGINT);
        EXPECT_EQ(search.wait().exitStatus, 0);
        process.signal(SIGINT);
        EXPECT_EQ(process.wait().exitStatus, 0);
    }
    const std::string all = run({"logs"}).out;
    EXPECT_LT(all.find("one"), all.find("[first-error] E (2) wifi: three")) << all;
    EXPECT_EQ(all.find('\x1b'), std::string::npos);
    EXPECT_EQ(run({"logs", "--board", a, "--grep", "three"}).out, "");
    EXPECT_EQ(run({"logs", "--not", "three"}).out.find("three"), std::string::npos);
    EXPECT_NE(run({"logs", "--filter", "tag:wifi or tag:none"}).out.find("three"),
              std::string::npos);
    EXPECT_NE(run({"logs", "--marks"}).out.find("three"), std::string::npos);
    EXPECT_EQ(run({"logs", "--until", "1h"}).out, "");
    EXPECT_EQ(run({"logs", "--since", "1h", "--last", "1"}).out.find("one"), std::string::npos);

    const auto lines = jsonLines(run({"--json", "logs", "--level", "error"}).out);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0]["board"], b);
    EXPECT_EQ(lines[0]["tag"], "wifi");
    EXPECT_EQ(lines[0]["mark"], "first-error");

    const auto file = (m_folder / "log.csv").string();
    EXPECT_EQ(run({"logs", "--format", "csv", "-o", file}).exitStatus, 0);
    std::ifstream stream(file);
    const std::string csv((std::istreambuf_iterator<char>(stream)),
                          std::istreambuf_iterator<char>());
    EXPECT_EQ(csv.substr(0, csv.find('\n')), "time,board,mark,level,tag,message");
    EXPECT_NE(csv.find(",info,app,\"one, \"\"two\"\"\"\n"), std::string::npos) << csv;

    expectRefused(run({"logs", "--filter", "(a"}), 2, "parenthesis");
    expectRefused(run({"logs", "--since", "then"}), 2, "then");
    expectRefused(run({"logs", "-o", "/no/such/folder/f"}), 1, "/no/such/folder/f");
    expectRefused(run({"logs", "--format", "xml"}), 2, "xml");

    // And shown before following goes on.
    support::Process again(command({"monitor", a, "--since", "1h"}));
    EXPECT_TRUE(again.waitForOutput("one")) << again.err();
    again.signal(SIGINT);
    EXPECT_EQ(again.wait().exitStatus, 0);
}

TEST_F(MonitorCommand, NothingSavedMeansNothingFound)
{
    const auto outcome = run({"logs"});
    EXPECT_EQ(outcome.exitStatus, 0);
    EXPECT_EQ(outcome.out, "");
}

TEST_F(MonitorCommand, ExplainsInChineseAndWithWhatIsKnown)
{
    const std::string log = save("refused.log", kRefusedLog);
    const auto chinese = run({"monitor", log, "--lang", "zh_CN"});
    EXPECT_NE(chinese.out.find("\xe6\x9c\x8d\xe5\x8a\xa1\xe5\x99\xa8"), std::string::npos)
        << chinese.out; // "server"
    EXPECT_EQ(chinese.out.find("What to do"), std::string::npos);
    expectRefused(run({"monitor", log, "--lang", "tlh"}), 2, "tlh");

    ASSERT_EQ(run({"ca", "create"}).exitStatus, 0);
    ASSERT_EQ(run({"cert", "issue", "--host", "bench.lab", "-o", "certs"}).exitStatus, 0);
    const auto known = run({"monitor", log, "--certificate", "certs/server.pem", "--ca",
                            "certs/ca.pem", "--host", "192.168.1.5"});
    EXPECT_EQ(known.exitStatus, 0) << known.err;
    EXPECT_NE(known.out.find("does not have the host that the URL names"), std::string::npos)
        << known.out;
    expectRefused(run({"monitor", log, "--image", "none.bin"}), 1, "none.bin");
}

TEST_F(MonitorCommand, HidesCoreDumpsAndHintsAtTheRightSpeed)
{
    const std::string dump =
        save("dump.log", "================= CORE DUMP START =================\n"
                         "AAECAwQFBgcICQoLDA0ODw==\nEBESExQVFhcYGRob\n"
                         "================= CORE DUMP END =================\n"
                         "I (1) app: back\n");
    const auto outcome = run({"monitor", dump});
    EXPECT_EQ(outcome.out.find("AAECAw"), std::string::npos);
    EXPECT_NE(outcome.out.find("a core dump of 2 lines"), std::string::npos) << outcome.out;

    support::Pty pty;
    support::Process process(command({"monitor", "pty:" + pty.path()}));
    std::string noise;
    for (int i = 0; i < 100; ++i)
        noise += "\xff\xfe\x80\x01\xc0\n";
    pty.print(noise);
    EXPECT_TRUE(process.waitForOutput("try --baud")) << process.out();

    support::Pty other;
    support::Process without(command({"monitor", "pty:" + other.path()}));
    std::string endless;
    for (int i = 0; i < 3000; ++i)
        endless += "\xff\xfe\x80\x01\xc0";
    other.print(endless);
    EXPECT_TRUE(without.waitForOutput("try --baud")) << without.out();
}

TEST_F(MonitorCommand, ProgramsForCrashTextsHaveToBePrograms)
{
    const std::string log = save("f.log", "I (1) a: one\n");
    expectRefused(run({"monitor", log, "--elf", "/no/such.elf"}), 1, "/no/such.elf");
    expectRefused(run({"monitor", log, "--elf", m_folder.path().string()}), 1, ".elf");
}

TEST_F(MonitorCommand, ABoardThatVanishesIsNamedAndEndsItAfterTheLast)
{
    support::Pty pty;
    support::Process process(command({"monitor", "--no-reconnect", "pty:" + pty.path()}));
    pty.print("I (1) app: hello\n");
    EXPECT_TRUE(process.waitForOutput("hello"));
    pty.hangUp();
    const auto outcome = process.wait();
    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_NE(outcome.err.find(pty.path()), std::string::npos) << outcome.err;
}

} // namespace
} // namespace otabench::cli
