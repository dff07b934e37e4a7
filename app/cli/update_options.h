#pragma once

#include "board_choice.h"

#include "base/paths.h"
#include "fleet/campaign_plan.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace otabench::cli {

/// What `update` was asked for, as it was written.
struct UpdateOptions
{
    fleet::CampaignPlan plan;
    BoardChoice choice;
    std::string profile = "agent", parallel = "0", maxFailures = "0", success = "100%";
    std::string at, confirm = "host", onStop = "abort", url;
    std::vector<std::string> limits;
    unsigned jitterMilliseconds = 0;
    bool all = false;
    bool dryRun = false;
    std::optional<std::int64_t> resume, giveUp, retry, giveBack; ///< 0: the newest

    /// Another campaign's plan is used, not this one's.
    [[nodiscard]] bool isAboutPast() const { return resume || giveUp || retry || giveBack; }
};

void addUpdateOptions(CLI::App &command, UpdateOptions &options);

/// Reads the values into the plan. InvalidArgument, NotFound.
[[nodiscard]] Result<> completePlan(UpdateOptions &options, const Paths &paths);

/// "22:30" (the next time it is so late), "2026-12-24 22:30", "+10m" (s, m, h). InvalidArgument.
[[nodiscard]] Result<std::chrono::system_clock::time_point>
timeFromText(const std::string &text, std::chrono::system_clock::time_point now);

} // namespace otabench::cli
