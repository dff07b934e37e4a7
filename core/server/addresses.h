#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace otabench::server {

/// The address literals this computer can be reached at: every interface that is up, IPv4 first,
/// global before link-local, loopback last. Link-local IPv6 is left out (a board would need the
/// scope).
[[nodiscard]] std::vector<std::string> localAddresses();

/// The one boards on the local network most likely reach: the first of localAddresses() that is not
/// loopback, else 127.0.0.1.
[[nodiscard]] std::string preferredAddress();

/// Whether a server bound to this address listens on every address of the computer: `0.0.0.0`,
/// `::`, with or without brackets, or no address at all.
[[nodiscard]] bool isAnyAddress(std::string_view address);

} // namespace otabench::server
