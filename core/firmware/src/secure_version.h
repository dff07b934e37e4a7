// Anti-rollback: an app may start only if its secure version is not below the eFuses'. Source:
// ESP-IDF v5.5 components/bootloader_support/src/bootloader_utility.c, components/efuse.
#pragma once

#include <stdint.h>

#include "otabench_port.h"

namespace otabench::firmware {

[[nodiscard]] bool hasAntiRollback(const otabench_port_t *port);

/// Reads an app's secure version. @param address  of its partition
/// @return ESP_OK; ESP_ERR_NOT_FOUND no description there; codes of the flash.
[[nodiscard]] esp_err_t readSecureVersion(const otabench_port_t *port, uint32_t address,
                                          uint32_t *version);

/// Whether an app may start. Always true without anti-rollback; false also without a description
/// (logged under this tag).
[[nodiscard]] bool mayStart(const otabench_port_t *port, uint32_t address, const char *tag);

/// Raises the eFuses to an app's secure version; nothing to do without anti-rollback.
/// @return ESP_OK; codes of readSecureVersion and of the port's raise_secure_version.
esp_err_t burnSecureVersion(const otabench_port_t *port, uint32_t address);

} // namespace otabench::firmware
