// Arduino's WiFi: this computer's network.
#include "WiFi.h"

#include "esp_mac.h"

#include <array>
#include <cstdio>

WiFiClass WiFi;

wl_status_t WiFiClass::begin(const char *ssid, const char * /*password*/)
{
    m_ssid = ssid;
    const wifi_init_config_t config = WIFI_INIT_CONFIG_DEFAULT();
    esp_wifi_init(&config);
    esp_wifi_start();
    m_isConnected = esp_wifi_connect() == ESP_OK;
    return status();
}

bool WiFiClass::mode(wifi_mode_t /*mode*/)
{
    return true;
}

bool WiFiClass::disconnect(bool /*wifiOff*/)
{
    m_isConnected = false;
    return esp_wifi_disconnect() == ESP_OK;
}

bool WiFiClass::reconnect()
{
    m_isConnected = esp_wifi_connect() == ESP_OK;
    return m_isConnected;
}

wl_status_t WiFiClass::status()
{
    return m_isConnected ? WL_CONNECTED : WL_DISCONNECTED;
}

bool WiFiClass::setHostname(const char *name)
{
    return name != nullptr;
}

bool WiFiClass::setSleep(bool /*on*/)
{
    return true;
}

IPAddress WiFiClass::localIP()
{
    esp_netif_ip_info_t info = {};
    if (m_isConnected)
        esp_netif_get_ip_info(esp_netif_create_default_wifi_sta(), &info);
    return IPAddress(info.ip.addr);
}

String WiFiClass::macAddress()
{
    std::array<std::uint8_t, 6> mac = {};
    esp_read_mac(mac.data(), ESP_MAC_WIFI_STA);
    std::array<char, 18> text = {};
    std::snprintf(text.data(), text.size(), "%02X:%02X:%02X:%02X:%02X:%02X", MAC2STR(mac));
    return text.data();
}

std::int8_t WiFiClass::RSSI()
{
    return -50;
}
