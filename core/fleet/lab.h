#pragma once

#include "base/error.h"
#include "base/paths.h"
#include "fleet/board_naming.h"
#include "fleet/board_state.h"
#include "fleet/campaign_plan.h"
#include "fleet/server_state.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace boost::asio {
class io_context; // declared only: widgets see this header and include no Boost
}

namespace otabench::serial {
class PortWatch;
} // namespace otabench::serial

namespace otabench::fleet {

/// Hears of everything that changes. Called on the core loop; must not block and must not call back
/// into Lab.
class Observer
{
public:
    virtual ~Observer() = default;
    virtual void onBoard(const BoardState &state) = 0; ///< added or changed: the newest state
    virtual void onBoardRemoved(const std::string &id) = 0;
    virtual void onLog(const LogLine &line) = 0;
    /// Campaign totals: at each change, and once a second while one runs. The last one has running
    /// == false.
    virtual void onCampaign(const CampaignState &state) = 0;

    /// With LabOptions::observeServer: what a campaign's server does, twice a second while it runs;
    /// the last one has isRunning == false.
    virtual void onServer(const ServerState &state) = 0;
};

enum class ResetKind
{
    Run,
    Bootloader ///< of the ROM, for flashing tools
};

/// Whether this computer may go to sleep in mid campaign.
enum class KeepAwake
{
    Never,
    DuringCampaigns
};

/// How many of the lines that boards have printed are in the log, and how many are not.
struct LogLines
{
    std::uint64_t kept = 0;
    std::uint64_t lost = 0; ///< must be zero
};

struct LabOptions
{
    Paths paths;
    std::string databaseUrl;       ///< empty: SQLite in paths
    std::string operatorName = {}; ///< of the record; empty: as history::Station says
    std::string stationName = {};
    bool keepHistory = true;
    KeepAwake keepAwake = KeepAwake::Never;
    /// Where the passphrase of a protected lab CA comes from; nothing: $OTABENCH_CA_PASSPHRASE.
    /// Asked only when a server certificate has to be issued; must not wait for long.
    std::function<Result<std::string>()> caPassphrase = {};
    /// Observer::onServer is called; costs a little memory and time for each request.
    bool observeServer = false;
    server::Sharing sharing = {};           ///< of campaigns' servers, until setSharing()
    std::vector<server::Fault> faults = {}; ///< the same, until setFaults()
    /// Who tells of ports that come and go; nothing: libudev. For tests, which cannot plug.
    std::function<std::unique_ptr<serial::PortWatch>(boost::asio::io_context &)> portWatch = {};
};

/// The lab: boards, their monitors, the image server, certificates and history put together, so
/// that the desktop program and the command line run one and the same thing.
///
/// Thread: made, used and destroyed on the core loop (CoreLoop::run from app/). Only the observer's
/// calls come out.
class Lab
{
public:
    [[nodiscard]] static Result<std::unique_ptr<Lab>> open(boost::asio::io_context &context,
                                                           LabOptions options, Observer &observer);
    virtual ~Lab() =
        default; ///< stops everything at once; use stopCampaign() first for a clean end

    /// Opens the port and follows its log; with the agent profile asks the board who it is.
    /// Observed through onBoard; an address that does not parse or a port that does not open stays
    /// in the list with portError.
    virtual void addBoard(const std::string &address, const Profile &profile) = 0;

    /// Adds every serial port of this computer that no board of the list is attached to yet, as
    /// addBoard does, and from then on those that are plugged in. Ports that have gone stay in the
    /// list as lost; a board that comes back is the same one, also at another port. Fails where the
    /// system does not tell its ports.
    [[nodiscard]] virtual Result<> scanPorts(const Profile &profile) = 0;
    virtual void removeBoard(const std::string &id) = 0; ///< not while it is being updated: ignored
    virtual void identify(const std::string &id) = 0;
    virtual void resetBoard(const std::string &id) = 0;

    /// Called on the core loop, once; not when the lab is closed before.
    using OnDone = std::function<void(const Result<> &)>;
    /// Restarts a board, opening its port first where it has to. Fails for one that is being
    /// updated, and where there is no way.
    virtual void reset(const std::string &id, ResetKind kind, OnDone onDone) = 0;
    /// Blinks the board's LED for so long, at most a minute; 0 stops it. BoardRefused where the
    /// firmware knows no LED, BoardSilent without an agent.
    virtual void blink(const std::string &id, std::chrono::milliseconds length, OnDone onDone) = 0;

    // Requests to a board's agent: BoardSilent where its profile has none, PortBusy while it is
    // being updated, BoardRefused with the board's reason. Its state shows what has come of them.

