#include "main_window.h"

#include "desktop_notifier.h"
#include "support_bundle_act.h"
#include "window_commands.h"

#include "widgets/bench/bench_model.h"
#include "widgets/bench/bench_page.h"
#include "widgets/campaign/campaign_page.h"
#include "widgets/campaign/interrupted_banner.h"
#include "widgets/certificates/authority_dialogs.h"
#include "widgets/certificates/certificates_page.h"
#include "widgets/common/about_dialog.h"
#include "widgets/common/announcer.h"
#include "widgets/common/campaign_defaults.h"
#include "widgets/common/command_palette.h"
#include "widgets/common/lab_commands.h"
#include "widgets/common/language.h"
#include "widgets/common/navigation_rail.h"
#include "widgets/common/status_strip.h"
#include "widgets/common/theme.h"
#include "widgets/doctor/doctor_page.h"
#include "widgets/help/help_window.h"
#include "widgets/history/history_page.h"
#include "widgets/images/images_page.h"
#include "widgets/log/log_store.h"
#include "widgets/log/logs_page.h"
#include "widgets/server/limits_panel.h"
#include "widgets/server/server_page.h"
#include "widgets/settings/settings_page.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDateTime>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace otabench::gui {

using namespace widgets;

namespace {

/// The lab promises to end within five seconds; then the window closes all the same.
constexpr std::chrono::milliseconds kCloseLimit{6000};

QString pageKey()
{
    return QStringLiteral("window/page");
}

QDate toDate(std::chrono::system_clock::time_point moment)
{
    return QDateTime::fromSecsSinceEpoch(
               std::chrono::duration_cast<std::chrono::seconds>(moment.time_since_epoch()).count())
        .date();
}

} // namespace

MainWindow::MainWindow(const Parts &parts, QWidget *parent)
    : QMainWindow(parent)
    , m_bridge(parts.bridge)
    , m_commands(parts.commands)
    , m_theme(parts.theme)
    , m_language(parts.language)
    , m_settings(parts.settings)
    , m_certificates(parts.paths.certificates())
    , m_recent(parts.settings)
    , m_bench(new BenchModel(this))
    , m_logs(new LogStore(this))
    , m_rail(new NavigationRail(parts.theme, this))
    , m_pages(new QStackedWidget(this))
    , m_benchPage(new BenchPage({*m_bench, *m_logs, m_commands, m_recent, m_settings, parts.theme,
                                 parts.paths, parts.databaseUrl},
                                this))
    , m_campaignPage(
          new CampaignPage({m_commands, parts.theme, parts.paths, parts.databaseUrl}, this))
    , m_logsPage(new LogsPage({parts.theme, m_settings, parts.paths.logs()}, this))
    , m_imagesPage(new ImagesPage({parts.theme,
                                   *m_bench,
                                   m_settings,
                                   parts.paths.images(),
                                   {.file = parts.paths.historyFile(), .url = parts.databaseUrl}},
                                  this))
    , m_certificatesPage(new CertificatesPage(
          {parts.theme, *m_bench, m_commands, parts.paths.certificates(), parts.shakeHands}, this))
    , m_serverPage(new ServerPage({parts.commands, parts.theme}, this))
    , m_historyPage(
          new HistoryPage({parts.theme, parts.paths.historyFile(), parts.databaseUrl}, this))
    , m_doctorPage(new DoctorPage({.theme = parts.theme,
                                   .commands = parts.commands,
                                   .paths = parts.paths,
                                   .databaseUrl = parts.databaseUrl},
                                  this))
    , m_settingsPage(new SettingsPage({.theme = parts.theme,
                                       .language = parts.language,
                                       .settings = parts.settings,
                                       .paths = parts.paths},
                                      this))
    , m_strip(new StatusStrip(parts.theme, this))
    , m_interrupted(new InterruptedBanner(this))
    , m_notifier(new DesktopNotifier(*this, this))
    , m_state(*this, m_settings, m_benchPage)
    , m_supportBundle(new SupportBundleAct(parts.paths, parts.databaseUrl, *this))
    , m_announcer(new Announcer(this))
{
    addPage("bench", "view-grid", m_benchPage);
    addPage("campaign", "media-playback-start", m_campaignPage);
    addPage("logs", "text-x-log", m_logsPage);
    addPage("images", "application-x-firmware", m_imagesPage);
    addPage("certificates", "security-high", m_certificatesPage);
    addPage("server", "network-server", m_serverPage);
    addPage("history", "document-open-recent", m_historyPage);
    addPage("doctor", "utilities-system-monitor", m_doctorPage);
    addPage("settings", "preferences-system", m_settingsPage);

    auto *noticeHolder = new QWidget(this);
    auto *notices = new QVBoxLayout(noticeHolder);
    notices->setContentsMargins(0, 0, 0, 0);
    notices->addWidget(m_interrupted);
    connect(m_pages, &QStackedWidget::currentChanged, noticeHolder, [this, noticeHolder] {
        noticeHolder->setVisible(m_pages->currentWidget() != m_campaignPage);
    });
    auto *upper = new QHBoxLayout;
    upper->setSpacing(0);
    upper->addWidget(m_rail);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(noticeHolder);
    right->addWidget(m_pages, 1);
    upper->addLayout(right, 1);
    auto *centre = new QWidget(this);
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(upper, 1);
    layout->addWidget(m_strip);
    setCentralWidget(centre);

    connectParts();
    makeWindowActions();
    resize(1280, 800);
    retranslate();
    m_state.restore();
    showPage(m_settings.value(pageKey()).toString());
}

