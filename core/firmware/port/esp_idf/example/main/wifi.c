#include "wifi.h"

#include <string.h>

#include "esp_event.h"
#include "esp_log.h"
#include "esp_netif.h"
#include "esp_wifi.h"
#include "nvs.h"

static const char *TAG = "example_wifi";

static void on_event(void *arg, esp_event_base_t base, int32_t id, void *data)
{
    (void)arg;
    (void)data;
    if (base == WIFI_EVENT && id == WIFI_EVENT_STA_START)
        (void)esp_wifi_connect();
    if (base == WIFI_EVENT && id == WIFI_EVENT_STA_DISCONNECTED) {
        ESP_LOGW(TAG, "disconnected, trying again");
        (void)esp_wifi_connect();
    }
}

static esp_err_t load(wifi_config_t *config)
{
    nvs_handle_t handle;
    esp_err_t result = nvs_open("wifi", NVS_READONLY, &handle);
    if (result != ESP_OK)
        return result;
    size_t ssid_length = sizeof(config->sta.ssid);
    size_t password_length = sizeof(config->sta.password);
    result = nvs_get_str(handle, "ssid", (char *)config->sta.ssid, &ssid_length);
    if (result == ESP_OK)
        result = nvs_get_str(handle, "password", (char *)config->sta.password, &password_length);
    nvs_close(handle);
    return result;
}

esp_err_t wifi_remember(const char *ssid, const char *password)
{
    nvs_handle_t handle;
    esp_err_t result = nvs_open("wifi", NVS_READWRITE, &handle);
    if (result != ESP_OK)
        return result;
    result = nvs_set_str(handle, "ssid", ssid);
    if (result == ESP_OK)
        result = nvs_set_str(handle, "password", password);
    if (result == ESP_OK)
        result = nvs_commit(handle);
    nvs_close(handle);
    return result;
}

esp_err_t wifi_start(void)
{
    wifi_config_t config = {0};
    const esp_err_t known = load(&config);
    if (known != ESP_OK)
        return known;
    ESP_ERROR_CHECK(esp_netif_init());
    ESP_ERROR_CHECK(esp_event_loop_create_default());
    esp_netif_create_default_wifi_sta();
    const wifi_init_config_t defaults = WIFI_INIT_CONFIG_DEFAULT();
    ESP_ERROR_CHECK(esp_wifi_init(&defaults));
    ESP_ERROR_CHECK(esp_event_handler_register(WIFI_EVENT, ESP_EVENT_ANY_ID, on_event, NULL));
    ESP_ERROR_CHECK(esp_wifi_set_mode(WIFI_MODE_STA));
    ESP_ERROR_CHECK(esp_wifi_set_config(WIFI_IF_STA, &config));
    return esp_wifi_start();
}
