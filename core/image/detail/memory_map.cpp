#include "image/detail/memory_map.h"

#include <algorithm>
#include <array>

namespace otabench::image::detail {
namespace {

/// Segments for these addresses are skipped by whoever loads the image, on every chip.
constexpr AddressRange kPadding{0x00000000, 0x00010000};

// Without the mask ROMs, which nothing is loaded into.
// clang-format off
constexpr MemoryType kEsp32Types[]{
    {{0x3F400000, 0x3F800000}, "DROM"},
    {{0x3F800000, 0x3FC00000}, "EXTRAM_DATA"},
    {{0x3FF80000, 0x3FF82000}, "RTC_DRAM"},
    {{0x3FF90000, 0x40000000}, "BYTE_ACCESSIBLE"},
    {{0x3FFAE000, 0x40000000}, "DRAM"},
    {{0x3FFE0000, 0x3FFFFFFC}, "DIRAM_DRAM"},
    {{0x40000000, 0x40070000}, "IROM"},
    {{0x40070000, 0x40078000}, "CACHE_PRO"},
    {{0x40078000, 0x40080000}, "CACHE_APP"},
    {{0x40080000, 0x400A0000}, "IRAM"},
    {{0x400A0000, 0x400BFFFC}, "DIRAM_IRAM"},
    {{0x400C0000, 0x400C2000}, "RTC_IRAM"},
    {{0x400D0000, 0x40400000}, "IROM"},
    {{0x50000000, 0x50002000}, "RTC_DATA"},
};
constexpr MemoryType kEsp32S2Types[]{
    {{0x3F000000, 0x3FF80000}, "DROM"},
    {{0x3F500000, 0x3FF80000}, "EXTRAM_DATA"},
    {{0x3FF9E000, 0x3FFA0000}, "RTC_DRAM"},
    {{0x3FF9E000, 0x40000000}, "BYTE_ACCESSIBLE"},
    {{0x3FF9E000, 0x40072000}, "MEM_INTERNAL"},
    {{0x3FFB0000, 0x40000000}, "DRAM"},
    {{0x40020000, 0x40070000}, "IRAM"},
    {{0x40070000, 0x40072000}, "RTC_IRAM"},
    {{0x40080000, 0x40800000}, "IROM"},
    {{0x50000000, 0x50002000}, "RTC_DATA"},
};
constexpr MemoryType kEsp32C3Types[]{
    {{0x3C000000, 0x3C800000}, "DROM"},
    {{0x3FC80000, 0x3FCE0000}, "DRAM"},
    {{0x3FC88000, 0x3FD00000}, "BYTE_ACCESSIBLE"},
    {{0x42000000, 0x42800000}, "IROM"},
    {{0x4037C000, 0x403E0000}, "IRAM"},
    {{0x50000000, 0x50002000}, "RTC_IRAM,RTC_DRAM"},
    {{0x600FE000, 0x60100000}, "MEM_INTERNAL2"},
};
constexpr MemoryType kEsp32S3Types[]{
    {{0x3C000000, 0x3D000000}, "DROM"},
    {{0x3D000000, 0x3E000000}, "EXTRAM_DATA"},
    {{0x600FE000, 0x60100000}, "RTC_DRAM,RTC_IRAM"},
    {{0x3FC88000, 0x3FD00000}, "BYTE_ACCESSIBLE"},
    {{0x3FC88000, 0x403E2000}, "MEM_INTERNAL"},
    {{0x3FC88000, 0x3FD00000}, "DRAM"},
    {{0x40370000, 0x403E0000}, "IRAM"},
    {{0x42000000, 0x42800000}, "IROM"},
    {{0x50000000, 0x50002000}, "RTC_DATA"},
};
constexpr MemoryType kEsp32C2Types[]{
    {{0x3C000000, 0x3C400000}, "DROM"},
    {{0x3FCA0000, 0x3FCE0000}, "DRAM"},
    {{0x3FC88000, 0x3FD00000}, "BYTE_ACCESSIBLE"},
    {{0x42000000, 0x42400000}, "IROM"},
    {{0x4037C000, 0x403C0000}, "IRAM"},
};
constexpr MemoryType kEsp32C6Types[]{ // and of H2 and H21
    {{0x42000000, 0x43000000}, "DROM,IROM"},
    {{0x40800000, 0x40880000}, "DRAM,BYTE_ACCESSIBLE,IRAM"},
    {{0x50000000, 0x50004000}, "RTC_IRAM,RTC_DRAM"},
    {{0x600FE000, 0x60100000}, "MEM_INTERNAL2"},
};
constexpr MemoryType kEsp32P4Types[]{
    {{0x40000000, 0x4C000000}, "DROM,IROM"},
    {{0x4FF00000, 0x4FFA0000}, "DRAM,BYTE_ACCESSIBLE,IRAM"},
    {{0x50108000, 0x50110000}, "RTC_IRAM,RTC_DRAM"},
    {{0x600FE000, 0x60100000}, "MEM_INTERNAL2"},
};
constexpr MemoryType kEsp32C5Types[]{ // and of C61
    {{0x42000000, 0x44000000}, "DROM,IROM"},
    {{0x40800000, 0x40860000}, "DRAM,BYTE_ACCESSIBLE,IRAM"},
    {{0x50000000, 0x50004000}, "RTC_IRAM,RTC_DRAM"},
    {{0x600FE000, 0x60100000}, "MEM_INTERNAL2"},
};
constexpr MemoryType kEsp32H4Types[]{
    {{0x42000000, 0x44000000}, "DROM,IROM"},
    {{0x40810000, 0x40860000}, "DRAM,BYTE_ACCESSIBLE,IRAM"},
    {{0x50000000, 0x50004000}, "RTC_IRAM,RTC_DRAM"},
    {{0x60000000, 0x60100000}, "MEM_INTERNAL2"},
};
constexpr MemoryType kEsp32E22Types[]{
    {{0x3C000000, 0x40000000}, "DROM,IROM"},
    {{0x31000000, 0x31200000}, "DRAM,BYTE_ACCESSIBLE"},
    {{0x30FE0000, 0x31200000}, "IRAM"},
    {{0xC0000000, 0xC0008000}, "RTC_IRAM,RTC_DRAM"},
};
constexpr MemoryType kEsp32S31Types[]{
    {{0x40000000, 0x54000000}, "DROM,IROM"},
    {{0x2F000000, 0x2F080000}, "DRAM,BYTE_ACCESSIBLE,IRAM"},
    {{0x2E000000, 0x2E008000}, "RTC_IRAM,RTC_DRAM"},
};

constexpr std::array<MemoryMap, 14> kMaps{{
    // chip, DROM, IROM, RAM, selectable page, 16 MB limit, memory types
    {0,  {0x3F400000, 0x3F800000}, {0x400D0000, 0x40400000}, {0x3FFAE000, 0x400A0000}, false, true, kEsp32Types},
    {2,  {0x3F000000, 0x3FF80000}, {0x40080000, 0x40800000}, {0x3FFB0000, 0x40070000}, false, true, kEsp32S2Types},
    {5,  {0x3C000000, 0x3C800000}, {0x42000000, 0x42800000}, {0x3FC80000, 0x403E0000}, false, true, kEsp32C3Types},
    {9,  {0x3C000000, 0x3E000000}, {0x42000000, 0x44000000}, {0x3FC88000, 0x403E0000}, false, false, kEsp32S3Types},
    {12, {0x3C000000, 0x3C400000}, {0x42000000, 0x42400000}, {0x3FCA0000, 0x403C0000}, true,  true, kEsp32C2Types},
    {13, {0x42000000, 0x43000000}, {0x42000000, 0x43000000}, {0x40800000, 0x40880000}, true,  true, kEsp32C6Types},
    {16, {0x42000000, 0x43000000}, {0x42000000, 0x43000000}, {0x40800000, 0x40880000}, true,  true, kEsp32C6Types},
    {18, {0x40000000, 0x44000000}, {0x40000000, 0x44000000}, {0x4FF00000, 0x4FFA0000}, false, false, kEsp32P4Types},
    {20, {0x42000000, 0x44000000}, {0x42000000, 0x44000000}, {0x40800000, 0x40860000}, true,  false, kEsp32C5Types},
    {23, {0x42000000, 0x44000000}, {0x42000000, 0x44000000}, {0x40800000, 0x40860000}, false, false, kEsp32C5Types},
    {25, {0x42000000, 0x43000000}, {0x42000000, 0x43000000}, {0x40800000, 0x40880000}, true,  true, kEsp32C6Types},
    {28, {0x42000000, 0x44000000}, {0x42000000, 0x44000000}, {0x40810000, 0x40860000}, true,  false, kEsp32H4Types},
    {31, {0x3C000000, 0x40000000}, {0x3C000000, 0x40000000}, {0x30FE0000, 0x31200000}, false, true, kEsp32E22Types},
    {32, {0x40000000, 0x44000000}, {0x40000000, 0x44000000}, {0x2F000000, 0x2F080000}, true,  false, kEsp32S31Types},
}};
// clang-format on

} // namespace

const MemoryMap *findMemoryMap(std::uint16_t chipId)
{
    const auto found = std::ranges::find(kMaps, chipId, &MemoryMap::chipId);
    return found != kMaps.end() ? &*found : nullptr;
}

bool isMapped(const MemoryMap &map, std::uint32_t address)
{
    return map.drom.contains(address) || map.irom.contains(address);
}

std::string memoryTypes(const MemoryMap &map, std::uint32_t address)
{
    if (kPadding.contains(address))
        return "PADDING";
    std::string names;
    for (const MemoryType &type : map.types) {
        if (!type.range.contains(address))
            continue;
        names += names.empty() ? "" : ",";
        names += type.names;
    }
    return names.empty() ? "other" : names;
}

} // namespace otabench::image::detail
