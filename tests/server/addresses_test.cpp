#include "server/addresses.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace otabench::server {
namespace {

TEST(Addresses, EndWithLoopbackAndHoldEachOnce)
{
    auto addresses = localAddresses();
    ASSERT_FALSE(addresses.empty());
    EXPECT_NE(std::ranges::find(addresses, "127.0.0.1"), addresses.end());
    EXPECT_TRUE(addresses.back() == "127.0.0.1" || addresses.back() == "::1") << addresses.back();
    for (const std::string &address : addresses)
        EXPECT_FALSE(address.starts_with("fe80")) << address;
    std::ranges::sort(addresses);
    EXPECT_EQ(std::ranges::adjacent_find(addresses), addresses.end());
}

TEST(Addresses, PreferOneOthersCanReach)
{
    const auto addresses = localAddresses();
    const std::string preferred = preferredAddress();
    EXPECT_NE(std::ranges::find(addresses, preferred), addresses.end());
    if (preferred == "127.0.0.1") {
        EXPECT_TRUE(std::ranges::all_of(addresses, [](const std::string &address) {
            return address.starts_with("127.") || address == "::1";
        }));
    } else {
        EXPECT_EQ(preferred, addresses.front());
    }
}

TEST(Addresses, AnyAddressInEachSpelling)
{
    for (const char *any : {"", "0.0.0.0", "::", "[::]"})
        EXPECT_TRUE(isAnyAddress(any)) << any;
    for (const char *one : {"127.0.0.1", "::1", "0.0.0.1", "bench.local"})
        EXPECT_FALSE(isAnyAddress(one)) << one;
}

} // namespace
} // namespace otabench::server
