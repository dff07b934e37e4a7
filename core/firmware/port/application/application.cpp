#include "application.h"

#include "host_event.h"

#include <array>
#include <csignal>
#include <unistd.h>

namespace otabench::firmware::host {

namespace {

constexpr int kFirstStatus = 80; // none that a library or the shell uses
constexpr std::array kReasons = {ResetReason::PowerOn, ResetReason::Software, ResetReason::Panic,
                                 ResetReason::BootFailed, ResetReason::DeepSleep};

/// What a task works with: what the life's first thread remembers.
struct Shared
{
    void *port = nullptr;
    void *events = nullptr;
};

Shared &shared()
{
    static Shared theShared{otabench_port_share(), shareEventLoop()};
    return theShared;
}

void joinBoard()
{
    otabench_port_join(shared().port);
    joinEventLoop(shared().events);
}

} // namespace

void shareBoard()
{
    static_cast<void>(shared());
}

int exitStatusOf(ResetReason reason)
{
    return kFirstStatus + static_cast<int>(reason);
}

ResetReason resetReasonOf(int exitStatus)
{
    for (const ResetReason each : kReasons) {
        if (exitStatus == exitStatusOf(each))
            return each;
    }
    return ResetReason::Panic;
}

Application &application()
{
    static Application theApplication{.cpu = Cpu(&joinBoard)};
    return theApplication;
}

void ApplicationPort::requestReset()
{
    ::_exit(exitStatusOf(ResetReason::PowerOn));
}

void ApplicationPort::endLife()
{
    if (resetReason() == ResetReason::Software) {
        auto handlers = std::move(application().shutdownHandlers);
        for (auto each = handlers.rbegin(); each != handlers.rend(); ++each)
            (*each)();
    }
    ::_exit(exitStatusOf(resetReason()));
}

} // namespace otabench::firmware::host
