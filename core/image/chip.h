#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace otabench::image {

/// A chip of the family. Source: ESP-IDF esp_app_format.h (esp_chip_id_t) and
/// components/esp_rom/<chip>; esptool's targets/<chip>.py (FLASH_FREQUENCY) for the clocks.
struct Chip
{
    std::uint16_t id;
    std::string_view name;        ///< "esp32c3": as on the command line and in the agent protocol
    std::string_view displayName; ///< "ESP32-C3"
    std::uint32_t bootloaderFlashOffset;
    /// What the header's speed nibbles 0xF, 0, 1 and 2 mean, in MHz; 0: not used.
    std::array<std::uint8_t, 4> flashMegahertz;
};

/// The flash clock that a header's speed nibble means on a chip; nothing for one that means none.
[[nodiscard]] std::optional<unsigned> flashMegahertz(const Chip &chip, std::uint8_t speed);

[[nodiscard]] const Chip *findChip(std::uint16_t id);
/// By name or display name, any case; nullptr for none.
[[nodiscard]] const Chip *findChip(std::string_view name);
/// "esp32c3", or "chip 77" for an unknown id.
[[nodiscard]] std::string chipName(std::uint16_t id);
/// All names joined by ", ": for messages.
[[nodiscard]] std::string knownChipNames();

} // namespace otabench::image
