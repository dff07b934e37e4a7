// What a campaign makes of a failing board's log and of what it knows itself: which cause it is,
// and what to do about that one.
#include "scripted_lab.h"

#include "monitor/diagnosis.h"

namespace otabench::fleet {
namespace {

using std::chrono::milliseconds;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// Stock firmware on a pty: the test prints its log.
class StockReason : public LabFixture
{
protected:
    void TearDown() override { m_lab.reset(); }

    /// The campaign comes as far as the URL on the board's stdin, or to its end.
    void runToUrl(CampaignPlan plan, const std::string &boot)
    {
        plan.profile = {ProfileKind::Stdin};
        start(plan);
        ASSERT_TRUE(runUntil([&] { return phase() == Phase::Preparing; }));
        m_pty.print(boot + "I (430) simple_ota_example: Starting OTA example task\r\n");
        ASSERT_TRUE(runUntil([&] {
            m_received += m_pty.received();
            return m_received.find("https://") != std::string::npos || !m_campaign.running;
        }));
    }

    CampaignPlan plan() { return planFor({"pty:" + m_pty.path()}); }

    [[nodiscard]] const BoardState &state() { return m_states["pty:" + m_pty.path()]; }

    [[nodiscard]] std::optional<Phase> phase() { return state().phase; }

