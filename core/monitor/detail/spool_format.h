#pragma once

#include "monitor/log_record.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

// How the spool lies on disk: text that grep and less can read. A segment's name is its writer's
// start and process, and its number: `20261129T144302.123456Z-4711.0001.log`; names sort by time.
// A record is a line: `2026-11-29T14:43:02.123456Z - /dev/ttyUSB0<TAB>I (320) boot: …`, where the
// character after the time is the bookmark's.

namespace otabench::monitor::detail {

constexpr std::string_view kSegmentSuffix = ".log";

/// Writes records. It keeps the text of the last one's second, which most lines of a busy bench
/// share.
class RecordWriter
{
public:
    /// One record with its line end. Control characters in the board's name and line ends in the
    /// line are replaced.
    void append(std::string &text, const LogRecord &record);

private:
    std::chrono::sys_seconds m_second{std::chrono::seconds::min()};
    std::string m_time; ///< of m_second, with room for the fraction
};

/// The same for a single one.
void appendRecord(std::string &text, const LogRecord &record);

/// A record without its line end; nothing for a line that is none. Views into `text`.
[[nodiscard]] std::optional<LogRecord> readRecord(std::string_view text);

/// `20261129T144302.123456Z-4711`.
[[nodiscard]] std::string writerName(LogRecord::Time start, long process);
[[nodiscard]] std::string segmentName(std::string_view writer, unsigned number);

struct SegmentName
{
    std::string_view writer; ///< view into the file's name
    unsigned number = 0;
    LogRecord::Time start = {}; ///< the writer's
};

[[nodiscard]] std::optional<SegmentName> readSegmentName(std::string_view file);

} // namespace otabench::monitor::detail
