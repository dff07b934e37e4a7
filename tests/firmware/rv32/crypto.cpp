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
        for (int j = 7; j > 0; --j)
            v[j] = v[j - 1];
        v[4] += one;
        v[0] = one + two;
    }
    for (int i = 0; i < 8; ++i)
        state[i] += v[i];
}

// AES's field: polynomials over bits, modulo x^8 + x^4 + x^3 + x + 1.

constexpr uint8_t timesX(uint8_t value)
{
    return static_cast<uint8_t>(value << 1 ^ (value & 0x80 ? 0x1B : 0));
}

struct SubstitutionBox
{
    uint8_t at[256];
};

/// FIPS 197 section 5.1.1: the inverse, then an affine map. 3 generates all but 0, so its powers
/// walk through every value and, backwards, through the inverses.
constexpr SubstitutionBox makeBox()
{
    SubstitutionBox box = {};
    uint8_t powers[255] = {1};
    for (int i = 1; i < 255; ++i)
        powers[i] = static_cast<uint8_t>(timesX(powers[i - 1]) ^ powers[i - 1]);
    box.at[0] = 0x63;
    for (int i = 0; i < 255; ++i) {
        const unsigned inverse = powers[(255 - i) % 255] * 0x101U; // so that a shift rotates
        const unsigned mixed = inverse ^ inverse >> 4 ^ inverse >> 5 ^ inverse >> 6 ^ inverse >> 7;
        box.at[powers[i]] = static_cast<uint8_t>(mixed ^ 0x63);
    }
    return box;
}

constexpr SubstitutionBox kBox = makeBox();
static_assert(kBox.at[0x53] == 0xED); // the standard's example

void mixColumn(uint8_t column[4])
{
    const uint8_t first = column[0];
    const auto all = static_cast<uint8_t>(column[0] ^ column[1] ^ column[2] ^ column[3]);
    for (int i = 0; i < 4; ++i) {
        const uint8_t next = i < 3 ? column[i + 1] : first;
        column[i] = static_cast<uint8_t>(column[i] ^ all ^ timesX(column[i] ^ next));
    }
}

void countUp(uint8_t counter[16], int firstByte)
{
    for (int i = 15; i >= firstByte && ++counter[i] == 0; --i) {}
}

/// state = (state ^ block) times H, bits from the left as GCM counts them.
void addToGhash(uint64_t state[2], const uint64_t h[2], const uint8_t block[16])
{
    uint64_t x[2] = {};
    for (int i = 0; i < 16; ++i)
        x[i / 8] = x[i / 8] << 8 | block[i];
    x[0] ^= state[0];
    x[1] ^= state[1];
    uint64_t v[2] = {h[0], h[1]};
    state[0] = state[1] = 0;
    for (int bit = 0; bit < 128; ++bit) {
        if (x[bit / 64] >> (63 - bit % 64) & 1) {
            state[0] ^= v[0];
            state[1] ^= v[1];
        }
        const bool carry = v[1] & 1;
        v[1] = v[1] >> 1 | v[0] << 63;
        v[0] = v[0] >> 1 ^ (carry ? 0xE100000000000000U : 0);
    }
}

