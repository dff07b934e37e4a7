#include "fleet/detail/campaign.h"

#include "base/log.h"
#include "fleet/campaign_facts.h"
#include "fleet/detail/agent_failures.h"
#include "fleet/detail/campaign_setup.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace otabench::fleet::detail {
namespace asio = boost::asio;

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

constexpr milliseconds kTick{100};
constexpr milliseconds kRetryDelay{1000};
constexpr milliseconds kStopPatience{3500}; ///< leaves time for the history within five seconds
/// Asking boards who they are and giving them the CA costs both ends more than the download does:
/// 500 at once kept each other from answering in time.
constexpr unsigned kMostPreparing = 48;
constexpr unsigned kStartsAtOnce = 16; ///< opening a port takes a while: others get a turn

/// What the last of several attempts failed by is often a consequence ("there is no port"); what
/// went wrong first is told as well.
std::optional<Error> withFirstReason(std::optional<Error> reason,
                                     const std::optional<Error> &firstReason)
{
    if (reason && firstReason && firstReason->code != reason->code)
        reason->text += " (the first attempt failed: " + firstReason->text + ")";
    return reason;
}

CampaignState firstState(const Campaign::Setup &setup)
{
    CampaignState state;
    state.imageFile = setup.plan.image.string();
    state.project = setup.task.image.project();
    state.version = setup.task.image.version();
    state.chip = setup.task.image.image.chip;
    state.serverUrl = setup.plan.origin ? setup.plan.origin->url : "https://" + setup.task.server;
    state.boards = static_cast<unsigned>(setup.boards.size());
    state.startAt = setup.plan.startAt;
    state.error = setup.historyError;
    return state;
}

} // namespace

Campaign::Campaign(asio::io_context &context, Bench &bench, Observer &observer,
                   history::History *history, Setup setup)
    : m_context(context)
    , m_bench(bench)
    , m_observer(observer)
    , m_plan(setup.plan)
    , m_task(setup.task)
    , m_server(std::move(setup.server))
    , m_watch(std::move(setup.watch))
    , m_image(std::move(setup.image))
    , m_host(std::move(setup.host))
    , m_planText(std::move(setup.planText))
    , m_lock(std::move(setup.lock))
    , m_interrupted(std::move(setup.interrupted))
    , m_totals(firstState(setup))
    , m_waves(m_plan, setup.boards.size())
    , m_parallelism(m_plan.parallelAutomatic ? Parallelism::automatic()
                                             : Parallelism::fixed(m_plan.parallel))
    , m_tickTimer(context)
    , m_recorder(context, history)
    , m_claims(context, history)
{
    for (Board *board : setup.boards) {
        board->isInCampaign = true;
        m_members.push_back(std::make_unique<CampaignMember>(*this, *board, m_members.size()));
    }
    CampaignRoster roster{.boards = {}, .waveEnds = m_waves.ends(), .started = steady_clock::now()};
    for (const auto &member : m_members)
        roster.boards.push_back(member->board.state.id);
    m_totals.state().roster = std::make_shared<const CampaignRoster>(std::move(roster));
    if (m_interrupted)
        m_totals.state().id = m_interrupted->id;
    if (setup.serverFacts && m_server)
        m_reporter = std::make_unique<ServerReporter>(*m_server, m_watch.get(),
                                                      *std::move(setup.serverFacts), m_observer);
}

Campaign::~Campaign()
{
    for (const auto &member : m_members) {
        member->board.update = nullptr;
        member->board.isInCampaign = false;
    }
}

void Campaign::setSharing(const server::Sharing &sharing)
{
    if (m_reporter)
        m_reporter->setSharing(sharing);
    else if (m_server)
        m_server->setSharing(sharing);
}

Result<> Campaign::setFaults(std::vector<server::Fault> faults)
{
    if (m_reporter)
        return m_reporter->setFaults(std::move(faults));
    return m_server ? m_server->setFaults(std::move(faults)) : Result<>();
}

