#pragma once

#include "base/phase.h"
#include "fleet/board_state.h"
#include "fleet/detail/board_update.h"
#include "fleet/detail/speed_meter.h"

namespace otabench::fleet::detail {

/// Counts and speeds of a campaign, as they are shown. Thread: the core loop.
class CampaignTotals
{
public:
    explicit CampaignTotals(CampaignState state)
        : m_state(std::move(state))
    {
    }

    void begin(SteadyTime now);
    void count(Phase phase); ///< a final phase has been shown
    void end();

    /// The state with bytes, speed and time as they are now.
    const CampaignState &update(SteadyTime now, std::uint64_t bytesSent);

    /// Whether a second has passed since the last update().
    [[nodiscard]] bool isDue(SteadyTime now) const;

    [[nodiscard]] CampaignState &state() { return m_state; }

    [[nodiscard]] const CampaignState &state() const { return m_state; }

private:
    CampaignState m_state;
    SteadyTime m_startedAt, m_last;
    SpeedMeter m_speed;
};

} // namespace otabench::fleet::detail
