#include "server/image_server.h"

#include "server/detail/fault_certificates.h"
#include "server/detail/listener.h"
#include "server/detail/loop.h"
#include "server/detail/text.h"

#include <malloc.h>
#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>

namespace otabench::server {
namespace {

/// Descriptors that are not connections: ports, files, the database.
constexpr unsigned kOtherDescriptors = 256;
constexpr unsigned kMostThreads = 64;
constexpr unsigned kLeastRecordBytes = 512;
constexpr unsigned kMostRecordBytes = 16384;

/// Raises the soft limit of open files towards the hard one as far as `wanted` connections need,
/// and returns how many of them it allows.
unsigned connectionsAllowed(unsigned wanted)
{
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return wanted;
    const rlim_t needed = rlim_t{wanted} + kOtherDescriptors;
    if (limit.rlim_cur < needed && limit.rlim_cur < limit.rlim_max) {
        rlimit raised = limit;
        raised.rlim_cur = std::min(needed, limit.rlim_max);
        if (::setrlimit(RLIMIT_NOFILE, &raised) == 0)
            limit = raised;
    }
    if (limit.rlim_cur >= needed)
        return wanted;
    const rlim_t reserved = std::min<rlim_t>(kOtherDescriptors, limit.rlim_cur / 2);
    return std::max(1u, static_cast<unsigned>(limit.rlim_cur - reserved));
}

bool isIpv6Literal(std::string_view host)
{
    return host.find(':') != std::string_view::npos && !host.starts_with('[');
}

} // namespace

class ImageServer::Impl
{
public:
    Impl(ServerOptions options, std::vector<detail::Listener> openListeners,
         std::vector<CertificateAndKey> ownCertificates)
        : shared(std::move(options))
        , port(openListeners.front().port())
        , listeners(std::move(openListeners))
        , certificates(std::move(ownCertificates))
    {
        // What was read from them is enough from here on.
        faultAuthority = std::exchange(shared.options.faultAuthority, {});
        // An assignment would keep their memory: megabytes, when they were read from files.
        std::string().swap(shared.options.certificatePem);
        std::string().swap(shared.options.keyPem);
        shared.options.moreCertificates = {};
        shared.options.logins = {};
        shared.options.bearerTokens = {};
    }

    ~Impl() { stop(); }

    void start()
    {
        const unsigned threadCount = std::clamp(shared.options.threads, 1u, kMostThreads);
        const unsigned allowed = connectionsAllowed(shared.options.limits.connections);
        std::vector<int> descriptors;
        for (const detail::Listener &listener : listeners)
            descriptors.push_back(listener.descriptor());
        for (unsigned i = 0; i < threadCount; ++i)
            loops.push_back(std::make_unique<detail::Loop>(shared, descriptors,
                                                           std::max(1u, allowed / threadCount)));
        for (const auto &loop : loops) {
            threads.emplace_back([&running = *loop] { running.run(); });
            ::pthread_setname_np(threads.back().native_handle(), "image-server");
        }
    }

    void stop()
    {
        const std::lock_guard lock(stopMutex);
        for (const auto &loop : loops)
            loop->stop();
        for (std::thread &thread : threads)
            thread.join();
        threads.clear();
        loops.clear();
        listeners.clear();
    }

    [[nodiscard]] detail::TlsSettings settingsFor(std::vector<CertificateAndKey> chosen) const
    {
        return {.certificates = std::move(chosen),
                .clientCaPem = shared.options.clientCaPem,
                .recordBytes = shared.options.recordBytes};
    }

    /// With certificateMutex held.
    Result<> use(std::vector<CertificateAndKey> chosen)
    {
        const auto previous = shared.tls.get();
        if (previous == nullptr)
            return fail(ErrorCode::InvalidArgument,
                        "this server speaks plain HTTP and has no certificate to replace");
        if (chosen.empty())
            return fail(ErrorCode::InvalidArgument, "a server needs one certificate at least");
        auto made = detail::TlsContext::create(settingsFor(chosen), previous.get());
        if (!made)
            return tl::unexpected(made.error());
        certificates = std::move(chosen);
        shared.tls.set(std::move(*made));
        return {};
    }

    /// The context of a certificate fault; nullptr for another fault.
    Result<std::shared_ptr<const detail::TlsContext>> wrongContext(FaultKind kind)
    {
        if (!isCertificateFault(kind))
            return nullptr;
        const auto own = shared.tls.get();
        if (own == nullptr)
            return fail(ErrorCode::InvalidArgument,
                        "a server of plain HTTP has no certificate that could be wrong");
        auto wrong =
            detail::makeFaultCertificate(kind, certificates.front().certificatePem, faultAuthority);
        if (!wrong)
            return tl::unexpected(wrong.error());
        // Of its own: a session with a wrong certificate resumes nowhere else.
        return detail::TlsContext::create(settingsFor({std::move(*wrong)}), nullptr);
    }

    detail::Shared shared;
    std::mutex stopMutex; ///< guards what follows against two stops at once
    const std::uint16_t port;
    std::vector<detail::Listener> listeners;
    std::vector<std::unique_ptr<detail::Loop>> loops;
    std::vector<std::thread> threads;

