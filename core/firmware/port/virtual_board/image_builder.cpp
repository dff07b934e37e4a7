#include "image_builder.h"

#include "host_net.h"

#include "esp_bootloader_desc.h"

#include <array>
#include <cstdlib>

// Formats: ESP-IDF components/bootloader_support/include/esp_app_format.h,
// components/esp_app_format/include/esp_app_desc.h and
// components/esp_bootloader_format/include/esp_bootloader_desc.h.

namespace otabench::firmware::host {

namespace {

constexpr std::uint8_t kImageMagic = 0xE9;
constexpr std::uint32_t kDescriptionMagic = 0xABCD5432;
constexpr std::uint8_t kChecksumSeed = 0xEF;
constexpr std::uint32_t kMmuPage = 0x10000;

constexpr std::uint32_t kConstantsLength = 0x4000;
constexpr std::uint32_t kRamLength = 0x800;
constexpr std::uint32_t kCodeLength = 0x7000;
constexpr std::uint32_t kFastCodeLength = 0x1000;
constexpr std::uint8_t kSegments = 4;
constexpr std::string_view kIdfVersion = "v5.5.1";

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(const std::vector<std::uint8_t> &bytes)
{
    HostNet crypto;
    Digest digest = {};
    otabench_hash_t *hash = crypto.hashStart();
    crypto.hashUpdate(hash, bytes.data(), bytes.size());
    crypto.hashFinish(hash, digest.data());
    return digest;
}

/// What the ROM's lines say of the bootloader: `load:0x3fff0030,len:6380` and `entry 0x40080638`.
struct BootloaderLayout
{
    struct Segment
    {
        std::uint32_t address;
        std::uint32_t length;
    };

    std::vector<Segment> segments;
    std::uint32_t entry = 0;
};

/// The number behind `name`, from `at` on, which moves behind the name; 0 when there is none.
std::uint32_t numberAfter(const std::string &text, std::string_view name, std::size_t &at)
{
    at = text.find(name, at);
    if (at == std::string::npos)
        return 0;
    at += name.size();
    return static_cast<std::uint32_t>(std::strtoul(text.c_str() + at, nullptr, 0));
}

BootloaderLayout layoutOf(const ChipProfile &chip)
{
    const std::string text(chip.romTail);
    BootloaderLayout layout;
    std::size_t at = 0;
    while (const std::uint32_t address = numberAfter(text, "load:", at))
        layout.segments.push_back({address, numberAfter(text, "len:", at)});
    at = 0;
    layout.entry = numberAfter(text, "entry ", at);
    return layout;
}

class Image
{
public:
    explicit Image(std::size_t segments = 0)
        : m_segments(static_cast<std::uint8_t>(segments))
    {
    }

    void number(std::uint64_t value, int width)
    {
        for (int i = 0; i < width; ++i)
            m_bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }

    void text(std::string_view text, std::size_t width)
    {
        for (std::size_t i = 0; i < width; ++i)
            m_bytes.push_back(i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0);
    }

    void digest(const Digest &digest)
    {
        m_bytes.insert(m_bytes.end(), digest.begin(), digest.end());
    }

    void header(const ChipProfile &chip, std::uint32_t flashSizeBytes, std::uint32_t entry)
    {
        const std::uint32_t sizeNibble = flashSizeBytes > 4 * 1024 * 1024 ? 3 : 2;
        number(kImageMagic, 1);
        number(m_segments, 1);
        number(2, 1); // DIO
        number(sizeNibble << 4 | (chip.isFirstGeneration ? 0x0 : 0xF), 1);
        number(entry, 4);
        number(0xEE, 1); // write-protect pin disabled
        number(0, 3);
        number(chip.id, 2);
        number(0, 1);
        number(0, 2);                                 // lowest revision
        number(chip.revision / 100u * 100u + 99u, 2); // highest: of the same major version
        number(0, 4);
        number(1, 1); // a SHA-256 follows the checksum
    }

    void description(std::string_view project, std::string_view version,
                     std::uint32_t secureVersion, const Digest &elfSha256)
    {
        number(kDescriptionMagic, 4);
        number(secureVersion, 4);
        number(0, 8);
        text(version, 32);
        text(project, 32);
        text("12:00:00", 16);
        text("Jan  5 2026", 16);
        text(kIdfVersion, 32);
        digest(elfSha256);
        number(0, 2);
        number(0xFFFF, 2); // highest eFuse block revision: not set
        number(16, 1);     // MMU page of 64 KB
        number(0, 1);      // flash mode unknown
        number(0, 2);
        text("", 72);
    }

