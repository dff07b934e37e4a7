#pragma once

#include "base/error.h"

#include <chrono>
#include <string_view>

namespace otabench::cli {

/// A point in time as people write it: `2026-11-29`, `2026-11-29T14:02` (a blank for the T, seconds
/// may follow; this computer's zone, or UTC with a Z), or so long before `now`: `90m`, `12h`, `7d`,
/// `2w`. InvalidArgument, naming the text and the forms.
[[nodiscard]] Result<std::chrono::system_clock::time_point>
parseTime(std::string_view text, std::chrono::system_clock::time_point now);

} // namespace otabench::cli
