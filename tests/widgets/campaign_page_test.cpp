// The campaign's page on made-up boards: what it shows and what it asks for.
#include "made_up_campaign.h"
#include "no_commands.h"

#include "history/history.h"
#include "widgets/campaign/campaign_page.h"
#include "widgets/campaign/course_filter.h"
#include "widgets/campaign/plan_text.h"
#include "widgets/campaign/preview_model.h"
#include "widgets/campaign/report_saver.h"
#include "widgets/campaign/saved_notice.h"
#include "widgets/common/busy_strip.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/error_text.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <future>
#include <memory>
#include <optional>

using namespace otabench;
using namespace otabench::widgets;
using namespace std::chrono_literals;

namespace {

using Column = CourseModel::Column;

/// Remembers what the page asked for.
class RecordedCommands : public tests::NoCommands
{
public:
    void startCampaign(const fleet::CampaignPlan &plan) override { started.push_back(plan); }

    void stopCampaign(fleet::StopMode mode) override { stopped.push_back(mode); }

    void setPaused(bool value) override { paused.push_back(value); }

    void retryFailed() override { ++retries; }

    void resumeCampaign(std::int64_t id) override { resumed.push_back(id); }

    void giveUpCampaign(std::int64_t id) override { givenUp.push_back(id); }

    void previewCampaign(const fleet::CampaignPlan &plan) override { previews.push_back(plan); }

    void findReturnPlans(std::int64_t id) override { returns.push_back(id); }

    std::vector<fleet::CampaignPlan> started, previews;
    std::vector<fleet::StopMode> stopped;
    std::vector<bool> paused;
    std::vector<std::int64_t> resumed, givenUp, returns;
    int retries = 0;
};

/// A page fed by a bridge, as the window does it.
struct Stage
{
    explicit Stage(const Theme &theme)
        : page({.commands = commands,
                .theme = theme,
                .paths = Paths::below(home.path().toStdString())})
    {
        QObject::connect(&bridge, &EventBridge::batchReady, &page, &CampaignPage::apply);
        page.resize(1190, 740);
        page.show();
    }

    template <typename Widget>
    Widget *find(const char *name)
    {
        return page.findChild<Widget *>(QLatin1String(name));
    }

