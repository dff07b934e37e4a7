/* The chip's fuses, as far as updates look at them. Source: ESP-IDF v5.5
 * components/efuse/include/esp_efuse.h. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "esp_err.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The lowest secure version that may start. Here: 0, a virtual board burns no fuses. */
uint32_t esp_efuse_read_secure_version(void);
/** Whether an image with that secure version may start. */
bool esp_efuse_check_secure_version(uint32_t secure_version);

#ifdef __cplusplus
}
#endif
