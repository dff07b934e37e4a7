#include "widgets/log/log_scan.h"

#include "monitor/log_file.h"
#include "monitor/log_reader.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>

namespace otabench::widgets {
namespace {

using monitor::LogRecord;

constexpr std::size_t kRecordOverhead = 34; ///< bytes of time and bookmark in a spool

struct CloseFile
{
    void operator()(std::FILE *file) const { std::fclose(file); }
};

void setProgress(const LogProgress &progress, std::uint64_t done, std::uint64_t total)
{
    *progress = total == 0 ? -1 : static_cast<int>(std::min(done, total) * 100 / total);
}

/// A record as it is shown: without colours.
void appendCleaned(LogChunkWriter &writer, LogRecord record)
{
    const std::string text = monitor::cleanText(record.line);
    record.line = text;
    writer.append(record);
}

/// A file beside the wanted one that takes its name when it is whole.
class PendingFile
{
public:
    explicit PendingFile(const std::filesystem::path &file)
        : m_file(file)
        , m_pending(file.string() + ".part")
        , m_stream(std::fopen(m_pending.c_str(), "wbe"))
        , m_error(m_stream ? 0 : errno)
    {
    }

    ~PendingFile()
    {
        m_stream.reset();
        std::error_code ignored;
        if (!m_isDone)
            std::filesystem::remove(m_pending, ignored);
    }

    PendingFile(const PendingFile &) = delete;
    PendingFile &operator=(const PendingFile &) = delete;

    void put(std::string_view line)
    {
        if (m_error != 0)
            return;
        if (std::fwrite(line.data(), 1, line.size(), m_stream.get()) != line.size() ||
            std::fputc('\n', m_stream.get()) == EOF)
            m_error = errno;
    }

    [[nodiscard]] bool isBroken() const { return m_error != 0; }

    [[nodiscard]] std::optional<Error> finish()
    {
        if (m_error == 0 &&
            (std::fflush(m_stream.get()) != 0 || ::fsync(::fileno(m_stream.get())) != 0))
            m_error = errno;
        if (m_error == 0 && std::rename(m_pending.c_str(), m_file.c_str()) != 0)
            m_error = errno;
        m_isDone = m_error == 0;
        if (m_isDone)
            return std::nullopt;
        return fail(errorCodeFromErrno(m_error), "cannot write \"{}\": {}", m_file.string(),
                    errnoText(m_error))
            .value();
    }

private:
    std::filesystem::path m_file, m_pending;
    std::unique_ptr<std::FILE, CloseFile> m_stream;
    int m_error = 0;
    bool m_isDone = false;
};

} // namespace

LogScan scanLog(const std::vector<LogBuffer::Piece> &pieces, const LogQuery &query,
                const std::stop_token &stop)
{
    LogScan scan;
    for (const LogBuffer::Piece &piece : pieces) {
        scan.isStopped = stop.stop_requested();
        if (scan.isStopped)
            return scan;
        for (std::size_t index = 0; index < piece.chunk->size(); ++index) {
            const LogRecord record = piece.chunk->record(index);
            if (!query.shows(record))
                continue;
            if (query.filter)
                scan.rows.push_back(piece.first + index);
            if (query.hits(record))
                scan.hits.push_back(piece.first + index);
        }
        scan.end = piece.first + piece.chunk->size();
    }
    return scan;
}

LoadedLog loadSpool(const SpoolRequest &request, const LogProgress &progress,
                    const std::stop_token &stop)
{
    LoadedLog loaded;
    auto reader = request.newestBytes
                      ? monitor::LogReader::openNewest(request.folder, *request.newestBytes)
                      : monitor::LogReader::open(request.folder);
    if (!reader) {
        loaded.error = reader.error();
        return loaded;
    }
    LogChunkWriter writer(request.capacity);
    const std::uint64_t total = reader->totalBytes();
    std::uint64_t done = 0;
    std::uint64_t count = 0;
    while (const auto record = reader->next()) {
        done += record->line.size() + record->board.size() + kRecordOverhead;
        if (++count % LogChunk::kLines == 0) {
            setProgress(progress, done, total);
            if (stop.stop_requested()) {
                loaded.error = Error{ErrorCode::Cancelled, "reading was cancelled", {}};
                return loaded;
            }
        }
        // Merged by time but for a clock that was set back: the end is no place to stop at.
        if (request.upTo && record->at > *request.upTo)
            continue;
        if (request.filter.matches(*record))
            appendCleaned(writer, *record);
    }
    loaded.chunks = writer.take();
    loaded.hasOlder = reader->hasOlder() || writer.dropped() > 0;
    loaded.damaged = reader->damagedLines();
    return loaded;
}

LoadedLog loadLogFile(const std::filesystem::path &file, std::size_t capacity,
                      const LogProgress &progress, const std::stop_token &stop)
{
    LoadedLog loaded;
    std::error_code ignored;
    const std::uint64_t total = std::filesystem::file_size(file, ignored);
    LogChunkWriter writer(capacity);
    const auto read = monitor::readLogFile(file, file.filename().string(), stop,
                                           [&](const LogRecord &record, std::uint64_t bytesRead) {
                                               appendCleaned(writer, record);
                                               setProgress(progress, bytesRead, total);
                                           });
    if (!read)
        loaded.error = read.error();
    loaded.chunks = writer.take();
    loaded.hasOlder = writer.dropped() > 0;
    return loaded;
}

LogExport exportLog(const std::vector<LogBuffer::Piece> &pieces, const LogQuery &query,
                    monitor::LogFormat format, const std::filesystem::path &file,
                    const LogProgress &progress, const std::stop_token &stop)
{
    LogExport result;
    PendingFile output(file);
    if (const auto header = monitor::logHeader(format); !header.empty())
        output.put(header);
    for (std::size_t number = 0; number < pieces.size() && !output.isBroken(); ++number) {
        if (stop.stop_requested()) {
            result.error = Error{ErrorCode::Cancelled, "the export was cancelled", {}};
            return result;
        }
        const LogChunk &chunk = *pieces[number].chunk;
        for (std::size_t index = 0; index < chunk.size(); ++index) {
            const LogRecord record = chunk.record(index);
            if (!query.shows(record))
                continue;
            output.put(monitor::logLine(format, record, monitor::parseLine(record.line)));
            ++result.lines;
        }
        setProgress(progress, number + 1, pieces.size());
    }
    result.error = output.finish();
    return result;
}

} // namespace otabench::widgets