    support::Pty m_pty;
    std::string m_received;
};

const char *const kBoot = "ESP-ROM:esp32c3-api1-20210207\r\n"
                          "rst:0x1 (POWERON),boot:0xc (SPI_FAST_FLASH_BOOT)\r\n";

TEST_F(StockReason, ACertificateThatHasEndedByTheBoardsClockIsTheClocksFault)
{
    CampaignPlan plan = this->plan();
    plan.image = makeImage("2.0.0", "esp32c3");
    runToUrl(plan, kBoot);
    m_pty.print("I (60-01-01 00:00:04.000) esp_https_ota: Starting OTA...\r\n"
                "E (60-01-01 00:00:04.319) esp-tls-mbedtls: mbedtls_ssl_handshake returned "
                "-0x2700\r\n"
                "E (60-01-01 00:00:04.319) simple_ota_example: Firmware upgrade failed\r\n");
    ASSERT_TRUE(runToEnd());

    ASSERT_EQ(phase(), Phase::Failed);
    EXPECT_EQ(state().reason->code, ErrorCode::BoardCertificateRefused);
    const std::string &text = state().reason->text;
    EXPECT_THAT(text, HasSubstr("The dates of the server's certificate do not fit the board's"));
    EXPECT_THAT(text, HasSubstr("the board's clock says 2060-01-01 00:00:04 UTC"));
    EXPECT_THAT(text, HasSubstr("What to do: set the clock"));
    ASSERT_TRUE(state().diagnosis);
    EXPECT_THAT(state().diagnosis->causes.front(), HasSubstr("clock of the board not set"));
    // The lab's own certificate has the URL's host: that cause is out.
    EXPECT_THAT(state().diagnosis->causes, Not(Contains(HasSubstr("host name or IP"))));
}

TEST_F(StockReason, WithTheRightNameAndDateTheCaIsLeft)
{
    runToUrl(plan(), "");
    m_pty.print("I (26-11-29 00:00:04.000) esp_https_ota: Starting OTA...\r\n"
                "E (28-01-01 00:00:04.319) esp-tls-mbedtls: mbedtls_ssl_handshake returned "
                "-0x2700\r\n"
                "E (26-11-29 00:00:04.319) simple_ota_example: Firmware upgrade failed\r\n");
    ASSERT_TRUE(runToEnd());

    ASSERT_EQ(phase(), Phase::Failed);
    ASSERT_TRUE(state().diagnosis);
    EXPECT_THAT(state().diagnosis->causes.front(),
                StartsWith("server uses a certificate of anoth"));
    EXPECT_THAT(state().reason->text, HasSubstr("What is known: the URL's host is 127.0.0.1"));
    EXPECT_THAT(state().reason->text, HasSubstr("What to do: compare the CA of the server"));
}

TEST_F(StockReason, AServerNameThatTheCertificateLacksIsNamed)
{
    CampaignPlan plan = this->plan();
    plan.serverHost = "bench.invalid:8443"; // forwarded, and the certificate gets this name
    runToUrl(plan, "");
    m_pty.print("I (700) esp_https_ota: Starting OTA...\r\n"
                "I (719) esp-tls-mbedtls: verification info:   ! The certificate Common Name (CN) "
                "does not match with the expected CN\r\n"
                "E (720) simple_ota_example: Firmware upgrade failed\r\n");
    ASSERT_TRUE(runToEnd());

    EXPECT_THAT(state().reason->text, HasSubstr("the URL's host is bench.invalid, the "
                                                "certificate's names are"));
}

TEST_F(StockReason, AnImageLargerThanTheSlotIsNotSent)
{
    CampaignPlan plan = this->plan();
    plan.image = makeImage("2.0.0", "esp32c3", 600 * 1024);
    runToUrl(plan,
             std::string(kBoot) +
                 "I (51) boot: ## Label            Usage          Type ST Offset   Length\r\n"
                 "I (81) boot:  3 ota_0            OTA app          00 10 00010000 00080000\r\n"
                 "I (88) boot:  4 ota_1            OTA app          00 11 00090000 00080000\r\n"
                 "I (96) boot: End of partition table\r\n"
                 "I (99) boot: Loaded app from partition at offset 0x10000\r\n"
                 "I (102) app_init: App version:      1.0.0\r\n");
    ASSERT_TRUE(runToEnd());

    ASSERT_EQ(phase(), Phase::Failed);
    EXPECT_EQ(state().reason->code, ErrorCode::ImageTooLarge) << state().reason->text;
    EXPECT_THAT(state().reason->text, HasSubstr("524288"));
    EXPECT_EQ(m_received.find("https://"), std::string::npos);
}

TEST_F(StockReason, FirmwareThatTriesForEverIsCalledByItsCause)
{
    CampaignPlan plan = this->plan();
    plan.limits.connect = milliseconds(400);
    runToUrl(plan, "");
    m_pty.print("E (720) esp-tls: [sock=54] connect() error: Host is unreachable\r\n");
    ASSERT_TRUE(runToEnd());

    ASSERT_EQ(phase(), Phase::Failed);
    ASSERT_TRUE(state().diagnosis) << state().reason->text;
    EXPECT_THAT(state().reason->text, HasSubstr("Host is unreachable"));
    // The server runs here: that it does not is none of the causes.
    EXPECT_THAT(state().diagnosis->causes, Not(Contains(HasSubstr("server not started"))));
}

class AgentReason : public ScriptedLab
{
};

TEST_F(AgentReason, ARefusedCertificateIsExplainedFromWhatTheBoardTrusts)
{
    const CampaignPlan plan = planFor({m_board.address()});
    start(plan);
    ASSERT_TRUE(runToStart(m_board));
    m_board.sendOta("failed", {{"error", "ESP_ERR_HTTP_CONNECT"},
                               {"text", "the connection failed"},
                               {"tls", "0x2700"},
                               {"flags", "0x200"}});
    ASSERT_TRUE(runToEnd());

    const BoardState &state = m_states[m_board.address()];
    ASSERT_EQ(state.phase, Phase::Failed);
    EXPECT_EQ(state.reason->code, ErrorCode::BoardCertificateRefused);
    EXPECT_THAT(state.reason->text, HasSubstr("the certificate is valid from"));
    ASSERT_TRUE(state.diagnosis);
    EXPECT_EQ(state.diagnosis->id, "tls-flag-future");
}

TEST_F(AgentReason, ADiagnosisEndsWithItsFailure)
{
    CampaignPlan plan = planFor({m_board.address()});
    start(plan);
    ASSERT_TRUE(runToStart(m_board));
    m_board.sendOta("failed", {{"tls", "0x2700"}, {"flags", "0x8"}, {"error", "ESP_FAIL"}});
    ASSERT_TRUE(runToEnd());
    ASSERT_TRUE(m_states[m_board.address()].diagnosis);

    ASSERT_TRUE(m_lab->retryFailed());
    ASSERT_TRUE(runToStart(m_board, 2));
    update(m_board, plan);
    ASSERT_TRUE(runToEnd());

    EXPECT_EQ(m_states[m_board.address()].phase, Phase::Updated);
    EXPECT_FALSE(m_states[m_board.address()].diagnosis);
}

} // namespace
} // namespace otabench::fleet
