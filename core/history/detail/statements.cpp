#include "history/detail/statements.h"

#include "history/detail/utf8.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <variant>

namespace otabench::history::detail {
namespace {

using Milliseconds = std::chrono::milliseconds;
using detail::toStored;

/// Columns are signed; bytes beyond 2^63 do not come from a board.
long long toStored(std::uint64_t count)
{
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<long long>::max());
    return static_cast<long long>(std::min(count, kMost));
}

/// PostgreSQL refuses NUL and what is no UTF-8 in a text, and a log of a board can hold both.
std::string toStored(const std::string &text)
{
    std::string stored;
    stored.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = characterBytes(std::string_view(text).substr(at));
        if (length == 0)
            stored += "\xEF\xBF\xBD"; // U+FFFD
        else if (text[at] != '\0')
            stored.append(text, at, length);
        at += std::max<std::size_t>(length, 1);
    }
    return stored;
}

/// SQLite tells a primary key as a 32-bit integer and the rest as 64, PostgreSQL all as 64.
long long number(const soci::row &row, std::size_t column)
{
    switch (row.get_properties(column).get_data_type()) {
    case soci::dt_integer:
        return row.get<int>(column);
    case soci::dt_double: // SQLite's sums
        return static_cast<long long>(row.get<double>(column));
    case soci::dt_string: // an expression of SQLite has no declared type
        return std::stoll("0" + row.get<std::string>(column));
    default:
        return row.get<long long>(column);
    }
}

std::uint64_t count(const soci::row &row, std::size_t column)
{
    return static_cast<std::uint64_t>(std::max(number(row, column), 0LL));
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
    record.uid = row.get<std::string>(9);
    record.station = row.get<std::string>(10);
    record.profile = row.get<std::string>(11);
    record.elfSha256 = row.get<std::string>(12, "");
    record.imageBytes = row.get_indicator(13) == soci::i_ok ? count(row, 13) : 0;
    record.plan = row.get<std::string>(14);
    record.owner = row.get<std::string>(15);
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
    record.bytes = count(row, 7);
    record.total = count(row, 8);
    record.attempts = static_cast<unsigned>(number(row, 9));
    record.reason = row.get<std::string>(10);
    record.detail = row.get<std::string>(11);
    record.changed = fromStored(number(row, 12));
    if (row.get_indicator(13) == soci::i_ok)
        record.duration = Milliseconds(number(row, 13));
    record.fromElf = row.get<std::string>(14);
    record.elf = row.get<std::string>(15);
    record.slotState = row.get<std::string>(16);
    record.logExcerpt = row.get<std::string>(17);
    record.fromSlot = row.get<std::string>(18);
    record.fromImage = row.get<std::string>(19);
    return record;
}

void upsertImage(soci::session &session, const CampaignRecord &record)
{
    const std::string project = toStored(record.project);
    const std::string version = toStored(record.version);
    const long long bytes = toStored(record.imageBytes);
    const long long used = toStored(record.started);
    session << "insert into images (sha256, elf, project, version, chip, bytes, first_used, "
               "last_used) values (:sha, :elf, :project, :version, :chip, :bytes, :first, :last) "
               "on conflict (sha256) do update set elf = case when excluded.elf = '' then "
               "images.elf else excluded.elf end, bytes = case when excluded.bytes = 0 then "
               "images.bytes else excluded.bytes end, last_used = excluded.last_used "
               "where excluded.last_used >= images.last_used",
        soci::use(record.imageSha256), soci::use(record.elfSha256), soci::use(project),
        soci::use(version), soci::use(record.chip), soci::use(bytes), soci::use(used),
        soci::use(used);
}

std::string onlyNewer(Replace replace, const std::string &column, const std::string &table)
{
    return replace == Replace::Always ? std::string()
                                      : " where excluded." + column + " >= " + table + "." + column;
}

/// Chip, project, station are the campaign's; what it runs follows from how it ended.
void upsertKnownBoard(soci::session &session, const BoardRecord &state, Replace replace)
{
    const bool runsNew = state.phase == Phase::Updated || state.phase == Phase::UpToDate;
    const std::string version = toStored(runsNew ? state.toVersion : state.fromVersion);
    const std::string elf = state.elf.empty() && !runsNew ? state.fromElf : state.elf;
    const long long changed = toStored(state.changed);
    const auto campaign = static_cast<long long>(state.campaignId);
    const std::string phase(name(state.phase));
    const std::string board = toStored(state.board);
    session << "insert into boards (mac, board, station, chip, project, version, elf, slot, phase, "
               "campaign_id, first_seen, last_seen) select :mac, :board, station, chip, project, "
               ":version, :elf, :slot, :phase, id, :first, :last from campaigns where id = :id "
               "on conflict (mac) do update set board = excluded.board, station = excluded.station"
               ", chip = excluded.chip, project = excluded.project"
               ", version = case when excluded.version = '' then boards.version else "
               "excluded.version end, elf = case when excluded.elf = '' then boards.elf else "
               "excluded.elf end, slot = case when excluded.slot = '' then boards.slot else "
               "excluded.slot end, phase = excluded.phase, campaign_id = excluded.campaign_id"
               ", last_seen = excluded.last_seen" +
                   onlyNewer(replace, "last_seen", "boards"),
        soci::use(state.mac), soci::use(board), soci::use(version), soci::use(elf),
        soci::use(state.slot), soci::use(phase), soci::use(changed), soci::use(changed),
        soci::use(campaign);
}

