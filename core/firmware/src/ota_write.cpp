// Opening, writing and closing an update: esp_ota_begin .. esp_ota_end.

#include "esp_ota_ops.h"

#include <inttypes.h>
#include <string.h>

#include "bytes.h"
#include "engine_state.h"
#include "image_verify.h"
#include "partitions_of_ota.h"
#include "signature.h"

using namespace otabench::firmware;

namespace {

constexpr char kTag[] = "esp_ota_ops";
constexpr uint16_t kPartitionTableMagic = 0x50AA;
constexpr uint32_t kComparedPiece = 128;

OpenUpdate *findUpdate(esp_ota_handle_t handle)
{
    for (OpenUpdate &update : engineState().updates) {
        if (handle != 0 && update.handle == handle)
            return &update;
    }
    return nullptr;
}

bool isOpen(const esp_partition_t *partition)
{
    for (const OpenUpdate &update : engineState().updates) {
        if (update.handle != 0 && (update.staging == partition || update.final == partition))
            return true;
    }
    return false;
}

OpenUpdate *openUpdate(const esp_partition_t *partition)
{
    EngineState &state = engineState();
    for (OpenUpdate &update : state.updates) {
        if (update.handle != 0)
            continue;
        update = {};
        if (++state.lastHandle == 0)
            ++state.lastHandle;
        update.handle = state.lastHandle;
        update.staging = partition;
        update.final = partition;
        return &update;
    }
    return nullptr;
}

esp_err_t checkRunningIsConfirmed()
{
    const int slot = runningSlot();
    OtaDataView view;
    if (slot < 0 || !hasRollback(otabench_port_get()) || viewOtaData(&view) != ESP_OK)
        return ESP_OK;
    const int record = recordOfSlot(view.data, static_cast<uint32_t>(slot), view.slotCount);
    if (record < 0 || view.data.records[record].state != ESP_OTA_IMG_PENDING_VERIFY)
        return ESP_OK;
    ESP_LOGE(kTag, "Running app has not confirmed state (ESP_OTA_IMG_PENDING_VERIFY)");
    return ESP_ERR_OTA_ROLLBACK_INVALID_STATE;
}

esp_err_t checkTarget(const esp_partition_t *partition)
{
    if (partition->type == ESP_PARTITION_TYPE_APP) {
        if (slotOf(partition) < 0)
            return ESP_ERR_INVALID_ARG;
        if (partition == esp_ota_get_running_partition())
            return ESP_ERR_OTA_PARTITION_CONFLICT;
        const esp_err_t err = checkRunningIsConfirmed();
        if (err != ESP_OK)
            return err;
    }
    if (!isOpen(partition))
        return ESP_OK;
    ESP_LOGE(kTag, "OTA operation already in progress on partition %s", partition->label);
    return ESP_ERR_OTA_ALREADY_IN_PROGRESS;
}

/// What begin and resume have in common. The partition comes from the table then.
esp_err_t open(const esp_partition_t *given, OpenUpdate **update)
{
    const esp_partition_t *partition = esp_partition_verify(given);
    if (!partition)
        return ESP_ERR_NOT_FOUND;
    const esp_err_t err = checkTarget(partition);
    if (err != ESP_OK)
        return err;
    *update = openUpdate(partition);
    return *update ? ESP_OK : ESP_ERR_NO_MEM;
}

/// Before the first byte of the staging partition changes: its slot no longer starts.
esp_err_t prepareSlot(OpenUpdate *update)
{
    const int slot = slotOf(update->staging);
    if (slot < 0 || update->slotForgotten)
        return ESP_OK;
    const esp_err_t err = forgetSlot(static_cast<uint32_t>(slot));
    update->slotForgotten = err == ESP_OK;
    return err;
}

void noteWritten(OpenUpdate *update, uint32_t end)
{
    update->written = true;
    if (end > update->end)
        update->end = end;
}

esp_err_t eraseFor(OpenUpdate *update, size_t imageSize)
{
    const bool all = imageSize == 0 || imageSize == OTA_SIZE_UNKNOWN;
    const size_t size = all ? update->staging->size : imageSize;
    if (size > update->staging->size)
        return ESP_ERR_INVALID_SIZE;
    const esp_err_t err = prepareSlot(update);
    if (err != ESP_OK)
        return err;
    const size_t rounded = (size + kSectorSize - 1) / kSectorSize * kSectorSize;
    return esp_partition_erase_range(update->staging, 0, rounded);
}

/// Looks at the first bytes that are written: are they of what the final partition holds?
esp_err_t checkFirstBytes(const OpenUpdate &update, const uint8_t *bytes, size_t size)
{
    const esp_partition_type_t type = update.final->type;
    if ((type == ESP_PARTITION_TYPE_APP || type == ESP_PARTITION_TYPE_BOOTLOADER) &&
        bytes[0] != ESP_IMAGE_HEADER_MAGIC) {
        ESP_LOGE(kTag, "OTA image has invalid magic byte (expected 0xE9, saw 0x%02x)", bytes[0]);
        return ESP_ERR_OTA_VALIDATE_FAILED;
    }
    if (type == ESP_PARTITION_TYPE_PARTITION_TABLE && size > 1 &&
        readU16(bytes) != kPartitionTableMagic) {
        ESP_LOGE(kTag, "Partition table image has invalid magic word (expected 0x50AA, saw 0x%04x)",
                 static_cast<unsigned>(readU16(bytes)));
        return ESP_ERR_OTA_VALIDATE_FAILED;
    }
    return ESP_OK;
}

/// Erases the sectors that the next `size` bytes enter.
esp_err_t eraseAhead(const OpenUpdate &update, uint32_t size)
{
    const uint32_t first = (update.next + kSectorSize - 1) / kSectorSize * kSectorSize;
    const uint32_t end = (update.next + size + kSectorSize - 1) / kSectorSize * kSectorSize;
    return end > first ? esp_partition_erase_range(update.staging, first, end - first) : ESP_OK;
}

bool isSignedData(const esp_partition_t &partition)
{
    const otabench_security_t *security = otabench_port_get()->security;
    return security && security->signed_data && partition.type == ESP_PARTITION_TYPE_DATA &&
           partition.subtype == ESP_PARTITION_SUBTYPE_DATA_UNDEFINED;
}

/// The signature is in the last whole sector that was written.
esp_err_t verifyData(const OpenUpdate &update)
{
    esp_err_t err = ESP_ERR_INVALID_SIZE;
    if (update.end < 2 * kSignatureSector) {
        ESP_LOGE(kTag, "Written size %" PRIu32 " too small for a signed data partition",
                 update.end);
    } else {
        const uint32_t length = update.end / kSignatureSector * kSignatureSector - kSignatureSector;
        err = verifySignature(otabench_port_get(), update.staging->address, length);
        if (err != ESP_OK)
            ESP_LOGE(kTag, "Secure Boot V2 verification failed.");
    }
    if (err != ESP_OK)
        ESP_LOGE(kTag, "esp_secure_boot_verify_signature failed for partition %s, return %d",
                 update.final->label, err);
    return err;
}

/// Leaves a note of an app for esp_ota_set_boot_partition().
esp_err_t verifyStagedImage(const OpenUpdate &update, ImageFacts *facts)
{
    const esp_partition_t &staging = *update.staging;
    const bool isApp = update.final->type == ESP_PARTITION_TYPE_APP;
    ImageRequest request = {staging.address, staging.size,
                            isApp ? ImageKind::App : ImageKind::Bootloader, ImageUse::Verify};
    ImageFacts known;
    if (takeVerified(VerifiedBy::Digest, staging.address, staging.size, &known) && isApp)
        request.known = &known;
    const esp_err_t err = verifyImage(otabench_port_get(), request, facts);
    if (err == ESP_OK && isApp)
        noteVerified(VerifiedBy::End, staging.address, staging.size, *facts);
    return err;
}

/// Verifies what was written as what the final partition holds.
/// @param[out] facts  of an image; zero: it is none
esp_err_t verifyStaging(const OpenUpdate &update, ImageFacts *facts)
{
    const otabench_port_t *port = otabench_port_get();
    const esp_partition_type_t type = update.final->type;
    esp_err_t err = ESP_OK;
    *facts = {};
    if (type == ESP_PARTITION_TYPE_APP || type == ESP_PARTITION_TYPE_BOOTLOADER) {
        err = verifyStagedImage(update, facts);
    } else if (type == ESP_PARTITION_TYPE_PARTITION_TABLE) {
        size_t count = 0;
        err = verifyPartitionTable(port, update.staging->address, &count);
    } else if (isSignedData(*update.final)) {
        err = verifyData(update);
    }
    if (err == ESP_OK)
        return ESP_OK;
    ESP_LOGE(kTag, "New image failed verification");
    return ESP_ERR_OTA_VALIDATE_FAILED;
}

/// The bytes of the final partition's sector that begins there.
uint32_t sectorSize(const OpenUpdate &update, uint32_t at)
{
    const uint32_t rest = update.final->size - at;
    return rest < kSectorSize ? rest : kSectorSize;
}

/// @return ESP_OK: both partitions hold the same in this sector; ESP_ERR_FLASH_OP_FAIL: they differ
esp_err_t compareSector(const OpenUpdate &update, uint32_t sector)
{
    uint8_t one[kComparedPiece];
    uint8_t other[kComparedPiece];
    const uint32_t end = sector + sectorSize(update, sector);
    for (uint32_t at = sector; at < end;) {
        const uint32_t size = end - at < kComparedPiece ? end - at : kComparedPiece;
        esp_err_t err = esp_partition_read(update.staging, at, one, size);
        if (err == ESP_OK)
            err = esp_partition_read(update.final, at, other, size);
        if (err == ESP_OK && memcmp(one, other, size) != 0)
            err = ESP_ERR_FLASH_OP_FAIL;
        if (err != ESP_OK)
            return err;
        at += size;
    }
    return ESP_OK;
}

/// Copies the sectors that differ, and reads back what was copied. A bootloader or partition table
/// has no second copy: each sector that is left alone is one in which power may fail.
esp_err_t copySectors(const OpenUpdate &update)
{
    for (uint32_t at = 0; at < update.final->size; at += kSectorSize) {
        esp_err_t err = compareSector(update, at);
        if (err == ESP_OK)
            continue;
        if (err == ESP_ERR_FLASH_OP_FAIL)
            err = esp_partition_copy(update.final, at, update.staging, at, sectorSize(update, at));
        if (err == ESP_OK)
            err = compareSector(update, at);
        if (err != ESP_OK)
            return err;
    }
    return ESP_OK;
}

esp_err_t copyToFinal(const OpenUpdate &update, const ImageFacts &facts)
{
    if (update.final->size > update.staging->size || facts.length > update.final->size)
        return ESP_ERR_INVALID_SIZE;
    ESP_LOGI(kTag, "Copy from <%s> staging partition to <%s>...", update.staging->label,
             update.final->label);
    esp_err_t err = ESP_OK;
    if (slotOf(update.final) >= 0)
        err = forgetSlot(static_cast<uint32_t>(slotOf(update.final)));
    if (err == ESP_OK)
        err = copySectors(update);
    if (err == ESP_OK && update.final->type == ESP_PARTITION_TYPE_APP) // the same, byte by byte
        noteVerified(VerifiedBy::End, update.final->address, update.final->size, facts);
    return err;
}

} // namespace