    void click(const char *name)
    {
        auto *button = find<QAbstractButton>(name);
        QVERIFY2(button && button->isVisible() && button->isEnabled(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }

    void answer(const char *button)
    {
        for (QMessageBox *question : page.window()->findChildren<QMessageBox *>()) {
            auto *found = question->findChild<QAbstractButton *>(QLatin1String(button));
            if (question->isVisible() && found) {
                QTest::mouseClick(found, Qt::LeftButton);
                return;
            }
        }
        QFAIL(button);
    }

    QStringList shownBoards()
    {
        const QAbstractItemModel *model = find<QTableView>("courseTable")->model();
        QStringList names;
        for (int row = 0; row < model->rowCount(); ++row)
            names << model->index(row, static_cast<int>(Column::Board)).data().toString();
        return names;
    }

    QString sentence() { return find<QLabel>("campaignSentence")->text(); }

    QTemporaryDir home;
    RecordedCommands commands;
    EventBridge bridge;
    CampaignPage page;
};

/// A campaign with one updated and one failed board, ended in the record.
std::int64_t recordCampaign(const Paths &paths)
{
    const auto history = history::History::open(paths.historyFile());
    if (!history)
        return 0;
    std::promise<std::int64_t> id;
    const auto start = std::chrono::system_clock::now() - 1min;
    (*history)->startCampaign(
        {.started = start,
         .imageFile = "/images/demo.bin",
         .imageSha256 = std::string(64, 'a'),
         .project = "otabench-demo",
         .version = "2.0.0",
         .chip = "esp32",
         .operatorName = "Ada"},
        [&](const Result<std::int64_t> &stored) { id.set_value(stored.value_or(0)); });
    const std::int64_t campaign = id.get_future().get();
    for (const auto &[board, phase] :
         {std::pair("vb-01", Phase::Updated), std::pair("vb-02", Phase::Failed)}) {
        history::BoardRecord record{.campaignId = campaign,
                                    .board = board,
                                    .mac = "24:6f:28:00:00:01",
                                    .phase = phase,
                                    .fromVersion = "1.0.0",
                                    .toVersion = "2.0.0",
                                    .slot = "ota_1",
                                    .changed = start + 30s,
                                    .duration = 12s};
        (*history)->record(
            {.campaignId = campaign, .board = board, .at = record.changed, .phase = phase}, record,
            [](const Result<> &) {});
    }
    (*history)->endCampaign(campaign, start + 40s, [](const Result<> &) {});
    return (*history)->flush(10s) ? campaign : 0;
}

QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Stretches courseOf(const CourseModel &model, int row)
{
    return model.index(row, 0).data(CourseModel::CourseRole).value<Stretches>();
}

fleet::InterruptedCampaign interruptedCampaign(std::int64_t id)
{
    return {.id = id,
            .started = std::chrono::system_clock::now() - 26h,
            .imageFile = "demo.bin",
            .project = "otabench-demo",
            .version = "2.0.0",
            .boards = 8,
            .finished = 3};
}

} // namespace

class CampaignPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void withoutACampaignItNamesTheNextAct();
    void holdsFromNoneToFiveHundred_data();
    void holdsFromNoneToFiveHundred();
    void everyPhaseIsKeptThoughBatchesHoldTheNewest();
    void anotherCampaignStartsAnew();
    void aCauseShowsItsBoards();
    void aStandingShowsItsBoards();
    void theSearchFindsBoardsAndReasons();
    void wavesAreCounted();
    void pauseAndGoOn();
    void stoppingAsksWhatBecomesOfTheRunningOnes();
    void withoutRunningBoardsThereIsNothingToFinish();
    void failedOnesAreRetried();
    void oneImageAfterTheOtherIsGivenBack();
    void whatCannotBeGivenBackIsSaid();
    void aStartAtATimeIsCountedDown();
    void anInterruptedCampaignIsTakenUp();
    void givingUpIsAskedAndNamed();
    void enterShowsTheBoardOnTheBench();
    void errorsOfItsCommandsAreShownHere();
    void speaksChineseWhenToldTo();
    void everyControlHasAName();
    void aPlanIsShownBeforeAnythingIsSent();
    void aPlanThatCannotBeAskedIsSaid();
    void aPlanIsChangedOrForgotten();
    void aRunningCampaignKeepsAPlanFromStarting();
    void policyIsToldInWords();
    void theRecordIsSavedInEachForm_data();
    void theRecordIsSavedInEachForm();
    void theAcceptanceSheetIsSaved();
    void aFolderThatCannotBeWrittenIsSaid();

private:
    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
};

void CampaignPageTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
}

void CampaignPageTest::init()
{
    m_language->setCurrent(QStringLiteral("en"));
}

void CampaignPageTest::withoutACampaignItNamesTheNextAct()
{
    Stage stage(*m_theme);
    QSignalSpy update(&stage.page, &CampaignPage::updateRequested);
    QSignalSpy other(&stage.page, &Page::pageRequested);

    stage.click("campaignUpdateFirst");
    stage.click("campaignToBench");

    QCOMPARE(update.count(), 1);
    QCOMPARE(other.count(), 1);
    QVERIFY(!stage.find<QWidget>("campaignStop")->isVisible());
    QVERIFY(!stage.find<QWidget>("campaignRetry")->isVisible());
}

void CampaignPageTest::holdsFromNoneToFiveHundred_data()
{
    QTest::addColumn<int>("boards");
    for (const int boards : {0, 1, 8, 500})
        QTest::newRow(qPrintable(QString::number(boards))) << boards;
}