/// A select whose conditions come one by one. Keeps the values until it has run.
class Select
{
public:
    explicit Select(std::string text)
        : m_text(std::move(text))
    {
    }

    /// @param condition  with one `?` for each value.
    template <typename... Values>
    void where(const std::string &condition, Values... values)
    {
        m_text += m_values.empty() && !m_hasWhere ? " where " : " and ";
        m_hasWhere = true;
        (m_values.emplace_back(std::move(values)), ...);
        for (const char c : condition) {
            if (c == '?')
                m_text += ":v" + std::to_string(++m_placeholders);
            else
                m_text += c;
        }
    }

    void then(const std::string &text) { m_text += text; }

    void limit(unsigned most)
    {
        m_text += " limit :most";
        m_values.emplace_back(static_cast<long long>(most));
    }

    template <typename Record>
    std::vector<Record> run(soci::session &session, Record (*convert)(const soci::row &))
    {
        auto prepared = session.prepare << m_text;
        for (const auto &value : m_values)
            std::visit([&](const auto &known) { prepared, soci::use(known); }, value);
        std::vector<Record> records;
        const soci::rowset<soci::row> rows(prepared);
        for (const soci::row &row : rows)
            records.push_back(convert(row));
        return records;
    }

private:
    std::string m_text;
    std::deque<std::variant<std::string, long long>> m_values; // their addresses stay
    bool m_hasWhere = false;
    int m_placeholders = 0;
};

/// Of `campaigns` as c.
void addCampaignConditions(Select &select, const Query &query)
{
    if (query.campaign)
        select.where("c.id = ?", static_cast<long long>(*query.campaign));
    if (query.imageSha256)
        select.where("substr(c.image_sha256, 1, ?) = ?",
                     static_cast<long long>(query.imageSha256->size()), *query.imageSha256);
    if (query.since)
        select.where("c.started >= ?", toStored(*query.since));
    if (query.until)
        select.where("c.started < ?", toStored(*query.until));
    if (query.operatorName)
        select.where("c.operator = ?", *query.operatorName);
    if (query.station)
        select.where("c.station = ?", *query.station);
}

constexpr const char *kFailures = "r.phase in ('failed', 'rolled-back', 'not-proved')";

std::string lowered(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

StoredTransition toTransition(const soci::row &row)
{
    StoredTransition stored;
    Transition &transition = stored.transition;
    transition.campaignId = number(row, 0);
    transition.board = row.get<std::string>(1);
    transition.at = fromStored(number(row, 2));
    transition.phase = phaseFromName(row.get<std::string>(3)).value_or(Phase::NotProved);
    transition.bytes = count(row, 4);
    transition.total = count(row, 5);
    transition.reason = row.get<std::string>(6);
    transition.detail = row.get<std::string>(7);
    transition.attempt = static_cast<unsigned>(number(row, 8));
    stored.uid = row.get<std::string>(9, "");
    return stored;
}

KnownBoard toKnownBoard(const soci::row &row)
{
    KnownBoard board;
    board.mac = row.get<std::string>(0);
    board.board = row.get<std::string>(1);
    board.station = row.get<std::string>(2);
    board.chip = row.get<std::string>(3);
    board.project = row.get<std::string>(4);
    board.version = row.get<std::string>(5);
    board.elf = row.get<std::string>(6);
    board.slot = row.get<std::string>(7);
    board.phase = phaseFromName(row.get<std::string>(8)).value_or(Phase::NotProved);
    board.campaignId = number(row, 9);
    board.firstSeen = fromStored(number(row, 10));
    board.lastSeen = fromStored(number(row, 11));
    return board;
}

ImageRecord toImage(const soci::row &row)
{
    ImageRecord image;
    image.sha256 = row.get<std::string>(0);
    image.elf = row.get<std::string>(1);
    image.project = row.get<std::string>(2);
    image.version = row.get<std::string>(3);
    image.chip = row.get<std::string>(4);
    image.bytes = count(row, 5);
    image.firstUsed = fromStored(number(row, 6));
    image.lastUsed = fromStored(number(row, 7));
    image.campaigns = static_cast<unsigned>(number(row, 8));
    image.updated = static_cast<unsigned>(number(row, 9));
    image.failures = static_cast<unsigned>(number(row, 10));
    return image;
}

} // namespace

