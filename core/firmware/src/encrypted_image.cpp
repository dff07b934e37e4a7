#include "encrypted_image.h"

#include <string.h>

#include "bytes.h"
#include "construct.h"
#include "esp_log.h"
#include "key_derivation.h"

static const char *const TAG = "esp_encrypted_img";

namespace otabench::firmware {
namespace {

constexpr uint32_t kMagicEnd = 4;
constexpr uint32_t kKeyEnd = 388;
constexpr size_t kPointOffset = 4;
constexpr size_t kSaltOffset = 68;
constexpr size_t kNonceOffset = 388;
constexpr size_t kLengthOffset = 404;
constexpr size_t kTagOffset = 408;
constexpr int kHighestKeyId = 7;

constexpr uint32_t kIterations = 2048;
constexpr uint8_t kPbkdf2Salt[32] = {
    0x0e, 0x21, 0x60, 0x64, 0x2d, 0xae, 0x76, 0xd3, 0x34, 0x48, 0xe4, 0x3d, 0x77, 0x20, 0x12, 0x3d,
    0x9f, 0x3b, 0x1e, 0xce, 0xb8, 0x8e, 0x57, 0x3a, 0x4e, 0x8f, 0x7f, 0xb9, 0x4f, 0xf0, 0xc8, 0x69};
constexpr char kHkdfInfo[] = "_esp_enc_img_ecc"; // without its NUL

bool hasCryptography(const otabench_port_t *port)
{
    return port && port->aes_start && port->aes_ctr && port->aes_finish && port->rsa_decrypt &&
           port->rsa_public_key && port->p256_public_key && port->p256_ecdh && port->efuse_hmac;
}

/// Up to a NUL, or to the end.
size_t textLength(const char *text, size_t capacity)
{
    const void *end = memchr(text, '\0', capacity);
    return end ? static_cast<size_t>(static_cast<const char *>(end) - text) : capacity;
}

bool isUsable(const esp_decrypt_cfg_t &config)
{
    if (config.ds_data)
        return false;
    return config.rsa_priv_key ? config.rsa_priv_key_len > 0
                               : config.hmac_key_id >= 0 && config.hmac_key_id <= kHighestKeyId;
}

/// DER of a P-256 public key up to its point, 0x04 included: RFC 5480, RFC 5915.
constexpr uint8_t kSpkiOfP256[] = {0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48,
                                   0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
                                   0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04};

} // namespace

bool looksEncrypted(const uint8_t *bytes, size_t length)
{
    return length >= kMagicEnd && readU32(bytes) == EncryptedImage::kMagic;
}

EncryptedImage *EncryptedImage::create(const otabench_port_t *port, const esp_decrypt_cfg_t &config)
{
    if (!hasCryptography(port) || !isUsable(config)) {
        ESP_LOGE(TAG, "esp_encrypted_img_decrypt_start : Invalid argument");
        return nullptr;
    }
    ESP_LOGI(TAG, "Initializing Decryption Handle");
    const size_t pemLength =
        config.rsa_priv_key ? textLength(config.rsa_priv_key, config.rsa_priv_key_len) : 0;
    const size_t pemSize = config.rsa_priv_key ? pemLength + 1 : 0;
    void *memory = port->allocate(port->ctx, sizeof(EncryptedImage) + pemSize);
    if (!memory) {
        ESP_LOGE(TAG, "Couldn't allocate memory to handle");
        return nullptr;
    }
    auto *image = new (memory, InPlace{}) EncryptedImage{};
    image->port = port;
    image->isRsa = config.rsa_priv_key != nullptr;
    image->pemSize = pemSize;
    if (image->isRsa) {
        image->pem = static_cast<char *>(memory) + sizeof(EncryptedImage);
        memcpy(image->pem, config.rsa_priv_key, pemLength);
        image->pem[pemLength] = '\0';
        return image;
    }
    image->hmacKeyId = static_cast<uint32_t>(config.hmac_key_id);
    if (image->deriveScalar())
        return image;
    destroy(image);
    return nullptr;
}

/// The board's private key from its eFuse, made as the original does.
bool EncryptedImage::deriveScalar()
{
    const esp_err_t derived =
        pbkdf2OfEfuse(port, hmacKeyId, kPbkdf2Salt, sizeof kPbkdf2Salt, kIterations, scalar);
    if (derived == ESP_ERR_NOT_FOUND) {
        ESP_LOGE(TAG, "Could not find HMAC key in configured eFuse block!");
        return false;
    }
    uint8_t point[64];
    hasScalar = derived == ESP_OK && port->p256_public_key(port->ctx, scalar, point) == ESP_OK;
    if (!hasScalar)
        ESP_LOGE(TAG, "Failed to derive ECC device key");
    return hasScalar;
}

int EncryptedImage::writePublicKey(uint8_t *der, size_t capacity)
{
    if (isRsa)
        return pem ? port->rsa_public_key(port->ctx, pem, pemSize, der, capacity) : -1;
    uint8_t point[64];
    constexpr size_t kSize = sizeof kSpkiOfP256 + sizeof point;
    if (capacity < kSize || (!hasScalar && !deriveScalar()) ||
        port->p256_public_key(port->ctx, scalar, point) != ESP_OK)
        return -1;
    memcpy(der, kSpkiOfP256, sizeof kSpkiOfP256);
    memcpy(der + sizeof kSpkiOfP256, point, sizeof point);
    return static_cast<int>(kSize);
}

void EncryptedImage::destroy(EncryptedImage *image)
{
    if (!image)
        return;
    const otabench_port_t *port = image->port;
    image->gcm.release();
    image->forgetBoardKey();
    wipe(image, sizeof *image);
    port->release(port->ctx, image);
}

void EncryptedImage::forgetBoardKey()
{
    if (pem)
        wipe(pem, pemSize);
    pem = nullptr;
    wipe(scalar, sizeof scalar);
    hasScalar = false;
}

esp_err_t EncryptedImage::fail(esp_err_t code, const char *why)
{
    state = State::Failed;
    failure = why;
    return code;
}

esp_err_t EncryptedImage::agreeOnKey()
{
    uint8_t shared[32];
    esp_err_t result = port->p256_ecdh(port->ctx, scalar, header + kPointOffset, shared);
    if (result == ESP_OK)
        result =
            hkdfSha256(port, shared, header + kSaltOffset, kHkdfInfo, sizeof kHkdfInfo - 1, key);
    wipe(shared, sizeof shared);
    return result;
}

/// The file's AES key. A library may "succeed" on a wrong RSA key with random bytes: what is not 32
/// bytes long is none.
esp_err_t EncryptedImage::decryptKey()
{
    esp_err_t result = ESP_OK;
    size_t length = sizeof key;
    if (isRsa) {
        ESP_LOGI(TAG, "Reading RSA private key");
        length = 0;
        result = port->rsa_decrypt(port->ctx, pem, pemSize, header + kPointOffset,
                                   kKeyEnd - kMagicEnd, key, sizeof key, &length);
    } else {
        result = agreeOnKey();
    }
    forgetBoardKey();
    if (result == ESP_ERR_NO_MEM)
        return fail(result, "the board is short of memory");
    if (result == ESP_OK && length == sizeof key)
        return ESP_OK;
    ESP_LOGE(TAG, "%s", isRsa ? "Unable to decipher GCM key" : "Failed to derive GCM key");
    return fail(ESP_FAIL, "the image is encrypted for another key than the board's");
}

esp_err_t EncryptedImage::takeHeader(const uint8_t *bytes, size_t length, size_t *used)
{
    const uint32_t before = headerLength;
    *used = length < kHeaderSize - before ? length : kHeaderSize - before;
    memcpy(header + before, bytes, *used);
    headerLength += static_cast<uint32_t>(*used);
    if (before < kMagicEnd && headerLength >= kMagicEnd) {
        if (!looksEncrypted(header, headerLength)) {
            ESP_LOGE(TAG, "Magic Verification failed");
            return fail(ESP_FAIL, "the file is not a pre-encrypted image");
        }
        ESP_LOGI(TAG, "Magic Verified");
    }
    if (before < kKeyEnd && headerLength >= kKeyEnd) {
        const esp_err_t result = decryptKey();
        if (result != ESP_OK)
            return result;
    }
    if (headerLength < kHeaderSize)
        return ESP_ERR_NOT_FINISHED;
    imageLength = readU32(header + kLengthOffset);
    const esp_err_t result = gcm.start(port, key, header + kNonceOffset);
    wipe(key, sizeof key);
    if (result != ESP_OK)
        return fail(result, "the board is short of memory");
    state = State::Data;
    return ESP_OK;
}

esp_err_t EncryptedImage::take(uint8_t *bytes, size_t length, size_t *plainLength)
{
    *plainLength = 0;
    size_t used = 0;
    if (state == State::Header) {
        const esp_err_t result = takeHeader(bytes, length, &used);
        if (result != ESP_OK)
            return result;
    }
    if (state == State::Failed)
        return ESP_FAIL;
    const size_t left = length - used;
    if (left > imageLength - gcm.position) {
        ESP_LOGE(TAG, "More data than the header announces");
        return fail(ESP_FAIL, "the file is longer than its header says");
    }
    if (used > 0)
        memmove(bytes, bytes + used, left);
    if (gcm.decrypt(bytes, left) != ESP_OK)
        return fail(ESP_FAIL, "the board's AES failed");
    *plainLength = left;
    return isComplete() ? ESP_OK : ESP_ERR_NOT_FINISHED;
}

bool EncryptedImage::skipTo(uint32_t imageOffset)
{
    if (state != State::Data || imageOffset > imageLength)
        return false;
    gcm.restart(imageOffset);
    skipped = imageOffset > 0;
    return true;
}

void EncryptedImage::startOver()
{
    gcm.restart(0);
    skipped = false;
}

esp_err_t EncryptedImage::absorb(uint8_t *plain, size_t length)
{
    if (state != State::Data)
        return ESP_ERR_INVALID_STATE;
    if (length > imageLength - gcm.position)
        return fail(ESP_FAIL, "more is in flash than the image is long");
    if (gcm.absorbPlain(plain, length) != ESP_OK)
        return fail(ESP_FAIL, "the board's AES failed");
    return ESP_OK;
}

esp_err_t EncryptedImage::check()
{
    if (state == State::Failed)
        return ESP_FAIL;
    if (state == State::Header) {
        ESP_LOGE(TAG, "Decryption process not completed successfully");
        return fail(ESP_FAIL, "the file's header is incomplete");
    }
    if (!isComplete() || skipped) {
        ESP_LOGE(TAG, "Invalid operation");
        return fail(ESP_FAIL, "the file is shorter than its header says");
    }
    if (gcm.hasTag(header + kTagOffset))
        return ESP_OK;
    ESP_LOGE(TAG, "Invalid Auth Tag");
    return fail(ESP_FAIL,
                "the encrypted image is damaged, or for another key: its tag does not match");
}

} // namespace otabench::firmware
