#include "stoppable_output.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace otabench::cli {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLookForSignals{100};
/// A reader that is only slow still gets the last lines.
constexpr std::chrono::milliseconds kPatienceAfterSignal{1000};

} // namespace

void StoppableOutput::json(const nlohmann::ordered_json &object) const
{
    if (m_output.isJson())
        printLine(stdout,
                  object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void StoppableOutput::line(std::string_view text) const
{
    printLine(m_output.isJson() ? stderr : stdout, std::string(text));
}

void StoppableOutput::error(std::string_view text) const
{
    printLine(stderr, std::string(text));
}

void StoppableOutput::printLine(std::FILE *stream, std::string line) const
{
    line += '\n';
    print(stream, line);
}

/// In pieces that a pipe with room takes without a wait.
void StoppableOutput::print(std::FILE *stream, std::string_view rest) const
{
    std::fflush(stream); // what others wrote comes first
    while (!rest.empty() && waitForRoom(::fileno(stream))) {
        const ssize_t wrote =
            ::write(::fileno(stream), rest.data(), std::min<std::size_t>(rest.size(), PIPE_BUF));
        if (wrote < 0 && errno != EINTR && errno != EAGAIN) { // nobody will ever read it
            m_isBroken = m_isBroken || stream == stdout;
            return;
        }
        rest.remove_prefix(wrote > 0 ? static_cast<std::size_t>(wrote) : 0);
    }
}

/// False: a signal has come, and nobody reads.
bool StoppableOutput::waitForRoom(int descriptor) const
{
    pollfd wanted = {.fd = descriptor, .events = POLLOUT, .revents = 0};
    while (true) {
        // Once given up, each of what may be thousands of lines has its look and no wait.
        const bool hasGivenUp = m_givesUpAt && steady_clock::now() >= *m_givesUpAt;
        const auto wait = hasGivenUp ? std::chrono::milliseconds(0) : kLookForSignals;
        if (::poll(&wanted, 1, static_cast<int>(wait.count())) > 0)
            return true;
        if (hasGivenUp)
            return false;
        if (!m_givesUpAt && m_signals.haveCome())
            m_givesUpAt = steady_clock::now() + kPatienceAfterSignal;
    }
}

} // namespace otabench::cli
