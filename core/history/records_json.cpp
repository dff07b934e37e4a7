#include "history/records_json.h"

#include <fmt/chrono.h>

namespace otabench::history {
namespace {

using nlohmann::ordered_json;

double toSeconds(std::chrono::milliseconds time)
{
    return static_cast<double>(time.count()) / 1000;
}

std::string isoTime(TimePoint time)
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

/// Null for what is not known.
ordered_json known(const std::string &text)
{
    return text.empty() ? ordered_json() : ordered_json(text);
}

ordered_json boardJson(const BoardRecord &board)
{
    return {{"board", board.board},
            {"mac", board.mac},
            {"phase", name(board.phase)},
            {"from_version", board.fromVersion},
            {"to_version", board.toVersion},
            {"from_elf_sha256", known(board.fromElf)},
            {"elf_sha256", known(board.elf)},
            {"from_slot", known(board.fromSlot)},
            {"slot", board.slot},
            {"slot_state", known(board.slotState)},
            {"bytes", board.bytes},
            {"total", board.total},
            {"attempts", board.attempts},
            {"reason", known(board.reason)},
            {"detail", known(board.reason.empty() ? std::string() : board.detail)},
            {"changed", isoTime(board.changed)},
            {"seconds", board.duration ? ordered_json(toSeconds(*board.duration)) : ordered_json()},
            {"log", known(board.logExcerpt)}};
}

} // namespace

ordered_json toJson(const CampaignRecord &campaign)
{
    return {{"campaign", campaign.id},
            {"started", isoTime(campaign.started)},
            {"ended", campaign.ended ? ordered_json(isoTime(*campaign.ended)) : ordered_json()},
            {"operator", campaign.operatorName},
            {"station", campaign.station},
            {"image", campaign.imageFile},
            {"image_sha256", campaign.imageSha256},
            {"image_elf_sha256", known(campaign.elfSha256)},
            {"project", campaign.project},
            {"version", campaign.version},
            {"chip", campaign.chip},
            {"uid", campaign.uid}};
}

ordered_json toJson(const ReportEntry &entry)
{
    ordered_json json = toJson(entry.campaign);
    json.update(boardJson(entry.board));
    return json;
}

ordered_json toJson(const CampaignReport &report)
{
    ordered_json json = toJson(report.campaign);
    json["boards"] = ordered_json::array();
    for (const BoardRecord &board : report.boards) {
        ordered_json one = boardJson(board);
        one["phases"] = ordered_json::array();
        for (const Transition &transition : report.transitions) {
            if (transition.board == board.board)
                one["phases"].push_back({{"phase", name(transition.phase)},
                                         {"at", isoTime(transition.at)},
                                         {"attempt", transition.attempt},
                                         {"bytes", transition.bytes},
                                         {"reason", known(transition.reason)}});
        }
        const auto times = phaseTimes(report.transitions, board.board);
        for (std::size_t i = 0; i < times.size(); ++i)
            one["phase_seconds"][std::string(name(kTimedPhases[i]))] = toSeconds(times[i]);
        json["boards"].push_back(std::move(one));
    }
    return json;
}

std::string jsonReport(const CampaignReport &campaign)
{
    return toJson(campaign).dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

ordered_json toJson(const KnownBoard &board)
{
    return {{"mac", board.mac},
            {"board", board.board},
            {"station", board.station},
            {"chip", board.chip},
            {"project", board.project},
            {"version", board.version},
            {"elf_sha256", known(board.elf)},
            {"slot", board.slot},
            {"phase", name(board.phase)},
            {"campaign", board.campaignId},
            {"first_seen", isoTime(board.firstSeen)},
            {"last_seen", isoTime(board.lastSeen)}};
}

ordered_json toJson(const ImageRecord &image)
{
    return {{"image_sha256", image.sha256},
            {"elf_sha256", known(image.elf)},
            {"project", image.project},
            {"version", image.version},
            {"chip", image.chip},
            {"bytes", image.bytes},
            {"first_used", isoTime(image.firstUsed)},
            {"last_used", isoTime(image.lastUsed)},
            {"campaigns", image.campaigns},
            {"updated", image.updated},
            {"failed", image.failures}};
}

ordered_json toJson(const Claim &claim)
{
    return {{"board", claim.board},
            {"operator", claim.operatorName},
            {"station", claim.station},
            {"campaign", claim.campaignId},
            {"since", isoTime(claim.since)}};
}

} // namespace otabench::history
