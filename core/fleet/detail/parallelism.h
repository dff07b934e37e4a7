#pragma once

#include <chrono>
#include <cstdint>

namespace otabench::fleet::detail {

/// How many boards are updated at once. Fixed; or automatic: it begins with few and grows by half
/// as long as that makes the whole faster. Where more boards do not, it goes one step back, and
/// tries again after a while, for boards differ. Pure: time is given.
class Parallelism
{
public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr unsigned kFirst = 4;
    static constexpr std::chrono::milliseconds kWindow{2000};
    static constexpr unsigned kRestWindows = 8; ///< before it tries to grow again

    [[nodiscard]] static Parallelism fixed(unsigned boards) ///< 0: no limit
    {
        return Parallelism(boards, /*isAutomatic=*/false);
    }

    [[nodiscard]] static Parallelism automatic() { return Parallelism(kFirst, true); }

    [[nodiscard]] bool mayStart(unsigned running) const
    {
        return m_limit == 0 || running < m_limit;
    }

    [[nodiscard]] unsigned limit() const { return m_limit; }

    /// Now and then: how many boards run, and the image bytes that all have received so far. A
    /// window counts only when the limit was used to the full from its begin to its end.
    void observe(Time now, unsigned running, std::uint64_t bytes);

private:
    Parallelism(unsigned limit, bool isAutomatic)
        : m_limit(limit)
        , m_isAutomatic(isAutomatic)
    {
    }

    void judge(double rate);

    unsigned m_limit;
    bool m_isAutomatic;
    unsigned m_before = kFirst; ///< the limit of the last step
    bool m_isProbing = false;   ///< the present limit is new, and has to prove itself
    double m_rate = 0;          ///< with the limit before
    unsigned m_rest = 0;        ///< windows until the next try
    bool m_hasWindow = false;
    Time m_windowStart;
    std::uint64_t m_windowBytes = 0;
};

} // namespace otabench::fleet::detail
