/* The port of the OTA engine and its agent to ESP-IDF. */
#pragma once

#include "otabench_port.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Fills the table for the board this runs on: esp_flash, esp-tls, PSA hashes, the console UART, NVS (namespace
 * "otabench"), heap_caps and esp_log. Call once, after nvs_flash_init().
 * @return the table, which lives for ever, or NULL when the console's driver could not be installed.
 */
const otabench_port_t *otabench_idf_port(void);

#ifdef __cplusplus
}
#endif
