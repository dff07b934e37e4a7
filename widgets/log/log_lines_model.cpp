#include "widgets/log/log_lines_model.h"

#include "monitor/diagnosis.h"
#include "widgets/common/background.h"
#include "widgets/log/log_marks_model.h"
#include "widgets/log/log_model.h"

#include <QDateTime>

#include <algorithm>

namespace otabench::widgets {
namespace {

using monitor::LogRecord;

constexpr std::chrono::milliseconds kTypingPause{120};

QString toText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<int>(text.size()));
}

/// A panic is printed without a level; "errors only" must not hide it.
monitor::Level shownLevel(const monitor::LogEntry &entry)
{
    return entry.kind == monitor::LineKind::Panic ? monitor::Level::Error : entry.level;
}

QString letterOf(const monitor::LogEntry &entry)
{
    if (entry.kind == monitor::LineKind::Panic)
        return QStringLiteral("!");
    return entry.level == monitor::Level::None ? QString()
                                               : QString(QLatin1Char(monitor::letter(entry.level)));
}

} // namespace

LogLinesModel::LogLinesModel(std::size_t capacity, QObject *parent)
    : QAbstractListModel(parent)
    , m_capacity(std::max<std::size_t>(1, capacity))
    , m_nameOf(toText)
    , m_marks(new LogMarksModel(this))
    , m_shownFirst(m_buffer.first())
    , m_shownEnd(m_buffer.end())
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(kTypingPause);
    connect(&m_delay, &QTimer::timeout, this, &LogLinesModel::scan);
}

LogLinesModel::~LogLinesModel()
{
    m_stop.request_stop();
}

void LogLinesModel::setBoardNames(std::function<QString(std::string_view)> nameOf)
{
    m_nameOf = std::move(nameOf);
}

void LogLinesModel::append(const std::vector<LogRecord> &lines)
{
    if (lines.empty())
        return;
    const std::uint64_t from = m_buffer.end();
    for (const LogRecord &line : lines)
        m_buffer.append(line);
    std::vector<LogMarksModel::Mark> marks;
    for (std::uint64_t sequence = from; sequence < m_buffer.end(); ++sequence) {
        const LogRecord line = m_buffer.record(sequence);
        if (line.bookmark != monitor::Bookmark::None)
            marks.push_back({sequence, line.bookmark, false, timeText(line.at),
                             m_nameOf(line.board), toText(line.line)});
    }
    m_marks->append(std::move(marks));
    insert(look(from, m_buffer.end(), m_applied));
    trim();
}

LogLinesModel::News LogLinesModel::look(std::uint64_t from, std::uint64_t end,
                                        const LogQuery &query) const
{
    News news;
    if (!query.filter && !query.search)
        return news;
    for (std::uint64_t sequence = from; sequence < end; ++sequence) {
        const LogRecord record = m_buffer.record(sequence);
        if (!query.shows(record))
            continue;
        if (query.filter)
            news.rows.push_back(sequence);
        if (query.hits(record))
            news.hits.push_back(sequence);
    }
    return news;
}

void LogLinesModel::insert(News news)
{
    const int first = rowCount();
    const auto coming = isFiltered() ? news.rows.size() : m_buffer.end() - m_shownEnd;
    if (coming > 0) {
        beginInsertRows({}, first, first + static_cast<int>(coming) - 1);
        m_rows.insert(m_rows.end(), news.rows.begin(), news.rows.end());
        m_shownEnd = m_buffer.end();
        endInsertRows();
    }
    m_shownEnd = m_buffer.end();
    if (!news.hits.empty()) {
        m_hits.insert(m_hits.end(), news.hits.begin(), news.hits.end());
        Q_EMIT hitsChanged();
    }
}

void LogLinesModel::trim()
{
    const std::size_t capacity = m_isHolding ? 2 * m_capacity : m_capacity;
    if (m_buffer.size() < capacity + LogChunk::kLines)
        return;
    // The lines go when their rows have gone: a view may ask between.
    LogBuffer trimmed = m_buffer;
    trimmed.trim(capacity);
    const std::uint64_t first = trimmed.first();
    const int leaving = isFiltered() ? rowOf(first) : static_cast<int>(first - m_shownFirst);
    if (leaving > 0) {
        beginRemoveRows({}, 0, leaving - 1);
        m_rows.erase(m_rows.begin(), std::ranges::lower_bound(m_rows, first));
        m_shownFirst = first;
        m_buffer.trim(capacity);
        endRemoveRows();
    } else {
        m_shownFirst = first;
        m_buffer.trim(capacity);
    }
    m_marks->dropBefore(first);
    if (!m_hits.empty() && m_hits.front() < first) {
        m_hits.erase(m_hits.begin(), std::ranges::lower_bound(m_hits, first));
        Q_EMIT hitsChanged();
    }
}

void LogLinesModel::setHolding(bool holding)
{
    m_isHolding = holding;
    trim();
}

void LogLinesModel::clear()
{
    replace({});
}

void LogLinesModel::replaceUpTo(LogRecord::Time after, const std::vector<LogChunkPtr> &chunks)
{
    const std::vector<LogMarksModel::Mark> users = m_marks->usersMarks();
    beginResetModel();
    m_buffer.replaceUpTo(after, chunks);
    restart();
    endResetModel();
    for (const LogMarksModel::Mark &mark : users) {
        if (has(mark.sequence))
            toggleMark(mark.sequence);
    }
    scan();
}

