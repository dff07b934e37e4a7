// The program killed in each phase of an update, and what the next run makes of it.
#include "bench_fixture.h"

#include <gmock/gmock.h>

#include <csignal>

namespace otabench::endtoend {
namespace {

class Interrupted : public BenchFixture, public testing::WithParamInterface<const char *>
{
protected:
    /// Runs a campaign until a board is in that phase, and kills it there and then.
    void killIn(const std::string &phase, const std::vector<std::string> &boards,
                const std::vector<std::string> &arguments = {})
    {
        support::Process campaign(updateCommand(m_image, boards, arguments));
        ASSERT_TRUE(campaign.waitForOutput("\"phase\":\"" + phase + "\"", std::chrono::seconds(90)))
            << campaign.out() << campaign.err();
        campaign.signal(SIGKILL);
        EXPECT_EQ(campaign.wait(std::chrono::seconds(30)).exitStatus, 128 + SIGKILL);
    }

    UpdateOutcome resume()
    {
        return parse(cli({"--json", "update", "--resume"}, std::chrono::seconds(300)));
    }

    /// The boards' own word: they run the image, so that there is nothing to do.
    void expectAllRunTheImage(const std::vector<std::string> &boards)
    {
        const auto again = update(m_image, boards);
        EXPECT_EQ(again.count("up_to_date"), static_cast<int>(boards.size())) << again.err;
    }

    void expectOneCampaign()
    {
        const auto history = cli({"history", "--format", "json"});
        EXPECT_NE(history.out.find("\"campaign\":1"), std::string::npos) << history.out;
        EXPECT_EQ(history.out.find("\"campaign\":2"), std::string::npos) << history.out;
    }

