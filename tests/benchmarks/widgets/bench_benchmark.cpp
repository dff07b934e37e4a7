// How smooth the window stays on a busy bench: every board changes ten times a second, through the
// bridge, into the real window. Prints, for the table, the wall and the table with a board's panel,
// the time from a batch's delivery to the end of its painting, how much of it the GUI thread was at
// work (on a busy machine it waits for its turn the rest of the time), and its share of a core.
//
//   bench_benchmark [BOARDS (500)] [SECONDS (10)]      exit status 1: a limit is passed
#include "made_up_boards.h"
#include "no_commands.h"

#include "main_window.h"
#include "widgets/bench/bench_page.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QTimer>
#include <QToolButton>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>
#include <vector>

#include <time.h>

namespace {

using namespace otabench;
using namespace otabench::widgets;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int kChangesPerSecond = 10;
constexpr double kFrameLimitMs = 16;
constexpr double kShareLimit = 0.20;

/// The calling thread's time on a core.
double threadSeconds()
{
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

/// Notes how long it takes from what makes a change (a batch of the bridge, or a timer of the
/// models: sorting, waiting times) to the end of the painting that shows it. What changes nothing
/// in sight is no frame.
class TimedApplication : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (event->type() == QEvent::Timer && qobject_cast<QTimer *>(receiver) != nullptr) {
            m_start = Clock::now();
            m_workAtStart = threadSeconds();
        }
        const bool isPaint = event->type() == QEvent::UpdateRequest;
        const bool done = QApplication::notify(receiver, event);
        if (isPaint && m_start != Clock::time_point{}) {
            frames.push_back(
                std::chrono::duration<double, std::milli>(Clock::now() - m_start).count());
            work.push_back((threadSeconds() - m_workAtStart) * 1000);
            m_start = {};
        }
        return done;
    }

    void clear()
    {
        frames.clear();
        work.clear();
        batches = 0;
    }

    std::vector<double> frames; ///< ms, changed to painted
    std::vector<double> work;   ///< ms of the thread's own time in each of them
    int batches = 0;

private:
    Clock::time_point m_start;
    double m_workAtStart = 0;
};

/// The boards, on a thread as the core loop is: each changes ten times a second, not all at once.
class BusyBoards
{
public:
    BusyBoards(EventBridge &bridge, int count)
        : m_bridge(bridge)
    {
        EventBatch batch = tests::midCampaign(count);
        m_campaign = batch.campaigns.front();
        m_boards = std::move(batch.boards);
        for (const fleet::BoardState &board : m_boards)
            m_bridge.onBoard(board);
        m_bridge.onCampaign(m_campaign);
        m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
    }

private:
    void run(const std::stop_token &stop)
    {
        constexpr milliseconds kStep{2};
        const std::size_t each =
            std::max<std::size_t>(1, m_boards.size() * kChangesPerSecond * kStep.count() / 1000);
        std::size_t next = 0;
        for (auto due = Clock::now(); !stop.stop_requested(); due += kStep) {
            for (std::size_t i = 0; i < each; ++i, ++next)
                change(m_boards[next % m_boards.size()], next / m_boards.size());
            std::this_thread::sleep_until(due);
        }
    }

    void change(fleet::BoardState &board, std::size_t round)
    {
        board.lastLogLine =
            fmt::format("I ({}) esp_https_ota: Image bytes read: {}", round * 100, board.bytes);
        if (board.phase == Phase::Downloading) {
            board.bytes += 12'000;
            board.bytesPerSecond = 110'000 + static_cast<double>(round * 7919 % 20'000);
            if (board.bytes >= board.total)
                board.phase = Phase::Rebooting;
        } else if (round % 40 == 0) { // boards change places while the table is sorted
            board.phase = Phase::Downloading;
            board.bytes = 0;
        }
        m_bridge.onBoard(board);
    }

    EventBridge &m_bridge;
    std::vector<fleet::BoardState> m_boards;
    fleet::CampaignState m_campaign;
    std::jthread m_thread;
};

double percentile(std::vector<double> values, double part)
{
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

/// Lets the boards change for so long, and judges.
bool measure(TimedApplication &application, const char *what, std::chrono::seconds length)
{
    const auto runFor = [](milliseconds time) {
        QTimer::singleShot(time, qApp, &QCoreApplication::quit);
        QApplication::exec();
    };
    runFor(milliseconds(1500)); // fonts, icons and layouts are there
    application.clear();
    const double before = threadSeconds();
    const auto start = Clock::now();
    runFor(length);
    const double wall = std::chrono::duration<double>(Clock::now() - start).count();
    const double share = (threadSeconds() - before) / wall;
    const std::vector<double> &frames = application.frames;
    if (frames.empty()) {
        std::printf("%-16s nothing was painted\n", what);
        return false;
    }
    const double last = percentile(frames, 0.99);
    const bool isGood = last < kFrameLimitMs && share < kShareLimit;
    std::printf(
        "%-16s %4.1f batches/s %4.1f frames/s   median %5.2f ms   90 %% %5.2f   99 %% %5.2f   "
        "most %5.2f   at work 99 %% %5.2f ms   %4.1f %% of a core   %s\n",
        what, application.batches / wall, static_cast<double>(frames.size()) / wall,
        percentile(frames, 0.5), percentile(frames, 0.9), last, percentile(frames, 1),
        percentile(application.work, 0.99), share * 100, isGood ? "ok" : "TOO SLOW");
    std::fflush(stdout);
    return isGood;
}

} // namespace

int main(int argc, char **argv)
{
    TimedApplication application(argc, argv);
    const int boards = argc > 1 ? std::max(1, std::atoi(argv[1])) : 500;
    const std::chrono::seconds length(argc > 2 ? std::max(1, std::atoi(argv[2])) : 10);
    QApplication::setCursorFlashTime(0); // its painting is nobody's change
    Language language(application);
    Theme theme(application, Theme::Mode::Light);
    const QTemporaryDir home;
    QSettings settings(home.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    EventBridge bridge;
    QObject::connect(&bridge, &EventBridge::batchReady, &application,
                     [&application] { ++application.batches; });
    tests::NoCommands commands;
    gui::MainWindow window(
        {bridge, commands, theme, language, settings, Paths::below(home.path().toStdString())});
    window.resize(1280, 800);
    window.show();
    std::printf("%d boards, %d changes a second each; limits: 99 %% under %.0f ms, under %.0f %% "
                "of a core\n",
                boards, kChangesPerSecond, kFrameLimitMs, kShareLimit * 100);
    bool isGood = true;
    {
        const BusyBoards busy(bridge, boards);
        bridge.drain();
        isGood = measure(application, "table", length) && isGood;
        window.findChild<QToolButton *>(QStringLiteral("showWall"))->click();
        isGood = measure(application, "wall", length) && isGood;
        window.findChild<QToolButton *>(QStringLiteral("showTable"))->click();
        window.benchPage().selectBoard(tests::idleBoard(1).id);
        isGood = measure(application, "table and panel", length) && isGood;
    }
    QThreadPool::globalInstance()->waitForDone();
    return isGood ? 0 : 1;
}
