#include "fleet/detail/campaign.h"

#include "fleet/detail/agent_failures.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace otabench::fleet::detail {
namespace asio = boost::asio;

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kTick{100};
constexpr milliseconds kTotalsGap{1000};
constexpr milliseconds kRetryDelay{1000};
constexpr milliseconds kStopPatience{3500}; ///< leaves time for the history within five seconds
/// Asking boards who they are and giving them the CA costs both ends more than the download does:
/// 500 at once kept each other from answering in time.
constexpr unsigned kMostPreparing = 48;
constexpr unsigned kStartsAtOnce = 16; ///< opening a port takes a while: others get a turn

milliseconds since(SteadyTime start)
{
    return std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
}

std::string operatorName()
{
    for (const char *variable : {"SUDO_USER", "USER", "LOGNAME"}) {
        if (const char *value = std::getenv(variable); value && *value) // NOLINT: read only
            return value;
    }
    return {};
}

/// What the last of several attempts failed by is often a consequence ("there is no port"); what
/// went wrong first is told as well.
std::optional<Error> withFirstReason(std::optional<Error> reason,
                                     const std::optional<Error> &firstReason)
{
    if (reason && firstReason && firstReason->code != reason->code)
        reason->text += " (the first attempt failed: " + firstReason->text + ")";
    return reason;
}

} // namespace

void Campaign::Member::onPhase(Phase newPhase, const std::optional<Error> &reason)
{
    campaign.onPhase(*this, newPhase, reason);
}

void Campaign::Member::onProgress(std::uint64_t bytes, std::uint64_t total)
{
    board.state.bytes = bytes;
    if (total != 0)
        board.state.total = total;
    campaign.m_bench.changed(board);
}

void Campaign::Member::onIdentity(const BoardIdentity &identity)
{
    if (fromVersion.empty())
        fromVersion = identity.version;
    board.state.identity = identity;
    campaign.m_bench.changed(board);
}

void Campaign::Member::onCosts(const UpdateCosts &costs)
{
    board.state.costs = costs;
    campaign.m_bench.changed(board);
}

Campaign::Campaign(asio::io_context &context, Bench &bench, Observer &observer,
                   history::History *history, Setup setup)
    : m_context(context)
    , m_bench(bench)
    , m_observer(observer)
    , m_plan(std::move(setup.plan))
    , m_task(std::move(setup.task))
    , m_server(std::move(setup.server))
    , m_watch(std::move(setup.watch))
    , m_image(std::move(setup.image))
    , m_host(std::move(setup.host))
    , m_tickTimer(context)
    , m_recorder(context, history)
{
    for (Board *board : setup.boards) {
        board->isInCampaign = true;
        m_members.push_back(std::make_unique<Member>(*this, *board));
    }
    m_state.imageFile = m_plan.image.string();
    m_state.project = m_task.image.project();
    m_state.version = m_task.image.version();
    m_state.chip = m_task.image.image.chip;
    m_state.serverUrl = "https://" + m_task.server;
    m_state.boards = static_cast<unsigned>(m_members.size());
    m_state.error = std::move(setup.historyError);
}

Campaign::~Campaign()
{
    for (const auto &member : m_members) {
        member->board.update = nullptr;
        member->board.isInCampaign = false;
    }
}

void Campaign::start()
{
    m_state.running = true;
    m_startedAt = m_lastTotals = steady_clock::now();
    history::CampaignRecord record{.started = std::chrono::system_clock::now(),
                                   .imageFile = m_state.imageFile,
                                   .imageSha256 = m_task.image.image.fileSha256,
                                   .project = m_state.project,
                                   .version = m_state.version,
                                   .chip = m_state.chip,
                                   .operatorName = operatorName()};
    m_recorder.startCampaign(
        std::move(record),
        [this](const Error &error) {
            m_state.error = error;
            showTotals();
        },
        [this](std::int64_t id) {
            m_state.id = id;
            begin();
        });
    m_observer.onCampaign(m_state);
}

void Campaign::begin()
{
    for (const auto &member : m_members) {
        BoardState &state = member->board.state;
        state.profile = m_task.profile;
        state.newVersion = m_task.image.version();
        state.bytes = 0;
        state.total = m_task.image.image.fileBytes;
        state.costs.reset();
        state.attempt = 0;
        state.duration = {};
        transition(*member, Phase::Queued, std::nullopt);
    }
    planPump();
    planTick();
}

// ---- the queue

void Campaign::planPump()
{
    if (std::exchange(m_isPumpPlanned, true))
        return;
    asio::post(m_context, [this, alive = std::weak_ptr(m_alive)] {
        if (alive.expired())
            return;
        m_isPumpPlanned = false;
        pump();
    });
}

void Campaign::pump()
{
    if (m_isStopping) {
        cancelQueued("the campaign was stopped before its turn: nothing has changed on the board");
        return endWhenDone();
    }
    for (unsigned started = 0; mayStartNext(); ++started) {
        if (started == kStartsAtOnce)
            return planPump();
        startMember(*m_members[m_next++]);
    }
    endWhenDone();
}

