/*
 * Partitions: finding, reading, writing, erasing. Source: ESP-IDF v5.5
 * components/esp_partition/include/esp_partition.h. Here: the partition table of the calling
 * thread's port is read at the first call after otabench_port_set(); the pointers and iterators
 * handed out are good until the thread sets a port again. There is one flash chip.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "esp_err.h"
#include "esp_flash_err.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum
{
    ESP_PARTITION_TYPE_APP = 0x00,
    ESP_PARTITION_TYPE_DATA = 0x01,
    ESP_PARTITION_TYPE_BOOTLOADER = 0x02,
    ESP_PARTITION_TYPE_PARTITION_TABLE = 0x03,
    ESP_PARTITION_TYPE_ANY = 0xff, /**< in searches */
} esp_partition_type_t;

typedef enum
{
    ESP_PARTITION_SUBTYPE_BOOTLOADER_PRIMARY = 0x00,
    ESP_PARTITION_SUBTYPE_BOOTLOADER_OTA = 0x01,
    ESP_PARTITION_SUBTYPE_BOOTLOADER_RECOVERY = 0x02,

    ESP_PARTITION_SUBTYPE_PARTITION_TABLE_PRIMARY = 0x00,
    ESP_PARTITION_SUBTYPE_PARTITION_TABLE_OTA = 0x01,

    ESP_PARTITION_SUBTYPE_APP_FACTORY = 0x00,
    ESP_PARTITION_SUBTYPE_APP_OTA_MIN = 0x10,
    ESP_PARTITION_SUBTYPE_APP_OTA_0 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 0,
    ESP_PARTITION_SUBTYPE_APP_OTA_1 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 1,
    ESP_PARTITION_SUBTYPE_APP_OTA_2 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 2,
    ESP_PARTITION_SUBTYPE_APP_OTA_3 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 3,
    ESP_PARTITION_SUBTYPE_APP_OTA_4 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 4,
    ESP_PARTITION_SUBTYPE_APP_OTA_5 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 5,
    ESP_PARTITION_SUBTYPE_APP_OTA_6 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 6,
    ESP_PARTITION_SUBTYPE_APP_OTA_7 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 7,
    ESP_PARTITION_SUBTYPE_APP_OTA_8 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 8,
    ESP_PARTITION_SUBTYPE_APP_OTA_9 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 9,
    ESP_PARTITION_SUBTYPE_APP_OTA_10 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 10,
    ESP_PARTITION_SUBTYPE_APP_OTA_11 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 11,
    ESP_PARTITION_SUBTYPE_APP_OTA_12 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 12,
    ESP_PARTITION_SUBTYPE_APP_OTA_13 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 13,
    ESP_PARTITION_SUBTYPE_APP_OTA_14 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 14,
    ESP_PARTITION_SUBTYPE_APP_OTA_15 = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 15,
    ESP_PARTITION_SUBTYPE_APP_OTA_MAX = ESP_PARTITION_SUBTYPE_APP_OTA_MIN + 16, /**< one past */
    ESP_PARTITION_SUBTYPE_APP_TEST = 0x20,
    ESP_PARTITION_SUBTYPE_APP_TEE_MIN = 0x30,
    ESP_PARTITION_SUBTYPE_APP_TEE_0 = ESP_PARTITION_SUBTYPE_APP_TEE_MIN + 0,
    ESP_PARTITION_SUBTYPE_APP_TEE_1 = ESP_PARTITION_SUBTYPE_APP_TEE_MIN + 1,
    ESP_PARTITION_SUBTYPE_APP_TEE_MAX = ESP_PARTITION_SUBTYPE_APP_TEE_1,

    ESP_PARTITION_SUBTYPE_DATA_OTA = 0x00,
    ESP_PARTITION_SUBTYPE_DATA_PHY = 0x01,
    ESP_PARTITION_SUBTYPE_DATA_NVS = 0x02,
    ESP_PARTITION_SUBTYPE_DATA_COREDUMP = 0x03,
    ESP_PARTITION_SUBTYPE_DATA_NVS_KEYS = 0x04,
    ESP_PARTITION_SUBTYPE_DATA_EFUSE_EM = 0x05,
    ESP_PARTITION_SUBTYPE_DATA_UNDEFINED = 0x06,
    ESP_PARTITION_SUBTYPE_DATA_ESPHTTPD = 0x80,
    ESP_PARTITION_SUBTYPE_DATA_FAT = 0x81,
    ESP_PARTITION_SUBTYPE_DATA_SPIFFS = 0x82,
    ESP_PARTITION_SUBTYPE_DATA_LITTLEFS = 0x83,
    ESP_PARTITION_SUBTYPE_DATA_TEE_OTA = 0x90,

    ESP_PARTITION_SUBTYPE_ANY = 0xff, /**< in searches */
} esp_partition_subtype_t;

