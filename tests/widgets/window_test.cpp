#include "clear_button.h"
#include "made_up_boards.h"
#include "no_commands.h"

#include "image/maker.h"
#include "main_window.h"
#include "widgets/bench/bench_page.h"
#include "widgets/bench/update_dialog.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"
#include "widgets/settings/settings_page.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>

using namespace otabench;
using namespace otabench::widgets;

namespace {

/// Remembers what the window asked for.
class RecordedCommands : public tests::NoCommands
{
public:
    void addBoard(const QString &address, const fleet::Profile &) override { added << address; }

    void scanPorts() override { ++scans; }

    void removeBoard(const std::string &id) override { removed.push_back(id); }

    void identify(const std::string &) override { ++identified; }

    void startCampaign(const fleet::CampaignPlan &asked) override { plan = asked; }

    void stopCampaign(fleet::StopMode) override { ++stopped; }

    void retryFailed() override { ++retried; }

    QStringList added;
    std::vector<std::string> removed;
    std::optional<fleet::CampaignPlan> plan;
    int scans = 0;
    int identified = 0;
    int stopped = 0;
    int retried = 0;
};

/// A window on made-up boards.
struct Bench
{
    explicit Bench(Theme &theme, Language &language)
        : settings(home.filePath(QStringLiteral("s.ini")), QSettings::IniFormat)
        , window(std::make_unique<gui::MainWindow>(
              gui::MainWindow::Parts{bridge, commands, theme, language, settings,
                                     Paths::below(home.path().toStdString())}))
    {
        window->show();
    }

    void feed(const EventBatch &batch)
    {
        for (const auto &board : batch.boards)
            bridge.onBoard(board);
        for (const auto &campaign : batch.campaigns)
            bridge.onCampaign(campaign);
        bridge.drain();
    }

    template <typename Widget>
    Widget *find(const char *name)
    {
        auto *widget = window->findChild<Widget *>(QLatin1String(name));
        return widget;
    }

    QTemporaryDir home;
    QSettings settings;
    RecordedCommands commands;
    EventBridge bridge;
    std::unique_ptr<gui::MainWindow> window;
};

QString makeImageFile(const QTemporaryDir &folder)
{
    image::MakeOptions options;
    options.version = "2.0.0";
    const auto bytes = image::makeImage(options);
    const QString name = folder.filePath(QStringLiteral("demo.bin"));
    QFile file(name);
    if (!bytes || !file.open(QIODevice::WriteOnly))
        return {};
    file.write(reinterpret_cast<const char *>(bytes->data()), static_cast<qint64>(bytes->size()));
    return name;
}

void clickRole(const QMessageBox &question, QMessageBox::ButtonRole role)
{
    const auto buttons = question.buttons();
    for (QAbstractButton *button : buttons) {
        if (question.buttonRole(button) == role)
            button->click();
    }
}

EventBatch idleBoards(int count)
{
    EventBatch batch;
    for (int number = 1; number <= count; ++number)
        batch.boards.push_back(tests::idleBoard(number));
    return batch;
}

} // namespace

class WindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void emptyBenchOffersTheDemonstration();
    void threeClicksStartAnUpdate();
    void addressToServeFromIsChosen();
    void badImageIsExplainedAndCannotBeStarted();
    void titleCountsAndStopAsks();
    void closingInMidCampaignAsksAndStops();
    void openingAnewAsksInMidCampaign();
    void failureIsShownOnThePage();
    void retryIsOfferedForBoardsThatFailed();
    void keyboardFiltersSelectsAndBacksOut();
    void everythingHasANameForScreenReaders();
    void languageChangesAtOnce();

private:
    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
};

void WindowTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
}

