#include "images.h"

#include <string.h>

#include "crypto.h"

namespace otabench::test {
namespace {

constexpr uint32_t kHeaderSize = 24;
constexpr uint32_t kDescriptionSize = 256;
constexpr uint32_t kConstants = 0x3C000020; ///< where an ESP32-C3 maps constants
constexpr uint32_t kDataRam = 0x3FC80000;

/// Appends to the image, and keeps its checksum.
struct Maker
{
    uint8_t *at;
    uint8_t checksum;

    void put32(uint32_t value)
    {
        for (int shift = 0; shift < 32; shift += 8)
            *at++ = static_cast<uint8_t>(value >> shift);
    }

    void beginSegment(uint32_t loadAddress, uint32_t length)
    {
        put32(loadAddress);
        put32(length);
    }

    void endSegment(uint32_t length)
    {
        for (uint32_t i = 0; i < length; ++i)
            checksum ^= at[i];
        at += length;
    }
};

void fillDescription(uint8_t *bytes, const char *version)
{
    memset(bytes, 0, kDescriptionSize);
    Maker maker = {bytes, 0};
    maker.put32(0xABCD5432);
    strcpy(reinterpret_cast<char *>(bytes) + 16, version);
    strcpy(reinterpret_cast<char *>(bytes) + 48, "rv32");
    strcpy(reinterpret_cast<char *>(bytes) + 112, "v5.5.5");
}

} // namespace

uint32_t makeImage(uint8_t *room, const char *version, uint32_t size, uint16_t chipId)
{
    memset(room, 0, kHeaderSize);
    room[0] = 0xE9;
    room[1] = 2; // segments
    room[2] = 2; // DIO
    room[3] = 0x2F;
    room[8] = 0xEE;
    room[12] = static_cast<uint8_t>(chipId);
    room[23] = 1; // a SHA-256 ends it
    Maker maker = {room + kHeaderSize, 0xEF};

    const uint32_t constants = kDescriptionSize + size / 4 * 4;
    maker.beginSegment(kConstants, constants);
    fillDescription(maker.at, version);
    uint32_t noise = 2463534242;
    for (const char *each = version; *each; ++each)
        noise = noise * 31 + static_cast<uint8_t>(*each);
    for (uint32_t i = kDescriptionSize; i < constants; ++i) {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        maker.at[i] = static_cast<uint8_t>(noise);
    }
    maker.endSegment(constants);

    constexpr uint32_t kData = 64;
    maker.beginSegment(kDataRam, kData);
    memset(maker.at, 0x5A, kData);
    maker.endSegment(kData);

    while ((maker.at - room) % 16 != 15)
        *maker.at++ = 0;
    *maker.at++ = maker.checksum;
    Sha256 hash;
    startHash(&hash);
    addToHash(&hash, room, static_cast<size_t>(maker.at - room));
    finishHash(&hash, maker.at);
    return static_cast<uint32_t>(maker.at - room) + 32;
}

} // namespace otabench::test
