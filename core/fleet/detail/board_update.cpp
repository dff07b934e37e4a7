#include "fleet/detail/board_update.h"

#include "fleet/detail/agent_update.h"
#include "fleet/detail/known_cause.h"
#include "fleet/detail/log_update.h"

#include <algorithm>

namespace otabench::fleet::detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// A port that is not back after this is not coming back by itself.
constexpr milliseconds kPortReturn{30'000};
constexpr unsigned kMostBoots = 4; ///< after an update: the new image, its rollback, and some

std::string seconds(milliseconds limit)
{
    return limit.count() % 1000 == 0 ? fmt::format("{} s", limit.count() / 1000)
                                     : fmt::format("{} ms", limit.count());
}

template <typename... Args>
Error errorOf(ErrorCode code, fmt::format_string<const Args &...> text, const Args &...args)
{
    return fail(code, text, args...).value();
}

} // namespace

BoardUpdate::BoardUpdate(BoardSession &session, const UpdateTask &task, std::string url,
                         std::optional<EarlierRun> earlier, UpdateListener &listener)
    : m_session(session)
    , m_task(task)
    , m_url(std::move(url))
    , m_earlier(std::move(earlier))
    , m_listener(listener)
{
}

void BoardUpdate::start()
{
    enter(Phase::Preparing);
    if (auto opened = m_session.open(); !opened)
        return failed(opened.error());
    begin();
}

void BoardUpdate::forceStop()
{
    end(Phase::Cancelled, Error{ErrorCode::Cancelled, stoppedText(), {}});
}

std::string BoardUpdate::stoppedText() const
{
    switch (m_phase) {
    case Phase::Queued:
    case Phase::Preparing:
        return "stopped before it was told to update: nothing has changed on the board";
    case Phase::Triggered:
    case Phase::Connected:
    case Phase::Downloading:
        return fmt::format("stopped after {} of {} bytes: the board keeps the image it runs",
                           m_bytes, m_total);
    case Phase::Verifying:
        return "stopped while the board verified the image: it may still restart into it";
    default:
        return "stopped while the board restarted into the new image: that it runs it was not "
               "proved; ask it with \"otabench-cli boards\"";
    }
}

Phase BoardUpdate::phaseOfSame() const
{
    if (!m_earlier)
        return Phase::UpToDate;
    if (m_earlier->recorded && isFinal(*m_earlier->recorded))
        return *m_earlier->recorded;
    const bool ranAnother =
        image::compareBuilds(m_earlier->build, image::buildOf(m_task.image.image)) ==
        BuildMatch::Other;
    return ranAnother ? Phase::Updated : Phase::UpToDate;
}

bool BoardUpdate::isRecordedSuccess() const
{
    return m_earlier && m_earlier->recorded &&
           (*m_earlier->recorded == Phase::Updated || *m_earlier->recorded == Phase::UpToDate);
}

void BoardUpdate::endAsChanged(const BoardIdentity &now)
{
    end(Phase::RolledBack,
        errorOf(
            ErrorCode::BoardRolledBack,
            "the record says that the board ran {}, but asked again it runs {} {} from {}. What "
            "to do: read its log; then repeat the campaign for this board",
            m_task.image.fileName, now.project, now.version, now.slot));
}

bool BoardUpdate::endAsBootLoop(unsigned boots)
{
    if (boots <= kMostBoots)
        return false;
    failed(errorOf(ErrorCode::BoardCrashed,
                   "the board restarts again and again ({} times since the update). What to do: "
                   "read its log before each restart; flash a working image over USB",
                   boots));
    return true;
}

void BoardUpdate::enter(Phase phase)
{
    if (hasEnded() || phase <= m_phase)
        return;
    m_phase = phase;
    m_phaseSince = m_lastLife = steady_clock::now();
    if (phase == Phase::Downloading)
        m_downloadSince = m_phaseSince;
    m_listener.onPhase(phase, std::nullopt);
}

void BoardUpdate::end(Phase phase, std::optional<Error> reason)
{
    if (hasEnded())
        return;
    m_phase = phase;
    m_phaseSince = steady_clock::now();
    m_alive.reset(); // what was asked of the board is nobody's answer any more
    m_listener.onPhase(phase, reason);
}

void BoardUpdate::endExplained(Phase phase, Error reason, const monitor::Explanation &explanation,
                               const std::optional<BoardIdentity> &identity)
{
    if (hasEnded())
        return;
    const monitor::KnownFacts facts =
        factsOf(m_task.known, identity, m_session.tracker().boot(), m_task.caFingerprints);
    m_listener.onDiagnosis(narrowReason(explanation, facts, reason));
    end(phase, std::move(reason));
}

void BoardUpdate::takeBytes(std::uint64_t bytes, std::uint64_t total)
{
    const auto before = std::pair(m_bytes, m_total);
    if (total != 0)
        m_total = total;
    m_bytes = std::max(m_bytes, m_total == 0 ? bytes : std::min(bytes, m_total));
    if (std::pair(m_bytes, m_total) == before)
        return;
    noteLife();
    m_listener.onProgress(m_bytes, m_total);
}

void BoardUpdate::tick(SteadyTime now, const server::BoardTraffic &traffic)
{
    if (!hasEnded())
        takeTraffic(traffic);
    if (!hasEnded())
        checkPort(now);
    if (!hasEnded())
        checkLimits(now);
    if (!hasEnded())
        onTick(now);
}

