/* The ESP-IDF whose API these headers have. Source: ESP-IDF
 * components/esp_common/include/esp_idf_version.h. */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

#define ESP_IDF_VERSION_MAJOR 5
#define ESP_IDF_VERSION_MINOR 5
#define ESP_IDF_VERSION_PATCH 1

/** To compare versions by; usable in #if. */
#define ESP_IDF_VERSION_VAL(major, minor, patch) (((major) << 16) | ((minor) << 8) | (patch))
#define ESP_IDF_VERSION                                                                            \
    ESP_IDF_VERSION_VAL(ESP_IDF_VERSION_MAJOR, ESP_IDF_VERSION_MINOR, ESP_IDF_VERSION_PATCH)

/** The version as text, such as "v5.5.1". Never NULL. */
const char *esp_get_idf_version(void);

#ifdef __cplusplus
}
#endif
