/*
 * Writing an update into a slot, choosing what boots, confirming and rolling back. Names, types and
 * values are those of ESP-IDF v5.5 components/app_update/include/esp_ota_ops.h (and of v6.1 where
 * said), built with app rollback. Signed apps, signed data, anti-rollback, and being without
 * rollback, are what the port's `security` says (otabench_port.h), not options of the build. Where
 * this engine is stricter than the original the text says "Here:".
 *
 *   esp_ota_begin -> esp_ota_write ... -> esp_ota_end -> esp_ota_set_boot_partition -> restart
 *   after the restart: esp_ota_mark_app_valid_cancel_rollback, or ..._invalid_rollback_and_reboot
 *
 * Slot states: NEW (selected, not started) -> PENDING_VERIFY (started once) -> VALID, or at the
 * next start without confirmation -> ABORTED; INVALID when it rejected itself. Without rollback:
 * UNDEFINED (selected), and so it stays.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "esp_app_desc.h"
#include "esp_app_format.h"
#include "esp_bootloader_desc.h"
#include "esp_err.h"
#include "esp_flash_partitions.h"
#include "esp_partition.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OTA_SIZE_UNKNOWN 0xffffffff           /**< erase the whole partition now */
#define OTA_WITH_SEQUENTIAL_WRITES 0xfffffffe /**< erase sector by sector while writing */

#define ESP_ERR_OTA_BASE 0x1500
#define ESP_ERR_OTA_PARTITION_CONFLICT (ESP_ERR_OTA_BASE + 0x01) /**< the running partition */
#define ESP_ERR_OTA_SELECT_INFO_INVALID (ESP_ERR_OTA_BASE + 0x02)
#define ESP_ERR_OTA_VALIDATE_FAILED (ESP_ERR_OTA_BASE + 0x03)        /**< bad image */
#define ESP_ERR_OTA_SMALL_SEC_VER (ESP_ERR_OTA_BASE + 0x04)          /**< secure version too low */
#define ESP_ERR_OTA_ROLLBACK_FAILED (ESP_ERR_OTA_BASE + 0x05)        /**< nothing to roll back to */
#define ESP_ERR_OTA_ROLLBACK_INVALID_STATE (ESP_ERR_OTA_BASE + 0x06) /**< confirm first */
#define ESP_ERR_OTA_ALREADY_IN_PROGRESS (ESP_ERR_OTA_BASE + 0x07)    /**< v6.1: partition is open */
#define ESP_ERR_OTA_SPI_MODE_MISMATCH (ESP_ERR_OTA_BASE + 0x08)      /**< v6.1: other flash mode */

#define ESP_ERR_IMAGE_BASE 0x2000
#define ESP_ERR_IMAGE_FLASH_FAIL (ESP_ERR_IMAGE_BASE + 1) /**< the flash could not be read */
#define ESP_ERR_IMAGE_INVALID (ESP_ERR_IMAGE_BASE + 2)    /**< no valid image */

/** An open update. 0 is none. */
typedef uint32_t esp_ota_handle_t;

/**
 * Opens a partition for an update and erases it as image_size says.
 *
 * An app partition must be an OTA slot other than the running one. Here: before the first sector
 * of a slot is erased or written, the otadata records that name it are erased, so that none ever
 * selects half an image; a failed erase leaves nothing open.
 *
 * @param[in]  partition   to write to
 * @param[in]  image_size  bytes to erase (rounded up to 4096), OTA_SIZE_UNKNOWN (or 0), or
 *                         OTA_WITH_SEQUENTIAL_WRITES
 * @param[out] out_handle  for the later calls
 * @return ESP_OK;
 *         ESP_ERR_INVALID_ARG  NULL, or an app partition that is no OTA slot;
 *         ESP_ERR_NOT_FOUND  the partition is not in the table;
 *         ESP_ERR_OTA_PARTITION_CONFLICT  it is the running one;
 *         ESP_ERR_OTA_ROLLBACK_INVALID_STATE  the running app has not been confirmed;
 *         ESP_ERR_OTA_ALREADY_IN_PROGRESS  it is open;
 *         ESP_ERR_NO_MEM  four updates are open;
 *         ESP_ERR_INVALID_SIZE  image_size is larger than the partition; codes of the flash.
 */
esp_err_t esp_ota_begin(const esp_partition_t *partition, size_t image_size,
                        esp_ota_handle_t *out_handle);

/**
 * Opens a partition that an earlier update filled up to image_offset; erases nothing now.
 * @param[in] erase_size    OTA_WITH_SEQUENTIAL_WRITES: sectors behind the one that holds
 *                          image_offset are erased while writing; others: they are erased already
 * @param[in] image_offset  where the next byte goes
 * @return as esp_ota_begin; ESP_ERR_INVALID_ARG  also when image_offset is beyond the partition.
 */
