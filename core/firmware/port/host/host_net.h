#pragma once

#include "otabench_port.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace otabench::firmware::host {

/// What a virtual board may turn on its network.
struct HostNetOptions
{
    /// When this descriptor is readable (an eventfd), every blocked wait ends at once and every
    /// further operation fails, until it is no longer readable. -1: none.
    int wakeFd = -1;
    /// Received bytes a second, all connections together; 0: unlimited. Also shrinks the socket's
    /// receive buffer, so that the server cannot run far ahead of the board.
    std::uint32_t bytesPerSecond = 0;
    /// The root certificates that a certificate bundle stands for, concatenated PEM; nullptr: the
    /// computer's own. Must stay.
    const char *rootsFile = nullptr;
    /// Takes the lines ESP-IDF's esp-tls and tcp_transport print (level as in
    /// otabench_port_t::log); nullptr: not wanted.
    void (*log)(void *context, int level, const char *tag, const char *text) = nullptr;
    void *logContext = nullptr;
    /// Called before and after each wait for the network, on the waiting thread: what else the
    /// board has to do may run meanwhile. nullptr: not wanted.
    void (*onWait)(void *context, bool begins) = nullptr;
    void *waitContext = nullptr;
};

/// The network, hash and certificate functions of a port on the host: Mbed TLS 2.28 (the TLS stack
/// of the boards) over non-blocking POSIX sockets.
///
/// Certificates are judged as an ESP32 with ESP-IDF's defaults does: the trusted CAs come as PEM,
/// the host name is compared with DNS names (an IP address too: Mbed TLS before 3.5 ignores IP
/// entries), or, without any, with the common name; validity dates are not looked at
/// (CONFIG_MBEDTLS_HAVE_TIME_DATE is off by default); TLS 1.2.
///
/// A host name that is no address is looked up in a thread, which cannot be ended: the destructor
/// waits for it. All other waits end after their limit or by the wake descriptor.
///
/// Thread: the board's only, but for setOptions() before it runs. Not copyable, not movable.
class HostNet
{
public:
    HostNet();
    ~HostNet();
    HostNet(const HostNet &) = delete;
    HostNet &operator=(const HostNet &) = delete;

    void setOptions(const HostNetOptions &options);

    /// Closes all connections and frees all hashes: a board that resets in the middle of something
    /// leaves them behind.
    void closeAll();

    /// Fills net_*, hash_* and ca_fingerprints of a port whose ctx is an Owner with this member.
    template <typename Owner, HostNet Owner::*Member>
    static void install(otabench_port_t &port);

    esp_err_t open(const otabench_net_config_t &config, otabench_net_t **net);
    esp_err_t connect(otabench_net_t *net, std::uint32_t waitMs, otabench_net_error_t &error);
    int read(otabench_net_t *net, void *bytes, std::size_t length, std::uint32_t waitMs);
    int write(otabench_net_t *net, const void *bytes, std::size_t length);
    void close(otabench_net_t *net);
    void info(const otabench_net_t *net, otabench_net_info_t &info) const;
    otabench_net_session_t *session(otabench_net_t *net);
    void freeSession(otabench_net_session_t *session);

    otabench_hash_t *hashStart();
    void hashUpdate(otabench_hash_t *hash, const void *bytes, std::size_t length);
    void hashFinish(otabench_hash_t *hash, std::uint8_t *digest);

    int caFingerprints(const char *pem, std::uint8_t (*fingerprints)[32], std::size_t capacity);

private:
    struct Random;
    struct RateLimit;
    struct Lookups;

    void drop(std::vector<std::unique_ptr<otabench_net>>::iterator net);

    std::unique_ptr<Random> m_random;
    std::unique_ptr<RateLimit> m_rate;
    std::unique_ptr<Lookups> m_lookups;
    HostNetOptions m_options;
    std::vector<std::unique_ptr<otabench_net>> m_connections;
    std::vector<std::unique_ptr<otabench_net_session>> m_sessions;
    std::vector<std::unique_ptr<otabench_hash>> m_hashes;
};

template <typename Owner, HostNet Owner::*Member>
void HostNet::install(otabench_port_t &port)
{
    static constexpr auto net = [](void *ctx) -> HostNet & {
        return static_cast<Owner *>(ctx)->*Member;
    };
    port.net_open = [](void *ctx, const otabench_net_config_t *config, otabench_net_t **out) {
        return net(ctx).open(*config, out);
    };
    port.net_connect = [](void *ctx, otabench_net_t *connection, std::uint32_t waitMs,
                          otabench_net_error_t *error) {
        return net(ctx).connect(connection, waitMs, *error);
    };
    port.net_read = [](void *ctx, otabench_net_t *connection, void *bytes, std::size_t length,
                       std::uint32_t waitMs) {
        return net(ctx).read(connection, bytes, length, waitMs);
    };
    port.net_write = [](void *ctx, otabench_net_t *connection, const void *bytes,
                        std::size_t length) { return net(ctx).write(connection, bytes, length); };
    port.net_close = [](void *ctx, otabench_net_t *connection) { net(ctx).close(connection); };
    port.net_info = [](void *ctx, const otabench_net_t *connection, otabench_net_info_t *info) {
        net(ctx).info(connection, *info);
    };
    port.net_session = [](void *ctx, otabench_net_t *connection) {
        return net(ctx).session(connection);
    };
    port.net_session_free = [](void *ctx, otabench_net_session_t *session) {
        net(ctx).freeSession(session);
    };
    port.hash_start = [](void *ctx) { return net(ctx).hashStart(); };
    port.hash_update = [](void *ctx, otabench_hash_t *hash, const void *bytes, std::size_t length) {
        net(ctx).hashUpdate(hash, bytes, length);
    };
    port.hash_finish = [](void *ctx, otabench_hash_t *hash, std::uint8_t *digest) {
        net(ctx).hashFinish(hash, digest);
    };
    port.ca_fingerprints = [](void *ctx, const char *pem, std::uint8_t(*fingerprints)[32],
                              std::size_t capacity) {
        return net(ctx).caFingerprints(pem, fingerprints, capacity);
    };
}

} // namespace otabench::firmware::host
