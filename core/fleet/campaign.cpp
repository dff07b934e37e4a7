#include "fleet/campaign.h"

#include "base/assert.h"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace otabench::fleet {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kStopLimit = 3s; ///< for the boards' answers to abort

std::chrono::milliseconds since(Clock::time_point start, Clock::time_point end)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(end - start);
}

} // namespace

Campaign::Campaign(boost::asio::io_context &context, CampaignPlan plan, UpdateOrder order,
                   std::unique_ptr<server::ImageServer> server, server::PublishedImage image,
                   std::string host, Hooks hooks)
    : m_context(context)
    , m_plan(std::move(plan))
    , m_order(std::move(order))
    , m_server(std::move(server))
    , m_image(std::move(image))
    , m_host(std::move(host))
    , m_hooks(std::move(hooks))
{
}

Campaign::~Campaign()
{
    *m_alive = false;
}

void Campaign::start(std::int64_t historyId)
{
    m_historyId = historyId;
    m_running = true;
    m_started = m_speedSampled = Clock::now();
    for (const std::string &id : m_plan.boards) {
        Entry &entry = m_entries[id];
        entry.token = m_server->issueToken();
        queueBoard(id, /*first=*/true);
    }
    numberQueue();
    m_hooks.changed();
    startNext();
}

void Campaign::queueBoard(const std::string &id, bool first)
{
    m_queue.push_back(id);
    BoardSession *session = m_hooks.session(id);
    OTABENCH_ASSERT(session != nullptr);
    BoardState &state = session->state();
    state.bytes = 0;
    state.total = m_order.imageBytes;
    state.newVersion = m_order.version;
    if (first) {
        state.reason.reset();
        state.attempt = 0;
        state.duration = 0ms;
    }
    enterPhase(*session, Phase::Queued);
}

void Campaign::enterPhase(BoardSession &session, Phase phase)
{
    session.state().phase = phase;
    session.state().phaseSince = Clock::now();
    m_hooks.transition(session);
}

void Campaign::numberQueue()
{
    unsigned position = 0;
    for (const std::string &id : m_queue) {
        BoardSession *session = m_hooks.session(id);
        session->state().queuePosition = ++position;
        m_hooks.progress(*session);
    }
}

unsigned Campaign::active() const
{
    unsigned count = 0;
    for (const auto &[id, entry] : m_entries)
        count += entry.update != nullptr ? 1 : 0;
    return count;
}

unsigned Campaign::failures() const
{
    unsigned count = 0;
    for (const auto &[id, entry] : m_entries)
        count += entry.final && isFailure(*entry.final) ? 1 : 0;
    return count;
}

bool Campaign::canariesHold() const
{
    for (std::size_t i = 0; i < std::min<std::size_t>(m_plan.canary, m_plan.boards.size()); ++i) {
        const Entry &entry = m_entries.at(m_plan.boards[i]);
        if (entry.final != Phase::Updated && entry.final != Phase::UpToDate)
            return false;
    }
    return true;
}

/// How many boards may run at this moment.
unsigned Campaign::allowedNow() const
{
    const auto all = static_cast<unsigned>(m_plan.boards.size());
    const unsigned parallel = m_plan.parallel == 0 ? all : m_plan.parallel;
    return m_canaryPassed || m_plan.canary == 0 ? parallel : std::min(parallel, m_plan.canary);
}

void Campaign::startNext()
{
    if (m_stopping)
        return;
    if (m_plan.maxFailures > 0 && failures() >= m_plan.maxFailures)
        cancelQueue(fmt::format("not started: {} boards failed already", failures()));
    unsigned running = active();
    while (!m_queue.empty() && running < allowedNow()) {
        if (!m_canaryPassed && m_plan.canary > 0) {
            const auto canaries =
                m_plan.boards.begin() +
                std::min<std::ptrdiff_t>(m_plan.canary, std::ssize(m_plan.boards));
            if (std::find(m_plan.boards.begin(), canaries, m_queue.front()) == canaries) {
                if (running > 0)
                    break; // the last canaries are still on their way
                if (!canariesHold()) {
                    cancelQueue("not started: a board that went first was not updated");
                    break;
                }
                m_canaryPassed = true;
                continue;
            }
        }
        const std::string id = m_queue.front();
        m_queue.pop_front();
        startBoard(id);
        ++running;
    }
    numberQueue();
    endIfDone();
}

void Campaign::startBoard(const std::string &id)
{
    BoardSession *session = m_hooks.session(id);
    OTABENCH_ASSERT(session != nullptr);
    Entry &entry = m_entries.at(id);
    ++entry.attempts;
    if (entry.attempts == 1)
        entry.started = Clock::now();
    BoardState &state = session->state();
    state.attempt = entry.attempts;
    state.queuePosition = 0;
    session->setProfile(m_plan.profile);
    BoardUpdate::Hooks hooks{
        .phase = [this, session](Phase phase) { enterPhase(*session, phase); },
        .progress = [this, session] { m_hooks.progress(*session); },
        .done = [this, id](Phase phase,
                           std::optional<Error> error) { onDone(id, phase, std::move(error)); },
        .traffic = [this, token = entry.token] { return m_server->traffic(token); },
    };
    entry.update = makeBoardUpdate(*session, m_order, m_server->url(m_host, m_image, entry.token),
                                   m_plan.profile, std::move(hooks));
    entry.update->start();
}