void CampaignPageTest::holdsFromNoneToFiveHundred()
{
    QFETCH(int, boards);
    CourseModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    CourseFilter filter;
    filter.setSourceModel(&model);
    const QAbstractItemModelTester filterTester(
        &filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    EventBridge bridge;
    connect(&bridge, &EventBridge::batchReady, &model, &CourseModel::apply);

    auto campaign = tests::campaignUnderWay(bridge, boards);
    bridge.drain();

    QCOMPARE(model.rowCount(), boards);
    QCOMPARE(filter.rowCount(), boards);
    unsigned sum = 0;
    for (const Standing standing : kStandings)
        sum += model.count(standing);
    QCOMPARE(sum, static_cast<unsigned>(boards));
    campaign.end();
    bridge.drain();
    QCOMPARE(model.elapsed(std::chrono::steady_clock::now() + 1h), campaign.state.elapsed);
}

void CampaignPageTest::everyPhaseIsKeptThoughBatchesHoldTheNewest()
{
    CourseModel model;
    EventBridge bridge;
    connect(&bridge, &EventBridge::batchReady, &model, &CourseModel::apply);
    tests::MadeUpCampaign campaign(bridge, 2, 60s);
    campaign.reach(1, Phase::Preparing, 1s);
    campaign.reach(1, Phase::Triggered, 2s);
    campaign.reach(1, Phase::Connected, 2500ms);
    campaign.reach(1, Phase::Downloading, 3s);
    bridge.drain(); // one batch, one state of the board
    campaign.reach(1, Phase::Failed, 9s);
    bridge.drain();

    const Stretches course = courseOf(model, 0);
    QCOMPARE(course.size(), std::size_t{6});
    QCOMPARE(course[1].phase, Phase::Preparing);
    QCOMPARE(course[2].begin.count(), 2000);
    QCOMPARE(course[2].end->count(), 2500);
    QCOMPARE(course[4].end->count(), 9000);
    QCOMPARE(course[5].phase, Phase::Failed);
    QCOMPARE(course[5].begin, *course[5].end);
    QCOMPARE(courseOf(model, 1).size(), std::size_t{1});
    QVERIFY(!courseOf(model, 1).front().end);
    const QString tip = model.index(0, 0).data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.contains(QStringLiteral("Downloading for 6 s")), qPrintable(tip));
}

void CampaignPageTest::anotherCampaignStartsAnew()
{
    Stage stage(*m_theme);
    auto first = tests::campaignUnderWay(stage.bridge, 8);
    first.end();
    stage.bridge.drain();
    QCOMPARE(stage.page.course().rowCount(), 8);

    tests::MadeUpCampaign second(stage.bridge, 1, 5s); // the retry of one board
    stage.bridge.drain();

    QCOMPARE(stage.page.course().rowCount(), 1);
    QCOMPARE(courseOf(stage.page.course(), 0).size(), std::size_t{1});
    QCOMPARE(stage.page.course().count(Standing::Failed), 0U);
}

void CampaignPageTest::aCauseShowsItsBoards()
{
    Stage stage(*m_theme);
    tests::MadeUpCampaign campaign(stage.bridge, 4, 60s);
    campaign.fail(1, ErrorCode::BoardNoNetwork, 3s);
    campaign.fail(2, ErrorCode::BoardCertificateRefused, 4s);
    campaign.fail(3, ErrorCode::BoardCertificateRefused, 5s);
    campaign.tell();
    stage.bridge.drain();
    auto *list = stage.find<QListView>("causeList");
    QCOMPARE(list->model()->rowCount(), 2);
    const QModelIndex most = list->model()->index(0, 0);
    QVERIFY(most.data().toString().startsWith(QStringLiteral("2 ×")));
    QVERIFY(
        most.data().toString().contains(ErrorText::sentence(ErrorCode::BoardCertificateRefused)));

    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(most).center());
    QCOMPARE(stage.shownBoards(), QStringList({QStringLiteral("vb-02"), QStringLiteral("vb-03")}));

    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(most).center());
    QCOMPARE(stage.shownBoards().size(), 4);
    list->setCurrentIndex(list->model()->index(1, 0)); // and by keyboard
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(stage.shownBoards(), QStringList({QStringLiteral("vb-01")}));
}

void CampaignPageTest::aStandingShowsItsBoards()
{
    Stage stage(*m_theme);
    auto campaign = tests::campaignUnderWay(stage.bridge, 8);
    stage.bridge.drain();
    auto *updated = stage.find<QToolButton>(
        qPrintable(QStringLiteral("standing%1").arg(int(Standing::Updated))));
    QVERIFY(updated->text().endsWith(QString::number(campaign.state.updated)));

    QTest::mouseClick(updated, Qt::LeftButton);
    QCOMPARE(stage.shownBoards().size(), static_cast<int>(campaign.state.updated));
    QTest::mouseClick(updated, Qt::LeftButton);
    QCOMPARE(stage.shownBoards().size(), 8);
    QTest::mouseClick(updated, Qt::LeftButton); // and by keyboard
    QTest::keyClick(stage.find<QTableView>("courseTable"), Qt::Key_Escape);
    QCOMPARE(stage.shownBoards().size(), 8);
    QVERIFY(!updated->isChecked());
}

