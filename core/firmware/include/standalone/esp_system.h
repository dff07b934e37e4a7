/* The board as a whole. Source: ESP-IDF v5.5 components/esp_system/include/esp_system.h. */
#pragma once

#include <stdint.h>

#include "esp_err.h"
#include "esp_idf_version.h"
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

/** Called by esp_restart, the last registered first. */
typedef void (*shutdown_handler_t)(void);

/** Registers a function to be called by esp_restart. Applications only (port/application).
 *  @return ESP_OK; ESP_ERR_INVALID_ARG NULL; ESP_ERR_INVALID_STATE it is registered already;
 *          ESP_ERR_NO_MEM there are five */
esp_err_t esp_register_shutdown_handler(shutdown_handler_t handle);
/** @return ESP_OK; ESP_ERR_INVALID_STATE it is not registered */
esp_err_t esp_unregister_shutdown_handler(shutdown_handler_t handle);

/** Free heap in bytes now, and the least there ever was. */
uint32_t esp_get_free_heap_size(void);
uint32_t esp_get_minimum_free_heap_size(void);
uint32_t esp_get_free_internal_heap_size(void);

#ifdef __cplusplus
}
#endif
