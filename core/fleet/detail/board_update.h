#pragma once

#include "base/error.h"
#include "base/phase.h"
#include "fleet/detail/board_session.h"
#include "fleet/detail/identity.h"
#include "fleet/lab.h"
#include "image/build.h"
#include "monitor/known_facts.h"
#include "server/image_server.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace otabench::fleet::detail {

using SteadyTime = std::chrono::steady_clock::time_point;

/// What all boards of a campaign get.
struct UpdateTask
{
    ImageFacts image;
    std::string caPem;                       ///< CAs to trust, the newest first
    std::vector<std::string> caFingerprints; ///< SHA-256 of their DER, 64 hex digits, in that order
    std::vector<std::string> retiredCas;     ///< fingerprints of those that boards are to forget
    std::string server;                      ///< host:port, for messages
    Profile profile;
    unsigned partialBytes = 0;
    bool reinstall = false;
    Confirm confirm = Confirm::Host;
    Limits limits;
    monitor::KnownFacts known; ///< of image and server, to say which cause a failure has
};

/// What is known of a board from attempts before this one.
struct EarlierRun
{
    std::optional<Phase> recorded; ///< by a program that was interrupted since
    std::string slot;              ///< what it ran before the campaign touched it; empty: not known
    image::Build build;
};

/// Hears how one board's update goes. It must not destroy the update from within a call.
class UpdateListener
{
public:
    virtual ~UpdateListener() = default;
    /// A new phase; `reason` with those that are a failure and with Cancelled.
    virtual void onPhase(Phase phase, const std::optional<Error> &reason) = 0;
    virtual void onProgress(std::uint64_t bytes, std::uint64_t total) = 0;
    virtual void onIdentity(const BoardIdentity &identity) = 0;
    virtual void onCosts(const UpdateCosts &costs) = 0;
    /// Before the phase that is the failure, where the catalogue knows its reason.
    virtual void onDiagnosis(const monitor::Explanation &diagnosis) = 0;
};

/// One attempt to update one board, from Preparing to a final phase. What the board says (agent
/// events or log lines, by subclass) and what the server sees (tick) are merged here; limits are
/// checked by tick, ten times a second. Thread: the core loop.
class BoardUpdate
{
public:
    BoardUpdate(BoardSession &session, const UpdateTask &task, std::string url,
                std::optional<EarlierRun> earlier, UpdateListener &listener);
    virtual ~BoardUpdate() = default;
    BoardUpdate(const BoardUpdate &) = delete;
    BoardUpdate &operator=(const BoardUpdate &) = delete;

    void start(); ///< opens the port if need be; Preparing is entered in any case
    virtual void stop() = 0;
    void forceStop(); ///< Cancelled now, with what is known

    /// Failed now, for a reason from outside; what the board does is not looked at any more.
    void refuse(Error reason) { failed(std::move(reason)); }

    virtual void onAgentEvent(const AgentMessage &) {}

    virtual void onTracker(const monitor::TrackerEvent &) {}

    /// A line of its log, in parts and whole.
    virtual void onLine(const monitor::LogEntry &, std::string_view) {}

    void tick(SteadyTime now, const server::BoardTraffic &traffic);

    [[nodiscard]] Phase phase() const { return m_phase; }

    [[nodiscard]] bool hasEnded() const { return isFinal(m_phase); }

protected:
    virtual void begin() = 0; ///< the port is open
    virtual void onTick(SteadyTime now) = 0;

    /// A limit is over. True: the update has been ended, for a reason that says more than that.
    virtual bool onLate() { return false; }

    /// The whole image has gone out; firmware that prints nothing is verifying now.
    virtual void onAllSent() {}

    /// Forward only; a phase that has been passed is ignored.
    void enter(Phase phase);
    void end(Phase phase, std::optional<Error> reason = {});

    void failed(Error reason) { end(Phase::Failed, std::move(reason)); }

    /// Ends as a failure that the catalogue explains; what is known says which cause it is.
    void endExplained(Phase phase, Error reason, const monitor::Explanation &explanation,
                      const std::optional<BoardIdentity> &identity);

    void takeBytes(std::uint64_t bytes, std::uint64_t total);

    void noteLife() { m_lastLife = std::chrono::steady_clock::now(); }

    [[nodiscard]] SteadyTime phaseSince() const { return m_phaseSince; }

    [[nodiscard]] std::string stoppedText() const;

    /// The board runs the image, though this attempt has sent nothing: UpToDate, or Updated when an
    /// earlier attempt of this campaign found another image on it.
    [[nodiscard]] Phase phaseOfSame() const;
    /// The record calls the board updated: it is only asked whether that is still so.
    [[nodiscard]] bool isRecordedSuccess() const;
    /// It is not: what it runs instead.
    void endAsChanged(const BoardIdentity &now);
    /// Ends it when it has restarted so often since it was told that it will not come up. False:
    /// it has not.
    bool endAsBootLoop(unsigned boots);

    BoardSession &m_session;
    const UpdateTask &m_task;
    const std::string m_url;
    const std::optional<EarlierRun> m_earlier;
    UpdateListener &m_listener;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true); ///< for handlers given away

private:
    void takeTraffic(const server::BoardTraffic &traffic);
    void checkPort(SteadyTime now);
    void checkLimits(SteadyTime now);
    [[nodiscard]] Error lateError() const;
    [[nodiscard]] Error portGone(SteadyTime::duration since) const;

    Phase m_phase = Phase::Queued;
    SteadyTime m_phaseSince, m_lastLife, m_downloadSince;
    std::optional<SteadyTime> m_portLostSince;
    std::uint64_t m_bytes = 0, m_total = 0, m_seenByServer = 0;
};

/// An update by the profile of the task.
[[nodiscard]] std::unique_ptr<BoardUpdate> makeUpdate(BoardSession &session, const UpdateTask &task,
                                                      std::string url,
                                                      std::optional<EarlierRun> earlier,
                                                      UpdateListener &listener);

} // namespace otabench::fleet::detail
