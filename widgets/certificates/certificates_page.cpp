#include "widgets/certificates/certificates_page.h"

#include "base/files.h"
#include "certificates/calendar.h"
#include "widgets/bench/bench_model.h"
#include "widgets/certificates/authority_dialogs.h"
#include "widgets/certificates/certificate_card.h"
#include "widgets/certificates/certificate_text.h"
#include "widgets/certificates/export_dialog.h"
#include "widgets/certificates/fetch_dialog.h"
#include "widgets/certificates/first_run.h"
#include "widgets/certificates/import_dialog.h"
#include "widgets/certificates/issue_dialogs.h"
#include "widgets/certificates/rotation_panel.h"
#include "widgets/certificates/trial_dialog.h"
#include "widgets/common/background.h"
#include "widgets/common/busy_strip.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/event_bridge.h"
#include "widgets/common/lab_commands.h"
#include "widgets/common/theme.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGridLayout>
#include <QGuiApplication>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>
#include <QVariant>

#include <memory>
#include <set>

namespace otabench::widgets {
namespace {

using certificates::CaState;
using certificates::Store;

constexpr std::chrono::milliseconds kSoon{1000};
constexpr int kAuthorityWarnDays = 90; ///< a rotation takes weeks
constexpr int kServerWarnDays = 30;

} // namespace

CertificatesPage::CertificatesPage(const Parts &parts, QWidget *parent)
    : Page(parent)
    , m_theme(parts.theme)
    , m_bench(parts.bench)
    , m_commands(parts.commands)
    , m_folder(parts.folder)
    , m_shakeHands(parts.shakeHands)
{
    m_trust.folder = m_folder;
    makeHeader();
    auto *body = new QWidget(this);
    m_firstRun = new FirstRun(m_theme, body);
    m_firstRun->setTrust(m_trust);
    m_stack = new QStackedWidget(body);
    m_stack->addWidget(m_firstRun);
    m_stack->addWidget(makeOverview());
    m_busy = new BusyStrip(body);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_stack, 1);
    column->addWidget(m_busy);
    setBody(body);
    connectParts();
    CertificatesPage::retranslate();
}

void CertificatesPage::makeHeader()
{
    m_fetch = addAct("fetchChain", "network-server");
    m_more = addAct("moreCertificateActs", "preferences-system");
    m_more->setProperty("hasMenu", true);
    m_more->setMenu(makeMenu());
    m_export = addAct("exportCa", "application-x-firmware", Act::Primary);
}

QMenu *CertificatesPage::makeMenu()
{
    auto *menu = new QMenu(m_more);
    const auto add = [menu, this](const char *name, auto &&perform) {
        QAction *action = menu->addAction(QString(), this, perform);
        action->setObjectName(QLatin1String(name));
        return action;
    };
    m_client = add("clientAct", [this] { openClient(); });
    m_calendar = add("calendarAct", [this] { saveCalendar(); });
    menu->addSeparator();
    m_rotate = add("rotateAct", [this] { openChanging(new RotateDialog(m_trust, m_theme, this)); });
    m_protect =
        add("protectAct", [this] { openChanging(new ProtectionDialog(m_trust, m_theme, this)); });
    m_import =
        add("importAct", [this] { openChanging(new ImportCaDialog(m_trust, m_theme, this)); });
    menu->addSeparator();
    m_request = add("requestAct", [this] { open(new RequestDialog(m_trust, m_theme, this)); });
    m_answer = add("answerAct",
                   [this] { openChanging(new CompanyAnswerDialog(m_folder, m_theme, this)); });
    m_forgetImported = add("forgetImportedAct", [this] { askForgetImported(); });
    menu->addSeparator();
    m_reload = add("reloadAct", [this] { reload(); });
    m_reload->setShortcut(QKeySequence(Qt::Key_F5));
    m_reload->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_reload); // a menu that is not open hears no key
    return menu;
}

