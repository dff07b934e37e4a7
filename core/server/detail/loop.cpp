#include "server/detail/loop.h"

#include "base/assert.h"
#include "base/log.h"
#include "server/detail/listener.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace otabench::server::detail {
namespace {

using std::chrono::milliseconds;

constexpr int kAcceptsATurn = 64; ///< then the connections have theirs
constexpr milliseconds kLongestTick{250};
constexpr milliseconds kShortestTick{5};
/// A connection that has been silent so long may be closed for a new one when there is no room.
constexpr milliseconds kEvictAfter{1000};
constexpr std::chrono::minutes kWarnEvery{1};
constexpr std::uint32_t kConnectionEvents = EPOLLIN | EPOLLRDHUP | EPOLLET;

milliseconds tickFor(const ServerLimits &limits)
{
    const milliseconds shortest =
        std::min({limits.handshake, limits.head, limits.idle, limits.stall, limits.farewell});
    return std::clamp(shortest / 4, kShortestTick, kLongestTick);
}

void watch(int epoll, int operation, int descriptor, std::uint32_t events, void *what)
{
    epoll_event event = {};
    event.events = events;
    event.data.ptr = what;
    const int done = ::epoll_ctl(epoll, operation, descriptor, &event);
    OTABENCH_ASSERT(done == 0); // fails only for bad arguments, or when the kernel has no memory
}

} // namespace

Loop::Loop(Shared &shared, std::vector<int> listeners, unsigned maxConnections)
    : m_shared(shared)
    , m_listeners(std::move(listeners))
    , m_maxConnections(maxConnections)
    , m_tick(tickFor(shared.options.limits))
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    OTABENCH_ASSERT(m_epoll >= 0 && m_wake >= 0);
    watch(m_epoll, EPOLL_CTL_ADD, m_wake, EPOLLIN, &m_wake);
    watchListeners(true);
}

Loop::~Loop()
{
    m_connections.clear();
    ::close(m_wake);
    ::close(m_epoll);
}

void Loop::stop()
{
    m_stopping.store(true);
    const std::uint64_t one = 1;
    const ssize_t written = ::write(m_wake, &one, sizeof one);
    OTABENCH_ASSERT(written == sizeof one || errno == EAGAIN);
}

void Loop::run()
{
    m_resources.clock.refresh();
    m_nextTick = m_nextWarning = m_resources.clock.now();
    while (!m_stopping.load()) {
        wait();
        runQueued();
        if (m_resources.clock.now() >= m_nextResume)
            resumePaused();
        if (m_resources.clock.now() >= m_nextTick)
            checkTimes();
        m_ended.clear();
    }
    m_queued.clear();
    m_paused.clear();
    m_connections.clear();
}

int Loop::waitMilliseconds() const
{
    if (!m_queued.empty())
        return 0;
    if (m_connections.empty() && m_watchesListeners)
        return -1;
    const auto next = std::min(m_nextTick, m_nextResume);
    const auto left = std::chrono::ceil<milliseconds>(next - m_resources.clock.now());
    return static_cast<int>(std::clamp(left, milliseconds(0), kLongestTick).count());
}

void Loop::wait()
{
    std::array<epoll_event, 256> events;
    const int count = ::epoll_wait(m_epoll, events.data(), events.size(), waitMilliseconds());
    m_resources.clock.refresh();
    for (int i = 0; i < count; ++i) {
        const epoll_event &event = events[static_cast<std::size_t>(i)];
        if (event.data.ptr == &m_wake)
            continue; // run() looks at m_stopping
        if (const int *listener = listenerOf(event.data.ptr); listener != nullptr) {
            acceptSome(*listener);
            continue;
        }
        auto &connection = *static_cast<Connection *>(event.data.ptr);
        if (connection.hasEnded) // to make room, in this very turn
            continue;
        connection.onEvents(event.events);
        if (!connection.isQueued) // else its turn comes
            settle(connection, connection.run());
    }
}

void Loop::watchListeners(bool watchIt)
{
    if (watchIt == m_watchesListeners)
        return;
    m_watchesListeners = watchIt;
    for (const int &listener : m_listeners) {
        if (watchIt)
            watch(m_epoll, EPOLL_CTL_ADD, listener, EPOLLIN | EPOLLEXCLUSIVE,
                  const_cast<int *>(&listener));
        else
            ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, listener, nullptr);
    }
}

/// The listener that an event names; nullptr: it is another's.
const int *Loop::listenerOf(const void *what) const
{
    const auto found =
        std::ranges::find_if(m_listeners, [what](const int &one) { return &one == what; });
    return found == m_listeners.end() ? nullptr : &*found;
}

