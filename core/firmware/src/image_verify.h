// Verifying an image in flash, as bootloader and application do.
#pragma once

#include <stdint.h>

#include "esp_app_format.h"
#include "otabench_port.h"

namespace otabench::firmware {

enum class ImageKind
{
    App,
    Bootloader, ///< without Secure Boot only the checksum protects it, and less is checked
};

enum class ImageUse
{
    Verify, ///< inside the application; the only one to check signatures
    Load,   ///< in the bootloader: the log names the segments it loads
    Quiet,  ///< without lines about good segments
};

struct ImageFacts
{
    uint32_t length;    ///< with padding, checksum and appended digest; a checked signature sector
    bool hashAppended;  ///< the digest is the one that ends the image
    uint8_t digest[32]; ///< SHA-256 over the image up to the checksum
};

struct ImageRequest
{
    uint32_t address;
    uint32_t partitionSize;
    ImageKind kind;
    ImageUse use;
    /// Of an earlier verification of the same bytes: the data of the segments is not read again,
    /// unless a signature is to be checked. nullptr: none.
    const ImageFacts *known = nullptr;
};

/**
 * Checks header, chip, segments, checksum, length and SHA-256, in the order of ESP-IDF v5.5
 * components/bootloader_support/src/esp_image_format.c, and logs what it logs (tags esp_image,
 * boot_comm). Unlike the original it refuses an image without segments. Where apps are to be
 * signed, the signature takes the digest's place (signature.h).
 * @param[out] facts  zero on failure
 * @return ESP_OK; ESP_ERR_INVALID_ARG the partition is larger than the chip can map;
 *         ESP_FAIL for another chip or revision, or without the description the chip needs;
 *         ESP_ERR_IMAGE_INVALID; ESP_ERR_IMAGE_FLASH_FAIL beyond the flash; ESP_ERR_NO_MEM; codes
 * of the flash.
 */
esp_err_t verifyImage(const otabench_port_t *port, const ImageRequest &request, ImageFacts *facts);

/// How long an image is, by its headers alone: up to its appended digest, without a signature.
/// @return ESP_OK; ESP_ERR_IMAGE_INVALID  no image, or one that does not fit its partition; codes
/// of
///         the flash.
esp_err_t measureImage(const otabench_port_t *port, uint32_t address, uint32_t partitionSize,
                       uint32_t *length);

/// Reads the fields that judge a chip out of the first 24 bytes of an image.
void decodeHeader(const uint8_t bytes[24], esp_image_header_t *header);

/// Whether an image may run on the port's chip; logs why not (tag boot_comm).
bool fitsChip(const otabench_port_t *port, const esp_image_header_t &header, ImageKind kind);

} // namespace otabench::firmware
