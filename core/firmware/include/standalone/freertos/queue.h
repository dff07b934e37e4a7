/* Queues. Source: ESP-IDF v5.5 components/freertos, queue.h. */
#pragma once

#include "freertos/FreeRTOS.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct otabench_queue *QueueHandle_t;

#define errQUEUE_EMPTY ((BaseType_t)0)
#define errQUEUE_FULL ((BaseType_t)0)

/** @return a queue for `uxQueueLength` items; NULL  the length is 0 */
QueueHandle_t xQueueCreate(const UBaseType_t uxQueueLength, const UBaseType_t uxItemSize);
void vQueueDelete(QueueHandle_t xQueue);

/** Copies an item in, waiting for room. @return pdTRUE; errQUEUE_FULL the time was over */
BaseType_t xQueueSendToBack(QueueHandle_t xQueue, const void *pvItemToQueue,
                            TickType_t xTicksToWait);
BaseType_t xQueueSendToFront(QueueHandle_t xQueue, const void *pvItemToQueue,
                             TickType_t xTicksToWait);
#define xQueueSend(queue, item, ticks) xQueueSendToBack((queue), (item), (ticks))
BaseType_t xQueueSendFromISR(QueueHandle_t xQueue, const void *pvItemToQueue,
                             BaseType_t *pxHigherPriorityTaskWoken);
/** Replaces the item of a queue of one. @return pdPASS */
BaseType_t xQueueOverwrite(QueueHandle_t xQueue, const void *pvItemToQueue);

/** Takes the first item, waiting for one. @return pdTRUE; pdFALSE the time was over */
BaseType_t xQueueReceive(QueueHandle_t xQueue, void *const pvBuffer, TickType_t xTicksToWait);
/** As xQueueReceive, and leaves it in. */
BaseType_t xQueuePeek(QueueHandle_t xQueue, void *const pvBuffer, TickType_t xTicksToWait);
UBaseType_t uxQueueMessagesWaiting(const QueueHandle_t xQueue);
UBaseType_t uxQueueSpacesAvailable(const QueueHandle_t xQueue);
/** Forgets all items. @return pdPASS */
BaseType_t xQueueReset(QueueHandle_t xQueue);

#ifdef __cplusplus
}
#endif
