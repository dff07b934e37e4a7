#include "made_up_boards.h"
#include "no_commands.h"

#include "image/maker.h"
#include "widgets/bench/bench_model.h"
#include "widgets/bench/bench_page.h"
#include "widgets/bench/board_naming_dialog.h"
#include "widgets/bench/board_table.h"
#include "widgets/bench/board_wall.h"
#include "widgets/bench/recent_images.h"
#include "widgets/bench/update_dialog.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/theme.h"
#include "widgets/log/log_store.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>
#include <QUrl>

#include <memory>

using namespace otabench;
using namespace otabench::widgets;

namespace {

using Column = BenchModel::Column;

/// What the page asked of the lab, as lines.
class RecordedCommands : public tests::NoCommands
{
public:
    void removeBoard(const std::string &id) override { note("remove", id); }

    void forgetBoard(const std::string &id) override { note("forget", id); }

    void identify(const std::string &id) override { note("identify", id); }

    void blink(const std::string &id) override { note("blink", id); }

    void resetBoard(const std::string &id, fleet::ResetKind kind) override
    {
        note(kind == fleet::ResetKind::Run ? "reset" : "bootloader", id);
    }

    void rollBack(const std::string &id) override { note("rollback", id); }

    void sendTrust(const std::string &id) override { note("trust", id); }

    void lendPort(const std::string &id) override { note("lend", id); }

    void takeBackPort(const std::string &id) override { note("take back", id); }

    void retryBoards(const std::vector<std::string> &ids) override
    {
        for (const std::string &id : ids)
            note("retry", id);
    }

    void nameBoards(const std::vector<std::string> &ids, const fleet::BoardNaming &wanted) override
    {
        naming = wanted;
        for (const std::string &id : ids)
            note("name", id);
    }

    QStringList asked;
    fleet::BoardNaming naming;

private:
    void note(const char *what, const std::string &id)
    {
        asked << QStringLiteral("%1 %2").arg(QLatin1String(what),
                                             BenchModel::portText(id).remove(0, 4));
    }
};

/// The page alone, on made-up boards; another one on the same settings is the next start.
struct Bench
{
    Bench(Theme &theme, QSettings &settings)
        : recent(settings)
        , page(std::make_unique<BenchPage>(
              BenchPage::Parts{model, logs, commands, recent, settings, theme}))
    {
        page->resize(1280, 760);
        page->show();
    }

    void feed(const EventBatch &batch)
    {
        model.apply(batch);
        logs.apply(batch);
        page->apply(batch);
    }

    template <typename Widget>
    Widget *find(const char *name)
    {
        return page->findChild<Widget *>(QLatin1String(name));
    }

    QAction *action(const char *name) { return page->findChild<QAction *>(QLatin1String(name)); }

    BoardTable *table() { return page->findChild<BoardTable *>(); }

    BoardWall *wall() { return page->findChild<BoardWall *>(); }

    void select(int firstRow, int lastRow)
    {
        table()->clearSelection();
        for (int row = firstRow; row <= lastRow; ++row)
            table()->selectionModel()->select(table()->model()->index(row, 0),
                                              QItemSelectionModel::Select |
                                                  QItemSelectionModel::Rows);
        table()->selectionModel()->setCurrentIndex(table()->model()->index(firstRow, 0),
                                                   QItemSelectionModel::NoUpdate);
    }

    RecordedCommands commands;
    BenchModel model;
    LogStore logs;
    RecentImages recent;
    std::unique_ptr<BenchPage> page;
};

EventBatch idleBoards(int count)
{
    EventBatch batch;
    for (int number = 1; number <= count; ++number)
        batch.boards.push_back(tests::idleBoard(number));
    return batch;
}

void answer(QMessageBox *question, QMessageBox::ButtonRole role)
{
    QVERIFY(question != nullptr);
    const auto buttons = question->buttons();
    for (QAbstractButton *button : buttons) {
        if (question->buttonRole(button) == role)
            return button->click();
    }
    QFAIL("no such button");
}

QAction *columnAction(Bench &bench, Column column)
{
    QHeaderView *header = bench.table()->horizontalHeader();
    Q_EMIT header->customContextMenuRequested(QPoint(5, 5));
    auto *menu = bench.find<QMenu>("columnMenu");
    return menu == nullptr ? nullptr : menu->findChild<QAction *>(BenchModel::columnName(column));
}

void closeMenu(Bench &bench, const char *name)
{
    if (auto *menu = bench.find<QMenu>(name))
        menu->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

bool writeImage(const QString &file)
{
    image::MakeOptions options;
    options.version = "2.0.0";
    const auto bytes = image::makeImage(options);
    QFile out(file);
    return bytes && out.open(QIODevice::WriteOnly) &&
           out.write(reinterpret_cast<const char *>(bytes->data()),
                     static_cast<qint64>(bytes->size())) > 0;
}

/// QLineEdit fades its clear button in and out, and leaks the fading when it dies before the end.
qreal clearButtonOpacity(const QLineEdit &edit)
{
    const auto buttons = edit.findChildren<QToolButton *>();
    for (const QToolButton *button : buttons) {
        if (button->defaultAction() != nullptr &&
            button->defaultAction()->objectName() == QLatin1String("_q_qlineeditclearaction"))
            return button->property("opacity").toReal();
    }
    return -1;
}

void drop(QWidget &widget, const QString &path)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
}

} // namespace

class BenchPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void columnsAreChosenAndRemembered();
    void columnsCanBeReset();
    void narrowTablesKeepStateAndBoard();
    void sortingAndOrderAreRemembered();
    void groupsFilterWithCounts();
    void benchIsChosenInTheHeader();
    void clearingTheFilterShowsAll();
    void wallSharesFilterAndSelection();
    void viewIsRemembered();
    void keysRenameRemoveAndOpen();
    void removalNamesTheBoardsAndCanForget();
    void namesAreCheckedAsTheyAreTyped();
    void tagsOfSeveralKeepWhatOnlySomeHave();
    void whatCannotBeUndoneIsAskedFirst();
    void portIsLentAndTakenBack();
    void retryIsForThoseThatFailed();
    void boardsBeingUpdatedAreLeftAlone();
    void copiesMacsAndRows();
    void folderOfABuildPlansACampaign();
    void folderWithoutImageIsExplained();
    void hiddenBoardIsShownWhenItIsAskedFor();
    void fewBoardsFillTheWall();
    void fiveHundredBoardsScroll();

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<QSettings> m_settings;
};

void BenchPageTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
}

void BenchPageTest::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_home->filePath(QStringLiteral("s.ini")),
                                             QSettings::IniFormat);
}

void BenchPageTest::cleanup()
{
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void BenchPageTest::columnsAreChosenAndRemembered()
{
    const int signal = static_cast<int>(Column::Signal);
    {
        Bench bench(*m_theme, *m_settings);
        bench.feed(idleBoards(3));
        QVERIFY(bench.table()->isColumnHidden(signal));
        QAction *action = columnAction(bench, Column::Signal);
        QVERIFY(action != nullptr);
        QVERIFY(!action->isChecked());
        action->trigger();
        QVERIFY(!bench.table()->isColumnHidden(signal));
        closeMenu(bench, "columnMenu");
        QVERIFY(!columnAction(bench, Column::Board)->isEnabled()); // what a row is cannot go
        closeMenu(bench, "columnMenu");
        bench.table()->setColumnWidth(signal, 133);
        bench.page->saveLayout();
    }
    Bench next(*m_theme, *m_settings);
    next.feed(idleBoards(3));
    QVERIFY(!next.table()->isColumnHidden(signal));
    QCOMPARE(next.table()->columnWidth(signal), 133);
}

void BenchPageTest::columnsCanBeReset()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(idleBoards(3));
    columnAction(bench, Column::Tags)->trigger();
    closeMenu(bench, "columnMenu");
    columnAction(bench, Column::Tags);
    bench.find<QMenu>("columnMenu")
        ->findChild<QAction *>(QStringLiteral("resetColumns"))
        ->trigger();
    closeMenu(bench, "columnMenu");
    QVERIFY(bench.table()->isColumnHidden(static_cast<int>(Column::Tags)));
    QVERIFY(!bench.table()->isColumnHidden(static_cast<int>(Column::Version)));
}

void BenchPageTest::narrowTablesKeepStateAndBoard()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(tests::midCampaign(8));
    const BoardTable *table = bench.table();
    bench.page->resize(1900, 760);
    QTRY_VERIFY(!table->isColumnHidden(static_cast<int>(Column::LastLine)));
    bench.page->resize(760, 760);
    QTRY_VERIFY(table->isColumnHidden(static_cast<int>(Column::LastLine)));
    for (const Column column : {Column::State, Column::Board, Column::Progress})
        QVERIFY(!table->isColumnHidden(static_cast<int>(column)));
}

