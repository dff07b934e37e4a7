#include "image/detail/esp_image.h"

#include "base/hex.h"
#include "base/openssl.h"
#include "image/detail/checks.h"

#include <boost/crc.hpp>

#include <algorithm>

// Secure Boot v2. Source: ESP-IDF esp_rom/<chip>/include/<chip>/rom/secure_boot.h and
// bootloader_support/src/secure_boot_v2/secure_boot_signatures_app.c.
namespace otabench::image::detail {
namespace {

constexpr std::size_t kBlockSize = 1216;
constexpr std::size_t kBlocks = 3;
constexpr std::size_t kCrcOffset = 1196;
constexpr std::uint8_t kBlockMagic = 0xE7;
constexpr std::size_t kV1Size = 68; // version 0 and an ECDSA signature, ESP32 only

/// Where a block of one scheme keeps what is checked here.
struct Scheme
{
    std::string_view name;
    std::size_t digestLength;         // of the signed data, at offset 4
    std::size_t keyOffset, keyLength; // what the eFuse's key digest is made from
};

const Scheme *schemeOf(Bytes block)
{
    static constexpr Scheme kRsa{"rsa-3072", 32, 36, 776};
    static constexpr Scheme kP192{"ecdsa-p192", 32, 36, 65};
    static constexpr Scheme kP256{"ecdsa-p256", 32, 36, 65};
    static constexpr Scheme kP384{"ecdsa-p384", 48, 52, 97};
    const auto version = byteAt(block, 1), hash = byteAt(block, 2);
    if (version == 2)
        return &kRsa;
    if (version == 3 && hash == 1)
        return byteAt(block, 52) == 3 ? &kP384 : nullptr;
    if (version == 3 && hash == 0 && byteAt(block, 36) == 1)
        return &kP192;
    if (version == 3 && hash == 0 && byteAt(block, 36) == 2)
        return &kP256;
    return nullptr;
}

std::string sha384(Bytes bytes)
{
    std::array<std::byte, 48> digest{};
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char *>(digest.data()),
                   &length, EVP_sha384(), nullptr) != 1)
        return {};
    return toHex(digest);
}

/// What is wrong with a block, or its description in `found`.
std::optional<std::string> checkBlock(Bytes block, Bytes signedData, SignatureBlock &found)
{
    boost::crc_32_type crc;
    crc.process_bytes(block.data(), kCrcOffset);
    if (crc.checksum() != u32At(block, kCrcOffset))
        return fmt::format("its CRC is {:#010x}, its bytes give {:#010x}", u32At(block, kCrcOffset),
                           crc.checksum());
    const Scheme *scheme = schemeOf(block);
    if (scheme == nullptr)
        return fmt::format("its version {} with hash {} is no known scheme", byteAt(block, 1),
                           byteAt(block, 2));
    const std::string stored = toHex(block.subspan(4, scheme->digestLength));
    const std::string computed =
        scheme->digestLength == 48 ? sha384(signedData) : toHex(openssl::sha256(signedData));
    if (stored != computed)
        return fmt::format("it signs the digest {}, the image has {}", stored, computed);
    found = {std::string(scheme->name),
             toHex(openssl::sha256(block.subspan(scheme->keyOffset, scheme->keyLength)))};
    return std::nullopt;
}

bool isFill(Bytes bytes)
{
    return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{0xFF}; });
}

void readSector(Bytes file, std::size_t sectorAt, Image &image)
{
    const Bytes sector = slice(file, sectorAt, kSectorSize);
    if (sector.size() < kSectorSize) {
        flunk(image, "signature", ErrorCode::ImageTruncated,
              "the file has {} bytes and ends inside its signature sector, which ends at byte {}",
              file.size(), sectorAt + kSectorSize);
        return;
    }
    std::string schemes;
    for (std::size_t i = 0; i < kBlocks; ++i) {
        const Bytes block = sector.subspan(i * kBlockSize, kBlockSize);
        if (byteAt(block, 0) != kBlockMagic)
            continue;
        SignatureBlock found;
        if (const auto fault = checkBlock(block, slice(file, 0, sectorAt), found)) {
            flunk(image, "signature", ErrorCode::ImageCorrupt,
                  "Secure Boot v2 signature block {} is damaged: {}", i, *fault);
            continue;
        }
        schemes += fmt::format("{}{} by key {}", schemes.empty() ? "" : ", ", found.scheme,
                               found.keyDigest);
        image.signatures.push_back(std::move(found));
    }
    if (!image.signatures.empty())
        pass(image, "signature", "Secure Boot v2: {} (not verified here)", schemes);
    image.imageBytes = sectorAt + kSectorSize;
}

} // namespace

void readSignature(Bytes file, Image &image)
{
    const std::size_t end = image.imageBytes;
    const std::size_t sectorAt = (end + kSectorSize - 1) / kSectorSize * kSectorSize;
    if (sectorAt < file.size() && byteAt(file, sectorAt) == kBlockMagic &&
        isFill(slice(file, end, sectorAt - end)))
        readSector(file, sectorAt, image);
    else if (file.size() - end == kV1Size && u32At(file, end) == 0) {
        pass(image, "signature", "Secure Boot v1 signature (not verified here)");
        image.imageBytes = file.size();
    }
    if (file.size() > image.imageBytes)
        pass(image, "trailer", "{} bytes behind the image, which boards ignore",
             file.size() - image.imageBytes);
}

} // namespace otabench::image::detail
