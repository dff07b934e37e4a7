#include "image/maker.h"

#include "base/openssl.h"
#include "image/detail/layout.h"
#include "image/detail/memory_map.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <utility>

namespace otabench::image {
namespace {

using detail::kDescriptionSize;

constexpr std::size_t kSmallest = 1024;
constexpr std::size_t kLargest = 16u << 20;
constexpr std::size_t kMaxRamSegment = 64 * 1024;
constexpr std::uint32_t kPage = 0x10000;

/// splitmix64 (Vigna): fast, and the same bytes on every machine.
class Noise
{
public:
    explicit Noise(std::uint64_t seed)
        : m_state(seed)
    {
    }

    std::uint64_t next()
    {
        m_state += 0x9E3779B97F4A7C15u;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }

private:
    std::uint64_t m_state;
};

/// Appends fields to the image.
struct Writer
{
    std::vector<std::byte> bytes;

    void number(std::uint64_t value, int width)
    {
        for (int i = 0; i < width; ++i)
            bytes.push_back(static_cast<std::byte>(value >> (8 * i) & 0xFF));
    }

    void text(std::string_view text, std::size_t width)
    {
        for (std::size_t i = 0; i < width; ++i)
            bytes.push_back(i < text.size() ? static_cast<std::byte>(text[i]) : std::byte{0});
    }

    void noise(Noise &noise, std::size_t length)
    {
        for (; length >= 4; length -= 4)
            number(noise.next() >> 32, 4);
    }

    void append(std::span<const std::byte> more)
    {
        bytes.insert(bytes.end(), more.begin(), more.end());
    }

