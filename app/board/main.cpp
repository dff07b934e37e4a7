#include "board.h"
#include "options.h"
#include "say.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <pthread.h>
#include <sys/resource.h>
#include <system_error>
#include <vector>

namespace {

using namespace otabench::board;
using otabench::firmware::host::HostConsoleHub;

constexpr int kFailedStatus = 1;
constexpr rlim_t kDescriptorsPerBoard = 8;
constexpr rlim_t kOtherDescriptors = 64;

int failed(const std::string &text)
{
    say(text);
    return kFailedStatus;
}

/// The signals that end the program are taken by sigwait() in the main thread alone.
sigset_t blockEndSignals()
{
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a file too large is an error of that board's flash
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int each : {SIGINT, SIGTERM, SIGHUP})
        ::sigaddset(&signals, each);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

void raiseDescriptorLimit(unsigned boards)
{
    const rlim_t wanted = boards * kDescriptorsPerBoard + kOtherDescriptors;
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit); // too low all the same: the board that lacks one says so
}

void announce(const Board &board)
{
    const nlohmann::ordered_json line = {
        {"event", "board"}, {"board", board.name()}, {"port", board.portPath()}};
    const std::string text =
        line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
}

int run(const Options &options)
{
    const sigset_t endSignals = blockEndSignals();
    raiseDescriptorLimit(options.count);
    std::error_code error;
    std::filesystem::create_directories(options.dir, error);
    if (error)
        return failed(fmt::format("--dir {}: the folder cannot be made: {}", options.dir.native(),
                                  error.message()));

    auto hub = HostConsoleHub::start();
    if (!hub)
        return failed(hub.error());
    std::vector<std::unique_ptr<Board>> boards;
    int status = 0;
    for (unsigned index = 1; index <= options.count && status == 0; ++index) {
        auto board = Board::open(options, index);
        if (!board) {
            status = failed(board.error());
            break;
        }
        boards.push_back(std::move(*board));
        if (const auto started = boards.back()->start(**hub); !started)
            status = failed(started.error());
        else
            announce(*boards.back());
    }
    if (status == 0) {
        int signal = 0;
        ::sigwait(&endSignals, &signal);
    }

    (*hub)->stop();
    for (const auto &board : boards)
        board->requestStop();
    for (const auto &board : boards)
        board->join();
    return status;
}

} // namespace

int main(int argc, char **argv)
{
    const auto parsed = parseOptions(argc, argv);
    if (const auto *exit = std::get_if<ExitNow>(&parsed))
        return exit->status;
    return run(std::get<Options>(parsed));
}
