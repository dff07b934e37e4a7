#include "history/history.h"

#include "base/assert.h"
#include "base/files.h"
#include "base/log.h"
#include "history/database.h"

#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

namespace otabench::history {
namespace {

using Milliseconds = std::chrono::milliseconds;

long long toStored(TimePoint at)
{
    return std::chrono::duration_cast<Milliseconds>(at.time_since_epoch()).count();
}

TimePoint fromStored(long long milliseconds)
{
    return TimePoint(Milliseconds(milliseconds));
}

/// Columns are signed; bytes beyond 2^63 do not come from a board.
long long toStored(std::uint64_t count)
{
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<long long>::max());
    return static_cast<long long>(std::min(count, kMost));
}

/// PostgreSQL refuses NUL in a text, and a log can hold one.
std::string toStored(std::string text)
{
    std::erase(text, '\0');
    return text;
}

/// A write that waits: `work` runs within a transaction, `done` after it is durable, or was not.
struct Job
{
    std::function<void(soci::session &)> work;
    std::function<void(const Result<> &)> done;
};

std::int64_t insertCampaign(soci::session &session, const CampaignRecord &record)
{
    long long id = 0;
    const long long started = toStored(record.started);
    const std::string file = toStored(record.imageFile);
    const std::string project = toStored(record.project);
    const std::string version = toStored(record.version);
    const std::string plan = toStored(record.plan);
    session << "insert into campaigns (started, image_file, image_sha256, project, version, chip, "
               "operator, plan, owner) values (:started, :file, :sha, :project, :version, :chip, "
               ":operator, :plan, :owner) returning id",
        soci::use(started), soci::use(file), soci::use(record.imageSha256), soci::use(project),
        soci::use(version), soci::use(record.chip), soci::use(record.operatorName), soci::use(plan),
        soci::use(record.owner), soci::into(id);
    return id;
}

void insertTransition(soci::session &session, const Transition &transition)
{
    const auto campaign = static_cast<long long>(transition.campaignId);
    const long long at = toStored(transition.at);
    const long long bytes = toStored(transition.bytes);
    const long long total = toStored(transition.total);
    const std::string phase(name(transition.phase));
    const std::string detail = toStored(transition.detail);
    session << "insert into transitions (campaign_id, board, at, phase, bytes, total, reason, "
               "detail) values (:campaign, :board, :at, :phase, :bytes, :total, :reason, :detail)",
        soci::use(campaign), soci::use(transition.board), soci::use(at), soci::use(phase),
        soci::use(bytes), soci::use(total), soci::use(transition.reason), soci::use(detail);
}

void upsertBoard(soci::session &session, const BoardRecord &state)
{
    const auto campaign = static_cast<long long>(state.campaignId);
    const long long bytes = toStored(state.bytes);
    const long long total = toStored(state.total);
    const auto attempts = static_cast<long long>(state.attempts);
    const long long changed = toStored(state.changed);
    const std::string phase(name(state.phase));
    const std::string from = toStored(state.fromVersion);
    const std::string to = toStored(state.toVersion);
    const std::string detail = toStored(state.detail);
    const long long duration = state.duration ? state.duration->count() : 0;
    soci::indicator hasDuration = state.duration ? soci::i_ok : soci::i_null;
    session << "insert into board_results (campaign_id, board, mac, phase, from_version, "
               "to_version, slot, bytes, total, attempts, reason, detail, changed, duration_ms, "
               "from_slot, from_elf, from_image) "
               "values (:campaign, :board, :mac, :phase, :from, :to, :slot, :bytes, :total, "
               ":attempts, :reason, :detail, :changed, :duration, :fromslot, :fromelf, "
               ":fromimage) "
               "on conflict (campaign_id, board) do update set mac = excluded.mac, "
               "phase = excluded.phase, from_version = excluded.from_version, "
               "to_version = excluded.to_version, slot = excluded.slot, bytes = excluded.bytes, "
               "total = excluded.total, attempts = excluded.attempts, reason = excluded.reason, "
               "detail = excluded.detail, changed = excluded.changed, "
               "duration_ms = excluded.duration_ms, from_slot = excluded.from_slot, "
               "from_elf = excluded.from_elf, from_image = excluded.from_image",
        soci::use(campaign), soci::use(state.board), soci::use(state.mac), soci::use(phase),
        soci::use(from), soci::use(to), soci::use(state.slot), soci::use(bytes), soci::use(total),
        soci::use(attempts), soci::use(state.reason), soci::use(detail), soci::use(changed),
        soci::use(duration, hasDuration), soci::use(state.fromSlot), soci::use(state.fromElf),
        soci::use(state.fromImage);
}

/// SQLite tells a primary key as a 32-bit integer and the rest as 64, PostgreSQL all as 64.
long long number(const soci::row &row, std::size_t column)
{
    if (row.get_properties(column).get_data_type() == soci::dt_integer)
        return row.get<int>(column);
    return row.get<long long>(column);
}

CampaignRecord toCampaign(const soci::row &row)
{
    CampaignRecord record;
    record.id = number(row, 0);
    record.started = fromStored(number(row, 1));
    if (row.get_indicator(2) == soci::i_ok)
        record.ended = fromStored(number(row, 2));
    record.imageFile = row.get<std::string>(3);
    record.imageSha256 = row.get<std::string>(4);
    record.project = row.get<std::string>(5);
    record.version = row.get<std::string>(6);
    record.chip = row.get<std::string>(7);
    record.operatorName = row.get<std::string>(8);
    record.plan = row.get<std::string>(9);
    record.owner = row.get<std::string>(10);
    return record;
}

BoardRecord toBoard(const soci::row &row)
{
    BoardRecord record;
    record.campaignId = number(row, 0);
    record.board = row.get<std::string>(1);
    record.mac = row.get<std::string>(2);
    record.phase = phaseFromName(row.get<std::string>(3)).value_or(Phase::NotProved);
    record.fromVersion = row.get<std::string>(4);
    record.toVersion = row.get<std::string>(5);
    record.slot = row.get<std::string>(6);
    record.bytes = static_cast<std::uint64_t>(number(row, 7));
    record.total = static_cast<std::uint64_t>(number(row, 8));
    record.attempts = static_cast<unsigned>(number(row, 9));
    record.reason = row.get<std::string>(10);
    record.detail = row.get<std::string>(11);
    record.changed = fromStored(number(row, 12));
    if (row.get_indicator(13) == soci::i_ok)
        record.duration = Milliseconds(number(row, 13));
    record.fromSlot = row.get<std::string>(14);
    record.fromElf = row.get<std::string>(15);
    record.fromImage = row.get<std::string>(16);
    return record;
}

/// One conditions-and-values pair for both reads: a value that is not asked for matches everything.
struct Filter
{
    explicit Filter(const Query &query)
        : board(query.board.value_or(""))
        , image(query.imageSha256.value_or(""))
        , campaign(query.campaign.value_or(0))
        , anyBoard(query.board ? 0 : 1)
        , anyImage(query.imageSha256 ? 0 : 1)
        , anyCampaign(query.campaign ? 0 : 1)
        , evenEnded(query.unended ? 0 : 1)
        , limit(query.limit)
    {
    }

