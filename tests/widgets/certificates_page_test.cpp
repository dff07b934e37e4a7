#include "made_up_boards.h"
#include "no_commands.h"

#include "base/files.h"
#include "board_handshake.h"
#include "certificates/export.h"
#include "certificates/import.h"
#include "certificates/store.h"
#include "certificates/trust_book.h"
#include "server/image_server.h"
#include "widgets/bench/bench_model.h"
#include "widgets/certificates/authority_dialogs.h"
#include "widgets/certificates/certificate_text.h"
#include "widgets/certificates/certificates_page.h"
#include "widgets/certificates/export_dialog.h"
#include "widgets/certificates/fetch_dialog.h"
#include "widgets/certificates/import_dialog.h"
#include "widgets/certificates/issue_dialogs.h"
#include "widgets/certificates/trial_dialog.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/fact_list.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <memory>

using namespace otabench;
using namespace otabench::widgets;
using certificates::Store;

namespace {

constexpr int kLimitMs = 20'000; // keys are made, under a sanitizer

class CountedCommands : public tests::NoCommands
{
public:
    void readAuthority() override { ++reads; }

    int reads = 0;
};

QString facts(const QWidget &in)
{
    const auto lists = in.findChildren<FactList *>();
    QStringList all;
    for (const FactList *list : lists)
        all << list->toPlainText();
    return all.join(QLatin1Char('\n'));
}

/// A page on a store of its own.
struct Room
{
    explicit Room(const Theme &theme)
        : page(std::make_unique<CertificatesPage>(
              CertificatesPage::Parts{theme, bench, commands, folder(), shakeHandsAsBoard}))
    {
        page->resize(1160, 760);
    }

    void show()
    {
        page->show();
        QApplication::setActiveWindow(page.get());
    }

    [[nodiscard]] std::filesystem::path folder() const
    {
        return home.filePath(QStringLiteral("certificates")).toStdString();
    }

    [[nodiscard]] Store store(const std::string &passphrase = {}) const
    {
        return Store(folder(), [passphrase] { return Result<std::string>(passphrase); });
    }

    /// A CA that was made elsewhere.
    certificates::Authority makeAuthority(const std::optional<std::string> &passphrase = {})
    {
        auto authority = certificates::Authority::create({}).value();
        Store made(folder());
        if (!made.saveAuthority(authority, Store::Overwrite::Yes, passphrase))
            qFatal("no CA");
        return authority;
    }

    template <typename Widget>
    Widget *find(const char *name)
    {
        return page->findChild<Widget *>(QLatin1String(name));
    }

    template <typename Dialog>
    Dialog *dialog()
    {
        return page->findChild<Dialog *>();
    }

    void pressF5()
    {
        QApplication::setActiveWindow(page.get()); // a dialog may have been it
        auto *focused = find<QPushButton>("exportCa");
        focused->setFocus();
        QTest::keyClick(focused, Qt::Key_F5);
    }

    void trigger(const char *act) { find<QAction>(act)->trigger(); }

    QTemporaryDir home;
    BenchModel bench;
    CountedCommands commands;
    std::unique_ptr<CertificatesPage> page;
};

QLineEdit *line(QWidget &in, const char *name)
{
    return in.findChild<QLineEdit *>(QLatin1String(name));
}

QPushButton *act(QWidget &in)
{
    return in.findChild<QPushButton *>(QStringLiteral("act"));
}

void click(QWidget *widget)
{
    QTest::mouseClick(widget, Qt::LeftButton);
}

void clickRole(const QMessageBox &question, QMessageBox::ButtonRole role)
{
    const auto buttons = question.buttons();
    for (QAbstractButton *button : buttons) {
        if (question.buttonRole(button) == role)
            button->click();
    }
}

std::unique_ptr<server::ImageServer> serve(const certificates::KeyedCertificate &pair)
{
    auto started = server::ImageServer::start(
        {.bindAddress = "127.0.0.1", .certificatePem = pair.certificatePem, .keyPem = pair.keyPem});
    return started ? std::move(*started) : nullptr;
}

} // namespace

class CertificatesPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void firstRunMakesCaAndNames();
    void firstRunProtectsTheKey();
    void firstRunRefusesABadNameAndMakesNothing();
    void cardsShowExpiryKeyAndFingerprint();
    void expiryIsSaidInWords();
    void boardAcceptsTheServer();
    void boardRefusesAStrangersServer();
    void exportsForFirmware();
    void exportsWithKeyUnderAPassphrase();
    void fetchesAChainAndSavesTheRoot();
    void importsAPkcs12Ca();
    void companyCaSignsTheServer();
    void issuesABoardsCertificate();
    void protectsAndUnprotects();
    void rotationWaitsForEveryBoard();
    void writesTheCalendar();
    void passphraseIsTriedBeforeItIsGiven();
    void languageChangesAtOnce();
    void everyControlHasAName();
    void pictures();

private:
    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
};

void CertificatesPageTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_language->setCurrent(QStringLiteral("en"));
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
}

void CertificatesPageTest::cleanupTestCase()
{
    QThreadPool::globalInstance()->waitForDone(); // OpenSSL frees a thread's state as it ends
}

void CertificatesPageTest::firstRunMakesCaAndNames()
{
    Room room(*m_theme);
    room.show();
    auto *next = room.find<QPushButton>("firstRunNext");
    QTRY_VERIFY(next->isVisible());
    QVERIFY(!room.find<QPushButton>("exportCa")->isEnabled());
    auto *cost = room.find<QLabel>("keyCost");
    const QString ecCost = cost->text();
    auto *key = room.find<QComboBox>("keyType");
    key->setCurrentIndex(key->findData(static_cast<int>(certificates::KeyType::Rsa2048)));
    QVERIFY(cost->text() != ecCost); // each says what it costs a board
    key->setCurrentIndex(key->findData(static_cast<int>(certificates::KeyType::EcP256)));
    room.find<QLineEdit>("caName")->setText(QStringLiteral("Lab seven"));
    click(next);
    QTRY_VERIFY(room.find<QLabel>("ownAddresses")->text().contains(QStringLiteral("127.0.0.1")));
    room.find<QLineEdit>("serverNames")->setText(QStringLiteral("ota.lab.example, bench7"));
    QVERIFY(!std::filesystem::exists(room.folder() / "ca.pem")); // nothing before the button
    click(next);
    auto *copy = room.find<QPushButton>("firstRunCopy");
    QTRY_VERIFY_WITH_TIMEOUT(copy->isVisible(), kLimitMs);
    click(copy);
    const std::string pem = room.store().authorityPem().value();
    QCOMPARE(QGuiApplication::clipboard()->text().toStdString(), pem);
    QCOMPARE(certificates::summarize(pem)->front().commonName, std::string("Lab seven"));
    QCOMPARE(room.store().serverSettings()->names,
             (std::vector<std::string>{"ota.lab.example", "bench7"}));
    QVERIFY(room.commands.reads > 0); // the status strip hears of it
    click(next);
    QTRY_VERIFY(room.find<QPushButton>("testAsBoard")->isVisible());
    QVERIFY(facts(*room.page).contains(QStringLiteral("Lab seven")));
}

void CertificatesPageTest::firstRunProtectsTheKey()
{
    Room room(*m_theme);
    room.show();
    auto *next = room.find<QPushButton>("firstRunNext");
    QTRY_VERIFY(next->isVisible());
    auto *first = room.find<QLineEdit>("newPassphrase");
    auto *second = room.find<QLineEdit>("newPassphraseAgain");
    QCOMPARE(first->echoMode(), QLineEdit::Password);
    first->setText(QStringLiteral("short"));
    second->setText(QStringLiteral("short"));
    QVERIFY(!next->isEnabled());
    first->setText(QStringLiteral("correct horse"));
    QVERIFY(!next->isEnabled()); // they differ
    second->setText(QStringLiteral("correct horse"));
    QVERIFY(next->isEnabled());
    click(next);
    click(next);
    QTRY_VERIFY_WITH_TIMEOUT(room.find<QPushButton>("firstRunCopy")->isVisible(), kLimitMs);
    QVERIFY(room.store().isAuthorityProtected());
    QVERIFY(room.store("correct horse").authority().has_value());
    QVERIFY(first->text().isEmpty()); // not kept in the window
}

