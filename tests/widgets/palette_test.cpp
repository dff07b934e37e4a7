#include "made_up_boards.h"
#include "no_commands.h"

#include "main_window.h"
#include "widgets/common/command_palette.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QListView>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace otabench;
using namespace otabench::widgets;

namespace {

struct Bench
{
    Bench(Theme &theme, Language &language)
        : settings(home.filePath(QStringLiteral("s.ini")), QSettings::IniFormat)
        , window(gui::MainWindow::Parts{bridge, commands, theme, language, settings,
                                        Paths::below(home.path().toStdString())})
    {
        window.show();
        QApplication::setActiveWindow(&window);
    }

    void feed(const EventBatch &batch)
    {
        for (const auto &board : batch.boards)
            bridge.onBoard(board);
        for (const auto &campaign : batch.campaigns)
            bridge.onCampaign(campaign);
        bridge.drain();
    }

    /// Opens the palette by its key, types, and presses Enter.
    void command(const QString &typed)
    {
        QApplication::setActiveWindow(&window); // the platform has no window manager for that
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        auto *palette = window.findChild<CommandPalette *>();
        QVERIFY(palette != nullptr);
        auto *text = palette->findChild<QLineEdit *>(QStringLiteral("paletteText"));
        QTest::keyClicks(text, typed);
        QTest::keyClick(text, Qt::Key_Return);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    QTemporaryDir home;
    QSettings settings;
    tests::NoCommands commands;
    EventBridge bridge;
    gui::MainWindow window;
};

} // namespace

class PaletteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wordsInAnyOrderFindTheBestFirst();
    void everyPageIsReached();
    void anActOfAPageIsDone();
    void aBoardIsFoundByItsAddress();
    void onlyWhatIsPossibleIsOffered();
    void escapeLeavesEverythingAsItWas();

private:
    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
};

void PaletteTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
}

void PaletteTest::wordsInAnyOrderFindTheBestFirst()
{
    const auto score = [](const char *text, const char *typed) {
        return paletteScore(QString::fromUtf8(text), QString::fromUtf8(typed));
    };
    QVERIFY(!score("Retry failed", "reset"));
    QVERIFY(score("Retry failed", "fail retry"));
    QVERIFY(*score("Update", "up") > *score("Look up", "up"));
    QVERIFY(*score("Update boards", "boa") > *score("Keyboards", "boa"));
    QVERIFY(*score("Keyboards", "boa") > *score("Best of all", "boa"));
    QVERIFY(score("Café", "cafe"));
    QVERIFY(score("更新板子", "板子"));
}

void PaletteTest::everyPageIsReached()
{
    Bench bench(*m_theme, *m_language);
    const QStringList pages = bench.window.pages();
    QVERIFY(pages.size() >= 9);
    for (const QString &page : pages) {
        bench.command(bench.window.pageWord(page) + QStringLiteral(" page"));
        QVERIFY2(bench.window.page(page)->isVisible(), qPrintable(page));
    }
}

void PaletteTest::anActOfAPageIsDone()
{
    Bench bench(*m_theme, *m_language);
    bench.feed([] {
        EventBatch batch;
        batch.boards.push_back(tests::idleBoard(1));
        return batch;
    }());
    bench.window.showPage(QStringLiteral("settings"));
    bench.command(QStringLiteral("add board"));
    QVERIFY(bench.window.page(QStringLiteral("bench"))->isVisible());
    const auto dialogs = bench.window.findChildren<QDialog *>();
    QVERIFY(std::any_of(dialogs.begin(), dialogs.end(),
                        [](const QDialog *dialog) { return dialog->isVisible(); }));
}

void PaletteTest::aBoardIsFoundByItsAddress()
{
    Bench bench(*m_theme, *m_language);
    bench.feed(tests::midCampaign(8));
    bench.window.showPage(QStringLiteral("settings"));
    bench.command(QStringLiteral("24:6f:28:00:00:05"));
    QVERIFY(bench.window.page(QStringLiteral("bench"))->isVisible());
    QVERIFY(bench.window.findChild<QWidget *>(QStringLiteral("detailPanel"))->isVisible());
}

void PaletteTest::onlyWhatIsPossibleIsOffered()
{
    Bench bench(*m_theme, *m_language);
    QTest::keyClick(&bench.window, Qt::Key_K, Qt::ControlModifier);
    auto *palette = bench.window.findChild<CommandPalette *>();
    auto *text = palette->findChild<QLineEdit *>(QStringLiteral("paletteText"));
    auto *list = palette->findChild<QListView *>(QStringLiteral("paletteList"));
    QTest::keyClicks(text, QStringLiteral("retry failed")); // nothing has failed
    for (int row = 0; row < list->model()->rowCount(); ++row)
        QVERIFY(!list->model()->index(row, 0).data().toString().startsWith(
            QStringLiteral("Retry failed")));
    text->setText(QStringLiteral("qqxyz"));
    QVERIFY(!list->isVisible());
    QTest::keyClick(text, Qt::Key_Return); // nothing to do: nothing happens
    QVERIFY(palette->isVisible());
}

void PaletteTest::escapeLeavesEverythingAsItWas()
{
    Bench bench(*m_theme, *m_language);
    bench.window.showPage(QStringLiteral("logs"));
    QTest::keyClick(&bench.window, Qt::Key_K, Qt::ControlModifier);
    auto *palette = bench.window.findChild<CommandPalette *>();
    QTest::keyClick(palette->findChild<QLineEdit *>(QStringLiteral("paletteText")), Qt::Key_Escape);
    QVERIFY(!palette->isVisible());
    QVERIFY(bench.window.page(QStringLiteral("logs"))->isVisible());
}

QTEST_MAIN(PaletteTest)
#include "palette_test.moc"
