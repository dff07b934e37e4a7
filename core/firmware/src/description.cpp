#include "description.h"

#include <string.h>

#include "bytes.h"
#include "engine_state.h"
#include "esp_app_format.h"
#include "esp_ota_ops.h"

using namespace otabench::firmware;

namespace otabench::firmware {
namespace {

/// Behind image header and first segment header.
constexpr size_t kOffset = sizeof(esp_image_header_t) + sizeof(esp_image_segment_header_t);

} // namespace

esp_err_t readDescription(const esp_partition_t *partition, esp_app_desc_t *description)
{
    uint8_t bytes[sizeof(esp_app_desc_t)];
    const esp_err_t err = esp_partition_read(partition, kOffset, bytes, sizeof bytes);
    if (err != ESP_OK)
        return err;
    if (readU32(bytes) != ESP_APP_DESC_MAGIC_WORD)
        return ESP_ERR_NOT_FOUND;
    *description = {};
    description->magic_word = ESP_APP_DESC_MAGIC_WORD;
    description->secure_version = readU32(bytes + 4);
    memcpy(description->version, bytes + 16, sizeof description->version);
    memcpy(description->project_name, bytes + 48, sizeof description->project_name);
    memcpy(description->time, bytes + 80, sizeof description->time);
    memcpy(description->date, bytes + 96, sizeof description->date);
    memcpy(description->idf_ver, bytes + 112, sizeof description->idf_ver);
    memcpy(description->app_elf_sha256, bytes + 144, sizeof description->app_elf_sha256);
    description->min_efuse_blk_rev_full = readU16(bytes + 176);
    description->max_efuse_blk_rev_full = readU16(bytes + 178);
    description->mmu_page_size = bytes[180];
    description->spi_flash_mode = bytes[181];
    return ESP_OK;
}

esp_err_t readBootloaderDescription(const esp_partition_t *partition,
                                    esp_bootloader_desc_t *description)
{
    uint8_t bytes[sizeof(esp_bootloader_desc_t)];
    const esp_err_t err = esp_partition_read(partition, kOffset, bytes, sizeof bytes);
    if (err != ESP_OK)
        return err;
    if (bytes[0] != ESP_BOOTLOADER_DESC_MAGIC_BYTE)
        return ESP_ERR_NOT_FOUND;
    *description = {};
    description->magic_byte = bytes[0];
    description->secure_version = bytes[3];
    description->version = readU32(bytes + 4);
    memcpy(description->idf_ver, bytes + 8, sizeof description->idf_ver);
    memcpy(description->date_time, bytes + 40, sizeof description->date_time);
    return ESP_OK;
}

} // namespace otabench::firmware

const esp_app_desc_t *esp_app_get_description(void)
{
    EngineState &state = engineState();
    if (!state.descriptionRead) {
        state.descriptionRead = true;
        const esp_partition_t *running = esp_ota_get_running_partition();
        if (!running || readDescription(running, &state.description) != ESP_OK)
            state.description = {};
    }
    return &state.description;
}

int esp_app_get_elf_sha256(char *dst, size_t size)
{
    constexpr char kHex[] = "0123456789abcdef";
    const uint8_t *digest = esp_app_get_description()->app_elf_sha256;
    size_t digits = 2 * sizeof(esp_app_desc_t::app_elf_sha256);
    if (size < digits + 1)
        digits = size < 3 ? 0 : (size - 1) / 2 * 2;
    if (digits == 0)
        return 0;
    for (size_t i = 0; i < digits; ++i)
        dst[i] = kHex[digest[i / 2] >> (i % 2 ? 0 : 4) & 0xF];
    dst[digits] = 0;
    return static_cast<int>(digits + 1);
}

const esp_app_desc_t *esp_ota_get_app_description(void)
{
    return esp_app_get_description();
}

int esp_ota_get_app_elf_sha256(char *dst, size_t size)
{
    return esp_app_get_elf_sha256(dst, size);
}
