#pragma once

#include "monitor/log_record.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace otabench::widgets {

/// A few thousand log lines in one piece of memory, cleaned, in the order they came. Filled by one
/// thread; once it is full, or handed out as const, it does not change: workers read it then.
class LogChunk
{
public:
    static constexpr std::size_t kLines = 4096;

    /// Text without colours and control characters (monitor::cleanText).
    void append(const monitor::LogRecord &clean);

    [[nodiscard]] std::size_t size() const { return m_lines.size(); }

    [[nodiscard]] bool isFull() const { return m_lines.size() == kLines; }

    /// Views are valid as long as the chunk. Time zero: not known.
    [[nodiscard]] monitor::LogRecord record(std::size_t index) const;

    /// Whose lines they are.
    [[nodiscard]] const std::vector<std::string> &boards() const { return m_boards; }

    /// The lines that have a bookmark, ascending.
    [[nodiscard]] const std::vector<std::uint16_t> &marked() const { return m_marked; }

private:
    struct Line
    {
        std::int64_t at = 0; ///< microseconds since 1970
        std::uint32_t offset = 0;
        std::uint16_t length = 0;
        std::uint16_t board = 0;
        monitor::Bookmark bookmark = monitor::Bookmark::None;
    };

    std::vector<Line> m_lines;
    std::string m_text;
    std::vector<std::string> m_boards;
    std::unordered_map<std::string, std::uint16_t> m_boardNumbers;
    std::vector<std::uint16_t> m_marked;
};

using LogChunkPtr = std::shared_ptr<const LogChunk>;

/// Collects lines into chunks, at most the newest `capacity` (and what fills the last chunk).
class LogChunkWriter
{
public:
    explicit LogChunkWriter(std::size_t capacity);

    void append(const monitor::LogRecord &clean);

    /// Lines that had to leave.
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }

    [[nodiscard]] std::vector<LogChunkPtr> take();

private:
    std::size_t m_capacity;
    std::vector<LogChunkPtr> m_chunks;
    std::shared_ptr<LogChunk> m_open;
    std::size_t m_closedLines = 0;
    std::uint64_t m_dropped = 0;
};

/// The lines in memory. Each has a sequence number that stays: lines may join at both ends.
/// Thread: GUI; the chunks of a snapshot go to workers.
class LogBuffer
{
public:
    struct Piece
    {
        std::uint64_t first = 0; ///< sequence of the chunk's first line
        LogChunkPtr chunk;
    };

    [[nodiscard]] std::uint64_t first() const;

    [[nodiscard]] std::uint64_t end() const { return m_end; } ///< one past the last

    [[nodiscard]] std::size_t size() const { return m_end - first(); }

    /// The line's place; the sequence must be there.
    [[nodiscard]] std::pair<const LogChunk *, std::size_t> find(std::uint64_t sequence) const;
    [[nodiscard]] monitor::LogRecord record(std::uint64_t sequence) const;

    void append(const monitor::LogRecord &clean);
    /// Whole chunks leave at the front as long as `capacity` lines remain.
    void trim(std::size_t capacity);
    /// The given chunks, then those of the present lines that are later than `after`.
    void replaceUpTo(monitor::LogRecord::Time after, const std::vector<LogChunkPtr> &chunks);
    void replace(const std::vector<LogChunkPtr> &chunks);

    /// All lines, for a worker: the open chunk is closed for it.
    [[nodiscard]] std::vector<Piece> snapshot();

private:
    static constexpr std::uint64_t kStart = 1ull << 40; ///< room for older lines

    void add(const LogChunkPtr &chunk);

    std::vector<Piece> m_pieces;
    std::shared_ptr<LogChunk> m_open; ///< also the last piece; null: a new one begins
    std::uint64_t m_end = kStart;
};

} // namespace otabench::widgets
