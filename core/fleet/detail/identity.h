#pragma once

#include "fleet/board_state.h"
#include "fleet/detail/agent_link.h"
#include "monitor/boot_facts.h"

#include <cstdint>
#include <optional>
#include <string>

namespace otabench::image {
struct Image;
}

namespace otabench::fleet::detail {

/// From the answer to `identify`. BoardProtocol when what must be there is missing.
[[nodiscard]] Result<BoardIdentity> identityFromAnswer(const AgentMessage &answer);

/// What the `boot` and `state` events tell anew.
void updateIdentity(BoardIdentity &identity, const AgentMessage &event);

/// What a boot log has shown; nothing when it has shown nothing. The slot is its flash offset
/// ("0x110000"): the log does not name it.
[[nodiscard]] std::optional<BoardIdentity> identityFromLog(const monitor::BootFacts &facts);

/// What of an image file a board can be compared with.
struct ImageFacts
{
    std::string fileName, project, version, chip;
    std::string fileSha256;                                 ///< of the file
    std::string appendedSha256;                             ///< that ends the image; empty: none
    std::string elfSha256;                                  ///< empty: none that identifies a build
    std::uint64_t bytes = 0;                                ///< of the file
    std::uint16_t minChipRevision = 0, maxChipRevision = 0; ///< major * 100 + minor; 0: not set
};

[[nodiscard]] ImageFacts imageFacts(const image::Image &image, std::string fileName);

enum class Match
{
    Same,
    Other,
    Unknown ///< neither shows a digest that both have
};

/// Whether the board runs this image, by the digest that ends it, else by the ELF's. The version is
/// no proof: two builds may carry the same one.
[[nodiscard]] Match runsImage(const BoardIdentity &board, const ImageFacts &image);

/// Why this board cannot take this image, as far as is known before anything is sent:
/// ImageWrongChip (chip, revision), ImageTooLarge, BoardRefused (no second slot).
[[nodiscard]] std::optional<Error> obstacle(const BoardIdentity &board, const ImageFacts &image);

} // namespace otabench::fleet::detail