void WindowTest::emptyBenchOffersTheDemonstration()
{
    Bench bench(*m_theme, *m_language);
    QSignalSpy wanted(bench.window.get(), &gui::MainWindow::demonstrationRequested);
    auto *button = bench.find<QPushButton>("startDemonstration");
    QVERIFY(button->isVisible());
    QVERIFY(!bench.find<QPushButton>("update")->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    QTest::mouseClick(bench.find<QPushButton>("rescanPorts"), Qt::LeftButton);
    QCOMPARE(bench.commands.scans, 1);
    QApplication::setActiveWindow(bench.window.get());
    QTest::keyClick(bench.window.get(), Qt::Key_F5);
    QCOMPARE(bench.commands.scans, 2);
    bench.feed(idleBoards(1));
    QVERIFY(!button->isVisible());
    QVERIFY(bench.find<QTableView>("benchTable")->isVisible());
}

void WindowTest::threeClicksStartAnUpdate()
{
    Bench bench(*m_theme, *m_language);
    bench.feed(idleBoards(8));
    const QString image = makeImageFile(bench.home);
    bench.window->addRecentImage(image);
    QTest::mouseClick(bench.find<QPushButton>("update"), Qt::LeftButton);
    auto *dialog = bench.window->findChild<UpdateDialog *>();
    QVERIFY(dialog != nullptr);
    auto *start = dialog->findChild<QPushButton *>(QStringLiteral("startUpdate"));
    QTRY_VERIFY(start->isEnabled()); // a worker reads the image
    QVERIFY2(start->text().contains(QLatin1Char('8')), qPrintable(start->text()));
    dialog->findChild<QComboBox *>(QStringLiteral("policy"))->setCurrentIndex(1);
    QTest::mouseClick(start, Qt::LeftButton);
    QVERIFY(bench.commands.plan.has_value());
    QCOMPARE(QString::fromStdString(bench.commands.plan->image.string()), image);
    QCOMPARE(bench.commands.plan->boards.size(), std::size_t{8});
    QCOMPARE(bench.commands.plan->canary, 1u);
    QVERIFY(bench.commands.plan->serverHost.empty()); // automatic
}

void WindowTest::addressToServeFromIsChosen()
{
    Bench bench(*m_theme, *m_language);
    bench.feed(idleBoards(1));
    bench.window->benchPage().openUpdateDialog(makeImageFile(bench.home));
    auto *dialog = bench.window->findChild<UpdateDialog *>();
    auto *host = dialog->findChild<QComboBox *>(QStringLiteral("serverAddress"));
    host->setCurrentIndex(host->findData(QStringLiteral("127.0.0.1")));
    auto *start = dialog->findChild<QPushButton *>(QStringLiteral("startUpdate"));
    QTRY_VERIFY(start->isEnabled());
    QTest::mouseClick(start, Qt::LeftButton);
    QCOMPARE(bench.commands.plan->serverHost, std::string("127.0.0.1"));
    QCOMPARE(bench.commands.plan->bindAddress, std::string("127.0.0.1"));
}

void WindowTest::badImageIsExplainedAndCannotBeStarted()
{
    Bench bench(*m_theme, *m_language);
    bench.feed(idleBoards(2));
    QFile file(bench.home.filePath(QStringLiteral("page.html")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("<html>not found</html>");
    file.close();
    bench.window->benchPage().openUpdateDialog(file.fileName());
    auto *dialog = bench.window->findChild<UpdateDialog *>();
    auto *banner = dialog->findChild<ErrorBanner *>();
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(!dialog->findChild<QPushButton *>(QStringLiteral("startUpdate"))->isEnabled());
}

void WindowTest::titleCountsAndStopAsks()
{
    Bench bench(*m_theme, *m_language);
    QCOMPARE(bench.window->windowTitle(), QStringLiteral("otabench"));
    bench.feed(tests::midCampaign(8));
    QCOMPARE(bench.window->windowTitle(), QStringLiteral("3/8 · otabench"));
    QTest::mouseClick(bench.find<QPushButton>("stopCampaign"), Qt::LeftButton);
    auto *question = bench.find<QMessageBox>("stopQuestion");
    QVERIFY(question != nullptr);
    QCOMPARE(question->text(), QStringLiteral("Stop 5 updates?"));
    QCOMPARE(bench.commands.stopped, 0);
    clickRole(*question, QMessageBox::DestructiveRole);
    QCOMPARE(bench.commands.stopped, 1);
}

void WindowTest::closingInMidCampaignAsksAndStops()
{
    Bench bench(*m_theme, *m_language);
    EventBatch batch = tests::midCampaign(8);
    bench.feed(batch);
    QVERIFY(!bench.window->close());
    QVERIFY(bench.window->isVisible());
    auto *question = bench.find<QMessageBox>("closeQuestion");
    QVERIFY(question != nullptr);
    clickRole(*question, QMessageBox::DestructiveRole);
    QCOMPARE(bench.commands.stopped, 1);
    QVERIFY(bench.window->isVisible()); // until the campaign has ended
    batch.campaigns[0].running = false;
    bench.feed(batch);
    QVERIFY(!bench.window->isVisible());
}

void WindowTest::openingAnewAsksInMidCampaign()
{
    Bench bench(*m_theme, *m_language);
    const auto open = [&bench] {
        Q_EMIT bench.window->findChild<SettingsPage *>()->startAgainRequested();
    };
    EventBatch batch = tests::midCampaign(8);
    bench.feed(batch);
    open();
    auto *question = bench.find<QMessageBox>("closeQuestion");
    QVERIFY(question != nullptr);
    clickRole(*question, QMessageBox::RejectRole);
    QVERIFY(bench.window->isVisible());
    QVERIFY(!bench.window->startsAgain());

    batch.campaigns[0].running = false;
    bench.feed(batch);
    open();
    QVERIFY(!bench.window->isVisible());
    QVERIFY(bench.window->startsAgain());
}

void WindowTest::failureIsShownOnThePage()
{
    Bench bench(*m_theme, *m_language);
    bench.bridge.onFailure(
        {Command::StartCampaign, {ErrorCode::AddressInUse, "port 8443 is taken", {}}});
    bench.bridge.drain();
    const auto banners = bench.window->findChildren<ErrorBanner *>();
    QCOMPARE(std::count_if(banners.begin(), banners.end(),
                           [](const ErrorBanner *banner) { return banner->isVisible(); }),
             1);
}

void WindowTest::retryIsOfferedForBoardsThatFailed()
{
    Bench bench(*m_theme, *m_language);
    auto *retry = bench.find<QPushButton>("retryFailed");
    EventBatch batch = tests::midCampaign(8);
    bench.feed(batch);
    QVERIFY(!retry->isEnabled()); // not while it runs
    batch.campaigns[0].running = false;
    bench.feed(batch);
    QVERIFY(retry->isEnabled());
    QVERIFY(retry->text().contains(QLatin1Char('2')));
    QTest::mouseClick(retry, Qt::LeftButton);
    QCOMPARE(bench.commands.retried, 1);
}

void WindowTest::keyboardFiltersSelectsAndBacksOut()
{
    Bench bench(*m_theme, *m_language);
    bench.feed(tests::midCampaign(8));
    QApplication::setActiveWindow(bench.window.get());
    auto *table = bench.find<QTableView>("benchTable");
    auto *detail = bench.find<QWidget>("detailPanel");
    QTest::keyClick(bench.window.get(), Qt::Key_F, Qt::ControlModifier);
    auto *filter = bench.find<QLineEdit>("benchFilter");
    QTRY_VERIFY(filter->hasFocus());
    QTest::keyClicks(filter, QStringLiteral("vb-05"));
    QCOMPARE(table->model()->rowCount(), 1);
    // QLineEdit fades its clear button in and out, and leaks the fading when it dies before the
    // end.
    QTRY_COMPARE(tests::clearButtonOpacity(*filter), 1.0);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Down);
    QVERIFY(detail->isVisible());
    QTest::keyClick(table, Qt::Key_Escape);
    QVERIFY(!detail->isVisible());
    QTest::keyClick(table, Qt::Key_Escape);
    QVERIFY(filter->text().isEmpty());
    QTest::keyClick(table, Qt::Key_F5);
    QVERIFY(bench.commands.identified > 0);
    QCOMPARE(bench.commands.scans, 1);
    QTRY_COMPARE(tests::clearButtonOpacity(*filter), 0.0);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void WindowTest::everythingHasANameForScreenReaders()
{
    Bench bench(*m_theme, *m_language);
    bench.feed(tests::midCampaign(8));
    const auto buttons = bench.window->findChildren<QAbstractButton *>();
    for (const QAbstractButton *button : buttons) {
        if (!button->isVisible() || button->focusPolicy() == Qt::NoFocus)
            continue;
        QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(),
                 qPrintable(button->objectName()));
    }
    QVERIFY(!bench.find<QTableView>("benchTable")->accessibleName().isEmpty());
    QVERIFY(!bench.find<QLineEdit>("benchFilter")->accessibleName().isEmpty());
}

void WindowTest::languageChangesAtOnce()
{
    Bench bench(*m_theme, *m_language);
    bench.feed(tests::midCampaign(1));
    auto *box = bench.find<QComboBox>("languageBox");
    box->setCurrentIndex(box->findData(QStringLiteral("zh_CN")));
    QCoreApplication::sendPostedEvents();
    QVERIFY(bench.find<QPushButton>("update")->text().startsWith(QStringLiteral("更新")));
    QCOMPARE(bench.settings.value(QStringLiteral("appearance/language")).toString(),
             QStringLiteral("zh_CN"));
    box->setCurrentIndex(box->findData(QStringLiteral("en")));
    QCoreApplication::sendPostedEvents();
    QCOMPARE(bench.find<QPushButton>("update")->text(), QStringLiteral("&Update…"));
}

QTEST_MAIN(WindowTest)
#include "window_test.moc"
