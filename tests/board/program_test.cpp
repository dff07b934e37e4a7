#include "board_port.h"
#include "lab_server.h"

#include "support/process.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdlib>
#include <optional>
#include <sstream>

namespace otabench::board {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// The real program with boards in a folder of the test's own.
class Program : public testing::Test
{
protected:
    void startBoards(std::vector<std::string> arguments, unsigned count = 1)
    {
        support::Command command;
        command.arguments = {support::builtProgram("otabench-board"), "--dir", boards().native(),
                             "--count", std::to_string(count)};
        command.fileSizeLimit = m_fileSizeLimit;
        command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
        m_program = std::make_unique<support::Process>(command);
        ASSERT_TRUE(m_program->waitFor([&](const std::string &out, const std::string &) {
            return std::count(out.begin(), out.end(), '\n') == static_cast<long>(count);
        })) << m_program->err();
    }

    /// Ends it as a user does. @return its exit status
    int stopBoards()
    {
        m_program->signal(SIGTERM);
        return m_program->wait().exitStatus;
    }

    [[nodiscard]] static support::Outcome runWrongly(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), support::builtProgram("otabench-board"));
        support::Command command;
        command.arguments = std::move(arguments);
        return support::run(command);
    }

    [[nodiscard]] std::filesystem::path boards() const { return m_folder / "boards"; }

    [[nodiscard]] std::filesystem::path port(const std::string &name = "vb-01") const
    {
        return boards() / name;
    }

    support::TemporaryFolder m_folder;
    std::optional<std::size_t> m_fileSizeLimit;
    std::unique_ptr<support::Process> m_program;
};

TEST_F(Program, AnnouncesEachBoardOnce)
{
    startBoards({}, 3);
    std::istringstream lines(m_program->out());
    int index = 0;
    for (std::string line; std::getline(lines, line);) {
        const auto json = nlohmann::json::parse(line);
        const std::string name = "vb-0" + std::to_string(++index);
        EXPECT_EQ(json["event"], "board");
        EXPECT_EQ(json["board"], name);
        EXPECT_EQ(json["port"], port(name).native());
        EXPECT_TRUE(std::filesystem::is_character_file(port(name)));
    }
    EXPECT_EQ(index, 3);
    EXPECT_EQ(stopBoards(), 0);
    EXPECT_FALSE(std::filesystem::is_symlink(port())) << "links go with the program";
}

TEST_F(Program, PrintsTheBootOfAnEsp32)
{
    startBoards({"--version", "3.1.4"});
    BoardPort board(port());
    for (const char *text :
         {"ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)",
          "entry 0x40080638", "boot: ESP-IDF v5.5.1 2nd stage bootloader",
          "boot.esp32: SPI Flash Size : 4MB", "boot: Partition Table:", "ota_0",
          "00020000 001a9000", "boot: End of partition table",
          "esp_image: segment 0: paddr=00020020 vaddr=3f400020",
          "boot: Loaded app from partition at offset 0x20000", "cpu_start: Pro cpu start user code",
          "app_init: Application information:", "app_init: Project name:     otabench-demo",
          "app_init: App version:      3.1.4", "app_init: ELF file SHA256:  ",
          "app_init: ESP-IDF:          v5.5.1", "main_task: Calling app_main()"})
        ASSERT_TRUE(board.waitFor(text));
}

TEST_F(Program, OtherChipsHaveTheirOwnRom)
{
    startBoards({"--chip", "esp32c3"});
    BoardPort board(port());
    EXPECT_TRUE(board.waitFor("ESP-ROM:esp32c3-api1-20210207\r\nBuild:Feb  7 2021\r\n"
                              "rst:0x1 (POWERON),boot:0xc (SPI_FAST_FLASH_BOOT)"));
    const auto identity = board.request("identify");
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->get("chip"), "esp32c3");
}

TEST_F(Program, AResetCommandBootsAgain)
{
    startBoards({});
    BoardPort board(port());
    ASSERT_TRUE(board.waitFor("Calling app_main()"));
    board.reset();
    EXPECT_TRUE(board.waitFor("rst:0x1 (POWERON_RESET)"));
    EXPECT_TRUE(board.waitFor("Calling app_main()"));
}

TEST_F(Program, MacsDifferAndStay)
{
    std::vector<std::string> before;
    for (int run = 0; run < 2; ++run) {
        startBoards({}, 2);
        std::vector<std::string> macs;
        for (const char *name : {"vb-01", "vb-02"}) {
            BoardPort board(port(name));
            const auto identity = board.request("identify");
            ASSERT_TRUE(identity);
            macs.push_back(identity->get("mac"));
            EXPECT_TRUE(macs.back().starts_with("24:6f:28:")) << macs.back();
        }
        EXPECT_NE(macs[0], macs[1]);
        if (run == 1) {
            EXPECT_EQ(macs, before);
        }
        before = macs;
        stopBoards();
    }
}

