#include "widgets/campaign/live_view.h"

#include "widgets/campaign/campaign_summary.h"
#include "widgets/campaign/cause_model.h"
#include "widgets/campaign/wave_strip.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/plot/rate_plot.h"

#include <QEvent>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace otabench::widgets {
namespace {

using Column = CourseModel::Column;

constexpr int kStateWidth = 140;
constexpr int kBoardWidth = 130;
constexpr int kWaveWidth = 60;
constexpr int kLeastTimeline = 200;
constexpr int kSideWidth = 320;
constexpr int kPlotHeight = 240; // at most: the causes need room too

int indexOf(Column column)
{
    return static_cast<int>(column);
}

} // namespace

LiveView::LiveView(CourseModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_theme(theme)
    , m_filter(new CourseFilter(this))
    , m_causes(new CauseModel(this))
    , m_summary(new CampaignSummary(theme, this))
    , m_waves(new WaveStrip(theme, this))
    , m_splitter(new QSplitter(this))
{
    m_filter->setSourceModel(&m_model);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(makeTable());
    m_splitter->addWidget(makeSide());
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);

    auto *upper = new QVBoxLayout;
    upper->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    upper->setSpacing(kSpace3);
    upper->addWidget(m_summary);
    upper->addWidget(m_waves);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(upper);
    layout->addWidget(m_splitter, 1);

    m_tick.setInterval(1000);
    connectParts();
    retranslate();
    onCampaignBegan();
}

QWidget *LiveView::makeTable()
{
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("courseTable"));
    m_header = new TimelineHeader(m_theme, m_scale, indexOf(Column::Course), m_table);
    m_table->setHorizontalHeader(m_header);
    m_table->setModel(m_filter);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(LineDelegate::rowHeight(fontMetrics()));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder); // the plan's order, until another is chosen
    m_header->setSortIndicatorShown(true);
    m_table->setItemDelegate(new LineDelegate(m_theme, {.token = CourseModel::TokenRole}, m_table));
    m_table->setItemDelegateForColumn(
        indexOf(Column::State),
        new LineDelegate(m_theme, {.token = CourseModel::TokenRole, .icon = CourseModel::IconRole},
                         m_table));
    m_timeline = new TimelineDelegate(m_theme, m_scale, CourseModel::CourseRole, m_table);
    m_table->setItemDelegateForColumn(indexOf(Column::Course), m_timeline);
    m_table->setColumnWidth(indexOf(Column::State), kStateWidth);
    m_table->setColumnWidth(indexOf(Column::Board), kBoardWidth);
    m_table->setColumnWidth(indexOf(Column::Wave), kWaveWidth);

    m_noMatch = new QLabel(this);
    m_noMatch->setAlignment(Qt::AlignCenter);
    m_noMatch->setProperty("muted", true);
    m_clearFilter = new QPushButton(this);
    m_clearFilter->setObjectName(QStringLiteral("clearCourseFilter"));
    m_clearFilter->setIcon(icon(QStringLiteral("edit-clear")));
    m_clearFilter->setIconSize(kButtonIcon);
    auto *nothing = new QWidget(this);
    auto *box = new QVBoxLayout(nothing);
    box->addStretch(1);
    box->addWidget(m_noMatch);
    box->addWidget(m_clearFilter, 0, Qt::AlignHCenter);
    box->addStretch(1);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_table);
    m_stack->addWidget(nothing);
    return m_stack;
}

QWidget *LiveView::makeSide()
{
    auto *side = new QWidget(this);
    side->setObjectName(QStringLiteral("campaignSide"));
    side->setAttribute(Qt::WA_StyledBackground);
    side->setMinimumWidth(kSideWidth * 3 / 4);
    QFont bold = font();
    bold.setBold(true);
    m_throughputTitle = new QLabel(side);
    m_throughputTitle->setFont(bold);
    m_plot = new RatePlot(m_theme, side);
    m_plot->setMaximumHeight(kPlotHeight);
    m_causesTitle = new QLabel(side);
    m_causesTitle->setFont(bold);
    m_noCauses = new QLabel(side);
    m_noCauses->setProperty("muted", true);
    m_noCauses->setWordWrap(true);
    m_causeList = new QListView(side);
    m_causeList->setObjectName(QStringLiteral("causeList"));
    m_causeList->setModel(m_causes);
    m_causeList->setItemDelegate(new LineDelegate(
        m_theme, {.token = CauseModel::TokenRole, .icon = CauseModel::IconRole, .wraps = true},
        m_causeList));
    m_causeList->setResizeMode(QListView::Adjust);
    m_causeList->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_causesTitle->setBuddy(m_causeList);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    layout->setSpacing(kSpace2);
    layout->addWidget(m_throughputTitle);
    layout->addWidget(m_plot, 2);
    layout->addSpacing(kSpace2);
    layout->addWidget(m_causesTitle);
    layout->addWidget(m_noCauses);
    layout->addWidget(m_causeList, 2);
    layout->addStretch(1);
    side->resize(kSideWidth, side->height());
    return side;
}