void BenchPageTest::sortingAndOrderAreRemembered()
{
    {
        Bench bench(*m_theme, *m_settings);
        bench.table()->sortByColumn(static_cast<int>(Column::Board), Qt::DescendingOrder);
        bench.table()->horizontalHeader()->moveSection(0, 4);
        bench.page->saveLayout();
    }
    Bench next(*m_theme, *m_settings);
    next.feed(idleBoards(3));
    QCOMPARE(next.table()->model()->index(0, static_cast<int>(Column::Board)).data().toString(),
             QStringLiteral("vb-03"));
    QCOMPARE(next.table()->horizontalHeader()->visualIndex(static_cast<int>(Column::State)), 4);
}

void BenchPageTest::groupsFilterWithCounts()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(tests::midCampaign(8));
    auto *attention = bench.find<QToolButton>("groupAttention");
    QVERIFY2(attention->text().contains(QLatin1Char('2')), qPrintable(attention->text()));
    QVERIFY(bench.find<QToolButton>("groupBusy")->text().contains(QLatin1Char('5')));
    QVERIFY(bench.find<QToolButton>("groupAll")->text().contains(QLatin1Char('8')));
    QTest::mouseClick(attention, Qt::LeftButton);
    QCOMPARE(bench.table()->model()->rowCount(), 2);
    QTest::mouseClick(bench.find<QToolButton>("groupAll"), Qt::LeftButton);
    QCOMPARE(bench.table()->model()->rowCount(), 8);
}

void BenchPageTest::benchIsChosenInTheHeader()
{
    Bench bench(*m_theme, *m_settings);
    EventBatch batch = idleBoards(5);
    auto *chooser = bench.find<QComboBox>("benchChooser");
    bench.feed(batch);
    QVERIFY(!chooser->isVisible()); // nothing to choose from
    batch.boards[1].bench = "night";
    batch.boards[2].bench = "night";
    batch.boards[3].bench = "day";
    bench.feed(batch);
    QVERIFY(chooser->isVisible());
    QCOMPARE(chooser->count(), 3);
    QCOMPARE(chooser->itemText(1), QStringLiteral("day"));
    chooser->setCurrentIndex(2);
    Q_EMIT chooser->activated(2);
    QCOMPARE(bench.table()->model()->rowCount(), 2);
    batch.boards[1].bench = "attic"; // the list changes, the choice stays
    bench.feed(batch);
    QCOMPARE(chooser->currentText(), QStringLiteral("night"));
    QTRY_COMPARE(bench.table()->model()->rowCount(), 1);
}

void BenchPageTest::clearingTheFilterShowsAll()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(tests::midCampaign(8));
    bench.find<QLineEdit>("benchFilter")->setText(QStringLiteral("no such board"));
    QTRY_COMPARE(clearButtonOpacity(*bench.find<QLineEdit>("benchFilter")), 1.0);
    QTest::mouseClick(bench.find<QToolButton>("groupGood"), Qt::LeftButton);
    auto *clear = bench.find<QPushButton>("clearFilter");
    QVERIFY(clear->isVisible());
    QTest::mouseClick(clear, Qt::LeftButton);
    QCOMPARE(bench.table()->model()->rowCount(), 8);
    QVERIFY(bench.table()->isVisible());
    QVERIFY(bench.find<QToolButton>("groupAll")->isChecked());
    QTRY_COMPARE(clearButtonOpacity(*bench.find<QLineEdit>("benchFilter")), 0.0);
}

void BenchPageTest::wallSharesFilterAndSelection()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(tests::midCampaign(8));
    bench.select(2, 2);
    QTest::mouseClick(bench.find<QToolButton>("showWall"), Qt::LeftButton);
    BoardWall *wall = bench.wall();
    QVERIFY(wall->isVisible());
    QVERIFY(!bench.table()->isVisible());
    QCOMPARE(wall->currentIndex().row(), 2);
    QTest::mouseClick(wall->viewport(), Qt::LeftButton, Qt::NoModifier,
                      wall->visualRect(wall->model()->index(4, 0)).center());
    QCOMPARE(bench.table()->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(bench.table()->currentIndex().row(), 4);
    QVERIFY(bench.find<QWidget>("detailPanel")->isVisible());
    QTest::keyClick(wall, Qt::Key_Right);
    QCOMPARE(bench.table()->currentIndex().row(), 5);
    QTest::mouseClick(bench.find<QToolButton>("groupAttention"), Qt::LeftButton);
    QCOMPARE(wall->model()->rowCount(), 2);
}

