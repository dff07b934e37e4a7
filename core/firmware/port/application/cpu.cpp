#include "cpu.h"

#include <algorithm>
#include <pthread.h>

namespace otabench::firmware::host {

namespace {

/// More than a board of 500 KB has stacks for: an application that starts tasks for ever must fail
/// here as there, and not take this computer's threads.
constexpr std::size_t kMostTasks = 100;

/// Enough for Mbed TLS and sanitizers, whatever the application asks for.
constexpr std::size_t kStackBytes = 1024 * 1024;

thread_local constinit otabench_task *t_task = nullptr;

struct Start
{
    Cpu &cpu;
    otabench_task &task;
};

} // namespace

CpuTime afterTicks(TickType_t ticks)
{
    if (ticks == portMAX_DELAY)
        return Cpu::kForever;
    return CpuClock::now() + std::chrono::milliseconds(1000ULL * ticks / configTICK_RATE_HZ);
}

otabench_task *Cpu::current()
{
    return t_task;
}

bool Cpu::start(std::string name, TaskFunction_t code, void *parameter, UBaseType_t priority,
                std::uint32_t stackBytes, otabench_task **created)
{
    otabench_task *task = nullptr;
    {
        const Lock lock(m_mutex);
        const auto isAlive = [](const auto &each) { return !each->deleted; };
        if (std::ranges::count_if(m_tasks, isAlive) >= static_cast<std::ptrdiff_t>(kMostTasks))
            return false;
        task = m_tasks.emplace_back(std::make_unique<otabench_task>()).get();
        task->name = std::move(name);
        task->name.resize(std::min<std::size_t>(task->name.size(), configMAX_TASK_NAME_LEN - 1));
        task->code = code;
        task->parameter = parameter;
        task->priority = std::min<UBaseType_t>(priority, configMAX_PRIORITIES - 1);
        task->stackBytes = stackBytes;
        m_ready.push_back(task);
    }
    pthread_attr_t attributes;
    ::pthread_attr_init(&attributes);
    ::pthread_attr_setstacksize(&attributes, kStackBytes);
    ::pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_t thread = {};
    auto begin = std::make_unique<Start>(Start{*this, *task});
    const int error = ::pthread_create(&thread, &attributes, &Cpu::threadMain, begin.get());
    ::pthread_attr_destroy(&attributes);
    if (error != 0) {
        remove(*task);
        return false;
    }
    static_cast<void>(begin.release()); // the thread's
    if (created != nullptr)
        *created = task;
    changed();
    return true;
}

void *Cpu::threadMain(void *start)
{
    const std::unique_ptr<Start> begin(static_cast<Start *>(start));
    Cpu &cpu = begin->cpu;
    otabench_task &task = begin->task;
    t_task = &task;
    {
        Lock lock(cpu.m_mutex); // start() has made it ready
        task.turn.wait(lock, [&] { return cpu.m_running == &task; });
    }
    cpu.m_onTaskStart();
    task.code(task.parameter);
    cpu.endTask(); // ESP-IDF takes a task that returns for a mistake; so would nobody notice here
}

void Cpu::endTask()
{
    {
        const Lock lock(m_mutex);
        m_running = nullptr;
        otabench_task *const ended = t_task;
        t_task = nullptr;
        std::erase_if(m_tasks, [ended](const auto &each) { return each.get() == ended; });
        dispatch();
    }
    ::pthread_exit(nullptr);
}

void Cpu::remove(otabench_task &task)
{
    const Lock lock(m_mutex);
    task.deleted = true; // its thread waits for its turn for ever, and so the task must stay
    std::erase(m_ready, &task);
}

void Cpu::setPriority(otabench_task &task, UBaseType_t priority)
{
    const Lock lock(m_mutex);
    task.priority = std::min<UBaseType_t>(priority, configMAX_PRIORITIES - 1);
}

void Cpu::setSuspended(otabench_task &task, bool suspended)
{
    const Lock lock(m_mutex);
    task.suspended = suspended;
}

std::size_t Cpu::taskCount()
{
    const Lock lock(m_mutex);
    return static_cast<std::size_t>(
        std::ranges::count_if(m_tasks, [](const auto &each) { return !each->deleted; }));
}

void Cpu::release()
{
    if (t_task == nullptr)
        return;
    const Lock lock(m_mutex);
    m_running = nullptr;
    dispatch();
}

void Cpu::acquire()
{
    if (t_task == nullptr)
        return;
    Lock lock(m_mutex);
    if (!t_task->deleted)
        m_ready.push_back(t_task);
    dispatch();
    takeTurn(lock, *t_task);
}

void Cpu::yield()
{
    if (t_task == nullptr)
        return;
    Lock lock(m_mutex);
    giveWay(lock, *t_task, t_task->priority);
}

void Cpu::changed()
{
    Lock lock(m_mutex);
    for (const auto &each : m_tasks) {
        if (!each->sleeping || each->deleted)
            continue;
        each->sleeping = false;
        m_ready.push_back(each.get());
    }
    if (t_task != nullptr)
        giveWay(lock, *t_task, t_task->priority + 1);
    else
        dispatch();
}

void Cpu::sleep(CpuTime deadline)
{
    otabench_task &task = *t_task;
    Lock lock(m_mutex);
    task.sleeping = true;
    m_running = nullptr;
    dispatch();
    const auto isAwake = [&] { return !task.sleeping; };
    if (deadline == kForever)
        task.turn.wait(lock, isAwake);
    else if (!task.turn.wait_until(lock, deadline, isAwake) && !task.deleted) {
        task.sleeping = false;
        m_ready.push_back(&task);
        dispatch();
    }
    takeTurn(lock, task);
}

/// Gives the core to the best ready task, if it is free.
void Cpu::dispatch()
{
    otabench_task *const next = m_running == nullptr ? best() : nullptr;
    if (next == nullptr)
        return;
    std::erase(m_ready, next);
    m_running = next;
    next->turn.notify_all();
}

otabench_task *Cpu::best()
{
    otabench_task *found = nullptr;
    for (otabench_task *each : m_ready) {
        if (!each->suspended && (found == nullptr || each->priority > found->priority))
            found = each;
    }
    return found;
}

void Cpu::takeTurn(Lock &lock, otabench_task &task)
{
    task.turn.wait(lock, [&] { return m_running == &task; });
}

/// Lets a ready task of at least the priority `lowest` run first, if there is one.
void Cpu::giveWay(Lock &lock, otabench_task &task, UBaseType_t lowest)
{
    const otabench_task *const next = best();
    if (next == nullptr || next->priority < lowest)
        return;
    m_running = nullptr;
    dispatch();
    m_ready.push_back(&task);
    takeTurn(lock, task);
}

} // namespace otabench::firmware::host
