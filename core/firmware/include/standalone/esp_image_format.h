/* Application images in flash: the format's headers. Source: ESP-IDF v5.5
 * components/bootloader_support/include/esp_image_format.h. */
#pragma once

#include "esp_app_format.h"
#include "esp_err.h"
#include "esp_flash_partitions.h"
