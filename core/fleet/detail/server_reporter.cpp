#include "fleet/detail/server_reporter.h"

#include <utility>

namespace otabench::fleet::detail {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPeriod{500};

} // namespace

ServerReporter::ServerReporter(server::ImageServer &server, CertificateWatch *watch,
                               ServerState facts, Observer &observer)
    : m_server(server)
    , m_watch(watch)
    , m_observer(observer)
    , m_observation(server, std::move(facts))
{
}

void ServerReporter::publish(PublishedUrl url)
{
    m_observation.facts().published.push_back(std::move(url));
}

void ServerReporter::withdraw(const std::string &url)
{
    std::erase_if(m_observation.facts().published,
                  [&url](const PublishedUrl &each) { return each.url == url; });
}

void ServerReporter::setSharing(const server::Sharing &sharing)
{
    m_server.setSharing(sharing);
    m_observation.facts().sharing = sharing;
    tell(steady_clock::now());
}

Result<> ServerReporter::setFaults(std::vector<server::Fault> faults)
{
    auto set = m_server.setFaults(faults);
    if (!set)
        return set;
    m_observation.facts().faults = std::move(faults);
    tell(steady_clock::now());
    return {};
}

void ServerReporter::tick(TimePoint now)
{
    if (now >= m_next)
        tell(now);
}

void ServerReporter::tell(TimePoint now)
{
    m_next = now + kPeriod;
    if (m_watch != nullptr)
        noteCertificates(*m_watch, m_observation.facts().certificate);
    m_observer.onServer(m_observation.look(now));
}

void ServerReporter::end()
{
    m_watch = nullptr;
    m_observation.facts().isRunning = false;
    m_observation.facts().published.clear();
    tell(steady_clock::now());
}

} // namespace otabench::fleet::detail