    /// The running image is good: it is not rolled back any more. Done also when it was so already.
    virtual void confirm(const std::string &id, OnDone onDone) = 0;
    /// Marks the running image invalid and restarts into the one before. Done when the board has
    /// answered from another slot; BoardNotProved when it has not within half a minute.
    virtual void rollBack(const std::string &id, OnDone onDone) = 0;
    /// Has the board trust this lab's CAs, and them alone. CertificateMissing while there is none.
    virtual void sendTrust(const std::string &id, OnDone onDone) = 0;

    /// Writes to the board's console, paced; the text as it is, with whatever ends a line there.
    /// PortBusy while it is being updated or its port is lent; PortGone.
    [[nodiscard]] virtual Result<> write(const std::string &id, std::string text) = 0;

    /// Remembers what the user says of boards, for good, and shows it. All or nothing.
    [[nodiscard]] virtual Result<> nameBoards(const std::vector<std::string> &ids,
                                              const BoardNaming &naming) = 0;
    /// removeBoard(), and nothing more is remembered of it. Not while it is being updated:
    /// PortBusy.
    [[nodiscard]] virtual Result<> forgetBoard(const std::string &id) = 0;

    /// Keeps the board's port free for other programs until takeBackPort() or the lab's end.
    /// AlreadyExists when it is lent already, PortBusy while the board is being updated,
    /// InvalidArgument for a port of another computer.
    [[nodiscard]] virtual Result<> lendPort(const std::string &id) = 0;
    virtual void takeBackPort(const std::string &id) = 0; ///< what this lab has lent

    /// Checks the image and every plan value, makes CA and server certificate where missing, starts
    /// the server and the campaign. The result is known at once; progress comes through the
    /// observer. Busy campaigns: AlreadyExists.
    [[nodiscard]] virtual Result<> startCampaign(CampaignPlan plan) = 0;

    /// Finds out what that plan would do, and changes nothing: neither on boards nor here. `then`
    /// is called once, on the core loop, not from within; a plan that startCampaign() would refuse
    /// is refused at once.
    [[nodiscard]] virtual Result<> previewCampaign(CampaignPlan plan,
                                                   std::function<void(CampaignPreview)> then) = 0;

    /// No further board is started; running ones are told to abort (agent) or left to end (others)
    /// and end as Cancelled. Observed as onCampaign with running == false, at most five seconds
    /// later; with StopMode::Finish when the running ones have come to their end.
    virtual void stopCampaign(StopMode mode = StopMode::Abort) = 0;

    /// Paused: no further board is started, nor another attempt; running ones go on.
    virtual void setPaused(bool paused) = 0;

    /// Limits of the campaign's server, from now on and for later campaigns.
    virtual void setSharing(const server::Sharing &sharing) = 0;
    /// The fault bench of the campaign's server, from now on and for later campaigns, until it is
    /// set to nothing. InvalidArgument: nothing has changed.
    [[nodiscard]] virtual Result<> setFaults(std::vector<server::Fault> faults) = 0;

    /// Starts a campaign with the last plan for the boards that failed, were rolled back, not
    /// proved or cancelled.
    [[nodiscard]] virtual Result<> retryFailed() = 0;
    /// The same for those of `ids` alone.
    [[nodiscard]] virtual Result<> retryBoards(const std::vector<std::string> &ids) = 0;

    /// Campaigns that an earlier run of the program on this computer left without an end, the
    /// newest first, as they were when the lab was opened.
    [[nodiscard]] virtual std::vector<InterruptedCampaign> interruptedCampaigns() const = 0;

    /// Goes on with one of them, its boards added where they are missing. What the record says is
    /// not believed: each board that may have changed is asked what it runs. NotFound,
    /// AlreadyExists (it has ended, it runs elsewhere, or another runs here).
    [[nodiscard]] virtual Result<> resumeCampaign(std::int64_t id) = 0;

    /// Ends one of them in the history without touching a board: those that had not ended are
    /// recorded as cancelled, with the phase they were last seen in. Errors as of
    /// resumeCampaign(), and the database's: then it is ended when that is back.
    virtual void giveUpCampaign(std::int64_t id, OnDone onDone) = 0;

    /// From the history: the plan of a campaign that has ended, for its boards that failed, were
    /// rolled back, not proved or cancelled. NotFound when there are none.
    [[nodiscard]] virtual Result<CampaignPlan> planToRetry(std::int64_t id) = 0;

    /// From the history and the catalogue: what gives the boards that a campaign updated the images
    /// they ran before.
    [[nodiscard]] virtual Result<ReturnPlans> plansToReturn(std::int64_t id) = 0;

    /// Waits until the lines of all boards are on disk, or lost; ten seconds at most, so not while
    /// boards are being updated. Of all since the lab was opened.
    [[nodiscard]] virtual LogLines saveLog() = 0;

    [[nodiscard]] virtual std::vector<BoardState> boards() const = 0;
    [[nodiscard]] virtual CampaignState campaign() const = 0;
};

} // namespace otabench::fleet
