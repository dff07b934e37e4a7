#pragma once

#include "monitor/log_entry.h"
#include "monitor/log_record.h"

#include <optional>
#include <string>
#include <string_view>

namespace otabench::monitor {

/// How log lines are written for people and programs.
enum class LogFormat
{
    Text, ///< `2026-11-29 15:43:02.123 /dev/ttyUSB0: [reboot] I (320) boot: …`, local time
    Csv,  ///< RFC 4180: time (UTC), board, mark, level, tag, message
    Json, ///< one object a line: board, at, level, tag, message, time (the board's own), mark
};

/// `text`, `csv`, `json`.
[[nodiscard]] std::optional<LogFormat> logFormatFromName(std::string_view name);

/// What stands above the lines; empty: nothing.
[[nodiscard]] std::string_view logHeader(LogFormat format);

/// One line without its end; colours and control characters of the board are left out. A record
/// whose time is not known (LogRecord::at is zero: a saved log) has none here either.
///
/// @param colour  Text only: an ANSI sequence for the board's text; empty: none
[[nodiscard]] std::string logLine(LogFormat format, const LogRecord &record, const LogEntry &entry,
                                  std::string_view colour = {});

} // namespace otabench::monitor
