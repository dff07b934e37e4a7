#include "widgets/bench/board_history.h"

#include "widgets/bench/bench_delegates.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/error_text.h"
#include "widgets/common/phase_text.h"
#include "widgets/common/theme.h"

#include <QDateTime>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
namespace {

QDateTime toDateTime(std::chrono::system_clock::time_point moment)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(moment.time_since_epoch()).count());
}

} // namespace

BoardHistoryModel::BoardHistoryModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void BoardHistoryModel::setTransitions(std::vector<BoardTransition> transitions)
{
    beginResetModel(); // another board's, or read anew
    m_transitions = std::move(transitions);
    endResetModel();
}

void BoardHistoryModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

int BoardHistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_transitions.size());
}

int BoardHistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QString BoardHistoryModel::text(const BoardTransition &transition, Column column)
{
    switch (column) {
    case Column::When:
        return QLocale().toString(toDateTime(transition.at), QLocale::ShortFormat);
    case Column::Phase:
        return PhaseText::look(transition.phase).word;
    case Column::Version:
        return QString::fromStdString(transition.version);
    }
    return {};
}

QVariant BoardHistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const BoardTransition &transition = m_transitions[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<Column>(index.column());
    const bool isPhase = column == Column::Phase;
    switch (role) {
    case Qt::DisplayRole:
        return text(transition, column);
    case Qt::ToolTipRole:
        if (column == Column::When)
            return QLocale().toString(toDateTime(transition.at), QLocale::LongFormat);
        return isPhase && !transition.detail.empty() ? QString::fromStdString(transition.detail)
                                                     : text(transition, column);
    case SecondLineRole:
        if (column == Column::Version)
            //: an update of one image to many boards, by its number
            return tr("campaign %1").arg(transition.campaign);
        return isPhase && !transition.reason.empty()
                   ? ErrorText::sentence(errorCodeFromName(transition.reason))
                   : QString();
    case IconRole:
        return isPhase ? PhaseText::look(transition.phase).icon : QVariant();
    case TokenRole:
        return static_cast<int>(isPhase ? PhaseText::look(transition.phase).token : Token::Text);
    default:
        return {};
    }
}

QVariant BoardHistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::When:
        return tr("When");
    case Column::Phase:
        return tr("What happened");
    case Column::Version:
        return tr("Image");
    }
    return {};
}

BoardHistory::BoardHistory(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_model(new BoardHistoryModel(this))
    , m_problem(new ErrorBanner(ErrorBanner::Closable::No, this))
    , m_table(new QTableView(this))
    , m_empty(new QLabel(this))
{
    m_table->setObjectName(QStringLiteral("boardHistory"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new TwoLineDelegate(theme,
                                                 {.secondLine = BoardHistoryModel::SecondLineRole,
                                                  .token = BoardHistoryModel::TokenRole,
                                                  .icon = BoardHistoryModel::IconRole},
                                                 m_table));
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(CellDelegate::rowHeight(fontMetrics()));
    m_table->horizontalHeader()->setHighlightSections(false);
    const int character = fontMetrics().averageCharWidth();
    m_table->setColumnWidth(static_cast<int>(BoardHistoryModel::Column::When), 20 * character);
    m_table->setColumnWidth(static_cast<int>(BoardHistoryModel::Column::Version), 14 * character);
    m_table->horizontalHeader()->setSectionResizeMode(
        static_cast<int>(BoardHistoryModel::Column::Phase), QHeaderView::Stretch);
    m_empty->setProperty("muted", true);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setMargin(kSpace4);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_problem);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_empty, 1);
    m_table->hide();
    retranslate();
}

void BoardHistory::setRecord(const BoardRecordView &record)
{
    m_model->setTransitions(record.transitions);
    if (record.error)
        m_problem->showError(*record.error);
    else
        m_problem->clear();
    m_table->setVisible(m_model->rowCount() > 0);
    m_empty->setVisible(m_model->rowCount() == 0 && !record.error);
}

void BoardHistory::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void BoardHistory::retranslate()
{
    m_table->setAccessibleName(tr("History of the board"));
    m_empty->setText(tr("No update of this board has been recorded yet."));
    m_model->retranslate();
}

} // namespace otabench::widgets
