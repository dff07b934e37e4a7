/*
 * Log lines in ESP-IDF's form. Source: ESP-IDF v5.5 components/log/include/esp_log.h. Here: the
 * macros hand level, tag and text to the port, which writes letter, time and tag; a trailing line
 * end in the text is dropped.
 */
#pragma once

#include <stdarg.h>
#include <stdint.h>

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
#define LOG_LOCAL_LEVEL ESP_LOG_INFO
#endif

/** Sets the level up to which lines of a tag are written; "*": of every tag, forgetting what was
 * set for single ones. At most 16 tags are told apart; further ones are left at the level of "*".
 * INFO at first, and again after a restart. The tag's text must stay. */
void esp_log_level_set(const char *tag, esp_log_level_t level);
esp_log_level_t esp_log_level_get(const char *tag);

/** Milliseconds since the board started. */
uint32_t esp_log_timestamp(void);

/** Writes one line, printf-like. Lines longer than 511 bytes are cut. */
void esp_log_write(esp_log_level_t level, const char *tag, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void esp_log_writev(esp_log_level_t level, const char *tag, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

#define ESP_LOG_LEVEL(level, tag, ...) esp_log_write(level, tag, __VA_ARGS__)
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

/** Lines of 16 bytes each in hexadecimal. */
void esp_log_buffer_hex_internal(const char *tag, const void *buffer, uint16_t length,
                                 esp_log_level_t level);

#define ESP_LOG_BUFFER_HEX_LEVEL(tag, buffer, length, level)                                       \
    do {                                                                                           \
        if (LOG_LOCAL_LEVEL >= (level)) {                                                          \
            esp_log_buffer_hex_internal(tag, buffer, length, level);                               \
        }                                                                                          \
    } while (0)
#define ESP_LOG_BUFFER_HEX(tag, buffer, length)                                                    \
    ESP_LOG_BUFFER_HEX_LEVEL(tag, buffer, length, ESP_LOG_INFO)

#ifdef __cplusplus
}
#endif
