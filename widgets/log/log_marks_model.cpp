#include "widgets/log/log_marks_model.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <algorithm>
#include <iterator>

namespace otabench::widgets {
namespace {

using monitor::Bookmark;

Token tokenOf(const LogMarksModel::Mark &mark)
{
    if (mark.isUsers)
        return Token::Info;
    switch (mark.bookmark) {
    case Bookmark::FirstError:
    case Bookmark::Panic:
        return Token::Bad;
    case Bookmark::Lost:
        return Token::Warning;
    case Bookmark::OtaStart:
        return Token::Busy;
    case Bookmark::Reboot:
    case Bookmark::None:
        break;
    }
    return Token::Neutral;
}

} // namespace

LogMarksModel::LogMarksModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

void LogMarksModel::reset(std::vector<Mark> marks)
{
    beginResetModel();
    m_marks = std::move(marks);
    endResetModel();
}

void LogMarksModel::append(std::vector<Mark> marks)
{
    if (marks.empty())
        return;
    const int first = static_cast<int>(m_marks.size());
    beginInsertRows({}, first, first + static_cast<int>(marks.size()) - 1);
    std::ranges::move(marks, std::back_inserter(m_marks));
    endInsertRows();
}

std::vector<LogMarksModel::Mark>::const_iterator LogMarksModel::find(std::uint64_t sequence) const
{
    return std::ranges::lower_bound(m_marks, sequence, {}, &Mark::sequence);
}

void LogMarksModel::toggle(const Mark &line)
{
    const auto place = find(line.sequence);
    const auto row = static_cast<int>(place - m_marks.begin());
    const auto changed = m_marks.begin() + row;
    if (place == m_marks.end() || place->sequence != line.sequence) {
        beginInsertRows({}, row, row);
        m_marks.insert(place, line)->isUsers = true;
        endInsertRows();
    } else if (place->bookmark == Bookmark::None) {
        beginRemoveRows({}, row, row);
        m_marks.erase(place);
        endRemoveRows();
    } else {
        changed->isUsers = !changed->isUsers;
        Q_EMIT dataChanged(index(row), index(row));
    }
}

void LogMarksModel::dropBefore(std::uint64_t sequence)
{
    const auto place = find(sequence);
    if (place == m_marks.begin())
        return;
    beginRemoveRows({}, 0, static_cast<int>(place - m_marks.begin()) - 1);
    m_marks.erase(m_marks.begin(), place);
    endRemoveRows();
}

bool LogMarksModel::isUsers(std::uint64_t sequence) const
{
    const auto place = find(sequence);
    return place != m_marks.end() && place->sequence == sequence && place->isUsers;
}

std::vector<LogMarksModel::Mark> LogMarksModel::usersMarks() const
{
    std::vector<Mark> users;
    std::ranges::copy_if(m_marks, std::back_inserter(users), &Mark::isUsers);
    return users;
}

std::optional<std::uint64_t> LogMarksModel::next(std::uint64_t after) const
{
    const auto place = find(after + 1);
    return place == m_marks.end() ? std::nullopt : std::optional(place->sequence);
}

std::optional<std::uint64_t> LogMarksModel::previous(std::uint64_t before) const
{
    const auto place = find(before);
    return place == m_marks.begin() ? std::nullopt : std::optional(std::prev(place)->sequence);
}

int LogMarksModel::rowNear(std::uint64_t sequence) const
{
    return static_cast<int>(find(sequence + 1) - m_marks.begin()) - 1;
}

int LogMarksModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_marks.size());
}

QVariant LogMarksModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Mark &mark = m_marks[static_cast<std::size_t>(index.row())];
    const QString where =
        mark.time.isEmpty() ? mark.board : QStringLiteral("%1 · %2").arg(mark.time, mark.board);
    switch (role) {
    case Qt::DisplayRole:
        return QStringLiteral("%1 · %2\n%3").arg(word(mark), where, mark.text);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, %2: %3").arg(word(mark), where, mark.text);
    case Qt::ToolTipRole:
        return mark.text;
    case Qt::DecorationRole:
        return icon(iconName(mark));
    case SequenceRole:
        return static_cast<quint64>(mark.sequence);
    case IconRole:
        return iconName(mark);
    case TokenRole:
        return static_cast<int>(tokenOf(mark));
    default:
        return {};
    }
}

QString LogMarksModel::word(const Mark &mark)
{
    switch (mark.bookmark) {
    case Bookmark::OtaStart:
        //: a bookmark in a log
        return tr("Update begins");
    case Bookmark::FirstError:
        //: a bookmark in a log
        return tr("First error");
    case Bookmark::Reboot:
        //: a bookmark in a log
        return tr("Restart");
    case Bookmark::Panic:
        //: a bookmark in a log
        return tr("Crash");
    case Bookmark::Lost:
        //: a bookmark in a log: lines are missing here
        return tr("Lines lost");
    case Bookmark::None:
        break;
    }
    //: one that the user has set in a log
    return tr("Bookmark");
}

QString LogMarksModel::iconName(const Mark &mark)
{
    if (mark.isUsers)
        return QStringLiteral("user-bookmarks");
    switch (mark.bookmark) {
    case Bookmark::OtaStart:
        return QStringLiteral("software-update-available");
    case Bookmark::FirstError:
        return QStringLiteral("dialog-error");
    case Bookmark::Reboot:
        return QStringLiteral("view-refresh");
    case Bookmark::Panic:
    case Bookmark::Lost:
        return QStringLiteral("dialog-warning");
    case Bookmark::None:
        break;
    }
    return QStringLiteral("user-bookmarks");
}

void LogMarksModel::retranslate()
{
    if (!m_marks.empty())
        Q_EMIT dataChanged(index(0), index(static_cast<int>(m_marks.size()) - 1));
}

} // namespace otabench::widgets
