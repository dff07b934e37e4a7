#include "board_handshake.h"
#include "demonstration.h"
#include "desktop_scheme.h"
#include "lab_client.h"
#include "main_window.h"
#include "options.h"
#include "quit_signals.h"
#include "single_instance.h"

#include "base/core_loop.h"
#include "base/paths.h"
#include "widgets/bench/bench_model.h"
#include "widgets/bench/bench_page.h"
#include "widgets/common/event_bridge.h"
#include "widgets/common/icons.h"
#include "widgets/common/language.h"
#include "widgets/common/record_choice.h"
#include "widgets/common/theme.h"
#include "widgets/doctor/doctor_page.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QThreadPool>
#include <QTimer>

#include <csignal>
#include <cstdio>

namespace {

using namespace otabench;

constexpr int kUsageStatus = 2;
constexpr int kDemonstrationBoards = 8;
constexpr std::chrono::seconds kDoctorAfter{2}; // the window is up and drawn by then

void setUpApplication()
{
    QApplication::setAttribute(Qt::AA_EnableHighDpiScaling);
    QApplication::setAttribute(Qt::AA_UseHighDpiPixmaps);
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(
        Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QCoreApplication::setApplicationName(QStringLiteral("otabench"));
    QCoreApplication::setApplicationVersion(QStringLiteral(OTABENCH_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.otabench.otabench"));
}

/// With --start: begins the update once every expected board has said who it is and the image is
/// there. Returns through `started`.
class AutoStart : public QObject
{
public:
    AutoStart(const gui::MainWindow &window, widgets::LabCommands &commands, int boards,
              fleet::Profile profile, std::function<void()> started)
        : m_window(window)
        , m_commands(commands)
        , m_boards(boards)
        , m_profile(std::move(profile))
        , m_started(std::move(started))
    {
    }

    void setImage(const QString &file)
    {
        m_image = file;
        tryToStart();
    }

    void tryToStart()
    {
        const widgets::BenchModel &bench = m_window.bench();
        if (m_done || m_image.isEmpty() || bench.rowCount() < m_boards)
            return;
        fleet::CampaignPlan plan;
        plan.image = m_image.toStdString();
        plan.profile = m_profile;
        for (int row = 0; row < bench.rowCount(); ++row) {
            const fleet::BoardState &board = bench.board(row);
            const bool mustAnswer = board.profile.kind == fleet::ProfileKind::Agent;
            if (board.port != fleet::PortState::Open || (mustAnswer && !board.identity))
                return;
            plan.boards.push_back(board.id);
        }
        m_done = true;
        m_commands.startCampaign(plan);
        m_started();
    }

private:
    const gui::MainWindow &m_window;
    widgets::LabCommands &m_commands;
    int m_boards;
    fleet::Profile m_profile;
    std::function<void()> m_started;
    QString m_image;
    bool m_done = false;
};

void takeScreenshot(gui::MainWindow &window, const gui::Options &options)
{
    QTimer::singleShot(options.screenshotAfter, &window, [&window, file = options.screenshot] {
        if (window.bench().rowCount() > 0)
            window.benchPage().selectBoard(window.bench().board(0).id);
        QTimer::singleShot(300, &window, [&window, file] {
            const bool written = window.grab().save(file);
            if (!written)
                std::fprintf(stderr, "otabench: the picture cannot be written to %s\n",
                             qUtf8Printable(file));
            QCoreApplication::exit(written ? 0 : 1);
        });
    });
}

/// What stays while the window is opened anew.
struct Desk
{
    const Paths &paths;
    QSettings &settings;
    widgets::Language &language;
    widgets::Theme &theme;
    gui::SingleInstance &instance;
};

/// One window with its lab. Returns whether it was closed to be opened anew.
bool runWindow(const Desk &desk, const gui::Options &options, int &status)
{
    const widgets::RecordChoice record = widgets::RecordChoice::load(desk.settings);
    // Destroyed in reverse: the window, the lab on its loop, the loop's thread, then the bridge.
    widgets::EventBridge bridge;
    CoreLoop loop("otabench-core");
    gui::LabClient lab(loop, bridge,
                       {.paths = desk.paths,
                        .databaseUrl = record.url,
                        .operatorName = record.operatorName,
                        .stationName = record.station,
                        .keepHistory = true,
                        .keepAwake = fleet::KeepAwake::DuringCampaigns,
                        .observeServer = true},
                       options.profile);
    gui::Demonstration demonstration;
    const gui::QuitSignals quitSignals;
    gui::MainWindow window({bridge, lab, desk.theme, desk.language, desk.settings, desk.paths,
                            record.url, shakeHandsAsBoard});

    QObject::connect(&demonstration, &gui::Demonstration::boardUp, &window,
                     [&lab](const QString &address) { lab.addBoard(address, {}); });
    QObject::connect(&demonstration, &gui::Demonstration::imageReady, &window,
                     &gui::MainWindow::addRecentImage);
    QObject::connect(&demonstration, &gui::Demonstration::failed, &window,
                     [&bridge](const Error &error) {
                         bridge.onFailure({widgets::Command::StartDemonstration, error});
                     });
    QObject::connect(&window, &gui::MainWindow::demonstrationRequested, &demonstration,
                     &gui::Demonstration::start);

    const int expected = options.boards.size() + (options.demo ? kDemonstrationBoards : 0);
    AutoStart autoStart(window, lab, expected, options.profile, [&] {
        if (!options.screenshot.isEmpty())
            takeScreenshot(window, options);
    });
    if (options.start) {
        QObject::connect(&bridge, &widgets::EventBridge::batchReady, &autoStart,
                         [&autoStart] { autoStart.tryToStart(); });
        QObject::connect(&demonstration, &gui::Demonstration::imageReady, &autoStart,
                         &AutoStart::setImage);
    } else if (!options.screenshot.isEmpty()) {
        takeScreenshot(window, options);
    }

    // Not on a picture's behalf: its rail would depend on the computer it was taken on.
    if (options.screenshot.isEmpty())
        QTimer::singleShot(kDoctorAfter, &window, [&window] { window.doctorPage().check(); });

    const auto open = [&](const gui::Options &asked) {
        if (asked.demo)
            demonstration.start();
        for (const QString &address : asked.boards)
            lab.addBoard(address, asked.profile);
        if (!asked.image.isEmpty())
            window.addRecentImage(asked.image);
    };
    QObject::connect(&desk.instance, &gui::SingleInstance::called, &window,
                     [&](const QStringList &arguments, const QString &folder) {
                         if (const auto asked = gui::OptionsParser::parse(arguments))
                             open(asked->seenFrom(folder));
                         window.comeForward();
                     });
    open(options.seenFrom(QDir::currentPath()));
    if (!options.demo && options.boards.isEmpty())
        lab.scanPorts();
    if (!options.image.isEmpty() && options.start)
        autoStart.setImage(QFileInfo(options.image).absoluteFilePath());
    window.show();
    status = QApplication::exec();
    return window.startsAgain();
}

int run(QApplication &application)
{
    widgets::Language language(application);
    auto options = gui::OptionsParser::parse(application.arguments());
    if (!options)
        return kUsageStatus;
    const Paths paths = Paths::fromEnvironment();
    gui::SingleInstance instance(paths);
    const bool mayHandOver = options->screenshot.isEmpty(); // a picture is of this very window
    if (mayHandOver && instance.begin(application.arguments()) == gui::SingleInstance::Role::Later)
        return 0;
    QSettings settings(QString::fromStdString((paths.config / "otabench.ini").string()),
                       QSettings::IniFormat);
    language.setCurrent(options->language.isEmpty()
                            ? settings.value(QStringLiteral("appearance/language")).toString()
                            : options->language);
    const QString themeName = options->theme.isEmpty()
                                  ? settings.value(QStringLiteral("appearance/theme")).toString()
                                  : options->theme;
    widgets::Theme theme(application, widgets::Theme::modeFromName(themeName).value_or(
                                          widgets::Theme::Mode::System));
    const gui::DesktopScheme desktopScheme(theme);
    theme.setTextPercent(settings.value(QStringLiteral("appearance/textPercent"), 100).toInt());
    QGuiApplication::setWindowIcon(
        QIcon(QStringLiteral(":/otabench/icons/org.otabench.otabench.svg")));

    int status = 0;
    while (runWindow({paths, settings, language, theme, instance}, *options, status))
        options->start = false; // once
    return status;
}

} // namespace

int main(int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    setUpApplication();
    QApplication application(argc, argv);
    const int status = run(application);
    QThreadPool::globalInstance()->waitForDone(); // ends the workers before OpenSSL ends
    return status;
}
