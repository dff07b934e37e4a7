#include "widgets/history/history_page.h"

#include "base/files.h"
#include "widgets/common/background.h"
#include "widgets/common/busy_strip.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/history/boards_view.h"
#include "widgets/history/campaigns_view.h"

#include <QComboBox>
#include <QDateEdit>
#include <QDateTime>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <array>
#include <utility>

namespace otabench::widgets {
namespace {

constexpr unsigned kMostCampaigns = 1000;
constexpr int kAlways = 0;
constexpr int kBetween = -1; ///< the dates beside it; other values are days back

history::TimePoint toPoint(const QDateTime &moment)
{
    return history::TimePoint(std::chrono::milliseconds(moment.toMSecsSinceEpoch()));
}

} // namespace

HistoryPage::HistoryPage(Parts parts, QWidget *parent)
    : Page(parent)
    , m_parts(std::move(parts))
{
    makeHeader();
    setBody(makeBody());
    HistoryPage::retranslate();
    updateActs();
    updatePeriod();
}

HistoryPage::~HistoryPage()
{
    m_stop.request_stop();
}

void HistoryPage::makeHeader()
{
    m_search = addSearch("historySearch");
    m_refresh = addAct("refreshHistory", "view-refresh");
    m_return = addAct("returnCampaign", "edit-undo");
    m_retry = addAct("retryCampaign", "view-refresh");
    m_report = addAct("saveReport", "document-save");
    makeReportMenu();
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_campaigns->setText(text);
        m_boards->setText(text);
        m_imageFilter->setFilterFixedString(text.trimmed());
        updateCount();
    });
    connect(m_refresh, &QPushButton::clicked, this, &HistoryPage::refresh);
    connect(m_retry, &QPushButton::clicked, this, [this] { Q_EMIT retryRequested(campaign()); });
    connect(m_return, &QPushButton::clicked, this, [this] { Q_EMIT returnRequested(campaign()); });
    const auto *again = new QShortcut(QKeySequence::Refresh, this); // while the page is shown
    connect(again, &QShortcut::activated, this, &HistoryPage::refresh);
}

void HistoryPage::makeReportMenu()
{
    m_menu = new QMenu(m_report);
    m_menu->setObjectName(QStringLiteral("reportMenu"));
    for (const SavedReport kind : {SavedReport::Html, SavedReport::Csv, SavedReport::Json,
                                   SavedReport::Junit, SavedReport::AcceptanceSheet}) {
        QAction *action = m_menu->addAction(QString(), this, [this, kind] { chooseReport(kind); });
        if (kind == SavedReport::AcceptanceSheet)
            m_sheet = action;
    }
    m_report->setMenu(m_menu);
}

QWidget *HistoryPage::makePeriodBar()
{
    auto *bar = new QWidget(this);
    m_period = new QComboBox(bar);
    m_period->setObjectName(QStringLiteral("historyPeriod"));
    for (const int days : {kAlways, 1, 7, 30, 365, kBetween})
        m_period->addItem(QString(), days);
    m_from = new QDateEdit(QDate::currentDate().addMonths(-1), bar);
    m_from->setObjectName(QStringLiteral("historyFrom"));
    m_to = new QDateEdit(QDate::currentDate(), bar);
    m_to->setObjectName(QStringLiteral("historyTo"));
    for (QDateEdit *edit : {m_from, m_to}) {
        edit->setCalendarPopup(true);
        connect(edit, &QDateEdit::dateChanged, this, &HistoryPage::refresh);
    }
    connect(m_period, qOverload<int>(&QComboBox::currentIndexChanged), this, [this] {
        updatePeriod();
        refresh();
    });
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, kSpace4, 0);
    row->setSpacing(kSpace2);
    row->addWidget(m_from);
    row->addWidget(m_to);
    row->addWidget(m_period);
    return bar;
}

