#include "host_console.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <termios.h>

namespace otabench::firmware::host {

namespace {

constexpr int kReaderPatienceMs = 1000;
constexpr int kFlushMs = 100;

/// More than a pseudo-terminal holds: when so much went through, somebody is reading.
constexpr std::size_t kMoreThanFits = 64 * 1024;

tl::unexpected<std::string> failed(std::string_view what, int errorNumber)
{
    return tl::unexpected(
        fmt::format("{}: {}", what, std::generic_category().message(errorNumber)));
}

HostResult<> makeRaw(int slave)
{
    termios settings = {};
    if (::tcgetattr(slave, &settings) != 0)
        return failed("a pseudo-terminal cannot be set up", errno);
    ::cfmakeraw(&settings);
    ::cfsetspeed(&settings, B115200);
    if (::tcsetattr(slave, TCSANOW, &settings) != 0)
        return failed("a pseudo-terminal cannot be set up", errno);
    return {};
}

HostResult<> makeLink(const std::string &target, const std::filesystem::path &link)
{
    std::error_code error;
    const auto status = std::filesystem::symlink_status(link, error);
    if (std::filesystem::exists(status) && !std::filesystem::is_symlink(status))
        return tl::unexpected(
            fmt::format("{} is in the way of a board's port: move it away or choose another --dir",
                        link.native()));
    // Made aside and renamed, so that the link never points nowhere while it is replaced.
    std::filesystem::path temporary = link;
    temporary += ".new";
    std::filesystem::remove(temporary, error);
    std::filesystem::create_symlink(target, temporary, error);
    if (!error)
        std::filesystem::rename(temporary, link, error);
    if (error)
        return tl::unexpected(
            fmt::format("the port {} cannot be made: {}", link.native(), error.message()));
    return {};
}

} // namespace

HostConsole::HostConsole(UniqueFd master, UniqueFd slave, std::filesystem::path link,
                         OnReset onReset)
    : m_link(std::move(link))
    , m_onReset(std::move(onReset))
    , m_master(std::move(master))
    , m_slave(std::move(slave))
{
}

HostResult<std::unique_ptr<HostConsole>> HostConsole::open(const std::filesystem::path &link,
                                                           OnReset onReset)
{
    UniqueFd master(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (!master)
        return failed("a pseudo-terminal cannot be opened (see /proc/sys/kernel/pty/max)", errno);
    std::array<char, 64> name = {};
    if (::grantpt(master.get()) != 0 || ::unlockpt(master.get()) != 0 ||
        ::ptsname_r(master.get(), name.data(), name.size()) != 0)
        return failed("a pseudo-terminal cannot be unlocked", errno);
    UniqueFd slave(::open(name.data(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (!slave)
        return failed(fmt::format("{} cannot be opened", name.data()), errno);
    if (const auto raw = makeRaw(slave.get()); !raw)
        return tl::unexpected(raw.error());
    if (const auto linked = makeLink(name.data(), link); !linked)
        return tl::unexpected(linked.error());
    return std::unique_ptr<HostConsole>(
        new HostConsole(std::move(master), std::move(slave), link, std::move(onReset)));
}

HostConsole::~HostConsole()
{
    unplug();
}

void HostConsole::unplug()
{
    const std::lock_guard lock(m_mutex);
    if (!m_master)
        return;
    std::error_code error;
    std::filesystem::remove(m_link, error);
    m_slave.reset();
    m_master.reset();
}

std::size_t HostConsole::read(char *bytes, std::size_t capacity)
{
    const std::lock_guard lock(m_mutex);
    std::size_t count = 0;
    while (count < capacity && !m_received.empty()) {
        bytes[count++] = m_received.front();
        m_received.pop_front();
    }
    return count;
}

void HostConsole::write(std::string_view bytes)
{
    // The descriptor cannot go away under us: only this thread or the destructor unplugs.
    const int fd = m_master.get();
    while (fd >= 0 && !bytes.empty()) {
        const ssize_t put = ::write(fd, bytes.data(), bytes.size());
        const int errorNumber = errno;
        if (put > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(put));
            m_sentSinceFlush += static_cast<std::size_t>(put);
        } else if (put < 0 && errorNumber == EINTR)
            continue;
        else if (put < 0 && errorNumber == EAGAIN && waitForReader(fd))
            continue;
        else
            return;
    }
}

/// The pseudo-terminal is full. A reader gets a second to make room, but not again and again when
/// nobody reads at all. @return whether it is worth trying to write again.
bool HostConsole::waitForReader(int fd)
{
    const bool patient = !m_nobodyReads || m_sentSinceFlush > kMoreThanFits;
    pollfd wait = {.fd = fd, .events = POLLOUT, .revents = 0};
    if (::poll(&wait, 1, patient ? kReaderPatienceMs : 0) > 0)
        return (wait.revents & POLLOUT) != 0;
    // Keep the newest output rather than the oldest.
    m_nobodyReads = true;
    m_sentSinceFlush = 0;
    if (::tcflush(m_slave.get(), TCIFLUSH) != 0)
        return false;
    // The kernel moves what lies between both ends on in its own time.
    return ::poll(&wait, 1, kFlushMs) > 0 && (wait.revents & POLLOUT) != 0;
}

void HostConsole::waitForInput(std::chrono::milliseconds limit)
{
    std::unique_lock lock(m_mutex);
    m_wakeUp.wait_for(lock, limit, [this] { return m_woken || !m_received.empty(); });
    m_woken = false;
}

void HostConsole::wake()
{
    const std::lock_guard lock(m_mutex);
    m_woken = true;
    m_wakeUp.notify_all();
}

void HostConsole::restart(std::size_t receiveCapacity)
{
    const std::lock_guard lock(m_mutex);
    m_received.clear();
    m_receiveCapacity = receiveCapacity;
}

void HostConsole::setReceiveCapacity(std::size_t receiveCapacity)
{
    const std::lock_guard lock(m_mutex);
    m_receiveCapacity = receiveCapacity;
}

void HostConsole::receive()
{
    std::array<char, 4096> bytes;
    bool reset = false;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_master)
            return;
        const ssize_t got = ::read(m_master.get(), bytes.data(), bytes.size());
        m_resetSeen = false;
        for (ssize_t i = 0; i < got; ++i)
            take(bytes[static_cast<std::size_t>(i)]);
        reset = m_resetSeen;
        if (!m_received.empty())
            m_wakeUp.notify_all();
    }
    if (reset && m_onReset)
        m_onReset();
}

/// Follows the reset command. Only ESC can begin it, so a byte that breaks a match needs no look
/// further back than itself, but for the ESC near its end that may begin another one.
void HostConsole::take(char byte)
{
    constexpr char kEscape = '\x1b';
    if (byte == kResetCommand[m_commandMatched]) {
        if (++m_commandMatched == kResetCommand.size()) {
            m_commandMatched = 0;
            m_received.clear();
            m_resetSeen = true;
        }
        return;
    }
    const bool secondEscape = m_commandMatched == kResetCommand.size() - 1;
    const std::size_t broken = secondEscape ? m_commandMatched - 1 : m_commandMatched;
    for (std::size_t i = 0; i < broken; ++i)
        keep(kResetCommand[i]);
    m_commandMatched = secondEscape ? 1 : 0;
    if (secondEscape && byte == kResetCommand[1]) {
        m_commandMatched = 2;
        return;
    }
    if (secondEscape)
        keep(kEscape);
    m_commandMatched = byte == kEscape ? 1 : 0;
    if (byte != kEscape)
        keep(byte);
}

void HostConsole::keep(char byte)
{
    if (m_received.size() < m_receiveCapacity)
        m_received.push_back(byte);
}

HostConsoleHub::HostConsoleHub(UniqueFd epoll, UniqueFd stopEvent)
    : m_epoll(std::move(epoll))
    , m_stopEvent(std::move(stopEvent))
{
}

HostResult<std::unique_ptr<HostConsoleHub>> HostConsoleHub::start()
{
    UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll)
        return failed("the boards' consoles cannot be watched", errno);
    UniqueFd stopEvent(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!stopEvent)
        return failed("the boards' consoles cannot be watched", errno);
    epoll_event event = {.events = EPOLLIN, .data = {.ptr = nullptr}};
    if (::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, stopEvent.get(), &event) != 0)
        return failed("the boards' consoles cannot be watched", errno);
    std::unique_ptr<HostConsoleHub> hub(new HostConsoleHub(std::move(epoll), std::move(stopEvent)));
    hub->m_thread = std::thread([raw = hub.get()] { raw->run(); });
    return hub;
}

HostConsoleHub::~HostConsoleHub()
{
    stop();
}

HostResult<> HostConsoleHub::add(HostConsole &console)
{
    epoll_event event = {.events = EPOLLIN, .data = {.ptr = &console}};
    if (::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, console.masterFd(), &event) != 0)
        return failed("a board's console cannot be watched", errno);
    return {};
}

void HostConsoleHub::stop()
{
    if (!m_thread.joinable())
        return;
    const std::uint64_t one = 1;
    while (::write(m_stopEvent.get(), &one, sizeof one) < 0 && errno == EINTR) {}
    m_thread.join();
}

void HostConsoleHub::run()
{
    std::array<epoll_event, 64> events = {};
    for (;;) {
        const int count =
            ::epoll_wait(m_epoll.get(), events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            void *console = events[static_cast<std::size_t>(i)].data.ptr;
            if (console == nullptr)
                return;
            static_cast<HostConsole *>(console)->receive();
        }
    }
}

} // namespace otabench::firmware::host
