// The Settings: each change applies at once, is kept, and can be taken back.
#include "support/postgresql_server.h"
#include "widgets/common/campaign_defaults.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/language.h"
#include "widgets/common/record_choice.h"
#include "widgets/common/theme.h"
#include "widgets/settings/settings_page.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <memory>

using namespace otabench;
using namespace otabench::widgets;

namespace {

constexpr int kConnectLimitMs = 60'000;

} // namespace

class SettingsPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();
    void appearanceAppliesAtOnceAndIsKept();
    void textsGrowAtOnce();
    void languageChangesEveryWord();
    void campaignDefaultsAreKept();
    void nonsenseInTheFileIsHarmless();
    void aRealDatabaseServerIsReached();
    void anUnreachableDatabaseSaysWhatToDo();
    void environmentGoesBeforeTheDatabaseSetting();
    void namesAreKept();
    void resetAsksFirst();
    void everyFieldHasANameForScreenReaders();

private:
    template <typename Widget>
    [[nodiscard]] Widget *find(const char *name) const
    {
        return m_page->findChild<Widget *>(QLatin1String(name));
    }

    void choose(const char *box, const QVariant &data) const
    {
        auto *combo = find<QComboBox>(box);
        combo->setCurrentIndex(combo->findData(data));
    }

    void makePage();
    void enter(const char *field, const QString &text) const;

    [[nodiscard]] QVariant kept(const char *key) const
    {
        return m_settings->value(QLatin1String(key));
    }

    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<SettingsPage> m_page;
};

void SettingsPageTest::initTestCase()
{
    qunsetenv("OTABENCH_DATABASE");
    qunsetenv("OTABENCH_OPERATOR");
    qunsetenv("OTABENCH_STATION");
    m_language = std::make_unique<Language>(*qApp);
    m_theme = std::make_unique<Theme>(*qApp);
}

void SettingsPageTest::init()
{
    m_language->setCurrent(QStringLiteral("en"));
    m_theme->setMode(Theme::Mode::Light);
    m_theme->setTextPercent(100);
    m_home = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_home->filePath(QStringLiteral("s.ini")),
                                             QSettings::IniFormat);
    makePage();
}

void SettingsPageTest::cleanup()
{
    m_page.reset();
}

void SettingsPageTest::cleanupTestCase()
{
    QThreadPool::globalInstance()->waitForDone();
}

void SettingsPageTest::makePage()
{
    m_page = std::make_unique<SettingsPage>(
        SettingsPage::Parts{.theme = *m_theme,
                            .language = *m_language,
                            .settings = *m_settings,
                            .paths = Paths::below(m_home->path().toStdString())});
    m_page->show();
}

void SettingsPageTest::enter(const char *field, const QString &text) const
{
    auto *line = find<QLineEdit>(field);
    line->setText(text);
    QTest::keyClick(line, Qt::Key_Return);
}

void SettingsPageTest::appearanceAppliesAtOnceAndIsKept()
{
    choose("themeBox", QStringLiteral("dark"));
    QCOMPARE(m_theme->scheme(), Scheme::Dark);
    QCOMPARE(kept("appearance/theme").toString(), QStringLiteral("dark"));

    QVERIFY(find<QCheckBox>("notifications")->isChecked());
    find<QCheckBox>("notifications")->click();
    QCOMPARE(kept("appearance/notifications").toBool(), false);
    makePage(); // the next start
    QVERIFY(!find<QCheckBox>("notifications")->isChecked());
    QCOMPARE(find<QComboBox>("themeBox")->currentData().toString(), QStringLiteral("dark"));
}

void SettingsPageTest::textsGrowAtOnce()
{
    const double text = QApplication::font().pointSizeF();
    auto *title = find<QLabel>("pageTitle");
    const double heading = title->font().pointSizeF();
    const int height = find<QComboBox>("themeBox")->sizeHint().height();

    choose("textSizeBox", 200);

    QCOMPARE(QApplication::font().pointSizeF(), 2 * text);
    QCOMPARE(title->font().pointSizeF(), 2 * heading); // it has a size of its own
    QVERIFY(find<QComboBox>("themeBox")->sizeHint().height() > height);
    QCOMPARE(kept("appearance/textPercent").toInt(), 200);
    choose("themeBox", QStringLiteral("dark")); // a new style sheet changes nothing of that
    QCOMPARE(title->font().pointSizeF(), 2 * heading);
    choose("textSizeBox", 100);
    QCOMPARE(QApplication::font().pointSizeF(), text);
    QCOMPARE(title->font().pointSizeF(), heading);
}

