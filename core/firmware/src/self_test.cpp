#include "otabench_self_test.h"

#include "esp_log.h"
#include "esp_ota_ops.h"
#include "otabench_port.h"

static const char *const TAG = "otabench_self_test";

namespace {

uint32_t now()
{
    const otabench_port_t *port = otabench_port_get();
    return port->clock_ms(port->ctx);
}

bool isOnTrial()
{
    esp_ota_img_states_t state = ESP_OTA_IMG_UNDEFINED;
    const esp_partition_t *running = esp_ota_get_running_partition();
    return running && esp_ota_get_state_partition(running, &state) == ESP_OK &&
           state == ESP_OTA_IMG_PENDING_VERIFY;
}

/// Whether the bootloader will leave the running app for another one although no record names that:
/// an app on trial is aborted at the next start, and with no other record factory or, without one,
/// ota_0 starts. A factory app esp_ota_check_rollback_is_possible has looked at.
bool isLeftAnyway()
{
    uint8_t digest[32];
    const esp_partition_t *running = esp_ota_get_running_partition();
    const esp_partition_t *first =
        esp_partition_find_first(ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_APP_OTA_0, nullptr);
    return running && first && first->address != running->address &&
           esp_partition_get_sha256(first, digest) == ESP_OK;
}

} // namespace

esp_err_t otabench_self_test_start(otabench_self_test_t *test, uint32_t deadline_ms)
{
    if (!test || deadline_ms == 0)
        return ESP_ERR_INVALID_ARG;
    *test = {isOnTrial(), now(), deadline_ms};
    return ESP_OK;
}

bool otabench_self_test_is_running(otabench_self_test_t *test)
{
    if (test && test->armed)
        test->armed = isOnTrial();
    return test && test->armed;
}

uint32_t otabench_self_test_left_ms(otabench_self_test_t *test)
{
    if (!otabench_self_test_is_running(test))
        return 0;
    const uint32_t passed = now() - test->from_ms;
    return passed < test->limit_ms ? test->limit_ms - passed : 0;
}

esp_err_t otabench_self_test_extend(otabench_self_test_t *test, uint32_t deadline_ms)
{
    if (!test || deadline_ms == 0)
        return ESP_ERR_INVALID_ARG;
    if (!otabench_self_test_is_running(test))
        return ESP_ERR_INVALID_STATE;
    test->from_ms = now();
    test->limit_ms = deadline_ms;
    return ESP_OK;
}

esp_err_t otabench_self_test_pass(otabench_self_test_t *test)
{
    if (!test)
        return ESP_ERR_INVALID_ARG;
    const esp_err_t result = isOnTrial() ? esp_ota_mark_app_valid_cancel_rollback() : ESP_OK;
    if (result == ESP_OK)
        test->armed = false;
    return result;
}

esp_err_t otabench_self_test_fail(otabench_self_test_t *test)
{
    if (!test)
        return ESP_ERR_INVALID_ARG;
    esp_err_t result = ESP_OK;
    if (esp_ota_check_rollback_is_possible())
        result = esp_ota_mark_app_invalid_rollback();
    else if (!isOnTrial() || !isLeftAnyway())
        result = ESP_ERR_OTA_ROLLBACK_FAILED;
    if (result == ESP_OK)
        test->armed = false;
    return result;
}

bool otabench_self_test_is_over(otabench_self_test_t *test)
{
    return test && test->armed && now() - test->from_ms >= test->limit_ms &&
           otabench_self_test_is_running(test);
}

esp_err_t otabench_self_test_step(otabench_self_test_t *test)
{
    if (!test)
        return ESP_ERR_INVALID_ARG;
    if (!otabench_self_test_is_over(test))
        return ESP_OK;
    ESP_LOGW(TAG, "The new image was not confirmed in time: going back to the previous one");
    const esp_err_t result = otabench_self_test_fail(test);
    test->armed = false;
    if (result != ESP_OK) {
        ESP_LOGE(TAG, "Going back failed: %s", esp_err_to_name(result));
        return result;
    }
    const otabench_port_t *port = otabench_port_get();
    port->restart(port->ctx);
    return ESP_OK;
}
