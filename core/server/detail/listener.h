#pragma once

#include "base/error.h"

#include <cstdint>
#include <string>
#include <vector>

namespace otabench::server::detail {

enum class Ipv6Takes
{
    Both,
    Ipv6Only,
};

/// A listening TCP socket. Owns its descriptor.
class Listener
{
public:
    /// `address` is a literal, IPv6 with or without brackets; "::" takes IPv4, too, unless it is to
    /// be beside an IPv4 listener. Port 0: any free one. AddressInUse, AddressUnavailable,
    /// PermissionDenied, InvalidArgument.
    [[nodiscard]] static Result<Listener> open(const std::string &address, std::uint16_t port,
                                               Ipv6Takes ipv6Takes);
    /// One for each address, all with the same port. There is one address at least.
    [[nodiscard]] static Result<std::vector<Listener>>
    openAll(const std::vector<std::string> &addresses, std::uint16_t port);
    ~Listener();
    Listener(Listener &&other) noexcept;
    Listener &operator=(Listener &&) = delete;

    [[nodiscard]] int descriptor() const { return m_descriptor; }

    [[nodiscard]] std::uint16_t port() const { return m_port; }

private:
    Listener(int descriptor, std::uint16_t port);

    int m_descriptor;
    std::uint16_t m_port;
};

/// Takes a connection that waits. The new descriptor, non-blocking, and where it comes from
/// (without port); or a negative number, and errno says why.
[[nodiscard]] int acceptConnection(int listener, std::string &remoteAddress);

} // namespace otabench::server::detail
