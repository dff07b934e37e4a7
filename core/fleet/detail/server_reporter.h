#pragma once

#include "fleet/certificate_watch.h"
#include "fleet/detail/server_observation.h"
#include "fleet/lab.h"

#include <chrono>
#include <string>

namespace otabench::fleet::detail {

/// Tells the observer twice a second what a campaign's server does. Thread: the core loop.
class ServerReporter
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// All are borrowed; `watch` may be nullptr.
    ServerReporter(server::ImageServer &server, CertificateWatch *watch, ServerState facts,
                   Observer &observer);

    void publish(PublishedUrl url);
    void withdraw(const std::string &url);
    void setSharing(const server::Sharing &sharing);
    [[nodiscard]] Result<> setFaults(std::vector<server::Fault> faults);

    void tick(TimePoint now);
    /// The last state: while the server has not been destroyed yet.
    void end();

private:
    void tell(TimePoint now);

    server::ImageServer &m_server;
    CertificateWatch *m_watch;
    Observer &m_observer;
    ServerObservation m_observation;
    TimePoint m_next;
};

} // namespace otabench::fleet::detail
