#include "history/detail/claims.h"

#include "history/detail/statements.h"

#include <fmt/chrono.h>

#include <ctime>
#include <optional>

namespace otabench::history::detail {
namespace {

constexpr int kTries = 3;

struct Owner
{
    Claim claim;
    Station station;
    std::string token;
};

std::string now(const Claimant &claimant)
{
    return nowExpression(claimant.backend);
}

/// "14:02", with the day where that is another one.
std::string localTime(TimePoint at)
{
    const std::time_t then = std::chrono::system_clock::to_time_t(at);
    const std::time_t today = std::time(nullptr);
    std::tm thenParts = {}, todayParts = {};
    ::localtime_r(&then, &thenParts);
    ::localtime_r(&today, &todayParts);
    const bool isToday =
        thenParts.tm_year == todayParts.tm_year && thenParts.tm_yday == todayParts.tm_yday;
    return isToday ? fmt::format("{:%H:%M}", thenParts)
                   : fmt::format("{:%Y-%m-%d %H:%M}", thenParts);
}

std::optional<Owner> ownerOf(soci::session &session, const std::string &key)
{
    Owner owner;
    long long process = 0, campaign = 0, since = 0;
    session << "select token, board, operator, station, place, process, process_start, "
               "campaign_id, since from claims where board_key = :key",
        soci::use(key), soci::into(owner.token), soci::into(owner.claim.board),
        soci::into(owner.claim.operatorName), soci::into(owner.claim.station),
        soci::into(owner.station.place), soci::into(process),
        soci::into(owner.station.processStart), soci::into(campaign), soci::into(since);
    if (!session.got_data())
        return std::nullopt;
    owner.claim.campaignId = campaign;
    owner.claim.since = fromStored(since);
    owner.station.process = process;
    return owner;
}

void insertClaim(soci::session &session, const Claimant &claimant, const std::string &board,
                 const std::string &key, std::int64_t campaign)
{
    const Station &station = claimant.station;
    const auto process = static_cast<long long>(station.process);
    const auto id = static_cast<long long>(campaign);
    const auto lease = static_cast<long long>(claimant.lease.count());
    session << "insert into claims (board_key, token, board, operator, station, place, process, "
               "process_start, campaign_id, since, expires) values (:key, :token, :board, "
               ":operator, :station, :place, :process, :start, :campaign, " +
                   now(claimant) + ", " + now(claimant) + " + :lease) " +
                   "on conflict (board_key) do nothing",
        soci::use(key), soci::use(claimant.token), soci::use(board),
        soci::use(station.operatorName), soci::use(station.name), soci::use(station.place),
        soci::use(process), soci::use(station.processStart), soci::use(id), soci::use(lease);
}

Error refusal(const std::string &board, const Owner &owner)
{
    return fail(ErrorCode::BoardClaimed,
                "{} is being updated by {} on {} since {}: wait until that has ended, then try "
                "again",
                board, owner.claim.operatorName, owner.claim.station, localTime(owner.claim.since))
        .value();
}

/// One key: nothing when it is ours now, else who has it.
std::optional<Owner> takeClaim(soci::session &session, const Claimant &claimant,
                               const std::string &board, const std::string &key,
                               std::int64_t campaign)
{
    session << "delete from claims where board_key = :key and expires < " + now(claimant),
        soci::use(key);
    std::optional<Owner> owner;
    for (int i = 0; i < kTries; ++i) {
        insertClaim(session, claimant, board, key, campaign);
        owner = ownerOf(session, key);
        if (!owner) // given up between the two
            continue;
        if (owner->token == claimant.token)
            return std::nullopt;
        if (!claimant.station.hasEnded(owner->station))
            return owner;
        session << "delete from claims where board_key = :key and token = :token", soci::use(key),
            soci::use(owner->token);
    }
    return owner ? owner : Owner{};
}

} // namespace

Result<> takeClaims(soci::session &session, const Claimant &claimant, const std::string &board,
                    const std::vector<std::string> &keys, std::int64_t campaign)
{
    // Two that take keys of each other in another order would wait for one another.
    if (claimant.backend == Backend::Postgresql)
        session << "select pg_advisory_xact_lock(7238842)";
    std::vector<std::string> taken;
    for (const std::string &key : keys) {
        const auto owner = takeClaim(session, claimant, board, key, campaign);
        if (!owner) {
            taken.push_back(key);
            continue;
        }
        dropClaims(session, claimant, taken);
        return tl::unexpected(refusal(board, *owner));
    }
    return {};
}

void renewClaims(soci::session &session, const Claimant &claimant)
{
    const auto lease = static_cast<long long>(claimant.lease.count());
    session << "update claims set expires = " + now(claimant) + " + :lease where token = :token",
        soci::use(lease), soci::use(claimant.token);
}

void dropClaims(soci::session &session, const Claimant &claimant,
                const std::vector<std::string> &keys)
{
    for (const std::string &key : keys)
        session << "delete from claims where board_key = :key and token = :token", soci::use(key),
            soci::use(claimant.token);
}

void dropAllClaims(soci::session &session, const Claimant &claimant)
{
    session << "delete from claims where token = :token", soci::use(claimant.token);
}

std::vector<Claim> selectClaims(soci::session &session, const Claimant &claimant)
{
    std::vector<Claim> claims;
    std::vector<std::string> keys;
    {
        const soci::rowset<std::string> rows(
            (session.prepare << "select board_key from claims where expires >= " + now(claimant) +
                                    " order by since, board_key"));
        keys.assign(rows.begin(), rows.end());
    }
    for (const std::string &key : keys) {
        const auto owner = ownerOf(session, key);
        if (owner && !claimant.station.hasEnded(owner->station))
            claims.push_back(owner->claim);
    }
    return claims;
}

} // namespace otabench::history::detail