esp_err_t esp_ota_resume(const esp_partition_t *partition, const size_t erase_size,
                         const size_t image_offset, esp_ota_handle_t *out_handle);

/**
 * Says what the update is for, when it is not for the partition it is written to. The final
 * partition's type says what is checked: the image of an app or bootloader, a partition table, or
 * nothing.
 * @param[in] finalize_with_copy  esp_ota_end copies the verified partition there
 * @return ESP_OK; ESP_ERR_INVALID_ARG  final is NULL; ESP_ERR_NOT_FOUND  unknown handle or
 *         partition; ESP_ERR_INVALID_STATE  something has been written already;
 *         Here: ESP_ERR_OTA_PARTITION_CONFLICT  a copy would overwrite the running app;
 *         ESP_ERR_OTA_ALREADY_IN_PROGRESS  the final partition is open itself.
 */
esp_err_t esp_ota_set_final_partition(esp_ota_handle_t handle, const esp_partition_t *final,
                                      bool finalize_with_copy);

/**
 * Writes the next bytes.
 * @return ESP_OK (also for size 0); ESP_ERR_INVALID_ARG  data NULL, or unknown handle;
 *         ESP_ERR_OTA_VALIDATE_FAILED  the first byte is not that of an image;
 *         ESP_ERR_INVALID_SIZE  beyond the partition's end; codes of the flash.
 */
esp_err_t esp_ota_write(esp_ota_handle_t handle, const void *data, size_t size);

/**
 * Writes bytes anywhere in an erased partition, in any order; nothing is checked.
 * @return ESP_OK; ESP_ERR_INVALID_ARG  data NULL, unknown handle, or offset beyond the partition;
 *         ESP_ERR_INVALID_STATE  Here: the handle erases while writing (the original asserts);
 *         ESP_ERR_INVALID_SIZE; codes of the flash.
 */
esp_err_t esp_ota_write_with_offset(esp_ota_handle_t handle, const void *data, size_t size,
                                    uint32_t offset);

/**
 * Closes the update, whatever it returns, verifies what is in flash, and copies it to the final
 * partition if that was asked for: as many bytes as that one has. Here: an OTA slot loses its
 * otadata records before it is overwritten; sectors that are the same already are left alone, and
 * the others are read back.
 * @return ESP_OK; ESP_ERR_NOT_FOUND  unknown handle; ESP_ERR_INVALID_ARG  nothing was written;
 *         ESP_ERR_OTA_VALIDATE_FAILED  bad image or table;
 *         ESP_ERR_INVALID_SIZE  the final partition is larger than the staging one, Here: or
 * smaller than the image (nothing was erased then); ESP_ERR_FLASH_OP_FAIL  Here: the copy differs;
 * codes of esp_partition_copy.
 */
esp_err_t esp_ota_end(esp_ota_handle_t handle);

/** Closes the update; what was written stays. @return ESP_OK; ESP_ERR_NOT_FOUND unknown handle. */
esp_err_t esp_ota_abort(esp_ota_handle_t handle);

/**
 * Verifies the image and makes it the one that starts at the next restart (state NEW). A factory
 * partition: erases otadata. Here: what was written is read back.
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, not an app, Here: neither factory nor OTA slot, or a
 *         slot number beyond the count of slots;
 *         ESP_ERR_OTA_VALIDATE_FAILED  bad image, or not signed as the board wants it;
 *         ESP_ERR_OTA_SMALL_SEC_VER  anti-rollback: the app in a slot has a lower secure version
 *         than the eFuses; the slot has been erased (Here: not the running one);
 *         ESP_ERR_NOT_FOUND  no otadata partition, with anti-rollback also: no description;
 *         ESP_ERR_FLASH_OP_FAIL  read back something else; codes of the flash.
 */
esp_err_t esp_ota_set_boot_partition(const esp_partition_t *partition);

/** The same without verifying the image (v6.1): for one that has just been verified.
 *  @return as esp_ota_set_boot_partition, without ESP_ERR_OTA_VALIDATE_FAILED */
esp_err_t esp_ota_set_boot_partition_skip_validate(const esp_partition_t *partition);

/** What otadata asks the bootloader for, a factory or first slot when it asks for none.
 *  @return NULL without otadata or app partitions */
const esp_partition_t *esp_ota_get_boot_partition(void);
/** The partition of port->running_address. @return NULL when no app partition is there */
const esp_partition_t *esp_ota_get_running_partition(void);
/** The OTA slot behind start_from (NULL: behind the running partition), wrapping around; the first
 * one when that is no OTA slot. @return NULL without OTA slots, or when start_from is not in the
 * table */
