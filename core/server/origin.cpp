#include "server/origin.h"

#include "base/openssl.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <arpa/inet.h>
#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace otabench::server {
namespace {

namespace http = boost::beast::http;
using std::chrono::steady_clock;
using Deadline = steady_clock::time_point;

constexpr unsigned kMostRedirects = 10;
constexpr std::size_t kMostHeadBytes = 64 * 1024;
constexpr std::size_t kReadBytes = 32 * 1024;
constexpr std::string_view kScheme = "https://";

struct Answer
{
    unsigned status = 0;
    std::string location;
    std::string body;
};

bool isAddress(const std::string &host)
{
    std::array<unsigned char, 16> bytes;
    return ::inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
           ::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

std::time_t secondsLeft(Deadline deadline)
{
    const auto left = std::chrono::ceil<std::chrono::seconds>(deadline - steady_clock::now());
    return std::max<std::time_t>(left.count(), 0);
}

tl::unexpected<Error> timedOut(const std::string &url)
{
    return fail(ErrorCode::Timeout,
                "{} was not fetched in time. What to do: check that this "
                "computer reaches the server",
                url);
}

tl::unexpected<Error> cancelled(const std::string &url)
{
    return fail(ErrorCode::Cancelled, "fetching {} was cancelled", url);
}

/// One connection to a server, with one deadline.
class Connection
{
public:
    static Result<Connection> open(const HttpsUrl &server, const OriginRequest &request,
                                   Deadline deadline);

    [[nodiscard]] Result<> write(std::string_view text);
    /// 0 at the end.
    [[nodiscard]] Result<std::size_t> read(std::span<char> into);

private:
    Connection(openssl::SslContext context, std::unique_ptr<Descriptor> socket, openssl::Bio bio,
               const OriginRequest &request, Deadline deadline)
        : m_context(std::move(context))
        , m_socket(std::move(socket))
        , m_bio(std::move(bio))
        , m_url(request.url)
        , m_stop(request.stop)
        , m_deadline(deadline)
    {
    }

    /// Whether the operation may be tried again now; an error when it may not.
    [[nodiscard]] Result<> wait(std::string_view what);

    openssl::SslContext m_context;
    std::unique_ptr<Descriptor> m_socket; ///< none: the BIO's own
    openssl::Bio m_bio;
    std::string m_url;
    std::stop_token m_stop;
    Deadline m_deadline;
};

/// Boards are given these CAs and nothing else, so that nothing else counts here.
bool trust(SSL_CTX *context, const std::string &pem)
{
    const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    X509_STORE *store = SSL_CTX_get_cert_store(context);
    bool hasOne = false;
    for (;;) {
        const openssl::Certificate certificate(
            PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
        if (!certificate)
            break;
        hasOne = X509_STORE_add_cert(store, certificate.get()) == 1 || hasOne;
    }
    openssl::clearErrors();
    return hasOne;
}

bool setHost(SSL *ssl, const std::string &host)
{
    if (isAddress(host))
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
    return SSL_set1_host(ssl, host.c_str()) == 1 &&
           SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
}

/// TLS over a socket that there is, or over one that it makes itself.
openssl::Bio makeTls(SSL_CTX *context, const HttpsUrl &server, const Descriptor *socket)
{
    if (socket) {
        openssl::Bio tls(BIO_new_ssl(context, 1));
        openssl::Bio plain(BIO_new_socket(socket->get(), BIO_NOCLOSE));
        if (tls && plain)
            BIO_push(tls.get(), plain.release());
        return tls;
    }
    openssl::Bio bio(BIO_new_ssl_connect(context));
    if (bio) {
        BIO_set_conn_hostname(bio.get(), server.host.c_str());
        BIO_set_conn_port(bio.get(), std::to_string(server.port).c_str());
        BIO_set_nbio(bio.get(), 1);
    }
    return bio;
}

Result<Connection> Connection::open(const HttpsUrl &server, const OriginRequest &request,
                                    Deadline deadline)
{
    openssl::clearErrors();
    openssl::SslContext context(SSL_CTX_new(TLS_client_method()));
    if (!context || !trust(context.get(), request.trustPem))
        return fail(ErrorCode::CertificateInvalid, "there is no certificate to judge {} by: {}",
                    request.url, openssl::takeErrors());
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context.get()), X509_V_FLAG_PARTIAL_CHAIN);
    std::unique_ptr<Descriptor> socket;
    if (request.connect) {
        auto connected = request.connect(server, deadline);
        if (!connected)
            return tl::unexpected(connected.error().in(request.url));
        socket = *std::move(connected);
    }
    openssl::Bio bio = makeTls(context.get(), server, socket.get());
    SSL *ssl = nullptr;
    if (bio)
        BIO_get_ssl(bio.get(), &ssl);
    if (!ssl || !setHost(ssl, server.host))
        return fail(ErrorCode::Internal, "cannot set up TLS: {}", openssl::takeErrors());
    SSL_set_mode(ssl, SSL_MODE_AUTO_RETRY);
    Connection connection(std::move(context), std::move(socket), std::move(bio), request, deadline);
    while (BIO_do_handshake(connection.m_bio.get()) != 1) {
        const long verdict = SSL_get_verify_result(ssl);
        if (verdict != X509_V_OK)
            return fail(ErrorCode::TlsFailed,
                        "the certificate of {} is not accepted: {}. What to do: \"otabench-cli "
                        "cert fetch {}\" tells which CA it needs",
                        request.url, X509_verify_cert_error_string(verdict), server.authority());
        if (auto again = connection.wait("connecting"); !again)
            return tl::unexpected(again.error());
    }
    return connection;
}

Result<> Connection::wait(std::string_view what)
{
    if (!BIO_should_retry(m_bio.get()))
        return fail(ErrorCode::InputOutput,
                    "{}: {} failed ({}). What to do: check the URL, and "
                    "that the server runs",
                    m_url, what, openssl::takeErrors());
    if (m_stop.stop_requested())
        return cancelled(m_url);
    const std::time_t left = secondsLeft(m_deadline);
    if (left == 0)
        return timedOut(m_url);
    // A second at a time, to hear of a stop; what the wait says is tried out by the caller.
    BIO_wait(m_bio.get(), std::time(nullptr) + 1, 0);
    openssl::clearErrors();
    return {};
}

Result<> Connection::write(std::string_view text)
{
    while (!text.empty()) {
        const int count = BIO_write(m_bio.get(), text.data(), static_cast<int>(text.size()));
        if (count > 0)
            text.remove_prefix(static_cast<std::size_t>(count));
        else if (auto again = wait("sending the request"); !again)
            return again;
    }
    return {};
}

Result<std::size_t> Connection::read(std::span<char> into)
{
    for (;;) {
        const int count = BIO_read(m_bio.get(), into.data(), static_cast<int>(into.size()));
        if (count > 0)
            return static_cast<std::size_t>(count);
        if (!BIO_should_retry(m_bio.get())) {
            openssl::clearErrors();
            return std::size_t{0}; // what is missing is the parser's to notice
        }
        if (auto again = wait("reading"); !again)
            return tl::unexpected(again.error());
    }
}

Result<Answer> get(const HttpsUrl &server, const OriginRequest &request, Deadline deadline)
{
    auto connection = Connection::open(server, request, deadline);
    if (!connection)
        return tl::unexpected(connection.error());
    const std::string text = fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: otabench\r\n"
                                         "Accept-Encoding: identity\r\nConnection: close\r\n\r\n",
                                         server.target, server.authority());
    if (auto sent = connection->write(text); !sent)
        return tl::unexpected(sent.error());
    http::response_parser<http::string_body> parser;
    parser.eager(true);
    parser.header_limit(static_cast<std::uint32_t>(kMostHeadBytes));
    parser.body_limit(request.limitBytes);
    boost::beast::flat_buffer buffer;
    boost::system::error_code error;
    while (!parser.is_done()) {
        const auto space = buffer.prepare(kReadBytes);
        const auto count = connection->read({static_cast<char *>(space.data()), space.size()});
        if (!count)
            return tl::unexpected(count.error());
        buffer.commit(*count);
        if (*count == 0)
            parser.put_eof(error);
        else
            buffer.consume(parser.put(buffer.data(), error));
        if (error == http::error::need_more && *count != 0)
            error = {};
        if (error == http::error::body_limit)
            return fail(ErrorCode::InvalidArgument, "{} has more than {} bytes: that is no image",
                        request.url, request.limitBytes);
        if (!error && request.stop.stop_requested())
            return cancelled(request.url);
        if (!error && request.progress && parser.is_header_done())
            request.progress(parser.get().body().size(), parser.content_length().value_or(0));
        if (error)
            return fail(ErrorCode::InputOutput,
                        "{}: the answer is cut short or no HTTP ({}). What to do: try again, and "
                        "look at the server's log",
                        request.url, error.message());
    }
    Answer answer{.status = parser.get().result_int()};
    answer.location = parser.get()[http::field::location];
    answer.body = std::move(parser.get().body());
    return answer;
}

