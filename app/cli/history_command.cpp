#include "commands.h"

#include "base/files.h"
#include "certificate_output.h"
#include "history/records_json.h"
#include "history_time.h"
#include "image/reader.h"
#include "lab_session.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <set>

namespace otabench::cli {
namespace {

using history::ReportFormat;

struct HistoryArguments
{
    std::string format = "table";
    std::string file;
    std::string since, until, image;
    history::Query query;
    std::int64_t campaign = 0;
    std::string board;
};

ReportFormat formatOf(const std::string &word)
{
    static const std::map<std::string, ReportFormat> formats = {
        {"csv", ReportFormat::Csv}, {"html", ReportFormat::Html}, {"junit", ReportFormat::Junit}};
    const auto found = formats.find(word);
    return found == formats.end() ? ReportFormat::Table : found->second;
}

/// Into the file, or to standard output.
void deliver(Context &context, const HistoryArguments &arguments, const std::string &text,
             std::size_t entries)
{
    if (!arguments.file.empty()) {
        const auto written = writeFileAtomically(arguments.file, text, FileMode::Public);
        if (!written)
            return context.failed(written.error());
        context.output.json({{"file", arguments.file}, {"entries", entries}});
        return context.output.line(
            fmt::format("{}: {} {}", arguments.file, entries, entries == 1 ? "entry" : "entries"));
    }
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        context.failed(Error{ErrorCode::InputOutput, "cannot write to standard output", {}});
}

/// Opens the record and does `work` with it; its error is the command's.
void withHistory(Context &context, const std::function<Result<>(history::History &)> &work)
{
    const auto opened = history::History::open(context.paths.historyFile(), databaseUrl());
    if (!opened)
        return context.failed(opened.error());
    if (const auto done = work(**opened); !done)
        context.failed(done.error());
}

bool isDigest(const std::string &text)
{
    return !text.empty() && text.size() <= 64 &&
           text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

/// A file stands for its digest.
Result<std::string> digestOf(const std::string &image)
{
    std::error_code none;
    if (std::filesystem::exists(image, none)) {
        const auto read = image::readImage(image);
        if (!read)
            return tl::unexpected(read.error());
        return read->fileSha256;
    }
    if (!isDigest(image))
        return fail(ErrorCode::NotFound,
                    "{}: there is no such image file, and it is no SHA-256 of one (or its first "
                    "digits)",
                    image);
    std::string digits = image;
    std::ranges::transform(digits, digits.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return digits;
}

Result<history::Query> completeQuery(const HistoryArguments &arguments)
{
    history::Query query = arguments.query;
    const auto now = std::chrono::system_clock::now();
    if (!arguments.image.empty()) {
        auto digest = digestOf(arguments.image);
        if (!digest)
            return tl::unexpected(digest.error());
        query.imageSha256 = *std::move(digest);
    }
    for (const auto &[text, time] :
         {std::pair(&arguments.since, &query.since), std::pair(&arguments.until, &query.until)}) {
        if (text->empty())
            continue;
        const auto at = parseTime(*text, now);
        if (!at)
            return tl::unexpected(at.error());
        *time = *at;
    }
    return query;
}

template <typename Record>
void printJsonLines(Context &context, const std::vector<Record> &records)
{
    for (const Record &record : records)
        context.output.json(toJson(record));
}

void runList(Context &context, const HistoryArguments &arguments)
{
    const auto query = completeQuery(arguments);
    if (!query)
        return context.failed(query.error());
    withHistory(context, [&](history::History &history) -> Result<> {
        const auto entries = readEntries(history, *query);
        if (!entries)
            return tl::unexpected(entries.error());
        if (entries->empty())
            context.output.error("otabench-cli: nothing is recorded that matches");
        if (context.output.isJson() && arguments.file.empty()) {
            printJsonLines(context, *entries);
            return {};
        }
        deliver(context, arguments,
                arguments.format == "json" ? jsonArray(*entries)
                                           : report(formatOf(arguments.format), *entries),
                entries->size());
        return {};
    });
}

void runShow(Context &context, const HistoryArguments &arguments)
{
    withHistory(context, [&](history::History &history) -> Result<> {
        const auto campaign = readCampaign(history, arguments.campaign);
        if (!campaign)
            return tl::unexpected(campaign.error());
        if (context.output.isJson() && arguments.file.empty()) {
            context.output.json(toJson(*campaign));
            return {};
        }
        const auto text = arguments.format == "json"
                              ? jsonReport(*campaign)
                              : report(formatOf(arguments.format), *campaign);
        deliver(context, arguments, text, campaign->boards.size());
        return {};
    });
}

void runSheet(Context &context, const HistoryArguments &arguments)
{
    withHistory(context, [&](history::History &history) -> Result<> {
        const auto campaign = readCampaign(history, arguments.campaign);
        if (!campaign)
            return tl::unexpected(campaign.error());
        const auto sheet = acceptanceSheet(*campaign);
        if (!sheet)
            return tl::unexpected(sheet.error());
        deliver(context, arguments, *sheet, campaign->boards.size());
        return {};
    });
}

void runBoard(Context &context, const HistoryArguments &arguments)
{
    withHistory(context, [&](history::History &history) -> Result<> {
        const auto entries =
            readEntries(history, {.board = arguments.board, .limit = arguments.query.limit});
        if (!entries)
            return tl::unexpected(entries.error());
        if (entries->empty())
            return fail(ErrorCode::NotFound,
                        "nothing is recorded of a board {}: give its MAC or its address, as "
                        "\"otabench-cli history boards\" lists them",
                        arguments.board);
        if (context.output.isJson() && arguments.file.empty()) {
            printJsonLines(context, *entries);
            return {};
        }
        deliver(context, arguments,
                arguments.format == "json"
                    ? jsonArray(*entries)
                    : boardTimeline(formatOf(arguments.format), arguments.board, *entries),
                entries->size());
        return {};
    });
}

void runBoards(Context &context)
{
    withHistory(context, [&](history::History &history) -> Result<> {
        const auto boards = history.knownBoards();
        const auto claims = history.claims();
        if (!boards || !claims)
            return tl::unexpected(!boards ? boards.error() : claims.error());
        printJsonLines(context, *boards);
        for (const history::KnownBoard &board : *boards)
            context.output.line(fmt::format("{}  {:<10} {:<12} {} {} in {}, {} in campaign {} of "
                                            "{}, at {} on {}",
                                            board.mac, board.chip, board.project, "runs",
                                            board.version, board.slot, name(board.phase),
                                            board.campaignId, isoTime(board.lastSeen), board.board,
                                            board.station));
        std::set<std::string> shown; // a board is claimed by its MAC and by its address
        for (const history::Claim &claim : *claims) {
            if (shown.insert(claim.board).second)
                context.output.error(fmt::format("{} is being updated by {} on {} since {}",
                                                 claim.board, claim.operatorName, claim.station,
                                                 isoTime(claim.since)));
        }
        return {};
    });
}

void runCampaigns(Context &context, const HistoryArguments &arguments)
{
    const auto query = completeQuery(arguments);
    if (!query)
        return context.failed(query.error());
    withHistory(context, [&](history::History &history) -> Result<> {
        const auto campaigns = history.campaigns(*query);
        if (!campaigns)
            return tl::unexpected(campaigns.error());
        printJsonLines(context, *campaigns);
        for (const history::CampaignRecord &campaign : *campaigns)
            context.output.line(fmt::format(
                "{:>8}  {}  {:<20}  {} {} for {}, by {} on {}", campaign.id,
                isoTime(campaign.started),
                campaign.ended ? isoTime(*campaign.ended) : std::string("not ended"),
                campaign.project, campaign.version, campaign.chip, campaign.operatorName,
                campaign.station.empty() ? std::string("?") : campaign.station));
        return {};
    });
}

void runImages(Context &context)
{
    withHistory(context, [&](history::History &history) -> Result<> {
        const auto images = history.images();
        if (!images)
            return tl::unexpected(images.error());
        printJsonLines(context, *images);
        for (const history::ImageRecord &image : *images)
            context.output.line(fmt::format("{}  {} {} for {}: {} campaigns, {} updated, {} failed",
                                            image.sha256.substr(0, 16), image.project,
                                            image.version, image.chip, image.campaigns,
                                            image.updated, image.failures));
        return {};
    });
}

void addFormat(CLI::App &command, HistoryArguments &arguments)
{
    command.add_option("--format", arguments.format, "table, json, csv, html or junit")
        ->check(CLI::IsMember({"table", "json", "csv", "html", "junit"}))
        ->capture_default_str();
    command.add_option("-o,--output", arguments.file, "a file; standard output without it")
        ->type_name("FILE");
}

void addTimes(CLI::App &command, HistoryArguments &arguments)
{
    command.add_option("--since", arguments.since,
                       "of campaigns begun since then: 2026-11-29, 2026-11-29T14:02, 12h, 7d");
    command.add_option("--until", arguments.until, "of campaigns begun before then");
    command.add_option("--operator", arguments.query.operatorName, "of this person only");
    command.add_option("--station", arguments.query.station, "of this computer only");
    command
        .add_option("--image", arguments.image,
                    "of this image only: its file, or its SHA-256 or how that begins")
        ->type_name("FILE");
    command.add_option("--limit", arguments.query.limit, "at most this many entries")
        ->check(CLI::Range(1u, static_cast<unsigned>(std::numeric_limits<int>::max())))
        ->capture_default_str();
}

} // namespace

void addHistoryCommand(CLI::App &app, Context &context)
{
    CLI::App *command = app.add_subcommand("history", "What was done to which board, and how it "
                                                      "ended; the newest first");
    command->require_subcommand(0, 1);
    const auto arguments = std::make_shared<HistoryArguments>();
    addFormat(*command, *arguments);
    addTimes(*command, *arguments);
    command
        ->add_option("--board", arguments->query.board,
                     "of this board only: its MAC or its address")
        ->type_name("BOARD");
    command->add_option("--campaign", arguments->query.campaign, "of this campaign only");
    command->add_flag("--failed", arguments->query.failuresOnly,
                      "only what failed, was rolled back or not proved");
    command->callback([&context, command, arguments] {
        if (command->get_subcommands().empty())
            runList(context, *arguments);
    });

    CLI::App *show = command->add_subcommand("show", "One campaign: its boards and every phase");
    show->add_option("campaign", arguments->campaign, "its number")->required();
    addFormat(*show, *arguments);
    show->callback([&context, arguments] { runShow(context, *arguments); });

    CLI::App *sheet = command->add_subcommand(
        "sheet", "The acceptance sheet of a finished campaign: HTML to print and sign");
    sheet->add_option("campaign", arguments->campaign, "its number")->required();
    sheet->add_option("-o,--output", arguments->file, "a file; standard output without it")
        ->type_name("FILE");
    sheet->callback([&context, arguments] { runSheet(context, *arguments); });

    CLI::App *board =
        command->add_subcommand("board", "What was done to one board, over the years");
    board->add_option("board", arguments->board, "its MAC or its address")->required();
    addFormat(*board, *arguments);
    board->callback([&context, arguments] { runBoard(context, *arguments); });

    command->add_subcommand("boards", "Every board that was updated, and who updates one now")
        ->callback([&context] { runBoards(context); });
    command->add_subcommand("images", "Every image that was sent, and what came of it")
        ->callback([&context] { runImages(context); });
    CLI::App *campaigns = command->add_subcommand("campaigns", "Every campaign");
    addTimes(*campaigns, *arguments);
    campaigns->callback([&context, arguments] { runCampaigns(context, *arguments); });
}

} // namespace otabench::cli
