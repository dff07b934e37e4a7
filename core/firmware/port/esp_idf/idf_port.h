/* The port of the OTA engine and its agent to ESP-IDF. */
#pragma once

#include "otabench_port.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Fills the table for the board this runs on: esp_flash, esp-tls, PSA hashes, the console UART, NVS
 * (namespace "otabench"), heap_caps and esp_log. Call it once, after nvs_flash_init(), and give the
 * result to otabench_port_set(); the update and the agent then run in one task. It installs the
 * driver of the console's UART if nobody has: from then on nothing else may read the console,
 * everything may write to it.
 *
 * On ESP-IDF the slots, partitions, events and logs are ESP-IDF's own, so that of this table the
 * update and the agent use the network, the console, the settings, memory, clock, restart and chip.
 * @return the table, which lives for ever, or NULL when the console's driver could not be
 * installed.
 */
const otabench_port_t *otabench_idf_port(void);

#ifdef __cplusplus
}
#endif
