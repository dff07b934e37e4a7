/* Joins a Wi-Fi network with the name and password kept in NVS. */
#pragma once

#include "esp_err.h"

/** Starts Wi-Fi and returns at once; it reconnects by itself for ever. ESP_ERR_NVS_NOT_FOUND: no network is known yet.
 */
esp_err_t wifi_start(void);

/** Keeps name and password, both NUL-terminated, for wifi_start(). */
esp_err_t wifi_remember(const char *ssid, const char *password);
