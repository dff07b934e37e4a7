#include "host_net.h"

#include "esp_tls_errors.h"

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/pk.h>
#include <mbedtls/sha256.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <string>

using Clock = std::chrono::steady_clock;

namespace otabench::firmware::host {
namespace {

constexpr int kLevelError = 1;
constexpr int kLevelWarning = 2;
constexpr const char *kTls = "esp-tls";
constexpr const char *kMbedTls = "esp-tls-mbedtls";
constexpr const char *kTransport = "transport_base";
constexpr const char *kSystemRoots = "/etc/ssl/certs/ca-certificates.crt";
constexpr int kSmallReceiveBuffer = 16 * 1024; // bytes in flight when the link is made slow

/// How a wait for a descriptor ended.
enum class Wait
{
    Ready,
    TimedOut,
    Interrupted,
    Failed
};

[[gnu::format(printf, 4, 5)]] void logLine(const HostNetOptions &options, int level,
                                           const char *tag, const char *format, ...)
{
    if (!options.log)
        return;
    std::array<char, 256> text{};
    std::va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text.data(), text.size(), format, arguments);
    va_end(arguments);
    options.log(options.logContext, level, tag, text.data());
}

/// Mbed TLS codes are printed as a positive hexadecimal number behind a minus sign.
unsigned int magnitude(int code)
{
    return static_cast<unsigned int>(-code);
}

int remainingMs(Clock::time_point deadline)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, 1'000'000));
}

Wait waitFor(int fd, short events, int wakeFd, Clock::time_point deadline)
{
    for (;;) {
        std::array<pollfd, 2> descriptors{pollfd{fd, events, 0}, pollfd{wakeFd, POLLIN, 0}};
        const int ready = ::poll(descriptors.data(), descriptors.size(), remainingMs(deadline));
        if (ready < 0 && errno != EINTR)
            return Wait::Failed;
        if (ready > 0 && descriptors[1].revents != 0)
            return Wait::Interrupted;
        if (ready > 0 && descriptors[0].revents != 0)
            return Wait::Ready;
        if (Clock::now() >= deadline)
            return Wait::TimedOut;
    }
}

/// Validity dates are not looked at, as in ESP-IDF's default build.
int forgiveDates(void * /*context*/, mbedtls_x509_crt * /*certificate*/, int /*depth*/,
                 std::uint32_t *flags)
{
    *flags &=
        ~static_cast<std::uint32_t>(MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE);
    return 0;
}

std::size_t pemSize(const char *pem)
{
    return std::strlen(pem) + 1; // Mbed TLS wants the NUL counted
}

const unsigned char *pemBytes(const char *pem)
{
    return reinterpret_cast<const unsigned char *>(pem);
}

} // namespace

struct HostNet::Random
{
    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context generator;
    bool seeded = false;

    Random()
    {
        mbedtls_entropy_init(&entropy);
        mbedtls_ctr_drbg_init(&generator);
    }

    ~Random()
    {
        mbedtls_ctr_drbg_free(&generator);
        mbedtls_entropy_free(&entropy);
    }

    Random(const Random &) = delete;
    Random &operator=(const Random &) = delete;

    int seed()
    {
        if (seeded)
            return 0;
        const int result =
            mbedtls_ctr_drbg_seed(&generator, mbedtls_entropy_func, &entropy, nullptr, 0);
        seeded = result == 0;
        return result;
    }
};

/// Keeps received bytes below a rate: each read pushes the earliest time of the next one.
struct HostNet::RateLimit
{
    Clock::time_point next{};

    /// A twentieth of a second's bytes at once, so that waits stay short.
    static std::size_t share(std::uint32_t bytesPerSecond)
    {
        return std::max<std::size_t>(1, bytesPerSecond / 20);
    }

    void spend(std::size_t bytes, std::uint32_t bytesPerSecond)
    {
        next = std::max(next, Clock::now()) +
               std::chrono::nanoseconds(1'000'000'000ULL * bytes / bytesPerSecond);
    }
};

} // namespace otabench::firmware::host

using otabench::firmware::host::HostNetOptions;

struct otabench_hash
{
    mbedtls_sha256_context context;

    otabench_hash() { mbedtls_sha256_init(&context); }

