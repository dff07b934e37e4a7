#pragma once

#include <cstdint>
#include <string_view>

namespace otabench::server::detail {

/// Part of an image: `length` bytes from `first`.
struct ByteRange
{
    std::uint64_t first = 0;
    std::uint64_t length = 0;
    friend bool operator==(const ByteRange &, const ByteRange &) = default;
};

enum class RangeKind
{
    Whole,         ///< no range, several, or another unit: answered with all of it
    Part,          ///< 206
    Unsatisfiable, ///< 416: past the end, or malformed
};

struct RangeChoice
{
    RangeKind kind = RangeKind::Whole;
    ByteRange range; ///< of Part, within the image
};

/// What a Range header's value asks of an image of `imageBytes` bytes, as nginx answers it (RFC
/// 9110 section 14.2 leaves the choice): a malformed value is refused, a last position past the end
/// is cut to it (ESP-IDF's partial download asks for one byte too many). But several ranges get the
/// whole image, as boards could not read multipart/byteranges, and numbers too large for 64 bits
/// count as past the end. Thread: any.
[[nodiscard]] RangeChoice chooseRange(std::string_view value, std::uint64_t imageBytes);

} // namespace otabench::server::detail
