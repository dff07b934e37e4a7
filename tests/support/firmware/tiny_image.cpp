#include "support/firmware/tiny_image.h"

#include <algorithm>
#include <random>

#include <openssl/evp.h>

namespace otabench::test {
namespace {

constexpr std::size_t kHeader = 24;
constexpr std::size_t kDigest = 32;
constexpr uint32_t kDromBegin = 0x3C000000; // of the ESP32-C3

void put32(Bytes &bytes, uint32_t value)
{
    for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(static_cast<uint8_t>(value >> shift));
}

uint32_t get32(const Bytes &bytes, std::size_t at)
{
    return static_cast<uint32_t>(bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16) |
           static_cast<uint32_t>(bytes[at + 3]) << 24;
}

void putText(Bytes &bytes, std::size_t at, const std::string &text)
{
    std::copy(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

Bytes sha256(const uint8_t *bytes, std::size_t length)
{
    Bytes digest(kDigest);
    EVP_Digest(bytes, length, digest.data(), nullptr, EVP_sha256(), nullptr);
    return digest;
}

} // namespace

Bytes tinyDescription(const std::string &version)
{
    Bytes description;
    put32(description, 0xABCD5432);
    description.resize(256);
    putText(description, 16, version);
    putText(description, 48, "tiny");
    putText(description, 80, "12:34:56");
    putText(description, 96, "Jan  1 2026");
    putText(description, 112, "v5.5.5");
    const Bytes elf = sha256(reinterpret_cast<const uint8_t *>(version.data()), version.size());
    std::copy(elf.begin(), elf.end(), description.begin() + 144);
    return description;
}

Bytes tinyImage(uint16_t chipId, const std::vector<TinySegment> &segments, bool hash)
{
    Bytes image(kHeader);
    image[0] = 0xE9;
    image[1] = static_cast<uint8_t>(segments.size());
    image[2] = 2; // DIO
    image[3] = 0x2F;
    image[8] = 0xEE;
    image[12] = static_cast<uint8_t>(chipId);
    image[13] = static_cast<uint8_t>(chipId >> 8);
    image[23] = hash ? 1 : 0;
    uint8_t checksum = 0xEF;
    for (const TinySegment &segment : segments) {
        put32(image, segment.loadAddress);
        put32(image, static_cast<uint32_t>(segment.data.size()));
        image.insert(image.end(), segment.data.begin(), segment.data.end());
        for (const uint8_t byte : segment.data)
            checksum ^= byte;
    }
    image.resize((image.size() + 16) / 16 * 16);
    image.back() = checksum;
    if (hash) {
        const Bytes digest = sha256(image.data(), image.size());
        image.insert(image.end(), digest.begin(), digest.end());
    }
    return image;
}

Bytes tinyApp(const std::string &version, std::size_t size)
{
    Bytes data = tinyDescription(version);
    std::seed_seq seed(version.begin(), version.end());
    std::minstd_rand noise(seed);
    while (data.size() < 256 + size / 4 * 4)
        data.push_back(static_cast<uint8_t>(noise() >> 8));
    return tinyImage(5, {{kDromBegin + 0x20, data}, {0x3FC80000, Bytes(64, 0x5A)}, {0, Bytes(8)}});
}

void reseal(Bytes &image)
{
    uint8_t checksum = 0xEF;
    std::size_t at = kHeader;
    for (int i = 0; i < image[1]; ++i) {
        const uint32_t length = get32(image, at + 4);
        at += 8;
        for (const std::size_t end = at + length; at < end; ++at)
            checksum ^= image[at];
    }
    const std::size_t checked = image.size() - kDigest;
    image[checked - 1] = checksum;
    const Bytes digest = sha256(image.data(), checked);
    std::copy(digest.begin(), digest.end(), image.end() - kDigest);
}

} // namespace otabench::test
