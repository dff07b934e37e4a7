// Campaigns that do not run straight through, in the real window with real virtual boards: planned
// and reviewed, left in their middle and come back to, given up, undone.
#include "real_bench.h"

#include "history/history.h"
#include "history/report.h"
#include "widgets/bench/bench_page.h"
#include "widgets/bench/update_dialog.h"
#include "widgets/campaign/campaign_page.h"
#include "widgets/campaign/report_saver.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>

using namespace otabench;
using namespace otabench::widgets;
using tests::RealBench;

namespace {

constexpr int kWindowLimitMs = 20'000;
constexpr int kCampaignLimitMs = 180'000; // seconds; a loaded machine with sanitizers takes longer
constexpr int kBoards = RealBench::kBoards;

} // namespace

class CampaignReturnTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void leftInItsMiddleItIsTakenUp();
    void leftInItsMiddleItIsGivenUp();
    void reviewedThenStartedThenUndone();

private:
    void click(RealBench &bench, const char *name);
    void answer(RealBench &bench, const char *name);
    /// Slow boards in the middle of their downloads, then the window closed by its question.
    void leaveInTheMiddle(RealBench &bench);
    static fleet::CampaignPlan planFor(RealBench &bench, const QString &image);

    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
};

void CampaignReturnTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_language->setCurrent(QStringLiteral("en"));
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
}

void CampaignReturnTest::click(RealBench &bench, const char *name)
{
    const auto found = [&]() -> QAbstractButton * {
        for (auto *button : bench.window().findChildren<QAbstractButton *>(QLatin1String(name))) {
            if (button->isVisible() && button->isEnabled())
                return button;
        }
        return nullptr;
    };
    QTRY_VERIFY2_WITH_TIMEOUT(found() != nullptr, name, kWindowLimitMs);
    QTest::mouseClick(found(), Qt::LeftButton);
}

void CampaignReturnTest::answer(RealBench &bench, const char *name)
{
    const auto found = [&]() -> QAbstractButton * {
        for (auto *question : bench.window().findChildren<QMessageBox *>()) {
            if (auto *button = question->findChild<QAbstractButton *>(QLatin1String(name));
                button && question->isVisible())
                return button;
        }
        return nullptr;
    };
    QTRY_VERIFY2_WITH_TIMEOUT(found() != nullptr, name, kWindowLimitMs);
    QTest::mouseClick(found(), Qt::LeftButton);
}

fleet::CampaignPlan CampaignReturnTest::planFor(RealBench &bench, const QString &image)
{
    fleet::CampaignPlan plan;
    plan.image = image.toStdString();
    for (int number = 1; number <= kBoards; ++number)
        plan.boards.push_back(bench.port(number).toStdString());
    plan.parallel = 4;
    return plan;
}

void CampaignReturnTest::leaveInTheMiddle(RealBench &bench)
{
    QVERIFY(bench.startBoards({"--link-rate", "60000"}));
    bench.plugIn();
    QTRY_COMPARE_WITH_TIMEOUT(bench.ready(), kBoards, kCampaignLimitMs);
    bench.lab().startCampaign(planFor(bench, bench.makeImage()));
    QTRY_VERIFY_WITH_TIMEOUT(bench.in(Phase::Downloading) > 0, kCampaignLimitMs);
    QTRY_VERIFY_WITH_TIMEOUT(bench.window().campaign().running, kWindowLimitMs);

    bench.window().close();
    QVERIFY(bench.window().isVisible()); // it asks
    answer(bench, "closeAndLeave");
    if (QTest::currentTestFailed())
        return;
    QTRY_VERIFY_WITH_TIMEOUT(!bench.window().isVisible(), kWindowLimitMs);
    QVERIFY(bench.in(Phase::Updated) < kBoards);
    bench.restart();
}

void CampaignReturnTest::leftInItsMiddleItIsTakenUp()
{
    RealBench bench(*m_theme, *m_language);
    leaveInTheMiddle(bench);
    if (QTest::currentTestFailed())
        return;

    click(bench, "takeUp"); // of the banner above the bench
    if (QTest::currentTestFailed())
        return;

    QTRY_VERIFY_WITH_TIMEOUT(bench.window().campaign().boards == unsigned{kBoards}, kWindowLimitMs);
    QTRY_COMPARE_WITH_TIMEOUT(bench.in(Phase::Updated), kBoards, kCampaignLimitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.window().campaign().running, kWindowLimitMs);
    QVERIFY(bench.find<QWidget>("courseTable")->isVisible()); // its page was shown
    QVERIFY(!bench.find<QWidget>("takeUp")->isVisible());
    const auto history = history::History::open(bench.paths().historyFile());
    QVERIFY(history.has_value());
    const auto campaigns = (*history)->campaigns({});
    QVERIFY(campaigns.has_value());
    QCOMPARE(campaigns->size(), std::size_t{1}); // it is the same one
    QVERIFY(campaigns->front().ended.has_value());
}

