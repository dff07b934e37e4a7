#pragma once

#include <atomic>
#include <thread>

namespace otabench {

/// Says whether a single-threaded object is still on its thread. It belongs to the first thread
/// that asks; `OTABENCH_ASSERT(m_thread.isCurrent());` opens each public function of such a class.
class ThreadChecker
{
public:
    [[nodiscard]] bool isCurrent() const;

    /// Lets the next thread that asks become the owner: for objects made on one thread and handed
    /// to another.
    void detach();

private:
    mutable std::atomic<std::thread::id> m_owner{};
};

} // namespace otabench
