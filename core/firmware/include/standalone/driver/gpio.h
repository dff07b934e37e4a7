/*
 * Pins. Here: nothing is connected to them. An input reads 1 with its pull-up on, else 0; an output
 * reads what was set. Source: ESP-IDF v5.5 components/esp_driver_gpio/include/driver/gpio.h.
 */
#pragma once

#include <stdint.h>

#include "esp_err.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A pin's number: 0 to 63; GPIO_NUM_NC: not connected. In C++, numbers convert by
 * static_cast<gpio_num_t>(n), as with ESP-IDF. */
typedef enum
{
    GPIO_NUM_NC = -1,
    GPIO_NUM_0 = 0,
    GPIO_NUM_1,
    GPIO_NUM_2,
    GPIO_NUM_3,
    GPIO_NUM_4,
    GPIO_NUM_5,
    GPIO_NUM_6,
    GPIO_NUM_7,
    GPIO_NUM_8,
    GPIO_NUM_9,
    GPIO_NUM_10,
    GPIO_NUM_11,
    GPIO_NUM_12,
    GPIO_NUM_13,
    GPIO_NUM_14,
    GPIO_NUM_15,
    GPIO_NUM_16,
    GPIO_NUM_17,
    GPIO_NUM_18,
    GPIO_NUM_19,
    GPIO_NUM_20,
    GPIO_NUM_21,
    GPIO_NUM_22,
    GPIO_NUM_23,
    GPIO_NUM_25 = 25,
    GPIO_NUM_26,
    GPIO_NUM_27,
    GPIO_NUM_28,
    GPIO_NUM_29,
    GPIO_NUM_30,
    GPIO_NUM_31,
    GPIO_NUM_32,
    GPIO_NUM_33,
    GPIO_NUM_34,
    GPIO_NUM_35,
    GPIO_NUM_36,
    GPIO_NUM_37,
    GPIO_NUM_38,
    GPIO_NUM_39,
    GPIO_NUM_MAX = 64,
} gpio_num_t;

typedef enum
{
    GPIO_INTR_DISABLE = 0,
    GPIO_INTR_POSEDGE,
    GPIO_INTR_NEGEDGE,
    GPIO_INTR_ANYEDGE,
    GPIO_INTR_LOW_LEVEL,
    GPIO_INTR_HIGH_LEVEL,
} gpio_int_type_t;

typedef enum
{
    GPIO_MODE_DISABLE = 0,
    GPIO_MODE_INPUT = 1,
    GPIO_MODE_OUTPUT = 2,
    GPIO_MODE_INPUT_OUTPUT = 3,
    GPIO_MODE_OUTPUT_OD = 6,
    GPIO_MODE_INPUT_OUTPUT_OD = 7,
} gpio_mode_t;

typedef enum
{
    GPIO_PULLUP_DISABLE = 0,
    GPIO_PULLUP_ENABLE,
} gpio_pullup_t;

typedef enum
{
    GPIO_PULLDOWN_DISABLE = 0,
    GPIO_PULLDOWN_ENABLE,
} gpio_pulldown_t;

typedef enum
{
    GPIO_PULLUP_ONLY,
    GPIO_PULLDOWN_ONLY,
    GPIO_PULLUP_PULLDOWN,
    GPIO_FLOATING,
} gpio_pull_mode_t;

typedef struct
{
    uint64_t pin_bit_mask; /**< a bit for each pin meant */
    gpio_mode_t mode;
    gpio_pullup_t pull_up_en;
    gpio_pulldown_t pull_down_en;
    gpio_int_type_t intr_type; /**< Here: no interrupt ever comes */
} gpio_config_t;

/** @return ESP_OK; ESP_ERR_INVALID_ARG NULL */
esp_err_t gpio_config(const gpio_config_t *config);
/** Input with its pull-up on. @return ESP_OK; ESP_ERR_INVALID_ARG no such pin */
esp_err_t gpio_reset_pin(gpio_num_t gpio_num);
/** @return ESP_OK; ESP_ERR_INVALID_ARG no such pin */
esp_err_t gpio_set_direction(gpio_num_t gpio_num, gpio_mode_t mode);
/** @return ESP_OK; ESP_ERR_INVALID_ARG no such pin */
esp_err_t gpio_set_pull_mode(gpio_num_t gpio_num, gpio_pull_mode_t pull);
/** @return ESP_OK; ESP_ERR_INVALID_ARG no such pin */
esp_err_t gpio_set_level(gpio_num_t gpio_num, uint32_t level);
/** @return 0 or 1; 0 for a pin there is not */
int gpio_get_level(gpio_num_t gpio_num);

#ifdef __cplusplus
}
#endif
