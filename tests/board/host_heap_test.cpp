#include "host_heap.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace otabench::firmware::host {
namespace {

TEST(HostHeap, GivesZeroedMemoryAndCountsIt)
{
    HostHeap heap(1000);
    auto *bytes = static_cast<unsigned char *>(heap.allocate(100));
    ASSERT_NE(bytes, nullptr);
    EXPECT_TRUE(std::all_of(bytes, bytes + 100, [](unsigned char b) { return b == 0; }));
    EXPECT_LE(heap.freeBytes(), 900u);
    heap.release(bytes);
    EXPECT_EQ(heap.freeBytes(), 1000u);
    EXPECT_LE(heap.minimumBytes(), 900u);
    heap.release(nullptr);
}

TEST(HostHeap, RunsOut)
{
    HostHeap heap(1000);
    void *most = heap.allocate(900);
    EXPECT_NE(most, nullptr);
    EXPECT_EQ(heap.allocate(100), nullptr);
    EXPECT_EQ(heap.allocate(~std::size_t(0)), nullptr);
    heap.release(most);
    EXPECT_NE(most = heap.allocate(900), nullptr);
    heap.release(most);
}

TEST(HostHeap, ReservedBytesAreNotFree)
{
    HostHeap heap(1000);
    heap.reserve(950);
    EXPECT_EQ(heap.freeBytes(), 50u);
    EXPECT_EQ(heap.allocate(100), nullptr);
    heap.unreserve(950);
    EXPECT_EQ(heap.freeBytes(), 1000u);
    EXPECT_EQ(heap.minimumBytes(), 50u);
}

TEST(HostHeap, ReleasesWhatARestartLeftBehind)
{
    HostHeap heap(1000);
    EXPECT_NE(heap.allocate(10), nullptr);
    void *middle = heap.allocate(20);
    EXPECT_NE(heap.allocate(30), nullptr);
    heap.release(middle);
    heap.releaseAll(); // the leak sanitizer sees it when something stays
    EXPECT_EQ(heap.freeBytes(), 1000u);
    EXPECT_EQ(heap.minimumBytes(), 1000u);
}

} // namespace
} // namespace otabench::firmware::host