    std::mutex certificateMutex; ///< guards what follows; one replacement at a time
    std::vector<CertificateAndKey> certificates;
    CertificateAndKey faultAuthority;
};

ImageServer::ImageServer(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

ImageServer::~ImageServer() = default;

Result<std::unique_ptr<ImageServer>> ImageServer::start(ServerOptions options)
{
    options.recordBytes = std::clamp(options.recordBytes, kLeastRecordBytes, kMostRecordBytes);
    std::vector<CertificateAndKey> certificates;
    std::shared_ptr<const detail::TlsContext> tls;
    if (!options.plainHttp) {
        certificates = options.moreCertificates;
        certificates.insert(certificates.begin(), {options.certificatePem, options.keyPem});
        auto made = detail::TlsContext::create({.certificates = certificates,
                                                .clientCaPem = options.clientCaPem,
                                                .recordBytes = options.recordBytes},
                                               nullptr);
        if (!made)
            return tl::unexpected(made.error());
        tls = std::move(*made);
    }
    std::vector<std::string> addresses = options.moreBindAddresses;
    addresses.insert(addresses.begin(), options.bindAddress);
    auto listeners = detail::Listener::openAll(addresses, options.port);
    if (!listeners)
        return tl::unexpected(listeners.error());
    std::vector<Fault> faults = std::exchange(options.faults, {});
    auto impl =
        std::make_unique<Impl>(std::move(options), std::move(*listeners), std::move(certificates));
    impl->shared.tls.set(std::move(tls));
    std::unique_ptr<ImageServer> server(new ImageServer(std::move(impl)));
    if (auto set = server->setFaults(std::move(faults)); !set)
        return tl::unexpected(set.error());
    server->m_impl->start();
    return server;
}

void ImageServer::stop()
{
    m_impl->stop();
}

Result<PublishedImage> ImageServer::publish(const std::filesystem::path &file, std::string sha256)
{
    auto published = m_impl->shared.publications.add(file, std::move(sha256));
    ::malloc_trim(0); // the library would keep what reading the file took
    return published;
}

void ImageServer::withdraw(const std::string &id)
{
    m_impl->shared.publications.remove(id);
}

std::string ImageServer::issueToken(std::string label, TokenUse use)
{
    return m_impl->shared.tokens.issue(std::move(label), use,
                                       m_impl->shared.sharing.boardBytesPerSecond.load());
}

void ImageServer::setSharing(const Sharing &sharing)
{
    m_impl->shared.sharing.set(sharing); // first: boards that come meanwhile begin with it
    m_impl->shared.admission.setLimit(sharing.transfers);
    m_impl->shared.tokens.setRate(sharing.boardBytesPerSecond);
    m_impl->shared.addresses.setRate(sharing.boardBytesPerSecond);
}

void ImageServer::releaseToken(const std::string &token)
{
    m_impl->shared.tokens.release(token);
}

std::string ImageServer::url(std::string_view host, const PublishedImage &image,
                             std::string_view token) const
{
    const bool brackets = isIpv6Literal(host);
    return fmt::format(
        "{}://{}{}{}:{}/{}{}{}{}/{}", m_impl->shared.options.plainHttp ? "http" : "https",
        brackets ? "[" : "", host, brackets ? "]" : "", port(), token.empty() ? "" : "b/", token,
        token.empty() ? "" : "/", image.id, detail::encodePathComponent(image.fileName));
}

Result<> ImageServer::addRedirect(const std::string &path, const std::string &location)
{
    return m_impl->shared.publications.addRedirect(path, location);
}

Result<> ImageServer::setFaults(std::vector<Fault> faults)
{
    const std::lock_guard lock(m_impl->certificateMutex);
    if (faults.empty()) {
        m_impl->shared.faults.set(nullptr);
        return {};
    }
    std::vector<std::shared_ptr<const detail::TlsContext>> contexts;
    for (const Fault &fault : faults) {
        auto context = m_impl->wrongContext(fault.kind);
        if (!context)
            return tl::unexpected(context.error());
        contexts.push_back(std::move(*context));
    }
    m_impl->shared.faults.set(
        std::make_shared<detail::FaultTable>(std::move(faults), std::move(contexts)));
    return {};
}

std::uint16_t ImageServer::port() const
{
    return m_impl->port;
}

const std::string &ImageServer::bindAddress() const
{
    return m_impl->shared.options.bindAddress;
}

ServerTotals ImageServer::totals() const
{
    return m_impl->shared.totals.snapshot();
}

BoardTraffic ImageServer::traffic(const std::string &token) const
{
    const auto found = m_impl->shared.tokens.find(token);
    return found != nullptr ? found->snapshot() : BoardTraffic{};
}

std::vector<BoardTraffic> ImageServer::allTraffic() const
{
    return m_impl->shared.tokens.all();
}

std::vector<BoardTraffic> ImageServer::addressTraffic() const
{
    return m_impl->shared.addresses.all();
}

std::vector<HandshakeFailure> ImageServer::takeHandshakeFailures()
{
    return m_impl->shared.handshakeFailures.take();
}

std::vector<FinishedRequest> ImageServer::takeRequests()
{
    return m_impl->shared.requests.take();
}

Result<> ImageServer::replaceCertificate(std::string certificatePem, std::string keyPem)
{
    const std::lock_guard lock(m_impl->certificateMutex);
    std::vector<CertificateAndKey> chosen = m_impl->certificates;
    CertificateAndKey first{std::move(certificatePem), std::move(keyPem)};
    if (chosen.empty())
        chosen.push_back(std::move(first));
    else
        chosen.front() = std::move(first);
    return m_impl->use(std::move(chosen));
}

Result<> ImageServer::replaceCertificates(std::vector<CertificateAndKey> certificates)
{
    const std::lock_guard lock(m_impl->certificateMutex);
    return m_impl->use(std::move(certificates));
}

} // namespace otabench::server
