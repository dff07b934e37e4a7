#pragma once

#include "base/error.h"
#include "monitor/log_record.h"

#include <string>
#include <string_view>

namespace otabench::monitor {

/// `2026-11-29T14:43:02.123456Z`: 27 characters, UTC.
[[nodiscard]] std::string formatTime(LogRecord::Time time);
/// Its reverse, only this form; false for another text. `text` may be longer.
[[nodiscard]] bool readTime(std::string_view text, LogRecord::Time &time);

/// `2026-11-29 15:43:02.123`, this computer's time. Reads the time zone: localtime_r.
[[nodiscard]] std::string formatLocalTime(LogRecord::Time time);

/// A point in time as people write it: `90s`, `10m`, `2h`, `3d` before `now`; `14:30`, `14:30:05`
/// today; `2026-11-29`, `2026-11-29 14:30`, with T or a blank, seconds and parts of them; local
/// time, or UTC with a Z at the end. Reads the time zone: localtime_r.
[[nodiscard]] Result<LogRecord::Time> parseTime(std::string_view text, LogRecord::Time now);

} // namespace otabench::monitor
