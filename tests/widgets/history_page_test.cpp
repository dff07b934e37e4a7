#include "made_up_record.h"

#include "base/files.h"
#include "support/postgresql_server.h"
#include "support/temporary_folder.h"
#include "widgets/common/busy_strip.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"
#include "widgets/history/history_page.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QDateEdit>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSemaphore>
#include <QSignalSpy>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QThreadPool>
#include <QtConcurrent>

#include <algorithm>
#include <memory>

using namespace otabench;
using namespace otabench::widgets;
using tests::daysAgo;
using tests::Recorder;

namespace {

constexpr int kPatience = 30000;

/// A page over a record of its own.
struct Room
{
    explicit Room(const Theme &theme, std::string url = {})
        : m_theme(theme)
        , m_url(std::move(url))
    {
    }

    HistoryPage &open()
    {
        page = std::make_unique<HistoryPage>(HistoryPage::Parts{m_theme, file, m_url});
        page->resize(1280, 700);
        QSignalSpy refreshed(page.get(), &HistoryPage::refreshed);
        page->show();
        QApplication::setActiveWindow(page.get());
        refreshed.wait(kPatience);
        return *page;
    }

    template <typename Widget>
    Widget *find(const char *name)
    {
        return page->findChild<Widget *>(QLatin1String(name));
    }

    QAbstractItemModel &model(const char *name) { return *find<QTableView>(name)->model(); }

    QString cell(const char *name, int row, int column)
    {
        return model(name).index(row, column).data().toString();
    }

    support::TemporaryFolder folder;
    std::filesystem::path file = folder / "history.sqlite";
    std::unique_ptr<HistoryPage> page;

private:
    const Theme &m_theme;
    std::string m_url;
};

} // namespace

class HistoryPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void emptyRecordSaysSoAndIsNotMade();
    void campaignsAreListedTheNewestFirst();
    void campaignShowsItsBoardsAndTheirPhases();
    void filterByResultImageOperatorAndText();
    void filterByDate();
    void boardShowsEverythingThatWasDoneToIt();
    void imagesShowWhatCameOfThem();
    void reportsAreSaved();
    void retryAndReturnAreOfferedWhereTheyMakeSense();
    void campaignThatEndsRefreshesThePage();
    void newsKeepTheChoice();
    void damagedRecordIsToldOnThePage();
    void postgresqlIsReadTheSameWay();
    void languageChangesAtOnce();

private:
    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
};

void HistoryPageTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_language->setCurrent(QStringLiteral("en"));
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
}

void HistoryPageTest::cleanup()
{
    m_language->setCurrent(QStringLiteral("en"));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QThreadPool::globalInstance()->waitForDone(); // a worker's database is closed before the end
}

void HistoryPageTest::emptyRecordSaysSoAndIsNotMade()
{
    Room room(*m_theme);
    HistoryPage &page = room.open();
    auto *bench = room.find<QPushButton>("historyToBench");
    QVERIFY(bench->isVisible());
    QVERIFY(!std::filesystem::exists(room.file));
    QVERIFY(!room.find<QPushButton>("saveReport")->isEnabled());
    QSignalSpy wanted(&page, &Page::pageRequested);
    QTest::mouseClick(bench, Qt::LeftButton);
    QCOMPARE(wanted.front().front().toString(), QStringLiteral("bench"));
}

void HistoryPageTest::campaignsAreListedTheNewestFirst()
{
    Room room(*m_theme);
    {
        Recorder recorder(room.file);
        recorder.whole("1.0.0", daysAgo(20), 0);
        recorder.whole("2.0.0", daysAgo(3), 1);
        recorder.begin("3.0.0", daysAgo(0, -60));
    }
    room.open();
    QCOMPARE(room.model("historyCampaigns").rowCount(), 3);
    QCOMPARE(room.cell("historyCampaigns", 0, 1), QStringLiteral("demo 3.0.0"));
    QCOMPARE(room.cell("historyCampaigns", 1, 2), QStringLiteral("✔ 2  ✕ 1"));
    QCOMPARE(room.cell("historyCampaigns", 2, 2), QStringLiteral("✔ 3"));
    QCOMPARE(room.cell("historyCampaigns", 2, 4), QStringLiteral("Ada"));
    QVERIFY(!room.page->grab().isNull());
}