void MainWindow::addPage(const char *name, const char *iconName, QWidget *page)
{
    const QString text = QLatin1String(name);
    const QString rail = QStringLiteral("nav") + text.at(0).toUpper() + text.mid(1);
    if (page == m_settingsPage)
        m_rail->addFootEntry(rail, QLatin1String(iconName));
    else
        m_rail->addEntry(rail, QLatin1String(iconName));
    m_pages->addWidget(page);
    m_pageNames << text;
    m_pageIcons << QLatin1String(iconName);
}

void MainWindow::connectParts()
{
    m_closeLimit.setSingleShot(true);
    m_closeLimit.setInterval(kCloseLimit);
    connect(&m_closeLimit, &QTimer::timeout, this, &MainWindow::close);
    connect(&m_bridge, &EventBridge::batchReady, this, &MainWindow::apply);
    connect(m_rail, &NavigationRail::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_strip, &StatusStrip::benchRequested, this,
            [this] { showPage(QStringLiteral("bench")); });
    for (Page *page : {static_cast<Page *>(m_benchPage), static_cast<Page *>(m_campaignPage),
                       static_cast<Page *>(m_logsPage), static_cast<Page *>(m_imagesPage),
                       static_cast<Page *>(m_certificatesPage), static_cast<Page *>(m_serverPage),
                       static_cast<Page *>(m_historyPage), static_cast<Page *>(m_doctorPage),
                       static_cast<Page *>(m_settingsPage)})
        connect(page, &Page::pageRequested, this, &MainWindow::showPage);
    connect(m_strip, &StatusStrip::serverRequested, this,
            [this] { showPage(QStringLiteral("server")); });
    connect(m_serverPage, &ServerPage::faultsChanged, m_strip, &StatusStrip::setFaults);
    connect(m_serverPage, &ServerPage::servingChanged, m_strip, &StatusStrip::setServing);
    connect(m_doctorPage, &DoctorPage::findingsChanged, this, &MainWindow::updateDoctorBadge);
    connect(m_doctorPage, &DoctorPage::authorityMade, this, [this] { m_commands.readAuthority(); });
    connect(m_campaignPage, &CampaignPage::updateRequested, m_benchPage,
            [this] { m_benchPage->openUpdateDialog(); });
    connect(m_campaignPage, &CampaignPage::changeRequested, m_benchPage,
            [this](const fleet::CampaignPlan &plan) { m_benchPage->openUpdateDialog(plan); });
    connect(m_interrupted, &InterruptedBanner::takeUpRequested, this, [this](qint64 id) {
        showPage(QStringLiteral("campaign"));
        m_commands.resumeCampaign(id);
    });
    connect(m_interrupted, &InterruptedBanner::giveUpRequested, this,
            [this](qint64 id) { m_commands.giveUpCampaign(id); });
    connect(m_benchPage, &BenchPage::reviewRequested, this,
            [this](const fleet::CampaignPlan &plan) {
                showPage(QStringLiteral("campaign"));
                m_campaignPage->review(plan);
            });
    connect(m_campaignPage, &CampaignPage::boardRequested, this, [this](const QString &id) {
        showPage(QStringLiteral("bench"));
        m_benchPage->selectBoard(id.toStdString());
    });
    connect(m_historyPage, &HistoryPage::retryRequested, this, [this](qint64 id) {
        showPage(QStringLiteral("campaign"));
        m_commands.retryCampaign(id);
    });
    connect(m_historyPage, &HistoryPage::returnRequested, this, [this](qint64 id) {
        showPage(QStringLiteral("campaign")); // which asks what it would do first
        m_commands.findReturnPlans(id);
    });
    connect(m_benchPage, &BenchPage::demonstrationRequested, this,
            &MainWindow::demonstrationRequested);
    connect(m_imagesPage, &ImagesPage::updateRequested, this, [this](const QString &file) {
        showPage(QStringLiteral("bench"));
        m_benchPage->openUpdateDialog(file);
    });
    connect(m_settingsPage, &SettingsPage::startAgainRequested, this, &MainWindow::startAgain);
    connect(m_settingsPage, &SettingsPage::settingsReset, this, &MainWindow::applyLimits);
    connect(&m_serverPage->limits(), &LimitsPanel::sharingChanged, this,
            [this](const server::Sharing &sharing) { saveSharing(m_settings, sharing); });
    applyLimits();
}

