#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

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

/// What esptool calls a part of a chip's memory.
struct MemoryType
{
    AddressRange range;
    std::string_view names; ///< by commas where one range has several
};

struct MemoryMap
{
    std::uint16_t chipId;
    AddressRange drom;   ///< constants, mapped from flash
    AddressRange irom;   ///< code, mapped from flash; the same as drom where the window is shared
    AddressRange ram;    ///< internal memory that segments are copied to
    bool selectablePage; ///< the MMU page size is a build option
    bool limitedTo16Megabyte; ///< no 32-bit cache mapping: segments and partitions below 16 MB
    std::span<const MemoryType> types; ///< for people; they overlap
};

/// nullptr for an unknown chip.
/// Source: SOC_DROM_*/SOC_IROM_* in ESP-IDF components/soc/<chip>/include/soc/soc.h (which decide
/// what "mapped" is), esptool's MEMORY_MAP (esptool/targets/<chip>.py, August 2026) for the RAM
/// and the memory types, soc_caps.h for the two flags.
[[nodiscard]] const MemoryMap *findMemoryMap(std::uint16_t chipId);

/// Whether the verifier takes a segment at this address as mapped from flash.
[[nodiscard]] bool isMapped(const MemoryMap &map, std::uint32_t address);

/// The types of the memory at an address as esptool's image-info names them, by commas where
/// several apply ("DROM,IROM" of a shared window); "other" for none: for people.
[[nodiscard]] std::string memoryTypes(const MemoryMap &map, std::uint32_t address);

} // namespace otabench::image::detail
