// Campaigns against boards that the test plays: what a sound board never does.
#include "lab_fixture.h"

#include "certificates/store.h"
#include "certificates/trust_book.h"
#include "support/process.h"

namespace otabench::fleet {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

class CampaignTest : public LabFixture
{
protected:
    CampaignTest() { m_scripted = {&m_board}; }

    void TearDown() override { m_lab.reset(); }

    /// What the board is once the image runs from its other slot.
    void becomeNew(const CampaignPlan &plan, const std::string &state = "valid")
    {
        const auto image = image::readApp(plan.image);
        ASSERT_TRUE(image);
        m_board.identity["image"] = image->appendedSha256.value_or("");
        m_board.identity["version"] = "2.0.0";
        m_board.identity["slot"] = "ota_1";
        m_board.identity["next"] = "ota_0";
        m_board.identity["state"] = state;
    }

    /// The CA is taken whatever it is: the scripted board lists what it was sent.
    void trustLab(const detail::AgentMessage &request)
    {
        if (request.word == "ca-commit")
            m_board.identity["cas"] = caFingerprint();
    }

    std::string caFingerprint()
    {
        const auto pem = readTextFile(m_folder / "data" / "certificates" / "ca.pem");
        const auto summary = pem ? certificates::summarize(*pem) : tl::unexpected(pem.error());
        return summary ? summary->front().sha256 : "";
    }

    /// Runs a campaign in which `onStart` plays what the board does after `start`.
    void runWith(const CampaignPlan &plan, const std::function<void()> &onStart)
    {
        bool started = false;
        m_board.onRequest = [&](const detail::AgentMessage &request) {
            trustLab(request);
            started = started || request.word == "start";
            return !m_silent;
        };
        start(plan);
        ASSERT_TRUE(runUntil([&] { return started || !m_campaign.running; }));
        if (started && onStart)
            onStart();
        ASSERT_TRUE(runToEnd());
    }

    [[nodiscard]] const BoardState &state() { return m_states[m_board.address()]; }