/// Pads with zeros, and ends with both lengths in bits, the first 0.
void ghash(const uint64_t h[2], const uint8_t *bytes, size_t length, uint8_t out[16])
{
    uint64_t state[2] = {};
    uint8_t block[16];
    for (size_t at = 0; at < length; at += sizeof block) {
        memset(block, 0, sizeof block);
        memcpy(block, bytes + at, length - at < sizeof block ? length - at : sizeof block);
        addToGhash(state, h, block);
    }
    memset(block, 0, sizeof block);
    storeBig32(block + 8, static_cast<uint32_t>(uint64_t{length} * 8 >> 32));
    storeBig32(block + 12, static_cast<uint32_t>(length * 8));
    addToGhash(state, h, block);
    for (int i = 0; i < 16; ++i)
        out[i] = static_cast<uint8_t>(state[i / 8] >> (56 - 8 * (i % 8)));
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

void authenticate(const uint8_t *key, size_t keyLength, const void *bytes, size_t length,
                  uint8_t mac[32])
{
    uint8_t pad[64];
    Sha256 hash;
    for (size_t i = 0; i < sizeof pad; ++i)
        pad[i] = (i < keyLength ? key[i] : 0) ^ 0x36;
    startHash(&hash);
    addToHash(&hash, pad, sizeof pad);
    addToHash(&hash, bytes, length);
    finishHash(&hash, mac);
    for (uint8_t &byte : pad)
        byte ^= 0x36 ^ 0x5C;
    startHash(&hash);
    addToHash(&hash, pad, sizeof pad);
    addToHash(&hash, mac, 32);
    finishHash(&hash, mac);
}

void setKey(Aes256 *aes, const uint8_t key[32])
{
    uint8_t *bytes = aes->roundKeys[0];
    memcpy(bytes, key, 32);
    uint8_t constant = 1;
    for (size_t at = 32; at < sizeof aes->roundKeys; at += 4) {
        uint8_t word[4];
        memcpy(word, bytes + at - 4, 4);
        if (at % 32 == 0) {
            const uint8_t first = word[0];
            for (int i = 0; i < 4; ++i)
                word[i] = kBox.at[i < 3 ? word[i + 1] : first];
            word[0] ^= constant;
            constant = timesX(constant);
        } else if (at % 32 == 16) {
            for (uint8_t &byte : word)
                byte = kBox.at[byte];
        }
        for (int i = 0; i < 4; ++i)
            bytes[at + i] = bytes[at + i - 32] ^ word[i];
    }
}

void encryptBlock(const Aes256 *aes, const uint8_t in[16], uint8_t out[16])
{
    uint8_t state[16]; // by columns
    for (int i = 0; i < 16; ++i)
        state[i] = in[i] ^ aes->roundKeys[0][i];
    for (int round = 1; round <= 14; ++round) {
        uint8_t shifted[16];
        for (int i = 0; i < 16; ++i)
            shifted[i] = kBox.at[state[(i + 4 * (i % 4)) % 16]];
        for (int column = 0; round < 14 && column < 4; ++column)
            mixColumn(shifted + 4 * column);
        for (int i = 0; i < 16; ++i)
            state[i] = shifted[i] ^ aes->roundKeys[round][i];
    }
    memcpy(out, state, sizeof state);
}

void encryptByCounter(const Aes256 *aes, const uint8_t counter[16], const uint8_t *in, uint8_t *out,
                      size_t length)
{
    uint8_t block[16];
    uint8_t count[16];
    memcpy(count, counter, sizeof count);
    for (size_t i = 0; i < length; ++i) {
        if (i % sizeof block == 0) {
            encryptBlock(aes, count, block);
            countUp(count, 0);
        }
        out[i] = in[i] ^ block[i % sizeof block];
    }
}

void encryptByGcm(const uint8_t key[32], const uint8_t nonce[16], uint8_t *message, size_t length,
                  uint8_t tag[16])
{
    Aes256 aes;
    setKey(&aes, key);
    uint8_t block[16] = {};
    encryptBlock(&aes, block, block);
    uint64_t h[2] = {};
    for (int i = 0; i < 16; ++i)
        h[i / 8] = h[i / 8] << 8 | block[i];

    uint8_t first[16];
    ghash(h, nonce, 16, first);
    uint8_t counter[16];
    memcpy(counter, first, sizeof counter);
    for (size_t at = 0; at < length; at += 16) {
        countUp(counter, 12); // the counter is the last 32 bits
        encryptByCounter(&aes, counter, message + at, message + at,
                         length - at < 16 ? length - at : 16);
    }
    ghash(h, message, length, tag);
    encryptByCounter(&aes, first, tag, tag, 16);
}

} // namespace otabench::test
