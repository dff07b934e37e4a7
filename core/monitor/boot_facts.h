#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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
    /// By the board's clock, where its log has dates (CONFIG_LOG_TIMESTAMP_SOURCE_SYSTEM_FULL,
    /// _UNIX): of the newest line.
    std::optional<std::chrono::sys_seconds> clock;

    struct Partition
    {
        std::string label;
        bool isOtaSlot = false; ///< `ota_0` and so on; not factory
        std::uint32_t offset = 0;
        std::uint64_t bytes = 0;
    };

    std::vector<Partition> partitions; ///< as the bootloader printed them
};

} // namespace otabench::monitor