void CampaignPageTest::theSearchFindsBoardsAndReasons()
{
    Stage stage(*m_theme);
    tests::MadeUpCampaign campaign(stage.bridge, 12, 60s);
    campaign.fail(5, ErrorCode::BoardNoNetwork, 3s);
    campaign.tell();
    stage.bridge.drain();
    auto *search = stage.find<QLineEdit>("campaignSearch");

    search->setText(QStringLiteral("vb-1"));
    QCOMPARE(stage.shownBoards().size(), 3);
    search->setText(ErrorText::sentence(ErrorCode::BoardNoNetwork));
    QCOMPARE(stage.shownBoards(), QStringList({QStringLiteral("vb-05")}));
    search->setText(QStringLiteral("no such thing"));
    QVERIFY(stage.find<QPushButton>("clearCourseFilter")->isVisible());
}

void CampaignPageTest::wavesAreCounted()
{
    Stage stage(*m_theme);
    tests::MadeUpCampaign campaign(stage.bridge, 7, 60s, 3); // 1, 3, 3
    campaign.runTo(1, Phase::Updated, 0s);
    campaign.fail(2, ErrorCode::BoardNoNetwork, 20s);
    campaign.runTo(3, Phase::Downloading, 18s);
    campaign.tell();
    stage.bridge.drain();

    const auto waves = stage.page.course().waves();
    QCOMPARE(waves.size(), std::size_t{3});
    QCOMPARE(waves[0].succeeded, std::size_t{1});
    QCOMPARE(waves[1].boards, std::size_t{3});
    QCOMPARE(waves[1].ended, std::size_t{1});
    QCOMPARE(waves[1].succeeded, std::size_t{0});
    QCOMPARE(waves[1].started, std::size_t{2});
    QCOMPARE(waves[2].started, std::size_t{0});
    auto *strip = stage.find<QWidget>("waveStrip");
    QVERIFY(strip->isVisible());
    QVERIFY2(strip->accessibleDescription().contains(QStringLiteral("Wave 2 of 3")),
             qPrintable(strip->accessibleDescription()));
}

void CampaignPageTest::pauseAndGoOn()
{
    Stage stage(*m_theme);
    auto campaign = tests::campaignUnderWay(stage.bridge, 8);
    stage.bridge.drain();

    stage.click("campaignPause");
    QCOMPARE(stage.commands.paused, std::vector<bool>{true});
    campaign.state.isPaused = true;
    campaign.tell();
    stage.bridge.drain();
    QVERIFY2(stage.sentence().startsWith(QStringLiteral("Paused")), qPrintable(stage.sentence()));
    stage.click("campaignPause");
    QCOMPARE(stage.commands.paused, (std::vector<bool>{true, false}));
}

void CampaignPageTest::stoppingAsksWhatBecomesOfTheRunningOnes()
{
    Stage stage(*m_theme);
    auto campaign = tests::campaignUnderWay(stage.bridge, 8);
    stage.bridge.drain();

    stage.click("campaignStop");
    QVERIFY(stage.commands.stopped.empty()); // asked first
    stage.answer("stopFinish");
    QCOMPARE(stage.commands.stopped, std::vector{fleet::StopMode::Finish});
    stage.click("campaignStop");
    stage.answer("stopAbort");
    QCOMPARE(stage.commands.stopped.back(), fleet::StopMode::Abort);
}

void CampaignPageTest::withoutRunningBoardsThereIsNothingToFinish()
{
    Stage stage(*m_theme);
    tests::MadeUpCampaign campaign(stage.bridge, 2, 1s);
    stage.bridge.drain();

    stage.click("campaignStop");

    auto *question = stage.page.window()->findChild<QMessageBox *>();
    QVERIFY(question != nullptr);
    QVERIFY(question->findChild<QWidget *>(QStringLiteral("stopFinish")) == nullptr);
    stage.answer("stopAbort");
    QCOMPARE(stage.commands.stopped, std::vector{fleet::StopMode::Abort});
}

void CampaignPageTest::failedOnesAreRetried()
{
    Stage stage(*m_theme);
    auto campaign = tests::campaignUnderWay(stage.bridge, 8);
    stage.bridge.drain();
    QVERIFY(!stage.find<QWidget>("campaignRetry")->isVisible());
    campaign.end();
    stage.bridge.drain();
    auto *retry = stage.find<QPushButton>("campaignRetry");
    QVERIFY2(retry->text().contains(QString::number(campaign.state.failures())),
             qPrintable(retry->text()));

    stage.click("campaignRetry");

    QCOMPARE(stage.commands.retries, 1);
}

