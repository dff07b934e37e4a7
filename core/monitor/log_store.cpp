#include "monitor/log_store.h"

#include "monitor/detail/bookmarker.h"

#include <algorithm>

namespace otabench::monitor {

/// A ring of lines; their strings are used again, so that nothing is allocated once it is full.
class LogStore::Board
{
public:
    void keep(std::string_view line, std::size_t capacity)
    {
        if (m_lines.size() < capacity) {
            m_lines.emplace_back(line);
            return;
        }
        m_lines[m_oldest].assign(line);
        m_oldest = (m_oldest + 1) % m_lines.size();
    }

    [[nodiscard]] std::vector<std::string> recent(std::size_t count) const
    {
        count = std::min(count, m_lines.size());
        std::vector<std::string> lines;
        lines.reserve(count);
        for (std::size_t i = m_lines.size() - count; i < m_lines.size(); ++i)
            lines.push_back(cleanText(m_lines[(m_oldest + i) % m_lines.size()]));
        return lines;
    }

    detail::Bookmarker bookmarker;

private:
    std::vector<std::string> m_lines;
    std::size_t m_oldest = 0;
};

Result<std::unique_ptr<LogStore>> LogStore::open(const std::filesystem::path &folder,
                                                 const Options &options)
{
    auto spool = LogSpool::open(folder, options.spool);
    if (!spool)
        return tl::unexpected(spool.error());
    return std::unique_ptr<LogStore>(new LogStore(*std::move(spool), options));
}

Result<std::unique_ptr<LogStore>> LogStore::open(const std::filesystem::path &folder)
{
    return open(folder, Options());
}

LogStore::LogStore(std::unique_ptr<LogSpool> spool, const Options &options)
    : m_options(options)
    , m_spool(std::move(spool))
{
}

LogStore::~LogStore() = default;

Bookmark LogStore::add(LogRecord::Time at, std::string_view board, std::string_view line,
                       const LogEntry &entry, const OtaTracker &tracker)
{
    auto found = m_boards.find(board);
    if (found == m_boards.end())
        found = m_boards.emplace(std::string(board), std::make_unique<Board>()).first;
    Board &kept = *found->second;
    const Bookmark bookmark = kept.bookmarker.feed(entry, tracker);
    kept.keep(line, m_options.recentLines);
    m_spool->append({.at = at, .bookmark = bookmark, .board = board, .line = line});
    return bookmark;
}

std::vector<std::string> LogStore::recent(std::string_view board, std::size_t count) const
{
    const auto found = m_boards.find(board);
    return found == m_boards.end() ? std::vector<std::string>() : found->second->recent(count);
}

std::uint64_t LogStore::lostLines() const
{
    return m_spool->counters().lost;
}

} // namespace otabench::monitor
