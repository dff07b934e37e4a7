// The partitions an update deals with, found in the table of the calling thread's port.
#pragma once

#include "esp_partition.h"
#include "otadata.h"

namespace otabench::firmware {

/// otadata as found, with what is needed to change it.
struct OtaDataView
{
    const esp_partition_t *partition;
    OtaData data;
    uint32_t slotCount;
};

/// Whether this app was built with rollback: an image is on trial until it is confirmed.
bool hasRollback(const otabench_port_t *port);

/// @return ESP_OK; ESP_ERR_NOT_FOUND no otadata partition of 0x2000 bytes (logged); codes of the
///         flash.
esp_err_t viewOtaData(OtaDataView *view);

const esp_partition_t *findSlot(uint32_t slot);
const esp_partition_t *findApp(esp_partition_subtype_t subtype);
/// The app partition that starts at this flash address, or nullptr.
const esp_partition_t *findAppAt(uint32_t address);

/// Slot number of the running partition, -1 for factory, test and none.
int runningSlot();

/// Verifies the app in a partition, logging as the application does. @return codes of verifyImage
esp_err_t verifyApp(const esp_partition_t *partition);

/// Erases every record that names `slot`: what starts next is decided without it.
esp_err_t forgetSlot(uint32_t slot);

} // namespace otabench::firmware
