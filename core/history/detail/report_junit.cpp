// JUnit's XML, as Jenkins, GitLab and GitHub's actions read it.
#include "history/detail/markup.h"
#include "history/detail/reports.h"

#include <fmt/format.h>

#include <map>

namespace otabench::history::detail {
namespace {

std::string junitCase(const ReportEntry &entry, const std::string &output)
{
    const BoardRecord &board = entry.board;
    const std::string time = board.duration ? seconds(board.duration) : "0.0";
    std::string text = fmt::format(
        "    <testcase classname=\"otabench.{}.{}\" name=\"{}\" time=\"{}\">\n",
        markupText(entry.campaign.project.empty() ? "campaign" : entry.campaign.project),
        markupText(entry.campaign.version),
        markupText(board.mac.empty() ? board.board : board.mac + " (" + board.board + ")"), time);
    if (isFailure(board.phase))
        text += fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                            markupText(board.reason.empty() ? name(board.phase) : board.reason),
                            markupText(fmt::format("{}: {}", name(board.phase), board.detail)),
                            markupText(board.logExcerpt));
    else if (board.phase != Phase::Updated && board.phase != Phase::UpToDate)
        text += fmt::format(
            "      <skipped message=\"{}\"/>\n",
            markupText(board.detail.empty() ? std::string(name(board.phase)) : board.detail));
    if (!output.empty())
        text += fmt::format("      <system-out>{}</system-out>\n", markupText(output));
    return text + "    </testcase>\n";
}

std::string junitSuite(const CampaignRecord &campaign, const std::vector<BoardRecord> &boards,
                       const std::vector<Transition> &transitions)
{
    const Totals totals = totalsOf(boards);
    const auto took = campaign.ended ? *campaign.ended - campaign.started : TimePoint::duration{};
    std::string text = fmt::format(
        "  <testsuite name=\"campaign {}: {} {}\" tests=\"{}\" failures=\"{}\" errors=\"0\" "
        "skipped=\"{}\" time=\"{}\" timestamp=\"{}\" hostname=\"{}\">\n    <properties>\n",
        campaign.id, markupText(campaign.project), markupText(campaign.version), totals.boards,
        totals.failures(), totals.cancelled + totals.unfinished,
        seconds(std::chrono::duration_cast<std::chrono::milliseconds>(took)),
        utcTime(campaign.started), markupText(campaign.station));
    const std::pair<std::string_view, std::string> properties[] = {
        {"image", campaign.imageFile},
        {"image.sha256", campaign.imageSha256},
        {"image.elf_sha256", campaign.elfSha256},
        {"chip", campaign.chip},
        {"operator", campaign.operatorName}};
    for (const auto &[key, value] : properties)
        text += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", key, markupText(value));
    text += "    </properties>\n";
    for (const BoardRecord &board : boards) {
        std::string output;
        for (const Transition &transition : transitions) {
            if (transition.board == board.board)
                output += fmt::format("{} {} {}\n", utcTime(transition.at), name(transition.phase),
                                      transition.detail);
        }
        text += junitCase({campaign, board}, output);
    }
    return text + "  </testsuite>\n";
}

std::string junit(const std::string &suites, const Totals &totals)
{
    return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"otabench\" "
                       "tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n{}"
                       "</testsuites>\n",
                       totals.boards, totals.failures(), totals.cancelled + totals.unfinished,
                       suites);
}

} // namespace

std::string listJunit(const std::vector<ReportEntry> &entries)
{
    std::map<std::int64_t, CampaignReport, std::greater<>> campaigns;
    Totals totals;
    for (const ReportEntry &entry : entries) {
        CampaignReport &campaign = campaigns[entry.campaign.id];
        campaign.campaign = entry.campaign;
        campaign.boards.push_back(entry.board);
        totals.add(entry.board.phase);
    }
    std::string suites;
    for (const auto &[id, campaign] : campaigns)
        suites += junitSuite(campaign.campaign, campaign.boards, {});
    return junit(suites, totals);
}

std::string campaignJunit(const CampaignReport &report)
{
    return junit(junitSuite(report.campaign, report.boards, report.transitions),
                 totalsOf(report.boards));
}

} // namespace otabench::history::detail
