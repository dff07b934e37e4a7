// Pre-encrypted images of otabench_decrypt: where an update and its decryption meet.
#include <string.h>

#include "esp_log.h"
#include "https_ota.h"

static const char *const TAG = "esp_https_ota";

namespace otabench::firmware {
namespace {

constexpr uint32_t kAbsorbedAStep = 32768;

/// Whether a file that begins so is taken as it is. Fewer than four bytes are judged as they are.
bool isPlain(const HttpsOta &ota, const uint8_t *bytes, size_t length)
{
    uint8_t begin[4] = {0xCF, 0xB6, 0x88, 0x07};
    memcpy(begin, bytes, length < sizeof begin ? length : sizeof begin);
    return ota.encryptionOptional && ota.encrypted->headerLength == 0 &&
           !looksEncrypted(begin, sizeof begin);
}

void takeAsPlain(HttpsOta &ota)
{
    ESP_LOGI(TAG, "The file is not pre-encrypted");
    forgetDecryption(ota);
    ota.encryptedHeaderSize = 0;
    ota.updateReport();
}

/// Reads the file's header of 512 bytes from the answer to a request for it.
esp_err_t readEncryptedHeader(HttpsOta &ota)
{
    while (ota.fileOffset < EncryptedImage::kHeaderSize) {
        const int got =
            esp_http_client_read(ota.client, reinterpret_cast<char *>(ota.buffer),
                                 static_cast<int>(EncryptedImage::kHeaderSize - ota.fileOffset));
        if (got == -ESP_ERR_HTTP_EAGAIN && !isStalled(ota))
            continue;
        if (got <= 0)
            return ota.fail(got == -ESP_ERR_HTTP_EAGAIN ? ESP_ERR_HTTP_READ_TIMEOUT : ESP_FAIL,
                            "the encrypted file's header did not come");
        ota.count(static_cast<size_t>(got));
        if (isPlain(ota, ota.buffer, static_cast<size_t>(got))) {
            takeAsPlain(ota);
            return ESP_OK;
        }
        size_t plain = 0;
        const esp_err_t taken = ota.encrypted->take(ota.buffer, static_cast<size_t>(got), &plain);
        if (taken != ESP_OK && taken != ESP_ERR_NOT_FINISHED)
            return ota.fail(OTABENCH_ERR_OTA_NOT_DECRYPTED, ota.encrypted->failure);
    }
    return ESP_OK;
}

} // namespace

esp_err_t startDecryption(HttpsOta &ota)
{
    if (!ota.decryptConfig)
        return ESP_OK;
    EncryptedImage::destroy(ota.encrypted); // of another file, or none
    ota.encryptedHeaderSize = EncryptedImage::kHeaderSize;
    ota.rebuildsTag = false;
    ota.report->encrypted = false;
    ota.encrypted = EncryptedImage::create(ota.port, *ota.decryptConfig);
    if (ota.encrypted)
        return ESP_OK;
    ESP_LOGE(TAG, "Decryption cannot start");
    return ota.fail(OTABENCH_ERR_OTA_NOT_DECRYPTED,
                    "the board's key for encrypted images cannot be used");
}

void forgetDecryption(HttpsOta &ota)
{
    EncryptedImage::destroy(ota.encrypted);
    ota.encrypted = nullptr;
}

esp_err_t requestRestOfEncrypted(HttpsOta &ota)
{
    const uint32_t from = ota.fileOffset;
    const bool partial = ota.partial;
    const uint32_t requestSize = ota.requestSize;
    ota.fileOffset = 0;
    ota.partial = true; // for this one request
    ota.requestSize = EncryptedImage::kHeaderSize;
    esp_err_t result = requestImage(ota);
    ota.partial = partial;
    ota.requestSize = requestSize;
    if (result == ESP_OK)
        result = readEncryptedHeader(ota);
    if (result != ESP_OK)
        return result;
    if (!ota.encrypted) {
        (void)esp_http_client_close(ota.client);
        ota.fileOffset = from;
        return requestImage(ota);
    }
    ota.report->encrypted = true;
    if (!ota.encrypted->skipTo(from))
        return ota.fail(ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE,
                        "more is in flash than the server's image is long");
    ota.fileOffset = from + EncryptedImage::kHeaderSize;
    return requestImage(ota);
}

esp_err_t decryptHere(HttpsOta &ota, uint8_t *bytes, size_t *length)
{
    if (!ota.encrypted)
        return ESP_OK;
    if (isPlain(ota, bytes, *length)) {
        takeAsPlain(ota);
        return ESP_OK;
    }
    ota.post(ESP_HTTPS_OTA_DECRYPT_CB);
    EncryptedImage &image = *ota.encrypted;
    const bool wasInHeader = image.state == EncryptedImage::State::Header;
    esp_err_t result = image.take(bytes, *length, length);
    if (result == ESP_ERR_NOT_FINISHED)
        result = ESP_OK;
    if (result == ESP_OK && wasInHeader && image.state == EncryptedImage::State::Data &&
        ota.fileLengthKnown && image.imageLength != ota.fileLength - ota.encryptedHeaderSize) {
        image.failure = "the encrypted file's length is not the one in its header";
        result = ESP_FAIL;
    }
    ota.report->encrypted = image.state == EncryptedImage::State::Data;
    if (result == ESP_OK)
        return ESP_OK;
    ESP_LOGE(TAG, "Decrypt callback failed %d", result);
    return ota.fail(result == ESP_ERR_NO_MEM ? result : OTABENCH_ERR_OTA_NOT_DECRYPTED,
                    image.failure);
}

bool lacksTagBytes(const HttpsOta &ota)
{
    return ota.encrypted && (ota.encrypted->lacksBytes() || ota.rebuildsTag);
}

esp_err_t rebuildTagStep(HttpsOta &ota)
{
    EncryptedImage &image = *ota.encrypted;
    if (!ota.rebuildsTag) {
        ESP_LOGI(TAG, "Checking the resumed image's tag in flash");
        ota.rebuildsTag = true;
        image.startOver();
    }
    for (uint32_t done = 0; done < kAbsorbedAStep && image.position() < ota.written;) {
        const uint32_t left = ota.written - image.position();
        const size_t length = left < ota.capacity ? left : ota.capacity;
        esp_err_t result = esp_partition_read(ota.staging, image.position(), ota.buffer, length);
        if (result != ESP_OK)
            return ota.fail(result, "the flash could not be read");
        result = image.absorb(ota.buffer, length);
        if (result != ESP_OK)
            return ota.fail(result, image.failure);
        done += static_cast<uint32_t>(length);
    }
    if (image.position() < ota.written)
        return ESP_ERR_HTTPS_OTA_IN_PROGRESS;
    ota.rebuildsTag = false;
    return ESP_OK;
}

esp_err_t checkTag(HttpsOta &ota)
{
    if (!ota.encrypted || ota.encrypted->check() == ESP_OK)
        return ESP_OK;
    ESP_LOGE(TAG, "The pre-encrypted image's tag does not match: it is not used");
    // It may be a good image by itself, which nobody vouches for: nothing shall boot it.
    (void)esp_partition_erase_range(ota.staging, 0, ota.staging->erase_size);
    return ota.fail(OTABENCH_ERR_OTA_BAD_TAG, ota.encrypted->failure);
}

} // namespace otabench::firmware
