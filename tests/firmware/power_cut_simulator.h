#pragma once

#include "power_cut_scenarios.h"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace otabench::test {

/// Power fails at the operation with this number, counted from 1.
struct Cut
{
    unsigned at;
    Damage damage;
    uint32_t seed; ///< of the damage
};

/// One simulated life of a board: the first cut is in the scenario's work, each later one in the
/// recovery from the one before.
struct Life
{
    std::string scenario;
    std::vector<Cut> cuts;
};

/// "confirm_2slots@2:torn:17,5:garbage:3", for people and OTABENCH_POWER_CUT.
[[nodiscard]] std::string toText(const Life &life);
[[nodiscard]] std::optional<Life> toLife(const std::string &text);

/// A life that went wrong, and how.
struct Finding
{
    Life life;
    std::string what;
};

struct Tally
{
    unsigned cutPoints = 0; ///< operations of the work
    unsigned singles = 0;   ///< lives with one cut
    unsigned pairs = 0;
    unsigned triples = 0;
    std::vector<Finding> findings; ///< the first ones
};

/// Lives through a scenario again and again. After each cut: what otadata says must be on the
/// scenario's list, the images it must keep must be whole, an image on its list must start, whole,
/// and a following update must succeed, be confirmed, and start again.
class Simulator
{
public:
    Simulator(const Scenario &scenario, std::size_t imageSize, uint32_t seed,
              CutBoard::FilterMaker filter = {});

    /// Runs the work uncut. @return what is wrong with that; empty: nothing.
    std::string countOperations();

    /// Cuts at every operation, in every damage.
    /// @param rounds  seeds tried for each
    void cutOnce(unsigned rounds);
    /// After a cut at every operation another one in the recovery.
    /// @param perCut  at so many of the recovery's operations, by chance; none: at each of them
    void cutTwice(std::optional<unsigned> perCut);
    /// Three cuts in a row, by chance, this often.
    void cutThrice(unsigned lives);

    /// @return what went wrong; empty: nothing.
    std::string live(const Life &life);

    [[nodiscard]] const Tally &tally() const { return m_tally; }

private:
    [[nodiscard]] bool isFull() const;
    /// Lives it, and notes what goes wrong.
    void tryLife(const Life &life, unsigned *counter);
    void begin();
    /// Looks into the flash after a cut; power is back.
    std::string checkFlash();
    std::string checkOtadata();
    /// What the application does from its next start on. Ends early where power fails.
    std::string recover();
    std::string install(const std::string &version);
    unsigned countRecovery(const Cut &first);
    Cut cutAt(unsigned operation, Damage damage);
    /// Anywhere in so many operations.
    Cut randomCut(unsigned operations);

    uint32_t random() { return static_cast<uint32_t>(m_random()); }

    const Scenario &m_scenario;
    CutBoard m_board;
    CutBoard::Kept m_begin; ///< where the work begins
    bool m_blankIsLegal;
    unsigned m_cuts = 0; ///< of the present life, so far
    unsigned m_recoveryOperations = 0;
    std::mt19937 m_random;
    Tally m_tally;
};

} // namespace otabench::test
