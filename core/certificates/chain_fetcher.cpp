#include "certificates/chain_fetcher.h"

#include "certificates/detail/hosts.h"
#include "certificates/detail/x509.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace otabench::certificates {
namespace {

using std::chrono::steady_clock;
using Deadline = steady_clock::time_point;

class Socket
{
public:
    explicit Socket(int fd = -1)
        : m_fd(fd)
    {
    }

    ~Socket()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }

    Socket(Socket &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }

    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;

    [[nodiscard]] int get() const { return m_fd; }

    /// False at the deadline.
    [[nodiscard]] bool waitFor(short events, Deadline deadline) const
    {
        while (true) {
            const auto left =
                std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now());
            if (left.count() <= 0)
                return false;
            pollfd wait{m_fd, events, 0};
            const int ready = ::poll(&wait, 1, static_cast<int>(left.count()));
            if (ready > 0)
                return true;
            if (ready < 0 && errno != EINTR)
                return true; // the call that follows reports it
        }
    }

private:
    int m_fd;
};

tl::unexpected<Error> timedOut(const FetchOptions &options)
{
    return fail(ErrorCode::Timeout, "{} port {} did not answer within {} s; is it reachable?",
                options.host, options.port, std::chrono::duration<double>(options.timeout).count());
}

/// Connects to one of the host's addresses; the last one's error counts.
Result<Socket> connectTo(const addrinfo &address, const FetchOptions &options, Deadline deadline)
{
    Socket socket(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    int number = 0;
    if (socket.get() < 0 || ::connect(socket.get(), address.ai_addr, address.ai_addrlen) != 0) {
        number = errno;
        if (number == EINPROGRESS) {
            if (!socket.waitFor(POLLOUT, deadline))
                return timedOut(options);
            socklen_t length = sizeof number;
            ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &number, &length);
        }
    }
    if (number != 0)
        return fail(ErrorCode::InputOutput, "cannot connect to {} port {}: {}", options.host,
                    options.port, errnoText(number));
    return socket;
}

Result<Socket> connectToHost(const FetchOptions &options, Deadline deadline)
{
    addrinfo hints = {};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    const std::string port = std::to_string(options.port);
    const int status = ::getaddrinfo(options.host.c_str(), port.c_str(), &hints, &found);
    if (status != 0)
        return fail(ErrorCode::NotFound, "cannot find the host {}: {}", options.host,
                    gai_strerror(status));
    const openssl::Owned<addrinfo, ::freeaddrinfo> addresses(found);
    Error last = timedOut(options).value();
    for (const addrinfo *address = found; address != nullptr; address = address->ai_next) {
        // An address nobody answers at must leave time for the next one.
        const auto now = steady_clock::now();
        auto socket = connectTo(
            *address, options, address->ai_next != nullptr ? now + (deadline - now) / 2 : deadline);
        if (socket)
            return socket;
        last = socket.error();
    }
    return tl::unexpected(last);
}

openssl::Ssl makeClient(SSL_CTX *context, int socket, const detail::Host &host)
{
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr); // to look at, not to trust
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_security_level(context, 0); // weak keys are findings, not reasons to stop
    openssl::Ssl ssl(SSL_new(context));
    if (ssl == nullptr || SSL_set_fd(ssl.get(), socket) != 1)
        return nullptr;
    if (!host.isAddress()) // RFC 6066: no address literals
        SSL_set_tlsext_host_name(ssl.get(), host.text.c_str());
    return ssl;
}

/// Whether the handshake got as far as the server's certificates.
Result<> shakeHands(SSL *ssl, const Socket &socket, const FetchOptions &options, Deadline deadline)
{
    while (true) {
        openssl::clearErrors();
        const int done = SSL_connect(ssl);
        if (done == 1 || SSL_get0_peer_certificate(ssl) != nullptr)
            return {}; // one that wants a client certificate has shown its own all the same
        const int reason = SSL_get_error(ssl, done);
        if (reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE)
            return fail(ErrorCode::TlsFailed,
                        "{} port {} does not answer with TLS 1.2 or 1.3 ({}); is it an https port?",
                        options.host, options.port,
                        reason == SSL_ERROR_SYSCALL ? "it closed the connection"
                                                    : openssl::takeErrors());
        if (!socket.waitFor(reason == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, deadline))
            return timedOut(options);
    }
}

std::string chainOf(SSL *ssl)
{
    std::string pem;
    STACK_OF(X509) *chain = SSL_get_peer_cert_chain(ssl);
    for (int i = 0; chain != nullptr && i < sk_X509_num(chain); ++i)
        pem += detail::toPem(sk_X509_value(chain, i));
    return pem;
}

