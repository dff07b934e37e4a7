#include "made_up_boards.h"

#include "image/maker.h"
#include "widgets/bench/bench_delegates.h"
#include "widgets/bench/bench_filter_model.h"
#include "widgets/bench/bench_model.h"
#include "widgets/bench/board_wall.h"
#include "widgets/bench/plan_model.h"
#include "widgets/bench/preflight.h"
#include "widgets/bench/progress_store.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace otabench;
using namespace otabench::widgets;

namespace {

using Column = BenchModel::Column;

EventBatch idleBoards(int count)
{
    EventBatch batch;
    for (int number = 1; number <= count; ++number)
        batch.boards.push_back(tests::idleBoard(number));
    return batch;
}

QString text(const QAbstractItemModel &model, int row, Column column, int role = Qt::DisplayRole)
{
    return model.index(row, static_cast<int>(column)).data(role).toString();
}

image::Image demoImage()
{
    image::MakeOptions options;
    options.project = "otabench-demo";
    options.version = "2.0.0";
    const auto bytes = image::makeImage(options);
    return bytes ? image::inspect(*bytes) : image::Image{};
}

} // namespace

class BenchModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsFromNoneToFiveHundred_data();
    void holdsFromNoneToFiveHundred();
    void oneChangeIsOneRange();
    void changesToMostAreOneRangeOverAll();
    void removalKeepsTheOtherRowsFindable();
    void versionNamesBothWhileUnderWay();
    void portsAreShort();
    void sortPutsWhatNeedsAttentionFirst();
    void namesSortNaturally();
    void filterLooksIntoEveryColumn();
    void filterKnowsBenchesTagsAndVersions();
    void groupsCountAndFilter();
    void refreshTouchesNothingThatIsRight();
    void revisionTellsWhichBoardChanged();
    void unknownSignalIsNotInvented();
    void timeLeftNeedsASpeed();
    void columnNamesAreTheirOwn();
    void progressIsKeptFromItsStart();
    void tilesCanBeReadInBothSchemes();
    void tilesFillTheWall_data();
    void tilesFillTheWall();
    void delegatesPaintEveryPhase();
    void preflightJudgesChipSizeAndPort();
    void planChoosesTickedBoardsThatCanBeUpdated();
};

void BenchModelTest::holdsFromNoneToFiveHundred_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {0, 1, 8, 500})
        QTest::addRow("%d boards", count) << count;
}

void BenchModelTest::holdsFromNoneToFiveHundred()
{
    QFETCH(int, count);
    BenchModel model;
    BenchFilterModel filter(model);
    filter.sort(0);
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    const QAbstractItemModelTester filterTester(
        &filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.apply(idleBoards(count));
    QCOMPARE(model.rowCount(), count);
    model.apply(tests::midCampaign(count));
    QCOMPARE(model.rowCount(), count);
    QCOMPARE(filter.rowCount(), count);
    for (int number = 1; number <= count; ++number)
        QCOMPARE(model.rowOf(tests::idleBoard(number).id), number - 1);
    EventBatch removal;
    for (const auto &board : tests::midCampaign(count).boards)
        removal.removed.push_back(board.id);
    model.apply(removal);
    QCOMPARE(filter.rowCount(), 0);
}

void BenchModelTest::oneChangeIsOneRange()
{
    BenchModel model;
    model.apply(idleBoards(8));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    EventBatch batch;
    for (const int number : {6, 2, 3})
        batch.boards.push_back(tests::boardIn(number, Phase::Downloading));
    model.apply(batch);
    QCOMPARE(changed.count(), 2); // rows 1 to 2, and 5
    QCOMPARE(changed[0][0].toModelIndex().row(), 1);
    QCOMPARE(changed[0][1].toModelIndex().row(), 2);
    QCOMPARE(changed[1][0].toModelIndex().row(), 5);
    QCOMPARE(model.activeCount(), 3);
}

void BenchModelTest::changesToMostAreOneRangeOverAll()
{
    BenchModel model;
    model.apply(idleBoards(8));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    EventBatch batch;
    for (const int number : {1, 3, 5, 7, 8})
        batch.boards.push_back(tests::boardIn(number, Phase::Queued));
    model.apply(batch);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed[0][1].toModelIndex().row(), 7);
}