void CertificatesPageTest::firstRunRefusesABadNameAndMakesNothing()
{
    Room room(*m_theme);
    room.show();
    auto *next = room.find<QPushButton>("firstRunNext");
    QTRY_VERIFY(next->isVisible());
    click(next);
    room.find<QLineEdit>("serverNames")->setText(QStringLiteral("no/such_name!"));
    click(next);
    const auto banners = room.find<QWidget>("firstRun")->findChildren<ErrorBanner *>();
    QTRY_VERIFY_WITH_TIMEOUT(banners.front()->isVisible(), kLimitMs);
    QVERIFY(!std::filesystem::exists(room.folder() / "ca.pem"));
}

void CertificatesPageTest::cardsShowExpiryKeyAndFingerprint()
{
    Room room(*m_theme);
    const auto authority = room.makeAuthority();
    QVERIFY(room.store().serverIdentity({"127.0.0.1"}).has_value());
    room.show();
    QTRY_VERIFY(room.find<QPushButton>("testAsBoard")->isVisible());
    const QString shown = facts(*room.page);
    const auto ca = certificates::summarize(authority.certificatePem())->front();
    for (const QString &expected :
         {QStringLiteral("Valid\texpires in 19 years"), QStringLiteral("IP:127.0.0.1"),
          QStringLiteral("EC P-256"), QString::fromStdString(ca.sha256),
          QString::fromStdString(ca.serial)})
        QVERIFY2(shown.contains(expected), qPrintable(expected + QLatin1Char('\n') + shown));
    click(room.find<QWidget>("copyFingerprint"));
    QCOMPARE(QGuiApplication::clipboard()->text().toStdString(), ca.sha256);
}

void CertificatesPageTest::expiryIsSaidInWords()
{
    Room room(*m_theme);
    certificates::AuthorityOptions options;
    const auto now = std::chrono::system_clock::now();
    options.validity = {.preset = certificates::Preset::Audit,
                        .lifetime = std::chrono::days(24),
                        .notBefore = now - std::chrono::minutes(1)};
    Store store = room.store();
    QVERIFY(
        store.saveAuthority(certificates::Authority::create(options).value(), Store::Overwrite::No)
            .has_value());
    room.show();
    QTRY_VERIFY2(facts(*room.page).contains(QStringLiteral("Ends soon\texpires in 23 days")),
                 qPrintable(facts(*room.page)));
    // A lifetime counts from now on: what has ended is looked at from later on.
    const auto summary = certificates::summarize(store.authorityPem().value())->front();
    const auto later = now + std::chrono::days(30) + std::chrono::hours(1);
    QCOMPARE(CertificateText::look(summary, later, 30).word, QStringLiteral("Expired"));
    QVERIFY2(CertificateText::expiry(summary, later)
                 .startsWith(QStringLiteral("expired 6 days ago, on ")),
             qPrintable(CertificateText::expiry(summary, later)));
    options.validity.notBefore = now + std::chrono::days(3);
    QVERIFY(
        store.saveAuthority(certificates::Authority::create(options).value(), Store::Overwrite::Yes)
            .has_value());
    room.pressF5();
    QTRY_VERIFY2(facts(*room.page).contains(QStringLiteral("Not yet valid\tvalid from ")),
                 qPrintable(facts(*room.page)));
}

void CertificatesPageTest::boardAcceptsTheServer()
{
    Room room(*m_theme);
    room.makeAuthority();
    const auto identity = room.store().serverIdentity({"127.0.0.1"});
    QVERIFY(identity.has_value());
    const auto running = serve(identity->server);
    QVERIFY(running != nullptr);
    room.show();
    QTRY_VERIFY(room.find<QPushButton>("testAsBoard")->isVisible());
    EventBatch batch; // where the campaign's server is
    batch.campaigns.resize(1);
    batch.campaigns[0].serverUrl = "https://127.0.0.1:" + std::to_string(running->port());
    room.page->apply(batch);
    click(room.find<QPushButton>("testAsBoard"));
    auto *dialog = room.dialog<TrialDialog>();
    QCOMPARE(line(*dialog, "trialServer")->text(),
             QStringLiteral("127.0.0.1:%1").arg(running->port()));
    click(act(*dialog));
    QTRY_VERIFY_WITH_TIMEOUT(facts(*dialog).contains(QStringLiteral("Real handshake\tGood")),
                             kLimitMs);
    QVERIFY2(facts(*dialog).contains(QStringLiteral("Boards accept this server\tAccepted")),
             qPrintable(facts(*dialog)));
}