QWidget *HistoryPage::makeBody()
{
    auto *body = new QWidget(this);
    m_busy = new BusyStrip(body);
    m_stack = new QStackedWidget(body);
    m_empty = new EmptyState(QStringLiteral("document-open-recent"), m_stack);
    m_toBench = m_empty->addButton(QStringLiteral("historyToBench"), QStringLiteral("view-grid"));
    m_tabs = new QTabWidget(m_stack);
    m_tabs->setObjectName(QStringLiteral("historyTabs"));
    m_tabs->setDocumentMode(true);
    m_campaigns = new CampaignsView(m_parts.theme, m_tabs);
    m_boards = new BoardsView(m_parts.theme, m_tabs);
    m_imageTable = HistoryTables::images(m_parts.theme, this);
    m_imageFilter = new QSortFilterProxyModel(this);
    m_imageFilter->setSourceModel(m_imageTable);
    m_imageFilter->setSortRole(ValueRole);
    m_imageFilter->setFilterRole(SearchRole);
    m_imageFilter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_images = HistoryTables::view("historyImages", m_imageFilter, m_tabs);
    m_images->setSortingEnabled(true);
    m_images->sortByColumn(6, Qt::DescendingOrder);
    m_tabs->addTab(m_campaigns, QString());
    m_tabs->addTab(m_boards, QString());
    m_tabs->addTab(m_images, QString());
    m_tabs->setCornerWidget(makePeriodBar());
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_tabs);
    m_stack->setCurrentWidget(m_tabs); // whether there is nothing is not known yet
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_busy);
    layout->addWidget(m_stack, 1);

    connect(m_toBench, &QPushButton::clicked, this,
            [this] { Q_EMIT pageRequested(QStringLiteral("bench")); });
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        updateActs();
        updateCount();
    });
    connect(m_campaigns, &CampaignsView::chosenChanged, this, [this] {
        updateActs();
        readCampaign();
    });
    connect(m_campaigns, &CampaignsView::filterCleared, m_search, &QLineEdit::clear);
    connect(m_boards, &BoardsView::chosenChanged, this, [this] {
        updateActs();
        readBoard();
    });
    connect(m_boards, &BoardsView::timelineWanted, this, &HistoryPage::readTimeline);
    return body;
}

HistoryPlace HistoryPage::place() const
{
    return {m_parts.file, m_parts.databaseUrl};
}

void HistoryPage::apply(const EventBatch &batch)
{
    for (const fleet::CampaignState &state : batch.campaigns) {
        const auto seen = m_running.find(state.id);
        const bool isNews = seen == m_running.end() || seen->second != state.running;
        m_running[state.id] = state.running;
        m_isStale = m_isStale || isNews;
    }
    if (m_isStale && isVisible())
        refresh();
}

void HistoryPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (m_isStale)
        refresh();
}

std::optional<history::TimePoint> HistoryPage::since() const
{
    const int days = m_period->currentData().toInt();
    if (days == kAlways)
        return std::nullopt;
    if (days == kBetween)
        return toPoint(m_from->date().startOfDay());
    return toPoint(QDate::currentDate().addDays(1 - days).startOfDay());
}

std::optional<history::TimePoint> HistoryPage::until() const
{
    if (m_period->currentData().toInt() != kBetween)
        return std::nullopt;
    return toPoint(m_to->date().addDays(1).startOfDay());
}

void HistoryPage::refresh()
{
    m_isStale = false;
    m_isReading = true;
    m_stop.request_stop();
    const unsigned generation = ++m_generation;
    m_busy->start(tr("Reading the history…"), [this] { m_stop.request_stop(); });
    m_stop = inBackground(
        this,
        [place = place(), since = since(), until = until()](const std::stop_token &stop) {
            return readLists(place, since, until, kMostCampaigns, stop);
        },
        [this, generation](const HistoryLists &lists) {
            if (generation == m_generation)
                onLists(lists);
        });
}

