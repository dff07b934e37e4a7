#include "otadata.h"

#include <string.h>

#include "bytes.h"
#include "otabench_agent_protocol.h"
#include "partition_table.h"

namespace otabench::firmware {
namespace {

constexpr size_t kRecordSize = 32;
constexpr size_t kLabelOffset = 4;
constexpr size_t kStateOffset = 24;
constexpr size_t kCrcOffset = 28;

uint32_t sectorOf(uint32_t address, int index)
{
    return address + static_cast<uint32_t>(index) * kSectorSize;
}

} // namespace

uint32_t sequenceCrc(uint32_t sequence)
{
    uint8_t bytes[4];
    writeU32(bytes, sequence);
    return otabench_crc32(0xFFFFFFFF, bytes, sizeof bytes);
}

bool hasGoodCrc(const OtaRecord &record)
{
    return record.crc == sequenceCrc(record.sequence);
}

bool isUnusable(const OtaRecord &record)
{
    return record.sequence == kBlankSequence || record.state == ESP_OTA_IMG_INVALID ||
           record.state == ESP_OTA_IMG_ABORTED;
}

bool isValid(const OtaRecord &record)
{
    return !isUnusable(record) && hasGoodCrc(record);
}

int laterRecord(const OtaData &data, bool first, bool second)
{
    if (first && second)
        return data.records[1].sequence > data.records[0].sequence ? 1 : 0;
    if (first)
        return 0;
    return second ? 1 : -1;
}

int activeRecord(const OtaData &data)
{
    return laterRecord(data, isValid(data.records[0]), isValid(data.records[1]));
}

uint32_t slotOfRecord(const OtaRecord &record, uint32_t slotCount)
{
    return (record.sequence - 1) % slotCount;
}

int recordOfSlot(const OtaData &data, uint32_t slot, uint32_t slotCount)
{
    int found = -1;
    for (int i = 0; slotCount && i < 2; ++i) {
        const OtaRecord &record = data.records[i];
        const bool names = record.sequence != kBlankSequence && hasGoodCrc(record) &&
                           slotOfRecord(record, slotCount) == slot;
        if (names && (found < 0 || record.sequence > data.records[found].sequence))
            found = i;
    }
    return found;
}

uint64_t sequenceFor(uint32_t slot, uint32_t slotCount, uint32_t least)
{
    const uint64_t smallest = static_cast<uint64_t>(slot) + 1;
    if (least <= smallest)
        return smallest;
    const uint64_t missing = least - smallest;
    return smallest + (missing + slotCount - 1) / slotCount * slotCount;
}

esp_err_t readOtaData(const otabench_port_t *port, uint32_t address, OtaData *data)
{
    for (int i = 0; i < 2; ++i) {
        uint8_t bytes[kRecordSize];
        const esp_err_t err =
            port->flash_read(port->ctx, sectorOf(address, i), bytes, sizeof bytes);
        if (err != ESP_OK)
            return err;
        OtaRecord &record = data->records[i];
        record.sequence = readU32(bytes);
        memcpy(record.label, bytes + kLabelOffset, sizeof record.label);
        record.state = readU32(bytes + kStateOffset);
        record.crc = readU32(bytes + kCrcOffset);
    }
    return ESP_OK;
}

esp_err_t eraseRecord(const otabench_port_t *port, uint32_t address, int index)
{
    return port->flash_erase(port->ctx, sectorOf(address, index), kSectorSize);
}

esp_err_t writeRecord(const otabench_port_t *port, uint32_t address, int index,
                      const OtaRecord &record)
{
    uint8_t bytes[kRecordSize];
    writeU32(bytes, record.sequence);
    memcpy(bytes + kLabelOffset, record.label, sizeof record.label);
    writeU32(bytes + kStateOffset, record.state);
    writeU32(bytes + kCrcOffset, record.crc);
    const uint32_t sector = sectorOf(address, index);
    esp_err_t err = eraseRecord(port, address, index);
    if (err == ESP_OK)
        err = port->flash_write(port->ctx, sector, bytes, kCrcOffset);
    if (err == ESP_OK) // last, for it does not cover the state: half a state must not count
        err = port->flash_write(port->ctx, sector + kCrcOffset, bytes + kCrcOffset,
                                kRecordSize - kCrcOffset);
    uint8_t check[kRecordSize];
    if (err == ESP_OK)
        err = port->flash_read(port->ctx, sector, check, sizeof check);
    if (err == ESP_OK && memcmp(bytes, check, sizeof bytes) != 0)
        err = ESP_ERR_FLASH_OP_FAIL;
    return err;
}

OtaRecord makeRecord(uint32_t sequence, uint32_t state)
{
    OtaRecord record = {sequence, {}, state, sequenceCrc(sequence)};
    memset(record.label, 0xFF, sizeof record.label);
    return record;
}

esp_err_t changeState(const otabench_port_t *port, uint32_t address, const OtaData &data, int index,
                      uint32_t slotCount, uint32_t state)
{
    OtaRecord record = data.records[index];
    const int other = 1 - index;
    record.state = state;
    const uint64_t next =
        sequenceFor(slotOfRecord(record, slotCount), slotCount, record.sequence) + slotCount;
    const bool canMove = record.sequence > 0 && next < kBlankSequence;
    if (isValid(data.records[other]) || !canMove)
        return writeRecord(port, address, index, record);
    record.sequence = static_cast<uint32_t>(next);
    record.crc = sequenceCrc(record.sequence);
    const esp_err_t err = writeRecord(port, address, other, record);
    return err == ESP_OK ? eraseRecord(port, address, index) : err;
}

} // namespace otabench::firmware
