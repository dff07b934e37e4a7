#include "stop_signals.h"

#include <algorithm>

namespace otabench::cli {

StopSignals::StopSignals(std::initializer_list<int> more)
{
    sigemptyset(&m_set);
    sigaddset(&m_set, SIGINT);
    sigaddset(&m_set, SIGTERM);
    for (const int signal : more)
        sigaddset(&m_set, signal);
    ::pthread_sigmask(SIG_BLOCK, &m_set, &m_before);
}

StopSignals::~StopSignals()
{
    // Those that have been seen by haveCome() alone: they are not to end the program now.
    while (nextWithin(std::chrono::milliseconds(0)) > 0) {}
    ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

bool StopSignals::waitFor(std::chrono::milliseconds limit) const
{
    return nextWithin(limit) > 0;
}

int StopSignals::nextWithin(std::chrono::milliseconds limit) const
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limit);
    const std::chrono::nanoseconds rest = limit - seconds;
    const timespec wait{.tv_sec = seconds.count(), .tv_nsec = rest.count()};
    const int signal = std::max(::sigtimedwait(&m_set, nullptr, &wait), 0);
    m_cameBefore = m_cameBefore || signal == SIGINT || signal == SIGTERM;
    return signal;
}

bool StopSignals::haveCome() const
{
    sigset_t waiting = {};
    ::sigpending(&waiting);
    return m_cameBefore || sigismember(&waiting, SIGINT) == 1 ||
           sigismember(&waiting, SIGTERM) == 1;
}

} // namespace otabench::cli