void CertificatesPageTest::boardRefusesAStrangersServer()
{
    Room room(*m_theme);
    room.makeAuthority();
    // Another lab's CA of the same name: the chain seems to end at ours.
    const auto other = certificates::Authority::create({}).value();
    const auto running = serve(other.issueServer({.hosts = {"127.0.0.1"}}).value());
    QVERIFY(running != nullptr);
    room.show();
    QTRY_VERIFY(room.find<QPushButton>("testAsBoard")->isVisible());
    click(room.find<QPushButton>("testAsBoard"));
    auto *dialog = room.dialog<TrialDialog>();
    QVERIFY(!act(*dialog)->isEnabled()); // no server is known
    line(*dialog, "trialServer")->setText(QStringLiteral("127.0.0.1:%1").arg(running->port()));
    click(act(*dialog));
    QTRY_VERIFY_WITH_TIMEOUT(facts(*dialog).contains(QStringLiteral("Real handshake\tRefused")),
                             kLimitMs);
    const QString shown = facts(*dialog);
    QVERIFY2(shown.contains(QStringLiteral("-0x2700")), qPrintable(shown));
    QVERIFY2(shown.contains(QStringLiteral("The board prints:")), qPrintable(shown));
    QVERIFY2(shown.contains(QStringLiteral("What to do:")), qPrintable(shown));
    // Nobody listens any more: an error in words, and no verdict.
    const_cast<server::ImageServer &>(*running).stop();
    click(act(*dialog));
    QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<ErrorBanner *>()->isVisible(), kLimitMs);
}

void CertificatesPageTest::exportsForFirmware()
{
    Room room(*m_theme);
    const auto authority = room.makeAuthority();
    room.show();
    QTRY_VERIFY(room.find<QPushButton>("exportCa")->isEnabled());
    click(room.find<QPushButton>("exportCa"));
    auto *dialog = room.dialog<ExportDialog>();
    auto *format = dialog->findChild<QComboBox *>(QStringLiteral("exportFormat"));
    const auto exported = [&](certificates::ExportFormat wanted, const QString &name) {
        format->setCurrentIndex(format->findData(static_cast<int>(wanted)));
        line(*dialog, "outputFile")->setText(room.home.filePath(name));
        click(act(*dialog));
        if (!QTest::qWaitFor([&] { return QFile::exists(room.home.filePath(name)); }, kLimitMs))
            return std::string();
        return readTextFile(room.home.filePath(name).toStdString()).value_or("");
    };
    QVERIFY(exported(certificates::ExportFormat::CHeader, QStringLiteral("ca.h"))
                .find("otabench_ca_pem") != std::string::npos);
    QTRY_VERIFY(act(*dialog)->isEnabled());
    QCOMPARE(exported(certificates::ExportFormat::Pem, QStringLiteral("ca.pem")),
             authority.certificatePem());
    QTRY_VERIFY(act(*dialog)->isEnabled());
    const std::string der = exported(certificates::ExportFormat::Der, QStringLiteral("ca.der"));
    QCOMPARE(certificates::derToPem(std::as_bytes(std::span(der))).value(),
             authority.certificatePem());
}

void CertificatesPageTest::exportsWithKeyUnderAPassphrase()
{
    Room room(*m_theme);
    room.makeAuthority("correct horse");
    room.show();
    QTRY_VERIFY(room.find<QPushButton>("exportCa")->isEnabled());
    click(room.find<QPushButton>("exportCa"));
    auto *dialog = room.dialog<ExportDialog>();
    auto *format = dialog->findChild<QComboBox *>(QStringLiteral("exportFormat"));
    format->setCurrentIndex(format->findData(static_cast<int>(certificates::ExportFormat::Pkcs12)));
    const QString file = room.home.filePath(QStringLiteral("ca.p12"));
    line(*dialog, "outputFile")->setText(file);
    QVERIFY(!act(*dialog)->isEnabled());
    line(*dialog, "newPassphrase")->setText(QStringLiteral("battery staple"));
    line(*dialog, "newPassphraseAgain")->setText(QStringLiteral("battery staple"));
    line(*dialog, "caPassphrase")->setText(QStringLiteral("wrong wrong"));
    click(act(*dialog));
    QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<ErrorBanner *>()->isVisible(), kLimitMs);
    QVERIFY(!QFile::exists(file));
    QVERIFY(!QString::fromStdString(dialog->findChild<ErrorBanner *>()->error()->text)
                 .contains(QStringLiteral("wrong wrong"))); // a passphrase is never shown
    line(*dialog, "caPassphrase")->setText(QStringLiteral("correct horse"));
    click(act(*dialog));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), kLimitMs);
    QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    const auto bundle = certificates::bundleFrom(readTextFile(file.toStdString()).value(), [] {
        return Result<std::string>(std::string("battery staple"));
    });
    QVERIFY(bundle.has_value());
}

