#include "history/detail/markup.h"
#include "history/detail/reports.h"

#include <fmt/format.h>

namespace otabench::history::detail {
namespace {

const std::vector<std::string> kCsvColumns = {
    "campaign", "started", "operator", "station", "image",  "image_sha256", "project", "version",
    "chip",     "board",   "mac",      "phase",   "from",   "to",           "slot",    "state",
    "elf",      "bytes",   "attempts", "seconds", "reason", "detail",       "log"};

std::string versions(const BoardRecord &board)
{
    return board.fromVersion.empty() ? board.toVersion
                                     : board.fromVersion + " to " + board.toVersion;
}

/// In the order of kCsvColumns.
std::vector<std::string> csvCells(const ReportEntry &entry)
{
    const CampaignRecord &campaign = entry.campaign;
    const BoardRecord &board = entry.board;
    return {std::to_string(board.campaignId),
            utcTime(campaign.started),
            campaign.operatorName,
            campaign.station,
            imageName(campaign),
            campaign.imageSha256,
            campaign.project,
            campaign.version,
            campaign.chip,
            board.board,
            board.mac,
            std::string(name(board.phase)),
            board.fromVersion,
            board.toVersion,
            board.slot,
            board.slotState,
            board.elf,
            std::to_string(board.bytes),
            std::to_string(board.attempts),
            seconds(board.duration),
            board.reason,
            board.detail,
            board.logExcerpt};
}

std::string counts(const Totals &totals)
{
    std::string text = fmt::format("{} {}: {} updated", totals.boards,
                                   totals.boards == 1 ? "board" : "boards", totals.updated);
    const std::pair<unsigned, std::string_view> others[] = {
        {totals.upToDate, "up to date"},    {totals.failed, "failed"},
        {totals.rolledBack, "rolled back"}, {totals.notProved, "not proved"},
        {totals.cancelled, "cancelled"},    {totals.unfinished, "not finished"}};
    for (const auto &[count, word] : others) {
        if (count > 0)
            text += fmt::format(", {} {}", count, word);
    }
    return text;
}

} // namespace

std::string listTable(const std::vector<ReportEntry> &entries)
{
    std::vector<std::vector<std::string>> rows = {
        {"campaign", "when", "operator", "board", "mac", "phase", "version", "reason"}};
    for (const ReportEntry &entry : entries) {
        const BoardRecord &board = entry.board;
        rows.push_back({std::to_string(board.campaignId), utcTime(board.changed),
                        terminalText(entry.campaign.operatorName), terminalText(board.board),
                        terminalText(board.mac), std::string(name(board.phase)),
                        terminalText(versions(board)), board.reason});
    }
    return columns(rows);
}

std::string listCsv(const std::vector<ReportEntry> &entries)
{
    std::string text = csvLine(kCsvColumns);
    for (const ReportEntry &entry : entries)
        text += csvLine(csvCells(entry));
    return text;
}

std::string campaignTable(const CampaignReport &report)
{
    const CampaignRecord &campaign = report.campaign;
    std::string text = fmt::format("campaign {}  {} {} for {}\nimage       {}\nsha-256     {}\n",
                                   campaign.id, terminalText(campaign.project),
                                   terminalText(campaign.version), terminalText(campaign.chip),
                                   terminalText(campaign.imageFile), campaign.imageSha256);
    if (!campaign.elfSha256.empty())
        text += fmt::format("elf sha-256 {}\n", campaign.elfSha256);
    text += fmt::format(
        "operator    {}{}\nstarted     {}\nended       {}\n", terminalText(campaign.operatorName),
        campaign.station.empty() ? "" : " on " + terminalText(campaign.station),
        utcTime(campaign.started), campaign.ended ? utcTime(*campaign.ended) : "not yet");
    text += fmt::format("result      {}\n\n", counts(totalsOf(report.boards)));
    std::vector<std::vector<std::string>> rows = {
        {"board", "mac", "phase", "version", "slot", "tries", "seconds", "reason"}};
    for (const BoardRecord &board : report.boards)
        rows.push_back({terminalText(board.board), terminalText(board.mac),
                        std::string(name(board.phase)), terminalText(versions(board)),
                        terminalText(board.slot), std::to_string(board.attempts),
                        seconds(board.duration), board.reason});
    text += columns(rows);
    for (const BoardRecord &board : report.boards) {
        if (!board.detail.empty())
            text +=
                fmt::format("\n{}: {}\n", terminalText(board.board), terminalText(board.detail));
    }
    return text;
}

std::string campaignCsv(const CampaignReport &report)
{
    std::vector<std::string> header = kCsvColumns;
    for (const Phase phase : kTimedPhases)
        header.push_back(fmt::format("seconds_{}", name(phase)));
    std::string text = csvLine(header);
    for (const BoardRecord &board : report.boards) {
        std::vector<std::string> cells = csvCells({report.campaign, board});
        for (const auto time : phaseTimes(report.transitions, board.board))
            cells.push_back(seconds(time));
        text += csvLine(cells);
    }
    return text;
}

std::string timelineTable(const std::string &board, const std::vector<ReportEntry> &entries)
{
    std::vector<std::vector<std::string>> rows = {
        {"when", "campaign", "operator", "station", "from", "to", "slot", "phase", "reason"}};
    for (const ReportEntry &entry : entries)
        rows.push_back({utcTime(entry.board.changed), std::to_string(entry.campaign.id),
                        terminalText(entry.campaign.operatorName),
                        terminalText(entry.campaign.station), terminalText(entry.board.fromVersion),
                        terminalText(entry.board.toVersion), terminalText(entry.board.slot),
                        std::string(name(entry.board.phase)), entry.board.reason});
    return fmt::format("{}\n{}", terminalText(board), columns(rows));
}

} // namespace otabench::history::detail
