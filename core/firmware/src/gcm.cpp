#include "gcm.h"

#include <string.h>

namespace otabench::firmware {
namespace {

constexpr size_t kBlock = Ghash::kBlock;

uint64_t readBigEndian64(const uint8_t *at)
{
    uint64_t value = 0;
    for (int i = 0; i < 8; ++i)
        value = value << 8 | at[i];
    return value;
}

void writeBigEndian64(uint8_t *at, uint64_t value)
{
    for (int i = 7; i >= 0; --i, value >>= 8)
        at[i] = static_cast<uint8_t>(value);
}

uint32_t readBigEndian32(const uint8_t *at)
{
    return static_cast<uint32_t>(at[0]) << 24 | static_cast<uint32_t>(at[1]) << 16 |
           static_cast<uint32_t>(at[2]) << 8 | static_cast<uint32_t>(at[3]);
}

void writeBigEndian32(uint8_t *at, uint32_t value)
{
    for (int i = 3; i >= 0; --i, value >>= 8)
        at[i] = static_cast<uint8_t>(value);
}

/// What the four bits that a shift pushes out at the low end add at the high end: each bit adds
/// GCM's polynomial, E1 in its reflected order of bits, once more shifted.
constexpr uint16_t reductionOf(unsigned pushed)
{
    unsigned sum = 0;
    for (unsigned bit = 0; bit < 4; ++bit)
        sum ^= pushed >> bit & 1 ? 0xE100U >> (3 - bit) : 0;
    return static_cast<uint16_t>(sum);
}

struct Reduction
{
    uint16_t of[16];

    constexpr Reduction()
        : of{}
    {
        for (unsigned i = 0; i < 16; ++i)
            of[i] = reductionOf(i);
    }
};

constexpr Reduction kReduction;

} // namespace

void wipe(void *bytes, size_t length)
{
    volatile uint8_t *at = static_cast<volatile uint8_t *>(bytes);
    while (length--)
        *at++ = 0;
}

void Ghash::start(const uint8_t key[kBlock])
{
    memset(this, 0, sizeof *this);
    uint64_t upper = readBigEndian64(key);
    uint64_t lower = readBigEndian64(key + 8);
    // Entries 8, 4, 2, 1 are H times x to the power 0, 1, 2, 3; the others are their sums.
    for (size_t i = 8; i > 0; i >>= 1) {
        high[i] = upper;
        low[i] = lower;
        const uint64_t carry = (lower & 1) ? 0xE100000000000000U : 0;
        lower = upper << 63 | lower >> 1;
        upper = upper >> 1 ^ carry;
    }
    for (size_t i = 2; i < 16; i <<= 1) {
        for (size_t j = 1; j < i; ++j) {
            high[i + j] = high[i] ^ high[j];
            low[i + j] = low[i] ^ low[j];
        }
    }
}

void Ghash::restart()
{
    memset(state, 0, sizeof state);
    filled = 0;
}

void Ghash::multiply()
{
    uint64_t upper = 0;
    uint64_t lower = 0;
    for (size_t i = 2 * kBlock; i-- > 0;) {
        const unsigned nibble = i % 2 ? state[i / 2] & 0x0F : state[i / 2] >> 4;
        const unsigned pushed = lower & 0x0F;
        lower = upper << 60 | lower >> 4;
        upper = upper >> 4 ^ uint64_t { kReduction.of[pushed] } << 48;
        upper ^= high[nibble];
        lower ^= low[nibble];
    }
    writeBigEndian64(state, upper);
    writeBigEndian64(state + 8, lower);
}

void Ghash::update(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; ++i) {
        state[filled++] ^= bytes[i];
        if (filled == kBlock) {
            multiply();
            filled = 0;
        }
    }
}

void Ghash::finish(uint64_t length, uint8_t out[kBlock])
{
    if (filled > 0)
        multiply(); // the rest of the block counts as zeros
    filled = 0;
    uint8_t lengths[kBlock] = {};
    writeBigEndian64(lengths + 8, length * 8);
    update(lengths, sizeof lengths);
    memcpy(out, state, kBlock);
}

