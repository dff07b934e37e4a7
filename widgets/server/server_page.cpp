#include "widgets/server/server_page.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/icons.h"
#include "widgets/common/lab_commands.h"
#include "widgets/common/theme.h"
#include "widgets/common/token_icon.h"
#include "widgets/server/fault_bench.h"
#include "widgets/server/limits_panel.h"
#include "widgets/server/serve_dialog.h"
#include "widgets/server/server_summary.h"
#include "widgets/server/server_table.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
namespace {

using fleet::ServerRole;

constexpr std::array kClientWidths = {150, 130, 130, 90, 90, 190, 80, 110};
constexpr std::array kPublishedWidths = {200, 220, 90};
constexpr std::array kRequestWidths = {80, 150, 250, 190, 130, 90};

template <std::size_t count>
void setWidths(QTableView &table, const std::array<int, count> &widths)
{
    for (std::size_t i = 0; i < count; ++i)
        table.setColumnWidth(static_cast<int>(i), widths[i]);
}

void setUp(QSortFilterProxyModel &filter, QAbstractItemModel &source)
{
    filter.setSourceModel(&source);
    filter.setSortRole(ServerValueRole);
    filter.setFilterRole(ServerSearchRole);
    filter.setFilterCaseSensitivity(Qt::CaseInsensitive);
}

QScrollArea *scrolled(QWidget *content)
{
    auto *area = new QScrollArea;
    area->setObjectName(QStringLiteral("serverScroll"));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(content);
    return area;
}

} // namespace

ServerPage::ServerPage(const Parts &parts, QWidget *parent)
    : Page(parent)
    , m_commands(parts.commands)
    , m_theme(parts.theme)
    , m_search(addSearch("serverSearch"))
    , m_which(new QComboBox(this))
    , m_stop(nullptr)
    , m_serve(nullptr)
{
    for (Seen &each : m_seen)
        each.requests = new RequestModel(this);
    setUp(m_clientFilter, m_clients);
    setUp(m_publishedFilter, m_published);
    setUp(m_requestFilter, *m_seen.front().requests);
    m_which->setObjectName(QStringLiteral("whichServer"));
    m_which->addItem(QString(), static_cast<int>(ServerRole::Campaign));
    m_which->addItem(QString(), static_cast<int>(ServerRole::Files));
    m_which->hide();
    addToHeader(m_which);
    m_stop = addAct("stopServing", "media-playback-stop");
    m_serve = addAct("serveFiles", "document-open", Act::Primary);
    setBody(makeBody());
    connectParts();
    ServerPage::retranslate();
    showState();
    showFaults();
}

QWidget *ServerPage::makeBody()
{
    auto *body = new QWidget(this);
    m_top = new QStackedWidget(body);
    m_empty = new EmptyState(QStringLiteral("network-server"), m_top);
    m_emptyServe =
        m_empty->addButton(QStringLiteral("emptyServeFiles"), QStringLiteral("document-open"));
    m_summary = new ServerSummary(m_theme, m_top);
    m_top->addWidget(m_empty);
    m_top->addWidget(m_summary);
    m_tabs = new QTabWidget(body);
    m_tabs->setObjectName(QStringLiteral("serverTabs"));
    m_limits = new LimitsPanel;
    m_faults = new FaultBench;
    m_tabs->addTab(makeClients(), QString());
    m_tabs->addTab(makePublished(), QString());
    m_tabs->addTab(makeRequests(), QString());
    m_tabs->addTab(scrolled(m_limits), QString());
    m_tabs->addTab(scrolled(m_faults), QString());
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeFaultBanner());
    column->addWidget(m_top);
    column->addWidget(m_tabs, 1);
    return body;
}

QFrame *ServerPage::makeFaultBanner()
{
    m_faultBanner = new QFrame;
    m_faultBanner->setObjectName(QStringLiteral("faultBanner"));
    m_faultText = new QLabel(m_faultBanner);
    m_faultText->setObjectName(QStringLiteral("faultText"));
    m_faultText->setWordWrap(true);
    m_faultsOff = new QPushButton(m_faultBanner);
    m_faultsOff->setObjectName(QStringLiteral("faultsOff"));
    auto *row = new QHBoxLayout(m_faultBanner);
    row->setContentsMargins(kSpace4, kSpace2, kSpace4, kSpace2);
    row->setSpacing(kSpace3);
    row->addWidget(
        new TokenIcon(m_theme, QStringLiteral("dialog-warning"), Token::Warning, m_faultBanner));
    row->addWidget(m_faultText, 1);
    row->addWidget(m_faultsOff);
    return m_faultBanner;
}

QWidget *ServerPage::makeClients()
{
    m_clientTable = new ServerTable(m_theme, "clientTable");
    m_clientTable->setModel(&m_clientFilter);
    setWidths(*m_clientTable, kClientWidths);
    m_clientTable->sortByColumn(static_cast<int>(ClientModel::Column::Who), Qt::AscendingOrder);
    return m_clientTable;
}

