// The descriptions inside images in flash, read field by field.
#pragma once

#include "esp_app_desc.h"
#include "esp_bootloader_desc.h"
#include "esp_partition.h"

namespace otabench::firmware {

/// @return ESP_OK; ESP_ERR_NOT_FOUND no description there; codes of esp_partition_read.
esp_err_t readDescription(const esp_partition_t *partition, esp_app_desc_t *description);
esp_err_t readBootloaderDescription(const esp_partition_t *partition,
                                    esp_bootloader_desc_t *description);

} // namespace otabench::firmware
