/* The flash chip. Source: ESP-IDF v5.5 components/spi_flash/include/esp_flash.h. */
#pragma once

#include <stdint.h>

#include "esp_err.h"
#include "esp_partition.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The chip that partitions are on. Here: NULL, there is one chip. */
extern esp_flash_t *esp_flash_default_chip;

/** @param[in] chip not looked at @return ESP_OK; ESP_ERR_INVALID_ARG NULL */
esp_err_t esp_flash_get_size(esp_flash_t *chip, uint32_t *out_size);
/** Reads at a flash address.
 *  @return ESP_OK; ESP_ERR_INVALID_ARG NULL, or beyond the flash; the flash driver's codes */
esp_err_t esp_flash_read(esp_flash_t *chip, void *buffer, uint32_t address, uint32_t length);

#ifdef __cplusplus
}
#endif