void CertificatesPageTest::fetchesAChainAndSavesTheRoot()
{
    Room room(*m_theme);
    const auto own = certificates::makeSelfSigned({.hosts = {"127.0.0.1"}}).value();
    const auto running = serve(own);
    QVERIFY(running != nullptr);
    room.show();
    click(room.find<QPushButton>("fetchChain"));
    auto *dialog = room.dialog<FetchDialog>();
    line(*dialog, "fetchServer")->setText(QStringLiteral("127.0.0.1:%1").arg(running->port()));
    click(act(*dialog));
    QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<QPushButton *>(QStringLiteral("saveFetched")),
                             kLimitMs);
    const QString sha256 =
        QString::fromStdString(certificates::summarize(own.certificatePem)->front().sha256);
    QVERIFY2(facts(*dialog).contains(sha256), qPrintable(facts(*dialog)));
    QVERIFY(facts(*dialog).contains(QStringLiteral("Why\t")));
    click(dialog->findChild<QPushButton *>(QStringLiteral("saveFetched")));
    auto *chooser = dialog->findChild<QFileDialog *>(QStringLiteral("saveFetchedChooser"));
    const QString file = room.home.filePath(QStringLiteral("root.pem"));
    Q_EMIT chooser->fileSelected(file);
    QTRY_VERIFY(QFile::exists(file));
    QCOMPARE(certificates::summarize(readTextFile(file.toStdString()).value())->front().sha256,
             sha256.toStdString());
}

void CertificatesPageTest::importsAPkcs12Ca()
{
    Room room(*m_theme);
    const auto authority = certificates::Authority::create({.commonName = "Old lab"}).value();
    const QString file = room.home.filePath(QStringLiteral("old.p12"));
    QVERIFY(writeFileAtomically(file.toStdString(),
                                certificates::toPkcs12(authority.keyed(), "battery staple").value(),
                                FileMode::Private)
                .has_value());
    room.show();
    QTRY_VERIFY(room.find<QPushButton>("firstRunImport")->isVisible());
    click(room.find<QPushButton>("firstRunImport"));
    auto *dialog = room.dialog<ImportCaDialog>();
    line(*dialog, "caFile")->setText(file);
    line(*dialog, "filePassphrase")->setText(QStringLiteral("battery staple"));
    line(*dialog, "newPassphrase")->setText(QStringLiteral("correct horse"));
    click(act(*dialog));
    QTRY_VERIFY_WITH_TIMEOUT(room.store().isAuthorityProtected(), kLimitMs);
    QCOMPARE(room.store("correct horse").authority()->certificatePem(), authority.certificatePem());
    QTRY_VERIFY(room.find<QPushButton>("testAsBoard")->isVisible()); // behind the dialog
}

void CertificatesPageTest::companyCaSignsTheServer()
{
    Room room(*m_theme);
    room.makeAuthority();
    room.show();
    QTRY_VERIFY(room.find<QPushButton>("exportCa")->isEnabled());
    room.trigger("requestAct");
    auto *request = room.dialog<RequestDialog>();
    line(*request, "requestHosts")->setText(QStringLiteral("127.0.0.1"));
    const QString folder = room.home.filePath(QStringLiteral("request"));
    line(*request, "outputFolder")->setText(folder);
    click(act(*request));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(folder + QStringLiteral("/server.csr")), kLimitMs);
    QTRY_VERIFY(facts(*request).contains(QStringLiteral("Keep secret")));
    const auto keys = room.store().requestKeys();
    QCOMPARE(keys.size(), std::size_t{1});
    request->close();
    // What does not answer the request is refused, and nothing changes.
    const auto stranger = certificates::makeSelfSigned({.hosts = {"127.0.0.1"}}).value();
    const QString answer = room.home.filePath(QStringLiteral("answer.pem"));
    QVERIFY(writeFileAtomically(answer.toStdString(), stranger.certificatePem, FileMode::Public)
                .has_value());
    room.trigger("answerAct");
    auto *dialog = room.dialog<CompanyAnswerDialog>();
    line(*dialog, "answerFile")->setText(answer);
    click(act(*dialog));
    QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<ErrorBanner *>()->isVisible(), kLimitMs);
    // With its own key it is taken.
    const QString key = room.home.filePath(QStringLiteral("answer.key"));
    QVERIFY(writeFileAtomically(key.toStdString(), stranger.keyPem, FileMode::Private).has_value());
    line(*dialog, "keyFile")->setText(key);
    click(act(*dialog));
    QTRY_VERIFY_WITH_TIMEOUT(room.store().serverIdentity({"127.0.0.1"})->isImported, kLimitMs);
    QTRY_VERIFY(facts(*room.page).contains(QStringLiteral("Server, by a company CA")));
    dialog->close();
    room.trigger("forgetImportedAct");
    clickRole(*room.find<QMessageBox>("forgetImportedQuestion"), QMessageBox::DestructiveRole);
    QTRY_VERIFY(!facts(*room.page).contains(QStringLiteral("company CA")));
}

