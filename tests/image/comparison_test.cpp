#include "image/comparison.h"

#include "image/maker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace otabench::image {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Bytes = std::vector<std::byte>;

Bytes made(const std::string &version, std::uint32_t secureVersion = 0,
           const std::string &chip = "esp32")
{
    MakeOptions options;
    options.sizeBytes = 4096;
    options.version = version;
    options.secureVersion = secureVersion;
    options.chip = chip;
    return makeImage(options).value();
}

Difference find(const Comparison &comparison, const std::string &field)
{
    const auto found = std::ranges::find(comparison.differences, field, &Difference::field);
    return found != comparison.differences.end() ? *found : Difference{};
}

TEST(Comparison, TheSameFileDiffersInNothing)
{
    const Bytes image = made("1.0");

    const Comparison comparison = compare(image, image);

    EXPECT_TRUE(comparison.sameFile);
    EXPECT_TRUE(comparison.sameBuild);
    EXPECT_THAT(comparison.differences, IsEmpty());
    EXPECT_EQ(comparison.rollback, "");
}

TEST(Comparison, NamesWhatDiffersWithBothValues)
{
    const Comparison comparison = compare(made("1.0"), made("2.0", 0, "esp32c3"));

    EXPECT_FALSE(comparison.sameFile);
    EXPECT_FALSE(comparison.sameBuild);
    EXPECT_EQ(find(comparison, "version").first, "1.0");
    EXPECT_EQ(find(comparison, "version").second, "2.0");
    EXPECT_EQ(find(comparison, "chip").second, "esp32c3");
    EXPECT_EQ(find(comparison, "project").field, "") << "the same in both";
}

TEST(Comparison, CountsTheBytesOfASegmentThatDiffer)
{
    const Bytes first = made("1.0");
    Bytes second = first;
    second[2000] ^= std::byte{1};
    second[2001] ^= std::byte{1};

    const Comparison comparison = compare(first, second);

    EXPECT_TRUE(comparison.sameBuild) << "as far as the description says";
    const auto segment = std::ranges::find_if(comparison.differences, [](const Difference &one) {
        return one.field.starts_with("segment");
    });
    ASSERT_NE(segment, comparison.differences.end());
    EXPECT_THAT(segment->second, HasSubstr("2 bytes differ"));
    EXPECT_NE(find(comparison, "valid").second, "yes");
}

TEST(Comparison, TakesWhatIsNoImage)
{
    const Comparison comparison = compare({}, made("1.0"));

    EXPECT_EQ(find(comparison, "kind").first, "unknown");
    EXPECT_EQ(find(comparison, "version").first, "-");
}

TEST(Comparison, TellsWhatAntiRollbackMakesOfIt)
{
    EXPECT_THAT(compare(made("1.2", 1), made("1.3", 2)).rollback,
                HasSubstr("cannot return to 1.2 (secure version 1)"));
    EXPECT_THAT(compare(made("1.3", 2), made("1.2", 1)).rollback, HasSubstr("refuse 1.2"));
    EXPECT_EQ(compare(made("1.2", 1), made("1.3", 1)).rollback, "");
}

} // namespace
} // namespace otabench::image
