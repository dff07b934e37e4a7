#include "widgets/log/log_feed.h"

#include "widgets/common/background.h"
#include "widgets/log/board_choice_model.h"
#include "widgets/log/log_lines_model.h"

namespace otabench::widgets {
namespace {

/// A line of a log is about so long, on disk.
constexpr std::uint64_t kLineBytes = 110;
constexpr std::size_t kMostFileLines = 4000000;
constexpr std::chrono::seconds kCalm{1};

} // namespace

LogFeed::LogFeed(LogLinesModel &lines, BoardChoiceModel &boards, std::filesystem::path folder,
                 QObject *parent)
    : QObject(parent)
    , m_lines(lines)
    , m_boards(boards)
    , m_folder(std::move(folder))
    , m_progress(std::make_shared<std::atomic<int>>(-1))
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettle);
    connect(&m_settle, &QTimer::timeout, this, &LogFeed::reload);
    m_missed.setSingleShot(true);
    m_missed.setInterval(kCalm);
    connect(&m_missed, &QTimer::timeout, this, [this] {
        if (m_source != Source::Live)
            return;
        m_reloadTime = now();
        m_settle.start();
    });
}

LogFeed::~LogFeed()
{
    m_stop.request_stop();
}

monitor::LogRecord::Time LogFeed::now()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
}

void LogFeed::apply(const EventBatch &batch)
{
    for (const fleet::BoardState &board : batch.boards) {
        QStringList tags;
        for (const std::string &tag : board.tags)
            tags << QString::fromStdString(tag);
        m_boards.set(board.id, QString::fromStdString(board.name),
                     QString::fromStdString(board.bench), tags);
    }
    if (m_source == Source::Live)
        return appendLines(batch);
    if (batch.lines.empty())
        return;
    m_unshown += batch.lines.size();
    Q_EMIT changed();
}

void LogFeed::appendLines(const EventBatch &batch)
{
    std::vector<monitor::LogRecord> lines;
    lines.reserve(batch.lines.size() + batch.skipped.size());
    // They are on disk, from where they come when the boards have calmed down.
    for (const auto &[board, count] : batch.skipped) {
        (void)count;
        m_boards.note(board);
        m_missed.start();
    }
    for (const fleet::LogLine &line : batch.lines) {
        if (lines.empty() || lines.back().board != line.board)
            m_boards.note(line.board);
        lines.push_back({.at = std::chrono::time_point_cast<std::chrono::microseconds>(line.at),
                         .bookmark = line.bookmark,
                         .board = line.board,
                         .line = line.text});
    }
    m_lines.append(lines);
}

void LogFeed::showLive()
{
    const bool wasLive = m_source == Source::Live;
    m_source = Source::Live;
    m_file.clear();
    m_unshown = 0;
    if (!wasLive)
        m_lines.clear();
    m_reloadTime = now();
    m_isReloadDue = true;
    m_settle.start();
    Q_EMIT changed();
}

/// Replaces what is in memory up to that time: what comes meanwhile stays.
void LogFeed::reload()
{
    m_isReloadDue = false;
    SpoolRequest request{.folder = m_folder,
                         .upTo = m_reloadTime,
                         .newestBytes = m_lines.capacity() * kLineBytes,
                         .filter = {},
                         .capacity = m_lines.capacity()};
    read([request = std::move(request), progress = m_progress](
             const std::stop_token &stop) { return loadSpool(request, progress, stop); },
         [this, upTo = m_reloadTime](const LoadedLog &loaded) {
             std::size_t count = 0;
             for (const LogChunkPtr &chunk : loaded.chunks)
                 count += chunk->size();
             m_hasOlder = loaded.hasOlder;
             if (count > 0) // a disk that keeps nothing takes nothing away
                 m_lines.replaceUpTo(upTo, loaded.chunks);
         });
}

void LogFeed::showOlder(const monitor::LogFilter &filter)
{
    m_settle.stop();
    SpoolRequest request{.folder = m_folder,
                         .upTo = {},
                         .newestBytes = {},
                         .filter = filter,
                         .capacity = m_lines.capacity()};
    if (!m_lines.isEmpty())
        request.upTo = m_lines.snapshot().front().chunk->record(0).at;
    read([request = std::move(request), progress = m_progress](
             const std::stop_token &stop) { return loadSpool(request, progress, stop); },
         [this](const LoadedLog &loaded) {
             m_source = Source::Older;
             m_hasOlder = loaded.hasOlder;
             m_lines.replace(loaded.chunks);
         });
}

void LogFeed::showFile(const QString &file)
{
    m_settle.stop();
    read(
        [path = std::filesystem::path(file.toStdString()),
         progress = m_progress](const std::stop_token &stop) {
            return loadLogFile(path, kMostFileLines, progress, stop);
        },
        [this, file](const LoadedLog &loaded) {
            m_source = Source::File;
            m_file = file;
            m_hasOlder = loaded.hasOlder;
            m_lines.replace(loaded.chunks);
        });
}

void LogFeed::cancel()
{
    m_stop.request_stop();
}

void LogFeed::read(Load load, std::function<void(const LoadedLog &)> then)
{
    m_stop.request_stop();
    const unsigned generation = ++m_generation;
    m_isReading = true;
    *m_progress = -1;
    m_stop = inBackground(
        this, std::move(load), [this, generation, then = std::move(then)](const LoadedLog &loaded) {
            if (generation != m_generation)
                return;
            m_isReading = false;
            if (!loaded.error) {
                noteBoards(loaded);
                then(loaded);
            } else if (loaded.error->code != ErrorCode::Cancelled) {
                Q_EMIT failed(*loaded.error);
            }
            if (m_source == Source::Live && m_isReloadDue) // something else came between
                m_settle.start();
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

/// Boards that only the saved lines know can be chosen, too.
void LogFeed::noteBoards(const LoadedLog &loaded)
{
    for (const LogChunkPtr &chunk : loaded.chunks) {
        for (const std::string &board : chunk->boards())
            m_boards.note(board);
    }
}

} // namespace otabench::widgets
