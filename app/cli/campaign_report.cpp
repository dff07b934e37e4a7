#include "campaign_report.h"

#include <unistd.h>

#include <cstdio>
#include <utility>

namespace otabench::cli {
namespace {

using nlohmann::ordered_json;

std::string percent(const fleet::BoardState &state)
{
    return state.total == 0 ? "" : fmt::format("{} %", state.bytes * 100 / state.total);
}

/// What stands beside the phase: the sentence for a failure, the versions for a success, the
/// percents on the way.
std::string remark(const fleet::BoardState &state)
{
    if (state.reason)
        return state.reason->text;
    switch (*state.phase) {
    case Phase::Downloading:
        return fmt::format("{}  {:.0f} kB/s", percent(state), state.bytesPerSecond / 1000);
    case Phase::Updated:
        return fmt::format("{} in {}, {:.1f} s", state.newVersion,
                           state.identity ? state.identity->slot : "the other slot",
                           static_cast<double>(state.duration.count()) / 1000);
    case Phase::UpToDate:
        return state.newVersion;
    default:
        return {};
    }
}

std::string plainCounts(const fleet::CampaignState &campaign)
{
    std::string text = fmt::format("{} updated, {} failed", campaign.updated, campaign.failures());
    if (campaign.upToDate > 0)
        text += fmt::format(", {} up to date", campaign.upToDate);
    if (campaign.cancelled > 0)
        text += fmt::format(", {} cancelled", campaign.cancelled);
    return text;
}

/// What the board reported of its update, by the names of the agent protocol.
void addCosts(ordered_json &line, const fleet::BoardState &state)
{
    if (!state.costs)
        return;
    const fleet::UpdateCosts &costs = *state.costs;
    line["speed"] = costs.bytesPerSecond;
    line["connections"] = costs.connections;
    line["resumed"] = costs.resumed;
    line["handshake"] = costs.handshake.count();
    line["reconnects"] = costs.reconnects;
    line["restarts"] = costs.restarts;
    line["heapmin"] = costs.heapMinimum;
    line["stackmin"] = costs.stackMinimum;
    if (state.identity)
        line["reset"] = state.identity->resetReason;
}

} // namespace

CampaignReport::CampaignReport(const StoppableOutput &output)
    : m_output(output)
    , m_terminal(!output.isJson() && ::isatty(STDOUT_FILENO) == 1)
{
}

void CampaignReport::onBoard(const fleet::BoardState &state)
{
    const std::lock_guard lock(m_mutex);
    if (!state.phase)
        return;
    // While nobody reads the output, a board's progress replaces itself; transitions stay.
    const auto [last, isFirst] = m_lastQueued.try_emplace(state.id, m_queue.size());
    if (!isFirst) {
        fleet::BoardState &queued = m_queue[last->second];
        if (queued.phase == state.phase && queued.attempt == state.attempt) {
            queued = state;
            return;
        }
        last->second = m_queue.size();
    }
    m_queue.push_back(state);
}

void CampaignReport::onCampaign(const fleet::CampaignState &state)
{
    const std::lock_guard lock(m_mutex);
    m_newCampaign = state;
}

void CampaignReport::begin()
{
    const std::lock_guard lock(m_mutex);
    m_queue.clear();
    m_lastQueued.clear();
    m_newCampaign.reset();
    m_boards.clear();
    m_campaign = {};
}

bool CampaignReport::print()
{
    std::vector<fleet::BoardState> boards;
    std::optional<fleet::CampaignState> campaign;
    {
        const std::lock_guard lock(m_mutex);
        boards = std::exchange(m_queue, {});
        m_lastQueued.clear();
        campaign = std::exchange(m_newCampaign, std::nullopt);
    }
    if (!boards.empty() || campaign)
        clearStatus();
    for (const fleet::BoardState &state : boards)
        printBoard(state);
    if (campaign)
        m_campaign = *campaign;
    if (m_terminal && m_campaign.running)
        printStatus();
    return campaign && !m_campaign.running;
}

void CampaignReport::printBoard(const fleet::BoardState &state)
{
    Printed &printed = m_boards[state.id];
    const bool transition =
        printed.state.phase != state.phase || printed.state.attempt != state.attempt;
    const auto tenth = static_cast<unsigned>(state.total == 0 ? 0 : state.bytes * 10 / state.total);
    const bool step = *state.phase == Phase::Downloading && tenth > printed.tenth;
    printed.state = state;
    if (!transition && !step)
        return;
    printed.tenth = *state.phase == Phase::Downloading ? tenth : 0;
    ordered_json line = {{"board", state.id},
                         {"phase", name(*state.phase)},
                         {"bytes", state.bytes},
                         {"total", state.total}};
    line["reason"] = state.reason ? ordered_json(name(state.reason->code)) : ordered_json();
    if (state.reason)
        line["detail"] = state.reason->text;
    if (state.diagnosis) {
        line["meaning"] = state.diagnosis->meaning;
        line["findings"] = state.diagnosis->findings;
        line["causes"] = state.diagnosis->causes;
        line["remedies"] = state.diagnosis->remedies;
    }
    if (isFinal(*state.phase))
        addCosts(line, state);
    m_output.json(line);
    if (!m_output.isJson())
        m_output.line(
            fmt::format("{:<12} {:<12} {}", state.name, name(*state.phase), remark(state)));
}

/// One line that is drawn over: only on a terminal.
void CampaignReport::printStatus()
{
    const std::string text =
        fmt::format("{} of {} done, {:.1f} MB/s, {} s{}", m_campaign.finished(), m_campaign.boards,
                    m_campaign.bytesPerSecond / 1e6, m_campaign.elapsed.count() / 1000,
                    m_campaign.isPaused  ? ", paused (SIGUSR2 resumes)"
                    : m_campaign.startAt ? ", waits for its time"
                                         : "");
    m_output.text("\r\x1b[2K" + text);
    m_statusShown = true;
}

void CampaignReport::clearStatus()
{
    if (m_statusShown)
        m_output.text("\r\x1b[2K");
    m_statusShown = false;
}

void CampaignReport::printEnd(const fleet::LogLines &log)
{
    clearStatus();
    if (m_campaign.error)
        m_output.error(fmt::format("otabench-cli: {}", m_campaign.error->text));
    for (const auto &[id, printed] : m_boards) {
        const fleet::BoardState &state = printed.state;
        if (!state.phase || (!isFailure(*state.phase) && *state.phase != Phase::Cancelled))
            continue;
        m_output.error(fmt::format("{}: {}{}{}", state.id, name(*state.phase),
                                   state.reason ? ": " : "",
                                   state.reason ? state.reason->text : ""));
    }
    if (log.lost > 0)
        m_output.error(fmt::format("otabench-cli: {} log lines could not be saved", log.lost));
    m_output.json({{"event", "finished"},
                   {"campaign", m_campaign.id},
                   {"updated", m_campaign.updated},
                   {"failed", m_campaign.failures()},
                   {"up_to_date", m_campaign.upToDate},
                   {"rolled_back", m_campaign.rolledBack},
                   {"not_proved", m_campaign.notProved},
                   {"cancelled", m_campaign.cancelled},
                   {"boards", m_campaign.boards},
                   {"bytes", m_campaign.bytesSent},
                   {"ms", m_campaign.elapsed.count()},
                   {"log_lines", log.kept},
                   {"lost_lines", log.lost}});
    m_output.line(plainCounts(m_campaign));
}

} // namespace otabench::cli
