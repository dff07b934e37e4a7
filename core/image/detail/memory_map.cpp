#include "image/detail/memory_map.h"

#include <algorithm>
#include <array>

namespace otabench::image::detail {
namespace {

/// Chips whose memory has an address for data and another for code split them here.
constexpr std::uint32_t kFirstCode = 0x40000000;

// clang-format off
constexpr std::array<MemoryMap, 14> kMaps{{
    // chip, DROM, IROM, RAM, selectable page, 16 MB limit
    {0,  {0x3F400000, 0x3F800000}, {0x400D0000, 0x40400000}, {0x3FFAE000, 0x400A0000}, false, true},
    {2,  {0x3F000000, 0x3FF80000}, {0x40080000, 0x40800000}, {0x3FFB0000, 0x40070000}, false, true},
    {5,  {0x3C000000, 0x3C800000}, {0x42000000, 0x42800000}, {0x3FC80000, 0x403E0000}, false, true},
    {9,  {0x3C000000, 0x3E000000}, {0x42000000, 0x44000000}, {0x3FC88000, 0x403E0000}, false, false},
    {12, {0x3C000000, 0x3C400000}, {0x42000000, 0x42400000}, {0x3FCA0000, 0x403C0000}, true,  true},
    {13, {0x42000000, 0x43000000}, {0x42000000, 0x43000000}, {0x40800000, 0x40880000}, true,  true},
    {16, {0x42000000, 0x43000000}, {0x42000000, 0x43000000}, {0x40800000, 0x40880000}, true,  true},
    {18, {0x40000000, 0x44000000}, {0x40000000, 0x44000000}, {0x4FF00000, 0x4FFA0000}, false, false},
    {20, {0x42000000, 0x44000000}, {0x42000000, 0x44000000}, {0x40800000, 0x40860000}, true,  false},
    {23, {0x42000000, 0x44000000}, {0x42000000, 0x44000000}, {0x40800000, 0x40860000}, false, false},
    {25, {0x42000000, 0x43000000}, {0x42000000, 0x43000000}, {0x40800000, 0x40880000}, true,  true},
    {28, {0x42000000, 0x44000000}, {0x42000000, 0x44000000}, {0x40810000, 0x40860000}, true,  false},
    {31, {0x3C000000, 0x40000000}, {0x3C000000, 0x40000000}, {0x30FE0000, 0x31200000}, false, true},
    {32, {0x40000000, 0x44000000}, {0x40000000, 0x44000000}, {0x2F000000, 0x2F080000}, true,  false},
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

const char *regionName(const MemoryMap &map, std::uint32_t address)
{
    if (address == 0)
        return "padding";
    if (map.drom.contains(address) && map.irom.contains(address))
        return "flash";
    if (map.drom.contains(address))
        return "DROM";
    if (map.irom.contains(address))
        return "IROM";
    if (!map.ram.contains(address))
        return "other";
    if (map.ram.begin >= kFirstCode || map.ram.end <= kFirstCode)
        return "RAM";
    return address < kFirstCode ? "DRAM" : "IRAM";
}

} // namespace otabench::image::detail
