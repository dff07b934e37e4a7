#include "base/phase.h"

#include <gtest/gtest.h>

namespace otabench {
namespace {

TEST(Phase, NamesComeBack)
{
    for (int i = 0; i <= static_cast<int>(Phase::Cancelled); ++i) {
        const auto phase = static_cast<Phase>(i);
        EXPECT_EQ(phaseFromName(name(phase)), phase);
    }
    EXPECT_EQ(name(Phase::UpToDate), "up-to-date");
    EXPECT_FALSE(phaseFromName("done"));
}

TEST(Phase, OnlyRealEndsAreFinalAndOnlyBadOnesAreFailures)
{
    EXPECT_FALSE(isFinal(Phase::Confirming));
    EXPECT_TRUE(isFinal(Phase::Updated));
    EXPECT_TRUE(isFinal(Phase::Cancelled));
    EXPECT_FALSE(isFailure(Phase::Cancelled));
    EXPECT_TRUE(isFailure(Phase::NotProved));
    EXPECT_FALSE(isFailure(Phase::UpToDate));
}

} // namespace
} // namespace otabench