TEST_F(Program, UpdatesByTheAgentAndKeepsTheNewImageOverARestartOfTheProgram)
{
    LabServer lab(m_folder);
    const std::string url = lab.serve("esp32", "2.0.0");
    startBoards({"--ca", lab.caFile().native()});
    {
        BoardPort board(port());
        const auto before = board.request("identify");
        ASSERT_TRUE(before);
        EXPECT_EQ(before->get("version"), "1.0.0");
        EXPECT_EQ(before->get("slot"), "ota_0");
        const auto started = board.request("start", {{"url", url}});
        ASSERT_TRUE(started);
        ASSERT_EQ(started->word, "ok") << started->get("text");
        ASSERT_TRUE(board.waitForEvent("ota", "phase", "reboot"));
        ASSERT_TRUE(board.waitFor("rst:0xc (SW_CPU_RESET)"));
        ASSERT_TRUE(board.waitFor("Loaded app from partition at offset 0x1d0000"));
        ASSERT_TRUE(board.waitFor("App version:      2.0.0"));
        const auto after = board.request("identify");
        ASSERT_TRUE(after);
        EXPECT_EQ(after->get("version"), "2.0.0");
        EXPECT_EQ(after->get("slot"), "ota_1");
        EXPECT_EQ(after->get("state"), "pending-verify");
        ASSERT_TRUE(board.request("confirm"));
    }
    EXPECT_EQ(stopBoards(), 0);
    startBoards({"--ca", lab.caFile().native()});
    BoardPort board(port());
    const auto identity = board.request("identify");
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->get("version"), "2.0.0");
    EXPECT_EQ(identity->get("state"), "valid");
}

TEST_F(Program, AnImageThatIsNotConfirmedIsRolledBackByAReset)
{
    LabServer lab(m_folder);
    const std::string url = lab.serve("esp32", "2.0.0");
    startBoards({"--ca", lab.caFile().native()});
    BoardPort board(port());
    ASSERT_TRUE(board.request("start", {{"url", url}}));
    ASSERT_TRUE(board.waitFor("App version:      2.0.0"));
    ASSERT_TRUE(board.waitFor("Calling app_main()"));
    board.reset();
    ASSERT_TRUE(board.waitFor("Loaded app from partition at offset 0x20000"));
    ASSERT_TRUE(board.waitFor("App version:      1.0.0"));
}

TEST_F(Program, TheStdinProfileUpdatesLikeTheAdvancedExample)
{
    LabServer lab(m_folder);
    const std::string url = lab.serve("esp32c3", "2.0.0");
    startBoards({"--profile", "stdin", "--chip", "esp32c3", "--ca", lab.caFile().native()});
    BoardPort board(port());
    ASSERT_TRUE(board.waitFor("SHA-256 for current firmware:  "));
    ASSERT_TRUE(board.waitFor("IPv4 address: "));
    ASSERT_TRUE(board.waitFor("advanced_https_ota_example: Starting Advanced OTA example"));
    board.send(url + "\n");
    for (const char *text :
         {"OTA started", "Connected to server", "esp_https_ota: Starting OTA...",
          "esp_https_ota: Writing to <ota_1> partition at offset 0x1d0000",
          "Running firmware version: 1.0.0", "esp_image: segment 0: paddr=001d0020",
          "ESP_HTTPS_OTA upgrade successful. Rebooting ...", "rst:0xc (RTC_SW_CPU_RST)",
          "Loaded app from partition at offset 0x1d0000", "App version:      2.0.0",
          "App is valid, rollback cancelled successfully", "Starting Advanced OTA example"})
        ASSERT_TRUE(board.waitFor(text));
}

TEST_F(Program, TheStdinProfileTellsWhyItFailedAndWaitsForAReset)
{
    LabServer lab(m_folder);
    const std::string url = lab.serve("esp32s3", "2.0.0"); // for another chip
    startBoards({"--profile", "stdin", "--ca", lab.caFile().native()});
    BoardPort board(port());
    ASSERT_TRUE(board.waitFor("Starting Advanced OTA example"));
    board.send(url + "\n");
    ASSERT_TRUE(board.waitFor("expected 0, found 9"));
    ASSERT_TRUE(board.waitFor("ESP_HTTPS_OTA upgrade failed"));
    board.reset();
    EXPECT_TRUE(board.waitFor("Starting Advanced OTA example"));
}

