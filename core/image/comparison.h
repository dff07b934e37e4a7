#pragma once

#include "image/reader.h"

#include <span>
#include <string>
#include <vector>

namespace otabench::image {

/// One thing in which two images differ, as text for people.
struct Difference
{
    std::string field; ///< "kind", "chip", "version", "segment 2", "signature", …
    std::string first; ///< "-" where the first image has none
    std::string second;
};

struct Comparison
{
    bool sameFile = false;  ///< byte for byte
    bool sameBuild = false; ///< both carry an ELF digest, and it is the same
    std::vector<Difference> differences;
    /// What anti-rollback makes of a change from the first to the second; empty when it has no say.
    std::string rollback;
};

/// Compares two image files. Neither needs to be valid. Immutable values; any thread.
[[nodiscard]] Comparison compare(std::span<const std::byte> first,
                                 std::span<const std::byte> second);

/// "after this, boards with anti-rollback cannot return to 1.2 …", or why such a board would refuse
/// `next`; empty when both have one secure version, or are no applications.
[[nodiscard]] std::string rollbackConsequence(const Image &running, const Image &next);

} // namespace otabench::image
