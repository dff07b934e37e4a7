// Images cut off, flipped and garbled: each fault gets its code, and nothing is over-read (ASan).
#include "base/files.h"
#include "image/maker.h"
#include "image/reader.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>

namespace otabench::image {
namespace {

using Bytes = std::vector<std::byte>;

Bytes sample(std::size_t size = 2048)
{
    return makeImage({.chip = "esp32c3", .sizeBytes = size}).value();
}

/// inspect() of an allocation of exactly these bytes: one more read is a fault ASan sees.
Image inspectExact(std::span<const std::byte> bytes)
{
    const auto copy = std::make_unique<std::byte[]>(bytes.size());
    std::ranges::copy(bytes, copy.get());
    return inspect({copy.get(), bytes.size()});
}

ErrorCode problemOf(const Image &image)
{
    return image.problem().value_or(Error{}).code;
}

TEST(Damage, EveryTruncationIsCalledThat)
{
    const Bytes whole = sample();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const Image image = inspectExact(std::span(whole).first(length));
        ASSERT_FALSE(image.valid()) << length;
        ASSERT_EQ(problemOf(image), ErrorCode::ImageTruncated)
            << length << ": " << image.problem()->text;
    }
}

TEST(Damage, EveryFlippedByteIsNoticed)
{
    const Bytes whole = sample(1024);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        Bytes flipped = whole;
        flipped[at] ^= std::byte{0x55};
        ASSERT_FALSE(inspectExact(flipped).valid()) << at;
    }
}

struct Flip
{
    const char *what;
    std::size_t offset;
    std::uint8_t value;
    const char *check;
    ErrorCode code;
};

TEST(Damage, IsNamedAfterTheFieldItHit)
{
    const Bytes whole = sample();
    const std::size_t size = whole.size();
    for (const Flip &flip : {
             Flip{"magic", 0, 0x00, "magic", ErrorCode::ImageInvalid},
             Flip{"no segment", 1, 0, "segments", ErrorCode::ImageInvalid},
             Flip{"too many segments", 1, 17, "segments", ErrorCode::ImageInvalid},
             Flip{"one segment more", 1, 4, "segments", ErrorCode::ImageInvalid},
             Flip{"unknown chip", 12, 77, "chip", ErrorCode::ImageInvalid},
             Flip{"digest flag", 23, 2, "header", ErrorCode::ImageInvalid},
             Flip{"odd segment length", 28, 0x01, "segments", ErrorCode::ImageInvalid},
             Flip{"segment beyond the file", 30, 0x7F, "segments", ErrorCode::ImageTruncated},
             Flip{"segment address", 24, 0x24, "alignment", ErrorCode::ImageInvalid},
             Flip{"description", 32, 0x00, "description", ErrorCode::ImageInvalid},
             Flip{"segment data", 300, 0xA5, "checksum", ErrorCode::ImageCorrupt},
             Flip{"checksum", size - 33, 0xA5, "checksum", ErrorCode::ImageCorrupt},
             Flip{"digest", size - 1, 0xA5, "sha256", ErrorCode::ImageCorrupt},
         }) {
        Bytes bytes = whole;
        ASSERT_NE(bytes[flip.offset], std::byte{flip.value}) << flip.what << ": no damage done";
        bytes[flip.offset] = std::byte{flip.value};
        const Image image = inspectExact(bytes);
        const auto failed = std::ranges::find(image.checks, false, &Check::ok);
        ASSERT_NE(failed, image.checks.end()) << flip.what;
        EXPECT_EQ(failed->name, flip.check) << flip.what << ": " << failed->detail;
        EXPECT_EQ(failed->code, flip.code) << flip.what << ": " << failed->detail;
    }
}

TEST(Damage, UnterminatedTextsEndWithTheirField)
{
    Bytes bytes = sample();
    std::fill(bytes.begin() + 0x30, bytes.begin() + 0x50, std::byte{'v'});
    bytes[0x50] = std::byte{0x07};
    const Image image = inspectExact(bytes);
    ASSERT_TRUE(image.description);
    EXPECT_EQ(image.description->version, std::string(32, 'v'));
    EXPECT_EQ(image.description->project.substr(0, 1), "?") << "control characters are not shown";
}

TEST(Damage, BytesBehindTheImageAreNotedAndIgnored)
{
    Bytes bytes = sample();
    const std::size_t size = bytes.size();
    bytes.resize(size + 100, std::byte{0xFF});
    const Image image = inspectExact(bytes);
    EXPECT_TRUE(image.valid()) << image.problem()->text;
    EXPECT_EQ(image.imageBytes, size);
    EXPECT_EQ(image.fileBytes, size + 100);
}

TEST(Damage, ProblemSaysWhatToDo)
{
    const support::TemporaryFolder folder;
    Bytes bytes = sample();
    bytes.resize(bytes.size() - 100);
    ASSERT_TRUE(writeFileAtomically(folder / "cut.bin", bytes, FileMode::Public));
    const auto app = readApp(folder / "cut.bin");
    ASSERT_FALSE(app);
    EXPECT_EQ(app.error().code, ErrorCode::ImageTruncated);
    EXPECT_NE(app.error().text.find("cut.bin"), std::string::npos);
    EXPECT_NE(app.error().text.find("download it again"), std::string::npos) << app.error().text;
    EXPECT_EQ(readApp(folder / "none.bin").error().code, ErrorCode::NotFound);
}

/// Mutations of valid beginnings; the seeds are fixed, so that a failure repeats.
TEST(Damage, MutatedImagesNeverOverRead)
{
    Bytes table(0xC00, std::byte{0xFF});
    table[0] = std::byte{0xAA};
    table[1] = std::byte{0x50};
    Bytes preEncrypted(1024, std::byte{0});
    std::ranges::copy(Bytes{std::byte{0xCF}, std::byte{0xB6}, std::byte{0x88}, std::byte{0x07}},
                      preEncrypted.begin());
    Bytes merged(0x9000, std::byte{0xFF});
    std::ranges::copy(sample(1024), merged.begin());
    merged[32] = std::byte{0}; // a bootloader has no application description
    std::ranges::copy(table, merged.begin() + 0x8000);
    const std::vector<Bytes> seeds{sample(1024), table, preEncrypted, merged, Bytes(300)};
    std::mt19937 random(20261121);
    for (int round = 0; round < 3000; ++round) {
        Bytes bytes = seeds[random() % seeds.size()];
        for (auto flips = random() % 8; flips > 0; --flips)
            bytes[random() % std::min<std::size_t>(bytes.size(), 400)] =
                static_cast<std::byte>(random() & 0xFF);
        if (random() % 3 == 0)
            bytes.resize(random() % bytes.size());
        const Image image = inspectExact(bytes);
        ASSERT_EQ(image.fileBytes, bytes.size());
        ASSERT_EQ(image.valid(), image.kind != Kind::Unknown && !image.problem().has_value());
    }
}

} // namespace
} // namespace otabench::image
