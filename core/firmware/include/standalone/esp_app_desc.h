/*
 * The application description: what an application image says of itself. It is the start of the
 * first segment's data, 32 bytes into the image. Source: ESP-IDF v5.5
 * components/esp_app_format/include/esp_app_desc.h.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "esp_err.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ESP_APP_DESC_MAGIC_WORD 0xABCD5432U /**< of esp_app_desc_t::magic_word */

/** Texts are padded with NUL; in a foreign image they may lack one. */
typedef struct
{
    uint32_t magic_word;     /**< ESP_APP_DESC_MAGIC_WORD */
    uint32_t secure_version; /**< anti-rollback number */
    uint32_t reserv1[2];
    char version[32]; /**< of the application */
    char project_name[32];
    char time[16];                   /**< of the build, as __TIME__ */
    char date[16];                   /**< of the build, as __DATE__ */
    char idf_ver[32];                /**< ESP-IDF it was built with */
    uint8_t app_elf_sha256[32];      /**< of the ELF file: one value per build */
    uint16_t min_efuse_blk_rev_full; /**< major * 100 + minor */
    uint16_t max_efuse_blk_rev_full; /**< 0, 65535: any */
    uint8_t mmu_page_size;           /**< log2 of the bytes of a page; 0: not told */
    uint8_t spi_flash_mode;          /**< 1 QIO, 2 QOUT, 3 DIO, 4 DOUT, 5 OPI; 0: not told */
    uint8_t reserv3[2];
    uint32_t reserv2[18];
} esp_app_desc_t;

/** The running application's description, read from flash on the host.
 *  @return never NULL; all zero when the running partition holds none. Valid until the calling
 *  thread sets another port. */
const esp_app_desc_t *esp_app_get_description(void);

/** Writes the first digits of the running ELF file's SHA-256, lower-case, and a NUL.
 *  @return characters written with the NUL (an odd number of at most 65); 0 when size is below 3 */
int esp_app_get_elf_sha256(char *dst, size_t size);

#ifdef __cplusplus
}

static_assert(sizeof(esp_app_desc_t) == 256, "layout of the description");
#else
_Static_assert(sizeof(esp_app_desc_t) == 256, "layout of the description");
#endif
