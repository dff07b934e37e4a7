#include "fleet/certificate_watch.h"

#include "base/log.h"

#include <exception>
#include <utility>

namespace otabench::fleet {
namespace {

constexpr std::string_view kLog = "fleet";
constexpr std::size_t kMostNews = 100;

} // namespace

CertificateWatch::CertificateWatch(server::ImageServer &server, certificates::ServerKeeper keeper,
                                   std::chrono::milliseconds period)
    : m_server(server)
    , m_keeper(std::move(keeper))
    , m_period(period)
    , m_thread([this](const std::stop_token &stop) { run(stop); })
{
}

CertificateWatch::~CertificateWatch()
{
    m_thread.request_stop();
    m_wake.notify_all();
}

std::vector<CertificateWatch::News> CertificateWatch::takeNews()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_news, {});
}

void CertificateWatch::run(const std::stop_token &stop)
{
    try {
        while (!stop.stop_requested()) {
            {
                std::unique_lock lock(m_mutex);
                m_wake.wait_for(lock, stop, m_period, [] { return false; });
            }
            if (!stop.stop_requested())
                look();
        }
    } catch (const std::exception &error) {
        logCritical(kLog, error.what());
        std::terminate();
    }
}

void CertificateWatch::look()
{
    const auto found = m_keeper.check();
    if (!found)
        return tell({.problem = found.error().text});
    if (!*found)
        return;
    const certificates::ServerIdentity &identity = **found;
    const auto replaced =
        m_server.replaceCertificate(identity.server.certificatePem, identity.server.keyPem);
    if (!replaced)
        return tell({.problem = replaced.error().text});
    tell({.certificatePem = identity.server.certificatePem, .problem = identity.warning});
}

void CertificateWatch::tell(News news)
{
    if (!news.problem.empty())
        logWarning(kLog, news.problem);
    else
        logInfo(kLog, "the server's certificate has been replaced");
    const std::lock_guard lock(m_mutex);
    m_news.push_back(std::move(news));
    if (m_news.size() > kMostNews)
        m_news.erase(m_news.begin());
}

} // namespace otabench::fleet