/// A path of the same server, or a URL.
Result<HttpsUrl> redirected(const HttpsUrl &from, const std::string &location)
{
    if (location.starts_with('/') && !location.starts_with("//")) {
        HttpsUrl to = from;
        to.target = location;
        return to;
    }
    return parseHttpsUrl(location);
}

/// For messages, which others may read.
std::string withoutLogin(std::string_view url)
{
    const std::size_t scheme = url.find("://");
    const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
    const std::size_t end = std::min(url.find_first_of("/?#", begin), url.size());
    const std::size_t at = url.substr(begin, end - begin).rfind('@');
    if (at == std::string_view::npos)
        return std::string(url);
    return fmt::format("{}***{}", url.substr(0, begin), url.substr(begin + at));
}

bool isRedirect(unsigned status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

} // namespace

std::string HttpsUrl::authority() const
{
    const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return port == 443 ? name : fmt::format("{}:{}", name, port);
}

Result<HttpsUrl> parseHttpsUrl(std::string_view url)
{
    const auto wrong = [&](std::string_view what) {
        return fail(ErrorCode::InvalidArgument,
                    "'{}' is no URL of an image: {}. Write https://host[:port]/path",
                    withoutLogin(url), what);
    };
    const bool isClean = std::ranges::all_of(
        url, [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7f'; });
    if (!url.starts_with(kScheme) || !isClean)
        return wrong("it has to begin with https:// and to hold no blanks");
    std::string_view rest = url.substr(kScheme.size());
    HttpsUrl parsed;
    const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
    std::string_view authority = rest.substr(0, end);
    parsed.target = rest.substr(end, std::min(rest.find('#'), rest.size()) - end);
    if (!parsed.target.starts_with('/'))
        parsed.target.insert(0, 1, '/');
    if (authority.find('@') != std::string_view::npos)
        return wrong("a login in it would be shown in boards' logs. Give boards a URL that "
                     "needs none, such as a signed one of the object store");
    const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
    if (bracket == std::string_view::npos)
        return wrong("the bracket of its address is not closed");
    const std::size_t colon = authority.find(':', bracket);
    if (colon != std::string_view::npos) {
        const std::string_view port = authority.substr(colon + 1);
        const auto read = std::from_chars(port.data(), port.data() + port.size(), parsed.port);
        if (read.ec != std::errc() || read.ptr != port.data() + port.size() || parsed.port == 0)
            return wrong("its port is none");
        authority = authority.substr(0, colon);
    }
    if (bracket != 0)
        authority = authority.substr(1, bracket - 1);
    parsed.host = authority;
    if (parsed.host.empty())
        return wrong("it names no host");
    return parsed;
}

Result<std::vector<std::byte>> fetchFile(const OriginRequest &request)
{
    const Deadline deadline = steady_clock::now() + request.timeout;
    auto server = parseHttpsUrl(request.url);
    for (unsigned hop = 0; server && hop <= kMostRedirects; ++hop) {
        auto answer = get(*server, request, deadline);
        if (!answer)
            return tl::unexpected(answer.error());
        if (answer->status == 200) {
            std::vector<std::byte> bytes(answer->body.size());
            std::memcpy(bytes.data(), answer->body.data(), bytes.size());
            return bytes;
        }
        if (!isRedirect(answer->status))
            return fail(answer->status == 404 ? ErrorCode::NotFound : ErrorCode::NotSupported,
                        "{} is answered with HTTP status {}. What to do: open the URL in a "
                        "browser; boards will be answered the same",
                        request.url, answer->status);
        server = redirected(*server, answer->location);
    }
    if (!server)
        return tl::unexpected(server.error());
    return fail(ErrorCode::NotSupported, "{} is redirected more than {} times", request.url,
                kMostRedirects);
}

} // namespace otabench::server
