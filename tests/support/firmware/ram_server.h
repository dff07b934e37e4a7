#pragma once

#include "otabench_port.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace otabench::test {

/// An HTTP file server inside the board's port: answers GET and HEAD, whole or with one Range, with
/// a strong ETag and If-Range, and hands its bytes out in pieces as a network does. No sockets, no
/// time. Single-threaded.
class RamServer
{
public:
    static constexpr int kReset = -0x50; ///< MBEDTLS_ERR_NET_CONN_RESET

    RamServer();
    ~RamServer();
    RamServer(const RamServer &) = delete;
    RamServer &operator=(const RamServer &) = delete;

    /// Serves `file` from now on; connections of before are forgotten.
    void serve(std::vector<uint8_t> file, std::string etag = "\"one\"");

    std::size_t pieceSize = 1000; ///< bytes a read gives at most
    /// The connection breaks once, after this many bytes of bodies.
    std::size_t breaksAfter = std::numeric_limits<std::size_t>::max();

    [[nodiscard]] unsigned requests() const { return m_requests; }

    // The port's functions.
    otabench_net_t *connect(const otabench_net_config_t &config);
    int read(otabench_net_t *net, void *bytes, std::size_t length);
    int write(otabench_net_t *net, const void *bytes, std::size_t length);
    void close(otabench_net_t *net);

private:
    struct Connection;

    [[nodiscard]] std::string answer(const std::string &request);

    std::vector<uint8_t> m_file;
    std::string m_etag;
    std::size_t m_sent = 0;
    unsigned m_requests = 0;
    std::map<otabench_net_t *, std::unique_ptr<Connection>> m_connections;
};

} // namespace otabench::test
