#include "widgets/bench/bench_page.h"

#include "widgets/bench/add_board_dialog.h"
#include "widgets/bench/bench_delegates.h"
#include "widgets/bench/bench_filter_model.h"
#include "widgets/bench/bench_model.h"
#include "widgets/bench/board_details.h"
#include "widgets/bench/update_dialog.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/icons.h"
#include "widgets/common/lab_commands.h"
#include "widgets/common/phase_text.h"
#include "widgets/common/theme.h"
#include "widgets/log/log_store.h"
#include "widgets/log/log_view.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <limits>

namespace otabench::widgets {
namespace {

using Column = BenchModel::Column;

constexpr int kStateCharacters = 36;
constexpr int kLastLineCharacters = 24;
constexpr int kStackEmpty = 0;
constexpr int kStackTable = 1;
constexpr int kStackNoMatch = 2;

QString splitterKey()
{
    return QStringLiteral("bench/splitter");
}

QString columnsKey()
{
    return QStringLiteral("bench/columns");
}

bool canRetry(const fleet::BoardState &board)
{
    return board.phase && (isFailure(*board.phase) || *board.phase == Phase::Cancelled);
}

} // namespace

BenchPage::BenchPage(const Parts &parts, QWidget *parent)
    : QWidget(parent)
    , m_model(parts.model)
    , m_logs(parts.logs)
    , m_commands(parts.commands)
    , m_recent(parts.recent)
    , m_settings(parts.settings)
    , m_theme(parts.theme)
    , m_paths(parts.paths)
    , m_filter(new BenchFilterModel(this))
    , m_banner(new ErrorBanner(ErrorBanner::Closable::Yes, this))
    , m_stack(new QStackedWidget(this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
{
    setObjectName(QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    setAcceptDrops(true);
    m_filter->setSourceModel(&m_model);

    m_empty = new EmptyState(QStringLiteral("application-x-firmware"), this);
    m_demonstration = m_empty->addButton(QStringLiteral("startDemonstration"),
                                         QStringLiteral("media-playback-start"));
    m_addFirst = m_empty->addButton(QStringLiteral("addFirstBoard"), QStringLiteral("list-add"));
    m_rescan = m_empty->addButton(QStringLiteral("rescanPorts"), QStringLiteral("view-refresh"));
    m_noMatch = new EmptyState(QStringLiteral("edit-find"), this);
    m_clearFilter =
        m_noMatch->addButton(QStringLiteral("clearFilter"), QStringLiteral("edit-clear"));

    m_splitter->setObjectName(QStringLiteral("benchSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeTable());
    m_stack->addWidget(m_noMatch);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(makeDetail());
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);

    auto *bannerHolder = new QWidget(this); // its margins go with the banner
    bannerHolder->hide();
    connect(m_banner, &ErrorBanner::shownChanged, bannerHolder, &QWidget::setVisible);
    auto *bannerBox = new QVBoxLayout(bannerHolder);
    bannerBox->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    bannerBox->addWidget(m_banner);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(bannerHolder);
    layout->addWidget(m_splitter, 1);

    connectParts();
    restoreLayout();
    showDetail(false);
    retranslate();
}

QWidget *BenchPage::makeHeader()
{
    auto *header = new QWidget(this);
    header->setObjectName(QStringLiteral("pageHeader"));
    header->setAttribute(Qt::WA_StyledBackground);
    const auto button = [header](const char *name, const char *iconName, bool primary = false) {
        auto *made = new QPushButton(header);
        made->setObjectName(QLatin1String(name));
        made->setProperty("primary", primary);
        made->setIcon(
            icon(QLatin1String(iconName), primary ? QPalette::BrightText : QPalette::ButtonText));
        made->setIconSize(kButtonIcon);
        return made;
    };
    m_title = new QLabel(header);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    m_title->setFont(large);
    m_count = new QLabel(header);
    m_count->setProperty("muted", true);
    m_search = new QLineEdit(header);
    m_search->setObjectName(QStringLiteral("benchFilter"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("edit-find")), QLineEdit::LeadingPosition);
    m_search->setMaximumWidth(320);
    m_add = button("addBoard", "list-add");
    m_retry = button("retryFailed", "view-refresh");
    m_stop = button("stopCampaign", "media-playback-stop");
    m_update = button("update", "software-update-available", true);

    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    row->setSpacing(kSpace2);
    header->setMinimumHeight(kHeaderHeight);
    row->addWidget(m_title);
    row->addWidget(m_count);
    row->addSpacing(kSpace3);
    row->addWidget(m_search, 2);
    row->addStretch(1);
    for (QWidget *act : {m_add, m_retry, m_stop})
        row->addWidget(act);
    row->addSpacing(kSpace3); // stopping stands apart from the primary act
    row->addWidget(m_update);
    return header;
}

QWidget *BenchPage::makeTable()
{
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("benchTable"));
    m_table->setModel(m_filter);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(static_cast<int>(Column::State), Qt::AscendingOrder);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(CellDelegate::rowHeight(fontMetrics()));
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setMinimumSectionSize(56);
    setUpColumns();
    return m_table;
}

void BenchPage::setUpColumns()
{
    const TwoLineDelegate::Roles plain{.secondLine = BenchModel::SecondLineRole,
                                       .token = BenchModel::TokenRole};
    const auto with = [&plain](auto change) {
        TwoLineDelegate::Roles roles = plain;
        change(roles);
        return roles;
    };
    m_table->setItemDelegate(new TwoLineDelegate(m_theme, plain, m_table));
    m_table->setItemDelegateForColumn(
        static_cast<int>(Column::State),
        new TwoLineDelegate(
            m_theme, with([](TwoLineDelegate::Roles &roles) { roles.icon = BenchModel::IconRole; }),
            m_table));
    m_table->setItemDelegateForColumn(static_cast<int>(Column::Board),
                                      new TwoLineDelegate(m_theme,
                                                          with([](TwoLineDelegate::Roles &roles) {
                                                              roles.bold = true;
                                                              roles.fixedSecondLine = true;
                                                          }),
                                                          m_table));
    m_table->setItemDelegateForColumn(
        static_cast<int>(Column::Progress),
        new ProgressDelegate(m_theme,
                             {.percent = BenchModel::PercentRole, .token = BenchModel::TokenRole},
                             m_table));
    // In average characters, so that they follow the font; the user's own widths come back later.
    constexpr std::array<int, BenchModel::kColumns> kCharacters = {46, 23, 15, 11, 18,
                                                                   11, 20, 14, 30};
    const int character = fontMetrics().averageCharWidth();
    for (int column = 0; column < BenchModel::kColumns; ++column)
        m_table->setColumnWidth(column, kCharacters[static_cast<std::size_t>(column)] * character);
    // What changes stands in front, so that it stays in sight beside the open detail.
    m_table->horizontalHeader()->moveSection(static_cast<int>(Column::Progress), 2);
    m_table->horizontalHeader()->moveSection(
        m_table->horizontalHeader()->visualIndex(static_cast<int>(Column::Speed)), 3);
    m_table->horizontalHeader()->moveSection(
        m_table->horizontalHeader()->visualIndex(static_cast<int>(Column::Version)), 4);
    m_table->horizontalHeader()->moveSection(
        m_table->horizontalHeader()->visualIndex(static_cast<int>(Column::Slot)), 5);
}

/// The least that a column is shown with.
int BenchPage::wantedWidth(int column) const
{
    const int character = fontMetrics().averageCharWidth();
    switch (static_cast<Column>(column)) {
    case Column::State: // takes what is left over
        return kStateCharacters * character;
    case Column::LastLine:
        return kLastLineCharacters * character;
    default:
        return m_widths[static_cast<std::size_t>(column)];
    }
}

/// Where the table is narrow, what stands in the details too gives way; what is left over goes to
/// the state's sentence, and then to the log line.
void BenchPage::fitColumns()
{
    if (m_isFitting)
        return;
    const QScopedValueRollback<bool> fitting(m_isFitting, true);
    m_table->horizontalHeader()->setStretchLastSection(false); // restores the last one's own width
    int needed = 0;
    for (int column = 0; column < BenchModel::kColumns; ++column)
        needed += wantedWidth(column);
    const int room = m_table->viewport()->width();
    for (const Column each : {Column::LastLine, Column::Port, Column::Chip}) {
        const int column = static_cast<int>(each);
        const bool hidden = needed > room;
        if (hidden)
            needed -= wantedWidth(column);
        else
            m_table->setColumnWidth(column, wantedWidth(column));
        m_table->setColumnHidden(column, hidden);
    }
    const int state = static_cast<int>(Column::State);
    const bool lineShown = !m_table->isColumnHidden(static_cast<int>(Column::LastLine));
    const int most =
        lineShown ? m_widths[static_cast<std::size_t>(state)] : std::numeric_limits<int>::max();
    m_table->horizontalHeader()->setStretchLastSection(lineShown);
    const int least = wantedWidth(state);
    m_table->setColumnWidth(state, std::clamp(least + room - needed, least, std::max(least, most)));
}

QWidget *BenchPage::makeDetail()
{
    m_detail = new QWidget(this);
    m_detail->setObjectName(QStringLiteral("detailPanel"));
    m_detail->setAttribute(Qt::WA_StyledBackground);
    m_detailTitle = new QLabel(m_detail);
    m_detailTitle->setTextFormat(Qt::PlainText);
    QFont bold = font();
    bold.setBold(true);
    m_detailTitle->setFont(bold);
    m_detailClose = new QToolButton(m_detail);
    m_detailClose->setObjectName(QStringLiteral("closeDetail"));
    m_detailClose->setIcon(icon(QStringLiteral("window-close")));
    m_tabs = new QTabWidget(m_detail);
    m_tabs->setObjectName(QStringLiteral("detailTabs"));
    m_tabs->setDocumentMode(true);
    m_details = new BoardDetails(m_theme, m_tabs);
    m_log = new LogView(m_theme, m_tabs);
    m_tabs->addTab(m_details, QString());
    m_tabs->addTab(m_log, QString());

    auto *top = new QHBoxLayout;
    top->setContentsMargins(kSpace4, kSpace2, kSpace2, 0);
    top->addWidget(m_detailTitle, 1);
    top->addWidget(m_detailClose);
    auto *layout = new QVBoxLayout(m_detail);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_tabs, 1);
    return m_detail;
}

void BenchPage::connectParts()
{
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setText(text);
        updateActions();
    });
    connect(m_add, &QPushButton::clicked, this, &BenchPage::openAddDialog);
    connect(m_addFirst, &QPushButton::clicked, this, &BenchPage::openAddDialog);
    connect(m_clearFilter, &QPushButton::clicked, m_search, &QLineEdit::clear);
    connect(m_demonstration, &QPushButton::clicked, this, &BenchPage::demonstrationRequested);
    connect(m_retry, &QPushButton::clicked, this, [this] {
        m_banner->clear();
        m_commands.retryFailed();
    });
    connect(m_stop, &QPushButton::clicked, this, &BenchPage::askStop);
    connect(m_update, &QPushButton::clicked, this, [this] { openUpdateDialog(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                showDetail(current.isValid());
                updateDetail();
            });
    connect(m_table, &QTableView::activated, this, [this] {
        showDetail(true);
        updateDetail();
    });
    connect(m_table->horizontalHeader(), &QHeaderView::sectionResized, this,
            [this](int column, int, int width) {
                if (!m_isFitting && width > 0)
                    m_widths[static_cast<std::size_t>(column)] = width;
            });
    m_table->viewport()->installEventFilter(this);
    connect(m_table, &QTableView::customContextMenuRequested, this, &BenchPage::openContextMenu);
    connect(m_detailClose, &QToolButton::clicked, this, [this] { showDetail(false); });
    connect(m_details, &BoardDetails::identifyRequested, this,
            [this](const std::string &id) { m_commands.identify(id); });
    connect(m_details, &BoardDetails::resetRequested, this,
            [this](const std::string &id) { m_commands.resetBoard(id); });
    connect(m_details, &BoardDetails::removeRequested, this,
            [this](const std::string &id) { m_commands.removeBoard(id); });
    connect(&m_logs, &LogStore::aboutToRemove, this, [this](const std::string &id) {
        if (id == m_shown) {
            m_log->setLog(nullptr);
            m_shown.clear();
        }
    });
    const auto *find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, m_search, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    const auto *scan = new QShortcut(QKeySequence(Qt::Key_F5), this);
    connect(scan, &QShortcut::activated, this, &BenchPage::rescan);
    connect(m_rescan, &QPushButton::clicked, this, &BenchPage::rescan);
}

void BenchPage::rescan()
{
    m_banner->clear();
    m_commands.scanPorts();
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (!PhaseText::isActive(m_model.board(row)))
            m_commands.identify(m_model.board(row).id);
    }
}

void BenchPage::apply(const EventBatch &batch)
{
    for (const fleet::CampaignState &campaign : batch.campaigns) {
        const bool isNew = campaign.id != m_campaign.id;
        m_campaign = campaign;
        if (campaign.error)
            m_banner->showError(*campaign.error);
        else if (isNew && campaign.running)
            m_banner->clear();
    }
    askChangedBoards(batch.boards);
    for (const CommandFailure &failure : batch.failures)
        m_banner->showError(failure.error);
    updateActions();
    updateDetail();
}

/// A board that comes out of a campaign may run other firmware and trust another CA than it told
/// before.
void BenchPage::askChangedBoards(const std::vector<fleet::BoardState> &boards)
{
    for (const fleet::BoardState &board : boards) {
        if (PhaseText::isActive(board))
            m_underWay.insert(board.id);
        else if (m_underWay.erase(board.id) > 0 &&
                 board.profile.kind == fleet::ProfileKind::Agent &&
                 board.port == fleet::PortState::Open)
            m_commands.identify(board.id);
    }
}

void BenchPage::updateActions()
{
    const int boards = m_model.rowCount();
    int retryable = 0;
    for (int row = 0; row < boards; ++row)
        retryable += canRetry(m_model.board(row)) ? 1 : 0;
    m_retry->setEnabled(!m_campaign.running && retryable > 0);
    m_retry->setText(retryable > 0 ? tr("&Retry failed (%1)").arg(retryable) : tr("&Retry failed"));
    m_stop->setEnabled(m_campaign.running);
    m_update->setEnabled(!m_campaign.running && boards > 0);
    m_search->setEnabled(boards > 0);
    const int shown = m_filter->rowCount();
    m_count->setText(shown == boards ? tr("%n board(s)", nullptr, boards)
                                     : tr("%1 of %n board(s)", nullptr, boards).arg(shown));
    m_count->setVisible(boards > 0);
    m_stack->setCurrentIndex(boards == 0 ? kStackEmpty : shown == 0 ? kStackNoMatch : kStackTable);
    if (boards == 0)
        showDetail(false);
}

std::string BenchPage::currentBoard() const
{
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? current.data(BenchModel::IdRole).toString().toStdString()
                             : std::string();
}

std::set<std::string> BenchPage::selectedBoards() const
{
    std::set<std::string> ids;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        ids.insert(row.data(BenchModel::IdRole).toString().toStdString());
    return ids;
}

void BenchPage::showDetail(bool shown)
{
    m_detail->setVisible(shown);
}

void BenchPage::updateDetail()
{
    const std::string id = currentBoard();
    const int row = m_model.rowOf(id);
    if (row < 0) {
        showDetail(false);
        return;
    }
    const fleet::BoardState &board = m_model.board(row);
    m_detailTitle->setText(QString::fromStdString(board.name));
    m_details->setBoard(board);
    if (id != m_shown) {
        m_shown = id;
        m_log->setLog(m_logs.log(id));
    }
}

void BenchPage::selectBoard(const std::string &id)
{
    const int row = m_model.rowOf(id);
    if (row < 0)
        return;
    const QModelIndex index = m_filter->mapFromSource(m_model.index(row, 0));
    m_table->selectRow(index.row());
    m_table->scrollTo(index);
}

UpdateDialog *BenchPage::makeUpdateDialog(const std::set<std::string> &preselected)
{
    auto *dialog = new UpdateDialog(m_model, m_recent, m_theme, preselected, m_paths, window());
    connect(dialog, &UpdateDialog::planReady, this, [this](const fleet::CampaignPlan &plan) {
        m_banner->clear();
        m_commands.startCampaign(plan);
    });
    connect(dialog, &UpdateDialog::reviewRequested, this, &BenchPage::reviewRequested);
    return dialog;
}

void BenchPage::openUpdateDialog(const fleet::CampaignPlan &plan)
{
    UpdateDialog *dialog = makeUpdateDialog({});
    dialog->setPlan(plan);
    dialog->open();
}

void BenchPage::openUpdateDialog(const QString &imageFile)
{
    // One selected row is only the board that is looked at; several are a choice.
    const std::set<std::string> selected = selectedBoards();
    UpdateDialog *dialog =
        makeUpdateDialog(selected.size() > 1 ? selected : std::set<std::string>());
    if (!imageFile.isEmpty())
        dialog->setImageFile(imageFile);
    dialog->open();
}

void BenchPage::openAddDialog()
{
    auto *dialog = new AddBoardDialog(this);
    connect(dialog, &AddBoardDialog::boardChosen, this,
            [this](const QString &address, const fleet::Profile &profile) {
                m_commands.addBoard(address, profile);
            });
    dialog->open();
}

void BenchPage::openContextMenu(const QPoint &position)
{
    const std::string id = currentBoard();
    const int row = m_model.rowOf(id);
    if (row < 0)
        return;
    const bool idle = !PhaseText::isActive(m_model.board(row));
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *update = menu->addAction(tr("&Update…"), this, [this] { openUpdateDialog(); });
    update->setEnabled(!m_campaign.running);
    menu->addSeparator();
    for (QAction *action :
         {menu->addAction(tr("&Identify"), this, [this, id] { m_commands.identify(id); }),
          menu->addAction(tr("R&estart"), this, [this, id] { m_commands.resetBoard(id); }),
          menu->addAction(tr("Re&move"), this, [this, id] { m_commands.removeBoard(id); })})
        action->setEnabled(idle);
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void BenchPage::askStop()
{
    const int count = std::max(1, m_model.activeCount());
    auto *question =
        new QMessageBox(QMessageBox::Question, tr("Stop updating"),
                        tr("Stop %n update(s)?", nullptr, count), QMessageBox::NoButton, this);
    question->setObjectName(QStringLiteral("stopQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(
        tr("Boards that have not finished keep the image they run now. You can retry them later."));
    QPushButton *stop = question->addButton(tr("&Stop updates"), QMessageBox::DestructiveRole);
    QPushButton *keep = question->addButton(tr("&Keep going"), QMessageBox::RejectRole);
    question->setDefaultButton(keep);
    question->setEscapeButton(keep);
    connect(stop, &QPushButton::clicked, this,
            [this] { m_commands.stopCampaign(fleet::StopMode::Abort); });
    question->open();
}

void BenchPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) { // back out, one step at a time
        if (m_detail->isVisible())
            showDetail(false);
        else if (!m_search->text().isEmpty())
            m_search->clear();
        m_table->setFocus();
        return;
    }
    QWidget::keyPressEvent(event);
}

void BenchPage::dragEnterEvent(QDragEnterEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile() && m_update->isEnabled())
        event->acceptProposedAction();
}

