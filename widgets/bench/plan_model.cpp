#include "widgets/bench/plan_model.h"

namespace otabench::widgets {

PlanModel::PlanModel(const BenchModel &bench, const std::set<std::string> &preselected,
                     QObject *parent)
    : QAbstractTableModel(parent)
    , m_bench(bench)
{
    for (int row = 0; row < bench.rowCount(); ++row) {
        const std::string &id = bench.board(row).id;
        m_rows.push_back({id, preselected.empty() || preselected.contains(id)});
    }
    // The list itself stays as it was when the plan was opened; a board that leaves is shown as
    // blocked, so that nothing moves under the pointer.
    connect(&bench, &QAbstractItemModel::dataChanged, this, &PlanModel::refreshAll);
    connect(&bench, &QAbstractItemModel::rowsRemoved, this, &PlanModel::refreshAll);
}

void PlanModel::refreshAll()
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
    Q_EMIT chosenChanged();
}

void PlanModel::setImage(std::optional<image::Image> image)
{
    m_image = std::move(image);
    refreshAll();
}

const fleet::BoardState *PlanModel::boardAt(int row) const
{
    const int benchRow = m_bench.rowOf(m_rows[static_cast<std::size_t>(row)].id);
    return benchRow < 0 ? nullptr : &m_bench.board(benchRow);
}

std::optional<Verdict> PlanModel::verdictAt(int row) const
{
    const fleet::BoardState *board = boardAt(row);
    if (board == nullptr)
        return Verdict::NoPort;
    return m_image ? std::optional(Preflight::verdict(*board, *m_image)) : std::nullopt;
}

std::vector<std::string> PlanModel::chosen() const
{
    std::vector<std::string> ids;
    for (int row = 0; row < rowCount(); ++row) {
        const Row &entry = m_rows[static_cast<std::size_t>(row)];
        const auto verdict = verdictAt(row);
        if (entry.ticked && verdict && Preflight::canUpdate(*verdict))
            ids.push_back(entry.id);
    }
    return ids;
}

std::vector<std::string> PlanModel::ticked() const
{
    std::vector<std::string> ids;
    for (int row = 0; row < rowCount(); ++row) {
        const Row &entry = m_rows[static_cast<std::size_t>(row)];
        if (entry.ticked && boardAt(row) && verdictAt(row) != Verdict::Busy)
            ids.push_back(entry.id);
    }
    return ids;
}

void PlanModel::setTicked(const std::set<std::string> &ids)
{
    for (Row &row : m_rows)
        row.ticked = ids.contains(row.id);
    refreshAll();
}

void PlanModel::setAllTicked(bool ticked)
{
    for (Row &row : m_rows)
        row.ticked = ticked;
    refreshAll();
}

int PlanModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PlanModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QVariant PlanModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &entry = m_rows[static_cast<std::size_t>(index.row())];
    const fleet::BoardState *board = boardAt(index.row());
    const auto column = static_cast<Column>(index.column());
    const auto verdict = verdictAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        if (column == Column::Board)
            return board ? QString::fromStdString(board->name) : QString::fromStdString(entry.id);
        if (column == Column::Running)
            return board && board->identity ? QString::fromStdString(board->identity->version)
                                            : QString();
        if (!board)
            return tr("Blocked: it has left the bench");
        return verdict ? Preflight::sentence(*verdict, *board, *m_image) : tr("Choose an image");
    case Qt::CheckStateRole:
        if (column != Column::Board)
            return {};
        return entry.ticked ? Qt::Checked : Qt::Unchecked;
    case IconRole:
        return column == Column::Verdict && verdict ? Preflight::icon(*verdict) : QVariant();
    case TokenRole:
        return static_cast<int>(column == Column::Verdict
                                    ? (verdict ? Preflight::token(*verdict) : Token::Muted)
                                    : Token::Text);
    case IdRole:
        return QString::fromStdString(entry.id);
    default:
        return {};
    }
}

bool PlanModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::CheckStateRole ||
        index.column() != static_cast<int>(Column::Board))
        return false;
    m_rows[static_cast<std::size_t>(index.row())].ticked = value.toInt() == Qt::Checked;
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT chosenChanged();
    return true;
}

Qt::ItemFlags PlanModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == static_cast<int>(Column::Board) ? flags | Qt::ItemIsUserCheckable
                                                             : flags;
}

QVariant PlanModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Board:
        return tr("Board");
    case Column::Running:
        //: heading above the versions that the boards run now
        return tr("Runs");
    case Column::Verdict:
        //: heading above what an update would come to
        return tr("Verdict");
    }
    return {};
}

} // namespace otabench::widgets