const esp_partition_t *esp_ota_get_next_update_partition(const esp_partition_t *start_from);
/** The slot of a record marked INVALID or ABORTED (of two, the one with the lower sequence number),
 * if its image is good. @return NULL: none */
const esp_partition_t *esp_ota_get_last_invalid_partition(void);
/** Number of slots ota_0, ota_1, ... up to the first one missing. */
uint8_t esp_ota_get_app_partition_count(void);

/** @return ESP_OK; ESP_ERR_INVALID_ARG NULL; ESP_ERR_NOT_SUPPORTED  not an app partition;
 *          ESP_ERR_NOT_FOUND  no description; codes of the flash. */
esp_err_t esp_ota_get_partition_description(const esp_partition_t *partition,
                                            esp_app_desc_t *app_desc);
/** @param[in] bootloader_partition  NULL: the one the chip starts
 *  @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, or no bootloader partition; ESP_ERR_NOT_FOUND  no
 *          description; codes of the flash. */
esp_err_t esp_ota_get_bootloader_description(const esp_partition_t *bootloader_partition,
                                             esp_bootloader_desc_t *desc);

/** State of a slot in otadata.
 *  @return ESP_OK; ESP_ERR_INVALID_ARG NULL; ESP_ERR_NOT_SUPPORTED  not an OTA slot;
 *          ESP_ERR_NOT_FOUND  no otadata, or no record names the slot. */
esp_err_t esp_ota_get_state_partition(const esp_partition_t *partition,
                                      esp_ota_img_states_t *ota_state);

/** Confirms the running app: it stays. Here: the record of the running slot is changed, also when
 * the bootloader fell back to it and otadata asks for another; and never is otadata without a valid
 * record while it is rewritten.
 * With anti-rollback the eFuses are then raised to the app's secure version.
 *  @return ESP_OK (also when it was confirmed); ESP_FAIL  the running app is not an OTA slot or has
 *          no record, or the eFuses hold a higher secure version; ESP_ERR_NOT_FOUND  no otadata
 *          partition; ESP_ERR_INVALID_ARG  the secure version is more than the eFuses can hold;
 *          codes of the flash. */
esp_err_t esp_ota_mark_app_valid_cancel_rollback(void);
/** Rejects the running app: another starts at the next restart.
 *  @return ESP_OK; ESP_ERR_OTA_ROLLBACK_FAILED  no other app is bootable; ESP_FAIL,
 *          ESP_ERR_NOT_FOUND as above; codes of the flash. */
esp_err_t esp_ota_mark_app_invalid_rollback(void);
/** The same, and restarts. Returns only when it failed. */
esp_err_t esp_ota_mark_app_invalid_rollback_and_reboot(void);
/** Whether there is another app to roll back to. */
bool esp_ota_check_rollback_is_possible(void);

/** Erases the app of the record that is not active, and that record.
 *  @return ESP_OK; ESP_FAIL  no such record, or it is the running app; codes of the flash. */
esp_err_t esp_ota_erase_last_boot_app_partition(void);
/** Erases the record that is not active. @return as esp_ota_erase_last_boot_app_partition */
esp_err_t esp_ota_invalidate_inactive_ota_data_slot(void);

/**
 * Whether an image may run on this chip (v6.1).
 * @param[in] part_type  ESP_PARTITION_TYPE_APP or ESP_PARTITION_TYPE_BOOTLOADER
 * @param[in] app_desc   NULL: the flash mode is not compared
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, or another type; ESP_ERR_INVALID_VERSION  other chip
 *         or revision; ESP_ERR_OTA_SPI_MODE_MISMATCH.
 */
esp_err_t esp_ota_check_image_validity(esp_partition_type_t part_type,
                                       const esp_image_header_t *img_hdr,
                                       const esp_app_desc_t *app_desc);

/** Which of the three keys that Secure Boot v2 can trust. */
typedef enum
{
    SECURE_BOOT_PUBLIC_KEY_INDEX_0,
    SECURE_BOOT_PUBLIC_KEY_INDEX_1,
    SECURE_BOOT_PUBLIC_KEY_INDEX_2,
} esp_ota_secure_boot_public_key_index_t;

/** Takes the trust from a key, for ever. Here: no board has Secure Boot's eFuses.
 *  @return ESP_FAIL  Secure Boot v2 has not been enabled */
esp_err_t esp_ota_revoke_secure_boot_public_key(esp_ota_secure_boot_public_key_index_t index);

/** Former names of esp_app_get_description and esp_app_get_elf_sha256. */
const esp_app_desc_t *esp_ota_get_app_description(void);
int esp_ota_get_app_elf_sha256(char *dst, size_t size);

#ifdef __cplusplus
}
#endif
