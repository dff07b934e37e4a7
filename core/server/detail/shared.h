#pragma once

#include "server/detail/access.h"
#include "server/detail/admission.h"
#include "server/detail/fault_table.h"
#include "server/detail/published.h"
#include "server/detail/rate.h"
#include "server/detail/tls_context.h"
#include "server/detail/traffic.h"
#include "server/image_server.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace otabench::server::detail {

/// What a server's threads and its public face have in common. Each member is safe by itself;
/// `options` does not change.
struct Shared
{
    explicit Shared(ServerOptions serverOptions)
        : options(std::move(serverOptions))
        , access(options.logins, options.bearerTokens)
    {
        if (options.sharing.bytesPerSecond != 0)
            rate = std::make_unique<Rate>(options.sharing.bytesPerSecond);
    }

    ServerOptions options; ///< without what is secret
    const Access access;
    std::unique_ptr<Rate> rate; ///< of all image bytes; nullptr: no limit
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
