#pragma once

#include "monitor/log_entry.h"
#include "monitor/log_record.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace otabench::cli {

/// A line as one JSON object: board, at, level, tag, message, and time (the board's own) and mark
/// where there are.
///
/// @param isLive  false: `at` is null, as nobody knows when a line of a file came
[[nodiscard]] nlohmann::ordered_json logLineAsJson(const monitor::LogRecord &record,
                                                   const monitor::LogEntry &entry, bool isLive);

/// The columns' names, and a line: time, board, mark, level, tag, message.
[[nodiscard]] std::string_view logCsvHeader();
[[nodiscard]] std::string logLineAsCsv(const monitor::LogRecord &record,
                                       const monitor::LogEntry &entry);

/// ESP-IDF's own colours (esp_log_color.h); red and bold for a crash; empty: none.
[[nodiscard]] std::string_view logColour(const monitor::LogEntry &entry);

/// `2026-11-29 15:43:02.123`, this computer's time.
[[nodiscard]] std::string localTimeText(monitor::LogRecord::Time time);

} // namespace otabench::cli
