// Campaigns of earlier runs of the program: taken up, repeated, undone.
#include "scripted_lab.h"

#include "history/report.h"

#include <map>

namespace otabench::fleet {
namespace {

using testing::HasSubstr;

class PastCampaignsTest : public ScriptedLab
{
protected:
    /// Starts a campaign for the board, and kills the program when the board has been told.
    CampaignPlan
    interruptAfterStart(const std::function<void(const CampaignPlan &)> &meanwhile = {})
    {
        const auto plan = planFor({m_board.address()});
        start(plan);
        EXPECT_TRUE(runToStart(m_board));
        EXPECT_TRUE(runToPhase(m_board, Phase::Triggered));
        if (meanwhile)
            meanwhile(plan);
        killLab();
        SetUp();
        return plan;
    }

    void resume()
    {
        const auto interrupted = m_lab->interruptedCampaigns();
        ASSERT_EQ(interrupted.size(), 1u);
        EXPECT_EQ(interrupted[0].boards, 1u);
        EXPECT_EQ(interrupted[0].finished, 0u);
        const auto resumed = m_lab->resumeCampaign(interrupted[0].id);
        ASSERT_TRUE(resumed) << resumed.error().text;
    }

    /// One campaign in the history, which has ended.
    void expectOneEnded()
    {
        m_lab.reset();
        const auto history = history::History::open(m_folder / "data" / "history.sqlite");
        const auto campaigns = (*history)->campaigns({});
        ASSERT_TRUE(campaigns && campaigns->size() == 1);
        EXPECT_TRUE(campaigns->front().ended);
    }
};

TEST_F(PastCampaignsTest, ABoardThatWasUpdatedMeanwhileIsFoundOut)
{
    interruptAfterStart([&](const CampaignPlan &plan) { update(m_board, plan); });

    resume();

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(phaseOf(m_board), Phase::Updated);
    EXPECT_EQ(m_board.count("start"), 1u);
    EXPECT_EQ(m_board.identity["state"], "valid");
    expectOneEnded();
}

TEST_F(PastCampaignsTest, ABoardThatStillRunsTheOldImageIsUpdatedAfterAll)
{
    const auto plan = interruptAfterStart();

    resume();

    ASSERT_TRUE(runToStart(m_board, 2));
    update(m_board, plan);
    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(phaseOf(m_board), Phase::Updated);
    expectOneEnded();
}

TEST_F(PastCampaignsTest, WhatTheRecordCallsUpdatedIsAskedAgain)
{
    ScriptedBoard second;
    add(second);
    const auto plan = planFor({m_board.address(), second.address()});
    start(plan);
    ASSERT_TRUE(runToStart(m_board));
    update(m_board, plan);
    ASSERT_TRUE(runToPhase(m_board, Phase::Updated) && runToStart(second));
    second.sendOta("failed", {{"error", "ESP_ERR_NO_MEM"}, {"text", "memory is short"}});
    killLab();
    m_board.identity["slot"] = "ota_0"; // it fell back while nobody looked
    m_board.identity["image"] = std::string(64, '2');
    m_board.identity["elf"] = std::string(64, '1');
    SetUp();
    const auto interrupted = m_lab->interruptedCampaigns();
    ASSERT_EQ(interrupted.size(), 1u);
    EXPECT_GE(interrupted[0].finished, 1u);

    ASSERT_TRUE(m_lab->resumeCampaign(interrupted[0].id));
    ASSERT_TRUE(runUntil([&] { return m_states[m_board.address()].phase == Phase::RolledBack; }));

    EXPECT_THAT(m_states[m_board.address()].reason->text, HasSubstr("the record says"));
    EXPECT_EQ(m_board.count("start"), 1u);
}

TEST_F(PastCampaignsTest, ARunningCampaignIsNobodyElsesToTakeUp)
{
    start(planFor({m_board.address()}));
    ASSERT_TRUE(runToStart(m_board));
    LabOptions options;
    options.paths = {m_folder / "data", m_folder / "config", m_folder / "cache"};

    const auto second = Lab::open(m_context, options, *this);

    ASSERT_TRUE(second);
    EXPECT_TRUE((*second)->interruptedCampaigns().empty());
    const auto resumed = (*second)->resumeCampaign(1);
    ASSERT_FALSE(resumed);
    EXPECT_EQ(resumed.error().code, ErrorCode::AlreadyExists);
}

TEST_F(PastCampaignsTest, OneThatHasEndedIsNotOffered)
{
    const auto plan = planFor({m_board.address()});
    start(plan);
    ASSERT_TRUE(runToStart(m_board));
    update(m_board, plan);
    ASSERT_TRUE(runToEnd());
    m_lab.reset();
    SetUp();

    EXPECT_TRUE(m_lab->interruptedCampaigns().empty());
    const auto resumed = m_lab->resumeCampaign(1);
    ASSERT_FALSE(resumed);
    EXPECT_THAT(resumed.error().text, HasSubstr("has ended"));
    EXPECT_EQ(m_lab->resumeCampaign(7).error().code, ErrorCode::NotFound);
}

TEST_F(PastCampaignsTest, OneThatIsGivenUpEndsWithWhatWasSeen)
{
    ScriptedBoard second, third;
    add(second);
    add(third);
    auto plan = planFor({m_board.address(), second.address(), third.address()});
    plan.parallel = 2;
    plan.retries = 0;
    start(plan);
    ASSERT_TRUE(runToStart(m_board) && runToStart(second));
    second.sendOta("failed", {{"error", "ESP_ERR_NO_MEM"}, {"text", "memory is short"}});
    ASSERT_TRUE(runToPhase(second, Phase::Failed) && runToPhase(m_board, Phase::Triggered));
    const auto id = m_campaign.id;
    killLab();
    SetUp();
    std::optional<Result<>> done;

    m_lab->giveUpCampaign(id, [&](const Result<> &result) { done = result; });

    ASSERT_TRUE(runUntil([&] { return done.has_value(); }));
    ASSERT_TRUE(*done) << done->error().text;
    EXPECT_TRUE(m_lab->interruptedCampaigns().empty());
    EXPECT_EQ(m_lab->resumeCampaign(id).error().code, ErrorCode::AlreadyExists);
    m_lab.reset();
    const auto history = history::History::open(m_folder / "data" / "history.sqlite");
    const auto report = history::readCampaign(**history, id);
    ASSERT_TRUE(report) << report.error().text;
    EXPECT_TRUE(report->campaign.ended);
    std::map<std::string, history::BoardRecord> records;
    for (const history::BoardRecord &board : report->boards)
        records[board.board] = board;
    EXPECT_EQ(records[m_board.address()].phase, Phase::Cancelled);
    EXPECT_EQ(records[m_board.address()].reason, "cancelled");
    EXPECT_THAT(records[m_board.address()].detail, HasSubstr("while the board was triggered"));
    EXPECT_EQ(records[second.address()].phase, Phase::Failed);
    EXPECT_THAT(records[second.address()].detail, HasSubstr("memory is short"));
    EXPECT_EQ(records[third.address()].phase, Phase::Cancelled);
    EXPECT_EQ(report->transitions.back().phase, Phase::Cancelled);
}

TEST_F(PastCampaignsTest, OnlyAnInterruptedCampaignCanBeGivenUp)
{
    start(planFor({m_board.address()}));
    ASSERT_TRUE(runToStart(m_board));
    std::vector<ErrorCode> refusals;
    const auto note = [&](const Result<> &result) {
        refusals.push_back(result ? ErrorCode::Internal : result.error().code);
    };

    m_lab->giveUpCampaign(1, note); // it runs
    m_lab->giveUpCampaign(77, note);

    ASSERT_TRUE(runUntil([&] { return refusals.size() == 2; }));
    EXPECT_EQ(refusals, (std::vector{ErrorCode::AlreadyExists, ErrorCode::NotFound}));
    EXPECT_TRUE(m_lab->campaign().running);
}

TEST_F(PastCampaignsTest, ARetryIsForTheBoardsThatFailed)
{
    ScriptedBoard second;
    add(second);
    auto plan = planFor({m_board.address(), second.address()});
    plan.retries = 0;
    plan.canary = 2;
    start(plan);
    ASSERT_TRUE(runToStart(m_board) && runToStart(second));
    update(m_board, plan);
    second.sendOta("failed", {{"error", "ESP_ERR_NO_MEM"}, {"text", "memory is short"}});
    ASSERT_TRUE(runToEnd());
    const auto id = m_campaign.id;
    m_lab.reset();
    SetUp();

    const auto again = m_lab->planToRetry(id);

    ASSERT_TRUE(again) << again.error().text;
    EXPECT_EQ(again->boards, (std::vector<std::string>{second.address()}));
    EXPECT_EQ(again->image, plan.image);
    EXPECT_EQ(again->canary, 2u);
}

TEST_F(PastCampaignsTest, ARetrySendsTheSameBytesThoughTheFileHasChanged)
{
    const auto plan = planFor({m_board.address()});
    const auto sent = image::readApp(plan.image);
    start(plan);
    ASSERT_TRUE(runToStart(m_board));
    m_board.sendOta("failed", {{"error", "ESP_ERR_NO_MEM"}, {"text", "memory is short"}});
    ASSERT_TRUE(runToEnd());
    std::filesystem::copy_file(makeImage("3.0.0"), plan.image,
                               std::filesystem::copy_options::overwrite_existing);

    const auto again = m_lab->planToRetry(m_campaign.id);

    ASSERT_TRUE(again) << again.error().text;
    const auto found = image::readApp(again->image);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->fileSha256, sent->fileSha256);
}

TEST_F(PastCampaignsTest, BoardsGetBackWhatTheyRanBefore)
{
    // The first campaign puts 1.5.0 on the board, and with it into the catalogue.
    auto first = planFor({m_board.address()});
    first.image = makeImage("1.5.0");
    start(first);
    ASSERT_TRUE(runToStart(m_board));
    update(m_board, first);
    m_board.identity["version"] = "1.5.0";
    ASSERT_TRUE(runToEnd());
    ASSERT_EQ(phaseOf(m_board), Phase::Updated) << m_states[m_board.address()].reason->text;
    std::filesystem::remove(first.image);
    const auto firstId = m_campaign.id;
    const auto second = planFor({m_board.address()});
    start(second);
    ASSERT_TRUE(runToStart(m_board, 2));
    m_board.sendOta("reboot");
    becomeNew(m_board, second, "valid");
    m_board.identity["slot"] = "ota_0";
    m_board.boot();
    ASSERT_TRUE(runToEnd());
    ASSERT_EQ(phaseOf(m_board), Phase::Updated);

    const auto plans = m_lab->plansToReturn(m_campaign.id);
    ASSERT_TRUE(plans) << plans.error().text;
    ASSERT_EQ(plans->plans.size(), 1u);
    EXPECT_TRUE(plans->impossible.empty());
    const auto image = image::readApp(plans->plans[0].image);
    ASSERT_TRUE(image);
    EXPECT_EQ(image->description->version, "1.5.0");

    // What it ran at first nobody has: that is said.
    const auto none = m_lab->plansToReturn(firstId);
    ASSERT_TRUE(none);
    ASSERT_EQ(none->impossible.size(), 1u);
    EXPECT_THAT(none->impossible[0].reason.text, HasSubstr("catalogue"));
}

} // namespace
} // namespace otabench::fleet
