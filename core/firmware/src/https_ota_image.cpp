// The image's side of an update: its header, the decryption callback and the flash.
#include "https_ota.h"

#include <stdlib.h>
#include <string.h>

#include "esp_log.h"

static const char *const TAG = "esp_https_ota";

namespace otabench::firmware {
namespace {

// Offsets in an image's header: image-format section 2 (ESP-IDF v5.5 esp_app_format.h).
constexpr size_t kChipIdOffset = 12;
constexpr size_t kMinRevisionOffset = 15;
constexpr size_t kMaxRevisionOffset = 17;
constexpr size_t kDescriptionOffset = 32;
constexpr uint8_t kImageMagic = 0xE9;
constexpr uint32_t kDescriptionMagic = 0xABCD5432;
constexpr uint16_t kRevisionNotSet = 0xffff;
constexpr size_t kSpiModeOffset = 181;              // in the description; ESP-IDF v6.1 and later
constexpr esp_err_t kSpiModeMismatch = 0x1508;      // ESP_ERR_OTA_SPI_MODE_MISMATCH, v6.1
constexpr uint8_t kBootloaderDescriptionMagic = 80; // its first byte

uint16_t readU16(const uint8_t *bytes)
{
    return static_cast<uint16_t>(bytes[0] | bytes[1] << 8);
}

esp_err_t checkRevision(HttpsOta &ota, uint16_t smallest, uint16_t largest)
{
    const unsigned chip = ota.port->chip->chip_revision;
    if (chip < smallest) {
        ESP_LOG_LEVEL(ESP_LOG_ERROR, "boot_comm",
                      "Image requires chip rev >= v%u.%u, but chip is v%u.%u", smallest / 100U,
                      smallest % 100U, chip / 100, chip % 100);
        return ota.fail(ESP_ERR_INVALID_VERSION, "the image needs a newer chip revision");
    }
    if (largest != 0 && largest != kRevisionNotSet && chip > largest) {
        ESP_LOG_LEVEL(ESP_LOG_ERROR, "boot_comm",
                      "Image requires chip rev <= v%u.%u, but chip is v%u.%u", largest / 100U,
                      largest % 100U, chip / 100, chip % 100);
        return ota.fail(ESP_ERR_INVALID_VERSION, "the image needs an older chip revision");
    }
    return ESP_OK;
}

/// The mode the flash is driven in is fixed by the bootloader: an app built for another one may not
/// run. 0 says nothing.
esp_err_t checkSpiMode(HttpsOta &ota, const uint8_t *header, size_t length)
{
    if (length <= kDescriptionOffset + kSpiModeOffset)
        return ESP_OK;
    uint8_t running[sizeof(esp_app_desc_t)];
    memcpy(running, esp_app_get_description(), sizeof running);
    const uint8_t mode = header[kDescriptionOffset + kSpiModeOffset];
    if (mode == 0 || running[kSpiModeOffset] == 0 || mode == running[kSpiModeOffset])
        return ESP_OK;
    ESP_LOG_LEVEL(ESP_LOG_ERROR, "esp_ota_ops",
                  "SPI flash mode mismatch: running app has mode %d, new app has mode %d",
                  running[kSpiModeOffset], mode);
    return ota.fail(kSpiModeMismatch, "the image drives the flash in another mode");
}

/// The plain bytes of a chunk. Those of decrypt_cb are malloc'ed by it and freed here, as
/// ESP-IDF's interface has it; the engine itself takes no memory. No destructor: a board that
/// resets leaves without calling any.
struct Plain
{
    const uint8_t *bytes;
    size_t length;
    void *toFree;
};

esp_err_t decryptChunk(HttpsOta &ota, const uint8_t *bytes, size_t length, Plain &plain)
{
    plain.bytes = bytes;
    plain.length = length;
    if (!ota.decrypt)
        return ESP_OK;
    decrypt_cb_arg_t argument = {};
    argument.data_in = reinterpret_cast<const char *>(bytes);
    argument.data_in_len = length;
    ota.post(ESP_HTTPS_OTA_DECRYPT_CB);
    const esp_err_t result = ota.decrypt(&argument, ota.decryptContext);
    plain.toFree = argument.data_out;
    plain.bytes = reinterpret_cast<const uint8_t *>(argument.data_out);
    plain.length = argument.data_out ? argument.data_out_len : 0;
    if (result == ESP_OK)
        return ESP_OK;
    ESP_LOGE(TAG, "Decrypt callback failed %d", result);
    return ota.fail(result, "the image could not be decrypted");
}

esp_err_t writePlain(HttpsOta &ota, const uint8_t *bytes, size_t length)
{
    const esp_err_t result = esp_ota_write(ota.update, bytes, length);
    if (result == ESP_OK)
        ota.written += static_cast<uint32_t>(length);
    const int total = static_cast<int>(ota.written);
    ota.post(ESP_HTTPS_OTA_WRITE_FLASH, &total, sizeof total);
    ota.updateReport();
    if (result == ESP_OK) {
        ESP_LOGD(TAG, "Written image length %d", total);
        return ESP_OK;
    }
    ESP_LOGE(TAG, "Error: esp_ota_write failed! err=0x%x", static_cast<unsigned>(result));
    switch (result) {
    case ESP_ERR_OTA_VALIDATE_FAILED:
        return ota.fail(result, "the file is not an application image");
    case ESP_ERR_INVALID_SIZE:
        return ota.fail(result, "the image is larger than the board's slot");
    default:
        return ota.fail(result, "the flash could not be written");
    }
}

} // namespace

esp_err_t readHeader(HttpsOta &ota)
{
    while (!ota.headerIsThere && ota.headerLength < HttpsOta::kHeaderSize) {
        if (ota.lost) {
            const esp_err_t step = reconnectStep(ota);
            if (step != ESP_ERR_HTTPS_OTA_IN_PROGRESS)
                return step;
            continue;
        }
        const int got = esp_http_client_read(
            ota.client, reinterpret_cast<char *>(ota.buffer) + ota.headerLength,
            static_cast<int>(HttpsOta::kHeaderSize - ota.headerLength));
        if (got == 0 && hasNextPart(ota)) {
            ota.lost = true; // not lost, but the next step asks for the rest
            ota.retryAt = ota.port->clock_ms(ota.port->ctx);
            continue;
        }
        if (got == 0) {
            ESP_LOGE(TAG, "Complete headers were not received");
            return ota.fail(ESP_FAIL, "the file is too short to be an image");
        }
        if (got > 0) {
            ota.headerLength += static_cast<size_t>(got);
            ota.count(static_cast<size_t>(got));
        }
        const esp_err_t judged = judgeRead(ota, got);
        if (judged != ESP_OK && judged != ESP_ERR_HTTPS_OTA_IN_PROGRESS) {
            ESP_LOGE(TAG, "Complete headers were not received");
            return judged;
        }
    }
    if (ota.headerIsThere)
        return ESP_OK;
    const esp_err_t decrypted = decryptHere(ota, ota.buffer, &ota.headerLength);
    if (decrypted != ESP_OK)
        return decrypted;
    // By ECIES any key opens any file; by what comes out it can be told early.
    if (ota.encrypted && (ota.headerLength == 0 || ota.buffer[0] != kImageMagic)) {
        ESP_LOGE(TAG, "Decryption of image header failed");
        return ota.fail(OTABENCH_ERR_OTA_NOT_DECRYPTED,
                        "what the board's key makes of the file is no image: it is encrypted for "
                        "another key, or something else was encrypted");
    }
    ota.headerIsThere = true;
    return ESP_OK;
}

bool hasNextPart(const HttpsOta &ota)
{
    return ota.partial && ota.fileLengthKnown && ota.fileOffset < ota.fileLength &&
           ota.fileOffset > ota.requestOffset; // an empty part leads nowhere
}

esp_err_t checkHeader(HttpsOta &ota, const uint8_t *header, size_t length)
{
    if (length < kDescriptionOffset) {
        ESP_LOGE(TAG, "Decryption of image header failed");
        return ota.fail(ESP_FAIL, "the decrypted header is too short");
    }
    const uint16_t chip = readU16(header + kChipIdOffset);
    ota.post(ESP_HTTPS_OTA_VERIFY_CHIP_ID, &chip, sizeof chip);
    if (chip != ota.port->chip->chip_id) {
        ESP_LOGE(TAG, "Mismatch chip id, expected %d, found %d", ota.port->chip->chip_id, chip);
        return ota.fail(ESP_ERR_INVALID_VERSION, "the image is for another chip");
    }
    const uint16_t smallest = readU16(header + kMinRevisionOffset);
    ota.post(ESP_HTTPS_OTA_VERIFY_CHIP_REVISION, &smallest, sizeof smallest);
    if (ota.final->type != ESP_PARTITION_TYPE_APP)
        return checkRevision(ota, smallest, kRevisionNotSet);
    const esp_err_t fits = checkRevision(ota, smallest, readU16(header + kMaxRevisionOffset));
    return fits == ESP_OK ? checkSpiMode(ota, header, length) : fits;
}

esp_err_t writeChunk(HttpsOta &ota, uint8_t *bytes, size_t length, bool isHeader)
{
    Plain plain = {};
    // readHeader has decrypted the header already.
    esp_err_t result = isHeader ? ESP_OK : decryptHere(ota, bytes, &length);
    if (result == ESP_OK)
        result = decryptChunk(ota, bytes, length, plain);
    if (result == ESP_OK && isHeader)
        result = checkHeader(ota, plain.bytes, plain.length);
    else if (result != ESP_OK && isHeader)
        result = ESP_FAIL;
    if (result == ESP_OK && plain.length > 0) // none: held back by the decryption, more to come
        result = writePlain(ota, plain.bytes, plain.length);
    free(plain.toFree);
    return result == ESP_OK ? ESP_ERR_HTTPS_OTA_IN_PROGRESS : result;
}

} // namespace otabench::firmware

