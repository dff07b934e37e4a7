#pragma once

#include "base/phase.h"
#include "fleet/campaign_plan.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace otabench::fleet::detail {

/// Which board of a campaign may start, and when none may any more: waves and thresholds. Boards
/// are numbers here, in the order of the plan. Pure: it knows no time and no port.
///
/// The first `canary` boards are the first wave, then come waves of `wave` boards, or one of all
/// the rest. A wave begins when every board of the one before has ended and enough of them have
/// succeeded (Updated or UpToDate). When too many boards have failed, in a wave or in all, the
/// queue is over.
class Waves
{
public:
    Waves(const CampaignPlan &plan, std::size_t boards);

    enum class Turn
    {
        Start, ///< board next() may start now
        Wait,  ///< for boards that run
        Over,  ///< no board starts any more: none waits, or reason() tells why not
    };

    [[nodiscard]] Turn turn() const;

    /// The first board that waits; boards() when none does.
    [[nodiscard]] std::size_t next() const { return m_next; }

    void started(std::size_t board);
    void ended(std::size_t board, Phase phase);

    /// Why boards that wait do not start, when turn() is Over. `nameOf` gives a board's name.
    [[nodiscard]] std::string reason(const std::function<std::string(std::size_t)> &nameOf) const;

    [[nodiscard]] std::size_t boards() const { return m_boards.size(); }

    [[nodiscard]] unsigned running() const { return m_running; }

    /// The wave of a board, from 0, and how many waves there are.
    [[nodiscard]] std::size_t waveOf(std::size_t board) const;

    [[nodiscard]] std::size_t waves() const { return m_waves.size(); }

    /// Of each wave: the number of the board after its last one.
    [[nodiscard]] std::vector<std::size_t> ends() const;

private:
    struct Board
    {
        bool isStarted = false;
        std::optional<Phase> end;
    };

    struct Wave
    {
        std::size_t begin = 0, end = 0;
        std::size_t ended = 0, succeeded = 0;
    };

    [[nodiscard]] bool hasSucceeded(const Wave &wave) const;
    [[nodiscard]] bool areTooManyFailed() const;
    /// The wave that has ended without enough success, and keeps the next one from starting.
    [[nodiscard]] const Wave *badWave() const;

    std::vector<Board> m_boards;
    std::vector<Wave> m_waves;
    Share m_success;
    std::size_t m_mostFailures; ///< boards() + 1: no limit
    std::size_t m_next = 0;
    std::size_t m_failures = 0;
    unsigned m_running = 0;
};

} // namespace otabench::fleet::detail