void BenchModelTest::removalKeepsTheOtherRowsFindable()
{
    BenchModel model;
    model.apply(idleBoards(3));
    EventBatch batch;
    batch.removed = {tests::idleBoard(1).id, "never seen"};
    model.apply(batch);
    QCOMPARE(model.rowOf(tests::idleBoard(1).id), -1);
    QCOMPARE(model.rowOf(tests::idleBoard(2).id), 0);
    QCOMPARE(model.board(1).id, tests::idleBoard(3).id);
}

void BenchModelTest::versionNamesBothWhileUnderWay()
{
    QCOMPARE(BenchModel::versionText(tests::idleBoard(1)), QStringLiteral("1.0.0"));
    QCOMPARE(BenchModel::versionText(tests::boardIn(1, Phase::Downloading)),
             QStringLiteral("1.0.0 → 2.0.0"));
    QCOMPARE(BenchModel::versionText(tests::boardIn(1, Phase::Updated)), QStringLiteral("2.0.0"));
    QCOMPARE(BenchModel::versionText(tests::boardIn(1, Phase::Failed)), QStringLiteral("1.0.0"));
}

void BenchModelTest::portsAreShort()
{
    QCOMPARE(BenchModel::portText("/dev/ttyUSB0"), QStringLiteral("ttyUSB0"));
    QCOMPARE(BenchModel::portText("pty:/tmp/a/vb-03"), QStringLiteral("pty vb-03"));
    QCOMPARE(BenchModel::portText("rfc2217://lab:4000"), QStringLiteral("lab:4000"));
}

void BenchModelTest::sortPutsWhatNeedsAttentionFirst()
{
    BenchModel model;
    BenchFilterModel filter(model);
    filter.sort(static_cast<int>(Column::State));
    EventBatch batch;
    batch.boards = {tests::boardIn(1, Phase::Updated), tests::boardIn(2, Phase::Downloading),
                    tests::boardIn(3, Phase::Failed), tests::boardIn(4, Phase::RolledBack)};
    model.apply(batch);
    QCOMPARE(text(filter, 0, Column::Board), QStringLiteral("vb-03"));
    QCOMPARE(text(filter, 1, Column::Board), QStringLiteral("vb-04"));
    QCOMPARE(text(filter, 2, Column::Board), QStringLiteral("vb-02"));
    QCOMPARE(text(filter, 3, Column::Board), QStringLiteral("vb-01"));
    EventBatch change;
    change.boards = {tests::boardIn(1, Phase::Failed)};
    model.apply(change);
    // Rows do not jump about with each batch, but soon.
    QCOMPARE(text(filter, 3, Column::Board), QStringLiteral("vb-01"));
    QTRY_COMPARE(text(filter, 0, Column::Board), QStringLiteral("vb-01"));
}

void BenchModelTest::namesSortNaturally()
{
    BenchModel model;
    BenchFilterModel filter(model);
    filter.sort(static_cast<int>(Column::Board));
    EventBatch batch;
    for (const char *name : {"vb-107", "VB-11", "vb-3", "vb-03b", "a"}) {
        fleet::BoardState board = tests::idleBoard(1);
        board.id = name;
        board.name = name;
        batch.boards.push_back(board);
    }
    model.apply(batch);
    QStringList names;
    for (int row = 0; row < filter.rowCount(); ++row)
        names << text(filter, row, Column::Board);
    QCOMPARE(names.join(QLatin1Char(' ')), QStringLiteral("a vb-3 vb-03b VB-11 vb-107"));
}

