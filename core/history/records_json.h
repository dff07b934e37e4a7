#pragma once

#include "history/report.h"

#include <nlohmann/json.hpp>

// Records as JSON: what `history --format json` prints and what the window saves.
namespace otabench::history {

[[nodiscard]] nlohmann::ordered_json toJson(const ReportEntry &entry);
/// With `boards`, each with its log excerpt and the time of every phase.
[[nodiscard]] nlohmann::ordered_json toJson(const CampaignReport &report);
[[nodiscard]] nlohmann::ordered_json toJson(const CampaignRecord &campaign);
[[nodiscard]] nlohmann::ordered_json toJson(const KnownBoard &board);
[[nodiscard]] nlohmann::ordered_json toJson(const ImageRecord &image);
[[nodiscard]] nlohmann::ordered_json toJson(const Claim &claim);

/// An array, an object a line.
template <typename Record>
[[nodiscard]] std::string jsonArray(const std::vector<Record> &records)
{
    std::string text = "[";
    for (const Record &record : records)
        text +=
            (text.size() > 1 ? ",\n" : "\n") +
            toJson(record).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return text + "\n]\n";
}

} // namespace otabench::history