void CertificatesPageTest::issuesABoardsCertificate()
{
    Room room(*m_theme);
    room.makeAuthority("correct horse");
    EventBatch batch;
    batch.boards = {tests::idleBoard(1)};
    room.bench.apply(batch);
    room.show();
    QTRY_VERIFY(room.find<QAction>("clientAct")->isEnabled());
    room.trigger("clientAct");
    auto *dialog = room.dialog<ClientDialog>();
    auto *mac = dialog->findChild<QComboBox *>(QStringLiteral("boardMac"));
    QCOMPARE(mac->currentText(), QString::fromStdString(batch.boards[0].identity->mac));
    const QString folder = room.home.filePath(QStringLiteral("clients"));
    line(*dialog, "outputFolder")->setText(folder);
    line(*dialog, "caPassphrase")->setText(QStringLiteral("correct horse"));
    click(act(*dialog));
    const QString file = folder + QStringLiteral("/client-246f28000001");
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file + QStringLiteral(".pem")), kLimitMs);
    QCOMPARE(QFile::permissions(file + QStringLiteral(".key")) &
                 (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    QTRY_VERIFY(facts(*room.page).contains(QStringLiteral("Certificate of a board")));
    const auto key = readTextFile((file + QStringLiteral(".key")).toStdString());
    QVERIFY(!facts(*dialog).contains(
        QString::fromStdString(*key).section(QLatin1Char('\n'), 1, 1))); // a key is never shown
    mac->setEditText(QStringLiteral("no mac"));
    QVERIFY(!act(*dialog)->isEnabled());
}

void CertificatesPageTest::protectsAndUnprotects()
{
    Room room(*m_theme);
    room.makeAuthority();
    room.show();
    QTRY_VERIFY(room.find<QAction>("protectAct")->isEnabled());
    room.trigger("protectAct");
    auto *dialog = room.dialog<ProtectionDialog>();
    line(*dialog, "newPassphrase")->setText(QStringLiteral("correct horse"));
    line(*dialog, "newPassphraseAgain")->setText(QStringLiteral("correct horse"));
    click(act(*dialog));
    QTRY_VERIFY_WITH_TIMEOUT(room.store().isAuthorityProtected(), kLimitMs);
    QTRY_VERIFY(facts(*room.page).contains(QStringLiteral("protected by a passphrase")));
    QTRY_VERIFY(room.dialog<ProtectionDialog>() == nullptr);
    room.trigger("protectAct");
    dialog = room.dialog<ProtectionDialog>();
    dialog->findChild<QCheckBox *>(QStringLiteral("removePassphrase"))->setChecked(true);
    QVERIFY(!act(*dialog)->isEnabled()); // the present one is needed
    line(*dialog, "caPassphrase")->setText(QStringLiteral("correct horse"));
    click(act(*dialog));
    QTRY_VERIFY_WITH_TIMEOUT(!room.store().isAuthorityProtected(), kLimitMs);
}

void CertificatesPageTest::rotationWaitsForEveryBoard()
{
    Room room(*m_theme);
    const auto first = room.makeAuthority();
    const std::string oldSha = certificates::summarize(first.certificatePem())->front().sha256;
    certificates::TrustBook book(room.folder());
    const auto now = std::chrono::system_clock::now();
    QVERIFY(book.note({{"24:6f:28:00:00:01", "/dev/ttyUSB0", {oldSha}, now},
                       {"24:6f:28:00:00:02", "/dev/ttyUSB1", {oldSha}, now}})
                .has_value());
    room.show();
    QTRY_VERIFY(room.find<QAction>("rotateAct")->isEnabled());
    room.trigger("rotateAct");
    click(act(*room.dialog<RotateDialog>()));
    auto *retire = room.find<QPushButton>("retireCa");
    QTRY_VERIFY_WITH_TIMEOUT(retire->isVisible(), kLimitMs);
    auto *table = room.find<QTableView>("trustTable");
    const QAbstractItemModelTester tester(table->model());
    QCOMPARE(table->model()->rowCount(), 2);
    QCOMPARE(table->model()->index(0, 1).data().toString(),
             QStringLiteral("Trusts the old CA only"));
    QVERIFY(!retire->isEnabled());
    const std::string newSha =
        certificates::summarize(room.store().authorityPem().value())->front().sha256;
    QVERIFY(book.note({{"24:6f:28:00:00:01", "/dev/ttyUSB0", {newSha, oldSha}, now}}).has_value());
    room.pressF5();
    QTRY_COMPARE(table->model()->index(0, 1).data().toString(), QStringLiteral("Trusts both"));
    QVERIFY(!retire->isEnabled());
    table->selectRow(1); // this board is gone
    click(room.find<QPushButton>("forgetBoard"));
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QTRY_VERIFY(retire->isEnabled());
    click(retire);
    clickRole(*room.find<QMessageBox>("retireQuestion"), QMessageBox::DestructiveRole);
    QTRY_VERIFY_WITH_TIMEOUT(!retire->isVisible(), kLimitMs);
    QVERIFY(!room.store().previousPem());
}

void CertificatesPageTest::writesTheCalendar()
{
    Room room(*m_theme);
    room.makeAuthority();
    room.show();
    QTRY_VERIFY(room.find<QAction>("calendarAct")->isEnabled());
    room.trigger("calendarAct");
    const QString file = room.home.filePath(QStringLiteral("ends.ics"));
    Q_EMIT room.find<QFileDialog>("calendarChooser")->fileSelected(file);
    QTRY_VERIFY(QFile::exists(file));
    QVERIFY(readTextFile(file.toStdString())->starts_with("BEGIN:VCALENDAR"));
}

void CertificatesPageTest::passphraseIsTriedBeforeItIsGiven()
{
    Room room(*m_theme);
    room.makeAuthority("correct horse");
    auto *dialog = new PassphraseDialog(room.folder(), *m_theme, room.page.get());
    dialog->open();
    QSignalSpy given(dialog, &PassphraseDialog::passphraseGiven);
    line(*dialog, "caPassphrase")->setText(QStringLiteral("wrong wrong"));
    click(act(*dialog));
    QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<ErrorBanner *>()->isVisible(), kLimitMs);
    QCOMPARE(given.count(), 0);
    line(*dialog, "caPassphrase")->setText(QStringLiteral("correct horse"));
    click(act(*dialog));
    QTRY_COMPARE_WITH_TIMEOUT(given.count(), 1, kLimitMs);
    QCOMPARE(given.front().at(1).toBool(), false); // kept only if ticked
}

