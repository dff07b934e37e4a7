#include "widgets/history/campaigns_view.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/format.h"
#include "widgets/common/theme.h"
#include "widgets/history/campaign_filter_model.h"
#include "widgets/history/timeline_view.h"

#include <QComboBox>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <QVariant>

#include <algorithm>
#include <utility>

namespace otabench::widgets {
namespace {

using Outcome = CampaignFilterModel::Outcome;

/// The first entry means all; what was chosen stays chosen.
void fill(QComboBox *box, QStringList values, const QString &all)
{
    values.removeDuplicates();
    values.removeAll(QString());
    values.sort(Qt::CaseInsensitive);
    const QString chosen = box->currentData().toString();
    const QSignalBlocker blocker(box);
    box->clear();
    box->addItem(all, QString());
    for (const QString &value : qAsConst(values))
        box->addItem(value, value);
    box->setCurrentIndex(std::max(0, box->findData(chosen)));
}

} // namespace

CampaignsView::CampaignsView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_table(HistoryTables::campaigns(theme, this))
    , m_filter(new CampaignFilterModel(*m_table, this))
    , m_results(HistoryTables::results(theme, this))
    , m_sortedResults(new QSortFilterProxyModel(this))
    , m_timeline(new TimelineView(theme, this))
{
    m_sortedResults->setSourceModel(m_results);
    m_sortedResults->setSortRole(ValueRole);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeFilterBar());
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(QStringLiteral("historySplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(makeList());
    m_splitter->addWidget(makeDetail());
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    layout->addWidget(m_splitter, 1);
    for (QComboBox *box : {m_image, m_operator, m_station, m_outcome})
        connect(box, qOverload<int>(&QComboBox::currentIndexChanged), this,
                &CampaignsView::applyFilter);
    retranslate();
}

QWidget *CampaignsView::makeFilterBar()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(kSpace4, kSpace2, kSpace4, kSpace2);
    row->setSpacing(kSpace2);
    const auto add = [&](const char *objectName) {
        auto *box = new QComboBox(bar);
        box->setObjectName(QLatin1String(objectName));
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        row->addWidget(box);
        return box;
    };
    m_outcome = add("historyOutcome");
    m_image = add("historyImage");
    m_operator = add("historyOperator");
    m_station = add("historyStation");
    for (const Outcome outcome :
         {Outcome::Any, Outcome::AllGood, Outcome::Failures, Outcome::Unended})
        m_outcome->addItem(QString(), static_cast<int>(outcome));
    row->addStretch(1);
    return bar;
}

QWidget *CampaignsView::makeList()
{
    m_stack = new QStackedWidget(this);
    m_view = HistoryTables::view("historyCampaigns", m_filter, m_stack);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(0, Qt::DescendingOrder);
    m_noMatch = new EmptyState(QStringLiteral("edit-find"), m_stack);
    m_clear =
        m_noMatch->addButton(QStringLiteral("clearHistoryFilter"), QStringLiteral("edit-clear"));
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_noMatch);
    connect(m_clear, &QPushButton::clicked, this, &CampaignsView::clearFilter);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const PastCampaign *campaign = chosen();
        const std::int64_t id = campaign != nullptr ? campaign->campaign.id : 0;
        if (std::exchange(m_chosenId, id) != id)
            Q_EMIT chosenChanged();
    });
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &CampaignsView::updateShown);
    connect(m_filter, &QAbstractItemModel::rowsRemoved, this, &CampaignsView::updateShown);
    return m_stack;
}

