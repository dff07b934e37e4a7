#include "server/detail/range.h"

#include <gtest/gtest.h>

namespace otabench::server::detail {
namespace {

constexpr std::uint64_t kSize = 1000;

struct Row
{
    const char *value;
    RangeKind kind;
    ByteRange range;
};

class Range : public testing::TestWithParam<Row>
{
};

TEST_P(Range, ChoosesAsRfc9110Says)
{
    const Row &row = GetParam();
    const RangeChoice choice = chooseRange(row.value, kSize);
    EXPECT_EQ(choice.kind, row.kind) << row.value;
    EXPECT_EQ(choice.range, row.range) << row.value;
}

INSTANTIATE_TEST_SUITE_P(
    Values, Range,
    testing::Values(
        Row{"bytes=0-0", RangeKind::Part, {0, 1}}, Row{"bytes=0-99", RangeKind::Part, {0, 100}},
        Row{"bytes=10-", RangeKind::Part, {10, 990}}, Row{"bytes=-1", RangeKind::Part, {999, 1}},
        Row{"bytes=-1000", RangeKind::Part, {0, 1000}},
        Row{"bytes=-5000", RangeKind::Part, {0, 1000}},
        Row{"bytes=999-999", RangeKind::Part, {999, 1}},
        Row{"bytes=500-1000", RangeKind::Part, {500, 500}}, // ESP-IDF asks for one too many
        Row{"bytes=0-99999999999999999999999999", RangeKind::Part, {0, 1000}},
        Row{"BYTES=0-0", RangeKind::Part, {0, 1}}, Row{" bytes=0-0 ", RangeKind::Part, {0, 1}},
        Row{"bytes=1000-", RangeKind::Unsatisfiable, {}},
        Row{"bytes=1000-2000", RangeKind::Unsatisfiable, {}},
        Row{"bytes=99999999999999999999999999-", RangeKind::Unsatisfiable, {}},
        Row{"bytes=-0", RangeKind::Unsatisfiable, {}}, Row{"bytes=0-0,5-9", RangeKind::Whole, {}},
        Row{"bytes=0-0, -1", RangeKind::Whole, {}}, Row{"bytes=9-5", RangeKind::Unsatisfiable, {}},
        Row{"bytes=", RangeKind::Whole, {}}, Row{"bytes=-", RangeKind::Unsatisfiable, {}},
        Row{"bytes=a-b", RangeKind::Unsatisfiable, {}},
        Row{"bytes=1", RangeKind::Unsatisfiable, {}},
        Row{"bytes=--1", RangeKind::Unsatisfiable, {}},
        Row{"bytes=+1-2", RangeKind::Unsatisfiable, {}},
        Row{"bytes=0x1-2", RangeKind::Unsatisfiable, {}},
        Row{"bytes= 1 - 2 ", RangeKind::Part, {1, 2}},
        Row{"bytes=1 2-3", RangeKind::Unsatisfiable, {}}, Row{"bytes 0-1", RangeKind::Whole, {}},
        Row{"items=0-1", RangeKind::Whole, {}}, Row{"", RangeKind::Whole, {}}));

TEST(Range, OfAnEmptyImageIsNeverSatisfiable)
{
    EXPECT_EQ(chooseRange("bytes=0-0", 0).kind, RangeKind::Unsatisfiable);
    EXPECT_EQ(chooseRange("bytes=-1", 0).kind, RangeKind::Unsatisfiable);
}

} // namespace
} // namespace otabench::server::detail
