#include "image/maker.h"

#include "image/reader.h"

#include <gtest/gtest.h>

namespace otabench::image {
namespace {

TEST(Maker, MakesAValidImageForEveryChip)
{
    for (const char *chip :
         {"esp32", "esp32s2", "esp32c3", "esp32s3", "esp32c2", "esp32c6", "esp32h2", "esp32p4",
          "esp32c61", "esp32c5", "esp32h21", "esp32h4", "esp32e22", "esp32s31"}) {
        const auto bytes = makeImage({.chip = chip, .sizeBytes = 200'000});
        ASSERT_TRUE(bytes) << chip << ": " << bytes.error().text;
        const Image image = inspect(*bytes);
        EXPECT_EQ(image.kind, Kind::App) << chip;
        EXPECT_EQ(image.chip, chip);
        EXPECT_TRUE(image.valid()) << chip << ": " << image.problem()->text;
        EXPECT_EQ(image.imageBytes, bytes->size());
        EXPECT_EQ(image.segments.size(), 3u);
    }
}

TEST(Maker, KeepsWhatItWasTold)
{
    const auto bytes = makeImage({.chip = "ESP32-S3",
                                  .project = "blinky",
                                  .version = "2.0.1-rc3",
                                  .sizeBytes = 4097,
                                  .secureVersion = 7});
    ASSERT_TRUE(bytes);
    EXPECT_EQ(bytes->size(), 4112u) << "rounded up to 16 bytes";
    const Image image = inspect(*bytes);
    ASSERT_TRUE(image.description);
    EXPECT_EQ(image.chip, "esp32s3");
    EXPECT_EQ(image.description->project, "blinky");
    EXPECT_EQ(image.description->version, "2.0.1-rc3");
    EXPECT_EQ(image.description->secureVersion, 7u);
    EXPECT_TRUE(image.description->buildId());
}

TEST(Maker, IsRepeatableAndSensitiveToEachOption)
{
    const auto bytes = makeImage({});
    EXPECT_EQ(*bytes, *makeImage({}));
    for (const MakeOptions &other :
         {MakeOptions{.version = "1.0.1"}, MakeOptions{.project = "demp"}, MakeOptions{.seed = 1},
          MakeOptions{.secureVersion = 1}, MakeOptions{.chip = "esp32c3"}}) {
        const auto otherBytes = makeImage(other);
        EXPECT_NE(inspect(*bytes).description->elfSha256,
                  inspect(*otherBytes).description->elfSha256);
        std::size_t equal = 0;
        for (std::size_t i = 1024; i < bytes->size(); ++i)
            equal += (*bytes)[i] == (*otherBytes)[i] ? 1u : 0u;
        EXPECT_LT(equal, bytes->size() / 64) << "the code is noise that differs all through";
    }
}

TEST(Maker, MakesTheSmallestAndTheLargest)
{
    for (const std::size_t size : {std::size_t{1024}, std::size_t{16} << 20}) {
        const auto bytes = makeImage({.sizeBytes = size});
        ASSERT_TRUE(bytes);
        EXPECT_EQ(bytes->size(), size);
        EXPECT_TRUE(inspect(*bytes).valid()) << size;
    }
}

TEST(Maker, RefusesWhatTheFormatCannotHold)
{
    const auto refused = [](const MakeOptions &options, const std::string &named) {
        const auto result = makeImage(options);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, ErrorCode::InvalidArgument);
        EXPECT_NE(result.error().text.find(named), std::string::npos) << result.error().text;
    };
    refused({.chip = "esp8266"}, "esp8266");
    refused({.project = std::string(32, 'p')}, "ppp");
    refused({.version = std::string(32, '1')}, "111");
    refused({.version = "1\n2"}, "printable");
    refused({.sizeBytes = 1023}, "1023");
    refused({.sizeBytes = (16u << 20) + 1}, "16777217");
}

TEST(ParseSize, TakesBytesAndBinaryUnits)
{
    EXPECT_EQ(parseSize("4096").value(), 4096u);
    EXPECT_EQ(parseSize("256K").value(), 262144u);
    EXPECT_EQ(parseSize("1M").value(), 1048576u);
    EXPECT_EQ(parseSize("2k").value(), 2048u);
    EXPECT_EQ(parseSize("0x180000").value(), 1572864u) << "as partition tables have it";
}

TEST(ParseSize, RefusesTheRest)
{
    for (const char *text : {"", "K", "-1", "1.5M", "1G", "1 M", " 1", "0x", "0xg", "0x-1", "1MB",
                             "99999999999999999999", "18014398509481985K"}) {
        const auto size = parseSize(text);
        ASSERT_FALSE(size) << text;
        EXPECT_EQ(size.error().code, ErrorCode::InvalidArgument);
    }
}

} // namespace
} // namespace otabench::image