void CampaignPageTest::oneImageAfterTheOtherIsGivenBack()
{
    Stage stage(*m_theme);
    auto campaign = tests::campaignUnderWay(stage.bridge, 8);
    campaign.state.id = 12;
    campaign.end();
    stage.bridge.drain();

    stage.click("campaignReturn");
    QCOMPARE(stage.commands.returns, std::vector<std::int64_t>{12});
    fleet::ReturnPlans plans;
    for (const char *file : {"old-1.bin", "old-2.bin"}) {
        fleet::CampaignPlan plan;
        plan.image = file;
        plan.boards = {file};
        plans.plans.push_back(plan);
    }
    stage.bridge.onReturnPlans(plans);
    stage.bridge.drain();
    QVERIFY(stage.commands.started.empty());
    stage.answer("confirmReturn");
    QCOMPARE(stage.commands.started.size(), std::size_t{1});
    QCOMPARE(stage.commands.started[0].image, plans.plans[0].image);

    tests::MadeUpCampaign first(stage.bridge, 1, 5s);
    stage.bridge.drain();
    QCOMPARE(stage.commands.started.size(), std::size_t{1}); // it runs
    first.reach(1, Phase::Updated, 4s);
    first.end();
    stage.bridge.drain();
    QCOMPARE(stage.commands.started.size(), std::size_t{2});
    QCOMPARE(stage.commands.started[1].image, plans.plans[1].image);
    tests::MadeUpCampaign second(stage.bridge, 1, 5s);
    stage.bridge.drain();
    second.end();
    stage.bridge.drain();
    QCOMPARE(stage.commands.started.size(), std::size_t{2});
}

void CampaignPageTest::whatCannotBeGivenBackIsSaid()
{
    Stage stage(*m_theme);
    auto campaign = tests::campaignUnderWay(stage.bridge, 8);
    campaign.end();
    fleet::ReturnPlans plans;
    plans.impossible.push_back({"vb-01", Error{ErrorCode::NotFound, "its image is gone", {}}});

    stage.bridge.onReturnPlans(plans);
    stage.bridge.drain();

    QVERIFY(stage.page.banner().error().has_value());
    QCOMPARE(stage.page.banner().error()->text, std::string("its image is gone"));
}

void CampaignPageTest::aStartAtATimeIsCountedDown()
{
    Stage stage(*m_theme);
    tests::MadeUpCampaign campaign(stage.bridge, 2, 1s);
    campaign.state.startAt = std::chrono::system_clock::now() + 1h + 2min + 30s;
    campaign.tell();
    stage.bridge.drain();
    const QString before = stage.sentence();
    QVERIFY2(before.contains(QStringLiteral("1:02:")), qPrintable(before));

    QTRY_VERIFY_WITH_TIMEOUT(stage.sentence() != before, 10'000); // it counts by itself
    campaign.state.startAt.reset();
    campaign.tell();
    stage.bridge.drain();
    QVERIFY2(!stage.sentence().contains(QStringLiteral("1:02:")), qPrintable(stage.sentence()));
}

void CampaignPageTest::anInterruptedCampaignIsTakenUp()
{
    Stage stage(*m_theme);
    QVERIFY(!stage.find<QWidget>("noticeBanner")->isVisible());
    stage.bridge.onInterrupted({interruptedCampaign(7), interruptedCampaign(5)});
    stage.bridge.drain();
    const QString what = stage.find<QLabel>("interruptedWhat")->text();
    QVERIFY2(what.contains(QStringLiteral("otabench-demo 2.0.0")), qPrintable(what));

    stage.click("takeUp");

    QCOMPARE(stage.commands.resumed, std::vector<std::int64_t>{7});
    tests::MadeUpCampaign running(stage.bridge, 2, 1s);
    stage.bridge.onInterrupted({interruptedCampaign(5)});
    stage.bridge.drain();
    QVERIFY(!stage.find<QPushButton>("takeUp")->isEnabled()); // one at a time
    running.end();
    stage.bridge.onInterrupted({});
    stage.bridge.drain();
    QVERIFY(!stage.find<QWidget>("noticeBanner")->isVisible());
}

void CampaignPageTest::givingUpIsAskedAndNamed()
{
    Stage stage(*m_theme);
    stage.bridge.onInterrupted({interruptedCampaign(7)});
    stage.bridge.drain();

    stage.click("giveUp");
    QVERIFY(stage.commands.givenUp.empty());
    auto *question =
        stage.page.window()->findChild<QMessageBox *>(QStringLiteral("giveUpQuestion"));
    QVERIFY(question != nullptr);
    QVERIFY2(question->text().contains(QStringLiteral("5 boards")), qPrintable(question->text()));
    stage.answer("confirmGiveUp");

    QCOMPARE(stage.commands.givenUp, std::vector<std::int64_t>{7});
}

void CampaignPageTest::enterShowsTheBoardOnTheBench()
{
    Stage stage(*m_theme);
    auto campaign = tests::campaignUnderWay(stage.bridge, 8);
    stage.bridge.drain();
    QSignalSpy asked(&stage.page, &CampaignPage::boardRequested);
    auto *table = stage.find<QTableView>("courseTable");
    table->setFocus();
    table->setCurrentIndex(table->model()->index(2, 0));

    QTest::keyClick(table, Qt::Key_Return);

    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.front().front().toString(), QString::fromStdString(tests::idleBoard(3).id));
}

