#include "otabench_boot.h"

#include <inttypes.h>
#include <string.h>

#include "image_verify.h"
#include "log.h"
#include "otabench_partition_table.h"
#include "otadata.h"
#include "partition_table.h"
#include "secure_version.h"

namespace otabench::firmware {
namespace {

constexpr char kTag[] = "boot";
constexpr int kFactory = -1;
constexpr int kTestApp = kMaxSlots;

/// Where an app is; size 0: there is none.
struct App
{
    uint32_t address;
    uint32_t size;
    uint8_t subtype;
    char label[17];
};

/// What the bootloader keeps of the partition table.
struct BootTable
{
    App factory;
    App test;
    App slots[kMaxSlots];
    uint32_t slotCount; ///< counted, as in the original: a hole hides the last slot
    uint32_t otadataAddress;
    uint32_t otadataSize; ///< 0: no otadata
};

/// A start on its way.
struct Boot
{
    const otabench_port_t *port;
    BootTable table;
    OtaData otadata;
    int start;            ///< slot, or kFactory
    bool initialContents; ///< otadata holds nothing, and nothing wrong
};

const char *appUsage(const esp_partition_t &partition)
{
    if (partition.subtype == ESP_PARTITION_SUBTYPE_APP_FACTORY)
        return "factory app";
    if (partition.subtype == ESP_PARTITION_SUBTYPE_APP_TEST)
        return "test app";
    return slotOf(&partition) >= 0 ? "OTA app" : "Unknown app";
}

const char *dataUsage(const esp_partition_t &partition)
{
    switch (partition.subtype) {
    case ESP_PARTITION_SUBTYPE_DATA_OTA:
        return "OTA data";
    case ESP_PARTITION_SUBTYPE_DATA_PHY:
        return "RF data";
    case ESP_PARTITION_SUBTYPE_DATA_NVS:
        return "WiFi data";
    case ESP_PARTITION_SUBTYPE_DATA_NVS_KEYS:
        return "NVS keys";
    case ESP_PARTITION_SUBTYPE_DATA_EFUSE_EM:
        return "efuse";
    default:
        return "Unknown data";
    }
}

const char *usageOf(const esp_partition_t &partition)
{
    if (partition.type == ESP_PARTITION_TYPE_APP)
        return appUsage(partition);
    return partition.type == ESP_PARTITION_TYPE_DATA ? dataUsage(partition) : "unknown";
}

App toApp(const esp_partition_t &partition)
{
    App app = {partition.address, partition.size, static_cast<uint8_t>(partition.subtype), {}};
    memcpy(app.label, partition.label, sizeof app.label);
    return app;
}

void keep(const esp_partition_t &partition, BootTable *table)
{
    if (partition.type == ESP_PARTITION_TYPE_DATA &&
        partition.subtype == ESP_PARTITION_SUBTYPE_DATA_OTA) {
        table->otadataAddress = partition.address;
        table->otadataSize = partition.size;
    } else if (partition.type == ESP_PARTITION_TYPE_APP) {
        if (partition.subtype == ESP_PARTITION_SUBTYPE_APP_FACTORY) {
            table->factory = toApp(partition);
        } else if (partition.subtype == ESP_PARTITION_SUBTYPE_APP_TEST) {
            table->test = toApp(partition);
        } else if (slotOf(&partition) >= 0) {
            table->slots[slotOf(&partition)] = toApp(partition);
            if (table->slotCount < kMaxSlots)
                ++table->slotCount;
        }
    }
}

esp_err_t loadTable(const otabench_port_t *port, BootTable *table)
{
    size_t count = 0;
    if (verifyPartitionTable(port, OTABENCH_PARTITION_TABLE_ADDRESS, &count) != ESP_OK) {
        logLine(port, ESP_LOG_ERROR, kTag, "Failed to verify partition table");
        logLine(port, ESP_LOG_ERROR, kTag, "load partition table error!");
        return ESP_ERR_INVALID_STATE;
    }
    logLine(port, ESP_LOG_INFO, kTag, "Partition Table:");
    logLine(port, ESP_LOG_INFO, kTag, "## Label            Usage          Type ST Offset   Length");
    esp_partition_t partition;
    for (size_t i = 0; i < count; ++i) {
        if (!readPartition(port, OTABENCH_PARTITION_TABLE_ADDRESS, i, &partition))
            return ESP_ERR_INVALID_STATE;
        logLine(port, ESP_LOG_INFO, kTag, "%2d %-16s %-16s %02x %02x %08" PRIx32 " %08" PRIx32,
                static_cast<int>(i), partition.label, usageOf(partition),
                static_cast<unsigned>(partition.type), static_cast<unsigned>(partition.subtype),
                partition.address, partition.size);
        keep(partition, table);
    }
    logLine(port, ESP_LOG_INFO, kTag, "End of partition table");
    return ESP_OK;
}

esp_err_t writeState(Boot &boot, int index, uint32_t state)
{
    OtaRecord &record = boot.otadata.records[index];
    record.state = state;
    const esp_err_t err = writeRecord(boot.port, boot.table.otadataAddress, index, record);
    if (err != ESP_OK)
        logLine(boot.port, ESP_LOG_ERROR, kTag, "Error in write_otadata operation. err = 0x%x",
                static_cast<unsigned>(err));
    return err;
}

/// Whether this bootloader has rollback: it leaves an image that nobody confirmed.
bool agesStates(const otabench_port_t *port)
{
    return !port->security || port->security->rollback == OTABENCH_ROLLBACK_ON;
}

bool isInitial(const OtaRecord &record)
{
    return record.sequence == kBlankSequence || !hasGoodCrc(record);
}

/// Nothing usable in otadata: factory, or the slots from the first one.
void chooseWithoutRecord(Boot &boot)
{
    if (boot.table.factory.size) {
        boot.start = kFactory;
        logLine(boot.port, ESP_LOG_INFO, kTag, "Defaulting to factory image");
        return;
    }
    boot.start = 0;
    logLine(boot.port, ESP_LOG_INFO, kTag, "No factory image, trying OTA 0");
    boot.initialContents = isInitial(boot.otadata.records[0]) && isInitial(boot.otadata.records[1]);
}

/// The active record; with anti-rollback, of those whose app may start.
int selectRecord(const Boot &boot)
{
    bool allowed[2];
    for (int i = 0; i < 2; ++i) {
        const OtaRecord &record = boot.otadata.records[i];
        allowed[i] = isValid(record);
        if (allowed[i] && hasAntiRollback(boot.port))
            allowed[i] = mayStart(
                boot.port, boot.table.slots[slotOfRecord(record, boot.table.slotCount)].address,
                kTag);
    }
    return laterRecord(boot.otadata, allowed[0], allowed[1]);
}

esp_err_t chooseFromRecord(Boot &boot)
{
    const int active = selectRecord(boot);
    if (active < 0) {
        boot.start = kFactory;
        logLine(boot.port, ESP_LOG_ERROR, kTag,
                boot.table.factory.size
                    ? "ota data partition invalid, falling back to factory"
                    : "ota data partition invalid and no factory, will try all partitions");
        return ESP_OK;
    }
    const OtaRecord &record = boot.otadata.records[active];
    boot.start = static_cast<int>(slotOfRecord(record, boot.table.slotCount));
    if (record.state == ESP_OTA_IMG_VALID) // confirmed: no older one from now on
        burnSecureVersion(boot.port, boot.table.slots[boot.start].address);
    return record.state == ESP_OTA_IMG_NEW && agesStates(boot.port)
               ? writeState(boot, active, ESP_OTA_IMG_PENDING_VERIFY)
               : ESP_OK;
}

/// As chooseWithoutRecord, for boards with anti-rollback: they have no factory app.
bool chooseSecurely(Boot &boot)
{
    logLine(boot.port, ESP_LOG_INFO, kTag,
            "Enabled a check secure version of app for anti rollback");
    logLine(boot.port, ESP_LOG_INFO, kTag, "Secure version (from eFuse) = %" PRIu32,
            boot.port->secure_version(boot.port->ctx));
    if (!isInitial(boot.otadata.records[0]) || !isInitial(boot.otadata.records[1]))
        return false;
    logLine(boot.port, ESP_LOG_INFO, kTag, "otadata[0..1] in initial state");
    boot.initialContents = true;
    return true;
}

/// Sets `start` by otadata, and ages the states in it.
esp_err_t chooseStart(Boot &boot)
{
    boot.start = kFactory;
    if (boot.table.otadataSize == 0)
        return ESP_OK;
    if (boot.table.otadataSize < kOtadataSize) {
        logLine(boot.port, ESP_LOG_ERROR, kTag,
                "ota_info partition size %" PRIu32 " is too small (minimum %" PRIu32 " bytes)",
                boot.table.otadataSize, kOtadataSize);
        return ESP_ERR_INVALID_STATE;
    }
    esp_err_t err = readOtaData(boot.port, boot.table.otadataAddress, &boot.otadata);
    for (int i = 0; err == ESP_OK && i < 2; ++i) {
        if (boot.otadata.records[i].state == ESP_OTA_IMG_PENDING_VERIFY && agesStates(boot.port))
            err = writeState(boot, i, ESP_OTA_IMG_ABORTED);
    }
    if (err != ESP_OK)
        return err;
    if (hasAntiRollback(boot.port) && boot.table.slotCount)
        return chooseSecurely(boot) ? ESP_OK : chooseFromRecord(boot);
    const bool nothing = isUnusable(boot.otadata.records[0]) && isUnusable(boot.otadata.records[1]);
    if (!nothing && boot.table.slotCount)
        return chooseFromRecord(boot);
    chooseWithoutRecord(boot);
    return ESP_OK;
}

const App &appAt(const BootTable &table, int index)
{
    if (index == kFactory)
        return table.factory;
    return index == kTestApp ? table.test : table.slots[index];
}

bool tryApp(const Boot &boot, int index)
{
    const App &app = appAt(boot.table, index);
    if (app.size == 0)
        return false;
    const ImageRequest request = {app.address, app.size, ImageKind::App, ImageUse::Load};
    ImageFacts facts;
    if (mayStart(boot.port, app.address, kTag) &&
        verifyImage(boot.port, request, &facts) == ESP_OK) {
        logLine(boot.port, ESP_LOG_INFO, kTag, "Loaded app from partition at offset 0x%" PRIx32,
                app.address);
        return true;
    }
    if (index == kFactory)
        logLine(boot.port, ESP_LOG_ERROR, kTag, "Factory app partition is not bootable");
    else if (index != kTestApp)
        logLine(boot.port, ESP_LOG_ERROR, kTag, "OTA app partition slot %d is not bootable", index);
    return false;
}

/// The first app that verifies: the chosen one, those before it down to factory, those behind it,
/// the test app. False: none.
bool loadApp(const Boot &boot, int *loaded)
{
    const int count = static_cast<int>(boot.table.slotCount);
    for (int i = boot.start; i >= kFactory; --i) {
        if (tryApp(boot, *loaded = i))
            return true;
    }
    for (int i = boot.start + 1; i < count; ++i) {
        if (tryApp(boot, *loaded = i))
            return true;
    }
    if (tryApp(boot, *loaded = kTestApp))
        return true;
    logLine(boot.port, ESP_LOG_ERROR, kTag, "No bootable app partitions in the partition table");
    return false;
}

/// The first start of a board without factory app: records the slot that was found.
esp_err_t recordFirstStart(const Boot &boot, int loaded)
{
    if (!boot.initialContents || loaded < 0 || loaded == kTestApp)
        return ESP_OK;
    const uint32_t sequence = static_cast<uint32_t>(loaded) + 1;
    logLine(boot.port, ESP_LOG_INFO, kTag, "Set actual ota_seq=%" PRIu32 " in otadata[0]",
            sequence);
    const esp_err_t err = writeRecord(boot.port, boot.table.otadataAddress, 0,
                                      makeRecord(sequence, ESP_OTA_IMG_VALID));
    return err == ESP_OK ? burnSecureVersion(boot.port, boot.table.slots[loaded].address) : err;
}

} // namespace
} // namespace otabench::firmware

esp_err_t otabench_boot_select(const otabench_port_t *port, otabench_boot_choice_t *choice)
{
    using namespace otabench::firmware;
    memset(choice, 0, sizeof *choice);
    Boot boot = {};
    boot.port = port;
    esp_err_t err = loadTable(port, &boot.table);
    if (err == ESP_OK)
        err = chooseStart(boot);
    if (err != ESP_OK)
        return err;
    int loaded = kFactory;
    if (!loadApp(boot, &loaded))
        return ESP_ERR_NOT_FOUND;
    // A record that cannot be written does not keep the app from starting.
    recordFirstStart(boot, loaded);
    const App &app = appAt(boot.table, loaded);
    choice->address = app.address;
    choice->size = app.size;
    memcpy(choice->label, app.label, sizeof choice->label);
    choice->subtype = app.subtype;
    choice->first_choice = boot.start;
    choice->fell_back = loaded != boot.start;
    return ESP_OK;
}