long long toStored(TimePoint at)
{
    return std::chrono::duration_cast<Milliseconds>(at.time_since_epoch()).count();
}

TimePoint fromStored(long long milliseconds)
{
    return TimePoint(Milliseconds(milliseconds));
}

std::int64_t insertCampaign(soci::session &session, const CampaignRecord &record)
{
    long long id = 0;
    const long long started = toStored(record.started);
    const std::string file = toStored(record.imageFile);
    const std::string project = toStored(record.project);
    const std::string version = toStored(record.version);
    const std::string operatorName = toStored(record.operatorName);
    const std::string station = toStored(record.station);
    const std::string plan = toStored(record.plan);
    session
        << "insert into campaigns (started, image_file, image_sha256, project, version, chip, "
           "operator, uid, station, profile, plan, owner) values (:started, :file, :sha, :project, "
           ":version, :chip, :operator, :uid, :station, :profile, :plan, :owner) "
           "returning id",
        soci::use(started), soci::use(file), soci::use(record.imageSha256), soci::use(project),
        soci::use(version), soci::use(record.chip), soci::use(operatorName), soci::use(record.uid),
        soci::use(station), soci::use(record.profile), soci::use(plan), soci::use(record.owner),
        soci::into(id);
    if (!record.imageSha256.empty())
        upsertImage(session, record);
    return id;
}

void setCampaignEnd(soci::session &session, std::int64_t id, TimePoint at)
{
    const auto campaign = static_cast<long long>(id);
    const long long ended = toStored(at);
    session << "update campaigns set ended = :ended where id = :id", soci::use(ended),
        soci::use(campaign);
}

std::optional<std::int64_t> campaignByUid(soci::session &session, const std::string &uid)
{
    long long id = 0;
    soci::indicator found = soci::i_null;
    session << "select max(id) from campaigns where uid = :uid", soci::use(uid),
        soci::into(id, found);
    return found == soci::i_ok ? std::optional<std::int64_t>(id) : std::nullopt;
}

void insertTransition(soci::session &session, const Transition &transition, const std::string &uid)
{
    const auto campaign = static_cast<long long>(transition.campaignId);
    const long long at = toStored(transition.at);
    const long long bytes = toStored(transition.bytes);
    const long long total = toStored(transition.total);
    const auto attempt = static_cast<long long>(transition.attempt);
    const std::string phase(name(transition.phase));
    const std::string board = toStored(transition.board);
    const std::string detail = toStored(transition.detail);
    soci::indicator hasUid = uid.empty() ? soci::i_null : soci::i_ok;
    session << "insert into transitions (campaign_id, board, at, phase, bytes, total, reason, "
               "detail, attempt, uid) values (:campaign, :board, :at, :phase, :bytes, :total, "
               ":reason, :detail, :attempt, :uid) on conflict (uid) do nothing",
        soci::use(campaign), soci::use(board), soci::use(at), soci::use(phase), soci::use(bytes),
        soci::use(total), soci::use(transition.reason), soci::use(detail), soci::use(attempt),
        soci::use(uid, hasUid);
}

