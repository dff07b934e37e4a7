#include "host_connection.h"

#include "esp_tls_errors.h"

#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <string>

otabench_net::otabench_net()
{
    mbedtls_ssl_init(&ssl);
    mbedtls_ssl_config_init(&config);
    mbedtls_x509_crt_init(&trusted);
    mbedtls_x509_crt_init(&own);
    mbedtls_pk_init(&ownKey);
}

otabench_net::~otabench_net()
{
    mbedtls_ssl_free(&ssl);
    mbedtls_ssl_config_free(&config);
    mbedtls_x509_crt_free(&trusted);
    mbedtls_x509_crt_free(&own);
    mbedtls_pk_free(&ownKey);
    if (fd >= 0)
        ::close(fd);
}

int otabench_net::send(void *context, const unsigned char *bytes, std::size_t length)
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

int otabench_net::receive(void *context, unsigned char *bytes, std::size_t length)
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

namespace otabench::firmware::host {
namespace {

constexpr const char *kSystemRoots = "/etc/ssl/certs/ca-certificates.crt";
constexpr int kSmallReceiveBuffer = 16 * 1024; // bytes in flight when the link is made slow

int remainingMs(Clock::time_point deadline)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, 1'000'000));
}

std::uint32_t sinceMs(Clock::time_point start)
{
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    return static_cast<std::uint32_t>(passed.count());
}

Lookup lookUp(const std::string &host, std::uint16_t port, int flags)
{
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags;
    addrinfo *addresses = nullptr;
    const int result =
        ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &addresses);
    Lookup lookup;
    lookup.result = result;
    if (addresses)
        lookup.addresses = std::shared_ptr<addrinfo>(addresses, ::freeaddrinfo);
    return lookup;
}

/// Validity dates are not looked at, as in ESP-IDF's default build.
int forgiveDates(void * /*context*/, mbedtls_x509_crt * /*certificate*/, int /*depth*/,
                 std::uint32_t *flags)
{
    *flags &=
        ~static_cast<std::uint32_t>(MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE);
    return 0;
}

} // namespace

void logLine(const HostNetOptions &options, int level, const char *tag, const char *format, ...)
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

unsigned int magnitude(int code)
{
    return static_cast<unsigned int>(-code);
}

bool isAwake(int wakeFd)
{
    pollfd descriptor{wakeFd, POLLIN, 0};
    return wakeFd >= 0 && ::poll(&descriptor, 1, 0) > 0;
}