void HistoryPageTest::campaignShowsItsBoardsAndTheirPhases()
{
    Room room(*m_theme);
    std::int64_t id = 0;
    {
        Recorder recorder(room.file);
        recorder.whole("1.0.0", daysAgo(20), 0);
        id = recorder.whole("2.0.0", daysAgo(3), 1);
    }
    HistoryPage &page = room.open();
    QCOMPARE(page.campaign(), id); // the newest
    const QAbstractItemModelTester tester(&room.model("historyResults"),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    QTRY_COMPARE(room.model("historyResults").rowCount(), 3);
    // What failed comes first, and is chosen.
    QCOMPARE(room.cell("historyResults", 0, 0), QStringLiteral("Failed"));
    QCOMPARE(room.cell("historyResults", 0, 1), QStringLiteral("ttyUSB0"));
    QCOMPARE(room.cell("historyResults", 0, 3), QStringLiteral("1.0.0 → 2.0.0"));
    QVERIFY(room.cell("historyResults", 0, 6).contains(QStringLiteral("certificate")));
    const auto *detail = room.find<QSplitter>("historySplitter");
    QAbstractItemModel &timeline =
        *detail->findChild<QTableView *>(QStringLiteral("historyTimeline"))->model();
    const auto *log = detail->findChild<QPlainTextEdit *>(QStringLiteral("historyLog"));
    const auto phase = [&](int row) { return timeline.index(row, 1).data().toString(); };
    QCOMPARE(timeline.rowCount(), 3);
    QCOMPARE(phase(0), QStringLiteral("Queued"));
    QCOMPARE(phase(2), QStringLiteral("Failed"));
    QVERIFY(log->toPlainText().contains(QStringLiteral("E (1) esp-tls")));
    QVERIFY(room.find<QLabel>("historySummary")->text().contains(QStringLiteral("demo-2.0.0.bin")));
    room.find<QTableView>("historyResults")->selectRow(1);
    QCOMPARE(phase(2), QStringLiteral("Updated"));
    QVERIFY(!log->isVisible());
}

void HistoryPageTest::filterByResultImageOperatorAndText()
{
    Room room(*m_theme);
    {
        Recorder recorder(room.file);
        recorder.whole("1.0.0", daysAgo(20), 0, "Grace");
        recorder.whole("2.0.0", daysAgo(3), 1);
        recorder.put(recorder.begin("3.0.0", daysAgo(1)), 7, Phase::Downloading, daysAgo(1));
    }
    room.open();
    QAbstractItemModel &campaigns = room.model("historyCampaigns");
    QCOMPARE(campaigns.rowCount(), 3);
    const auto choose = [&](const char *box, int index) {
        room.find<QComboBox>(box)->setCurrentIndex(index);
    };
    for (const auto &[outcome, image] :
         {std::pair(1, "demo 1.0.0"), std::pair(2, "demo 2.0.0"), std::pair(3, "demo 3.0.0")}) {
        choose("historyOutcome", outcome);
        QCOMPARE(campaigns.rowCount(), 1);
        QCOMPARE(room.cell("historyCampaigns", 0, 1), QLatin1String(image));
    }
    choose("historyOutcome", 0);
    auto *people = room.find<QComboBox>("historyOperator");
    people->setCurrentIndex(people->findData(QStringLiteral("Grace")));
    QCOMPARE(campaigns.rowCount(), 1);
    people->setCurrentIndex(0);
    auto *images = room.find<QComboBox>("historyImage");
    images->setCurrentIndex(images->findData(QStringLiteral("demo 2.0.0")));
    QCOMPARE(campaigns.rowCount(), 1);
    images->setCurrentIndex(0);
    auto *search = room.find<QLineEdit>("historySearch");
    search->setText(QStringLiteral("ttyusb7")); // a board of one of them
    QCOMPARE(campaigns.rowCount(), 1);
    QCOMPARE(room.cell("historyCampaigns", 0, 1), QStringLiteral("demo 3.0.0"));
    search->setText(QStringLiteral("no such thing"));
    auto *clear = room.find<QPushButton>("clearHistoryFilter");
    QVERIFY(clear->isVisible());
    QTest::mouseClick(clear, Qt::LeftButton);
    QVERIFY(search->text().isEmpty());
    QCOMPARE(campaigns.rowCount(), 3);
}

void HistoryPageTest::filterByDate()
{
    Room room(*m_theme);
    {
        Recorder recorder(room.file);
        recorder.whole("1.0.0", daysAgo(20), 0);
        recorder.whole("2.0.0", daysAgo(3), 1);
    }
    HistoryPage &page = room.open();
    QAbstractItemModel &campaigns = room.model("historyCampaigns");
    auto *period = room.find<QComboBox>("historyPeriod");
    period->setCurrentIndex(2); // seven days
    QTRY_COMPARE(campaigns.rowCount(), 1);
    period->setCurrentIndex(3);
    QTRY_COMPARE(campaigns.rowCount(), 2);
    QVERIFY(!room.find<QDateEdit>("historyFrom")->isVisible());
    period->setCurrentIndex(5);
    QVERIFY(room.find<QDateEdit>("historyFrom")->isVisible());
    QSignalSpy refreshed(&page, &HistoryPage::refreshed);
    room.find<QDateEdit>("historyTo")->setDate(QDate::currentDate().addDays(-10));
    QTRY_COMPARE(campaigns.rowCount(), 1);
    QCOMPARE(room.cell("historyCampaigns", 0, 1), QStringLiteral("demo 1.0.0"));
    period->setCurrentIndex(0);
    QTRY_COMPARE(campaigns.rowCount(), 2);
}

void HistoryPageTest::boardShowsEverythingThatWasDoneToIt()
{
    Room room(*m_theme);
    {
        Recorder recorder(room.file);
        recorder.whole("1.0.0", daysAgo(20), 0);
        recorder.whole("2.0.0", daysAgo(3), 1);
    }
    HistoryPage &page = room.open();
    room.find<QTabWidget>("historyTabs")->setCurrentIndex(1);
    auto *view = room.find<QTableView>("historyBoards");
    QCOMPARE(view->model()->rowCount(), 3);
    room.find<QLineEdit>("historySearch")->setText(QStringLiteral("00:00"));
    QCOMPARE(view->model()->rowCount(), 3);
    room.find<QLineEdit>("historySearch")->setText(QStringLiteral("24:6f:28:00:00:00"));
    QCOMPARE(view->model()->rowCount(), 1);
    view->selectRow(0);
    QTRY_COMPARE(room.model("historyBoardEntries").rowCount(), 2);
    QCOMPARE(room.cell("historyBoardEntries", 0, 1), QStringLiteral("Failed"));
    QCOMPARE(room.cell("historyBoardEntries", 1, 1), QStringLiteral("Updated"));
    const auto timelines = page.findChildren<QTableView *>(QStringLiteral("historyTimeline"));
    const auto *shown = *std::find_if(timelines.begin(), timelines.end(),
                                      [](const QTableView *each) { return each->isVisible(); });
    QTRY_COMPARE(shown->model()->rowCount(), 3);
    QCOMPARE(shown->model()->index(2, 1).data().toString(), QStringLiteral("Failed"));
}

void HistoryPageTest::imagesShowWhatCameOfThem()
{
    Room room(*m_theme);
    {
        Recorder recorder(room.file);
        recorder.whole("1.0.0", daysAgo(20), 0);
        recorder.whole("2.0.0", daysAgo(3), 1);
    }
    room.open();
    room.find<QTabWidget>("historyTabs")->setCurrentIndex(2);
    QCOMPARE(room.model("historyImages").rowCount(), 2);
    QCOMPARE(room.cell("historyImages", 0, 0), QStringLiteral("demo 2.0.0"));
    QCOMPARE(room.cell("historyImages", 0, 4), QStringLiteral("2"));
    QCOMPARE(room.cell("historyImages", 0, 5), QStringLiteral("1"));
    QVERIFY(!room.find<QPushButton>("saveReport")->isEnabled());
}

void HistoryPageTest::reportsAreSaved()
{
    Room room(*m_theme);
    {
        Recorder recorder(room.file);
        recorder.whole("2.0.0", daysAgo(3), 1);
        recorder.begin("3.0.0", daysAgo(1));
    }
    HistoryPage &page = room.open();
    auto *view = room.find<QTableView>("historyCampaigns");
    view->selectRow(1); // the one that has ended
    QSignalSpy saved(&page, &HistoryPage::saved);
    const std::vector<std::tuple<SavedReport, const char *, const char *>> reports = {
        {SavedReport::Html, "r.html", "<html"},
        {SavedReport::Csv, "r.csv", "24:6f:28:00:00:00"},
        {SavedReport::Json, "r.json", "\"reason\": \"board-certificate-refused\""},
        {SavedReport::Junit, "r.xml", "<testsuite"},
        {SavedReport::AcceptanceSheet, "sheet.html", "<html"},
    };
    for (const auto &[kind, name, part] : reports) {
        const auto file = room.folder / name;
        page.saveReport(kind, QString::fromStdString(file.string()));
        QVERIFY(saved.wait(kPatience));
        const std::string text = readTextFile(file).value_or("");
        QVERIFY2(text.find(part) != std::string::npos, text.substr(0, 300).c_str());
    }
    // A saving that is cancelled writes nothing: here while it waits for a free worker.
    QThreadPool &workers = *QThreadPool::globalInstance();
    const int before = workers.maxThreadCount();
    workers.waitForDone();
    workers.setMaxThreadCount(1);
    QSemaphore busy;
    const auto blocked = QtConcurrent::run([&busy] { busy.acquire(); });
    page.saveReport(SavedReport::Html,
                    QString::fromStdString((room.folder / "cancelled.html").string()));
    page.findChild<BusyStrip *>()->findChild<QAbstractButton *>()->click();
    QVERIFY(!page.findChild<BusyStrip *>()->isBusy());
    busy.release();
    workers.waitForDone();
    workers.setMaxThreadCount(before);
    QVERIFY(!std::filesystem::exists(room.folder / "cancelled.html"));
    // One that runs has no acceptance sheet yet.
    view->selectRow(0);
    const auto actions = room.find<QMenu>("reportMenu")->actions();
    QVERIFY(!actions.last()->isEnabled());
    page.saveReport(SavedReport::AcceptanceSheet,
                    QString::fromStdString((room.folder / "no.html").string()));
    QTRY_VERIFY(page.findChild<ErrorBanner *>()->isVisible());
    QVERIFY(!std::filesystem::exists(room.folder / "no.html"));
    // Of a board.
    room.find<QTabWidget>("historyTabs")->setCurrentIndex(1);
    room.find<QTableView>("historyBoards")->selectRow(0);
    page.saveReport(SavedReport::Html, QString::fromStdString((room.folder / "b.html").string()));
    QVERIFY(saved.wait(kPatience));
    QVERIFY(readTextFile(room.folder / "b.html").value_or("").find("24:6f:28") !=
            std::string::npos);
}

void HistoryPageTest::retryAndReturnAreOfferedWhereTheyMakeSense()
{
    Room room(*m_theme);
    std::int64_t failed = 0;
    {
        Recorder recorder(room.file);
        recorder.whole("1.0.0", daysAgo(20), 0);
        failed = recorder.whole("2.0.0", daysAgo(3), 1);
        const auto none = recorder.whole("2.1.0", daysAgo(2), 3);
        QVERIFY(none > failed);
        recorder.begin("3.0.0", daysAgo(1));
    }
    HistoryPage &page = room.open();
    auto *view = room.find<QTableView>("historyCampaigns");
    auto *retry = room.find<QPushButton>("retryCampaign");
    auto *back = room.find<QPushButton>("returnCampaign");
    const std::vector<std::pair<bool, bool>> expected = {
        {false, false}, {true, false}, {true, true}, {false, true}};
    for (int row = 0; row < 4; ++row) {
        view->selectRow(row);
        QCOMPARE(retry->isEnabled(), expected[static_cast<std::size_t>(row)].first);
        QCOMPARE(back->isEnabled(), expected[static_cast<std::size_t>(row)].second);
    }
    page.chooseCampaign(failed);
    QSignalSpy retried(&page, &HistoryPage::retryRequested);
    QSignalSpy returned(&page, &HistoryPage::returnRequested);
    QTest::mouseClick(retry, Qt::LeftButton);
    QTest::mouseClick(back, Qt::LeftButton);
    QCOMPARE(retried.front().front().toLongLong(), failed);
    QCOMPARE(returned.front().front().toLongLong(), failed);
}

void HistoryPageTest::campaignThatEndsRefreshesThePage()
{
    Room room(*m_theme);
    Recorder recorder(room.file);
    const std::int64_t id = recorder.begin("2.0.0", daysAgo(0, -60));
    HistoryPage &page = room.open();
    fleet::CampaignState state;
    state.id = id;
    state.running = true;
    EventBatch batch;
    batch.campaigns = {state};
    QSignalSpy refreshed(&page, &HistoryPage::refreshed);
    page.apply(batch);
    QVERIFY(refreshed.wait(kPatience)); // it has begun
    recorder.put(id, 0, Phase::Updated, daysAgo(0, -5));
    recorder.end(id, daysAgo(0));
    page.apply(batch); // once a second while it runs: no reason to read
    batch.campaigns[0].running = false;
    page.apply(batch);
    QVERIFY(refreshed.wait(kPatience));
    QCOMPARE(refreshed.count(), 2);
    QCOMPARE(room.cell("historyCampaigns", 0, 2), QStringLiteral("✔ 1"));
    // Not seen, it waits until it is.
    page.hide();
    batch.campaigns[0].id = id + 1;
    batch.campaigns[0].running = true;
    page.apply(batch);
    QVERIFY(!refreshed.wait(300));
    page.show();
    QVERIFY(refreshed.wait(kPatience));
}

void HistoryPageTest::newsKeepTheChoice()
{
    Room room(*m_theme);
    Recorder recorder(room.file);
    const std::int64_t first = recorder.whole("1.0.0", daysAgo(20), 0);
    recorder.whole("2.0.0", daysAgo(3), 1);
    HistoryPage &page = room.open();
    const QAbstractItemModelTester tester(&room.model("historyCampaigns"),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    page.chooseCampaign(first);
    recorder.whole("3.0.0", daysAgo(0, -60), 2);
    QSignalSpy refreshed(&page, &HistoryPage::refreshed);
    QTest::keyClick(&page, Qt::Key_F5);
    QVERIFY(refreshed.wait(kPatience));
    QCOMPARE(room.model("historyCampaigns").rowCount(), 3);
    QCOMPARE(page.campaign(), first);
}

void HistoryPageTest::damagedRecordIsToldOnThePage()
{
    Room room(*m_theme);
    QVERIFY(writeFileAtomically(room.file, std::string(8192, 'x'), FileMode::Public).has_value());
    HistoryPage &page = room.open();
    auto *banner = page.findChild<ErrorBanner *>();
    QVERIFY(banner->isVisible());
    QCOMPARE(banner->error()->code, ErrorCode::DatabaseCorrupt);
    QCOMPARE(readTextFile(room.file).value_or(""), std::string(8192, 'x')); // left as it is
    // Mended, the next look finds it.
    std::filesystem::remove(room.file);
    Recorder(room.file).whole("1.0.0", daysAgo(1), 0);
    QTest::mouseClick(room.find<QPushButton>("refreshHistory"), Qt::LeftButton);
    QTRY_COMPARE(room.model("historyCampaigns").rowCount(), 1);
    QVERIFY(!banner->isVisible());
}

void HistoryPageTest::postgresqlIsReadTheSameWay()
{
    if (!support::postgresqlPrograms())
        QSKIP("no PostgreSQL server is installed");
    support::PostgresqlServer server;
    QVERIFY(server.make());
    QVERIFY(server.start());
    Room room(*m_theme, server.url());
    Recorder(room.folder / "waiting.sqlite", server.url()).whole("2.0.0", daysAgo(3), 1);
    HistoryPage &page = room.open();
    QCOMPARE(room.model("historyCampaigns").rowCount(), 1);
    QTRY_COMPARE(room.model("historyResults").rowCount(), 3);
    QVERIFY(!std::filesystem::exists(room.file));
    // It goes: that is said, and what was read stays.
    server.stop();
    QTest::mouseClick(room.find<QPushButton>("refreshHistory"), Qt::LeftButton);
    auto *banner = page.findChild<ErrorBanner *>();
    QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), kPatience);
    QCOMPARE(banner->error()->code, ErrorCode::DatabaseUnreachable);
    QCOMPARE(room.model("historyCampaigns").rowCount(), 1);
}

void HistoryPageTest::languageChangesAtOnce()
{
    Room room(*m_theme);
    Recorder(room.file).whole("2.0.0", daysAgo(3), 1);
    room.open();
    m_language->setCurrent(QStringLiteral("zh_CN"));
    QCoreApplication::sendPostedEvents();
    QTRY_COMPARE(room.model("historyResults").rowCount(), 3);
    QCOMPARE(room.model("historyResults").headerData(0, Qt::Horizontal).toString(),
             QStringLiteral("结果"));
    QCOMPARE(room.cell("historyResults", 0, 0), QStringLiteral("失败"));
}

QTEST_MAIN(HistoryPageTest)
#include "history_page_test.moc"
