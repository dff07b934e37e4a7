#pragma once

#include "history/database.h"
#include "history/records.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace otabench::history::detail {

/// What could not be written to the database yet: a transition with the state it leads to, or the
/// end of a campaign.
struct Entry
{
    Transition transition;
    BoardRecord state;
    std::string uid;                      ///< of the transition
    std::optional<TimePoint> campaignEnd; ///< then only transition.campaignId counts besides
};

/// Where entries of a database wait between two runs: beside the file of the history, a name for
/// each database. Empty without such a file.
[[nodiscard]] std::filesystem::path waitingFile(const std::filesystem::path &file,
                                                const Place &place);

/// Adds to the file, which is a database of the same schema. `campaigns`: those the entries belong
/// to, as far as they are known.
[[nodiscard]] Result<> keepWaiting(const std::filesystem::path &file,
                                   const std::vector<CampaignRecord> &campaigns,
                                   const std::vector<Entry> &entries);

/// Writes what waits in the file into the database and empties the file; how many transitions.
[[nodiscard]] Result<std::size_t> takeWaiting(const std::filesystem::path &file,
                                              soci::session &session, const Place &place);

} // namespace otabench::history::detail
