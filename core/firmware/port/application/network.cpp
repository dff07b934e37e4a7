// The network as an application sees it: esp_wifi.h, esp_netif.h, protocol_examples_common.h and
// what belongs to TLS. It is this computer's, and always up.
#include "application.h"
#include "board_network.h"

#include "esp_crt_bundle.h"
#include "esp_log.h"
#include "esp_tls.h"
#include "esp_wifi.h"
#include "protocol_examples_common.h"

#include <arpa/inet.h>
#include <cstring>
#include <ifaddrs.h>
#include <string>
#include <string_view>

using otabench::firmware::host::application;
using otabench::firmware::host::boardAddress;

ESP_EVENT_DEFINE_BASE(WIFI_EVENT);
ESP_EVENT_DEFINE_BASE(IP_EVENT);

struct esp_netif_obj
{
    const char *description;
};

namespace {

constexpr std::uint32_t kMask = 0x00FFFFFF; // 255.255.255.0 in network byte order

constinit esp_netif_obj theStation = {EXAMPLE_NETIF_DESC_STA};

enum class WifiState
{
    Off,
    Ready,
    Started,
    Connected
};
constinit WifiState theWifi = WifiState::Off;

esp_netif_ip_info_t addresses()
{
    in_addr own = {};
    ::inet_pton(AF_INET, boardAddress().c_str(), &own);
    const std::uint32_t router = (own.s_addr & kMask) | htonl(1);
    return {.ip = {own.s_addr}, .netmask = {kMask}, .gw = {router}};
}

/// Posted when nobody has made the event loop, an event is lost, as on a board.
void tell(esp_event_base_t base, std::int32_t id, const void *data, std::size_t size)
{
    static_cast<void>(esp_event_post(base, id, data, size, portMAX_DELAY));
}

} // namespace

esp_err_t esp_netif_init(void)
{
    return ESP_OK;
}

esp_netif_t *esp_netif_create_default_wifi_sta(void)
{
    return &theStation;
}

esp_netif_t *esp_netif_get_handle_from_ifkey(const char *if_key)
{
    return if_key != nullptr && std::string_view(if_key) == "WIFI_STA_DEF" ? &theStation : nullptr;
}

esp_err_t esp_netif_get_ip_info(esp_netif_t *esp_netif, esp_netif_ip_info_t *ip_info)
{
    if (esp_netif == nullptr || ip_info == nullptr)
        return ESP_ERR_INVALID_ARG;
    *ip_info = addresses();
    return ESP_OK;
}

esp_err_t esp_netif_get_netif_impl_name(esp_netif_t *esp_netif, char *name)
{
    if (esp_netif == nullptr || name == nullptr)
        return ESP_ERR_INVALID_ARG;
    std::strcpy(name, "st1"); // lwIP's first station
    return ESP_OK;
}

esp_err_t esp_netif_set_hostname(esp_netif_t * /*esp_netif*/, const char * /*hostname*/)
{
    return ESP_OK;
}

const char *esp_netif_get_desc(esp_netif_t *esp_netif)
{
    return esp_netif != nullptr ? esp_netif->description : nullptr;
}

esp_err_t esp_wifi_init(const wifi_init_config_t *config)
{
    if (config == nullptr)
        return ESP_ERR_INVALID_ARG;
    theWifi = WifiState::Ready;
    return ESP_OK;
}

esp_err_t esp_wifi_deinit(void)
{
    if (theWifi == WifiState::Off)
        return ESP_ERR_WIFI_NOT_INIT;
    theWifi = WifiState::Off;
    return ESP_OK;
}

esp_err_t esp_wifi_set_mode(wifi_mode_t /*mode*/)
{
    return theWifi == WifiState::Off ? ESP_ERR_WIFI_NOT_INIT : ESP_OK;
}

esp_err_t esp_wifi_set_storage(wifi_storage_t /*storage*/)
{
    return theWifi == WifiState::Off ? ESP_ERR_WIFI_NOT_INIT : ESP_OK;
}

esp_err_t esp_wifi_set_config(wifi_interface_t /*interface*/, wifi_config_t *conf)
{
    if (conf == nullptr)
        return ESP_ERR_INVALID_ARG;
    return theWifi == WifiState::Off ? ESP_ERR_WIFI_NOT_INIT : ESP_OK;
}

esp_err_t esp_wifi_start(void)
{
    if (theWifi == WifiState::Off)
        return ESP_ERR_WIFI_NOT_INIT;
    theWifi = WifiState::Started;
    tell(WIFI_EVENT, WIFI_EVENT_STA_START, nullptr, 0);
    return ESP_OK;
}

esp_err_t esp_wifi_connect(void)
{
    if (theWifi < WifiState::Started)
        return ESP_ERR_WIFI_NOT_STARTED;
    theWifi = WifiState::Connected;
    tell(WIFI_EVENT, WIFI_EVENT_STA_CONNECTED, nullptr, 0);
    const ip_event_got_ip_t event = {
        .esp_netif = &theStation, .ip_info = addresses(), .ip_changed = true};
    ESP_LOGI("esp_netif_handlers", "sta ip: " IPSTR ", mask: " IPSTR ", gw: " IPSTR,
             IP2STR(&event.ip_info.ip), IP2STR(&event.ip_info.netmask), IP2STR(&event.ip_info.gw));
    tell(IP_EVENT, IP_EVENT_STA_GOT_IP, &event, sizeof event);
    return ESP_OK;
}

esp_err_t esp_wifi_disconnect(void)
{
    if (theWifi < WifiState::Started)
        return ESP_ERR_WIFI_NOT_STARTED;
    theWifi = WifiState::Started;
    tell(WIFI_EVENT, WIFI_EVENT_STA_DISCONNECTED, nullptr, 0);
    return ESP_OK;
}

esp_err_t esp_wifi_stop(void)
{
    if (theWifi == WifiState::Off)
        return ESP_ERR_WIFI_NOT_INIT;
    theWifi = WifiState::Ready;
    return ESP_OK;
}

esp_err_t esp_wifi_set_ps(wifi_ps_type_t /*type*/)
{
    return ESP_OK;
}

esp_err_t example_connect(void)
{
    theWifi = WifiState::Connected;
    otabench::firmware::host::printNetworkUp(application().port);
    return ESP_OK;
}

esp_err_t example_disconnect(void)
{
    theWifi = WifiState::Off;
    return ESP_OK;
}

esp_err_t example_configure_stdin_stdout(void)
{
    otabench::firmware::host::makeStdinWait();
    return ESP_OK;
}

esp_netif_t *get_example_netif_from_desc(const char *desc)
{
    return desc != nullptr && std::string_view(desc) == theStation.description ? &theStation
                                                                               : nullptr;
}

esp_err_t esp_crt_bundle_attach(void * /*conf*/)
{
    return ESP_OK;
}

esp_err_t esp_tls_get_and_clear_last_error(esp_tls_error_handle_t h, int *esp_tls_code,
                                           int *esp_tls_flags)
{
    if (h == nullptr)
        return ESP_ERR_INVALID_STATE;
    if (esp_tls_code != nullptr)
        *esp_tls_code = h->esp_tls_error_code;
    if (esp_tls_flags != nullptr)
        *esp_tls_flags = h->esp_tls_flags;
    const esp_err_t error = h->last_error;
    *h = {};
    return error;
}
