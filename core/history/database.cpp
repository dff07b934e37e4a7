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
Result<std::string> sqliteConnection(const std::filesystem::path &file)
{
    const std::string path = file.string();
    if (path.find('"') != std::string::npos)
        return fail(ErrorCode::InvalidArgument,
                    "{}: the history cannot be kept below a folder with a quotation mark in its "
                    "name; set OTABENCH_HOME to another folder",
                    path);
    return "db=\"" + path + "\" timeout=3 synchronous=FULL";
}

/// Whether SQLite will be able to open `file`: SOCI does not free what it holds when that fails,
/// and its sentence does not say why.
Result<> checkCanOpen(const std::filesystem::path &file)
{
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) {
        const int error = errno;
        return fail(errorCodeFromErrno(error), "the history {} cannot be opened: {}", file.string(),
                    errnoText(error));
    }
    ::close(fd);
    return {};
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

Result<Place> placeOf(const std::filesystem::path &file, const std::string &url)
{
    if (url.empty()) {
        auto connection = sqliteConnection(file);
        if (!connection)
            return tl::unexpected(connection.error());
        return Place{Backend::Sqlite, *std::move(connection), file.string()};
    }
    const bool known = std::ranges::any_of(
        kSchemes, [&](std::string_view scheme) { return url.starts_with(scheme); });
    if (!known)
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" is no database for the history: write postgresql://USER@HOST/DATABASE, "
                    "or nothing for a file of this computer",
                    url);
    return Place{Backend::Postgresql, withTimeout(url), withoutPassword(url)};
}

Result<> guarded(const Place &place, const std::function<void()> &work)
{
    try {
        work();
        return {};
    } catch (const std::exception &error) {
        const std::string_view text = error.what();
        const bool full = text.find("full") != std::string_view::npos ||
                          text.find("No space left") != std::string_view::npos;
        if (full)
            return fail(ErrorCode::DiskFull,
                        "the history {} cannot be written: {}; free some space on that disk",
                        place.shown, text);
        return fail(ErrorCode::DatabaseFailed, "the history {} failed: {}", place.shown, text);
    }
}

Result<std::unique_ptr<soci::session>> openSession(const Place &place)
{
    if (place.backend == Backend::Sqlite) {
        if (auto can = checkCanOpen(place.shown); !can)
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
        *session << "set statement_timeout = 5000";
        *session << "set client_min_messages = warning";
    });
    if (!opened)
        return tl::unexpected(opened.error());
    return session;
}

Result<> migrate(soci::session &session, const Place &place)
{
    int found = 0;
    auto done = guarded(place, [&] {
        beginAlone(session, place.backend);
        try {
            migrateInTransaction(session, place.backend, found);
            session << "commit";
        } catch (...) {
            session << "rollback";
            throw;
        }
    });
    if (!done)
        return done;
    const auto known = static_cast<int>(migrations(place.backend).size());
    if (found > known)
        return fail(ErrorCode::DatabaseFailed,
                    "the history {} was made by a newer otabench (schema {}, this one knows {}): "
                    "update otabench on this computer",
                    place.shown, found, known);
    return {};
}

} // namespace otabench::history
