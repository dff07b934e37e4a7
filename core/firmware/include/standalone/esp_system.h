/* The board as a whole. Source: ESP-IDF v5.5 components/esp_system/include/esp_system.h. */
#pragma once

#include <stdint.h>

#include "esp_err.h"
#include "esp_random.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Why the board started last. */
typedef enum
{
    ESP_RST_UNKNOWN,
    ESP_RST_POWERON,
    ESP_RST_EXT, /**< reset pin */
    ESP_RST_SW,  /**< esp_restart */
    ESP_RST_PANIC,
    ESP_RST_INT_WDT,
    ESP_RST_TASK_WDT,
    ESP_RST_WDT, /**< another watchdog */
    ESP_RST_DEEPSLEEP,
    ESP_RST_BROWNOUT,
    ESP_RST_SDIO,
    ESP_RST_USB,
    ESP_RST_JTAG,
    ESP_RST_EFUSE,
    ESP_RST_PWR_GLITCH,
    ESP_RST_CPU_LOCKUP,
} esp_reset_reason_t;

/** Restarts the board. Does not return. */
void esp_restart(void) __attribute__((noreturn));

esp_reset_reason_t esp_reset_reason(void);

/** Free heap in bytes now, and the least there ever was. */
uint32_t esp_get_free_heap_size(void);
uint32_t esp_get_minimum_free_heap_size(void);

#ifdef __cplusplus
}
#endif