void BenchPageTest::viewIsRemembered()
{
    {
        Bench bench(*m_theme, *m_settings);
        bench.feed(idleBoards(2));
        QTest::mouseClick(bench.find<QToolButton>("showWall"), Qt::LeftButton);
    }
    Bench next(*m_theme, *m_settings);
    next.feed(idleBoards(2));
    QVERIFY(next.wall()->isVisible());
    QVERIFY(next.find<QToolButton>("showWall")->isChecked());
}

void BenchPageTest::keysRenameRemoveAndOpen()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(idleBoards(3));
    QApplication::setActiveWindow(bench.page.get());
    bench.table()->setFocus();
    bench.select(0, 0);
    auto *panel = bench.find<QWidget>("detailPanel");
    QTest::keyClick(bench.table(), Qt::Key_Escape);
    QVERIFY(!panel->isVisible());
    QTest::keyClick(bench.table(), Qt::Key_Return);
    QVERIFY(panel->isVisible());
    QTest::keyClick(bench.table(), Qt::Key_F2);
    auto *dialog = bench.page->findChild<BoardNamingDialog *>();
    QVERIFY(dialog != nullptr);
    dialog->findChild<QComboBox *>(QStringLiteral("namingWords"))
        ->setEditText(QStringLiteral("left shelf"));
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("namingOk")), Qt::LeftButton);
    QCOMPARE(bench.commands.asked, QStringList(QStringLiteral("name vb-01")));
    QCOMPARE(bench.commands.naming.label, std::optional<std::string>("left shelf"));
    QTest::keyClick(bench.table(), Qt::Key_Delete);
    QVERIFY(bench.find<QMessageBox>("removeQuestion") != nullptr);
    QCOMPARE(bench.commands.asked.size(), 1); // only asked
}

void BenchPageTest::removalNamesTheBoardsAndCanForget()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(idleBoards(4));
    bench.select(0, 0);
    bench.action("boardsRemove")->trigger();
    auto *question = bench.find<QMessageBox>("removeQuestion");
    QCOMPARE(question->text(), QStringLiteral("Remove vb-01 from the bench?"));
    answer(question, QMessageBox::DestructiveRole);
    QCOMPARE(bench.commands.asked, QStringList(QStringLiteral("remove vb-01")));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    bench.commands.asked.clear();
    bench.select(1, 2);
    bench.action("boardsRemove")->trigger();
    question = bench.find<QMessageBox>("removeQuestion");
    QVERIFY2(question->text().contains(QStringLiteral("vb-02, vb-03")),
             qPrintable(question->text()));
    question->findChild<QCheckBox *>(QStringLiteral("forgetBox"))->setChecked(true);
    answer(question, QMessageBox::DestructiveRole);
    QCOMPARE(bench.commands.asked,
             QStringList({QStringLiteral("forget vb-02"), QStringLiteral("forget vb-03")}));
}

void BenchPageTest::namesAreCheckedAsTheyAreTyped()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(idleBoards(1));
    bench.select(0, 0);
    bench.action("boardLabel")->trigger();
    auto *dialog = bench.page->findChild<BoardNamingDialog *>();
    auto *words = dialog->findChild<QComboBox *>(QStringLiteral("namingWords"));
    auto *ok = dialog->findChild<QPushButton *>(QStringLiteral("namingOk"));
    words->setEditText(QStringLiteral("a, b"));
    QVERIFY(!ok->isEnabled());
    QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("namingProblem"))->isVisible());
    words->setEditText(QString()); // takes the name away
    QVERIFY(ok->isEnabled());
    QTest::mouseClick(ok, Qt::LeftButton);
    QCOMPARE(bench.commands.naming.label, std::optional<std::string>(""));
}

