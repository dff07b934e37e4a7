#pragma once

#include "host_port.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace otabench::firmware::host {

/// What a virtual board prints and reports as the chip it plays. Numbers of the boot ROM are those
/// of captured logs where there are any; the rest follow the chip's family.
struct ChipProfile
{
    std::string_view name;  ///< "esp32c3", as ESP-IDF's IDF_TARGET
    std::uint16_t id;       ///< esp_chip_id_t, as in image headers
    std::uint16_t revision; ///< major * 100 + minor
    unsigned cores;
    std::string_view romBanner; ///< first lines, without the reset line; LF between them
    std::string_view bootMode;  ///< strapping value, "0x13"
    std::string_view romTail;   ///< after the reset line
    bool isFirstGeneration;     ///< ESP32: other names for reset reasons
    bool isPmuGeneration;       ///< C5, C6, C61, H2, P4…: yet other names
    std::string_view spiSpeed;  ///< "80MHz"
    std::uint32_t cpuHz;
    std::uint32_t constantsBase;     ///< DROM
    std::uint32_t codeBase;          ///< IROM
    std::uint32_t ramBase;           ///< DRAM
    std::uint32_t entryBase;         ///< IRAM
    std::uint32_t bootloaderAddress; ///< in flash: where the ROM looks for it
};

[[nodiscard]] std::span<const ChipProfile> chipProfiles();

/// nullptr when there is none of that name.
[[nodiscard]] const ChipProfile *findChip(std::string_view name);
[[nodiscard]] const ChipProfile *findChip(std::uint16_t id);

/// "esp32, esp32s2, …" for messages.
[[nodiscard]] std::string chipNames();

/// The ROM's code and name for a reset, as in `rst:0xc (SW_CPU_RESET)`.
[[nodiscard]] std::string romResetReason(const ChipProfile &chip, ResetReason reason);

} // namespace otabench::firmware::host
