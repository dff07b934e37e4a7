#include "apps.h"

#include "board_network.h"
#include "esp_event.h"
#include "esp_https_ota.h"
#include "esp_log.h"
#include "esp_ota_ops.h"
#include "esp_partition.h"
#include "esp_system.h"

#include <array>

// Lines and their order: ESP-IDF v5.5
// examples/system/ota/advanced_https_ota/main/advanced_https_ota_example.c and
// examples/common_components/protocol_examples_common.

namespace otabench::board {

namespace {

constexpr char kTag[] = "advanced_https_ota_example";
constexpr std::size_t kUrlSize = 256; // OTA_URL_SIZE
constexpr std::size_t kDriverBufferBytes = 256;
constexpr int kReceiveTimeoutMs = 5000; // EXAMPLE_OTA_RECV_TIMEOUT

void onOtaEvent(void *, esp_event_base_t, std::int32_t event, void *data)
{
    switch (event) {
    case ESP_HTTPS_OTA_START:
        ESP_LOGI(kTag, "OTA started");
        break;
    case ESP_HTTPS_OTA_CONNECTED:
        ESP_LOGI(kTag, "Connected to server");
        break;
    case ESP_HTTPS_OTA_GET_IMG_DESC:
        ESP_LOGI(kTag, "Reading Image Description");
        break;
    case ESP_HTTPS_OTA_VERIFY_CHIP_ID:
        ESP_LOGI(kTag, "Verifying chip id of new image: %d", *static_cast<std::uint16_t *>(data));
        break;
    case ESP_HTTPS_OTA_VERIFY_CHIP_REVISION:
        ESP_LOGI(kTag, "Verifying chip revision of new image: %d",
                 *static_cast<std::uint16_t *>(data));
        break;
    case ESP_HTTPS_OTA_UPDATE_BOOT_PARTITION:
        ESP_LOGI(kTag, "Boot partition updated. Next Partition: %d",
                 static_cast<int>(*static_cast<esp_partition_subtype_t *>(data)));
        break;
    case ESP_HTTPS_OTA_FINISH:
        ESP_LOGI(kTag, "OTA finish");
        break;
    case ESP_HTTPS_OTA_ABORT:
        ESP_LOGI(kTag, "OTA abort");
        break;
    default:
        break;
    }
}

/// The SHA-256 of the running image, as simple_ota_example prints it: a host can compare it.
void printRunningDigest()
{
    std::array<std::uint8_t, 32> digest = {};
    if (esp_partition_get_sha256(esp_ota_get_running_partition(), digest.data()) != ESP_OK)
        return;
    std::array<char, 65> hex = {};
    char *out = hex.data();
    for (const std::uint8_t byte : digest) {
        *out++ = "0123456789abcdef"[byte >> 4];
        *out++ = "0123456789abcdef"[byte & 0xF];
    }
    ESP_LOGI(kTag, "SHA-256 for current firmware:  %s", hex.data());
}

void confirmIfOnTrial()
{
    esp_ota_img_states_t state = ESP_OTA_IMG_UNDEFINED;
    if (esp_ota_get_state_partition(esp_ota_get_running_partition(), &state) != ESP_OK ||
        state != ESP_OTA_IMG_PENDING_VERIFY)
        return;
    if (esp_ota_mark_app_valid_cancel_rollback() == ESP_OK)
        ESP_LOGI(kTag, "App is valid, rollback cancelled successfully");
    else
        ESP_LOGE(kTag, "Failed to cancel rollback");
}

/// Reads one line as fgets() on the console's UART does: LF or CR ends it, and the last character
/// read is lost even if it is not the end.
void readUrl(FaultyPort &port, std::array<char, kUrlSize> &url)
{
    const otabench_port_t &table = port.table();
    std::size_t length = 0;
    for (;;) {
        char c = 0;
        if (table.console_read(table.ctx, &c, 1) == 0) {
            port.waitForInput(std::chrono::minutes(1));
            continue;
        }
        const bool atEnd = c == '\n' || c == '\r';
        if (atEnd || length + 2 == url.size())
            break;
        url[length++] = c;
    }
    url[length] = '\0';
}

/// From begin to finish. @return whether the board shall restart into the new image.
bool update(const char *url, const BuiltIn &builtIn)
{
    esp_http_client_config_t http = {};
    http.url = url;
    http.cert_pem = builtIn.caPem;
    http.timeout_ms = kReceiveTimeoutMs;
    http.keep_alive_enable = true;
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.otabench_decrypt = builtIn.decrypt;
    config.otabench_decrypt_optional = true;
    esp_https_ota_handle_t handle = nullptr;
    if (esp_https_ota_begin(&config, &handle) != ESP_OK) {
        ESP_LOGE(kTag, "ESP HTTPS OTA Begin failed");
        return false;
    }

    esp_app_desc_t description;
    esp_err_t result = esp_https_ota_get_img_desc(handle, &description);
    if (result != ESP_OK) {
        ESP_LOGE(kTag, "esp_https_ota_get_img_desc failed");
    } else {
        ESP_LOGI(kTag, "Running firmware version: %.31s", esp_app_get_description()->version);
        do
            result = esp_https_ota_perform(handle);
        while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);
        if (esp_https_ota_is_complete_data_received(handle)) {
            const esp_err_t finished = esp_https_ota_finish(handle);
            if (result == ESP_OK && finished == ESP_OK)
                return true;
            if (finished == ESP_ERR_OTA_VALIDATE_FAILED)
                ESP_LOGE(kTag, "Image validation failed, image is corrupted");
            ESP_LOGE(kTag, "ESP_HTTPS_OTA upgrade failed 0x%x", static_cast<unsigned>(finished));
            return false;
        }
        ESP_LOGE(kTag, "Complete data was not received.");
    }
    esp_https_ota_abort(handle);
    ESP_LOGE(kTag, "ESP_HTTPS_OTA upgrade failed");
    return false;
}

} // namespace

void runStdinApp(FaultyPort &port, const BuiltIn &builtIn)
{
    ESP_LOGI(kTag, "OTA example app_main start");
    printRunningDigest();
    esp_event_loop_create_default();
    esp_event_handler_register(ESP_HTTPS_OTA_EVENT, ESP_EVENT_ANY_ID, &onOtaEvent, nullptr);
    firmware::host::printNetworkUp(port);
    confirmIfOnTrial();
    ESP_LOGI(kTag, "Starting Advanced OTA example");
    port.console().setReceiveCapacity(kDriverBufferBytes);
    std::array<char, kUrlSize> url;
    readUrl(port, url);
    if (port.faults().has(Fault::Refuse)) {
        ESP_LOGE("esp_https_ota", "Couldn't allocate memory to upgrade data buffer");
        ESP_LOGE(kTag, "ESP HTTPS OTA Begin failed");
        return;
    }
    if (!update(url.data(), builtIn))
        return;
    ESP_LOGI(kTag, "ESP_HTTPS_OTA upgrade successful. Rebooting ...");
    port.delay(std::chrono::seconds(1));
    esp_restart();
}

} // namespace otabench::board
