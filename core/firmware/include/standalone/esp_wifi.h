/*
 * Wi-Fi station. Here: any network is in reach, and it is this computer's; the calls go through the
 * events of a station that connects. Source: ESP-IDF v5.5 components/esp_wifi/include.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "esp_err.h"
#include "esp_event.h"
#include "esp_netif.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ESP_ERR_WIFI_NOT_INIT (ESP_ERR_WIFI_BASE + 1)    /**< esp_wifi_init first */
#define ESP_ERR_WIFI_NOT_STARTED (ESP_ERR_WIFI_BASE + 2) /**< esp_wifi_start first */

typedef enum
{
    WIFI_MODE_NULL = 0,
    WIFI_MODE_STA,
    WIFI_MODE_AP,
    WIFI_MODE_APSTA,
} wifi_mode_t;

typedef enum
{
    WIFI_IF_STA = 0,
    WIFI_IF_AP = 1,
} wifi_interface_t;

#define ESP_IF_WIFI_STA WIFI_IF_STA

typedef enum
{
    WIFI_PS_NONE,
    WIFI_PS_MIN_MODEM,
    WIFI_PS_MAX_MODEM,
} wifi_ps_type_t;

typedef enum
{
    WIFI_STORAGE_FLASH,
    WIFI_STORAGE_RAM,
} wifi_storage_t;

typedef enum
{
    WIFI_AUTH_OPEN = 0,
    WIFI_AUTH_WEP,
    WIFI_AUTH_WPA_PSK,
    WIFI_AUTH_WPA2_PSK,
    WIFI_AUTH_WPA_WPA2_PSK,
    WIFI_AUTH_ENTERPRISE,
    WIFI_AUTH_WPA3_PSK,
    WIFI_AUTH_WPA2_WPA3_PSK,
} wifi_auth_mode_t;

typedef enum
{
    WIFI_FAST_SCAN = 0,
    WIFI_ALL_CHANNEL_SCAN,
} wifi_scan_method_t;

typedef enum
{
    WIFI_CONNECT_AP_BY_SIGNAL = 0,
    WIFI_CONNECT_AP_BY_SECURITY,
} wifi_sort_method_t;

typedef enum
{
    WPA3_SAE_PWE_UNSPECIFIED,
    WPA3_SAE_PWE_HUNT_AND_PECK,
    WPA3_SAE_PWE_HASH_TO_ELEMENT,
    WPA3_SAE_PWE_BOTH,
} wifi_sae_pwe_method_t;

/** Of what a network must offer, at least. */
typedef struct
{
    int8_t rssi;
    wifi_auth_mode_t authmode;
} wifi_scan_threshold_t;

typedef struct
{
    bool capable;
    bool required;
} wifi_pmf_config_t;

typedef struct
{
    uint8_t ssid[32];
    uint8_t password[64];
    wifi_scan_method_t scan_method;
    bool bssid_set;
    uint8_t bssid[6];
    uint8_t channel;
    uint16_t listen_interval;
    wifi_sort_method_t sort_method;
    wifi_scan_threshold_t threshold;
    wifi_pmf_config_t pmf_cfg;
    wifi_sae_pwe_method_t sae_pwe_h2e;
    uint8_t failure_retry_cnt;
} wifi_sta_config_t;

typedef union {
    wifi_sta_config_t sta;
} wifi_config_t;

typedef struct
{
    int magic;
} wifi_init_config_t;

// clang-format off
#define WIFI_INIT_CONFIG_DEFAULT() {0x1F2F3F4F}
// clang-format on

/** Events of Wi-Fi. Here: STA_START, STA_CONNECTED, STA_DISCONNECTED, without data. */
ESP_EVENT_DECLARE_BASE(WIFI_EVENT);

typedef enum
{
    WIFI_EVENT_WIFI_READY = 0,
    WIFI_EVENT_SCAN_DONE,
    WIFI_EVENT_STA_START,
    WIFI_EVENT_STA_STOP,
    WIFI_EVENT_STA_CONNECTED,
    WIFI_EVENT_STA_DISCONNECTED,
} wifi_event_t;

/** @return ESP_OK; ESP_ERR_INVALID_ARG NULL */
esp_err_t esp_wifi_init(const wifi_init_config_t *config);
/** @return ESP_OK; ESP_ERR_WIFI_NOT_INIT */
esp_err_t esp_wifi_deinit(void);
/** Here: nothing to set. @return ESP_OK; ESP_ERR_WIFI_NOT_INIT */
esp_err_t esp_wifi_set_mode(wifi_mode_t mode);
esp_err_t esp_wifi_set_storage(wifi_storage_t storage);
/** @return ESP_OK; ESP_ERR_WIFI_NOT_INIT; ESP_ERR_INVALID_ARG NULL */
esp_err_t esp_wifi_set_config(wifi_interface_t interface, wifi_config_t *conf);
/** Posts WIFI_EVENT_STA_START. @return ESP_OK; ESP_ERR_WIFI_NOT_INIT */
esp_err_t esp_wifi_start(void);
/** Posts WIFI_EVENT_STA_CONNECTED, then IP_EVENT_STA_GOT_IP.
 *  @return ESP_OK; ESP_ERR_WIFI_NOT_STARTED */
esp_err_t esp_wifi_connect(void);
/** Posts WIFI_EVENT_STA_DISCONNECTED. @return ESP_OK; ESP_ERR_WIFI_NOT_STARTED */
esp_err_t esp_wifi_disconnect(void);
/** @return ESP_OK; ESP_ERR_WIFI_NOT_INIT */
esp_err_t esp_wifi_stop(void);
/** Power saving. Here: nothing to save. @return ESP_OK */
esp_err_t esp_wifi_set_ps(wifi_ps_type_t type);

#ifdef __cplusplus
}
#endif