/// The servers' limits as they were set last.
void MainWindow::applyLimits()
{
    const server::Sharing sharing = loadSharing(m_settings);
    m_serverPage->limits().setSharing(sharing);
    m_commands.setSharing(sharing);
}

void MainWindow::setBadge(QWidget *page, int count, Token token, const QString &meaning)
{
    m_rail->setBadge(m_pages->indexOf(page), count, token, meaning);
}

void MainWindow::updateDoctorBadge()
{
    const int problems = m_doctorPage->count(fleet::Severity::Problem);
    setBadge(m_doctorPage, problems, Token::Bad, tr("%n problem(s)", nullptr, problems));
}

void MainWindow::updateCampaignBadge()
{
    setBadge(m_campaignPage, m_interruptedCount, Token::Warning,
             tr("%n interrupted campaign(s)", nullptr, m_interruptedCount));
}

QStringList MainWindow::pages() const
{
    return m_pageNames;
}

void MainWindow::showPage(const QString &name)
{
    if (const int index = m_pageNames.indexOf(name); index >= 0)
        m_rail->setCurrent(index);
}

QWidget *MainWindow::page(const QString &name) const
{
    return m_pages->widget(m_pageNames.indexOf(name));
}

QString MainWindow::pageWord(const QString &name) const
{
    const int index = m_pageNames.indexOf(name);
    return index < 0 ? QString() : m_rail->text(index);
}

QString MainWindow::pageIcon(const QString &name) const
{
    return m_pageIcons.value(m_pageNames.indexOf(name));
}

template <typename Act>
QAction *MainWindow::addWindowAction(const char *name, const char *iconName,
                                     const QKeySequence &shortcut, Act act)
{
    auto *action = new QAction(this);
    action->setObjectName(QLatin1String(name));
    action->setData(QLatin1String(iconName));
    action->setShortcut(shortcut);
    connect(action, &QAction::triggered, this, act);
    addAction(action);
    return action;
}

