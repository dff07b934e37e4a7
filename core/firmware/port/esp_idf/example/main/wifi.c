#include "wifi.h"

#include <string.h>

#include "esp_event.h"
#include "esp_log.h"
#include "esp_netif.h"
#include "esp_wifi.h"
#include "freertos/FreeRTOS.h"
#include "freertos/event_groups.h"
#include "nvs.h"

#define JOINED BIT0 /* the board has an address */
#define WANTED BIT1 /* there is a network to join */

static const char *TAG = "example_wifi";
static EventGroupHandle_t state;

static void on_event(void *arg, esp_event_base_t base, int32_t id, void *data)
{
    (void)arg;
    (void)data;
    if (base == IP_EVENT && id == IP_EVENT_STA_GOT_IP)
        (void)xEventGroupSetBits(state, JOINED);
    if (base != WIFI_EVENT || id != WIFI_EVENT_STA_DISCONNECTED)
        return;
    (void)xEventGroupClearBits(state, JOINED);
    if ((xEventGroupGetBits(state) & WANTED) == 0)
        return;
    ESP_LOGW(TAG, "Not connected, trying again");
    (void)esp_wifi_connect();
}

void wifi_init(void)
{
    state = xEventGroupCreate();
    ESP_ERROR_CHECK(esp_netif_init());
    ESP_ERROR_CHECK(esp_event_loop_create_default());
    esp_netif_create_default_wifi_sta();
    const wifi_init_config_t defaults = WIFI_INIT_CONFIG_DEFAULT();
    ESP_ERROR_CHECK(esp_wifi_init(&defaults));
    ESP_ERROR_CHECK(esp_wifi_set_storage(WIFI_STORAGE_RAM));
    ESP_ERROR_CHECK(esp_event_handler_register(WIFI_EVENT, ESP_EVENT_ANY_ID, on_event, NULL));
    ESP_ERROR_CHECK(esp_event_handler_register(IP_EVENT, IP_EVENT_STA_GOT_IP, on_event, NULL));
    ESP_ERROR_CHECK(esp_wifi_set_mode(WIFI_MODE_STA));
    ESP_ERROR_CHECK(esp_wifi_start());
}

/* Starts to join; false when name or password is too long. */
static bool connect(const char *name, const char *password)
{
    wifi_config_t config = {0};
    const size_t name_length = strlen(name);
    const size_t password_length = strlen(password);
    if (name_length > sizeof(config.sta.ssid) || password_length >= sizeof(config.sta.password))
        return false;
    memcpy(config.sta.ssid, name, name_length);
    memcpy(config.sta.password, password, password_length);
    (void)xEventGroupSetBits(state, WANTED);
    ESP_ERROR_CHECK(esp_wifi_set_config(WIFI_IF_STA, &config));
    (void)esp_wifi_connect();
    return true;
}

bool wifi_join_kept(void)
{
    nvs_handle_t handle;
    if (nvs_open("wifi", NVS_READONLY, &handle) != ESP_OK)
        return false;
    char name[33];
    char password[65];
    size_t name_size = sizeof(name);
    size_t password_size = sizeof(password);
    const bool kept = nvs_get_str(handle, "name", name, &name_size) == ESP_OK &&
                      nvs_get_str(handle, "password", password, &password_size) == ESP_OK;
    nvs_close(handle);
    return kept && connect(name, password);
}

static esp_err_t keep(const char *name, const char *password)
{
    nvs_handle_t handle;
    esp_err_t result = nvs_open("wifi", NVS_READWRITE, &handle);
    if (result != ESP_OK)
        return result;
    result = nvs_set_str(handle, "name", name);
    if (result == ESP_OK)
        result = nvs_set_str(handle, "password", password);
    if (result == ESP_OK)
        result = nvs_commit(handle);
    nvs_close(handle);
    return result;
}

esp_err_t wifi_join(const char *name, const char *password, uint32_t timeout_ms)
{
    if (!connect(name, password))
        return ESP_ERR_INVALID_SIZE;
    const EventBits_t bits =
        xEventGroupWaitBits(state, JOINED, pdFALSE, pdTRUE, pdMS_TO_TICKS(timeout_ms));
    if ((bits & JOINED) != 0)
        return keep(name, password);
    (void)xEventGroupClearBits(state, WANTED);
    (void)esp_wifi_disconnect();
    return ESP_ERR_TIMEOUT;
}