    ~otabench_hash() { mbedtls_sha256_free(&context); }

    otabench_hash(const otabench_hash &) = delete;
    otabench_hash &operator=(const otabench_hash &) = delete;
};

/// One connection: the socket and, over it, the TLS session.
struct otabench_net
{
    int fd = -1;
    int lastErrno = 0;
    bool tls = false;
    std::chrono::milliseconds timeout{0};
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config config;
    mbedtls_x509_crt trusted;
    mbedtls_x509_crt own;
    mbedtls_pk_context ownKey;

    otabench_net()
    {
        mbedtls_ssl_init(&ssl);
        mbedtls_ssl_config_init(&config);
        mbedtls_x509_crt_init(&trusted);
        mbedtls_x509_crt_init(&own);
        mbedtls_pk_init(&ownKey);
    }

    ~otabench_net()
    {
        mbedtls_ssl_free(&ssl);
        mbedtls_ssl_config_free(&config);
        mbedtls_x509_crt_free(&trusted);
        mbedtls_x509_crt_free(&own);
        mbedtls_pk_free(&ownKey);
        if (fd >= 0)
            ::close(fd);
    }

    otabench_net(const otabench_net &) = delete;
    otabench_net &operator=(const otabench_net &) = delete;

    static int send(void *context, const unsigned char *bytes, std::size_t length)
    {
        auto &net = *static_cast<otabench_net *>(context);
        const ssize_t sent = ::send(net.fd, bytes, length, MSG_NOSIGNAL);
        if (sent >= 0)
            return static_cast<int>(sent);
        const int error = errno;
        if (error == EAGAIN || error == EINTR)
            return MBEDTLS_ERR_SSL_WANT_WRITE;
        net.lastErrno = error;
        return error == ECONNRESET || error == EPIPE ? MBEDTLS_ERR_NET_CONN_RESET
                                                     : MBEDTLS_ERR_NET_SEND_FAILED;
    }

    static int receive(void *context, unsigned char *bytes, std::size_t length)
    {
        auto &net = *static_cast<otabench_net *>(context);
        const ssize_t got = ::recv(net.fd, bytes, length, 0);
        if (got >= 0)
            return static_cast<int>(got);
        const int error = errno;
        if (error == EAGAIN || error == EINTR)
            return MBEDTLS_ERR_SSL_WANT_READ;
        net.lastErrno = error;
        return error == ECONNRESET || error == EPIPE ? MBEDTLS_ERR_NET_CONN_RESET
                                                     : MBEDTLS_ERR_NET_RECV_FAILED;
    }
};

namespace otabench::firmware::host {
namespace {

/// Makes a connection step by step; each step that fails says so in the log and in the error.
class Connector
{
public:
    Connector(const HostNetOptions &options, const otabench_net_config_t &config,
              otabench_net &connection, otabench_net_error_t &error)
        : m_options(options)
        , m_config(config)
        , m_net(connection)
        , m_error(error)
        , m_deadline(Clock::now() + std::chrono::milliseconds(config.timeout_ms))
    {
    }

    esp_err_t connectTcp()
    {
        addrinfo hints{};
        hints.ai_family = AF_UNSPEC;
        hints.ai_socktype = SOCK_STREAM;
        addrinfo *addresses = nullptr;
        const std::string port = std::to_string(m_config.port);
        const int result = ::getaddrinfo(m_config.host, port.c_str(), &hints, &addresses);
        if (result != 0 || !addresses) {
            logLine(m_options, kLevelError, kTls,
                    "couldn't get hostname for :%s: getaddrinfo() returns %d, addrinfo=%p",
                    m_config.host, result, static_cast<void *>(addresses));
            return ESP_ERR_ESP_TLS_CANNOT_RESOLVE_HOSTNAME;
        }
        // IPv4 first: a board's "localhost" and most labs' servers listen there.
        esp_err_t outcome = ESP_ERR_ESP_TLS_UNSUPPORTED_PROTOCOL_FAMILY;
        for (const int family : {AF_INET, AF_INET6}) {
            for (const addrinfo *at = addresses; at && outcome != ESP_OK && !m_interrupted;
                 at = at->ai_next) {
                if (at->ai_family == family)
                    outcome = connectTo(*at);
            }
        }
        ::freeaddrinfo(addresses);
        return outcome;
    }

