// FreeRTOS's queues, semaphores and event groups: freertos/queue.h, semphr.h, event_groups.h.
#include "application.h"

#include "freertos/event_groups.h"
#include "freertos/semphr.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <vector>

using otabench::firmware::host::afterTicks;
using otabench::firmware::host::application;
using otabench::firmware::host::Cpu;

/// A queue of items; or, with items of no size, a semaphore.
struct otabench_queue
{
    std::size_t capacity = 0;
    std::size_t itemBytes = 0;
    std::deque<std::vector<std::uint8_t>> items;
    otabench_task *holder = nullptr; ///< of a recursive mutex
    unsigned depth = 0;
};

struct otabench_event_group
{
    EventBits_t bits = 0;
};

namespace {

enum class End
{
    Back,
    Front
};

std::vector<std::uint8_t> itemFrom(const otabench_queue &queue, const void *bytes)
{
    const auto *first = static_cast<const std::uint8_t *>(bytes);
    return queue.itemBytes == 0 ? std::vector<std::uint8_t>()
                                : std::vector<std::uint8_t>(first, first + queue.itemBytes);
}

BaseType_t put(otabench_queue &queue, const void *item, TickType_t ticks, End end)
{
    Cpu &cpu = application().cpu;
    if (!cpu.wait(afterTicks(ticks), [&queue] { return queue.items.size() < queue.capacity; }))
        return errQUEUE_FULL;
    if (end == End::Back)
        queue.items.push_back(itemFrom(queue, item));
    else
        queue.items.push_front(itemFrom(queue, item));
    cpu.changed();
    return pdTRUE;
}

BaseType_t look(otabench_queue &queue, void *item, TickType_t ticks)
{
    if (!application().cpu.wait(afterTicks(ticks), [&queue] { return !queue.items.empty(); }))
        return pdFALSE;
    if (queue.itemBytes != 0 && item != nullptr) // a semaphore's are empty
        std::memcpy(item, queue.items.front().data(), queue.itemBytes);
    return pdTRUE;
}

BaseType_t take(otabench_queue &queue, void *item, TickType_t ticks)
{
    if (look(queue, item, ticks) == pdFALSE)
        return pdFALSE;
    queue.items.pop_front();
    application().cpu.changed();
    return pdTRUE;
}

void tellNoSwitch(BaseType_t *switchWanted)
{
    if (switchWanted != nullptr)
        *switchWanted = pdFALSE;
}

} // namespace

QueueHandle_t xQueueCreate(const UBaseType_t uxQueueLength, const UBaseType_t uxItemSize)
{
    if (uxQueueLength == 0)
        return nullptr;
    return new otabench_queue{.capacity = uxQueueLength, .itemBytes = uxItemSize};
}

void vQueueDelete(QueueHandle_t xQueue)
{
    delete xQueue;
}

BaseType_t xQueueSendToBack(QueueHandle_t xQueue, const void *pvItemToQueue,
                            TickType_t xTicksToWait)
{
    return put(*xQueue, pvItemToQueue, xTicksToWait, End::Back);
}

BaseType_t xQueueSendToFront(QueueHandle_t xQueue, const void *pvItemToQueue,
                             TickType_t xTicksToWait)
{
    return put(*xQueue, pvItemToQueue, xTicksToWait, End::Front);
}

BaseType_t xQueueSendFromISR(QueueHandle_t xQueue, const void *pvItemToQueue,
                             BaseType_t *pxHigherPriorityTaskWoken)
{
    tellNoSwitch(pxHigherPriorityTaskWoken);
    return put(*xQueue, pvItemToQueue, 0, End::Back);
}

BaseType_t xQueueOverwrite(QueueHandle_t xQueue, const void *pvItemToQueue)
{
    xQueue->items.clear();
    return put(*xQueue, pvItemToQueue, 0, End::Back);
}

BaseType_t xQueueReceive(QueueHandle_t xQueue, void *const pvBuffer, TickType_t xTicksToWait)
{
    return take(*xQueue, pvBuffer, xTicksToWait);
}

BaseType_t xQueuePeek(QueueHandle_t xQueue, void *const pvBuffer, TickType_t xTicksToWait)
{
    return look(*xQueue, pvBuffer, xTicksToWait);
}

UBaseType_t uxQueueMessagesWaiting(const QueueHandle_t xQueue)
{
    return static_cast<UBaseType_t>(xQueue->items.size());
}

UBaseType_t uxQueueSpacesAvailable(const QueueHandle_t xQueue)
{
    return static_cast<UBaseType_t>(xQueue->capacity - xQueue->items.size());
}

