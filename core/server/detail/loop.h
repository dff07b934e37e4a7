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
    /// The listener is borrowed, and must outlive the loop.
    Loop(Shared &shared, int listener, unsigned maxConnections);
    ~Loop();
    Loop(const Loop &) = delete;
    Loop &operator=(const Loop &) = delete;

    /// Until stop(); then all connections are closed.
    void run();
    void stop();

private:
    void wait();
    [[nodiscard]] int waitMilliseconds() const;
    void watchListener(bool watch);
    void acceptSome();
    [[nodiscard]] bool makeRoom();
    void add(int descriptor, std::string remoteAddress);
    void settle(Connection &connection, Connection::Turn turn);
    void end(Connection &connection);
    void runQueued();
    void checkTimes();

    Shared &m_shared;
    const int m_listener;
    const unsigned m_maxConnections;
    const std::chrono::milliseconds m_tick;
    int m_epoll = -1;
    int m_wake = -1;
    bool m_watchesListener = false;
    std::atomic<bool> m_stopping{false};
    LoopResources m_resources;
    LoopClock::TimePoint m_nextTick;
    LoopClock::TimePoint m_nextWarning;
    std::vector<std::unique_ptr<Connection>> m_connections;
    std::vector<Connection *> m_queued; ///< those that had their turn and have more to do
    std::vector<std::unique_ptr<Connection>> m_ended; ///< until no event can name them any more
};

} // namespace otabench::server::detail
