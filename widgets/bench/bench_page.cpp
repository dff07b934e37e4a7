#include "widgets/bench/bench_page.h"

#include "image/build_folder.h"
#include "widgets/bench/add_board_dialog.h"
#include "widgets/bench/bench_filter_model.h"
#include "widgets/bench/bench_model.h"
#include "widgets/bench/board_actions.h"
#include "widgets/bench/board_panel.h"
#include "widgets/bench/board_table.h"
#include "widgets/bench/board_wall.h"
#include "widgets/bench/phase_group_bar.h"
#include "widgets/bench/question.h"
#include "widgets/bench/update_dialog.h"
#include "widgets/common/background.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/icons.h"
#include "widgets/common/lab_commands.h"
#include "widgets/common/phase_text.h"
#include "widgets/common/theme.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace otabench::widgets {
namespace {

QString splitterKey()
{
    return QStringLiteral("bench/splitter");
}

QString viewKey()
{
    return QStringLiteral("bench/view");
}

/// What is asked on the campaign's page is told there.
bool isOfBench(Command command)
{
    return command != Command::PlanCampaign && command != Command::ReturnImages &&
           command != Command::GiveUpCampaign;
}

/// The application that a dropped file or folder of a build means. Reads files.
Result<std::filesystem::path> droppedImage(const std::filesystem::path &path)
{
    std::error_code none;
    if (std::filesystem::is_directory(path, none))
        return image::applicationInBuildFolder(path);
    return path;
}

bool canRetry(const fleet::BoardState &board)
{
    return board.phase && (isFailure(*board.phase) || *board.phase == Phase::Cancelled);
}

} // namespace

BenchPage::BenchPage(const Parts &parts, QWidget *parent)
    : Page(parent)
    , m_model(parts.model)
    , m_commands(parts.commands)
    , m_recent(parts.recent)
    , m_settings(parts.settings)
    , m_theme(parts.theme)
    , m_paths(parts.paths)
    , m_filter(new BenchFilterModel(parts.model, this))
    , m_panel(new BoardPanel(
          {parts.logs,
           m_progress,
           parts.settings,
           parts.theme,
           {parts.paths.historyFile(), parts.databaseUrl, parts.paths.certificates()}},
          this))
{
    setAcceptDrops(true);
    makeHeader();
    setBody(makeBody());
    connectHeader();
    connectPanel();
    restoreLayout();
    showPanel(false);
    BenchPage::retranslate();
}

void BenchPage::makeHeader()
{
    m_search = addSearch("benchFilter");
    m_bench = new QComboBox(this);
    m_bench->setObjectName(QStringLiteral("benchChooser"));
    m_bench->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_bench->addItem(QString());
    addToHeader(m_bench);
    auto *views = new QButtonGroup(this);
    const auto toggle = [&](const char *name, const char *iconName) {
        auto *made = new QToolButton(this);
        made->setObjectName(QLatin1String(name));
        made->setIcon(icon(QLatin1String(iconName)));
        made->setCheckable(true);
        views->addButton(made);
        addToHeader(made);
        return made;
    };
    m_asTable = toggle("showTable", "view-list-details");
    m_asWall = toggle("showWall", "view-list-icons");
    m_add = addAct("addBoard", "list-add");
    m_retry = addAct("retryFailed", "view-refresh");
    m_stop = addAct("stopCampaign", "media-playback-stop");
    m_update = addAct("update", "software-update-available", Act::Primary);
}

