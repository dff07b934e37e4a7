#include "no_commands.h"

#include "main_window.h"
#include "options.h"
#include "single_instance.h"
#include "support_bundle_act.h"
#include "window_state.h"

#include "widgets/common/event_bridge.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"
#include "widgets/help/help_book.h"
#include "widgets/help/help_window.h"

#include <QApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileDialog>
#include <QHeaderView>
#include <QMessageBox>
#include <QProcess>
#include <QProgressDialog>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QSignalSpy>
#include <QSplitter>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace otabench;
using namespace otabench::widgets;

namespace {

constexpr int kLimitMs = 30'000;

/// A window as the program opens it, with a home of its own that can outlive it.
struct Window
{
    Window(Theme &theme, Language &language, const QTemporaryDir &home)
        : settings(home.filePath(QStringLiteral("s.ini")), QSettings::IniFormat)
        , window({bridge, commands, theme, language, settings,
                  Paths::below(home.path().toStdString())})
    {
        window.show();
    }

    QSettings settings;
    tests::NoCommands commands;
    EventBridge bridge;
    gui::MainWindow window;
};

QString built(const char *name)
{
    return qEnvironmentVariable("OTABENCH_BIN") + QLatin1Char('/') + QLatin1String(name);
}

/// The real program, in a runtime folder and a home of the test's own.
class Program : public QProcess
{
public:
    Program(const QString &runtime, const QString &home, const QStringList &arguments)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), runtime);
        environment.insert(QStringLiteral("OTABENCH_HOME"), home);
        setProcessEnvironment(environment);
        setProcessChannelMode(QProcess::ForwardedErrorChannel);
        start(built("otabench"), arguments);
    }

    ~Program() override
    {
        terminate();
        if (!waitForFinished(kLimitMs))
            kill();
        waitForFinished(kLimitMs);
    }
};

bool hasLogOf(const QString &home, const QByteArray &board)
{
    QDirIterator files(home + QStringLiteral("/data/logs"), QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(board))
            return true;
    }
    return false;
}

} // namespace

class DesktopTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_runtime = std::make_unique<QTemporaryDir>(); // mode 0700, as a runtime folder has
        qputenv("XDG_RUNTIME_DIR", m_runtime->path().toLocal8Bit());
        m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
        m_language = std::make_unique<Language>(*qApp);
        m_language->setCurrent(QStringLiteral("en"));
    }

    void windowsAreOpenedWhereTheyCanBeReached_data()
    {
        QTest::addColumn<QRect>("wanted");
        QTest::addColumn<QRect>("opened");
        const QRect plain(100, 100, 800, 600);
        QTest::newRow("inside") << plain << plain;
        QTest::newRow("on the second screen")
            << QRect(1400, 50, 800, 600) << QRect(1400, 50, 800, 600);
        QTest::newRow("partly outside, its title can be seen")
            << QRect(-300, 50, 800, 600) << QRect(-300, 50, 800, 600);
        QTest::newRow("right of everything")
            << QRect(5000, 100, 800, 600) << QRect(2560 - 800, 100, 800, 600);
        QTest::newRow("above: the title cannot be seen")
            << QRect(100, -50, 800, 600) << QRect(100, 0, 800, 600);
        QTest::newRow("a corner only") << QRect(-760, 100, 800, 600) << QRect(0, 100, 800, 600);
        QTest::newRow("of a larger screen that is gone")
            << QRect(3000, 2000, 3000, 2000) << QRect(1280, 0, 1280, 800);
    }

    void windowsAreOpenedWhereTheyCanBeReached()
    {
        QFETCH(QRect, wanted);
        QFETCH(QRect, opened);
        const QList<QRect> screens = {QRect(0, 0, 1280, 800), QRect(1280, 0, 1280, 800)};
        QCOMPARE(gui::reachable(wanted, screens), opened);
    }

    void theWindowComesBackAsItWas()
    {
        QRect geometry;
        {
            Window first(*m_theme, *m_language, *m_home);
            first.window.showPage(QStringLiteral("history"));
            first.window.setGeometry(40, 60, 900, 640);
            geometry = first.window.geometry();
            QVERIFY(first.window.close());
        }
        const Window second(*m_theme, *m_language, *m_home);
        QCOMPARE(second.window.geometry(), geometry);
        QVERIFY(second.window.page(QStringLiteral("history"))->isVisibleTo(&second.window));
    }

    void aWindowOfAScreenThatIsGoneComesBackOntoThisOne()
    {
        {
            Window first(*m_theme, *m_language, *m_home);
            first.window.move(9000, 9000);
            QVERIFY(first.window.close());
        }
        const Window second(*m_theme, *m_language, *m_home);
        const QRect screen = QGuiApplication::primaryScreen()->availableGeometry();
        QVERIFY(screen.contains(second.window.geometry().topLeft()));
    }

    void splittersAndColumnsComeBack()
    {
        QSettings settings(m_home->filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        QList<int> sizes;
        for (int round = 0; round < 2; ++round) {
            QMainWindow window;
            auto *splitter = new QSplitter(&window);
            splitter->setObjectName(QStringLiteral("split"));
            auto *table = new QTableWidget(2, 3, splitter);
            table->setObjectName(QStringLiteral("table"));
            splitter->addWidget(new QWidget(splitter));
            window.setCentralWidget(splitter);
            window.resize(800, 400);
            gui::WindowState state(window, settings);
            state.restore();
            window.show();
            if (round == 0) {
                splitter->setSizes({300, 500});
                table->horizontalHeader()->resizeSection(1, 77);
                sizes = splitter->sizes();
                state.save();
            } else {
                QCOMPARE(splitter->sizes(), sizes);
                QCOMPARE(table->horizontalHeader()->sectionSize(1), 77);
            }
        }
        // Another version of the program, with a column more, keeps its own.
        QMainWindow window;
        auto *table = new QTableWidget(2, 4, &window);
        table->setObjectName(QStringLiteral("table"));
        window.setCentralWidget(table);
        gui::WindowState(window, settings).restore();
        QCOMPARE(table->horizontalHeader()->count(), 4);
        QVERIFY(table->horizontalHeader()->sectionSize(1) != 77);
    }

    void everyPageHasAChapterOfTheHelpAndF1OpensIt()
    {
        Window opened(*m_theme, *m_language, *m_home);
        QStringList chapters;
        const HelpBook book(QStringLiteral("en"));
        for (const HelpBook::Chapter &chapter : book.chapters())
            chapters << chapter.name;
        for (const QString &page : opened.window.pages()) {
            QVERIFY2(chapters.contains(page), qPrintable(page));
            opened.window.showPage(page);
            opened.window.activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(&opened.window));
            QTest::keyClick(&opened.window, Qt::Key_F1);
            auto *help = opened.window.findChild<HelpWindow *>();
            QVERIFY(help != nullptr);
            QCOMPARE(help->chapter(), page);
        }
    }

    void theSupportBundleIsWrittenWithProgress()
    {
        Window opened(*m_theme, *m_language, *m_home);
        const QString file = m_home->filePath(QStringLiteral("bundle.tar.gz"));
        opened.window.saveSupportBundle();
        auto *dialog = opened.window.findChild<QFileDialog *>(QStringLiteral("supportBundleFile"));
        QVERIFY(dialog != nullptr);
        Q_EMIT dialog->fileSelected(file);
        dialog->close();
        QVERIFY(opened.window.findChild<QProgressDialog *>(
                    QStringLiteral("supportBundleProgress")) != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(opened.window.findChild<QMessageBox *>(
                                     QStringLiteral("supportBundleWritten")) != nullptr,
                                 kLimitMs);
        QVERIFY(QFileInfo(file).size() > 500);
        QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void aSupportBundleThatIsCancelledIsNotWritten()
    {
        Window opened(*m_theme, *m_language, *m_home);
        gui::SupportBundleAct act(Paths::below(m_home->path().toStdString()), {}, opened.window);
        QSignalSpy finished(&act, &gui::SupportBundleAct::finished);
        const QString file = m_home->filePath(QStringLiteral("bundle.tar.gz"));
        act.write(file);
        auto *progress =
            opened.window.findChild<QProgressDialog *>(QStringLiteral("supportBundleProgress"));
        progress->findChild<QPushButton *>()->click();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kLimitMs);
        QCOMPARE(finished.front().front().toBool(), false);
        QVERIFY(!QFileInfo::exists(file));
    }

    void pathsOfALaterProgramAreThoseOfItsFolder()
    {
        gui::Options options;
        options.image = QStringLiteral("build/app.bin");
        options.boards =
            QStringList{QStringLiteral("pty:boards/vb-01"), QStringLiteral("/dev/ttyUSB0"),
                        QStringLiteral("tcp://host:1")};
        const gui::Options seen = options.seenFrom(QStringLiteral("/srv/lab"));
        QCOMPARE(seen.image, QStringLiteral("/srv/lab/build/app.bin"));
        QCOMPARE(seen.boards,
                 (QStringList{QStringLiteral("pty:/srv/lab/boards/vb-01"),
                              QStringLiteral("/dev/ttyUSB0"), QStringLiteral("tcp://host:1")}));
    }

    void aFirstThatDoesNotAnswerStopsNobody()
    {
        const Paths paths = Paths::below(m_home->path().toStdString());
        gui::SingleInstance first(paths);
        QCOMPARE(first.begin({QStringLiteral("otabench")}), gui::SingleInstance::Role::First);
        // Its event loop does not run: it takes no call. Another home is another matter.
        gui::SingleInstance second(paths);
        QElapsedTimer time;
        time.start();
        QCOMPARE(second.begin({QStringLiteral("otabench")}), gui::SingleInstance::Role::Alone);
        QVERIFY(time.elapsed() < 10'000);
        gui::SingleInstance other(Paths::below("/nonexistent"));
        QCOMPARE(other.begin({QStringLiteral("otabench")}), gui::SingleInstance::Role::First);
    }

    void aRuntimeFolderOfSomebodyElseIsNotUsed()
    {
        QTemporaryDir open;
        QFile::setPermissions(open.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                               QFile::ReadOther | QFile::ExeOther);
        qputenv("XDG_RUNTIME_DIR", open.path().toLocal8Bit());
        qputenv("TMPDIR", m_home->path().toLocal8Bit());
        gui::SingleInstance instance(Paths::below(m_home->path().toStdString()));
        QCOMPARE(instance.begin({QStringLiteral("otabench")}), gui::SingleInstance::Role::First);
        QVERIFY(QDir(open.path()).isEmpty());
        qunsetenv("TMPDIR");
    }

    void aLaterProgramHandsOverAndEnds()
    {
        const QString home = m_home->filePath(QStringLiteral("home"));
        QProcess boards;
        boards.start(built("otabench-board"),
                     {QStringLiteral("--dir"), m_home->filePath(QStringLiteral("boards"))});
        QVERIFY(boards.waitForReadyRead(kLimitMs)); // its line: the board is up

        const auto first = std::make_unique<Program>(m_runtime->path(), home, QStringList());
        QTRY_VERIFY_WITH_TIMEOUT(isListening(), kLimitMs);
        Program later(m_runtime->path(), home,
                      {QStringLiteral("--board"),
                       QStringLiteral("pty:") + m_home->filePath(QStringLiteral("boards/vb-01"))});
        QVERIFY(later.waitForFinished(kLimitMs));
        QCOMPARE(later.exitStatus(), QProcess::NormalExit);
        QCOMPARE(later.exitCode(), 0);
        QCOMPARE(first->state(), QProcess::Running);
        // The first has the board now: it keeps what the board prints.
        QTRY_VERIFY_WITH_TIMEOUT(hasLogOf(home, "vb-01"), kLimitMs);

        // Wrong usage is the later one's own matter.
        Program wrong(m_runtime->path(), home, {QStringLiteral("--no-such-option")});
        QVERIFY(wrong.waitForFinished(kLimitMs));
        QCOMPARE(wrong.exitCode(), 2);
        boards.terminate();
        boards.waitForFinished(kLimitMs);
    }

    void whatAKilledProgramLeavesIsInNobodysWay()
    {
        const QString home = m_home->filePath(QStringLiteral("home"));
        {
            Program killed(m_runtime->path(), home, {});
            QTRY_VERIFY_WITH_TIMEOUT(isListening(), kLimitMs);
            killed.kill();
            QVERIFY(killed.waitForFinished(kLimitMs));
        }
        QVERIFY(isListening()); // its socket is still there
        Program next(m_runtime->path(), home, {});
        QVERIFY(next.waitForStarted(kLimitMs));
        Program later(m_runtime->path(), home, {});
        // Either may be the first now; the other hands over to it.
        QTRY_VERIFY_WITH_TIMEOUT(next.state() == QProcess::NotRunning ||
                                     later.state() == QProcess::NotRunning,
                                 kLimitMs);
        Program &ended = next.state() == QProcess::NotRunning ? next : later;
        Program &runs = next.state() == QProcess::NotRunning ? later : next;
        QCOMPARE(ended.exitCode(), 0);
        QCOMPARE(runs.state(), QProcess::Running);
    }

private:
    [[nodiscard]] bool isListening() const
    {
        const QDir folder(m_runtime->filePath(QStringLiteral("otabench")));
        return !folder.entryList({QStringLiteral("*.socket")}, QDir::System | QDir::Files)
                    .isEmpty();
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<QTemporaryDir> m_runtime;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Language> m_language;
};

QTEST_MAIN(DesktopTest)
#include "desktop_test.moc"
