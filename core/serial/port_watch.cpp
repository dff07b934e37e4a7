#include "serial/port_watch.h"

#include "base/assert.h"
#include "base/thread_checker.h"
#include "serial/detail/udev.h"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <cerrno>
#include <string_view>

#include <unistd.h>

namespace otabench::serial {
namespace {

using boost::system::error_code;

class UdevWatch : public PortWatch
{
public:
    UdevWatch(boost::asio::io_context &context, detail::Udev library, detail::UdevMonitor monitor)
        : m_library(std::move(library))
        , m_monitor(std::move(monitor))
        , m_descriptor(context, udev_monitor_get_fd(m_monitor.get()))
    {
    }

    ~UdevWatch() override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        m_descriptor.release(); // libudev closes it
    }

    void start(OnEvent onEvent) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        m_onEvent = std::move(onEvent);
        wait();
    }

    Result<std::vector<PortDescription>> ports() const override { return listPorts(); }

private:
    void wait()
    {
        m_descriptor.async_wait(boost::asio::posix::descriptor_base::wait_read,
                                [this, alive = std::weak_ptr(m_alive)](const error_code &error) {
                                    if (!error && !alive.expired())
                                        take();
                                });
    }

    void take()
    {
        const std::weak_ptr alive(m_alive);
        while (true) {
            const detail::UdevDevice tty(udev_monitor_receive_device(m_monitor.get()));
            if (!tty)
                break;
            if (const auto event = eventOf(tty.get()))
                m_onEvent(*event);
            if (alive.expired()) // by the handler
                return;
        }
        wait();
    }

    static std::optional<PortEvent> eventOf(udev_device *tty)
    {
        const char *action = udev_device_get_action(tty);
        const char *node = udev_device_get_devnode(tty);
        if (!action || !node)
            return std::nullopt;
        if (std::string_view(action) == "remove") {
            PortEvent event{.kind = PortEvent::Kind::Removed, .port = {}};
            event.port.address.path = node;
            return event;
        }
        if (std::string_view(action) != "add")
            return std::nullopt;
        auto port = detail::describePort(tty);
        if (!port)
            return std::nullopt;
        return PortEvent{.kind = PortEvent::Kind::Added, .port = *std::move(port)};
    }

    detail::Udev m_library;
    detail::UdevMonitor m_monitor;
    boost::asio::posix::stream_descriptor m_descriptor;
    OnEvent m_onEvent;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    ThreadChecker m_thread;
};

} // namespace

Result<std::unique_ptr<PortWatch>> watchPorts(boost::asio::io_context &context)
{
    // From udev's daemon a port comes when its rights are set; where no daemon runs (containers)
    // the kernel tells of it, and opening is tried again until the rights are there.
    const bool hasDaemon = ::access("/run/udev/control", F_OK) == 0;
    detail::Udev library(udev_new());
    detail::UdevMonitor monitor(
        library ? udev_monitor_new_from_netlink(library.get(), hasDaemon ? "udev" : "kernel")
                : nullptr);
    if (!monitor ||
        udev_monitor_filter_add_match_subsystem_devtype(monitor.get(), "tty", nullptr) < 0 ||
        udev_monitor_enable_receiving(monitor.get()) < 0)
        return fail(ErrorCode::InputOutput,
                    "the system does not tell when boards are plugged in (libudev: {}): look for "
                    "new ports by hand",
                    errnoText(errno));
    return std::make_unique<UdevWatch>(context, std::move(library), std::move(monitor));
}

} // namespace otabench::serial
