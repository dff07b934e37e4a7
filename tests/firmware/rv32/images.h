#pragma once

#include <stddef.h>
#include <stdint.h>

namespace otabench::test {

constexpr uint16_t kChipId = 5; ///< ESP32-C3

/// A valid application of about `size` bytes in `room`: description with this version, noise made
/// from it, checksum, SHA-256. Made by hand, so that the engine is not tested against its own
/// reading of the format (ESP-IDF v5.5 esp_app_format.h).
/// @return its length; `room` has 1 KiB more than `size`
uint32_t makeImage(uint8_t *room, const char *version, uint32_t size, uint16_t chipId = kChipId);

} // namespace otabench::test
