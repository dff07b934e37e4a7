#include "made_up_boards.h"

#include "base/files.h"
#include "monitor/log_spool.h"
#include "support/process.h"
#include "support/temporary_folder.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"
#include "widgets/log/board_choice_model.h"
#include "widgets/log/filter_error_text.h"
#include "widgets/log/log_area.h"
#include "widgets/log/log_feed.h"
#include "widgets/log/log_filter_edit.h"
#include "widgets/log/log_lines_model.h"
#include "widgets/log/log_marks_model.h"
#include "widgets/log/log_model.h"
#include "widgets/log/log_side_panel.h"
#include "widgets/log/logs_page.h"
#include "widgets/log/marked_scroll_bar.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>
#include <QUrl>

#include <fstream>
#include <memory>

using namespace otabench;
using namespace otabench::widgets;
using monitor::Bookmark;
using monitor::LogRecord;

namespace {

constexpr int kPatience = 60'000;

LogRecord::Time minutesAgo(int minutes)
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now() - std::chrono::minutes(minutes));
}

/// A page over a spool of its own.
struct Room
{
    explicit Room(const Theme &theme, std::size_t capacity = LogLinesModel::kCapacity)
        : settings(QString::fromStdString((folder / "s.ini").string()), QSettings::IniFormat)
        , m_theme(theme)
        , m_capacity(capacity)
    {
    }

    void keep(const std::vector<LogRecord> &records, const monitor::LogSpool::Options &options = {})
    {
        if (!spool)
            spool = *monitor::LogSpool::open(folder / "logs", options);
        for (const LogRecord &record : records)
            spool->append(record);
        QVERIFY(spool->flush().has_value());
    }

    LogsPage &open()
    {
        page = std::make_unique<LogsPage>(
            LogsPage::Parts{m_theme, settings, folder / "logs", m_capacity});
        page->resize(1100, 500);
        page->show();
        QApplication::setActiveWindow(page.get());
        return *page;
    }

    template <typename Widget>
    Widget *find(const char *name)
    {
        return page->findChild<Widget *>(QLatin1String(name));
    }

    LogArea &area() { return *page->findChild<LogArea *>(); }

    QString text(int row) { return page->lines().index(row).data().toString(); }

    int rows() { return page->lines().rowCount(); }

    support::TemporaryFolder folder;
    QSettings settings;
    std::unique_ptr<monitor::LogSpool> spool;
    std::unique_ptr<LogsPage> page;

private:
    const Theme &m_theme;
    std::size_t m_capacity;
};

EventBatch linesOf(const std::string &board, int first, int count)
{
    EventBatch batch;
    for (int number = first; number < first + count; ++number) {
        batch.lines.push_back(tests::logLine(board, number));
        batch.lines.back().at = std::chrono::system_clock::now();
    }
    return batch;
}

/// Eight lines of two boards, out of order by board, in order by time.
std::vector<LogRecord> twoBoards()
{
    const auto start = minutesAgo(5);
    const auto second = [&](int count) { return start + std::chrono::seconds(count); };
    return {
        {second(0), Bookmark::Reboot, "/dev/ttyUSB0", "rst:0x1 (POWERON),boot:0x13"},
        {second(1), Bookmark::None, "pty:/tmp/b/vb-01", "I (20) boot: starting"},
        {second(2), Bookmark::OtaStart, "/dev/ttyUSB0", "I (300) esp_https_ota: Starting OTA..."},
        {second(3), Bookmark::None, "pty:/tmp/b/vb-01",
         "\x1b[0;33mW (400) wifi: weak signal\x1b[0m"},
        {second(4), Bookmark::FirstError, "/dev/ttyUSB0",
         "E (500) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700"},
        {second(5), Bookmark::None, "pty:/tmp/b/vb-01", "D (600) wifi: beacon"},
        {second(6), Bookmark::Panic, "/dev/ttyUSB0",
         "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled."},
        {second(7), Bookmark::None, "pty:/tmp/b/vb-01", "I (700) wifi: connected"},
    };
}

} // namespace

class LogsPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void cleanupTestCase();
    void whatWasPrintedBeforeIsThereMergedByTime();
    void liveLinesFollowTheSavedOnesWithoutAGapOrARepetition();
    void filterByEveryMeans();
    void wrongFilterIsExplainedAndChangesNothing();
    void everyErrorOfAFilterIsTranslated();
    void fieldCompletesWhatCanStandThere();
    void boardsAreChosen();
    void searchMarksCountsAndGoesRound();
    void pausedLinesStandStillAndNoneIsLost();
    void bookmarksAreListedSetAndGoneTo();
    void knownLineOpensItsExplanation();
    void explanationSpeaksTheLanguageOfTheWindow();
    void crashIsDecodedWithTheProgram();
    void savedFileIsReadTheSameWay();
    void genuineLogsAreReadAndExplained();
    void fileThatCannotBeReadIsToldOnThePage();
    void olderLinesThanMemoryHoldsComeFromTheDisk();
    void skippedLinesAreReadFromTheDisk();
    void exportWritesWhatIsShown();
    void copyWithAndWithoutTimes();
    void menuOffersWhatCanBeDoneWithTheLine();
    void emptyPageSaysWhatToDo();
    void millionLinesAreFilteredSearchedAndTrimmed();

