#pragma once

#include <atomic>

namespace otabench::server::detail {

/// Admits a number of holders at once. The number may change at any time: who has been admitted
/// stays. Any thread, without a lock.
class Admission
{
public:
    /// 0: everyone is admitted.
    explicit Admission(unsigned limit, std::atomic<unsigned> &active)
        : m_limit(limit)
        , m_active(active)
    {
    }

    [[nodiscard]] bool isLimited() const { return m_limit.load(std::memory_order_relaxed) != 0; }

    void setLimit(unsigned limit) { m_limit.store(limit, std::memory_order_relaxed); }

    /// False: there are enough. Else leave() follows, once.
    [[nodiscard]] bool enter()
    {
        unsigned active = m_active.load(std::memory_order_relaxed);
        while (active < m_limit.load(std::memory_order_relaxed)) {
            if (m_active.compare_exchange_weak(active, active + 1, std::memory_order_relaxed))
                return true;
        }
        return false;
    }

    void leave() { m_active.fetch_sub(1, std::memory_order_relaxed); }

private:
    std::atomic<unsigned> m_limit;
    std::atomic<unsigned> &m_active;
};

} // namespace otabench::server::detail