namespace otabench::firmware {
namespace {

/// Reads a description of the type that the final partition holds, before the download.
esp_err_t readDescription(HttpsOta &ota, esp_partition_type_t type, void *description, size_t size)
{
    ota.post(ESP_HTTPS_OTA_GET_IMG_DESC);
    if (ota.decrypt)
        return ota.fail(ESP_ERR_NOT_SUPPORTED, "an encrypted image's description is not readable");
    if (ota.final->type != type) {
        ESP_LOGE(TAG, "This partition type (%d) is not supported",
                 static_cast<int>(ota.final->type));
        return ota.fail(ESP_FAIL, "the update is for a partition without such a description");
    }
    if (ota.state == HttpsOta::State::Begin) {
        const esp_err_t read = readHeader(ota);
        if (read != ESP_OK)
            return read;
        memcpy(description, ota.buffer + kDescriptionOffset, size);
        return ESP_OK;
    }
    if (ota.state == HttpsOta::State::Resume) {
        const esp_err_t read =
            esp_partition_read(ota.staging, kDescriptionOffset, description, size);
        return read == ESP_OK ? ESP_OK : ota.fail(read, "the flash could not be read");
    }
    ESP_LOGE(TAG, "Invalid ESP HTTPS OTA State");
    return ota.fail(ESP_ERR_INVALID_STATE, "the description must be read before the download");
}

} // namespace
} // namespace otabench::firmware

