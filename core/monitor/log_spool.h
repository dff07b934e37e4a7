#pragma once

#include "base/error.h"
#include "monitor/log_record.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace otabench::monitor {

/// Keeps log lines on disk as they come. Segments of a limited size follow each other in one
/// folder, readable by their owner only; when all of them together grow beyond the total, the
/// oldest are removed, also those of earlier runs. Several programs may spool into one folder: each
/// has segments of its own. What is on disk is read with LogReader, also while it grows.
///
/// A thread of its own writes, so that a slow disk stops nobody who receives. Lines are on disk
/// after `delay` at the latest. A line that cannot be kept (disk full, or so slow that 32 MiB wait)
/// is counted as lost, and the next line on disk says how many there were.
class LogSpool
{
public:
    struct Options
    {
        std::uint64_t segmentBytes = 32u << 20;
        std::uint64_t totalBytes = 2ull << 30;
        std::size_t waitingBytes = 32u << 20; ///< at most, on their way to the disk
        std::chrono::milliseconds delay{100};
    };

    struct Counters
    {
        std::uint64_t lines = 0; ///< on disk or on their way there
        std::uint64_t lost = 0;
    };

    /// Makes the folder; the first segment is made with the first line.
    [[nodiscard]] static Result<std::unique_ptr<LogSpool>> open(std::filesystem::path folder,
                                                                const Options &options);
    [[nodiscard]] static Result<std::unique_ptr<LogSpool>> open(std::filesystem::path folder);
    ~LogSpool(); ///< writes what waits
    LogSpool(const LogSpool &) = delete;
    LogSpool &operator=(const LogSpool &) = delete;

    /// Takes a copy and returns at once. Any thread.
    void append(const LogRecord &record);

    /// Waits until all that was appended before is on disk, or lost: then the error. Any thread but
    /// one that must not wait.
    [[nodiscard]] Result<> flush();

    [[nodiscard]] Counters counters() const; ///< any thread

    [[nodiscard]] const std::filesystem::path &folder() const;

private:
    class Writer;
    explicit LogSpool(std::unique_ptr<Writer> writer);

    std::unique_ptr<Writer> m_writer;
};

} // namespace otabench::monitor
