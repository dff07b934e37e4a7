#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace otabench::monitor {

/// Why a line is worth finding again.
enum class Bookmark : std::uint8_t
{
    None,
    OtaStart,   ///< an update begins
    FirstError, ///< the first error since the last start, reboot or update
    Reboot,
    Panic,
    Lost, ///< otabench's own line: how many lines could not be kept before it
};

/// `ota-start`, `first-error`, `reboot`, `panic`, `lost`; empty for None.
[[nodiscard]] std::string_view name(Bookmark bookmark);
[[nodiscard]] std::optional<Bookmark> bookmarkFromName(std::string_view name);

/// A line as it is kept: when it came, by this computer's clock, from which board, and its bytes
/// without the line end. Views: valid as long as whoever made it says.
struct LogRecord
{
    using Time = std::chrono::sys_time<std::chrono::microseconds>;

    Time at = {};
    Bookmark bookmark = Bookmark::None;
    std::string_view board = {};
    std::string_view line = {};
};

} // namespace otabench::monitor