void Campaign::start()
{
    m_totals.begin(steady_clock::now());
    const auto onFailure = [this](const Error &error) {
        m_totals.state().error = error;
        showTotals();
    };
    const auto onId = [this](std::int64_t id) {
        m_totals.state().id = id;
        begin();
    };
    if (m_interrupted) {
        m_recorder.resumeCampaign(m_interrupted->id, onFailure, onId);
    } else {
        const CampaignState &state = m_totals.state();
        history::CampaignRecord record{.started = system_clock::now(),
                                       .imageFile = state.imageFile,
                                       .imageSha256 = m_task.image.image.fileSha256,
                                       .project = state.project,
                                       .version = state.version,
                                       .chip = state.chip,
                                       .plan = m_planText,
                                       .owner = m_lock ? m_lock->owner() : std::string(),
                                       .profile = m_task.profile.name.empty()
                                                      ? std::string(name(m_task.profile.kind))
                                                      : m_task.profile.name,
                                       .imageBytes = m_task.image.image.fileBytes};
        if (m_task.image.image.description)
            record.elfSha256 = m_task.image.image.description->elfSha256;
        m_recorder.startCampaign(std::move(record), onFailure, onId);
    }
    m_observer.onCampaign(m_totals.state());
}

void Campaign::begin()
{
    m_hasBegun = true;
    for (const auto &member : m_members)
        beginMember(*member);
    planPump();
    planTick();
}

void Campaign::beginMember(CampaignMember &member)
{
    member.reset(m_task);
    if (m_interrupted) {
        const auto found = m_interrupted->boards.find(member.board.state.id);
        if (found != m_interrupted->boards.end()) {
            const history::BoardRecord &record = found->second;
            member.resume(record);
            // A success is asked for again where asking costs the board nothing.
            const bool isToBeAsked =
                !isFinal(record.phase) ||
                (!isFailure(record.phase) && record.phase != Phase::Cancelled &&
                 m_task.profile.kind == ProfileKind::Agent);
            if (!isToBeAsked)
                return keepRecorded(member, record);
        }
    }
    transition(member, Phase::Queued, std::nullopt);
}

/// The board ended before the program was interrupted: it is shown so again.
void Campaign::keepRecorded(CampaignMember &member, const history::BoardRecord &record)
{
    BoardState &state = member.board.state;
    member.phase = record.phase;
    state.phase = record.phase;
    state.phaseSince = steady_clock::now();
    state.bytes = record.bytes;
    state.duration = record.duration.value_or(milliseconds(0));
    state.reason.reset();
    if (!record.reason.empty())
        state.reason = Error{errorCodeFromName(record.reason), record.detail, {}};
    m_waves.ended(member.index, record.phase);
    ++member.board.unshown;
    show(member, state);
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
    if (!m_hasBegun) // stopped before it has a place in the record: begin() comes, and this again
        return;
    if (m_isStopping) {
        cancelQueued("the campaign was stopped before its turn: nothing has changed on the board");
        return endWhenDone();
    }
    for (unsigned started = 0; mayStartNext(); ++started) {
        if (started == kStartsAtOnce)
            return planPump();
        admit(*m_members[m_waves.next()]);
    }
    endWhenDone();
}

bool Campaign::mayStartNext()
{
    const CampaignState &state = m_totals.state();
    if (state.isPaused || (state.startAt && system_clock::now() < *state.startAt))
        return false;
    const auto turn = m_waves.turn();
    if (turn == Waves::Turn::Over && m_waves.next() < m_waves.boards())
        cancelQueued(m_waves.reason(
            [this](std::size_t index) { return m_members[index]->board.state.name; }));
    if (turn != Waves::Turn::Start)
        return false;
    if (m_task.profile.kind == ProfileKind::Agent && m_preparing + m_claiming >= kMostPreparing)
        return false;
    return m_parallelism.mayStart(m_waves.running());
}

void Campaign::admit(CampaignMember &member)
{
    m_waves.started(member.index);
    m_active.push_back(&member);
    member.started = steady_clock::now();
    if (m_plan.startJitter.count() <= 0)
        return startAttempt(member);
    std::uniform_int_distribution<milliseconds::rep> delay(0, m_plan.startJitter.count());
    member.startAt = steady_clock::now() + milliseconds(delay(m_chance));
}

/// Once the record says that no other otabench updates the board.
void Campaign::startAttempt(CampaignMember &member)
{
    member.startAt.reset();
    ++m_claiming;
    m_claims.take(member.board.state, m_totals.state().id,
                  [this, &member](const Result<> &claimed) {
                      --m_claiming;
                      planPump();
                      if (isFinal(member.phase)) // stopped meanwhile
                          return;
                      if (claimed)
                          return runAttempt(member);
                      transition(member, Phase::Failed, claimed.error());
                      finish(member);
                  });
}

