#pragma once

#include "fleet/campaign_plan.h"
#include "fleet/detail/bench.h"
#include "fleet/detail/identity.h"

#include <functional>
#include <memory>
#include <vector>

namespace otabench::fleet::detail {

/// Finds out what a campaign would do: asks every board with the agent who it is, and judges the
/// others by what their log has shown so far, for asking them would restart them. Changes nothing
/// on any board. Thread: the core loop.
class Planner
{
public:
    using Then = std::function<void(CampaignPreview)>;

    Planner(Bench &bench, CampaignPlan plan, ImageFacts image, std::vector<Board *> boards,
            Then then);

    void start();

    [[nodiscard]] bool hasEnded() const { return m_judged == m_boards.size(); }

private:
    void ask();
    void judge(std::size_t index, const Result<BoardIdentity> &identity);
    void judged(std::size_t index, PlannedBoard board);

    Bench &m_bench;
    CampaignPlan m_plan;
    ImageFacts m_image;
    std::vector<std::string> m_boards; ///< addresses: a board may be removed meanwhile
    Then m_then;
    CampaignPreview m_preview;
    std::size_t m_next = 0;
    std::size_t m_judged = 0;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

/// What an identity means for a plan.
[[nodiscard]] PlannedBoard judgeBoard(const BoardIdentity &identity, const ImageFacts &image,
                                      const CampaignPlan &plan);

} // namespace otabench::fleet::detail
