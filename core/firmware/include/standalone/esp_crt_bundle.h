/* The platform's root certificates. Source: ESP-IDF v5.5
 * components/mbedtls/esp_crt_bundle/include/esp_crt_bundle.h. */
#pragma once

#include "esp_err.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * For esp_http_client_config_t::crt_bundle_attach: trust the roots that this computer trusts.
 * @param[in] conf  not used
 * @return ESP_OK
 */
esp_err_t esp_crt_bundle_attach(void *conf);

#ifdef __cplusplus
}
#endif
