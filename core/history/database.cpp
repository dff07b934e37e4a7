#include "history/database.h"

#include "base/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <string_view>

// SOCI's backends by their C entry points: their own headers need those of libpq and SQLite, of
// which nothing is used here.
extern "C" const soci::backend_factory *factory_sqlite3();
extern "C" const soci::backend_factory *factory_postgresql();

namespace otabench::history {
namespace {

constexpr std::string_view kSchemes[] = {"postgresql://", "postgres://"};

/// postgresql://user:secret@host/db without the secret.
std::string withoutPassword(const std::string &url)
{
    const std::size_t start = url.find("://") + 3;
    const std::size_t at = url.find('@', start);
    const std::size_t colon = url.find(':', start);
    if (at == std::string::npos || colon == std::string::npos || colon > at)
        return url;
    return url.substr(0, colon) + url.substr(at);
}

/// The URL with a limit for connecting, unless it names one.
std::string withTimeout(const std::string &url)
{
    if (url.find("connect_timeout=") != std::string::npos)
        return url;
    return url + (url.find('?') == std::string::npos ? "?" : "&") + "connect_timeout=5";
}

/// SOCI reads `key=value` pairs; a value in quotes may hold spaces, but no quote.
Result<std::string> sqliteConnection(const std::filesystem::path &file,
                                     std::chrono::milliseconds busyLimit)
{
    const std::string path = file.string();
    if (path.find('"') != std::string::npos)
        return fail(ErrorCode::InvalidArgument,
                    "{}: the history cannot be kept below a folder with a quotation mark in its "
                    "name; set OTABENCH_HOME to another folder",
                    path);
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(busyLimit).count();
    return fmt::format("db=\"{}\" timeout={} synchronous=FULL", path, seconds);
}

/// Whether SQLite will be able to open `file`: its sentence does not say why. The file itself must
/// not be opened for that: closing it would take away the locks that other connections of this
/// process have on it (POSIX locks, see "How to corrupt an SQLite database file", 2.2), and the
/// next program to end would delete the log they write to.
Result<> checkCanOpen(const std::filesystem::path &file)
{
    std::error_code ignored;
    const auto found = std::filesystem::status(file, ignored).type();
    const bool isThere = found != std::filesystem::file_type::not_found;
    int error = 0;
    if (found == std::filesystem::file_type::directory)
        error = EISDIR;
    else if (::faccessat(AT_FDCWD, isThere ? file.c_str() : file.parent_path().c_str(),
                         isThere ? R_OK | W_OK : W_OK | X_OK, AT_EACCESS) != 0)
        error = errno;
    if (error == 0)
        return {};
    const bool isForbidden = errorCodeFromErrno(error) == ErrorCode::PermissionDenied;
    return fail(errorCodeFromErrno(error), "the history {} cannot be opened: {}{}", file.string(),
                errnoText(error),
                isForbidden ? "; make its folder writable, or set OTABENCH_HOME to another one"
                            : "");
}

long long nowMilliseconds()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

/// Takes the lock that keeps a second program from migrating at the same time.
void beginAlone(soci::session &session, Backend backend)
{
    if (backend == Backend::Sqlite) {
        session << "begin immediate";
        return;
    }
    session << "begin";
    session << "select pg_advisory_xact_lock(7238841)"; // any constant of ours
}

void migrateInTransaction(soci::session &session, Backend backend, int &foundVersion)
{
    session << "create table if not exists migrations (version bigint primary key, applied bigint "
               "not null)";
    long long version = 0;
    session << "select coalesce(max(version), 0) from migrations", soci::into(version);
    foundVersion = static_cast<int>(version);
    const auto steps = migrations(backend);
    for (auto next = static_cast<std::size_t>(version); next < steps.size(); ++next) {
        for (const std::string &statement : steps[next].statements)
            session << statement;
        const auto number = static_cast<long long>(next + 1);
        const long long now = nowMilliseconds();
        session << "insert into migrations (version, applied) values (:version, :applied)",
            soci::use(number), soci::use(now);
    }
}

} // namespace

Result<Place> placeOf(const std::filesystem::path &file, const std::string &url,
                      std::chrono::milliseconds busyLimit)
{
    if (url.empty()) {
        auto connection = sqliteConnection(file, busyLimit);
        if (!connection)
            return tl::unexpected(connection.error());
        return Place{.backend = Backend::Sqlite,
                     .connection = *std::move(connection),
                     .shown = file.string(),
                     .busyLimit = busyLimit};
    }
    const bool known = std::ranges::any_of(
        kSchemes, [&](std::string_view scheme) { return url.starts_with(scheme); });
    if (!known)
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" is no database for the history: write postgresql://USER@HOST/DATABASE, "
                    "or nothing for a file of this computer",
                    url);
    return Place{.backend = Backend::Postgresql,
                 .connection = withTimeout(url),
                 .shown = withoutPassword(url)};
}

Result<std::unique_ptr<soci::session>> openSession(const Place &place)
{
    if (place.backend == Backend::Sqlite) {
        if (auto can = checkCanOpen(place.shown); !can)
            return tl::unexpected(can.error());
        if (auto can = probeFile(place, place.busyLimit); !can)
            return tl::unexpected(can.error());
    }
    std::unique_ptr<soci::session> session;
    auto opened = guarded(place, [&] {
        if (place.backend == Backend::Sqlite) {
            session = std::make_unique<soci::session>(*factory_sqlite3(), place.connection);
            std::string mode;
            *session << "pragma journal_mode = wal", soci::into(mode);
            return;
        }
        session = std::make_unique<soci::session>(*factory_postgresql(), place.connection);
    });
    if (opened && place.backend == Backend::Postgresql) {
        opened = limited(place, *session, [&] {
            *session << "set statement_timeout = 5000";
            // A program that was stopped in the middle must not keep others waiting for ever.
            *session << "set idle_in_transaction_session_timeout = 15000";
            *session << "set client_min_messages = warning";
        });
    }
    if (!opened)
        return tl::unexpected(opened.error());
    return session;
}

Result<> migrate(soci::session &session, const Place &place)
{
    int found = 0;
    auto done = limited(place, session, [&] {
        beginAlone(session, place.backend);
        try {
            migrateInTransaction(session, place.backend, found);
            session << "commit";
        } catch (...) {
            // Of a connection that is lost nothing can be taken back; why it was lost is what
            // counts.
            (void)guarded(place, [&] { session << "rollback"; });
            throw;
        }
    });
    if (!done)
        return done;
    const auto known = static_cast<int>(migrations(place.backend).size());
    if (found > known)
        return fail(ErrorCode::DatabaseTooNew,
                    "the history {} was made by a newer otabench (schema {}, this one knows {}): "
                    "update otabench on this computer",
                    place.shown, found, known);
    return {};
}

} // namespace otabench::history