void BenchPage::dropEvent(QDropEvent *event)
{
    openUpdateDialog(event->mimeData()->urls().front().toLocalFile());
    event->acceptProposedAction();
}

void BenchPage::saveLayout()
{
    m_settings.setValue(splitterKey(), m_splitter->saveState());
    const QScopedValueRollback<bool> fitting(m_isFitting, true);
    for (int column = 0; column < BenchModel::kColumns; ++column) { // the user's, not the window's
        m_table->setColumnHidden(column, false);
        m_table->setColumnWidth(column, m_widths[static_cast<std::size_t>(column)]);
    }
    m_settings.setValue(columnsKey(), m_table->horizontalHeader()->saveState());
}

void BenchPage::restoreLayout()
{
    const QByteArray columns = m_settings.value(columnsKey()).toByteArray();
    if (!columns.isEmpty())
        m_table->horizontalHeader()->restoreState(columns);
    for (int column = 0; column < BenchModel::kColumns; ++column)
        m_widths[static_cast<std::size_t>(column)] = m_table->columnWidth(column);
    const QByteArray splitter = m_settings.value(splitterKey()).toByteArray();
    if (splitter.isEmpty() || !m_splitter->restoreState(splitter))
        m_splitter->setSizes({790, 360});
    m_splitter->setHandleWidth(1); // also part of the saved state
}

