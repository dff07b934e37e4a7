/*
 * Arduino's WiFi, the station part. Here: any network is in reach; connected a moment after begin.
 * For C++; C sees the status alone.
 */
#pragma once

typedef enum
{
    WL_NO_SHIELD = 255,
    WL_STOPPED = 254,
    WL_IDLE_STATUS = 0,
    WL_NO_SSID_AVAIL = 1,
    WL_SCAN_COMPLETED = 2,
    WL_CONNECTED = 3,
    WL_CONNECT_FAILED = 4,
    WL_CONNECTION_LOST = 5,
    WL_DISCONNECTED = 6,
} wl_status_t;

#ifdef __cplusplus

#include "IPAddress.h"
#include "WString.h"
#include "esp_wifi.h"

#define WIFI_OFF WIFI_MODE_NULL
#define WIFI_STA WIFI_MODE_STA

class WiFiClass
{
public:
    wl_status_t begin(const char *ssid, const char *password = nullptr);
    bool mode(wifi_mode_t mode);
    bool disconnect(bool wifiOff = false);
    bool reconnect();

    bool isConnected() { return status() == WL_CONNECTED; }

    wl_status_t status();

    std::uint8_t waitForConnectResult() { return static_cast<std::uint8_t>(status()); }

    bool setHostname(const char *name);
    bool setSleep(bool on);

    void setAutoReconnect(bool /*on*/) {}

    IPAddress localIP();
    String macAddress();

    String SSID() { return m_ssid; }

    /** In dBm. */
    std::int8_t RSSI();

private:
    String m_ssid;
    bool m_isConnected = false;
};

extern WiFiClass WiFi;

#endif
