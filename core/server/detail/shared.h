#pragma once

#include "server/detail/published.h"
#include "server/detail/tls_context.h"
#include "server/detail/traffic.h"
#include "server/image_server.h"

#include <chrono>
#include <string>

namespace otabench::server::detail {

/// What a server's threads and its public face have in common. Each member is safe by itself;
/// `options` does not change.
struct Shared
{
    ServerOptions options; ///< without certificate and key
    Publications publications;
    Tokens tokens;
    TotalCounters totals;
    CurrentTlsContext tls; ///< nullptr: plain HTTP
    EventList<HandshakeFailure> handshakeFailures{1000};
    EventList<FinishedRequest> requests{10'000};
};

/// The time, read once a turn of the loop and not once a connection.
class LoopClock
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    void refresh();

    [[nodiscard]] TimePoint now() const { return m_now; }

    /// The Date header's value.
    [[nodiscard]] const std::string &date() const { return m_date; }

private:
    TimePoint m_now;
    std::chrono::sys_seconds m_dateSecond{};
    std::string m_date;
};

} // namespace otabench::server::detail
