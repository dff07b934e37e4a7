// Which slot starts: choosing it, confirming, rolling back, and telling about it.

#include "esp_ota_ops.h"

#include <string.h>

#include "description.h"
#include "engine_state.h"
#include "esp_system.h"
#include "image_verify.h"
#include "partitions_of_ota.h"
#include "secure_version.h"

using namespace otabench::firmware;

namespace otabench::firmware {
namespace {

constexpr char kTag[] = "esp_ota_ops";

/// The running app's record in otadata, or -1.
int runningRecord(const OtaDataView &view)
{
    const int slot = runningSlot();
    return slot < 0 ? -1 : recordOfSlot(view.data, static_cast<uint32_t>(slot), view.slotCount);
}

} // namespace

bool hasRollback(const otabench_port_t *port)
{
    return !port->security || port->security->rollback != OTABENCH_ROLLBACK_OFF;
}

esp_err_t viewOtaData(OtaDataView *view)
{
    view->partition =
        esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_OTA, nullptr);
    if (!view->partition || view->partition->size < kOtadataSize) {
        ESP_LOGE(kTag, "not found otadata");
        return ESP_ERR_NOT_FOUND;
    }
    view->slotCount = esp_ota_get_app_partition_count();
    return readOtaData(otabench_port_get(), view->partition->address, &view->data);
}

const esp_partition_t *findApp(esp_partition_subtype_t subtype)
{
    return esp_partition_find_first(ESP_PARTITION_TYPE_APP, subtype, nullptr);
}

const esp_partition_t *findSlot(uint32_t slot)
{
    return slot < kMaxSlots ? findApp(ESP_PARTITION_SUBTYPE_OTA(slot)) : nullptr;
}

int runningSlot()
{
    const esp_partition_t *running = esp_ota_get_running_partition();
    return running ? slotOf(running) : -1;
}

esp_err_t verifyApp(const esp_partition_t *partition)
{
    const ImageRequest request = {partition->address, partition->size, ImageKind::App,
                                  ImageUse::Verify};
    ImageFacts facts;
    return verifyImage(otabench_port_get(), request, &facts);
}

esp_err_t forgetSlot(uint32_t slot)
{
    OtaDataView view;
    esp_err_t err = viewOtaData(&view);
    if (err != ESP_OK)
        return err == ESP_ERR_NOT_FOUND ? ESP_OK : err;
    for (int i = 0; err == ESP_OK && view.slotCount && i < 2; ++i) {
        const OtaRecord &record = view.data.records[i];
        if (record.sequence != kBlankSequence && hasGoodCrc(record) &&
            slotOfRecord(record, view.slotCount) == slot)
            err = eraseRecord(otabench_port_get(), view.partition->address, i);
    }
    return err;
}

