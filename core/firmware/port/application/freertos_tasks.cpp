// FreeRTOS's tasks: freertos/task.h.
#include "application.h"

#include "freertos/task.h"

using otabench::firmware::host::afterTicks;
using otabench::firmware::host::application;
using otabench::firmware::host::Cpu;
using otabench::firmware::host::CpuClock;
using otabench::firmware::host::CpuTime;

namespace {

/// NULL stands for the calling task.
otabench_task &meant(otabench_task *task)
{
    return task != nullptr ? *task : *Cpu::current();
}

TickType_t ticksSinceBoot()
{
    const auto &port = application().port.table();
    return static_cast<TickType_t>(std::uint64_t{port.clock_ms(port.ctx)} * configTICK_RATE_HZ /
                                   1000);
}

void sleepUntil(CpuTime time)
{
    application().cpu.wait(time, [] { return false; });
}

BaseType_t notify(otabench_task &task, std::uint32_t value, eNotifyAction action)
{
    if (action == eSetValueWithoutOverwrite && task.notified)
        return pdFAIL;
    if (action == eSetBits)
        task.notification |= value;
    else if (action == eIncrement)
        ++task.notification;
    else if (action != eNoAction)
        task.notification = value;
    task.notified = true;
    application().cpu.changed();
    return pdPASS;
}

} // namespace

BaseType_t xTaskCreate(TaskFunction_t pxTaskCode, const char *const pcName,
                       const uint32_t usStackDepth, void *const pvParameters,
                       UBaseType_t uxPriority, TaskHandle_t *const pxCreatedTask)
{
    const bool started =
        application().cpu.start(pcName != nullptr ? pcName : "", pxTaskCode, pvParameters,
                                uxPriority, usStackDepth, pxCreatedTask);
    return started ? pdPASS : pdFAIL;
}

BaseType_t xTaskCreatePinnedToCore(TaskFunction_t pxTaskCode, const char *const pcName,
                                   const uint32_t usStackDepth, void *const pvParameters,
                                   UBaseType_t uxPriority, TaskHandle_t *const pxCreatedTask,
                                   const BaseType_t /*xCoreID*/)
{
    return xTaskCreate(pxTaskCode, pcName, usStackDepth, pvParameters, uxPriority, pxCreatedTask);
}

void vTaskDelete(TaskHandle_t xTaskToDelete)
{
    if (xTaskToDelete == nullptr || xTaskToDelete == Cpu::current())
        application().cpu.endTask();
    application().cpu.remove(*xTaskToDelete);
}

void vTaskDelay(const TickType_t xTicksToDelay)
{
    if (xTicksToDelay == 0)
        vPortYield();
    else
        sleepUntil(afterTicks(xTicksToDelay));
}

BaseType_t xTaskDelayUntil(TickType_t *const pxPreviousWakeTime, const TickType_t xTimeIncrement)
{
    *pxPreviousWakeTime += xTimeIncrement;
    const auto left = static_cast<std::int32_t>(*pxPreviousWakeTime - ticksSinceBoot());
    if (left <= 0)
        return pdFALSE;
    sleepUntil(afterTicks(static_cast<TickType_t>(left)));
    return pdTRUE;
}

void vPortYield(void)
{
    application().cpu.yield();
}

TickType_t xTaskGetTickCount(void)
{
    vPortYield(); // a loop that waits by the clock lets others run
    return ticksSinceBoot();
}

TickType_t xTaskGetTickCountFromISR(void)
{
    return ticksSinceBoot();
}

TaskHandle_t xTaskGetCurrentTaskHandle(void)
{
    return Cpu::current();
}

char *pcTaskGetName(TaskHandle_t xTaskToQuery)
{
    return meant(xTaskToQuery).name.data();
}

UBaseType_t uxTaskPriorityGet(const TaskHandle_t xTask)
{
    return meant(xTask).priority;
}

void vTaskPrioritySet(TaskHandle_t xTask, UBaseType_t uxNewPriority)
{
    application().cpu.setPriority(meant(xTask), uxNewPriority);
    application().cpu.changed();
}

UBaseType_t uxTaskGetNumberOfTasks(void)
{
    return static_cast<UBaseType_t>(application().cpu.taskCount());
}

UBaseType_t uxTaskGetStackHighWaterMark(TaskHandle_t xTask)
{
    return meant(xTask).stackBytes / 2;
}

void vTaskSuspend(TaskHandle_t xTaskToSuspend)
{
    otabench_task &task = meant(xTaskToSuspend);
    application().cpu.setSuspended(task, true);
    if (&task == Cpu::current())
        application().cpu.wait(Cpu::kForever, [&task] { return !task.suspended; });
}

void vTaskResume(TaskHandle_t xTaskToResume)
{
    application().cpu.setSuspended(meant(xTaskToResume), false);
    application().cpu.changed();
}

BaseType_t xTaskNotify(TaskHandle_t xTaskToNotify, uint32_t ulValue, eNotifyAction eAction)
{
    return notify(*xTaskToNotify, ulValue, eAction);
}

BaseType_t xTaskNotifyGive(TaskHandle_t xTaskToNotify)
{
    return notify(*xTaskToNotify, 0, eIncrement);
}

void vTaskNotifyGiveFromISR(TaskHandle_t xTaskToNotify, BaseType_t *pxHigherPriorityTaskWoken)
{
    notify(*xTaskToNotify, 0, eIncrement);
    if (pxHigherPriorityTaskWoken != nullptr)
        *pxHigherPriorityTaskWoken = pdFALSE;
}

uint32_t ulTaskNotifyTake(BaseType_t xClearCountOnExit, TickType_t xTicksToWait)
{
    otabench_task &task = *Cpu::current();
    if (!application().cpu.wait(afterTicks(xTicksToWait),
                                [&task] { return task.notification != 0; }))
        return 0;
    const std::uint32_t value = task.notification;
    task.notification = xClearCountOnExit != pdFALSE ? 0 : value - 1;
    task.notified = false;
    return value;
}

BaseType_t xTaskNotifyWait(uint32_t ulBitsToClearOnEntry, uint32_t ulBitsToClearOnExit,
                           uint32_t *pulNotificationValue, TickType_t xTicksToWait)
{
    otabench_task &task = *Cpu::current();
    if (!task.notified)
        task.notification &= ~ulBitsToClearOnEntry;
    const bool came =
        application().cpu.wait(afterTicks(xTicksToWait), [&task] { return task.notified; });
    if (pulNotificationValue != nullptr)
        *pulNotificationValue = task.notification;
    if (!came)
        return pdFALSE;
    task.notification &= ~ulBitsToClearOnExit;
    task.notified = false;
    return pdTRUE;
}
