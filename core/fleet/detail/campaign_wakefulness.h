#pragma once

#include "fleet/detail/forwarding_observer.h"
#include "fleet/detail/sleep_lock.h"

#include <fmt/format.h>

#include <optional>

namespace otabench::fleet::detail {

/// Passes everything on to the observer, and keeps this computer awake while a campaign runs.
/// Thread: the core loop.
class CampaignWakefulness : public ForwardingObserver
{
public:
    /// `next` outlives it.
    CampaignWakefulness(Observer &next, KeepAwake keepAwake)
        : ForwardingObserver(next)
        , m_keepAwake(keepAwake)
    {
    }

    void onCampaign(const CampaignState &state) override
    {
        if (!state.running)
            m_lock.reset();
        else if (!m_lock && m_keepAwake == KeepAwake::DuringCampaigns)
            m_lock.emplace(
                fmt::format("Updating {} board{}", state.boards, state.boards == 1 ? "" : "s"));
        ForwardingObserver::onCampaign(state);
    }

private:
    KeepAwake m_keepAwake;
    std::optional<SleepLock> m_lock;
};

} // namespace otabench::fleet::detail