void SettingsPageTest::languageChangesEveryWord()
{
    choose("languageBox", QStringLiteral("zh_CN"));

    QCOMPARE(m_language->current(), QStringLiteral("zh_CN"));
    QCOMPARE(kept("appearance/language").toString(), QStringLiteral("zh_CN"));
    QTRY_COMPARE(find<QPushButton>("testDatabase")->text(), QStringLiteral("测试(&E)"));
    QCOMPARE(find<QSpinBox>("defaultCanary")->specialValueText(), QStringLiteral("所有板子同时"));
}

void SettingsPageTest::campaignDefaultsAreKept()
{
    find<QSpinBox>("defaultCanary")->setValue(1);
    find<QSpinBox>("defaultParallel")->setValue(5);
    find<QSpinBox>("defaultRetries")->setValue(2);
    find<QSpinBox>("defaultFailures")->setValue(3);
    find<QSpinBox>("defaultPort")->setValue(8443);
    choose("defaultAddress", QStringLiteral("127.0.0.1"));

    fleet::CampaignPlan plan;
    CampaignDefaults::load(*m_settings).applyTo(plan);

    QCOMPARE(plan.canary, 1u);
    QCOMPARE(plan.parallel, 5u);
    QCOMPARE(plan.retries, 2u);
    QCOMPARE(plan.maxFailures, 3u);
    QCOMPARE(plan.serverPort, std::uint16_t{8443});
    QCOMPARE(plan.bindAddress, std::string("127.0.0.1"));
    makePage();
    QCOMPARE(find<QSpinBox>("defaultPort")->value(), 8443);
    const server::Sharing sharing{.boardBytesPerSecond = 50'000, .transfers = 4};
    saveSharing(*m_settings, sharing);
    QCOMPARE(loadSharing(*m_settings).boardBytesPerSecond, std::uint64_t{50'000});
    QCOMPARE(loadSharing(*m_settings).transfers, 4u);
}

void SettingsPageTest::nonsenseInTheFileIsHarmless()
{
    m_settings->setValue(QStringLiteral("campaign/port"), QStringLiteral("many"));
    m_settings->setValue(QStringLiteral("campaign/parallel"), -7);
    m_settings->setValue(QStringLiteral("campaign/address"), QStringLiteral("10.99.0.1"));
    QCOMPARE(CampaignDefaults::load(*m_settings).serverPort, std::uint16_t{0});
    makePage();
    QCOMPARE(find<QComboBox>("defaultAddress")->currentData().toString(),
             QStringLiteral("10.99.0.1")); // of a network that is not there just now
}

void SettingsPageTest::aRealDatabaseServerIsReached()
{
    support::PostgresqlServer server;
    if (!server.isInstalled())
        QSKIP("PostgreSQL is not installed");
    QVERIFY(server.make());
    QVERIFY(server.start());
    const QSignalSpy chosen(m_page.get(), &SettingsPage::startAgainRequested);
    QVERIFY(!find<QPushButton>("useRecordNow")->isVisible());
    find<QComboBox>("databaseKind")->setCurrentIndex(1);
    QVERIFY(!find<QPushButton>("testDatabase")->isEnabled()); // no URL yet
    enter("databaseUrl", QString::fromStdString(server.url()));
    QCOMPARE(RecordChoice::load(*m_settings).url, server.url());
    QVERIFY(find<QPushButton>("useRecordNow")->isVisible());

    QTest::mouseClick(find<QPushButton>("testDatabase"), Qt::LeftButton);

    QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("databaseVerdict")->isVisible(), kConnectLimitMs);
    QVERIFY(!m_page->findChild<ErrorBanner *>()->error());
    find<QPushButton>("useRecordNow")->click();
    QCOMPARE(chosen.count(), 1);
    find<QComboBox>("databaseKind")->setCurrentIndex(0); // as it was when the page was made
    QVERIFY(!find<QPushButton>("useRecordNow")->isVisible());
}

void SettingsPageTest::anUnreachableDatabaseSaysWhatToDo()
{
    find<QComboBox>("databaseKind")->setCurrentIndex(1);
    enter("databaseUrl", QStringLiteral("postgresql://lab@127.0.0.1:1/otabench"));

    QTest::mouseClick(find<QPushButton>("testDatabase"), Qt::LeftButton);

    const auto banners = m_page->findChildren<ErrorBanner *>();
    const auto told = [&banners] {
        for (const ErrorBanner *banner : banners) {
            if (banner->error() && banner->error()->code == ErrorCode::DatabaseUnreachable)
                return true;
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(told(), kConnectLimitMs);
    QVERIFY(!find<QLabel>("databaseVerdict")->isVisible());
    QVERIFY(find<QPushButton>("testDatabase")->isEnabled());
}

void SettingsPageTest::environmentGoesBeforeTheDatabaseSetting()
{
    m_settings->setValue(QStringLiteral("history/url"), QStringLiteral("postgresql://a/b"));
    qputenv("OTABENCH_DATABASE", "postgresql://c/d");
    makePage();

    QCOMPARE(find<QLineEdit>("databaseUrl")->text(), QStringLiteral("postgresql://c/d"));
    QVERIFY(!find<QLineEdit>("databaseUrl")->isEnabled());
    QVERIFY(!find<QComboBox>("databaseKind")->isEnabled());
    QCOMPARE(RecordChoice::load(*m_settings).url, std::string("postgresql://c/d"));

    qunsetenv("OTABENCH_DATABASE");
    QCOMPARE(RecordChoice::load(*m_settings).url, std::string("postgresql://a/b"));
}

void SettingsPageTest::namesAreKept()
{
    enter("operatorName", QStringLiteral(" Ada "));
    enter("stationName", QStringLiteral("bench 3"));
    QCOMPARE(RecordChoice::load(*m_settings).operatorName, std::string("Ada"));
    QCOMPARE(RecordChoice::load(*m_settings).station, std::string("bench 3"));
}

void SettingsPageTest::resetAsksFirst()
{
    choose("themeBox", QStringLiteral("dark"));
    find<QSpinBox>("defaultPort")->setValue(8443);
    m_settings->setValue(QStringLiteral("window/geometry"), 1);
    const auto answer = [this](const QString &word) {
        find<QPushButton>("resetSettings")->click();
        auto *question = m_page->findChild<QMessageBox *>(QStringLiteral("resetQuestion"));
        for (QAbstractButton *button : question->buttons()) {
            if (button->text() == word)
                button->click();
        }
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    };

    answer(QStringLiteral("&Keep them"));
    QCOMPARE(kept("campaign/port").toInt(), 8443);
    answer(QStringLiteral("&Reset settings"));

    QCOMPARE(kept("campaign/port").toInt(), 0);
    QCOMPARE(find<QSpinBox>("defaultPort")->value(), 0);
    QCOMPARE(m_theme->mode(), Theme::Mode::System);
    QCOMPARE(kept("window/geometry").toInt(), 1);
}

void SettingsPageTest::everyFieldHasANameForScreenReaders()
{
    const auto labels = m_page->findChildren<QLabel *>();
    const auto isNamed = [&labels](const QWidget *field) {
        if (!field->accessibleName().isEmpty())
            return true;
        for (const QLabel *label : labels) {
            if (label->buddy() == field && !label->text().isEmpty())
                return true;
        }
        return false;
    };
    for (const QComboBox *box : m_page->findChildren<QComboBox *>())
        QVERIFY2(isNamed(box), qPrintable(box->objectName()));
    for (const QSpinBox *box : m_page->findChildren<QSpinBox *>())
        QVERIFY2(isNamed(box), qPrintable(box->objectName()));
}

QTEST_MAIN(SettingsPageTest)
#include "settings_page_test.moc"
