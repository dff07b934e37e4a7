#include "commands.h"

#include "base/files.h"
#include "history_report.h"
#include "lab_session.h"

#include <cstdio>
#include <limits>
#include <map>
#include <memory>

namespace otabench::cli {
namespace {

struct HistoryArguments
{
    std::string format = "table";
    std::string file;
    history::Query query;
};

Result<std::vector<HistoryEntry>> read(history::History &history, const history::Query &query)
{
    auto boards = history.boards(query);
    if (!boards)
        return tl::unexpected(boards.error());
    history::Query all = query;
    all.limit = std::numeric_limits<int>::max(); // the limit is of boards, each has one campaign
    const auto campaigns = history.campaigns(all);
    if (!campaigns)
        return tl::unexpected(campaigns.error());
    std::map<std::int64_t, const history::CampaignRecord *> byId;
    for (const history::CampaignRecord &campaign : *campaigns)
        byId.emplace(campaign.id, &campaign);
    std::vector<HistoryEntry> entries;
    for (history::BoardRecord &board : *boards) {
        if (const auto found = byId.find(board.campaignId); found != byId.end())
            entries.push_back({*found->second, std::move(board)});
    }
    return entries;
}

std::string report(const std::string &format, const std::vector<HistoryEntry> &entries)
{
    if (format == "json")
        return historyJson(entries);
    if (format == "csv")
        return historyCsv(entries);
    return format == "html" ? historyHtml(entries) : historyTable(entries);
}

void runHistory(Context &context, const HistoryArguments &arguments)
{
    const auto history = history::History::open(context.paths.historyFile(), databaseUrl());
    if (!history)
        return context.failed(history.error());
    const auto entries = read(**history, arguments.query);
    if (!entries)
        return context.failed(entries.error());
    if (!arguments.file.empty()) {
        const auto written = writeFileAtomically(arguments.file, report(arguments.format, *entries),
                                                 FileMode::Public);
        if (!written)
            return context.failed(written.error());
        context.output.json({{"file", arguments.file}, {"entries", entries->size()}});
        return context.output.line(fmt::format("{}: {} entries", arguments.file, entries->size()));
    }
    if (context.output.isJson()) {
        for (const HistoryEntry &entry : *entries)
            context.output.json(toJson(entry));
        return;
    }
    const std::string text = report(arguments.format, *entries);
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        context.failed(Error{ErrorCode::InputOutput, "cannot write to standard output", {}});
}

} // namespace

void addHistoryCommand(CLI::App &app, Context &context)
{
    CLI::App *command = app.add_subcommand("history", "What was done to which board, and how it "
                                                      "ended; the newest first");
    const auto arguments = std::make_shared<HistoryArguments>();
    command->add_option("--format", arguments->format, "table, json, csv or html")
        ->check(CLI::IsMember({"table", "json", "csv", "html"}))
        ->capture_default_str();
    command->add_option("-o,--output", arguments->file, "a file; standard output without it");
    command->add_option("--board", arguments->query.board, "of this board only (its address)");
    command->add_option("--image", arguments->query.imageSha256,
                        "of this image only (its SHA-256)");
    command->add_option("--campaign", arguments->query.campaign, "of this campaign only");
    command->add_option("--limit", arguments->query.limit, "at most this many entries")
        ->capture_default_str();
    command->callback([&context, arguments] { runHistory(context, *arguments); });
}

} // namespace otabench::cli
