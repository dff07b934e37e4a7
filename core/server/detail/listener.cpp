#include "server/detail/listener.h"

#include "server/addresses.h"

#include <fmt/ranges.h>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace otabench::server::detail {
namespace {

constexpr int kBacklog = 1024;
/// What may lie in the kernel unsent: enough for a large batch, small enough that what a slow board
/// has not got yet is not counted as sent, and does not take memory for each board.
constexpr int kUnsentLowWater = 256 * 1024;

using AddressList =
    std::unique_ptr<addrinfo, decltype([](addrinfo *list) { ::freeaddrinfo(list); })>;

std::string withoutBrackets(const std::string &address)
{
    if (address.size() >= 2 && address.front() == '[' && address.back() == ']')
        return address.substr(1, address.size() - 2);
    return address;
}

Result<AddressList> resolve(const std::string &address, std::uint16_t port)
{
    addrinfo hints = {};
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *list = nullptr;
    const std::string literal = withoutBrackets(address);
    // getaddrinfo takes "1" for 0.0.0.1 and "" for any address: slips of the keyboard here.
    in_addr v4 = {};
    const bool looksRight =
        literal.find(':') != std::string::npos || ::inet_pton(AF_INET, literal.c_str(), &v4) == 1;
    if (!looksRight ||
        ::getaddrinfo(literal.c_str(), std::to_string(port).c_str(), &hints, &list) != 0)
        return fail(ErrorCode::InvalidArgument,
                    "{:?} is not an IP address; give one of this computer's ({}), or 0.0.0.0 for "
                    "all",
                    address, fmt::to_string(fmt::join(localAddresses(), ", ")));
    return AddressList(list);
}

void setOption(int descriptor, int level, int name, int value)
{
    // None of them is worth failing for.
    (void)::setsockopt(descriptor, level, name, &value, sizeof value);
}

tl::unexpected<Error> bindError(const std::string &address, std::uint16_t port, int errorNumber)
{
    switch (errorNumber) {
    case EADDRINUSE:
        return fail(ErrorCode::AddressInUse,
                    "cannot serve on {} port {}: another program uses that port; end it, or choose "
                    "another port ('ss -ltnp' lists who listens where)",
                    address, port);
    case EADDRNOTAVAIL:
        return fail(ErrorCode::AddressUnavailable,
                    "cannot serve on {} port {}: this computer does not have that address; it has "
                    "{}",
                    address, port, fmt::to_string(fmt::join(localAddresses(), ", ")));
    case EACCES:
    case EPERM:
        return fail(ErrorCode::PermissionDenied,
                    "cannot serve on {} port {}: ports below 1024 need privileges; choose a port "
                    "from 1024 up",
                    address, port);
    default:
        return fail(errorCodeFromErrno(errorNumber), "cannot serve on {} port {}: {}", address,
                    port, errnoText(errorNumber));
    }
}

std::uint16_t portOf(const sockaddr_storage &address)
{
    return ntohs(address.ss_family == AF_INET6
                     ? reinterpret_cast<const sockaddr_in6 &>(address).sin6_port
                     : reinterpret_cast<const sockaddr_in &>(address).sin_port);
}

/// IPv4 peers of an IPv6 socket in IPv4's own form.
std::string textOf(const sockaddr_storage &address)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void *bytes = &reinterpret_cast<const sockaddr_in &>(address).sin_addr;
    int family = AF_INET;
    if (address.ss_family == AF_INET6) {
        const auto &v6 = reinterpret_cast<const sockaddr_in6 &>(address).sin6_addr;
        const bool mapped = IN6_IS_ADDR_V4MAPPED(&v6);
        bytes = mapped ? &v6.s6_addr[12] : &v6.s6_addr[0];
        family = mapped ? AF_INET : AF_INET6;
    }
    return ::inet_ntop(family, bytes, text.data(), text.size()) != nullptr ? text.data() : "";
}

} // namespace

Listener::Listener(int descriptor, std::uint16_t port)
    : m_descriptor(descriptor)
    , m_port(port)
{
}

Listener::Listener(Listener &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_port(other.m_port)
{
}

Listener::~Listener()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<Listener> Listener::open(const std::string &address, std::uint16_t port)
{
    const auto list = resolve(address, port);
    if (!list)
        return tl::unexpected(list.error());
    const addrinfo &info = **list;
    const int descriptor =
        ::socket(info.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
    if (descriptor < 0)
        return bindError(address, port, errno);
    Listener listener(descriptor, 0);
    setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1);
    if (info.ai_family == AF_INET6)
        setOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    // Connections inherit these.
    setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
    setOption(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, kUnsentLowWater);
    if (::bind(descriptor, info.ai_addr, info.ai_addrlen) != 0)
        return bindError(address, port, errno);
    if (::listen(descriptor, kBacklog) != 0)
        return bindError(address, port, errno);
    sockaddr_storage bound = {};
    socklen_t length = sizeof bound;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr *>(&bound), &length) != 0)
        return bindError(address, port, errno);
    listener.m_port = portOf(bound);
    return listener;
}

int acceptConnection(int listener, std::string &remoteAddress)
{
    sockaddr_storage peer = {};
    socklen_t length = sizeof peer;
    const int descriptor = ::accept4(listener, reinterpret_cast<sockaddr *>(&peer), &length,
                                     SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0)
        remoteAddress = textOf(peer);
    return descriptor;
}

} // namespace otabench::server::detail
