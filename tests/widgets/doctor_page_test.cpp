// The Doctor's page: on made-up findings, and on this computer as it is.
#include "made_up_findings.h"
#include "no_commands.h"

#include "base/paths.h"
#include "certificates/store.h"
#include "main_window.h"
#include "widgets/common/busy_strip.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"
#include "widgets/doctor/doctor_page.h"
#include "widgets/doctor/finding_words.h"

#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>

#include <memory>
#include <stop_token>

using namespace otabench;
using namespace otabench::widgets;

namespace {

constexpr int kCheckLimitMs = 30'000; // a second or two; with sanitizers on a loaded machine more

class CountingCommands : public tests::NoCommands
{
public:
    void scanPorts() override { ++scans; }

    int scans = 0;
};

QString textOf(const QWidget &parent, const char *name)
{
    const auto *label = parent.findChild<QLabel *>(QLatin1String(name));
    return label == nullptr ? QString() : label->text();
}

} // namespace

class DoctorPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();
    void everyFindingIsTranslated();
    void problemsComeFirstEachWithCauseRemedyAndCommand();
    void commandAndReportAreCopied();
    void findingsFollowTheLanguage();
    void saysSoWhenAllIsWell();
    void looksAtThisComputerWhenFirstShown();
    void makesTheLabAuthority();
    void makesAKeyPrivate();
    void whatCannotBeDoneEndsInTheBanner();
    void sendsToOtherPages();
    void checkCanBeCancelled();
    void railCountsProblems();

private:
    [[nodiscard]] QFrame *card(const QString &id) const;

    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QTemporaryDir> m_home;
    CountingCommands m_commands;
    std::unique_ptr<DoctorPage> m_page;
};

void DoctorPageTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_language->setCurrent(QStringLiteral("en"));
    m_theme = std::make_unique<Theme>(*qApp);
}

void DoctorPageTest::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_commands.scans = 0;
    m_page = std::make_unique<DoctorPage>(
        DoctorPage::Parts{.theme = *m_theme,
                          .commands = m_commands,
                          .paths = Paths::below(m_home->path().toStdString())});
    m_page->resize(900, 700);
}

void DoctorPageTest::cleanup()
{
    m_page.reset();
    m_language->setCurrent(QStringLiteral("en"));
}

void DoctorPageTest::cleanupTestCase()
{
    QThreadPool::globalInstance()->waitForDone(); // ends the workers before OpenSSL ends
}

QFrame *DoctorPageTest::card(const QString &id) const
{
    for (QFrame *frame : m_page->findChildren<QFrame *>(QStringLiteral("findingCard"))) {
        if (frame->property("findingId").toString() == id)
            return frame;
    }
    return nullptr;
}

void DoctorPageTest::everyFindingIsTranslated()
{
    const std::vector<std::string> args = {"<0>", "<1>", "<2>", "<3>"};
    for (const fleet::FindingText &text : fleet::findingTexts()) {
        const fleet::Finding finding{std::string(text.id), fleet::Severity::Problem, args};
        const auto id = QString::fromStdString(finding.id);
        m_language->setCurrent(QStringLiteral("en"));
        const QString cause = FindingWords::cause(finding);
        const QString remedy = FindingWords::remedy(finding);
        QCOMPARE(cause, QString::fromStdString(fleet::causeOf(finding)));
        QCOMPARE(remedy, QString::fromStdString(fleet::remedyOf(finding)));
        m_language->setCurrent(QStringLiteral("zh_CN"));
        QVERIFY2(FindingWords::cause(finding) != cause, qPrintable(id));
        QVERIFY2(remedy.isEmpty() || FindingWords::remedy(finding) != remedy, qPrintable(id));
        for (const std::string &arg : args) {
            const QString value = QString::fromStdString(arg);
            QVERIFY2(cause.contains(value) == FindingWords::cause(finding).contains(value),
                     qPrintable(id));
            QVERIFY2(remedy.contains(value) == FindingWords::remedy(finding).contains(value),
                     qPrintable(id));
        }
    }
}

