#include "certificates/chain_fetcher.h"

#include "certificates/detail/hosts.h"
#include "certificates/detail/proxy.h"
#include "certificates/detail/tcp.h"
#include "certificates/detail/x509.h"

#include <poll.h>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <utility>

namespace otabench::certificates {
namespace {

using detail::Deadline;
using detail::Endpoint;
using detail::TcpSocket;
using std::chrono::steady_clock;

openssl::Ssl makeClient(SSL_CTX *context, int socket, const std::string &serverName)
{
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr); // to look at, not to trust
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_security_level(context, 0); // weak keys are findings, not reasons to stop
    openssl::Ssl ssl(SSL_new(context));
    if (ssl == nullptr || SSL_set_fd(ssl.get(), socket) != 1)
        return nullptr;
    if (!serverName.empty())
        SSL_set_tlsext_host_name(ssl.get(), serverName.c_str());
    return ssl;
}

/// Whether the handshake got as far as the server's certificates.
Result<> shakeHands(SSL *ssl, const TcpSocket &socket, const Endpoint &server, Deadline deadline)
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
                        server.host, server.port,
                        reason == SSL_ERROR_SYSCALL ? "it closed the connection"
                                                    : openssl::takeErrors());
        if (!socket.waitFor(reason == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, deadline))
            return detail::timedOut(server);
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
            const bool hasEnded = X509_cmp_current_time(X509_get0_notAfter(candidate)) < 0;
            if (!hasEnded && detail::isSelfIssued(candidate) &&
                detail::isSignedBy(certificate, candidate))
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

/// Where the issuer's certificate can be fetched (authority information access, caIssuers).
std::string issuerUrlOf(X509 *certificate)
{
    const openssl::Owned<AUTHORITY_INFO_ACCESS, AUTHORITY_INFO_ACCESS_free> access(
        static_cast<AUTHORITY_INFO_ACCESS *>(
            X509_get_ext_d2i(certificate, NID_info_access, nullptr, nullptr)));
    openssl::clearErrors();
    for (int i = 0; access != nullptr && i < sk_ACCESS_DESCRIPTION_num(access.get()); ++i) {
        const ACCESS_DESCRIPTION *each = sk_ACCESS_DESCRIPTION_value(access.get(), i);
        if (OBJ_obj2nid(each->method) != NID_ad_ca_issuers || each->location->type != GEN_URI)
            continue;
        const ASN1_IA5STRING *uri = each->location->d.uniformResourceIdentifier;
        std::string text(reinterpret_cast<const char *>(ASN1_STRING_get0_data(uri)),
                         static_cast<std::size_t>(ASN1_STRING_length(uri)));
        std::ranges::replace_if(
            text, [](unsigned char c) { return c <= ' ' || c >= 0x7F; }, '?');
        return text;
    }
    return {};
}

/// Why nothing can be given to the board, and what to do.
TrustChoice noRoot(X509 *last, bool isLeaf, const std::filesystem::path &systemStore)
{
    TrustChoice choice{std::nullopt, {}, issuerUrlOf(last)};
    const std::string where =
        choice.issuerUrl.empty() ? "ask whoever runs the server for it"
                                 : fmt::format("the certificate names {} for it", choice.issuerUrl);
    choice.why = fmt::format(
        "the chain ends at \"{}\"; its issuer ({}) is neither sent nor in {}: {}{}",
        detail::commonName(last), detail::nameText(X509_get_issuer_name(last)),
        systemStore.string(),
        isLeaf ? "the server may leave an intermediate certificate out, without which no board can "
                 "build the chain; "
               : "",
        where);
    return choice;
}

std::string environment(std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        const char *value = std::getenv(name); // NOLINT: read only
        if (value != nullptr && *value != '\0')
            return value;
    }
    return {};
}

/// Through the proxy, if there is one.
Result<TcpSocket> reach(const FetchOptions &options, const Endpoint &server, Deadline deadline)
{
    if (options.proxy.empty())
        return detail::connectTcp(server, deadline);
    const auto proxy = detail::parseProxy(options.proxy);
    if (!proxy)
        return tl::unexpected(proxy.error());
    auto socket = detail::connectTcp(proxy->endpoint, deadline);
    if (!socket)
        return tl::unexpected(socket.error().in("the proxy"));
    if (auto open = detail::openTunnel(*socket, *proxy, server, deadline); !open)
        return tl::unexpected(open.error());
    return socket;
}

/// As boards do: the name in the URL, but no address literals (RFC 6066).
Result<std::string> serverNameOf(const FetchOptions &options)
{
    const auto host =
        detail::parseHost(options.serverName.empty() ? options.host : options.serverName);
    if (!host)
        return tl::unexpected(host.error());
    return host->isAddress() ? std::string() : host->text;
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
    return noRoot(current, current == chain->front().get(), systemStore);
}

std::string proxyFromEnvironment(std::string_view host)
{
    const std::string excluded = environment({"no_proxy", "NO_PROXY"});
    std::string_view rest = excluded;
    while (!rest.empty()) {
        const auto end = rest.find_first_of(", ");
        std::string_view each = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (each.starts_with('.'))
            each.remove_prefix(1);
        if (each.empty())
            continue;
        const bool isBelow = host.size() > each.size() && host.ends_with(each) &&
                             host[host.size() - each.size() - 1] == '.';
        if (each == "*" || each == host || isBelow)
            return {};
    }
    return environment({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
}

Result<FetchedChain> fetchChain(const FetchOptions &options)
{
    const auto host = detail::parseHost(options.host);
    if (!host)
        return tl::unexpected(host.error());
    const auto serverName = serverNameOf(options);
    if (!serverName)
        return tl::unexpected(serverName.error());
    const Deadline deadline = steady_clock::now() + options.timeout;
    const Endpoint server{host->text, options.port};
    const auto socket = reach(options, server, deadline);
    if (!socket)
        return tl::unexpected(socket.error());
    const openssl::SslContext context(SSL_CTX_new(TLS_client_method()));
    const openssl::Ssl ssl =
        context ? makeClient(context.get(), socket->get(), *serverName) : nullptr;
    if (ssl == nullptr)
        return fail(ErrorCode::Internal, "cannot set up TLS: {}", openssl::takeErrors());
    if (auto shaken = shakeHands(ssl.get(), *socket, server, deadline); !shaken)
        return tl::unexpected(shaken.error());
    FetchedChain fetched{chainOf(ssl.get()), SSL_get_version(ssl.get()), {}};
    openssl::clearErrors();
    if (fetched.pem.empty())
        return fail(ErrorCode::TlsFailed, "{} port {} shows no certificate", server.host,
                    server.port);
    auto trust = chooseTrust(fetched.pem, options.systemStore);
    if (!trust)
        return tl::unexpected(trust.error());
    fetched.trust = *std::move(trust);
    return fetched;
}

} // namespace otabench::certificates
