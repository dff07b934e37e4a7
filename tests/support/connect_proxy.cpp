#include "support/connect_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace otabench::support {
namespace {

constexpr int kLookAgainMs = 50; ///< whether it is to end

bool sendAll(int to, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

/// Of "CONNECT 127.0.0.1:8443 HTTP/1.1": a socket there, or -1.
int connectTo(const std::string &head)
{
    const std::size_t begin = head.find(' ') + 1;
    const std::size_t colon = head.find(':', begin);
    if (!head.starts_with("CONNECT ") || colon == std::string::npos)
        return -1;
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(head.c_str() + colon + 1)));
    if (::inet_pton(AF_INET, head.substr(begin, colon - begin).c_str(), &address.sin_addr) != 1)
        return -1;
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(server, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0)
        return server;
    ::close(server);
    return -1;
}

} // namespace

ConnectProxy::ConnectProxy()
    : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) != 0 ||
        ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) != 0 ||
        ::listen(m_listener, 16) != 0)
        throw std::runtime_error("no proxy can be started");
    m_port = ntohs(address.sin_port);
    m_thread = std::jthread([this] { accept(); });
}

ConnectProxy::~ConnectProxy()
{
    m_isStopping = true;
    m_thread.join();
    m_connections.clear();
    ::close(m_listener);
}

std::string ConnectProxy::url() const
{
    return "http://127.0.0.1:" + std::to_string(m_port);
}

std::vector<std::string> ConnectProxy::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

void ConnectProxy::accept()
{
    while (!m_isStopping) {
        pollfd wait = {.fd = m_listener, .events = POLLIN, .revents = 0};
        if (::poll(&wait, 1, kLookAgainMs) <= 0)
            continue;
        const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        const std::lock_guard lock(m_mutex);
        m_connections.emplace_back([this, client] { serve(client); });
    }
}

void ConnectProxy::serve(int client)
{
    std::string head;
    char byte = 0;
    while (!head.ends_with("\r\n\r\n") && ::recv(client, &byte, 1, 0) == 1)
        head += byte;
    {
        const std::lock_guard lock(m_mutex);
        m_requests.push_back(head);
    }
    const int server = connectTo(head);
    if (server < 0) {
        (void)sendAll(client, "HTTP/1.1 502 Bad Gateway\r\n\r\n");
    } else {
        if (sendAll(client, "HTTP/1.1 200 Connection established\r\n\r\n"))
            pass(client, server);
        ::close(server);
    }
    ::close(client);
}

void ConnectProxy::pass(int client, int server) const
{
    std::array<char, 16384> buffer;
    while (!m_isStopping) {
        std::array<pollfd, 2> ends = {pollfd{.fd = client, .events = POLLIN, .revents = 0},
                                      pollfd{.fd = server, .events = POLLIN, .revents = 0}};
        if (::poll(ends.data(), ends.size(), kLookAgainMs) <= 0)
            continue;
        for (std::size_t i = 0; i < ends.size(); ++i) {
            if (ends[i].revents == 0)
                continue;
            const ssize_t count = ::recv(ends[i].fd, buffer.data(), buffer.size(), 0);
            if (count <= 0 ||
                !sendAll(ends[1 - i].fd, {buffer.data(), static_cast<std::size_t>(count)}))
                return;
        }
    }
}

} // namespace otabench::support