void CampaignPageTest::errorsOfItsCommandsAreShownHere()
{
    Stage stage(*m_theme);
    stage.bridge.onFailure({Command::GiveUpCampaign, Error{ErrorCode::DatabaseBusy, "locked", {}}});
    stage.bridge.drain();
    QVERIFY(stage.page.banner().error().has_value());
    stage.page.banner().clear();
    stage.bridge.onFailure({Command::Blink, Error{ErrorCode::BoardRefused, "no LED", {}}});
    stage.bridge.drain();
    QVERIFY(!stage.page.banner().error().has_value()); // another page's
    tests::MadeUpCampaign campaign(stage.bridge, 1, 1s);
    campaign.state.error = Error{ErrorCode::DiskFull, "not recorded", {}};
    campaign.tell();
    stage.bridge.drain();
    QVERIFY(stage.page.banner().error().has_value());
}

void CampaignPageTest::speaksChineseWhenToldTo()
{
    Stage stage(*m_theme);
    auto campaign = tests::campaignUnderWay(stage.bridge, 8);
    stage.bridge.drain();
    const QString english = stage.sentence();

    m_language->setCurrent(QStringLiteral("zh_CN"));

    QTRY_VERIFY_WITH_TIMEOUT(stage.sentence() != english, 10'000);
    QVERIFY(stage.find<QPushButton>("campaignStop")->text() != QStringLiteral("&Stop…"));
    QCOMPARE(
        stage.find<QTableView>("courseTable")->model()->headerData(0, Qt::Horizontal).toString(),
        QStringLiteral("状态"));
}

void CampaignPageTest::everyControlHasAName()
{
    Stage stage(*m_theme);
    auto campaign = tests::campaignUnderWay(stage.bridge, 8);
    stage.bridge.onInterrupted({interruptedCampaign(7)});
    stage.bridge.drain();
    for (const bool isRunning : {true, false}) {
        if (!isRunning)
            campaign.end();
        stage.bridge.drain();
        QStringList mnemonics;
        for (QWidget *widget : stage.page.findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus)
                continue;
            const auto *button = qobject_cast<QAbstractButton *>(widget);
            const QString name = button && widget->accessibleName().isEmpty()
                                     ? button->text()
                                     : widget->accessibleName();
            const bool isInner = qobject_cast<QAbstractScrollArea *>(widget->parentWidget()) ||
                                 widget->objectName().startsWith(QLatin1String("qt_"));
            QVERIFY2(!name.isEmpty() || isInner,
                     qPrintable(widget->objectName() + QLatin1Char(' ') +
                                QLatin1String(widget->metaObject()->className())));
            const int mark = button ? button->text().indexOf(QLatin1Char('&')) : -1;
            if (mark >= 0)
                mnemonics << button->text().mid(mark + 1, 1).toLower();
        }
        const int all = mnemonics.size();
        mnemonics.removeDuplicates();
        QCOMPARE(mnemonics.size(), all);
    }
}

