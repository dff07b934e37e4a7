#include "server/image_server.h"

#include "server/detail/listener.h"
#include "server/detail/loop.h"
#include "server/detail/text.h"

#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <mutex>
#include <optional>
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
    Impl(ServerOptions options, detail::Listener openListener)
        : listener(std::in_place, std::move(openListener))
        , port(listener->port())
    {
        shared.options = std::move(options);
    }

    ~Impl() { stop(); }

    void start()
    {
        const unsigned threadCount = std::clamp(shared.options.threads, 1u, kMostThreads);
        const unsigned allowed = connectionsAllowed(shared.options.limits.connections);
        for (unsigned i = 0; i < threadCount; ++i)
            loops.push_back(std::make_unique<detail::Loop>(shared, listener->descriptor(),
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
        listener.reset();
    }

    detail::Shared shared;
    std::mutex stopMutex; ///< guards what follows against two stops at once
    std::optional<detail::Listener> listener;
    const std::uint16_t port;
    std::vector<std::unique_ptr<detail::Loop>> loops;
    std::vector<std::thread> threads;
    std::mutex certificateMutex; ///< one replacement at a time
};

ImageServer::ImageServer(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

ImageServer::~ImageServer() = default;

Result<std::unique_ptr<ImageServer>> ImageServer::start(ServerOptions options)
{
    options.recordBytes = std::clamp(options.recordBytes, kLeastRecordBytes, kMostRecordBytes);
    std::shared_ptr<const detail::TlsContext> tls;
    if (!options.plainHttp) {
        auto made = detail::TlsContext::create(options.certificatePem, options.keyPem,
                                               options.recordBytes, nullptr);
        if (!made)
            return tl::unexpected(made.error());
        tls = std::move(*made);
    }
    options.certificatePem.clear();
    options.keyPem.clear();
    auto listener = detail::Listener::open(options.bindAddress, options.port);
    if (!listener)
        return tl::unexpected(listener.error());
    auto impl = std::make_unique<Impl>(std::move(options), std::move(*listener));
    impl->shared.tls.set(std::move(tls));
    impl->start();
    return std::unique_ptr<ImageServer>(new ImageServer(std::move(impl)));
}

void ImageServer::stop()
{
    m_impl->stop();
}

Result<PublishedImage> ImageServer::publish(const std::filesystem::path &file, std::string sha256)
{
    return m_impl->shared.publications.add(file, std::move(sha256));
}

void ImageServer::withdraw(const std::string &id)
{
    m_impl->shared.publications.remove(id);
}

std::string ImageServer::issueToken()
{
    return m_impl->shared.tokens.issue();
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
    const auto previous = m_impl->shared.tls.get();
    if (previous == nullptr)
        return fail(ErrorCode::InvalidArgument,
                    "this server speaks plain HTTP and has no certificate to replace");
    auto made = detail::TlsContext::create(certificatePem, keyPem,
                                           m_impl->shared.options.recordBytes, previous.get());
    if (!made)
        return tl::unexpected(made.error());
    m_impl->shared.tls.set(std::move(*made));
    return {};
}

} // namespace otabench::server
