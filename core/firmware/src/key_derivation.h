// HMAC-SHA256, HKDF and the PBKDF2 over an eFuse key, made from the port's SHA-256 and eFuse HMAC.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "otabench_port.h"

namespace otabench::firmware {

constexpr size_t kSha256 = 32;

/// A message in two parts; the second may be empty.
struct Message
{
    const void *first;
    size_t firstLength;
    const void *second;
    size_t secondLength;
};

/// HMAC-SHA256 (RFC 2104). @param keyLength  64 at most
/// @return ESP_OK, or ESP_ERR_NO_MEM.
[[nodiscard]] esp_err_t hmacSha256(const otabench_port_t *port, const uint8_t *key,
                                   size_t keyLength, const Message &message, uint8_t mac[kSha256]);

/// HKDF-SHA256 (RFC 5869) to 32 bytes. @return ESP_OK, or ESP_ERR_NO_MEM.
[[nodiscard]] esp_err_t hkdfSha256(const otabench_port_t *port, const uint8_t secret[32],
                                   const uint8_t salt[32], const void *info, size_t infoLength,
                                   uint8_t key[kSha256]);

/// PBKDF2-HMAC-SHA256 (RFC 8018, section 5.2) to 32 bytes; the password is the key in an eFuse
/// block. @param saltLength  32 at most. @return ESP_OK, or the code of efuse_hmac.
[[nodiscard]] esp_err_t pbkdf2OfEfuse(const otabench_port_t *port, uint32_t efuseBlock,
                                      const uint8_t *salt, size_t saltLength, uint32_t iterations,
                                      uint8_t key[kSha256]);

} // namespace otabench::firmware
