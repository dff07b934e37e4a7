// What is decided before boards are touched, and while they wait: preview, pause, stop, start at a
// time, who confirms, what counts as proof.
#include "scripted_lab.h"

namespace otabench::fleet {
namespace {

using testing::HasSubstr;

class CampaignPolicy : public ScriptedLab
{
protected:
    CampaignPreview preview(const CampaignPlan &plan)
    {
        for (const std::string &board : plan.boards)
            m_lab->addBoard(board, plan.profile);
        std::optional<CampaignPreview> found;
        const auto asked =
            m_lab->previewCampaign(plan, [&](CampaignPreview ready) { found = std::move(ready); });
        EXPECT_TRUE(asked) << asked.error().text;
        EXPECT_TRUE(runUntil([&] { return found.has_value(); }));
        return found.value_or(CampaignPreview{});
    }

    const Error &reason() { return *m_states[m_board.address()].reason; }
};

TEST_F(CampaignPolicy, ThePreviewTellsWhatWouldBecomeOfEachBoard)
{
    ScriptedBoard same, wrong, silent;
    add(same);
    add(wrong);
    add(silent);
    wrong.identity["chip"] = "esp32c3";
    silent.onRequest = [](const auto &) { return false; };
    auto plan = planFor({m_board.address(), same.address(), wrong.address(), silent.address(),
                         "pty:/nowhere/board"});
    plan.limits.answer = std::chrono::milliseconds(50);
    plan.canary = 1;
    becomeNew(same, plan, "valid");

    const auto planned = preview(plan);

    ASSERT_EQ(planned.boards.size(), 5u);
    EXPECT_EQ(planned.waves, 2u);
    EXPECT_EQ(planned.boards[0].verdict, Verdict::Update);
    EXPECT_EQ(planned.boards[0].wave, 1u);
    EXPECT_EQ(planned.boards[0].fromVersion, "1.0.0");
    EXPECT_EQ(planned.boards[0].toSlot, "ota_1");
    EXPECT_EQ(planned.boards[1].verdict, Verdict::Skip);
    EXPECT_EQ(planned.boards[1].wave, 2u);
    EXPECT_EQ(planned.boards[2].reason->code, ErrorCode::ImageWrongChip);
    EXPECT_EQ(planned.boards[3].reason->code, ErrorCode::BoardSilent);
    EXPECT_EQ(planned.boards[4].reason->code, ErrorCode::PortNotFound);
    EXPECT_EQ(planned.count(Verdict::Blocked), 3u);
    for (const ScriptedBoard *board : m_scripted)
        EXPECT_EQ(board->count("start") + board->count("ca-begin"), 0u);
    EXPECT_FALSE(std::filesystem::exists(m_folder / "data" / "certificates" / "ca.pem"));
}

TEST_F(CampaignPolicy, StockBoardsAreNotRestartedForAPreview)
{
    auto plan = planFor({m_board.address()});
    plan.profile.kind = ProfileKind::Stdin;

    EXPECT_EQ(preview(plan).count(Verdict::Unknown), 1u);
    EXPECT_TRUE(m_board.requests().empty());
}

TEST_F(CampaignPolicy, PausedNoFurtherBoardStarts)
{
    ScriptedBoard second;
    add(second);
    auto plan = planFor({m_board.address(), second.address()});
    plan.parallel = 1;
    start(plan);
    ASSERT_TRUE(runToStart(m_board));
    m_lab->setPaused(true);
    update(m_board, plan);
    ASSERT_TRUE(runToPhase(m_board, Phase::Updated));
    EXPECT_TRUE(m_campaign.isPaused);
    EXPECT_EQ(phaseOf(second), Phase::Queued);

    m_lab->setPaused(false);

    ASSERT_TRUE(runToStart(second));
    update(second, plan);
    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(m_campaign.updated, 2u);
}

TEST_F(CampaignPolicy, StoppedToFinishTheRunningBoardComesToItsEnd)
{
    ScriptedBoard second;
    add(second);
    auto plan = planFor({m_board.address(), second.address()});
    plan.parallel = 1;
    start(plan);
    ASSERT_TRUE(runToStart(m_board));

    m_lab->stopCampaign(StopMode::Finish);
    ASSERT_TRUE(runToPhase(second, Phase::Cancelled));
    update(m_board, plan);

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(phaseOf(m_board), Phase::Updated);
    EXPECT_EQ(m_board.count("abort"), 0u);
    EXPECT_EQ(second.count("start"), 0u);
}

TEST_F(CampaignPolicy, BoardsWaitForTheirTime)
{
    auto plan = planFor({m_board.address()});
    plan.startAt = std::chrono::system_clock::now() + std::chrono::hours(1);
    start(plan);
    ASSERT_TRUE(runToPhase(m_board, Phase::Queued));
    EXPECT_EQ(m_campaign.startAt, plan.startAt);

    m_lab->stopCampaign();

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(phaseOf(m_board), Phase::Cancelled);
    EXPECT_EQ(m_board.count("start"), 0u);
}

TEST_F(CampaignPolicy, ATimeThatHasComeStartsThem)
{
    auto plan = planFor({m_board.address()});
    plan.startAt = std::chrono::system_clock::now() + std::chrono::milliseconds(300);
    plan.startJitter = std::chrono::milliseconds(50);
    start(plan);
    ASSERT_TRUE(runToStart(m_board));
    update(m_board, plan);
    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(m_campaign.updated, 1u);
}

TEST_F(CampaignPolicy, TheBoardsSelfTestIsWaitedFor)
{
    auto plan = planFor({m_board.address()});
    plan.confirm = Confirm::SelfTest;
    std::string asked;
    const auto usual = m_board.onRequest;
    m_board.onRequest = [&](const detail::AgentMessage &request) {
        if (request.word == "start")
            asked = request.text("confirm");
        return usual(request);
    };
    start(plan);
    ASSERT_TRUE(runToStart(m_board));
    update(m_board, plan);
    ASSERT_TRUE(runToPhase(m_board, Phase::Confirming));

    m_board.identity["state"] = "valid"; // its test has passed

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(phaseOf(m_board), Phase::Updated);
    EXPECT_EQ(asked, "self");
    EXPECT_EQ(m_board.count("confirm"), 0u);
}

TEST_F(CampaignPolicy, ASelfTestThatFailsIsARollback)
{
    auto plan = planFor({m_board.address()});
    plan.confirm = Confirm::SelfTest;
    const auto before = m_board.identity;
    start(plan);
    ASSERT_TRUE(runToStart(m_board));
    update(m_board, plan);
    ASSERT_TRUE(runToPhase(m_board, Phase::Confirming));
    const std::string boots = m_board.identity["boots"];
    m_board.identity = before;
    m_board.identity["boots"] = boots;
    m_board.boot();

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(phaseOf(m_board), Phase::RolledBack);
}

TEST_F(CampaignPolicy, AVersionAloneIsNoProof)
{
    const auto plan = planFor({m_board.address()});
    start(plan);
    ASSERT_TRUE(runToStart(m_board));
    m_board.sendOta("reboot");
    becomeNew(m_board, plan, "valid");
    m_board.identity["image"] = "";
    m_board.identity["elf"] = std::string(64, '0');
    m_board.boot();

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(phaseOf(m_board), Phase::NotProved);
    EXPECT_THAT(reason().text, HasSubstr("no digest"));
}

TEST_F(CampaignPolicy, AnotherSlotThanTheExpectedOneIsNoProof)
{
    const auto plan = planFor({m_board.address()});
    start(plan);
    ASSERT_TRUE(runToStart(m_board));
    m_board.sendOta("reboot");
    becomeNew(m_board, plan, "valid");
    m_board.identity["slot"] = "ota_2";
    m_board.boot();

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(phaseOf(m_board), Phase::NotProved);
    EXPECT_THAT(reason().text, HasSubstr("ota_1"));
}

TEST_F(CampaignPolicy, AnUpdateThatALaterAttemptFindsDoneIsUpdated)
{
    auto plan = planFor({m_board.address()});
    plan.retries = 1;
    plan.limits.connect = std::chrono::milliseconds(300);
    start(plan);
    ASSERT_TRUE(runToStart(m_board));
    becomeNew(m_board, plan, "valid"); // told nothing: its events were lost

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(phaseOf(m_board), Phase::Updated);
}

} // namespace
} // namespace otabench::fleet
