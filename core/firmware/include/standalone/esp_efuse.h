/*
 * The secure version in the eFuses, which anti-rollback compares. Source: ESP-IDF v5.5
 * components/efuse/include/esp_efuse.h. Here: nothing else of the eFuses.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "esp_err.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The secure version that is burnt. */
uint32_t esp_efuse_read_secure_version(void);

/** Whether an app of this secure version may start. */
bool esp_efuse_check_secure_version(uint32_t secure_version);

/**
 * Raises it, for ever. esp_ota_mark_app_valid_cancel_rollback does so: applications do not.
 * @return ESP_OK  (also when it is this one); ESP_ERR_INVALID_ARG  more than the eFuses can hold;
 *         ESP_FAIL  it is higher already; ESP_ERR_NOT_SUPPORTED  the board has no such eFuses.
 */
esp_err_t esp_efuse_update_secure_version(uint32_t secure_version);

#ifdef __cplusplus
}
#endif
