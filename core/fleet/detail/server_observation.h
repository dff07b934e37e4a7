#pragma once

#include "fleet/certificate_watch.h"
#include "fleet/server_state.h"
#include "server/image_server.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace otabench::fleet::detail {

/// Looks at a running server now and then, and makes states of what it sees: speeds from the bytes
/// since the look before, and boards whose URL has ended kept in the list, the newest 500. One
/// thread at a time; the server is borrowed.
class ServerObservation
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// `facts`: what does not change: role, addresses.
    ServerObservation(server::ImageServer &server, ServerState facts);

    /// To be changed by the owner, and part of the next state.
    [[nodiscard]] ServerState &facts() { return m_facts; }

    [[nodiscard]] ServerState look(TimePoint now);

private:
    struct Before
    {
        std::uint64_t bytes = 0;
        TimePoint time;
        double bytesPerSecond = 0;
    };

    [[nodiscard]] double speedOf(Before &before, std::uint64_t bytes, TimePoint now) const;
    [[nodiscard]] ServerClient clientOf(const server::BoardTraffic &traffic, TimePoint now);
    void keepEnded(std::vector<ServerClient> &clients);

    server::ImageServer &m_server;
    ServerState m_facts;
    Before m_total;
    std::map<std::string, Before> m_before;      ///< by token, or by address
    std::map<std::string, ServerClient> m_known; ///< by token: boards of the look before
    std::vector<ServerClient> m_ended;           ///< oldest first
};

/// The certificate of a PEM chain as states show it; empty for what does not parse.
[[nodiscard]] ShownCertificate shownCertificate(const std::string &chainPem);

/// What the watch has changed since.
void noteCertificates(CertificateWatch &watch, ShownCertificate &shown);

/// `https://host:port` for each of this computer's addresses but `host`.
[[nodiscard]] std::vector<std::string> otherUrls(const std::string &scheme, const std::string &host,
                                                 std::uint16_t port);

/// "host:port", with brackets around an IPv6 literal.
[[nodiscard]] std::string hostAndPort(const std::string &host, std::uint16_t port);

} // namespace otabench::fleet::detail
