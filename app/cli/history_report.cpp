#include "history_report.h"

#include "certificate_output.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>

namespace otabench::cli {
namespace {

constexpr std::array<std::string_view, 17> kColumns = {
    "campaign", "started", "operator", "image", "project",  "version", "board",  "mac",   "phase",
    "from",     "to",      "slot",     "bytes", "attempts", "seconds", "reason", "detail"};

std::string seconds(const history::BoardRecord &board)
{
    if (!board.duration)
        return {};
    return fmt::format("{:.1f}", static_cast<double>(board.duration->count()) / 1000);
}

/// In the order of kColumns.
std::array<std::string, kColumns.size()> cells(const HistoryEntry &entry)
{
    const history::CampaignRecord &campaign = entry.campaign;
    const history::BoardRecord &board = entry.board;
    return {std::to_string(board.campaignId),
            isoTime(campaign.started),
            campaign.operatorName,
            std::filesystem::path(campaign.imageFile).filename().string(),
            campaign.project,
            campaign.version,
            board.board,
            board.mac,
            std::string(name(board.phase)),
            board.fromVersion,
            board.toVersion,
            board.slot,
            std::to_string(board.bytes),
            std::to_string(board.attempts),
            seconds(board),
            board.reason,
            board.detail};
}

std::string csvCell(const std::string &text)
{
    const bool isFormula =
        !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    std::string quoted = isFormula ? "'" : "";
    for (const char c : text) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    const bool isPlain = text.find_first_of(",\"\r\n") == std::string::npos;
    return isPlain ? quoted : "\"" + quoted + "\"";
}

std::string htmlText(const std::string &text)
{
    std::string escaped;
    for (const char c : text) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        default:
            escaped += c;
        }
    }
    return escaped;
}

} // namespace

nlohmann::ordered_json toJson(const HistoryEntry &entry)
{
    const history::CampaignRecord &campaign = entry.campaign;
    const history::BoardRecord &board = entry.board;
    nlohmann::ordered_json json = {{"campaign", board.campaignId},
                                   {"started", isoTime(campaign.started)},
                                   {"ended", nullptr},
                                   {"operator", campaign.operatorName},
                                   {"image", campaign.imageFile},
                                   {"image_sha256", campaign.imageSha256},
                                   {"project", campaign.project},
                                   {"version", campaign.version},
                                   {"chip", campaign.chip},
                                   {"board", board.board},
                                   {"mac", board.mac},
                                   {"phase", name(board.phase)},
                                   {"from_version", board.fromVersion},
                                   {"to_version", board.toVersion},
                                   {"slot", board.slot},
                                   {"bytes", board.bytes},
                                   {"total", board.total},
                                   {"attempts", board.attempts},
                                   {"reason", nullptr},
                                   {"detail", nullptr},
                                   {"changed", isoTime(board.changed)},
                                   {"seconds", nullptr}};
    if (campaign.ended)
        json["ended"] = isoTime(*campaign.ended);
    if (!board.reason.empty()) {
        json["reason"] = board.reason;
        json["detail"] = board.detail;
    }
    if (board.duration)
        json["seconds"] = static_cast<double>(board.duration->count()) / 1000;
    return json;
}

std::string historyTable(const std::vector<HistoryEntry> &entries)
{
    std::string table = fmt::format("{:>8}  {:<20}  {:<24}  {:<12}  {:<22}  {}\n", "campaign",
                                    "when", "board", "phase", "version", "reason");
    for (const HistoryEntry &entry : entries) {
        const history::BoardRecord &board = entry.board;
        const std::string versions = board.fromVersion.empty()
                                         ? board.toVersion
                                         : board.fromVersion + " to " + board.toVersion;
        std::string row = fmt::format("{:>8}  {:<20}  {:<24}  {:<12}  {:<22}  {}", board.campaignId,
                                      isoTime(board.changed), board.board, name(board.phase),
                                      versions, board.reason);
        row.erase(row.find_last_not_of(' ') + 1);
        table += row + "\n";
    }
    return table;
}

std::string historyJson(const std::vector<HistoryEntry> &entries)
{
    std::string text = "[";
    for (const HistoryEntry &entry : entries)
        text +=
            (text.size() > 1 ? ",\n" : "\n") +
            toJson(entry).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return text + "\n]\n";
}

std::string historyCsv(const std::vector<HistoryEntry> &entries)
{
    std::string text = fmt::format("{}\r\n", fmt::join(kColumns, ","));
    for (const HistoryEntry &entry : entries) {
        std::string row;
        for (const std::string &cell : cells(entry))
            row += (row.empty() ? "" : ",") + csvCell(cell);
        text += row + "\r\n";
    }
    return text;
}

std::string historyHtml(const std::vector<HistoryEntry> &entries)
{
    std::string text = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<title>otabench history</title>\n<style>\n"
                       "body { font-family: sans-serif } table { border-collapse: collapse }\n"
                       "th, td { border: 1px solid #999; padding: 0.2em 0.5em; text-align: left }\n"
                       "tr.failure td { background: #fdd }\n"
                       "</style>\n</head>\n<body>\n<h1>otabench history</h1>\n<table>\n<tr>";
    for (const std::string_view column : kColumns)
        text += fmt::format("<th>{}</th>", column);
    text += "</tr>\n";
    for (const HistoryEntry &entry : entries) {
        text += isFailure(entry.board.phase) ? "<tr class=\"failure\">" : "<tr>";
        for (const std::string &cell : cells(entry))
            text += fmt::format("<td>{}</td>", htmlText(cell));
        text += "</tr>\n";
    }
    return text + "</table>\n</body>\n</html>\n";
}

} // namespace otabench::cli
