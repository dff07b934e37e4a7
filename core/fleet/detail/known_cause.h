#pragma once

#include "base/error.h"
#include "fleet/board_state.h"
#include "fleet/detail/agent_link.h"
#include "monitor/boot_facts.h"
#include "monitor/known_facts.h"

#include <optional>
#include <string>
#include <vector>

namespace otabench::fleet::detail {

/// What a campaign knows, with what this board has shown: its identity (where it has told one) and
/// its boot log. A board whose agent lists its CAs tells by that whether it trusts the server's.
[[nodiscard]] monitor::KnownFacts factsOf(monitor::KnownFacts known,
                                          const std::optional<BoardIdentity> &identity,
                                          const monitor::BootFacts &boot,
                                          const std::vector<std::string> &caFingerprints);

/// What the catalogue says of a certificate that a board's agent has refused, by its verify flags;
/// nothing for another failure.
[[nodiscard]] std::optional<monitor::Explanation> explanationOf(const AgentMessage &report);

/// Says in `reason` which of the causes it is, as far as the facts decide, and gives the
/// explanation as they narrow it. A reason about which they say nothing stays as it was.
[[nodiscard]] monitor::Explanation narrowReason(const monitor::Explanation &explanation,
                                                const monitor::KnownFacts &facts, Error &reason);

} // namespace otabench::fleet::detail
