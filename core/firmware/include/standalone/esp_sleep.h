/* Deep sleep. Source: ESP-IDF v5.5 components/esp_hw_support/include/esp_sleep.h. */
#pragma once

#include <stdint.h>

#include "esp_err.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum
{
    ESP_SLEEP_WAKEUP_UNDEFINED, /**< it was no deep sleep */
    ESP_SLEEP_WAKEUP_ALL,
    ESP_SLEEP_WAKEUP_EXT0,
    ESP_SLEEP_WAKEUP_EXT1,
    ESP_SLEEP_WAKEUP_TIMER,
} esp_sleep_source_t;

typedef esp_sleep_source_t esp_sleep_wakeup_cause_t;

/** Sets how long the next deep sleep lasts. @return ESP_OK */
esp_err_t esp_sleep_enable_timer_wakeup(uint64_t time_in_us);

/** Sleeps until the timer set before, for ever without one, and starts the board again. Does not
 * return. */
void esp_deep_sleep_start(void) __attribute__((noreturn));
/** Sleeps for that long and starts the board again. Does not return. */
void esp_deep_sleep(uint64_t time_in_us) __attribute__((noreturn));

/** Why the board woke up. @return ESP_SLEEP_WAKEUP_TIMER or ESP_SLEEP_WAKEUP_UNDEFINED */
esp_sleep_wakeup_cause_t esp_sleep_get_wakeup_cause(void);

#ifdef __cplusplus
}
#endif