void Campaign::onDone(const std::string &id, Phase phase, std::optional<Error> error)
{
    Entry &entry = m_entries.at(id);
    BoardSession *session = m_hooks.session(id);
    // The update is calling us: it goes when it has returned.
    boost::asio::post(m_context,
                      [update = std::shared_ptr<BoardUpdate>(std::move(entry.update))] {});
    BoardState &state = session->state();
    state.reason = error;
    state.duration = since(entry.started, Clock::now());
    const bool again = phase == Phase::Failed && error && !m_stopping &&
                       entry.attempts <= m_plan.retries && isWorthRetrying(error->code);
    if (again) {
        queueBoard(id, /*first=*/false);
        numberQueue();
    } else {
        entry.final = phase;
        enterPhase(*session, phase);
    }
    m_hooks.changed();
    boost::asio::post(m_context, [this, alive = m_alive] {
        if (*alive && m_running)
            startNext();
    });
}

void Campaign::cancelQueue(const std::string &why)
{
    for (const std::string &id : std::exchange(m_queue, {})) {
        BoardSession *session = m_hooks.session(id);
        m_entries.at(id).final = Phase::Cancelled;
        session->state().queuePosition = 0;
        session->state().reason = Error{ErrorCode::Cancelled, why, {}};
        enterPhase(*session, Phase::Cancelled);
    }
}

void Campaign::stop()
{
    if (!m_running || m_stopping)
        return;
    m_stopping = true;
    m_stopDeadline = Clock::now() + kStopLimit;
    cancelQueue("not started: the campaign was stopped");
    for (auto &[id, entry] : m_entries) {
        if (entry.update)
            entry.update->cancel();
    }
    m_hooks.changed();
}

void Campaign::tick()
{
    if (!m_running)
        return;
    for (auto &[id, entry] : m_entries) {
        if (entry.update)
            entry.update->tick();
    }
    const auto now = Clock::now();
    if (now - m_speedSampled >= 1s) {
        const std::uint64_t sent = m_server->totals().bodyBytesSent;
        m_speed = static_cast<double>(sent - m_bytesAtSample) /
                  std::chrono::duration<double>(now - m_speedSampled).count();
        m_bytesAtSample = sent;
        m_speedSampled = now;
        m_hooks.changed();
    }
    endIfDone();
}

void Campaign::endIfDone()
{
    if (!m_running || !m_queue.empty() || active() > 0)
        return;
    if (m_stopping && Clock::now() < m_stopDeadline) {
        const bool waiting =
            std::any_of(m_entries.begin(), m_entries.end(), [this](const auto &entry) {
                return !m_hooks.session(entry.first)->link().isIdle();
            });
        if (waiting)
            return;
    }
    m_running = false;
    m_ended = Clock::now();
    m_speed = 0;
    for (const auto &[id, entry] : m_entries)
        m_server->releaseToken(entry.token);
    m_hooks.changed();
    m_server->stop();
}

CampaignState Campaign::state() const
{
    const bool hasDescription = !m_order.project.empty();
    CampaignState state{.id = m_historyId,
                        .running = m_running,
                        .imageFile = m_plan.image.string(),
                        .project = hasDescription ? m_order.project : std::string(),
                        .version = m_order.version,
                        .chip = m_order.chip,
                        .serverUrl = fmt::format("https://{}:{}", m_host, m_server->port()),
                        .boards = static_cast<unsigned>(m_plan.boards.size()),
                        .bytesSent = m_server->totals().bodyBytesSent,
                        .bytesPerSecond = m_speed,
                        .elapsed = since(m_started, m_running ? Clock::now() : m_ended),
                        .error = m_error};
    for (const auto &[id, entry] : m_entries) {
        if (!entry.final)
            continue;
        switch (*entry.final) {
        case Phase::Updated:
            ++state.updated;
            break;
        case Phase::UpToDate:
            ++state.upToDate;
            break;
        case Phase::NotProved:
            ++state.notProved;
            break;
        case Phase::RolledBack:
            ++state.rolledBack;
            break;
        case Phase::Cancelled:
            ++state.cancelled;
            break;
        default:
            ++state.failed;
            break;
        }
    }
    return state;
}

void Campaign::forget(const std::string &id)
{
    std::erase(m_plan.boards, id);
    m_entries.erase(id);
}

std::vector<std::string> Campaign::unfinished() const
{
    std::vector<std::string> ids;
    for (const std::string &id : m_plan.boards) {
        const auto &final = m_entries.at(id).final;
        if (!final || isFailure(*final) || *final == Phase::Cancelled)
            ids.push_back(id);
    }
    return ids;
}

} // namespace otabench::fleet
