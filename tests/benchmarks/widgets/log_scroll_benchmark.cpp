// How long a frame of the log takes with a million lines: scrolled from end to end, with a search
// that marks its hits, while lines arrive; and how long the window waits for a filter (it does not:
// a worker looks through the lines). Prints milliseconds. Run it in the release preset:
// QT_QPA_PLATFORM=offscreen build/release/benchmarks/log_scroll_benchmark
#include "widgets/common/language.h"
#include "widgets/common/theme.h"
#include "widgets/log/log_area.h"
#include "widgets/log/log_lines_model.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QScrollBar>
#include <QTimer>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

namespace {

using namespace otabench;
using namespace otabench::widgets;
using monitor::LogRecord;

constexpr int kLines = 1'000'000;
constexpr int kFrames = 300;

class Bench
{
public:
    explicit Bench(const Theme &theme)
        : m_area(theme)
        , m_frame(1920, 1080, QImage::Format_ARGB32_Premultiplied)
    {
        m_area.setShowsBoards(true);
        m_area.setModel(&m_lines);
        m_area.resize(m_frame.size());
        m_area.show();
    }

    void fill()
    {
        QElapsedTimer timer;
        timer.start();
        while (m_lines.rowCount() < kLines)
            append(10'000);
        std::printf("%d lines of 100 boards taken in %lld ms\n", m_lines.rowCount(),
                    static_cast<long long>(timer.elapsed()));
    }

    /// `beforeFrame` counts to the frame: it is what the GUI thread does for it.
    void measure(const char *what, const std::function<void(int)> &beforeFrame)
    {
        std::vector<double> times;
        QElapsedTimer timer;
        for (int frame = 0; frame < kFrames; ++frame) {
            timer.start();
            beforeFrame(frame);
            m_area.render(&m_frame);
            times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        }
        std::ranges::sort(times);
        std::printf("%-44s median %6.2f ms   99 %% %6.2f ms   worst %6.2f ms\n", what,
                    times[kFrames / 2], times[kFrames * 99 / 100], times.back());
    }

    void run()
    {
        QScrollBar *bar = m_area.verticalScrollBar();
        measure("scroll from end to end",
                [&](int frame) { bar->setValue(bar->maximum() / kFrames * frame); });
        measure("scroll line by line", [&](int) { bar->setValue(bar->value() - 1); });
        m_area.setSearch(
            monitor::TextPattern::literal("heap", monitor::TextPattern::Case::Ignored));
        measure("the same with hits marked", [&](int) { bar->setValue(bar->value() - 1); });
        m_area.followEnd();
        measure("follow, 3,000 lines a frame (90,000/s)", [&](int) { append(3000); });
    }

    /// The worker's time, and the longest that the GUI thread was away meanwhile.
    void filter(std::function<void()> then)
    {
        m_lines.setQuery(
            {.filter = *monitor::LogFilter::parse("level:warning and not tag:wifi", {}),
             .search = monitor::TextPattern::literal("17")});
        m_timer.start();
        m_tick.start();
        auto *beat = new QTimer(&m_area);
        QObject::connect(beat, &QTimer::timeout, &m_area, [this] {
            m_longest = std::max(m_longest, m_tick.nsecsElapsed() / 1000);
            m_tick.start();
        });
        beat->start(1);
        QObject::connect(&m_lines, &LogLinesModel::queryApplied, &m_area,
                         [this, then = std::move(then)] {
                             std::printf("filter and search: %lld ms on a worker, %d lines shown, "
                                         "GUI thread away for %.1f ms at most\n",
                                         static_cast<long long>(m_timer.elapsed()),
                                         m_lines.rowCount(), static_cast<double>(m_longest) / 1000);
                             then();
                         });
    }

private:
    void append(int count)
    {
        std::vector<LogRecord> batch;
        m_texts.clear();
        m_texts.reserve(static_cast<std::size_t>(count));
        for (int number = 0; number < count; ++number, ++m_number) {
            m_texts.push_back(fmt::format("{} ({}) {}: line {} of a busy bench, heap {} bytes",
                                          "IIWIDE"[m_number % 6], m_number,
                                          m_number % 7 == 0 ? "wifi" : "esp_https_ota", m_number,
                                          200'000 - m_number % 5000));
            batch.push_back(
                {LogRecord::Time(std::chrono::microseconds(m_number + 1)), monitor::Bookmark::None,
                 m_boards[static_cast<std::size_t>(m_number) % m_boards.size()], m_texts.back()});
        }
        m_lines.append(batch);
    }

    LogLinesModel m_lines;
    LogArea m_area;
    QImage m_frame;
    QElapsedTimer m_timer, m_tick;
    qint64 m_longest = 0; ///< microseconds
    std::int64_t m_number = 0;
    std::vector<std::string> m_texts;
    std::vector<std::string> m_boards = [] {
        std::vector<std::string> boards;
        for (int number = 0; number < 100; ++number)
            boards.push_back(fmt::format("pty:/tmp/bench/vb-{:02}", number));
        return boards;
    }();
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const Language language(application);
    const Theme theme(application);
    Bench bench(theme);
    bench.fill();
    bench.run();
    bench.filter([] { QApplication::quit(); });
    return QApplication::exec();
}
