#include "crypto.h"

#include <string.h>

namespace otabench::test {
namespace {

constexpr uint32_t kSha256[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

uint32_t rotateRight(uint32_t value, unsigned bits)
{
    return value >> bits | value << (32 - bits);
}

uint32_t loadBig32(const uint8_t *bytes)
{
    return uint32_t{bytes[0]} << 24 | uint32_t{bytes[1]} << 16 | uint32_t{bytes[2]} << 8 | bytes[3];
}

void storeBig32(uint8_t *bytes, uint32_t value)
{
    for (int i = 0; i < 4; ++i)
        bytes[i] = static_cast<uint8_t>(value >> (24 - 8 * i));
}

/// The schedule is not on the stack: the engine's depth is what is measured, not this.
constinit uint32_t theSchedule[64] = {};

void mixBlock(uint32_t state[8], const uint8_t *block)
{
    uint32_t *w = theSchedule;
    for (int i = 0; i < 16; ++i)
        w[i] = loadBig32(block + 4 * i);
    for (int i = 16; i < 64; ++i) {
        const uint32_t a = w[i - 15];
        const uint32_t b = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (rotateRight(a, 7) ^ rotateRight(a, 18) ^ a >> 3) +
               (rotateRight(b, 17) ^ rotateRight(b, 19) ^ b >> 10);
    }
    uint32_t v[8];
    memcpy(v, state, sizeof v);
    for (int i = 0; i < 64; ++i) {
        const uint32_t a = v[0];
        const uint32_t e = v[4];
        const uint32_t one = v[7] + (rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25)) +
                             ((e & v[5]) ^ (~e & v[6])) + kSha256[i] + w[i];
        const uint32_t two = (rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22)) +
                             ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof v[0]);
        v[4] += one;
        v[0] = one + two;
    }
    for (int i = 0; i < 8; ++i)
        state[i] += v[i];
}

} // namespace

void startHash(Sha256 *hash)
{
    *hash = {{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
              0x5be0cd19},
             0,
             {}};
}

void addToHash(Sha256 *hash, const void *bytes, size_t length)
{
    const auto *from = static_cast<const uint8_t *>(bytes);
    while (length > 0) {
        const size_t filled = hash->total % sizeof hash->block;
        const size_t room = sizeof hash->block - filled;
        const size_t size = length < room ? length : room;
        memcpy(hash->block + filled, from, size);
        hash->total += size;
        from += size;
        length -= size;
        if (size == room)
            mixBlock(hash->state, hash->block);
    }
}

void finishHash(Sha256 *hash, uint8_t digest[32])
{
    const uint64_t bits = hash->total * 8;
    const uint8_t one = 0x80;
    const uint8_t zero = 0;
    addToHash(hash, &one, 1);
    while (hash->total % sizeof hash->block != sizeof hash->block - 8)
        addToHash(hash, &zero, 1);
    uint8_t size[8];
    storeBig32(size, static_cast<uint32_t>(bits >> 32));
    storeBig32(size + 4, static_cast<uint32_t>(bits));
    addToHash(hash, size, sizeof size);
    for (int i = 0; i < 8; ++i)
        storeBig32(digest + 4 * i, hash->state[i]);
}

} // namespace otabench::test