    [[nodiscard]] std::size_t size() const { return bytes.size(); }
};

struct Lengths
{
    std::size_t constants, ram, code;
};

/// Divides what the file has for segment data. All lengths are multiples of 4.
Lengths divide(std::size_t fileSize)
{
    // Header, three segment headers, 3 bytes of padding, the checksum and the digest.
    const std::size_t data =
        fileSize - detail::kHeaderSize - 3 * detail::kSegmentHeaderSize - 4 - detail::kDigestSize;
    const std::size_t ram = std::min(data / 8, kMaxRamSegment) / 4 * 4;
    const std::size_t code = (data - ram) / 2 / 4 * 4;
    return {data - ram - code, ram, code};
}

Result<> check(const MakeOptions &options)
{
    if (findChip(options.chip) == nullptr)
        return fail(ErrorCode::InvalidArgument, "unknown chip \"{}\"; known are {}", options.chip,
                    knownChipNames());
    constexpr std::size_t kMaxText = 31; // the fields have 32 bytes, the last one a NUL
    for (const auto &[what, text] :
         {std::pair<std::string_view, const std::string &>("project name", options.project),
          {"version", options.version}}) {
        if (text.size() > kMaxText)
            return fail(ErrorCode::InvalidArgument,
                        "the {} \"{}\" has {} characters; the image has room for {}", what, text,
                        text.size(), kMaxText);
        for (const char c : text) {
            if (c < 0x20 || c > 0x7E)
                return fail(ErrorCode::InvalidArgument,
                            "the {} \"{}\" has a character outside printable ASCII; boards cannot "
                            "report it",
                            what, text);
        }
    }
    if (options.sizeBytes < kSmallest || options.sizeBytes > kLargest)
        return fail(ErrorCode::InvalidArgument,
                    "an image of {} bytes cannot be made; sizes go from {} to {} bytes",
                    options.sizeBytes, kSmallest, kLargest);
    return {};
}

void writeHeader(Writer &out, std::uint16_t chipId, std::uint32_t entryAddress)
{
    constexpr std::uint8_t kDio = 2;
    constexpr std::uint8_t kFourMegabyteHalfSpeed = 0x20;
    out.number(detail::kImageMagic, 1);
    out.number(3, 1);
    out.number(kDio, 1);
    out.number(kFourMegabyteHalfSpeed, 1);
    out.number(entryAddress, 4);
    out.number(0xEE, 1); // write-protect pin disabled
    out.number(0, 3);
    out.number(chipId, 2);
    out.number(0, 1);
    out.number(0, 2);      // minimal chip revision
    out.number(0xFFFF, 2); // maximal one: not set
    out.number(0, 4);
    out.number(1, 1); // a digest follows the checksum
}

void writeDescription(Writer &out, const MakeOptions &options, const openssl::Sha256 &elfSha256)
{
    const std::size_t begin = out.size();
    out.number(detail::kDescriptionMagic, 4);
    out.number(options.secureVersion, 4);
    out.number(0, 8);
    out.text(options.version, 32);
    out.text(options.project, 32);
    out.text("12:00:00", 16);
    out.text("Jan  1 2026", 16);
    out.text("v5.3.2", 32);
    out.append(elfSha256);
    out.number(0, 2);      // minimal eFuse block revision
    out.number(0xFFFF, 2); // maximal one: not set
    out.number(16, 1);     // MMU page: 2^16
    out.number(3, 1);      // flash mode DIO, in this field's own numbering
    out.text("", begin + kDescriptionSize - out.size());
}

std::uint8_t checksum(std::span<const std::byte> bytes, std::uint8_t sum)
{
    for (const std::byte byte : bytes)
        sum ^= std::to_integer<std::uint8_t>(byte);
    return sum;
}

} // namespace

Result<std::vector<std::byte>> makeImage(const MakeOptions &options)
{
    if (auto checked = check(options); !checked)
        return tl::unexpected(checked.error());
    const Chip &chip = *findChip(options.chip);
    const detail::MemoryMap &map = *detail::findMemoryMap(chip.id);
    const std::size_t fileSize = (options.sizeBytes + 15) / 16 * 16;
    const Lengths lengths = divide(fileSize);

    const std::string identity =
        fmt::format("otabench image {} {} {} {} {} {}", chip.name, options.project, options.version,
                    fileSize, options.secureVersion, options.seed);
    const openssl::Sha256 elfSha256 = openssl::sha256(std::as_bytes(std::span(identity)));
    Noise noise(detail::u32At(elfSha256, 0) |
                static_cast<std::uint64_t>(detail::u32At(elfSha256, 4)) << 32);

    // Mapped segments load at an address that equals their file offset modulo the MMU page.
    const std::size_t codeOffset = detail::kDescriptionOffset + lengths.constants +
                                   2 * detail::kSegmentHeaderSize + lengths.ram;
    const auto codeAddress = static_cast<std::uint32_t>(
        map.irom.begin + (map.irom.begin == map.drom.begin ? codeOffset : codeOffset % kPage));

    Writer out;
    out.bytes.reserve(fileSize);
    std::uint8_t sum = detail::kChecksumSeed;
    const auto segment = [&](std::uint32_t address, std::size_t length, auto &&writeData) {
        out.number(address, 4);
        out.number(length, 4);
        const std::size_t begin = out.size();
        writeData();
        sum = checksum(std::span(out.bytes).subspan(begin), sum);
    };
    writeHeader(out, chip.id, codeAddress);
    segment(map.drom.begin + static_cast<std::uint32_t>(detail::kDescriptionOffset),
            lengths.constants, [&] {
                writeDescription(out, options, elfSha256);
                out.noise(noise, lengths.constants - kDescriptionSize);
            });
    segment(map.ram.begin, lengths.ram, [&] { out.noise(noise, lengths.ram); });
    segment(codeAddress, lengths.code, [&] { out.noise(noise, lengths.code); });
    out.number(0, 3);
    out.number(sum, 1);
    out.append(openssl::sha256(out.bytes));
    return std::move(out.bytes);
}

Result<std::size_t> parseSize(std::string_view text)
{
    std::size_t value = 0;
    const bool isHex = text.starts_with("0x"); // as partition tables are written
    const auto [rest, error] = std::from_chars(text.data() + (isHex ? 2 : 0),
                                               text.data() + text.size(), value, isHex ? 16 : 10);
    const std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
    std::size_t factor = 0;
    if (unit.empty())
        factor = 1;
    else if (unit == "K" || unit == "k")
        factor = 1u << 10;
    else if (unit == "M" || unit == "m")
        factor = 1u << 20;
    if (error != std::errc() || factor == 0 || value > SIZE_MAX / factor)
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" is no size; write bytes, or a number with K or M: 4096, 256K, 1M",
                    text);
    return value * factor;
}

} // namespace otabench::image