/** Subtype of ota_i, i in 0..15. */
#define ESP_PARTITION_SUBTYPE_OTA(i)                                                               \
    ((esp_partition_subtype_t)(ESP_PARTITION_SUBTYPE_APP_OTA_MIN + ((i)&0xf)))

/** What a mapping is for; Here it makes no difference. */
typedef enum
{
    ESP_PARTITION_MMAP_DATA = 0,
    ESP_PARTITION_MMAP_INST = 1,
    ESP_PARTITION_MMAP_BLOCKS_WRITE = 2,
} esp_partition_mmap_flag_t;

/** A mapping, for esp_partition_munmap. */
typedef uint32_t esp_partition_mmap_handle_t;

/** What a partition pointer's flash_chip points to: nothing to look into. */
typedef struct esp_flash_t esp_flash_t;
typedef struct esp_partition_iterator_opaque_ *esp_partition_iterator_t;

typedef struct
{
    esp_flash_t *flash_chip; /**< Here: NULL, there is one chip */
    esp_partition_type_t type;
    esp_partition_subtype_t subtype;
    uint32_t address;    /**< in flash */
    uint32_t size;       /**< in bytes */
    uint32_t erase_size; /**< 4096 */
    char label[17];      /**< NUL-terminated */
    bool encrypted;      /**< by its flag */
    bool readonly;       /**< by its flag */
} esp_partition_t;

/**
 * Starts a walk through the partitions that match.
 * @param[in] type     or ESP_PARTITION_TYPE_ANY (then the subtype must be ANY, too)
 * @param[in] subtype  or ESP_PARTITION_SUBTYPE_ANY
 * @param[in] label    or NULL for any
 * @return the first match (release it with esp_partition_iterator_release, unless _next returned
 * NULL), or NULL when there is none, or memory is short.
 */
esp_partition_iterator_t esp_partition_find(esp_partition_type_t type,
                                            esp_partition_subtype_t subtype, const char *label);
/** esp_partition_find with the reason of a failure (v6.0).
 *  @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, or type ANY with a subtype; ESP_ERR_NOT_FOUND;
 *          ESP_ERR_NO_MEM */
esp_err_t esp_partition_find_err(esp_partition_type_t type, esp_partition_subtype_t subtype,
                                 const char *label, esp_partition_iterator_t *it);
/** esp_partition_find_first with the reason of a failure (v6.0). @return as esp_partition_find_err,
 * without ESP_ERR_NO_MEM */
esp_err_t esp_partition_find_first_err(esp_partition_type_t type, esp_partition_subtype_t subtype,
                                       const char *label, const esp_partition_t **partition);
/** The first partition that matches, or NULL. Arguments as for esp_partition_find. */
const esp_partition_t *esp_partition_find_first(esp_partition_type_t type,
                                                esp_partition_subtype_t subtype, const char *label);
/** What an iterator is at. @return NULL for NULL */
const esp_partition_t *esp_partition_get(esp_partition_iterator_t iterator);
/** The next match. @return NULL at the end; the iterator is released then. */
esp_partition_iterator_t esp_partition_next(esp_partition_iterator_t iterator);
/** Ends a walk early. NULL is allowed. */
void esp_partition_iterator_release(esp_partition_iterator_t iterator);

/** Whether `partition` (perhaps a copy) is in the table: same address, size, type, subtype, label.
 *  @return the table's own entry, or NULL */
const esp_partition_t *esp_partition_verify(const esp_partition_t *partition);

/** esp_partition_verify with the reason of a failure (v6.0).
 *  @return ESP_OK; ESP_ERR_INVALID_ARG  NULL; ESP_ERR_NOT_FOUND */
esp_err_t esp_partition_verify_err(const esp_partition_t *partition,
                                   const esp_partition_t **out_partition);

/**
 * Reads.
 * @return ESP_OK; ESP_ERR_INVALID_ARG NULL, or src_offset beyond the partition;
 *         ESP_ERR_INVALID_SIZE  the end is beyond the partition; the flash driver's codes.
 */
esp_err_t esp_partition_read(const esp_partition_t *partition, size_t src_offset, void *dst,
                             size_t size);
