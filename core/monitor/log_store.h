#pragma once

#include "monitor/log_spool.h"
#include "monitor/ota_tracker.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace otabench::monitor {

/// All lines of all boards: the last ones of each in memory, everything on disk (LogSpool), with
/// bookmarks. Search with LogReader and LogFilter in the folder. Not thread-safe: the core loop's.
class LogStore
{
public:
    struct Options
    {
        LogSpool::Options spool = {};
        std::size_t recentLines = 1000; ///< in memory, a board
    };

    [[nodiscard]] static Result<std::unique_ptr<LogStore>> open(const std::filesystem::path &folder,
                                                                const Options &options);
    [[nodiscard]] static Result<std::unique_ptr<LogStore>>
    open(const std::filesystem::path &folder);
    ~LogStore();
    LogStore(const LogStore &) = delete;
    LogStore &operator=(const LogStore &) = delete;

    /// A line as it came, cut and read by the board's tracker already. Returns its bookmark.
    Bookmark add(LogRecord::Time at, std::string_view board, std::string_view line,
                 const LogEntry &entry, const OtaTracker &tracker);

    /// The last lines of a board, cleaned, the oldest first; at most `count`.
    [[nodiscard]] std::vector<std::string> recent(std::string_view board, std::size_t count) const;

    /// Lines that could not be kept on disk. Must be zero.
    [[nodiscard]] std::uint64_t lostLines() const;

    [[nodiscard]] LogSpool &spool() { return *m_spool; }

private:
    class Board;
    LogStore(std::unique_ptr<LogSpool> spool, const Options &options);

    struct Hash
    {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>()(text);
        }
    };

    Options m_options;
    std::unique_ptr<LogSpool> m_spool;
    std::unordered_map<std::string, std::unique_ptr<Board>, Hash, std::equal_to<>> m_boards;
};

} // namespace otabench::monitor
