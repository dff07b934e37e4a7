#include "image_verify.h"

#include <inttypes.h>
#include <string.h>

#include "bytes.h"
#include "chip_table.h"
#include "esp_app_desc.h"
#include "esp_ota_ops.h"
#include "log.h"
#include "partition_table.h"
#include "signature.h"

namespace otabench::firmware {
namespace {

constexpr char kTag[] = "esp_image";
constexpr char kChipTag[] = "boot_comm";
constexpr uint32_t kHeaderSize = sizeof(esp_image_header_t);
constexpr uint32_t kSegmentHeaderSize = sizeof(esp_image_segment_header_t);
constexpr uint32_t kDescriptionSize = sizeof(esp_app_desc_t);
constexpr uint32_t kDigestSize = 32;
constexpr uint32_t kChecksumBlock = 16;
constexpr uint8_t kChecksumStart = 0xEF;
constexpr uint32_t k16Megabyte = 0x1000000;
constexpr uint32_t kLowestLoadAddress = 0x10000000;
constexpr uint32_t kDefaultPage = 0x10000;
constexpr uint32_t kMostMapped = 0x630000; ///< what a chip's MMU maps at once; for the log only
constexpr size_t kPieceSize = 512;

// Fields of the application description.
constexpr uint32_t kMinBlockRevision = 176;
constexpr uint32_t kMaxBlockRevision = 178;
constexpr uint32_t kPageSizeLog2 = 180;

/// One verification on its way through the image.
struct Walk
{
    const otabench_port_t *port;
    const ImageRequest *request;
    const ChipFacts *chip;
    const ImageFacts *known; ///< of the request, or nullptr: read everything
    otabench_hash_t *hash;   ///< nullptr with `known`
    uint32_t next;           ///< flash address behind what has been read
    uint32_t page;           ///< of the MMU
    uint8_t checksum;
};

bool isSet(uint16_t revision)
{
    return revision != 0 && revision != 0xFFFF;
}

/// Reads the next bytes into the hash.
esp_err_t readNext(Walk &walk, void *bytes, uint32_t length)
{
    const otabench_port_t *port = walk.port;
    esp_err_t err = ESP_ERR_IMAGE_FLASH_FAIL;
    if (isInFlash(port, walk.next, length))
        err = port->flash_read(port->ctx, walk.next, bytes, length);
    if (err != ESP_OK) {
        logLine(port, ESP_LOG_ERROR, kTag, "bootloader_flash_read failed at 0x%08" PRIx32,
                walk.next);
        return err;
    }
    walk.next += length;
    if (walk.hash)
        port->hash_update(port->ctx, walk.hash, bytes, length);
    return ESP_OK;
}

bool checkRevision(const otabench_port_t *port, uint16_t limit, bool isMinimum)
{
    const uint16_t own = port->chip->chip_revision;
    if (isMinimum ? own >= limit : own <= limit)
        return true;
    logLine(port, ESP_LOG_ERROR, kChipTag,
            "chip revision check failed. Required %s v%d.%d, found v%d.%d.",
            isMinimum ? ">=" : "<=", limit / 100, limit % 100, own / 100, own % 100);
    return false;
}

bool checkBlockRevision(const otabench_port_t *port, uint16_t limit, bool isMinimum)
{
    const uint16_t own = port->chip->efuse_block_revision;
    if (!isSet(limit) || (isMinimum ? own >= limit : own <= limit))
        return true;
    logLine(port, ESP_LOG_ERROR, kChipTag,
            "Image requires efuse blk rev %s v%d.%d, but chip is v%d.%d",
            isMinimum ? ">=" : "<=", limit / 100, limit % 100, own / 100, own % 100);
    return false;
}

esp_err_t checkHeader(Walk &walk, esp_image_header_t *header)
{
    const otabench_port_t *port = walk.port;
    uint8_t bytes[kHeaderSize];
    const esp_err_t err = readNext(walk, bytes, kHeaderSize);
    if (err != ESP_OK)
        return err;
    decodeHeader(bytes, header);
    if (header->magic != ESP_IMAGE_HEADER_MAGIC) {
        logLine(port, ESP_LOG_ERROR, kTag,
                "image at 0x%" PRIx32 " has invalid magic byte (nothing flashed here?)",
                walk.request->address);
        return ESP_ERR_IMAGE_INVALID;
    }
    if (!fitsChip(port, *header, walk.request->kind))
        return ESP_FAIL;
    if (header->segment_count > ESP_IMAGE_MAX_SEGMENTS) {
        logLine(port, ESP_LOG_ERROR, kTag, "image at 0x%" PRIx32 " segment count %d exceeds max %d",
                walk.request->address, header->segment_count, ESP_IMAGE_MAX_SEGMENTS);
        return ESP_ERR_IMAGE_INVALID;
    }
    if (header->segment_count == 0) {
        logLine(port, ESP_LOG_ERROR, kTag, "image at 0x%" PRIx32 " has no segments",
                walk.request->address);
        return ESP_ERR_IMAGE_INVALID;
    }
    return ESP_OK;
}

/// The description at the start of the first segment's data: length, page size. Sets `revisions` to
/// the eFuse block revisions (minimum, maximum) it asks for.
esp_err_t checkDescription(Walk &walk, uint32_t segmentLength, uint16_t revisions[2])
{
    const otabench_port_t *port = walk.port;
    if (segmentLength < kDescriptionSize) {
        logLine(port, ESP_LOG_ERROR, kTag, "invalid segment length 0x%" PRIx32, segmentLength);
        return ESP_ERR_IMAGE_INVALID;
    }
    uint8_t description[kPageSizeLog2 + 1];
    if (!isInFlash(port, walk.next, kDescriptionSize))
        return ESP_ERR_IMAGE_INVALID;
    const esp_err_t err = port->flash_read(port->ctx, walk.next, description, sizeof description);
    if (err != ESP_OK)
        return err;
    const bool present = readU32(description) == ESP_APP_DESC_MAGIC_WORD;
    if (!present && walk.chip->selectablePage) {
        logLine(port, ESP_LOG_ERROR, kTag, "Failed to fetch app description header!");
        return ESP_FAIL;
    }
    const uint8_t pageLog2 = description[kPageSizeLog2];
    if (present && walk.chip->selectablePage && pageLog2 >= 13 && pageLog2 <= 18)
        walk.page = 1U << pageLog2;
    if (present && walk.chip->id != ESP_CHIP_ID_ESP32) {
        revisions[0] = readU16(description + kMinBlockRevision);
        revisions[1] = readU16(description + kMaxBlockRevision);
    }
    return ESP_OK;
}

esp_err_t checkPlace(const Walk &walk, int index, uint32_t loadAddress)
{
    if (!isMapped(*walk.chip, loadAddress) || walk.next % walk.page == loadAddress % walk.page)
        return ESP_OK;
    logLine(walk.port, ESP_LOG_ERROR, kTag,
            "Segment %d load address 0x%08" PRIx32 ", doesn't match data 0x%08" PRIx32, index,
            loadAddress, walk.next);
    return ESP_ERR_IMAGE_INVALID;
}

void logSegment(const Walk &walk, int index, uint32_t loadAddress, uint32_t length)
{
    if (walk.request->use == ImageUse::Quiet)
        return;
    const bool loads = walk.request->use == ImageUse::Load && loadAddress >= kLowestLoadAddress;
    const char *how = isMapped(*walk.chip, loadAddress) ? "map" : loads ? "load" : "";
    logLine(walk.port, ESP_LOG_INFO, kTag,
            "segment %d: paddr=%08" PRIx32 " vaddr=%08" PRIx32 " size=%05" PRIx32 "h (%6" PRIu32
            ") %s",
            index, walk.next, loadAddress, length, length, how);
}

esp_err_t readSegmentData(Walk &walk, uint32_t length)
{
    const otabench_port_t *port = walk.port;
    if (!isInFlash(port, walk.next, length)) {
        logLine(port, ESP_LOG_ERROR, "bootloader_mmap", "spi_flash_mmap failed: 0x%x",
                static_cast<unsigned>(ESP_ERR_INVALID_ARG));
        logLine(port, ESP_LOG_ERROR, kTag, "bootloader_mmap(0x%" PRIx32 ", 0x%" PRIx32 ") failed",
                walk.next, length < kMostMapped ? length : kMostMapped);
        return ESP_ERR_IMAGE_INVALID;
    }
    if (walk.known) {
        walk.next += length;
        return ESP_OK;
    }
    uint8_t piece[kPieceSize];
    while (length) {
        const uint32_t size = length < sizeof piece ? length : static_cast<uint32_t>(sizeof piece);
        const esp_err_t err = readNext(walk, piece, size);
        if (err != ESP_OK)
            return err;
        for (uint32_t i = 0; i < size; ++i)
            walk.checksum ^= piece[i];
        length -= size;
    }
    return ESP_OK;
}

esp_err_t checkSegment(Walk &walk, int index)
{
    const otabench_port_t *port = walk.port;
    uint8_t header[kSegmentHeaderSize];
    esp_err_t err = readNext(walk, header, kSegmentHeaderSize);
    if (err != ESP_OK)
        return err;
    const uint32_t loadAddress = readU32(header);
    const uint32_t length = readU32(header + 4);
    if (length % 4 || (walk.chip->limitedTo16Megabyte && length >= k16Megabyte)) {
        logLine(port, ESP_LOG_ERROR, kTag, "invalid segment length 0x%" PRIx32, length);
        return ESP_ERR_IMAGE_INVALID;
    }
    uint16_t revisions[2] = {0, 0};
    if (index == 0 && walk.request->kind == ImageKind::App)
        err = checkDescription(walk, length, revisions);
    if (err == ESP_OK)
        err = checkPlace(walk, index, loadAddress);
    if (err != ESP_OK)
        return err;
    logSegment(walk, index, loadAddress, length);
    if (!checkBlockRevision(port, revisions[0], /*isMinimum=*/true) ||
        !checkBlockRevision(port, revisions[1], /*isMinimum=*/false))
        return ESP_FAIL;
    return readSegmentData(walk, length);
}

/// Padding up to a whole block, whose last byte is the checksum.
esp_err_t checkChecksum(Walk &walk)
{
    const uint32_t used = (walk.next - walk.request->address) % kChecksumBlock;
    uint8_t block[kChecksumBlock];
    const esp_err_t err = readNext(walk, block, kChecksumBlock - used);
    if (err != ESP_OK)
        return err;
    const uint8_t stated = block[kChecksumBlock - used - 1];
    if (stated == walk.checksum || walk.known)
        return ESP_OK;
    logLine(walk.port, ESP_LOG_ERROR, kTag, "Checksum failed. Calculated 0x%x read 0x%x",
            walk.checksum, stated);
    return ESP_ERR_IMAGE_INVALID;
}

esp_err_t checkSegments(Walk &walk, bool *hashAppended)
{
    esp_image_header_t header;
    esp_err_t err = checkHeader(walk, &header);
    for (int i = 0; err == ESP_OK && i < header.segment_count; ++i)
        err = checkSegment(walk, i);
    if (err == ESP_OK)
        err = checkChecksum(walk);
    *hashAppended = err == ESP_OK && header.hash_appended;
    return err;
}

bool checksSignature(const otabench_port_t *port, const ImageRequest &request)
{
    return request.use == ImageUse::Verify && request.kind == ImageKind::App &&
           wantsSignedApps(port);
}

uint32_t paddedLength(uint32_t length)
{
    return (length + kSignatureSector - 1) / kSignatureSector * kSignatureSector;
}

esp_err_t checkAppendedDigest(const Walk &walk, const ImageFacts &facts)
{
    if (!facts.hashAppended || walk.request->kind == ImageKind::Bootloader)
        return ESP_OK;
    uint8_t appended[kDigestSize];
    const esp_err_t err = walk.port->flash_read(walk.port->ctx, walk.next, appended, kDigestSize);
    if (err != ESP_OK)
        return err;
    if (memcmp(appended, facts.digest, kDigestSize) == 0)
        return ESP_OK;
    logLine(walk.port, ESP_LOG_ERROR, kTag, "Image hash failed - image is corrupt");
    return ESP_ERR_IMAGE_INVALID;
}

esp_err_t checkSignature(const Walk &walk, ImageFacts *facts)
{
    const otabench_port_t *port = walk.port;
    const uint32_t padded = paddedLength(facts->length);
    logLine(port, ESP_LOG_INFO, kTag, "Verifying image signature...");
    if (verifySignature(port, walk.request->address, padded) == ESP_OK) {
        facts->length = padded + kSignatureSector;
        return ESP_OK;
    }
    logLine(port, ESP_LOG_ERROR, kTag, "Secure boot signature verification failed");
    logLine(port, ESP_LOG_INFO, kTag, "Calculating simple hash to check for corruption...");
    logLine(port, ESP_LOG_WARN, kTag,
            checkAppendedDigest(walk, *facts) == ESP_OK ? "image valid, signature bad"
                                                        : "image corrupted on flash");
    return ESP_ERR_IMAGE_INVALID;
}

/// Length against the partition, then the signature or the appended digest.
esp_err_t checkEnd(const Walk &walk, ImageFacts *facts)
{
    facts->length = walk.next - walk.request->address + (facts->hashAppended ? kDigestSize : 0);
    const bool isSigned = checksSignature(walk.port, *walk.request);
    const uint32_t whole =
        isSigned ? paddedLength(facts->length) + kSignatureSector : facts->length;
    if (whole > walk.request->partitionSize) {
        logLine(walk.port, ESP_LOG_ERROR, kTag,
                "Image length %" PRIu32 " doesn't fit in partition length %" PRIu32, whole,
                walk.request->partitionSize);
        return ESP_ERR_IMAGE_INVALID;
    }
    if (walk.known) // its headers were read again, and have to say the same
        return facts->length == walk.known->length ? ESP_OK : ESP_ERR_IMAGE_INVALID;
    return isSigned ? checkSignature(walk, facts) : checkAppendedDigest(walk, *facts);
}

} // namespace

void decodeHeader(const uint8_t bytes[24], esp_image_header_t *header)
{
    *header = {};
    header->magic = bytes[0];
    header->segment_count = bytes[1];
    header->spi_mode = bytes[2];
    header->spi_speed = bytes[3] & 0xF;
    header->spi_size = static_cast<unsigned>(bytes[3]) / 16 % 16;
    header->entry_addr = readU32(bytes + 4);
    header->wp_pin = bytes[8];
    memcpy(header->spi_pin_drv, bytes + 9, sizeof header->spi_pin_drv);
    header->chip_id = static_cast<esp_chip_id_t>(readU16(bytes + 12));
    header->min_chip_rev = bytes[14];
    header->min_chip_rev_full = readU16(bytes + 15);
    header->max_chip_rev_full = readU16(bytes + 17);
    memcpy(header->reserved, bytes + 19, sizeof header->reserved);
    header->hash_appended = bytes[23];
}

bool fitsChip(const otabench_port_t *port, const esp_image_header_t &header, ImageKind kind)
{
    if (header.chip_id != port->chip->chip_id) {
        logLine(port, ESP_LOG_ERROR, kChipTag, "mismatch chip ID, expected %d, found %d",
                port->chip->chip_id, header.chip_id);
        return false;
    }
    if (!checkRevision(port, header.min_chip_rev_full, /*isMinimum=*/true))
        return false;
    return kind == ImageKind::Bootloader || !isSet(header.max_chip_rev_full) ||
           checkRevision(port, header.max_chip_rev_full, /*isMinimum=*/false);
}

esp_err_t measureImage(const otabench_port_t *port, uint32_t address, uint32_t partitionSize,
                       uint32_t *length)
{
    uint8_t bytes[kHeaderSize];
    if (!isInFlash(port, address, partitionSize) || partitionSize < kHeaderSize)
        return ESP_ERR_IMAGE_INVALID;
    esp_err_t err = port->flash_read(port->ctx, address, bytes, kHeaderSize);
    if (err != ESP_OK)
        return err;
    esp_image_header_t header;
    decodeHeader(bytes, &header);
    if (header.magic != ESP_IMAGE_HEADER_MAGIC || header.segment_count > ESP_IMAGE_MAX_SEGMENTS)
        return ESP_ERR_IMAGE_INVALID;
    uint32_t at = kHeaderSize;
    for (int i = 0; i < header.segment_count; ++i) {
        if (partitionSize - at < kSegmentHeaderSize)
            return ESP_ERR_IMAGE_INVALID;
        err = port->flash_read(port->ctx, address + at, bytes, kSegmentHeaderSize);
        if (err != ESP_OK)
            return err;
        at += kSegmentHeaderSize;
        if (readU32(bytes + 4) > partitionSize - at)
            return ESP_ERR_IMAGE_INVALID;
        at += readU32(bytes + 4);
    }
    const uint32_t tail =
        kChecksumBlock - at % kChecksumBlock + (header.hash_appended ? kDigestSize : 0);
    if (tail > partitionSize - at)
        return ESP_ERR_IMAGE_INVALID;
    *length = at + tail;
    return ESP_OK;
}

esp_err_t verifyImage(const otabench_port_t *port, const ImageRequest &request, ImageFacts *facts)
{
    *facts = {};
    const ChipFacts *chip = findChip(port->chip->chip_id);
    if (!chip || (chip->limitedTo16Megabyte && request.partitionSize > k16Megabyte))
        return ESP_ERR_INVALID_ARG;
    const ImageFacts *known = checksSignature(port, request) ? nullptr : request.known;
    Walk walk{port, &request, chip, known, nullptr, request.address, kDefaultPage, kChecksumStart};
    if (!known && !(walk.hash = port->hash_start(port->ctx)))
        return ESP_ERR_NO_MEM;
    esp_err_t err = checkSegments(walk, &facts->hashAppended);
    if (known)
        memcpy(facts->digest, known->digest, sizeof facts->digest);
    else
        port->hash_finish(port->ctx, walk.hash, err == ESP_OK ? facts->digest : nullptr);
    if (err == ESP_OK)
        err = checkEnd(walk, facts);
    if (err != ESP_OK)
        *facts = {};
    return err;
}

} // namespace otabench::firmware
