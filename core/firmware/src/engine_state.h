// What the C API remembers between calls: one set for each port, forgotten when a port is set.
#pragma once

#include "esp_app_desc.h"
#include "esp_log.h"
#include "esp_ota_ops.h"
#include "esp_partition.h"
#include "otabench_port.h"
#include "partition_table.h"
#include "verified_image.h"

namespace otabench::firmware {

/// Level of one tag's log lines. The tag is compared as text and borrowed: IDF's tags are literals.
struct TagLevel
{
    const char *tag;
    esp_log_level_t level;
};

/// An open update (esp_ota_handle_t).
struct OpenUpdate
{
    esp_ota_handle_t handle; ///< 0: this entry is free
    const esp_partition_t *staging;
    const esp_partition_t *final;
    bool copyToFinal;
    bool eraseWhileWriting;
    bool resumed;
    bool written;       ///< something has been written
    bool slotForgotten; ///< no otadata record names the staging slot any more
    uint32_t next;      ///< offset of the next byte esp_ota_write writes
    uint32_t end;       ///< offset behind the last byte written
};

constexpr size_t kMappings = 8;
constexpr size_t kExternalPartitions = 8;
constexpr size_t kTagLevels = 16;
constexpr size_t kOpenUpdates = 4;

struct EngineState
{
    const otabench_port_t *port;
    esp_log_level_t level; ///< of all tags but tagLevels'
    TagLevel tagLevels[kTagLevels];
    size_t tagLevelCount;
    PartitionTable partitions;
    esp_partition_t externals[kExternalPartitions]; ///< registered; size 0: free
    OpenUpdate updates[kOpenUpdates];
    esp_ota_handle_t lastHandle;
    VerifiedImage verified;
    void *mappings[kMappings]; ///< of esp_partition_mmap; handle i + 1. nullptr: free
    bool descriptionRead;
    esp_app_desc_t description; ///< of the running app
};

/// The calling thread's (on a board: the only one).
EngineState &engineState();

} // namespace otabench::firmware
