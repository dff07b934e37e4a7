#include "fleet/detail/server_observation.h"

#include "certificates/inspection.h"
#include "server/addresses.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace otabench::fleet::detail {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostEnded = 500;
constexpr double kNewestShare = 0.5; ///< of the speed shown: half of it is the look before's
constexpr double kStandstill = 1.0;  ///< bytes a second: what has faded so far is none

} // namespace

ServerObservation::ServerObservation(server::ImageServer &server, ServerState facts)
    : m_server(server)
    , m_facts(std::move(facts))
{
}

double ServerObservation::speedOf(Before &before, std::uint64_t bytes, TimePoint now) const
{
    const std::chrono::duration<double> passed = now - before.time;
    if (before.time == TimePoint{} || passed.count() <= 0 || bytes < before.bytes) {
        before = {bytes, now, 0};
        return 0;
    }
    const double newest = static_cast<double>(bytes - before.bytes) / passed.count();
    double speed = kNewestShare * newest + (1 - kNewestShare) * before.bytesPerSecond;
    if (speed < kStandstill)
        speed = 0;
    before = {bytes, now, speed};
    return speed;
}

ServerClient ServerObservation::clientOf(const server::BoardTraffic &traffic, TimePoint now)
{
    ServerClient client{.traffic = traffic};
    const std::string &key = traffic.token.empty() ? traffic.remoteAddress : traffic.token;
    client.bytesPerSecond = speedOf(m_before[key], traffic.bodyBytesSent, now);
    client.sinceActivity =
        traffic.lastActivity == TimePoint{}
            ? milliseconds(-1)
            : std::chrono::duration_cast<milliseconds>(now - traffic.lastActivity);
    return client;
}

/// What was there at the look before and is not any more has been released.
void ServerObservation::keepEnded(std::vector<ServerClient> &clients)
{
    std::map<std::string, ServerClient> now;
    for (const ServerClient &client : clients) {
        if (!client.traffic.token.empty())
            now.emplace(client.traffic.token, client);
    }
    for (auto &[token, client] : m_known) {
        if (now.contains(token))
            continue;
        client.hasEnded = true;
        client.bytesPerSecond = 0;
        client.traffic.openConnections = 0;
        m_before.erase(token);
        m_ended.push_back(std::move(client));
    }
    if (m_ended.size() > kMostEnded)
        m_ended.erase(m_ended.begin(), m_ended.end() - static_cast<std::ptrdiff_t>(kMostEnded));
    m_known = std::move(now);
    clients.insert(clients.end(), m_ended.begin(), m_ended.end());
}

ServerState ServerObservation::look(TimePoint now)
{
    ServerState state = m_facts;
    state.totals = m_server.totals();
    state.bytesPerSecond = speedOf(m_total, state.totals.bodyBytesSent, now);
    for (const server::BoardTraffic &board : m_server.allTraffic())
        state.clients.push_back(clientOf(board, now));
    for (const server::BoardTraffic &address : m_server.addressTraffic())
        state.clients.push_back(clientOf(address, now));
    keepEnded(state.clients);
    state.requests = m_server.takeRequests();
    state.handshakeFailures = m_server.takeHandshakeFailures();
    return state;
}

ShownCertificate shownCertificate(const std::string &chainPem)
{
    const auto summaries = certificates::summarize(chainPem);
    if (!summaries)
        return {};
    const certificates::Summary &leaf = summaries->front();
    return {.names = leaf.names,
            .issuer = leaf.issuer,
            .sha256 = leaf.sha256,
            .notAfter = leaf.notAfter};
}

void noteCertificates(CertificateWatch &watch, ShownCertificate &shown)
{
    for (const CertificateWatch::News &news : watch.takeNews()) {
        if (!news.certificatePem.empty())
            shown = shownCertificate(news.certificatePem);
        shown.warning = news.problem;
    }
}

std::string hostAndPort(const std::string &host, std::uint16_t port)
{
    return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port)
                                               : fmt::format("[{}]:{}", host, port);
}

std::vector<std::string> otherUrls(const std::string &scheme, const std::string &host,
                                   std::uint16_t port)
{
    std::vector<std::string> urls;
    for (const std::string &address : server::localAddresses()) {
        if (address != host)
            urls.push_back(fmt::format("{}://{}", scheme, hostAndPort(address, port)));
    }
    return urls;
}

} // namespace otabench::fleet::detail
