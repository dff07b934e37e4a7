#pragma once

#include "made_up_boards.h"

#include <array>
#include <memory>
#include <vector>

namespace otabench::tests {

/// A campaign as the lab tells of it, phase by phase, on boards that are made up.
class MadeUpCampaign
{
public:
    using Clock = std::chrono::steady_clock;

    /// Began so long ago; waves of so many boards (0: all in one).
    MadeUpCampaign(widgets::EventBridge &bridge, int boards, std::chrono::milliseconds ago,
                   std::size_t wave = 0)
        : m_bridge(bridge)
    {
        auto roster = std::make_shared<fleet::CampaignRoster>();
        roster->started = Clock::now() - ago;
        for (int number = 1; number <= boards; ++number) {
            m_boards.push_back(idleBoard(number));
            m_bridge.onBoard(m_boards.back());
            roster->boards.push_back(m_boards.back().id);
        }
        const auto count = static_cast<std::size_t>(boards);
        for (std::size_t end = wave == 0 ? count : 1; end < count; end += wave)
            roster->waveEnds.push_back(end);
        roster->waveEnds.push_back(count);
        state.roster = roster;
        state.id = 1;
        state.running = true;
        state.serverUrl = "https://192.168.1.5:8443";
        state.project = "otabench-demo";
        state.version = "2.0.0";
        state.boards = static_cast<unsigned>(boards);
        tell();
        for (int number = 1; number <= boards; ++number)
            reach(number, Phase::Queued, std::chrono::milliseconds(0));
    }

    /// The board comes into a phase, so long after the campaign's start.
    void reach(int number, Phase phase, std::chrono::milliseconds at)
    {
        fleet::BoardState board = boardIn(number, phase);
        board.phaseSince = state.roster->started + at;
        board.attempt = 1;
        count(phase);
        m_bridge.onBoard(board);
    }

    /// The same for a failure of another cause.
    void fail(int number, ErrorCode code, std::chrono::milliseconds at)
    {
        fleet::BoardState board = boardIn(number, Phase::Failed);
        board.phaseSince = state.roster->started + at;
        board.reason = Error{code, "board " + board.name + ": it went wrong", {board.name}};
        count(Phase::Failed);
        m_bridge.onBoard(board);
    }

    /// From preparing to the phase, a second or so each.
    void runTo(int number, Phase last, std::chrono::milliseconds begin)
    {
        constexpr std::array kWay = {
            std::pair(Phase::Preparing, 400),   std::pair(Phase::Triggered, 900),
            std::pair(Phase::Connected, 300),   std::pair(Phase::Downloading, 9000),
            std::pair(Phase::Verifying, 1200),  std::pair(Phase::Rebooting, 3500),
            std::pair(Phase::Confirming, 1500), std::pair(Phase::Updated, 0)};
        const Phase until = isFinal(last) && last != Phase::Updated ? Phase::Verifying : last;
        auto at = begin;
        for (const auto &[phase, length] : kWay) {
            reach(number, phase, at);
            if (phase == until)
                break;
            at += std::chrono::milliseconds(length + length * (number * 37 % 50) / 100);
        }
        if (until != last)
            reach(number, last, at + std::chrono::milliseconds(800));
    }

    void tell()
    {
        if (state.roster)
            state.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(
                Clock::now() - state.roster->started);
        m_bridge.onCampaign(state);
    }

    void end()
    {
        state.running = false;
        state.bytesPerSecond = 0;
        tell();
    }

    fleet::CampaignState state;

private:
    void count(Phase phase)
    {
        state.updated += phase == Phase::Updated ? 1 : 0;
        state.upToDate += phase == Phase::UpToDate ? 1 : 0;
        state.failed += phase == Phase::Failed ? 1 : 0;
        state.rolledBack += phase == Phase::RolledBack ? 1 : 0;
        state.notProved += phase == Phase::NotProved ? 1 : 0;
        state.cancelled += phase == Phase::Cancelled ? 1 : 0;
    }

    widgets::EventBridge &m_bridge;
    std::vector<fleet::BoardState> m_boards;
};

/// A bench of so many boards in the middle of a campaign with waves, causes, and all phases.
inline MadeUpCampaign campaignUnderWay(widgets::EventBridge &bridge, int boards)
{
    using std::chrono::milliseconds;
    constexpr std::array kEnds = {Phase::Updated,    Phase::Updated,   Phase::Failed,
                                  Phase::Updated,    Phase::Rebooting, Phase::Downloading,
                                  Phase::RolledBack, Phase::Queued};
    MadeUpCampaign campaign(bridge, boards, milliseconds(41'000),
                            boards < 4 ? 0 : static_cast<std::size_t>(boards) / 3);
    for (int number = 1; number <= boards; ++number) {
        const Phase last = kEnds[static_cast<std::size_t>(number - 1) % kEnds.size()];
        if (last != Phase::Queued)
            campaign.runTo(number, last, milliseconds(number % 8 * 1500 + 200));
    }
    campaign.state.bytesSent = 5'300'000;
    campaign.state.bytesPerSecond = 640'000;
    campaign.tell();
    return campaign;
}

/// A plan for boards 1 to `boards`, and what became of asking them: the last one is blocked, the
/// one before it up to date.
inline fleet::CampaignPlan demoPlan(int boards)
{
    fleet::CampaignPlan plan;
    plan.image = "/images/demo-2.0.0.bin";
    plan.canary = 1;
    plan.retries = 2;
    for (int number = 1; number <= boards; ++number)
        plan.boards.push_back(idleBoard(number).id);
    return plan;
}

inline fleet::CampaignPreview demoPreview(const fleet::CampaignPlan &plan)
{
    fleet::CampaignPreview preview;
    preview.imageFile = plan.image.string();
    preview.project = "otabench-demo";
    preview.version = "2.0.0";
    preview.chip = "esp32";
    preview.imageBytes = 1'048'576;
    preview.waves = 2;
    for (std::size_t place = 0; place < plan.boards.size(); ++place) {
        fleet::PlannedBoard board;
        board.board = plan.boards[place];
        board.name = idleBoard(static_cast<int>(place) + 1).name;
        board.wave = place == 0 ? 1 : 2;
        board.fromVersion = "1.0.0";
        board.fromSlot = "ota_0";
        board.toSlot = "ota_1";
        board.verdict = fleet::Verdict::Update;
        if (place + 1 == plan.boards.size()) {
            board.verdict = fleet::Verdict::Blocked;
            board.reason = Error{ErrorCode::ImageWrongChip, "the board is an esp32c3", {}};
        } else if (place + 2 == plan.boards.size()) {
            board.verdict = fleet::Verdict::Skip;
        }
        preview.boards.push_back(board);
    }
    return preview;
}

} // namespace otabench::tests
