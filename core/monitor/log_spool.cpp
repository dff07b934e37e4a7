#include "monitor/log_spool.h"

#include "base/descriptor.h"
#include "base/files.h"
#include "base/log.h"
#include "monitor/detail/spool_format.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace otabench::monitor {
namespace {

constexpr std::size_t kEnoughToWrite = 64 * 1024;
constexpr std::chrono::seconds kFlushLimit{10};

LogRecord::Time now()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
}

/// The segments of one writer, one after the other. Locked while it is written, so that no other
/// program removes it.
class SegmentFile
{
public:
    explicit SegmentFile(std::filesystem::path folder)
        : m_folder(std::move(folder))
        , m_writer(detail::writerName(now(), ::getpid()))
    {
    }

    /// Whole, or not at all.
    Result<> write(std::string_view text, std::uint64_t segmentBytes)
    {
        if (m_file && m_size >= segmentBytes)
            m_file.reset();
        if (!m_file) {
            if (auto opened = openNext(); !opened)
                return opened;
        }
        std::size_t done = 0;
        while (done < text.size()) {
            const ssize_t count = ::write(m_file->get(), text.data() + done, text.size() - done);
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0) {
                const int error = count < 0 ? errno : ENOSPC;
                // Half a record would run into the next one.
                (void)!::ftruncate(m_file->get(), static_cast<off_t>(m_size));
                (void)::lseek(m_file->get(), 0, SEEK_END);
                return fail(errorCodeFromErrno(error), "cannot write the log \"{}\": {}",
                            m_path.string(), errnoText(error));
            }
            done += static_cast<std::size_t>(count);
        }
        m_size += text.size();
        return {};
    }

private:
    Result<> openNext()
    {
        m_path = m_folder / detail::segmentName(m_writer, ++m_number);
        const int fd = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd < 0) {
            const int error = errno;
            --m_number;
            return fail(errorCodeFromErrno(error), "cannot make the log \"{}\": {}",
                        m_path.string(), errnoText(error));
        }
        m_file.emplace(fd);
        m_size = 0;
        (void)::flock(fd, LOCK_EX | LOCK_NB);
        return {};
    }

    std::filesystem::path m_folder;
    std::string m_writer;
    std::filesystem::path m_path;
    unsigned m_number = 0;
    std::optional<Descriptor> m_file;
    std::uint64_t m_size = 0;
};

bool isBeingWritten(const std::filesystem::path &path)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    return file.get() < 0 || ::flock(file.get(), LOCK_SH | LOCK_NB) != 0;
}

/// Removes the oldest segments until the rest is small enough.
void prune(const std::filesystem::path &folder, std::uint64_t totalBytes)
{
    struct Segment
    {
        std::filesystem::path path;
        std::uint64_t bytes;
        std::filesystem::file_time_type written;
    };

    std::vector<Segment> segments;
    std::uint64_t total = 0;
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(folder, error)) {
        const std::string file = entry.path().filename().string();
        if (!detail::readSegmentName(file))
            continue;
        const auto bytes = entry.file_size(error);
        if (error)
            continue;
        segments.push_back({entry.path(), bytes, entry.last_write_time(error)});
        total += bytes;
    }
    std::ranges::sort(segments, {}, [](const Segment &segment) { return segment.written; });
    for (const Segment &segment : segments) {
        if (total <= totalBytes)
            return;
        if (isBeingWritten(segment.path))
            continue;
        if (std::filesystem::remove(segment.path, error))
            total -= segment.bytes;
    }
}

} // namespace

class LogSpool::Writer
{
public:
    Writer(std::filesystem::path folder, const Options &options)
        : m_folder(std::move(folder))
        , m_options(options)
        , m_file(m_folder)
        , m_thread([this] { run(); })
    {
    }

    ~Writer()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isStopping = true;
        }
        m_wake.notify_all();
        m_thread.join();
    }

    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;

    void append(const LogRecord &record)
    {
        std::unique_lock lock(m_mutex);
        if (m_waiting.size() >= m_options.waitingBytes) {
            ++m_lost;
            ++m_unsaidLost;
            const bool isNews = !std::exchange(m_isTooSlow, true);
            lock.unlock();
            if (isNews)
                logWarning("monitor", fmt::format("the disk of \"{}\" is too slow for the log; "
                                                  "lines are lost until it has caught up",
                                                  m_folder.string()));
            return;
        }
        const bool wasEmpty = m_waiting.empty();
        const bool wasEnough = m_waiting.size() >= kEnoughToWrite;
        m_records.append(m_waiting, record);
        ++m_accepted;
        if (wasEmpty || (!wasEnough && m_waiting.size() >= kEnoughToWrite))
            m_wake.notify_one();
    }

    Result<> flush()
    {
        std::unique_lock lock(m_mutex);
        const std::uint64_t goal = m_accepted;
        const std::uint64_t lostBefore = m_lost;
        m_isFlushWanted = true;
        m_wake.notify_one();
        if (!m_written.wait_for(lock, kFlushLimit, [&] { return m_handled >= goal; }))
            return fail(ErrorCode::Timeout, "the disk of \"{}\" does not take the log lines",
                        m_folder.string());
        if (m_lost > lostBefore && m_error)
            return tl::unexpected(*m_error);
        return {};
    }

    Counters counters() const
    {
        const std::lock_guard lock(m_mutex);
        return {.lines = m_accepted - m_unwritten, .lost = m_lost};
    }

    [[nodiscard]] const std::filesystem::path &folder() const { return m_folder; }