    ScriptedBoard m_board;
    bool m_silent = false;
};

TEST_F(CampaignTest, UpdatedOnlyAfterTheProof)
{
    const auto plan = planFor({m_board.address()});

    runWith(plan, [&] {
        m_board.sendOta("reboot");
        becomeNew(plan, "pending-verify");
        m_board.boot();
        const auto confirmed = [&] { return m_board.count("confirm") > 0; };
        ASSERT_TRUE(runUntil(confirmed));
        EXPECT_FALSE(isFinal(*state().phase));
        m_board.identity["state"] = "valid";
    });

    EXPECT_EQ(state().phase, Phase::Updated) << (state().reason ? state().reason->text : "");
    EXPECT_EQ(m_campaign.updated, 1u);
}

TEST_F(CampaignTest, TheBoardsReportOfItsCostsStaysWithIt)
{
    const auto plan = planFor({m_board.address()});

    runWith(plan, [&] {
        m_board.sendOta("finish", {{"speed", "90000"}, {"connections", "2"}, {"heapmin", "31000"}});
        m_board.sendOta("reboot");
        becomeNew(plan);
        m_board.boot();
    });

    ASSERT_EQ(state().phase, Phase::Updated);
    ASSERT_TRUE(state().costs);
    EXPECT_EQ(state().costs->bytesPerSecond, 90000u);
    EXPECT_EQ(state().costs->connections, 2u);
    EXPECT_EQ(state().costs->heapMinimum, 31000u);
}

TEST_F(CampaignTest, AnImageBelowTheBoardsSecureVersionIsNotSent)
{
    m_board.identity["secmin"] = "7";

    runWith(planFor({m_board.address()}), {});

    EXPECT_EQ(state().phase, Phase::Failed);
    ASSERT_TRUE(state().reason);
    EXPECT_EQ(state().reason->code, ErrorCode::ImageTooOld);
    EXPECT_EQ(m_board.count("start"), 0u);
}

TEST_F(CampaignTest, ADownloadAloneIsNoUpdate)
{
    auto plan = planFor({m_board.address()});
    plan.limits.reboot = milliseconds(700);

    runWith(plan, [&] {
        for (const char *phase : {"connected", "download", "verify", "switch", "finish", "reboot"})
            m_board.sendOta(phase);
    });

    EXPECT_EQ(state().phase, Phase::Failed);
    EXPECT_EQ(state().reason->code, ErrorCode::BoardNotRebooted);
}

TEST_F(CampaignTest, TheOldImageAgainIsRolledBack)
{
    runWith(planFor({m_board.address()}), [&] {
        m_board.sendOta("reboot");
        m_board.identity["reset"] = "panic";
        m_board.boot();
    });

    EXPECT_EQ(state().phase, Phase::RolledBack);
    EXPECT_EQ(state().reason->code, ErrorCode::BoardRolledBack);
    EXPECT_THAT(state().reason->text, HasSubstr("panic"));
    EXPECT_EQ(m_campaign.failures(), 1u);
}

TEST_F(CampaignTest, AnUnknownImageInTheOtherSlotIsNotProved)
{
    const auto plan = planFor({m_board.address()});

    runWith(plan, [&] {
        m_board.sendOta("reboot");
        becomeNew(plan);
        m_board.identity["image"] = std::string(64, '7');
        m_board.boot();
    });

    EXPECT_EQ(state().phase, Phase::NotProved);
    EXPECT_EQ(state().reason->code, ErrorCode::BoardNotProved);
}

TEST_F(CampaignTest, AnImageThatStaysUnconfirmedIsNotProved)
{
    auto plan = planFor({m_board.address()});
    plan.limits.confirm = milliseconds(700);

    runWith(plan, [&] {
        m_board.sendOta("reboot");
        becomeNew(plan, "pending-verify");
        m_board.boot();
    });

    EXPECT_EQ(state().phase, Phase::NotProved);
    EXPECT_EQ(state().reason->code, ErrorCode::BoardUnconfirmed);
}

TEST_F(CampaignTest, ARestartInMidUpdateIsACrash)
{
    runWith(planFor({m_board.address()}), [&] {
        m_board.sendOta("download");
        m_board.identity["reset"] = "watchdog";
        m_board.boot();
    });

    EXPECT_EQ(state().phase, Phase::Failed);
    EXPECT_EQ(state().reason->code, ErrorCode::BoardCrashed);
    EXPECT_THAT(state().reason->text, HasSubstr("watchdog"));
}

TEST_F(CampaignTest, ABrownOutIsNamed)
{
    runWith(planFor({m_board.address()}), [&] {
        m_board.sendOta("download");
        m_board.identity["reset"] = "brownout";
        m_board.boot();
    });

    EXPECT_EQ(state().reason->code, ErrorCode::BoardBrownOut);
}

TEST_F(CampaignTest, ABootLoopIsACrash)
{
    runWith(planFor({m_board.address()}), [&] {
        m_silent = true;
        m_board.sendOta("reboot");
        for (int i = 0; i < 6; ++i)
            m_board.boot();
    });

    EXPECT_EQ(state().phase, Phase::Failed);
    EXPECT_EQ(state().reason->code, ErrorCode::BoardCrashed);
    EXPECT_THAT(state().reason->text, HasSubstr("again and again"));
}

TEST_F(CampaignTest, ABoardThatNeverConnectsIsToldWithTheAddress)
{
    auto plan = planFor({m_board.address()});
    plan.limits.connect = milliseconds(500);

    runWith(plan, {});

    EXPECT_EQ(state().reason->code, ErrorCode::BoardCannotConnect);
    EXPECT_THAT(state().reason->text,
                testing::AllOf(HasSubstr("127.0.0.1:"), HasSubstr("firewall")));
}

TEST_F(CampaignTest, ADownloadThatStandsStillEnds)
{
    auto plan = planFor({m_board.address()});
    plan.limits.idle = milliseconds(500);

    runWith(plan, [&] { m_board.sendOta("download"); });

    EXPECT_EQ(state().reason->code, ErrorCode::BoardDownloadStalled);
    EXPECT_THAT(state().reason->text, HasSubstr("1000 of 4096"));
}

TEST_F(CampaignTest, ASilentBoardIsNamed)
{
    auto plan = planFor({m_board.address()});
    plan.limits.answer = milliseconds(50);
    m_silent = true;

    runWith(plan, {});

    EXPECT_EQ(state().phase, Phase::Failed);
    EXPECT_EQ(state().reason->code, ErrorCode::BoardSilent);
}

TEST_F(CampaignTest, APortThatVanishesEndsTheUpdate)
{
    auto plan = planFor({m_board.address()});
    plan.limits.reboot = milliseconds(700);

    runWith(plan, [&] {
        m_board.sendOta("download");
        m_board.pty().hangUp();
        m_scripted.clear();
    });

    EXPECT_EQ(state().phase, Phase::Failed);
    EXPECT_EQ(state().reason->code, ErrorCode::PortGone);
}

TEST_F(CampaignTest, LostEventsAreMadeUpForByStatus)
{
    auto plan = planFor({m_board.address()});
    bool told = false;
    m_board.onRequest = [&](const detail::AgentMessage &request) {
        trustLab(request);
        if (request.word != "status")
            return true;
        told = true;
        m_board.pty().print(ScriptedBoard::frame(
            'A', request.id, "ok",
            {{"phase", "failed"}, {"error", "ESP_ERR_NO_MEM"}, {"text", "memory is short"}}));
        return false;
    };

    start(plan);

    ASSERT_TRUE(runToEnd());
    EXPECT_TRUE(told);
    EXPECT_EQ(state().reason->code, ErrorCode::BoardOutOfMemory);
}

TEST_F(CampaignTest, AWrongChipIsRefusedBeforeAnythingIsSent)
{
    m_board.identity["chip"] = "esp32c3";

    runWith(planFor({m_board.address()}), {});

    EXPECT_EQ(state().reason->code, ErrorCode::ImageWrongChip);
    EXPECT_EQ(m_board.count("ca-begin") + m_board.count("start"), 0u);
}

/// A second CA stands beside the first, which is the one the board trusts.
class RotatingCampaign : public CampaignTest
{
protected:
    RotatingCampaign()
    {
        m_first = m_store.ensureAuthority({})->certificatePem();
        m_second = m_store.rotate(certificates::KeyType::EcP256, {})->certificatePem();
        m_board.identity["cas"] = idOf(m_first);
    }

