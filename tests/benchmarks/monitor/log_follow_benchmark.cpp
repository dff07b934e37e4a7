// What it costs to follow many boards that print without a pause: a child process writes to as many
// pseudo-terminals, this one follows them as the lab does, on one thread: transport, splitter,
// parser, tracker, bookmarks, memory ring and spool. Printed is this process's CPU time for each
// second, and whether a line was lost. For people, not for ctest.
//
// usage: log_follow_benchmark [BOARDS (100)] [BAUD (921600)] [SECONDS (10)]

#include "made_up_log.h"

#include "monitor/line_splitter.h"
#include "monitor/log_store.h"
#include "serial/transport.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <fmt/format.h>

#include <fcntl.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <thread>
#include <vector>

namespace otabench::monitor {
namespace {

using std::chrono::steady_clock;

struct Line
{
    int master = -1, slave = -1;
    std::string path;
};

std::vector<Line> makeLines(unsigned count)
{
    std::vector<Line> lines(count);
    for (Line &line : lines) {
        std::array<char, 64> name{};
        if (::openpty(&line.master, &line.slave, name.data(), nullptr, nullptr) != 0) {
            std::perror("openpty");
            std::exit(1);
        }
        termios settings = {};
        ::tcgetattr(line.slave, &settings);
        ::cfmakeraw(&settings);
        ::tcsetattr(line.slave, TCSANOW, &settings);
        line.path = name.data();
    }
    return lines;
}

/// The boards: every 10 ms what a UART of that speed sends in that time. Returns the lines written.
std::uint64_t print(const std::vector<Line> &lines, unsigned baudRate, unsigned seconds)
{
    const std::string log = madeUpLog(1 << 20);
    const std::size_t piece = baudRate / 10 / 100;
    std::uint64_t written = 0;
    const auto start = steady_clock::now();
    std::size_t at = 0;
    for (unsigned tick = 0; tick < seconds * 100; ++tick) {
        for (const Line &line : lines) {
            for (std::size_t done = 0; done < piece;) {
                const std::size_t from = (at + done) % log.size();
                const std::size_t size = std::min(piece - done, log.size() - from);
                const ssize_t count = ::write(line.master, log.data() + from, size);
                if (count <= 0)
                    std::exit(1);
                written += static_cast<std::uint64_t>(
                    std::count(log.data() + from, log.data() + from + count, '\n'));
                done += static_cast<std::size_t>(count);
            }
        }
        at = (at + piece) % log.size();
        std::this_thread::sleep_until(start + std::chrono::milliseconds(10) * (tick + 1));
    }
    return written;
}

struct Board
{
    std::string address;
    std::unique_ptr<serial::Transport> transport = {};
    LineSplitter splitter = {};
    OtaTracker tracker{nullptr};
};

double cpuSeconds()
{
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

int run(unsigned count, unsigned baudRate, unsigned seconds)
{
    const std::vector<Line> lines = makeLines(count);
    int told[2];
    if (::pipe(told) != 0)
        return 1;
    const pid_t child = ::fork();
    if (child == 0) {
        char go = 0;
        (void)!::read(told[0], &go, 1);
        const std::uint64_t written = print(lines, baudRate, seconds);
        std::this_thread::sleep_for(std::chrono::seconds(1)); // for the last bytes
        (void)!::write(told[1], &written, sizeof written);
        ::_exit(0);
    }
    for (const Line &line : lines)
        ::close(line.master);

    const auto folder =
        std::filesystem::temp_directory_path() / fmt::format("otabench-follow-{}", ::getpid());
    auto store = LogStore::open(folder);
    boost::asio::io_context loop(1);
    std::vector<std::unique_ptr<Board>> boards;
    std::uint64_t bytes = 0, came = 0;
    for (const Line &line : lines) {
        auto &board = *boards.emplace_back(std::make_unique<Board>(Board{"pty:" + line.path}));
        auto transport = serial::openTransport(loop, *serial::parseAddress(board.address), {});
        if (!store || !transport) {
            fmt::print(stderr, "{}\n", (store ? transport.error() : store.error()).text);
            return 1;
        }
        board.transport = *std::move(transport);
        board.transport->start(
            [&](std::span<const char> piece) {
                bytes += piece.size();
                board.splitter.feed(piece, [&](std::string_view text) {
                    ++came;
                    const LogEntry entry = parseLine(text);
                    board.tracker.feed(entry);
                    (*store)->add(std::chrono::time_point_cast<std::chrono::microseconds>(
                                      std::chrono::system_clock::now()),
                                  board.address, text, entry, board.tracker);
                });
            },
            [](const Error &) {});
        ::close(line.slave);
    }
    boost::asio::steady_timer timer(loop, std::chrono::seconds(seconds));
    timer.async_wait([&](const boost::system::error_code &) { loop.stop(); });
    const double before = cpuSeconds();
    const auto start = steady_clock::now();
    (void)!::write(told[1], "g", 1);
    loop.run();
    const double cpu = cpuSeconds() - before;
    const double wall = std::chrono::duration<double>(steady_clock::now() - start).count();
    const std::uint64_t bytesThen = bytes;
    // What is still on its way, for the count.
    loop.restart();
    loop.run_for(std::chrono::seconds(3));
    std::uint64_t written = 0;
    (void)!::read(told[0], &written, sizeof written);
    ::waitpid(child, nullptr, 0);
    (void)(*store)->spool().flush();
    const auto counters = (*store)->spool().counters();
    fmt::print("{} boards at {} baud: {:.2f} MB/s, {:.0f} lines/s\n", count, baudRate,
               static_cast<double>(bytesThen) / wall / 1e6, static_cast<double>(came) / wall);
    fmt::print("CPU of the follower: {:.1f} % of a core\n", cpu / wall * 100);
    fmt::print("lines written {}, received {}, kept on disk {}, lost {}\n", written, came,
               counters.lines, counters.lost);
    boards.clear();
    store->reset();
    std::filesystem::remove_all(folder);
    return 0;
}

} // namespace
} // namespace otabench::monitor

int main(int argc, char **argv)
{
    const auto argument = [&](int i, unsigned otherwise) {
        return argc > i ? static_cast<unsigned>(std::strtoul(argv[i], nullptr, 10)) : otherwise;
    };
    return otabench::monitor::run(argument(1, 100), argument(2, 921600), argument(3, 10));
}