QWidget *ServerPage::makePublished()
{
    auto *panel = new QWidget;
    m_publishedTable = new ServerTable(m_theme, "publishedTable");
    m_publishedTable->setModel(&m_publishedFilter);
    setWidths(*m_publishedTable, kPublishedWidths);
    m_publishedTable->sortByColumn(0, Qt::AscendingOrder);
    m_copyUrl = new QPushButton(panel);
    m_copyUrl->setObjectName(QStringLiteral("copyUrl"));
    m_copyCommand = new QPushButton(panel);
    m_copyCommand->setObjectName(QStringLiteral("copyBoardCommand"));
    m_copyCurl = new QPushButton(panel);
    m_copyCurl->setObjectName(QStringLiteral("copyCurl"));
    auto *row = new QHBoxLayout;
    row->setContentsMargins(kSpace4, kSpace2, kSpace4, kSpace2);
    for (QPushButton *button : {m_copyUrl, m_copyCommand, m_copyCurl}) {
        button->setIcon(icon(QStringLiteral("edit-copy")));
        button->setIconSize(kButtonIcon);
        row->addWidget(button);
    }
    row->addStretch(1);
    auto *column = new QVBoxLayout(panel);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_publishedTable, 1);
    column->addLayout(row);
    return panel;
}

QWidget *ServerPage::makeRequests()
{
    auto *panel = new QWidget;
    m_requestTable = new ServerTable(m_theme, "requestTable");
    m_requestTable->setModel(&m_requestFilter);
    setWidths(*m_requestTable, kRequestWidths);
    m_requestTable->sortByColumn(static_cast<int>(RequestModel::Column::Time), Qt::DescendingOrder);
    m_advice = new QLabel(panel);
    m_advice->setObjectName(QStringLiteral("requestAdvice"));
    m_advice->setTextFormat(Qt::PlainText);
    m_advice->setWordWrap(true);
    m_advice->setMargin(kSpace3);
    m_advice->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_advice->hide();
    auto *column = new QVBoxLayout(panel);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_requestTable, 1);
    column->addWidget(m_advice);
    return panel;
}

void ServerPage::connectParts()
{
    connect(m_search, &QLineEdit::textChanged, this, &ServerPage::filter);
    connect(m_serve, &QPushButton::clicked, this, [this] { openServeDialog(); });
    connect(m_emptyServe, &QPushButton::clicked, this, [this] { openServeDialog(); });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_commands.stopServing(); });
    connect(m_which, qOverload<int>(&QComboBox::currentIndexChanged), this,
            [this] { show(static_cast<ServerRole>(m_which->currentData().toInt())); });
    connect(m_limits, &LimitsPanel::sharingChanged, this,
            [this](const server::Sharing &sharing) { m_commands.setSharing(sharing); });
    connect(m_faults, &FaultBench::faultsChanged, this,
            [this](const std::vector<server::Fault> &faults) {
                banner().clear();
                m_commands.setFaults(faults);
                showFaults();
            });
    connect(m_faultsOff, &QPushButton::clicked, m_faults, &FaultBench::switchOff);
    connect(m_copyUrl, &QPushButton::clicked, this, [this] { copyUrl(QStringLiteral("%1")); });
    connect(m_copyCommand, &QPushButton::clicked, this,
            [this] { copyUrl(QStringLiteral("ota %1")); });
    connect(m_copyCurl, &QPushButton::clicked, this,
            [this] { copyUrl(QStringLiteral("curl --cacert ca.pem -O \"%1\"")); });
    connect(m_requestTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                const QString advice =
                    seen(m_role).requests->advice(m_requestFilter.mapToSource(current).row());
                m_advice->setText(advice);
                m_advice->setVisible(!advice.isEmpty());
            });
}

ServerPage::Seen &ServerPage::seen(ServerRole role)
{
    return m_seen[static_cast<std::size_t>(role)];
}

const std::optional<fleet::ServerState> &ServerPage::state(ServerRole role) const
{
    return m_seen[static_cast<std::size_t>(role)].state;
}

void ServerPage::apply(const EventBatch &batch)
{
    for (const fleet::ServerState &state : batch.servers)
        take(state);
    for (const CommandFailure &failure : batch.failures) {
        if (failure.command != Command::Serve && failure.command != Command::SetFaults)
            continue;
        banner().showError(failure.error);
        if (failure.command != Command::SetFaults)
            continue;
        // What could not be injected is not said to be.
        const auto &running = seen(m_role).state;
        m_faults->setFaults(running ? running->faults : std::vector<server::Fault>());
        showFaults();
    }
}

void ServerPage::take(const fleet::ServerState &state)
{
    Seen &known = seen(state.role);
    const bool isNew = state.isRunning && (!known.state || !known.state->isRunning ||
                                           known.state->baseUrl != state.baseUrl);
    known.requests->add(state.requests, state.handshakeFailures);
    known.state = state;
    known.state->requests.clear();
    known.state->handshakeFailures.clear();
    if (state.role == ServerRole::Files)
        Q_EMIT servingChanged(state.isRunning ? QString::fromStdString(state.baseUrl) : QString());
    if (isNew) {
        if (state.role == ServerRole::Files)
            banner().clear();
        m_summary->forgetThroughput();
        m_which->setCurrentIndex(m_which->findData(static_cast<int>(state.role)));
        show(state.role);
    } else if (state.role == m_role) {
        showState();
    }
}

