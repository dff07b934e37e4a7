// The whole path of a log line, split, parsed and tracked, beside `wc -l` and `grep -c` on the same
// file: CPU seconds of each, the best of some rounds. For people, not for ctest.
//
// usage: log_path_benchmark [LINES (2000000)]

#include "made_up_log.h"

#include "monitor/line_splitter.h"
#include "monitor/log_filter.h"
#include "monitor/ota_tracker.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <functional>

namespace otabench::monitor {
namespace {

constexpr int kRounds = 5;

double seconds(const timeval &time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpuSeconds(int who)
{
    rusage usage = {};
    ::getrusage(who, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double best(const std::function<void()> &work, int who)
{
    double least = 1e9;
    for (int round = 0; round < kRounds; ++round) {
        const double before = cpuSeconds(who);
        work();
        least = std::min(least, cpuSeconds(who) - before);
    }
    return least;
}

void run(const std::string &command)
{
    if (std::system(command.c_str()) == -1)
        std::exit(1);
}

void readInChunks(const std::string &path, const std::function<void(std::span<const char>)> &use)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    static std::array<char, 64 * 1024> buffer;
    for (;;) {
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count <= 0)
            break;
        use({buffer.data(), static_cast<std::size_t>(count)});
    }
    ::close(fd);
}

std::size_t follow(const std::string &path, bool tracks)
{
    LineSplitter splitter;
    OtaTracker tracker(nullptr);
    std::size_t lines = 0;
    const LineSplitter::OnLine onLine = [&](std::string_view line) {
        const LogEntry entry = parseLine(line);
        lines += entry.message.empty() ? 0 : 1;
        if (tracks)
            tracker.feed(entry);
    };
    readInChunks(path, [&](std::span<const char> bytes) { splitter.feed(bytes, onLine); });
    return lines;
}

std::size_t filter(const std::string &path, const LogFilter &wanted)
{
    LineSplitter splitter;
    std::size_t lines = 0;
    const LineSplitter::OnLine onLine = [&](std::string_view line) {
        lines += wanted.matches({.board = "a", .line = line}) ? 1 : 0;
    };
    readInChunks(path, [&](std::span<const char> bytes) { splitter.feed(bytes, onLine); });
    return lines;
}

} // namespace
} // namespace otabench::monitor

int main(int argc, char **argv)
{
    using namespace otabench::monitor;
    const std::size_t wanted = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 2'000'000;
    const std::string text = madeUpLog(wanted * 55);
    const auto lines = static_cast<double>(std::count(text.begin(), text.end(), '\n'));
    char path[] = "/tmp/otabench-log-XXXXXX";
    const int fd = ::mkstemp(path);
    if (fd < 0 || ::write(fd, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        std::perror(path);
        return 1;
    }
    ::close(fd);
    const std::string file = path;
    const std::string out =
        " > " + file + ".out"; // to /dev/null grep would stop at the first match
    fmt::print("{:.1f} million lines, {:.0f} MB; CPU seconds, the best of {} rounds\n", lines / 1e6,
               static_cast<double>(text.size()) / 1e6, kRounds);

    struct Row
    {
        const char *name;
        double time;
    };

    const auto errors = LogFilter::level(Level::Error);
    const auto pattern = *LogFilter::pattern("no answer from 0x[0-9a-f]+");
    const Row rows[] = {
        {"wc -l", best([&] { run("wc -l < " + file + out); }, RUSAGE_CHILDREN)},
        {"grep -c (a text)",
         best([&] { run("LC_ALL=C grep -c 'no answer from' " + file + out); }, RUSAGE_CHILDREN)},
        {"grep -cE (a pattern)",
         best([&] { run("LC_ALL=C grep -cE 'no answer from 0x[0-9a-f]+' " + file + out); },
              RUSAGE_CHILDREN)},
        {"split and parse", best([&] { (void)follow(file, false); }, RUSAGE_SELF)},
        {"split, parse and track", best([&] { (void)follow(file, true); }, RUSAGE_SELF)},
        {"filter by level", best([&] { (void)filter(file, errors); }, RUSAGE_SELF)},
        {"filter by pattern", best([&] { (void)filter(file, pattern); }, RUSAGE_SELF)},
    };
    fmt::print("{:<24}{:>10}{:>18}{:>14}{:>14}\n", "", "seconds", "million lines/s", "x wc -l",
               "x grep -c");
    for (const Row &row : rows)
        fmt::print("{:<24}{:>10.3f}{:>18.2f}{:>14.1f}{:>14.1f}\n", row.name, row.time,
                   lines / row.time / 1e6, row.time / rows[0].time, row.time / rows[1].time);
    ::unlink(path);
    ::unlink((file + ".out").c_str());
    return 0;
}