    esp_err_t configureTls(mbedtls_ctr_drbg_context &random)
    {
        if (mbedtls_ssl_config_defaults(&m_net.config, MBEDTLS_SSL_IS_CLIENT,
                                        MBEDTLS_SSL_TRANSPORT_STREAM,
                                        MBEDTLS_SSL_PRESET_DEFAULT) != 0)
            return ESP_ERR_MBEDTLS_SSL_CONFIG_DEFAULTS_FAILED;
        mbedtls_ssl_conf_min_version(&m_net.config, MBEDTLS_SSL_MAJOR_VERSION_3,
                                     MBEDTLS_SSL_MINOR_VERSION_3);
        mbedtls_ssl_conf_rng(&m_net.config, mbedtls_ctr_drbg_random, &random);
        esp_err_t result = trust();
        if (result == ESP_OK)
            result = presentOwnCertificate();
        if (result == ESP_OK)
            result = setUpSession();
        if (result != ESP_OK)
            logLine(m_options, kLevelError, kTls, "create_ssl_handle failed");
        return result;
    }

    esp_err_t handshake()
    {
        for (;;) {
            const int result = mbedtls_ssl_handshake(&m_net.ssl);
            if (result == 0)
                return ESP_OK;
            if (result == MBEDTLS_ERR_SSL_WANT_READ || result == MBEDTLS_ERR_SSL_WANT_WRITE) {
                const short events = result == MBEDTLS_ERR_SSL_WANT_READ ? POLLIN : POLLOUT;
                const Wait wait = waitFor(m_net.fd, events, m_options.wakeFd, m_deadline);
                if (wait == Wait::Ready)
                    continue;
                m_interrupted = wait == Wait::Interrupted;
                if (wait != Wait::TimedOut)
                    return ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST;
                m_error.tls_error = MBEDTLS_ERR_SSL_TIMEOUT;
                logLine(m_options, kLevelWarning, kTls,
                        "Failed to open new connection in specified timeout");
                return ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT;
            }
            m_error.tls_error = result;
            m_error.sys_errno = m_net.lastErrno;
            const std::uint32_t flags = mbedtls_ssl_get_verify_result(&m_net.ssl);
            m_error.verify_flags = flags == 0xffffffffU ? 0 : flags;
            logLine(m_options, kLevelError, kMbedTls, "mbedtls_ssl_handshake returned -0x%04X",
                    magnitude(result));
            return ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED;
        }
    }

