#include "server/detail/delivery.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace otabench::server::detail {
namespace {

TEST(Delivery, IsWholeWhenTheLastGapIsClosed)
{
    Delivery delivery(100);
    delivery.add(0, 40);
    delivery.add(60, 100);
    EXPECT_FALSE(delivery.isWhole());
    delivery.add(30, 59);
    EXPECT_FALSE(delivery.isWhole());
    delivery.add(59, 60);
    EXPECT_TRUE(delivery.isWhole());
}

TEST(Delivery, TakesNothingForSomething)
{
    Delivery delivery(10);
    delivery.add(0, 0);
    delivery.add(5, 5);
    EXPECT_FALSE(delivery.isWhole());
    delivery.add(0, 10);
    EXPECT_TRUE(delivery.isWhole());
}

TEST(Delivery, CountsPiecesInAnyOrder)
{
    constexpr std::uint64_t kPieces = 60; // as many as it keeps apart
    std::vector<std::uint64_t> order(kPieces);
    std::iota(order.begin(), order.end(), 0u);
    for (unsigned seed = 0; seed < 50; ++seed) {
        std::shuffle(order.begin(), order.end(), std::mt19937(seed));
        Delivery delivery(kPieces * 10);
        for (const std::uint64_t piece : order) {
            EXPECT_FALSE(delivery.isWhole()) << seed;
            delivery.add(piece * 10, piece * 10 + 10);
        }
        EXPECT_TRUE(delivery.isWhole()) << seed;
    }
}

TEST(Delivery, KeepsABoundedNumberOfParts)
{
    constexpr std::uint64_t kBytes = 20'000;
    Delivery delivery(kBytes);
    for (std::uint64_t at = 0; at < kBytes; at += 2)
        delivery.add(at, at + 1);
    // Every second byte: the gaps that were closed count as arrived, so it may only end early.
    delivery.add(kBytes - 1, kBytes);
    delivery.add(0, kBytes);
    EXPECT_TRUE(delivery.isWhole());
}

} // namespace
} // namespace otabench::server::detail
