#pragma once

#include "fleet/campaign_plan.h"

#include <string>
#include <string_view>

namespace otabench::fleet::detail {

/// A campaign's plan as the history keeps it, so that another run of the program can go on with it.
/// Lines `key = value`; unknown keys are ignored, so that a newer release's plans can be read.
[[nodiscard]] std::string toText(const CampaignPlan &plan);

/// InvalidArgument for what is no such text.
[[nodiscard]] Result<CampaignPlan> planFromText(std::string_view text);

} // namespace otabench::fleet::detail
