/* A pre-encrypted image: decrypted piece by piece in decrypt_cb, its tag checked before finish.
 * C11. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "esp_encrypted_img.h"
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

extern const char ca_start[] asm("_binary_lab_ca_pem_start");
extern const char key_start[] asm("_binary_rsa_priv_key_pem_start");
extern const char key_end[] asm("_binary_rsa_priv_key_pem_end");

static const char *TAG = "encrypted_update";

static esp_err_t decrypt(decrypt_cb_arg_t *piece, void *decryption)
{
    pre_enc_decrypt_arg_t work = {.data_in = piece->data_in, .data_in_len = piece->data_in_len};
    esp_err_t result = esp_encrypted_img_decrypt_data(decryption, &work);
    if (result != ESP_OK && result != ESP_ERR_NOT_FINISHED)
        return result;
    piece->data_out = work.data_out;
    piece->data_out_len = work.data_out_len;
    return ESP_OK;
}

/* Ends the decryption in each case. */
static esp_err_t update_with(esp_decrypt_handle_t decryption, const char *url)
{
    esp_http_client_config_t http = {.url = url, .cert_pem = ca_start, .timeout_ms = 5000};
    esp_https_ota_config_t config = {
        .http_config = &http,
        .decrypt_cb = decrypt,
        .decrypt_user_ctx = decryption,
        .enc_img_header_size = esp_encrypted_img_get_header_size(),
    };
    esp_https_ota_handle_t ota = NULL;
    esp_err_t result = esp_https_ota_begin(&config, &ota);
    if (result != ESP_OK) {
        esp_encrypted_img_decrypt_abort(decryption);
        return result;
    }
    do
        result = esp_https_ota_perform(ota);
    while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);

    if (result == ESP_OK && esp_https_ota_is_complete_data_received(ota)) {
        result = esp_encrypted_img_decrypt_end(decryption);
        ESP_LOGI(TAG, "tag: %s", esp_err_to_name(result));
        if (result == ESP_OK)
            return esp_https_ota_finish(ota);
    } else {
        esp_encrypted_img_decrypt_abort(decryption);
        if (result == ESP_OK)
            result = ESP_ERR_INVALID_SIZE;
    }
    esp_https_ota_abort(ota);
    return result;
}

static void update(const char *url)
{
    esp_decrypt_cfg_t key = {
        .rsa_priv_key = key_start,
        .rsa_priv_key_len = (size_t)(key_end - key_start),
    };
    esp_decrypt_handle_t decryption = esp_encrypted_img_decrypt_start(&key);
    esp_err_t result = decryption == NULL ? ESP_ERR_NO_MEM : update_with(decryption, url);
    if (result == ESP_OK)
        esp_restart();
    ESP_LOGE(TAG, "update failed: %s", esp_err_to_name(result));
}

static void update_task(void *parameter)
{
    static char url[256];
    example_configure_stdin_stdout();
    for (;;) {
        printf("Which image?\n");
        while (fgets(url, sizeof url, stdin) == NULL || url[0] == '\n') {}
        url[strcspn(url, "\n")] = '\0';
        if (strcmp(url, "check") == 0)
            ESP_ERROR_CHECK(esp_ota_set_boot_partition(NULL));
        update(url);
    }
}

void app_main(void)
{
    ESP_ERROR_CHECK(nvs_flash_init());
    ESP_ERROR_CHECK(esp_netif_init());
    ESP_ERROR_CHECK(esp_event_loop_create_default());
    ESP_ERROR_CHECK(example_connect());
    xTaskCreate(update_task, "update", 8192, NULL, 5, NULL);
}
