#pragma once

#include "history/history.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace otabench::cli {

/// A board's result with the campaign it belongs to.
struct HistoryEntry
{
    history::CampaignRecord campaign;
    history::BoardRecord board;
};

[[nodiscard]] nlohmann::ordered_json toJson(const HistoryEntry &entry);

// Whole reports, each ending with a line end.
[[nodiscard]] std::string historyTable(const std::vector<HistoryEntry> &entries);
[[nodiscard]] std::string historyJson(const std::vector<HistoryEntry> &entries); ///< an array
/// RFC 4180; cells that a spreadsheet would take for a formula get an apostrophe in front.
[[nodiscard]] std::string historyCsv(const std::vector<HistoryEntry> &entries);
[[nodiscard]] std::string historyHtml(const std::vector<HistoryEntry> &entries); ///< one page

} // namespace otabench::cli
