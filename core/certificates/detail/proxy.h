#pragma once

#include "certificates/detail/tcp.h"

#include <string>
#include <string_view>

namespace otabench::certificates::detail {

struct Proxy
{
    Endpoint endpoint;
    std::string credentials; ///< "user:password", decoded; empty: none. Never log
};

/// "http://[user:password@]host[:port]", or the same without the scheme; port 80 without one.
/// InvalidArgument for anything else, in words that leave a password out.
[[nodiscard]] Result<Proxy> parseProxy(std::string_view url);

/// Asks the proxy on a connected socket for a tunnel to the server (HTTP CONNECT). Nothing of the
/// tunnel's own bytes is read. PermissionDenied (the proxy wants credentials, or forbids it),
/// InputOutput (it cannot reach the server, or is no proxy), Timeout.
[[nodiscard]] Result<> openTunnel(const TcpSocket &socket, const Proxy &proxy,
                                  const Endpoint &server, Deadline deadline);

} // namespace otabench::certificates::detail