    static std::string idOf(const std::string &pem)
    {
        return certificates::summarize(pem)->front().sha256;
    }

    /// Until the board is told to start; `onCa` may answer ca-begin itself, and returns false then.
    void runToStart(const std::function<bool(const detail::AgentMessage &)> &onCa = {})
    {
        bool started = false, committed = false;
        m_board.onRequest = [&](const detail::AgentMessage &request) {
            if (request.word == "ca-begin") {
                m_sentBytes = request.number("size").value_or(0);
                if (onCa)
                    return onCa(request);
            }
            if (request.word == "ca-commit") {
                m_board.identity["cas"] = idOf(m_second) + "," + idOf(m_first);
                committed = true;
            }
            started = started || request.word == "start";
            return true;
        };
        start(planFor({m_board.address()}));
        const auto isKnown = [&] { // boards are shown a moment later
            const auto &identity = state().identity;
            return identity && std::ranges::find(identity->trustedCas, idOf(m_second)) !=
                                   identity->trustedCas.end();
        };
        ASSERT_TRUE(runUntil(
            [&] { return (started && (!committed || isKnown())) || !m_campaign.running; }));
        EXPECT_TRUE(started);
        m_lab.reset(); // writes what it has to
    }

    certificates::Store m_store{m_folder / "data" / "certificates"};
    std::string m_first, m_second;
    std::size_t m_sentBytes = 0;
};

TEST_F(RotatingCampaign, TheBoardIsSentBothCasAndThatIsNoted)
{
    ASSERT_NO_FATAL_FAILURE(runToStart());
    EXPECT_EQ(m_sentBytes, (m_second + m_first).size());
    const auto known = certificates::TrustBook(m_store.folder()).boards().value();
    ASSERT_EQ(known.size(), 1u);
    EXPECT_EQ(known[0].mac, m_board.identity["mac"]);
    EXPECT_TRUE(known[0].trusts(idOf(m_second)) && known[0].trusts(idOf(m_first)));
    EXPECT_TRUE(m_store.retire(certificates::Store::Retire::WhenTrusted));
}

TEST_F(RotatingCampaign, ABoardThatTrustsARetiredCaIsSentTheNewOneAlone)
{
    ASSERT_TRUE(m_store.retire(certificates::Store::Retire::ByForce));
    m_board.identity["cas"] = idOf(m_second) + "," + idOf(m_first);
    ASSERT_NO_FATAL_FAILURE(runToStart());
    EXPECT_EQ(m_sentBytes, m_second.size());
}

TEST_F(RotatingCampaign, ABoardThatKeepsItsCaIsUpdatedAllTheSame)
{
    ASSERT_NO_FATAL_FAILURE(runToStart([&](const detail::AgentMessage &request) {
        m_board.pty().print(ScriptedBoard::frame(
            'A', request.id, "err",
            {{"error", "ESP_ERR_NOT_SUPPORTED"}, {"code", "0x106"}, {"text", "built in"}}));
        return false;
    }));
    EXPECT_EQ(m_board.count("ca-commit"), 0u);
    EXPECT_EQ(m_board.count("start"), 1u);
}

TEST_F(CampaignTest, TheSameImageIsUpToDate)
{
    const auto plan = planFor({m_board.address()});
    becomeNew(plan);

    runWith(plan, {});

    EXPECT_EQ(state().phase, Phase::UpToDate);
    EXPECT_EQ(m_board.count("start"), 0u);
}

TEST_F(CampaignTest, ReinstallsWhenAsked)
{
    auto plan = planFor({m_board.address()});
    plan.reinstall = true;
    becomeNew(plan);

    runWith(plan, [&] {
        m_board.sendOta("reboot");
        m_board.identity["slot"] = "ota_0"; // the digest is the same: only the slot tells
        m_board.boot();
    });

    EXPECT_EQ(state().phase, Phase::Updated);
}

TEST_F(CampaignTest, RetriesWhatANetworkMayMend)
{
    auto plan = planFor({m_board.address()});
    plan.retries = 1;

    runWith(plan, [&] {
        m_board.sendOta("failed", {{"error", "ESP_ERR_HTTP_CONNECT"}, {"text", "no route"}});
        ASSERT_TRUE(runUntil([&] { return m_board.count("start") == 2; }));
        m_board.sendOta("failed", {{"error", "ESP_ERR_HTTP_CONNECT"}, {"text", "no route"}});
    });

    EXPECT_EQ(state().phase, Phase::Failed);
    EXPECT_EQ(state().attempt, 2u);
    EXPECT_EQ(m_board.count("start"), 2u);
}

TEST_F(CampaignTest, RetriesAfterACrashAndTellsItWhenTheRetryFailsOtherwise)
{
    auto plan = planFor({m_board.address()});
    plan.retries = 1;

    runWith(plan, [&] {
        m_board.sendOta("download");
        ASSERT_TRUE(runUntil([&] { return state().phase == Phase::Downloading; }));
        m_board.identity["reset"] = "panic";
        m_board.boot();
        ASSERT_TRUE(runUntil([&] { return m_board.count("start") == 2; }));
        m_board.sendOta("failed", {{"error", "ESP_ERR_HTTP_CONNECT"}, {"text", "no route"}});
    });

    EXPECT_EQ(state().phase, Phase::Failed);
    EXPECT_EQ(state().attempt, 2u);
    EXPECT_EQ(state().reason->code, ErrorCode::BoardCannotConnect);
    EXPECT_THAT(state().reason->text, HasSubstr("first attempt failed"));
    EXPECT_THAT(state().reason->text, HasSubstr("panic"));
}

TEST_F(CampaignTest, StoppingAbortsOnTheBoardAndEndsInTime)
{
    std::chrono::steady_clock::time_point stopped;

    runWith(planFor({m_board.address()}), [&] {
        m_board.sendOta("download");
        ASSERT_TRUE(runUntil([&] { return state().phase == Phase::Downloading; }));
        stopped = std::chrono::steady_clock::now();
        m_lab->stopCampaign(); // answered, but no event `aborted` comes
    });

    EXPECT_LT(std::chrono::steady_clock::now() - stopped, std::chrono::seconds(5));
    EXPECT_EQ(state().phase, Phase::Cancelled);
    EXPECT_EQ(m_board.count("abort"), 1u);
}

TEST_F(CampaignTest, ABoardsUrlGivesTheImageOnceAndEndsWithTheCampaign)
{
    auto plan = planFor({m_board.address()});
    plan.bindAddress = "127.0.0.1";
    std::string url;
    m_board.onRequest = [&](const detail::AgentMessage &request) {
        trustLab(request);
        if (request.word == "start")
            url = request.text("url");
        return true;
    };
    const auto fetch = [&] {
        return support::run({.arguments = {"curl", "-sk", "-o", (m_folder / "got").string(), "-w",
                                           "%{http_code}", url}})
            .out;
    };
    start(plan);
    ASSERT_TRUE(runUntil([&] { return !url.empty(); }));

    EXPECT_EQ(fetch(), "200");
    EXPECT_TRUE(runUntil([&] { return fetch() == "410"; }));
    m_board.sendOta("reboot");
    becomeNew(plan);
    m_board.boot();
    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(state().phase, Phase::Updated);
    EXPECT_EQ(fetch(), "000");
}

TEST_F(CampaignTest, OneCampaignAtATime)
{
    const auto plan = planFor({m_board.address()});
    start(plan);

    const auto second = m_lab->startCampaign(plan);

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::AlreadyExists);
    m_lab->stopCampaign();
    EXPECT_TRUE(runToEnd());
}