void upsertBoard(soci::session &session, const BoardRecord &state, Replace replace)
{
    const auto campaign = static_cast<long long>(state.campaignId);
    const long long bytes = toStored(state.bytes);
    const long long total = toStored(state.total);
    const auto attempts = static_cast<long long>(state.attempts);
    const long long changed = toStored(state.changed);
    const std::string phase(name(state.phase));
    const std::string board = toStored(state.board);
    const std::string from = toStored(state.fromVersion);
    const std::string to = toStored(state.toVersion);
    const std::string detail = toStored(state.detail);
    const std::string excerpt = toStored(state.logExcerpt);
    const long long duration = state.duration ? state.duration->count() : 0;
    soci::indicator hasDuration = state.duration ? soci::i_ok : soci::i_null;
    session << "insert into board_results (campaign_id, board, mac, phase, from_version, "
               "to_version, slot, bytes, total, attempts, reason, detail, changed, duration_ms, "
               "from_elf, elf, slot_state, log_excerpt, from_slot, from_image) values (:campaign, "
               ":board, :mac, :phase, "
               ":from, :to, :slot, :bytes, :total, :attempts, :reason, :detail, :changed, "
               ":duration, :fromelf, :elf, :state, :log, :fromslot, :fromimage) "
               "on conflict (campaign_id, board) do update set mac = excluded.mac, "
               "phase = excluded.phase, from_version = excluded.from_version, "
               "to_version = excluded.to_version, slot = excluded.slot, bytes = excluded.bytes, "
               "total = excluded.total, attempts = excluded.attempts, reason = excluded.reason, "
               "detail = excluded.detail, changed = excluded.changed, "
               "duration_ms = excluded.duration_ms, from_elf = excluded.from_elf, "
               "elf = excluded.elf, slot_state = excluded.slot_state, "
               "log_excerpt = excluded.log_excerpt, from_slot = excluded.from_slot, "
               "from_image = excluded.from_image" +
                   onlyNewer(replace, "changed", "board_results"),
        soci::use(campaign), soci::use(board), soci::use(state.mac), soci::use(phase),
        soci::use(from), soci::use(to), soci::use(state.slot), soci::use(bytes), soci::use(total),
        soci::use(attempts), soci::use(state.reason), soci::use(detail), soci::use(changed),
        soci::use(duration, hasDuration), soci::use(state.fromElf), soci::use(state.elf),
        soci::use(state.slotState), soci::use(excerpt), soci::use(state.fromSlot),
        soci::use(state.fromImage);
    if (isFinal(state.phase) && !state.mac.empty())
        upsertKnownBoard(session, state, replace);
}

std::vector<CampaignRecord> selectCampaigns(soci::session &session, const Query &query)
{
    Select select("select c.id, c.started, c.ended, c.image_file, c.image_sha256, c.project, "
                  "c.version, c.chip, c.operator, c.uid, c.station, c.profile, i.elf, i.bytes, "
                  "c.plan, c.owner "
                  "from campaigns c left join images i on i.sha256 = c.image_sha256");
    addCampaignConditions(select, query);
    if (query.board)
        select.where("c.id in (select r.campaign_id from board_results r where r.board = ? or "
                     "r.mac = ?)",
                     *query.board, lowered(*query.board));
    if (query.unended)
        select.where("c.ended is null");
    if (query.failuresOnly)
        select.where(std::string("c.id in (select r.campaign_id from board_results r where ") +
                     kFailures + ")");
    select.then(" order by c.id desc");
    select.limit(query.limit);
    return select.run(session, toCampaign);
}

std::vector<BoardRecord> selectBoards(soci::session &session, const Query &query)
{
    Select select("select r.campaign_id, r.board, r.mac, r.phase, r.from_version, r.to_version, "
                  "r.slot, r.bytes, r.total, r.attempts, r.reason, r.detail, r.changed, "
                  "r.duration_ms, r.from_elf, r.elf, r.slot_state, r.log_excerpt, "
                  "r.from_slot, r.from_image "
                  "from board_results r join campaigns c on c.id = r.campaign_id");
    addCampaignConditions(select, query);
    if (query.board)
        select.where("(r.board = ? or r.mac = ?)", *query.board, lowered(*query.board));
    if (query.failuresOnly)
        select.where(kFailures);
    select.then(" order by r.changed desc, r.campaign_id desc, r.board");
    select.limit(query.limit);
    return select.run(session, toBoard);
}

std::vector<StoredTransition> selectTransitions(soci::session &session, std::int64_t campaign,
                                                const std::optional<std::string> &board)
{
    Select select("select campaign_id, board, at, phase, bytes, total, reason, detail, attempt, "
                  "uid from transitions");
    select.where("campaign_id = ?", static_cast<long long>(campaign));
    if (board)
        select.where("board = ?", *board);
    select.then(" order by id");
    return select.run(session, toTransition);
}

std::vector<KnownBoard> selectKnownBoards(soci::session &session)
{
    Select select("select mac, board, station, chip, project, version, elf, slot, phase, "
                  "campaign_id, first_seen, last_seen from boards order by mac");
    return select.run(session, toKnownBoard);
}

std::vector<ImageRecord> selectImages(soci::session &session)
{
    Select select(
        "select i.sha256, i.elf, i.project, i.version, i.chip, i.bytes, i.first_used, i.last_used, "
        "(select count(*) from campaigns c where c.image_sha256 = i.sha256), "
        "(select count(*) from campaigns c join board_results r on r.campaign_id = c.id "
        "where c.image_sha256 = i.sha256 and r.phase = 'updated'), "
        "(select count(*) from campaigns c join board_results r on r.campaign_id = c.id "
        "where c.image_sha256 = i.sha256 and " +
        std::string(kFailures) + ") from images i order by i.last_used desc, i.sha256");
    return select.run(session, toImage);
}

} // namespace otabench::history::detail
