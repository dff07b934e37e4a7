// Which kind a file is, and what is said of files that are none.
#include "base/openssl.h"
#include "image/maker.h"
#include "image/reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace otabench::image {
namespace {

using Bytes = std::vector<std::byte>;

Bytes bytesOf(std::string_view text)
{
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

void put(Bytes &bytes, std::size_t at, std::uint32_t value, int width = 4)
{
    for (int i = 0; i < width; ++i)
        bytes[at + static_cast<std::size_t>(i)] = static_cast<std::byte>(value >> (8 * i) & 0xFF);
}

/// A bootloader image: one RAM segment, no digest.
Bytes makeBootloader()
{
    Bytes bytes(0x1000);
    bytes[0] = std::byte{0xE9};
    bytes[1] = std::byte{1};
    put(bytes, 12, 5, 2); // ESP32-C3
    put(bytes, 24, 0x3FC90000);
    const std::uint32_t length = 0x1000 - 32 - 16;
    put(bytes, 28, length);
    bytes.back() = std::byte{0xEF};
    return bytes;
}

struct Entry
{
    std::uint8_t type, subtype;
    std::uint32_t offset, size;
    const char *label;
};

Bytes makeTable(const std::vector<Entry> &entries)
{
    Bytes table(0xC00, std::byte{0xFF});
    std::size_t at = 0;
    for (const Entry &entry : entries) {
        std::fill_n(table.begin() + static_cast<std::ptrdiff_t>(at), 32, std::byte{0});
        put(table, at, 0x50AA, 2);
        put(table, at + 2, entry.type, 1);
        put(table, at + 3, entry.subtype, 1);
        put(table, at + 4, entry.offset);
        put(table, at + 8, entry.size);
        std::ranges::copy(bytesOf(entry.label),
                          table.begin() + static_cast<std::ptrdiff_t>(at) + 12);
        at += 32;
    }
    std::array<unsigned char, 16> digest{};
    unsigned length = 0;
    EVP_Digest(table.data(), at, digest.data(), &length, EVP_md5(), nullptr);
    put(table, at, 0xEBEB, 2);
    std::ranges::transform(digest, table.begin() + static_cast<std::ptrdiff_t>(at) + 16,
                           [](unsigned char c) { return std::byte{c}; });
    return table;
}

const std::vector<Entry> kTwoSlots{{1, 2, 0x9000, 0x4000, "nvs"},
                                   {1, 0, 0xD000, 0x2000, "otadata"},
                                   {0, 0x10, 0x10000, 0x10000, "ota_0"},
                                   {0, 0x11, 0x20000, 0x10000, "ota_1"}};

std::string problemText(const Image &image)
{
    return image.problem().value_or(Error{}).text;
}

TEST(Kinds, BootloaderRunsFromRam)
{
    const Image image = inspect(makeBootloader());
    EXPECT_EQ(image.kind, Kind::Bootloader);
    EXPECT_EQ(image.chip, "esp32c3");
    EXPECT_TRUE(image.valid()) << problemText(image);
}

TEST(Kinds, SegmentsAreNamedAsByEsptool)
{
    const struct
    {
        std::uint16_t chip;
        std::uint32_t address;
        const char *types;
    } rows[]{
        {0, 0x3FFB0000, "BYTE_ACCESSIBLE,DRAM"},
        {0, 0x3FFE0000, "BYTE_ACCESSIBLE,DRAM,DIRAM_DRAM"},
        {0, 0x40070000, "CACHE_PRO"},
        {0, 0x40078000, "CACHE_APP"},
        {0, 0x40080000, "IRAM"},
        {0, 0x50000000, "RTC_DATA"},
        {0, 0x00000000, "PADDING"},
        {0, 0x60000000, "other"},
        {2, 0x40070000, "MEM_INTERNAL,RTC_IRAM"},
        {5, 0x3FC90000, "DRAM,BYTE_ACCESSIBLE"},
        {9, 0x3FC90000, "BYTE_ACCESSIBLE,MEM_INTERNAL,DRAM"},
        {13, 0x42000020, "DROM,IROM"},
        {13, 0x40800000, "DRAM,BYTE_ACCESSIBLE,IRAM"},
        {16, 0x50000000, "RTC_IRAM,RTC_DRAM"},
        {23, 0x43000020, "DROM,IROM"},
        {18, 0x4FF00000, "DRAM,BYTE_ACCESSIBLE,IRAM"},
        {999, 0x40080000, ""},
    };

    for (const auto &row : rows) {
        Bytes bytes = makeBootloader();
        put(bytes, 12, row.chip, 2);
        put(bytes, 24, row.address);
        const Image image = inspect(bytes);
        ASSERT_EQ(image.segments.size(), 1u) << row.chip;
        EXPECT_EQ(image.segments[0].region, row.types) << row.chip << " " << row.address;
    }
}

TEST(Kinds, PartitionTableIsListed)
{
    const Image image = inspect(makeTable(kTwoSlots));
    EXPECT_EQ(image.kind, Kind::PartitionTable);
    EXPECT_TRUE(image.valid()) << problemText(image);
    ASSERT_EQ(image.partitions.size(), 4u);
    EXPECT_EQ(image.partitions[3].label, "ota_1");
    EXPECT_EQ(image.partitions[3].subtype, 0x11);
}

TEST(Kinds, PartitionTableThatEndsBehindItsMarkHasTheFilesSize)
{
    Bytes table = makeTable(kTwoSlots);
    table.resize(0x200);
    const Image image = inspect(table);
    EXPECT_TRUE(image.valid()) << problemText(image);
    EXPECT_EQ(image.imageBytes, table.size());
}

TEST(Kinds, PartitionTableEndsWithAWholeMarkOnly)
{
    Bytes table = makeTable(kTwoSlots);
    table[5 * 32 + 2] = std::byte{1}; // the bootloader looks at type and subtype of the mark, too
    const Image image = inspect(table);
    EXPECT_FALSE(image.valid());
    EXPECT_EQ(image.problem().value_or(Error{}).code, ErrorCode::ImageCorrupt);
}

TEST(Kinds, PartitionTableHasNoEntryBehindItsMd5)
{
    Bytes table = makeTable(kTwoSlots);
    std::copy_n(table.begin(), 32, table.begin() + 5 * 32);
    const Image image = inspect(table);
    EXPECT_FALSE(image.valid());
    EXPECT_EQ(image.problem().value_or(Error{}).code, ErrorCode::ImageCorrupt);
}

TEST(Kinds, PartitionTableFaultsAreNamed)
{
    Bytes damaged = makeTable(kTwoSlots);
    damaged[40] ^= std::byte{1};
    EXPECT_EQ(inspect(damaged).problem()->code, ErrorCode::ImageCorrupt);
    EXPECT_NE(problemText(inspect(damaged)).find("md5"), std::string::npos);

    const Bytes whole = makeTable(kTwoSlots);
    const auto cut = inspect(std::span(whole).first(100));
    EXPECT_EQ(cut.problem()->code, ErrorCode::ImageTruncated);

    auto overlapping = kTwoSlots;
    overlapping[3].offset = 0x10000;
    EXPECT_NE(problemText(inspect(makeTable(overlapping))).find("ota_"), std::string::npos);
}

/// For the ESP32-C3, without an application.
Bytes makeMergedWithoutApp()
{
    Bytes flash(0x30000, std::byte{0xFF});
    std::ranges::copy(makeBootloader(), flash.begin());
    std::ranges::copy(makeTable(kTwoSlots), flash.begin() + 0x8000);
    return flash;
}

Bytes makeMerged(const std::string &chip = "esp32c3")
{
    Bytes flash = makeMergedWithoutApp();
    std::ranges::copy(makeImage({.chip = chip, .version = "3.2.1", .sizeBytes = 8192}).value(),
                      flash.begin() + 0x10000);
    return flash;
}

TEST(Kinds, MergedImageShowsItsApplication)
{
    const Image image = inspect(makeMerged());
    EXPECT_EQ(image.kind, Kind::Merged);
    EXPECT_EQ(image.chip, "esp32c3");
    EXPECT_TRUE(image.valid()) << problemText(image);
    ASSERT_TRUE(image.description);
    EXPECT_EQ(image.description->version, "3.2.1");
    EXPECT_EQ(image.partitions.size(), 4u);
}

TEST(Kinds, MergedImageWithABrokenApplicationIsInvalid)
{
    Bytes flash = makeMerged();
    flash[0x10000 + 500] ^= std::byte{1};
    const Image image = inspect(flash);
    EXPECT_EQ(image.kind, Kind::Merged);
    EXPECT_FALSE(image.valid());
    EXPECT_NE(problemText(image).find("ota_0"), std::string::npos) << problemText(image);
}

TEST(Kinds, MergedImageOfPartsForTwoChipsIsInvalid)
{
    const Image image = inspect(makeMerged("esp32c6"));

    EXPECT_EQ(image.kind, Kind::Merged);
    EXPECT_FALSE(image.valid());
    EXPECT_EQ(image.problem().value_or(Error{}).code, ErrorCode::ImageWrongChip);
    for (const char *text : {"ota_0", "esp32c6", "esp32c3"})
        EXPECT_NE(problemText(image).find(text), std::string::npos) << problemText(image);
    EXPECT_FALSE(image.description);
}

TEST(Kinds, MergedImageWithoutApplicationSaysSo)
{
    const auto saysSo = [](const Image &image) {
        return std::ranges::any_of(image.checks, [](const Check &check) {
            return check.name == "application" && check.ok &&
                   check.detail.find("none in this file") != std::string::npos;
        });
    };
    const Image image = inspect(makeMergedWithoutApp());

    EXPECT_EQ(image.kind, Kind::Merged);
    EXPECT_TRUE(image.valid()) << problemText(image);
    EXPECT_TRUE(saysSo(image));
    EXPECT_FALSE(saysSo(inspect(makeMerged())));
}

TEST(Kinds, PreEncryptedLengthIsChecked)
{
    Bytes bytes(512 + 1000);
    put(bytes, 0, 0x0788B6CF);
    bytes[200] = std::byte{1}; // an RSA key area is not zero
    put(bytes, 404, 1000);
    EXPECT_EQ(inspect(bytes).kind, Kind::PreEncrypted);
    EXPECT_TRUE(inspect(bytes).valid()) << problemText(inspect(bytes));
    bytes.pop_back();
    EXPECT_EQ(inspect(bytes).problem()->code, ErrorCode::ImageTruncated);
    bytes.resize(512 + 1001);
    EXPECT_EQ(inspect(bytes).problem()->code, ErrorCode::ImageCorrupt);
}

TEST(Kinds, ForeignFilesAreNamedInWords)
{
    const std::pair<std::string, std::string> rows[]{
        {"<!DOCTYPE html>\n<html><body>404</body></html>", "web page"},
        {"\xEF\xBB\xBF \n<html lang=\"en\">", "web page"},
        {"\x7F"
         "ELF\x01\x01\x01",
         "ELF"},
        {"\x1F\x8B\x08\x01\x02", "gzip"},
        {"PK\x03\x04 and more", "zip"},
        {"{\"message\":\"Not Found\"}", "JSON"},
        {"-----BEGIN CERTIFICATE-----\n", "PEM"},
        {":10010000214601360121470136007EFE09D2190140\n", "Intel HEX"},
        {"version https://git-lfs.github.com/spec/v1\n", "Git LFS"},
        {"nvs, data, nvs, 0x9000, 0x4000\n", "CSV"},
        {"just some words\n", "text file"},
        {std::string(100, '\xFF'), "erased flash"},
        {std::string(100, '\0'), "zero"},
        {"\xEA\x04 an old one", "ESP8266"},
    };
    for (const auto &[content, words] : rows) {
        const Image image = inspect(bytesOf(content));
        EXPECT_EQ(image.kind, Kind::Unknown) << words;
        EXPECT_FALSE(image.valid()) << words;
        EXPECT_NE(problemText(image).find(words), std::string::npos)
            << words << ": " << problemText(image);
        EXPECT_EQ(image.problem()->code, ErrorCode::ImageWrongKind) << words;
    }
}

TEST(Kinds, EmptyFileIsSaidToBeEmpty)
{
    const Image image = inspect({});
    EXPECT_EQ(image.kind, Kind::Unknown);
    EXPECT_NE(problemText(image).find("empty"), std::string::npos);
    EXPECT_EQ(image.fileSha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Kinds, UnrecognisedBytesAreShown)
{
    const Image image = inspect(bytesOf(std::string("\x13\x37\x00\x01", 4)));
    EXPECT_EQ(image.problem()->code, ErrorCode::ImageInvalid);
    EXPECT_NE(problemText(image).find("0x13"), std::string::npos) << problemText(image);
}

} // namespace
} // namespace otabench::image
