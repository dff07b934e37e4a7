#pragma once

#include <string_view>

namespace otabench::monitor::detail {

/// Whether `tag` is one the ESP-IDF stack or its OTA examples log with. Lines without a time are
/// log lines only for these: `I am here: x` is somebody's printf.
[[nodiscard]] bool isKnownTag(std::string_view tag);

/// A line of the panic handler: it has no level and no tag.
[[nodiscard]] bool isPanicLine(std::string_view text);

/// Where a boot ROM line starts in `text`; npos: nowhere. Most are looked for at the start only,
/// the reset line and the banner anywhere: the first bytes after a reset are often garbage.
[[nodiscard]] std::size_t findRomLine(std::string_view text);

} // namespace otabench::monitor::detail