void Campaign::runAttempt(CampaignMember &member)
{
    const auto earlier = member.earlierRun();
    member.nextAttempt(m_task);
    notePreparing(member.phase, Phase::Queued);
    member.phase = Phase::Queued;
    std::string url;
    if (m_server) {
        member.token = m_server->issueToken(member.board.state.name, server::TokenUse::Once);
        url = urlFor(m_plan, *m_server, m_host, m_image, member.token);
        if (m_reporter)
            m_reporter->publish({.board = member.board.state.name,
                                 .fileName = m_image.fileName,
                                 .sha256 = m_image.sha256,
                                 .bytes = m_image.bytes,
                                 .url = url,
                                 .isOnce = true});
        // All boards with that firmware have one URL: whose request it is can be told with one at a
        // time only.
        if (m_plan.profile.kind == ProfileKind::Reset && m_plan.parallel == 1)
            (void)m_server->addRedirect(m_plan.profile.path, url);
    } else {
        url = m_plan.origin->url;
    }
    member.update = makeUpdate(member.board.session, m_task, std::move(url), earlier, member);
    member.board.update = member.update.get();
    member.update->start();
}

bool Campaign::mayRetry(const CampaignMember &member, Phase phase,
                        const std::optional<Error> &reason) const
{
    return phase == Phase::Failed && reason && isWorthARetry(reason->code) &&
           member.attempts <= m_plan.retries && !m_isStopping;
}

void Campaign::onMemberPhase(CampaignMember &member, Phase phase,
                             const std::optional<Error> &reason)
{
    if (mayRetry(member, phase, reason)) {
        if (!member.firstReason)
            member.firstReason = reason;
        member.lastReason = reason;
        member.startAt = steady_clock::now() + kRetryDelay;
        return retire(member);
    }
    // The first transition of a second attempt tells why there is one.
    const bool isAgain = phase == Phase::Preparing && member.lastReason;
    const auto ended = isFailure(phase) ? withFirstReason(reason, member.firstReason) : reason;
    transition(member, phase, isAgain ? member.lastReason : ended);
    if (isFinal(phase))
        finish(member);
}

/// What the board runs is in the history before anything changes on it: whoever takes the campaign
/// up can tell what has become of it.
void Campaign::onMemberKnown(CampaignMember &member)
{
    m_recorder.record(member.transition(), member.record(m_task), [] {});
    // By its MAC, now that it is known: another computer may reach it by another port.
    m_claims.take(member.board.state, m_totals.state().id, [&member](const Result<> &claimed) {
        if (!claimed && member.update)
            member.update->refuse(claimed.error());
    });
}

void Campaign::finish(CampaignMember &member)
{
    m_waves.ended(member.index, member.phase);
    std::erase(m_active, &member);
    m_claims.release(member.board.state);
    retire(member);
    planPump();
}

/// Ends an attempt. The update may be the caller, so it goes later.
void Campaign::retire(CampaignMember &member)
{
    member.board.update = nullptr;
    if (m_server)
        m_server->releaseToken(member.token);
    if (m_reporter)
        m_reporter->withdraw(urlFor(m_plan, *m_server, m_host, m_image, member.token));
    asio::post(m_context, [ended = std::shared_ptr<BoardUpdate>(std::move(member.update))] {});
}

void Campaign::cancelQueued(const std::string &why)
{
    for (std::size_t next = m_waves.next(); next < m_waves.boards(); next = m_waves.next()) {
        CampaignMember &member = *m_members[next];
        member.board.state.queuePosition = 0;
        m_waves.ended(next, Phase::Cancelled);
        transition(member, Phase::Cancelled, Error{ErrorCode::Cancelled, why, {}});
    }
}

void Campaign::setPaused(bool paused)
{
    CampaignState &state = m_totals.state();
    if (!state.running || m_isStopping || std::exchange(state.isPaused, paused) == paused)
        return;
    showTotals();
    planPump();
}

