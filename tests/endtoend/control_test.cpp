// A campaign that is held up and let go from outside: signals, and a time to start at.
#include "bench_fixture.h"

#include <array>
#include <csignal>
#include <ctime>

namespace otabench::endtoend {
namespace {

using namespace std::chrono_literals;

class Control : public BenchFixture
{
protected:
    static bool hasBegun(const std::string &out, const std::string &board)
    {
        return out.find("{\"board\":\"" + board + "\",\"phase\":\"preparing\"") !=
               std::string::npos;
    }

    /// "22:30", that much later.
    static std::string clockTime(std::chrono::minutes later)
    {
        const std::time_t then =
            std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + later);
        std::tm local = {};
        ::localtime_r(&then, &local);
        std::array<char, 8> text{};
        std::strftime(text.data(), text.size(), "%H:%M", &local);
        return text.data();
    }
};

TEST_F(Control, PausedItStartsNoFurtherBoardUntilItIsResumed)
{
    const auto boards = startBoards(3, {"--link-rate", "150000"});
    support::Process campaign(
        updateCommand(makeImage("2.0.0", "256K"), boards, {"--parallel", "1"}));
    ASSERT_TRUE(campaign.waitForOutput("downloading", 60s)) << campaign.err();
    campaign.signal(SIGUSR1);
    ASSERT_TRUE(campaign.waitFor([](const std::string &, const std::string &err) {
        return err.find("Paused") != std::string::npos;
    }));
    ASSERT_FALSE(hasBegun(campaign.out(), boards[1])) << "the machine is too slow for this test";

    // The board that was on its way comes to its end; none follows, though there is room.
    ASSERT_TRUE(campaign.waitForOutput("\"phase\":\"updated\"", 60s)) << campaign.err();
    const auto another = [&](const std::string &out, const std::string &) {
        return hasBegun(out, boards[1]) || hasBegun(out, boards[2]);
    };
    EXPECT_FALSE(campaign.waitFor(another, 2s));

    campaign.signal(SIGUSR2);
    EXPECT_TRUE(campaign.waitFor(another, 60s));
    const auto outcome = parse(campaign.wait(120s));
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(outcome.count("updated"), 3);
    EXPECT_NE(outcome.err.find("Resumed"), std::string::npos);
}

TEST_F(Control, StoppedWhilePausedItLeavesTheOthersUntouched)
{
    const auto boards = startBoards(2, {"--link-rate", "150000"});
    const auto image = makeImage("2.0.0", "256K");
    support::Process campaign(
        updateCommand(image, boards, {"--parallel", "1", "--on-stop", "finish"}));
    ASSERT_TRUE(campaign.waitForOutput("downloading", 60s)) << campaign.err();
    campaign.signal(SIGUSR1);
    campaign.signal(SIGTERM);

    const auto outcome = parse(campaign.wait(120s));

    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_EQ(outcome.lastPhase(boards[0]), "updated") << outcome.err;
    EXPECT_EQ(outcome.lastPhase(boards[1]), "cancelled") << outcome.err;
    EXPECT_NE(outcome.err.find("nothing has changed on the board"), std::string::npos);
}

TEST_F(Control, BoardsWaitForTheTimeThatWasGiven)
{
    const auto boards = startBoards(2);
    const auto image = makeImage("2.0.0", "256K");
    const auto before = std::chrono::steady_clock::now();
    support::Process campaign(updateCommand(image, boards, {"--at", "+4s"}));
    ASSERT_TRUE(campaign.waitForOutput("\"phase\":\"preparing\"", 60s)) << campaign.err();
    EXPECT_GE(std::chrono::steady_clock::now() - before, 3s);

    const auto outcome = parse(campaign.wait(120s));

    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(outcome.count("updated"), 2);
}

TEST_F(Control, ACampaignForLaterCanBeCalledOff)
{
    const auto boards = startBoards(2);
    const auto image = makeImage("2.0.0", "256K");
    support::Process campaign(updateCommand(image, boards, {"--at", clockTime(30min)}));
    ASSERT_TRUE(campaign.waitForOutput("\"phase\":\"queued\"", 60s)) << campaign.err();
    campaign.signal(SIGTERM);

    const auto outcome = parse(campaign.wait(30s));

    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_EQ(outcome.count("cancelled"), 2);
    for (const std::string &board : boards) {
        EXPECT_EQ(outcome.phases(board), (std::vector<std::string>{"queued", "cancelled"}));
    }
    // It is over, not left behind: the boards are free for the next.
    const auto after = update(image, boards);
    EXPECT_EQ(after.count("updated"), 2) << after.err;
    EXPECT_EQ(after.err.find("--resume"), std::string::npos) << after.err;
}

} // namespace
} // namespace otabench::endtoend
