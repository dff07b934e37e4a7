#include "monitor/log_reader.h"

#include "base/descriptor.h"
#include "monitor/detail/spool_format.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <string>
#include <vector>

namespace otabench::monitor {
namespace {

constexpr std::size_t kReadBytes = 256 * 1024;
constexpr std::size_t kMaxRecordBytes = 64 * 1024; ///< longer lines are no records

/// The segments of one writer as one stream of records.
class WriterStream
{
public:
    explicit WriterStream(LogRecord::Time start)
        : m_start(start)
    {
    }

    void addSegment(unsigned number, std::filesystem::path path)
    {
        m_segments.emplace(number, std::move(path));
    }

    [[nodiscard]] LogRecord::Time start() const { return m_start; }

    /// The record that comes next; nothing at the end, for now.
    [[nodiscard]] const std::optional<LogRecord> &head()
    {
        if (!m_head)
            advance();
        return m_head;
    }

    void pop() { m_head.reset(); }

    /// A file descriptor less; reading goes on where it was.
    void rest()
    {
        m_file.reset();
        m_buffer.clear();
        m_buffer.shrink_to_fit();
        m_offset -= static_cast<off_t>(m_end - m_at);
        m_at = m_end = 0;
    }

    [[nodiscard]] std::uint64_t damaged() const { return m_damaged; }

private:
    void advance()
    {
        for (;;) {
            const auto line = nextLine();
            if (!line)
                return;
            m_head = detail::readRecord(*line);
            if (m_head)
                return;
            ++m_damaged;
        }
    }

    std::optional<std::string_view> nextLine()
    {
        for (;;) {
            const std::string_view rest(m_buffer.data() + m_at, m_end - m_at);
            if (const std::size_t end = rest.find('\n'); end != std::string_view::npos) {
                m_at += end + 1;
                return rest.substr(0, end);
            }
            if (rest.size() > kMaxRecordBytes) {
                m_at = m_end; // no text of ours
                ++m_damaged;
            }
            if (fill())
                continue;
            // The rest of a segment that another follows is a record that was cut.
            const auto next = m_segments.upper_bound(m_number);
            if (next == m_segments.end())
                return std::nullopt;
            m_damaged += m_at != m_end ? 1 : 0;
            m_number = next->first;
            m_file.reset();
            m_at = m_end = 0;
            m_offset = 0;
        }
    }

    /// More bytes of the present segment; false: there are none.
    bool fill()
    {
        const auto segment = m_segments.find(m_number);
        if (segment == m_segments.end())
            return false;
        if (!m_file) {
            m_file =
                std::make_unique<Descriptor>(::open(segment->second.c_str(), O_RDONLY | O_CLOEXEC));
            if (m_file->get() < 0) { // removed: too old
                m_file.reset();
                return false;
            }
        }
        if (m_at > 0) {
            std::memmove(m_buffer.data(), m_buffer.data() + m_at, m_end - m_at);
            m_end -= m_at;
            m_at = 0;
        }
        m_buffer.resize(m_end + kReadBytes);
        ssize_t count = 0;
        do {
            count = ::pread(m_file->get(), m_buffer.data() + m_end, kReadBytes, m_offset);
        } while (count < 0 && errno == EINTR);
        if (count <= 0)
            return false;
        m_end += static_cast<std::size_t>(count);
        m_offset += count;
        return true;
    }

    LogRecord::Time m_start;
    std::map<unsigned, std::filesystem::path> m_segments;
    unsigned m_number = 0; ///< of the segment that is read; 0: none yet
    std::unique_ptr<Descriptor> m_file;
    off_t m_offset = 0;
    std::vector<char> m_buffer;
    std::size_t m_at = 0, m_end = 0; ///< of the bytes not read yet
    std::optional<LogRecord> m_head; ///< views into m_buffer
    std::uint64_t m_damaged = 0;
};

} // namespace

/// A writer's stream is opened when the time of its start has come: a folder may hold hundreds.
class LogReader::Merge
{
public:
    Merge(std::filesystem::path folder, std::optional<LogRecord::Time> since)
        : m_folder(std::move(folder))
        , m_since(since)
    {
    }

    /// Leaves out what was written before the newest files that have so many bytes.
    void keepNewest(std::uint64_t bytes)
    {
        struct Segment
        {
            std::filesystem::file_time_type written;
            std::uint64_t bytes = 0;
        };

        std::vector<Segment> segments;
        std::error_code error;
        for (std::filesystem::directory_iterator entry(m_folder, error), end;
             !error && entry != end; entry.increment(error)) {
            std::error_code gone; // removed just now: too old
            const Segment segment{entry->last_write_time(gone), entry->file_size(gone)};
            if (!gone && detail::readSegmentName(entry->path().filename().string()))
                segments.push_back(segment);
        }
        std::ranges::sort(segments, std::ranges::greater(), &Segment::written);
        std::uint64_t sum = 0;
        for (const Segment &segment : segments) {
            if (sum >= bytes)
                return;
            sum += segment.bytes;
            m_since = std::chrono::floor<std::chrono::microseconds>(
                std::chrono::file_clock::to_sys(segment.written));
        }
        m_since.reset(); // all of them
    }