void CertificatesPageTest::languageChangesAtOnce()
{
    Room room(*m_theme);
    room.makeAuthority();
    room.show();
    QTRY_VERIFY(room.find<QPushButton>("testAsBoard")->isVisible());
    m_language->setCurrent(QStringLiteral("zh_CN"));
    QCoreApplication::sendPostedEvents();
    const QString chinese = facts(*room.page);
    m_language->setCurrent(QStringLiteral("en"));
    QCoreApplication::sendPostedEvents();
    QVERIFY2(chinese.contains(QStringLiteral("有效")), qPrintable(chinese));
    QVERIFY(facts(*room.page).contains(QStringLiteral("Lab CA")));
}

void CertificatesPageTest::everyControlHasAName()
{
    Room room(*m_theme);
    room.makeAuthority();
    Store store = room.store();
    QVERIFY(store.rotate(certificates::KeyType::EcP256, {}).has_value());
    room.show();
    QTRY_VERIFY(room.find<QPushButton>("retireCa")->isVisible());
    QMap<QChar, QString> taken;
    const auto buttons = room.page->findChildren<QAbstractButton *>();
    for (const QAbstractButton *button : buttons) {
        if (!button->isVisible() || button->objectName().isEmpty())
            continue; // others are Qt's own
        QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                 qPrintable(button->objectName()));
        const int at = button->text().indexOf(QLatin1Char('&'));
        if (at < 0)
            continue;
        const QChar letter = button->text().at(at + 1).toLower();
        QVERIFY2(!taken.contains(letter),
                 qPrintable(taken.value(letter) + QLatin1Char(' ') + button->text()));
        taken.insert(letter, button->text());
    }
}

