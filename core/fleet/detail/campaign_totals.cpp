#include "fleet/detail/campaign_totals.h"

namespace otabench::fleet::detail {
namespace {

constexpr std::chrono::milliseconds kGap{1000};

} // namespace

void CampaignTotals::begin(SteadyTime now)
{
    m_state.running = true;
    m_startedAt = m_last = now;
}

void CampaignTotals::count(Phase phase)
{
    switch (phase) {
    case Phase::Updated:
        ++m_state.updated;
        break;
    case Phase::UpToDate:
        ++m_state.upToDate;
        break;
    case Phase::NotProved:
        ++m_state.notProved;
        break;
    case Phase::RolledBack:
        ++m_state.rolledBack;
        break;
    case Phase::Cancelled:
        ++m_state.cancelled;
        break;
    default:
        ++m_state.failed;
        break;
    }
}

void CampaignTotals::end()
{
    m_state.running = false;
    m_state.isPaused = false;
    m_state.bytesPerSecond = 0;
}

const CampaignState &CampaignTotals::update(SteadyTime now, std::uint64_t bytesSent)
{
    m_last = now;
    m_state.bytesSent = bytesSent;
    m_speed.add(now, bytesSent);
    m_state.bytesPerSecond = m_speed.bytesPerSecond();
    m_state.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - m_startedAt);
    return m_state;
}

bool CampaignTotals::isDue(SteadyTime now) const
{
    return now - m_last >= kGap;
}

} // namespace otabench::fleet::detail