private:
    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
};

void LogsPageTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_language->setCurrent(QStringLiteral("en"));
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
}

void LogsPageTest::cleanup()
{
    m_language->setCurrent(QStringLiteral("en"));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void LogsPageTest::cleanupTestCase()
{
    // A thread that has used OpenSSL frees what is its own when it ends, not when the program does.
    QThreadPool::globalInstance()->waitForDone();
}

void LogsPageTest::whatWasPrintedBeforeIsThereMergedByTime()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    LogsPage &page = room.open();
    const QAbstractItemModelTester tester(&page.lines(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    QTRY_COMPARE(room.rows(), 8);
    const auto records = twoBoards();
    for (int row = 0; row < 8; ++row)
        QCOMPARE(room.text(row).toStdString(),
                 monitor::cleanText(records[static_cast<std::size_t>(row)].line));
    const auto at = [&](int row, int role) {
        return page.lines().index(row).data(role).toString();
    };
    QCOMPARE(at(0, LogLinesModel::BoardRole), QStringLiteral("ttyUSB0"));
    QCOMPARE(at(1, LogLinesModel::BoardRole), QStringLiteral("vb-01"));
    QCOMPARE(at(3, LogLinesModel::LetterRole), QStringLiteral("W")); // through its colours
    QCOMPARE(at(6, LogLinesModel::LetterRole), QStringLiteral("!"));
    QCOMPARE(page.lines().index(6).data(LogModel::LevelRole).toInt(),
             static_cast<int>(monitor::Level::Error));
    QVERIFY(!page.grab().isNull());
}

void LogsPageTest::liveLinesFollowTheSavedOnesWithoutAGapOrARepetition()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    LogsPage &page = room.open();
    // A board prints while the disk is being read: each line is kept and shown, as the lab does.
    EventBatch batch = linesOf("pty:/tmp/b/vb-01", 0, 1);
    for (int number = 1; number < 100; ++number) {
        const auto &line = batch.lines.front();
        room.keep({{std::chrono::time_point_cast<std::chrono::microseconds>(line.at),
                    Bookmark::None, line.board, line.text}});
        page.apply(batch);
        QTest::qWait(10);
        batch = linesOf("pty:/tmp/b/vb-01", number, 1);
    }
    QTRY_VERIFY(!page.feed().isReading());
    QTRY_COMPARE(room.rows(), 8 + 99);
    for (int number = 0; number < 99; ++number)
        QCOMPARE(room.text(8 + number).toStdString(),
                 tests::logLine("pty:/tmp/b/vb-01", number).text);
}

void LogsPageTest::filterByEveryMeans()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    LogsPage &page = room.open();
    QTRY_COMPARE(room.rows(), 8);
    fleet::BoardState board = tests::idleBoard(1);
    board.id = "pty:/tmp/b/vb-01";
    board.bench = "night";
    EventBatch batch;
    batch.boards.push_back(board);
    page.apply(batch);

    auto *level = room.find<QComboBox>("logsLevel");
    level->setCurrentIndex(level->findData(static_cast<int>(monitor::Level::Error)));
    QTRY_COMPARE(room.rows(), 2); // the crash, too
    level->setCurrentIndex(0);
    QTRY_COMPARE(room.rows(), 8);

    auto *field = room.find<QLineEdit>("logExpression");
    const std::vector<std::pair<const char *, int>> expressions = {
        {"tag:wifi", 3},
        {"board:ttyUSB0", 4},
        {"bench:night", 4},
        {"level:warning", 3},
        {"mark:any", 4},
        {"\"weak signal\"", 1},
        {"BEACON", 1},
        {"/-0x[0-9a-f]{4}/", 1},
        {"not tag:wifi", 5},
        {"tag:wifi or mark:panic", 4},
        {"tag:wifi not debug", 3},
        {"(tag:boot or tag:wifi) level:info", 3},
        {"until:3m", 8},
        {"since:1m", 0},
    };
    for (const auto &[expression, count] : expressions) {
        field->setText(QLatin1String(expression));
        QTRY_COMPARE_WITH_TIMEOUT(room.rows(), count, 5000);
        QVERIFY(!room.find<QLabel>("logFilterError")->isVisible());
    }
    QVERIFY(room.find<QPushButton>("clearLogFilter")->isVisible()); // none passes
    QTest::mouseClick(room.find<QPushButton>("clearLogFilter"), Qt::LeftButton);
    QTRY_COMPARE(room.rows(), 8);
    // What comes later passes the filter, too, or does not.
    field->setText(QStringLiteral("level:error"));
    QTRY_COMPARE(room.rows(), 2);
    page.apply(linesOf("pty:/tmp/b/vb-01", 0, 10)); // two errors among them
    QCOMPARE(room.rows(), 4);
}

