#pragma once

#include "base/error.h"
#include "monitor/log_record.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace otabench::monitor {

/// Reads what LogSpool has kept, of all its writers, merged by time. Each writer's records stay in
/// the order they came, also where the computer's clock was set back. A reader that has come to the
/// end can be asked again: it goes on with what has been written since. Not thread-safe.
class LogReader
{
public:
    /// Segments that were last written before `since` are left out. A folder that is missing has no
    /// records.
    [[nodiscard]] static Result<LogReader> open(std::filesystem::path folder,
                                                std::optional<LogRecord::Time> since = {});
    /// Only what was written last: segments are left out, the oldest first, as long as the others
    /// have so many bytes together.
    [[nodiscard]] static Result<LogReader> openNewest(std::filesystem::path folder,
                                                      std::uint64_t bytes);
    ~LogReader();
    LogReader(LogReader &&) noexcept;
    LogReader &operator=(LogReader &&) noexcept;

    /// The next record; nothing at the end, for now. Its views are valid until the next call.
    [[nodiscard]] std::optional<LogRecord> next();

    /// Lines that are no records (a segment cut by a power failure); they are left out.
    [[nodiscard]] std::uint64_t damagedLines() const;

    /// Whether segments were left out as too old, when it was opened.
    [[nodiscard]] bool hasOlder() const;
    /// Of the segments that are read, as found last.
    [[nodiscard]] std::uint64_t totalBytes() const;

private:
    class Merge;
    explicit LogReader(std::unique_ptr<Merge> merge);

    std::unique_ptr<Merge> m_merge;
};

} // namespace otabench::monitor