namespace {

esp_err_t eraseBothRecords(const OtaDataView &view)
{
    const otabench_port_t *port = otabench_port_get();
    // The active one last: until then it rules.
    const int last = activeRecord(view.data) == 0 ? 0 : 1;
    const esp_err_t err = eraseRecord(port, view.partition->address, 1 - last);
    return err == ESP_OK ? eraseRecord(port, view.partition->address, last) : err;
}

/// The record to give up for a new one: the one that is not active, but never the running app's
/// while the other is of a third slot (after the bootloader fell back).
int recordToReplace(const OtaDataView &view, int active)
{
    const int other = 1 - active;
    const bool keepsRunning = isValid(view.data.records[other]) && runningRecord(view) == other;
    return keepsRunning ? active : other;
}

esp_err_t selectSlot(const OtaDataView &view, uint32_t slot)
{
    const otabench_port_t *port = otabench_port_get();
    const uint32_t fresh = hasRollback(port) ? ESP_OTA_IMG_NEW : ESP_OTA_IMG_UNDEFINED;
    const uint32_t address = view.partition->address;
    const int active = activeRecord(view.data);
    if (active < 0)
        return writeRecord(port, address, 0, makeRecord(slot + 1, fresh));
    const OtaRecord &record = view.data.records[active];
    if (slotOfRecord(record, view.slotCount) == slot) {
        if (record.state == fresh)
            return ESP_OK;
        return changeState(port, address, view.data, active, view.slotCount, fresh);
    }
    const uint64_t sequence = sequenceFor(slot, view.slotCount, record.sequence);
    if (sequence < kBlankSequence)
        return writeRecord(port, address, recordToReplace(view, active),
                           makeRecord(static_cast<uint32_t>(sequence), fresh));
    // No number is left: count from the start again. With blank records the bootloader still finds
    // an image, should power fail here.
    const esp_err_t err = eraseBothRecords(view);
    return err == ESP_OK ? writeRecord(port, address, 0, makeRecord(slot + 1, fresh)) : err;
}

/// Only a factory app and OTA slots can be selected: otadata cannot name a test or TEE app.
esp_err_t checkSelectable(const esp_partition_t *partition)
{
    const bool selectable =
        partition &&
        (slotOf(partition) >= 0 || (partition->type == ESP_PARTITION_TYPE_APP &&
                                    partition->subtype == ESP_PARTITION_SUBTYPE_APP_FACTORY));
    return selectable ? ESP_OK : ESP_ERR_INVALID_ARG;
}

/// An app that is too old for the eFuses will never start: it is erased, its records first.
esp_err_t checkSecureVersion(const esp_partition_t *partition)
{
    const otabench_port_t *port = otabench_port_get();
    if (!hasAntiRollback(port))
        return ESP_OK;
    uint32_t version = 0;
    esp_err_t err = readSecureVersion(port, partition->address, &version);
    if (err != ESP_OK || version >= port->secure_version(port->ctx))
        return err;
    ESP_LOGE(kTag, "This a new partition can not be booted due to a secure version is lower than "
                   "stored in efuse. Partition will be erased.");
    if (esp_partition_verify(partition) == esp_ota_get_running_partition())
        return ESP_ERR_OTA_SMALL_SEC_VER;
    err = forgetSlot(static_cast<uint32_t>(slotOf(partition)));
    if (err == ESP_OK)
        err = esp_partition_erase_range(partition, 0, partition->size);
    return err == ESP_OK ? ESP_ERR_OTA_SMALL_SEC_VER : err;
}

/// Verifies an app that is to boot next; what esp_ota_end() has found is not found out again.
esp_err_t verifyForBoot(const esp_partition_t *partition)
{
    ImageFacts known;
    ImageRequest request = {partition->address, partition->size, ImageKind::App, ImageUse::Verify};
    if (takeVerified(VerifiedBy::End, partition->address, partition->size, &known))
        request.known = &known;
    ImageFacts facts;
    return verifyImage(otabench_port_get(), request, &facts);
}

esp_err_t selectApp(const esp_partition_t *partition)
{
    const int slot = slotOf(partition);
    if (slot >= 0) {
        const esp_err_t err = checkSecureVersion(partition);
        if (err != ESP_OK)
            return err;
    }
    OtaDataView view;
    const esp_err_t err = viewOtaData(&view);
    if (err != ESP_OK)
        return err;
    if (slot < 0)
        return eraseBothRecords(view);
    if (static_cast<uint32_t>(slot) >= view.slotCount)
        return ESP_ERR_INVALID_ARG;
    return selectSlot(view, static_cast<uint32_t>(slot));
}

const esp_partition_t *defaultApp()
{
    const esp_partition_t *factory = findApp(ESP_PARTITION_SUBTYPE_APP_FACTORY);
    if (factory)
        return factory;
    const esp_partition_t *slot = findSlot(0);
    return slot ? slot : findApp(ESP_PARTITION_SUBTYPE_APP_TEST);
}

/// Finds the record of the running app, for confirming and rejecting.
esp_err_t viewRunning(OtaDataView *view, int *record)
{
    const esp_err_t err = viewOtaData(view);
    if (err != ESP_OK)
        return err;
    *record = runningRecord(*view);
    if (*record >= 0)
        return ESP_OK;
    ESP_LOGE(kTag, "Running firmware is factory");
    return ESP_FAIL;
}

bool rollbackIsPossible(const OtaDataView &view, int running)
{
    const otabench_port_t *port = otabench_port_get();
    const OtaRecord &other = view.data.records[1 - running];
    const esp_partition_t *target = nullptr;
    if (isValid(other))
        target = findSlot(slotOfRecord(other, view.slotCount));
    else if (!hasAntiRollback(port))
        target = findApp(ESP_PARTITION_SUBTYPE_APP_FACTORY);
    return target && target != esp_ota_get_running_partition() && verifyApp(target) == ESP_OK &&
           mayStart(port, target->address, kTag);
}

/// Where the ROM looks for the bootloader. Source: ESP-IDF components/esp_rom, esp_rom_caps.h.
uint32_t bootloaderAddress(uint16_t chip)
{
    switch (chip) {
    case ESP_CHIP_ID_ESP32:
    case ESP_CHIP_ID_ESP32S2:
        return 0x1000;
    case ESP_CHIP_ID_ESP32P4:
    case ESP_CHIP_ID_ESP32C5:
    case ESP_CHIP_ID_ESP32H4:
    case ESP_CHIP_ID_ESP32S31:
        return 0x2000;
    default:
        return 0;
    }
}

/// The record beside the active one, and the app it names, for erasing them.
esp_err_t viewInactive(OtaDataView *view, int *record, const esp_partition_t **app)
{
    if (viewOtaData(view) != ESP_OK)
        return ESP_FAIL;
    const int active = activeRecord(view->data);
    if (active < 0 || view->slotCount == 0)
        return ESP_FAIL;
    *record = 1 - active;
    const OtaRecord &inactive = view->data.records[*record];
    if (inactive.sequence == kBlankSequence || !hasGoodCrc(inactive))
        return ESP_FAIL;
    *app = findSlot(slotOfRecord(inactive, view->slotCount));
    return !*app || *app == esp_ota_get_running_partition() ? ESP_FAIL : ESP_OK;
}

} // namespace
} // namespace otabench::firmware

