#include "history/report.h"

#include "history/detail/reports.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <tuple>

namespace otabench::history {
namespace {

constexpr unsigned kAll = static_cast<unsigned>(std::numeric_limits<int>::max());

} // namespace

namespace detail {

Totals totalsOf(const std::vector<BoardRecord> &boards)
{
    Totals totals;
    for (const BoardRecord &board : boards)
        totals.add(board.phase);
    return totals;
}

std::string imageName(const CampaignRecord &campaign)
{
    return std::filesystem::path(campaign.imageFile).filename().string();
}

} // namespace detail

void Totals::add(Phase phase)
{
    ++boards;
    switch (phase) {
    case Phase::Updated:
        ++updated;
        break;
    case Phase::UpToDate:
        ++upToDate;
        break;
    case Phase::NotProved:
        ++notProved;
        break;
    case Phase::RolledBack:
        ++rolledBack;
        break;
    case Phase::Failed:
        ++failed;
        break;
    case Phase::Cancelled:
        ++cancelled;
        break;
    default:
        ++unfinished;
        break;
    }
}

PhaseTimes phaseTimes(const std::vector<Transition> &transitions, std::string_view board)
{
    PhaseTimes times{};
    const Transition *last = nullptr;
    for (const Transition &transition : transitions) {
        if (transition.board != board)
            continue;
        const auto phase = last ? std::ranges::find(kTimedPhases, last->phase) : kTimedPhases.end();
        if (phase != kTimedPhases.end() && transition.at > last->at)
            times[static_cast<std::size_t>(phase - kTimedPhases.begin())] +=
                std::chrono::duration_cast<std::chrono::milliseconds>(transition.at - last->at);
        last = &transition;
    }
    return times;
}

Result<std::vector<ReportEntry>> readEntries(History &history, const Query &query)
{
    auto boards = history.boards(query);
    if (!boards)
        return tl::unexpected(boards.error());
    Query all = query;
    all.limit = kAll; // the limit is of boards, each has one campaign
    const auto campaigns = history.campaigns(all);
    if (!campaigns)
        return tl::unexpected(campaigns.error());
    std::map<std::int64_t, const CampaignRecord *> byId;
    for (const CampaignRecord &campaign : *campaigns)
        byId.emplace(campaign.id, &campaign);
    std::vector<ReportEntry> entries;
    for (BoardRecord &board : *boards) {
        if (const auto found = byId.find(board.campaignId); found != byId.end())
            entries.push_back({*found->second, std::move(board)});
    }
    return entries;
}

Result<CampaignReport> readCampaign(History &history, std::int64_t id)
{
    auto campaigns = history.campaigns({.campaign = id});
    if (!campaigns)
        return tl::unexpected(campaigns.error());
    if (campaigns->empty())
        return fail(ErrorCode::NotFound,
                    "there is no campaign {} in the history: \"otabench-cli history campaigns\" "
                    "lists them",
                    id);
    auto boards = history.boards({.campaign = id, .limit = kAll});
    if (!boards)
        return tl::unexpected(boards.error());
    auto transitions = history.transitions(id);
    if (!transitions)
        return tl::unexpected(transitions.error());
    std::ranges::sort(*boards, {}, [](const BoardRecord &board) {
        return std::tuple(board.mac.empty(), board.mac, board.board);
    });
    return CampaignReport{std::move(campaigns->front()), *std::move(boards),
                          *std::move(transitions)};
}

std::string report(ReportFormat format, const std::vector<ReportEntry> &entries)
{
    switch (format) {
    case ReportFormat::Csv:
        return detail::listCsv(entries);
    case ReportFormat::Html:
        return detail::listHtml(entries);
    case ReportFormat::Junit:
        return detail::listJunit(entries);
    case ReportFormat::Table:
        break;
    }
    return detail::listTable(entries);
}

std::string report(ReportFormat format, const CampaignReport &campaign)
{
    switch (format) {
    case ReportFormat::Csv:
        return detail::campaignCsv(campaign);
    case ReportFormat::Html:
        return detail::campaignHtml(campaign);
    case ReportFormat::Junit:
        return detail::campaignJunit(campaign);
    case ReportFormat::Table:
        break;
    }
    return detail::campaignTable(campaign);
}

std::string boardTimeline(ReportFormat format, const std::string &board,
                          const std::vector<ReportEntry> &entries)
{
    if (format == ReportFormat::Html)
        return detail::timelineHtml(board, entries);
    return format == ReportFormat::Table ? detail::timelineTable(board, entries)
                                         : report(format, entries);
}

} // namespace otabench::history
