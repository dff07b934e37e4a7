#pragma once

#include "server/detail/access.h"
#include "server/detail/admission.h"
#include "server/detail/fault_table.h"
#include "server/detail/published.h"
#include "server/detail/rate.h"
#include "server/detail/tls_context.h"
#include "server/detail/traffic.h"
#include "server/image_server.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace otabench::server::detail {

/// The Sharing of the moment, but for the number of transfers (Admission) and the boards' own rates
/// (TokenTraffic). Each value by itself; any thread.
struct CurrentSharing
{
    explicit CurrentSharing(const Sharing &sharing) { set(sharing); }

    void set(const Sharing &sharing)
    {
        rate.setBytesPerSecond(sharing.bytesPerSecond);
        boardBytesPerSecond.store(sharing.boardBytesPerSecond, std::memory_order_relaxed);
        retryAfterSeconds.store(sharing.retryAfter.count(), std::memory_order_relaxed);
        startJitterMilliseconds.store(sharing.startJitter.count(), std::memory_order_relaxed);
    }

    Rate rate;                                         ///< of all image bytes
    std::atomic<std::uint64_t> boardBytesPerSecond{0}; ///< of boards that are new
    std::atomic<std::int64_t> retryAfterSeconds{0};
    std::atomic<std::int64_t> startJitterMilliseconds{0};
};

/// What a server's threads and its public face have in common. Each member is safe by itself;
/// `options` does not change.
struct Shared
{
    explicit Shared(ServerOptions serverOptions)
        : options(std::move(serverOptions))
        , access(options.logins, options.bearerTokens)
    {
    }

    ServerOptions options; ///< without what is secret; its sharing is that of the start
    const Access access;
    CurrentSharing sharing{options.sharing};
    Publications publications;
    Tokens tokens;
    Addresses addresses;
    TotalCounters totals;
    Admission admission{options.sharing.transfers, totals.activeTransfers};
    CurrentTlsContext tls; ///< nullptr: plain HTTP
    CurrentFaults faults;
    /// Not empty: every answer is this text, at /metrics, and there are no images.
    std::function<std::string()> metrics;
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