esp_err_t esp_ota_set_boot_partition(const esp_partition_t *partition)
{
    const esp_err_t err = checkSelectable(partition);
    if (err != ESP_OK)
        return err;
    return verifyForBoot(partition) == ESP_OK ? selectApp(partition) : ESP_ERR_OTA_VALIDATE_FAILED;
}

esp_err_t esp_ota_set_boot_partition_skip_validate(const esp_partition_t *partition)
{
    const esp_err_t err = checkSelectable(partition);
    return err == ESP_OK ? selectApp(partition) : err;
}

const esp_partition_t *esp_ota_get_boot_partition(void)
{
    OtaDataView view;
    if (viewOtaData(&view) != ESP_OK)
        return nullptr;
    const int active = activeRecord(view.data);
    if (active >= 0 && view.slotCount)
        return findSlot(slotOfRecord(view.data.records[active], view.slotCount));
    const esp_partition_t *app = defaultApp();
    if (!app)
        ESP_LOGE(kTag, "invalid partition table, no app partitions");
    return app;
}

const esp_partition_t *esp_ota_get_running_partition(void)
{
    return findAppAt(otabench_port_get()->running_address);
}

const esp_partition_t *esp_ota_get_next_update_partition(const esp_partition_t *start_from)
{
    const uint32_t count = esp_ota_get_app_partition_count();
    const esp_partition_t *from =
        start_from ? esp_partition_verify(start_from) : esp_ota_get_running_partition();
    if (count == 0 || (start_from && !from))
        return nullptr;
    const int slot = from ? slotOf(from) : -1;
    return findSlot(static_cast<uint32_t>(slot + 1) % count);
}

const esp_partition_t *esp_ota_get_last_invalid_partition(void)
{
    OtaDataView view;
    if (viewOtaData(&view) != ESP_OK || view.slotCount == 0)
        return nullptr;
    const OtaRecord *found = nullptr;
    for (const OtaRecord &record : view.data.records) {
        const bool rejected =
            record.state == ESP_OTA_IMG_INVALID || record.state == ESP_OTA_IMG_ABORTED;
        if (rejected && record.sequence != kBlankSequence && hasGoodCrc(record) &&
            (!found || record.sequence < found->sequence))
            found = &record;
    }
    const esp_partition_t *app = found ? findSlot(slotOfRecord(*found, view.slotCount)) : nullptr;
    return app && verifyApp(app) == ESP_OK ? app : nullptr;
}

uint8_t esp_ota_get_app_partition_count(void)
{
    uint8_t count = 0;
    while (count < kMaxSlots && findSlot(count))
        ++count;
    return count;
}

esp_err_t esp_ota_get_partition_description(const esp_partition_t *partition,
                                            esp_app_desc_t *app_desc)
{
    if (!partition || !app_desc)
        return ESP_ERR_INVALID_ARG;
    if (partition->type != ESP_PARTITION_TYPE_APP)
        return ESP_ERR_NOT_SUPPORTED;
    return readDescription(partition, app_desc);
}

esp_err_t esp_ota_get_bootloader_description(const esp_partition_t *bootloader_partition,
                                             esp_bootloader_desc_t *desc)
{
    if (!desc ||
        (bootloader_partition && bootloader_partition->type != ESP_PARTITION_TYPE_BOOTLOADER))
        return ESP_ERR_INVALID_ARG;
    if (bootloader_partition)
        return readBootloaderDescription(bootloader_partition, desc);
    const uint32_t address = bootloaderAddress(otabench_port_get()->chip->chip_id);
    const esp_partition_t primary = {nullptr,
                                     ESP_PARTITION_TYPE_BOOTLOADER,
                                     ESP_PARTITION_SUBTYPE_BOOTLOADER_PRIMARY,
                                     address,
                                     ESP_PARTITION_TABLE_OFFSET - address,
                                     kSectorSize,
                                     {},
                                     false,
                                     false};
    return readBootloaderDescription(&primary, desc);
}