void ServerPage::show(ServerRole role)
{
    if (role != m_role)
        m_summary->forgetThroughput();
    m_role = role;
    m_requestFilter.setSourceModel(seen(role).requests);
    showState();
}

void ServerPage::showState()
{
    const auto &files = state(ServerRole::Files);
    const auto &campaign = state(ServerRole::Campaign);
    const auto &shown = state(m_role);
    m_which->setVisible(files && campaign);
    m_stop->setVisible(files && files->isRunning);
    m_top->setCurrentWidget(shown ? static_cast<QWidget *>(m_summary) : m_empty);
    if (!shown) {
        setCount({});
        return;
    }
    m_summary->setState(*shown);
    m_clients.setClients(shown->clients);
    m_published.setUrls(shown->published);
    m_faults->setBoards(m_clients.names());
    const bool hasUrls = m_published.rowCount() > 0;
    for (QPushButton *button : {m_copyUrl, m_copyCommand, m_copyCurl})
        button->setEnabled(hasUrls);
    setCount(!shown->isRunning ? tr("Stopped")
             : m_role == ServerRole::Files
                 ? tr("Serving %n file(s)", nullptr, static_cast<int>(shown->published.size()))
                 : tr("Serving a campaign"));
}

void ServerPage::showFaults()
{
    const int count = static_cast<int>(m_faults->faults().size());
    m_faultBanner->setVisible(count > 0);
    m_faultText->setText(
        tr("The fault bench is on: %n fault(s) are injected. Boards are meant to fail.", nullptr,
           count));
    Q_EMIT faultsChanged(count);
}

void ServerPage::filter(const QString &text)
{
    for (QSortFilterProxyModel *each : {&m_clientFilter, &m_publishedFilter, &m_requestFilter})
        each->setFilterFixedString(text);
}

/// Of the selected row, else of the first.
void ServerPage::copyUrl(const QString &pattern) const
{
    QModelIndex row = m_publishedTable->currentIndex();
    if (!row.isValid())
        row = m_publishedFilter.index(0, 0);
    const QString url = m_published.url(m_publishedFilter.mapToSource(row).row());
    if (!url.isEmpty())
        QGuiApplication::clipboard()->setText(pattern.arg(url));
}

void ServerPage::openServeDialog(const QStringList &files)
{
    auto *dialog = new ServeDialog(this);
    dialog->addFiles(files);
    connect(dialog, &ServeDialog::serveRequested, this,
            [this](const fleet::FileServerOptions &options) { m_commands.startServing(options); });
    dialog->open();
}

void ServerPage::retranslate()
{
    setTitle(tr("Server"));
    m_search->setPlaceholderText(tr("Filter boards, addresses, files"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_which->setItemText(0, tr("Campaign"));
    m_which->setItemText(1, tr("Files"));
    m_which->setAccessibleName(tr("Which server"));
    m_stop->setText(tr("S&top serving"));
    m_stop->setToolTip(tr("End the server of files; a campaign's goes on"));
    m_serve->setText(tr("&Serve files…"));
    m_serve->setToolTip(tr("Serve images without a campaign, until you stop it"));
    m_empty->setTexts(tr("No server is running"),
                      tr("It starts with each campaign and ends with it. You can also serve images "
                         "without one."));
    m_emptyServe->setText(tr("Serve f&iles…"));
    m_faultsOff->setText(tr("Switch all &off"));
    m_tabs->setTabText(0, tr("Connections"));
    m_tabs->setTabText(1, tr("Published"));
    m_tabs->setTabText(2, tr("Requests"));
    m_tabs->setTabText(3, tr("Limits"));
    m_tabs->setTabText(4, tr("Fault bench"));
    m_clientTable->setAccessibleName(tr("Connections"));
    m_clientTable->setEmptyText(tr("Nobody has connected yet."));
    m_publishedTable->setAccessibleName(tr("Published"));
    m_publishedTable->setEmptyText(tr("Nothing is published now."));
    m_requestTable->setAccessibleName(tr("Requests"));
    m_requestTable->setEmptyText(tr("Nothing has been asked for yet."));
    m_copyUrl->setText(tr("Copy &URL"));
    m_copyCommand->setText(tr("Copy as a &board's command"));
    m_copyCommand->setToolTip(tr("ota URL: for firmware with a command line"));
    m_copyCurl->setText(tr("Copy for &curl"));
    m_copyCurl->setToolTip(tr("To try it from this computer, with the lab CA in ca.pem"));
    m_clients.retranslate();
    m_published.retranslate();
    for (const Seen &each : m_seen)
        each.requests->retranslate();
    showState();
    showFaults();
}

} // namespace otabench::widgets
