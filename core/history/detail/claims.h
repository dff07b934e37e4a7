#pragma once

#include "base/error.h"
#include "history/records.h"
#include "history/schema.h"
#include "history/station.h"

#include <soci/soci.h>

#include <chrono>
#include <string>
#include <vector>

namespace otabench::history::detail {

/// Who claims, and for how long. `token` is this History's own.
struct Claimant
{
    Backend backend = Backend::Sqlite;
    const Station &station;
    std::string token;
    std::chrono::milliseconds lease;
};

/// Takes all keys or none; BoardClaimed names who has one. Throws what SOCI throws. Call within a
/// transaction.
[[nodiscard]] Result<> takeClaims(soci::session &session, const Claimant &claimant,
                                  const std::string &board, const std::vector<std::string> &keys,
                                  std::int64_t campaign);
void renewClaims(soci::session &session, const Claimant &claimant);
void dropClaims(soci::session &session, const Claimant &claimant,
                const std::vector<std::string> &keys);
void dropAllClaims(soci::session &session, const Claimant &claimant);
/// Those that count.
[[nodiscard]] std::vector<Claim> selectClaims(soci::session &session, const Claimant &claimant);

} // namespace otabench::history::detail
