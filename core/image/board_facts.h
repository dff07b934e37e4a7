#pragma once

#include "image/preflight.h"

/// Where what is known of a board comes from files rather than from the board itself.
namespace otabench::image {

/// Takes what the running image shows of a board into its facts, over what is there: project,
/// version, digests and flash mode, and the chip where it is not known.
void takeRunningImage(BoardFacts &board, const Image &running);

/// Takes the slots of a partition table (or of a merged image's) into the facts of a board. Which
/// of them is next is not known, so the smallest counts. ImageWrongKind for a file without a table.
[[nodiscard]] Result<> takePartitions(BoardFacts &board, const Image &table);

/// "QIO" of 1 to "OPI" of 5, as an application's description has it; "mode 9" for an unknown one.
[[nodiscard]] std::string flashModeName(std::uint8_t mode);

/// The reverse, in any case; nothing for a name that is none.
[[nodiscard]] std::optional<std::uint8_t> flashModeFromName(std::string_view name);

} // namespace otabench::image