bool Campaign::mayStartNext()
{
    if (m_next >= m_members.size())
        return false;
    if (m_plan.maxFailures != 0 && m_endedFailures >= m_plan.maxFailures) {
        cancelQueued(fmt::format("not started: {} {} failed, as many as the plan allows",
                                 m_endedFailures,
                                 m_endedFailures == 1 ? "board has" : "boards have"));
        return false;
    }
    if (m_plan.canary != 0 && m_next >= m_plan.canary) {
        if (m_endedCanaries < std::min<std::size_t>(m_plan.canary, m_members.size()))
            return false;
        const auto canaries = m_members.begin() + m_plan.canary;
        const auto bad = std::find_if(m_members.begin(), canaries, [](const auto &member) {
            return member->phase != Phase::Updated && member->phase != Phase::UpToDate;
        });
        if (bad != canaries) {
            cancelQueued(fmt::format("not started: the canary {} ended as {}",
                                     (*bad)->board.state.name, name((*bad)->phase)));
            return false;
        }
    }
    if (m_task.profile.kind == ProfileKind::Agent && m_preparing >= kMostPreparing)
        return false;
    return m_plan.parallel == 0 || m_running < m_plan.parallel;
}

void Campaign::startMember(Member &member)
{
    if (member.phase == Phase::Queued && !member.retryAt && !member.update) {
        ++m_running;
        m_active.push_back(&member);
        member.started = steady_clock::now();
    }
    member.retryAt.reset();
    BoardState &state = member.board.state;
    ++state.attempt;
    state.queuePosition = 0;
    state.bytes = 0;
    state.total = m_task.image.image.fileBytes;
    state.costs.reset();
    member.speed = {};
    notePreparing(member.phase, Phase::Queued);
    member.phase = Phase::Queued;
    member.token = m_server->issueToken();
    member.update = makeUpdate(member.board.session, m_task,
                               m_server->url(m_host, m_image, member.token), member);
    member.board.update = member.update.get();
    member.update->start();
}

void Campaign::onPhase(Member &member, Phase phase, const std::optional<Error> &reason)
{
    const bool mayRetry = phase == Phase::Failed && reason && isWorthARetry(reason->code) &&
                          member.board.state.attempt <= m_plan.retries && !m_isStopping;
    if (mayRetry) {
        if (!member.firstReason)
            member.firstReason = reason;
        member.lastReason = reason;
        member.retryAt = steady_clock::now() + kRetryDelay;
        return retire(member);
    }
    // The first transition of a second attempt tells why there is one.
    const bool isAgain = phase == Phase::Preparing && member.lastReason;
    const auto ended = isFailure(phase) ? withFirstReason(reason, member.firstReason) : reason;
    transition(member, phase, isAgain ? member.lastReason : ended);
    if (isFinal(phase))
        finish(member);
}

void Campaign::finish(Member &member)
{
    --m_running;
    ++m_ended;
    m_endedFailures += isFailure(member.phase) ? 1 : 0;
    const auto isThis = [&](const auto &each) { return each.get() == &member; };
    const auto canaries =
        m_members.begin() +
        static_cast<std::ptrdiff_t>(std::min<std::size_t>(m_plan.canary, m_members.size()));
    m_endedCanaries += std::find_if(m_members.begin(), canaries, isThis) != canaries ? 1 : 0;
    std::erase(m_active, &member);
    retire(member);
    planPump();
}

/// Ends an attempt. The update may be the caller, so it goes later.
void Campaign::retire(Member &member)
{
    member.board.update = nullptr;
    m_server->releaseToken(member.token);
    asio::post(m_context, [ended = std::shared_ptr<BoardUpdate>(std::move(member.update))] {});
}

void Campaign::cancelQueued(const std::string &why)
{
    while (m_next < m_members.size()) {
        Member &member = *m_members[m_next++];
        member.board.state.queuePosition = 0;
        ++m_ended;
        transition(member, Phase::Cancelled, Error{ErrorCode::Cancelled, why, {}});
    }
}

void Campaign::stop()
{
    if (!m_state.running || std::exchange(m_isStopping, true))
        return;
    m_stopDeadline = steady_clock::now() + kStopPatience;
    for (Member *member : std::vector(m_active)) {
        if (member->update) {
            member->update->stop();
        } else { // between two attempts
            member->retryAt.reset();
            transition(*member, Phase::Cancelled,
                       Error{ErrorCode::Cancelled,
                             "stopped before another attempt; the last one failed: " +
                                 (member->lastReason ? member->lastReason->text : ""),
                             {}});
            finish(*member);
        }
    }
    planPump();
}

// ---- transitions

void Campaign::notePreparing(Phase from, Phase to)
{
    if (from == to)
        return;
    m_preparing += to == Phase::Preparing ? 1 : 0;
    if (from == Phase::Preparing) {
        --m_preparing;
        planPump();
    }
}

