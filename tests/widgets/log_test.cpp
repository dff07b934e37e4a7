#include "made_up_boards.h"

#include "widgets/common/language.h"
#include "widgets/common/theme.h"
#include "widgets/log/log_area.h"
#include "widgets/log/log_filter_model.h"
#include "widgets/log/log_model.h"
#include "widgets/log/log_store.h"
#include "widgets/log/log_view.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QScrollBar>
#include <QTest>

using namespace otabench;
using namespace otabench::widgets;

namespace {

void append(LogModel &model, int first, int count, std::uint64_t skipped = 0)
{
    std::vector<fleet::LogLine> lines;
    for (int number = first; number < first + count; ++number)
        lines.push_back(tests::logLine("a", number));
    std::vector<const fleet::LogLine *> pointers;
    for (const fleet::LogLine &line : lines)
        pointers.push_back(&line);
    model.append(pointers, skipped);
}

QString textOf(int number)
{
    return QString::fromStdString(tests::logLine("a", number).text);
}

} // namespace

class LogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ringKeepsTheNewestLines();
    void linesLostOnTheWayAreNoted();
    void filterShowsALevelAndAbove();
    void panicIsAnErrorWhateverItsLevel();
    void storeSharesItsLinesAmongManyBoards();
    void hundredThousandLinesArePainted();
    void viewFollowsUntilScrolledUp();
    void selectionSurvivesNewLines();
};

void LogTest::ringKeepsTheNewestLines()
{
    LogModel model(100);
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    append(model, 0, 60);
    append(model, 60, 60);
    QCOMPARE(model.rowCount(), 100);
    QCOMPARE(model.index(0).data().toString(), textOf(20));
    QCOMPARE(model.index(0).data(LogModel::SequenceRole).toULongLong(), 20ull);
    QCOMPARE(model.index(99).data().toString(), textOf(119));
    append(model, 0, 250); // more than fits at once
    QCOMPARE(model.rowCount(), 100);
    QCOMPARE(model.index(0).data().toString(), textOf(150));
    model.setCapacity(10);
    QCOMPARE(model.rowCount(), 10);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void LogTest::linesLostOnTheWayAreNoted()
{
    const Language language(*qApp);
    LogModel model(10);
    append(model, 0, 3, 412);
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.index(0).data().toString(), QStringLiteral("… 412 lines skipped"));
    append(model, 3, 0, 1);
    QCOMPARE(model.index(4).data().toString(), QStringLiteral("… 1 line skipped"));
}

void LogTest::filterShowsALevelAndAbove()
{
    LogModel model;
    LogFilterModel filter;
    const QAbstractItemModelTester tester(&filter,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    filter.setSourceModel(&model);
    append(model, 0, 50); // ten of each: Info, Info, Warning, Debug, Error
    QCOMPARE(filter.rowCount(), 50);
    filter.setLevel(monitor::Level::Warning);
    QCOMPARE(filter.rowCount(), 20);
    filter.setLevel(monitor::Level::Error);
    QCOMPARE(filter.rowCount(), 10);
    append(model, 50, 5);
    QCOMPARE(filter.rowCount(), 11);
    filter.setLevel(monitor::Level::None);
    filter.setText(QStringLiteral("WIFI:"));
    QCOMPARE(filter.rowCount(), 11);
}

void LogTest::panicIsAnErrorWhateverItsLevel()
{
    LogModel model;
    fleet::LogLine panic = tests::logLine("a", 0);
    panic.level = monitor::Level::None;
    panic.kind = monitor::LineKind::Panic;
    const fleet::LogLine *line = &panic;
    model.append({&line, 1});
    QCOMPARE(model.index(0).data(LogModel::LevelRole).toInt(),
             static_cast<int>(monitor::Level::Error));
}

void LogTest::storeSharesItsLinesAmongManyBoards()
{
    LogStore store;
    EventBatch batch;
    for (int number = 0; number < 10; ++number) {
        batch.lines.push_back(tests::logLine("a", number));
        batch.lines.push_back(tests::logLine("b", number));
    }
    batch.skipped["c"] = 5;
    store.apply(batch);
    QCOMPARE(store.log("a")->rowCount(), 10);
    QCOMPARE(store.log("b")->rowCount(), 10);
    QCOMPARE(store.log("c")->rowCount(), 1);
    EventBatch removal;
    removal.removed = {"a"};
    store.apply(removal);
    QCOMPARE(store.log("a")->rowCount(), 0);
}

void LogTest::hundredThousandLinesArePainted()
{
    const Theme theme(*qApp);
    LogModel model;
    LogView view(theme);
    view.resize(600, 400);
    view.setLog(&model);
    append(model, 0, 100000);
    append(model, 100000, 500);
    QCOMPARE(model.rowCount(), static_cast<int>(LogModel::kCapacity));
    QVERIFY(!view.grab().isNull());
}

void LogTest::viewFollowsUntilScrolledUp()
{
    const Language language(*qApp);
    const Theme theme(*qApp);
    LogModel model(1000);
    LogView view(theme);
    view.resize(600, 400);
    view.setLog(&model);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    auto *area = view.findChild<LogArea *>();
    auto *live = view.findChild<QPushButton *>(QStringLiteral("backToLive"));
    QScrollBar *bar = area->verticalScrollBar();

    append(model, 0, 900);
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(!live->isVisible());

    bar->setValue(500);
    QVERIFY(live->isVisible());
    append(model, 900, 200); // a hundred leave at the front
    QVERIFY2(live->text().contains(QStringLiteral("200 new")), qPrintable(live->text()));
    QCOMPARE(bar->value(), 400); // the same lines are still shown
    QVERIFY(!area->isFollowing());

    QTest::mouseClick(live, Qt::LeftButton);
    QVERIFY(area->isFollowing());
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(!live->isVisible());
}

void LogTest::selectionSurvivesNewLines()
{
    const Theme theme(*qApp);
    LogModel model(100);
    LogArea area(theme);
    area.resize(600, 400);
    area.setModel(&model);
    append(model, 0, 3);
    area.selectAll();
    append(model, 3, 5);
    const QString text = area.selectedText();
    QVERIFY(text.contains(textOf(0)));
    QVERIFY(text.contains(textOf(2)));
    QVERIFY(!text.contains(textOf(3)));
    QTest::keyClick(&area, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), text);
}

QTEST_MAIN(LogTest)
#include "log_test.moc"
