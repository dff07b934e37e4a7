#include "history/detail/waiting.h"

#include "base/files.h"
#include "base/log.h"
#include "history/detail/statements.h"

#include <algorithm>
#include <limits>
#include <map>

namespace otabench::history::detail {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kAll = static_cast<unsigned>(std::numeric_limits<int>::max());

/// FNV-1a: a name that stays the same from one run to the next.
std::uint64_t digest(std::string_view text)
{
    std::uint64_t value = 0xcbf29ce484222325;
    for (const char c : text)
        value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return value;
}

Result<std::unique_ptr<soci::session>> openWaiting(const fs::path &file)
{
    const auto place = placeOf(file, {});
    if (!place)
        return tl::unexpected(place.error());
    if (const auto made = makeFolder(file.parent_path(), FileMode::Public); !made)
        return tl::unexpected(made.error());
    auto session = openSession(*place);
    if (!session)
        return session;
    if (const auto done = migrate(**session, *place); !done)
        return tl::unexpected(done.error());
    return session;
}

void insertKept(soci::session &session, const std::vector<CampaignRecord> &campaigns,
                const std::vector<Entry> &entries)
{
    // A campaign has the number here that it has there, so that entries find it.
    std::map<std::int64_t, CampaignRecord> known;
    for (const CampaignRecord &campaign : campaigns)
        known.emplace(campaign.id, campaign);
    for (const Entry &entry : entries)
        known.emplace(entry.transition.campaignId, CampaignRecord{});
    for (const auto &[id, campaign] : known) {
        const auto number = static_cast<long long>(id);
        int there = 0;
        session << "select count(*) from campaigns where id = :id", soci::use(number),
            soci::into(there);
        if (there != 0)
            continue;
        const auto stored = static_cast<long long>(insertCampaign(session, campaign));
        session << "update campaigns set id = :id where id = :stored", soci::use(number),
            soci::use(stored);
    }
    for (const Entry &entry : entries) {
        if (entry.campaignEnd) {
            setCampaignEnd(session, entry.transition.campaignId, *entry.campaignEnd);
        } else {
            insertTransition(session, entry.transition, entry.uid);
            upsertBoard(session, entry.state);
        }
    }
}

/// The number of a campaign there; made there when the database is another than it was.
std::optional<std::int64_t> campaignThere(soci::session &session, const CampaignRecord &campaign)
{
    if (!campaign.uid.empty()) {
        const auto found = campaignByUid(session, campaign.uid);
        return found ? found : insertCampaign(session, campaign);
    }
    long long there = 0;
    const auto number = static_cast<long long>(campaign.id);
    session << "select count(*) from campaigns where id = :id", soci::use(number),
        soci::into(there);
    return there != 0 ? std::optional(campaign.id) : std::nullopt;
}

std::size_t copyKept(soci::session &from, soci::session &to)
{
    std::size_t count = 0;
    for (const CampaignRecord &campaign : selectCampaigns(from, {.limit = kAll})) {
        const auto id = campaignThere(to, campaign);
        if (!id) {
            logWarning("history",
                       fmt::format("results of the campaign {} were kept for a database that does "
                                   "not know it: they are left out",
                                   campaign.id));
            continue;
        }
        for (auto &[transition, uid] : selectTransitions(from, campaign.id, {})) {
            transition.campaignId = *id;
            insertTransition(to, transition, uid);
            ++count;
        }
        for (BoardRecord &state : selectBoards(from, {.campaign = campaign.id, .limit = kAll})) {
            state.campaignId = *id;
            upsertBoard(to, state, Replace::IfNewer);
        }
        if (campaign.ended)
            setCampaignEnd(to, *id, *campaign.ended);
    }
    return count;
}

void clearKept(soci::session &kept)
{
    for (const char *table : {"transitions", "board_results", "boards", "images", "campaigns"})
        kept << std::string("delete from ") + table;
}

} // namespace

fs::path waitingFile(const fs::path &file, const Place &place)
{
    if (file.empty())
        return {};
    return file.parent_path() / fmt::format("history-waiting-{:016x}.sqlite", digest(place.shown));
}

Result<> keepWaiting(const fs::path &file, const std::vector<CampaignRecord> &campaigns,
                     const std::vector<Entry> &entries)
{
    auto session = openWaiting(file);
    if (!session)
        return tl::unexpected(session.error());
    const Place place{.backend = Backend::Sqlite, .connection = {}, .shown = file.string()};
    return guarded(place, [&] {
        soci::transaction transaction(**session);
        insertKept(**session, campaigns, entries);
        transaction.commit();
    });
}

Result<std::size_t> takeWaiting(const fs::path &file, soci::session &session, const Place &place)
{
    std::error_code none;
    if (file.empty() || !fs::exists(file, none))
        return 0;
    auto kept = openWaiting(file);
    if (!kept)
        return tl::unexpected(kept.error());
    std::size_t count = 0;
    auto done = limited(place, session, [&] {
        // Another otabench of this home waits here, and finds nothing then. Should this one end
        // between the two commits, what is written twice is the same.
        (**kept) << "begin exclusive";
        soci::transaction transaction(session);
        count = copyKept(**kept, session);
        transaction.commit();
        clearKept(**kept);
        (**kept) << "commit";
    });
    if (!done)
        return tl::unexpected(done.error());
    return count;
}

} // namespace otabench::history::detail