QWidget *BenchPage::makeBody()
{
    makeEmptyStates();
    makeViews();
    m_stack = new QStackedWidget(this);
    for (QWidget *each : {static_cast<QWidget *>(m_empty), static_cast<QWidget *>(m_table),
                          static_cast<QWidget *>(m_wall), static_cast<QWidget *>(m_noMatch)})
        m_stack->addWidget(each);
    m_groups = new PhaseGroupBar(this);
    auto *boards = new QWidget(this);
    auto *column = new QVBoxLayout(boards);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_groups);
    column->addWidget(m_stack, 1);

    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(QStringLiteral("benchSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(boards);
    m_splitter->addWidget(m_panel);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    return m_splitter;
}

void BenchPage::makeEmptyStates()
{
    m_empty = new EmptyState(QStringLiteral("application-x-firmware"), this);
    m_demonstration = m_empty->addButton(QStringLiteral("startDemonstration"),
                                         QStringLiteral("media-playback-start"));
    m_addFirst = m_empty->addButton(QStringLiteral("addFirstBoard"), QStringLiteral("list-add"));
    m_rescan = m_empty->addButton(QStringLiteral("rescanPorts"), QStringLiteral("view-refresh"));
    m_noMatch = new EmptyState(QStringLiteral("edit-find"), this);
    m_clearFilter =
        m_noMatch->addButton(QStringLiteral("clearFilter"), QStringLiteral("edit-clear"));
}

void BenchPage::makeViews()
{
    m_table = new BoardTable(*m_filter, m_theme, m_settings, this);
    m_wall = new BoardWall(*m_filter, m_theme, this);
    QItemSelectionModel *own = m_wall->selectionModel();
    m_wall->setSelectionModel(m_table->selectionModel());
    delete own;
    m_actions = new BoardActions({m_model, m_commands, *this}, selection());
    setUpView(*m_table);
    setUpView(*m_wall);
}

void BenchPage::setUpView(QAbstractItemView &view)
{
    m_actions->addTo(view);
    connect(&view, &QWidget::customContextMenuRequested, this,
            [this, &view](const QPoint &position) {
                if (selection().currentIndex().isValid())
                    m_actions->makeMenu(&view)->popup(view.viewport()->mapToGlobal(position));
            });
    connect(&view, &QAbstractItemView::activated, this, [this] {
        showPanel(true);
        updatePanel();
    });
}

QItemSelectionModel &BenchPage::selection() const
{
    return *m_table->selectionModel();
}

void BenchPage::connectHeader()
{
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setText(text);
        updateHeader();
    });
    connect(m_bench, qOverload<int>(&QComboBox::activated), this, &BenchPage::chooseBench);
    connect(m_groups, &PhaseGroupBar::groupChosen, this, [this](PhaseGroup group) {
        m_filter->setGroup(group);
        updateHeader();
    });
    connect(m_asTable, &QToolButton::clicked, this, [this] { showView(View::Table); });
    connect(m_asWall, &QToolButton::clicked, this, [this] { showView(View::Wall); });
    connect(m_add, &QPushButton::clicked, this, &BenchPage::openAddDialog);
    connect(m_addFirst, &QPushButton::clicked, this, &BenchPage::openAddDialog);
    connect(m_clearFilter, &QPushButton::clicked, this, &BenchPage::clearFilter);
    connect(m_demonstration, &QPushButton::clicked, this, &BenchPage::demonstrationRequested);
    connect(m_retry, &QPushButton::clicked, this, [this] {
        banner().clear();
        m_commands.retryFailed();
    });
    connect(m_stop, &QPushButton::clicked, this, &BenchPage::askStop);
    connect(m_update, &QPushButton::clicked, this, [this] { openUpdateDialog(); });
    const auto *scan = new QShortcut(QKeySequence(Qt::Key_F5), this, nullptr, nullptr,
                                     Qt::WidgetWithChildrenShortcut);
    connect(scan, &QShortcut::activated, this, &BenchPage::rescan);
    connect(m_rescan, &QPushButton::clicked, this, &BenchPage::rescan);
}

void BenchPage::connectPanel()
{
    connect(&selection(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                showPanel(current.isValid());
                updatePanel();
            });
    connect(m_actions, &BoardActions::updateRequested, this, [this] {
        const std::vector<std::string> ids = m_actions->selected();
        openUpdateDialog({}, {ids.begin(), ids.end()});
    });
    connect(m_actions, &BoardActions::panelRequested, this, [this] {
        showPanel(true);
        updatePanel();
    });
    connect(m_actions, &BoardActions::consoleRequested, this, [this] {
        showPanel(true);
        updatePanel();
        m_panel->openConsole();
    });
    connect(m_panel, &BoardPanel::closeRequested, this, [this] { showPanel(false); });
    connect(m_panel, &BoardPanel::requested, this, &BenchPage::onAct);
    connect(m_panel, &BoardPanel::textEntered, this,
            [this](const std::string &id, const std::string &text) {
                m_commands.writeToConsole(id, text);
            });
}

void BenchPage::onAct(BoardAct act, const std::string &board)
{
    switch (act) {
    case BoardAct::Blink:
        return m_commands.blink(board);
    case BoardAct::Identify:
        return m_commands.identify(board);
    case BoardAct::Reset:
        return m_commands.resetBoard(board, fleet::ResetKind::Run);
    case BoardAct::Confirm:
        return m_commands.confirmImage(board);
    case BoardAct::RollBack:
        return m_actions->askRollBack({board});
    case BoardAct::SendTrust:
        return m_actions->askSendTrust({board});
    case BoardAct::Remove:
        return m_actions->askRemove({board});
    case BoardAct::Console:
        return;
    }
}

