/* Firmware with a shell of its own, which knows the command `fw update URL`. */
#include <stdio.h>
#include <string.h>

#include "esp_event.h"
#include "esp_http_client.h"
#include "esp_https_ota.h"
#include "esp_netif.h"
#include "esp_system.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "nvs_flash.h"
#include "protocol_examples_common.h"

extern const char lab_ca_start[] asm("_binary_lab_ca_pem_start");

static void update(const char *url)
{
    printf("fetching %s\n", url);
    esp_http_client_config_t http = {.url = url, .cert_pem = lab_ca_start, .timeout_ms = 10000};
    esp_https_ota_config_t ota = {.http_config = &http};
    const esp_err_t result = esp_https_ota(&ota);
    if (result == ESP_OK) {
        printf("firmware installed, going down\n");
        esp_restart();
    }
    printf("firmware error %d: nothing changed\n", (int)result);
}

static void shell_task(void *parameter)
{
    static char line[300];
    static const char command[] = "fw update ";
    example_configure_stdin_stdout();
    for (;;) {
        printf("gh> ");
        fflush(stdout);
        while (fgets(line, sizeof line, stdin) == NULL) {}
        line[strcspn(line, "\r\n")] = '\0';
        if (strncmp(line, command, sizeof command - 1) == 0)
            update(line + sizeof command - 1);
        else if (line[0] != '\0')
            printf("no such command: %s\n", line);
    }
}

void app_main(void)
{
    ESP_ERROR_CHECK(nvs_flash_init());
    ESP_ERROR_CHECK(esp_netif_init());
    ESP_ERROR_CHECK(esp_event_loop_create_default());
    ESP_ERROR_CHECK(example_connect());
    xTaskCreate(shell_task, "shell", 8192, NULL, 5, NULL);
}