/// To be judged by eye: OTABENCH_PICTURES=FOLDER certificates_page_test pictures
void CertificatesPageTest::pictures()
{
    const QString folder = qEnvironmentVariable("OTABENCH_PICTURES");
    if (folder.isEmpty())
        return;
    for (const QString &code : Language::available()) {
        m_language->setCurrent(code);
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            m_theme->setMode(mode);
            const QString look = code + QLatin1Char('-') + Theme::name(mode);
            const auto save = [&](QWidget &widget, const char *name) {
                QTest::qWait(250);
                widget.grab().save(QDir(folder).filePath(QLatin1String(name) + QLatin1Char('-') +
                                                         look + QStringLiteral(".png")));
            };
            Room fresh(*m_theme);
            fresh.show();
            QTRY_VERIFY(fresh.find<QPushButton>("firstRunNext")->isVisible());
            save(*fresh.page, "certs-first-1");
            click(fresh.find<QPushButton>("firstRunNext"));
            save(*fresh.page, "certs-first-2");
            click(fresh.find<QPushButton>("firstRunNext"));
            QTRY_VERIFY(fresh.find<QPushButton>("firstRunCopy")->isVisible());
            save(*fresh.page, "certs-first-3");

            Room room(*m_theme);
            const auto first = room.makeAuthority();
            const auto identity = room.store().serverIdentity({"192.168.1.5", "127.0.0.1"});
            const auto other = certificates::Authority::create({}).value();
            const auto running = serve(other.issueServer({.hosts = {"127.0.0.1"}}).value());
            room.show();
            save(*room.page, "certs-overview");
            room.page->resize(1780, 1040);
            save(*room.page, "certs-overview-1080");
            room.page->resize(1160, 760);
            click(room.find<QPushButton>("testAsBoard"));
            auto *trial = room.dialog<TrialDialog>();
            line(*trial, "trialServer")
                ->setText(QStringLiteral("127.0.0.1:%1").arg(running->port()));
            click(act(*trial));
            QTest::qWait(1500);
            save(*trial, "certs-trial");
            delete trial;
            click(room.find<QPushButton>("exportCa"));
            save(*room.dialog<ExportDialog>(), "certs-export");
            delete room.dialog<ExportDialog>();
            room.trigger("importAct");
            save(*room.dialog<ImportCaDialog>(), "certs-import");
            delete room.dialog<ImportCaDialog>();
            room.trigger("clientAct");
            save(*room.dialog<ClientDialog>(), "certs-client");
            delete room.dialog<ClientDialog>();
            Store store = room.store();
            QVERIFY(store.rotate(certificates::KeyType::EcP256, {}).has_value());
            const auto oldSha = certificates::summarize(first.certificatePem())->front().sha256;
            const auto newSha =
                certificates::summarize(store.authorityPem().value())->front().sha256;
            const auto now = std::chrono::system_clock::now();
            QVERIFY(certificates::TrustBook(room.folder())
                        .note({{"24:6f:28:00:00:01", "/dev/ttyUSB0", {oldSha}, now},
                               {"24:6f:28:00:00:02", "/dev/ttyUSB1", {newSha, oldSha}, now},
                               {"24:6f:28:00:00:03", "/dev/ttyUSB2", {}, now}})
                        .has_value());
            room.pressF5();
            QTest::qWait(500);
            save(*room.page, "certs-rotation");
            auto *ask = new PassphraseDialog(room.folder(), *m_theme, room.page.get());
            ask->open();
            save(*ask, "certs-passphrase");
        }
    }
    m_language->setCurrent(QStringLiteral("en"));
    m_theme->setMode(Theme::Mode::Light);
}

QTEST_MAIN(CertificatesPageTest)
#include "certificates_page_test.moc"
