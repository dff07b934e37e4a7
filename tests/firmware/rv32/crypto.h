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

} // namespace otabench::test
