#pragma once

#include "base/error.h"
#include "history/history.h"

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

// The record as reports: pure functions from records to text. Each report is whole and ends with a
// line end. In all of them what came from boards and files is escaped.
namespace otabench::history {

/// A board's result with the campaign it belongs to.
struct ReportEntry
{
    CampaignRecord campaign;
    BoardRecord board;
};

/// All that is known of one campaign.
struct CampaignReport
{
    CampaignRecord campaign;
    std::vector<BoardRecord> boards; ///< by MAC, those without one last, by address
    std::vector<Transition> transitions;
};

enum class ReportFormat
{
    Table, ///< for a terminal
    Csv,   ///< RFC 4180; cells that a spreadsheet would take for a formula get an apostrophe
    Html,  ///< one page that needs nothing else
    Junit, ///< XML as CI servers read it: a suite a campaign, a case a board
};

/// What the query finds, the newest first.
[[nodiscard]] Result<std::vector<ReportEntry>> readEntries(History &history, const Query &query);
/// NotFound for a campaign that is not there.
[[nodiscard]] Result<CampaignReport> readCampaign(History &history, std::int64_t id);

[[nodiscard]] std::string report(ReportFormat format, const std::vector<ReportEntry> &entries);
/// CSV: a line a board, with the seconds of every phase.
[[nodiscard]] std::string report(ReportFormat format, const CampaignReport &campaign);

/// All of it as one JSON object, as `history --campaign N --format json` has it.
[[nodiscard]] std::string jsonReport(const CampaignReport &campaign);

/// A page to print and sign: what was installed on which board, how it was proved, and what failed.
/// NotSupported for a campaign that has not ended.
[[nodiscard]] Result<std::string> acceptanceSheet(const CampaignReport &campaign);

/// What was done to one board, the newest first; `board` is what was asked for.
[[nodiscard]] std::string boardTimeline(ReportFormat format, const std::string &board,
                                        const std::vector<ReportEntry> &entries);

/// How many boards ended how.
struct Totals
{
    unsigned boards = 0, updated = 0, upToDate = 0, failed = 0, rolledBack = 0, notProved = 0;
    unsigned cancelled = 0, unfinished = 0;

    void add(Phase phase);

    [[nodiscard]] unsigned failures() const { return failed + rolledBack + notProved; }
};

/// The phases that take time, and how long they took a board: over all its attempts.
inline constexpr std::array kTimedPhases = {Phase::Queued,    Phase::Preparing,   Phase::Triggered,
                                            Phase::Connected, Phase::Downloading, Phase::Verifying,
                                            Phase::Rebooting, Phase::Confirming};
using PhaseTimes = std::array<std::chrono::milliseconds, kTimedPhases.size()>;
[[nodiscard]] PhaseTimes phaseTimes(const std::vector<Transition> &transitions,
                                    std::string_view board);

} // namespace otabench::history