void BenchPageTest::tagsOfSeveralKeepWhatOnlySomeHave()
{
    Bench bench(*m_theme, *m_settings);
    EventBatch batch = idleBoards(2);
    batch.boards[0].tags = {"rev-c", "slow"};
    batch.boards[1].tags = {"rev-c"};
    bench.feed(batch);
    bench.select(0, 1);
    bench.action("boardsTags")->trigger();
    auto *dialog = bench.page->findChild<BoardNamingDialog *>();
    auto *words = dialog->findChild<QComboBox *>(QStringLiteral("namingWords"));
    QCOMPARE(words->currentText(), QStringLiteral("rev-c"));
    words->setEditText(QStringLiteral("rev-d, lab 2"));
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("namingOk")), Qt::LeftButton);
    QCOMPARE(bench.commands.naming.addTags, (std::vector<std::string>{"rev-d", "lab 2"}));
    QCOMPARE(bench.commands.naming.removeTags, std::vector<std::string>{"rev-c"});
    QCOMPARE(bench.commands.asked.size(), 2);
}

void BenchPageTest::whatCannotBeUndoneIsAskedFirst()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(idleBoards(2));
    bench.select(0, 0);

    struct Act
    {
        const char *action, *question, *done, *named;
    };

    for (const Act &act :
         {Act{"boardsRollBack", "rollBackQuestion", "rollback vb-01", "vb-01"},
          Act{"boardsTrust", "trustQuestion", "trust vb-01", "vb-01"},
          Act{"boardsBootloader", "bootloaderQuestion", "bootloader vb-01", "vb-01"},
          Act{"boardLend", "lendQuestion", "lend vb-01", "vb-01"}}) {
        bench.commands.asked.clear();
        bench.action(act.action)->trigger();
        auto *question = bench.find<QMessageBox>(act.question);
        QVERIFY2(question != nullptr, act.action);
        QVERIFY2(question->text().contains(QLatin1String(act.named)), act.action);
        QVERIFY(!question->informativeText().isEmpty());
        QVERIFY2(bench.commands.asked.isEmpty(), act.action);
        question->button(QMessageBox::Cancel)->click();
        QVERIFY2(bench.commands.asked.isEmpty(), act.action);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        bench.action(act.action)->trigger();
        answer(bench.find<QMessageBox>(act.question), QMessageBox::DestructiveRole);
        QCOMPARE(bench.commands.asked, QStringList(QLatin1String(act.done)));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    bench.commands.asked.clear();
    bench.action("boardsBlink")->trigger(); // harmless
    bench.action("boardsReset")->trigger();
    QCOMPARE(bench.commands.asked,
             QStringList({QStringLiteral("blink vb-01"), QStringLiteral("reset vb-01")}));
}

void BenchPageTest::portIsLentAndTakenBack()
{
    Bench bench(*m_theme, *m_settings);
    EventBatch batch = idleBoards(1);
    bench.feed(batch);
    bench.select(0, 0);
    QVERIFY(bench.action("boardLend")->isVisible());
    QVERIFY(!bench.action("boardTakeBack")->isVisible());
    batch.boards[0].port = fleet::PortState::Lent;
    bench.feed(batch);
    QVERIFY(!bench.action("boardLend")->isVisible());
    bench.action("boardTakeBack")->trigger();
    QCOMPARE(bench.commands.asked, QStringList(QStringLiteral("take back vb-01")));
}

void BenchPageTest::retryIsForThoseThatFailed()
{
    Bench bench(*m_theme, *m_settings);
    EventBatch batch = tests::midCampaign(8);
    bench.feed(batch);
    bench.table()->selectAll();
    QVERIFY(!bench.action("boardsRetry")->isEnabled()); // not while it runs
    batch.campaigns[0].running = false;
    bench.feed(batch);
    bench.action("boardsRetry")->trigger();
    bench.commands.asked.sort();
    QCOMPARE(bench.commands.asked,
             QStringList({QStringLiteral("retry vb-03"), QStringLiteral("retry vb-07")}));
}

void BenchPageTest::boardsBeingUpdatedAreLeftAlone()
{
    Bench bench(*m_theme, *m_settings);
    EventBatch batch;
    batch.boards = {tests::boardIn(1, Phase::Downloading), tests::idleBoard(2)};
    bench.feed(batch);
    bench.table()->selectAll();
    bench.action("boardsReset")->trigger();
    bench.action("boardsIdentify")->trigger();
    QCOMPARE(bench.commands.asked,
             QStringList({QStringLiteral("reset vb-02"), QStringLiteral("identify vb-02")}));
    batch.boards[1].profile.kind = fleet::ProfileKind::Stdin; // no agent to ask
    bench.feed(batch);
    QVERIFY(!bench.action("boardsRollBack")->isEnabled());
    QVERIFY(bench.action("boardsReset")->isEnabled());
}

