/* The agent on a board. The first time, type the network on the console:  wifi NAME PASSWORD  (one
 * line; no spaces in either). From then on otabench finds the board by its agent. */
#include <string.h>

#include "esp_log.h"
#include "idf_port.h"
#include "nvs_flash.h"
#include "otabench_agent.h"
#include "wifi.h"

#define JOIN_TIMEOUT_MS 30000

static const char *TAG = "example";

/* Reads one line from the console; waits for it. */
static void read_line(const otabench_port_t *port, char *line, size_t capacity)
{
    size_t length = 0;
    for (;;) {
        char next;
        if (port->console_read(port->ctx, &next, 1) == 0) {
            port->delay_ms(port->ctx, 20);
            continue;
        }
        if (next == '\r' || next == '\n') {
            if (length == 0)
                continue;
            line[length] = '\0';
            return;
        }
        if (length + 1 < capacity)
            line[length++] = next;
    }
}

static void ask_for_network(const otabench_port_t *port)
{
    for (;;) {
        ESP_LOGI(TAG, "No Wi-Fi network is known. Type:  wifi NAME PASSWORD");
        char line[128];
        read_line(port, line, sizeof(line));
        char *rest = NULL;
        const char *word = strtok_r(line, " ", &rest);
        const char *name = strtok_r(NULL, " ", &rest);
        const char *password = strtok_r(NULL, " ", &rest);
        if (word == NULL || strcmp(word, "wifi") != 0 || name == NULL) {
            ESP_LOGW(TAG, "That was not understood.");
            continue;
        }
        ESP_LOGI(TAG, "Joining %s ...", name);
        const esp_err_t joined = wifi_join(name, password != NULL ? password : "", JOIN_TIMEOUT_MS);
        if (joined == ESP_OK)
            return;
        ESP_LOGE(TAG, "%s could not be joined or kept: %s", name, esp_err_to_name(joined));
    }
}

void app_main(void)
{
    esp_err_t result = nvs_flash_init();
    if (result == ESP_ERR_NVS_NO_FREE_PAGES || result == ESP_ERR_NVS_NEW_VERSION_FOUND) {
        ESP_ERROR_CHECK(nvs_flash_erase());
        result = nvs_flash_init();
    }
    ESP_ERROR_CHECK(result);

    const otabench_port_t *port = otabench_idf_port();
    if (port == NULL) {
        ESP_LOGE(TAG, "The console UART could not be set up");
        return;
    }
    otabench_port_set(port);
    wifi_init();
    if (!wifi_join_kept())
        ask_for_network(port);

    const otabench_agent_config_t config = {0};
    otabench_agent_t *agent = otabench_agent_start(&config);
    if (agent == NULL) {
        ESP_LOGE(TAG, "There is too little memory for the agent");
        return;
    }
    for (;;) {
        otabench_agent_step(agent);
        port->delay_ms(port->ctx, 5);
    }
}
