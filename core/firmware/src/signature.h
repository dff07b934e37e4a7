// Secure Boot v2 signatures, as "signed apps without Secure Boot" checks them in the application.
// Source: ESP-IDF v5.5
// components/bootloader_support/src/secure_boot_v2/secure_boot_signatures_app.c.
//
// Behind signed data, which fills whole 4096-byte sectors, a sector holds up to three blocks of
// 1216 bytes, each with a public key and a signature over the data's SHA-256. A block counts when
// its magic, CRC, version and curve are right and its key is trusted; one good signature is enough.
#pragma once

#include <stdint.h>

#include "otabench_port.h"

namespace otabench::firmware {

constexpr uint32_t kSignatureSector = 4096;

/// Keys by the SHA-256 of their part of a signature block.
struct TrustedKeys
{
    uint32_t count;
    uint8_t digests[OTABENCH_KEY_DIGESTS_MAX][32];
};

/// Whether apps have to be signed.
[[nodiscard]] bool wantsSignedApps(const otabench_port_t *port);

/**
 * Verifies [address, address + length) by the signature sector behind it, and logs what ESP-IDF
 * logs (tag secure_boot_v2). Stricter than the original: a block's own digest field must be right,
 * too.
 * @param length  a multiple of 4096
 * @return ESP_OK; ESP_ERR_IMAGE_INVALID  no block of a trusted key, or a bad signature; ESP_FAIL no
 *         key is trusted; ESP_ERR_NO_MEM; ESP_ERR_IMAGE_FLASH_FAIL  beyond the flash; codes of the
 *         flash.
 */
[[nodiscard]] esp_err_t verifySignature(const otabench_port_t *port, uint32_t address,
                                        uint32_t length);

/**
 * The keys that a signature may be by; none when apps need not be signed. Logs as
 * verifySignature().
 * @return ESP_OK; ESP_ERR_NO_MEM; ESP_FAIL  no running app, or a broken one; ESP_ERR_NOT_FOUND  it
 *         is not signed; codes of the flash.
 */
[[nodiscard]] esp_err_t listTrustedKeys(const otabench_port_t *port, TrustedKeys *keys);

} // namespace otabench::firmware
