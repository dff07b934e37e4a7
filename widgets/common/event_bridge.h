#pragma once

#include "fleet/board_state.h"
#include "fleet/lab.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace otabench::widgets {

/// A command that could not be carried out.
enum class Command
{
    OpenLab,
    StartCampaign,
    RetryFailed,
    StartDemonstration,
    ScanPorts,
    Blink,
    PlanCampaign, ///< previewCampaign()
    ReturnImages,
    GiveUpCampaign,
    BoardAct,  ///< whatever a person asked of boards; the error names the board
    Serve,     ///< files without a campaign
    SetFaults, ///< of the fault bench
};

struct CommandFailure
{
    Command command = Command::StartCampaign;
    Error error;
};

/// A board has come into a phase: all of them, in order, though batches keep only newest states.
struct PhaseChange
{
    std::string board;
    Phase phase = Phase::Queued;
    std::chrono::steady_clock::time_point at;
    unsigned attempt = 0;
};

/// What happened since the last batch. Apply in this order: removed, boards, skipped, lines,
/// campaigns, failures.
struct EventBatch
{
    std::vector<std::string> removed;
    std::vector<fleet::BoardState> boards; ///< newest state of each, in the order of first change
    std::unordered_map<std::string, std::uint64_t> skipped; ///< log lines dropped, by board
    std::vector<fleet::LogLine> lines;                      ///< all boards, in the order they came
    std::vector<fleet::CampaignState> campaigns; ///< newest state of each campaign, oldest first
    std::vector<CommandFailure> failures;
    /// Newest state of each role's server, with what happened at all of them since the last batch.
    std::vector<fleet::ServerState> servers;
    std::optional<std::chrono::system_clock::time_point>
        caExpiry; ///< the lab CA's, when it was read
    /// A campaign waits for the lab CA's passphrase: LabCommands::givePassphrase().
    bool passphraseNeeded = false;
    std::vector<PhaseChange> phases;
    std::optional<fleet::CampaignPreview> preview; ///< what previewCampaign() found out
    std::optional<fleet::ReturnPlans> returnPlans; ///< what findReturnPlans() found
    std::optional<std::vector<fleet::InterruptedCampaign>>
        interrupted; ///< the list, when it has changed

    [[nodiscard]] bool isEmpty() const
    {
        return removed.empty() && boards.empty() && skipped.empty() && lines.empty() &&
               campaigns.empty() && failures.empty() && servers.empty() && !caExpiry &&
               !passphraseNeeded && phases.empty() && !preview && !returnPlans && !interrupted;
    }
};

/// The one way from core to the window: takes the lab's events on the core loop and hands them to
/// the GUI thread in batches, at most one every kInterval. Never blocks the caller beyond a few
/// lines under a mutex. Of a board only the newest state is kept; of log lines the newest
/// kMaxLines, the others are counted as skipped.
///
/// Made before the core loop starts, destroyed on the GUI thread after the loop has been joined.
class EventBridge : public QObject, public fleet::Observer
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds kInterval{33};
    static constexpr std::size_t kMaxLines = 20000;
    static constexpr std::size_t kMaxPhases = 50000;  ///< beyond: the oldest are forgotten
    static constexpr std::size_t kMaxRequests = 2000; ///< of a server, and failed handshakes

    explicit EventBridge(QObject *parent = nullptr);

    // Any thread; the lab calls them on the core loop.
    void onBoard(const fleet::BoardState &state) override;
    void onBoardRemoved(const std::string &id) override;
    void onLog(const fleet::LogLine &line) override;
    void onCampaign(const fleet::CampaignState &state) override;
    void onServer(const fleet::ServerState &state) override;
    void onFailure(CommandFailure failure);
    void onCaExpiry(std::chrono::system_clock::time_point lastMoment);
    void onPassphraseNeeded();
    void onPreview(fleet::CampaignPreview preview);
    void onReturnPlans(fleet::ReturnPlans plans);
    void onInterrupted(std::vector<fleet::InterruptedCampaign> campaigns);

    /// Delivers what is pending now. GUI thread: for the end of the program and for tests.
    void drain();

Q_SIGNALS:
    void batchReady(const otabench::widgets::EventBatch &batch);

private:
    /// Changes what is pending, and wakes the GUI.
    template <typename Change>
    void note(Change change);
    void notePhase(const fleet::BoardState &state);
    void wakeIf(bool wasEmpty);
    void scheduleDrain();

    std::mutex m_mutex; // guards all of m_pending*
    bool m_pendingAny = false;
    std::unordered_set<std::string> m_pendingRemoved;
    std::unordered_map<std::string, std::size_t> m_pendingRow; // into m_pendingBoards
    std::vector<fleet::BoardState> m_pendingBoards;
    std::deque<fleet::LogLine> m_pendingLines;
    std::unordered_map<std::string, std::uint64_t> m_pendingSkipped;
    std::vector<fleet::CampaignState> m_pendingCampaigns;
    std::vector<CommandFailure> m_pendingFailures;
    std::vector<fleet::ServerState> m_pendingServers;
    std::optional<std::chrono::system_clock::time_point> m_pendingCaExpiry;
    bool m_pendingPassphrase = false;
    std::deque<PhaseChange> m_pendingPhases;
    std::optional<fleet::CampaignPreview> m_pendingPreview;
    std::optional<fleet::ReturnPlans> m_pendingReturnPlans;
    std::optional<std::vector<fleet::InterruptedCampaign>> m_pendingInterrupted;

    /// Each board's phase and its moment, as last seen.
    std::unordered_map<std::string, std::pair<Phase, std::chrono::steady_clock::time_point>>
        m_phases;

    QTimer m_timer; // GUI thread
};

} // namespace otabench::widgets
