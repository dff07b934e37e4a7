#pragma once

#include "base/error.h"
#include "history/records.h"
#include "history/report.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

// What the page of history asks of the record: values in, values out, for worker threads. Each call
// opens the record for itself, so that nothing is held while nobody looks.
namespace otabench::widgets {

/// Where the record is.
struct HistoryPlace
{
    std::filesystem::path file;
    std::string databaseUrl; ///< empty: the file
};

/// A campaign with how its boards ended.
struct PastCampaign
{
    history::CampaignRecord campaign;
    history::Totals totals;
    std::vector<std::string> boards; ///< addresses and MACs, to be searched
};

struct HistoryLists
{
    std::vector<PastCampaign> campaigns;     ///< the newest first
    std::vector<history::KnownBoard> boards; ///< seen last first
    std::vector<history::ImageRecord> images;
    bool hasOlder = false; ///< more campaigns than were asked for
    std::optional<Error> error;
};

/// Everything from `since` on, at most `limit` campaigns. A file that is not there yet is an empty
/// record, and is not made.
[[nodiscard]] HistoryLists readLists(const HistoryPlace &place,
                                     const std::optional<history::TimePoint> &since,
                                     const std::optional<history::TimePoint> &until, unsigned limit,
                                     const std::stop_token &stop);

struct CampaignDetail
{
    history::CampaignReport report;
    std::optional<Error> error;
};

[[nodiscard]] CampaignDetail readCampaignDetail(const HistoryPlace &place, std::int64_t id);

/// Everything that was done to one board, the newest first.
struct BoardDetail
{
    std::string board; ///< as it was asked for
    std::vector<history::ReportEntry> entries;
    std::optional<Error> error;
};

[[nodiscard]] BoardDetail readBoardDetail(const HistoryPlace &place, const std::string &board);

/// Transitions of one board in one campaign.
struct Timeline
{
    std::vector<history::Transition> transitions;
    std::optional<Error> error;
};

[[nodiscard]] Timeline readTimeline(const HistoryPlace &place, std::int64_t campaign,
                                    const std::string &board);

enum class SavedReport
{
    Html,
    Csv,
    Json,
    Junit,
    AcceptanceSheet,
};

/// The text of a campaign's report.
[[nodiscard]] Result<std::string> campaignReport(const HistoryPlace &place, std::int64_t id,
                                                 SavedReport kind);
/// The same of everything that was done to one board; it has no acceptance sheet (NotSupported).
[[nodiscard]] Result<std::string> boardReport(const HistoryPlace &place, const std::string &board,
                                              SavedReport kind);

} // namespace otabench::widgets