void MainWindow::makeWindowActions()
{
    m_paletteAction =
        addWindowAction("openPalette", "edit-find", QKeySequence(QStringLiteral("Ctrl+K")),
                        [this] { openPalette(); });
    m_fullScreenAction =
        addWindowAction("fullScreen", "view-fullscreen", QKeySequence(Qt::Key_F11),
                        [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    m_helpAction = addWindowAction("help", "help-contents", QKeySequence::HelpContents,
                                   [this] { showHelp(); });
    m_supportBundleAction =
        addWindowAction("supportBundle", "document-save", {}, [this] { saveSupportBundle(); });
    m_aboutAction = addWindowAction("about", "dialog-information", {}, [this] { openAbout(); });
    m_quitAction = addWindowAction("quit", "window-close", QKeySequence::Quit, [this] { close(); });
}

QList<QAction *> MainWindow::windowActions() const
{
    QList<QAction *> wanted = actions();
    wanted.removeAll(m_paletteAction); // it is open already
    return wanted;
}

void MainWindow::openPalette()
{
    if (QApplication::activeModalWidget() != nullptr)
        return;
    (new CommandPalette(m_theme, windowCommands(*this), this))->open();
}

void MainWindow::openAbout()
{
    (new AboutDialog(this))->open();
}

void MainWindow::showHelp()
{
    if (m_help == nullptr)
        m_help = new HelpWindow(m_theme, m_language, this);
    m_help->showChapter(m_pageNames.value(m_pages->currentIndex()));
}

void MainWindow::saveSupportBundle()
{
    m_supportBundle->start();
}

void MainWindow::comeForward()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
    QApplication::alert(this); // where the desktop does not let a program take the front
}

void MainWindow::addRecentImage(const QString &file)
{
    m_recent.add(file);
}

void MainWindow::apply(const EventBatch &batch)
{
    m_bench->apply(batch);
    m_logs->apply(batch);
    m_logsPage->apply(batch);
    m_historyPage->apply(batch);
    const bool wasRunning = m_campaign.running;
    for (const fleet::CampaignState &campaign : batch.campaigns) {
        m_campaign = campaign;
        m_strip->setCampaign(campaign);
    }
    if (batch.caExpiry)
        m_strip->setCaExpiry(toDate(*batch.caExpiry));
    m_strip->setBoards(m_bench->rowCount(), m_bench->activeCount());
    m_benchPage->apply(batch);
    m_serverPage->apply(batch);
    m_announcer->apply(batch);
    m_campaignPage->apply(batch);
    m_imagesPage->apply(batch);
    if (batch.interrupted) {
        m_interrupted->setCampaigns(*batch.interrupted);
        m_interruptedCount = static_cast<int>(batch.interrupted->size());
        updateCampaignBadge();
    }
    m_interrupted->setBusy(m_campaign.running);
    m_certificatesPage->apply(batch);
    if (batch.passphraseNeeded)
        askPassphrase();
    updateTitle();
    if (wasRunning && !m_campaign.running) {
        tellEnd();
        Q_EMIT campaignFinished();
        if (m_closing)
            close();
    }
}

void MainWindow::tellEnd()
{
    if (!m_settings.value(QStringLiteral("appearance/notifications"), true).toBool())
        return;
    const bool isGood = m_campaign.failures() == 0 && m_campaign.cancelled == 0;
    m_notifier->tell(isGood ? tr("The update is done") : tr("The update has ended"),
                     m_campaignPage->sentence());
}

void MainWindow::updateTitle()
{
    setWindowTitle(m_campaign.running
                       //: window title while updating: %1 of %2 boards have finished
                       ? tr("%1/%2 · otabench").arg(m_campaign.finished()).arg(m_campaign.boards)
                       : QStringLiteral("otabench"));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_campaign.running && !m_closing) {
        event->ignore();
        askBeforeClosing();
        return;
    }
    if (m_campaign.running && m_closeLimit.isActive()) { // asked already, and on its way
        event->ignore();
        return;
    }
    m_closeLimit.stop();
    m_state.save();
    m_settings.setValue(pageKey(), m_pageNames.value(m_pages->currentIndex()));
    m_benchPage->saveLayout();
    m_imagesPage->saveLayout();
    m_settings.sync();
    event->accept();
}

