/*
 * Of ESP-IDF's esp-tls what HTTP event handlers use. Source: ESP-IDF v5.5
 * components/esp-tls/esp_tls.h.
 */
#pragma once

#include "esp_err.h"
#include "esp_tls_errors.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct esp_tls_last_error *esp_tls_error_handle_t;

typedef struct esp_tls_last_error
{
    esp_err_t last_error;   /**< esp_tls_errors.h */
    int esp_tls_error_code; /**< Mbed TLS code */
    int esp_tls_flags;      /**< X.509 verify flags */
} esp_tls_last_error_t;

/**
 * Gives the last error and forgets it.
 * @param[in]  h                   what an event handler got as data; may be NULL
 * @param[out] esp_tls_code, esp_tls_flags  may be NULL
 * @return the error's code; ESP_ERR_INVALID_STATE  NULL
 */
esp_err_t esp_tls_get_and_clear_last_error(esp_tls_error_handle_t h, int *esp_tls_code,
                                           int *esp_tls_flags);

#ifdef __cplusplus
}
#endif
