#pragma once

#include "image/reader.h"

#include <string>

namespace otabench::image {

/// What tells one build from another. Digests are hex digits; logs print them cut short, and an
/// empty or all-zero one says nothing.
struct Build
{
    std::string imageSha256; ///< the digest that ends the image
    std::string elfSha256;   ///< of the ELF file, from the description
};

[[nodiscard]] Build buildOf(const Image &image);

enum class BuildMatch
{
    Same,
    Other,
    Unknown ///< no digest that both have, or too few digits (below 8) of it
};

/// Whether two builds are one: by the digest that ends the image, else by the ELF's. The version is
/// no proof: two builds may carry the same one.
[[nodiscard]] BuildMatch compareBuilds(const Build &first, const Build &second);

} // namespace otabench::image
