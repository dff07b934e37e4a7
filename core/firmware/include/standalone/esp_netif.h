/*
 * Network interfaces. Here: there is one, Wi-Fi station, and it is this computer's network. Source:
 * ESP-IDF v5.5 components/esp_netif/include.
 */
#pragma once

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include "esp_err.h"
#include "esp_event.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct esp_netif_obj esp_netif_t;

/** In network byte order. */
typedef struct
{
    uint32_t addr;
} esp_ip4_addr_t;

typedef struct
{
    esp_ip4_addr_t ip;
    esp_ip4_addr_t netmask;
    esp_ip4_addr_t gw;
} esp_netif_ip_info_t;

/** For printf: format and arguments of an IPv4 address. */
#define IPSTR "%d.%d.%d.%d"
#define esp_ip4_addr_get_byte(ipaddr, idx) (((const uint8_t *)(&(ipaddr)->addr))[idx])
#define IP2STR(ipaddr)                                                                             \
    esp_ip4_addr_get_byte(ipaddr, 0), esp_ip4_addr_get_byte(ipaddr, 1),                            \
        esp_ip4_addr_get_byte(ipaddr, 2), esp_ip4_addr_get_byte(ipaddr, 3)

/** Events about addresses; data of IP_EVENT_STA_GOT_IP: ip_event_got_ip_t. */
ESP_EVENT_DECLARE_BASE(IP_EVENT);

typedef enum
{
    IP_EVENT_STA_GOT_IP,
    IP_EVENT_STA_LOST_IP,
    IP_EVENT_AP_STAIPASSIGNED,
    IP_EVENT_GOT_IP6,
    IP_EVENT_ETH_GOT_IP,
    IP_EVENT_ETH_LOST_IP,
} ip_event_t;

typedef struct
{
    esp_netif_t *esp_netif;
    esp_netif_ip_info_t ip_info;
    bool ip_changed;
} ip_event_got_ip_t;

/** @return ESP_OK, also when it was done before */
esp_err_t esp_netif_init(void);
/** The interface. Never NULL. */
esp_netif_t *esp_netif_create_default_wifi_sta(void);
/** The interface, with any key or description that is Wi-Fi station's; else NULL. */
esp_netif_t *esp_netif_get_handle_from_ifkey(const char *if_key);
/** @return ESP_OK; ESP_ERR_INVALID_ARG NULL */
esp_err_t esp_netif_get_ip_info(esp_netif_t *esp_netif, esp_netif_ip_info_t *ip_info);
/** The name of this computer's interface. @param[out] name IFNAMSIZ bytes
 *  @return ESP_OK; ESP_ERR_INVALID_ARG NULL */
esp_err_t esp_netif_get_netif_impl_name(esp_netif_t *esp_netif, char *name);
/** @return ESP_OK; Here: the name is not used */
esp_err_t esp_netif_set_hostname(esp_netif_t *esp_netif, const char *hostname);
/** "example_netif_sta". */
const char *esp_netif_get_desc(esp_netif_t *esp_netif);

#ifdef __cplusplus
}
#endif
