#pragma once

#include "history/report.h"

#include <string>
#include <vector>

// The reports by their form: what history/report.h puts together.
namespace otabench::history::detail {

[[nodiscard]] std::string listTable(const std::vector<ReportEntry> &entries);
[[nodiscard]] std::string listCsv(const std::vector<ReportEntry> &entries);
[[nodiscard]] std::string listHtml(const std::vector<ReportEntry> &entries);
[[nodiscard]] std::string listJunit(const std::vector<ReportEntry> &entries);

[[nodiscard]] std::string campaignTable(const CampaignReport &report);
[[nodiscard]] std::string campaignCsv(const CampaignReport &report);
[[nodiscard]] std::string campaignHtml(const CampaignReport &report);
[[nodiscard]] std::string campaignJunit(const CampaignReport &report);

[[nodiscard]] std::string timelineTable(const std::string &board,
                                        const std::vector<ReportEntry> &entries);
[[nodiscard]] std::string timelineHtml(const std::string &board,
                                       const std::vector<ReportEntry> &entries);

[[nodiscard]] Totals totalsOf(const std::vector<BoardRecord> &boards);
/// Of the campaign's image, without its folder.
[[nodiscard]] std::string imageName(const CampaignRecord &campaign);

} // namespace otabench::history::detail