void BenchModelTest::filterLooksIntoEveryColumn()
{
    BenchModel model;
    BenchFilterModel filter(model);
    model.apply(tests::midCampaign(8));
    filter.setText(QStringLiteral("FAILED"));
    QCOMPARE(filter.rowCount(), 1);
    filter.setText(QStringLiteral("24:6f:28:00:00:05"));
    QCOMPARE(filter.rowCount(), 1);
    filter.setText(QStringLiteral("no such board"));
    QCOMPARE(filter.rowCount(), 0);
    filter.setText({});
    QCOMPARE(filter.rowCount(), 8);
}

void BenchModelTest::filterKnowsBenchesTagsAndVersions()
{
    BenchModel model;
    BenchFilterModel filter(model);
    EventBatch batch = idleBoards(4);
    batch.boards[0].bench = "night";
    batch.boards[1].tags = {"rev-c", "slow"};
    batch.boards[2].identity->version = "1.4.7";
    batch.boards[3].address = "/dev/ttyUSB7"; // replugged
    model.apply(batch);
    for (const char *text : {"NIGHT", "rev-c", "1.4.7", "ttyUSB7"}) {
        filter.setText(QLatin1String(text));
        QVERIFY2(filter.rowCount() == 1, text);
    }
    filter.setText({});
    filter.setBench("night");
    QCOMPARE(filter.rowCount(), 1);
    QCOMPARE(text(filter, 0, Column::Board), QStringLiteral("vb-01"));
    filter.setBench("day");
    QCOMPARE(filter.rowCount(), 0);
    QVERIFY(filter.isFiltering());
}

