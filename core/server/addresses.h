#pragma once

#include <string>
#include <vector>

namespace otabench::server {

/// The address literals this computer can be reached at: every interface that is up, IPv4 first,
/// global before link-local, loopback last. Link-local IPv6 is left out (a board would need the
/// scope).
[[nodiscard]] std::vector<std::string> localAddresses();

/// The one boards on the local network most likely reach: the first of localAddresses() that is not
/// loopback, else 127.0.0.1.
[[nodiscard]] std::string preferredAddress();

} // namespace otabench::server
