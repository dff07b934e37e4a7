#include "fleet/detail/sleep_lock.h"

#include "base/log.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

namespace otabench::fleet::detail {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kAnswerLimit{5};

struct BusEnd
{
    void operator()(sd_bus *bus) const { sd_bus_close_unref(bus); } // without waiting for it
};

struct MessageEnd
{
    void operator()(sd_bus_message *message) const { sd_bus_message_unref(message); }
};

using Bus = std::unique_ptr<sd_bus, BusEnd>;
using Message = std::unique_ptr<sd_bus_message, MessageEnd>;

/// An object that keeps the session awake when it is asked to; the two agree in their calls.
struct SessionService
{
    const char *name;
    const char *path;
    const char *interface;
};

constexpr std::array kSessionServices = {
    SessionService{"org.freedesktop.PowerManagement", "/org/freedesktop/PowerManagement/Inhibit",
                   "org.freedesktop.PowerManagement.Inhibit"},
    SessionService{"org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver",
                   "org.freedesktop.ScreenSaver"},
};

Bus openBus(int (*open)(sd_bus **))
{
    sd_bus *bus = nullptr;
    return Bus(open(&bus) < 0 ? nullptr : bus);
}

struct Answer
{
    bool isThere = false;
    Message reply; ///< none: an error
};

int onAnswer(sd_bus_message *message, void *answer, sd_bus_error *)
{
    auto &there = *static_cast<Answer *>(answer);
    there.isThere = true;
    if (sd_bus_message_is_method_error(message, nullptr) == 0)
        there.reply.reset(sd_bus_message_ref(message));
    return 0;
}

int millisecondsLeft(sd_bus &bus, steady_clock::time_point deadline)
{
    auto until = deadline.time_since_epoch();
    std::uint64_t busTime = 0; // of the monotonic clock, as steady_clock's
    if (sd_bus_get_timeout(&bus, &busTime) >= 0 && busTime != UINT64_MAX)
        until = std::min<steady_clock::duration>(until, std::chrono::microseconds(busTime));
    const auto left = until - steady_clock::now().time_since_epoch();
    return static_cast<int>(
        std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::milliseconds>(left).count()));
}

/// Sends the call and drives the bus until the answer comes, `end` becomes readable, or the limit
/// has passed.
Message call(sd_bus &bus, int end, sd_bus_message &request)
{
    Answer answer;
    sd_bus_slot *slot = nullptr;
    const auto deadline = steady_clock::now() + kAnswerLimit;
    if (sd_bus_call_async(&bus, &slot, &request, onAnswer, &answer, 0) < 0)
        return nullptr;
    while (!answer.isThere && steady_clock::now() < deadline) {
        const int done = sd_bus_process(&bus, nullptr);
        if (done < 0)
            break;
        if (done > 0)
            continue;
        std::array<pollfd, 2> ready = {{{.fd = sd_bus_get_fd(&bus),
                                         .events = static_cast<short>(sd_bus_get_events(&bus)),
                                         .revents = 0},
                                        {.fd = end, .events = POLLIN, .revents = 0}}};
        if (poll(ready.data(), ready.size(), millisecondsLeft(bus, deadline)) < 0 && errno != EINTR)
            break;
        if (ready[1].revents != 0)
            break;
    }
    sd_bus_slot_unref(slot);
    return std::move(answer.reply);
}

Message newCall(sd_bus &bus, const SessionService &service)
{
    sd_bus_message *message = nullptr;
    if (sd_bus_message_new_method_call(&bus, &message, service.name, service.path,
                                       service.interface, "Inhibit") < 0)
        return nullptr;
    return Message(message);
}

/// logind's lock: it lasts while the descriptor is open. -1: not to be had.
int lockOfLogind(int end, const char *what, const std::string &why)
{
    const Bus bus = openBus(sd_bus_open_system);
    if (!bus)
        return -1;
    const Message request = newCall(*bus, {"org.freedesktop.login1", "/org/freedesktop/login1",
                                           "org.freedesktop.login1.Manager"});
    if (!request ||
        sd_bus_message_append(request.get(), "ssss", what, "otabench", why.c_str(), "block") < 0)
        return -1;
    const Message reply = call(*bus, end, *request);
    int lock = -1;
    if (!reply || sd_bus_message_read(reply.get(), "h", &lock) < 0)
        return -1;
    return fcntl(lock, F_DUPFD_CLOEXEC, 3); // the message's own goes with the message
}

/// The session's: it lasts while the connection does.
Bus askSession(int end, const std::string &why)
{
    for (const SessionService &service : kSessionServices) {
        Bus bus = openBus(sd_bus_open_user);
        if (!bus)
            return nullptr;
        const Message request = newCall(*bus, service);
        if (request && sd_bus_message_append(request.get(), "ss", "otabench", why.c_str()) >= 0 &&
            call(*bus, end, *request))
            return bus;
    }
    return nullptr;
}

void waitFor(int end)
{
    pollfd ready = {.fd = end, .events = POLLIN, .revents = 0};
    while (poll(&ready, 1, -1) < 0 && errno == EINTR) {}
}

void stayAwake(int end, const std::string &why)
{
    // Whoever is logged in from elsewhere may lock idleness only.
    for (const char *what : {"sleep:idle", "idle"}) {
        const Descriptor lock(lockOfLogind(end, what, why));
        if (lock.get() < 0)
            continue;
        logInfo("fleet", fmt::format("logind keeps this computer awake ({}): {}", what, why));
        return waitFor(end);
    }
    const Bus session = askSession(end, why);
    if (session)
        logInfo("fleet", fmt::format("the desktop keeps this computer awake: {}", why));
    waitFor(end);
}

} // namespace

SleepLock::SleepLock(std::string why)
    : m_end(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (m_end.get() >= 0) // else: out of descriptors
        m_thread = std::thread([end = m_end.get(), why = std::move(why)] { stayAwake(end, why); });
}

SleepLock::~SleepLock()
{
    if (!m_thread.joinable())
        return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(m_end.get(), &one, sizeof one);
    m_thread.join();
}

} // namespace otabench::fleet::detail