    void bootloaderDescription()
    {
        number(ESP_BOOTLOADER_DESC_MAGIC_BYTE, 1);
        number(0, 3); // with the secure version
        number(1, 4);
        text(kIdfVersion, 32);
        text("Jan  5 2026 12:00:00", 24);
        number(0, 8);
        number(0, 8);
    }

    /// A segment's header; a mapped one gets an address that agrees with its place in flash.
    void segment(std::uint32_t base, std::uint32_t length, bool mapped)
    {
        const auto dataOffset = static_cast<std::uint32_t>(m_bytes.size()) + 8;
        number(base + (mapped ? dataOffset % kMmuPage : 0), 4);
        number(length, 4);
    }

    /// Bytes that look like a program: differ by seed, do not compress.
    void noise(std::uint32_t length, std::uint32_t &seed)
    {
        for (std::uint32_t i = 0; i < length; i += 4) {
            seed ^= seed << 13; // xorshift32 (Marsaglia)
            seed ^= seed >> 17;
            seed ^= seed << 5;
            number(seed, 4);
        }
    }

    void finish()
    {
        std::uint8_t checksum = kChecksumSeed;
        std::size_t at = 24;
        for (int i = 0; i < m_segments; ++i) {
            const std::size_t length = static_cast<std::size_t>(m_bytes[at + 4]) |
                                       static_cast<std::size_t>(m_bytes[at + 5]) << 8;
            at += 8;
            for (const std::size_t end = at + length; at < end; ++at)
                checksum ^= m_bytes[at];
        }
        while (m_bytes.size() % 16 != 15)
            m_bytes.push_back(0);
        m_bytes.push_back(checksum);
        digest(sha256(m_bytes));
    }

    std::vector<std::uint8_t> take() { return std::move(m_bytes); }

private:
    std::uint8_t m_segments;
    std::vector<std::uint8_t> m_bytes;
};

/// Never 0, where xorshift would stay.
std::uint32_t seedOf(const Digest &digest)
{
    std::uint32_t seed = 1;
    for (const std::uint8_t byte : digest)
        seed = seed * 31 + byte;
    return seed | 1;
}

} // namespace

std::vector<std::uint8_t> buildImage(const ChipProfile &chip, std::string_view project,
                                     std::string_view version, std::uint32_t flashSizeBytes,
                                     std::uint32_t secureVersion)
{
    Image name;
    name.text(chip.name, 16);
    if (project != kDemoProject)
        name.text(project, 32);
    name.text(version, 32);
    const Digest elf = sha256(name.take());
    std::uint32_t seed = seedOf(elf);

    Image image(kSegments);
    image.header(chip, flashSizeBytes, chip.entryBase + 0x100);
    image.segment(chip.constantsBase, kConstantsLength, true);
    image.description(project, version, secureVersion, elf);
    image.noise(kConstantsLength - 256, seed);
    image.segment(chip.ramBase, kRamLength, false);
    image.noise(kRamLength, seed);
    image.segment(chip.codeBase, kCodeLength, true);
    image.noise(kCodeLength, seed);
    image.segment(chip.entryBase, kFastCodeLength, false);
    image.noise(kFastCodeLength, seed);
    image.finish();
    return image.take();
}

std::vector<std::uint8_t> buildBootloader(const ChipProfile &chip, std::uint32_t flashSizeBytes)
{
    const BootloaderLayout layout = layoutOf(chip);
    Image name;
    name.text(chip.name, 16);
    std::uint32_t seed = seedOf(sha256(name.take()));

    Image image(layout.segments.size());
    image.header(chip, flashSizeBytes, layout.entry);
    for (const auto &segment : layout.segments) {
        const bool isFirst = &segment == layout.segments.data();
        image.segment(segment.address, segment.length, false);
        if (isFirst)
            image.bootloaderDescription();
        const auto described = isFirst ? std::uint32_t{sizeof(esp_bootloader_desc_t)} : 0;
        image.noise(segment.length - described, seed);
    }
    image.finish();
    return image.take();
}

} // namespace otabench::firmware::host
