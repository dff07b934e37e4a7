#include "key_derivation.h"

#include <string.h>

#include "gcm.h"

namespace otabench::firmware {
namespace {

constexpr size_t kShaBlock = 64;

/// SHA-256 of the padded key and a message.
bool hashKeyed(const otabench_port_t *port, const uint8_t pad[kShaBlock], const Message &message,
               uint8_t digest[kSha256])
{
    otabench_hash_t *hash = port->hash_start(port->ctx);
    if (!hash)
        return false;
    port->hash_update(port->ctx, hash, pad, kShaBlock);
    port->hash_update(port->ctx, hash, message.first, message.firstLength);
    if (message.secondLength > 0)
        port->hash_update(port->ctx, hash, message.second, message.secondLength);
    port->hash_finish(port->ctx, hash, digest);
    return true;
}

} // namespace

esp_err_t hmacSha256(const otabench_port_t *port, const uint8_t *key, size_t keyLength,
                     const Message &message, uint8_t mac[kSha256])
{
    constexpr uint8_t kInner = 0x36;
    constexpr uint8_t kOuter = 0x5c;
    if (keyLength > kShaBlock)
        return ESP_ERR_INVALID_ARG;
    uint8_t pad[kShaBlock] = {};
    uint8_t inner[kSha256];
    memcpy(pad, key, keyLength);
    for (uint8_t &byte : pad)
        byte ^= kInner;
    bool done = hashKeyed(port, pad, message, inner);
    for (uint8_t &byte : pad)
        byte ^= kInner ^ kOuter;
    done = done && hashKeyed(port, pad, {inner, sizeof inner, nullptr, 0}, mac);
    wipe(pad, sizeof pad);
    return done ? ESP_OK : ESP_ERR_NO_MEM;
}

esp_err_t hkdfSha256(const otabench_port_t *port, const uint8_t secret[32], const uint8_t salt[32],
                     const void *info, size_t infoLength, uint8_t key[kSha256])
{
    uint8_t extracted[kSha256];
    esp_err_t result = hmacSha256(port, salt, 32, {secret, 32, nullptr, 0}, extracted);
    // One round gives all 32 bytes: HMAC of info and the round's number.
    const uint8_t round = 1;
    if (result == ESP_OK)
        result = hmacSha256(port, extracted, sizeof extracted,
                            {info, infoLength, &round, sizeof round}, key);
    wipe(extracted, sizeof extracted);
    return result;
}

esp_err_t pbkdf2OfEfuse(const otabench_port_t *port, uint32_t efuseBlock, const uint8_t *salt,
                        size_t saltLength, uint32_t iterations, uint8_t key[kSha256])
{
    uint8_t message[32 + 4] = {};
    if (saltLength > 32)
        return ESP_ERR_INVALID_ARG;
    memcpy(message, salt, saltLength);
    message[saltLength + 3] = 1; // the first block of the output, and the only one
    uint8_t link[kSha256];
    esp_err_t result = port->efuse_hmac(port->ctx, efuseBlock, message, saltLength + 4, link);
    memcpy(key, link, sizeof link);
    for (uint32_t i = 1; result == ESP_OK && i < iterations; ++i) {
        result = port->efuse_hmac(port->ctx, efuseBlock, link, sizeof link, link);
        for (size_t j = 0; j < kSha256; ++j)
            key[j] ^= link[j];
    }
    wipe(link, sizeof link);
    return result;
}

} // namespace otabench::firmware
