#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace otabench::server::detail {

/// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// ASCII letters of either case are equal; locale plays no part.
[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b);

/// %XX decoded, once. Nothing for a malformed escape, or when the result holds a NUL.
[[nodiscard]] std::optional<std::string> decodePercent(std::string_view text);

/// All but A-Z a-z 0-9 - . _ ~ as %XX: what may stand in one component of a URL's path.
[[nodiscard]] std::string encodePathComponent(std::string_view text);

/// RFC 4648 section 4, with its padding. Nothing for anything else.
[[nodiscard]] std::optional<std::string> decodeBase64(std::string_view text);

/// "Sun, 06 Nov 1994 08:49:37 GMT". RFC 9110 section 5.6.7.
[[nodiscard]] std::string httpDate(std::chrono::system_clock::time_point time);

/// The same form read: nothing for another. (The two obsolete forms are not read: no client sends
/// them.)
[[nodiscard]] std::optional<std::chrono::sys_seconds> parseHttpDate(std::string_view text);

} // namespace otabench::server::detail