void BenchPage::rescan()
{
    banner().clear();
    m_commands.scanPorts();
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (!PhaseText::isActive(m_model.board(row)))
            m_commands.identify(m_model.board(row).id);
    }
}

void BenchPage::apply(const EventBatch &batch)
{
    m_progress.apply(batch);
    for (const fleet::CampaignState &campaign : batch.campaigns) {
        const bool isNew = campaign.id != m_campaign.id;
        m_campaign = campaign;
        if (campaign.error)
            banner().showError(*campaign.error);
        else if (isNew && campaign.running)
            banner().clear();
    }
    askChangedBoards(batch.boards);
    for (const CommandFailure &failure : batch.failures) {
        if (isOfBench(failure.command))
            banner().showError(failure.error);
    }
    m_actions->setCampaignRunning(m_campaign.running);
    updateBenches();
    updateHeader();
    updatePanel();
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

void BenchPage::updateHeader()
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
    setCount(boards == 0       ? QString()
             : shown == boards ? tr("%n board(s)", nullptr, boards)
                               : tr("%1 of %n board(s)", nullptr, boards).arg(shown));
    std::array<int, kPhaseGroups> counts{};
    for (int group = 0; group < kPhaseGroups; ++group)
        counts[static_cast<std::size_t>(group)] = m_filter->count(static_cast<PhaseGroup>(group));
    m_groups->setCounts(counts);
    m_groups->setVisible(boards > 0);
    m_actions->update();
    showStack();
}

void BenchPage::showStack()
{
    const bool isEmpty = m_model.rowCount() == 0;
    QWidget *view = m_view == View::Table ? static_cast<QWidget *>(m_table) : m_wall;
    QWidget *wanted = isEmpty ? m_empty : m_filter->rowCount() == 0 ? m_noMatch : view;
    if (m_stack->currentWidget() != wanted)
        m_stack->setCurrentWidget(wanted);
    if (isEmpty)
        showPanel(false);
}

void BenchPage::showView(View view)
{
    const bool hadFocus = m_table->hasFocus() || m_wall->hasFocus();
    m_view = view;
    m_settings.setValue(viewKey(),
                        view == View::Wall ? QStringLiteral("wall") : QStringLiteral("table"));
    (view == View::Wall ? m_asWall : m_asTable)->setChecked(true);
    showStack();
    QAbstractItemView *shown =
        view == View::Wall ? static_cast<QAbstractItemView *>(m_wall) : m_table;
    // The wall knows first columns only.
    const QModelIndex current = selection().currentIndex();
    if (current.isValid()) {
        selection().setCurrentIndex(current.siblingAtColumn(0), QItemSelectionModel::NoUpdate);
        shown->scrollTo(selection().currentIndex());
    }
    if (hadFocus)
        shown->setFocus();
}

/// Fills the chooser with the benches that boards are on now; the chosen one stays, also while no
/// board is on it.
void BenchPage::updateBenches()
{
    std::set<std::string> benches;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (!m_model.board(row).bench.empty())
            benches.insert(m_model.board(row).bench);
    }
    if (m_filter->bench())
        benches.insert(*m_filter->bench());
    QStringList names;
    for (const std::string &bench : benches)
        names << QString::fromStdString(bench);
    QStringList present;
    for (int item = 1; item < m_bench->count(); ++item)
        present << m_bench->itemText(item);
    m_bench->setVisible(!names.isEmpty());
    if (names == present)
        return;
    const QVariant chosen = m_bench->currentData();
    while (m_bench->count() > 1)
        m_bench->removeItem(1);
    for (const QString &name : qAsConst(names))
        m_bench->addItem(name, name);
    m_bench->setCurrentIndex(chosen.isValid() ? std::max(0, m_bench->findData(chosen)) : 0);
}

void BenchPage::chooseBench()
{
    const QVariant chosen = m_bench->currentData();
    m_filter->setBench(chosen.isValid() ? std::optional(chosen.toString().toStdString())
                                        : std::nullopt);
    updateHeader();
}

void BenchPage::clearFilter()
{
    m_search->clear();
    m_bench->setCurrentIndex(0);
    m_groups->setGroup(PhaseGroup::All);
    m_filter->setGroup(PhaseGroup::All);
    chooseBench();
}

void BenchPage::showPanel(bool isShown)
{
    m_panel->setVisible(isShown);
}

