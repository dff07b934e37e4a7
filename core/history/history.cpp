#include "history/history.h"

#include "base/files.h"
#include "base/log.h"
#include "history/database.h"
#include "history/detail/claims.h"
#include "history/detail/statements.h"
#include "history/detail/waiting.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <utility>

// The history's thread:
//
//   queue ──> write ──> done                     all that waits in one transaction
//               └─────> backlog ──> write again  while the database is gone; in order, oldest first
//                          └─────> waiting file  at the end
//
// A job's handler is called once: when it is durable, or when it could not be written at first.

namespace otabench::history {
namespace {

using Milliseconds = std::chrono::milliseconds;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr Milliseconds kLongestPause{5000}; ///< between two attempts at a database that is gone
constexpr std::size_t kMostAtOnce = 2000;   ///< jobs of a transaction

/// A write: `work` runs within a transaction, `done` after it is durable, or was not.
struct Job
{
    std::function<void(soci::session &)> work;
    std::function<void(const Result<> &)> done;
    std::optional<detail::Entry> kept = {}; ///< waits for a database that is gone
};

std::string randomHex()
{
    std::random_device random;
    std::string text;
    for (int i = 0; i < 4; ++i)
        text += fmt::format("{:08x}", random() & 0xFFFFFFFFu);
    return text;
}

/// Whether another attempt at the same may succeed: not for what the database says of the entry.
bool isWorthKeeping(ErrorCode code)
{
    return code != ErrorCode::DatabaseFailed;
}

class SqlHistory : public History
{
public:
    SqlHistory(HistoryOptions options, Place place, std::unique_ptr<soci::session> session)
        : m_options(std::move(options))
        , m_place(std::move(place))
        , m_token(randomHex())
        , m_session(std::move(session))
        , m_thread([this] { runThread(); })
    {
    }

    ~SqlHistory() override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isStopping = true;
        }
        m_wake.notify_all();
        m_thread.join();
    }

    void startCampaign(CampaignRecord record,
                       std::function<void(Result<std::int64_t>)> onId) override
    {
        if (record.uid.empty())
            record.uid = randomHex();
        if (record.operatorName.empty())
            record.operatorName = m_options.station.operatorName;
        if (record.station.empty())
            record.station = m_options.station.name;
        auto id = std::make_shared<std::int64_t>(0);
        add({[record, id](soci::session &session) {
                 *id = detail::insertCampaign(session, record);
             },
             [this, record, id, onId = std::move(onId)](const Result<> &result) mutable {
                 if (result) {
                     record.id = *id;
                     m_campaigns.insert_or_assign(*id, std::move(record));
                 }
                 onId(result ? Result<std::int64_t>(*id) : tl::unexpected(result.error()));
             }});
    }

    void endCampaign(std::int64_t id, TimePoint at, OnWritten onWritten) override
    {
        detail::Entry entry;
        entry.transition.campaignId = id;
        entry.campaignEnd = at;
        add({[id, at](soci::session &session) { detail::setCampaignEnd(session, id, at); },
             std::move(onWritten), std::move(entry)});
    }

    void record(Transition transition, BoardRecord state, OnWritten onWritten) override
    {
        auto entry = std::make_shared<detail::Entry>(detail::Entry{
            std::move(transition), std::move(state), fmt::format("{}-{}", m_token, ++m_uids), {}});
        Job job{[entry](soci::session &session) {
                    detail::insertTransition(session, entry->transition, entry->uid);
                    detail::upsertBoard(session, entry->state);
                },
                std::move(onWritten), *entry};
        add(std::move(job));
    }

    void claim(std::string board, std::vector<std::string> keys, std::int64_t campaign,
               OnWritten onClaimed) override
    {
        std::ranges::sort(keys);
        auto taken = std::make_shared<Result<>>();
        add({[this, board = std::move(board), keys, campaign, taken](soci::session &session) {
                 *taken = detail::takeClaims(session, claimant(), board, keys, campaign);
             },
             [this, keys, taken, onClaimed = std::move(onClaimed)](const Result<> &result) {
                 if (result && *taken)
                     m_claimed.insert(keys.begin(), keys.end());
                 if (onClaimed)
                     onClaimed(result ? *taken : result);
             }});
    }