void LogsPageTest::wrongFilterIsExplainedAndChangesNothing()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    LogsPage &page = room.open();
    QTRY_COMPARE(room.rows(), 8);
    auto *field = room.find<QLineEdit>("logExpression");
    field->setText(QStringLiteral("tag:wifi"));
    QTRY_COMPARE(room.rows(), 3);
    field->setText(QStringLiteral("tag:wifi and (level:loud"));
    auto *error = room.find<QLabel>("logFilterError");
    QVERIFY(error->isVisible());
    QVERIFY2(error->text().contains(QStringLiteral("loud")), qPrintable(error->text()));
    QVERIFY(error->text().startsWith(QStringLiteral("At character 15:")));
    QTRY_VERIFY(!page.lines().isScanning());
    QCOMPARE(room.rows(), 3);
    field->setText(QStringLiteral("/(/"));
    QVERIFY(error->isVisible());
    field->clear();
    QVERIFY(!error->isVisible());
    QTRY_COMPARE(room.rows(), 8);
}

void LogsPageTest::everyErrorOfAFilterIsTranslated()
{
    m_language->setCurrent(QStringLiteral("zh_CN"));
    for (const char *wrong : {"a )", "(a", "and", "tag:", "level:loud", "bench:none", "mark:x",
                              "colour:red", "/open", "\"open", "/(/", "since:never"}) {
        const auto parsed = monitor::LogFilter::parse(wrong, {});
        QVERIFY2(!parsed, wrong);
        const QString text = FilterErrorText::text(parsed.error());
        const bool isChinese = std::any_of(text.begin(), text.end(),
                                           [](QChar c) { return c.script() == QChar::Script_Han; });
        QVERIFY2(isChinese, qPrintable(text));
        // What the library for regular expressions says is English everywhere.
        QVERIFY2(!text.contains(QStringLiteral("is missing")) &&
                     !text.contains(QStringLiteral("there is")),
                 qPrintable(text));
    }
}

void LogsPageTest::fieldCompletesWhatCanStandThere()
{
    const LogFilterEdit field([](const QString &name) {
        return name == QLatin1String("tag")
                   ? QStringList{QStringLiteral("wifi"), QStringLiteral("esp tls")}
                   : QStringList();
    });
    const auto first = [&](const char *typed) {
        const QString text = QLatin1String(typed);
        return field.suggestions(text, text.size()).value(0);
    };
    QCOMPARE(first("le"), QStringLiteral("level:"));
    QCOMPARE(first("level:w"), QStringLiteral("level:warning "));
    QCOMPARE(first("level:error and (ta"), QStringLiteral("tag:"));
    QCOMPARE(first("not tag:wi"), QStringLiteral("tag:wifi "));
    QCOMPARE(first("tag:esp"), QStringLiteral("tag:\"esp tls\" "));
    QCOMPARE(first("mark:re"), QStringLiteral("mark:reboot "));
    QCOMPARE(first("\"le"), QString());     // inside a text
    QCOMPARE(first("/le"), QString());      // inside a regular expression
    QCOMPARE(first("tag:wifi"), QString()); // complete

    LogFilterEdit typed([](const QString &) { return QStringList(); });
    typed.setText(QStringLiteral("lev) x"));
    typed.setCursorPosition(3);
    typed.take(QStringLiteral("level:"));
    QCOMPARE(typed.text(), QStringLiteral("level:) x"));
    QCOMPARE(typed.cursorPosition(), 6);
}

void LogsPageTest::boardsAreChosen()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    room.open();
    QTRY_COMPARE(room.rows(), 8);
    auto *button = room.find<QPushButton>("logBoards");
    QTest::mouseClick(button, Qt::LeftButton);
    auto *list = room.find<QListView>("logBoardList");
    QCOMPARE(list->model()->rowCount(), 2);
    QTest::keyClicks(room.find<QLineEdit>("logBoardFilter"), QStringLiteral("USB"));
    QCOMPARE(list->model()->rowCount(), 1);
    QTest::mouseClick(room.find<QPushButton>("logBoardsShown"), Qt::LeftButton);
    QTRY_COMPARE(room.rows(), 4);
    QCOMPARE(button->text(), QStringLiteral("ttyUSB0 ▾"));
    room.find<QLineEdit>("logBoardFilter")->clear();
    QVERIFY(list->model()->setData(list->model()->index(1, 0), Qt::Checked, Qt::CheckStateRole));
    QTRY_COMPARE(room.rows(), 8);
    QCOMPARE(button->text(), QStringLiteral("2 boards ▾"));
    QTest::mouseClick(room.find<QPushButton>("logBoardsAll"), Qt::LeftButton);
    QCOMPARE(button->text(), QStringLiteral("All &boards ▾"));
    // Of one that is not here yet.
    room.page->showBoard("pty:/tmp/b/vb-02");
    QTRY_COMPARE(room.rows(), 0);
    room.page->apply(linesOf("pty:/tmp/b/vb-02", 0, 3));
    QCOMPARE(room.rows(), 3);
}

