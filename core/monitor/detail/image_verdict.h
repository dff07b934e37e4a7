#pragma once

#include "monitor/boot_facts.h"

#include <cstdint>
#include <optional>
#include <string>

namespace otabench::monitor::detail {

/// Which image a board runs after an update.
enum class Verdict
{
    NewImage,
    OldImage,
    Unknown,
};

/// Judges by the strongest of what the logs show: the offset that was loaded, then digests, then
/// the version.
///
/// @param target   the offset that the update was written to
/// @param offered  the new image's version; empty: not known
[[nodiscard]] Verdict compareImages(const BootFacts &now, const BootFacts &before,
                                    std::optional<std::uint32_t> target,
                                    const std::string &offered);

} // namespace otabench::monitor::detail