    void release(std::vector<std::string> keys) override
    {
        add({[this, keys](soci::session &session) {
                 detail::dropClaims(session, claimant(), keys);
             },
             [this, keys](const Result<> &) {
                 for (const std::string &key : keys)
                     m_claimed.erase(key);
             }});
    }

    Result<> flush(Milliseconds limit) override
    {
        std::unique_lock lock(m_mutex);
        const auto target = m_added;
        if (!m_idle.wait_for(lock, limit, [&] { return m_finished >= target; }))
            return fail(ErrorCode::Timeout,
                        "the history {} was not written within {} ms; {} entries still wait",
                        m_place.shown, limit.count(), target - m_finished);
        return {};
    }

    Result<std::vector<CampaignRecord>> campaigns(const Query &query) override
    {
        return read<CampaignRecord>(
            [&](soci::session &session) { return detail::selectCampaigns(session, query); });
    }

    Result<std::vector<BoardRecord>> boards(const Query &query) override
    {
        return read<BoardRecord>(
            [&](soci::session &session) { return detail::selectBoards(session, query); });
    }

    Result<std::vector<Transition>> transitions(std::int64_t campaign,
                                                const std::optional<std::string> &board) override
    {
        return read<Transition>([&](soci::session &session) {
            std::vector<Transition> transitions;
            for (auto &stored : detail::selectTransitions(session, campaign, board))
                transitions.push_back(std::move(stored.transition));
            return transitions;
        });
    }

    Result<std::vector<KnownBoard>> knownBoards() override
    {
        return read<KnownBoard>(detail::selectKnownBoards);
    }

    Result<std::vector<ImageRecord>> images() override
    {
        return read<ImageRecord>(detail::selectImages);
    }

    Result<std::vector<Claim>> claims() override
    {
        return read<Claim>(
            [this](soci::session &session) { return detail::selectClaims(session, claimant()); });
    }

    const Station &station() const override { return m_options.station; }

private:
    [[nodiscard]] detail::Claimant claimant() const
    {
        return {m_place.backend, m_options.station, m_token, m_options.claimLease};
    }

