#include "history/detail/markup.h"
#include "history/detail/reports.h"

#include <fmt/format.h>

#include <set>

namespace otabench::history {
namespace detail {
namespace {

std::string versionsMarkup(const BoardRecord &board)
{
    return board.fromVersion.empty()
               ? markupText(board.toVersion)
               : markupText(board.fromVersion) + " \u2192 " + markupText(board.toVersion);
}

std::string tile(unsigned count, std::string_view label, std::string_view cssClass = {})
{
    return fmt::format("<div class=\"{}\"><strong>{}</strong>{}</div>", count == 0 ? "" : cssClass,
                       count, label);
}

std::string totalsMarkup(const Totals &totals)
{
    std::string text = "<div class=\"totals\">" + tile(totals.boards, "boards") +
                       tile(totals.updated, "updated", "good");
    if (totals.upToDate > 0)
        text += tile(totals.upToDate, "up to date", "good");
    text += tile(totals.failed, "failed", "bad");
    if (totals.rolledBack > 0)
        text += tile(totals.rolledBack, "rolled back", "bad");
    if (totals.notProved > 0)
        text += tile(totals.notProved, "not proved", "bad");
    if (totals.cancelled > 0)
        text += tile(totals.cancelled, "cancelled");
    if (totals.unfinished > 0)
        text += tile(totals.unfinished, "not finished");
    return text + "</div>\n";
}

std::string boardMarkup(const BoardRecord &board)
{
    return board.mac.empty() ? htmlCode(board.board)
                             : htmlCode(board.mac) + "<br/>" + htmlCode(board.board);
}

std::string reasonMarkup(const BoardRecord &board)
{
    if (board.reason.empty())
        return {};
    return fmt::format("<span class=\"reason\">{} {}</span>", markupText(board.detail),
                       htmlCode(board.reason));
}

std::string_view rowClass(const BoardRecord &board)
{
    return isFailure(board.phase) ? "bad" : "";
}

std::string number(const std::string &text)
{
    return fmt::format("<div class=\"number\">{}</div>", text);
}

/// Without the exact count, which is beside the image.
std::string shortByteCount(std::uint64_t bytes)
{
    const std::string text = byteCount(bytes);
    return text.substr(0, text.find(" ("));
}

std::string when(TimePoint at)
{
    return fmt::format("<span class=\"when\">{}</span>", localTime(at));
}

std::string campaignFacts(const CampaignRecord &campaign)
{
    return htmlFacts({{"Image", markupText(imageName(campaign))},
                      {"Project", markupText(campaign.project)},
                      {"Version", markupText(campaign.version)},
                      {"Chip", markupText(campaign.chip)},
                      {"Size", campaign.imageBytes ? byteCount(campaign.imageBytes) : ""},
                      {"SHA-256 of the file", htmlCode(campaign.imageSha256)},
                      {"SHA-256 of the ELF", htmlCode(campaign.elfSha256)},
                      {"Operator", markupText(campaign.operatorName)},
                      {"Computer", markupText(campaign.station)},
                      {"Started", localTime(campaign.started)},
                      {"Ended", campaign.ended ? localTime(*campaign.ended) : "not yet"}});
}

/// What the board showed after its restart, in words.
std::string proof(const BoardRecord &board)
{
    switch (board.phase) {
    case Phase::Updated:
        return fmt::format("restarted and showed {}{}{}",
                           board.elf.empty() ? "version " + markupText(board.toVersion)
                                             : "ELF " + htmlCode(board.elf),
                           board.slot.empty() ? "" : " in " + markupText(board.slot),
                           board.slotState.empty() ? "" : ", " + markupText(board.slotState));
    case Phase::UpToDate:
        return "ran this image before" +
               (board.elf.empty() ? std::string() : ": ELF " + htmlCode(board.elf));
    default:
        return reasonMarkup(board);
    }
}

std::string verdict(const Totals &totals)
{
    const unsigned proved = totals.updated + totals.upToDate;
    const bool isAll = proved == totals.boards;
    return fmt::format("<div class=\"verdict{}\">{} {} of {} boards {} proved to run this image"
                       "{}</div>\n",
                       isAll ? "" : " bad", isAll ? "\u2713" : "\u2717", proved, totals.boards,
                       proved == 1 ? "is" : "are", isAll ? "." : "; the others are not accepted.");
}

} // namespace

std::string listHtml(const std::vector<ReportEntry> &entries)
{
    Totals totals;
    std::set<std::int64_t> campaigns;
    std::vector<HtmlRow> rows;
    for (const ReportEntry &entry : entries) {
        const BoardRecord &board = entry.board;
        totals.add(board.phase);
        campaigns.insert(board.campaignId);
        rows.push_back(
            {{std::to_string(board.campaignId), when(board.changed),
              markupText(entry.campaign.operatorName) +
                  (entry.campaign.station.empty() ? ""
                                                  : "<br/>" + htmlCode(entry.campaign.station)),
              boardMarkup(board),
              markupText(entry.campaign.project) + "<br/>" + versionsMarkup(board),
              phaseSign(board.phase), number(seconds(board.duration)), reasonMarkup(board)},
             rowClass(board)});
    }
    std::string body =
        fmt::format("<h1>History</h1>\n<p class=\"lead\">{} {} in {} {}</p>\n", entries.size(),
                    entries.size() == 1 ? "result" : "results", campaigns.size(),
                    campaigns.size() == 1 ? "campaign" : "campaigns");
    body += totalsMarkup(totals);
    body += rows.empty() ? "<p class=\"empty\">Nothing has been recorded that matches.</p>\n"
                         : htmlTable({"Campaign", "When", "Operator", "Board", "Image", "Result",
                                      "<div class=\"number\">Seconds</div>", "Reason"},
                                     rows);
    return htmlPage("otabench history", body);
}

std::string campaignHtml(const CampaignReport &report)
{
    const CampaignRecord &campaign = report.campaign;
    std::string body =
        fmt::format("<h1>Campaign {}</h1>\n<p class=\"lead\">{} {}</p>\n", campaign.id,
                    markupText(campaign.project), markupText(campaign.version));
    body += totalsMarkup(totalsOf(report.boards)) + campaignFacts(campaign);
    std::vector<HtmlRow> rows, timeRows;
    std::string logs;
    for (const BoardRecord &board : report.boards) {
        rows.push_back({{boardMarkup(board), versionsMarkup(board),
                         markupText(board.slot) +
                             (board.slotState.empty() ? "" : ", " + markupText(board.slotState)),
                         phaseSign(board.phase), number(std::to_string(board.attempts)),
                         number(shortByteCount(board.bytes)), number(seconds(board.duration)),
                         reasonMarkup(board)},
                        rowClass(board)});
        HtmlRow times{{htmlCode(board.board)}, {}};
        for (const auto time : phaseTimes(report.transitions, board.board))
            times.cells.push_back(number(time.count() == 0 ? "\u2013" : seconds(time)));
        timeRows.push_back(std::move(times));
        if (!board.logExcerpt.empty())
            logs += fmt::format("<h2>Log of {}</h2>\n<pre>{}</pre>\n", markupText(board.board),
                                markupText(board.logExcerpt));
    }
    body += "<h2>Boards</h2>\n" +
            htmlTable({"Board", "Version", "Slot", "Result", "<div class=\"number\">Tries</div>",
                       "<div class=\"number\">Received</div>",
                       "<div class=\"number\">Seconds</div>", "Reason"},
                      rows);
    body +=
        "<h2>Seconds in each phase</h2>\n" +
        htmlTable(
            {"Board", "<div class=\"number\">queued</div>", "<div class=\"number\">preparing</div>",
             "<div class=\"number\">triggered</div>", "<div class=\"number\">connected</div>",
             "<div class=\"number\">downloading</div>", "<div class=\"number\">verifying</div>",
             "<div class=\"number\">rebooting</div>", "<div class=\"number\">confirming</div>"},
            timeRows);
    return htmlPage(fmt::format("Campaign {}", campaign.id), body + logs);
}

std::string timelineHtml(const std::string &board, const std::vector<ReportEntry> &entries)
{
    std::vector<HtmlRow> rows;
    for (const ReportEntry &entry : entries)
        rows.push_back(
            {{when(entry.board.changed), std::to_string(entry.campaign.id),
              markupText(entry.campaign.operatorName) +
                  (entry.campaign.station.empty() ? ""
                                                  : "<br/>" + htmlCode(entry.campaign.station)),
              versionsMarkup(entry.board),
              htmlCode(entry.board.fromElf.substr(0, 16)) +
                  (entry.board.elf.empty() ? ""
                                           : " \u2192 " + htmlCode(entry.board.elf.substr(0, 16))),
              markupText(entry.board.slot), phaseSign(entry.board.phase),
              reasonMarkup(entry.board)},
             rowClass(entry.board)});
    std::string body =
        fmt::format("<h1>Board {}</h1>\n<p class=\"lead\">{} {}, the newest first"
                    "</p>\n",
                    markupText(board), entries.size(), entries.size() == 1 ? "update" : "updates");
    body += rows.empty() ? "<p class=\"empty\">Nothing has been recorded of this board.</p>\n"
                         : htmlTable({"When", "Campaign", "Operator", "Version", "ELF", "Slot",
                                      "Result", "Reason"},
                                     rows);
    return htmlPage("Board " + board, body);
}

} // namespace detail

Result<std::string> acceptanceSheet(const CampaignReport &report)
{
    using namespace detail;
    const CampaignRecord &campaign = report.campaign;
    if (!campaign.ended)
        return fail(ErrorCode::NotSupported,
                    "campaign {} has not ended: an acceptance sheet is made of a finished one",
                    campaign.id);
    std::vector<HtmlRow> rows;
    for (const BoardRecord &board : report.boards)
        rows.push_back(
            {{std::to_string(rows.size() + 1),
              board.mac.empty() ? "<i>not known</i>" : htmlCode(board.mac), htmlCode(board.board),
              versionsMarkup(board), phaseSign(board.phase), proof(board)},
             rowClass(board)});
    const Totals totals = totalsOf(report.boards);
    std::string body = fmt::format(
        "<h1>Acceptance sheet</h1>\n<p class=\"lead\">Campaign {} of {}: {} {}</p>\n", campaign.id,
        localTime(campaign.started), markupText(campaign.project), markupText(campaign.version));
    body += verdict(totals) + totalsMarkup(totals) + campaignFacts(campaign) +
            "<h2>Boards by MAC</h2>\n" +
            htmlTable({"No.", "MAC", "Port", "Version", "Result", "Proof"}, rows) +
            "<div class=\"sign\"><div><span>Operator: name, date, signature</span></div>"
            "<div><span>Accepted by: name, date, signature</span></div></div>\n";
    return htmlPage(fmt::format("Acceptance sheet of campaign {}", campaign.id), body);
}

} // namespace otabench::history
