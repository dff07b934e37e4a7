#pragma once

#include "base/paths.h"
#include "fleet/campaign_plan.h"
#include "fleet/detail/campaign.h"
#include "history/history.h"

#include <cstdint>
#include <vector>

namespace otabench::fleet::detail {

/// Campaigns as the history tells them, for going on with one, for repeating it, and for undoing
/// it. Reads block, briefly. Thread: the core loop.
class PastCampaigns
{
public:
    PastCampaigns(history::History &history, Paths paths)
        : m_history(history)
        , m_paths(std::move(paths))
    {
    }

    /// Those of this lab whose program is gone, the newest first.
    [[nodiscard]] Result<std::vector<InterruptedCampaign>> interrupted();

    /// A campaign to go on with, its plan with the image where it is now.
    struct Resumable
    {
        CampaignPlan plan;
        CampaignLock lock;
        Campaign::Interrupted interrupted;
    };

    /// NotFound, AlreadyExists (it still runs, or has ended).
    [[nodiscard]] Result<Resumable> resume(std::int64_t id);

    /// What ends a campaign that nobody goes on with.
    struct Ending
    {
        struct Board
        {
            history::Transition transition;
            history::BoardRecord record;
        };

        CampaignLock lock;
        std::vector<Board> boards; ///< those without an end, as cancelled
    };

    /// Errors as of resume(), but it needs no image.
    [[nodiscard]] Result<Ending> giveUp(std::int64_t id);

    /// The same plan for the boards that failed, were rolled back, not proved or cancelled.
    [[nodiscard]] Result<CampaignPlan> planToRetry(std::int64_t id);

    /// Plans that give boards which were updated what they ran before, from the catalogue.
    [[nodiscard]] Result<ReturnPlans> plansToReturn(std::int64_t id);

private:
    struct Past
    {
        history::CampaignRecord record;
        CampaignPlan plan;
        std::vector<history::BoardRecord> boards;
    };

    [[nodiscard]] Result<Past> load(std::int64_t id);
    /// The lock of a campaign that has not ended and whose program is gone.
    [[nodiscard]] Result<CampaignLock> takeOver(const history::CampaignRecord &record);
    /// The file with this digest: where it was, or its copy in the catalogue.
    [[nodiscard]] Result<std::filesystem::path> imageFile(const std::filesystem::path &file,
                                                          const std::string &sha256);

    history::History &m_history;
    Paths m_paths;
};

/// Where the locks of running campaigns are.
[[nodiscard]] std::filesystem::path campaignLocks(const Paths &paths);

} // namespace otabench::fleet::detail
