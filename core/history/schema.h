#pragma once

#include <string>
#include <vector>

namespace otabench::history {

enum class Backend
{
    Sqlite,
    Postgresql,
};

/// What takes a database from version N-1 to version N: element N-1 of migrations(). A migration
/// that has been released is never edited; a change is a new one at the end.
struct Migration
{
    std::vector<std::string> statements;
};

/// The one schema, in the dialect of a backend (they differ in how ids are made and in how the time
/// is asked, only). Times are milliseconds since 1970 UTC, phases and reasons the words of
/// base/phase.h and base/error.h, digests lower-case hex; what is not known is an empty text or 0.
///
///   campaigns      one image to many boards; `uid` is the same in every database
///   transitions    each phase of each board as it was entered: the times of every phase
///   board_results  where a board stands in a campaign, at last its result
///   boards         what is known of each board, by MAC, whichever computer saw it last
///   images         what has been sent to boards
///   claims         which otabench updates which board now; a row past `expires` counts for nothing
[[nodiscard]] std::vector<Migration> migrations(Backend backend);

/// The database's clock, as the schema has times: computers that share it may disagree on theirs.
[[nodiscard]] std::string nowExpression(Backend backend);

} // namespace otabench::history
