#include "dying_network.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

namespace otabench::endtoend {
namespace {

constexpr int kLookMilliseconds = 100; ///< how soon it hears that it is to stop
constexpr int kBacklog = 128;

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

/// A listening socket on a port of the system's choice, and that port.
std::pair<int, std::uint16_t> listenAnywhere()
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (listener < 0 || ::bind(listener, reinterpret_cast<sockaddr *>(&address), size) != 0 ||
        ::listen(listener, kBacklog) != 0 ||
        ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        throw std::runtime_error("no port on loopback");
    return {listener, ntohs(address.sin_port)};
}

/// The two ends of a connection; what comes from one goes to the other.
struct Pair
{
    int board = -1, server = -1;

    void close()
    {
        for (int *end : {&board, &server}) {
            if (*end >= 0)
                ::close(std::exchange(*end, -1));
        }
    }
};

/// How many bytes; 0 when the connection has ended.
std::size_t pass(int from, int to)
{
    std::array<char, 16 * 1024> bytes;
    const ssize_t got = ::recv(from, bytes.data(), bytes.size(), 0);
    for (ssize_t sent = 0; sent < got;) {
        const ssize_t count =
            ::send(to, bytes.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
        if (count <= 0)
            return 0;
        sent += count;
    }
    return got > 0 ? static_cast<std::size_t>(got) : 0;
}

} // namespace

DyingNetwork::DyingNetwork(std::uint16_t serverPort, std::uint64_t lifeBytes)
    : m_serverPort(serverPort)
    , m_left(lifeBytes)
    , m_isMortal(lifeBytes != 0)
{
    std::tie(m_listener, m_port) = listenAnywhere();
    m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
}

std::uint16_t DyingNetwork::freePort()
{
    const auto [listener, port] = listenAnywhere();
    ::close(listener);
    return port;
}

void DyingNetwork::run(const std::stop_token &stop)
{
    std::vector<Pair> pairs;
    while (!stop.stop_requested() && (!m_isMortal || m_left > 0)) {
        std::vector<pollfd> waits = {{m_listener, POLLIN, 0}};
        for (const Pair &pair : pairs) {
            waits.push_back({pair.board, POLLIN, 0});
            waits.push_back({pair.server, POLLIN, 0});
        }
        if (::poll(waits.data(), waits.size(), kLookMilliseconds) <= 0)
            continue;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            Pair &pair = pairs[i];
            if (waits[2 * i + 1].revents != 0 && pass(pair.board, pair.server) == 0)
                pair.close();
            if (pair.server < 0 || waits[2 * i + 2].revents == 0)
                continue;
            const std::size_t count = pass(pair.server, pair.board);
            m_left -= std::min<std::uint64_t>(m_left, count);
            if (count == 0)
                pair.close();
        }
        std::erase_if(pairs, [](const Pair &pair) { return pair.board < 0; });
        if (waits[0].revents != 0) {
            Pair pair{::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC),
                      ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
            const sockaddr_in server = loopback(m_serverPort);
            if (pair.board >= 0 &&
                ::connect(pair.server, reinterpret_cast<const sockaddr *>(&server),
                          sizeof server) == 0)
                pairs.push_back(pair);
            else
                pair.close();
        }
    }
    for (Pair &pair : pairs)
        pair.close();
    ::close(m_listener);
}

} // namespace otabench::endtoend
