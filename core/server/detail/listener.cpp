#include "server/detail/listener.h"

#include "server/addresses.h"

#include <fmt/ranges.h>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace otabench::server::detail {
namespace {

constexpr int kBacklog = 1024;
constexpr int kPortAttempts = 20;
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

/// No pacing: BBR sets a timer for each burst, a fifth of the server's time when the peers are near
/// and fast, and has nothing to gain on boards, whose receive window is smaller than the first
/// congestion window. Where the system's algorithm is another it stays.
void avoidPacing(int descriptor)
{
    std::array<char, 16> name{}; // TCP_CA_NAME_MAX
    socklen_t length = name.size() - 1;
    if (::getsockopt(descriptor, IPPROTO_TCP, TCP_CONGESTION, name.data(), &length) != 0 ||
        !std::string_view(name.data()).starts_with("bbr"))
        return;
    for (const std::string_view other : {"cubic", "reno"}) { // the first may need privileges
        if (::setsockopt(descriptor, IPPROTO_TCP, TCP_CONGESTION, other.data(),
                         static_cast<socklen_t>(other.size())) == 0)
            return;
    }
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

Result<std::vector<Listener>> Listener::openAll(const std::vector<std::string> &addresses,
                                                std::uint16_t port)
{
    const bool anyIpv4 = std::ranges::any_of(addresses, [](const std::string &address) {
        return address.find(':') == std::string::npos;
    });
    const auto takes = anyIpv4 ? Ipv6Takes::Ipv6Only : Ipv6Takes::Both;
    for (int attempt = 1;; ++attempt) {
        std::vector<Listener> opened;
        std::optional<Error> problem;
        for (const std::string &address : addresses) {
            // The first one's port may have been any that is free: it is the others' as well.
            auto listener = open(address, opened.empty() ? port : opened.front().port(), takes);
            if (!listener) {
                problem = std::move(listener.error());
                break;
            }
            opened.push_back(std::move(*listener));
        }
        if (!problem)
            return opened;
        // A port that is free on one address may be taken on another.
        if (port != 0 || problem->code != ErrorCode::AddressInUse || attempt == kPortAttempts)
            return tl::unexpected(std::move(*problem));
    }
}

Result<Listener> Listener::open(const std::string &address, std::uint16_t port, Ipv6Takes ipv6Takes)
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
        setOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, ipv6Takes == Ipv6Takes::Ipv6Only ? 1 : 0);
    // Connections inherit these.
    setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
    setOption(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, kUnsentLowWater);
    avoidPacing(descriptor);
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
