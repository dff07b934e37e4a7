// The partitions of an update: where it is written, what it is for, and what boots in the end.
#include "https_ota.h"

#include "esp_log.h"

static const char *const TAG = "esp_https_ota";

namespace otabench::firmware {
namespace {

bool isSlot(const esp_partition_t &partition)
{
    return partition.type == ESP_PARTITION_TYPE_APP &&
           partition.subtype >= ESP_PARTITION_SUBTYPE_APP_OTA_MIN &&
           partition.subtype < ESP_PARTITION_SUBTYPE_APP_OTA_MAX;
}

esp_err_t checkFits(HttpsOta &ota, const esp_partition_t &partition)
{
    if (ota.report->total <= partition.size)
        return ESP_OK;
    ESP_LOGE(TAG, "Image length %u doesn't fit in partition length %u",
             static_cast<unsigned>(ota.report->total), static_cast<unsigned>(partition.size));
    return ota.fail(ESP_ERR_INVALID_SIZE, "the image is larger than the board's slot");
}

/// Whether an app's digest is right: then only its signature can be what verification refused.
bool isWholeApp(const HttpsOta &ota)
{
    uint8_t digest[32];
    return ota.final->type == ESP_PARTITION_TYPE_APP && ota.staging->type == ota.final->type &&
           esp_partition_get_sha256(ota.staging, digest) == ESP_OK;
}

/// Makes the update the one that boots next, and makes sure of it.
esp_err_t selectUpdate(HttpsOta &ota)
{
    const esp_partition_t *partition = ota.copyToFinal ? ota.final : ota.staging;
    esp_err_t result = esp_ota_set_boot_partition(partition);
    if (result == ESP_OK) {
        const esp_partition_t *next = esp_ota_get_boot_partition();
        if (!next || next->address != partition->address)
            result = OTABENCH_ERR_OTA_NOT_SWITCHED;
    }
    if (result == ESP_OK)
        return ESP_OK;
    ESP_LOGE(TAG, "esp_ota_set_boot_partition failed! err=0x%x", static_cast<unsigned>(result));
    return ota.fail(result, result == ESP_ERR_OTA_SMALL_SEC_VER
                                ? "the image's secure version is lower than the chip demands"
                                : "the new image could not be selected for the next boot");
}

} // namespace

esp_err_t choosePartitions(const esp_https_ota_config_t &config, HttpsOta &ota)
{
    ota.staging = config.partition.staging ? esp_partition_verify(config.partition.staging)
                                           : esp_ota_get_next_update_partition(nullptr);
    if (!ota.staging) {
        ESP_LOGE(TAG, "Given staging partition or another suitable Passive OTA partition could "
                      "not be found");
        return ota.fail(ESP_FAIL, "the board has no slot for an update");
    }
    ota.final = config.partition.final ? esp_partition_verify(config.partition.final) : ota.staging;
    if (!ota.final) {
        ESP_LOGE(TAG, "Given final partition could not be found");
        return ota.fail(ESP_FAIL, "the final partition is not in the board's partition table");
    }
    // Staging and final may be one and the same by two pointers.
    if (ota.final->address == ota.staging->address)
        ota.final = ota.staging;
    ota.copyToFinal = config.partition.finalize_with_copy && ota.final != ota.staging;
    ESP_LOGI(TAG, "Writing to <%s> partition at offset 0x%x", ota.staging->label,
             static_cast<unsigned>(ota.staging->address));
    const esp_err_t fits = checkFits(ota, *ota.staging);
    return fits == ESP_OK && ota.copyToFinal ? checkFits(ota, *ota.final) : fits;
}

esp_err_t openPartition(HttpsOta &ota)
{
    const size_t size = !ota.bulkErase           ? OTA_WITH_SEQUENTIAL_WRITES
                        : ota.report->total != 0 ? ota.report->total
                                                 : OTA_SIZE_UNKNOWN;
    const bool resumes = ota.state == HttpsOta::State::Resume;
    ota.update = 0;
    esp_err_t result = resumes ? esp_ota_resume(ota.staging, size, ota.written, &ota.update)
                               : esp_ota_begin(ota.staging, size, &ota.update);
    if (result != ESP_OK)
        ESP_LOGE(TAG, "%s failed (%s)", resumes ? "esp_ota_resume" : "esp_ota_begin",
                 esp_err_to_name(result));
    else if (ota.final != ota.staging)
        result = esp_ota_set_final_partition(ota.update, ota.final, ota.copyToFinal);
    if (result == ESP_OK) {
        ota.updateOpen = true;
        return ESP_OK;
    }
    if (ota.update != 0) // ESP-IDF's leaves the handle open when the erase fails
        (void)esp_ota_abort(ota.update);
    return ota.fail(result, result == ESP_ERR_OTA_ROLLBACK_INVALID_STATE
                                ? "the running image is not confirmed yet"
                                : "the slot could not be opened for writing");
}

esp_err_t closePartition(HttpsOta &ota)
{
    const bool complete = ota.state == HttpsOta::State::Success;
    esp_err_t result = complete ? checkTag(ota) : ESP_OK;
    if (result != ESP_OK) { // before anything verifies, copies or selects it
        if (ota.updateOpen)
            (void)esp_ota_abort(ota.update);
        ota.updateOpen = false;
        return result;
    }
    if (ota.updateOpen && (complete || !ota.copyToFinal)) {
        result = esp_ota_end(ota.update);
        if (result != ESP_OK)
            (void)ota.fail(result, result == ESP_ERR_OTA_VALIDATE_FAILED && isWholeApp(ota)
                                       ? "the image is not signed by a key that the board trusts"
                                       : "the image in flash is damaged or incomplete");
    } else if (ota.updateOpen) {
        (void)esp_ota_abort(ota.update); // not even a good image is copied before its time
    }
    ota.updateOpen = false;
    if (result == ESP_OK && !complete) {
        ESP_LOGE(TAG, "Finished before the last byte came: the boot partition is not changed");
        result = ota.fail(OTABENCH_ERR_OTA_NOT_SWITCHED,
                          "the download was not complete: the boot partition is not changed");
    }
    if (result != ESP_OK || ota.final->type != ESP_PARTITION_TYPE_APP)
        return result;
    // A factory app is never selected: that would erase otadata.
    if (isSlot(*ota.final))
        result = selectUpdate(ota);
    if (result == ESP_OK) {
        const esp_partition_subtype_t subtype = ota.final->subtype;
        ota.post(ESP_HTTPS_OTA_UPDATE_BOOT_PARTITION, &subtype, sizeof subtype);
    }
    return result;
}

} // namespace otabench::firmware