    Result<> findSegments()
    {
        m_bytes = 0;
        std::error_code error;
        if (!std::filesystem::exists(m_folder, error))
            return {};
        for (std::filesystem::directory_iterator entry(m_folder, error), end;
             !error && entry != end; entry.increment(error)) {
            const std::string file = entry->path().filename().string();
            const auto name = detail::readSegmentName(file);
            if (!name)
                continue;
            if (isTooOld(*entry)) {
                m_hasOlder = true;
                continue;
            }
            std::error_code gone;
            const std::uint64_t bytes = entry->file_size(gone);
            m_bytes += gone ? 0 : bytes;
            auto stream = m_streams.find(name->writer);
            if (stream == m_streams.end())
                stream = m_streams.emplace(name->writer, WriterStream(name->start)).first;
            stream->second.addSegment(name->number, entry->path());
        }
        if (error)
            return fail(errorCodeFromErrno(error.value()), "cannot read the logs in \"{}\": {}",
                        m_folder.string(), error.message());
        m_waiting.clear();
        for (auto &[name, stream] : m_streams)
            m_waiting.push_back(&stream); // in the order of their starts, as names sort by time
        m_active.clear();
        return {};
    }

    std::optional<LogRecord> next()
    {
        if (m_last)
            m_last->pop();
        m_last = nullptr;
        if (m_active.empty() && m_next == m_waiting.size()) {
            // At the end: what has come since?
            if (const auto found = findSegments(); !found)
                return std::nullopt;
            m_next = 0;
        }
        WriterStream *first = earliest();
        while (m_next < m_waiting.size() &&
               (!first || m_waiting[m_next]->start() <= first->head()->at)) {
            WriterStream *stream = m_waiting[m_next++];
            if (!stream->head()) {
                stream->rest();
                continue;
            }
            m_active.push_back(stream);
            if (!first || stream->head()->at < first->head()->at)
                first = stream;
        }
        m_last = first;
        return first ? first->head() : std::nullopt;
    }

    [[nodiscard]] bool hasOlder() const { return m_hasOlder; }

    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }

    [[nodiscard]] std::uint64_t damaged() const
    {
        std::uint64_t count = 0;
        for (const auto &[name, stream] : m_streams)
            count += stream.damaged();
        return count;
    }

private:
    bool isTooOld(const std::filesystem::directory_entry &entry) const
    {
        if (!m_since)
            return false;
        std::error_code error;
        const auto written = std::chrono::file_clock::to_sys(entry.last_write_time(error));
        return !error && written < *m_since;
    }

    /// The active stream whose record is the oldest; streams that have ended go.
    WriterStream *earliest()
    {
        std::erase_if(m_active, [](WriterStream *stream) {
            if (stream->head())
                return false;
            stream->rest();
            return true;
        });
        const auto first = std::ranges::min_element(
            m_active, {}, [](WriterStream *stream) { return stream->head()->at; });
        return first == m_active.end() ? nullptr : *first;
    }

    std::filesystem::path m_folder;
    std::optional<LogRecord::Time> m_since;
    std::map<std::string, WriterStream, std::less<>> m_streams;
    std::vector<WriterStream *> m_waiting; ///< m_next and later: not active yet
    std::size_t m_next = 0;
    std::vector<WriterStream *> m_active;
    WriterStream *m_last = nullptr; ///< whose record was handed out
    bool m_hasOlder = false;
    std::uint64_t m_bytes = 0;
};

Result<LogReader> LogReader::open(std::filesystem::path folder,
                                  std::optional<LogRecord::Time> since)
{
    auto merge = std::make_unique<Merge>(std::move(folder), since);
    if (auto found = merge->findSegments(); !found)
        return tl::unexpected(found.error());
    return LogReader(std::move(merge));
}

Result<LogReader> LogReader::openNewest(std::filesystem::path folder, std::uint64_t bytes)
{
    auto merge = std::make_unique<Merge>(std::move(folder), std::nullopt);
    merge->keepNewest(bytes);
    if (auto found = merge->findSegments(); !found)
        return tl::unexpected(found.error());
    return LogReader(std::move(merge));
}

LogReader::LogReader(std::unique_ptr<Merge> merge)
    : m_merge(std::move(merge))
{
}

LogReader::~LogReader() = default;
LogReader::LogReader(LogReader &&) noexcept = default;
LogReader &LogReader::operator=(LogReader &&) noexcept = default;

std::optional<LogRecord> LogReader::next()
{
    return m_merge->next();
}

std::uint64_t LogReader::damagedLines() const
{
    return m_merge->damaged();
}

bool LogReader::hasOlder() const
{
    return m_merge->hasOlder();
}

std::uint64_t LogReader::totalBytes() const
{
    return m_merge->bytes();
}

} // namespace otabench::monitor