    std::string board, image;
    long long campaign;
    int anyBoard, anyImage, anyCampaign, evenEnded;
    long long limit;
};

class SqlHistory : public History
{
public:
    SqlHistory(Place place, std::unique_ptr<soci::session> session)
        : m_place(std::move(place))
        , m_session(std::move(session))
        , m_thread([this] { runThread(); })
    {
    }

    ~SqlHistory() override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_wake.notify_all();
        m_thread.join();
    }

    void startCampaign(CampaignRecord record,
                       std::function<void(Result<std::int64_t>)> onId) override
    {
        auto id = std::make_shared<std::int64_t>(0);
        add({[record = std::move(record), id](soci::session &session) {
                 *id = insertCampaign(session, record);
             },
             [id, onId = std::move(onId)](const Result<> &result) {
                 onId(result ? Result<std::int64_t>(*id) : tl::unexpected(result.error()));
             }});
    }

    void endCampaign(std::int64_t id, TimePoint at, OnWritten onWritten) override
    {
        add({[id, at](soci::session &session) {
                 const auto campaign = static_cast<long long>(id);
                 const long long ended = toStored(at);
                 session << "update campaigns set ended = :ended where id = :id", soci::use(ended),
                     soci::use(campaign);
             },
             std::move(onWritten)});
    }