void CampaignPageTest::aPlanIsShownBeforeAnythingIsSent()
{
    Stage stage(*m_theme);
    const auto plan = tests::demoPlan(8);
    stage.page.review(plan);
    QCOMPARE(stage.commands.previews.size(), std::size_t{1});
    QVERIFY(stage.commands.started.empty());
    QVERIFY(!stage.find<QPushButton>("planStart")->isEnabled()); // not known yet

    stage.bridge.onPreview(tests::demoPreview(plan));
    stage.bridge.drain();

    const QAbstractItemModel *table = stage.find<QTableView>("previewTable")->model();
    QCOMPARE(table->rowCount(), 8);
    const auto text = [&](int row, PreviewModel::Column column) {
        return table->index(row, static_cast<int>(column)).data().toString();
    };
    QCOMPARE(text(0, PreviewModel::Column::Board), QStringLiteral("vb-08")); // blocked: on top
    QCOMPARE(text(0, PreviewModel::Column::Note), ErrorText::sentence(ErrorCode::ImageWrongChip));
    QCOMPARE(text(1, PreviewModel::Column::Becomes), QStringLiteral("2.0.0 · ota_1"));
    const QString verdicts = stage.find<QLabel>("planVerdicts")->text();
    for (const char *part : {"6 boards will be updated", "1 board is blocked", "2 waves"})
        QVERIFY2(verdicts.contains(QLatin1String(part)), qPrintable(verdicts));
    auto *start = stage.find<QPushButton>("planStart");
    QVERIFY2(start->text().contains(QLatin1Char('6')), qPrintable(start->text()));

    stage.click("planStart");

    QCOMPARE(stage.commands.started.size(), std::size_t{1});
    QCOMPARE(stage.commands.started[0].boards.size(), std::size_t{7}); // the blocked one stays out
    QCOMPARE(stage.commands.started[0].canary, 1U);
    tests::MadeUpCampaign campaign(stage.bridge, 7, 1s);
    stage.bridge.drain();
    QVERIFY(stage.find<QWidget>("courseTable")->isVisible()); // and its course follows
}

void CampaignPageTest::aPlanThatCannotBeAskedIsSaid()
{
    Stage stage(*m_theme);
    stage.page.review(tests::demoPlan(2));

    stage.bridge.onFailure(
        {Command::PlanCampaign, Error{ErrorCode::InvalidArgument, "too small a request", {}}});
    stage.bridge.drain();

    QVERIFY(stage.page.banner().error().has_value());
    QVERIFY(!stage.find<QPushButton>("planStart")->isEnabled());
    stage.click("planAskAgain");
    QCOMPARE(stage.commands.previews.size(), std::size_t{2});
    QVERIFY(!stage.page.banner().error().has_value());
}

void CampaignPageTest::aPlanIsChangedOrForgotten()
{
    Stage stage(*m_theme);
    QSignalSpy change(&stage.page, &CampaignPage::changeRequested);
    stage.page.review(tests::demoPlan(3));
    stage.click("planDiscard");
    QVERIFY(!stage.find<QWidget>("previewTable")->isVisible());
    stage.bridge.onPreview(tests::demoPreview(tests::demoPlan(3))); // comes too late
    stage.bridge.drain();
    QVERIFY(!stage.find<QWidget>("previewTable")->isVisible());

    stage.page.review(tests::demoPlan(3));
    stage.click("planChange");

    QCOMPARE(change.count(), 1);
    QVERIFY(stage.commands.started.empty());
}

void CampaignPageTest::aRunningCampaignKeepsAPlanFromStarting()
{
    Stage stage(*m_theme);
    tests::MadeUpCampaign campaign(stage.bridge, 2, 1s);
    stage.bridge.drain();
    const auto plan = tests::demoPlan(4);
    stage.page.review(plan);
    stage.bridge.onPreview(tests::demoPreview(plan));
    campaign.tell();
    stage.bridge.drain();
    QVERIFY(stage.find<QWidget>("previewTable")->isVisible()); // the plan is not taken away
    QVERIFY(!stage.find<QPushButton>("planStart")->isEnabled());

    campaign.end();
    stage.bridge.drain();

    QVERIFY(stage.find<QPushButton>("planStart")->isEnabled());
}

void CampaignPageTest::policyIsToldInWords()
{
    fleet::CampaignPlan plan;
    QCOMPARE(PlanText::policy(plan), QStringList{QStringLiteral("all at once")});
    plan.canary = 1;
    plan.wave = 10;
    plan.waveSuccess = {90, true};
    plan.parallel = 4;
    plan.maxFailures = 1;
    plan.retries = 2;
    const QStringList parts = PlanText::policy(plan);
    QCOMPARE(parts, QStringList({QStringLiteral("1 board goes first"),
                                 QStringLiteral("then waves of 10 boards"),
                                 QStringLiteral("the next wave begins when 90% of a wave have "
                                                "succeeded"),
                                 QStringLiteral("4 boards at the same time"),
                                 QStringLiteral("no further board after 1 failure"),
                                 QStringLiteral("2 more attempts where that can help")}));
}

