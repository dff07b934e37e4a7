#pragma once

#include <cstdint>

namespace otabench::support {

/// A TCP port of 127.0.0.1 that was free a moment ago; ends the program with a message when there
/// is none.
[[nodiscard]] std::uint16_t freePort();

} // namespace otabench::support
