#include "widgets/history/history_reading.h"

#include "history/history.h"
#include "history/records_json.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace otabench::widgets {
namespace {

using history::History;
using history::ReportFormat;
using history::TimePoint;

constexpr unsigned kAll = static_cast<unsigned>(std::numeric_limits<int>::max());

bool isThere(const HistoryPlace &place)
{
    std::error_code ignored;
    return !place.databaseUrl.empty() || std::filesystem::exists(place.file, ignored);
}

Result<std::unique_ptr<History>> open(const HistoryPlace &place)
{
    return History::open(place.file, place.databaseUrl);
}

/// Opens the record and does `work` with it.
template <typename Work>
std::optional<Error> withHistory(const HistoryPlace &place, Work work)
{
    const auto opened = open(place);
    if (!opened)
        return opened.error();
    const Result<> done = work(**opened);
    return done ? std::nullopt : std::optional(done.error());
}

Result<> readCampaigns(History &history, const std::optional<TimePoint> &since,
                       const std::optional<TimePoint> &until, unsigned limit, HistoryLists &lists)
{
    history::Query query{.limit = limit + 1, .since = since, .until = until};
    auto campaigns = history.campaigns(query);
    if (!campaigns)
        return tl::unexpected(campaigns.error());
    lists.hasOlder = campaigns->size() > limit;
    if (lists.hasOlder)
        campaigns->resize(limit);
    if (campaigns->empty())
        return {};
    std::unordered_map<std::int64_t, std::size_t> rows;
    for (history::CampaignRecord &campaign : *campaigns) {
        rows.emplace(campaign.id, lists.campaigns.size());
        query.since = std::min(query.since.value_or(campaign.started), campaign.started);
        lists.campaigns.push_back({std::move(campaign), {}, {}});
    }
    query.limit = kAll;
    const auto boards = history.boards(query);
    if (!boards)
        return tl::unexpected(boards.error());
    for (const history::BoardRecord &board : *boards) {
        const auto row = rows.find(board.campaignId);
        if (row == rows.end())
            continue;
        PastCampaign &summary = lists.campaigns[row->second];
        summary.totals.add(board.phase);
        summary.boards.push_back(board.board + ' ' + board.mac);
    }
    return {};
}

/// Of the reports that are formats of one and the same.
std::optional<ReportFormat> formatOf(SavedReport kind)
{
    switch (kind) {
    case SavedReport::Html:
        return ReportFormat::Html;
    case SavedReport::Csv:
        return ReportFormat::Csv;
    case SavedReport::Junit:
        return ReportFormat::Junit;
    case SavedReport::Json:
    case SavedReport::AcceptanceSheet:
        break;
    }
    return std::nullopt;
}

} // namespace

HistoryLists readLists(const HistoryPlace &place, const std::optional<TimePoint> &since,
                       const std::optional<TimePoint> &until, unsigned limit,
                       const std::stop_token &stop)
{
    HistoryLists lists;
    if (!isThere(place))
        return lists;
    lists.error = withHistory(place, [&](History &history) -> Result<> {
        if (auto read = readCampaigns(history, since, until, limit, lists); !read)
            return read;
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "reading the history was cancelled");
        auto boards = history.knownBoards();
        if (!boards)
            return tl::unexpected(boards.error());
        auto images = history.images();
        if (!images)
            return tl::unexpected(images.error());
        lists.boards = *std::move(boards);
        lists.images = *std::move(images);
        return {};
    });
    std::ranges::sort(lists.boards, std::ranges::greater(), &history::KnownBoard::lastSeen);
    std::ranges::sort(lists.images, std::ranges::greater(), &history::ImageRecord::lastUsed);
    return lists;
}

CampaignDetail readCampaignDetail(const HistoryPlace &place, std::int64_t id)
{
    CampaignDetail detail;
    detail.error = withHistory(place, [&](History &history) -> Result<> {
        auto report = readCampaign(history, id);
        if (!report)
            return tl::unexpected(report.error());
        detail.report = *std::move(report);
        return {};
    });
    return detail;
}

BoardDetail readBoardDetail(const HistoryPlace &place, const std::string &board)
{
    BoardDetail detail{.board = board, .entries = {}, .error = {}};
    detail.error = withHistory(place, [&](History &history) -> Result<> {
        auto entries = readEntries(history, {.board = board, .limit = kAll});
        if (!entries)
            return tl::unexpected(entries.error());
        detail.entries = *std::move(entries);
        return {};
    });
    return detail;
}

Timeline readTimeline(const HistoryPlace &place, std::int64_t campaign, const std::string &board)
{
    Timeline timeline;
    timeline.error = withHistory(place, [&](History &history) -> Result<> {
        auto transitions = history.transitions(campaign, board);
        if (!transitions)
            return tl::unexpected(transitions.error());
        timeline.transitions = *std::move(transitions);
        return {};
    });
    return timeline;
}

Result<std::string> campaignReport(const HistoryPlace &place, std::int64_t id, SavedReport kind)
{
    const CampaignDetail detail = readCampaignDetail(place, id);
    if (detail.error)
        return tl::unexpected(*detail.error);
    if (kind == SavedReport::AcceptanceSheet)
        return acceptanceSheet(detail.report);
    const auto format = formatOf(kind);
    return format ? report(*format, detail.report) : history::jsonReport(detail.report);
}

Result<std::string> boardReport(const HistoryPlace &place, const std::string &board,
                                SavedReport kind)
{
    if (kind == SavedReport::AcceptanceSheet)
        return fail(ErrorCode::NotSupported,
                    "an acceptance sheet is of a campaign, not of the board {}", board);
    const BoardDetail detail = readBoardDetail(place, board);
    if (detail.error)
        return tl::unexpected(*detail.error);
    const auto format = formatOf(kind);
    return format ? boardTimeline(*format, board, detail.entries)
                  : history::jsonArray(detail.entries);
}

} // namespace otabench::widgets
