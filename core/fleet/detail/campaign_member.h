#pragma once

#include "fleet/detail/bench.h"
#include "fleet/detail/board_update.h"
#include "fleet/detail/speed_meter.h"
#include "history/history.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace otabench::fleet::detail {

struct CampaignMember;

/// What members tell their campaign.
class MemberListener
{
public:
    virtual ~MemberListener() = default;
    virtual void onMemberPhase(CampaignMember &member, Phase phase,
                               const std::optional<Error> &reason) = 0;
    /// What the board runs before its update is known.
    virtual void onMemberKnown(CampaignMember &member) = 0;
    /// The board has received so many bytes more.
    virtual void onMemberBytes(std::uint64_t more) = 0;
    /// Something of its state that is shown when there is time.
    virtual void onMemberChanged(CampaignMember &member) = 0;
};

/// One board in a campaign: its place in the queue, its attempts, and what is recorded of it.
/// Thread: the core loop.
struct CampaignMember : UpdateListener
{
    CampaignMember(MemberListener &itsListener, Board &itsBoard, std::size_t itsIndex)
        : listener(itsListener)
        , board(itsBoard)
        , index(itsIndex)
    {
    }

    void onPhase(Phase newPhase, const std::optional<Error> &reason) override;
    void onProgress(std::uint64_t bytes, std::uint64_t total) override;
    void onIdentity(const BoardIdentity &identity) override;
    void onCosts(const UpdateCosts &costs) override;
    void onDiagnosis(const monitor::Explanation &diagnosis) override;

    /// From the record of a campaign that was interrupted.
    void resume(const history::BoardRecord &record);
    /// The board's state as it is before its first attempt, and before each.
    void reset(const UpdateTask &task);
    void nextAttempt(const UpdateTask &task);

    /// What an attempt after others starts from; nothing before the first.
    [[nodiscard]] std::optional<EarlierRun> earlierRun() const;

    [[nodiscard]] history::BoardRecord record(const UpdateTask &task) const;
    [[nodiscard]] history::Transition transition() const;

    MemberListener &listener;
    Board &board;
    const std::size_t index; ///< in the plan
    std::unique_ptr<BoardUpdate> update;
    std::string token;
    Phase phase = Phase::Queued;
    unsigned attempts = 0; ///< by this program
    SteadyTime started;
    std::optional<SteadyTime> startAt; ///< waits for its first or its next attempt
    std::optional<Error> lastReason;   ///< of the attempt before
    std::optional<Error> firstReason;  ///< of the first attempt
    SpeedMeter speed;

private:
    // What the board ran before the campaign touched it.
    std::string m_fromVersion, m_fromSlot, m_fromElf, m_fromImage;
    bool m_isFromKnown = false;
    std::optional<Phase> m_recorded; ///< before the program was interrupted
};

} // namespace otabench::fleet::detail