QWidget *CertificatesPage::makeOverview()
{
    auto *content = new QWidget(this);
    content->setObjectName(QStringLiteral("certificatesBody"));
    content->setAttribute(Qt::WA_StyledBackground);
    m_authority = new CertificateCard(m_theme, content);
    m_copy = m_authority->addButton("copyCaPem");
    m_serverCard = new CertificateCard(m_theme, content);
    m_test = m_serverCard->addButton("testAsBoard");
    m_names = m_serverCard->addButton("serverNamesButton");
    m_previous = new CertificateCard(m_theme, content);
    m_rotation = new RotationPanel(m_theme, content);
    m_others = new QWidget(content);
    auto *others = new QGridLayout(m_others);
    others->setContentsMargins(0, 0, 0, 0);
    auto *cards = new QGridLayout;
    for (QGridLayout *grid : {others, cards}) {
        grid->setSpacing(kSpace3);
        grid->setColumnStretch(0, 1);
        grid->setColumnStretch(1, 1);
    }
    cards->addWidget(m_authority, 0, 0);
    cards->addWidget(m_serverCard, 0, 1);
    cards->addWidget(m_previous, 1, 0);
    cards->addWidget(m_rotation, 1, 1);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(kSpace4, kSpace4, kSpace4, kSpace4);
    column->setSpacing(kSpace3);
    column->addLayout(cards);
    column->addWidget(m_others);
    column->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("certificatesScroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(content);
    return scroll;
}

void CertificatesPage::connectParts()
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(&m_soon, &QTimer::timeout, this, &CertificatesPage::reload);
    connect(m_fetch, &QPushButton::clicked, this, [this] { open(new FetchDialog(m_theme, this)); });
    connect(m_export, &QPushButton::clicked, this, &CertificatesPage::openExport);
    connect(m_copy, &QPushButton::clicked, this, &CertificatesPage::copyPem);
    connect(m_test, &QPushButton::clicked, this, &CertificatesPage::openTrial);
    connect(m_names, &QPushButton::clicked, this,
            [this] { openChanging(new ServerNamesDialog(m_trust, m_theme, this)); });
    connect(m_firstRun, &FirstRun::authorityMade, this, &CertificatesPage::storeChanged);
    connect(m_firstRun, &FirstRun::exportRequested, this, &CertificatesPage::openExport);
    connect(m_firstRun, &FirstRun::importRequested, m_import, &QAction::trigger);
    connect(m_firstRun, &FirstRun::finished, this, &CertificatesPage::reload);
    connect(m_rotation, &RotationPanel::retireRequested, this, [this] {
        change(tr("Retiring the old CA…"), [](const std::filesystem::path &folder) {
            return Store(folder).retire(Store::Retire::WhenTrusted);
        });
    });
    connect(m_rotation, &RotationPanel::forgetRequested, this, [this](const QString &mac) {
        change(tr("Forgetting the board…"),
               [mac = mac.toStdString()](const std::filesystem::path &folder) {
                   return certificates::TrustBook(folder).forget(mac);
               });
    });
}

void CertificatesPage::reload()
{
    m_busy->start(tr("Reading the certificates…"), {});
    m_reading.request_stop(); // an earlier look: what it brings is not taken
    m_reading = inBackground(
        this,
        [folder = m_folder](const std::stop_token &stop) {
            auto trust = std::make_shared<const LabTrust>(LabTrust::read(folder));
            return stop.stop_requested() ? nullptr : trust;
        },
        [this](const std::shared_ptr<const LabTrust> &trust) {
            if (trust == nullptr)
                return;
            m_busy->finish();
            onRead(*trust);
        });
}

void CertificatesPage::onRead(const LabTrust &trust)
{
    m_trust = trust;
    m_firstRun->setTrust(m_trust);
    // The assistant that has made the CA stays until its last step has been seen.
    const bool isOverview = m_trust.hasAuthority() && !m_firstRun->isDoneShown();
    m_stack->setCurrentIndex(isOverview ? OverviewPage : FirstRunPage);
    if (!m_trust.problems.empty())
        banner().showError(m_trust.problems.front());
    showCards();
    updateActs();
}

const certificates::KeptCertificate *CertificatesPage::serverCertificate() const
{
    const std::string wanted = m_trust.isImported ? "imported.pem" : "server.pem";
    for (const certificates::KeptCertificate &each : m_trust.certificates) {
        if (each.file.filename() == wanted)
            return &each;
    }
    return nullptr;
}

