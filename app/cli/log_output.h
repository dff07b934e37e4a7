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

/// ESP-IDF's own colours (esp_log_color.h); red and bold for a crash; empty: none.
[[nodiscard]] std::string_view logColour(const monitor::LogEntry &entry);

} // namespace otabench::cli