void HistoryPage::onLists(HistoryLists lists)
{
    m_isReading = false;
    m_busy->finish();
    if (lists.error) {
        if (lists.error->code != ErrorCode::Cancelled)
            banner().showError(*lists.error);
    } else {
        banner().clear();
        m_hasOlder = lists.hasOlder;
        m_hasRecord = !lists.campaigns.empty() || !lists.images.empty();
        m_campaigns->setCampaigns(std::move(lists.campaigns));
        m_boards->setBoards(std::move(lists.boards));
        const bool isFirst = m_imageTable->rowCount() == 0;
        m_imageTable->set(std::move(lists.images));
        if (isFirst)
            m_images->horizontalHeader()->resizeSections(QHeaderView::ResizeToContents);
        readCampaign(); // of one that runs there may be news
        readBoard();
    }
    m_stack->setCurrentWidget(m_hasRecord ? static_cast<QWidget *>(m_tabs) : m_empty);
    updateActs();
    updateCount();
    Q_EMIT refreshed();
}

void HistoryPage::readCampaign()
{
    const std::int64_t id = campaign();
    if (id == 0)
        return;
    inBackground(
        this,
        [place = place(), id](const std::stop_token &) { return readCampaignDetail(place, id); },
        [this, id](const CampaignDetail &detail) {
            if (detail.error)
                banner().showError(*detail.error);
            else if (id == campaign()) // else another one is chosen by now
                m_campaigns->showDetail(detail);
        });
}

void HistoryPage::readBoard()
{
    const std::string board = m_boards->chosen();
    if (board.empty())
        return;
    inBackground(
        this,
        [place = place(), board](const std::stop_token &) { return readBoardDetail(place, board); },
        [this](const BoardDetail &detail) {
            if (detail.error)
                banner().showError(*detail.error);
            else
                m_boards->showDetail(detail);
        });
}

void HistoryPage::readTimeline(qint64 campaign, const std::string &board)
{
    inBackground(
        this,
        [place = place(), campaign, board](const std::stop_token &) {
            return widgets::readTimeline(place, campaign, board);
        },
        [this](const Timeline &timeline) {
            if (timeline.error)
                banner().showError(*timeline.error);
            else
                m_boards->showTimeline(timeline);
        });
}

void HistoryPage::chooseCampaign(std::int64_t id)
{
    m_tabs->setCurrentWidget(m_campaigns);
    m_campaigns->choose(id);
}

std::int64_t HistoryPage::campaign() const
{
    const PastCampaign *chosen = m_campaigns->chosen();
    return chosen != nullptr ? chosen->campaign.id : 0;
}

void HistoryPage::updateActs()
{
    const bool isCampaigns = m_tabs->currentWidget() == m_campaigns;
    const PastCampaign *chosen = isCampaigns ? m_campaigns->chosen() : nullptr;
    const bool isEnded = chosen != nullptr && chosen->campaign.ended.has_value();
    m_retry->setEnabled(isEnded && (chosen->totals.failures() + chosen->totals.cancelled) > 0);
    m_return->setEnabled(isEnded && chosen->totals.updated > 0);
    m_report->setEnabled(chosen != nullptr ||
                         (m_tabs->currentWidget() == m_boards && !m_boards->chosen().empty()));
    m_sheet->setEnabled(isEnded);
}

void HistoryPage::updateCount()
{
    if (!m_hasRecord)
        return setCount({});
    if (m_tabs->currentWidget() == m_boards)
        setCount(tr("%n board(s)", nullptr, m_boards->shownCount()));
    else if (m_tabs->currentWidget() == m_images)
        setCount(tr("%n image(s)", nullptr, m_imageFilter->rowCount()));
    else if (m_hasOlder)
        //: older campaigns are not in the list
        setCount(tr("the newest %n campaign(s)", nullptr, m_campaigns->shownCount()));
    else
        setCount(tr("%n campaign(s)", nullptr, m_campaigns->shownCount()));
}

void HistoryPage::updatePeriod()
{
    const bool isBetween = m_period->currentData().toInt() == kBetween;
    m_from->setVisible(isBetween);
    m_to->setVisible(isBetween);
}

