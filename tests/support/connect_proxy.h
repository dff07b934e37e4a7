#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace otabench::support {

/// A small HTTP proxy on loopback for CONNECT: goes where it is asked to, passes bytes both ways,
/// and notes what it was asked. The destructor ends it with all its connections.
class ConnectProxy
{
public:
    ConnectProxy();
    ~ConnectProxy();
    ConnectProxy(const ConnectProxy &) = delete;
    ConnectProxy &operator=(const ConnectProxy &) = delete;

    /// http://127.0.0.1:port
    [[nodiscard]] std::string url() const;

    /// The heads of the requests so far.
    [[nodiscard]] std::vector<std::string> requests() const;

private:
    void accept();
    void serve(int client);
    void pass(int client, int server) const;

    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_isStopping = false;
    mutable std::mutex m_mutex; ///< of the two below
    std::vector<std::string> m_requests;
    std::vector<std::jthread> m_connections;
    std::jthread m_thread;
};

} // namespace otabench::support