void DoctorPageTest::problemsComeFirstEachWithCauseRemedyAndCommand()
{
    m_page->setFindings(tests::madeUpFindings());

    const auto cards = m_page->findChildren<QFrame *>(QStringLiteral("findingCard"));
    QCOMPARE(cards.size(), 5);
    QCOMPARE(cards[0]->property("findingId").toString(), QStringLiteral("port.permission"));
    QCOMPARE(cards[0]->property("severity").toString(), QStringLiteral("problem"));
    QCOMPARE(textOf(*cards[0], "findingSeverity"), QStringLiteral("Problem"));
    QCOMPARE(textOf(*cards[0], "findingCause"),
             QStringLiteral("You may not open /dev/ttyUSB0: it belongs to the group dialout."));
    QCOMPARE(textOf(*cards[0], "findingRemedy"),
             QStringLiteral("Join the group dialout, then log out and in."));
    QCOMPARE(textOf(*cards[0], "commandText"), QStringLiteral("sudo usermod -aG dialout alice"));
    QVERIFY(cards[0]->findChild<QPushButton *>(QStringLiteral("doRemedy")) == nullptr);
    QCOMPARE(cards[2]->property("severity").toString(), QStringLiteral("warning"));
    QCOMPARE(m_page->findChildren<QLabel *>(QStringLiteral("findingFine")).size(), 3);
    QCOMPARE(cards[0]->accessibleName(), textOf(*cards[0], "findingCause"));
}

void DoctorPageTest::commandAndReportAreCopied()
{
    m_page->setFindings(tests::madeUpFindings());

    auto *copy = card(QStringLiteral("port.permission"))
                     ->findChild<QPushButton *>(QStringLiteral("copyCommand"));
    QTest::mouseClick(copy, Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral("sudo usermod -aG dialout alice"));
    QCOMPARE(copy->text(), QStringLiteral("Copied"));

    QTest::mouseClick(m_page->findChild<QPushButton *>(QStringLiteral("copyReport")),
                      Qt::LeftButton);
    const QString report = QGuiApplication::clipboard()->text();
    QVERIFY(report.startsWith(QStringLiteral("otabench")));
    QVERIFY(report.contains(QStringLiteral("✕ Problem: You may not open /dev/ttyUSB0: it belongs "
                                           "to the group dialout. [port.permission]\n    Join the "
                                           "group dialout, then log out and in.\n    $ sudo "
                                           "usermod -aG dialout alice")));
    QVERIFY(report.contains(QStringLiteral("[usb.ok]")));
}

void DoctorPageTest::findingsFollowTheLanguage()
{
    m_page->setFindings(tests::madeUpFindings());
    const QString english = textOf(*card(QStringLiteral("cert.ca-missing")), "findingCause");

    m_language->setCurrent(QStringLiteral("zh_CN"));

    QCOMPARE(english, QStringLiteral("There is no lab CA yet."));
    QTRY_COMPARE(textOf(*card(QStringLiteral("cert.ca-missing")), "findingCause"),
                 QStringLiteral("还没有实验室 CA。"));
}

void DoctorPageTest::saysSoWhenAllIsWell()
{
    m_page->setFindings({{"usb.ok", fleet::Severity::Ok, {"3"}}});
    QVERIFY(m_page->findChild<QLabel *>(QStringLiteral("allClear")) != nullptr);
    m_page->setFindings(tests::madeUpFindings());
    QVERIFY(m_page->findChild<QLabel *>(QStringLiteral("allClear")) == nullptr);
}

void DoctorPageTest::looksAtThisComputerWhenFirstShown()
{
    const QSignalSpy changed(m_page.get(), &DoctorPage::findingsChanged);

    m_page->show();

    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 1, kCheckLimitMs);
    QVERIFY(m_page->findings().size() >= 12); // each check says something
    QVERIFY(card(QStringLiteral("cert.ca-missing")) != nullptr);
}

void DoctorPageTest::makesTheLabAuthority()
{
    const QSignalSpy made(m_page.get(), &DoctorPage::authorityMade);
    const QSignalSpy changed(m_page.get(), &DoctorPage::findingsChanged);
    m_page->show();
    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 1, kCheckLimitMs);

    QTest::mouseClick(card(QStringLiteral("cert.ca-missing"))
                          ->findChild<QPushButton *>(QStringLiteral("doRemedy")),
                      Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 2, kCheckLimitMs); // it looked again by itself
    QCOMPARE(made.count(), 1);
    QVERIFY(QFileInfo::exists(m_home->filePath(QStringLiteral("data/certificates/ca.pem"))));
    QVERIFY(card(QStringLiteral("cert.ca-missing")) == nullptr);
}

