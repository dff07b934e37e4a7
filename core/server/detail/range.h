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
    Whole,         ///< no range, several, another unit or malformed: answered with all of it
    Part,          ///< 206
    Unsatisfiable, ///< 416
};

struct RangeChoice
{
    RangeKind kind = RangeKind::Whole;
    ByteRange range; ///< of Part, within the image
};

/// What a Range header's value asks of an image of `imageBytes` bytes. RFC 9110 section 14: a
/// malformed value is as good as none, a last position past the end is cut to it (ESP-IDF's partial
/// download asks for one byte too many), and numbers too large for 64 bits count as past the end.
/// Thread: any.
[[nodiscard]] RangeChoice chooseRange(std::string_view value, std::uint64_t imageBytes);

} // namespace otabench::server::detail
