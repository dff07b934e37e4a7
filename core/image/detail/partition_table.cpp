#include "image/detail/partition_table.h"

#include "base/hex.h"
#include "base/openssl.h"
#include "image/detail/checks.h"

#include <algorithm>
#include <array>

namespace otabench::image::detail {
namespace {

constexpr std::size_t kEntrySize = 32;
constexpr std::uint16_t kEntryMagic = 0x50AA;
constexpr std::uint16_t kMd5Magic = 0xEBEB;
constexpr std::uint16_t kTerminator = 0xFFFF;
constexpr std::uint32_t kAppAlignment = 0x10000;

std::string md5(Bytes bytes)
{
    std::array<std::byte, 16> digest{};
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char *>(digest.data()),
                   &length, EVP_md5(), nullptr) != 1)
        return {};
    return toHex(digest);
}

Partition partitionAt(Bytes bytes, std::size_t at)
{
    return {textAt(bytes, at + 12, 16), byteAt(bytes, at + 2), byteAt(bytes, at + 3),
            u32At(bytes, at + 4),       u32At(bytes, at + 8),  u32At(bytes, at + 28)};
}

void checkMd5(Bytes table, std::size_t at, Image &image)
{
    const std::string stored = toHex(slice(table, at + 16, 16));
    const std::string computed = md5(slice(table, 0, at));
    if (stored == computed)
        pass(image, "md5", "{} is right", stored);
    else
        flunk(image, "md5", ErrorCode::ImageCorrupt, "the table says {}, its entries give {}",
              stored, computed);
}

/// Magic, type and subtype, as the bootloader wants them. Source: ESP-IDF
/// components/bootloader_support/src/flash_partitions.c.
bool isEndMark(Bytes table, std::size_t at)
{
    return u16At(table, at) == kTerminator && u16At(table, at + 2) == kTerminator;
}

void checkLayout(Image &image)
{
    std::vector<Partition> sorted = image.partitions;
    std::ranges::sort(sorted, {}, &Partition::flashOffset);
    std::uint64_t end = 0;
    std::string before;
    for (const Partition &partition : sorted) {
        const std::uint32_t alignment =
            partition.isApp() ? kAppAlignment : static_cast<std::uint32_t>(kSectorSize);
        if (partition.flashOffset % alignment != 0 || partition.sizeBytes == 0) {
            flunk(image, "layout", ErrorCode::ImageInvalid,
                  "partition \"{}\" at {:#x} of {} bytes is empty or not aligned to {:#x}",
                  partition.label, partition.flashOffset, partition.sizeBytes, alignment);
            return;
        }
        if (partition.flashOffset < end) {
            flunk(image, "layout", ErrorCode::ImageInvalid,
                  "partition \"{}\" at {:#x} begins inside \"{}\"", partition.label,
                  partition.flashOffset, before);
            return;
        }
        end = std::uint64_t{partition.flashOffset} + partition.sizeBytes;
        before = partition.label;
    }
    pass(image, "layout", "no overlaps; needs {} KB of flash", end / 1024);
}

} // namespace

bool startsPartitionTable(Bytes bytes)
{
    return u16At(bytes, 0) == kEntryMagic;
}

void readPartitionTable(Bytes bytes, Image &image)
{
    const Bytes table = slice(bytes, 0, kPartitionTableSize);
    bool sawMd5 = false;
    for (std::size_t at = 0; at + kEntrySize <= table.size(); at += kEntrySize) {
        const auto magic = u16At(table, at);
        if (isEndMark(table, at)) {
            image.imageBytes = table.size(); // the bootloader reads no further than the mark
            pass(image, "entries", "{} partitions", image.partitions.size());
            if (!sawMd5)
                pass(image, "md5", "none: nothing protects this table");
            checkLayout(image);
            return;
        }
        if (magic == kMd5Magic && !sawMd5) {
            checkMd5(table, at, image);
            sawMd5 = true;
        } else if (magic == kEntryMagic && sawMd5) {
            flunk(image, "entries", ErrorCode::ImageCorrupt,
                  "entry {} stands behind the MD5, where applications read no further",
                  at / kEntrySize);
            return;
        } else if (magic == kEntryMagic) {
            image.partitions.push_back(partitionAt(table, at));
        } else {
            flunk(image, "entries", ErrorCode::ImageCorrupt,
                  "entry {} begins with {:#06x}, which is no partition", at / kEntrySize, magic);
            return;
        }
    }
    if (table.size() < kPartitionTableSize)
        flunk(image, "entries", ErrorCode::ImageTruncated,
              "the table ends at byte {} without its end mark; whole tables have {} bytes",
              table.size(), kPartitionTableSize);
    else
        flunk(image, "entries", ErrorCode::ImageInvalid,
              "no end mark within {} bytes: the bootloader would refuse this table",
              kPartitionTableSize);
}

} // namespace otabench::image::detail