void DoctorPageTest::makesAKeyPrivate()
{
    certificates::Store store(Paths::below(m_home->path().toStdString()).certificates());
    QVERIFY(store.ensureAuthority({}).has_value());
    const QString key = m_home->filePath(QStringLiteral("data/certificates/ca.key"));
    QVERIFY(QFile::setPermissions(key, QFile::permissions(key) | QFile::ReadOther));
    const QSignalSpy changed(m_page.get(), &DoctorPage::findingsChanged);
    m_page->show();
    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 1, kCheckLimitMs);

    QTest::mouseClick(
        card(QStringLiteral("cert.key-open"))->findChild<QPushButton *>(QStringLiteral("doRemedy")),
        Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 2, kCheckLimitMs);
    QVERIFY(!(QFile::permissions(key) & (QFile::ReadOther | QFile::ReadGroup)));
    QVERIFY(card(QStringLiteral("cert.key-open")) == nullptr);
}

void DoctorPageTest::whatCannotBeDoneEndsInTheBanner()
{
    m_page->setFindings(
        {{"cert.key-open", fleet::Severity::Problem, {"/nowhere/at/all/ca.key", "0644"}}});

    QTest::mouseClick(
        card(QStringLiteral("cert.key-open"))->findChild<QPushButton *>(QStringLiteral("doRemedy")),
        Qt::LeftButton);

    QTRY_VERIFY(m_page->banner().error().has_value());
    QCOMPARE(m_page->banner().error()->code, ErrorCode::NotFound);
    QVERIFY(m_page->banner().error()->text.find("/nowhere/at/all/ca.key") != std::string::npos);
}

void DoctorPageTest::sendsToOtherPages()
{
    const QSignalSpy requested(m_page.get(), &Page::pageRequested);
    m_page->setFindings({{"cert.ca-ends", fleet::Severity::Warning, {"ca", "2027-01-01"}},
                         {"database.failed", fleet::Severity::Problem, {"gone"}},
                         {"udev.not-running", fleet::Severity::Warning, {}}});

    for (const char *id : {"cert.ca-ends", "database.failed", "udev.not-running"})
        QTest::mouseClick(
            card(QLatin1String(id))->findChild<QPushButton *>(QStringLiteral("doRemedy")),
            Qt::LeftButton);

    QTRY_COMPARE(requested.count(), 3);
    QCOMPARE(requested[0][0].toString(), QStringLiteral("certificates"));
    QCOMPARE(requested[1][0].toString(), QStringLiteral("settings"));
    QCOMPARE(requested[2][0].toString(), QStringLiteral("bench"));
    QCOMPARE(m_commands.scans, 1);
}

void DoctorPageTest::checkCanBeCancelled()
{
    auto *again = m_page->findChild<QPushButton *>(QStringLiteral("checkAgain"));
    m_page->check();
    QVERIFY(!again->isEnabled());

    m_page->findChild<QPushButton *>(QStringLiteral("cancelWork"))->click();

    QTRY_VERIFY_WITH_TIMEOUT(again->isEnabled(), kCheckLimitMs);
    QVERIFY(!m_page->findChild<BusyStrip *>()->isBusy());
    std::stop_source stopped;
    stopped.request_stop();
    fleet::DoctorOptions options{.paths = Paths::below(m_home->path().toStdString())};
    options.stop = stopped.get_token();
    QVERIFY(fleet::examineComputer(options).empty());
}

void DoctorPageTest::railCountsProblems()
{
    QSettings settings(m_home->filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    EventBridge bridge;
    gui::MainWindow window({bridge, m_commands, *m_theme, *m_language, settings,
                            Paths::below(m_home->path().toStdString())});
    const auto *entry = window.findChild<QToolButton *>(QStringLiteral("navDoctor"));
    QCOMPARE(entry->accessibleName(), QStringLiteral("Doctor"));

    window.doctorPage().setFindings(tests::madeUpFindings());

    QCOMPARE(entry->accessibleName(), QStringLiteral("Doctor, 2 problems"));
    m_language->setCurrent(QStringLiteral("zh_CN"));
    QTRY_VERIFY(entry->accessibleName().endsWith(QStringLiteral("2 个问题")));
    window.doctorPage().setFindings({});
    QVERIFY(!entry->accessibleName().contains(QLatin1Char('2')));
}

QTEST_MAIN(DoctorPageTest)
#include "doctor_page_test.moc"
