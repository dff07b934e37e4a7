#pragma once

#include "base/error.h"
#include "history/history.h"
#include "history/schema.h"

#include <soci/soci.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace otabench::history {

/// Where the record is kept, and how to open a session there. Nothing of SOCI leaves this room.
struct Place
{
    Backend backend = Backend::Sqlite;
    std::string connection; ///< for SOCI
    std::string shown;      ///< for messages: the file, or the URL without its password
};

/// `url` empty: the SQLite file. InvalidArgument for a URL of another kind.
[[nodiscard]] Result<Place> placeOf(const std::filesystem::path &file, const std::string &url);

/// A connection with its limits set: a locked database is waited for three seconds.
[[nodiscard]] Result<std::unique_ptr<soci::session>> openSession(const Place &place);

/// Brings the schema up to date, safe against another program doing the same at that moment.
[[nodiscard]] Result<> migrate(soci::session &session, const Place &place);

/// Runs `work` and turns what SOCI throws into an Error: DiskFull where the database says so, else
/// DatabaseFailed.
[[nodiscard]] Result<> guarded(const Place &place, const std::function<void()> &work);

} // namespace otabench::history
