#include "widgets/history/boards_view.h"

#include "widgets/common/theme.h"
#include "widgets/history/timeline_view.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

namespace otabench::widgets {

BoardsView::BoardsView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_table(HistoryTables::knownBoards(theme, this))
    , m_filter(new QSortFilterProxyModel(this))
    , m_entries(HistoryTables::boardEntries(theme, this))
{
    m_filter->setSourceModel(m_table);
    m_filter->setSortRole(ValueRole);
    m_filter->setFilterRole(SearchRole);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    m_view = HistoryTables::view("historyBoards", m_filter, splitter);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(5, Qt::DescendingOrder);
    auto *detail = new QWidget(splitter);
    detail->setObjectName(QStringLiteral("historyDetail"));
    detail->setAttribute(Qt::WA_StyledBackground);
    m_title = new QLabel(detail);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setMargin(kSpace3);
    auto *parts = new QSplitter(Qt::Vertical, detail);
    parts->setChildrenCollapsible(false);
    parts->setHandleWidth(1);
    m_entryView = HistoryTables::view("historyBoardEntries", m_entries, parts);
    m_timeline = new TimelineView(theme, parts);
    parts->addWidget(m_entryView);
    parts->addWidget(m_timeline);
    auto *column = new QVBoxLayout(detail);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(parts, 1);
    splitter->addWidget(m_view);
    splitter->addWidget(detail);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);

    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const auto rows = m_view->selectionModel()->selectedRows();
        std::string mac = rows.isEmpty()
                              ? std::string()
                              : m_table->record(m_filter->mapToSource(rows.front()).row()).mac;
        if (std::exchange(m_chosen, std::move(mac)) != m_chosen)
            Q_EMIT chosenChanged();
    });
    connect(m_entryView->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &BoardsView::askForTimeline);
    retranslate();
}

void BoardsView::setBoards(std::vector<history::KnownBoard> boards)
{
    const bool isFirst = m_table->rowCount() == 0;
    m_table->set(std::move(boards));
    if (isFirst)
        m_view->horizontalHeader()->resizeSections(QHeaderView::ResizeToContents);
}

void BoardsView::setText(const QString &text)
{
    m_filter->setFilterFixedString(text.trimmed());
}

std::string BoardsView::chosen() const
{
    return m_chosen;
}

int BoardsView::shownCount() const
{
    return m_filter->rowCount();
}

void BoardsView::showDetail(BoardDetail detail)
{
    if (detail.board != m_chosen) // another one is chosen by now
        return;
    m_entries->set(std::move(detail.entries));
    m_entryView->horizontalHeader()->resizeSections(QHeaderView::ResizeToContents);
    if (m_entries->rowCount() > 0)
        m_entryView->selectRow(0);
    else
        m_timeline->clear();
    retranslate();
}

void BoardsView::askForTimeline()
{
    const auto rows = m_entryView->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return m_timeline->clear();
    const history::ReportEntry &entry = m_entries->record(rows.front().row());
    m_timeline->show(entry.board, {});
    Q_EMIT timelineWanted(entry.campaign.id, entry.board.board);
}

void BoardsView::showTimeline(Timeline timeline)
{
    const auto rows = m_entryView->selectionModel()->selectedRows();
    if (rows.isEmpty() || timeline.transitions.empty())
        return;
    const history::ReportEntry &entry = m_entries->record(rows.front().row());
    if (timeline.transitions.front().campaignId == entry.campaign.id)
        m_timeline->show(entry.board, std::move(timeline.transitions));
}

void BoardsView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void BoardsView::retranslate()
{
    m_table->retranslate();
    m_entries->retranslate();
    m_view->setAccessibleName(tr("Boards"));
    m_entryView->setAccessibleName(tr("What was done to the board"));
    m_title->setText(
        m_chosen.empty()
            ? tr("Choose a board to see everything that was done to it.")
            : tr("Everything that was done to %1").arg(QString::fromStdString(m_chosen)));
}

} // namespace otabench::widgets
