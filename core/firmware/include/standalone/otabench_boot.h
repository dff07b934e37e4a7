/*
 * What the second-stage bootloader decides, for the host: which slot starts, and what it writes to
 * otadata on the way. Rules: ESP-IDF components/bootloader_support/src/bootloader_utility.c, with
 * app rollback unless port->security has none, and with anti-rollback where it asks for it (such a
 * board's table has no factory app). Signatures are the application's to check.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "otabench_port.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct
{
    uint32_t address; /**< flash address of the app partition that starts */
    uint32_t size;
    char label[17];
    uint8_t subtype;
    int first_choice; /**< what otadata asked for: slot number, -1 factory */
    bool fell_back;   /**< the first choice did not verify */
} otabench_boot_choice_t;

/**
 * Reads partition table and otadata, turns a PENDING_VERIFY record into ABORTED and a selected NEW
 * one into PENDING_VERIFY (with rollback), verifies the image and falls back as the bootloader
 * does. Logs what the
 * bootloader logs (tag `boot`, `esp_image`, `efuse`) through port->log at the same levels.
 * @return ESP_OK; ESP_ERR_NOT_FOUND no bootable partition; ESP_ERR_INVALID_STATE no valid partition
 * table, or an otadata partition below 0x2000 bytes; codes of the flash for otadata.
 */
esp_err_t otabench_boot_select(const otabench_port_t *port, otabench_boot_choice_t *choice);

#ifdef __cplusplus
}
#endif
