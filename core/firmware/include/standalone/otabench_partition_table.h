/*
 * The partition table in its binary form, for programs that make a flash: virtual boards, tests.
 * Layout: ESP-IDF components/partition_table/gen_esp32part.py, and esp_flash_partitions.h.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "esp_err.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OTABENCH_PARTITION_TABLE_ADDRESS 0x8000 /**< in flash */
#define OTABENCH_PARTITION_TABLE_SIZE 0xC00     /**< bytes of a binary table */
#define OTABENCH_PARTITION_TABLE_MAX 94         /**< partitions beside the MD5 slot */

typedef struct
{
    uint8_t type;
    uint8_t subtype;
    uint32_t address; /**< in flash: a multiple of 0x1000, of 0x10000 for app partitions */
    uint32_t size;
    const char *label; /**< 1 to 15 characters, unique */
    uint32_t flags;    /**< bit 0 encrypted, bit 1 read-only */
} otabench_partition_entry_t;

/**
 * Builds the table: entries, MD5 slot, end marker, filled up with 0xFF.
 * @param[in]  flash_size  every partition must end within it
 * @param[out] table       OTABENCH_PARTITION_TABLE_SIZE bytes
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, a bad label, an address that is not aligned or below
 *         0x9000, or partitions that overlap; ESP_ERR_INVALID_SIZE  too many partitions, or one
 *         ends beyond the flash.
 * Thread: any; uses no port.
 */
esp_err_t otabench_partition_table_build(const otabench_partition_entry_t *entries, size_t count,
                                         uint32_t flash_size, uint8_t *table);

#ifdef __cplusplus
}
#endif
