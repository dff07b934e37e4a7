#include "widgets/bench/phase_group.h"

#include "widgets/common/phase_text.h"

namespace otabench::widgets {

bool isIn(PhaseGroup group, const fleet::BoardState &board)
{
    constexpr int kWorstBusyRank = 4; // PhaseText::attentionRank
    switch (group) {
    case PhaseGroup::All:
        return true;
    case PhaseGroup::Attention:
        return PhaseText::attentionRank(board) < kWorstBusyRank;
    case PhaseGroup::Busy:
        return PhaseText::isActive(board);
    case PhaseGroup::Good:
        return board.phase == Phase::Updated || board.phase == Phase::UpToDate;
    }
    return false;
}

} // namespace otabench::widgets