void LiveView::connectParts()
{
    connect(&m_model, &CourseModel::campaignBegan, this, &LiveView::onCampaignBegan);
    connect(&m_model, &CourseModel::changed, this, &LiveView::refresh);
    connect(&m_tick, &QTimer::timeout, this, &LiveView::tick);
    connect(m_summary, &CampaignSummary::standingChosen, this, &LiveView::chooseStanding);
    connect(m_causeList, &QListView::clicked, this, &LiveView::chooseCause);
    connect(m_causeList, &QListView::activated, this, [this](const QModelIndex &index) {
        const auto code = static_cast<ErrorCode>(index.data(CauseModel::CodeRole).toInt());
        if (m_filter->cause() != code) // a click has done it already where one click activates
            chooseCause(index);
    });
    connect(m_clearFilter, &QPushButton::clicked, this, &LiveView::clearFilter);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT boardActivated(index.data(CourseModel::IdRole).toString());
    });
    connect(m_header, &QHeaderView::sectionResized, this, [this](int section) {
        if (section != indexOf(Column::Note) && section != indexOf(Column::Course))
            fitColumns();
    });
    m_table->viewport()->installEventFilter(this);
}

void LiveView::onCampaignBegan()
{
    m_plot->clear();
    clearFilter();
    const bool hasWaves = m_model.waves().size() > 1;
    m_table->setColumnHidden(indexOf(Column::Wave), !hasWaves);
    fitColumns();
    refresh();
}

void LiveView::refresh()
{
    const fleet::CampaignState &campaign = m_model.campaign();
    const auto now = std::chrono::steady_clock::now();
    if (campaign.running && !m_tick.isActive())
        m_tick.start();
    if (campaign.running || m_plot->sampleCount() == 0)
        m_plot->add(campaign.elapsed, campaign.bytesPerSecond);
    if (!isVisible()) { // summed up when it is looked at
        m_isStale = true;
        return;
    }
    m_isStale = false;
    m_causes->setCauses(m_model.causes());
    m_noCauses->setVisible(m_causes->rowCount() == 0);
    m_causeList->setVisible(m_causes->rowCount() > 0);
    m_waves->setWaves(m_model.waves());
    m_summary->show(m_model, now);
    m_scale.setSpan(m_model.elapsed(now));
    m_timeline->setNow(m_model.elapsed(now));
    showFilter();
}

void LiveView::tick()
{
    if (!m_model.campaign().running)
        m_tick.stop();
    if (!isVisible()) {
        m_isStale = true;
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    m_summary->show(m_model, now);
    const auto before = m_scale.span();
    m_scale.setSpan(m_model.elapsed(now));
    m_timeline->setNow(m_model.elapsed(now));
    if (m_scale.span() != before)
        m_header->viewport()->update();
    m_model.refreshTimes();
}

void LiveView::setText(const QString &text)
{
    m_filter->setText(text);
    showFilter();
}

void LiveView::chooseStanding(std::optional<Standing> standing)
{
    m_filter->setStanding(standing);
    m_summary->setChosen(standing);
    showFilter();
}

/// The same cause again shows all boards.
void LiveView::chooseCause(const QModelIndex &index)
{
    const auto code = static_cast<ErrorCode>(index.data(CauseModel::CodeRole).toInt());
    const bool isChosen = m_filter->cause() == code;
    m_filter->setCause(isChosen ? std::nullopt : std::optional(code));
    if (isChosen)
        m_causeList->clearSelection();
    showFilter();
}

void LiveView::clearFilter()
{
    m_filter->setCause(std::nullopt);
    m_causeList->clearSelection();
    chooseStanding(std::nullopt);
}

void LiveView::showFilter()
{
    m_stack->setCurrentIndex(m_filter->rowCount() == 0 && m_filter->isFiltering() ? 1 : 0);
}

void LiveView::fitColumns()
{
    int taken = 0;
    for (const Column column : {Column::State, Column::Board, Column::Wave})
        taken +=
            m_table->isColumnHidden(indexOf(column)) ? 0 : m_table->columnWidth(indexOf(column));
    const int left = m_table->viewport()->width() - taken;
    const int note = std::max(left / 3, 0);
    const int timeline = std::max(left - note, kLeastTimeline);
    m_table->setColumnWidth(indexOf(Column::Course), timeline);
    m_table->setColumnWidth(indexOf(Column::Note), std::max(left - timeline, 0));
}

void LiveView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        refresh();
}

bool LiveView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    return QWidget::eventFilter(watched, event);
}

void LiveView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void LiveView::retranslate()
{
    m_table->setAccessibleName(tr("Boards of the campaign, with the times of their phases"));
    m_noMatch->setText(tr("No board of the campaign matches"));
    m_clearFilter->setText(tr("Show all boards"));
    m_throughputTitle->setText(tr("Throughput"));
    m_causesTitle->setText(tr("Causes of failures"));
    m_noCauses->setText(tr("No board has failed."));
    m_causeList->setAccessibleName(tr("Causes of failures; choose one to see its boards"));
    m_model.retranslate();
    m_causes->retranslate();
    if (m_model.hasCampaign())
        m_summary->show(m_model, std::chrono::steady_clock::now());
}

} // namespace otabench::widgets