void Campaign::stop(StopMode mode)
{
    const bool isFirst = !std::exchange(m_isStopping, true);
    if (!m_totals.state().running || (!isFirst && (mode == StopMode::Finish || m_stopDeadline)))
        return;
    m_totals.state().isPaused = false;
    if (mode == StopMode::Abort)
        m_stopDeadline = steady_clock::now() + kStopPatience;
    for (CampaignMember *member : std::vector(m_active)) {
        if (member->update) {
            if (mode == StopMode::Abort)
                member->update->stop();
            continue;
        }
        member->startAt.reset(); // before its first attempt, or between two
        transition(*member, Phase::Cancelled,
                   Error{ErrorCode::Cancelled,
                         member->lastReason
                             ? "stopped before another attempt; the last one failed: " +
                                   member->lastReason->text
                             : "the campaign was stopped before its turn: nothing has changed on "
                               "the board",
                         {}});
        finish(*member);
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

void Campaign::transition(CampaignMember &member, Phase phase, const std::optional<Error> &reason)
{
    BoardState &state = member.board.state;
    notePreparing(member.phase, phase);
    member.phase = phase;
    state.phase = phase;
    state.phaseSince = steady_clock::now();
    state.reason = reason;
    if (!reason)
        state.diagnosis.reset();
    if (phase != Phase::Downloading)
        state.bytesPerSecond = 0;
    if (isFinal(phase) && member.started != SteadyTime{})
        state.duration =
            std::chrono::duration_cast<milliseconds>(state.phaseSince - member.started);
    if (phase == Phase::Updated)
        state.bytes = state.total;
    ++member.board.unshown;
    m_recorder.record(member.transition(), member.record(m_task),
                      [this, &member, snapshot = state] { show(member, snapshot); });
}

void Campaign::show(CampaignMember &member, const BoardState &snapshot)
{
    --member.board.unshown;
    m_bench.show(member.board, snapshot);
    if (!isFinal(*snapshot.phase))
        return;
    m_totals.count(*snapshot.phase);
    showTotals();
    endWhenDone();
}

void Campaign::endWhenDone()
{
    if (m_totals.state().finished() < m_members.size() || std::exchange(m_isEnding, true))
        return;
    m_tickTimer.cancel();
    m_recorder.endCampaign([this] {
        showTotals(); // the last bytes
        if (m_reporter)
            m_reporter->end();
        m_watch.reset();
        if (m_server)
            m_server->stop();
        if (m_lock)
            m_lock->remove();
        for (const auto &member : m_members)
            member->board.isInCampaign = false;
        m_totals.end();
        m_observer.onCampaign(m_totals.state());
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
    for (CampaignMember *member : std::vector(m_active))
        tickMember(*member, now);
    const unsigned limit = m_parallelism.limit();
    m_parallelism.observe(now, m_waves.running(), m_boardBytes);
    CampaignState &state = m_totals.state();
    const bool isTime = state.startAt && system_clock::now() >= *state.startAt;
    if (isTime)
        state.startAt.reset();
    if (isTime || m_parallelism.limit() != limit)
        planPump();
    if (m_reporter)
        m_reporter->tick(now);
    if (!m_totals.isDue(now))
        return;
    takeCertificateNews();
    numberQueue();
    showTotals();
}

void Campaign::tickMember(CampaignMember &member, SteadyTime now)
{
    if (!member.update) {
        const bool isOn = !m_totals.state().isPaused;
        if (isOn && member.startAt && now >= *member.startAt)
            startAttempt(member);
        return;
    }
    if (m_stopDeadline && now >= *m_stopDeadline)
        return member.update->forceStop();
    member.update->tick(now, m_server ? m_server->traffic(member.token) : server::BoardTraffic{});
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

/// The facts are those of the certificate that boards see now.
void Campaign::takeCertificateNews()
{
    if (!m_watch)
        return;
    for (const CertificateWatch::News &news : m_watch->takeNews()) {
        if (news.certificatePem.empty())
            continue;
        if (auto added = addCertificateFacts(news.certificatePem, m_host, {}, m_task.known); !added)
            logWarning("fleet", added.error().text);
    }
}

void Campaign::numberQueue()
{
    unsigned position = 0;
    for (std::size_t i = m_waves.next(); i < m_members.size(); ++i) {
        if (isFinal(m_members[i]->phase))
            continue;
        BoardState &state = m_members[i]->board.state;
        ++position;
        if (std::exchange(state.queuePosition, position) != position)
            m_bench.changed(m_members[i]->board);
    }
}

void Campaign::showTotals()
{
    m_observer.onCampaign(m_totals.update(steady_clock::now(), bytesSent()));
}

std::uint64_t Campaign::bytesSent() const
{
    return m_server ? m_server->totals().bodyBytesSent : m_boardBytes;
}

} // namespace otabench::fleet::detail
