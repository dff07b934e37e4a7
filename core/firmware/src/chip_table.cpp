#include "chip_table.h"

#include "esp_app_format.h"

namespace otabench::firmware {
namespace {

// Source: SOC_DROM_LOW.. SOC_IROM_HIGH in ESP-IDF components/soc/<chip>/include/soc/soc.h, and
// SOC_SPI_MEM_SUPPORT_CACHE_32BIT_ADDR_MAP, SOC_MMU_PAGE_SIZE_CONFIGURABLE in soc_caps.h beside it.
// clang-format off
constexpr ChipFacts kChips[] = {
    {ESP_CHIP_ID_ESP32,    0x3F400000, 0x3F800000, 0x400D0000, 0x40400000, false, true},
    {ESP_CHIP_ID_ESP32S2,  0x3F000000, 0x3FF80000, 0x40080000, 0x40800000, false, true},
    {ESP_CHIP_ID_ESP32C3,  0x3C000000, 0x3C800000, 0x42000000, 0x42800000, false, true},
    {ESP_CHIP_ID_ESP32S3,  0x3C000000, 0x3E000000, 0x42000000, 0x44000000, false, false},
    {ESP_CHIP_ID_ESP32C2,  0x3C000000, 0x3C400000, 0x42000000, 0x42400000, true,  true},
    {ESP_CHIP_ID_ESP32C6,  0x42000000, 0x43000000, 0x42000000, 0x43000000, true,  true},
    {ESP_CHIP_ID_ESP32H2,  0x42000000, 0x43000000, 0x42000000, 0x43000000, true,  true},
    {ESP_CHIP_ID_ESP32P4,  0x40000000, 0x44000000, 0x40000000, 0x44000000, false, false},
    {ESP_CHIP_ID_ESP32C61, 0x42000000, 0x44000000, 0x42000000, 0x44000000, true,  false},
    {ESP_CHIP_ID_ESP32C5,  0x42000000, 0x44000000, 0x42000000, 0x44000000, false, false},
    {ESP_CHIP_ID_ESP32H21, 0x42000000, 0x43000000, 0x42000000, 0x43000000, true,  true},
    {ESP_CHIP_ID_ESP32H4,  0x42000000, 0x44000000, 0x42000000, 0x44000000, true,  false},
    {ESP_CHIP_ID_ESP32E22, 0x3C000000, 0x40000000, 0x3C000000, 0x40000000, false, true},
    {ESP_CHIP_ID_ESP32S31, 0x40000000, 0x44000000, 0x40000000, 0x44000000, true,  false},
};
// clang-format on

} // namespace

const ChipFacts *findChip(uint16_t id)
{
    for (const ChipFacts &chip : kChips) {
        if (chip.id == id)
            return &chip;
    }
    return nullptr;
}

bool isMapped(const ChipFacts &chip, uint32_t address)
{
    return (address >= chip.dromBegin && address < chip.dromEnd) ||
           (address >= chip.iromBegin && address < chip.iromEnd);
}

} // namespace otabench::firmware
