#include "stop_signals.h"

namespace otabench::cli {

StopSignals::StopSignals()
{
    sigemptyset(&m_set);
    sigaddset(&m_set, SIGINT);
    sigaddset(&m_set, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &m_set, &m_before);
}

StopSignals::~StopSignals()
{
    ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

bool StopSignals::waitFor(std::chrono::milliseconds limit) const
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limit);
    const std::chrono::nanoseconds rest = limit - seconds;
    const timespec wait{.tv_sec = seconds.count(), .tv_nsec = rest.count()};
    return ::sigtimedwait(&m_set, nullptr, &wait) > 0;
}

} // namespace otabench::cli