    void record(Transition transition, BoardRecord state, OnWritten onWritten) override
    {
        add({[transition = std::move(transition),
              state = std::move(state)](soci::session &session) {
                 insertTransition(session, transition);
                 upsertBoard(session, state);
             },
             std::move(onWritten)});
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
        const Filter filter(query);
        return read<CampaignRecord>(toCampaign, [&](soci::session &session) {
            return soci::rowset<soci::row>(
                (session.prepare
                     << "select id, started, ended, image_file, image_sha256, project, version, "
                        "chip, operator, plan, owner from campaigns "
                        "where (:anycampaign = 1 or id = :campaign) "
                        "and (:evenended = 1 or ended is null) "
                        "and (:anyimage = 1 or image_sha256 = :image) and (:anyboard = 1 or id in "
                        "(select campaign_id from board_results where board = :board)) "
                        "order by id desc limit :most",
                 soci::use(filter.anyCampaign), soci::use(filter.campaign),
                 soci::use(filter.evenEnded), soci::use(filter.anyImage), soci::use(filter.image),
                 soci::use(filter.anyBoard), soci::use(filter.board), soci::use(filter.limit)));
        });
    }

    Result<std::vector<BoardRecord>> boards(const Query &query) override
    {
        const Filter filter(query);
        return read<BoardRecord>(toBoard, [&](soci::session &session) {
            return soci::rowset<soci::row>(
                (session.prepare
                     << "select campaign_id, board, mac, phase, from_version, to_version, slot, "
                        "bytes, total, attempts, reason, detail, changed, duration_ms, from_slot, "
                        "from_elf, from_image "
                        "from board_results where (:anycampaign = 1 or campaign_id = :campaign) "
                        "and (:anyimage = 1 or campaign_id in "
                        "(select id from campaigns where image_sha256 = :image)) "
                        "and (:anyboard = 1 or board = :board) "
                        "order by changed desc, campaign_id desc, board limit :most",
                 soci::use(filter.anyCampaign), soci::use(filter.campaign),
                 soci::use(filter.anyImage), soci::use(filter.image), soci::use(filter.anyBoard),
                 soci::use(filter.board), soci::use(filter.limit)));
        });
    }

private:
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
    Result<std::vector<Record>> read(Record (*convert)(const soci::row &), const auto &select)
    {
        auto session = openSession(m_place);
        if (!session)
            return tl::unexpected(session.error());
        std::vector<Record> records;
        auto done = guarded(m_place, [&] {
            for (const soci::row &row : select(**session))
                records.push_back(convert(row));
        });
        if (!done)
            return tl::unexpected(done.error());
        return records;
    }

    void runThread()
    {
        for (;;) {
            std::deque<Job> jobs;
            {
                std::unique_lock lock(m_mutex);
                m_wake.wait(lock, [&] { return m_stopping || !m_queue.empty(); });
                if (m_queue.empty())
                    return;
                jobs.swap(m_queue);
            }
            write(jobs);
            const std::lock_guard lock(m_mutex);
            m_finished += jobs.size();
            m_idle.notify_all();
        }
    }

    /// All that waits goes into one transaction: a sync of the disk for each would be what 500
    /// boards wait for. Where that fails each is tried by itself, so that one bad entry does not
    /// take others along.
    void write(const std::deque<Job> &jobs)
    {
        auto written = transact([&](soci::session &session) {
            for (const Job &job : jobs)
                job.work(session);
        });
        for (const Job &job : jobs) {
            const bool alone = !written && jobs.size() > 1;
            const Result<> result = alone ? transact(job.work) : written;
            if (job.done)
                job.done(result);
        }
    }

    Result<> transact(const std::function<void(soci::session &)> &work)
    {
        if (!m_session) {
            auto session = openSession(m_place);
            if (!session)
                return tl::unexpected(session.error());
            m_session = *std::move(session);
        }
        Result<> done = guarded(m_place, [&] {
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

    Place m_place;
    std::unique_ptr<soci::session> m_session; ///< the history thread's, once that runs
    std::mutex m_mutex;
    std::condition_variable m_wake, m_idle;
    std::deque<Job> m_queue;
    std::uint64_t m_added = 0, m_finished = 0;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace

Result<std::unique_ptr<History>> History::open(const std::filesystem::path &file,
                                               const std::string &url)
{
    const auto place = placeOf(file, url);
    if (!place)
        return tl::unexpected(place.error());
    if (place->backend == Backend::Sqlite) {
        if (const auto made = makeFolder(file.parent_path(), FileMode::Public); !made)
            return tl::unexpected(made.error());
    }
    auto session = openSession(*place);
    if (!session)
        return tl::unexpected(session.error());
    if (const auto migrated = migrate(**session, *place); !migrated)
        return tl::unexpected(migrated.error());
    return std::make_unique<SqlHistory>(*place, *std::move(session));
}

} // namespace otabench::history
