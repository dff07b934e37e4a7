// From a home where otabench has never been to the first updated board, by mouse and keyboard, and
// then the ways people change how it looks. Real boards, real laboratory.
#include "real_bench.h"

#include "base/files.h"
#include "widgets/bench/update_dialog.h"
#include "widgets/common/language.h"
#include "widgets/common/status_strip.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <filesystem>

using namespace otabench;
using namespace otabench::widgets;
using otabench::tests::RealBench;

namespace {

constexpr int kWindowLimitMs = 10'000;
constexpr int kCampaignLimitMs = 120'000;

void click(QWidget *widget)
{
    QTest::mouseClick(widget, Qt::LeftButton);
}

} // namespace

class FirstRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fromNothingToTheFirstUpdatedBoard();
    void languageAndThemeAreKept();

private:
    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
};

void FirstRunTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_language->setCurrent(QStringLiteral("en"));
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
}

void FirstRunTest::fromNothingToTheFirstUpdatedBoard()
{
    RealBench bench(*m_theme, *m_language);
    QVERIFY(!std::filesystem::exists(bench.paths().certificates() / "ca.pem"));
    QVERIFY(bench.startBoards({}));

    // The empty bench says what to do; its button asks for the address.
    auto *add = bench.find<QPushButton>("addFirstBoard");
    QVERIFY(add->isVisible());
    click(add);
    auto *dialog = bench.find<QDialog>("addBoardDialog");
    QVERIFY(dialog != nullptr);
    QTest::keyClicks(dialog->findChild<QWidget *>(QStringLiteral("boardAddress")), bench.port(1));
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(bench.ready(), 1, kCampaignLimitMs);

    // Update…, the image, Start.
    auto *update = bench.find<QPushButton>("update");
    QTRY_VERIFY_WITH_TIMEOUT(update->isEnabled(), kWindowLimitMs);
    click(update);
    auto *plan = bench.window().findChild<UpdateDialog *>();
    QVERIFY(plan != nullptr);
    click(plan->findChild<QPushButton *>(QStringLiteral("chooseImage")));
    auto *chooser = plan->findChild<QFileDialog *>();
    QVERIFY(chooser != nullptr);
    auto *name = chooser->findChild<QLineEdit *>(QStringLiteral("fileNameEdit"));
    QTRY_VERIFY_WITH_TIMEOUT(name->isVisible(), kWindowLimitMs);
    name->setText(bench.makeImage());
    auto *open = chooser->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Open);
    QTRY_VERIFY_WITH_TIMEOUT(open->isEnabled(), kWindowLimitMs);
    click(open);
    auto *start = plan->findChild<QPushButton *>(QStringLiteral("startUpdate"));
    QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), kWindowLimitMs);
    click(start);
    QTRY_COMPARE_WITH_TIMEOUT(bench.in(Phase::Updated), 1, kCampaignLimitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.window().campaign().running, kWindowLimitMs);

    // The CA was made on the way, its key for nobody else, and the strip says how long it holds.
    const auto key = bench.paths().certificates() / "ca.key";
    QVERIFY(std::filesystem::exists(key));
    const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    QVERIFY((std::filesystem::status(key).permissions() & others) == std::filesystem::perms::none);
    QTRY_VERIFY_WITH_TIMEOUT(
        bench.window().findChild<StatusStrip *>()->summary().contains(QStringLiteral("CA")),
        kWindowLimitMs);
}

void FirstRunTest::languageAndThemeAreKept()
{
    RealBench bench(*m_theme, *m_language);
    auto *languages = bench.find<QComboBox>("languageBox");
    languages->setCurrentIndex(languages->findData(QStringLiteral("zh_CN")));
    auto *themes = bench.find<QComboBox>("themeBox");
    themes->setCurrentIndex(themes->findData(QStringLiteral("dark")));
    QCoreApplication::sendPostedEvents();
    QCOMPARE(m_theme->scheme(), Scheme::Dark);
    QCOMPARE(bench.window().pageWord(QStringLiteral("logs")), QStringLiteral("日志"));
    bench.restart();
    QCOMPARE(bench.find<QComboBox>("languageBox")->currentData().toString(),
             QStringLiteral("zh_CN"));
    QCOMPARE(bench.find<QComboBox>("themeBox")->currentData().toString(), QStringLiteral("dark"));
    m_language->setCurrent(QStringLiteral("en"));
    m_theme->setMode(Theme::Mode::Light);
}

QTEST_MAIN(FirstRunTest)
#include "first_run_test.moc"
