/* Semaphores and mutexes. Source: ESP-IDF v5.5 components/freertos, semphr.h. */
#pragma once

#include "freertos/queue.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef QueueHandle_t SemaphoreHandle_t;

/** Counts from 0 to 1; taken at first. @return NULL  memory is short */
SemaphoreHandle_t xSemaphoreCreateBinary(void);
SemaphoreHandle_t xSemaphoreCreateCounting(UBaseType_t uxMaxCount, UBaseType_t uxInitialCount);
/** Free at first. Here: without priority inheritance. */
SemaphoreHandle_t xSemaphoreCreateMutex(void);
/** A mutex that its holder may take again, by the ...Recursive functions. */
SemaphoreHandle_t xSemaphoreCreateRecursiveMutex(void);
void vSemaphoreDelete(SemaphoreHandle_t xSemaphore);

/** @return pdTRUE; pdFALSE  the time was over */
BaseType_t xSemaphoreTake(SemaphoreHandle_t xSemaphore, TickType_t xTicksToWait);
/** @return pdTRUE; pdFALSE  it was free, or at its highest count */
BaseType_t xSemaphoreGive(SemaphoreHandle_t xSemaphore);
BaseType_t xSemaphoreGiveFromISR(SemaphoreHandle_t xSemaphore,
                                 BaseType_t *pxHigherPriorityTaskWoken);
BaseType_t xSemaphoreTakeRecursive(SemaphoreHandle_t xMutex, TickType_t xTicksToWait);
/** @return pdTRUE; pdFALSE  the caller does not hold it */
BaseType_t xSemaphoreGiveRecursive(SemaphoreHandle_t xMutex);
UBaseType_t uxSemaphoreGetCount(SemaphoreHandle_t xSemaphore);

#ifdef __cplusplus
}
#endif
