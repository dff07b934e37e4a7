/*
 * Events: the part of ESP-IDF's event library that OTA applications use. A component posts an event
 * of a base (a name) and a number; every handler registered for it is called.
 *
 * On a board this is ESP-IDF's own library, with a task of its own. On the host
 * (port/host/host_event.cpp) there is one default loop per thread, and esp_event_post() calls the
 * handlers before it returns, in the order of their registration.
 *
 * Source of names and values: ESP-IDF v5.5 components/esp_event/include/esp_event.h.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "esp_err.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef const char *esp_event_base_t; /**< compared by address, not by text */
typedef void *esp_event_handler_instance_t;

/** Called for each event: `arg` is what was registered, `data` is valid for the call only. */
typedef void (*esp_event_handler_t)(void *arg, esp_event_base_t base, int32_t id, void *data);

#define ESP_EVENT_ANY_BASE NULL
#define ESP_EVENT_ANY_ID (-1)

/** Declares a base in a header; to be seen before its definition. */
#ifdef __cplusplus
#define ESP_EVENT_DECLARE_BASE(id) extern "C" const esp_event_base_t id
#else
#define ESP_EVENT_DECLARE_BASE(id) extern const esp_event_base_t id
#endif
#define ESP_EVENT_DEFINE_BASE(id) const esp_event_base_t id = #id

/**
 * Makes the default loop.
 * @return ESP_OK; ESP_ERR_INVALID_STATE when there is one already.
 */
esp_err_t esp_event_loop_create_default(void);

/**
 * Forgets the default loop and all its handlers. A virtual board calls it when it resets.
 * @return ESP_OK; ESP_ERR_INVALID_STATE when there is none.
 */
esp_err_t esp_event_loop_delete_default(void);

/**
 * Registers a handler; the same one again for the same base and id only replaces its argument.
 * @param[in] base  event base, or ESP_EVENT_ANY_BASE together with ESP_EVENT_ANY_ID
 * @param[in] id    event number, or ESP_EVENT_ANY_ID
 * @return ESP_OK; ESP_ERR_INVALID_ARG without handler, or for any base with one id;
 *         ESP_ERR_INVALID_STATE without default loop; ESP_ERR_NO_MEM when its table is full.
 */
esp_err_t esp_event_handler_register(esp_event_base_t base, int32_t id, esp_event_handler_t handler,
                                     void *arg);

/** As esp_event_handler_register().
 *  @param[out] instance  names the registration for unregistering; may be NULL */
esp_err_t esp_event_handler_instance_register(esp_event_base_t base, int32_t id,
                                              esp_event_handler_t handler, void *arg,
                                              esp_event_handler_instance_t *instance);

/**
 * Removes a registration. A handler may remove itself while it is called.
 * @return ESP_OK, also when there was none; ESP_ERR_INVALID_STATE without default loop.
 */
esp_err_t esp_event_handler_unregister(esp_event_base_t base, int32_t id,
                                       esp_event_handler_t handler);
esp_err_t esp_event_handler_instance_unregister(esp_event_base_t base, int32_t id,
                                                esp_event_handler_instance_t instance);

/**
 * Posts an event.
 * @param[in] data   `size` bytes, copied where handlers run later; may be NULL
 * @param[in] ticks  how long to wait for room in the queue; no queue on the host
 * @return ESP_OK; ESP_ERR_INVALID_ARG for ESP_EVENT_ANY_BASE or ESP_EVENT_ANY_ID;
 *         ESP_ERR_INVALID_STATE without default loop; ESP_ERR_TIMEOUT queue full (boards only).
 */
esp_err_t esp_event_post(esp_event_base_t base, int32_t id, const void *data, size_t size,
                         uint32_t ticks);

#ifdef __cplusplus
}
#endif