void LogsPageTest::searchMarksCountsAndGoesRound()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    LogsPage &page = room.open();
    QTRY_COMPARE(room.rows(), 8);
    auto *search = room.find<QLineEdit>("logSearch");
    auto *count = room.find<QLabel>("logSearchCount");
    QTest::keyClick(&page, Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(search->hasFocus());
    QTest::keyClicks(search, QStringLiteral("WIFI"));
    QTRY_COMPARE(page.lines().hits().size(), std::size_t{3});
    QCOMPARE(count->text(), QStringLiteral("3 hits"));
    const auto current = [&] { return page.lines().rowOf(room.area().current().value_or(0)); };
    for (const int row : {3, 5, 7, 3}) { // around the end
        QTest::keyClick(&page, Qt::Key_F3);
        QCOMPARE(current(), row);
    }
    QCOMPARE(count->text(), QStringLiteral("1 of 3"));
    QTest::keyClick(&page, Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(current(), 7);
    QTRY_VERIFY(std::ranges::count(room.area().markedScrollBar().ticks(),
                                   MarkedScrollBar::Edge::Left, &MarkedScrollBar::Tick::edge) == 3);
    room.find<QToolButton>("logSearchCase")->click();
    QTRY_COMPARE(page.lines().hits().size(), std::size_t{0});
    QCOMPARE(count->text(), QStringLiteral("No hits"));
    room.find<QToolButton>("logSearchRegular")->click();
    search->setText(QStringLiteral("wifi: (beacon|connected)"));
    QTRY_COMPARE(page.lines().hits().size(), std::size_t{2});
    // Only what is shown counts.
    room.find<QLineEdit>("logExpression")->setText(QStringLiteral("level:info"));
    QTRY_COMPARE(page.lines().hits().size(), std::size_t{1});
    search->setText(QStringLiteral("(unclosed"));
    QVERIFY(room.find<QLabel>("logFilterError")->isVisible());
    QTest::keyClick(&page, Qt::Key_Escape);
    QVERIFY(search->text().isEmpty());
    QVERIFY(!room.find<QLabel>("logFilterError")->isVisible());
    QVERIFY(!page.grab().isNull());
}

void LogsPageTest::pausedLinesStandStillAndNoneIsLost()
{
    Room room(*m_theme, 10'000);
    LogsPage &page = room.open();
    page.apply(linesOf("a", 0, 5000));
    auto *pause = room.find<QPushButton>("pauseLog");
    auto *live = room.find<QPushButton>("backToLive");
    QVERIFY(!live->isVisible());
    QTest::mouseClick(pause, Qt::LeftButton);
    QVERIFY(pause->isChecked());
    const QString top = room.text(room.area().verticalScrollBar()->value());
    for (int first = 5000; first < 19'000; first += 1000)
        page.apply(linesOf("a", first, 1000));
    QCOMPARE(room.rows(), 19'000); // more than its capacity: who reads loses nothing
    QCOMPARE(room.text(room.area().verticalScrollBar()->value()), top);
    QVERIFY2(live->text().contains(QStringLiteral("14000 new")), qPrintable(live->text()));
    QTest::mouseClick(live, Qt::LeftButton);
    QVERIFY(!pause->isChecked());
    QVERIFY(room.area().isFollowing());
    QVERIFY(room.rows() >= 10'000 && room.rows() < 15'000); // now the oldest may go
    QCOMPARE(room.text(room.rows() - 1).toStdString(), tests::logLine("a", 18'999).text);
}

void LogsPageTest::bookmarksAreListedSetAndGoneTo()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    LogsPage &page = room.open();
    QTRY_COMPARE(room.rows(), 8);
    LogMarksModel &marks = page.lines().marks();
    const QAbstractItemModelTester tester(&marks,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    QCOMPARE(marks.rowCount(), 4);
    QTest::mouseClick(room.find<QPushButton>("logBookmarks"), Qt::LeftButton);
    auto *list = room.find<QListView>("logMarks");
    QVERIFY(list->isVisible());
    QVERIFY(list->model()->index(3, 0).data().toString().startsWith(QStringLiteral("Crash")));
    Q_EMIT list->activated(list->model()->index(2, 0));
    QCOMPARE(page.lines().rowOf(*room.area().current()), 4);
    QTest::keyClick(&page, Qt::Key_F2);
    QCOMPARE(page.lines().rowOf(*room.area().current()), 6);
    QTest::keyClick(&page, Qt::Key_F2, Qt::ShiftModifier);
    QTest::keyClick(&page, Qt::Key_F2, Qt::ShiftModifier);
    QCOMPARE(page.lines().rowOf(*room.area().current()), 2);
    QTest::keyClick(&room.area(), Qt::Key_Down);
    QTest::keyClick(&page, Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(marks.rowCount(), 5);
    QVERIFY(list->model()->index(2, 0).data().toString().startsWith(QStringLiteral("Bookmark")));
    QTest::keyClick(&page, Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(marks.rowCount(), 4);
    // A live line brings its own.
    EventBatch batch = linesOf("/dev/ttyUSB0", 0, 1);
    batch.lines.front().bookmark = Bookmark::OtaStart;
    page.apply(batch);
    QCOMPARE(marks.rowCount(), 5);
    QTRY_VERIFY(std::ranges::count(room.area().markedScrollBar().ticks(),
                                   MarkedScrollBar::Edge::Right,
                                   &MarkedScrollBar::Tick::edge) == 5);
    QTest::keyClick(&page, Qt::Key_Escape);
    QVERIFY(!list->isVisible());
}

void LogsPageTest::knownLineOpensItsExplanation()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    LogsPage &page = room.open();
    QTRY_COMPARE(room.rows(), 8);
    QVERIFY(page.lines().index(4).data(LogLinesModel::KnownRole).toInt() >= 0);
    QCOMPARE(page.lines().index(5).data(LogLinesModel::KnownRole).toInt(), -1);
    room.area().showLine(page.lines().sequence(4));
    QTest::keyClick(&room.area(), Qt::Key_Return);
    auto *text = room.find<QLabel>("logExplanationText");
    QVERIFY(text->isVisible());
    QVERIFY2(text->text().contains(QStringLiteral("Likely causes")), qPrintable(text->text()));
    QVERIFY(text->text().contains(QStringLiteral("What to do")));
    QTest::mouseClick(room.find<QPushButton>("copyExplanation"), Qt::LeftButton);
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("1. ")));
    QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("E (500)")));
    // By a click on its mark.
    room.area().showLine(page.lines().sequence(5));
    const int height = room.area().fontMetrics().height() * 13 / 10;
    QTest::mouseClick(room.area().viewport(), Qt::LeftButton, {},
                      QPoint(kSpace3 + 2, kSpace1 + 6 * height + height / 2));
    QVERIFY(room.find<QLabel>("logCalls")->isVisible()); // a crash: the program is asked for
    QVERIFY(room.find<QPushButton>("chooseProgram")->isVisible());
}

void LogsPageTest::explanationSpeaksTheLanguageOfTheWindow()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    LogsPage &page = room.open();
    QTRY_COMPARE(room.rows(), 8);
    room.area().showLine(page.lines().sequence(4));
    QTest::keyClick(&room.area(), Qt::Key_Return);
    auto *text = room.find<QLabel>("logExplanationText");
    const QString english = text->text();
    m_language->setCurrent(QStringLiteral("zh_CN"));
    QCoreApplication::sendPostedEvents();
    QVERIFY(text->text() != english);
    const QString chinese = text->text();
    QVERIFY(std::count_if(chinese.begin(), chinese.end(),
                          [](QChar c) { return c.script() == QChar::Script_Han; }) > 40);
}

void LogsPageTest::crashIsDecodedWithTheProgram()
{
    // Built for RISC-V and run in QEMU, as in tests/monitor: a real program, a real crash text.
    const support::TemporaryFolder made;
    const std::string elf = (made / "crash.elf").string();
    const auto built = support::run(
        {.arguments = {"riscv64-unknown-elf-gcc", "-march=rv32imac_zicsr", "-mabi=ilp32",
                       "-mcmodel=medany", "-g", "-O1", "-nostdlib", "-nostartfiles",
                       "-Wl,--no-relax", "-Wl,--section-start=.start=0x80000000",
                       "-Wl,-Ttext=0x80000100", "-Wl,-e,start",
                       OTABENCH_SOURCE_DIR "/tests/monitor/crash.c", "-o", elf}});
    QVERIFY2(built.exitStatus == 0, built.err.c_str());
    const auto ran = support::run(
        {.arguments = {"qemu-system-riscv32", "-machine", "virt", "-bios", "none", "-kernel", elf,
                       "-nographic", "-monitor", "none", "-serial", "stdio"}});
    QVERIFY2(ran.exitStatus == 0, ran.err.c_str());
    // Without the digest that crash.c makes up: the one program that is given is taken.
    std::string crash = ran.out;
    if (const auto digest = crash.find("ELF file SHA256"); digest != std::string::npos)
        crash.erase(digest, crash.find('\n', digest) - digest + 1);
    QVERIFY(writeFileAtomically(made / "crash.log",
                                "I (1) boot: x\r\n" + crash + "\r\nI (2) a: b\r\n",
                                FileMode::Public)
                .has_value());

    Room room(*m_theme);
    LogsPage &page = room.open();
    page.setPrograms({QString::fromStdString(elf)});
    page.openFile(QString::fromStdString((made / "crash.log").string()));
    QTRY_VERIFY(room.rows() > 5);
    int panic = 0;
    while (!room.text(panic).contains(QStringLiteral("Guru Meditation")))
        QVERIFY(++panic < room.rows());
    room.area().showLine(page.lines().sequence(panic));
    QTest::keyClick(&room.area(), Qt::Key_Return);
    auto *calls = room.find<QLabel>("logCalls");
    QTRY_VERIFY_WITH_TIMEOUT(calls->text().contains(QStringLiteral("readSensor")), kPatience);
    QVERIFY2(calls->text().contains(QStringLiteral("app_main")), qPrintable(calls->text()));
}

void LogsPageTest::savedFileIsReadTheSameWay()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    LogsPage &page = room.open();
    QTRY_COMPARE(room.rows(), 8);
    const auto file = room.folder / "saved.log";
    QVERIFY(
        writeFileAtomically(file,
                            "ets Jul 29 2019 12:21:46\r\n"
                            "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n"
                            "\x1b[0;31mE (31) wifi: no\x1b[0m\r\nI (32) main: last, no line end",
                            FileMode::Public)
            .has_value());
    // Dropped onto the page.
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QString::fromStdString(file.string()))});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&page, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&page, &drop);
    QTRY_COMPARE(room.rows(), 4);
    QCOMPARE(room.text(2), QStringLiteral("E (31) wifi: no"));
    QCOMPARE(room.text(3), QStringLiteral("I (32) main: last, no line end"));
    QCOMPARE(page.lines().index(2).data(LogModel::TimeRole).toString(), QString());
    QCOMPARE(page.lines().index(2).data(LogLinesModel::BoardRole).toString(),
             QStringLiteral("saved.log"));
    QVERIFY(page.lines().marks().rowCount() >= 2); // its restart and its first error
    auto *live = room.find<QPushButton>("leaveSource");
    QVERIFY(live->isVisible());
    page.apply(linesOf("a", 0, 3)); // not shown, but counted
    QCOMPARE(room.rows(), 4);
    QVERIFY(room.find<QLabel>("logSourceText")->text().contains(QStringLiteral("3 lines")));
    QTest::mouseClick(live, Qt::LeftButton);
    QTRY_COMPARE(room.rows(), 8);
    QVERIFY(!live->isVisible());

    // A segment of the spool itself: with its times and boards.
    room.spool.reset();
    for (const auto &entry : std::filesystem::directory_iterator(room.folder / "logs"))
        page.openFile(QString::fromStdString(entry.path().string()));
    QTRY_COMPARE(page.feed().source(), LogFeed::Source::File);
    QCOMPARE(room.rows(), 8);
    QVERIFY(!page.lines().index(0).data(LogModel::TimeRole).toString().isEmpty());
    QCOMPARE(page.lines().index(1).data(LogLinesModel::BoardRole).toString(),
             QStringLiteral("vb-01"));
}