void LogLinesModel::replace(const std::vector<LogChunkPtr> &chunks)
{
    beginResetModel();
    m_buffer.replace(chunks);
    restart();
    endResetModel();
    scan();
}

/// Nothing is known of the lines yet: with a filter none is a row until the scan is done.
void LogLinesModel::restart()
{
    m_shownFirst = m_buffer.first();
    m_shownEnd = m_buffer.end();
    m_rows.clear();
    m_hits.clear();
    readMarks();
}

void LogLinesModel::readMarks()
{
    std::vector<LogMarksModel::Mark> marks;
    for (const LogBuffer::Piece &piece : m_buffer.snapshot()) {
        for (const std::uint16_t index : piece.chunk->marked()) {
            const LogRecord line = piece.chunk->record(index);
            marks.push_back({piece.first + index, line.bookmark, false, timeText(line.at),
                             m_nameOf(line.board), toText(line.line)});
        }
    }
    m_marks->reset(std::move(marks));
}

void LogLinesModel::toggleMark(std::uint64_t sequence)
{
    const LogRecord line = record(sequence);
    m_marks->toggle({sequence, line.bookmark, true, timeText(line.at), m_nameOf(line.board),
                     toText(line.line)});
    const int row = rowOf(sequence);
    if (row < rowCount() && this->sequence(row) == sequence)
        Q_EMIT dataChanged(index(row), index(row));
}

void LogLinesModel::setQuery(LogQuery query)
{
    m_query = std::move(query);
    m_delay.start();
}

void LogLinesModel::scan()
{
    m_delay.stop();
    m_stop.request_stop();
    const unsigned generation = ++m_generation;
    if (!m_query.filter && !m_query.search) // every line as it stands
        return onScanned({.end = m_buffer.end()});
    if (!std::exchange(m_isScanning, true))
        Q_EMIT scanningChanged();
    m_stop = inBackground(
        this,
        [pieces = m_buffer.snapshot(), query = m_query](const std::stop_token &stop) {
            return scanLog(pieces, query, stop);
        },
        [this, generation](const LogScan &found) {
            if (generation == m_generation)
                onScanned(found);
        });
}

void LogLinesModel::onScanned(const LogScan &scan)
{
    const std::uint64_t first = m_buffer.first();
    const std::uint64_t from = std::max(scan.end, first);
    const News later = look(from, m_buffer.end(), m_query);
    const auto take = [first](std::deque<std::uint64_t> &to, const std::vector<std::uint64_t> &one,
                              const std::vector<std::uint64_t> &two) {
        to.assign(std::ranges::lower_bound(one, first), one.end());
        to.insert(to.end(), two.begin(), two.end());
    };
    const bool changesRows = isFiltered() || m_query.filter.has_value();
    if (changesRows)
        beginResetModel();
    m_applied = m_query;
    take(m_rows, scan.rows, later.rows);
    m_shownFirst = first;
    m_shownEnd = m_buffer.end();
    take(m_hits, scan.hits, later.hits);
    if (changesRows)
        endResetModel();
    if (std::exchange(m_isScanning, false))
        Q_EMIT scanningChanged();
    Q_EMIT hitsChanged();
    Q_EMIT queryApplied();
}

bool LogLinesModel::has(std::uint64_t sequence) const
{
    return sequence >= m_buffer.first() && sequence < m_buffer.end();
}

LogRecord LogLinesModel::record(std::uint64_t sequence) const
{
    return m_buffer.record(sequence);
}

std::uint64_t LogLinesModel::sequence(int row) const
{
    return isFiltered() ? m_rows[static_cast<std::size_t>(row)]
                        : m_shownFirst + static_cast<std::uint64_t>(row);
}

int LogLinesModel::rowOf(std::uint64_t sequence) const
{
    if (isFiltered())
        return static_cast<int>(std::ranges::lower_bound(m_rows, sequence) - m_rows.begin());
    return static_cast<int>(std::clamp(sequence, m_shownFirst, m_shownEnd) - m_shownFirst);
}

int LogLinesModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return static_cast<int>(isFiltered() ? m_rows.size() : m_shownEnd - m_shownFirst);
}

QVariant LogLinesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const std::uint64_t number = sequence(index.row());
    if (role == LogModel::SequenceRole)
        return static_cast<quint64>(number);
    const LogRecord line = m_buffer.record(number);
    switch (role) {
    case Qt::DisplayRole:
        return toText(line.line);
    case LogModel::TimeRole:
        return timeText(line.at);
    case BoardRole:
        return m_nameOf(line.board);
    case AddressRole:
        return toText(line.board);
    case LogModel::LevelRole:
        return static_cast<int>(shownLevel(monitor::parseLine(line.line)));
    case LetterRole:
        return letterOf(monitor::parseLine(line.line));
    case MarkRole: {
        const bool isUsers = m_marks->isUsers(number);
        if (!isUsers && line.bookmark == monitor::Bookmark::None)
            return QString();
        return LogMarksModel::iconName({.bookmark = line.bookmark, .isUsers = isUsers});
    }
    case KnownRole: {
        const auto known = monitor::explain(monitor::parseLine(line.line));
        return known ? static_cast<int>(known->role) : -1;
    }
    default:
        return {};
    }
}

QString LogLinesModel::timeText(LogRecord::Time at)
{
    if (at == LogRecord::Time())
        return {};
    return QDateTime::fromMSecsSinceEpoch(
               std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count())
        .toString(QStringLiteral("HH:mm:ss.zzz"));
}

} // namespace otabench::widgets