esp_err_t esp_ota_begin(const esp_partition_t *partition, size_t image_size,
                        esp_ota_handle_t *out_handle)
{
    if (!partition || !out_handle)
        return ESP_ERR_INVALID_ARG;
    OpenUpdate *update = nullptr;
    esp_err_t err = open(partition, &update);
    if (err != ESP_OK)
        return err;
    update->eraseWhileWriting = image_size == OTA_WITH_SEQUENTIAL_WRITES;
    if (!update->eraseWhileWriting)
        err = eraseFor(update, image_size);
    if (err != ESP_OK) {
        *update = {};
        return err;
    }
    *out_handle = update->handle;
    return ESP_OK;
}

esp_err_t esp_ota_resume(const esp_partition_t *partition, const size_t erase_size,
                         const size_t image_offset, esp_ota_handle_t *out_handle)
{
    if (!partition || !out_handle || image_offset > partition->size)
        return ESP_ERR_INVALID_ARG;
    OpenUpdate *update = nullptr;
    const esp_err_t err = open(partition, &update);
    if (err != ESP_OK)
        return err;
    update->resumed = true;
    update->eraseWhileWriting = erase_size == OTA_WITH_SEQUENTIAL_WRITES;
    update->next = static_cast<uint32_t>(image_offset);
    update->end = update->next;
    *out_handle = update->handle;
    return ESP_OK;
}

