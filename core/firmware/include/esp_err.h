/* Error codes of ESP-IDF's components that the OTA stack returns, with their values. Source:
 * ESP-IDF components/esp_common/include/esp_err.h and the headers named in esp_err.cpp's table. */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int esp_err_t;

#define ESP_OK 0
#define ESP_FAIL -1

#ifdef __cplusplus
}
#endif
