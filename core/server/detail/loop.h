#pragma once

#include "server/detail/connection.h"
#include "server/detail/shared.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace otabench::server::detail {

/// One server thread's work: an epoll loop that accepts connections from a listener (several loops
/// may share one) and runs them. Not Asio, because its per-operation cost and its one write per TLS
/// record are what the image server has to be cheaper than.
///
/// Thread: made anywhere, then run() and all connections on one thread; stop() from any.
class Loop
{
public:
    /// The listeners are borrowed, and must outlive the loop.
    Loop(Shared &shared, std::vector<int> listeners, unsigned maxConnections);
    ~Loop();
    Loop(const Loop &) = delete;
    Loop &operator=(const Loop &) = delete;

    /// Until stop(); then all connections are closed.
    void run();
    void stop();

private:
    void wait();
    [[nodiscard]] int waitMilliseconds() const;
    void watchListeners(bool watch);
    void acceptSome(int listener);
    [[nodiscard]] bool makeRoom();
    [[nodiscard]] bool anyoneWaits() const;
    [[nodiscard]] const int *listenerOf(const void *what) const;
    void add(int descriptor, std::string remoteAddress);
    void settle(Connection &connection, Connection::Turn turn);
    void end(Connection &connection);
    void runQueued();
    void resumePaused();
    void checkTimes();

    Shared &m_shared;
    const std::vector<int> m_listeners;
    const unsigned m_maxConnections;
    const std::chrono::milliseconds m_tick;
    int m_epoll = -1;
    int m_wake = -1;
    bool m_watchesListeners = false;
    std::atomic<bool> m_stopping{false};
    LoopResources m_resources;
    LoopClock::TimePoint m_nextTick;
    LoopClock::TimePoint m_nextWarning;
    std::vector<std::unique_ptr<Connection>> m_connections;
    std::vector<Connection *> m_queued; ///< those that had their turn and have more to do
    std::vector<Connection *> m_paused; ///< those that wait for a time
    LoopClock::TimePoint m_nextResume = LoopClock::TimePoint::max();
    std::vector<std::unique_ptr<Connection>> m_ended; ///< until no event can name them any more
};

} // namespace otabench::server::detail
