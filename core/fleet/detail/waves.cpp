#include "fleet/detail/waves.h"

#include <algorithm>

namespace otabench::fleet::detail {
namespace {

bool isSuccess(Phase phase)
{
    return phase == Phase::Updated || phase == Phase::UpToDate;
}

} // namespace

Waves::Waves(const CampaignPlan &plan, std::size_t boards)
    : m_boards(boards)
    , m_success(plan.waveSuccess)
    , m_mostFailures(boards + 1)
{
    const auto addWave = [&](std::size_t begin, std::size_t size) {
        const std::size_t end = std::min(begin + size, boards);
        m_waves.push_back({.begin = begin, .end = end});
        return end;
    };
    std::size_t at = plan.canary == 0 ? 0 : addWave(0, plan.canary);
    while (at < boards)
        at = addWave(at, plan.wave == 0 ? boards - at : plan.wave);
    if (plan.maxFailures != 0)
        m_mostFailures = plan.maxFailures;
    if (plan.maxFailurePercent != 0) {
        const Share most{plan.maxFailurePercent, /*isPercent=*/true};
        m_mostFailures = std::min(m_mostFailures, std::max<std::size_t>(most.of(boards), 1));
    }
}

std::size_t Waves::waveOf(std::size_t board) const
{
    const auto found =
        std::ranges::find_if(m_waves, [&](const Wave &wave) { return board < wave.end; });
    return static_cast<std::size_t>(found - m_waves.begin());
}

std::vector<std::size_t> Waves::ends() const
{
    std::vector<std::size_t> ends;
    for (const Wave &wave : m_waves)
        ends.push_back(wave.end);
    return ends;
}

bool Waves::hasSucceeded(const Wave &wave) const
{
    return wave.succeeded >= m_success.of(wave.end - wave.begin);
}

bool Waves::areTooManyFailed() const
{
    return m_failures >= m_mostFailures;
}

const Waves::Wave *Waves::badWave() const
{
    for (const Wave &wave : m_waves) {
        if (m_next < wave.end)
            return nullptr; // the next board's own wave: those before have succeeded
        if (wave.ended == wave.end - wave.begin && !hasSucceeded(wave))
            return &wave;
    }
    return nullptr;
}

Waves::Turn Waves::turn() const
{
    if (m_next >= m_boards.size() || areTooManyFailed() || badWave())
        return Turn::Over;
    for (const Wave &wave : m_waves) {
        if (m_next < wave.end)
            break;
        if (wave.ended < wave.end - wave.begin)
            return Turn::Wait;
    }
    return Turn::Start;
}

void Waves::started(std::size_t board)
{
    m_boards[board].isStarted = true;
    ++m_running;
    while (m_next < m_boards.size() && (m_boards[m_next].isStarted || m_boards[m_next].end))
        ++m_next;
}

void Waves::ended(std::size_t board, Phase phase)
{
    Board &ended = m_boards[board];
    if (ended.end)
        return;
    ended.end = phase;
    if (ended.isStarted)
        --m_running;
    Wave &wave = m_waves[waveOf(board)];
    ++wave.ended;
    wave.succeeded += isSuccess(phase) ? 1 : 0;
    m_failures += isFailure(phase) ? 1 : 0;
    while (m_next < m_boards.size() && (m_boards[m_next].isStarted || m_boards[m_next].end))
        ++m_next;
}

std::string Waves::reason(const std::function<std::string(std::size_t)> &nameOf) const
{
    if (areTooManyFailed())
        return fmt::format("not started: {} {} failed, as many as the plan allows", m_failures,
                           m_failures == 1 ? "board has" : "boards have");
    const Wave *wave = badWave();
    if (!wave)
        return "not started";
    std::size_t bad = wave->begin;
    while (bad + 1 < wave->end && isSuccess(m_boards[bad].end.value_or(Phase::Cancelled)))
        ++bad;
    return fmt::format("not started: of the wave before {} of {} boards succeeded, the plan asks "
                       "for {} ({} ended as {})",
                       wave->succeeded, wave->end - wave->begin, m_success.text(), nameOf(bad),
                       otabench::name(m_boards[bad].end.value_or(Phase::Cancelled)));
}

} // namespace otabench::fleet::detail