void LogsPageTest::genuineLogsAreReadAndExplained()
{
    const QString shared = qEnvironmentVariable("OTABENCH_SHARED");
    const std::filesystem::path folder = (shared + QStringLiteral("/logs")).toStdString();
    if (shared.isEmpty() || !std::filesystem::exists(folder))
        QSKIP("the genuine logs lie beside the project: set OTABENCH_SHARED");
    Room room(*m_theme);
    LogsPage &page = room.open();
    int files = 0;
    int known = 0;
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".log")
            continue;
        ++files;
        page.openFile(QString::fromStdString(entry.path().string()));
        QTRY_COMPARE(page.feed().file().toStdString(), entry.path().string());
        QVERIFY(room.rows() > 0);
        for (int row = 0; row < room.rows(); ++row)
            known += page.lines().index(row).data(LogLinesModel::KnownRole).toInt() > 0 ? 1 : 0;
    }
    QVERIFY(files > 50);
    QVERIFY2(known > files, qPrintable(QString::number(known))); // more than one cause a file
}

void LogsPageTest::fileThatCannotBeReadIsToldOnThePage()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    LogsPage &page = room.open();
    page.openFile(QString::fromStdString((room.folder / "missing.log").string()));
    auto *banner = page.findChild<ErrorBanner *>();
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(banner->error()->text.find("missing.log") != std::string::npos);
    QTRY_COMPARE(room.rows(), 8); // the live lines come all the same
    QCOMPARE(page.feed().source(), LogFeed::Source::Live);
}

