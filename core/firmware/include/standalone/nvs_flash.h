/* Non-volatile storage as a whole. Source: ESP-IDF v5.5
 * components/nvs_flash/include/nvs_flash.h. */
#pragma once

#include "nvs.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Makes nvs.h usable. @return ESP_OK; ESP_FAIL  this computer cannot read the board's file */
esp_err_t nvs_flash_init(void);
/** @return as nvs_flash_init; ESP_ERR_NVS_PART_NOT_FOUND  another partition than "nvs" */
esp_err_t nvs_flash_init_partition(const char *partition_label);
/** Closes all handles. @return ESP_OK; ESP_ERR_NVS_NOT_INITIALIZED */
esp_err_t nvs_flash_deinit(void);
/** Forgets everything, and is as before nvs_flash_init.
 *  @return ESP_OK; ESP_ERR_FLASH_OP_FAIL  this computer cannot store it */
esp_err_t nvs_flash_erase(void);

#ifdef __cplusplus
}
#endif
