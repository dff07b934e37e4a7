#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

namespace otabench::fleet::detail {

/// Bytes a second over the last three seconds.
class SpeedMeter
{
public:
    using Time = std::chrono::steady_clock::time_point;

    void add(Time now, std::uint64_t bytes)
    {
        m_samples.push_back({now, bytes});
        while (m_samples.size() > 2 && now - m_samples.front().at > kWindow)
            m_samples.pop_front();
    }

    [[nodiscard]] double bytesPerSecond() const
    {
        if (m_samples.size() < 2 || m_samples.back().bytes <= m_samples.front().bytes)
            return 0;
        const std::chrono::duration<double> span = m_samples.back().at - m_samples.front().at;
        const auto bytes = m_samples.back().bytes - m_samples.front().bytes;
        return span.count() > 0 ? static_cast<double>(bytes) / span.count() : 0;
    }

private:
    static constexpr std::chrono::seconds kWindow{3};

    struct Sample
    {
        Time at;
        std::uint64_t bytes;
    };

    std::deque<Sample> m_samples;
};

} // namespace otabench::fleet::detail