void Campaign::transition(Member &member, Phase phase, const std::optional<Error> &reason)
{
    Board &board = member.board;
    BoardState &state = board.state;
    notePreparing(member.phase, phase);
    member.phase = phase;
    state.phase = phase;
    state.phaseSince = steady_clock::now();
    state.reason = reason;
    if (phase != Phase::Downloading)
        state.bytesPerSecond = 0;
    const bool wasStarted = member.started != SteadyTime{};
    if (isFinal(phase) && wasStarted)
        state.duration = since(member.started);
    if (phase == Phase::Updated)
        state.bytes = state.total;

    const auto now = std::chrono::system_clock::now();
    history::Transition change{.campaignId = 0,
                               .board = state.id,
                               .at = now,
                               .phase = phase,
                               .bytes = state.bytes,
                               .total = state.total};
    if (reason) {
        change.reason = name(reason->code);
        change.detail = reason->text;
    }
    history::BoardRecord record{.board = state.id,
                                .phase = phase,
                                .fromVersion = member.fromVersion,
                                .toVersion = m_task.image.version(),
                                .bytes = state.bytes,
                                .total = state.total,
                                .attempts = state.attempt,
                                .reason = change.reason,
                                .detail = change.detail,
                                .changed = now};
    if (state.identity) {
        record.mac = state.identity->mac;
        record.slot = state.identity->slot;
    }
    if (isFinal(phase))
        record.duration = state.duration;
    ++board.unshown;
    m_recorder.record(std::move(change), std::move(record),
                      [this, &member, snapshot = state] { show(member, snapshot); });
}

void Campaign::show(Member &member, const BoardState &snapshot)
{
    --member.board.unshown;
    m_bench.show(member.board, snapshot);
    if (!isFinal(*snapshot.phase))
        return;
    count(*snapshot.phase);
    showTotals();
    endWhenDone();
}

void Campaign::count(Phase phase)
{
    switch (phase) {
    case Phase::Updated:
        ++m_state.updated;
        break;
    case Phase::UpToDate:
        ++m_state.upToDate;
        break;
    case Phase::NotProved:
        ++m_state.notProved;
        break;
    case Phase::RolledBack:
        ++m_state.rolledBack;
        break;
    case Phase::Cancelled:
        ++m_state.cancelled;
        break;
    default:
        ++m_state.failed;
        break;
    }
}

void Campaign::endWhenDone()
{
    if (m_state.finished() < m_members.size() || std::exchange(m_isEnding, true))
        return;
    m_tickTimer.cancel();
    m_recorder.endCampaign([this] {
        showTotals(); // the last bytes
        m_watch.reset();
        m_server->stop();
        for (const auto &member : m_members)
            member->board.isInCampaign = false;
        m_state.running = false;
        m_state.bytesPerSecond = 0;
        m_observer.onCampaign(m_state);
    });
}

// ---- ten times a second

void Campaign::planTick()
{
    m_tickTimer.expires_after(kTick);
    m_tickTimer.async_wait([this, alive = std::weak_ptr(m_alive)](boost::system::error_code error) {
        if (error || alive.expired() || m_isEnding)
            return;
        tick();
        planTick();
    });
}

void Campaign::tick()
{
    const auto now = steady_clock::now();
    for (Member *member : std::vector(m_active))
        tickMember(*member, now);
    if (now - m_lastTotals < kTotalsGap)
        return;
    numberQueue();
    showTotals();
}

void Campaign::tickMember(Member &member, SteadyTime now)
{
    if (!member.update) {
        if (member.retryAt && now >= *member.retryAt)
            startMember(member);
        return;
    }
    if (m_isStopping && now >= m_stopDeadline)
        return member.update->forceStop();
    member.update->tick(now, m_server->traffic(member.token));
    if (member.phase != Phase::Downloading)
        return;
    BoardState &state = member.board.state;
    member.speed.add(now, state.bytes);
    const double speed = member.speed.bytesPerSecond();
    if (speed != state.bytesPerSecond) {
        state.bytesPerSecond = speed;
        m_bench.changed(member.board);
    }
}

void Campaign::numberQueue()
{
    unsigned position = 0;
    for (std::size_t i = m_next; i < m_members.size(); ++i) {
        BoardState &state = m_members[i]->board.state;
        ++position;
        if (std::exchange(state.queuePosition, position) != position)
            m_bench.changed(m_members[i]->board);
    }
}

void Campaign::showTotals()
{
    const auto now = steady_clock::now();
    m_lastTotals = now;
    m_state.bytesSent = m_server->totals().bodyBytesSent;
    m_speed.add(now, m_state.bytesSent);
    m_state.bytesPerSecond = m_speed.bytesPerSecond();
    m_state.elapsed = since(m_startedAt);
    m_observer.onCampaign(m_state);
}

} // namespace otabench::fleet::detail
