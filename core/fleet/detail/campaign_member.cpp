#include "fleet/detail/campaign_member.h"

#include <utility>

namespace otabench::fleet::detail {

void CampaignMember::onPhase(Phase newPhase, const std::optional<Error> &reason)
{
    listener.onMemberPhase(*this, newPhase, reason);
}

void CampaignMember::onProgress(std::uint64_t bytes, std::uint64_t total)
{
    if (bytes > board.state.bytes)
        listener.onMemberBytes(bytes - board.state.bytes);
    board.state.bytes = bytes;
    if (total != 0)
        board.state.total = total;
    listener.onMemberChanged(*this);
}

void CampaignMember::onIdentity(const BoardIdentity &identity)
{
    board.state.identity = identity;
    if (!std::exchange(m_isFromKnown, true)) {
        m_fromVersion = identity.version;
        m_fromSlot = identity.slot;
        m_fromElf = identity.elfSha256;
        m_fromImage = identity.imageSha256;
        listener.onMemberKnown(*this);
    }
    listener.onMemberChanged(*this);
}

void CampaignMember::onCosts(const UpdateCosts &costs)
{
    board.state.costs = costs;
    listener.onMemberChanged(*this);
}

/// Shown with the phase that comes next.
void CampaignMember::onDiagnosis(const monitor::Explanation &diagnosis)
{
    board.state.diagnosis = diagnosis;
}

void CampaignMember::resume(const history::BoardRecord &record)
{
    m_recorded = record.phase;
    m_fromVersion = record.fromVersion;
    m_fromSlot = record.fromSlot;
    m_fromElf = record.fromElf;
    m_fromImage = record.fromImage;
    m_isFromKnown = !m_fromSlot.empty();
    board.state.attempt = record.attempts;
}

void CampaignMember::reset(const UpdateTask &task)
{
    BoardState &state = board.state;
    state.profile = task.profile;
    state.newVersion = task.image.version();
    state.bytes = 0;
    state.total = task.image.image.fileBytes;
    state.costs.reset();
    state.attempt = 0;
    state.duration = {};
}

void CampaignMember::nextAttempt(const UpdateTask &task)
{
    BoardState &state = board.state;
    ++attempts;
    ++state.attempt;
    state.diagnosis.reset();
    state.queuePosition = 0;
    state.bytes = 0;
    state.total = task.image.image.fileBytes;
    state.costs.reset();
    speed = {};
    startAt.reset();
}

std::optional<EarlierRun> CampaignMember::earlierRun() const
{
    if (!m_recorded && !lastReason)
        return std::nullopt;
    return EarlierRun{.recorded = lastReason ? std::nullopt : m_recorded,
                      .slot = m_fromSlot,
                      .build = {m_fromImage, m_fromElf}};
}

history::Transition CampaignMember::transition() const
{
    const BoardState &state = board.state;
    history::Transition change{.campaignId = 0,
                               .board = state.id,
                               .at = std::chrono::system_clock::now(),
                               .phase = phase,
                               .bytes = state.bytes,
                               .total = state.total,
                               .attempt = state.attempt};
    if (state.reason) {
        change.reason = name(state.reason->code);
        change.detail = state.reason->text;
    }
    return change;
}

history::BoardRecord CampaignMember::record(const UpdateTask &task) const
{
    const BoardState &state = board.state;
    history::BoardRecord record{.board = state.id,
                                .phase = phase,
                                .fromVersion = m_fromVersion,
                                .toVersion = task.image.version(),
                                .bytes = state.bytes,
                                .total = state.total,
                                .attempts = state.attempt,
                                .changed = std::chrono::system_clock::now(),
                                .fromSlot = m_fromSlot,
                                .fromElf = m_fromElf,
                                .fromImage = m_fromImage};
    if (state.reason) {
        record.reason = name(state.reason->code);
        record.detail = state.reason->text;
    }
    if (state.identity) {
        record.mac = state.identity->mac;
        record.slot = state.identity->slot;
        record.elf = state.identity->elfSha256;
        record.slotState = state.identity->slotState;
    }
    if (isFinal(phase))
        record.duration = state.duration;
    if (isFailure(phase)) {
        for (const std::string &line : board.recentLog)
            record.logExcerpt += line + "\n";
    }
    return record;
}

} // namespace otabench::fleet::detail
