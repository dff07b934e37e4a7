#pragma once

#include <stddef.h>
#include <stdint.h>

namespace otabench::test {

/// SHA-256 (FIPS 180-4), small rather than fast: where this program runs there is no library.
struct Sha256
{
    uint32_t state[8];
    uint64_t total; ///< bytes
    uint8_t block[64];
};

void startHash(Sha256 *hash);
void addToHash(Sha256 *hash, const void *bytes, size_t length);
void finishHash(Sha256 *hash, uint8_t digest[32]);

/// HMAC-SHA256 (RFC 2104); the key has at most 64 bytes.
void authenticate(const uint8_t *key, size_t keyLength, const void *bytes, size_t length,
                  uint8_t mac[32]);

/// AES with a key of 256 bits (FIPS 197), encryption only.
struct Aes256
{
    uint8_t roundKeys[15][16];
};

void setKey(Aes256 *aes, const uint8_t key[32]);
void encryptBlock(const Aes256 *aes, const uint8_t in[16], uint8_t out[16]);
/// Counter mode from a block's first byte on; the counter is 128 bits wide. `in` may be `out`.
void encryptByCounter(const Aes256 *aes, const uint8_t counter[16], const uint8_t *in, uint8_t *out,
                      size_t length);

/// Encrypts a message in place by AES-256-GCM (NIST SP 800-38D) with a nonce of 16 bytes and no
/// other data.
void encryptByGcm(const uint8_t key[32], const uint8_t nonce[16], uint8_t *message, size_t length,
                  uint8_t tag[16]);

} // namespace otabench::test