void CampaignPageTest::theRecordIsSavedInEachForm_data()
{
    QTest::addColumn<QString>("ending");
    QTest::addColumn<QByteArray>("hasToHold");
    QTest::newRow("page") << QStringLiteral("html") << QByteArray("<html");
    QTest::newRow("paper") << QStringLiteral("pdf") << QByteArray("%PDF-");
    QTest::newRow("table") << QStringLiteral("csv") << QByteArray("vb-02");
    QTest::newRow("junit") << QStringLiteral("xml") << QByteArray("<testsuite");
    QTest::newRow("json") << QStringLiteral("json") << QByteArray("\"phase_seconds\"");
}

void CampaignPageTest::theRecordIsSavedInEachForm()
{
    QFETCH(QString, ending);
    QFETCH(QByteArray, hasToHold);
    const QTemporaryDir home;
    const Paths paths = Paths::below(home.path().toStdString());
    const std::int64_t id = recordCampaign(paths);
    QVERIFY(id != 0);
    BusyStrip busy;
    QWidget window;
    ReportSaver saver(paths, {}, busy, window);
    QSignalSpy saved(&saver, &ReportSaver::saved);
    const QString file = home.filePath(QStringLiteral("report.") + ending);

    saver.save(id, ReportSaver::Content::Report, ReportSaver::formatOf(file), file);

    QVERIFY(saved.wait(30'000));
    const QByteArray content = contentOf(file);
    QVERIFY2(content.contains(hasToHold), content.left(200).constData());
    if (ending == QLatin1String("json"))
        QCOMPARE(
            QJsonDocument::fromJson(content).object()[QStringLiteral("boards")].toArray().size(),
            2);
    QCOMPARE(QDir(home.path()).entryList({QStringLiteral("*.part")}).size(), 0);
}

void CampaignPageTest::theAcceptanceSheetIsSaved()
{
    Stage stage(*m_theme);
    const Paths paths = Paths::below(stage.home.path().toStdString());
    auto campaign = tests::campaignUnderWay(stage.bridge, 2);
    campaign.state.id = recordCampaign(paths);
    campaign.end();
    stage.bridge.drain();
    auto *saver = stage.page.findChild<ReportSaver *>();
    QVERIFY(saver != nullptr);
    QVERIFY(stage.find<QPushButton>("campaignReport")->isEnabled());
    const QString file = stage.home.filePath(QStringLiteral("sheet.html"));

    saver->save(campaign.state.id, ReportSaver::Content::AcceptanceSheet, ReportSaver::Format::Html,
                file);

    auto *notice = stage.page.findChild<SavedNotice *>();
    QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible(), 30'000);
    QCOMPARE(notice->file(), file);
    QVERIFY(contentOf(file).contains("vb-01"));
}

void CampaignPageTest::aFolderThatCannotBeWrittenIsSaid()
{
    Stage stage(*m_theme);
    const Paths paths = Paths::below(stage.home.path().toStdString());
    const std::int64_t id = recordCampaign(paths);
    auto *saver = stage.page.findChild<ReportSaver *>();

    QFile blocker(stage.home.filePath(QStringLiteral("file"))); // a folder it is not
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    for (const char *name : {"file/report.pdf", "file/report.csv"}) {
        stage.page.banner().clear();
        const QString file = stage.home.filePath(QLatin1String(name));
        saver->save(id, ReportSaver::Content::Report, ReportSaver::formatOf(file), file);
        QTRY_VERIFY_WITH_TIMEOUT(stage.page.banner().error().has_value(), 30'000);
    }
    stage.page.banner().clear();
    saver->save(77, ReportSaver::Content::Report, ReportSaver::Format::Html,
                stage.home.filePath(QStringLiteral("none.html")));
    QTRY_VERIFY_WITH_TIMEOUT(stage.page.banner().error().has_value(), 30'000);
    QCOMPARE(stage.page.banner().error()->code, ErrorCode::NotFound);
}

QTEST_MAIN(CampaignPageTest)
#include "campaign_page_test.moc"