    [[nodiscard]] bool interrupted() const { return m_interrupted; }

private:
    esp_err_t connectTo(const addrinfo &address)
    {
        if (m_net.fd >= 0)
            ::close(m_net.fd);
        m_net.fd = ::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                            address.ai_protocol);
        if (m_net.fd < 0) {
            m_error.sys_errno = errno;
            logLine(m_options, kLevelError, kTls,
                    "Failed to create socket (family %d socktype %d protocol %d)",
                    address.ai_family, address.ai_socktype, address.ai_protocol);
            return ESP_ERR_ESP_TLS_CANNOT_CREATE_SOCKET;
        }
        const int on = 1;
        (void)::setsockopt(m_net.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (m_options.bytesPerSecond != 0)
            (void)::setsockopt(m_net.fd, SOL_SOCKET, SO_RCVBUF, &kSmallReceiveBuffer,
                               sizeof kSmallReceiveBuffer);
        int error = 0;
        if (::connect(m_net.fd, address.ai_addr, address.ai_addrlen) != 0)
            error = errno;
        if (error == EINPROGRESS) {
            const Wait wait = waitFor(m_net.fd, POLLOUT, m_options.wakeFd, m_deadline);
            if (wait == Wait::TimedOut) {
                m_error.sys_errno = ETIMEDOUT;
                logLine(m_options, kLevelError, kTls, "[sock=%d] select() timeout", m_net.fd);
                return ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT;
            }
            m_interrupted = wait == Wait::Interrupted;
            if (wait != Wait::Ready)
                return ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST;
            socklen_t size = sizeof error;
            if (::getsockopt(m_net.fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
                error = errno;
        }
        if (error == 0)
            return ESP_OK;
        m_error.sys_errno = error;
        logLine(m_options, kLevelError, kTls, "[sock=%d] delayed connect error: %s", m_net.fd,
                std::strerror(error));
        return ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST;
    }

    esp_err_t clientConfigurationFailed(esp_err_t code, const char *name, int tlsError)
    {
        m_error.tls_error = tlsError;
        logLine(m_options, kLevelError, kMbedTls,
                "Failed to set client configurations, returned [0x%04X] (%s)",
                static_cast<unsigned int>(code), name);
        return code;
    }

    esp_err_t trust()
    {
        int result = 0;
        if (m_config.use_bundle)
            result = mbedtls_x509_crt_parse_file(&m_net.trusted, kSystemRoots);
        else if (m_config.ca_pem)
            result = mbedtls_x509_crt_parse(&m_net.trusted, pemBytes(m_config.ca_pem),
                                            pemSize(m_config.ca_pem));
        else {
            logLine(m_options, kLevelError, kMbedTls,
                    "No server verification option set in esp_tls_cfg_t structure. Check esp_tls "
                    "API reference");
            return clientConfigurationFailed(ESP_ERR_MBEDTLS_SSL_SETUP_FAILED,
                                             "ESP_ERR_MBEDTLS_SSL_SETUP_FAILED", 0);
        }
        if (result < 0) {
            logLine(m_options, kLevelError, kMbedTls,
                    "mbedtls_x509_crt_parse of CA cert returned -0x%04X", magnitude(result));
            return clientConfigurationFailed(ESP_ERR_MBEDTLS_X509_CRT_PARSE_FAILED,
                                             "ESP_ERR_MBEDTLS_X509_CRT_PARSE_FAILED", result);
        }
        mbedtls_ssl_conf_authmode(&m_net.config, MBEDTLS_SSL_VERIFY_REQUIRED);
        mbedtls_ssl_conf_ca_chain(&m_net.config, &m_net.trusted, nullptr);
        mbedtls_ssl_conf_verify(&m_net.config, forgiveDates, nullptr);
        return ESP_OK;
    }

    esp_err_t presentOwnCertificate()
    {
        if (!m_config.client_cert_pem || !m_config.client_key_pem)
            return ESP_OK;
        int result = mbedtls_x509_crt_parse(&m_net.own, pemBytes(m_config.client_cert_pem),
                                            pemSize(m_config.client_cert_pem));
        if (result != 0) {
            logLine(m_options, kLevelError, kMbedTls,
                    "mbedtls_x509_crt_parse of client cert returned -0x%04X", magnitude(result));
            return clientConfigurationFailed(ESP_ERR_MBEDTLS_X509_CRT_PARSE_FAILED,
                                             "ESP_ERR_MBEDTLS_X509_CRT_PARSE_FAILED", result);
        }
        result = mbedtls_pk_parse_key(&m_net.ownKey, pemBytes(m_config.client_key_pem),
                                      pemSize(m_config.client_key_pem), nullptr, 0);
        if (result != 0) {
            logLine(m_options, kLevelError, kMbedTls, "mbedtls_pk_parse_keyfile returned -0x%04X",
                    magnitude(result));
            return clientConfigurationFailed(ESP_ERR_MBEDTLS_PK_PARSE_KEY_FAILED,
                                             "ESP_ERR_MBEDTLS_PK_PARSE_KEY_FAILED", result);
        }
        if (mbedtls_ssl_conf_own_cert(&m_net.config, &m_net.own, &m_net.ownKey) != 0)
            return clientConfigurationFailed(ESP_ERR_MBEDTLS_SSL_CONF_OWN_CERT_FAILED,
                                             "ESP_ERR_MBEDTLS_SSL_CONF_OWN_CERT_FAILED", 0);
        return ESP_OK;
    }

    esp_err_t setUpSession()
    {
        if (m_config.skip_name_check) {
            logLine(m_options, kLevelWarning, kMbedTls,
                    "skip_common_name=true: hostname matching and SNI disabled. This disables ALL "
                    "server-name authentication (CN/SAN/SNI), not just CN. Only intended for "
                    "loopback / debug clients.");
        } else {
            const char *name = m_config.expected_name ? m_config.expected_name : m_config.host;
            if (mbedtls_ssl_set_hostname(&m_net.ssl, name) != 0)
                return ESP_ERR_MBEDTLS_SSL_SET_HOSTNAME_FAILED;
        }
        const int result = mbedtls_ssl_setup(&m_net.ssl, &m_net.config);
        if (result != 0) {
            m_error.tls_error = result;
            logLine(m_options, kLevelError, kMbedTls, "mbedtls_ssl_setup returned -0x%04X",
                    magnitude(result));
            return ESP_ERR_MBEDTLS_SSL_SETUP_FAILED;
        }
        mbedtls_ssl_set_bio(&m_net.ssl, &m_net, otabench_net::send, otabench_net::receive, nullptr);
        return ESP_OK;
    }

    const HostNetOptions &m_options;
    const otabench_net_config_t &m_config;
    otabench_net &m_net;
    otabench_net_error_t &m_error;
    Clock::time_point m_deadline;
    bool m_interrupted = false;
};

bool isAwake(int wakeFd)
{
    pollfd descriptor{wakeFd, POLLIN, 0};
    return wakeFd >= 0 && ::poll(&descriptor, 1, 0) > 0;
}

} // namespace

HostNet::HostNet()
    : m_random(std::make_unique<Random>())
    , m_rate(std::make_unique<RateLimit>())
{
}

HostNet::~HostNet() = default;

void HostNet::setOptions(const HostNetOptions &options)
{
    m_options = options;
}

void HostNet::closeAll()
{
    m_connections.clear();
    m_hashes.clear();
}

esp_err_t HostNet::connect(const otabench_net_config_t &config, otabench_net_t **net,
                           otabench_net_error_t &error)
{
    *net = nullptr;
    error = {};
    if (isAwake(m_options.wakeFd))
        return ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST;
    if (m_random->seed() != 0)
        return ESP_ERR_MBEDTLS_CTR_DRBG_SEED_FAILED;

    auto connection = std::make_unique<otabench_net>();
    connection->tls = config.tls;
    connection->timeout = std::chrono::milliseconds(config.timeout_ms);
    Connector connector(m_options, config, *connection, error);
    esp_err_t result = connector.connectTcp();
    if (result == ESP_OK && config.tls)
        result = connector.configureTls(m_random->generator);
    if (result == ESP_OK && config.tls)
        result = connector.handshake();
    if (result == ESP_OK) {
        *net = connection.get();
        m_connections.push_back(std::move(connection));
        return ESP_OK;
    }
    if (connector.interrupted())
        return result; // the board is about to reset: it says nothing any more
    if (config.tls) {
        if (result != ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT || error.tls_error == 0)
            logLine(m_options, kLevelError, kTls, "Failed to open new connection");
        logLine(m_options, kLevelError, kTransport, "Failed to open a new connection");
    } else {
        logLine(m_options, kLevelError, kTransport, "Failed to open a new connection: %d", result);
    }
    return result;
}

int HostNet::read(otabench_net_t *net, void *bytes, std::size_t length)
{
    const auto deadline = Clock::now() + net->timeout;
    if (m_options.bytesPerSecond != 0) {
        length = std::min(length, RateLimit::share(m_options.bytesPerSecond));
        // Waiting for one's own rate is not a silent peer: it has no part in the time-out.
        if (waitFor(-1, 0, m_options.wakeFd, m_rate->next) == Wait::Interrupted)
            return MBEDTLS_ERR_NET_RECV_FAILED;
    }
    length = std::min<std::size_t>(length, 0x7fffffff);
    for (;;) {
        if (isAwake(m_options.wakeFd))
            return MBEDTLS_ERR_NET_RECV_FAILED;
        auto *out = static_cast<unsigned char *>(bytes);
        const int got = net->tls ? mbedtls_ssl_read(&net->ssl, out, length)
                                 : otabench_net::receive(net, out, length);
        if (got > 0 && m_options.bytesPerSecond != 0)
            m_rate->spend(static_cast<std::size_t>(got), m_options.bytesPerSecond);
        if (got >= 0)
            return got;
        if (got == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY || got == MBEDTLS_ERR_SSL_CONN_EOF)
            return 0;
        if (got != MBEDTLS_ERR_SSL_WANT_READ && got != MBEDTLS_ERR_SSL_WANT_WRITE) {
            if (net->tls)
                logLine(m_options, kLevelError, kMbedTls, "read error :-0x%04X", magnitude(got));
            logLine(m_options, kLevelError, kTransport,
                    net->tls ? "esp_tls_conn_read error, errno=%s" : "tcp_read error, errno=%s",
                    std::strerror(net->lastErrno));
            return got;
        }
        const short events = got == MBEDTLS_ERR_SSL_WANT_READ ? POLLIN : POLLOUT;
        const Wait wait = waitFor(net->fd, events, m_options.wakeFd, deadline);
        if (wait == Wait::TimedOut)
            return -1;
        if (wait != Wait::Ready)
            return MBEDTLS_ERR_NET_RECV_FAILED;
    }
}

int HostNet::write(otabench_net_t *net, const void *bytes, std::size_t length)
{
    const auto deadline = Clock::now() + net->timeout;
    const auto *at = static_cast<const unsigned char *>(bytes);
    std::size_t left = std::min<std::size_t>(length, 0x7fffffff);
    const int total = static_cast<int>(left);
    while (left > 0) {
        const int sent =
            net->tls ? mbedtls_ssl_write(&net->ssl, at, left) : otabench_net::send(net, at, left);
        if (sent > 0) {
            at += sent;
            left -= static_cast<std::size_t>(sent);
            continue;
        }
        if (sent != MBEDTLS_ERR_SSL_WANT_READ && sent != MBEDTLS_ERR_SSL_WANT_WRITE) {
            if (net->tls)
                logLine(m_options, kLevelError, kMbedTls, "write error :-0x%04X", magnitude(sent));
            return sent < 0 ? sent : MBEDTLS_ERR_NET_SEND_FAILED;
        }
        const short events = sent == MBEDTLS_ERR_SSL_WANT_READ ? POLLIN : POLLOUT;
        if (waitFor(net->fd, events, m_options.wakeFd, deadline) != Wait::Ready)
            return MBEDTLS_ERR_NET_SEND_FAILED;
    }
    return total;
}

void HostNet::close(otabench_net_t *net)
{
    const auto found = std::ranges::find(m_connections, net, &std::unique_ptr<otabench_net>::get);
    if (found == m_connections.end())
        return;
    if (net->tls)
        (void)mbedtls_ssl_close_notify(&net->ssl); // best effort, never waits
    m_connections.erase(found);
}

otabench_hash_t *HostNet::hashStart()
{
    auto hash = std::make_unique<otabench_hash>();
    if (mbedtls_sha256_starts_ret(&hash->context, 0) != 0)
        return nullptr;
    m_hashes.push_back(std::move(hash));
    return m_hashes.back().get();
}

void HostNet::hashUpdate(otabench_hash_t *hash, const void *bytes, std::size_t length)
{
    // The software SHA-256 of Mbed TLS has no way to fail here.
    (void)mbedtls_sha256_update_ret(&hash->context, static_cast<const unsigned char *>(bytes),
                                    length);
}

void HostNet::hashFinish(otabench_hash_t *hash, std::uint8_t *digest)
{
    if (digest)
        (void)mbedtls_sha256_finish_ret(&hash->context, digest);
    std::erase_if(m_hashes, [hash](const auto &each) { return each.get() == hash; });
}

int HostNet::caFingerprints(const char *pem, std::uint8_t (*fingerprints)[32], std::size_t capacity)
{
    mbedtls_x509_crt chain;
    mbedtls_x509_crt_init(&chain);
    int count = -1;
    if (mbedtls_x509_crt_parse(&chain, pemBytes(pem), pemSize(pem)) == 0) {
        count = 0;
        for (const mbedtls_x509_crt *at = &chain; at && static_cast<std::size_t>(count) < capacity;
             at = at->next) {
            (void)mbedtls_sha256_ret(at->raw.p, at->raw.len,
                                     fingerprints[static_cast<std::size_t>(count)], 0);
            ++count;
        }
    }
    mbedtls_x509_crt_free(&chain);
    return count;
}

} // namespace otabench::firmware::host