bool BenchPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    return QWidget::eventFilter(watched, event);
}

void BenchPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void BenchPage::retranslate()
{
    //: the group of boards on the table, and the page that shows it
    m_title->setText(tr("Bench"));
    m_search->setPlaceholderText(tr("Filter boards"));
    m_search->setAccessibleName(tr("Filter boards"));
    m_add->setText(tr("&Add board…"));
    m_stop->setText(tr("&Stop"));
    m_update->setText(tr("&Update…"));
    m_empty->setTexts(
        tr("No boards yet"),
        tr("Plug in a board and look for ports again (F5), or try the demonstration bench: eight "
           "virtual boards that are updated exactly like real ones."));
    m_demonstration->setText(tr("&Try the demonstration bench"));
    m_addFirst->setText(tr("Add a &board…"));
    m_rescan->setText(tr("&Look for ports"));
    m_rescan->setToolTip(tr("Look for serial ports of this computer again (F5)"));
    m_noMatch->setTexts(tr("No board matches the filter"),
                        tr("The filter looks into every column of the table."));
    m_clearFilter->setText(tr("&Clear the filter"));
    m_tabs->setTabText(0, tr("Details"));
    m_tabs->setTabText(1, tr("Log"));
    m_detailClose->setToolTip(tr("Close the details (Esc)"));
    m_detailClose->setAccessibleName(tr("Close the details"));
    m_table->setAccessibleName(tr("Boards"));
    m_model.retranslate();
    updateActions();
}

} // namespace otabench::widgets
