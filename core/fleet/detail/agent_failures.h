#pragma once

#include "base/error.h"
#include "fleet/detail/agent_link.h"

#include <string>

namespace otabench::fleet::detail {

/// Why an update failed, from the fields error, text, tls and flags of the board's report, in words
/// a technician can act on. `server` is the URL's host and port.
[[nodiscard]] Error failureOf(const AgentMessage &report, const std::string &server);

/// The Mbed TLS verify flags in words: "not signed by a CA the board trusts".
[[nodiscard]] std::string certificateTrouble(std::uint64_t flags);

/// Whether trying again may help: yes for network, silence and supply, no for images, certificates
/// and refusals.
[[nodiscard]] bool isWorthARetry(ErrorCode code);

} // namespace otabench::fleet::detail