void BoardUpdate::takeTraffic(const server::BoardTraffic &traffic)
{
    if (m_phase < Phase::Triggered || m_phase > Phase::Verifying || traffic.requests == 0)
        return;
    enter(Phase::Connected);
    if (traffic.bodyBytesSent == 0)
        return;
    enter(Phase::Downloading);
    if (traffic.bodyBytesSent != m_seenByServer)
        noteLife();
    m_seenByServer = traffic.bodyBytesSent;
    takeBytes(traffic.furthestByte, traffic.imageBytes);
    if (traffic.imageBytes != 0 && traffic.furthestByte >= traffic.imageBytes)
        onAllSent();
}

void BoardUpdate::checkPort(SteadyTime now)
{
    if (m_session.portState() == PortState::Open) {
        m_portLostSince.reset();
        return;
    }
    if (!m_portLostSince)
        m_portLostSince = now;
    const milliseconds limit = std::min(m_task.limits.reboot, kPortReturn);
    if (now - *m_portLostSince < limit)
        return;
    failed(portGone(limit));
}

Error BoardUpdate::portGone(SteadyTime::duration since) const
{
    if (m_phase <= Phase::Preparing && m_session.portError())
        return *m_session.portError();
    return errorOf(ErrorCode::PortGone,
                   "the port vanished in mid-update ({}) and was not back after {}. What to do: "
                   "check cable, hub and supply, then update this board again",
                   name(m_phase), seconds(std::chrono::round<milliseconds>(since)));
}

void BoardUpdate::checkLimits(SteadyTime now)
{
    const Limits &limits = m_task.limits;
    const auto isOver = [&](SteadyTime since, milliseconds limit) { return now - since > limit; };
    bool isLate = false;
    switch (m_phase) {
    case Phase::Preparing:
        isLate = isOver(m_phaseSince, limits.ready);
        break;
    case Phase::Triggered:
        isLate = isOver(m_phaseSince, limits.connect);
        break;
    case Phase::Connected:
        isLate = isOver(m_lastLife, limits.idle);
        break;
    case Phase::Downloading:
        isLate = isOver(m_lastLife, limits.idle) || isOver(m_downloadSince, limits.download);
        break;
    case Phase::Verifying:
        isLate = isOver(m_phaseSince, limits.verify);
        break;
    case Phase::Rebooting:
        isLate = isOver(m_phaseSince, limits.reboot);
        break;
    case Phase::Confirming:
        isLate = isOver(m_phaseSince, limits.confirm);
        break;
    default:
        break;
    }
    if (!isLate)
        return;
    if (m_portLostSince) // whatever is late: the board is gone
        return failed(portGone(now - *m_portLostSince));
    if (onLate())
        return;
    Error error = lateError();
    const bool isUnproved = m_phase == Phase::Confirming;
    end(isUnproved ? Phase::NotProved : Phase::Failed, std::move(error));
}

Error BoardUpdate::lateError() const
{
    const Limits &limits = m_task.limits;
    switch (m_phase) {
    case Phase::Preparing:
        return errorOf(ErrorCode::BoardSilent,
                       "the board was not ready for an update within {}. What to do: check that it "
                       "runs firmware for the profile \"{}\", and press its reset button",
                       seconds(limits.ready), name(m_task.profile.kind));
    case Phase::Triggered:
        return errorOf(ErrorCode::BoardCannotConnect,
                       "the board was told to update, but has not connected to {} within {}. What "
                       "to do: check that the board is in the network, that it has a route to this "
                       "address, and that a firewall on this computer lets the port through",
                       m_task.server, seconds(limits.connect));
    case Phase::Connected:
    case Phase::Downloading:
        if (steady_clock::now() - m_lastLife <= limits.idle)
            return errorOf(ErrorCode::BoardDownloadStalled,
                           "the download was not complete after {} ({} of {} bytes). What to do: "
                           "check the Wi-Fi signal, or update fewer boards at once",
                           seconds(limits.download), m_bytes, m_total);
        return errorOf(ErrorCode::BoardDownloadStalled,
                       "the download stood still for {} at {} of {} bytes. What to do: check the "
                       "board's Wi-Fi signal and supply, then try again",
                       seconds(limits.idle), m_bytes, m_total);
    case Phase::Verifying:
        return errorOf(ErrorCode::BoardNotRebooted,
                       "the board has the whole image, but has neither restarted nor reported a "
                       "failure within {}. What to do: read its log, then reset it",
                       seconds(limits.verify));
    case Phase::Rebooting:
        return errorOf(ErrorCode::BoardNotRebooted,
                       "the board did not come back within {} after its restart. What to do: read "
                       "its log; press its reset button, or take its power away for a moment",
                       seconds(limits.reboot));
    default:
        return errorOf(ErrorCode::BoardUnconfirmed,
                       "the new image runs, but was not confirmed within {}: the board will roll "
                       "back. What to do: read its log{}",
                       seconds(limits.confirm),
                       std::string(m_task.confirm == Confirm::SelfTest
                                       ? "; the board's self-test may need longer (--limit "
                                         "confirm=SECONDS)"
                                       : ""));
    }
}

std::unique_ptr<BoardUpdate> makeUpdate(BoardSession &session, const UpdateTask &task,
                                        std::string url, std::optional<EarlierRun> earlier,
                                        UpdateListener &listener)
{
    if (task.profile.kind == ProfileKind::Agent)
        return std::make_unique<AgentUpdate>(session, task, std::move(url), std::move(earlier),
                                             listener);
    return std::make_unique<LogUpdate>(session, task, std::move(url), std::move(earlier), listener);
}

} // namespace otabench::fleet::detail
