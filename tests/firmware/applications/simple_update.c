/* The one-call update: a URL from the console, esp_https_ota(), restart. C11. */
#include <stdio.h>
#include <string.h>

#include "esp_event.h"
#include "esp_http_client.h"
#include "esp_https_ota.h"
#include "esp_log.h"
#include "esp_netif.h"
#include "esp_ota_ops.h"
#include "esp_system.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "nvs_flash.h"
#include "protocol_examples_common.h"

extern const char lab_ca_start[] asm("_binary_lab_ca_pem_start");

static const char *TAG = "simple_update";
static int events_seen;

static esp_err_t on_http_event(esp_http_client_event_t *event)
{
    if (event->event_id == HTTP_EVENT_ON_CONNECTED || event->event_id == HTTP_EVENT_ON_HEADER)
        ++events_seen;
    return ESP_OK;
}

static void update_task(void *parameter)
{
    static char url[256];
    example_configure_stdin_stdout();
    printf("Which image?\n");
    while (fgets(url, sizeof url, stdin) == NULL || url[0] == '\n') {}
    url[strcspn(url, "\n")] = '\0';

    esp_http_client_config_t http = {
        .url = url,
        .cert_pem = lab_ca_start,
        .event_handler = on_http_event,
        .keep_alive_enable = true,
        .timeout_ms = CONFIG_TEST_TIMEOUT_MS,
    };
    esp_https_ota_config_t ota = {.http_config = &http};
    esp_err_t result = esp_https_ota(&ota);
    ESP_LOGI(TAG, "%s HTTP events", events_seen > 1 ? "several" : "no");
    if (result == ESP_OK) {
        ESP_LOGI(TAG, "done, restarting");
        esp_restart();
    }
    ESP_LOGE(TAG, "update failed: %s", esp_err_to_name(result));
    vTaskDelete(NULL);
}

void app_main(void)
{
    ESP_ERROR_CHECK(nvs_flash_init());
    ESP_ERROR_CHECK(esp_netif_init());
    ESP_ERROR_CHECK(esp_event_loop_create_default());
    ESP_ERROR_CHECK(example_connect());
    ESP_LOGI(TAG, "I am %s %s", CONFIG_TEST_GREETING, esp_app_get_description()->version);
    xTaskCreate(update_task, "update", 8192, NULL, 5, NULL);
}