void LogsPageTest::olderLinesThanMemoryHoldsComeFromTheDisk()
{
    constexpr int kLines = 60'000;
    Room room(*m_theme, 10'000);
    const auto start = minutesAgo(120);
    std::vector<std::string> texts;
    for (int number = 0; number < kLines; ++number)
        texts.push_back(fmt::format("I ({}) main: line {} of many", number, number));
    std::vector<LogRecord> records;
    for (int number = 0; number < kLines; ++number)
        records.push_back({start + std::chrono::milliseconds(number * 10), Bookmark::None,
                           number % 2 == 0 ? "a" : "b", texts[static_cast<std::size_t>(number)]});
    room.keep(records, {.segmentBytes = 500'000});
    LogsPage &page = room.open();
    QTRY_VERIFY_WITH_TIMEOUT(room.rows() >= 10'000, kPatience);
    room.area().followEnd(); // on a busy computer the page may have begun to hold its lines
    QTRY_VERIFY_WITH_TIMEOUT(room.rows() < 15'000, kPatience); // the oldest leave in batches
    QTRY_COMPARE_WITH_TIMEOUT(room.text(room.rows() - 1).toStdString(), texts.back(), kPatience);
    auto *older = room.find<QPushButton>("olderLines");
    QVERIFY(!older->isVisible());
    room.area().verticalScrollBar()->setValue(0);
    QVERIFY(older->isVisible());
    const QString oldest = room.text(0);
    QTest::mouseClick(older, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(page.feed().source(), LogFeed::Source::Older, kPatience);
    QCOMPARE(room.text(room.rows() - 1), oldest); // without a gap
    // Through the filter the disk gives more than memory could hold.
    room.find<QLineEdit>("logExpression")->setText(QStringLiteral("/ [0-9]{1,3} of many/"));
    QTRY_VERIFY(!page.lines().isScanning());
    QTest::mouseClick(room.find<QPushButton>("leaveSource"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(page.lines().lineCount() >= 10'000, kPatience);
    QTRY_COMPARE(room.rows(), 0);
    QTRY_VERIFY(!page.feed().isReading());
    QTest::mouseClick(older, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(room.rows(), 1000, kPatience);
    QCOMPARE(room.text(0).toStdString(), texts[0]);
    QCOMPARE(room.text(999).toStdString(), texts[999]);
}

void LogsPageTest::skippedLinesAreReadFromTheDisk()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    LogsPage &page = room.open();
    QTRY_COMPARE(room.rows(), 8);
    EventBatch batch = linesOf("a", 0, 3);
    for (const auto &line : batch.lines)
        room.keep({{std::chrono::time_point_cast<std::chrono::microseconds>(line.at),
                    Bookmark::None, line.board, line.text}});
    batch.lines.erase(batch.lines.begin()); // the window was too slow
    batch.skipped["a"] = 1;
    page.apply(batch);
    QCOMPARE(room.rows(), 10);
    QTRY_COMPARE(room.rows(), 11);
    QCOMPARE(room.text(8).toStdString(), tests::logLine("a", 0).text);
}

void LogsPageTest::exportWritesWhatIsShown()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    LogsPage &page = room.open();
    QTRY_COMPARE(room.rows(), 8);
    room.find<QLineEdit>("logExpression")->setText(QStringLiteral("level:error"));
    QTRY_COMPARE(room.rows(), 2);
    QSignalSpy done(&page, &LogsPage::exported);
    const auto contentOf = [&](const char *name, monitor::LogFormat format) {
        const auto file = room.folder / name;
        page.exportTo(QString::fromStdString(file.string()), format);
        if (!done.wait())
            return std::string();
        return readTextFile(file).value_or("");
    };
    const std::string csv = contentOf("x.csv", monitor::LogFormat::Csv);
    QVERIFY2(csv.starts_with("time,board,mark,level,tag,message\n"), csv.c_str());
    QCOMPARE(std::ranges::count(csv, '\n'), 3);
    const std::string json = contentOf("x.json", monitor::LogFormat::Json);
    QVERIFY2(
        json.find("\"tag\":\"esp-tls-mbedtls\",\"message\":\"mbedtls_ssl_handshake returned") !=
            std::string::npos,
        json.c_str());
    QVERIFY(json.find("\"mark\":\"panic\"") != std::string::npos);
    const std::string text = contentOf("x.log", monitor::LogFormat::Text);
    QVERIFY2(text.find("/dev/ttyUSB0: [first-error] E (500)") != std::string::npos, text.c_str());
    QVERIFY(room.find<QLabel>("logSourceText")->text().contains(QStringLiteral("2 lines")));
    // Into a folder that is not there: nothing is left behind, and it is said.
    page.exportTo(QString::fromStdString((room.folder / "none" / "x.log").string()),
                  monitor::LogFormat::Text);
    QVERIFY(done.wait());
    QVERIFY(page.findChild<ErrorBanner *>()->isVisible());
    // Cancelled at once: the old file stays.
    const LogProgress progress = std::make_shared<std::atomic<int>>(0);
    std::stop_source stopped;
    stopped.request_stop();
    const auto cancelled = exportLog(page.lines().snapshot(), {}, monitor::LogFormat::Text,
                                     room.folder / "x.log", progress, stopped.get_token());
    QCOMPARE(cancelled.error->code, ErrorCode::Cancelled);
    QCOMPARE(readTextFile(room.folder / "x.log").value_or(""), text);
    QVERIFY(!std::filesystem::exists(room.folder / "x.log.part"));
}

void LogsPageTest::copyWithAndWithoutTimes()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    room.open();
    QTRY_COMPARE(room.rows(), 8);
    room.area().selectAll();
    QTest::keyClick(&room.area(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    const QString plain = QApplication::clipboard()->text();
    QVERIFY2(plain.startsWith(QStringLiteral("ttyUSB0: rst:0x1")), qPrintable(plain));
    QCOMPARE(plain.count(QLatin1Char('\n')), 8);
    QTest::keyClick(&room.area(), Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().section(QLatin1Char(' '), 0, 0).size() ==
            QStringLiteral("00:00:00.000").size());
    // Shift and arrows.
    room.area().showLine(room.page->lines().sequence(2));
    QTest::keyClick(&room.area(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(room.area().selectedText().count(QLatin1Char('\n')), 2);
}

void LogsPageTest::menuOffersWhatCanBeDoneWithTheLine()
{
    Room room(*m_theme);
    room.keep(twoBoards());
    LogsPage &page = room.open();
    QTRY_COMPARE(room.rows(), 8);
    QMenu menu;
    Q_EMIT room.area().menuAboutToShow(&menu, page.lines().sequence(3));
    const auto act = [&](const QString &begin) {
        for (QAction *action : menu.actions()) {
            if (action->text().remove(QLatin1Char('&')).startsWith(begin))
                return action;
        }
        return static_cast<QAction *>(nullptr);
    };
    QVERIFY(act(QStringLiteral("Explain")) != nullptr);
    act(QStringLiteral("Set a bookmark"))->trigger();
    QCOMPARE(page.lines().marks().rowCount(), 5);
    act(QStringLiteral("Hide the tag wifi"))->trigger();
    QTRY_COMPARE(room.rows(), 5);
    act(QStringLiteral("Only vb-01"))->trigger();
    QTRY_COMPARE(room.rows(), 1);
}

void LogsPageTest::emptyPageSaysWhatToDo()
{
    Room room(*m_theme);
    LogsPage &page = room.open();
    QVERIFY(room.find<QPushButton>("openFirstLog")->isVisible());
    QVERIFY(!room.find<QPushButton>("exportLog")->isEnabled());
    page.apply(linesOf("a", 0, 1));
    QVERIFY(!room.find<QPushButton>("openFirstLog")->isVisible());
    QVERIFY(room.area().isVisible());
    QTRY_VERIFY(!page.feed().isReading()); // an empty disk takes nothing away
    QTest::qWait(static_cast<int>(LogFeed::kSettle.count()) + 200);
    QCOMPARE(room.rows(), 1);
}

void LogsPageTest::millionLinesAreFilteredSearchedAndTrimmed()
{
    constexpr int kLines = 1'000'000;
    LogLinesModel model;
    std::vector<std::string> texts;
    for (int number = 0; number < 1000; ++number)
        texts.push_back(tests::logLine("a", number).text);
    std::vector<LogRecord> batch;
    for (int number = 0; number < kLines; ++number) {
        batch.push_back({LogRecord::Time(std::chrono::microseconds(number + 1)), Bookmark::None,
                         number % 3 == 0 ? "a" : "b",
                         texts[static_cast<std::size_t>(number % 1000)]});
        if (batch.size() == 10'000) {
            model.append(batch);
            batch.clear();
        }
    }
    QCOMPARE(model.rowCount(), kLines);
    LogArea area(*m_theme);
    area.setShowsBoards(true);
    area.setModel(&model);
    area.resize(1000, 600);
    QVERIFY(!area.grab().isNull());
    QSignalSpy applied(&model, &LogLinesModel::queryApplied);
    model.setQuery({.filter = monitor::LogFilter::level(monitor::Level::Error),
                    .search = monitor::TextPattern::literal("(7028)")});
    QVERIFY(applied.wait(kPatience));
    QCOMPARE(model.rowCount(), kLines / 5); // each fifth line is an error
    QCOMPARE(model.index(kLines / 5 - 1).data().toString().toStdString(), texts[999]);
    QCOMPARE(model.hits().size(), std::size_t{0}); // 300 + 7 n = 7028: no error
    model.setQuery({.filter = {}, .search = monitor::TextPattern::literal("(7265)")});
    QVERIFY(applied.wait(kPatience)); // line 995 of each thousand
    QCOMPARE(model.rowCount(), kLines);
    QCOMPARE(model.hits().size(), std::size_t{1000});
    QCOMPARE(model.rowOf(model.hits().back()), kLines - 5);
    // The next lines push the oldest out, and the numbers of the others stay.
    const auto kept = model.sequence(500'000);
    const QString text = model.index(500'000).data().toString();
    for (int more = 0; more < 10; ++more) {
        for (int number = 0; number < 1000; ++number)
            batch.push_back({LogRecord::Time(std::chrono::seconds(1000)), Bookmark::None, "a",
                             texts[static_cast<std::size_t>(number)]});
        model.append(batch);
        batch.clear();
    }
    QVERIFY(model.rowCount() >= kLines && model.rowCount() < kLines + 5000);
    QCOMPARE(model.index(model.rowOf(kept)).data().toString(), text);
    QVERIFY(model.hits().front() >= model.sequence(0));
    QVERIFY(!area.grab().isNull());
}

QTEST_MAIN(LogsPageTest)
#include "logs_page_test.moc"