void MainWindow::startAgain()
{
    m_startsAgain = true;
    close();
}

void MainWindow::askBeforeClosing()
{
    if (findChild<QMessageBox *>(QStringLiteral("closeQuestion")) != nullptr)
        return;
    const int count = std::max(1, m_bench->activeCount());
    auto *question =
        new QMessageBox(QMessageBox::Question, tr("Quit otabench"),
                        tr("Stop %n update(s)?", nullptr, count), QMessageBox::NoButton, this);
    question->setObjectName(QStringLiteral("closeQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(
        tr("Boards that have not finished keep the image they run now. Quitting ends the server "
           "they download from."));
    QPushButton *stop =
        question->addButton(tr("&Stop updates and quit"), QMessageBox::DestructiveRole);
    QPushButton *leave = question->addButton(tr("&Quit, go on next time"), QMessageBox::AcceptRole);
    leave->setObjectName(QStringLiteral("closeAndLeave"));
    leave->setToolTip(tr("The campaign stays open: otabench offers to take it up when it starts"));
    connect(leave, &QPushButton::clicked, this, &MainWindow::closeAndLeave);
    QPushButton *keep = question->addButton(tr("&Keep going"), QMessageBox::RejectRole);
    connect(keep, &QPushButton::clicked, this, [this] { m_startsAgain = false; });
    question->setDefaultButton(keep);
    question->setEscapeButton(keep);
    connect(stop, &QPushButton::clicked, this, &MainWindow::stopAndClose);
    question->open();
}

/// The campaign has no end in the record then, and is offered to be taken up.
void MainWindow::closeAndLeave()
{
    m_closing = true;
    close();
}

void MainWindow::askPassphrase()
{
    auto *dialog = new PassphraseDialog(m_certificates, m_theme, this);
    connect(dialog, &PassphraseDialog::passphraseGiven, this,
            [this](const std::string &passphrase, bool keep) {
                m_commands.givePassphrase(passphrase, keep);
            });
    connect(dialog, &QDialog::rejected, this, [this] { m_commands.givePassphrase({}, false); });
    dialog->open();
}

void MainWindow::stopAndClose()
{
    m_closing = true;
    setEnabled(false);
    if (!m_campaign.running) { // it ended while the question was open
        close();
        return;
    }
    m_closeLimit.start();
    m_commands.stopCampaign(fleet::StopMode::Abort);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void MainWindow::retranslate()
{
    const QStringList words = {
        //: the page of boards
        tr("Bench"),
        //: the page of the update that is running
        tr("Campaign"),
        tr("Logs"),
        //: the page of firmware images
        tr("Images"),
        tr("Certificates"),
        //: the page of the image server
        tr("Server"),
        //: the page of past updates
        tr("History"),
        //: the page that looks for troubles of this computer
        tr("Doctor"),
        tr("Settings"),
    };
    for (int entry = 0; entry < words.size(); ++entry)
        m_rail->setText(entry, words[entry]);
    m_paletteAction->setText(tr("&Commands…"));
    m_fullScreenAction->setText(tr("&Full screen"));
    m_helpAction->setText(tr("&Help"));
    m_supportBundleAction->setText(tr("Save a support &bundle…"));
    m_aboutAction->setText(tr("&About otabench…"));
    m_quitAction->setText(tr("&Quit otabench"));
    m_rail->setAccessibleName(tr("Pages"));
    updateDoctorBadge();
    updateCampaignBadge();
    updateTitle();
}

} // namespace otabench::gui