QWidget *CampaignsView::makeDetail()
{
    m_detail = new QWidget(this);
    m_detail->setObjectName(QStringLiteral("historyDetail"));
    m_detail->setAttribute(Qt::WA_StyledBackground);
    m_title = new QLabel(m_detail);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_summary = new QLabel(m_detail);
    m_summary->setObjectName(QStringLiteral("historySummary"));
    m_summary->setProperty("muted", true);
    for (QLabel *label : {m_title, m_summary}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_resultView = HistoryTables::view("historyResults", m_sortedResults, m_detail);
    m_resultView->setSortingEnabled(true);
    m_resultView->sortByColumn(0, Qt::DescendingOrder);
    auto *parts = new QSplitter(Qt::Vertical, m_detail);
    parts->setChildrenCollapsible(false);
    parts->setHandleWidth(1);
    parts->addWidget(m_resultView);
    parts->addWidget(m_timeline);
    auto *texts = new QVBoxLayout;
    texts->setContentsMargins(kSpace3, kSpace3, kSpace3, kSpace2);
    texts->setSpacing(kSpace1);
    texts->addWidget(m_title);
    texts->addWidget(m_summary);
    auto *layout = new QVBoxLayout(m_detail);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(texts);
    layout->addWidget(parts, 1);
    connect(m_resultView->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &CampaignsView::showBoard);
    return m_detail;
}

void CampaignsView::setCampaigns(std::vector<PastCampaign> campaigns)
{
    const bool isFirst = m_table->rowCount() == 0;
    m_table->set(std::move(campaigns));
    fillChoices();
    applyFilter();
    if (isFirst)
        m_view->horizontalHeader()->resizeSections(QHeaderView::ResizeToContents);
    if (m_chosenId == 0 && m_filter->rowCount() > 0)
        m_view->selectRow(0);
    updateShown();
}

void CampaignsView::fillChoices()
{
    QStringList images, operators, stations;
    for (const PastCampaign &row : m_table->records()) {
        images << HistoryTables::image(row.campaign.project, row.campaign.version);
        operators << QString::fromStdString(row.campaign.operatorName);
        stations << QString::fromStdString(row.campaign.station);
    }
    fill(m_image, images, tr("All images"));
    fill(m_operator, operators, tr("All operators"));
    fill(m_station, stations, tr("All stations"));
}

void CampaignsView::applyFilter()
{
    m_filter->setImage(m_image->currentData().toString());
    m_filter->setOperator(m_operator->currentData().toString());
    m_filter->setStation(m_station->currentData().toString());
    m_filter->setOutcome(static_cast<Outcome>(m_outcome->currentData().toInt()));
    updateShown();
}

void CampaignsView::setText(const QString &text)
{
    m_filter->setText(text);
    updateShown();
}

void CampaignsView::clearFilter()
{
    for (QComboBox *box : {m_image, m_operator, m_station, m_outcome})
        box->setCurrentIndex(0);
    m_filter->setText({});
    updateShown();
    Q_EMIT filterCleared();
}

void CampaignsView::updateShown()
{
    const bool isHidden = m_filter->rowCount() == 0 && m_table->rowCount() > 0;
    m_stack->setCurrentWidget(isHidden ? static_cast<QWidget *>(m_noMatch) : m_view);
    m_detail->setVisible(chosen() != nullptr);
}

const PastCampaign *CampaignsView::chosen() const
{
    const auto rows = m_view->selectionModel()->selectedRows();
    return rows.isEmpty() ? nullptr : &m_filter->campaign(rows.front().row());
}

void CampaignsView::choose(std::int64_t id)
{
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        if (m_filter->campaign(row).campaign.id == id)
            m_view->selectRow(row);
    }
}

int CampaignsView::shownCount() const
{
    return m_filter->rowCount();
}

void CampaignsView::showDetail(CampaignDetail detail)
{
    const bool isSame = m_shown.report.campaign.id == detail.report.campaign.id;
    m_shown = std::move(detail);
    m_results->set(m_shown.report.boards);
    showSummary();
    if (!isSame)
        m_resultView->horizontalHeader()->resizeSections(QHeaderView::ResizeToContents);
    // The first one is what needs attention most.
    if (m_resultView->selectionModel()->selectedRows().isEmpty() && m_results->rowCount() > 0)
        m_resultView->selectRow(0);
    showBoard();
    updateShown();
}

void CampaignsView::showSummary()
{
    const history::CampaignRecord &campaign = m_shown.report.campaign;
    const auto text = [](const std::string &value) { return QString::fromStdString(value); };
    //: %1 is the number of a campaign, %2 an image with its version, %3 a chip
    m_title->setText(
        tr("Campaign %1: %2 for %3")
            .arg(campaign.id)
            .arg(HistoryTables::image(campaign.project, campaign.version), text(campaign.chip)));
    QStringList lines;
    lines << tr("File: %1").arg(QFileInfo(text(campaign.imageFile)).fileName());
    if (!campaign.imageSha256.empty())
        lines << tr("SHA-256: %1").arg(text(campaign.imageSha256));
    const QString begin = HistoryTables::moment(campaign.started);
    if (campaign.ended)
        lines << tr("From %1, for %2")
                     .arg(begin,
                          Format::clock(std::chrono::duration_cast<std::chrono::milliseconds>(
                              *campaign.ended - campaign.started)));
    else
        lines << tr("From %1, not ended").arg(begin);
    m_summary->setText(lines.join(QLatin1Char('\n')));
}

void CampaignsView::showBoard()
{
    const auto rows = m_resultView->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return m_timeline->clear();
    const history::BoardRecord &board =
        m_results->record(m_sortedResults->mapToSource(rows.front()).row());
    std::vector<history::Transition> transitions;
    for (const history::Transition &each : m_shown.report.transitions) {
        if (each.board == board.board)
            transitions.push_back(each);
    }
    m_timeline->show(board, std::move(transitions));
}

void CampaignsView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void CampaignsView::retranslate()
{
    m_table->retranslate();
    m_results->retranslate();
    m_outcome->setItemText(0, tr("All results"));
    m_outcome->setItemText(1, tr("All boards good"));
    m_outcome->setItemText(2, tr("With failures"));
    m_outcome->setItemText(3, tr("Not ended"));
    m_outcome->setAccessibleName(tr("Result"));
    m_image->setAccessibleName(tr("Image"));
    m_operator->setAccessibleName(tr("Operator"));
    m_station->setAccessibleName(tr("Station"));
    m_view->setAccessibleName(tr("Campaigns"));
    m_resultView->setAccessibleName(tr("Boards of the campaign"));
    m_noMatch->setTexts(tr("No campaign fits the filter"),
                        tr("The search looks into images, boards, operators and stations."));
    m_clear->setText(tr("&Clear the filter"));
    fillChoices();
    if (m_shown.report.campaign.id != 0)
        showSummary();
}

} // namespace otabench::widgets