TEST_F(Program, AFullDiskIsAFlashErrorOfTheBoard)
{
    LabServer lab(m_folder);
    const std::string url = lab.serve("esp32", "2.0.0");
    m_fileSizeLimit = 0x1E0000; // the second slot begins at 0x1D0000
    startBoards({"--ca", lab.caFile().native()});
    BoardPort board(port());
    ASSERT_TRUE(board.request("start", {{"url", url}}));
    ASSERT_TRUE(board.waitForEvent("ota", "error", "ESP_ERR_FLASH_OP_FAIL"));
    EXPECT_TRUE(m_program->waitFor([](const std::string &, const std::string &err) {
        return err.find("vb-01") != std::string::npos &&
               err.find("free some space") != std::string::npos;
    })) << m_program->err();
    const auto identity = board.request("identify");
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->get("version"), "1.0.0");
}

TEST_F(Program, RunsGenuineImages)
{
    const char *shared = std::getenv("OTABENCH_SHARED");
    const auto images = std::filesystem::path(shared != nullptr ? shared : "") / "images";
    if (!std::filesystem::exists(images / "WLED_0.15.0_ESP32.bin"))
        GTEST_SKIP() << "no genuine images in " << images;
    LabServer lab(m_folder);
    startBoards({"--ca", lab.caFile().native()});
    BoardPort board(port());
    for (const char *name : {"WLED_0.14.4_ESP32.bin", "WLED_0.15.0_ESP32.bin"}) {
        const auto started = board.request("start", {{"url", lab.serveFile(images / name)}});
        ASSERT_TRUE(started);
        ASSERT_EQ(started->word, "ok") << started->get("text");
        ASSERT_TRUE(board.waitForEvent("ota", "phase", "reboot"));
        ASSERT_TRUE(board.waitForEvent("boot", "state", "pending-verify"));
        ASSERT_TRUE(board.request("confirm"));
    }
    const auto identity = board.request("identify");
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->get("slot"), "ota_0") << "twice the other slot";
    EXPECT_EQ(identity->get("state"), "valid");
    EXPECT_NE(identity->get("project"), "otabench-demo");
}

struct FaultRow
{
    const char *fault;
    const char *shows; ///< on the console, after an update was started
};

class Faulty : public Program, public testing::WithParamInterface<FaultRow>
{
};

TEST_P(Faulty, ShowsOnTheConsole)
{
    LabServer lab(m_folder);
    const std::string url = lab.serve("esp32", "2.0.0");
    startBoards({"--ca", lab.caFile().native(), "--fault", GetParam().fault});
    BoardPort board(port());
    ASSERT_TRUE(board.request("start", {{"url", url}}));
    EXPECT_TRUE(board.waitFor(GetParam().shows));
}

INSTANTIATE_TEST_SUITE_P(Kinds, Faulty,
                         testing::Values(FaultRow{"wrong-ca", "phase=failed"},
                                         FaultRow{"rollback",
                                                  "Loaded app from partition at offset 0x20000"},
                                         FaultRow{"flash-fail", "ESP_ERR_FLASH_OP_FAIL"},
                                         FaultRow{"panic", "Guru Meditation Error"},
                                         FaultRow{"garbage", "App version:      2.0.0"}),
                         [](const auto &row) {
                             std::string name = row.param.fault;
                             std::erase(name, '-');
                             return name;
                         });

TEST_F(Program, ABoardWithADamagedLineStillUpdates)
{
    LabServer lab(m_folder);
    const std::string url = lab.serve("esp32", "2.0.0");
    startBoards({"--ca", lab.caFile().native(), "--fault", "damage"});
    BoardPort board(port());
    ASSERT_TRUE(board.request("start", {{"url", url}}));
    std::string version;
    const auto deadline = std::chrono::steady_clock::now() + 120s;
    while (version != "2.0.0" && std::chrono::steady_clock::now() < deadline) {
        const auto identity = board.request("identify");
        ASSERT_TRUE(identity);
        version = identity->get("version");
    }
    EXPECT_EQ(version, "2.0.0");
}

