#include "widgets/log/log_model.h"

#include <QDateTime>

#include <algorithm>

namespace otabench::widgets {

LogModel::LogModel(std::size_t capacity, QObject *parent)
    : QAbstractListModel(parent)
    , m_capacity(std::max<std::size_t>(1, capacity))
{
}

void LogModel::append(std::span<const fleet::LogLine *const> lines, std::uint64_t skipped)
{
    // What would leave again at once need not come.
    if (lines.size() > m_capacity)
        lines = lines.last(m_capacity);
    const std::size_t coming = std::min(m_capacity, lines.size() + (skipped > 0 ? 1 : 0));
    if (coming == 0)
        return;
    makeRoom(coming);
    const int first = static_cast<int>(m_lines.size());
    beginInsertRows({}, first, first + static_cast<int>(coming) - 1);
    if (coming > lines.size()) {
        Line note;
        note.at = lines.empty() ? std::chrono::system_clock::now() : lines.front()->at;
        note.skipped = skipped;
        m_lines.push_back(std::move(note));
    }
    for (const fleet::LogLine *line : lines) {
        // A panic is printed without a level; "errors only" must not hide it.
        const bool isPanic = line->kind == monitor::LineKind::Panic;
        m_lines.push_back({line->at, isPanic ? monitor::Level::Error : line->level, 0, line->text});
    }
    endInsertRows();
}

void LogModel::makeRoom(std::size_t coming)
{
    if (m_lines.size() + coming <= m_capacity)
        return;
    const std::size_t leaving = std::min(m_lines.size(), m_lines.size() + coming - m_capacity);
    if (leaving == 0)
        return;
    beginRemoveRows({}, 0, static_cast<int>(leaving) - 1);
    m_lines.erase(m_lines.begin(), m_lines.begin() + static_cast<std::ptrdiff_t>(leaving));
    m_firstSequence += leaving;
    endRemoveRows();
}

void LogModel::clear()
{
    if (m_lines.empty())
        return;
    beginRemoveRows({}, 0, static_cast<int>(m_lines.size()) - 1);
    m_firstSequence += m_lines.size();
    m_lines.clear();
    endRemoveRows();
}

void LogModel::setCapacity(std::size_t capacity)
{
    m_capacity = std::max<std::size_t>(1, capacity);
    makeRoom(0);
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QString LogModel::textOf(const Line &line)
{
    if (line.skipped > 0)
        return tr("… %n line(s) skipped", nullptr, static_cast<int>(line.skipped));
    return QString::fromStdString(line.text);
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    const Line &line = m_lines[row];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(line);
    case LevelRole:
        return static_cast<int>(line.level);
    case SequenceRole:
        return static_cast<quint64>(m_firstSequence + row);
    case TimeRole:
        return QDateTime::fromMSecsSinceEpoch(
                   std::chrono::duration_cast<std::chrono::milliseconds>(line.at.time_since_epoch())
                       .count())
            .toString(QStringLiteral("HH:mm:ss.zzz"));
    default:
        return {};
    }
}

} // namespace otabench::widgets
