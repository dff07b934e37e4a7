// Which boards may start: pure rules, no boards.
#include "fleet/detail/parallelism.h"
#include "fleet/detail/waves.h"

#include <gtest/gtest.h>

namespace otabench::fleet::detail {
namespace {

using Turn = Waves::Turn;

std::string numbered(std::size_t board)
{
    return "board " + std::to_string(board);
}

/// Starts boards until one has to wait; how many.
std::size_t startAll(Waves &waves)
{
    std::size_t started = 0;
    for (; waves.turn() == Turn::Start; ++started)
        waves.started(waves.next());
    return started;
}

TEST(Waves, TellsWhereEachEnds)
{
    CampaignPlan plan;
    plan.canary = 1;
    plan.wave = 3;
    const detail::Waves waves(plan, 6);
    const CampaignRoster roster{
        .boards = std::vector<std::string>(6), .waveEnds = waves.ends(), .started = {}};

    EXPECT_EQ(roster.waveEnds, (std::vector<std::size_t>{1, 4, 6}));
    for (std::size_t board = 0; board < 6; ++board)
        EXPECT_EQ(roster.waveOf(board), waves.waveOf(board));
}

TEST(Waves, WithoutAPlanAllBoardsAreOneWave)
{
    Waves waves({}, 5);

    EXPECT_EQ(startAll(waves), 5u);
    EXPECT_EQ(waves.turn(), Turn::Over);
    EXPECT_EQ(waves.waves(), 1u);
}

TEST(Waves, TheNextWaveWaitsForEveryBoardOfTheOneBefore)
{
    Waves waves({.canary = 2, .wave = 3}, 7);
    EXPECT_EQ(waves.waves(), 3u);
    EXPECT_EQ(startAll(waves), 2u);
    EXPECT_EQ(waves.turn(), Turn::Wait);

    waves.ended(0, Phase::Updated);
    EXPECT_EQ(waves.turn(), Turn::Wait);
    waves.ended(1, Phase::UpToDate);

    EXPECT_EQ(startAll(waves), 3u);
    EXPECT_EQ(waves.waveOf(4), 1u);
    EXPECT_EQ(waves.waveOf(5), 2u);
}

TEST(Waves, AWaveThatHasNotSucceededEndsTheQueue)
{
    Waves waves({.canary = 2}, 4);
    startAll(waves);
    waves.ended(0, Phase::Updated);
    waves.ended(1, Phase::RolledBack);

    EXPECT_EQ(waves.turn(), Turn::Over);
    EXPECT_EQ(waves.next(), 2u);
    EXPECT_EQ(waves.reason(numbered),
              "not started: of the wave before 1 of 2 boards succeeded, the plan asks for 100% "
              "(board 1 ended as rolled-back)");
}

TEST(Waves, EnoughOfAWaveIsEnough)
{
    for (const Share success : {Share{1}, Share{50, true}}) {
        Waves waves({.canary = 2, .waveSuccess = success}, 4);
        startAll(waves);
        waves.ended(0, Phase::Failed);
        waves.ended(1, Phase::Updated);
        EXPECT_EQ(startAll(waves), 2u) << success.text();
    }
}

TEST(Waves, TooManyFailuresEndTheQueue)
{
    Waves byCount({.maxFailures = 2}, 10);
    byCount.started(0);
    byCount.started(1);
    byCount.ended(0, Phase::Failed);
    EXPECT_EQ(byCount.turn(), Turn::Start);
    byCount.ended(1, Phase::NotProved);
    EXPECT_EQ(byCount.turn(), Turn::Over);
    EXPECT_EQ(byCount.reason(numbered),
              "not started: 2 boards have failed, as many as the plan allows");

    Waves byPart({.maxFailurePercent = 10}, 30);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(byPart.turn(), Turn::Start);
        byPart.started(i);
        byPart.ended(i, Phase::Failed);
    }
    EXPECT_EQ(byPart.turn(), Turn::Over);
}

TEST(Waves, ACancelledBoardIsNoFailureAndNoSuccess)
{
    Waves waves({.canary = 1, .maxFailures = 1}, 2);
    startAll(waves);
    waves.ended(0, Phase::Cancelled);
    EXPECT_EQ(waves.turn(), Turn::Over);
}

TEST(Waves, BoardsThatEndedBeforeTheyStartedAreSkipped)
{
    Waves waves({.canary = 2}, 4);
    waves.ended(0, Phase::Updated); // by the record of an interrupted run
    EXPECT_EQ(waves.next(), 1u);
    EXPECT_EQ(startAll(waves), 1u);
    waves.ended(1, Phase::Updated);
    EXPECT_EQ(startAll(waves), 2u);
}

TEST(Share, IsReadAsItIsWritten)
{
    EXPECT_EQ(shareFromText("3").value(), (Share{3, false}));
    EXPECT_EQ(shareFromText("10%").value().text(), "10%");
    EXPECT_EQ((Share{10, true}.of(11)), 2u);
    EXPECT_EQ((Share{5, false}.of(3)), 3u);
    for (const char *bad : {"", "%", "101%", "-1", "1.5", "3 "})
        EXPECT_FALSE(shareFromText(bad)) << bad;
}

/// A bench that moves `most` bytes a second at best, each board one byte.
struct Bench
{
    std::uint64_t most;
    Parallelism parallelism = Parallelism::automatic();
    Parallelism::Time now = {};
    std::uint64_t bytes = 0;

    void run(int seconds)
    {
        for (int i = 0; i < seconds * 10; ++i) {
            now += std::chrono::milliseconds(100);
            bytes += std::min<std::uint64_t>(parallelism.limit() * 1000, most);
            parallelism.observe(now, parallelism.limit(), bytes);
        }
    }
};

TEST(Parallelism, GrowsWhileThatMakesTheWholeFaster)
{
    Bench bench{.most = 40'000};
    bench.run(60);
    EXPECT_GE(bench.parallelism.limit(), 30u);
    EXPECT_LE(bench.parallelism.limit(), 70u);
}

TEST(Parallelism, StaysSmallWhereMoreBoardsBringNothing)
{
    Bench bench{.most = 4'000};
    bench.run(60);
    EXPECT_LE(bench.parallelism.limit(), 6u);
}

TEST(Parallelism, ALimitThatIsNotUsedTellsNothing)
{
    Parallelism parallelism = Parallelism::automatic();
    Parallelism::Time now = {};
    for (std::uint64_t i = 0; i < 1000; ++i) {
        now += std::chrono::milliseconds(100);
        parallelism.observe(now, 1, i * 1000);
    }
    EXPECT_EQ(parallelism.limit(), Parallelism::kFirst);
}

TEST(Parallelism, AFixedOneStays)
{
    Parallelism parallelism = Parallelism::fixed(3);
    EXPECT_TRUE(parallelism.mayStart(2));
    EXPECT_FALSE(parallelism.mayStart(3));
    EXPECT_TRUE(Parallelism::fixed(0).mayStart(100'000));
}

} // namespace
} // namespace otabench::fleet::detail
