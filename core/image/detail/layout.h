#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

/// Offsets and sizes of the on-flash structures, and bounded access to their fields.
/// Source: ESP-IDF bootloader_support/include/esp_app_format.h, esp_flash_partitions.h and
/// esp_app_format/include/esp_app_desc.h (v5.3 and master of July 2026).
namespace otabench::image::detail {

using Bytes = std::span<const std::byte>;

constexpr std::uint8_t kImageMagic = 0xE9;
constexpr std::size_t kHeaderSize = 24;
constexpr std::size_t kSegmentHeaderSize = 8;
constexpr std::size_t kDescriptionOffset = kHeaderSize + kSegmentHeaderSize;
constexpr std::size_t kDescriptionSize = 256;
constexpr std::uint32_t kDescriptionMagic = 0xABCD5432;
constexpr std::uint8_t kBootloaderDescriptionMagic = 80;
constexpr std::size_t kBootloaderDescriptionSize = 80;
constexpr unsigned kMaxSegments = 16;
constexpr std::uint32_t kMaxSegmentLength = 0x1000000; // chips without 32-bit cache mapping
constexpr std::uint8_t kChecksumSeed = 0xEF;
constexpr std::size_t kDigestSize = 32;
constexpr std::size_t kSectorSize = 4096;

[[nodiscard]] inline std::uint8_t byteAt(Bytes bytes, std::size_t offset)
{
    return offset < bytes.size() ? std::to_integer<std::uint8_t>(bytes[offset]) : std::uint8_t{0};
}

/// Little-endian fields; bytes past the end read as zero, so that a wrong offset cannot over-read.
[[nodiscard]] inline std::uint16_t u16At(Bytes bytes, std::size_t offset)
{
    return static_cast<std::uint16_t>(byteAt(bytes, offset) | byteAt(bytes, offset + 1) << 8);
}

[[nodiscard]] inline std::uint32_t u32At(Bytes bytes, std::size_t offset)
{
    return u16At(bytes, offset) | static_cast<std::uint32_t>(u16At(bytes, offset + 2)) << 16;
}

/// At most `length` bytes from `offset`, fewer where the file ends.
[[nodiscard]] inline Bytes slice(Bytes bytes, std::size_t offset, std::size_t length)
{
    if (offset >= bytes.size())
        return {};
    return bytes.subspan(offset, std::min(length, bytes.size() - offset));
}

/// A text field: up to its first NUL or its end, control characters and bytes above 0x7E as '?'.
[[nodiscard]] std::string textAt(Bytes bytes, std::size_t offset, std::size_t length);

} // namespace otabench::image::detail
