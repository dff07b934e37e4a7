/*
 * Non-volatile storage: values by key, in namespaces. Source: ESP-IDF v5.5
 * components/nvs_flash/include/nvs.h.
 *
 * Here (port/application): kept in a file beside the board's flash, not in its nvs partition; every
 * change is stored at once, and nvs_commit has nothing to do. One partition, "nvs". Together, all
 * values take at most 16 KB.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "esp_err.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t nvs_handle_t; /**< an open namespace; 0 is none */
typedef nvs_handle_t nvs_handle;

#define ESP_ERR_NVS_BASE 0x1100
#define ESP_ERR_NVS_NOT_INITIALIZED (ESP_ERR_NVS_BASE + 0x01)  /**< call nvs_flash_init first */
#define ESP_ERR_NVS_NOT_FOUND (ESP_ERR_NVS_BASE + 0x02)        /**< no such key, or namespace */
#define ESP_ERR_NVS_TYPE_MISMATCH (ESP_ERR_NVS_BASE + 0x03)    /**< the value has another type */
#define ESP_ERR_NVS_READ_ONLY (ESP_ERR_NVS_BASE + 0x04)        /**< opened read-only */
#define ESP_ERR_NVS_NOT_ENOUGH_SPACE (ESP_ERR_NVS_BASE + 0x05) /**< it is full */
#define ESP_ERR_NVS_INVALID_NAME (ESP_ERR_NVS_BASE + 0x06)     /**< no good key or namespace name */
#define ESP_ERR_NVS_INVALID_HANDLE (ESP_ERR_NVS_BASE + 0x07)   /**< not an open handle */
#define ESP_ERR_NVS_REMOVE_FAILED (ESP_ERR_NVS_BASE + 0x08)    /**< not used here */
#define ESP_ERR_NVS_KEY_TOO_LONG (ESP_ERR_NVS_BASE + 0x09)     /**< over 15 characters */
#define ESP_ERR_NVS_PAGE_FULL (ESP_ERR_NVS_BASE + 0x0a)        /**< not used here */
#define ESP_ERR_NVS_INVALID_STATE (ESP_ERR_NVS_BASE + 0x0b)    /**< not used here */
#define ESP_ERR_NVS_INVALID_LENGTH (ESP_ERR_NVS_BASE + 0x0c)   /**< the buffer is too small */
#define ESP_ERR_NVS_NO_FREE_PAGES (ESP_ERR_NVS_BASE + 0x0d)    /**< not used here */
#define ESP_ERR_NVS_VALUE_TOO_LONG (ESP_ERR_NVS_BASE + 0x0e)   /**< over 4000 bytes */
#define ESP_ERR_NVS_PART_NOT_FOUND (ESP_ERR_NVS_BASE + 0x0f)   /**< no partition of that name */
#define ESP_ERR_NVS_NEW_VERSION_FOUND (ESP_ERR_NVS_BASE + 0x10) /**< not used here */

#define NVS_DEFAULT_PART_NAME "nvs"
#define NVS_KEY_NAME_MAX_SIZE 16 /**< with its NUL */
#define NVS_NS_NAME_MAX_SIZE NVS_KEY_NAME_MAX_SIZE

typedef enum
{
    NVS_READONLY,
    NVS_READWRITE,
} nvs_open_mode_t;

typedef nvs_open_mode_t nvs_open_mode;

typedef enum
{
    NVS_TYPE_U8 = 0x01,
    NVS_TYPE_I8 = 0x11,
    NVS_TYPE_U16 = 0x02,
    NVS_TYPE_I16 = 0x12,
    NVS_TYPE_U32 = 0x04,
    NVS_TYPE_I32 = 0x14,
    NVS_TYPE_U64 = 0x08,
    NVS_TYPE_I64 = 0x18,
    NVS_TYPE_STR = 0x21,
    NVS_TYPE_BLOB = 0x42,
    NVS_TYPE_ANY = 0xff,
} nvs_type_t;

/**
 * Opens a namespace; writing makes it.
 * @return ESP_OK; ESP_ERR_NVS_NOT_INITIALIZED; ESP_ERR_NVS_NOT_FOUND  read-only, and there is none;
 *         ESP_ERR_NVS_INVALID_NAME  empty, over 15 characters, or with a blank in it;
 *         ESP_ERR_INVALID_ARG  NULL
 */
