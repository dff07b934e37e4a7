/* Event groups. Source: ESP-IDF v5.5 components/freertos, event_groups.h. */
#pragma once

#include "freertos/FreeRTOS.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct otabench_event_group *EventGroupHandle_t;
typedef TickType_t EventBits_t; /**< 24 bits */

/** @return NULL  memory is short */
EventGroupHandle_t xEventGroupCreate(void);
void vEventGroupDelete(EventGroupHandle_t xEventGroup);

/** @return the bits afterwards: what a waiting task of a higher priority has cleared is not in it
 */
EventBits_t xEventGroupSetBits(EventGroupHandle_t xEventGroup, const EventBits_t uxBitsToSet);
BaseType_t xEventGroupSetBitsFromISR(EventGroupHandle_t xEventGroup, const EventBits_t uxBitsToSet,
                                     BaseType_t *pxHigherPriorityTaskWoken);
/** @return the bits before */
EventBits_t xEventGroupClearBits(EventGroupHandle_t xEventGroup, const EventBits_t uxBitsToClear);
EventBits_t xEventGroupGetBits(EventGroupHandle_t xEventGroup);

/** Waits for any or all of some bits.
 *  @param[in] xClearOnExit  clears the bits waited for, unless the time is over
 *  @return the bits, before they were cleared; without the ones waited for when the time was over
 */
EventBits_t xEventGroupWaitBits(EventGroupHandle_t xEventGroup, const EventBits_t uxBitsToWaitFor,
                                const BaseType_t xClearOnExit, const BaseType_t xWaitForAllBits,
                                TickType_t xTicksToWait);

#ifdef __cplusplus
}
#endif
