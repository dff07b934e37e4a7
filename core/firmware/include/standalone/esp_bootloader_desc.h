/*
 * The bootloader description: 32 bytes into a bootloader image. Source: ESP-IDF v5.5
 * components/esp_bootloader_format/include/esp_bootloader_desc.h.
 */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ESP_BOOTLOADER_DESC_MAGIC_BYTE 80

typedef struct
{
    uint8_t magic_byte; /**< ESP_BOOTLOADER_DESC_MAGIC_BYTE */
    uint8_t reserved[2];
    uint8_t secure_version; /**< anti-rollback number of the bootloader */
    uint32_t version;       /**< of the bootloader */
    char idf_ver[32];       /**< ESP-IDF it was built with */
    char date_time[24];     /**< of the build */
    uint8_t reserved2[16];
} esp_bootloader_desc_t;

#ifdef __cplusplus
}

static_assert(sizeof(esp_bootloader_desc_t) == 80, "layout of the description");
#else
_Static_assert(sizeof(esp_bootloader_desc_t) == 80, "layout of the description");
#endif