void BenchPage::updatePanel()
{
    const std::string id = m_actions->current();
    const int row = m_model.rowOf(id);
    if (row < 0) {
        showPanel(false);
        m_panel->clear();
        return;
    }
    const quint64 revision = m_model.index(row, 0).data(BenchModel::RevisionRole).toULongLong();
    if (m_panel->board() == id && revision == m_shownRevision)
        return;
    m_shownRevision = revision;
    m_panel->setBoard(m_model.board(row));
}

void BenchPage::selectBoard(const std::string &id)
{
    const int row = m_model.rowOf(id);
    if (row < 0)
        return;
    QModelIndex index = m_filter->mapFromSource(m_model.index(row, 0));
    if (!index.isValid()) { // hidden by the filter; whoever asks wants it
        clearFilter();
        index = m_filter->mapFromSource(m_model.index(row, 0));
    }
    selection().setCurrentIndex(index,
                                QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_table->scrollTo(index);
    m_wall->scrollTo(index);
}

UpdateDialog *BenchPage::makeUpdateDialog(const std::set<std::string> &preselected)
{
    auto *dialog = new UpdateDialog(m_model, m_recent, m_theme, preselected, m_paths, window());
    dialog->setDefaults(CampaignDefaults::load(m_settings));
    connect(dialog, &UpdateDialog::planReady, this, [this](const fleet::CampaignPlan &plan) {
        banner().clear();
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

void BenchPage::openUpdateDialog(const QString &imageFile, const std::set<std::string> &boards)
{
    std::set<std::string> preselected = boards;
    // One selected row is only the board that is looked at; several are a choice.
    const std::vector<std::string> selected = m_actions->selected();
    if (boards.empty() && selected.size() > 1)
        preselected.insert(selected.begin(), selected.end());
    UpdateDialog *dialog = makeUpdateDialog(preselected);
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

void BenchPage::askStop()
{
    const int count = std::max(1, m_model.activeCount());
    ask(this,
        {.objectName = "stopQuestion",
         .title = tr("Stop updating"),
         .text = tr("Stop %n update(s)?", nullptr, count),
         .explanation = tr("Boards that have not finished keep the image they run now. You can "
                           "retry them later."),
         .act = tr("&Stop updates"),
         .keep = tr("&Keep going")},
        [this] { m_commands.stopCampaign(fleet::StopMode::Abort); });
}

void BenchPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) { // back out, one step at a time
        if (m_panel->isVisible())
            showPanel(false);
        else if (m_filter->isFiltering())
            clearFilter();
        m_stack->currentWidget()->setFocus();
        return;
    }
    Page::keyPressEvent(event);
}

void BenchPage::dragEnterEvent(QDragEnterEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile() && m_update->isEnabled())
        event->acceptProposedAction();
}

void BenchPage::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    const std::string path = event->mimeData()->urls().front().toLocalFile().toStdString();
    inBackground(
        this, [path](const std::stop_token &) { return droppedImage(path); },
        [this](const Result<std::filesystem::path> &image) {
            if (image)
                openUpdateDialog(QString::fromStdString(image->string()));
            else
                banner().showError(image.error());
        });
}

void BenchPage::saveLayout()
{
    m_settings.setValue(splitterKey(), m_splitter->saveState());
    m_table->saveColumns();
}

void BenchPage::restoreLayout()
{
    const QByteArray splitter = m_settings.value(splitterKey()).toByteArray();
    if (splitter.isEmpty() || !m_splitter->restoreState(splitter))
        m_splitter->setSizes({760, 400});
    m_splitter->setHandleWidth(1); // also part of the saved state
    showView(m_settings.value(viewKey()).toString() == QStringLiteral("wall") ? View::Wall
                                                                              : View::Table);
}

void BenchPage::retranslate()
{
    //: the group of boards on the table, and the page that shows it
    setTitle(tr("Bench"));
    m_search->setPlaceholderText(tr("Filter boards"));
    m_search->setAccessibleName(tr("Filter boards"));
    m_bench->setItemText(0, tr("All boards"));
    m_bench->setAccessibleName(tr("Bench"));
    m_bench->setToolTip(tr("Show the boards of one bench"));
    m_asTable->setToolTip(tr("As a table"));
    m_asTable->setAccessibleName(tr("As a table"));
    m_asWall->setToolTip(tr("As a wall of tiles, to be read from afar"));
    m_asWall->setAccessibleName(tr("As a wall of tiles"));
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
                        tr("The filter looks at names, addresses, benches, tags and versions."));
    m_clearFilter->setText(tr("&Clear the filter"));
    m_actions->retranslate();
    m_model.retranslate();
    updateHeader();
}

} // namespace otabench::widgets
