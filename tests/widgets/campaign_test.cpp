// The main job as a technician does it: the real window on the real laboratory and real virtual
// boards, driven by mouse and keyboard.
#include "real_bench.h"

#include "widgets/bench/update_dialog.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace otabench;
using namespace otabench::widgets;
using otabench::tests::RealBench;

namespace {

constexpr int kBoards = tests::RealBench::kBoards;
constexpr int kWindowLimitMs = 10'000;
constexpr int kCampaignLimitMs = 120'000; // seconds; a loaded machine with sanitizers takes longer

} // namespace

class CampaignTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void threeClicksUpdateEightBoards();
    void aFailedBoardIsExplainedAndRetried();

private:
    /// Update…, choose the image, Start.
    void clickThrough(RealBench &bench, const QString &image);

    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
};

void CampaignTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_language->setCurrent(QStringLiteral("en"));
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
}

void CampaignTest::clickThrough(RealBench &bench, const QString &image)
{
    auto *update = bench.find<QPushButton>("update");
    QTRY_VERIFY_WITH_TIMEOUT(update->isEnabled(), kWindowLimitMs);
    QTest::mouseClick(update, Qt::LeftButton);
    auto *dialog = bench.window().findChild<UpdateDialog *>();
    QVERIFY(dialog != nullptr);
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("chooseImage")),
                      Qt::LeftButton);
    auto *chooser = dialog->findChild<QFileDialog *>();
    QVERIFY(chooser != nullptr);
    auto *name = chooser->findChild<QLineEdit *>(QStringLiteral("fileNameEdit"));
    QTRY_VERIFY_WITH_TIMEOUT(name->isVisible(), kWindowLimitMs);
    name->setText(image);
    auto *open = chooser->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Open);
    QTRY_VERIFY_WITH_TIMEOUT(open->isEnabled(), kWindowLimitMs);
    QTest::mouseClick(open, Qt::LeftButton);
    auto *start = dialog->findChild<QPushButton *>(QStringLiteral("startUpdate"));
    QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), kWindowLimitMs); // a worker reads the image
    QVERIFY2(start->text().contains(QString::number(kBoards)), qPrintable(start->text()));
    QTest::mouseClick(start, Qt::LeftButton);
}

void CampaignTest::threeClicksUpdateEightBoards()
{
    RealBench bench(*m_theme, *m_language);
    QVERIFY(bench.startBoards({}));
    bench.plugIn();
    QTRY_COMPARE_WITH_TIMEOUT(bench.ready(), kBoards, kCampaignLimitMs);
    clickThrough(bench, bench.makeImage());
    if (QTest::currentTestFailed())
        return;
    QTRY_COMPARE_WITH_TIMEOUT(bench.in(Phase::Updated), kBoards, kCampaignLimitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.window().campaign().running, kWindowLimitMs);
    QCOMPARE(bench.shownStates().count(QStringLiteral("Updated")), kBoards);
    QCOMPARE(bench.count([](const fleet::BoardState &board) {
        return board.identity && board.identity->version == "2.0.0" &&
               board.identity->slot == "ota_1";
    }),
             kBoards);
    QCOMPARE(bench.window().campaign().updated, unsigned{kBoards});
    QVERIFY(!bench.find<QPushButton>("retryFailed")->isEnabled());
    // Asked once more after the update, each board tells that it trusts the lab's CA now.
    QTRY_COMPARE_WITH_TIMEOUT(bench.count([](const fleet::BoardState &board) {
        return board.identity && board.identity->trustedCas.size() == 1;
    }),
                              kBoards, kWindowLimitMs);
}

void CampaignTest::aFailedBoardIsExplainedAndRetried()
{
    RealBench bench(*m_theme, *m_language);
    QVERIFY(bench.startBoards({"--fault", "refuse@3"}));
    bench.plugIn();
    QTRY_COMPARE_WITH_TIMEOUT(bench.ready(), kBoards, kCampaignLimitMs);
    clickThrough(bench, bench.makeImage());
    if (QTest::currentTestFailed())
        return;
    QTRY_COMPARE_WITH_TIMEOUT(bench.in(Phase::Updated), kBoards - 1, kCampaignLimitMs);
    QTRY_COMPARE_WITH_TIMEOUT(bench.in(Phase::Failed), 1, kCampaignLimitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.window().campaign().running, kWindowLimitMs);

    // The one that needs somebody stands on top; its details say why and can be copied.
    QCOMPARE(bench.shownStates().front(), QStringLiteral("Failed"));
    auto *table = bench.find<QTableView>("benchTable");
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                      table->visualRect(table->model()->index(0, 0)).center());
    const auto banners = bench.find<QWidget>("detailPanel")->findChildren<ErrorBanner *>();
    const auto shown = [&banners] {
        return std::find_if(banners.begin(), banners.end(),
                            [](const ErrorBanner *each) { return each->isVisible(); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(shown() != banners.end(), kWindowLimitMs);
    const ErrorBanner *banner = *shown();
    QTest::mouseClick(banner->findChild<QPushButton *>(QStringLiteral("copyDetails")),
                      Qt::LeftButton);
    QVERIFY(!QGuiApplication::clipboard()->text().isEmpty());

    // Mended and plugged in again, it is updated by "Retry failed"; the others are left alone.
    bench.stopBoards();
    QTRY_COMPARE_WITH_TIMEOUT(bench.ready(), 0, kCampaignLimitMs);
    QVERIFY(bench.startBoards({}));
    QTRY_COMPARE_WITH_TIMEOUT(bench.ready(), kBoards, kCampaignLimitMs);
    auto *retry = bench.find<QPushButton>("retryFailed");
    QTRY_VERIFY_WITH_TIMEOUT(retry->isEnabled(), kWindowLimitMs);
    QTest::mouseClick(retry, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(bench.in(Phase::Updated), kBoards, kCampaignLimitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.window().campaign().running, kWindowLimitMs);
    QCOMPARE(bench.window().campaign().boards, 1U);
}

QTEST_MAIN(CampaignTest)
#include "campaign_test.moc"
