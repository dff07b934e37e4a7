#include "partition_table.h"

#include <inttypes.h>
#include <string.h>

#include "bytes.h"
#include "log.h"
#include "md5.h"
#include "otabench_partition_table.h"

namespace otabench::firmware {
namespace {

constexpr char kTag[] = "flash_parts";
constexpr size_t kEntrySize = 32;
constexpr size_t kSlots = OTABENCH_PARTITION_TABLE_SIZE / kEntrySize;
constexpr size_t kLabelOffset = 12;
constexpr size_t kLabelSize = 16;
constexpr size_t kFlagsOffset = 28;
constexpr uint32_t kEncrypted = 1;
constexpr uint32_t kReadOnly = 2;
constexpr uint16_t kEntryMagic = 0x50AA;
constexpr uint16_t kMd5Magic = 0xEBEB;
constexpr uint16_t kEndMagic = 0xFFFF;

static_assert(kMaxPartitions == kSlots - 1, "one slot is the MD5's or the end marker");

esp_err_t readSlot(const otabench_port_t *port, uint32_t table, size_t index,
                   uint8_t slot[kEntrySize])
{
    const uint32_t address = table + static_cast<uint32_t>(index * kEntrySize);
    if (!isInFlash(port, address, kEntrySize))
        return ESP_ERR_INVALID_SIZE;
    return port->flash_read(port->ctx, address, slot, kEntrySize);
}

void decode(const uint8_t slot[kEntrySize], esp_partition_t *partition)
{
    *partition = {};
    partition->type = static_cast<esp_partition_type_t>(slot[2]);
    partition->subtype = static_cast<esp_partition_subtype_t>(slot[3]);
    partition->address = readU32(slot + 4);
    partition->size = readU32(slot + 8);
    partition->erase_size = kSectorSize;
    memcpy(partition->label, slot + kLabelOffset, kLabelSize);
    const uint32_t flags = readU32(slot + kFlagsOffset);
    partition->encrypted = flags & kEncrypted;
    partition->readonly = flags & kReadOnly;
}

bool isEnd(const uint8_t slot[kEntrySize])
{
    return readU16(slot) == kEndMagic && slot[2] == 0xFF && slot[3] == 0xFF;
}

bool md5Matches(Md5 md5, const uint8_t slot[kEntrySize]) // a copy: the walk may go on
{
    uint8_t digest[kMd5Size];
    md5.finish(digest);
    return memcmp(digest, slot + kMd5Size, kMd5Size) == 0;
}

/// Fills the table; ESP_ERR_NOT_FOUND when it ends without an MD5 slot.
esp_err_t loadEntries(const otabench_port_t *port, PartitionTable *table)
{
    Md5 md5;
    for (size_t i = 0; i < kSlots; ++i) {
        uint8_t slot[kEntrySize];
        const esp_err_t err = readSlot(port, OTABENCH_PARTITION_TABLE_ADDRESS, i, slot);
        if (err != ESP_OK)
            return err;
        if (readU16(slot) == kMd5Magic)
            return md5Matches(md5, slot) ? ESP_OK : ESP_ERR_INVALID_STATE;
        if (readU16(slot) != kEntryMagic || i >= kMaxPartitions)
            break;
        md5.update(slot, kEntrySize);
        esp_partition_t *partition = &table->entries[table->count];
        decode(slot, partition);
        if (isInFlash(port, partition->address, partition->size))
            ++table->count;
    }
    return ESP_ERR_NOT_FOUND;
}

} // namespace

bool isInFlash(const otabench_port_t *port, uint32_t address, uint32_t size)
{
    return address <= port->flash_size && size <= port->flash_size - address;
}

int slotOf(const esp_partition_t *partition)
{
    if (partition->type != ESP_PARTITION_TYPE_APP ||
        partition->subtype < ESP_PARTITION_SUBTYPE_APP_OTA_MIN ||
        partition->subtype >= ESP_PARTITION_SUBTYPE_APP_OTA_MAX)
        return -1;
    return partition->subtype - ESP_PARTITION_SUBTYPE_APP_OTA_MIN;
}

esp_err_t loadPartitions(const otabench_port_t *port, PartitionTable *table)
{
    memset(table, 0, sizeof *table);
    const esp_err_t err = loadEntries(port, table);
    if (err != ESP_OK)
        table->count = 0;
    table->loaded = err == ESP_OK;
    return err;
}

bool readPartition(const otabench_port_t *port, uint32_t address, size_t index,
                   esp_partition_t *partition)
{
    uint8_t slot[kEntrySize];
    if (index >= kSlots || readSlot(port, address, index, slot) != ESP_OK ||
        readU16(slot) != kEntryMagic)
        return false;
    decode(slot, partition);
    return true;
}

esp_err_t verifyPartitionTable(const otabench_port_t *port, uint32_t address, size_t *count)
{
    Md5 md5;
    bool md5Seen = false;
    *count = 0;
    for (size_t i = 0; i < kSlots; ++i) {
        uint8_t slot[kEntrySize];
        const esp_err_t err = readSlot(port, address, i, slot);
        if (err != ESP_OK)
            return err;
        const int index = static_cast<int>(i);
        if (readU16(slot) == kEntryMagic && !md5Seen) {
            esp_partition_t partition;
            decode(slot, &partition);
            if (!isInFlash(port, partition.address, partition.size)) {
                logLine(port, ESP_LOG_ERROR, kTag,
                        "partition %d invalid - offset 0x%" PRIx32 " size 0x%" PRIx32
                        " exceeds flash chip size 0x%" PRIx32,
                        index, partition.address, partition.size, port->flash_size);
                return ESP_ERR_INVALID_SIZE;
            }
            md5.update(slot, kEntrySize);
            ++*count;
        } else if (readU16(slot) == kMd5Magic && !md5Seen) {
            if (!md5Matches(md5, slot)) {
                logLine(port, ESP_LOG_ERROR, kTag, "Incorrect MD5 checksum");
                return ESP_ERR_INVALID_STATE;
            }
            md5Seen = true;
        } else if (isEnd(slot) && i > 0) {
            return ESP_OK;
        } else {
            logLine(port, ESP_LOG_ERROR, kTag, "partition %d invalid magic number 0x%x", index,
                    static_cast<unsigned>(readU16(slot)));
            return ESP_ERR_INVALID_STATE;
        }
    }
    logLine(port, ESP_LOG_ERROR, kTag, "partition table has no terminating entry, not valid");
    return ESP_ERR_INVALID_STATE;
}

namespace {

constexpr uint32_t kFirstPartition = OTABENCH_PARTITION_TABLE_ADDRESS + kSectorSize;

bool overlap(const otabench_partition_entry_t &a, const otabench_partition_entry_t &b)
{
    return a.address < b.address + b.size && b.address < a.address + a.size;
}

bool isGoodLabel(const char *label)
{
    return label && label[0] && strlen(label) < kLabelSize;
}

esp_err_t checkEntry(const otabench_partition_entry_t *entries, size_t index, uint32_t flashSize)
{
    const otabench_partition_entry_t &entry = entries[index];
    const uint32_t alignment = entry.type == ESP_PARTITION_TYPE_APP ? 0x10000 : kSectorSize;
    if (!isGoodLabel(entry.label) || entry.address % alignment || entry.address < kFirstPartition)
        return ESP_ERR_INVALID_ARG;
    if (entry.address > flashSize || entry.size > flashSize - entry.address)
        return ESP_ERR_INVALID_SIZE;
    for (size_t i = 0; i < index; ++i) {
        if (overlap(entries[i], entry) || strcmp(entries[i].label, entry.label) == 0)
            return ESP_ERR_INVALID_ARG;
    }
    return ESP_OK;
}

void encode(const otabench_partition_entry_t &entry, uint8_t slot[kEntrySize])
{
    memset(slot, 0, kEntrySize);
    slot[0] = kEntryMagic & 0xFF;
    slot[1] = kEntryMagic >> 8;
    slot[2] = entry.type;
    slot[3] = entry.subtype;
    writeU32(slot + 4, entry.address);
    writeU32(slot + 8, entry.size);
    memcpy(slot + kLabelOffset, entry.label, strlen(entry.label));
    writeU32(slot + kFlagsOffset, entry.flags);
}

} // namespace
} // namespace otabench::firmware

esp_err_t otabench_partition_table_build(const otabench_partition_entry_t *entries, size_t count,
                                         uint32_t flash_size, uint8_t *table)
{
    using namespace otabench::firmware;
    if (!entries || !table)
        return ESP_ERR_INVALID_ARG;
    if (count > OTABENCH_PARTITION_TABLE_MAX)
        return ESP_ERR_INVALID_SIZE;
    memset(table, 0xFF, OTABENCH_PARTITION_TABLE_SIZE);
    Md5 md5;
    for (size_t i = 0; i < count; ++i) {
        const esp_err_t err = checkEntry(entries, i, flash_size);
        if (err != ESP_OK)
            return err;
        encode(entries[i], table + i * kEntrySize);
        md5.update(table + i * kEntrySize, kEntrySize);
    }
    uint8_t *md5Slot = table + count * kEntrySize;
    md5Slot[0] = kMd5Magic & 0xFF;
    md5Slot[1] = kMd5Magic >> 8;
    md5.finish(md5Slot + kMd5Size);
    return ESP_OK;
}
