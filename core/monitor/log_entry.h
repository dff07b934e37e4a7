#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace otabench::monitor {

enum class Level
{
    Error,
    Warning,
    Info,
    Debug,
    Verbose,
    None
};

/// 'E', 'W', 'I', 'D', 'V'; ' ' for None.
[[nodiscard]] char letter(Level level);

enum class LineKind
{
    Log,        ///< an ESP-IDF or Arduino log line
    Rom,        ///< boot ROM
    Panic,      ///< Guru Meditation, registers, backtrace, abort, assert
    AgentFrame, ///< a frame of the agent protocol
    Text,       ///< anything else that can be read
    Noise,      ///< mostly not text: wrong baud rate?
};

/// One line, cut into its parts. The views point into the line it was made from.
struct LogEntry
{
    LineKind kind = LineKind::Text;
    Level level = Level::None;
    std::string_view timestamp = {}; ///< inside the parentheses, as printed; empty: none
    std::string_view tag = {};
    std::string_view message = {}; ///< for Text: the whole line
};

/// Cuts a line (without its end; ANSI colours allowed) into parts. Any bytes are accepted.
/// Grammar: ESP-IDF components/log (v1 and v2 formats), arduino-esp32 esp32-hal-log.h.
[[nodiscard]] LogEntry parseLine(std::string_view line);

/// A log line of the ESP-IDF stack that begins inside this one's message: two cores printed at
/// once.
[[nodiscard]] std::optional<LogEntry> innerEntry(const LogEntry &entry);

/// The line without ANSI sequences, NULs and control characters; bytes that are no UTF-8 become
/// U+FFFD.
[[nodiscard]] std::string cleanText(std::string_view line);

} // namespace otabench::monitor
