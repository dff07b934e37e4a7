#pragma once

#include "base/error.h"

#include <cstdint>
#include <string>

namespace otabench::certificates {

struct ServerAddress
{
    std::string host; ///< without brackets
    std::uint16_t port = 443;
};

/// "host", "host:port", "[address]:port", an IPv6 address, or the https URL of an image.
/// InvalidArgument for anything else.
[[nodiscard]] Result<ServerAddress> parseServerAddress(const std::string &given);

} // namespace otabench::certificates