void CampaignReturnTest::leftInItsMiddleItIsGivenUp()
{
    RealBench bench(*m_theme, *m_language);
    leaveInTheMiddle(bench);
    if (QTest::currentTestFailed())
        return;

    bench.window().showPage(QStringLiteral("campaign"));
    click(bench, "giveUp");
    if (!QTest::currentTestFailed())
        answer(bench, "confirmGiveUp");
    if (QTest::currentTestFailed())
        return;

    for (auto *button : bench.window().findChildren<QWidget *>(QStringLiteral("giveUp")))
        QTRY_VERIFY_WITH_TIMEOUT(!button->isVisible(), kWindowLimitMs);
    const auto history = history::History::open(bench.paths().historyFile());
    QVERIFY(history.has_value());
    const auto report = history::readCampaign(**history, 1);
    QVERIFY(report.has_value());
    QVERIFY(report->campaign.ended.has_value());
    unsigned cancelled = 0;
    for (const auto &board : report->boards) {
        QVERIFY(isFinal(board.phase));
        cancelled += board.phase == Phase::Cancelled ? 1 : 0;
    }
    QVERIFY(cancelled > 0);
    bench.restart(); // and it is not offered again
    bench.plugIn();  // the list of the interrupted ones comes before the first board
    QTRY_COMPARE_WITH_TIMEOUT(bench.ready(), kBoards, kCampaignLimitMs);
    QVERIFY(!bench.find<QWidget>("takeUp")->isVisible());
}

void CampaignReturnTest::reviewedThenStartedThenUndone()
{
    RealBench bench(*m_theme, *m_language);
    QVERIFY(bench.startBoards({}));
    bench.plugIn();
    QTRY_COMPARE_WITH_TIMEOUT(bench.ready(), kBoards, kCampaignLimitMs);

    // The plan, asked of the boards before anything is sent.
    bench.window().benchPage().openUpdateDialog(bench.makeImage());
    auto *dialog = bench.window().findChild<UpdateDialog *>();
    auto *review = dialog->findChild<QPushButton *>(QStringLiteral("reviewPlan"));
    QTRY_VERIFY_WITH_TIMEOUT(review->isEnabled(), kWindowLimitMs);
    QTest::mouseClick(review, Qt::LeftButton);
    auto *start = bench.find<QPushButton>("planStart");
    QTRY_VERIFY_WITH_TIMEOUT(start->isVisible() && start->isEnabled(), kWindowLimitMs);
    QCOMPARE(bench.find<QTableView>("previewTable")->model()->rowCount(), kBoards);
    QCOMPARE(bench.in(Phase::Queued), 0);
    QTest::mouseClick(start, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(bench.in(Phase::Updated), kBoards, kCampaignLimitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.window().campaign().running, kWindowLimitMs);

    // Its course was followed, and its record makes a sheet of paper.
    auto *page = bench.window().findChild<CampaignPage *>();
    const CourseModel &course = page->course();
    QCOMPARE(course.rowCount(), kBoards);
    for (int row = 0; row < kBoards; ++row) {
        const auto stretches =
            course.index(row, 0).data(CourseModel::CourseRole).value<Stretches>();
        QVERIFY(stretches.size() >= 6); // queued to updated
        QVERIFY(stretches.back().phase == Phase::Updated);
    }
    const QString sheet = bench.file(QStringLiteral("sheet.pdf"));
    auto *saver = bench.window().findChild<ReportSaver *>();
    saver->save(bench.window().campaign().id, ReportSaver::Content::AcceptanceSheet,
                ReportSaver::Format::Pdf, sheet);
    QTRY_VERIFY_WITH_TIMEOUT(QFile(sheet).size() > 1000, kWindowLimitMs);

    // What the boards ran before is in nobody's catalogue: that is said, and nothing is started.
    click(bench, "campaignReturn");
    QTRY_VERIFY_WITH_TIMEOUT(page->banner().error().has_value(), kWindowLimitMs);
    QCOMPARE(page->banner().error()->code, ErrorCode::NotFound);

    // A newer image over it can be taken back: this one is in the catalogue.
    const QString newer = bench.makeImage(320 * 1024, "2.1.0");
    bench.lab().startCampaign(planFor(bench, newer));
    const auto running = [&bench](const char *version) {
        return bench.count([version](const fleet::BoardState &board) {
            return board.phase == Phase::Updated && board.identity &&
                   board.identity->version == version;
        });
    };
    QTRY_COMPARE_WITH_TIMEOUT(running("2.1.0"), kBoards, kCampaignLimitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.window().campaign().running, kWindowLimitMs);
    click(bench, "campaignReturn");
    if (!QTest::currentTestFailed())
        answer(bench, "confirmReturn");
    if (QTest::currentTestFailed())
        return;
    QTRY_COMPARE_WITH_TIMEOUT(running("2.0.0"), kBoards, kCampaignLimitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.window().campaign().running, kWindowLimitMs);
}

QTEST_MAIN(CampaignReturnTest)
#include "campaign_return_test.moc"