void BenchModelTest::groupsCountAndFilter()
{
    BenchModel model;
    BenchFilterModel filter(model);
    const QAbstractItemModelTester tester(&filter,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    EventBatch batch = tests::midCampaign(8); // 1 failed, 1 rolled back, 1 updated, 5 under way
    batch.boards.push_back(tests::idleBoard(9));
    model.apply(batch);
    QCOMPARE(filter.count(PhaseGroup::All), 9);
    QCOMPARE(filter.count(PhaseGroup::Attention), 2);
    QCOMPARE(filter.count(PhaseGroup::Busy), 5);
    QCOMPARE(filter.count(PhaseGroup::Good), 1);
    filter.setGroup(PhaseGroup::Attention);
    QCOMPARE(filter.rowCount(), 2);
    EventBatch change;
    change.boards = {tests::boardIn(1, Phase::Failed)};
    model.apply(change);
    QCOMPARE(filter.count(PhaseGroup::Attention), 3); // at once
    filter.refresh();
    QCOMPARE(filter.rowCount(), 3);
    filter.setText(QStringLiteral("vb-03"));
    QCOMPARE(filter.count(PhaseGroup::Attention), 1); // of those that match
    QCOMPARE(filter.count(PhaseGroup::Busy), 0);
}

void BenchModelTest::refreshTouchesNothingThatIsRight()
{
    BenchModel model;
    BenchFilterModel filter(model);
    filter.sort(static_cast<int>(Column::State));
    model.apply(tests::midCampaign(500));
    int moved = 0;
    connect(&filter, &QAbstractItemModel::layoutChanged, this, [&moved] { ++moved; });
    EventBatch change; // its bytes have changed, not its place
    change.boards = {tests::boardIn(1, Phase::Downloading)};
    change.boards[0].bytes += 4096;
    model.apply(change);
    filter.refresh();
    QCOMPARE(moved, 0);
    change.boards[0] = tests::boardIn(1, Phase::NotProved);
    model.apply(change);
    filter.refresh();
    QVERIFY(moved > 0);
}

void BenchModelTest::revisionTellsWhichBoardChanged()
{
    BenchModel model;
    model.apply(idleBoards(3));
    const auto revision = [&](int row) {
        return model.index(row, 0).data(BenchModel::RevisionRole).toULongLong();
    };
    const auto first = revision(0);
    const auto second = revision(1);
    EventBatch change;
    change.boards = {tests::boardIn(2, Phase::Downloading)};
    model.apply(change);
    QCOMPARE(revision(0), first);
    QVERIFY(revision(1) != second);
    EventBatch removal;
    removal.removed = {tests::idleBoard(1).id};
    const auto third = revision(2);
    model.apply(removal);
    QCOMPARE(revision(1), third); // it goes with its board
}

void BenchModelTest::unknownSignalIsNotInvented()
{
    BenchModel model;
    EventBatch batch = idleBoards(2);
    batch.boards[1].signalDbm = -67;
    model.apply(batch);
    QCOMPARE(text(model, 0, Column::Signal), QString());
    QVERIFY(text(model, 0, Column::Signal, Qt::ToolTipRole).contains(QStringLiteral("Not known")));
    QCOMPARE(text(model, 1, Column::Signal), QStringLiteral("-67 dBm"));
}

void BenchModelTest::timeLeftNeedsASpeed()
{
    fleet::BoardState board = tests::boardIn(1, Phase::Downloading);
    board.total = 1'000'000;
    board.bytes = 400'000;
    board.bytesPerSecond = 100'000;
    QCOMPARE(BenchModel::timeLeft(board).value(), std::chrono::milliseconds(6000));
    board.bytesPerSecond = 0;
    QVERIFY(!BenchModel::timeLeft(board));
    QVERIFY(!BenchModel::timeLeft(tests::boardIn(2, Phase::Updated)));
}

void BenchModelTest::columnNamesAreTheirOwn()
{
    QSet<QString> names;
    for (int column = 0; column < BenchModel::kColumns; ++column) {
        const QString name = BenchModel::columnName(static_cast<Column>(column));
        names << name;
        QCOMPARE(static_cast<int>(BenchModel::columnFromName(name).value()), column);
    }
    QCOMPARE(names.size(), BenchModel::kColumns);
    QVERIFY(!BenchModel::columnFromName(QStringLiteral("no such column")));
}

void BenchModelTest::progressIsKeptFromItsStart()
{
    using Clock = ProgressStore::Clock;
    ProgressStore store;
    const auto start = Clock::now();
    EventBatch batch;
    batch.boards = {tests::boardIn(1, Phase::Downloading)};
    for (int step = 1; step <= 5000; ++step) {
        batch.boards[0].bytes = static_cast<std::uint64_t>(step) * 100;
        store.apply(batch, start + std::chrono::milliseconds(100 * step));
    }
    const ProgressCourse *course = store.course(batch.boards[0].id);
    QVERIFY(course != nullptr);
    QVERIFY(course->points.size() <= ProgressStore::kMostPoints);
    QVERIFY(course->points.size() > ProgressStore::kMostPoints / 4);
    QCOMPARE(course->points.front().bytes, std::uint64_t{100});
    QCOMPARE(course->points.back().bytes, std::uint64_t{500'000});
    for (std::size_t each = 1; each < course->points.size(); ++each)
        QVERIFY(course->points[each].at > course->points[each - 1].at);
    batch.boards[0] = tests::boardIn(1, Phase::Preparing); // another attempt
    store.apply(batch);
    QVERIFY(store.course(batch.boards[0].id) == nullptr);
}

void BenchModelTest::tilesCanBeReadInBothSchemes()
{
    for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
        const Theme theme(*qApp, mode);
        for (const Token token :
             {Token::Info, Token::Busy, Token::Good, Token::Warning, Token::Bad}) {
            for (const Token ink : {token, Token::Text, Token::Muted}) {
                const double ratio = contrastRatio(theme.colour(ink), theme.tint(token));
                QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
            }
        }
    }
}

void BenchModelTest::tilesFillTheWall_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("scrolls");
    QTest::addRow("1 board") << 1 << false;
    QTest::addRow("8 boards") << 8 << false;
    QTest::addRow("40 boards") << 40 << false;
    QTest::addRow("500 boards") << 500 << true;
}

void BenchModelTest::tilesFillTheWall()
{
    QFETCH(int, count);
    QFETCH(bool, scrolls);
    const QSize room(1200, 700);
    const QSize least(160, 90);
    const QSize tile = BoardWall::tileSize(count, room, least);
    QVERIFY(tile.width() >= least.width());
    QVERIFY(tile.height() >= least.height());
    const int columns = room.width() / tile.width();
    const int rows = (count + columns - 1) / columns;
    QCOMPARE(rows * tile.height() > room.height(), scrolls);
    if (!scrolls) { // no room for another row or column of such tiles
        QVERIFY(rows * tile.height() > room.height() - rows);
        QVERIFY(columns * tile.width() > room.width() - columns);
    }
}

void BenchModelTest::delegatesPaintEveryPhase()
{
    const Theme theme(*qApp);
    BenchModel model;
    EventBatch batch;
    for (int phase = 0; phase <= static_cast<int>(Phase::Cancelled); ++phase)
        batch.boards.push_back(tests::boardIn(phase + 1, static_cast<Phase>(phase)));
    batch.boards.push_back({}); // nothing known at all
    batch.boards.back().id = "/dev/ttyUSB0";
    model.apply(batch);
    const TwoLineDelegate state(theme, {.secondLine = BenchModel::SecondLineRole,
                                        .token = BenchModel::TokenRole,
                                        .icon = BenchModel::IconRole});
    const ProgressDelegate progress(
        theme, {.percent = BenchModel::PercentRole, .token = BenchModel::TokenRole});
    QImage image(200, 48, QImage::Format_RGB32);
    QStyleOptionViewItem option;
    option.rect = image.rect();
    option.font = QApplication::font();
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < BenchModel::kColumns; ++column) {
            for (const QSize size : {QSize(200, 48), QSize(3, 3)}) {
                option.rect = QRect(QPoint(0, 0), size);
                image.fill(Qt::white);
                QPainter painter(&image);
                const QModelIndex index = model.index(row, column);
                state.paint(&painter, option, index);
                progress.paint(&painter, option, index);
            }
        }
    }
    QVERIFY(state.sizeHint(option, model.index(0, 0)).height() > 2 * option.fontMetrics.height());
}

