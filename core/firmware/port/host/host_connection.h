// Inside of the host's network: one connection, and how it is made. Only host_net.cpp and
// host_connection.cpp include it.
#pragma once

#include "host_net.h"

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/pk.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

#include <chrono>
#include <cstddef>
#include <future>
#include <memory>
#include <vector>

struct addrinfo;

struct otabench_net_session
{
    mbedtls_ssl_session tls;

    otabench_net_session() { mbedtls_ssl_session_init(&tls); }

    ~otabench_net_session() { mbedtls_ssl_session_free(&tls); }

    otabench_net_session(const otabench_net_session &) = delete;
    otabench_net_session &operator=(const otabench_net_session &) = delete;
};

namespace otabench::firmware::host {
class Connector;
}

/// One connection: the socket and, over it, the TLS session.
struct otabench_net
{
    int fd = -1;
    int lastErrno = 0;
    bool tls = false;
    std::chrono::milliseconds timeout{0};
    otabench_net_info_t info = {};
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config config;
    mbedtls_x509_crt trusted;
    mbedtls_x509_crt own;
    mbedtls_pk_context ownKey;
    std::unique_ptr<otabench::firmware::host::Connector> connector; ///< while it is being made

    otabench_net();
    ~otabench_net();
    otabench_net(const otabench_net &) = delete;
    otabench_net &operator=(const otabench_net &) = delete;

    // What Mbed TLS reads and writes by; context is the otabench_net.
    static int send(void *context, const unsigned char *bytes, std::size_t length);
    static int receive(void *context, unsigned char *bytes, std::size_t length);
};

namespace otabench::firmware::host {

using Clock = std::chrono::steady_clock;

constexpr int kLevelError = 1;
constexpr int kLevelWarning = 2;
constexpr const char *kTls = "esp-tls";
constexpr const char *kMbedTls = "esp-tls-mbedtls";
constexpr const char *kTransport = "transport_base";

/// A line of esp-tls or tcp_transport, if somebody takes them.
[[gnu::format(printf, 4, 5)]] void logLine(const HostNetOptions &options, int level,
                                           const char *tag, const char *format, ...);

/// Mbed TLS codes are printed as a positive hexadecimal number behind a minus sign.
[[nodiscard]] unsigned int magnitude(int code);

/// How a wait for a descriptor ended.
enum class Wait
{
    Ready,
    TimedOut,
    Interrupted,
    Failed
};

/// Whether a board that waits has to stop.
[[nodiscard]] bool isAwake(int wakeFd);

/// Waits until `fd` is ready for `events` or the wake descriptor is readable.
[[nodiscard]] Wait waitFor(const HostNetOptions &options, int fd, short events,
                           Clock::time_point deadline);

/// While it lives, the board does something else.
class Waiting
{
public:
    explicit Waiting(const HostNetOptions &options)
        : m_options(options)
    {
        tell(true);
    }

    ~Waiting() { tell(false); }

    Waiting(const Waiting &) = delete;
    Waiting &operator=(const Waiting &) = delete;

private:
    void tell(bool begins) const
    {
        if (m_options.onWait)
            m_options.onWait(m_options.waitContext, begins);
    }

    const HostNetOptions &m_options;
};

/// Size of a certificate or key for Mbed TLS, which wants a PEM text's NUL counted.
/// @param length  as in otabench_net_config_t
[[nodiscard]] std::size_t pemSize(const char *pem, std::size_t length = 0);
[[nodiscard]] const unsigned char *pemBytes(const char *pem);

/// Addresses of a name, as getaddrinfo gives them.
struct Lookup
{
    int result = 0;
    std::shared_ptr<addrinfo> addresses;
};

/// Makes a connection, in as many steps as its caller likes; each step that fails says so in the
/// log and in the error.
///
///   stage      does                                          next
///   Resolve    looks the name up, in a thread of its own     Tcp
///   Tcp        connects to one address after the other       Tls, or Done without TLS
///   Tls        configures, then goes on with the handshake   Done
class Connector
{
public:
    Connector(const HostNetOptions &options, const otabench_net_config_t &config,
              otabench_net &connection, mbedtls_ctr_drbg_context &random);

    /// Goes on until `until` at most. @return ESP_OK, ESP_ERR_NOT_FINISHED, or why it failed.
    esp_err_t step(Clock::time_point until, otabench_net_error_t &error);

    [[nodiscard]] bool interrupted() const { return m_interrupted; }

    /// A look-up that is not done: it cannot be ended, so that somebody has to wait for it.
    [[nodiscard]] std::future<Lookup> takeLookup() { return std::move(m_lookup); }

private:
    enum class Stage
    {
        Resolve,
        Tcp,
        Tls,
        Done
    };

    esp_err_t resolve(Clock::time_point until);
    Wait awaitLookup(Clock::time_point until);
    esp_err_t takeAddresses(Lookup lookup);
    esp_err_t connectTcp(Clock::time_point until);
    esp_err_t startTcp(const addrinfo &address);
    esp_err_t awaitTcp(Clock::time_point until);
    esp_err_t tcpFailed(int error);
    void setKeepAlive() const;
    esp_err_t configureTls();
    esp_err_t handshake(Clock::time_point until);
    esp_err_t handshakeFailed(int result);
    /// What a wait that was not successful means. @param late  the code for a time-out
    esp_err_t waited(Wait wait, esp_err_t late);
    esp_err_t clientConfigurationFailed(esp_err_t code, const char *name, int tlsError);
    esp_err_t trust();
    esp_err_t presentOwnCertificate();
    esp_err_t setUpSession();

    const HostNetOptions &m_options;
    const otabench_net_config_t m_config;
    otabench_net &m_net;
    mbedtls_ctr_drbg_context &m_random;
    otabench_net_error_t *m_error = nullptr;
    const Clock::time_point m_started;
    const Clock::time_point m_deadline;
    Clock::time_point m_handshakeStarted;
    Stage m_stage = Stage::Resolve;
    std::future<Lookup> m_lookup;
    std::shared_ptr<addrinfo> m_addresses;
    std::vector<const addrinfo *> m_candidates; ///< in the order they are tried
    std::size_t m_candidate = 0;
    bool m_connecting = false; ///< to the present candidate
    bool m_sawCertificate = false;
    bool m_interrupted = false;
};

} // namespace otabench::firmware::host
