/*
 * Log lines in ESP-IDF's form. Source: ESP-IDF v5.5 components/log/include/esp_log.h. Here: the
 * macros hand level, tag and text to the port, which writes letter, time and tag; a trailing line
 * end in the text is dropped.
 */
#pragma once

#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>

#if __has_include("sdkconfig.h")
#include "sdkconfig.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef enum
{
    ESP_LOG_NONE,
    ESP_LOG_ERROR,
    ESP_LOG_WARN,
    ESP_LOG_INFO,
    ESP_LOG_DEBUG,
    ESP_LOG_VERBOSE,
    ESP_LOG_MAX,
} esp_log_level_t;

/** Lines above this level are not compiled; define it before the include to have more. */
#ifndef LOG_LOCAL_LEVEL
#ifdef CONFIG_LOG_MAXIMUM_LEVEL
#define LOG_LOCAL_LEVEL CONFIG_LOG_MAXIMUM_LEVEL
#else
#define LOG_LOCAL_LEVEL ESP_LOG_INFO
#endif
#endif

/** Sets the level up to which lines of a tag are written; "*": of every tag, forgetting what was
 * set for single ones. At most 16 tags are told apart; further ones are left at the level of "*".
 * INFO at first, and again after a restart. The tag's text must stay. */
void esp_log_level_set(const char *tag, esp_log_level_t level);
esp_log_level_t esp_log_level_get(const char *tag);

/** Milliseconds since the board started. */
uint32_t esp_log_timestamp(void);

/** Writes one line, printf-like. Lines longer than 383 bytes are cut. */
void esp_log_write(esp_log_level_t level, const char *tag, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void esp_log_writev(esp_log_level_t level, const char *tag, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

/** Here as there the format must be a literal. */
#define ESP_LOG_LEVEL(level, tag, ...) esp_log_write(level, tag, "" __VA_ARGS__)
#define ESP_LOG_LEVEL_LOCAL(level, tag, ...)                                                       \
    do {                                                                                           \
        if (LOG_LOCAL_LEVEL >= (level)) {                                                          \
            ESP_LOG_LEVEL(level, tag, __VA_ARGS__);                                                \
        }                                                                                          \
    } while (0)

#define ESP_LOGE(tag, ...) ESP_LOG_LEVEL_LOCAL(ESP_LOG_ERROR, tag, __VA_ARGS__)
#define ESP_LOGW(tag, ...) ESP_LOG_LEVEL_LOCAL(ESP_LOG_WARN, tag, __VA_ARGS__)
#define ESP_LOGI(tag, ...) ESP_LOG_LEVEL_LOCAL(ESP_LOG_INFO, tag, __VA_ARGS__)
#define ESP_LOGD(tag, ...) ESP_LOG_LEVEL_LOCAL(ESP_LOG_DEBUG, tag, __VA_ARGS__)
#define ESP_LOGV(tag, ...) ESP_LOG_LEVEL_LOCAL(ESP_LOG_VERBOSE, tag, __VA_ARGS__)

/** For code that runs before the log is set up, or with the flash switched off. Here: as others. */
#define ESP_EARLY_LOGE ESP_LOGE
#define ESP_EARLY_LOGW ESP_LOGW
#define ESP_EARLY_LOGI ESP_LOGI
#define ESP_EARLY_LOGD ESP_LOGD
#define ESP_EARLY_LOGV ESP_LOGV
#define ESP_DRAM_LOGE ESP_LOGE
#define ESP_DRAM_LOGW ESP_LOGW
#define ESP_DRAM_LOGI ESP_LOGI
#define ESP_DRAM_LOGD ESP_LOGD
#define ESP_DRAM_LOGV ESP_LOGV

/** Lines of 16 bytes each in hexadecimal. */
void esp_log_buffer_hex_internal(const char *tag, const void *buffer, uint16_t length,
                                 esp_log_level_t level);

/** Lines of 16 bytes each, as characters. */
void esp_log_buffer_char_internal(const char *tag, const void *buffer, uint16_t length,
                                  esp_log_level_t level);
/** Lines of 16 bytes each: address, hexadecimal, and characters with dots for unprintable ones. */
void esp_log_buffer_hexdump_internal(const char *tag, const void *buffer, uint16_t length,
                                     esp_log_level_t level);

#define ESP_LOG_BUFFER_HEX_LEVEL(tag, buffer, length, level)                                       \
    do {                                                                                           \
        if (LOG_LOCAL_LEVEL >= (level)) {                                                          \
            esp_log_buffer_hex_internal(tag, buffer, length, level);                               \
        }                                                                                          \
    } while (0)
#define ESP_LOG_BUFFER_HEX(tag, buffer, length)                                                    \
    ESP_LOG_BUFFER_HEX_LEVEL(tag, buffer, length, ESP_LOG_INFO)
#define ESP_LOG_BUFFER_CHAR_LEVEL(tag, buffer, length, level)                                      \
    do {                                                                                           \
        if (LOG_LOCAL_LEVEL >= (level)) {                                                          \
            esp_log_buffer_char_internal(tag, buffer, length, level);                              \
        }                                                                                          \
    } while (0)
#define ESP_LOG_BUFFER_CHAR(tag, buffer, length)                                                   \
    ESP_LOG_BUFFER_CHAR_LEVEL(tag, buffer, length, ESP_LOG_INFO)
#define ESP_LOG_BUFFER_HEXDUMP(tag, buffer, length, level)                                         \
    do {                                                                                           \
        if (LOG_LOCAL_LEVEL >= (level)) {                                                          \
            esp_log_buffer_hexdump_internal(tag, buffer, length, level);                           \
        }                                                                                          \
    } while (0)

#ifdef __cplusplus
}
#endif