esp_err_t Gcm::start(const otabench_port_t *onPort, const uint8_t key[32],
                     const uint8_t nonce[kNonce])
{
    port = onPort;
    position = 0;
    aes = port->aes_start(port->ctx, key);
    if (!aes)
        return ESP_ERR_NO_MEM;
    uint8_t block[kBlock] = {};
    const esp_err_t result =
        port->aes_ctr(port->ctx, aes, block, block, block, sizeof block); // H: an encrypted zero
    if (result == ESP_OK) {
        // A nonce that is not 12 bytes long is hashed to the first counter.
        ghash.start(block);
        ghash.update(nonce, kNonce);
        ghash.finish(kNonce, firstCounter);
        ghash.start(block);
    } else {
        release();
    }
    wipe(block, sizeof block);
    return result;
}

/// Only the counter's last 32 bits count.
void Gcm::counterAt(uint32_t block, uint8_t counter[16]) const
{
    memcpy(counter, firstCounter, kBlock);
    writeBigEndian32(counter + 12, readBigEndian32(firstCounter + 12) + block);
}

/// Encrypts or decrypts, which is the same, at `position`. GHASH and position are the caller's.
esp_err_t Gcm::cryptNext(uint8_t *bytes, size_t length)
{
    uint8_t counter[kBlock];
    uint32_t at = position;
    while (length > 0) {
        const auto block = static_cast<uint32_t>(at / kBlock + 1);
        const size_t inBlock = at % kBlock;
        counterAt(block, counter);
        size_t done = length;
        esp_err_t result = ESP_OK;
        if (inBlock != 0) { // the rest of a block that was begun
            uint8_t stream[kBlock] = {};
            done = length < kBlock - inBlock ? length : kBlock - inBlock;
            result = port->aes_ctr(port->ctx, aes, counter, stream, stream, sizeof stream);
            for (size_t i = 0; i < done; ++i)
                bytes[i] ^= stream[inBlock + i];
            wipe(stream, sizeof stream);
        } else {
            // The port counts with 128 bits: stop where 32 of them run over.
            const uint64_t left = (uint64_t{1} << 32) - readBigEndian32(counter + 12);
            if (left < (length + kBlock - 1) / kBlock)
                done = static_cast<size_t>(left) * kBlock;
            result = port->aes_ctr(port->ctx, aes, counter, bytes, bytes, done);
        }
        if (result != ESP_OK)
            return result;
        bytes += done;
        length -= done;
        at += static_cast<uint32_t>(done);
    }
    return ESP_OK;
}

esp_err_t Gcm::decrypt(uint8_t *bytes, size_t length)
{
    ghash.update(bytes, length);
    const esp_err_t result = cryptNext(bytes, length);
    position += static_cast<uint32_t>(length);
    return result;
}

esp_err_t Gcm::absorbPlain(uint8_t *bytes, size_t length)
{
    const esp_err_t result = cryptNext(bytes, length);
    if (result != ESP_OK)
        return result;
    ghash.update(bytes, length);
    position += static_cast<uint32_t>(length);
    return ESP_OK;
}

void Gcm::restart(uint32_t from)
{
    ghash.restart();
    position = from;
}

bool Gcm::hasTag(const uint8_t tag[kTag])
{
    uint8_t own[kTag];
    uint8_t mask[kTag] = {};
    ghash.finish(position, own);
    if (port->aes_ctr(port->ctx, aes, firstCounter, mask, mask, sizeof mask) != ESP_OK)
        return false;
    uint8_t difference = 0; // in the same time wherever they differ
    for (size_t i = 0; i < kTag; ++i)
        difference |= static_cast<uint8_t>(own[i] ^ mask[i] ^ tag[i]);
    return difference == 0;
}

void Gcm::release()
{
    if (aes)
        port->aes_finish(port->ctx, aes);
    aes = nullptr;
    wipe(&ghash, sizeof ghash);
}

} // namespace otabench::firmware
