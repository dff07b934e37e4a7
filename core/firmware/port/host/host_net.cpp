#include "host_net.h"

#include "esp_tls_errors.h"
#include "host_connection.h"

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/sha256.h>

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

struct otabench_hash
{
    mbedtls_sha256_context context;

    otabench_hash() { mbedtls_sha256_init(&context); }

    ~otabench_hash() { mbedtls_sha256_free(&context); }

    otabench_hash(const otabench_hash &) = delete;
    otabench_hash &operator=(const otabench_hash &) = delete;
};

namespace otabench::firmware::host {

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

/// Look-ups of names whose connection is gone; they end when the C library lets them.
struct HostNet::Lookups : std::vector<std::future<Lookup>>
{
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

HostNet::HostNet()
    : m_random(std::make_unique<Random>())
    , m_rate(std::make_unique<RateLimit>())
    , m_lookups(std::make_unique<Lookups>())
{
}

HostNet::~HostNet() = default;

void HostNet::setOptions(const HostNetOptions &options)
{
    m_options = options;
}

void HostNet::closeAll()
{
    while (!m_connections.empty())
        drop(m_connections.end() - 1);
    m_sessions.clear();
    m_hashes.clear();
}

void HostNet::drop(std::vector<std::unique_ptr<otabench_net>>::iterator net)
{
    if ((*net)->connector) {
        std::future<Lookup> lookup = (*net)->connector->takeLookup();
        if (lookup.valid())
            m_lookups->push_back(std::move(lookup));
    }
    m_connections.erase(net);
}

esp_err_t HostNet::open(const otabench_net_config_t &config, otabench_net_t **net)
{
    *net = nullptr;
    if (m_random->seed() != 0)
        return ESP_ERR_MBEDTLS_CTR_DRBG_SEED_FAILED;
    std::erase_if(*m_lookups, [](const std::future<Lookup> &each) {
        return each.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
    auto connection = std::make_unique<otabench_net>();
    connection->tls = config.tls;
    connection->timeout = std::chrono::milliseconds(config.timeout_ms);
    connection->connector =
        std::make_unique<Connector>(m_options, config, *connection, m_random->generator);
    *net = connection.get();
    m_connections.push_back(std::move(connection));
    return ESP_OK;
}

esp_err_t HostNet::connect(otabench_net_t *net, std::uint32_t waitMs, otabench_net_error_t &error)
{
    error = {};
    if (!net->connector)
        return ESP_OK;
    if (isAwake(m_options.wakeFd))
        return ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST;
    const esp_err_t result =
        net->connector->step(Clock::now() + std::chrono::milliseconds(waitMs), error);
    if (result == ESP_ERR_NOT_FINISHED)
        return result;
    if (result == ESP_OK) {
        net->connector.reset();
        return ESP_OK;
    }
    if (net->connector->interrupted())
        return result; // the board is about to reset: it says nothing any more
    if (net->tls) {
        if (result != ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT || error.tls_error == 0)
            logLine(m_options, kLevelError, kTls, "Failed to open new connection");
        logLine(m_options, kLevelError, kTransport, "Failed to open a new connection");
    } else {
        logLine(m_options, kLevelError, kTransport, "Failed to open a new connection: %d", result);
    }
    return result;
}

void HostNet::info(const otabench_net_t *net, otabench_net_info_t &info) const
{
    info = net->info;
}

otabench_net_session_t *HostNet::session(otabench_net_t *net)
{
    if (!net->tls || net->connector)
        return nullptr;
    auto session = std::make_unique<otabench_net_session>();
    if (mbedtls_ssl_get_session(&net->ssl, &session->tls) != 0)
        return nullptr;
    m_sessions.push_back(std::move(session));
    return m_sessions.back().get();
}

void HostNet::freeSession(otabench_net_session_t *session)
{
    std::erase_if(m_sessions, [session](const auto &each) { return each.get() == session; });
}

int HostNet::read(otabench_net_t *net, void *bytes, std::size_t length, std::uint32_t waitMs)
{
    if (net->connector)
        return MBEDTLS_ERR_NET_INVALID_CONTEXT;
    const auto deadline = Clock::now() + std::chrono::milliseconds(waitMs);
    if (m_options.bytesPerSecond != 0) {
        length = std::min(length, RateLimit::share(m_options.bytesPerSecond));
        // Waiting for one's own rate is not a silent peer: it has no part in the time-out.
        if (waitFor(m_options, -1, 0, m_rate->next) == Wait::Interrupted)
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
        const Wait wait = waitFor(m_options, net->fd, events, deadline);
        if (wait == Wait::TimedOut)
            return -1;
        if (wait != Wait::Ready)
            return MBEDTLS_ERR_NET_RECV_FAILED;
    }
}

int HostNet::write(otabench_net_t *net, const void *bytes, std::size_t length)
{
    if (net->connector)
        return MBEDTLS_ERR_NET_INVALID_CONTEXT;
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
        if (waitFor(m_options, net->fd, events, deadline) != Wait::Ready)
            return MBEDTLS_ERR_NET_SEND_FAILED;
    }
    return total;
}

void HostNet::close(otabench_net_t *net)
{
    const auto found = std::ranges::find(m_connections, net, &std::unique_ptr<otabench_net>::get);
    if (found == m_connections.end())
        return;
    if (net->tls && !net->connector)
        (void)mbedtls_ssl_close_notify(&net->ssl); // best effort, never waits
    drop(found);
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
