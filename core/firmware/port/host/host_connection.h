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

struct addrinfo;

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

[[nodiscard]] std::size_t pemSize(const char *pem); ///< with its NUL, which Mbed TLS wants counted
[[nodiscard]] const unsigned char *pemBytes(const char *pem);

/// Makes a connection step by step; each step that fails says so in the log and in the error.
class Connector
{
public:
    Connector(const HostNetOptions &options, const otabench_net_config_t &config,
              otabench_net &connection, otabench_net_error_t &error);

    esp_err_t connectTcp();
    esp_err_t configureTls(mbedtls_ctr_drbg_context &random);
    esp_err_t handshake();

    [[nodiscard]] bool interrupted() const { return m_interrupted; }

private:
    esp_err_t connectTo(const addrinfo &address);
    esp_err_t clientConfigurationFailed(esp_err_t code, const char *name, int tlsError);
    esp_err_t trust();
    esp_err_t presentOwnCertificate();
    esp_err_t setUpSession();

    const HostNetOptions &m_options;
    const otabench_net_config_t &m_config;
    otabench_net &m_net;
    otabench_net_error_t &m_error;
    Clock::time_point m_deadline;
    bool m_interrupted = false;
};

} // namespace otabench::firmware::host
