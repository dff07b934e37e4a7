#pragma once

#include "fleet/lab.h"

namespace otabench::fleet::detail {

/// Passes everything on to the next observer: for those in between, which override what they look
/// at and call the base. Thread: the core loop.
class ForwardingObserver : public Observer
{
public:
    /// `next` outlives it.
    explicit ForwardingObserver(Observer &next)
        : m_next(next)
    {
    }

    void onBoard(const BoardState &state) override { m_next.onBoard(state); }

    void onBoardRemoved(const std::string &id) override { m_next.onBoardRemoved(id); }

    void onLog(const LogLine &line) override { m_next.onLog(line); }

    void onCampaign(const CampaignState &state) override { m_next.onCampaign(state); }

    void onServer(const ServerState &state) override { m_next.onServer(state); }

private:
    Observer &m_next;
};

} // namespace otabench::fleet::detail
