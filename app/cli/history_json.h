#pragma once

#include "history/report.h"

#include <nlohmann/json.hpp>

namespace otabench::cli {

[[nodiscard]] nlohmann::ordered_json toJson(const history::ReportEntry &entry);
/// With `boards`, each with its log excerpt and the time of every phase.
[[nodiscard]] nlohmann::ordered_json toJson(const history::CampaignReport &report);
[[nodiscard]] nlohmann::ordered_json toJson(const history::CampaignRecord &campaign);
[[nodiscard]] nlohmann::ordered_json toJson(const history::KnownBoard &board);
[[nodiscard]] nlohmann::ordered_json toJson(const history::ImageRecord &image);
[[nodiscard]] nlohmann::ordered_json toJson(const history::Claim &claim);

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

} // namespace otabench::cli
