#pragma once

#include "base/error.h"
#include "monitor/log_export.h"
#include "monitor/log_filter.h"
#include "monitor/text_pattern.h"
#include "widgets/log/log_lines.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

// The work on many log lines: values in, values out; for worker threads, cancelled by the token.
namespace otabench::widgets {

/// Percent, set by the worker and read by whoever shows it; -1: not known.
using LogProgress = std::shared_ptr<std::atomic<int>>;

/// Which lines are shown, and what is looked for in them.
struct LogQuery
{
    std::optional<monitor::LogFilter> filter; ///< none: every line
    std::optional<monitor::TextPattern> search;

    [[nodiscard]] bool shows(const monitor::LogRecord &record) const
    {
        return !filter || filter->matches(record);
    }

    [[nodiscard]] bool hits(const monitor::LogRecord &record) const
    {
        return search && search->isIn(record.line);
    }
};

/// Sequence numbers, ascending.
struct LogScan
{
    std::vector<std::uint64_t> rows; ///< lines that are shown; empty without a filter
    std::vector<std::uint64_t> hits; ///< shown lines that the search finds
    std::uint64_t end = 0;           ///< looked at up to here
    bool isStopped = false;          ///< and worth nothing
};

[[nodiscard]] LogScan scanLog(const std::vector<LogBuffer::Piece> &pieces, const LogQuery &query,
                              const std::stop_token &stop);

/// Lines that were read into memory.
struct LoadedLog
{
    std::vector<LogChunkPtr> chunks;
    bool hasOlder = false;     ///< older lines are there but were not taken
    std::uint64_t damaged = 0; ///< lines that could not be read
    std::optional<Error> error;
};

struct SpoolRequest
{
    std::filesystem::path folder;
    std::optional<monitor::LogRecord::Time> upTo; ///< the newest line wanted
    std::optional<std::uint64_t> newestBytes;     ///< reads no more than about so much
    monitor::LogFilter filter;
    std::size_t capacity = 0; ///< the last so many of them
};

/// What all programs of otabench have saved, merged by time.
[[nodiscard]] LoadedLog loadSpool(const SpoolRequest &request, const LogProgress &progress,
                                  const std::stop_token &stop);

/// A saved log; its last lines when there are more than `capacity`.
[[nodiscard]] LoadedLog loadLogFile(const std::filesystem::path &file, std::size_t capacity,
                                    const LogProgress &progress, const std::stop_token &stop);

struct LogExport
{
    std::uint64_t lines = 0;
    std::optional<Error> error;
};

/// Writes the lines that the query shows: the file appears whole or not at all.
[[nodiscard]] LogExport exportLog(const std::vector<LogBuffer::Piece> &pieces,
                                  const LogQuery &query, monitor::LogFormat format,
                                  const std::filesystem::path &file, const LogProgress &progress,
                                  const std::stop_token &stop);

} // namespace otabench::widgets
