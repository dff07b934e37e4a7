/* Joins a Wi-Fi network, whose name and password are kept in NVS. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "esp_err.h"

/** Starts Wi-Fi without joining anything. Call it once, first. */
void wifi_init(void);

/** Joins the network that is kept, and joins it again for ever when it is lost; returns at once.
 * false: none is kept. */
bool wifi_join_kept(void);

/**
 * Joins a network and, if that works, keeps it for wifi_join_kept() and joins it again for ever
 * when it is lost.
 * @param[in] password  empty for an open network
 * @return ESP_OK; ESP_ERR_INVALID_SIZE  name above 32 or password above 63 characters;
 * ESP_ERR_TIMEOUT  no address within `timeout_ms`; a code of NVS: joined, but not kept.
 */
esp_err_t wifi_join(const char *name, const char *password, uint32_t timeout_ms);
