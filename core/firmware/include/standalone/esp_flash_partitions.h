/*
 * Where the parts of a flash lie, and otadata's and the partition table's form. Source: ESP-IDF
 * v5.5 components/bootloader_support/include/esp_flash_partitions.h.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#if __has_include("sdkconfig.h")
#include "sdkconfig.h"
#endif

#include "esp_err.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ESP_PARTITION_MAGIC 0x50AA
#define ESP_PARTITION_MAGIC_MD5 0xEBEB

/** Of the bootloader: it depends on the chip; ESP32's without a sdkconfig.h. */
#ifdef CONFIG_BOOTLOADER_OFFSET_IN_FLASH
#define ESP_BOOTLOADER_OFFSET CONFIG_BOOTLOADER_OFFSET_IN_FLASH
#else
#define ESP_BOOTLOADER_OFFSET 0x1000
#endif
#define ESP_PRIMARY_BOOTLOADER_OFFSET ESP_BOOTLOADER_OFFSET

#ifdef CONFIG_PARTITION_TABLE_OFFSET
#define ESP_PARTITION_TABLE_OFFSET CONFIG_PARTITION_TABLE_OFFSET
#else
#define ESP_PARTITION_TABLE_OFFSET 0x8000
#endif
#define ESP_PRIMARY_PARTITION_TABLE_OFFSET ESP_PARTITION_TABLE_OFFSET
#define ESP_PARTITION_TABLE_SIZE (0x1000)
#define ESP_BOOTLOADER_SIZE (ESP_PARTITION_TABLE_OFFSET - ESP_BOOTLOADER_OFFSET)
#define ESP_PARTITION_TABLE_MAX_LEN 0xC00 /**< bytes of a binary table */
#define ESP_PARTITION_TABLE_MAX_ENTRIES (ESP_PARTITION_TABLE_MAX_LEN / sizeof(esp_partition_info_t))

/** In the otadata record that selects a slot. (The last value is beyond int in C11.) */
__extension__ typedef enum {
    ESP_OTA_IMG_NEW = 0x0U,            /**< not started yet */
    ESP_OTA_IMG_PENDING_VERIFY = 0x1U, /**< started once, not confirmed */
    ESP_OTA_IMG_VALID = 0x2U,          /**< confirmed */
    ESP_OTA_IMG_INVALID = 0x3U,        /**< rejected itself: not bootable */
    ESP_OTA_IMG_ABORTED = 0x4U,        /**< never confirmed: not bootable */
    ESP_OTA_IMG_UNDEFINED = 0xFFFFFFFFU,
} esp_ota_img_states_t;

/** A record of otadata: at the start of each of its two sectors. */
typedef struct
{
    uint32_t ota_seq; /**< slot (ota_seq - 1) modulo the number of slots */
    uint8_t seq_label[20];
    uint32_t ota_state; /**< esp_ota_img_states_t */
    uint32_t crc;       /**< of ota_seq */
} esp_ota_select_entry_t;

typedef struct
{
    uint32_t offset; /**< in flash */
    uint32_t size;
} esp_partition_pos_t;

/** An entry of the partition table. */
typedef struct
{
    uint16_t magic; /**< ESP_PARTITION_MAGIC */
    uint8_t type;
    uint8_t subtype;
    esp_partition_pos_t pos;
    uint8_t label[16];
    uint32_t flags;
} esp_partition_info_t;

#ifdef __cplusplus
}
#endif
