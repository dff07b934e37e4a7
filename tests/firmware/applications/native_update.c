/* The update by hand: esp_http_client for the bytes, esp_ota_* for the slot. C11. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "driver/gpio.h"
#include "esp_app_format.h"
#include "esp_flash_partitions.h"
#include "esp_http_client.h"
#include "esp_log.h"
#include "esp_ota_ops.h"
#include "esp_partition.h"
#include "esp_system.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "nvs_flash.h"
#include "protocol_examples_common.h"

extern const uint8_t ca_start[] asm("_binary_lab_ca_pem_start");
extern const uint8_t ca_end[] asm("_binary_lab_ca_pem_end");

static const char *TAG = "native_update";

static esp_err_t download(esp_http_client_handle_t client, const esp_partition_t *slot)
{
    static char buffer[1024];
    esp_ota_handle_t ota = 0;
    esp_err_t result = esp_ota_begin(slot, OTA_WITH_SEQUENTIAL_WRITES, &ota);
    int total = 0;
    while (result == ESP_OK) {
        int length = esp_http_client_read(client, buffer, sizeof buffer);
        if (length <= 0)
            break;
        if (total == 0) {
            esp_app_desc_t image;
            memcpy(&image, buffer + sizeof(esp_image_header_t) + sizeof(esp_image_segment_header_t),
                   sizeof image);
            ESP_LOGI(TAG, "image of %.32s %.32s", image.project_name, image.version);
        }
        total += length;
        result = esp_ota_write(ota, buffer, (size_t)length);
    }
    ESP_LOGI(TAG, "%d bytes, status %d", total, esp_http_client_get_status_code(client));
    if (result != ESP_OK || !esp_http_client_is_complete_data_received(client)) {
        esp_ota_abort(ota);
        return result != ESP_OK ? result : ESP_FAIL;
    }
    result = esp_ota_end(ota);
    return result == ESP_OK ? esp_ota_set_boot_partition(slot) : result;
}

static void update(const char *url)
{
    esp_http_client_config_t config = {
        .url = url,
        .cert_pem = (const char *)ca_start,
        .timeout_ms = 5000,
    };
    esp_http_client_handle_t client = esp_http_client_init(&config);
    esp_err_t result = client == NULL ? ESP_FAIL : esp_http_client_open(client, 0);
    if (result == ESP_OK) {
        esp_http_client_fetch_headers(client);
        result = download(client, esp_ota_get_next_update_partition(NULL));
    }
    esp_http_client_cleanup(client);
    if (result == ESP_OK)
        esp_restart();
    ESP_LOGE(TAG, "update failed: %s", esp_err_to_name(result));
}

static bool self_test(void)
{
    gpio_config_t pin = {
        .pin_bit_mask = 1ULL << 4, .mode = GPIO_MODE_INPUT, .pull_up_en = GPIO_PULLUP_ENABLE};
    gpio_config(&pin);
    return gpio_get_level(GPIO_NUM_4) == 1;
}

void app_main(void)
{
    const esp_partition_t *running = esp_ota_get_running_partition();
    ESP_LOGI(TAG, "running from %s at 0x%08" PRIx32 ", CA of %d bytes", running->label,
             running->address, (int)(ca_end - ca_start));
    uint8_t digest[32] = {0};
    esp_partition_t bootloader = {.address = ESP_BOOTLOADER_OFFSET,
                                  .size = ESP_PARTITION_TABLE_OFFSET,
                                  .type = ESP_PARTITION_TYPE_APP};
    ESP_LOGI(TAG, "bootloader: %s", esp_err_to_name(esp_partition_get_sha256(&bootloader, digest)));
    ESP_LOG_BUFFER_HEX(TAG, digest, 4);
    esp_ota_img_states_t state;
    if (esp_ota_get_state_partition(running, &state) == ESP_OK &&
        state == ESP_OTA_IMG_PENDING_VERIFY) {
        if (CONFIG_TEST_SELF_TEST_PASSES && self_test())
            esp_ota_mark_app_valid_cancel_rollback();
        else
            esp_ota_mark_app_invalid_rollback_and_reboot();
    }
    ESP_ERROR_CHECK(nvs_flash_init());
    ESP_ERROR_CHECK(example_connect());
    example_configure_stdin_stdout();
    ESP_LOGI(TAG, "URL?");
    char url[256];
    if (fgets(url, sizeof url, stdin) != NULL) {
        url[strcspn(url, "\n")] = '\0';
        update(url);
    }
}
