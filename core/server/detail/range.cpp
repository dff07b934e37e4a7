#include "server/detail/range.h"

#include "server/detail/text.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace otabench::server::detail {
namespace {

constexpr std::uint64_t kBeyond = std::numeric_limits<std::uint64_t>::max();

/// Digits only, with spaces around them; a number that does not fit counts as kBeyond.
std::optional<std::uint64_t> parsePosition(std::string_view digits)
{
    digits = trim(digits);
    if (digits.empty())
        return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return std::nullopt;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        value = value > (kBeyond - digit) / 10 ? kBeyond : value * 10 + digit;
    }
    return value;
}

RangeChoice part(std::uint64_t first, std::uint64_t length)
{
    return {RangeKind::Part, {first, length}};
}

/// "-n": the last n bytes.
RangeChoice chooseSuffix(std::string_view digits, std::uint64_t imageBytes)
{
    const auto wanted = parsePosition(digits);
    if (!wanted || *wanted == 0 || imageBytes == 0)
        return {RangeKind::Unsatisfiable, {}};
    const std::uint64_t length = std::min(*wanted, imageBytes);
    return part(imageBytes - length, length);
}

} // namespace

RangeChoice chooseRange(std::string_view value, std::uint64_t imageBytes)
{
    constexpr std::string_view kUnit = "bytes=";
    value = trim(value);
    if (value.size() < kUnit.size() || !equalsIgnoringCase(value.substr(0, kUnit.size()), kUnit))
        return {};
    const std::string_view spec = trim(value.substr(kUnit.size()));
    if (spec.empty() || spec.find(',') != std::string_view::npos)
        return {};
    const std::size_t dash = spec.find('-');
    if (dash == 0)
        return chooseSuffix(spec.substr(1), imageBytes);
    const auto first = parsePosition(spec.substr(0, dash));
    const std::string_view lastDigits =
        dash == std::string_view::npos ? "none" : trim(spec.substr(dash + 1));
    const auto last = lastDigits.empty() ? kBeyond : parsePosition(lastDigits);
    if (!first || !last || *last < *first || *first >= imageBytes)
        return {RangeKind::Unsatisfiable, {}};
    return part(*first, std::min(*last, imageBytes - 1) - *first + 1);
}

} // namespace otabench::server::detail
