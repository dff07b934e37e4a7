#pragma once

#include <cstdint>

namespace otabench::image::detail {

/// Where a chip's segments may live.
struct AddressRange
{
    std::uint32_t begin;
    std::uint32_t end; ///< one past

    [[nodiscard]] bool contains(std::uint32_t address) const
    {
        return address >= begin && address < end;
    }
};

struct MemoryMap
{
    std::uint16_t chipId;
    AddressRange drom;   ///< constants, mapped from flash
    AddressRange irom;   ///< code, mapped from flash; the same as drom where the window is shared
    AddressRange ram;    ///< internal memory that segments are copied to
    bool selectablePage; ///< the MMU page size is a build option
    bool limitedTo16Megabyte; ///< no 32-bit cache mapping: segments and partitions below 16 MB
};

/// nullptr for an unknown chip.
/// Source: SOC_DROM_*/SOC_IROM_* in ESP-IDF components/soc/<chip>/include/soc/soc.h (which decide
/// what "mapped" is), esptool's MEMORY_MAP for the RAM, soc_caps.h for the two flags.
[[nodiscard]] const MemoryMap *findMemoryMap(std::uint16_t chipId);

/// Whether the verifier takes a segment at this address as mapped from flash.
[[nodiscard]] bool isMapped(const MemoryMap &map, std::uint32_t address);

/// "DROM", "IROM", "flash" (a shared window), "DRAM", "IRAM", "RAM" (both in one),
/// "padding" or "other": for people.
[[nodiscard]] const char *regionName(const MemoryMap &map, std::uint32_t address);

} // namespace otabench::image::detail