void CertificatesPage::showCards()
{
    if (!m_trust.hasAuthority())
        return;
    const bool isRotating = m_trust.isRotating();
    m_authority->setFacts(
        {.title = isRotating ? CertificateText::state(CaState::Current) : tr("Lab CA"),
         .summary = m_trust.cas.front().summary,
         .warnDays = kAuthorityWarnDays,
         .note = m_trust.isProtected
                     ? tr("Its key is protected by a passphrase.")
                     : tr("Its key has no passphrase; only you can read its file.")});
    for (const certificates::KnownCa &ca : m_trust.cas) {
        if (ca.state == CaState::Previous)
            m_previous->setFacts({.title = CertificateText::state(ca.state),
                                  .summary = ca.summary,
                                  .warnDays = kAuthorityWarnDays,
                                  .note = {}});
    }
    m_previous->setVisible(isRotating);
    m_rotation->setVisible(isRotating);
    m_rotation->setTrust(m_trust);
    showServer();
    showOthers();
}

void CertificatesPage::showServer()
{
    const certificates::KeptCertificate *server = serverCertificate();
    if (server == nullptr)
        m_serverCard->setNote(tr("Server"),
                              tr("Made by itself when the first update starts, for every address "
                                 "of this computer."));
    else
        m_serverCard->setFacts(
            {.title = m_trust.isImported ? tr("Server, by a company CA") : tr("Server"),
             .summary = server->summary,
             .warnDays = kServerWarnDays,
             .note = m_trust.isImported
                         ? tr("otabench cannot renew it: make another request in time.")
                         : tr("Renewed by itself, and replaced when addresses change.")});
}

/// What was issued to files elsewhere; made anew, for there are few.
void CertificatesPage::showOthers()
{
    auto *grid = static_cast<QGridLayout *>(m_others->layout());
    while (const std::unique_ptr<QLayoutItem> item{grid->takeAt(0)}) {
        item->widget()->hide();
        item->widget()->deleteLater();
    }
    int place = 0;
    const certificates::KeptCertificate *server = serverCertificate();
    for (const certificates::KeptCertificate &each : m_trust.certificates) {
        if (&each == server)
            continue;
        auto *card = new CertificateCard(m_theme, m_others);
        card->setFacts({.title = each.summary.isClient ? tr("Certificate of a board")
                                                       : tr("Issued server certificate"),
                        .summary = each.summary,
                        .warnDays = kServerWarnDays,
                        .note = {}});
        grid->addWidget(card, place / 2, place % 2);
        ++place;
    }
    m_others->setVisible(place > 0);
}

void CertificatesPage::open(WorkDialog *dialog)
{
    banner().clear();
    dialog->open();
}

template <typename Dialog>
void CertificatesPage::openChanging(Dialog *dialog)
{
    connect(dialog, &Dialog::storeChanged, this, &CertificatesPage::storeChanged);
    open(dialog);
}

void CertificatesPage::openExport()
{
    open(new ExportDialog(m_trust, m_theme, this));
}

void CertificatesPage::openTrial()
{
    open(new TrialDialog(m_folder, m_shakeHands, m_server, m_theme, this));
}

void CertificatesPage::openClient()
{
    std::set<QString> macs;
    for (int row = 0; row < m_bench.rowCount(); ++row) {
        const auto &identity = m_bench.board(row).identity;
        if (identity && !identity->mac.empty())
            macs.insert(QString::fromStdString(identity->mac));
    }
    for (const certificates::BoardTrust &board : m_trust.boards)
        macs.insert(QString::fromStdString(board.mac));
    openChanging(new ClientDialog(m_trust, QStringList(macs.begin(), macs.end()), m_theme, this));
}

