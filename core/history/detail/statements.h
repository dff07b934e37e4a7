#pragma once

#include "history/records.h"
#include "history/schema.h"

#include <soci/soci.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What is written to and read from the schema. All throw what SOCI throws.
namespace otabench::history::detail {

[[nodiscard]] long long toStored(TimePoint at);
[[nodiscard]] TimePoint fromStored(long long milliseconds);

[[nodiscard]] std::int64_t insertCampaign(soci::session &session, const CampaignRecord &record);
void setCampaignEnd(soci::session &session, std::int64_t id, TimePoint at);
[[nodiscard]] std::optional<std::int64_t> campaignByUid(soci::session &session,
                                                        const std::string &uid);

/// A transition whose uid is there already is left as it is: it was written, and only the answer
/// was lost.
void insertTransition(soci::session &session, const Transition &transition, const std::string &uid);
enum class Replace
{
    Always,  ///< what comes later is what counts, whatever the clock said
    IfNewer, ///< for what has waited: the campaign may have gone on meanwhile
};

/// The record of a board. A final one also goes into what is known of the board.
void upsertBoard(soci::session &session, const BoardRecord &state,
                 Replace replace = Replace::Always);

[[nodiscard]] std::vector<CampaignRecord> selectCampaigns(soci::session &session,
                                                          const Query &query);
[[nodiscard]] std::vector<BoardRecord> selectBoards(soci::session &session, const Query &query);

struct StoredTransition
{
    Transition transition;
    std::string uid;
};

[[nodiscard]] std::vector<StoredTransition>
selectTransitions(soci::session &session, std::int64_t campaign,
                  const std::optional<std::string> &board);
[[nodiscard]] std::vector<KnownBoard> selectKnownBoards(soci::session &session);
[[nodiscard]] std::vector<ImageRecord> selectImages(soci::session &session);

} // namespace otabench::history::detail
