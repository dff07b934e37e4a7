// The main job as a technician does it: the real window on the real laboratory and real virtual
// boards, driven by mouse and keyboard.
#include "base/core_loop.h"
#include "base/paths.h"
#include "image/maker.h"
#include "lab_client.h"
#include "main_window.h"
#include "support/process.h"
#include "widgets/bench/bench_model.h"
#include "widgets/bench/bench_page.h"
#include "widgets/bench/update_dialog.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/event_bridge.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace otabench;
using namespace otabench::widgets;

namespace {

constexpr int kBoards = 8;
constexpr int kWindowLimitMs = 10'000;
constexpr int kCampaignLimitMs = 120'000; // seconds; a loaded machine with sanitizers takes longer

/// The program as app/gui/main.cpp puts it together, and boards beside it.
class RealBench
{
public:
    RealBench(Theme &theme, Language &language)
        : m_settings(m_home.filePath(QStringLiteral("otabench.ini")), QSettings::IniFormat)
        , m_loop("otabench-core")
        , m_lab(m_loop, m_bridge,
                {.paths = Paths::below(m_home.path().toStdString()),
                 .databaseUrl = {},
                 .keepHistory = true})
        , m_window(gui::MainWindow::Parts{m_bridge, m_lab, theme, language, m_settings,
                                          Paths::below(m_home.path().toStdString())})
    {
        m_window.show();
    }

    /// Boards vb-01 to vb-08 with the flash contents of the last start.
    bool startBoards(const std::vector<std::string> &arguments)
    {
        const std::string folder = m_home.filePath(QStringLiteral("boards")).toStdString();
        support::Command command{.arguments = {support::builtProgram("otabench-board"), "--count",
                                               std::to_string(kBoards), "--dir", folder}};
        command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
        m_boards = std::make_unique<support::Process>(command);
        return m_boards->waitFor([](const std::string &out, const std::string &) {
            return std::count(out.begin(), out.end(), '\n') >= kBoards;
        });
    }

    void stopBoards()
    {
        m_boards->signal(SIGTERM);
        m_boards->wait();
        m_boards.reset();
    }

    void plugIn()
    {
        for (int number = 1; number <= kBoards; ++number)
            m_lab.addBoard(QStringLiteral("pty:%1/boards/vb-%2")
                               .arg(m_home.path())
                               .arg(number, 2, 10, QLatin1Char('0')),
                           {});
    }

    QString makeImage()
    {
        image::MakeOptions options;
        options.project = "otabench-demo";
        options.version = "2.0.0";
        options.sizeBytes = 256 * 1024;
        const auto bytes = image::makeImage(options);
        const QString name = m_home.filePath(QStringLiteral("demo-2.0.0.bin"));
        QFile file(name);
        if (!bytes || !file.open(QIODevice::WriteOnly))
            return {};
        file.write(reinterpret_cast<const char *>(bytes->data()),
                   static_cast<qint64>(bytes->size()));
        return name;
    }

    /// Boards of which the predicate holds.
    template <typename Predicate>
    [[nodiscard]] int count(Predicate holds) const
    {
        int found = 0;
        for (int row = 0; row < m_window.bench().rowCount(); ++row)
            found += holds(m_window.bench().board(row)) ? 1 : 0;
        return found;
    }

    [[nodiscard]] int ready() const
    {
        return count([](const fleet::BoardState &board) {
            return board.port == fleet::PortState::Open && board.identity.has_value();
        });
    }

    [[nodiscard]] int in(Phase phase) const
    {
        return count([phase](const fleet::BoardState &board) { return board.phase == phase; });
    }

    /// What the State column of the table on the screen says, a word a row.
    [[nodiscard]] QStringList shownStates()
    {
        const QAbstractItemModel *model = find<QTableView>("benchTable")->model();
        QStringList words;
        for (int row = 0; row < model->rowCount(); ++row)
            words
                << model->index(row, static_cast<int>(BenchModel::Column::State)).data().toString();
        return words;
    }

    template <typename Widget>
    Widget *find(const char *name)
    {
        return m_window.findChild<Widget *>(QLatin1String(name));
    }

    gui::MainWindow &window() { return m_window; }

private:
    // Ended in reverse: the window, the boards, the lab on its loop, the loop, the bridge.
    QTemporaryDir m_home;
    QSettings m_settings;
    EventBridge m_bridge;
    CoreLoop m_loop;
    gui::LabClient m_lab;
    std::unique_ptr<support::Process> m_boards;
    gui::MainWindow m_window;
};

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
    auto *banner = bench.find<QWidget>("detailPanel")->findChild<ErrorBanner *>();
    QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), kWindowLimitMs);
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
