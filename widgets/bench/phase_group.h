#pragma once

#include "fleet/board_state.h"

namespace otabench::widgets {

/// Boards that a person looks for together.
enum class PhaseGroup
{
    All,
    Attention, ///< failed, not proved, rolled back, or trouble with its port
    Busy,      ///< in a campaign and not at its end, queued ones too
    Good       ///< updated, or up to date
};
inline constexpr int kPhaseGroups = 4;

[[nodiscard]] bool isIn(PhaseGroup group, const fleet::BoardState &board);

} // namespace otabench::widgets
