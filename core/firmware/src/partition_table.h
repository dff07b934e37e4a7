// The partition table in flash, as the application reads it and as the bootloader reads it.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "esp_partition.h"
#include "otabench_port.h"

namespace otabench::firmware {

constexpr uint32_t kSectorSize = 4096;
constexpr size_t kMaxPartitions = 95; ///< slots before MD5 or end marker
constexpr size_t kMaxSlots = 16;      ///< ota_0 .. ota_15

/// What the application keeps.
struct PartitionTable
{
    bool loaded;
    size_t count;
    esp_partition_t entries[kMaxPartitions];
};

/// Reads the table for the application: up to the MD5 slot or the first slot of another kind; the
/// MD5 is required. Partitions that do not fit the flash are left out.
/// Source: ESP-IDF components/esp_partition/partition.c, load_partitions.
/// @return ESP_OK; ESP_ERR_NOT_FOUND no MD5 slot; ESP_ERR_INVALID_STATE it does not match; codes of
///         the flash. On an error the table is empty.
esp_err_t loadPartitions(const otabench_port_t *port, PartitionTable *table);

/// Checks a table as the bootloader does: end marker, at most one MD5 slot, which must match, each
/// partition inside the flash. Logs the reason of a failure (tag flash_parts).
/// Source: ESP-IDF components/bootloader_support/src/flash_partitions.c.
/// @param[out] count  of partitions
/// @return ESP_OK; ESP_ERR_INVALID_SIZE a partition is outside the flash; ESP_ERR_INVALID_STATE bad
///         table; codes of the flash.
esp_err_t verifyPartitionTable(const otabench_port_t *port, uint32_t address, size_t *count);

/// Reads slot `index` of the table at `address`. False: it is no partition (end, MD5, other magic,
/// or the flash failed).
bool readPartition(const otabench_port_t *port, uint32_t address, size_t index,
                   esp_partition_t *partition);

/// Slot number of ota_0 .. ota_15, or -1 for any other partition.
int slotOf(const esp_partition_t *partition);

bool isInFlash(const otabench_port_t *port, uint32_t address, uint32_t size);

} // namespace otabench::firmware
