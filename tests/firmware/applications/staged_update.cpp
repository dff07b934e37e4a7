// The update in steps: events, a policy of its own, partial requests, resumption by what was
// stored, confirmation after the restart, tasks that wait for each other. C++.
#include <cstdio>
#include <cstring>
#include <string>

#include "esp_check.h"
#include "esp_event.h"
#include "esp_https_ota.h"
#include "esp_log.h"
#include "esp_ota_ops.h"
#include "esp_system.h"
#include "esp_timer.h"
#include "esp_wifi.h"
#include "freertos/FreeRTOS.h"
#include "freertos/event_groups.h"
#include "freertos/queue.h"
#include "freertos/semphr.h"
#include "freertos/task.h"
#include "nvs.h"
#include "nvs_flash.h"
#include "protocol_examples_common.h"

extern const char labCa[] asm("_binary_lab_ca_pem_start");

namespace {

constexpr char TAG[] = "staged_update";
constexpr EventBits_t kOnline = BIT0;

EventGroupHandle_t network;
QueueHandle_t urls;
SemaphoreHandle_t idle;

void onOtaEvent(void *, esp_event_base_t, int32_t id, void *data)
{
    if (id == ESP_HTTPS_OTA_VERIFY_CHIP_ID)
        ESP_LOGI(TAG, "for chip %d", *static_cast<esp_chip_id_t *>(data));
    else if (id != ESP_HTTPS_OTA_WRITE_FLASH)
        ESP_LOGI(TAG, "event %d", static_cast<int>(id));
}

void onNetworkEvent(void *, esp_event_base_t base, int32_t id, void *data)
{
    if (base == WIFI_EVENT && id == WIFI_EVENT_STA_START) {
        esp_wifi_connect();
    } else if (base == IP_EVENT && id == IP_EVENT_STA_GOT_IP) {
        auto *event = static_cast<ip_event_got_ip_t *>(data);
        ESP_LOGI(TAG, "address " IPSTR, IP2STR(&event->ip_info.ip));
        xEventGroupSetBits(network, kOnline);
    }
}

esp_err_t store(const char *url, uint32_t written)
{
    nvs_handle_t handle;
    ESP_RETURN_ON_ERROR(nvs_open("staged", NVS_READWRITE, &handle), TAG, "cannot open");
    esp_err_t ret = ESP_OK;
    ESP_GOTO_ON_ERROR(nvs_set_str(handle, "url", url), end, TAG, "cannot store the URL");
    ESP_GOTO_ON_ERROR(nvs_set_u32(handle, "written", written), end, TAG, "cannot store");
    ret = nvs_commit(handle);
end:
    nvs_close(handle);
    return ret;
}

uint32_t storedFor(const char *url)
{
    nvs_handle_t handle;
    if (nvs_open("staged", NVS_READONLY, &handle) != ESP_OK)
        return 0;
    char known[256] = "";
    size_t length = sizeof known;
    uint32_t written = 0;
    if (nvs_get_str(handle, "url", known, &length) != ESP_OK || std::strcmp(known, url) != 0 ||
        nvs_get_u32(handle, "written", &written) != ESP_OK)
        written = 0;
    nvs_close(handle);
    return written;
}

/// @return whether the new image is to be started
bool update(const char *url)
{
    const uint32_t known = storedFor(url);
    ESP_LOGI(TAG, "known bytes: %u", static_cast<unsigned>(known));
    esp_http_client_config_t http = {};
    http.url = url;
    http.cert_pem = labCa;
    http.timeout_ms = 5000;
    http.buffer_size = 2048;
    http.save_client_session = true;
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.partial_http_download = true;
    config.max_http_request_size = 32 * 1024;
    config.ota_resumption = true;
    config.ota_image_bytes_written = known;
    esp_https_ota_handle_t ota = nullptr;
    if (esp_https_ota_begin(&config, &ota) != ESP_OK)
        return false;
    esp_app_desc_t image = {};
    if (esp_https_ota_get_img_desc(ota, &image) != ESP_OK ||
        std::strcmp(image.version, esp_app_get_description()->version) == 0) {
        ESP_LOGW(TAG, "that is what runs already");
        esp_https_ota_abort(ota);
        return false;
    }
    esp_err_t result;
    bool interrupted = known != 0;
    while ((result = esp_https_ota_perform(ota)) == ESP_ERR_HTTPS_OTA_IN_PROGRESS) {
        const int written = esp_https_ota_get_image_len_read(ota);
        store(url, static_cast<uint32_t>(written));
        if (!interrupted && written > 100 * 1024) {
            ESP_LOGI(TAG, "interrupted");
            esp_restart(); // in the middle: the next life goes on
        }
    }
    if (result != ESP_OK || !esp_https_ota_is_complete_data_received(ota)) {
        ESP_LOGE(TAG, "incomplete");
        esp_https_ota_abort(ota);
        return false;
    }
    result = esp_https_ota_finish(ota);
    if (result != ESP_OK)
        ESP_LOGE(TAG, "finish: %s", esp_err_to_name(result));
    return result == ESP_OK;
}

void updateTask(void *)
{
    std::string *url = nullptr;
    while (xQueueReceive(urls, &url, portMAX_DELAY) == pdTRUE) {
        if (update(url->c_str()))
            esp_restart();
        ESP_LOGE(TAG, "not updated");
        delete url;
        xSemaphoreGive(idle);
    }
}

void confirm()
{
    esp_ota_img_states_t state;
    if (esp_ota_get_state_partition(esp_ota_get_running_partition(), &state) == ESP_OK &&
        state == ESP_OTA_IMG_PENDING_VERIFY && esp_ota_mark_app_valid_cancel_rollback() == ESP_OK)
        ESP_LOGI(TAG, "confirmed %s", esp_app_get_description()->version);
}

void joinNetwork()
{
    esp_netif_create_default_wifi_sta();
    wifi_init_config_t init = WIFI_INIT_CONFIG_DEFAULT();
    ESP_ERROR_CHECK(esp_wifi_init(&init));
    ESP_ERROR_CHECK(
        esp_event_handler_register(WIFI_EVENT, ESP_EVENT_ANY_ID, &onNetworkEvent, NULL));
    ESP_ERROR_CHECK(
        esp_event_handler_register(IP_EVENT, IP_EVENT_STA_GOT_IP, &onNetworkEvent, NULL));
    wifi_config_t wifi = {};
    std::strcpy(reinterpret_cast<char *>(wifi.sta.ssid), "lab");
    ESP_ERROR_CHECK(esp_wifi_set_mode(WIFI_MODE_STA));
    ESP_ERROR_CHECK(esp_wifi_set_config(WIFI_IF_STA, &wifi));
    ESP_ERROR_CHECK(esp_wifi_start());
    xEventGroupWaitBits(network, kOnline, pdFALSE, pdTRUE, portMAX_DELAY);
}

} // namespace

extern "C" void app_main(void)
{
    network = xEventGroupCreate();
    urls = xQueueCreate(1, sizeof(std::string *));
    idle = xSemaphoreCreateBinary();
    ESP_ERROR_CHECK(nvs_flash_init());
    ESP_ERROR_CHECK(esp_netif_init());
    ESP_ERROR_CHECK(esp_event_loop_create_default());
    ESP_ERROR_CHECK(
        esp_event_handler_register(ESP_HTTPS_OTA_EVENT, ESP_EVENT_ANY_ID, &onOtaEvent, NULL));
    joinNetwork();
    confirm();
    xTaskCreate(updateTask, "update", 8192, NULL, 5, NULL);
    example_configure_stdin_stdout();
    for (;;) {
        ESP_LOGI(TAG, "URL?");
        char line[256];
        if (fgets(line, sizeof line, stdin) == NULL)
            continue;
        line[std::strcspn(line, "\n")] = '\0';
        if (std::strcmp(line, "crash") == 0)
            abort();
        auto *url = new std::string(line);
        xQueueSend(urls, &url, portMAX_DELAY);
        xSemaphoreTake(idle, portMAX_DELAY);
    }
}