esp_err_t esp_ota_set_final_partition(esp_ota_handle_t handle, const esp_partition_t *final,
                                      bool finalize_with_copy)
{
    if (!final)
        return ESP_ERR_INVALID_ARG;
    OpenUpdate *update = findUpdate(handle);
    const esp_partition_t *partition = esp_partition_verify(final);
    if (!update || !partition)
        return ESP_ERR_NOT_FOUND;
    if (update->written)
        return ESP_ERR_INVALID_STATE;
    if (partition == update->staging)
        return ESP_OK;
    if (finalize_with_copy && partition == esp_ota_get_running_partition())
        return ESP_ERR_OTA_PARTITION_CONFLICT;
    if (isOpen(partition))
        return ESP_ERR_OTA_ALREADY_IN_PROGRESS;
    update->final = partition;
    update->copyToFinal = finalize_with_copy;
    ESP_LOGI(kTag, "Staging partition - <%s>. Final partition - <%s>.", update->staging->label,
             update->final->label);
    return ESP_OK;
}

esp_err_t esp_ota_write(esp_ota_handle_t handle, const void *data, size_t size)
{
    if (!data) {
        ESP_LOGE(kTag, "write data is invalid");
        return ESP_ERR_INVALID_ARG;
    }
    OpenUpdate *update = findUpdate(handle);
    if (!update) {
        ESP_LOGE(kTag, "not found the handle");
        return ESP_ERR_INVALID_ARG;
    }
    if (size == 0)
        return ESP_OK;
    if (update->next > update->staging->size || size > update->staging->size - update->next)
        return ESP_ERR_INVALID_SIZE;
    esp_err_t err = ESP_OK;
    if (update->next == 0) // before anything is erased for it
        err = checkFirstBytes(*update, static_cast<const uint8_t *>(data), size);
    if (err == ESP_OK)
        err = prepareSlot(update);
    if (err == ESP_OK && update->eraseWhileWriting)
        err = eraseAhead(*update, static_cast<uint32_t>(size));
    if (err == ESP_OK)
        err = esp_partition_write(update->staging, update->next, data, size);
    if (err == ESP_OK) {
        update->next += static_cast<uint32_t>(size);
        noteWritten(update, update->next);
    }
    return err;
}

