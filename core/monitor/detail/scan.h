#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace otabench::monitor::detail {

/// The number right after the first `prefix` in `text`; nothing when there is none.
template <typename Number>
std::optional<Number> numberAfter(std::string_view text, std::string_view prefix, int base = 10)
{
    const std::size_t at = text.find(prefix);
    if (at == std::string_view::npos)
        return std::nullopt;
    const char *const begin = text.data() + at + prefix.size();
    Number value{};
    const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value, base);
    if (error != std::errc() || end == begin)
        return std::nullopt;
    return value;
}

/// The text right after `prefix` at the start, without blanks around it; nothing for another start.
inline std::optional<std::string_view> valueAfter(std::string_view text, std::string_view prefix)
{
    if (!text.starts_with(prefix))
        return std::nullopt;
    text.remove_prefix(prefix.size());
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos)
        return std::string_view();
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

} // namespace otabench::monitor::detail