    std::filesystem::path m_image;
};

TEST_P(Interrupted, KilledInAnyPhaseTheCampaignIsTakenUpAndEveryBoardReportedTruly)
{
    m_image = makeImage("2.0.0", "256K");
    const auto boards = startBoards(2, {"--link-rate", "150000"});
    ASSERT_NO_FATAL_FAILURE(killIn(GetParam(), boards, {"--parallel", "1"}));

    const auto resumed = resume();

    EXPECT_EQ(resumed.exitStatus, 0) << resumed.err;
    EXPECT_EQ(resumed.count("updated"), 2);
    EXPECT_EQ(resumed.count("failed"), 0);
    expectOneCampaign();
    expectAllRunTheImage(boards);
}

INSTANTIATE_TEST_SUITE_P(Phases, Interrupted,
                         testing::Values("queued", "preparing", "triggered", "connected",
                                         "downloading", "verifying", "rebooting", "confirming",
                                         "updated"),
                         [](const auto &row) { return std::string(row.param); });

TEST_F(Interrupted, GivenUpItEndsInTheRecordAndIsOfferedNoMore)
{
    m_image = makeImage("2.0.0", "256K");
    const auto boards = startBoards(2, {"--link-rate", "150000"});
    ASSERT_NO_FATAL_FAILURE(killIn("downloading", boards, {"--parallel", "1"}));

    const auto givenUp = cli({"--json", "update", "--give-up"});

    EXPECT_EQ(givenUp.exitStatus, 0) << givenUp.err;
    EXPECT_NE(givenUp.out.find("\"given-up\""), std::string::npos) << givenUp.out;
    const auto history = cli({"history", "--format", "json"});
    EXPECT_NE(history.out.find("\"phase\":\"cancelled\""), std::string::npos) << history.out;
    EXPECT_NE(history.out.find("while the board was downloading"), std::string::npos)
        << history.out;
    EXPECT_EQ(cli({"update", "--resume"}).exitStatus, 1);
    EXPECT_EQ(cli({"update", "--give-up"}).exitStatus, 1);
    const auto again = update(m_image, boards); // and the boards are free
    EXPECT_EQ(again.count("updated"), 2) << again.err;
}

/// Stock firmware knows no question: it is restarted, and its boot log asked.
class StockInterrupted : public Interrupted
{
};

TEST_P(StockInterrupted, KilledInAnyPhaseStockBoardsAreAskedByARestart)
{
    ASSERT_EQ(cli({"ca", "create"}).exitStatus, 0);
    const auto ca = m_folder / "ca.pem";
    ASSERT_EQ(cli({"ca", "export", "--format", "pem", "-o", ca.string()}).exitStatus, 0);
    m_image = makeImage("2.0.0", "256K");
    const auto boards =
        startBoards(2, {"--profile", "stdin", "--ca", ca.string(), "--link-rate", "150000"});
    ASSERT_NO_FATAL_FAILURE(killIn(GetParam(), boards, {"--profile", "stdin", "--parallel", "1"}));

    const auto resumed = resume();

    EXPECT_EQ(resumed.exitStatus, 0) << resumed.err;
    EXPECT_EQ(resumed.count("updated"), 2) << resumed.err;
    expectOneCampaign();
    const auto again = update(m_image, boards, {"--profile", "stdin"});
    EXPECT_EQ(again.count("up_to_date"), 2) << again.err;
}

INSTANTIATE_TEST_SUITE_P(Phases, StockInterrupted,
                         testing::Values("queued", "preparing", "triggered", "connected",
                                         "downloading", "verifying", "rebooting", "confirming",
                                         "updated"),
                         [](const auto &row) { return std::string(row.param); });

TEST_F(Interrupted, WithNothingToTakeUpThatIsSaid)
{
    const auto outcome = cli({"update", "--resume"});
    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_NE(outcome.err.find("nothing to take up"), std::string::npos) << outcome.err;
}

TEST_F(Interrupted, TheNextCampaignTellsOfTheOneLeftBehind)
{
    m_image = makeImage("2.0.0", "256K");
    const auto boards = startBoards(1, {"--link-rate", "150000"});
    ASSERT_NO_FATAL_FAILURE(killIn("downloading", boards));

    const auto next = update(m_image, boards);

    EXPECT_EQ(next.exitStatus, 0) << next.err;
    EXPECT_NE(next.err.find("--resume 1"), std::string::npos) << next.err;
}

/// Boards get back what they ran, and only those that failed are updated again.
TEST_F(Interrupted, AWaveIsReturnedAndOnlyTheFailedAreRepeated)
{
    const auto first = makeImage("1.5.0", "256K");
    const auto boards = startBoards(3, {"--fault", "vanish@3"});
    const std::vector<std::string> good = {boards[0], boards[1]};
    ASSERT_EQ(update(first, good).count("updated"), 2);
    m_image = makeImage("2.0.0", "256K");
    const auto second = update(m_image, boards, {"--limit", "reboot=5"});
    ASSERT_EQ(second.count("updated"), 2) << second.err;
    ASSERT_EQ(second.count("failed"), 1);

    const auto plan = update(m_image, good, {"--dry-run"});
    EXPECT_EQ(plan.exitStatus, 0);
    EXPECT_EQ(plan.lines.back().value("skip", 0), 2);

    stopBoards();
    const auto healed = startBoards(3);
    for (const char *past : {"--retry", "--return"}) {
        const auto seen = cli({"--json", "update", past, "2", "--dry-run"});
        EXPECT_EQ(seen.exitStatus, 0) << seen.err;
        EXPECT_NE(seen.out.find("\"event\":\"plan\""), std::string::npos) << seen.out;
        EXPECT_EQ(cli({"update", past, "2", "--parallel", "1"}).exitStatus, 2);
        EXPECT_EQ(cli({"update", past}).exitStatus, 2);
    }
    EXPECT_EQ(cli({"update", "--resume", "--dry-run"}).exitStatus, 2);
    EXPECT_EQ(update(m_image, good, {"--dry-run"}).lines.back().value("skip", 0), 2)
        << "a dry run has changed boards";
    const auto retried = parse(cli({"--json", "update", "--retry", "2"}));
    EXPECT_EQ(retried.count("updated"), 1) << retried.err;
    EXPECT_EQ(retried.count("boards"), 1);

    const auto returned = parse(cli({"--json", "update", "--return", "2"}));
    EXPECT_EQ(returned.exitStatus, 0) << returned.err;
    EXPECT_EQ(returned.count("updated"), 2);
    const auto now = update(first, good);
    EXPECT_EQ(now.count("up_to_date"), 2) << now.err;
}

} // namespace
} // namespace otabench::endtoend
