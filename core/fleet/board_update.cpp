#include "fleet/board_update.h"

#include "base/assert.h"

namespace otabench::fleet {
namespace {

using namespace std::chrono_literals;

constexpr auto kPortGrace = 15s; ///< a port that vanished in mid-update may be re-enumerating
constexpr auto kSpeedWindow = 1s;

double seconds(std::chrono::steady_clock::duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

std::string inSeconds(std::chrono::milliseconds limit)
{
    return fmt::format("{} s", std::chrono::duration_cast<std::chrono::seconds>(limit).count());
}

} // namespace

bool isWorthRetrying(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BoardSilent:
    case ErrorCode::BoardNoNetwork:
    case ErrorCode::BoardCannotConnect:
    case ErrorCode::BoardHttpError:
    case ErrorCode::BoardDownloadStalled:
    case ErrorCode::BoardDownloadCut:
    case ErrorCode::BoardOutOfMemory:
    case ErrorCode::BoardNotRebooted:
    case ErrorCode::BoardCrashed:
    case ErrorCode::BoardBrownOut:
    case ErrorCode::PortGone:
    case ErrorCode::PortBusy:
        return true;
    default:
        return false;
    }
}

BoardUpdate::BoardUpdate(BoardSession &session, const UpdateOrder &order, std::string url,
                         Hooks hooks)
    : m_session(session)
    , m_order(order)
    , m_url(std::move(url))
    , m_hooks(std::move(hooks))
{
    m_session.setListener(this);
    m_session.tracker().restart();
}

BoardUpdate::~BoardUpdate()
{
    *m_alive = false;
    if (!m_done)
        m_session.setListener(nullptr); // once done, the session may be gone before this is
}

void BoardUpdate::start()
{
    const auto now = Clock::now();
    m_lastSign = m_lastByte = m_phaseSince = m_sampled = m_lastCheck = now;
    m_session.state().bytesPerSecond = 0;
    setBytes(0, 0);
    advance(Phase::Preparing);
    if (!m_session.isOpen()) {
        failWith(m_session.state().portError.value_or(
            Error{ErrorCode::PortGone, "the port is not open", {}}));
        return;
    }
    m_begun = true;
    begin();
}

void BoardUpdate::advance(Phase next)
{
    if (m_done || next <= m_phase)
        return;
    m_phase = next;
    m_phaseSince = m_lastSign = m_lastByte = Clock::now();
    m_hooks.phase(next);
}

void BoardUpdate::setBytes(std::uint64_t bytes, std::uint64_t total)
{
    BoardState &state = m_session.state();
    if (total != 0)
        state.total = total;
    if (bytes == state.bytes || m_done)
        return;
    state.bytes = bytes;
    m_lastByte = Clock::now();
    m_hooks.progress();
}

void BoardUpdate::finish(Phase final, std::optional<Error> error)
{
    OTABENCH_ASSERT(isFinal(final));
    if (m_done)
        return;
    m_done = true;
    m_phase = final;
    m_session.setListener(nullptr);
    m_session.state().bytesPerSecond = 0;
    m_hooks.done(final, std::move(error));
}

void BoardUpdate::failWith(Error error)
{
    finish(Phase::Failed, std::move(error));
}

void BoardUpdate::cancel()
{
    if (m_done)
        return;
    if (m_begun)
        startAbort();
    finish(Phase::Cancelled, Error{ErrorCode::Cancelled,
                                   fmt::format("stopped while {}", name(m_phase)),
                                   {std::string(name(m_phase))}});
}

void BoardUpdate::onSignOfLife()
{
    m_lastSign = Clock::now();
}

void BoardUpdate::onPortChanged()
{
    if (m_done)
        return;
    if (m_session.isOpen()) {
        onPortBack();
        return;
    }
    m_portLostSince = Clock::now();
}

void BoardUpdate::tick()
{
    if (m_done || !m_begun)
        return;
    const auto now = Clock::now();
    followTraffic(now);
    onTick(now);
    if (now - m_lastCheck >= 1s) {
        m_lastCheck = now;
        if (m_phase == Phase::Rebooting || m_phase == Phase::Confirming)
            onLateCheck();
    }
    checkLimits(now);
}

/// The server's view: a board that says nothing still shows progress, and the bytes it took count
/// as signs of life.
void BoardUpdate::followTraffic(Clock::time_point now)
{
    if (m_phase >= Phase::Verifying || m_phase < Phase::Triggered)
        return;
    const server::BoardTraffic traffic = m_hooks.traffic();
    if (traffic.requests > 0)
        advance(Phase::Connected);
    if (traffic.furthestByte > 0) {
        advance(Phase::Downloading);
        // The board's own count is nearer to the flash; the server's fills in where it is silent.
        if (traffic.furthestByte > m_session.state().bytes)
            setBytes(traffic.furthestByte, m_order.imageBytes);
    }
    if (now - m_sampled >= kSpeedWindow) {
        BoardState &state = m_session.state();
        const std::uint64_t gained =
            state.bytes > m_bytesAtSample ? state.bytes - m_bytesAtSample : 0;
        const double speed = static_cast<double>(gained) / seconds(now - m_sampled);
        state.bytesPerSecond =
            state.bytesPerSecond > 0 ? (state.bytesPerSecond + speed) / 2 : speed;
        m_bytesAtSample = state.bytes;
        m_sampled = now;
        m_hooks.progress();
    }
}

void BoardUpdate::checkLimits(Clock::time_point now)
{
    if (!m_session.isOpen() && now - m_portLostSince > kPortGrace && m_phase < Phase::Rebooting) {
        const std::string detail =
            m_session.state().portError ? m_session.state().portError->text : "no further words";
        failWith(Error{
            ErrorCode::PortGone,
            fmt::format(
                "the port vanished in mid-update and did not come back ({}): check plug, cable and "
                "supply, then retry",
                detail),
            {detail}});
        return;
    }
    if (auto error = limitError(now))
        failWith(std::move(*error));
}

std::optional<Error> BoardUpdate::limitError(Clock::time_point now) const
{
    const Limits &limits = m_order.limits;
    const auto inPhase = now - m_phaseSince;
    const auto failed = [](ErrorCode code, std::string text) {
        return Error{code, std::move(text), {}};
    };
    switch (m_phase) {
    case Phase::Preparing:
        if (inPhase > limits.ready)
            return failed(
                ErrorCode::BoardSilent,
                fmt::format(
                    "the board did not get ready for an update within {}: is it running, on the "
                    "network, and its profile right?",
                    inSeconds(limits.ready)));
        break;
    case Phase::Triggered:
        if (inPhase > limits.connect)
            return failed(ErrorCode::BoardCannotConnect,
                          fmt::format("the board was told to fetch {} but did not reach this "
                                      "computer within {}: is it "
                                      "on this network, and does a firewall let that port in?",
                                      m_url, inSeconds(limits.connect)));
        break;
    case Phase::Connected:
    case Phase::Downloading:
        if (now - std::max(m_lastByte, m_phaseSince) > limits.idle)
            return failed(
                ErrorCode::BoardDownloadStalled,
                fmt::format(
                    "the download stood still for {} at byte {}: look at the network between board "
                    "and computer, then retry",
                    inSeconds(limits.idle), m_session.state().bytes));
        if (inPhase > limits.download)
            return failed(
                ErrorCode::BoardDownloadStalled,
                fmt::format("the download was not done within {}", inSeconds(limits.download)));
        break;
    case Phase::Verifying:
        if (inPhase > limits.verify)
            return failed(ErrorCode::BoardOtaFailed,
                          fmt::format("the board did not finish checking the image within {}",
                                      inSeconds(limits.verify)));
        break;
    case Phase::Rebooting:
        if (inPhase > limits.reboot)
            return failed(m_session.isOpen() ? ErrorCode::BoardNotRebooted : ErrorCode::PortGone,
                          fmt::format("the board took the image but did not come back within {}: "
                                      "look at its log, and "
                                      "press its reset button",
                                      inSeconds(limits.reboot)));
        break;
    case Phase::Confirming:
        if (inPhase > limits.confirm)
            return failed(ErrorCode::BoardUnconfirmed,
                          fmt::format("the new image runs but was not confirmed within {}; it will "
                                      "be rolled back at the "
                                      "next reset",
                                      inSeconds(limits.confirm)));
        break;
    default:
        break;
    }
    return std::nullopt;
}

std::unique_ptr<BoardUpdate> makeBoardUpdate(BoardSession &session, const UpdateOrder &order,
                                             std::string url, const Profile &profile,
                                             BoardUpdate::Hooks hooks)
{
    if (profile.kind == ProfileKind::Agent)
        return makeAgentUpdate(session, order, std::move(url), std::move(hooks));
    return makeLogUpdate(session, order, std::move(url), profile, std::move(hooks));
}

} // namespace otabench::fleet
