#pragma once

#include "base/descriptor.h"
#include "base/error.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace otabench::certificates {

/// A connected, non-blocking TCP socket to a server, through a proxy (http://[user:password@]host
/// [:port]; empty: none) as fetchChain() makes it for itself. Blocks, at most until the deadline;
/// errors as there.
[[nodiscard]] Result<std::unique_ptr<Descriptor>>
connectThrough(const std::string &host, std::uint16_t port, const std::string &proxy,
               std::chrono::steady_clock::time_point deadline);

} // namespace otabench::certificates
