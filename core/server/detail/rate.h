#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace otabench::server::detail {

/// A rate that several share: each reserves the moment from which its next piece may go. Who comes
/// first goes first, so with pieces of the same size all get the same. May change at any time. Any
/// thread, without a lock.
class Rate
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// 0: no limit.
    explicit Rate(std::uint64_t bytesPerSecond = 0)
        : m_bytesPerSecond(bytesPerSecond)
    {
    }

    [[nodiscard]] std::uint64_t bytesPerSecond() const
    {
        return m_bytesPerSecond.load(std::memory_order_relaxed);
    }

    [[nodiscard]] bool isLimited() const { return bytesPerSecond() != 0; }

    /// What was reserved at the old rate is forgotten.
    void setBytesPerSecond(std::uint64_t bytesPerSecond)
    {
        m_bytesPerSecond.store(bytesPerSecond, std::memory_order_relaxed);
        m_next.store(0, std::memory_order_relaxed);
    }

    /// From when on so many bytes may be sent; they are taken. What was not used is lost but for a
    /// tenth of a second's worth.
    [[nodiscard]] TimePoint reserve(std::uint64_t bytes, TimePoint now)
    {
        const std::uint64_t rate = bytesPerSecond();
        if (rate == 0)
            return now;
        const auto cost =
            static_cast<std::int64_t>(static_cast<double>(bytes) * 1e9 / static_cast<double>(rate));
        const std::int64_t present = nanoseconds(now);
        std::int64_t next = m_next.load(std::memory_order_relaxed);
        std::int64_t start = 0;
        do {
            start = next > present - kUnusedNanoseconds ? next : present - kUnusedNanoseconds;
        } while (!m_next.compare_exchange_weak(next, start + cost, std::memory_order_relaxed));
        return TimePoint(std::chrono::nanoseconds(start));
    }

private:
    static constexpr std::int64_t kUnusedNanoseconds = 100'000'000;

    static std::int64_t nanoseconds(TimePoint time)
    {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch())
            .count();
    }

    std::atomic<std::uint64_t> m_bytesPerSecond;
    std::atomic<std::int64_t> m_next{0};
};

} // namespace otabench::server::detail
