#include "signature.h"

#include <string.h>

#include "bytes.h"
#include "esp_ota_ops.h"
#include "image_verify.h"
#include "log.h"
#include "otabench_agent_protocol.h"
#include "partition_table.h"
#include "partitions_of_ota.h"

namespace otabench::firmware {
namespace {

constexpr char kTag[] = "secure_boot_v2";
constexpr uint32_t kBlockSize = 1216;
constexpr uint32_t kMostBlocks = OTABENCH_KEY_DIGESTS_MAX;
constexpr uint32_t kDigestSize = 32;
constexpr uint32_t kPieceSize = 256;
constexpr uint8_t kMagic = 0xE7;
constexpr uint8_t kRsaVersion = 2;
constexpr uint8_t kEcdsaVersion = 3;
constexpr uint8_t kCurveP192 = 1;
constexpr uint8_t kCurveP256 = 2;

// Offsets in a block.
constexpr uint32_t kHashKind = 2; // 0: SHA-256
constexpr uint32_t kDigest = 4;
constexpr uint32_t kKey = 36;
constexpr uint32_t kRsaExponent = 420;
constexpr uint32_t kRsaSignature = 812;
constexpr uint32_t kEcdsaPoint = 37;
constexpr uint32_t kEcdsaSignature = 101;
constexpr uint32_t kCrc = 1196;

// What of a block the key's digest is made of, from kKey on.
constexpr uint32_t kRsaKeySize = 776;
constexpr uint32_t kEcdsaKeySize = 65;

/// Taken through the port: too large for a board's stack.
struct Work
{
    uint8_t block[kBlockSize];
    uint8_t digest[kDigestSize]; ///< of the signed data
    TrustedKeys trusted;
};

const char *schemeName(uint8_t version)
{
    if (version == kRsaVersion)
        return "RSA";
    return version == kEcdsaVersion ? "ECDSA" : "Unknown";
}

uint8_t versionOf(otabench_signature_scheme_t scheme)
{
    return scheme == OTABENCH_SIGNATURE_RSA_3072 ? kRsaVersion : kEcdsaVersion;
}

/// How many blocks of a sector count.
uint32_t blockCount(const otabench_port_t *port)
{
    const uint32_t wanted = port->security->signature_blocks;
    if (wanted > 0)
        return wanted < kMostBlocks ? wanted : kMostBlocks;
    const uint16_t chip = port->chip->chip_id;
    return chip == ESP_CHIP_ID_ESP32 || chip == ESP_CHIP_ID_ESP32C2 ? 1 : kMostBlocks;
}

esp_err_t hashFlash(const otabench_port_t *port, uint32_t address, uint32_t length,
                    uint8_t digest[kDigestSize])
{
    if (!isInFlash(port, address, length))
        return ESP_ERR_IMAGE_FLASH_FAIL;
    otabench_hash_t *hash = port->hash_start(port->ctx);
    if (!hash)
        return ESP_ERR_NO_MEM;
    esp_err_t err = ESP_OK;
    uint8_t piece[kPieceSize];
    while (err == ESP_OK && length > 0) {
        const uint32_t size = length < sizeof piece ? length : static_cast<uint32_t>(sizeof piece);
        err = port->flash_read(port->ctx, address, piece, size);
        if (err == ESP_OK)
            port->hash_update(port->ctx, hash, piece, size);
        address += size;
        length -= size;
    }
    port->hash_finish(port->ctx, hash, err == ESP_OK ? digest : nullptr);
    return err;
}

esp_err_t hashKey(const otabench_port_t *port, const uint8_t block[kBlockSize],
                  uint8_t digest[kDigestSize])
{
    otabench_hash_t *hash = port->hash_start(port->ctx);
    if (!hash)
        return ESP_ERR_NO_MEM;
    port->hash_update(port->ctx, hash, block + kKey,
                      block[1] == kRsaVersion ? kRsaKeySize : kEcdsaKeySize);
    port->hash_finish(port->ctx, hash, digest);
    return ESP_OK;
}

esp_err_t readBlock(const otabench_port_t *port, uint32_t sector, uint32_t index,
                    uint8_t block[kBlockSize])
{
    if (!isInFlash(port, sector, kSignatureSector))
        return ESP_ERR_IMAGE_FLASH_FAIL;
    return port->flash_read(port->ctx, sector + index * kBlockSize, block, kBlockSize);
}

/// Whether the block is one, of the scheme that is asked for.
bool isBlock(const otabench_port_t *port, const uint8_t block[kBlockSize])
{
    const otabench_signature_scheme_t scheme = port->security->signature;
    if (block[0] != kMagic || readU32(block + kCrc) != otabench_crc32(0, block, kCrc))
        return false;
    const uint8_t version = versionOf(scheme);
    if (block[1] != version) {
        logLine(port, ESP_LOG_ERROR, kTag,
                "%s signing scheme selected but signature block generated for %s scheme",
                schemeName(version), schemeName(block[1]));
        return false;
    }
    if (version == kRsaVersion)
        return true;
    const uint8_t curve = scheme == OTABENCH_SIGNATURE_ECDSA_P192 ? kCurveP192 : kCurveP256;
    if (block[kHashKind] == 0 && block[kKey] == curve)
        return true;
    logLine(port, ESP_LOG_ERROR, kTag,
            "ECDSA curve mismatch: actual (curve_id %u), expected (curve_id %u)", block[kKey],
            curve);
    return false;
}

/// The keys in the running app's own signature sector. They are not verified: it runs.
esp_err_t readRunningKeys(const otabench_port_t *port, Work &work)
{
    logLine(port, ESP_LOG_INFO, kTag, "Take trusted digest key(s) from running app");
    const esp_partition_t *running = findAppAt(port->running_address);
    if (!running) {
        logLine(port, ESP_LOG_ERROR, kTag, "Cannot get running partition");
        return ESP_FAIL;
    }
    uint32_t length = 0;
    esp_err_t err = measureImage(port, running->address, running->size, &length);
    if (err != ESP_OK) {
        logLine(port, ESP_LOG_ERROR, kTag, "Error reading metadata from running app (err=0x%x)",
                static_cast<unsigned>(err));
        return ESP_FAIL;
    }
    const uint32_t sector =
        running->address + (length + kSignatureSector - 1) / kSignatureSector * kSignatureSector;
    for (uint32_t i = 0; i < blockCount(port); ++i) {
        err = readBlock(port, sector, i, work.block);
        if (err == ESP_OK && isBlock(port, work.block))
            err = hashKey(port, work.block, work.trusted.digests[work.trusted.count++]);
        if (err != ESP_OK)
            return err;
    }
    if (work.trusted.count > 0)
        return ESP_OK;
    logLine(port, ESP_LOG_ERROR, kTag, "No signatures were found for the running app");
    return ESP_ERR_NOT_FOUND;
}

esp_err_t readTrustedKeys(const otabench_port_t *port, Work &work)
{
    const otabench_security_t &security = *port->security;
    if (security.key_digest_count == 0)
        return readRunningKeys(port, work);
    logLine(port, ESP_LOG_INFO, kTag, "Take trusted digest key(s) from eFuse block(s)");
    work.trusted.count =
        security.key_digest_count < kMostBlocks ? security.key_digest_count : kMostBlocks;
    memcpy(work.trusted.digests, security.key_digests, sizeof work.trusted.digests);
    return ESP_OK;
}

int findKey(const TrustedKeys &keys, const uint8_t digest[kDigestSize])
{
    for (uint32_t i = 0; i < keys.count; ++i) {
        if (memcmp(keys.digests[i], digest, kDigestSize) == 0)
            return static_cast<int>(i);
    }
    return -1;
}

esp_err_t verifyBlock(const otabench_port_t *port, const Work &work)
{
    const bool rsa = work.block[1] == kRsaVersion;
    logLine(port, ESP_LOG_INFO, kTag, "Verifying with %s...", rsa ? "RSA-PSS" : "ECDSA");
    if (memcmp(work.block + kDigest, work.digest, kDigestSize) != 0)
        return ESP_FAIL;
    const otabench_signature_t signature = {
        port->security->signature, work.block + (rsa ? kKey : kEcdsaPoint),
        rsa ? readU32(work.block + kRsaExponent) : 0,
        work.block + (rsa ? kRsaSignature : kEcdsaSignature), work.digest};
    return port->verify_signature(port->ctx, &signature);
}

/// Goes through the blocks behind the data; the first trusted one with a good signature decides.
esp_err_t verifyBlocks(const otabench_port_t *port, uint32_t sector, Work &work)
{
    for (uint32_t i = 0; i < blockCount(port); ++i) {
        esp_err_t err = readBlock(port, sector, i, work.block);
        if (err != ESP_OK)
            return err;
        if (!isBlock(port, work.block))
            continue;
        uint8_t key[kDigestSize];
        err = hashKey(port, work.block, key);
        if (err != ESP_OK)
            return err;
        const int trusted = findKey(work.trusted, key);
        if (trusted < 0)
            continue;
        logLine(port, ESP_LOG_INFO, kTag, "#%d app key digest == #%d trusted key digest",
                static_cast<int>(i), trusted);
        err = verifyBlock(port, work);
        if (err == ESP_OK || err == ESP_ERR_NO_MEM)
            return err;
    }
    return ESP_ERR_IMAGE_INVALID;
}

esp_err_t verifyWith(const otabench_port_t *port, uint32_t address, uint32_t length, Work &work)
{
    const esp_err_t err = hashFlash(port, address, length, work.digest);
    if (err != ESP_OK)
        return err;
    if (port->security->signature == OTABENCH_SIGNATURE_NONE ||
        readTrustedKeys(port, work) != ESP_OK) {
        logLine(port, ESP_LOG_ERROR, kTag, "Could not read secure boot digests!");
        return ESP_FAIL;
    }
    return verifyBlocks(port, address + length, work);
}

} // namespace

bool wantsSignedApps(const otabench_port_t *port)
{
    return port->security && port->security->signature != OTABENCH_SIGNATURE_NONE;
}

esp_err_t verifySignature(const otabench_port_t *port, uint32_t address, uint32_t length)
{
    auto *work = static_cast<Work *>(port->allocate(port->ctx, sizeof(Work)));
    if (!work)
        return ESP_ERR_NO_MEM;
    const esp_err_t err = verifyWith(port, address, length, *work);
    port->release(port->ctx, work);
    return err;
}

esp_err_t listTrustedKeys(const otabench_port_t *port, TrustedKeys *keys)
{
    keys->count = 0;
    if (!wantsSignedApps(port))
        return ESP_OK;
    auto *work = static_cast<Work *>(port->allocate(port->ctx, sizeof(Work)));
    if (!work)
        return ESP_ERR_NO_MEM;
    const esp_err_t err = readTrustedKeys(port, *work);
    if (err == ESP_OK)
        *keys = work->trusted;
    port->release(port->ctx, work);
    return err;
}

} // namespace otabench::firmware
