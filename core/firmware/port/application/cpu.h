#pragma once

#include "freertos/task.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <string>

/// A task of an application: a thread that runs while the core is its own.
struct otabench_task
{
    std::string name;
    UBaseType_t priority = 0;
    std::uint32_t stackBytes = 0;
    TaskFunction_t code = nullptr;
    void *parameter = nullptr;

    std::uint32_t notification = 0;
    bool notified = false;
    bool suspended = false;

    // The core's
    std::condition_variable turn;
    bool sleeping = false; ///< until something changes
    bool deleted = false;
};

namespace otabench::firmware::host {

using CpuClock = std::chrono::steady_clock;
using CpuTime = CpuClock::time_point;

/// The one core of an application's board. Of its tasks, which are threads, one runs at a time: the
/// ready one with the highest priority, of several the one that has waited longest. It keeps the
/// core until it waits or makes a task of a higher priority ready.
///
/// What tasks share (queues, events, the whole firmware) is used by the task that runs, and needs
/// no other lock.
///
/// Thread: every function the running task's, but for start(), which any thread may call.
class Cpu
{
public:
    static constexpr CpuTime kForever = CpuTime::max();

    /// Called first on each task's thread, with the core.
    explicit Cpu(void (*onTaskStart)())
        : m_onTaskStart(onTaskStart)
    {
    }

    Cpu(const Cpu &) = delete;
    Cpu &operator=(const Cpu &) = delete;

    /// Makes a task and its thread.
    /// @param created  where to tell the task before it runs; may be nullptr
    /// @return whether there was a thread for it
    bool start(std::string name, TaskFunction_t code, void *parameter, UBaseType_t priority,
               std::uint32_t stackBytes, otabench_task **created = nullptr);

    /// Ends the running task. What it holds stays.
    [[noreturn]] void endTask();
    /// Ends another task: it never runs again.
    void remove(otabench_task &task);

    /// The calling thread's task; nullptr on a thread that is none.
    [[nodiscard]] static otabench_task *current();

    [[nodiscard]] std::size_t taskCount();

    void setPriority(otabench_task &task, UBaseType_t priority);
    /// A suspended task does not get the core. The running one goes on until it waits.
    void setSuspended(otabench_task &task, bool suspended);

    /// Around a wait outside: gives the core away, and gets it back. Nothing on a thread that is no
    /// task.
    void release();
    void acquire();

    /// Lets other ready tasks of at least the running one's priority run first.
    void yield();

    /// Waits until `isDone()`, which is asked again after each changed().
    /// @return whether it is; false: the time is over
    template <typename Predicate>
    bool wait(CpuTime deadline, Predicate isDone)
    {
        while (!isDone()) {
            if (CpuClock::now() >= deadline)
                return false;
            sleep(deadline);
        }
        return true;
    }

    /// Something that tasks wait for may have changed. A ready task of a higher priority runs
    /// before this returns.
    void changed();

private:
    using Lock = std::unique_lock<std::mutex>;

    static void *threadMain(void *task);

    void sleep(CpuTime deadline);
    void dispatch();
    void takeTurn(Lock &lock, otabench_task &task);
    void giveWay(Lock &lock, otabench_task &task, UBaseType_t lowest);
    [[nodiscard]] otabench_task *best();

    void (*const m_onTaskStart)();

    std::mutex m_mutex; ///< guards all below, and of tasks what is the core's
    std::list<std::unique_ptr<otabench_task>> m_tasks;
    std::deque<otabench_task *> m_ready; ///< waiting for the core, the longest first
    otabench_task *m_running = nullptr;
};

/// When `ticks` from now will have passed.
[[nodiscard]] CpuTime afterTicks(TickType_t ticks);

} // namespace otabench::firmware::host
