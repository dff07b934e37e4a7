#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace otabench::monitor {

/// What a board's log has shown since its last reset.
struct BootFacts
{
    unsigned boots = 0;      ///< resets seen
    std::string resetReason; ///< words for the ROM's code: "software restart", "brown-out"
    std::optional<std::uint32_t> loadedOffset; ///< `Loaded app from partition at offset`
    std::string project, version, elfSha256Prefix, imageSha256;
    std::string chip;        ///< `esp32c3`; kept over resets
    std::string address;     ///< IP, once the network is up
    bool appStarted = false; ///< app_main was called, or a line of the application came
};

} // namespace otabench::monitor
