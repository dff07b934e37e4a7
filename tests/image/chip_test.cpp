#include "image/chip.h"

#include <gtest/gtest.h>

namespace otabench::image {
namespace {

TEST(Chip, IsFoundByIdAndByEitherName)
{
    ASSERT_NE(findChip(std::uint16_t{5}), nullptr);
    EXPECT_EQ(findChip(std::uint16_t{5})->name, "esp32c3");
    EXPECT_EQ(findChip("ESP32-C3"), findChip(std::uint16_t{5}));
    EXPECT_EQ(findChip("esp32C3"), findChip(std::uint16_t{5}));
    EXPECT_EQ(findChip("esp8266"), nullptr);
    EXPECT_EQ(findChip(""), nullptr);
}

TEST(Chip, ShowsAnUnknownIdAsANumber)
{
    EXPECT_EQ(findChip(std::uint16_t{77}), nullptr);
    EXPECT_EQ(chipName(77), "chip 77");
    EXPECT_EQ(chipName(9), "esp32s3");
}

} // namespace
} // namespace otabench::image
