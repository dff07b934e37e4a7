#include "HttpsOTAUpdate.h"

#include "esp_https_ota.h"
#include "esp_log.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "otabench_port.h"

namespace {

constexpr char kTag[] = "HttpsOTA";
constexpr uint32_t kStackBytes = 9216;
constexpr UBaseType_t kPriority = 5;

} // namespace

constinit HttpsOTAUpdateClass HttpsOTA;

void HttpsOTAUpdateClass::begin(const char *url, const char *cert_pem,
                                bool skip_cert_common_name_check)
{
    if (status() == HTTPS_OTA_UPDATING) {
        ESP_LOGW(kTag, "An update is running already");
        return;
    }
    __atomic_store_n(&m_status, HTTPS_OTA_UPDATING, __ATOMIC_RELEASE);
    m_url = url;
    m_certificate = cert_pem;
    m_skipsNameCheck = skip_cert_common_name_check;
    if (xTaskCreate(&run, "https_ota_task", kStackBytes, this, kPriority, nullptr) != pdPASS) {
        ESP_LOGE(kTag, "Couldn't create ota task");
        __atomic_store_n(&m_status, HTTPS_OTA_FAIL, __ATOMIC_RELEASE);
    }
}

void HttpsOTAUpdateClass::onHttpEvent(void (*http_event_cb_t)(HttpEvent_t *))
{
    m_handler = http_event_cb_t;
}

HttpsOTAStatus_t HttpsOTAUpdateClass::status()
{
    return static_cast<HttpsOTAStatus_t>(__atomic_load_n(&m_status, __ATOMIC_ACQUIRE));
}

void HttpsOTAUpdateClass::run(void *self)
{
    auto *ota = static_cast<HttpsOTAUpdateClass *>(self);
    const int result = ota->update() == ESP_OK ? HTTPS_OTA_SUCCESS : HTTPS_OTA_FAIL;
    __atomic_store_n(&ota->m_status, result, __ATOMIC_RELEASE);
    vTaskDelete(nullptr);
}

esp_err_t HttpsOTAUpdateClass::update()
{
    if (!otabench_port_get()) { // a board whose program has not begun with the component
        const otabench_port_t *port = otabench_platform_port();
        if (!port)
            return ESP_FAIL;
        otabench_port_set(port);
    }
    esp_http_client_config_t http{};
    http.url = m_url;
    http.cert_pem = m_certificate;
    http.skip_cert_common_name_check = m_skipsNameCheck;
    http.event_handler = m_handler ? &onEvent : nullptr;
    http.user_data = this;
    esp_https_ota_config_t config{};
    config.http_config = &http;
    return esp_https_ota(&config);
}

esp_err_t HttpsOTAUpdateClass::onEvent(esp_http_client_event_t *event)
{
    static_cast<HttpsOTAUpdateClass *>(event->user_data)->m_handler(event);
    return ESP_OK;
}
