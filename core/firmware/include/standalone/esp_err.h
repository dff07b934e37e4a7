/*
 * Error codes of ESP-IDF, with their names and values, and what to do with one. Source: ESP-IDF
 * v5.5 components/esp_common/include/esp_err.h. Codes of one component are in its header.
 */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int esp_err_t;

#define ESP_OK 0    /**< done */
#define ESP_FAIL -1 /**< failed for a reason without a code */

#define ESP_ERR_NO_MEM 0x101           /**< out of memory */
#define ESP_ERR_INVALID_ARG 0x102      /**< invalid argument */
#define ESP_ERR_INVALID_STATE 0x103    /**< not possible now */
#define ESP_ERR_INVALID_SIZE 0x104     /**< does not fit */
#define ESP_ERR_NOT_FOUND 0x105        /**< there is no such thing */
#define ESP_ERR_NOT_SUPPORTED 0x106    /**< not possible here */
#define ESP_ERR_TIMEOUT 0x107          /**< took too long */
#define ESP_ERR_INVALID_RESPONSE 0x108 /**< the peer answered nonsense */
#define ESP_ERR_INVALID_CRC 0x109      /**< CRC or checksum wrong */
#define ESP_ERR_INVALID_VERSION 0x10A  /**< not for this version */
#define ESP_ERR_INVALID_MAC 0x10B      /**< MAC address wrong */
#define ESP_ERR_NOT_FINISHED 0x10C     /**< not all was done */
#define ESP_ERR_NOT_ALLOWED 0x10D      /**< forbidden, such as writing a read-only partition */

#define ESP_ERR_WIFI_BASE 0x3000
#define ESP_ERR_MESH_BASE 0x4000
#define ESP_ERR_FLASH_BASE 0x6000
#define ESP_ERR_HW_CRYPTO_BASE 0xc000
#define ESP_ERR_MEMPROT_BASE 0xd000

/** The code's name, such as "ESP_ERR_INVALID_ARG"; "UNKNOWN ERROR" (ESP_FAIL: "ESP_FAIL") for one
 * that no header here defines. Never NULL; lives for ever. Thread: any. */
const char *esp_err_to_name(esp_err_t code);

/** Writes the code's name, or the C library's text for an errno, into `buf`, cut to `buflen`.
 *  @return buf */
const char *esp_err_to_name_r(esp_err_t code, char *buf, size_t buflen);

/** What ESP_ERROR_CHECK calls: reports on the console and calls abort(), which restarts the board.
 */
void _esp_error_check_failed(esp_err_t rc, const char *file, int line, const char *function,
                             const char *expression) __attribute__((noreturn));
/** What ESP_ERROR_CHECK_WITHOUT_ABORT calls: reports only. */
void _esp_error_check_failed_without_abort(esp_err_t rc, const char *file, int line,
                                           const char *function, const char *expression);

/** Ends the program when `x` is not ESP_OK. */
#define ESP_ERROR_CHECK(x)                                                                         \
    do {                                                                                           \
        esp_err_t err_rc_ = (x);                                                                   \
        if (err_rc_ != ESP_OK) {                                                                   \
            _esp_error_check_failed(err_rc_, __FILE__, __LINE__, __func__, #x);                    \
        }                                                                                          \
    } while (0)

/** Reports when `x` is not ESP_OK; its value is x's. */
#define ESP_ERROR_CHECK_WITHOUT_ABORT(x)                                                           \
    __extension__({                                                                                \
        esp_err_t err_rc_ = (x);                                                                   \
        if (err_rc_ != ESP_OK) {                                                                   \
            _esp_error_check_failed_without_abort(err_rc_, __FILE__, __LINE__, __func__, #x);      \
        }                                                                                          \
        err_rc_;                                                                                   \
    })

#ifdef __cplusplus
}
#endif
