#pragma once

#include "base/error.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace otabench::certificates::detail {

using Deadline = std::chrono::steady_clock::time_point;

/// A connected, non-blocking TCP socket.
class TcpSocket
{
public:
    explicit TcpSocket(int fd = -1)
        : m_fd(fd)
    {
    }

    ~TcpSocket();

    TcpSocket(TcpSocket &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }

    TcpSocket(const TcpSocket &) = delete;
    TcpSocket &operator=(const TcpSocket &) = delete;

    [[nodiscard]] int get() const { return m_fd; }

    /// The caller's from now on.
    [[nodiscard]] int release() { return std::exchange(m_fd, -1); }

    /// False at the deadline.
    [[nodiscard]] bool waitFor(short events, Deadline deadline) const;

private:
    int m_fd;
};

struct Endpoint
{
    std::string host; ///< name or address literal, without brackets
    std::uint16_t port = 0;
};

/// "host port 443".
[[nodiscard]] std::string text(const Endpoint &endpoint);

/// Looks the name up and connects to one of its addresses; the last one's error counts. NotFound,
/// Timeout (also while looking up), InputOutput.
[[nodiscard]] Result<TcpSocket> connectTcp(const Endpoint &endpoint, Deadline deadline);

/// Timeout, for what was to be reached.
[[nodiscard]] tl::unexpected<Error> timedOut(const Endpoint &endpoint);

} // namespace otabench::certificates::detail
