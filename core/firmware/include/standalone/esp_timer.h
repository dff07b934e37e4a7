/* Time since the board started. Source: ESP-IDF v5.5 components/esp_timer/include/esp_timer.h. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "esp_err.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A timer that calls back. */
typedef struct esp_timer *esp_timer_handle_t;
typedef void (*esp_timer_cb_t)(void *arg);

typedef enum
{
    ESP_TIMER_TASK, /**< Here: the only one */
    ESP_TIMER_ISR,
    ESP_TIMER_MAX,
} esp_timer_dispatch_t;

typedef struct
{
    esp_timer_cb_t callback; /**< called from a task of its own */
    void *arg;
    esp_timer_dispatch_t dispatch_method;
    const char *name;
    bool skip_unhandled_events;
} esp_timer_create_args_t;

/** Microseconds since the board started. */
int64_t esp_timer_get_time(void);

/** Here: takes a task. @return ESP_OK; ESP_ERR_INVALID_ARG NULL or without callback; ESP_ERR_NO_MEM
 *  xTaskCreate would fail */
esp_err_t esp_timer_create(const esp_timer_create_args_t *create_args,
                           esp_timer_handle_t *out_handle);
/** Calls back once after `timeout_us`.
 *  @return ESP_OK; ESP_ERR_INVALID_ARG NULL; ESP_ERR_INVALID_STATE it runs already */
esp_err_t esp_timer_start_once(esp_timer_handle_t timer, uint64_t timeout_us);
/** Calls back every `period` microseconds. @return as esp_timer_start_once */
esp_err_t esp_timer_start_periodic(esp_timer_handle_t timer, uint64_t period);
/** @return ESP_OK; ESP_ERR_INVALID_ARG NULL; ESP_ERR_INVALID_STATE it does not run */
esp_err_t esp_timer_stop(esp_timer_handle_t timer);
/** @return ESP_OK; ESP_ERR_INVALID_ARG NULL; ESP_ERR_INVALID_STATE it runs */
esp_err_t esp_timer_delete(esp_timer_handle_t timer);
/** Whether it is started. */
bool esp_timer_is_active(esp_timer_handle_t timer);

#ifdef __cplusplus
}
#endif
