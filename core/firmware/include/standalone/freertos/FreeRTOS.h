/*
 * FreeRTOS's types and constants, as ESP-IDF's FreeRTOS has them. Here (port/application): tasks
 * are threads of which one runs at a time, as on one core; a task gives the core up when it waits,
 * not when its time is over, and then the one with the highest priority runs. There are no
 * interrupts: the ...FromISR functions are the others under another name.
 *
 * Source of names and values: ESP-IDF v5.5 components/freertos.
 */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#if __has_include("sdkconfig.h")
#include "sdkconfig.h"
#endif

#include "esp_attr.h"
#include "esp_bit_defs.h"
#include "esp_err.h"
#include "esp_system.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef int BaseType_t;
typedef unsigned int UBaseType_t;
typedef uint32_t TickType_t;
typedef uint8_t StackType_t;
typedef void (*TaskFunction_t)(void *);

#define pdFALSE ((BaseType_t)0)
#define pdTRUE ((BaseType_t)1)
#define pdFAIL pdFALSE
#define pdPASS pdTRUE

#ifdef CONFIG_FREERTOS_HZ
#define configTICK_RATE_HZ ((TickType_t)CONFIG_FREERTOS_HZ)
#else
#define configTICK_RATE_HZ ((TickType_t)100)
#endif
#define configMAX_PRIORITIES 25
#define configMINIMAL_STACK_SIZE 1536
#define configMAX_TASK_NAME_LEN 16
#define portNUM_PROCESSORS 1

#define portTICK_PERIOD_MS ((TickType_t)(1000 / configTICK_RATE_HZ))
#define portTICK_RATE_MS portTICK_PERIOD_MS
#define portMAX_DELAY ((TickType_t)0xffffffffUL)
#define pdMS_TO_TICKS(ms) ((TickType_t)(((uint64_t)(ms)*configTICK_RATE_HZ) / 1000U))
#define pdTICKS_TO_MS(ticks) ((TickType_t)(((uint64_t)(ticks)*1000U) / configTICK_RATE_HZ))

/** A critical section. Here: nothing to do, no other task runs until this one waits. */
typedef struct
{
    uint32_t owner;
    uint32_t count;
} portMUX_TYPE;

// clang-format off
#define portMUX_INITIALIZER_UNLOCKED {0, 0}
// clang-format on
#define portENTER_CRITICAL(mux) ((void)(mux))
#define portEXIT_CRITICAL(mux) ((void)(mux))
#define portENTER_CRITICAL_ISR(mux) ((void)(mux))
#define portEXIT_CRITICAL_ISR(mux) ((void)(mux))
#define portYIELD_FROM_ISR(...) ((void)0)

#ifdef __cplusplus
}
#endif
