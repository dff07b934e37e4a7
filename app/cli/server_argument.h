#pragma once

#include "base/error.h"

#include <cstdint>
#include <string>

namespace otabench::cli {

struct ServerArgument
{
    std::string host; ///< without brackets
    std::uint16_t port = 443;
};

/// "host", "host:port", "[address]:port", an IPv6 address, or the https URL of an image.
/// InvalidArgument for anything else.
[[nodiscard]] Result<ServerArgument> parseServer(const std::string &given);

} // namespace otabench::cli
