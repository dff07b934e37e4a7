#pragma once

#include "fleet/campaign_plan.h"
#include "stoppable_output.h"

namespace otabench::cli {

/// Prints what a campaign would do: a line a board, then the counts.
void printPreview(const fleet::CampaignPreview &preview, const StoppableOutput &output);

} // namespace otabench::cli