void BenchPageTest::copiesMacsAndRows()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(idleBoards(2));
    bench.table()->sortByColumn(static_cast<int>(Column::Board), Qt::AscendingOrder);
    bench.select(0, 1);
    bench.action("copyMac")->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral("24:6f:28:00:00:01\n24:6f:28:00:00:02"));
    bench.select(0, 0);
    bench.action("copyRow")->trigger();
    const QString row = QGuiApplication::clipboard()->text();
    QVERIFY2(row.contains(QStringLiteral("vb-01")) && row.contains(QStringLiteral("1.0.0")),
             qPrintable(row));
    QCOMPARE(row.count(QLatin1Char('\t')), BenchModel::kColumns - 1);
}

void BenchPageTest::folderOfABuildPlansACampaign()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(idleBoards(2));
    const QDir project(m_home->path());
    QVERIFY(project.mkpath(QStringLiteral("build")));
    QVERIFY(writeImage(project.filePath(QStringLiteral("build/meter.bin"))));
    QVERIFY(writeImage(project.filePath(QStringLiteral("build/other.bin"))));
    QFile description(project.filePath(QStringLiteral("build/project_description.json")));
    QVERIFY(description.open(QIODevice::WriteOnly));
    description.write(R"({"project_name": "meter", "app_bin": "meter.bin"})");
    description.close();
    drop(*bench.page, project.path());
    QTRY_VERIFY(bench.page->findChild<UpdateDialog *>() != nullptr);
    auto *dialog = bench.page->findChild<UpdateDialog *>();
    auto *start = dialog->findChild<QPushButton *>(QStringLiteral("startUpdate"));
    QTRY_VERIFY(start->isEnabled());
}

void BenchPageTest::folderWithoutImageIsExplained()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(idleBoards(2));
    drop(*bench.page, m_home->path());
    QTRY_VERIFY(bench.page->banner().isVisible());
    QCOMPARE(bench.page->banner().error()->code, ErrorCode::NotFound);
    QVERIFY(bench.page->findChild<UpdateDialog *>() == nullptr);
}

void BenchPageTest::hiddenBoardIsShownWhenItIsAskedFor()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(idleBoards(3));
    bench.find<QLineEdit>("benchFilter")->setText(QStringLiteral("vb-01"));
    QTRY_COMPARE(clearButtonOpacity(*bench.find<QLineEdit>("benchFilter")), 1.0);
    QCOMPARE(bench.table()->model()->rowCount(), 1);
    bench.page->selectBoard(tests::idleBoard(3).id);
    QCOMPARE(bench.table()->model()->rowCount(), 3);
    QCOMPARE(bench.table()->currentIndex().data(BenchModel::IdRole).toString().toStdString(),
             tests::idleBoard(3).id);
    QTRY_COMPARE(clearButtonOpacity(*bench.find<QLineEdit>("benchFilter")), 0.0);
}

void BenchPageTest::fiveHundredBoardsScroll()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(tests::midCampaign(500));
    QTest::mouseClick(bench.find<QToolButton>("showWall"), Qt::LeftButton);
    BoardWall *wall = bench.wall();
    QTRY_VERIFY(wall->verticalScrollBar()->maximum() > 0);
    QVERIFY(wall->verticalScrollBar()->isVisible());
    wall->scrollToBottom();
    QVERIFY(wall->viewport()->rect().intersects(wall->visualRect(wall->model()->index(499, 0))));
}

void BenchPageTest::fewBoardsFillTheWall()
{
    Bench bench(*m_theme, *m_settings);
    bench.feed(tests::midCampaign(8));
    QTest::mouseClick(bench.find<QToolButton>("showWall"), Qt::LeftButton);
    BoardWall *wall = bench.wall();
    QTRY_VERIFY(!wall->verticalScrollBar()->isVisible());
    QRect all;
    for (int row = 0; row < 8; ++row) {
        const QRect tile = wall->visualRect(wall->model()->index(row, 0));
        QVERIFY2(wall->viewport()->rect().contains(tile), qPrintable(QString::number(row)));
        all |= tile;
    }
    QVERIFY(all.width() > wall->viewport()->width() * 9 / 10);
    QVERIFY(all.height() > wall->viewport()->height() * 9 / 10);
}

QTEST_MAIN(BenchPageTest)
#include "bench_page_test.moc"
