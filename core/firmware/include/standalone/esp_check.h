/*
 * Checks that log and leave. Source of the names and texts: ESP-IDF v5.5
 * components/esp_common/include/esp_check.h.
 *
 * Each macro logs an error line `FUNCTION(LINE): FORMAT` under `log_tag` when the check fails; then
 * RETURN leaves the function, and GOTO sets a variable `ret` and jumps to the label.
 */
#pragma once

#include "esp_err.h"
#include "esp_log.h"

/** Returns the code of `x` when it is not ESP_OK. */
#define ESP_RETURN_ON_ERROR(x, log_tag, format, ...)                                               \
    do {                                                                                           \
        esp_err_t err_rc_ = (x);                                                                   \
        if (err_rc_ != ESP_OK) {                                                                   \
            ESP_LOGE(log_tag, "%s(%d): " format, __FUNCTION__, __LINE__, ##__VA_ARGS__);           \
            return err_rc_;                                                                        \
        }                                                                                          \
    } while (0)

/** Leaves a function without result when `x` is not ESP_OK. */
#define ESP_RETURN_VOID_ON_ERROR(x, log_tag, format, ...)                                          \
    do {                                                                                           \
        esp_err_t err_rc_ = (x);                                                                   \
        if (err_rc_ != ESP_OK) {                                                                   \
            ESP_LOGE(log_tag, "%s(%d): " format, __FUNCTION__, __LINE__, ##__VA_ARGS__);           \
            return;                                                                                \
        }                                                                                          \
    } while (0)

/** Sets `ret` to the code of `x` and jumps when it is not ESP_OK. */
#define ESP_GOTO_ON_ERROR(x, goto_tag, log_tag, format, ...)                                       \
    do {                                                                                           \
        esp_err_t err_rc_ = (x);                                                                   \
        if (err_rc_ != ESP_OK) {                                                                   \
            ESP_LOGE(log_tag, "%s(%d): " format, __FUNCTION__, __LINE__, ##__VA_ARGS__);           \
            ret = err_rc_;                                                                         \
            goto goto_tag;                                                                         \
        }                                                                                          \
    } while (0)

/** Returns `err_code` when `a` is false. */
#define ESP_RETURN_ON_FALSE(a, err_code, log_tag, format, ...)                                     \
    do {                                                                                           \
        if (!(a)) {                                                                                \
            ESP_LOGE(log_tag, "%s(%d): " format, __FUNCTION__, __LINE__, ##__VA_ARGS__);           \
            return err_code;                                                                       \
        }                                                                                          \
    } while (0)

/** Leaves a function without result when `a` is false. */
#define ESP_RETURN_VOID_ON_FALSE(a, log_tag, format, ...)                                          \
    do {                                                                                           \
        if (!(a)) {                                                                                \
            ESP_LOGE(log_tag, "%s(%d): " format, __FUNCTION__, __LINE__, ##__VA_ARGS__);           \
            return;                                                                                \
        }                                                                                          \
    } while (0)

/** Sets `ret` to `err_code` and jumps when `a` is false. */
#define ESP_GOTO_ON_FALSE(a, err_code, goto_tag, log_tag, format, ...)                             \
    do {                                                                                           \
        if (!(a)) {                                                                                \
            ESP_LOGE(log_tag, "%s(%d): " format, __FUNCTION__, __LINE__, ##__VA_ARGS__);           \
            ret = err_code;                                                                        \
            goto goto_tag;                                                                         \
        }                                                                                          \
    } while (0)
