#include "server/detail/delivery.h"

#include <algorithm>

namespace otabench::server::detail {

void Delivery::add(std::uint64_t first, std::uint64_t end)
{
    if (first >= end)
        return;
    const std::lock_guard lock(m_mutex);
    // Those that touch the new one become one with it.
    const auto from = std::ranges::lower_bound(m_parts, first, {}, &Part::second);
    auto to = from;
    for (; to != m_parts.end() && to->first <= end; ++to) {
        first = std::min(first, to->first);
        end = std::max(end, to->second);
    }
    m_parts.insert(m_parts.erase(from, to), {first, end});
    if (m_parts.size() > kMostParts)
        closeSmallestGap();
    if (m_parts.front().first == 0 && m_parts.front().second >= m_imageBytes)
        m_isWhole.store(true, std::memory_order_relaxed);
}

/// With m_mutex held.
void Delivery::closeSmallestGap()
{
    auto best = m_parts.begin();
    for (auto part = m_parts.begin(); part + 1 != m_parts.end(); ++part) {
        if ((part + 1)->first - part->second < (best + 1)->first - best->second)
            best = part;
    }
    best->second = (best + 1)->second;
    m_parts.erase(best + 1);
}

} // namespace otabench::server::detail
