#pragma once

#include <optional>
#include <string_view>

namespace otabench {

/// Where a board is in a campaign. It moves down this list, never up (a retry starts again at
/// Preparing), and ends in exactly one of the last six.
enum class Phase
{
    Queued,
    Preparing, ///< port opened, board asked who it is, CA sent
    Triggered, ///< told to update, not yet heard from
    Connected, ///< TLS and HTTP headers done
    Downloading,
    Verifying,
    Rebooting,
    Confirming, ///< the new image runs and has still to be confirmed
    Updated,    ///< proved: new image, other slot, valid state
    UpToDate,   ///< skipped: it ran this image already
    NotProved,  ///< looks done, but the board did not show the new image, slot or state
    RolledBack, ///< the old image runs again
    Failed,
    Cancelled,
};

/// The word in `--json` and in the history: `queued`, `up-to-date`, `rolled-back`.
[[nodiscard]] std::string_view name(Phase phase);
[[nodiscard]] std::optional<Phase> phaseFromName(std::string_view name);

/// Updated, UpToDate, NotProved, RolledBack, Failed or Cancelled.
[[nodiscard]] bool isFinal(Phase phase);

/// NotProved, RolledBack or Failed: what makes a campaign end with exit status 1.
[[nodiscard]] bool isFailure(Phase phase);

} // namespace otabench