void Loop::acceptSome(int listener)
{
    for (int i = 0; i < kAcceptsATurn; ++i) {
        if (!makeRoom()) {
            watchListeners(false); // until the next tick; the kernel's queue keeps those who wait
            return;
        }
        std::string remoteAddress;
        const int descriptor = acceptConnection(listener, remoteAddress);
        if (descriptor >= 0) {
            add(descriptor, std::move(remoteAddress));
            continue;
        }
        const int error = errno;
        if (error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM) {
            // The listener stays readable, so watching on would be a busy loop.
            watchListeners(false);
            if (m_resources.clock.now() >= m_nextWarning) {
                m_nextWarning = m_resources.clock.now() + kWarnEvery;
                logWarning("server", fmt::format("cannot accept a connection: {}; boards wait. "
                                                 "Raise the limit of open files (ulimit -n)",
                                                 errnoText(error)));
            }
            return;
        }
        if (error == EAGAIN || error == EWOULDBLOCK)
            return;
        // Others (ECONNABORTED, network errors) belong to that one connection: go on.
    }
}

bool Loop::anyoneWaits() const
{
    return std::ranges::any_of(m_listeners, [](int listener) {
        pollfd waiting = {.fd = listener, .events = POLLIN, .revents = 0};
        return ::poll(&waiting, 1, 0) > 0;
    });
}

/// At the limit the connection that has been idle longest gives way to one that waits.
bool Loop::makeRoom()
{
    if (m_connections.size() < m_maxConnections)
        return true;
    if (!anyoneWaits())
        return false;
    Connection *oldest = nullptr;
    for (const auto &connection : m_connections) {
        if (connection->isIdle() &&
            (oldest == nullptr || connection->idleSince() < oldest->idleSince()))
            oldest = connection.get();
    }
    if (oldest == nullptr || m_resources.clock.now() - oldest->idleSince() < kEvictAfter)
        return false;
    end(*oldest);
    return true;
}

void Loop::add(int descriptor, std::string remoteAddress)
{
    auto made =
        std::make_unique<Connection>(descriptor, std::move(remoteAddress), m_shared, m_resources);
    made->index = m_connections.size();
    watch(m_epoll, EPOLL_CTL_ADD, descriptor, kConnectionEvents, made.get());
    m_connections.push_back(std::move(made));
}

void Loop::settle(Connection &connection, Connection::Turn turn)
{
    if (turn == Connection::Turn::Ended) {
        end(connection);
        return;
    }
    // Not from the start: each handshake and each farewell would wake the loop twice for nothing.
    if (connection.wantsWritable() && !std::exchange(connection.watchesWritable, true))
        watch(m_epoll, EPOLL_CTL_MOD, connection.descriptor(), kConnectionEvents | EPOLLOUT,
              &connection);
    if (turn == Connection::Turn::Again && !connection.isQueued) {
        connection.isQueued = true;
        m_queued.push_back(&connection);
    } else if (turn == Connection::Turn::Paused) {
        m_nextResume = std::min(m_nextResume, connection.resumeAt());
        if (!connection.isPaused) {
            connection.isPaused = true;
            m_paused.push_back(&connection);
        }
    }
}

void Loop::end(Connection &connection)
{
    if (connection.isQueued)
        std::erase(m_queued, &connection);
    if (connection.isPaused)
        std::erase(m_paused, &connection);
    const std::size_t index = connection.index;
    std::unique_ptr<Connection> ended = std::move(m_connections[index]);
    if (index + 1 != m_connections.size()) {
        m_connections[index] = std::move(m_connections.back());
        m_connections[index]->index = index;
    }
    m_connections.pop_back();
    ended->hasEnded = true;
    // Closing would not do: a program that another thread starts just now shares the descriptor
    // until its exec, and epoll would go on to name the connection.
    ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, ended->descriptor(), nullptr);
    m_ended.push_back(std::move(ended));
}

void Loop::runQueued()
{
    std::vector<Connection *> turn;
    turn.swap(m_queued);
    for (Connection *connection : turn) {
        connection->isQueued = false;
        settle(*connection, connection->run());
    }
}

/// Those whose time has come have their turn; the others stay in the list.
void Loop::resumePaused()
{
    std::vector<Connection *> waiting;
    waiting.swap(m_paused);
    m_nextResume = LoopClock::TimePoint::max();
    for (Connection *connection : waiting) {
        if (connection->resumeAt() > m_resources.clock.now()) {
            m_nextResume = std::min(m_nextResume, connection->resumeAt());
            m_paused.push_back(connection);
            continue;
        }
        connection->isPaused = false;
        settle(*connection, connection->run());
    }
}

void Loop::checkTimes()
{
    m_nextTick = m_resources.clock.now() + m_tick;
    for (std::size_t i = m_connections.size(); i-- > 0;) // end() moves the last one down
        settle(*m_connections[i], m_connections[i]->checkTime());
    if (!m_watchesListeners && makeRoom())
        watchListeners(true);
}

} // namespace otabench::server::detail