void HistoryPage::chooseReport(SavedReport kind)
{
    struct Form
    {
        QString filter;
        const char *suffix;
    };

    const std::array<Form, 5> forms = {{{tr("Web page (*.html)"), "html"},
                                        {tr("Table (*.csv)"), "csv"},
                                        {tr("JSON (*.json)"), "json"},
                                        {tr("JUnit (*.xml)"), "xml"},
                                        {tr("Web page (*.html)"), "html"}}};
    const Form &form = forms[static_cast<std::size_t>(kind)];
    auto *dialog = new QFileDialog(this, tr("Save the report"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(form.filter);
    dialog->setDefaultSuffix(QLatin1String(form.suffix));
    const bool isBoard = m_tabs->currentWidget() == m_boards;
    const QString what = isBoard
                             ? QString::fromStdString(m_boards->chosen()).remove(QLatin1Char(':'))
                             : QString::number(campaign());
    dialog->selectFile(QStringLiteral("otabench-%1.%2").arg(what, QLatin1String(form.suffix)));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, kind](const QString &file) { saveReport(kind, file); });
    dialog->open();
}

void HistoryPage::saveReport(SavedReport kind, const QString &file)
{
    const bool isBoard = m_tabs->currentWidget() == m_boards;
    m_busy->start(tr("Writing the report…"), [this] {
        m_saving.request_stop();
        m_busy->finish();
    });
    m_saving = inBackground(
        this,
        [place = place(), kind, isBoard, id = campaign(), board = m_boards->chosen(),
         path = std::filesystem::path(file.toStdString())](const std::stop_token &stop) {
            const auto text =
                isBoard ? boardReport(place, board, kind) : campaignReport(place, id, kind);
            if (!text)
                return std::optional(text.error());
            if (stop.stop_requested())
                return std::optional(Error{ErrorCode::Cancelled, "saving was cancelled", {}});
            const auto done = writeFileAtomically(path, *text, FileMode::Public);
            return done ? std::optional<Error>() : std::optional(done.error());
        },
        [this, file](const std::optional<Error> &error) {
            if (error && error->code == ErrorCode::Cancelled)
                return;
            m_busy->finish();
            if (error) {
                banner().showError(*error);
                return;
            }
            banner().clear();
            Q_EMIT saved(file);
        });
}

void HistoryPage::retranslate()
{
    setTitle(tr("History"));
    m_search->setPlaceholderText(tr("Search campaigns and boards"));
    m_search->setAccessibleName(tr("Search the history"));
    m_refresh->setText(tr("Re&fresh"));
    m_refresh->setToolTip(tr("Read the history again (F5)"));
    m_return->setText(tr("Return to &previous image…"));
    m_return->setToolTip(tr("Plan to give the boards of this campaign the images they ran before"));
    m_retry->setText(tr("&Retry failed"));
    m_retry->setToolTip(tr("Update the boards of this campaign that failed once more"));
    m_report->setText(tr("&Save report"));
    const std::array<QString, 5> kinds = {tr("As &web page (HTML)…"), tr("As &table (CSV)…"),
                                          tr("As &JSON…"), tr("For &CI servers (JUnit)…"),
                                          tr("&Acceptance sheet…")};
    const auto actions = m_menu->actions();
    for (int row = 0; row < actions.size(); ++row)
        actions[row]->setText(kinds[static_cast<std::size_t>(row)]);
    m_period->setItemText(0, tr("All time"));
    m_period->setItemText(1, tr("Today"));
    m_period->setItemText(2, tr("Last 7 days"));
    m_period->setItemText(3, tr("Last 30 days"));
    m_period->setItemText(4, tr("Last 365 days"));
    m_period->setItemText(5, tr("Between two dates"));
    m_period->setAccessibleName(tr("Time of the campaigns"));
    m_from->setAccessibleName(tr("First day"));
    m_to->setAccessibleName(tr("Last day"));
    m_tabs->setTabText(0, tr("Campaigns"));
    m_tabs->setTabText(1, tr("Boards"));
    m_tabs->setTabText(2, tr("Images"));
    m_images->setAccessibleName(tr("Images that were sent to boards"));
    m_imageTable->retranslate();
    m_empty->setTexts(tr("Nothing has been updated yet"),
                      tr("Every campaign is recorded here: what was done to which board, when, and "
                         "how it ended."));
    m_toBench->setText(tr("&Go to the bench"));
    updateCount();
}

} // namespace otabench::widgets