esp_err_t esp_https_ota_get_img_desc(esp_https_ota_handle_t handle, esp_app_desc_t *app_desc)
{
    using namespace otabench::firmware;
    if (!handle || !app_desc)
        return ESP_ERR_INVALID_ARG;
    HttpsOta &ota = *static_cast<HttpsOta *>(handle);
    const esp_err_t read = readDescription(ota, ESP_PARTITION_TYPE_APP, app_desc, sizeof *app_desc);
    if (read != ESP_OK || app_desc->magic_word == kDescriptionMagic)
        return read;
    ESP_LOGE(TAG, "Incorrect app descriptor magic");
    return ota.fail(ESP_FAIL, "the file is not an application image");
}

esp_err_t esp_https_ota_get_bootloader_img_desc(esp_https_ota_handle_t handle,
                                                esp_bootloader_desc_t *bootloader_desc)
{
    using namespace otabench::firmware;
    if (!handle || !bootloader_desc)
        return ESP_ERR_INVALID_ARG;
    HttpsOta &ota = *static_cast<HttpsOta *>(handle);
    const esp_err_t read = readDescription(ota, ESP_PARTITION_TYPE_BOOTLOADER, bootloader_desc,
                                           sizeof *bootloader_desc);
    if (read != ESP_OK || bootloader_desc->magic_byte == kBootloaderDescriptionMagic)
        return read;
    ESP_LOGE(TAG, "Incorrect bootloader descriptor magic");
    return ota.fail(ESP_FAIL, "the file is not a bootloader image");
}
