// otadata: the two records that say which slot starts, and the rules on them that bootloader and
// application share. Source: ESP-IDF components/bootloader_support/src/bootloader_common_loader.c,
// components/app_update/esp_ota_ops.c.
//
// A record is *unusable* when it is blank, INVALID or ABORTED, *valid* when it is not unusable and
// its CRC (over the sequence number alone) is good. The valid one with the higher sequence number
// is *active*: slot (sequence - 1) mod (number of slots) starts.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "esp_ota_ops.h"
#include "otabench_port.h"

namespace otabench::firmware {

constexpr uint32_t kBlankSequence = 0xFFFFFFFF;
constexpr uint32_t kOtadataSize = 0x2000; ///< two sectors, a record at the start of each

struct OtaRecord
{
    uint32_t sequence;
    uint8_t label[20]; ///< unused by all; kept as it was read
    uint32_t state;    ///< esp_ota_img_states_t, or any other number
    uint32_t crc;
};

struct OtaData
{
    OtaRecord records[2];
};

/// CRC of a sequence number, as the ROM's crc32_le(0xFFFFFFFF, ...) makes it.
uint32_t sequenceCrc(uint32_t sequence);

bool hasGoodCrc(const OtaRecord &record);
bool isUnusable(const OtaRecord &record);
bool isValid(const OtaRecord &record);
/// The record with the higher sequence number of those that are allowed; -1 when none is.
int laterRecord(const OtaData &data, bool first, bool second);
/// 0, 1, or -1 when neither is valid. Equal sequence numbers: 0.
int activeRecord(const OtaData &data);
/// Slot number a record selects; slotCount > 0.
uint32_t slotOfRecord(const OtaRecord &record, uint32_t slotCount);
/// The record of a slot with a good CRC, whatever its state: the later one if both name the slot;
/// -1 none.
int recordOfSlot(const OtaData &data, uint32_t slot, uint32_t slotCount);

/// Smallest sequence number that selects `slot` and is not below `least`; computed in 64 bits, for
/// it may be beyond what a record holds (kBlankSequence and above).
uint64_t sequenceFor(uint32_t slot, uint32_t slotCount, uint32_t least);

/// @param address  of the otadata partition
esp_err_t readOtaData(const otabench_port_t *port, uint32_t address, OtaData *data);
/// Erases the sector of record `index`.
esp_err_t eraseRecord(const otabench_port_t *port, uint32_t address, int index);
/// Erases the sector, writes the record, its CRC last, and reads it back (ESP_ERR_FLASH_OP_FAIL when
/// it differs). When power fails in between, the other record rules.
esp_err_t writeRecord(const otabench_port_t *port, uint32_t address, int index,
                      const OtaRecord &record);
/// A record that never was: 0xFF label.
OtaRecord makeRecord(uint32_t sequence, uint32_t state);

/**
 * Gives record `index` another state so that power may fail at any moment: at each there is a valid
 * record if there was one before. While the other one is valid it carries the board meanwhile; else
 * the changed record is written there, under the slot's next sequence number, and the old one
 * erased after that.
 */
esp_err_t changeState(const otabench_port_t *port, uint32_t address, const OtaData &data, int index,
                      uint32_t slotCount, uint32_t state);

} // namespace otabench::firmware
