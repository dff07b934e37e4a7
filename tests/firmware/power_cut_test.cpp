// Power fails at every single flash operation of an update, a confirmation, a rollback, a revert
// and of the bootloader's own writes, in three kinds of damage; and once or twice more while the
// board recovers. Each scenario prints how many places for a cut it has, and how many lives were
// lived.
//
// By environment:
//   OTABENCH_POWER_CUTS=all    the exhaustive run: larger images, several seeds for each damage, a
//                              second cut at every operation of the recovery; minutes to hours
//   OTABENCH_POWER_CUT=LIFE    lives through the one life that a failure has printed
//   OTABENCH_SEED=NUMBER       another course of all that is left to chance; "random": any
//
// Without these the run is the same each time.

#include "power_cut_simulator.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <gtest/gtest.h>

namespace otabench::test {
namespace {

/// How much is tried.
struct Depth
{
    std::string name;
    std::size_t imageSize; ///< of the noise in it; two sectors at least, so that both are cut
    unsigned rounds;       ///< seeds for each operation and damage,
    unsigned damages;      ///< but so many damages at least
    std::optional<unsigned> pairs; ///< for each first cut; none: all there are
    unsigned triples;
};

std::string environment(const char *name)
{
    const char *value = std::getenv(name);
    return value ? value : "";
}

Depth theDepth()
{
    if (environment("OTABENCH_POWER_CUTS") == "all")
        return {"all", 20000, 4, 2000, std::nullopt, 1000};
    return {"short", 4200, 1, 90, 2, 30};
}

uint32_t theSeed()
{
    static const uint32_t kSeed = [] {
        const std::string text = environment("OTABENCH_SEED");
        const uint32_t seed = text == "random"
                                  ? std::random_device()()
                                  : static_cast<uint32_t>(std::strtoul(text.c_str(), nullptr, 10));
        std::printf("OTABENCH_SEED=%u\n", seed);
        return seed;
    }();
    return kSeed;
}

/// Every life so far, for the last line.
struct Totals : testing::Environment
{
    void TearDown() override
    {
        if (lives > 0)
            std::printf("power cuts: %u places in %u scenarios, %u lives\n", places, scenarios,
                        lives);
    }

    unsigned scenarios = 0;
    unsigned places = 0;
    unsigned lives = 0;
};

Totals &totals()
{
    static auto *theTotals =
        static_cast<Totals *>(testing::AddGlobalTestEnvironment(new Totals)); // GoogleTest's
    return *theTotals;
}

const Totals &kRegistered = totals(); // before the tests run

class PowerCut : public testing::TestWithParam<Scenario>
{
};

TEST_P(PowerCut, LeavesABoardThatStartsAndUpdates)
{
    if (!environment("OTABENCH_POWER_CUT").empty())
        GTEST_SKIP() << "one life is replayed";
    const Depth run = theDepth();
    Simulator simulator(GetParam(), run.imageSize, theSeed());
    ASSERT_EQ(simulator.countOperations(), "");
    const unsigned places = simulator.tally().cutPoints;
    simulator.cutOnce(std::max(run.rounds, run.damages / places));
    simulator.cutTwice(run.pairs);
    simulator.cutThrice(run.triples);
    const Tally &tally = simulator.tally();
    std::printf("%u cut points; lives with 1, 2, 3 cuts: %u, %u, %u\n", tally.cutPoints,
                tally.singles, tally.pairs, tally.triples);
    for (const Finding &finding : tally.findings)
        ADD_FAILURE() << finding.what << "\nseed " << theSeed() << "; this life again: "
                      << (run.name == "all" ? "OTABENCH_POWER_CUTS=all " : "")
                      << "OTABENCH_POWER_CUT=" << toText(finding.life)
                      << " build/dev/tests/power_cut_tests";
    ++totals().scenarios;
    totals().places += tally.cutPoints;
    totals().lives += tally.singles + tally.pairs + tally.triples;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, PowerCut, testing::ValuesIn(allScenarios()),
                         [](const auto &scenario) { return scenario.param.name; });

TEST(PowerCutReplay, LivesTheGivenLife)
{
    const std::string text = environment("OTABENCH_POWER_CUT");
    if (text.empty())
        GTEST_SKIP() << "OTABENCH_POWER_CUT names no life";
    const std::optional<Life> life = toLife(text);
    ASSERT_TRUE(life) << text << " is not SCENARIO@OPERATION:none|torn|garbage:SEED,...";
    for (const Scenario &scenario : allScenarios()) {
        if (scenario.name != life->scenario)
            continue;
        Simulator simulator(scenario, theDepth().imageSize, theSeed());
        EXPECT_EQ(simulator.live(*life), "");
        return;
    }
    FAIL() << "there is no scenario " << life->scenario;
}

} // namespace
} // namespace otabench::test