Wait waitFor(const HostNetOptions &options, int fd, short events, Clock::time_point deadline)
{
    const Waiting waiting(options);
    for (;;) {
        std::array<pollfd, 2> descriptors{pollfd{fd, events, 0}, pollfd{options.wakeFd, POLLIN, 0}};
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

std::size_t pemSize(const char *pem, std::size_t length)
{
    return length != 0 ? length : std::strlen(pem) + 1;
}

const unsigned char *pemBytes(const char *pem)
{
    return reinterpret_cast<const unsigned char *>(pem);
}

Connector::Connector(const HostNetOptions &options, const otabench_net_config_t &config,
                     otabench_net &connection, mbedtls_ctr_drbg_context &random)
    : m_options(options)
    , m_config(config)
    , m_net(connection)
    , m_random(random)
    , m_started(Clock::now())
    , m_deadline(m_started + std::chrono::milliseconds(config.timeout_ms))
{
}

esp_err_t Connector::step(Clock::time_point until, otabench_net_error_t &error)
{
    m_error = &error;
    until = std::min(until, m_deadline);
    esp_err_t result = ESP_OK;
    while (result == ESP_OK && m_stage != Stage::Done) {
        switch (m_stage) {
        case Stage::Resolve:
            result = resolve(until);
            break;
        case Stage::Tcp:
            result = connectTcp(until);
            break;
        case Stage::Tls:
            result = handshake(until);
            break;
        case Stage::Done:
            break;
        }
    }
    if (result == ESP_OK)
        m_net.info.connect_ms = sinceMs(m_started);
    return result;
}

esp_err_t Connector::waited(Wait wait, esp_err_t late)
{
    m_interrupted = wait == Wait::Interrupted;
    if (wait != Wait::TimedOut)
        return ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST;
    return Clock::now() < m_deadline ? ESP_ERR_NOT_FINISHED : late;
}

esp_err_t Connector::resolve(Clock::time_point until)
{
    if (!m_lookup.valid()) {
        Lookup literal = lookUp(m_config.host, m_config.port, AI_NUMERICHOST);
        if (literal.result == 0)
            return takeAddresses(std::move(literal));
        m_lookup = std::async(std::launch::async,
                              [host = std::string(m_config.host), port = m_config.port] {
                                  return lookUp(host, port, 0);
                              });
    }
    const Wait wait = awaitLookup(until);
    return wait == Wait::Ready ? takeAddresses(m_lookup.get())
                               : waited(wait, ESP_ERR_ESP_TLS_CANNOT_RESOLVE_HOSTNAME);
}

Wait Connector::awaitLookup(Clock::time_point until)
{
    constexpr std::chrono::milliseconds kLook(10); // a look-up wakes no descriptor
    const Waiting waiting(m_options);
    for (;;) {
        const auto left = std::max(until - Clock::now(), Clock::duration::zero());
        if (m_lookup.wait_for(std::min<Clock::duration>(left, kLook)) == std::future_status::ready)
            return Wait::Ready;
        if (isAwake(m_options.wakeFd))
            return Wait::Interrupted;
        if (Clock::now() >= until)
            return Wait::TimedOut;
    }
}

esp_err_t Connector::takeAddresses(Lookup lookup)
{
    if (lookup.result != 0 || !lookup.addresses) {
        logLine(m_options, kLevelError, kTls,
                "couldn't get hostname for :%s: getaddrinfo() returns %d, addrinfo=%p",
                m_config.host, lookup.result, static_cast<void *>(lookup.addresses.get()));
        return ESP_ERR_ESP_TLS_CANNOT_RESOLVE_HOSTNAME;
    }
    // IPv4 first: a board's "localhost" and most labs' servers listen there.
    m_addresses = std::move(lookup.addresses);
    for (const int family : {AF_INET, AF_INET6}) {
        for (const addrinfo *at = m_addresses.get(); at; at = at->ai_next) {
            if (at->ai_family == family && (m_config.family == 0 || m_config.family == family))
                m_candidates.push_back(at);
        }
    }
    m_stage = Stage::Tcp;
    return m_candidates.empty() ? ESP_ERR_ESP_TLS_UNSUPPORTED_PROTOCOL_FAMILY : ESP_OK;
}

esp_err_t Connector::connectTcp(Clock::time_point until)
{
    const esp_err_t result = m_connecting ? awaitTcp(until) : startTcp(*m_candidates[m_candidate]);
    if (result == ESP_ERR_NOT_FINISHED && !m_connecting) {
        m_connecting = true;
        return ESP_OK; // to be awaited
    }
    if (result == ESP_ERR_NOT_FINISHED)
        return result;
    m_connecting = false;
    if (result != ESP_OK) {
        const bool another = !m_interrupted && ++m_candidate < m_candidates.size();
        return another ? ESP_OK : result;
    }
    if (m_config.keep_alive.enable)
        setKeepAlive();
    m_stage = m_config.tls ? Stage::Tls : Stage::Done;
    m_handshakeStarted = Clock::now();
    return m_config.tls ? configureTls() : ESP_OK;
}

void Connector::setKeepAlive() const
{
    const int on = 1;
    const int idle = m_config.keep_alive.idle_s;
    const int interval = m_config.keep_alive.interval_s;
    const int count = m_config.keep_alive.count;
    (void)::setsockopt(m_net.fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    (void)::setsockopt(m_net.fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
    (void)::setsockopt(m_net.fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
    (void)::setsockopt(m_net.fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
}

esp_err_t Connector::configureTls()
{
    if (mbedtls_ssl_config_defaults(&m_net.config, MBEDTLS_SSL_IS_CLIENT,
                                    MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT) != 0)
        return ESP_ERR_MBEDTLS_SSL_CONFIG_DEFAULTS_FAILED;
    mbedtls_ssl_conf_min_version(&m_net.config, MBEDTLS_SSL_MAJOR_VERSION_3,
                                 MBEDTLS_SSL_MINOR_VERSION_3);
    mbedtls_ssl_conf_rng(&m_net.config, mbedtls_ctr_drbg_random, &m_random);
    esp_err_t result = trust();
    if (result == ESP_OK)
        result = presentOwnCertificate();
    if (result == ESP_OK)
        result = setUpSession();
    if (result != ESP_OK)
        logLine(m_options, kLevelError, kTls, "create_ssl_handle failed");
    return result;
}

esp_err_t Connector::handshake(Clock::time_point until)
{
    while (m_net.ssl.state != MBEDTLS_SSL_HANDSHAKE_OVER) {
        // An abbreviated handshake leaves the server's certificate out.
        m_sawCertificate = m_sawCertificate || m_net.ssl.state == MBEDTLS_SSL_SERVER_CERTIFICATE;
        const int result = mbedtls_ssl_handshake_step(&m_net.ssl);
        if (result == 0)
            continue;
        if (result != MBEDTLS_ERR_SSL_WANT_READ && result != MBEDTLS_ERR_SSL_WANT_WRITE)
            return handshakeFailed(result);
        const short events = result == MBEDTLS_ERR_SSL_WANT_READ ? POLLIN : POLLOUT;
        const Wait wait = waitFor(m_options, m_net.fd, events, until);
        if (wait == Wait::Ready)
            continue;
        const esp_err_t outcome = waited(wait, ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT);
        if (outcome == ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT) {
            m_error->tls_error = MBEDTLS_ERR_SSL_TIMEOUT;
            logLine(m_options, kLevelWarning, kTls,
                    "Failed to open new connection in specified timeout");
        }
        return outcome;
    }
    m_net.info.handshake_ms = sinceMs(m_handshakeStarted);
    m_net.info.resumed = !m_sawCertificate;
    m_stage = Stage::Done;
    return ESP_OK;
}

esp_err_t Connector::handshakeFailed(int result)
{
    m_error->tls_error = result;
    m_error->sys_errno = m_net.lastErrno;
    const std::uint32_t flags = mbedtls_ssl_get_verify_result(&m_net.ssl);
    m_error->verify_flags = flags == 0xffffffffU ? 0 : flags;
    logLine(m_options, kLevelError, kMbedTls, "mbedtls_ssl_handshake returned -0x%04X",
            magnitude(result));
    return ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED;
}

/// @return ESP_ERR_NOT_FINISHED: to be awaited
esp_err_t Connector::startTcp(const addrinfo &address)
{
    if (m_net.fd >= 0)
        ::close(m_net.fd);
    m_net.fd = ::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                        address.ai_protocol);
    if (m_net.fd < 0) {
        m_error->sys_errno = errno;
        logLine(m_options, kLevelError, kTls,
                "Failed to create socket (family %d socktype %d protocol %d)", address.ai_family,
                address.ai_socktype, address.ai_protocol);
        return ESP_ERR_ESP_TLS_CANNOT_CREATE_SOCKET;
    }
    const int on = 1;
    (void)::setsockopt(m_net.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (m_options.bytesPerSecond != 0)
        (void)::setsockopt(m_net.fd, SOL_SOCKET, SO_RCVBUF, &kSmallReceiveBuffer,
                           sizeof kSmallReceiveBuffer);
    if (::connect(m_net.fd, address.ai_addr, address.ai_addrlen) == 0)
        return ESP_OK;
    const int error = errno;
    return error == EINPROGRESS ? ESP_ERR_NOT_FINISHED : tcpFailed(error);
}

esp_err_t Connector::awaitTcp(Clock::time_point until)
{
    const Wait wait = waitFor(m_options, m_net.fd, POLLOUT, until);
    if (wait != Wait::Ready) {
        const esp_err_t outcome = waited(wait, ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT);
        if (outcome == ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT) {
            m_error->sys_errno = ETIMEDOUT;
            logLine(m_options, kLevelError, kTls, "[sock=%d] select() timeout", m_net.fd);
        }
        return outcome;
    }
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(m_net.fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
        error = errno;
    return error == 0 ? ESP_OK : tcpFailed(error);
}

esp_err_t Connector::tcpFailed(int error)
{
    m_error->sys_errno = error;
    logLine(m_options, kLevelError, kTls, "[sock=%d] delayed connect error: %s", m_net.fd,
            std::strerror(error));
    return ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST;
}

esp_err_t Connector::clientConfigurationFailed(esp_err_t code, const char *name, int tlsError)
{
    m_error->tls_error = tlsError;
    logLine(m_options, kLevelError, kMbedTls,
            "Failed to set client configurations, returned [0x%04X] (%s)",
            static_cast<unsigned int>(code), name);
    return code;
}

esp_err_t Connector::trust()
{
    int result = 0;
    if (m_config.use_bundle)
        result = mbedtls_x509_crt_parse_file(
            &m_net.trusted, m_options.rootsFile ? m_options.rootsFile : kSystemRoots);
    else if (m_config.ca_pem)
        result = mbedtls_x509_crt_parse(&m_net.trusted, pemBytes(m_config.ca_pem),
                                        pemSize(m_config.ca_pem, m_config.ca_length));
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

esp_err_t Connector::presentOwnCertificate()
{
    if (!m_config.client_cert_pem || !m_config.client_key_pem)
        return ESP_OK;
    int result =
        mbedtls_x509_crt_parse(&m_net.own, pemBytes(m_config.client_cert_pem),
                               pemSize(m_config.client_cert_pem, m_config.client_cert_length));
    if (result != 0) {
        logLine(m_options, kLevelError, kMbedTls,
                "mbedtls_x509_crt_parse of client cert returned -0x%04X", magnitude(result));
        return clientConfigurationFailed(ESP_ERR_MBEDTLS_X509_CRT_PARSE_FAILED,
                                         "ESP_ERR_MBEDTLS_X509_CRT_PARSE_FAILED", result);
    }
    const char *password = m_config.client_key_password;
    const std::size_t passwordLength = !password ? 0
                                       : m_config.client_key_password_length != 0
                                           ? m_config.client_key_password_length
                                           : std::strlen(password);
    result = mbedtls_pk_parse_key(&m_net.ownKey, pemBytes(m_config.client_key_pem),
                                  pemSize(m_config.client_key_pem, m_config.client_key_length),
                                  password ? pemBytes(password) : nullptr, passwordLength);
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

esp_err_t Connector::setUpSession()
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
        m_error->tls_error = result;
        logLine(m_options, kLevelError, kMbedTls, "mbedtls_ssl_setup returned -0x%04X",
                magnitude(result));
        return ESP_ERR_MBEDTLS_SSL_SETUP_FAILED;
    }
    // A session that does not fit (any more) only means a full handshake.
    if (m_config.session)
        (void)mbedtls_ssl_set_session(&m_net.ssl, &m_config.session->tls);
    mbedtls_ssl_set_bio(&m_net.ssl, &m_net, otabench_net::send, otabench_net::receive, nullptr);
    return ESP_OK;
}

} // namespace otabench::firmware::host