void CertificatesPage::saveCalendar()
{
    auto *chooser =
        new QFileDialog(this, tr("Save the ends as a calendar"),
                        QDir::home().filePath(QStringLiteral("otabench-certificates.ics")),
                        tr("Calendars (*.ics);;All files (*)"));
    chooser->setObjectName(QStringLiteral("calendarChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    connect(chooser, &QFileDialog::fileSelected, this, &CertificatesPage::writeCalendar);
    chooser->open();
}

void CertificatesPage::writeCalendar(const QString &file)
{
    change(tr("Writing the calendar…"),
           [path = std::filesystem::path(file.toStdString())](const std::filesystem::path &folder) {
               const auto kept = certificates::keptCertificates(Store(folder));
               const auto entries = certificates::calendarEntries(kept.certificates);
               return writeFileAtomically(
                   path, certificates::toCalendar(entries, std::chrono::system_clock::now()),
                   FileMode::Public);
           });
}

void CertificatesPage::askForgetImported()
{
    auto *question = new QMessageBox(QMessageBox::Question, tr("Serve with the lab CA again"),
                                     tr("Stop serving with the company CA's certificate?"),
                                     QMessageBox::NoButton, this);
    question->setObjectName(QStringLiteral("forgetImportedQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(tr("The imported certificate and its key are removed. Boards that "
                                    "trust the company's CA only will refuse the server."));
    QPushButton *stop =
        question->addButton(tr("&Serve with the lab CA"), QMessageBox::DestructiveRole);
    QPushButton *keep = question->addButton(tr("&Keep it"), QMessageBox::RejectRole);
    question->setDefaultButton(keep);
    question->setEscapeButton(keep);
    connect(stop, &QPushButton::clicked, this, [this] {
        change(tr("Removing the imported certificate…"),
               [](const std::filesystem::path &folder) { return Store(folder).forgetImported(); });
    });
    question->open();
}

void CertificatesPage::copyPem()
{
    QGuiApplication::clipboard()->setText(
        QString::fromStdString(m_trust.authorityPem + m_trust.previousPem));
}

void CertificatesPage::change(const QString &what,
                              std::function<Result<>(const std::filesystem::path &)> work)
{
    banner().clear();
    m_busy->start(what, {});
    inBackground(
        this,
        [folder = m_folder, work = std::move(work)](const std::stop_token &) {
            return work(folder);
        },
        [this](const Result<> &done) {
            m_busy->finish();
            if (!done)
                banner().showError(done.error());
            storeChanged();
        });
}

void CertificatesPage::storeChanged()
{
    m_commands.readAuthority();
    reload();
}

void CertificatesPage::updateActs()
{
    const bool hasAuthority = m_trust.hasAuthority();
    m_export->setEnabled(hasAuthority);
    m_client->setEnabled(hasAuthority);
    m_calendar->setEnabled(hasAuthority || !m_trust.certificates.empty());
    m_rotate->setEnabled(hasAuthority && !m_trust.isRotating());
    m_protect->setEnabled(hasAuthority);
    m_forgetImported->setVisible(m_trust.isImported);
    m_test->setEnabled(m_shakeHands != nullptr);
    m_protect->setText(m_trust.isProtected ? tr("Change the &passphrase…")
                                           : tr("Protect the key by a &passphrase…"));
    int count = static_cast<int>(m_trust.certificates.size());
    for (const certificates::KnownCa &ca : m_trust.cas)
        count += ca.state == CaState::Retired ? 0 : 1;
    setCount(count == 0 ? QString() : tr("%n certificate(s)", nullptr, count));
}

void CertificatesPage::apply(const EventBatch &batch)
{
    for (const fleet::CampaignState &campaign : batch.campaigns) {
        const QUrl url(QString::fromStdString(campaign.serverUrl));
        if (url.isValid() && !url.host().isEmpty())
            m_server = url.authority();
    }
    // What boards trust is noted when they tell it; a page that is hidden reads it when shown.
    const bool hasNews = !batch.boards.empty() || !batch.campaigns.empty() || batch.caExpiry;
    if (hasNews && isVisible() && !m_soon.isActive())
        m_soon.start();
}

void CertificatesPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    reload();
}

void CertificatesPage::retranslate()
{
    setTitle(tr("Certificates"));
    m_fetch->setText(tr("&Fetch a site's chain…"));
    //: a menu of rarer acts
    m_more->setText(tr("&More"));
    m_export->setText(tr("&Export for firmware…"));
    m_client->setText(tr("Certificate for a &board…"));
    m_calendar->setText(tr("Ends as a &calendar…"));
    m_rotate->setText(tr("Begin a &rotation…"));
    m_import->setText(tr("&Import a CA…"));
    m_request->setText(tr("Re&quest for a company CA…"));
    m_answer->setText(tr("Take in a company CA's &answer…"));
    m_forgetImported->setText(tr("Serve with the &lab CA again…"));
    m_reload->setText(tr("Read a&gain"));
    m_copy->setText(tr("Copy &PEM"));
    m_test->setText(tr("&Test as an ESP32 would…"));
    m_names->setText(tr("&Names and key…"));
    showCards();
    updateActs();
}

} // namespace otabench::widgets
