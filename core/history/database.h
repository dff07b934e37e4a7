#pragma once

#include "base/error.h"
#include "history/schema.h"

#include <soci/soci.h>

#include <chrono>
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
    std::chrono::milliseconds answerLimit{10'000};
    std::chrono::milliseconds busyLimit{3000};
};

/// `url` empty: the SQLite file, waited for so long when another program has locked it.
/// InvalidArgument for a URL of another kind.
[[nodiscard]] Result<Place>
placeOf(const std::filesystem::path &file, const std::string &url,
        std::chrono::milliseconds busyLimit = std::chrono::milliseconds(3000));

/// A connection with its limits set.
[[nodiscard]] Result<std::unique_ptr<soci::session>> openSession(const Place &place);

/// The socket behind a session; -1 with SQLite.
[[nodiscard]] int socketOf(const Place &place, soci::session &session);

/// Whether SQLite can read the file: SOCI does not free what it holds when it finds that out.
[[nodiscard]] Result<> probeFile(const Place &place, std::chrono::milliseconds busyLimit);

/// Brings the schema up to date, safe against another program doing the same at that moment.
[[nodiscard]] Result<> migrate(soci::session &session, const Place &place);

/// Runs `work` and turns what SOCI throws into an Error of a code to react to: DatabaseUnreachable,
/// DatabaseBusy, DatabaseCorrupt, PermissionDenied, DiskFull, else DatabaseFailed.
[[nodiscard]] Result<> guarded(const Place &place, const std::function<void()> &work);

/// The same with a limit: a server that does not answer within Place::answerLimit loses the
/// connection, so that `work` fails with DatabaseUnreachable instead of hanging.
[[nodiscard]] Result<> limited(const Place &place, soci::session &session,
                               const std::function<void()> &work);

} // namespace otabench::history