esp_err_t esp_ota_write_with_offset(esp_ota_handle_t handle, const void *data, size_t size,
                                    uint32_t offset)
{
    if (!data) {
        ESP_LOGE(kTag, "write data is invalid");
        return ESP_ERR_INVALID_ARG;
    }
    OpenUpdate *update = findUpdate(handle);
    if (!update) {
        ESP_LOGE(kTag, "OTA handle not found");
        return ESP_ERR_INVALID_ARG;
    }
    if (update->eraseWhileWriting)
        return ESP_ERR_INVALID_STATE;
    esp_err_t err = prepareSlot(update);
    if (err == ESP_OK)
        err = esp_partition_write(update->staging, offset, data, size);
    if (err == ESP_OK && size)
        noteWritten(update, offset + static_cast<uint32_t>(size));
    return err;
}

esp_err_t esp_ota_end(esp_ota_handle_t handle)
{
    OpenUpdate *open = findUpdate(handle);
    if (!open)
        return ESP_ERR_NOT_FOUND;
    const OpenUpdate update = *open;
    *open = {};
    if (!update.written && !(update.resumed && update.next > 0))
        return ESP_ERR_INVALID_ARG;
    ImageFacts facts;
    esp_err_t err = verifyStaging(update, &facts);
    if (err == ESP_OK && update.copyToFinal)
        err = copyToFinal(update, facts);
    return err;
}

esp_err_t esp_ota_abort(esp_ota_handle_t handle)
{
    OpenUpdate *update = findUpdate(handle);
    if (!update)
        return ESP_ERR_NOT_FOUND;
    *update = {};
    return ESP_OK;
}