void BenchModelTest::preflightJudgesChipSizeAndPort()
{
    const image::Image image = demoImage();
    QVERIFY(image.valid());
    fleet::BoardState board = tests::idleBoard(1);
    QCOMPARE(Preflight::verdict(board, image), Verdict::WillUpdate);
    board.identity->slots[1].bytes = image.fileBytes - 1;
    QCOMPARE(Preflight::verdict(board, image), Verdict::Blocked);
    board.identity->chip = "esp32c3";
    QCOMPARE(Preflight::verdict(board, image), Verdict::Blocked);
    board = tests::idleBoard(1);
    board.identity->imageSha256 = image.appendedSha256.value();
    QCOMPARE(Preflight::verdict(board, image), Verdict::UpToDate);
    board.identity.reset();
    QCOMPARE(Preflight::verdict(board, image), Verdict::Unknown);
    board.port = fleet::PortState::Lost;
    QCOMPARE(Preflight::verdict(board, image), Verdict::NoPort);
    QCOMPARE(Preflight::verdict(tests::boardIn(1, Phase::Downloading), image), Verdict::Busy);
}

void BenchModelTest::planChoosesTickedBoardsThatCanBeUpdated()
{
    BenchModel bench;
    EventBatch batch = idleBoards(3);
    batch.boards[1].identity->chip = "esp32c3";
    bench.apply(batch);
    PlanModel plan(bench, {});
    const QAbstractItemModelTester tester(&plan,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    QVERIFY(plan.chosen().empty()); // no image yet
    plan.setImage(demoImage());
    QCOMPARE(plan.chosen(), (std::vector{tests::idleBoard(1).id, tests::idleBoard(3).id}));
    QVERIFY(plan.setData(plan.index(0, 0), Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(plan.chosen(), std::vector{tests::idleBoard(3).id});
    EventBatch removal;
    removal.removed = {tests::idleBoard(3).id};
    bench.apply(removal);
    QVERIFY(plan.chosen().empty());
    QCOMPARE(plan.rowCount(), 3);
}

QTEST_MAIN(BenchModelTest)
#include "bench_model_test.moc"
