/* Tasks. Source: ESP-IDF v5.5 components/freertos, task.h. See FreeRTOS.h for how they run here. */
#pragma once

#include "freertos/FreeRTOS.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct otabench_task *TaskHandle_t;

#define tskIDLE_PRIORITY ((UBaseType_t)0U)
#define tskNO_AFFINITY ((BaseType_t)0x7FFFFFFF)
#define taskENTER_CRITICAL(mux) portENTER_CRITICAL(mux)
#define taskEXIT_CRITICAL(mux) portEXIT_CRITICAL(mux)

/**
 * Starts a task; one of a higher priority than the caller's runs at once.
 * @param[in]  usStackDepth  bytes on a board; Here: there is always enough
 * @param[out] pxCreatedTask may be NULL
 * @return pdPASS; pdFAIL  there are 100 tasks, more than a board has memory for, or this computer
 *         has no further thread
 */
BaseType_t xTaskCreate(TaskFunction_t pxTaskCode, const char *const pcName,
                       const uint32_t usStackDepth, void *const pvParameters,
                       UBaseType_t uxPriority, TaskHandle_t *const pxCreatedTask);
/** As xTaskCreate. @param[in] xCoreID not looked at */
BaseType_t xTaskCreatePinnedToCore(TaskFunction_t pxTaskCode, const char *const pcName,
                                   const uint32_t usStackDepth, void *const pvParameters,
                                   UBaseType_t uxPriority, TaskHandle_t *const pxCreatedTask,
                                   const BaseType_t xCoreID);
/** Ends a task; NULL: the calling one, and does not return. What the task holds is not freed. */
void vTaskDelete(TaskHandle_t xTaskToDelete);

/** Waits; 0: only lets others of the same priority run. */
void vTaskDelay(const TickType_t xTicksToDelay);
/** Waits until `xTimeIncrement` ticks after `*pxPreviousWakeTime`, which it moves on.
 *  @return pdTRUE  it waited; pdFALSE  that time is over */
BaseType_t xTaskDelayUntil(TickType_t *const pxPreviousWakeTime, const TickType_t xTimeIncrement);
#define vTaskDelayUntil(previous, increment) ((void)xTaskDelayUntil((previous), (increment)))
/** Lets other tasks of the same or a higher priority run. */
void vPortYield(void);
#define taskYIELD() vPortYield()
#define portYIELD() vPortYield()

/** Ticks since the board started. */
TickType_t xTaskGetTickCount(void);
TickType_t xTaskGetTickCountFromISR(void);

TaskHandle_t xTaskGetCurrentTaskHandle(void);
/** A task's name, and priority; NULL: the calling task's. */
char *pcTaskGetName(TaskHandle_t xTaskToQuery);
UBaseType_t uxTaskPriorityGet(const TaskHandle_t xTask);
void vTaskPrioritySet(TaskHandle_t xTask, UBaseType_t uxNewPriority);
UBaseType_t uxTaskGetNumberOfTasks(void);
/** Bytes of stack never used. Here: half of what the task asked for; it is not measured. */
UBaseType_t uxTaskGetStackHighWaterMark(TaskHandle_t xTask);

/** Stops a task (NULL: the calling one) until vTaskResume. */
void vTaskSuspend(TaskHandle_t xTaskToSuspend);
void vTaskResume(TaskHandle_t xTaskToResume);

typedef enum
{
    eNoAction = 0,
    eSetBits,
    eIncrement,
    eSetValueWithOverwrite,
    eSetValueWithoutOverwrite,
} eNotifyAction;

/** Changes a task's notification value and wakes it.
 *  @return pdPASS; pdFAIL  eSetValueWithoutOverwrite, and a notification was pending */
BaseType_t xTaskNotify(TaskHandle_t xTaskToNotify, uint32_t ulValue, eNotifyAction eAction);
/** Adds one to a task's notification value and wakes it. @return pdPASS */
BaseType_t xTaskNotifyGive(TaskHandle_t xTaskToNotify);
void vTaskNotifyGiveFromISR(TaskHandle_t xTaskToNotify, BaseType_t *pxHigherPriorityTaskWoken);
/** Waits until the calling task's value is not 0. @return it, before it is cleared or lowered by
 *  one; 0  the time was over */
uint32_t ulTaskNotifyTake(BaseType_t xClearCountOnExit, TickType_t xTicksToWait);
/** Waits for a notification. @return pdTRUE; pdFALSE the time was over */
BaseType_t xTaskNotifyWait(uint32_t ulBitsToClearOnEntry, uint32_t ulBitsToClearOnExit,
                           uint32_t *pulNotificationValue, TickType_t xTicksToWait);

#ifdef __cplusplus
}
#endif