esp_err_t nvs_open(const char *namespace_name, nvs_open_mode_t open_mode, nvs_handle_t *out_handle);
/** @return as nvs_open; ESP_ERR_NVS_PART_NOT_FOUND  another partition than "nvs" */
esp_err_t nvs_open_from_partition(const char *part_name, const char *namespace_name,
                                  nvs_open_mode_t open_mode, nvs_handle_t *out_handle);
/** Forgets a handle. */
void nvs_close(nvs_handle_t handle);
/** @return ESP_OK; ESP_ERR_NVS_INVALID_HANDLE */
esp_err_t nvs_commit(nvs_handle_t handle);

/**
 * Stores a value, whatever type the key had before.
 * @return ESP_OK; ESP_ERR_NVS_INVALID_HANDLE; ESP_ERR_NVS_READ_ONLY; ESP_ERR_INVALID_ARG  NULL;
 *         ESP_ERR_NVS_INVALID_NAME  empty key; ESP_ERR_NVS_KEY_TOO_LONG;
 *         ESP_ERR_NVS_VALUE_TOO_LONG; ESP_ERR_NVS_NOT_ENOUGH_SPACE; ESP_ERR_FLASH_OP_FAIL  this
 *         computer cannot store it
 */
esp_err_t nvs_set_i8(nvs_handle_t handle, const char *key, int8_t value);
esp_err_t nvs_set_u8(nvs_handle_t handle, const char *key, uint8_t value);
esp_err_t nvs_set_i16(nvs_handle_t handle, const char *key, int16_t value);
esp_err_t nvs_set_u16(nvs_handle_t handle, const char *key, uint16_t value);
esp_err_t nvs_set_i32(nvs_handle_t handle, const char *key, int32_t value);
esp_err_t nvs_set_u32(nvs_handle_t handle, const char *key, uint32_t value);
esp_err_t nvs_set_i64(nvs_handle_t handle, const char *key, int64_t value);
esp_err_t nvs_set_u64(nvs_handle_t handle, const char *key, uint64_t value);
/** @param[in] value  at most 3999 characters */
esp_err_t nvs_set_str(nvs_handle_t handle, const char *key, const char *value);
/** @param[in] length  at most 4000 */
esp_err_t nvs_set_blob(nvs_handle_t handle, const char *key, const void *value, size_t length);

/**
 * Reads a value; leaves *out_value alone when it fails.
 * @return ESP_OK; ESP_ERR_NVS_NOT_FOUND, also when the key has another type, as ESP-IDF does;
 *         ESP_ERR_NVS_INVALID_HANDLE; ESP_ERR_INVALID_ARG  NULL; ESP_ERR_NVS_INVALID_NAME,
 *         ESP_ERR_NVS_KEY_TOO_LONG
 */
esp_err_t nvs_get_i8(nvs_handle_t handle, const char *key, int8_t *out_value);
esp_err_t nvs_get_u8(nvs_handle_t handle, const char *key, uint8_t *out_value);
esp_err_t nvs_get_i16(nvs_handle_t handle, const char *key, int16_t *out_value);
esp_err_t nvs_get_u16(nvs_handle_t handle, const char *key, uint16_t *out_value);
esp_err_t nvs_get_i32(nvs_handle_t handle, const char *key, int32_t *out_value);
esp_err_t nvs_get_u32(nvs_handle_t handle, const char *key, uint32_t *out_value);
esp_err_t nvs_get_i64(nvs_handle_t handle, const char *key, int64_t *out_value);
esp_err_t nvs_get_u64(nvs_handle_t handle, const char *key, uint64_t *out_value);
/**
 * Reads a string or blob.
 * @param[out]    out_value  NULL: tell the length only
 * @param[in,out] length     bytes there is room for; then what it takes, of a string with its NUL
 * @return as the others; ESP_ERR_NVS_INVALID_LENGTH  there is not enough room
 */
esp_err_t nvs_get_str(nvs_handle_t handle, const char *key, char *out_value, size_t *length);
esp_err_t nvs_get_blob(nvs_handle_t handle, const char *key, void *out_value, size_t *length);

/** Finds a key. @param[out] out_type may be NULL @return ESP_OK; as the nvs_get functions */
esp_err_t nvs_find_key(nvs_handle_t handle, const char *key, nvs_type_t *out_type);
/** Removes a key. @return as the nvs_set functions; ESP_ERR_NVS_NOT_FOUND */
esp_err_t nvs_erase_key(nvs_handle_t handle, const char *key);
/** Removes all keys of the namespace. @return as the nvs_set functions */
esp_err_t nvs_erase_all(nvs_handle_t handle);

#ifdef __cplusplus
}
#endif
