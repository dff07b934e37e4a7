#pragma once

#include "fleet/detail/sleep_lock.h"
#include "fleet/lab.h"

#include <fmt/format.h>

#include <optional>

namespace otabench::fleet::detail {

/// Passes everything on to the observer, and keeps this computer awake while a campaign runs.
/// Thread: the core loop.
class CampaignWakefulness : public Observer
{
public:
    /// `next` outlives it.
    CampaignWakefulness(Observer &next, KeepAwake keepAwake)
        : m_next(next)
        , m_keepAwake(keepAwake)
    {
    }

    void onBoard(const BoardState &state) override { m_next.onBoard(state); }

    void onBoardRemoved(const std::string &id) override { m_next.onBoardRemoved(id); }

    void onLog(const LogLine &line) override { m_next.onLog(line); }

    void onServer(const ServerState &state) override { m_next.onServer(state); }

    void onCampaign(const CampaignState &state) override
    {
        if (!state.running)
            m_lock.reset();
        else if (!m_lock && m_keepAwake == KeepAwake::DuringCampaigns)
            m_lock.emplace(
                fmt::format("Updating {} board{}", state.boards, state.boards == 1 ? "" : "s"));
        m_next.onCampaign(state);
    }

private:
    Observer &m_next;
    KeepAwake m_keepAwake;
    std::optional<SleepLock> m_lock;
};

} // namespace otabench::fleet::detail
