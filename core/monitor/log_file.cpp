#include "monitor/log_file.h"

#include "monitor/detail/bookmarker.h"
#include "monitor/detail/spool_format.h"
#include "monitor/line_splitter.h"
#include "monitor/ota_tracker.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <optional>

namespace otabench::monitor {
namespace {

struct CloseFile
{
    void operator()(std::FILE *file) const { std::fclose(file); }
};

/// Tells by the first line what the file is, and makes records of it.
class FileLines
{
public:
    FileLines(std::string_view board, const OnFileRecord &onRecord)
        : m_board(board)
        , m_onRecord(onRecord)
        , m_tracker([](const TrackerEvent &) {})
    {
    }

    void onLine(std::string_view line, std::uint64_t bytesRead)
    {
        if (!m_isSpool)
            m_isSpool = detail::readRecord(line).has_value();
        if (*m_isSpool) {
            if (const auto record = detail::readRecord(line))
                m_onRecord(*record, bytesRead);
            return;
        }
        const LogEntry entry = parseLine(line);
        m_tracker.feed(entry);
        m_onRecord({.at = {},
                    .bookmark = m_bookmarker.feed(entry, m_tracker),
                    .board = m_board,
                    .line = line},
                   bytesRead);
    }

private:
    std::string_view m_board;
    const OnFileRecord &m_onRecord;
    OtaTracker m_tracker;
    detail::Bookmarker m_bookmarker;
    std::optional<bool> m_isSpool;
};

} // namespace

Result<> readLogFile(const std::filesystem::path &path, std::string_view board,
                     const std::stop_token &stop, const OnFileRecord &onRecord)
{
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" is a folder: give the file that the log was saved in", path.string());
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rbe"));
    if (!file) {
        const int error = errno;
        return fail(errorCodeFromErrno(error), "cannot read the log \"{}\": {}", path.string(),
                    errnoText(error));
    }
    FileLines lines(board, onRecord);
    LineSplitter splitter;
    std::uint64_t bytesRead = 0;
    const auto onLine = [&](std::string_view line) { lines.onLine(line, bytesRead); };
    std::array<char, 64 * 1024> buffer;
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "reading \"{}\" was cancelled", path.string());
        bytesRead += count;
        splitter.feed(std::span<const char>(buffer.data(), count), onLine);
    }
    if (std::ferror(file.get()) != 0)
        return fail(ErrorCode::InputOutput, "cannot read the log \"{}\" to its end", path.string());
    splitter.flush(onLine);
    return {};
}

} // namespace otabench::monitor
