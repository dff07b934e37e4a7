#include "widgets/log/log_lines.h"

#include "base/assert.h"

#include <algorithm>
#include <limits>

namespace otabench::widgets {

using monitor::LogRecord;

void LogChunk::append(const LogRecord &clean)
{
    auto board = m_boardNumbers.find(std::string(clean.board));
    if (board == m_boardNumbers.end()) {
        board = m_boardNumbers
                    .emplace(std::string(clean.board), static_cast<std::uint16_t>(m_boards.size()))
                    .first;
        m_boards.emplace_back(clean.board);
    }
    constexpr std::size_t kLongest = std::numeric_limits<std::uint16_t>::max();
    const std::string_view text = clean.line.substr(0, kLongest);
    if (clean.bookmark != monitor::Bookmark::None)
        m_marked.push_back(static_cast<std::uint16_t>(m_lines.size()));
    m_lines.push_back({.at = clean.at.time_since_epoch().count(),
                       .offset = static_cast<std::uint32_t>(m_text.size()),
                       .length = static_cast<std::uint16_t>(text.size()),
                       .board = board->second,
                       .bookmark = clean.bookmark});
    m_text += text;
}

LogRecord LogChunk::record(std::size_t index) const
{
    const Line &line = m_lines[index];
    return {.at = LogRecord::Time(std::chrono::microseconds(line.at)),
            .bookmark = line.bookmark,
            .board = m_boards[line.board],
            .line = std::string_view(m_text).substr(line.offset, line.length)};
}

LogChunkWriter::LogChunkWriter(std::size_t capacity)
    : m_capacity(capacity)
{
}

void LogChunkWriter::append(const LogRecord &clean)
{
    if (!m_open)
        m_open = std::make_shared<LogChunk>();
    m_open->append(clean);
    if (!m_open->isFull())
        return;
    m_closedLines += m_open->size();
    m_chunks.push_back(std::exchange(m_open, nullptr));
    while (m_closedLines - m_chunks.front()->size() >= m_capacity) {
        m_closedLines -= m_chunks.front()->size();
        m_dropped += m_chunks.front()->size();
        m_chunks.erase(m_chunks.begin());
    }
}

std::vector<LogChunkPtr> LogChunkWriter::take()
{
    if (m_open)
        m_chunks.push_back(std::exchange(m_open, nullptr));
    m_closedLines = 0;
    return std::exchange(m_chunks, {});
}

std::uint64_t LogBuffer::first() const
{
    return m_pieces.empty() ? m_end : m_pieces.front().first;
}

std::pair<const LogChunk *, std::size_t> LogBuffer::find(std::uint64_t sequence) const
{
    const auto after = std::ranges::upper_bound(m_pieces, sequence, {}, &Piece::first);
    OTABENCH_ASSERT(after != m_pieces.begin() && sequence < m_end);
    const Piece &piece = *std::prev(after);
    return {piece.chunk.get(), static_cast<std::size_t>(sequence - piece.first)};
}

LogRecord LogBuffer::record(std::uint64_t sequence) const
{
    const auto [chunk, index] = find(sequence);
    return chunk->record(index);
}

void LogBuffer::append(const LogRecord &clean)
{
    if (!m_open || m_open->isFull()) {
        m_open = std::make_shared<LogChunk>();
        m_pieces.push_back({m_end, m_open});
    }
    m_open->append(clean);
    ++m_end;
}

void LogBuffer::trim(std::size_t capacity)
{
    std::size_t count = 0;
    std::size_t left = size();
    while (count + 1 < m_pieces.size() && left - m_pieces[count].chunk->size() >= capacity)
        left -= m_pieces[count++].chunk->size();
    m_pieces.erase(m_pieces.begin(), m_pieces.begin() + static_cast<std::ptrdiff_t>(count));
}

void LogBuffer::add(const LogChunkPtr &chunk)
{
    if (chunk->size() == 0)
        return;
    m_pieces.push_back({m_end, chunk});
    m_end += chunk->size();
}

void LogBuffer::replaceUpTo(LogRecord::Time after, const std::vector<LogChunkPtr> &chunks)
{
    // The lines that stay keep their numbers: what stands before them is counted backwards.
    LogChunkWriter later(std::numeric_limits<std::size_t>::max());
    std::uint64_t stays = m_end;
    for (auto piece = m_pieces.rbegin(); piece != m_pieces.rend(); ++piece) {
        std::size_t index = piece->chunk->size();
        while (index > 0 && piece->chunk->record(index - 1).at > after)
            --index;
        stays = piece->first + index;
        if (index > 0)
            break;
    }
    for (std::uint64_t sequence = stays; sequence < m_end; ++sequence)
        later.append(record(sequence));
    std::uint64_t before = 0;
    for (const LogChunkPtr &chunk : chunks)
        before += chunk->size();
    m_pieces.clear();
    m_open = nullptr;
    m_end = stays - before;
    for (const LogChunkPtr &chunk : chunks)
        add(chunk);
    for (const LogChunkPtr &chunk : later.take())
        add(chunk);
}

void LogBuffer::replace(const std::vector<LogChunkPtr> &chunks)
{
    m_pieces.clear();
    m_open = nullptr;
    m_end = kStart;
    for (const LogChunkPtr &chunk : chunks)
        add(chunk);
}

std::vector<LogBuffer::Piece> LogBuffer::snapshot()
{
    m_open = nullptr; // goes on in a new chunk: a worker reads this one
    return m_pieces;
}

} // namespace otabench::widgets