/// Certificates by subject, from a hashed folder.
class SystemStore
{
public:
    explicit SystemStore(const std::filesystem::path &folder)
        : m_store(X509_STORE_new())
        , m_context(X509_STORE_CTX_new())
    {
        openssl::clearErrors();
        m_usable = m_store != nullptr && m_context != nullptr &&
                   X509_STORE_load_path(m_store.get(), folder.c_str()) == 1 &&
                   X509_STORE_CTX_init(m_context.get(), m_store.get(), nullptr, nullptr) == 1;
        openssl::clearErrors();
    }

    /// A CA there that signed `certificate`.
    [[nodiscard]] std::optional<std::string> issuerOf(X509 *certificate) const
    {
        if (!m_usable)
            return std::nullopt;
        const openssl::Owned<STACK_OF(X509), freeStack> found(
            X509_STORE_CTX_get1_certs(m_context.get(), X509_get_issuer_name(certificate)));
        openssl::clearErrors();
        for (int i = 0; found != nullptr && i < sk_X509_num(found.get()); ++i) {
            X509 *candidate = sk_X509_value(found.get(), i);
            if (detail::isSelfIssued(candidate) && detail::isSignedBy(certificate, candidate))
                return detail::toPem(candidate);
        }
        return std::nullopt;
    }

private:
    static void freeStack(STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); }

    openssl::Owned<X509_STORE, X509_STORE_free> m_store;
    openssl::Owned<X509_STORE_CTX, X509_STORE_CTX_free> m_context;
    bool m_usable = false;
};

/// The certificate that signed `certificate`, among those the server sent.
X509 *issuerAmong(const std::vector<openssl::Certificate> &chain, X509 *certificate)
{
    for (const auto &candidate : chain) {
        if (candidate.get() != certificate && detail::isAuthority(candidate.get()) &&
            detail::isSignedBy(certificate, candidate.get()))
            return candidate.get();
    }
    return nullptr;
}

std::string issuerText(X509 *certificate)
{
    const auto summaries = summarize(detail::toPem(certificate));
    return summaries ? summaries->front().issuer : std::string("?");
}

} // namespace

Result<TrustChoice> chooseTrust(std::string_view chainPem, const std::filesystem::path &systemStore)
{
    const auto chain = detail::parseCertificates(chainPem);
    if (!chain)
        return tl::unexpected(chain.error());
    const SystemStore store(systemStore);
    X509 *current = chain->front().get();
    // The way up from the leaf; a chain of n certificates has at most n steps.
    for (std::size_t step = 0; step < chain->size(); ++step) {
        const std::string name = detail::commonName(current);
        if (detail::isSelfIssued(current) && detail::isSignedBy(current, current))
            return TrustChoice{
                detail::toPem(current),
                current == chain->front().get()
                    ? fmt::format("\"{}\" is self-signed: boards must trust this very "
                                  "certificate, and need the new one whenever it is renewed",
                                  name)
                    : fmt::format("\"{}\" is the root the server sends; the certificates below it "
                                  "are renewed more often",
                                  name)};
        if (auto root = store.issuerOf(current)) {
            const auto summary = summarize(*root);
            return TrustChoice{
                std::move(root),
                fmt::format("\"{}\" is the root, taken from {} (servers do not have to send it); "
                            "the certificates below it are renewed more often",
                            summary ? summary->front().commonName : "?", systemStore.string())};
        }
        X509 *issuer = issuerAmong(*chain, current);
        if (issuer == nullptr)
            break;
        current = issuer;
    }
    return TrustChoice{
        std::nullopt,
        fmt::format("the chain ends at \"{}\"; its issuer ({}) is neither sent nor in {}: ask "
                    "whoever runs the server for that CA's root certificate",
                    detail::commonName(current), issuerText(current), systemStore.string())};
}

Result<FetchedChain> fetchChain(const FetchOptions &options)
{
    const auto host = detail::parseHost(options.host);
    if (!host)
        return tl::unexpected(host.error());
    const Deadline deadline = steady_clock::now() + options.timeout;
    const auto socket = connectToHost(options, deadline);
    if (!socket)
        return tl::unexpected(socket.error());
    const openssl::SslContext context(SSL_CTX_new(TLS_client_method()));
    const openssl::Ssl ssl = context ? makeClient(context.get(), socket->get(), *host) : nullptr;
    if (ssl == nullptr)
        return fail(ErrorCode::Internal, "cannot set up TLS: {}", openssl::takeErrors());
    if (auto shaken = shakeHands(ssl.get(), *socket, options, deadline); !shaken)
        return tl::unexpected(shaken.error());
    FetchedChain fetched{chainOf(ssl.get()), SSL_get_version(ssl.get()), {}};
    openssl::clearErrors();
    if (fetched.pem.empty())
        return fail(ErrorCode::TlsFailed, "{} port {} shows no certificate", options.host,
                    options.port);
    auto trust = chooseTrust(fetched.pem, options.systemStore);
    if (!trust)
        return tl::unexpected(trust.error());
    fetched.trust = *std::move(trust);
    return fetched;
}

} // namespace otabench::certificates
