#include "fleet/detail/parallelism.h"

#include <algorithm>

namespace otabench::fleet::detail {
namespace {

constexpr double kWorthIt = 1.10; ///< half as many boards again have to bring at least so much

} // namespace

void Parallelism::observe(Time now, unsigned running, std::uint64_t bytes)
{
    if (!m_isAutomatic)
        return;
    if (running < m_limit) { // not used to the full: this window tells nothing
        m_hasWindow = false;
        return;
    }
    if (!m_hasWindow) {
        m_hasWindow = true;
        m_windowStart = now;
        m_windowBytes = bytes;
        return;
    }
    const std::chrono::duration<double> length = now - m_windowStart;
    if (length < kWindow)
        return;
    judge(static_cast<double>(bytes - m_windowBytes) / length.count());
    m_windowStart = now;
    m_windowBytes = bytes;
}

void Parallelism::judge(double rate)
{
    if (m_isProbing && rate < m_rate * kWorthIt) {
        m_limit = m_before;
        m_isProbing = false;
        m_rest = kRestWindows;
        return;
    }
    if (m_rest > 0) {
        --m_rest;
        return;
    }
    m_rate = rate;
    m_before = m_limit;
    m_limit += std::max(m_limit / 2, 1u);
    m_isProbing = true;
    m_hasWindow = false; // the new ones have to be there first
}

} // namespace otabench::fleet::detail
