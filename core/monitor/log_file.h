#pragma once

#include "base/error.h"
#include "monitor/log_record.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string_view>

namespace otabench::monitor {

/// Is handed each line of a file, and how much of the file has been read. The record's views are
/// valid during the call.
using OnFileRecord = std::function<void(const LogRecord &record, std::uint64_t bytesRead)>;

/// Reads a log that was saved as a file, with bookmarks as live lines get them: what one board has
/// printed (any line ends, colours or not), whose lines are `board`'s and have no time (zero); or a
/// segment of a spool, whose lines have times, boards and bookmarks of their own. Which of the two
/// the first line tells. Any thread. InvalidArgument for a folder, Cancelled when asked to stop.
[[nodiscard]] Result<> readLogFile(const std::filesystem::path &path, std::string_view board,
                                   const std::stop_token &stop, const OnFileRecord &onRecord);

} // namespace otabench::monitor