    void add(Job job)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_queue.push_back(std::move(job));
            ++m_added;
        }
        m_wake.notify_one();
    }

    /// Reads have a session of their own, so that they never wait for the writer's queue.
    template <typename Record>
    Result<std::vector<Record>> read(const auto &select)
    {
        auto session = openSession(m_place);
        if (!session)
            return tl::unexpected(session.error());
        std::vector<Record> records;
        auto done = limited(m_place, **session, [&] { records = select(**session); });
        if (!done)
            return tl::unexpected(done.error());
        return records;
    }

    // ---- the history's thread

    void runThread()
    {
        bool isStopping = false;
        while (!isStopping) {
            std::deque<Job> jobs;
            {
                std::unique_lock lock(m_mutex);
                m_wake.wait_until(lock, nextWake(),
                                  [&] { return m_isStopping || !m_queue.empty(); });
                jobs.swap(m_queue);
                isStopping = m_isStopping;
            }
            work(std::move(jobs));
        }
        close();
    }

    [[nodiscard]] SteadyTime nextWake() const
    {
        const auto now = std::chrono::steady_clock::now();
        auto wake = now + std::chrono::hours(1);
        if (!m_backlog.empty())
            wake = std::min(wake, m_nextAttempt);
        if (!m_claimed.empty())
            wake = std::min(wake, std::max(m_nextRenewal, m_nextAttempt));
        return wake;
    }

    void work(std::deque<Job> jobs)
    {
        const auto now = std::chrono::steady_clock::now();
        if (now < m_nextAttempt)
            return postpone(std::move(jobs));
        if (!m_claimed.empty() && now >= m_nextRenewal) {
            m_nextRenewal = now + m_options.claimLease / 3;
            (void)transact(
                [this](soci::session &session) { detail::renewClaims(session, claimant()); });
        }
        std::deque<Job> all = std::exchange(m_backlog, {});
        std::ranges::move(jobs, std::back_inserter(all));
        while (!all.empty()) {
            std::deque<Job> some;
            while (!all.empty() && some.size() < kMostAtOnce) {
                some.push_back(std::move(all.front()));
                all.pop_front();
            }
            if (!write(some))
                return postpone(std::move(all));
        }
    }

    /// All that waits goes into one transaction: a sync of the disk for each would be what 500
    /// boards wait for. Where one entry is bad each is tried by itself, so that it does not take
    /// others along. False: the database is gone; what is kept is in the backlog.
    bool write(std::deque<Job> &jobs)
    {
        auto written = transact([&](soci::session &session) {
            for (const Job &job : jobs)
                job.work(session);
        });
        if (written || (jobs.size() == 1 && !isWorthKeeping(written.error().code))) {
            for (Job &job : jobs)
                finish(job, written);
            return true;
        }
        bool isThere = isWorthKeeping(written.error().code) ? false : true;
        while (isThere && !jobs.empty()) {
            const Result<> alone = transact(jobs.front().work);
            isThere = alone || !isWorthKeeping(alone.error().code);
            if (!isThere)
                break;
            finish(jobs.front(), alone);
            jobs.pop_front();
        }
        if (!isThere)
            postpone(std::move(jobs));
        return isThere;
    }

    void finish(Job &job, const Result<> &result)
    {
        if (job.done)
            std::exchange(job.done, {})(result);
        const std::lock_guard lock(m_mutex);
        ++m_finished;
        m_idle.notify_all();
    }

    /// Entries wait, the rest has failed; handlers hear of it now.
    void postpone(std::deque<Job> jobs)
    {
        const Error why = m_lastError.value_or(Error{});
        for (Job &job : jobs) {
            if (!job.kept) {
                finish(job, tl::unexpected(why));
                continue;
            }
            if (job.done) {
                Error kept = why;
                kept.text += ". Results are kept and written as soon as that works again";
                std::exchange(job.done, {})(tl::unexpected(std::move(kept)));
            }
            m_backlog.push_back(std::move(job));
        }
        while (m_backlog.size() > m_options.mostWaiting) {
            if (!std::exchange(m_isLossTold, true))
                logWarning("history", fmt::format("more than {} entries wait for {}: the oldest "
                                                  "are dropped",
                                                  m_options.mostWaiting, m_place.shown));
            finish(m_backlog.front(), {});
            m_backlog.pop_front();
        }
    }

    Result<> transact(const std::function<void(soci::session &)> &work)
    {
        const auto began = std::chrono::steady_clock::now();
        auto done = tryOnce(work);
        if (!done && m_place.backend == Backend::Postgresql &&
            done.error().code == ErrorCode::DatabaseUnreachable && !m_lastError)
            done = tryOnce(work); // a server that was restarted refuses the old connection only
        if (done || !isWorthKeeping(done.error().code)) {
            m_lastError.reset();
            m_nextAttempt = {};
            return done;
        }
        // One that fails at once is asked often, one that takes its time is let alone. A disk is
        // asked again with the next entry.
        const auto now = std::chrono::steady_clock::now();
        const auto took = std::chrono::duration_cast<Milliseconds>(now - began);
        const bool isSlow =
            m_place.backend == Backend::Postgresql || done.error().code == ErrorCode::DatabaseBusy;
        m_nextAttempt = now + std::clamp(took * 10, isSlow ? Milliseconds(200) : Milliseconds(0),
                                         isSlow ? kLongestPause : Milliseconds(0));
        if (!m_lastError)
            logWarning("history", done.error().text);
        m_lastError = done.error();
        return done;
    }

    Result<> tryOnce(const std::function<void(soci::session &)> &work)
    {
        if (!m_session) {
            auto session = openSession(m_place);
            if (!session)
                return tl::unexpected(session.error());
            m_session = *std::move(session);
        }
        Result<> done = limited(m_place, *m_session, [&] {
            soci::transaction transaction(*m_session);
            work(*m_session);
            transaction.commit();
        });
        // A lost PostgreSQL server may be back for the next write; a new session is cheap.
        if (!done)
            closeSession();
        return done;
    }

    void closeSession()
    {
        const auto closed = guarded(m_place, [&] { m_session.reset(); });
        if (!closed)
            logWarning("history", closed.error().text);
    }

    /// What cannot be written now waits in a file for the next time.
    void close()
    {
        if (!m_backlog.empty() && std::chrono::steady_clock::now() >= m_nextAttempt)
            work({});
        if (!m_claimed.empty() && !m_lastError)
            (void)transact(
                [this](soci::session &session) { detail::dropAllClaims(session, claimant()); });
        closeSession();
        if (m_backlog.empty())
            return;
        const auto file = detail::waitingFile(m_options.file, m_place);
        if (file.empty())
            return logWarning("history",
                              fmt::format("{} entries for {} are lost: {}", m_backlog.size(),
                                          m_place.shown, m_lastError.value_or(Error{}).text));
        std::vector<CampaignRecord> campaigns;
        for (const auto &[id, campaign] : m_campaigns)
            campaigns.push_back(campaign);
        std::vector<detail::Entry> entries;
        for (const Job &job : m_backlog)
            entries.push_back(*job.kept);
        const auto kept = detail::keepWaiting(file, campaigns, entries);
        logWarning("history", kept ? fmt::format("{} entries for {} wait in {}: they are written "
                                                 "when otabench next reaches it",
                                                 entries.size(), m_place.shown, file.string())
                                   : fmt::format("{} entries for {} are lost: {}", entries.size(),
                                                 m_place.shown, kept.error().text));
    }

    const HistoryOptions m_options;
    const Place m_place;
    const std::string m_token; ///< of this object: in claims and in the uids of transitions
    std::atomic<std::uint64_t> m_uids = 0;

    // The history thread's, once that runs.
    std::unique_ptr<soci::session> m_session;
    std::deque<Job> m_backlog;
    std::set<std::string> m_claimed;
    std::map<std::int64_t, CampaignRecord> m_campaigns; ///< begun here
    std::optional<Error> m_lastError;                   ///< why the backlog waits
    SteadyTime m_nextAttempt = {}, m_nextRenewal = {};
    bool m_isLossTold = false;

    std::mutex m_mutex;
    std::condition_variable m_wake, m_idle;
    std::deque<Job> m_queue;
    std::uint64_t m_added = 0, m_finished = 0;
    bool m_isStopping = false;
    std::thread m_thread; ///< last: it uses the others
};

} // namespace

Result<std::unique_ptr<History>> History::open(HistoryOptions options)
{
    auto place = placeOf(options.file, options.url, options.busyLimit);
    if (!place)
        return tl::unexpected(place.error());
    place->answerLimit = options.answerLimit;
    if (place->backend == Backend::Sqlite) {
        if (const auto made = makeFolder(options.file.parent_path(), FileMode::Public); !made)
            return tl::unexpected(made.error());
    }
    auto session = openSession(*place);
    if (!session)
        return tl::unexpected(session.error());
    if (const auto migrated = migrate(**session, *place); !migrated)
        return tl::unexpected(migrated.error());
    const auto taken =
        detail::takeWaiting(detail::waitingFile(options.file, *place), **session, *place);
    if (!taken) // they wait on
        logWarning("history", taken.error().text);
    return std::make_unique<SqlHistory>(std::move(options), *std::move(place), *std::move(session));
}

Result<> History::reach(const HistoryOptions &options)
{
    const auto place = placeOf(options.file, options.url, options.busyLimit);
    if (!place)
        return tl::unexpected(place.error());
    const auto session = openSession(*place);
    return session ? Result<>() : tl::unexpected(session.error());
}

} // namespace otabench::history
