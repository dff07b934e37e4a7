#pragma once

#include "fleet/board_state.h"
#include "fleet/detail/agent_link.h"
#include "image/build.h"
#include "image/reader.h"
#include "monitor/boot_facts.h"

#include <cstdint>
#include <optional>
#include <string>

namespace otabench::fleet::detail {

/// From the answer to `identify`. BoardProtocol when what must be there is missing.
[[nodiscard]] Result<BoardIdentity> identityFromAnswer(const AgentMessage &answer);

/// From an `ota` event or the answer to `status`; nothing when it does not tell the costs.
[[nodiscard]] std::optional<UpdateCosts> costsFromReport(const AgentMessage &report);

/// The fingerprints in an answer's cas=.
[[nodiscard]] std::vector<std::string> trustedCasOf(const AgentMessage &answer);

/// What the `boot` and `state` events tell anew.
void updateIdentity(BoardIdentity &identity, const AgentMessage &event);

/// What a boot log has shown; nothing when it has shown nothing. The slot is its flash offset
/// ("0x110000"): the log does not name it.
[[nodiscard]] std::optional<BoardIdentity> identityFromLog(const monitor::BootFacts &facts);

using image::BuildMatch;

/// The image of a campaign.
struct ImageFacts
{
    std::string fileName; ///< for messages
    image::Image image;

    [[nodiscard]] std::string project() const;
    [[nodiscard]] std::string version() const;

    /// What is in a pre-encrypted image is not known here: no description, no digest.
    [[nodiscard]] bool isEncrypted() const { return image.kind == image::Kind::PreEncrypted; }
};

/// Whether the board runs this image.
[[nodiscard]] BuildMatch runsImage(const BoardIdentity &board, const ImageFacts &image);

/// Why this board cannot take this image, as far as is known before anything is sent: the first
/// check of image::preflight() that blocks.
[[nodiscard]] std::optional<Error> obstacle(const BoardIdentity &board, const ImageFacts &image);

} // namespace otabench::fleet::detail
