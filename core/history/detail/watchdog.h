#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace otabench::history::detail {

/// Cuts a connection that has been waited on for too long: libpq waits for an answer without a
/// limit. Made by the thread that waits, right before it does.
class Watchdog
{
public:
    Watchdog(int socket, std::chrono::milliseconds limit);
    ~Watchdog();
    Watchdog(const Watchdog &) = delete;
    Watchdog &operator=(const Watchdog &) = delete;

    [[nodiscard]] bool hasBitten() const;

private:
    const int m_socket;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_isOver = false;
    bool m_hasBitten = false;
    std::thread m_thread;
};

} // namespace otabench::history::detail
