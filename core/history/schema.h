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

/// The one schema, in the dialect of a backend (they differ in how ids are made, only). Times are
/// milliseconds since 1970 UTC, phases and reasons the words of base/phase.h and base/error.h.
[[nodiscard]] std::vector<Migration> migrations(Backend backend);

} // namespace otabench::history
