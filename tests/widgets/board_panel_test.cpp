#include "made_up_boards.h"

#include "certificates/inspection.h"
#include "certificates/store.h"
#include "history/history.h"
#include "widgets/bench/board_console.h"
#include "widgets/bench/board_panel.h"
#include "widgets/bench/board_record_reader.h"
#include "widgets/bench/progress_chart.h"
#include "widgets/common/theme.h"
#include "widgets/log/log_store.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <memory>

using namespace otabench;
using namespace otabench::widgets;

namespace {

constexpr std::chrono::seconds kWriteLimit{20};

/// The record and certificates of a lab, in a folder of the test's own.
struct Lab
{
    Lab()
        : source{folder() / "history.sqlite", {}, folder() / "certificates"}
    {
    }

    [[nodiscard]] std::filesystem::path folder() const { return home.path().toStdString(); }

    /// The board's way from 1.0.0 to 2.0.0.
    Result<> recordUpdate(const std::string &mac, const std::string &address, Phase end)
    {
        auto history = history::History::open(source.historyFile);
        if (!history)
            return tl::unexpected(history.error());
        std::int64_t id = 0;
        (*history)->startCampaign({.started = std::chrono::system_clock::now(),
                                   .imageFile = "meter.bin",
                                   .version = "2.0.0"},
                                  [&](Result<std::int64_t> made) { id = made.value_or(0); });
        if (auto written = (*history)->flush(kWriteLimit); !written)
            return written;
        for (const Phase phase : {Phase::Preparing, Phase::Downloading, end}) {
            history::Transition transition{.campaignId = id,
                                           .board = address,
                                           .at = std::chrono::system_clock::now(),
                                           .phase = phase,
                                           .attempt = 1};
            if (isFailure(phase)) {
                transition.reason = name(ErrorCode::BoardRolledBack);
                transition.detail = "the new image reset twice";
            }
            (*history)->record(transition,
                               {.campaignId = id,
                                .board = address,
                                .mac = mac,
                                .phase = phase,
                                .fromVersion = "1.0.0",
                                .toVersion = "2.0.0",
                                .slot = "ota_1",
                                .changed = std::chrono::system_clock::now(),
                                .fromSlot = "ota_0"},
                               [](const Result<> &) {});
        }
        return (*history)->flush(kWriteLimit);
    }

    QTemporaryDir home;
    RecordSource source;
};

struct Panel
{
    Panel(const Theme &theme, Lab &lab)
        : settings(lab.home.filePath(QStringLiteral("s.ini")), QSettings::IniFormat)
        , panel(std::make_unique<BoardPanel>(
              BoardPanel::Parts{logs, progress, settings, theme, lab.source}))
    {
        panel->resize(420, 700);
        panel->show();
    }

    template <typename Widget>
    Widget *find(const char *name)
    {
        return panel->findChild<Widget *>(QLatin1String(name));
    }

    QString text(const char *name) { return find<QLabel>(name)->text(); }

    QSettings settings;
    LogStore logs;
    ProgressStore progress;
    std::unique_ptr<BoardPanel> panel;
};

fleet::BoardState updatedBoard()
{
    fleet::BoardState board = tests::idleBoard(1);
    board.identity->version = "2.0.0";
    board.identity->slot = "ota_1";
    board.identity->nextSlot = "ota_0";
    return board;
}

} // namespace

class BoardPanelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void slotsSayWhatTheRecordKnows();
    void slotsThatNobodyKnowsAreNotInvented();
    void trustedCasHaveNames();
    void historyIsReadNewestFirst();
    void missingRecordIsNoError();
    void brokenRecordIsExplained();
    void actsFollowTheBoard();
    void actsNameTheBoard();
    void progressStandsAboveTheLog();
    void consoleSendsLinesWithTheirEnd();
    void consoleRemembersLines();
    void consoleAsksBeforeManyLines();
    void consoleWaitsWhileTheBoardIsUpdated();

private:
    std::unique_ptr<Theme> m_theme;
};

void BoardPanelTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
}

