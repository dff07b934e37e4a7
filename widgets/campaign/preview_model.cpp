#include "widgets/campaign/preview_model.h"

#include "widgets/campaign/plan_text.h"
#include "widgets/common/error_text.h"
#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <algorithm>

namespace otabench::widgets {

using fleet::Verdict;

namespace {

int rank(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Blocked:
        return 0;
    case Verdict::Unknown:
    case Verdict::Update:
        return 1;
    case Verdict::Skip:
        break;
    }
    return 2;
}

Token tokenOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Update:
        return Token::Good;
    case Verdict::Skip:
        return Token::Neutral;
    case Verdict::Blocked:
        return Token::Bad;
    case Verdict::Unknown:
        break;
    }
    return Token::Info;
}

QString iconOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Update:
        return QStringLiteral("emblem-ok");
    case Verdict::Skip:
        return QStringLiteral("phase-same");
    case Verdict::Blocked:
        return QStringLiteral("dialog-error");
    case Verdict::Unknown:
        break;
    }
    return QStringLiteral("dialog-information");
}

/// "1.0.0 · ota_0".
QString versionIn(const std::string &version, const std::string &slot)
{
    QStringList parts;
    for (const std::string &part : {version, slot}) {
        if (!part.empty())
            parts << QString::fromStdString(part);
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace

PreviewModel::PreviewModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void PreviewModel::setPreview(fleet::CampaignPreview preview)
{
    std::ranges::stable_sort(preview.boards, {},
                             [](const fleet::PlannedBoard &board) { return rank(board.verdict); });
    beginResetModel();
    m_preview = std::move(preview);
    endResetModel();
}

void PreviewModel::retranslate()
{
    if (!m_preview.boards.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
}

int PreviewModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_preview.boards.size());
}

int PreviewModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QVariant PreviewModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const fleet::PlannedBoard &board = m_preview.boards[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(board, column);
    case Qt::ToolTipRole:
        if (board.reason)
            return ErrorText::details(*board.reason);
        return column == Column::Note ? text(board, column) : QVariant();
    case ValueRole:
        if (column == Column::Verdict)
            return rank(board.verdict);
        return column == Column::Wave ? QVariant(board.wave) : QVariant(text(board, column));
    case TokenRole:
        if (column == Column::Verdict)
            return static_cast<int>(tokenOf(board.verdict));
        if (column == Column::Note && !board.reason && !board.warnings.empty())
            return static_cast<int>(Token::Warning);
        return static_cast<int>(column == Column::Board ? Token::Text : Token::Muted);
    case IconRole:
        return column == Column::Verdict ? QVariant(iconOf(board.verdict)) : QVariant();
    case IdRole:
        return QString::fromStdString(board.board);
    default:
        return {};
    }
}

QString PreviewModel::text(const fleet::PlannedBoard &board, Column column) const
{
    switch (column) {
    case Column::Verdict:
        return PlanText::word(board.verdict);
    case Column::Board:
        return QString::fromStdString(board.name);
    case Column::Wave:
        return Format::count(board.wave);
    case Column::Running:
        return versionIn(board.fromVersion, board.fromSlot);
    case Column::Becomes:
        return board.verdict == Verdict::Update || board.verdict == Verdict::Unknown
                   ? versionIn(m_preview.version, board.toSlot)
                   : QString();
    case Column::Note:
        break;
    }
    if (board.reason)
        return ErrorText::sentence(*board.reason);
    if (board.verdict == Verdict::Unknown)
        return tr("It tells what it runs only when it is restarted for its update");
    QStringList warnings;
    for (const std::string &warning : board.warnings)
        warnings << QString::fromStdString(warning);
    return warnings.join(QStringLiteral("; "));
}

QVariant PreviewModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Verdict:
        //: heading above what an update would come to
        return tr("Verdict");
    case Column::Board:
        return tr("Board");
    case Column::Wave:
        return tr("Wave");
    case Column::Running:
        //: heading above the versions that the boards run now
        return tr("Runs");
    case Column::Becomes:
        //: heading above the versions that the boards will run
        return tr("Will run");
    case Column::Note:
        //: heading above why a board is blocked, or what may surprise
        return tr("Note");
    }
    return {};
}

} // namespace otabench::widgets