/**
 * Writes. Flash bits only go from 1 to 0: erase first.
 * @return as esp_partition_read; ESP_ERR_NOT_ALLOWED  read-only partition;
 *         ESP_ERR_FLASH_OP_FAIL  also for a bit that would go from 0 to 1.
 */
esp_err_t esp_partition_write(const esp_partition_t *partition, size_t dst_offset, const void *src,
                              size_t size);
/** As read and write: Here nothing is encrypted in flash. */
esp_err_t esp_partition_read_raw(const esp_partition_t *partition, size_t src_offset, void *dst,
                                 size_t size);
esp_err_t esp_partition_write_raw(const esp_partition_t *partition, size_t dst_offset,
                                  const void *src, size_t size);
/**
 * Erases whole sectors: all bytes become 0xFF.
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, offset beyond the partition or no multiple of 4096;
 *         ESP_ERR_INVALID_SIZE  size no multiple of 4096, or the end is beyond the partition;
 *         ESP_ERR_NOT_ALLOWED  read-only partition; the flash driver's codes.
 */
esp_err_t esp_partition_erase_range(const esp_partition_t *partition, size_t offset, size_t size);

/**
 * Makes a partition readable as memory. Here: a copy from the port's heap, as the flash is now;
 * later writes do not show in it. At most eight at once.
 * @param[out] out_ptr     the bytes, until esp_partition_munmap
 * @param[out] out_handle  for esp_partition_munmap
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, or offset beyond the partition; ESP_ERR_INVALID_SIZE
 *         the end is beyond the partition; ESP_ERR_NO_MEM; the flash driver's codes.
 */
esp_err_t esp_partition_mmap(const esp_partition_t *partition, size_t offset, size_t size,
                             esp_partition_mmap_flag_t flags, const void **out_ptr,
                             esp_partition_mmap_handle_t *out_handle);
/** Ends a mapping. An unknown handle is ignored. */
void esp_partition_munmap(esp_partition_mmap_handle_t handle);

/**
 * Digest of a partition's contents: of an app or bootloader the SHA-256 appended to the image
 * (after checking it; computed over the image if none is appended), of others that of all bytes.
 * @return ESP_OK; ESP_ERR_INVALID_ARG NULL; ESP_ERR_IMAGE_INVALID  bad image or digest;
 *         ESP_ERR_NO_MEM; the flash driver's codes.
 */
esp_err_t esp_partition_get_sha256(const esp_partition_t *partition, uint8_t *sha_256);
/** Whether both hold the same, by esp_partition_get_sha256. */
bool esp_partition_check_identity(const esp_partition_t *partition_1,
                                  const esp_partition_t *partition_2);

/**
 * Makes an area of flash that is not in the table a partition: bootloader and partition table, for
 * updating them. It is found and verified like the others until it is deregistered. Here: up to
 * eight at once.
 * @param[in]  flash_chip     NULL. Here: there is one chip
 * @param[out] out_partition  may be NULL
 * @return ESP_OK; ESP_ERR_INVALID_ARG  it overlaps another partition, Here: no label or size;
 *         ESP_ERR_INVALID_SIZE  it ends beyond the flash; ESP_ERR_NO_MEM.
 */
esp_err_t esp_partition_register_external(esp_flash_t *flash_chip, size_t offset, size_t size,
                                          const char *label, esp_partition_type_t type,
                                          esp_partition_subtype_t subtype,
                                          const esp_partition_t **out_partition);
/** @return ESP_OK; ESP_ERR_INVALID_ARG  it is of the partition table; ESP_ERR_NOT_FOUND */
esp_err_t esp_partition_deregister_external(const esp_partition_t *partition);

/**
 * Copies, erasing the destination's sectors first.
 * @param[in] size  bytes; SIZE_MAX: all of src_part behind src_offset, and all of dest_part behind
 *                  dest_offset is erased
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, same partition, dest_offset no multiple of 4096;
 *         ESP_ERR_INVALID_SIZE  not within both partitions (nothing was erased then);
 *         codes of read, write and erase.
 */
esp_err_t esp_partition_copy(const esp_partition_t *dest_part, uint32_t dest_offset,
                             const esp_partition_t *src_part, uint32_t src_offset, size_t size);

/** 4096. */
uint32_t esp_partition_get_main_flash_sector_size(void);
/** Forgets the table: the next call reads it again. Pointers handed out before become wrong. */
void esp_partition_unload_all(void);

#ifdef __cplusplus
}
#endif
