#include "history/detail/watchdog.h"

#include <sys/socket.h>

namespace otabench::history::detail {

Watchdog::Watchdog(int socket, std::chrono::milliseconds limit)
    : m_socket(socket)
    , m_thread([this, limit] {
        std::unique_lock lock(m_mutex);
        if (m_wake.wait_for(lock, limit, [this] { return m_isOver; }))
            return;
        m_hasBitten = true;
        ::shutdown(m_socket, SHUT_RDWR); // the reader wakes with an end of file
    })
{
}

Watchdog::~Watchdog()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isOver = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

bool Watchdog::hasBitten() const
{
    const std::lock_guard lock(m_mutex);
    return m_hasBitten;
}

} // namespace otabench::history::detail
