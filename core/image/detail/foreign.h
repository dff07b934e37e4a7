#pragma once

#include "image/detail/layout.h"

#include <string>

namespace otabench::image::detail {

/// What a file that is no image seems to be, as a sentence with what to do: "this is a web page
/// (HTML); …". Empty when it resembles nothing known.
[[nodiscard]] std::string describeForeign(Bytes file);

} // namespace otabench::image::detail
