#include "widgets/log/board_choice_model.h"

#include <algorithm>

namespace otabench::widgets {

BoardChoiceModel::BoardChoiceModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

QString BoardChoiceModel::lastPart(std::string_view address)
{
    if (const auto cut = address.find_last_of('/');
        cut != std::string_view::npos && cut + 1 < address.size())
        address.remove_prefix(cut + 1);
    return QString::fromUtf8(address.data(), static_cast<int>(address.size()));
}

std::size_t BoardChoiceModel::rowOf(const std::string &address)
{
    const auto found = m_rows.find(address);
    if (found != m_rows.end())
        return found->second;
    const int row = static_cast<int>(m_boards.size());
    beginInsertRows({}, row, row);
    m_rows.emplace(address, m_boards.size());
    m_boards.push_back({address, lastPart(address), {}, {}, false});
    endInsertRows();
    return m_boards.size() - 1;
}

void BoardChoiceModel::set(const std::string &address, const QString &name, const QString &bench,
                           const QStringList &tags)
{
    const std::size_t row = rowOf(address);
    Board &board = m_boards[row];
    if (board.name == name && board.bench == bench && board.tags == tags)
        return;
    board.name = name;
    board.bench = bench;
    board.tags = tags;
    const QModelIndex changed = index(static_cast<int>(row));
    Q_EMIT dataChanged(changed, changed);
}

void BoardChoiceModel::note(std::string_view address)
{
    rowOf(std::string(address));
}

QString BoardChoiceModel::nameOf(std::string_view address) const
{
    const auto found = m_rows.find(std::string(address));
    return found == m_rows.end() ? lastPart(address) : m_boards[found->second].name;
}

std::vector<std::string> BoardChoiceModel::chosen() const
{
    std::vector<std::string> addresses;
    for (const Board &board : m_boards) {
        if (board.isChosen)
            addresses.push_back(board.address);
    }
    return addresses;
}

void BoardChoiceModel::choose(const std::vector<std::string> &addresses)
{
    bool isNews = false;
    for (Board &board : m_boards) {
        const bool wants = std::ranges::find(addresses, board.address) != addresses.end();
        isNews = isNews || wants != board.isChosen;
        board.isChosen = wants;
    }
    if (!isNews)
        return;
    Q_EMIT dataChanged(index(0), index(static_cast<int>(m_boards.size()) - 1),
                       {Qt::CheckStateRole});
    Q_EMIT chosenChanged();
}

QStringList BoardChoiceModel::benches() const
{
    QStringList benches;
    for (const Board &board : m_boards) {
        if (!board.bench.isEmpty() && !benches.contains(board.bench))
            benches << board.bench;
    }
    benches.sort();
    return benches;
}

int BoardChoiceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_boards.size());
}

Qt::ItemFlags BoardChoiceModel::flags(const QModelIndex &index) const
{
    return QAbstractListModel::flags(index) | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren;
}

QVariant BoardChoiceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Board &board = m_boards[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return board.bench.isEmpty() ? board.name
                                     : QStringLiteral("%1 · %2").arg(board.name, board.bench);
    case Qt::ToolTipRole:
        return QString::fromStdString(board.address);
    case Qt::CheckStateRole:
        return board.isChosen ? Qt::Checked : Qt::Unchecked;
    case Qt::UserRole: // what a filter looks into
        return QStringList({board.name, QString::fromStdString(board.address), board.bench,
                            board.tags.join(QLatin1Char(' '))})
            .join(QLatin1Char('\n'));
    default:
        return {};
    }
}

bool BoardChoiceModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    m_boards[static_cast<std::size_t>(index.row())].isChosen = value.toInt() == Qt::Checked;
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT chosenChanged();
    return true;
}

} // namespace otabench::widgets
