// How smooth the window stays on a busy bench: every board changes ten times a second, through the
// bridge, into the real window. Prints, for the table, the wall and the table with a board's panel,
// the time from a batch's delivery to the end of its painting, and the GUI thread's share of a
// core.
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

#include <sys/resource.h>

namespace {

using namespace otabench;
using namespace otabench::widgets;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int kChangesPerSecond = 10;
constexpr double kFrameLimitMs = 16;
constexpr double kShareLimit = 0.20;

/// Notes when a window has been painted.
class TimedApplication : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        const bool isPaint = event->type() == QEvent::UpdateRequest;
        const bool done = QApplication::notify(receiver, event);
        if (isPaint && m_delivered != Clock::time_point{}) {
            frames.push_back(std::chrono::duration<double, std::milli>(Clock::now() - m_delivered));
            m_delivered = {};
        }
        return done;
    }

    void onDelivery() { m_delivered = Clock::now(); }

    std::vector<std::chrono::duration<double, std::milli>> frames;

private:
    Clock::time_point m_delivered;
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

double threadSeconds()
{
    rusage used{};
    ::getrusage(RUSAGE_THREAD, &used);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double percentile(const std::vector<std::chrono::duration<double, std::milli>> &sorted, double part)
{
    return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))].count();
}

/// Lets the boards change for so long, and judges.
bool measure(TimedApplication &application, const char *what, std::chrono::seconds length)
{
    const auto runFor = [](milliseconds time) {
        QTimer::singleShot(time, qApp, &QCoreApplication::quit);
        QApplication::exec();
    };
    runFor(milliseconds(1500)); // fonts, icons and layouts are there
    application.frames.clear();
    const double before = threadSeconds();
    const auto start = Clock::now();
    runFor(length);
    const double wall = std::chrono::duration<double>(Clock::now() - start).count();
    const double share = (threadSeconds() - before) / wall;
    auto frames = application.frames;
    if (frames.empty()) {
        std::printf("%-16s nothing was painted\n", what);
        return false;
    }
    std::sort(frames.begin(), frames.end());
    const double last = percentile(frames, 0.99);
    const bool isGood = last < kFrameLimitMs && share < kShareLimit;
    std::printf("%-16s %5.1f frames/s   median %5.2f ms   90 %% %5.2f ms   99 %% %5.2f ms   most "
                "%6.2f ms   %4.1f %% of a core   %s\n",
                what, static_cast<double>(frames.size()) / wall, percentile(frames, 0.5),
                percentile(frames, 0.9), last, frames.back().count(), share * 100,
                isGood ? "ok" : "TOO SLOW");
    std::fflush(stdout);
    return isGood;
}

} // namespace

int main(int argc, char **argv)
{
    TimedApplication application(argc, argv);
    const int boards = argc > 1 ? std::max(1, std::atoi(argv[1])) : 500;
    const std::chrono::seconds length(argc > 2 ? std::max(1, std::atoi(argv[2])) : 10);
    Language language(application);
    Theme theme(application, Theme::Mode::Light);
    const QTemporaryDir home;
    QSettings settings(home.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    EventBridge bridge;
    QObject::connect(&bridge, &EventBridge::batchReady, &application,
                     [&application] { application.onDelivery(); }); // before the window's
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