void BoardPanelTest::cleanup()
{
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void BoardPanelTest::slotsSayWhatTheRecordKnows()
{
    Lab lab;
    const fleet::BoardState board = updatedBoard();
    QVERIFY(lab.recordUpdate(board.identity->mac, board.id, Phase::Updated));
    Panel panel(*m_theme, lab);
    panel.panel->setBoard(board);
    QTRY_VERIFY2(panel.text("boardSlots").contains(QStringLiteral("1.0.0 by the record")),
                 qPrintable(panel.text("boardSlots")));
    QVERIFY(panel.text("boardSlots").contains(QStringLiteral("runs 2.0.0, valid")));
    QVERIFY(!panel.text("boardSeen").isEmpty());
}

void BoardPanelTest::slotsThatNobodyKnowsAreNotInvented()
{
    Lab lab;
    Panel panel(*m_theme, lab);
    panel.panel->setBoard(updatedBoard());
    QVERIFY2(panel.text("boardSlots")
                 .contains(QStringLiteral("ota_0 · 1.6 MB · contents not "
                                          "known · next")),
             qPrintable(panel.text("boardSlots")));
}

void BoardPanelTest::trustedCasHaveNames()
{
    Lab lab;
    certificates::Store store(lab.source.certificates);
    const auto made = store.ensureAuthority({.commonName = "Shelf lab CA"});
    QVERIFY(made);
    fleet::BoardState board = updatedBoard();
    board.identity->trustedCas = {store.trust()->trusted.front(), std::string(64, 'e')};
    Panel panel(*m_theme, lab);
    panel.panel->setBoard(board);
    QTRY_VERIFY2(panel.text("boardTrusts").startsWith(QStringLiteral("Shelf lab CA\n")),
                 qPrintable(panel.text("boardTrusts")));
    QVERIFY(panel.text("boardTrusts").contains(QStringLiteral("not of this lab: eeee")));
}

void BoardPanelTest::historyIsReadNewestFirst()
{
    Lab lab;
    const fleet::BoardState board = updatedBoard();
    QVERIFY(lab.recordUpdate(board.identity->mac, board.id, Phase::RolledBack));
    // It was at another port then, and another board is at this one's: the MAC decides.
    QVERIFY(lab.recordUpdate(board.identity->mac, "/dev/ttyUSB9", Phase::Updated));
    QVERIFY(lab.recordUpdate("24:6f:28:00:00:99", "/dev/ttyUSB8", Phase::Updated));
    Panel panel(*m_theme, lab);
    panel.panel->setBoard(board);
    auto *table = panel.find<QTableView>("boardHistory");
    QTRY_COMPARE(table->model()->rowCount(), 6);
    QCOMPARE(table->model()->index(0, 1).data().toString(), QStringLiteral("Updated"));
    QCOMPARE(table->model()->index(3, 1).data().toString(), QStringLiteral("Rolled back"));
    QCOMPARE(table->model()->index(3, 1).data(Qt::ToolTipRole).toString(),
             QStringLiteral("the new image reset twice"));
}

void BoardPanelTest::missingRecordIsNoError()
{
    Lab lab;
    const BoardRecordView record = readBoardRecord(lab.source, "24:6f:28:00:00:01", "x", {});
    QVERIFY(!record.error);
    QVERIFY(record.transitions.empty());
    QVERIFY(!std::filesystem::exists(lab.source.historyFile)); // reading makes none
}

void BoardPanelTest::brokenRecordIsExplained()
{
    Lab lab;
    QFile file(QString::fromStdString(lab.source.historyFile.string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    QVERIFY(readBoardRecord(lab.source, "24:6f:28:00:00:01", "x", {}).error.has_value());
}

void BoardPanelTest::actsFollowTheBoard()
{
    Lab lab;
    Panel panel(*m_theme, lab);
    fleet::BoardState board = tests::idleBoard(1);
    panel.panel->setBoard(board);
    for (const char *name : {"blinkBoard", "identifyBoard", "restartBoard", "rollBackBoard",
                             "sendTrust", "removeBoard"})
        QVERIFY2(panel.find<QPushButton>(name)->isEnabled(), name);
    QVERIFY(!panel.find<QPushButton>("confirmBoard")->isEnabled()); // it is valid already
    board.identity->slotState = "pending-verify";
    panel.panel->setBoard(board);
    QVERIFY(panel.find<QPushButton>("confirmBoard")->isEnabled());
    board.profile.kind = fleet::ProfileKind::Stdin;
    panel.panel->setBoard(board);
    QVERIFY(!panel.find<QPushButton>("rollBackBoard")->isEnabled());
    QVERIFY(panel.find<QPushButton>("restartBoard")->isEnabled());
    panel.panel->setBoard(tests::boardIn(1, Phase::Downloading));
    for (const char *name : {"blinkBoard", "restartBoard", "sendTrust", "removeBoard"})
        QVERIFY2(!panel.find<QPushButton>(name)->isEnabled(), name);
}

void BoardPanelTest::actsNameTheBoard()
{
    Lab lab;
    Panel panel(*m_theme, lab);
    std::vector<std::pair<BoardAct, std::string>> asked;
    connect(panel.panel.get(), &BoardPanel::requested, this,
            [&](BoardAct act, const std::string &id) { asked.emplace_back(act, id); });
    panel.panel->setBoard(tests::idleBoard(3));
    QTest::mouseClick(panel.find<QPushButton>("blinkBoard"), Qt::LeftButton);
    QTest::mouseClick(panel.find<QPushButton>("sendTrust"), Qt::LeftButton);
    QCOMPARE(asked.size(), std::size_t{2});
    QVERIFY(asked[0] == std::pair(BoardAct::Blink, tests::idleBoard(3).id));
    QVERIFY(asked[1].first == BoardAct::SendTrust);
    QTest::mouseClick(panel.find<QPushButton>("openConsole"), Qt::LeftButton);
    QVERIFY(panel.find<ConsoleLine>("consoleLine")->isVisible());
}

void BoardPanelTest::progressStandsAboveTheLog()
{
    Lab lab;
    Panel panel(*m_theme, lab);
    EventBatch batch;
    batch.boards = {tests::boardIn(1, Phase::Downloading)};
    const auto start = ProgressStore::Clock::now();
    for (int step = 1; step <= 10; ++step) {
        batch.boards[0].bytes = static_cast<std::uint64_t>(step) * 100'000;
        panel.progress.apply(batch, start + std::chrono::seconds(step));
    }
    panel.panel->setBoard(batch.boards[0]);
    panel.find<QTabWidget>("detailTabs")->setCurrentIndex(1);
    auto *chart = panel.find<ProgressChart>("progressChart");
    QVERIFY(chart->isVisible());
    QVERIFY2(chart->accessibleDescription().contains(QStringLiteral("100 kB/s")),
             qPrintable(chart->accessibleDescription()));
    const QImage picture = chart->grab().toImage();
    QVERIFY(picture.width() > 0);
    panel.panel->setBoard(tests::idleBoard(2)); // has downloaded nothing
    QVERIFY(!chart->isVisible());
}

void BoardPanelTest::consoleSendsLinesWithTheirEnd()
{
    Lab lab;
    Panel panel(*m_theme, lab);
    std::vector<std::string> sent;
    connect(panel.panel.get(), &BoardPanel::textEntered, this,
            [&](const std::string &, const std::string &text) { sent.push_back(text); });
    panel.panel->setBoard(tests::idleBoard(1));
    panel.panel->openConsole();
    auto *line = panel.find<ConsoleLine>("consoleLine");
    QTest::keyClicks(line, QStringLiteral("help"));
    QTest::keyClick(line, Qt::Key_Return);
    auto *end = panel.find<QComboBox>("consoleLineEnd");
    end->setCurrentIndex(2);
    Q_EMIT end->activated(2);
    QTest::keyClicks(line, QStringLiteral("reboot"));
    QTest::mouseClick(panel.find<QPushButton>("consoleSend"), Qt::LeftButton);
    QCOMPARE(sent, (std::vector<std::string>{"help\n", "reboot\r\n"}));
    Panel next(*m_theme, lab); // the choice is kept
    QCOMPARE(next.find<QComboBox>("consoleLineEnd")->currentIndex(), 2);
}

void BoardPanelTest::consoleRemembersLines()
{
    ConsoleLine line;
    for (const char *text : {"first", "second", "second"}) {
        line.setText(QLatin1String(text));
        line.take();
    }
    line.setText(QStringLiteral("half"));
    QTest::keyClick(&line, Qt::Key_Up);
    QCOMPARE(line.text(), QStringLiteral("second")); // a repetition is kept once
    QTest::keyClick(&line, Qt::Key_Up);
    QCOMPARE(line.text(), QStringLiteral("first"));
    QTest::keyClick(&line, Qt::Key_Up);
    QCOMPARE(line.text(), QStringLiteral("first"));
    QTest::keyClick(&line, Qt::Key_Down);
    QTest::keyClick(&line, Qt::Key_Down);
    QCOMPARE(line.text(), QStringLiteral("half")); // what was being typed
}

void BoardPanelTest::consoleAsksBeforeManyLines()
{
    Lab lab;
    Panel panel(*m_theme, lab);
    std::vector<std::string> sent;
    connect(panel.panel.get(), &BoardPanel::textEntered, this,
            [&](const std::string &, const std::string &text) { sent.push_back(text); });
    panel.panel->setBoard(tests::idleBoard(1));
    panel.panel->openConsole();
    auto *line = panel.find<ConsoleLine>("consoleLine");
    QGuiApplication::clipboard()->setText(QStringLiteral("one"));
    QTest::keyClick(line, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(line->text(), QStringLiteral("one"));
    line->clear();
    QGuiApplication::clipboard()->setText(QStringLiteral("one\r\ntwo\nthree\n"));
    QTest::keyClick(line, Qt::Key_V, Qt::ControlModifier);
    auto *question = panel.find<QMessageBox>("pasteQuestion");
    QVERIFY(question != nullptr);
    QVERIFY(sent.empty());
    const auto buttons = question->buttons();
    for (QAbstractButton *button : buttons) {
        if (question->buttonRole(button) == QMessageBox::DestructiveRole)
            button->click();
    }
    QCOMPARE(sent, (std::vector<std::string>{"one\n", "two\n", "three\n"}));
}

void BoardPanelTest::consoleWaitsWhileTheBoardIsUpdated()
{
    Lab lab;
    Panel panel(*m_theme, lab);
    panel.panel->setBoard(tests::boardIn(1, Phase::Downloading));
    QVERIFY(!panel.find<ConsoleLine>("consoleLine")->isEnabled());
    fleet::BoardState board = tests::idleBoard(1);
    board.port = fleet::PortState::Lent;
    panel.panel->setBoard(board);
    QVERIFY(!panel.find<QPushButton>("consoleSend")->isEnabled());
    board.port = fleet::PortState::Open;
    panel.panel->setBoard(board);
    QVERIFY(panel.find<ConsoleLine>("consoleLine")->isEnabled());
}

QTEST_MAIN(BoardPanelTest)
#include "board_panel_test.moc"