private:
    void run()
    {
        std::string text;
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_wake.wait(lock,
                        [this] { return !m_waiting.empty() || m_isStopping || m_isFlushWanted; });
            m_wake.wait_for(lock, m_options.delay, [this] {
                return m_waiting.size() >= kEnoughToWrite || m_isStopping || m_isFlushWanted;
            });
            m_isFlushWanted = false;
            text.clear();
            std::swap(text, m_waiting);
            m_isTooSlow = false;
            const std::uint64_t lines = m_accepted - m_handled;
            const std::uint64_t unsaid = std::exchange(m_unsaidLost, 0);
            lock.unlock();
            const auto done = writeOut(text, unsaid);
            lock.lock();
            m_handled += lines;
            if (!done) {
                m_unwritten += lines;
                m_lost += lines;
                m_unsaidLost += unsaid + lines;
                m_error = done.error();
            }
            m_written.notify_all();
            if (m_isStopping && m_waiting.empty())
                return;
        }
    }

    Result<> writeOut(const std::string &text, std::uint64_t unsaidLost)
    {
        if (text.empty())
            return {};
        std::string note;
        if (unsaidLost > 0)
            detail::appendRecord(note,
                                 {.at = now(),
                                  .bookmark = Bookmark::Lost,
                                  .board = "otabench",
                                  .line = fmt::format("{} lines were lost here", unsaidLost)});
        auto done = m_file.write(note + text, m_options.segmentBytes);
        if (!done) {
            if (!std::exchange(m_isFailing, true))
                logWarning("monitor", done.error().text + "; log lines are lost until it can");
            return done;
        }
        m_isFailing = false;
        m_sincePrune += text.size();
        if (m_isFirst || m_sincePrune >= m_options.segmentBytes) {
            prune(m_folder, m_options.totalBytes);
            m_sincePrune = 0;
            m_isFirst = false;
        }
        return {};
    }

    const std::filesystem::path m_folder;
    const Options m_options;
    // The thread's own.
    SegmentFile m_file;
    bool m_isFailing = false;
    bool m_isFirst = true;
    std::uint64_t m_sincePrune = 0;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake, m_written;
    detail::RecordWriter m_records;
    std::string m_waiting;
    std::uint64_t m_accepted = 0;   ///< lines put into m_waiting
    std::uint64_t m_handled = 0;    ///< of them, written or given up
    std::uint64_t m_unwritten = 0;  ///< of them, given up
    std::uint64_t m_lost = 0;       ///< all that were
    std::uint64_t m_unsaidLost = 0; ///< of them, not told on disk yet
    std::optional<Error> m_error;
    bool m_isTooSlow = false; ///< said already
    bool m_isFlushWanted = false;
    bool m_isStopping = false;
    std::thread m_thread; ///< last: it uses the others
};

Result<std::unique_ptr<LogSpool>> LogSpool::open(std::filesystem::path folder,
                                                 const Options &options)
{
    if (auto made = makeFolder(folder, FileMode::Private); !made)
        return tl::unexpected(made.error());
    return std::unique_ptr<LogSpool>(
        new LogSpool(std::make_unique<Writer>(std::move(folder), options)));
}

Result<std::unique_ptr<LogSpool>> LogSpool::open(std::filesystem::path folder)
{
    return open(std::move(folder), Options());
}

LogSpool::LogSpool(std::unique_ptr<Writer> writer)
    : m_writer(std::move(writer))
{
}

LogSpool::~LogSpool() = default;

void LogSpool::append(const LogRecord &record)
{
    m_writer->append(record);
}

Result<> LogSpool::flush()
{
    return m_writer->flush();
}

LogSpool::Counters LogSpool::counters() const
{
    return m_writer->counters();
}

const std::filesystem::path &LogSpool::folder() const
{
    return m_writer->folder();
}

} // namespace otabench::monitor