BaseType_t xQueueReset(QueueHandle_t xQueue)
{
    xQueue->items.clear();
    application().cpu.changed();
    return pdPASS;
}

SemaphoreHandle_t xSemaphoreCreateBinary(void)
{
    return xSemaphoreCreateCounting(1, 0);
}

SemaphoreHandle_t xSemaphoreCreateCounting(UBaseType_t uxMaxCount, UBaseType_t uxInitialCount)
{
    auto *const semaphore = new otabench_queue{.capacity = uxMaxCount};
    semaphore->items.resize(std::min(uxInitialCount, uxMaxCount));
    return semaphore;
}

SemaphoreHandle_t xSemaphoreCreateMutex(void)
{
    return xSemaphoreCreateCounting(1, 1);
}

SemaphoreHandle_t xSemaphoreCreateRecursiveMutex(void)
{
    return xSemaphoreCreateMutex();
}

void vSemaphoreDelete(SemaphoreHandle_t xSemaphore)
{
    delete xSemaphore;
}

BaseType_t xSemaphoreTake(SemaphoreHandle_t xSemaphore, TickType_t xTicksToWait)
{
    return take(*xSemaphore, nullptr, xTicksToWait);
}

BaseType_t xSemaphoreGive(SemaphoreHandle_t xSemaphore)
{
    return put(*xSemaphore, nullptr, 0, End::Back);
}

BaseType_t xSemaphoreGiveFromISR(SemaphoreHandle_t xSemaphore,
                                 BaseType_t *pxHigherPriorityTaskWoken)
{
    tellNoSwitch(pxHigherPriorityTaskWoken);
    return xSemaphoreGive(xSemaphore);
}

BaseType_t xSemaphoreTakeRecursive(SemaphoreHandle_t xMutex, TickType_t xTicksToWait)
{
    if (xMutex->holder != Cpu::current() && xSemaphoreTake(xMutex, xTicksToWait) == pdFALSE)
        return pdFALSE;
    xMutex->holder = Cpu::current();
    ++xMutex->depth;
    return pdTRUE;
}

BaseType_t xSemaphoreGiveRecursive(SemaphoreHandle_t xMutex)
{
    if (xMutex->holder != Cpu::current())
        return pdFALSE;
    if (--xMutex->depth > 0)
        return pdTRUE;
    xMutex->holder = nullptr;
    return xSemaphoreGive(xMutex);
}

UBaseType_t uxSemaphoreGetCount(SemaphoreHandle_t xSemaphore)
{
    return uxQueueMessagesWaiting(xSemaphore);
}

EventGroupHandle_t xEventGroupCreate(void)
{
    return new otabench_event_group;
}

void vEventGroupDelete(EventGroupHandle_t xEventGroup)
{
    delete xEventGroup;
}

EventBits_t xEventGroupSetBits(EventGroupHandle_t xEventGroup, const EventBits_t uxBitsToSet)
{
    xEventGroup->bits |= uxBitsToSet;
    application().cpu.changed();
    return xEventGroup->bits;
}

BaseType_t xEventGroupSetBitsFromISR(EventGroupHandle_t xEventGroup, const EventBits_t uxBitsToSet,
                                     BaseType_t *pxHigherPriorityTaskWoken)
{
    tellNoSwitch(pxHigherPriorityTaskWoken);
    xEventGroupSetBits(xEventGroup, uxBitsToSet);
    return pdPASS;
}

EventBits_t xEventGroupClearBits(EventGroupHandle_t xEventGroup, const EventBits_t uxBitsToClear)
{
    const EventBits_t before = xEventGroup->bits;
    xEventGroup->bits &= ~uxBitsToClear;
    return before;
}

EventBits_t xEventGroupGetBits(EventGroupHandle_t xEventGroup)
{
    return xEventGroup->bits;
}

EventBits_t xEventGroupWaitBits(EventGroupHandle_t xEventGroup, const EventBits_t uxBitsToWaitFor,
                                const BaseType_t xClearOnExit, const BaseType_t xWaitForAllBits,
                                TickType_t xTicksToWait)
{
    const auto isDone = [&] {
        const EventBits_t set = xEventGroup->bits & uxBitsToWaitFor;
        return xWaitForAllBits != pdFALSE ? set == uxBitsToWaitFor : set != 0;
    };
    const bool done = application().cpu.wait(afterTicks(xTicksToWait), isDone);
    const EventBits_t bits = xEventGroup->bits;
    if (done && xClearOnExit != pdFALSE)
        xEventGroup->bits &= ~uxBitsToWaitFor;
    return bits;
}
