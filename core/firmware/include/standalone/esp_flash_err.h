/* Codes of the flash driver. Source: ESP-IDF v5.5 components/spi_flash/include/esp_flash_err.h. */
#pragma once

#include "esp_err.h"

#define ESP_ERR_FLASH_OP_FAIL (ESP_ERR_FLASH_BASE + 1)    /**< the operation failed */
#define ESP_ERR_FLASH_OP_TIMEOUT (ESP_ERR_FLASH_BASE + 2) /**< the operation took too long */