esp_err_t esp_ota_get_state_partition(const esp_partition_t *partition,
                                      esp_ota_img_states_t *ota_state)
{
    if (!partition || !ota_state)
        return ESP_ERR_INVALID_ARG;
    if (slotOf(partition) < 0)
        return ESP_ERR_NOT_SUPPORTED;
    OtaDataView view;
    const esp_err_t err = viewOtaData(&view);
    if (err != ESP_OK)
        return err;
    const int record =
        recordOfSlot(view.data, static_cast<uint32_t>(slotOf(partition)), view.slotCount);
    if (record < 0)
        return ESP_ERR_NOT_FOUND;
    *ota_state = static_cast<esp_ota_img_states_t>(view.data.records[record].state);
    return ESP_OK;
}

esp_err_t esp_ota_mark_app_valid_cancel_rollback(void)
{
    OtaDataView view;
    int record = -1;
    const esp_err_t err = viewRunning(&view, &record);
    if (err != ESP_OK || view.data.records[record].state == ESP_OTA_IMG_VALID)
        return err;
    const otabench_port_t *port = otabench_port_get();
    const esp_err_t changed = changeState(port, view.partition->address, view.data, record,
                                          view.slotCount, ESP_OTA_IMG_VALID);
    return changed == ESP_OK ? burnSecureVersion(port, port->running_address) : changed;
}

esp_err_t esp_ota_mark_app_invalid_rollback(void)
{
    OtaDataView view;
    int record = -1;
    const esp_err_t err = viewRunning(&view, &record);
    if (err != ESP_OK)
        return err;
    if (!rollbackIsPossible(view, record)) {
        ESP_LOGE(kTag, "Rollback is not possible, do not have any suitable apps in slots");
        return ESP_ERR_OTA_ROLLBACK_FAILED;
    }
    ESP_LOGI(kTag, "Rollback to previously worked partition.");
    OtaRecord rejected = view.data.records[record];
    rejected.state = ESP_OTA_IMG_INVALID;
    return writeRecord(otabench_port_get(), view.partition->address, record, rejected);
}

esp_err_t esp_ota_mark_app_invalid_rollback_and_reboot(void)
{
    const esp_err_t err = esp_ota_mark_app_invalid_rollback();
    if (err != ESP_OK)
        return err;
    esp_restart();
}

bool esp_ota_check_rollback_is_possible(void)
{
    OtaDataView view;
    if (viewOtaData(&view) != ESP_OK)
        return false;
    const int record = runningRecord(view);
    return record >= 0 && rollbackIsPossible(view, record);
}

esp_err_t esp_ota_erase_last_boot_app_partition(void)
{
    OtaDataView view;
    int record = -1;
    const esp_partition_t *app = nullptr;
    esp_err_t err = viewInactive(&view, &record, &app);
    if (err == ESP_OK) // the record first: it must not select an app that is half erased
        err = eraseRecord(otabench_port_get(), view.partition->address, record);
    return err == ESP_OK ? esp_partition_erase_range(app, 0, app->size) : err;
}

esp_err_t esp_ota_invalidate_inactive_ota_data_slot(void)
{
    OtaDataView view;
    int record = -1;
    const esp_partition_t *app = nullptr;
    const esp_err_t err = viewInactive(&view, &record, &app);
    return err == ESP_OK ? eraseRecord(otabench_port_get(), view.partition->address, record) : err;
}

esp_err_t esp_ota_revoke_secure_boot_public_key(esp_ota_secure_boot_public_key_index_t)
{
    ESP_LOGE(kTag, "Secure boot v2 has not been enabled.");
    return ESP_FAIL;
}

esp_err_t esp_ota_check_image_validity(esp_partition_type_t part_type,
                                       const esp_image_header_t *img_hdr,
                                       const esp_app_desc_t *app_desc)
{
    const bool app = part_type == ESP_PARTITION_TYPE_APP;
    if (!img_hdr || (!app && part_type != ESP_PARTITION_TYPE_BOOTLOADER))
        return ESP_ERR_INVALID_ARG;
    if (!fitsChip(otabench_port_get(), *img_hdr, app ? ImageKind::App : ImageKind::Bootloader))
        return ESP_ERR_INVALID_VERSION;
    if (!app || !app_desc)
        return ESP_OK;
    const uint8_t running = esp_app_get_description()->spi_flash_mode;
    if (running == 0 || app_desc->spi_flash_mode == 0 || running == app_desc->spi_flash_mode)
        return ESP_OK;
    ESP_LOGE(kTag, "SPI flash mode mismatch: running app has mode %d, new app has mode %d", running,
             app_desc->spi_flash_mode);
    return ESP_ERR_OTA_SPI_MODE_MISMATCH;
}
