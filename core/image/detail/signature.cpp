#include "image/detail/esp_image.h"

#include "image/detail/checks.h"
#include "image/detail/signature_block.h"

#include <algorithm>

namespace otabench::image::detail {
namespace {

constexpr std::size_t kV1Size = 68; // version 0 and an ECDSA signature, ESP32 only

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
    for (std::size_t i = 0; i < kSignatureBlocks; ++i) {
        const Bytes block = sector.subspan(i * kSignatureBlockSize, kSignatureBlockSize);
        if (byteAt(block, 0) != kSignatureBlockMagic)
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
        pass(image, "signature", "Secure Boot v2: {}", schemes);
    image.imageBytes = sectorAt + kSectorSize;
}

} // namespace

void readSignature(Bytes file, Image &image)
{
    const std::size_t end = image.imageBytes;
    const std::size_t sectorAt = (end + kSectorSize - 1) / kSectorSize * kSectorSize;
    // Either sign will do, so that damage to the other is told as what it is.
    const bool isSector = sectorAt < file.size() &&
                          byteAt(file, sectorAt) == kSignatureBlockMagic &&
                          (isFill(slice(file, end, sectorAt - end)) ||
                           isBlock(slice(file, sectorAt, kSignatureBlockSize)));
    if (isSector)
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
