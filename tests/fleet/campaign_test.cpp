// Campaigns against boards that the test plays: what a sound board never does.
#include "campaign_fixture.h"

#include "support/process.h"

namespace otabench::fleet {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

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

TEST_F(CampaignTest, ABoardThatIsAboutToRestartIsWaitedFor)
{
    const auto plan = planFor({m_board.address()});
    int refusals = 0;
    bool isStarted = false;
    m_board.onRequest = [&](const detail::AgentMessage &request) {
        trustLab(request);
        if (request.word != "start")
            return refusals == 0 || !m_silent; // while it restarts it says nothing
        isStarted = refusals++ > 0;
        if (isStarted)
            return true;
        m_board.pty().print(ScriptedBoard::frame('A', request.id, "err",
                                                 {{"error", "OTABENCH_ERR_AGENT_RESTARTING"},
                                                  {"code", "0x9084"},
                                                  {"text", "the board is about to restart"}}));
        m_silent = true;
        return false;
    };
    start(plan);
    // Asked in vain, it is asked again: it is not called silent.
    ASSERT_TRUE(runUntil([&] { return m_silent && m_board.count("identify") >= 3; }));
    EXPECT_EQ(state().phase, Phase::Preparing);
    m_silent = false;
    m_board.boot();
    ASSERT_TRUE(runUntil([&] { return isStarted; }));
    m_board.sendOta("reboot");
    becomeNew(plan);
    m_board.boot();

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(state().phase, Phase::Updated) << (state().reason ? state().reason->text : "");
    EXPECT_EQ(state().attempt, 1u);
    EXPECT_EQ(m_board.count("abort"), 0u);
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

TEST_F(CampaignTest, StoppedAtOnceItIsRecordedAsStopped)
{
    start(planFor({m_board.address()}));
    m_lab->stopCampaign();
    ASSERT_TRUE(runToEnd());

    EXPECT_EQ(state().phase, Phase::Cancelled);
    m_lab.reset();
    const auto history = history::History::open(m_folder / "data" / "history.sqlite");
    const auto campaigns = (*history)->campaigns({});
    ASSERT_TRUE(campaigns && campaigns->size() == 1);
    EXPECT_TRUE(campaigns->front().ended);
    EXPECT_EQ(m_board.count("start"), 0u);
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

} // namespace
} // namespace otabench::fleet