TEST_F(Program, ARefusingBoardAnswersWithAnError)
{
    startBoards({"--fault", "refuse"});
    BoardPort board(port());
    const auto answer = board.request("start", {{"url", "https://127.0.0.1:1/x.bin"}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->word, "err");
    EXPECT_EQ(answer->get("error"), "ESP_ERR_NOT_ALLOWED");
    EXPECT_TRUE(board.request("identify"));
}

TEST_F(Program, AFaultOfOneBoardLeavesTheOthersAlone)
{
    LabServer lab(m_folder);
    const std::string url = lab.serve("esp32", "2.0.0");
    startBoards({"--ca", lab.caFile().native(), "--fault", "vanish@2"}, 2);
    BoardPort good(port("vb-01"));
    BoardPort bad(port("vb-02"));
    ASSERT_TRUE(good.request("start", {{"url", url}}));
    ASSERT_TRUE(bad.request("start", {{"url", url}}));
    EXPECT_TRUE(good.waitFor("App version:      2.0.0"));
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (std::filesystem::is_symlink(port("vb-02")) &&
           std::chrono::steady_clock::now() < deadline)
        std::this_thread::yield();
    EXPECT_FALSE(std::filesystem::is_symlink(port("vb-02")));
}

TEST_F(Program, AFrozenBoardComesBackByAReset)
{
    LabServer lab(m_folder);
    const std::string url = lab.serve("esp32", "2.0.0");
    startBoards({"--ca", lab.caFile().native(), "--fault", "freeze"});
    BoardPort board(port());
    ASSERT_TRUE(board.request("start", {{"url", url}}));
    ASSERT_TRUE(board.waitFor("phase=download"));
    board.reset();
    ASSERT_TRUE(board.waitFor("rst:0x1 (POWERON_RESET)"));
    const auto identity = board.request("identify");
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->get("version"), "1.0.0");
}

TEST_F(Program, FactoryBoardsStartFromTheFactorySlot)
{
    startBoards({"--factory"});
    BoardPort board(port());
    EXPECT_TRUE(board.waitFor("SPI Flash Size : 8MB"));
    EXPECT_TRUE(board.waitFor("factory app"));
    const auto identity = board.request("identify");
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->get("slot"), "factory");
    EXPECT_EQ(identity->get("next"), "ota_0");
}

TEST_F(Program, ABoardWithNothingToStartLoopsAndStillStops)
{
    startBoards({});
    {
        BoardPort board(port());
        ASSERT_TRUE(board.waitFor("Calling app_main()"));
    }
    stopBoards();
    std::filesystem::resize_file(boards() / "vb-01.flash", 0x20000); // the app is erased
    startBoards({});
    BoardPort board(port());
    EXPECT_TRUE(board.waitFor("No bootable app partitions in the partition table"));
    EXPECT_TRUE(board.waitFor("rst:0x3 (SW_RESET)"));
    EXPECT_EQ(stopBoards(), 0);
}

TEST_F(Program, TwoProgramsDoNotShareAFolder)
{
    startBoards({});
    const auto second = runWrongly({"--dir", boards().native()});
    EXPECT_EQ(second.exitStatus, 1);
    EXPECT_THAT(second.err, HasSubstr("in use"));
}

TEST_F(Program, ABoardKeepsItsChip)
{
    startBoards({"--chip", "esp32s3"});
    stopBoards();
    const auto other = runWrongly({"--dir", boards().native(), "--chip", "esp32"});
    EXPECT_EQ(other.exitStatus, 1);
    EXPECT_THAT(other.err, HasSubstr("esp32s3"));
    startBoards({});
    BoardPort board(port());
    EXPECT_TRUE(board.waitFor("ESP-ROM:esp32s3"));
}

TEST_F(Program, NamesWhatIsWrongWithItsArguments)
{
    const struct
    {
        std::vector<std::string> arguments;
        int status;
        const char *names;
    } rows[] = {
        {{"--count", "0"}, 2, "--count 0"},
        {{"--count", "2001"}, 2, "2000"},
        {{"--chip", "esp8266"}, 2, "esp32c3"},
        {{"--profile", "telnet"}, 2, "telnet"},
        {{"--fault", "fire"}, 2, "flash-fail"},
        {{"--fault", "panic@x"}, 2, "panic@x"},
        {{"--version", std::string(40, 'v')}, 2, "31"},
        {{"--link-rate", "-1"}, 2, "-1"},
        {{"--profile", "stdin"}, 2, "--ca"},
        {{"--nonsense"}, 2, "nonsense"},
        {{"--ca", "/nonexistent/ca.pem"}, 1, "/nonexistent/ca.pem"},
        {{"--dir", "/proc/otabench"}, 1, "/proc/otabench"},
    };

    for (const auto &row : rows) {
        const auto outcome = runWrongly(row.arguments);
        EXPECT_EQ(outcome.exitStatus, row.status) << row.names << ": " << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr(row.names));
        EXPECT_EQ(outcome.out, "");
    }
}

TEST_F(Program, HelpListsTheFaults)
{
    const auto help = runWrongly({"--help"});
    EXPECT_EQ(help.exitStatus, 0);
    for (const char *kind : {"wrong-ca", "rollback", "freeze", "vanish", "--factory"})
        EXPECT_THAT(help.out, HasSubstr(kind));
}

} // namespace
} // namespace otabench::board
