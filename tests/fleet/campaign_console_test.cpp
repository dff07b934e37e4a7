// A campaign with firmware that is told by a command line.
#include "lab_fixture.h"

#include <algorithm>

namespace otabench::fleet {
namespace {

using std::chrono::milliseconds;

/// A console of ESP-IDF: a prompt without a line end, an echo, and a boot log.
class ConsoleTest : public LabFixture
{
protected:
    void TearDown() override { m_lab.reset(); }

    CampaignPlan consolePlan()
    {
        CampaignPlan plan = planFor({"pty:" + m_pty.path()});
        plan.profile = {ProfileKind::Console, "ota {url}"};
        plan.limits.connect = milliseconds(500);
        return plan;
    }

    bool runUntilReceived(const std::string &text)
    {
        return runUntil([&] {
            m_received += m_pty.received();
            return m_received.find(text) != std::string::npos;
        });
    }

    support::Pty m_pty;
    std::string m_received;
};

TEST_F(ConsoleTest, TheCommandIsSentOnceAtThePrompt)
{
    const auto plan = consolePlan();
    start(plan);
    ASSERT_TRUE(runUntilReceived("\n")); // asks for a prompt
    EXPECT_EQ(m_received, "\n");

    m_pty.print("\r\nesp> ");

    ASSERT_TRUE(runUntilReceived(".bin\n"));
    EXPECT_THAT(m_received, testing::StartsWith("\nota https://127.0.0.1:"));
    ASSERT_TRUE(runToEnd());
    m_received += m_pty.received();
    EXPECT_EQ(std::ranges::count(m_received, '\n'), 2);
    EXPECT_EQ(m_states[plan.boards[0]].reason->code, ErrorCode::BoardCannotConnect);
}

TEST_F(ConsoleTest, ALogThatDoesNotShowTheSlotBeforeIsNoProof)
{
    auto plan = consolePlan();
    plan.limits.confirm = milliseconds(500);
    start(plan);
    ASSERT_TRUE(runUntilReceived("\n"));
    m_pty.print("\r\nesp> ");
    ASSERT_TRUE(runUntilReceived(".bin\n"));

    m_pty.print("I (10) esp_https_ota: Starting OTA...\r\n"
                "I (20) esp_https_ota: Written image length 65536\r\n"
                "OTA Succeed, Rebooting...\r\n"
                "rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n"
                "I (90) boot: Loaded app from partition at offset 0x110000\r\n"
                "I (300) app_init: Project name:     demo\r\n"
                "I (301) app_init: App version:      2.0.0\r\n"
                "I (400) main_task: Calling app_main()\r\n");

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(m_states[plan.boards[0]].phase, Phase::NotProved);
    EXPECT_EQ(m_states[plan.boards[0]].reason->code, ErrorCode::BoardNotProved);
}

TEST_F(ConsoleTest, AnImageThatCrashesBeforeItHasSettledIsNotUpdated)
{
    auto plan = consolePlan();
    plan.limits.settle = milliseconds(6000);
    const auto image = image::readImage(plan.image);
    ASSERT_TRUE(image);
    const auto bootLog = [](const char *offset, const std::string &version,
                            const std::string &elf) {
        return fmt::format("rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n"
                           "I (90) boot: Loaded app from partition at offset {}\r\n"
                           "I (300) app_init: Project name:     demo\r\n"
                           "I (301) app_init: App version:      {}\r\n"
                           "I (302) app_init: ELF file SHA256:  {}...\r\n"
                           "I (400) main_task: Calling app_main()\r\n\r\nesp> ",
                           offset, version, elf.substr(0, 9));
    };
    const std::string before = bootLog("0x10000", "1.0.0", std::string(64, '1'));
    m_lab->addBoard(plan.boards[0], plan.profile);
    m_pty.print(before);
    (void)runUntil([] { return false; }, milliseconds(500)); // it is read
    start(plan);
    ASSERT_TRUE(runUntilReceived("\n"));
    m_pty.print("\r\nesp> ");
    ASSERT_TRUE(runUntilReceived(".bin\n"));
    m_pty.print("I (10) esp_https_ota: Starting OTA...\r\n"
                "I (20) esp_https_ota: Written image length 65536\r\n"
                "OTA Succeed, Rebooting...\r\n" +
                bootLog("0x110000", "2.0.0", image->description->elfSha256));
    const auto &phases = m_phases[plan.boards[0]];
    ASSERT_TRUE(runUntil([&] { return !phases.empty() && phases.back() == Phase::Confirming; }));
    (void)runUntil([] { return false; }, milliseconds(3500)); // it runs, for a while

    m_pty.print("Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was "
                "unhandled.\r\nRebooting...\r\n" +
                before);

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(m_states[plan.boards[0]].phase, Phase::RolledBack);
    EXPECT_THAT(m_states[plan.boards[0]].reason->text,
                testing::HasSubstr("runs the old one again"));
}

} // namespace
} // namespace otabench::fleet
