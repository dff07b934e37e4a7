#include "image/detail/esp_image.h"

#include "base/hex.h"
#include "base/openssl.h"
#include "image/chip.h"
#include "image/detail/checks.h"
#include "image/detail/memory_map.h"

#include <algorithm>

namespace otabench::image::detail {
namespace {

constexpr std::uint16_t kNotSet = 0xFFFF;
constexpr std::size_t kLargestCappedImage = 16u << 20;

void readHeader(Bytes file, Image &image)
{
    image.spiMode = byteAt(file, 2);
    image.spiSpeed = byteAt(file, 3) & 0x0F;
    image.spiSize = byteAt(file, 3) >> 4;
    image.entryAddress = u32At(file, 4);
    image.wpPin = byteAt(file, 8);
    for (std::size_t i = 0; i < image.spiPinDrive.size(); ++i)
        image.spiPinDrive[i] = byteAt(file, 9 + i);
    image.chipId = u16At(file, 12);
    image.legacyMinRevision = byteAt(file, 14);
    image.chip = chipName(image.chipId);
    image.minChipRevision = u16At(file, 15);
    image.maxChipRevision = u16At(file, 17);
}

void checkHeader(Bytes file, Image &image)
{
    const Chip *chip = findChip(image.chipId);
    if (chip != nullptr)
        pass(image, "chip", "built for {} (chip id {})", chip->displayName, image.chipId);
    else
        flunk(image, "chip", ErrorCode::ImageInvalid, "chip id {} is none of {}", image.chipId,
              knownChipNames());
    const auto flag = byteAt(file, kHeaderSize - 1);
    if (flag > 1)
        flunk(image, "header", ErrorCode::ImageInvalid,
              "the flag for an appended digest is {:#04x} and must be 0 or 1", flag);
    else
        pass(image, "header", "image header is well formed");
    const bool limited = image.maxChipRevision != 0 && image.maxChipRevision != kNotSet;
    if (limited && image.maxChipRevision < image.minChipRevision)
        flunk(image, "revision", ErrorCode::ImageInvalid,
              "no chip can run it: minimal revision v{}.{}, maximal revision v{}.{}",
              image.minChipRevision / 100, image.minChipRevision % 100, image.maxChipRevision / 100,
              image.maxChipRevision % 100);
    else
        pass(image, "revision", "for chip revisions from v{}.{}{}", image.minChipRevision / 100,
             image.minChipRevision % 100,
             limited ? fmt::format(" to v{}.{}", image.maxChipRevision / 100,
                                   image.maxChipRevision % 100)
                     : std::string());
}

/// Where the segments end, or nothing when they cannot all be found; the reason is a check then.
std::optional<std::size_t> readSegments(Bytes file, const MemoryMap *map, Image &image)
{
    const unsigned count = byteAt(file, 1);
    if (count == 0 || count > kMaxSegments) {
        flunk(image, "segments", ErrorCode::ImageInvalid,
              "the header promises {} segments; boards take 1 to {}", count, kMaxSegments);
        return std::nullopt;
    }
    std::size_t at = kHeaderSize;
    for (unsigned i = 0; i < count; ++i) {
        if (file.size() - at < kSegmentHeaderSize) {
            flunk(image, "segments", ErrorCode::ImageTruncated,
                  "the file ends at byte {}, before segment {} of {} begins", file.size(), i + 1,
                  count);
            return std::nullopt;
        }
        Segment segment{u32At(file, at), u32At(file, at + 4), at, {}};
        if (map != nullptr)
            segment.region = memoryTypes(*map, segment.loadAddress);
        image.segments.push_back(segment);
        const bool capped = map == nullptr || map->limitedTo16Megabyte;
        if (segment.length % 4 != 0 || (capped && segment.length >= kMaxSegmentLength) ||
            segment.loadAddress > UINT32_MAX - segment.length) {
            flunk(image, "segments", ErrorCode::ImageInvalid,
                  "segment {} of {} bytes for address {:#010x} is none a board would load", i + 1,
                  segment.length, segment.loadAddress);
            return std::nullopt;
        }
        at += kSegmentHeaderSize;
        if (file.size() - at < segment.length) {
            flunk(image, "segments", ErrorCode::ImageTruncated,
                  "the file has {} bytes; segment {} of {} alone ends at byte {}, {} bytes are "
                  "missing",
                  file.size(), i + 1, count, at + segment.length,
                  segment.length - (file.size() - at));
            return std::nullopt;
        }
        at += segment.length;
    }
    return at;
}

bool hasMappedSegment(const MemoryMap *map, const Image &image)
{
    return map != nullptr && std::ranges::any_of(image.segments, [&](const Segment &segment) {
               return isMapped(*map, segment.loadAddress);
           });
}

/// An application describes itself. Without that, only an application maps segments from flash: a
/// bootloader runs from RAM (ESP-IDF's before v5.2 had no description either).
Kind kindOf(Bytes file, const MemoryMap *map, const Image &image)
{
    if (u32At(file, kDescriptionOffset) == kDescriptionMagic)
        return Kind::App;
    if (map != nullptr && !image.segments.empty() && !hasMappedSegment(map, image))
        return Kind::Bootloader;
    return Kind::App;
}

void readAppDescription(Bytes file, Image &image)
{
    constexpr std::size_t kAt = kDescriptionOffset;
    AppDescription description;
    description.secureVersion = u32At(file, kAt + 4);
    description.version = textAt(file, kAt + 16, 32);
    description.project = textAt(file, kAt + 48, 32);
    description.time = textAt(file, kAt + 80, 16);
    description.date = textAt(file, kAt + 96, 16);
    description.idfVersion = textAt(file, kAt + 112, 32);
    description.elfSha256 = toHex(slice(file, kAt + 144, kDigestSize));
    description.minEfuseRevision = u16At(file, kAt + 176);
    description.maxEfuseRevision = u16At(file, kAt + 178);
    const auto pageShift = byteAt(file, kAt + 180);
    description.mmuPageBytes = pageShift > 0 && pageShift < 32 ? 1U << pageShift : 0U;
    description.flashMode = byteAt(file, kAt + 181);
    image.description = std::move(description);
}

void describeApp(Bytes file, Image &image)
{
    const auto magic = u32At(file, kDescriptionOffset);
    const bool roomInSegment =
        !image.segments.empty() && image.segments.front().length >= kDescriptionSize;
    if (magic != kDescriptionMagic)
        flunk(image, "description", ErrorCode::ImageInvalid,
              "no application description: {:#010x} stands at byte {} where {:#010x} belongs; a "
              "board could not report what it runs",
              magic, kDescriptionOffset, kDescriptionMagic);
    else if (file.size() < kDescriptionOffset + kDescriptionSize)
        flunk(image, "description", ErrorCode::ImageTruncated,
              "the file has {} bytes and ends inside the application description, which ends at "
              "byte {}",
              file.size(), kDescriptionOffset + kDescriptionSize);
    else if (!roomInSegment)
        flunk(image, "description", ErrorCode::ImageInvalid,
              "segment 1 has {} bytes and must have {} at least, for the application description",
              image.segments.empty() ? 0 : image.segments.front().length, kDescriptionSize);
    else {
        readAppDescription(file, image);
        pass(image, "description", "project \"{}\", version \"{}\", ESP-IDF {}",
             image.description->project, image.description->version, image.description->idfVersion);
    }
}

void describeBootloader(Bytes file, Image &image)
{
    constexpr std::size_t kAt = kDescriptionOffset;
    if (byteAt(file, kAt) != kBootloaderDescriptionMagic ||
        file.size() < kAt + kBootloaderDescriptionSize || byteAt(file, kAt + 8) != 'v')
        return; // a one-byte magic is weak: only with ESP-IDF's version text behind it
    image.bootloader = BootloaderDescription{byteAt(file, kAt + 3), u32At(file, kAt + 4),
                                             textAt(file, kAt + 8, 32), textAt(file, kAt + 40, 24)};
    pass(image, "description", "bootloader version {}, ESP-IDF {}", image.bootloader->version,
         image.bootloader->idfVersion);
}

/// Mapped segments must sit in the file as they will in the cache: equal modulo the MMU's page.
void checkAlignment(Bytes file, const MemoryMap &map, Image &image)
{
    constexpr unsigned kDefaultPage = 16, kSmallestDefaultPage = 14;
    unsigned page = kDefaultPage;
    if (map.selectablePage) {
        const auto said = byteAt(file, kDescriptionOffset + 180);
        // Anything else means the page size of the verifying build, 16 KB at least.
        page = said >= 13 && said <= 18 ? said : kSmallestDefaultPage;
    }
    const std::size_t mask = (std::size_t{1} << page) - 1;
    for (std::size_t i = 0; i < image.segments.size(); ++i) {
        const Segment &segment = image.segments[i];
        const std::size_t dataOffset = segment.fileOffset + kSegmentHeaderSize;
        if (segment.length == 0 || !isMapped(map, segment.loadAddress) ||
            (dataOffset & mask) == (segment.loadAddress & mask))
            continue;
        flunk(image, "alignment", ErrorCode::ImageInvalid,
              "segment {} maps byte {:#x} of the file to address {:#010x}, which differ modulo the "
              "page of {} bytes",
              i + 1, dataOffset, segment.loadAddress, mask + 1);
        return;
    }
    pass(image, "alignment", "segments mapped from flash keep to pages of {} bytes", mask + 1);
}

std::uint8_t computeChecksum(Bytes file, const Image &image)
{
    std::uint8_t sum = kChecksumSeed;
    for (const Segment &segment : image.segments) {
        for (const std::byte byte :
             slice(file, segment.fileOffset + kSegmentHeaderSize, segment.length))
            sum ^= std::to_integer<std::uint8_t>(byte);
    }
    return sum;
}

/// The checksum ends the 16-byte block behind the segments. Returns the offset behind it.
std::optional<std::size_t> checkChecksum(Bytes file, std::size_t segmentsEnd, Image &image)
{
    const std::size_t at = segmentsEnd | 0x0F;
    if (at >= file.size()) {
        flunk(image, "checksum", ErrorCode::ImageTruncated,
              "the file has {} bytes and ends before the checksum at byte {}", file.size(), at);
        return std::nullopt;
    }
    const auto stored = byteAt(file, at);
    const auto computed = computeChecksum(file, image);
    if (stored == computed)
        pass(image, "checksum", "{:#04x} is right", stored);
    else
        flunk(image, "checksum", ErrorCode::ImageCorrupt,
              "the file says {:#04x}, its segments give {:#04x}: they were damaged", stored,
              computed);
    return at + 1;
}

/// Returns the offset behind the digest, if there is one.
std::optional<std::size_t> checkDigest(Bytes file, std::size_t checksumEnd, Image &image)
{
    if (byteAt(file, kHeaderSize - 1) == 0) {
        pass(image, "sha256", "none appended: only the checksum protects this image");
        return checksumEnd;
    }
    if (file.size() - checksumEnd < kDigestSize) {
        flunk(image, "sha256", ErrorCode::ImageTruncated,
              "the file has {} bytes; with its SHA-256 the image ends at byte {}", file.size(),
              checksumEnd + kDigestSize);
        return std::nullopt;
    }
    const std::string stored = toHex(slice(file, checksumEnd, kDigestSize));
    const std::string computed = toHex(openssl::sha256(slice(file, 0, checksumEnd)));
    image.appendedSha256 = stored;
    if (stored == computed)
        pass(image, "sha256", "{} is right", stored);
    else
        flunk(image, "sha256", ErrorCode::ImageCorrupt,
              "the file says {}, its bytes give {}: it was damaged or changed after the build",
              stored, computed);
    return checksumEnd + kDigestSize;
}

void checkSize(const MemoryMap *map, Image &image)
{
    if (map != nullptr && map->limitedTo16Megabyte && image.imageBytes > kLargestCappedImage)
        flunk(image, "size", ErrorCode::ImageTooLarge,
              "the image has {} bytes; {} takes {} at most", image.imageBytes, image.chip,
              kLargestCappedImage);
}

} // namespace

void readEspImage(Bytes file, Image &image)
{
    if (file.size() < kHeaderSize) {
        flunk(image, "header", ErrorCode::ImageTruncated,
              "the file has {} bytes; the image header alone has {}", file.size(), kHeaderSize);
        return;
    }
    pass(image, "magic", "{:#04x} starts an ESP image", kImageMagic);
    readHeader(file, image);
    const MemoryMap *map = findMemoryMap(image.chipId);
    checkHeader(file, image);
    const auto segmentsEnd = readSegments(file, map, image);
    image.kind = kindOf(file, map, image);
    if (segmentsEnd)
        pass(image, "segments", "{} segments, {} bytes with their headers", image.segments.size(),
             *segmentsEnd - kHeaderSize);
    if (image.kind == Kind::App)
        describeApp(file, image);
    else
        describeBootloader(file, image);
    if (!segmentsEnd)
        return;
    if (map != nullptr)
        checkAlignment(file, *map, image);
    const auto checksumEnd = checkChecksum(file, *segmentsEnd, image);
    if (!checksumEnd)
        return;
    image.imageBytes = *checksumEnd;
    const auto digestEnd = checkDigest(file, *checksumEnd, image);
    if (!digestEnd)
        return;
    image.imageBytes = *digestEnd;
    checkSize(map, image);
    readSignature(file, image);
}

} // namespace otabench::image::detail
