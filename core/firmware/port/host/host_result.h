#pragma once

#include <tl/expected.hpp>

#include <string>

namespace otabench::firmware::host {

/// A value, or the sentence that tells a person what failed and what to do. The host port uses
/// nothing of the rest of the project, hence no otabench::Error.
template <typename T = void>
using HostResult = tl::expected<T, std::string>;

} // namespace otabench::firmware::host
