#pragma once

#include <cstdint>
#include <string>

namespace otabench::history {

/// Who works where: in every campaign, and in the claims by which several otabench keep off each
/// other's boards.
struct Station
{
    std::string operatorName; ///< $OTABENCH_OPERATOR, else who is logged in
    std::string name;         ///< $OTABENCH_STATION, else the computer's name
    std::string place;        ///< this boot of this computer: processes can be asked after here
    std::int64_t process = 0;
    std::string processStart; ///< tells it from a later process with the same number

    /// Of this process. Thread: before others start (getenv).
    [[nodiscard]] static Station here();

    /// Whether the process is known to have ended: only of this place, else false.
    [[nodiscard]] bool hasEnded(const Station &owner) const;
};

} // namespace otabench::history