TEST_F(CampaignTest, RetryFailedRunsTheRestOnly)
{
    auto plan = planFor({m_board.address(), "pty:/nowhere/board"});
    const auto good = [&] {
        m_board.sendOta("reboot");
        becomeNew(plan);
        m_board.boot();
    };
    runWith(plan, good);
    ASSERT_EQ(m_campaign.updated, 1u);
    ASSERT_EQ(m_campaign.failed, 1u);
    EXPECT_EQ(m_states["pty:/nowhere/board"].reason->code, ErrorCode::PortNotFound);

    ASSERT_TRUE(m_lab->retryFailed());
    ASSERT_TRUE(runToEnd());

    EXPECT_EQ(m_campaign.boards, 1u);
    EXPECT_EQ(m_campaign.failed, 1u);
}

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

struct BadPlan
{
    const char *name;
    std::function<void(CampaignPlan &)> spoil;
    ErrorCode code;
};

class PlanTest : public CampaignTest, public testing::WithParamInterface<BadPlan>
{
};

TEST_P(PlanTest, IsRefusedAtOnce)
{
    auto plan = planFor({m_board.address()});
    m_lab->addBoard(m_board.address(), {});
    GetParam().spoil(plan);

    const auto started = m_lab->startCampaign(plan);

    ASSERT_FALSE(started);
    EXPECT_EQ(name(started.error().code), name(GetParam().code)) << started.error().text;
    EXPECT_FALSE(m_lab->campaign().running);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, PlanTest,
    testing::Values(BadPlan{"noBoards", [](CampaignPlan &plan) { plan.boards.clear(); },
                            ErrorCode::InvalidArgument},
                    BadPlan{"unknownBoard", [](CampaignPlan &plan) { plan.boards = {"pty:/x"}; },
                            ErrorCode::NotFound},
                    BadPlan{"noImage", [](CampaignPlan &plan) { plan.image = "/nowhere.bin"; },
                            ErrorCode::NotFound},
                    BadPlan{"smallPartial", [](CampaignPlan &plan) { plan.partialBytes = 10; },
                            ErrorCode::InvalidArgument},
                    BadPlan{"commandWithoutUrl",
                            [](CampaignPlan &plan) {
                                plan.profile = {ProfileKind::Console, "ota"};
                            },
                            ErrorCode::InvalidArgument},
                    BadPlan{"foreignAddress",
                            [](CampaignPlan &plan) { plan.bindAddress = "192.0.2.1"; },
                            ErrorCode::AddressUnavailable}),
    [](const auto &row) { return row.param.name; });

} // namespace
} // namespace otabench::fleet
