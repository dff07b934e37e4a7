#pragma once

#include "base/error.h"
#include "server/counters.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace otabench::server {

class ImageServer;

/// The counters as Prometheus reads them (text format 0.0.4): totals, then per board, with the
/// labels `board` (its name, else its address) and `address`.
[[nodiscard]] std::string prometheusText(const ServerTotals &totals,
                                         std::span<const BoardTraffic> boards);

/// Serves prometheusText() of a server as plain HTTP on 127.0.0.1, at /metrics; every other path is
/// 404. Has its own thread. Thread: any.
class MetricsEndpoint
{
public:
    /// Port 0: any free one. The server is borrowed, and must outlive this. AddressInUse,
    /// PermissionDenied (port below 1024).
    [[nodiscard]] static Result<std::unique_ptr<MetricsEndpoint>> start(const ImageServer &server,
                                                                        std::uint16_t port);
    ~MetricsEndpoint();
    MetricsEndpoint(const MetricsEndpoint &) = delete;
    MetricsEndpoint &operator=(const MetricsEndpoint &) = delete;

    [[nodiscard]] std::uint16_t port() const;

private:
    class Impl;
    explicit MetricsEndpoint(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> m_impl;
};

} // namespace otabench::server
