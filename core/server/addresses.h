#pragma once

#include "base/error.h"

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

/// What to bind to listen on every address: `0.0.0.0`, and `::` where the computer has IPv6.
[[nodiscard]] std::vector<std::string> everyAddress();

/// Whether a server could bind all of these now, with some port: AddressUnavailable,
/// InvalidArgument for what is no address.
[[nodiscard]] Result<> checkBindAddresses(const std::vector<std::string> &addresses);

/// Whether this is an IPv4 or IPv6 literal, without brackets.
[[nodiscard]] bool isAddress(const std::string &text);

/// Whether a server bound to this address listens on every address of the computer: `0.0.0.0`,
/// `::`, with or without brackets, or no address at all.
[[nodiscard]] bool isAnyAddress(std::string_view address);

} // namespace otabench::server
