/* The board's addresses. Source: ESP-IDF v5.5 components/esp_hw_support/include/esp_mac.h. */
#pragma once

#include <stdint.h>

#include "esp_err.h"

#ifdef __cplusplus
extern "C" {
#endif

/** For printf: format and arguments of the six bytes of an address. */
#define MACSTR "%02x:%02x:%02x:%02x:%02x:%02x"
#define MAC2STR(a) (a)[0], (a)[1], (a)[2], (a)[3], (a)[4], (a)[5]

/** Whose address. */
typedef enum
{
    ESP_MAC_WIFI_STA,
    ESP_MAC_WIFI_SOFTAP,
    ESP_MAC_BT,
    ESP_MAC_ETH,
    ESP_MAC_IEEE802154,
    ESP_MAC_BASE,
    ESP_MAC_EFUSE_FACTORY,
    ESP_MAC_EFUSE_CUSTOM,
    ESP_MAC_EFUSE_EXT,
} esp_mac_type_t;

/**
 * The address of an interface: the base address, in its last byte plus 1 for the access point, 2
 * for Bluetooth, 3 for Ethernet.
 * @param[out] mac  6 bytes
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL; ESP_ERR_NOT_SUPPORTED  a type the board has not
 */
esp_err_t esp_read_mac(uint8_t *mac, esp_mac_type_t type);

/** The base address. @param[out] mac 6 bytes @return ESP_OK; ESP_ERR_INVALID_ARG NULL */
esp_err_t esp_efuse_mac_get_default(uint8_t *mac);
/** As esp_efuse_mac_get_default. */
esp_err_t esp_base_mac_addr_get(uint8_t *mac);

#ifdef __cplusplus
}
#endif
