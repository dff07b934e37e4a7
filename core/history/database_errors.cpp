#include "history/database.h"
#include "history/detail/watchdog.h"

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <exception>
#include <memory>
#include <string_view>

namespace otabench::history {
namespace {

struct CloseFile
{
    void operator()(sqlite_api::sqlite3 *file) const { sqlite_api::sqlite3_close(file); }
};

/// Of the two texts that both libraries put after one another the first line is enough.
std::string firstLine(std::string_view text)
{
    const std::size_t end = text.find('\n');
    std::string line(text.substr(0, end));
    while (!line.empty() && (line.back() == '.' || line.back() == ' '))
        line.pop_back();
    return line;
}

/// Every line of libpq's words on a server that it does not reach: one an address it tried.
std::string joinedLines(std::string_view text)
{
    std::string joined;
    for (const char c : text) {
        if (c != '\n' && c != '\t')
            joined += c;
        else if (!joined.empty() && joined.back() != ' ')
            joined += ' ';
    }
    joined.erase(joined.find_last_not_of(" .") + 1);
    return joined;
}

Error sqliteError(const Place &place, int result, const std::string &text)
{
    const std::string &file = place.shown;
    switch (result & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail(ErrorCode::DatabaseBusy,
                    "the history {} is locked by another program: close that program (\"fuser -v "
                    "{}\" shows which), then try again",
                    file, file)
            .value();
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return fail(ErrorCode::DatabaseCorrupt,
                    "the history {} is damaged: {}; nothing in it was changed. What to do: put a "
                    "backup in its place, or move it aside (mv {} {}.damaged) to begin a new one; "
                    "\"sqlite3 {}.damaged .recover\" shows what can still be read",
                    file, text, file, file, file)
            .value();
    case SQLITE_FULL:
        return fail(ErrorCode::DiskFull,
                    "the history {} cannot be written: {}; free some space on that disk", file,
                    text)
            .value();
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return fail(ErrorCode::PermissionDenied,
                    "the history {} cannot be written: {}; make its folder writable, or set "
                    "OTABENCH_HOME to another one",
                    file, text)
            .value();
    case SQLITE_IOERR:
        return fail(ErrorCode::InputOutput,
                    "the history {} cannot be written: {}; check that disk, and the space on it",
                    file, text)
            .value();
    default:
        return fail(ErrorCode::DatabaseFailed, "the history {} failed: {}", file, text).value();
    }
}

Error unreachable(const Place &place, std::string_view text)
{
    return fail(ErrorCode::DatabaseUnreachable,
                "the history {} cannot be reached: {}; check that the database server runs and "
                "that the network reaches it",
                place.shown, text)
        .value();
}

/// By SQLSTATE. Source: PostgreSQL 15 documentation, appendix A.
Error postgresqlError(const Place &place, const soci::postgresql_soci_error &error)
{
    const std::string state = error.sqlstate();
    const std::string text = firstLine(error.get_error_message());
    const auto is = [&](auto... states) { return ((state.starts_with(states)) || ...); };
    if (is("08", "57P") || state.find_first_not_of(std::string_view(" \0", 2)) == std::string::npos)
        return unreachable(place, joinedLines(error.get_error_message()));
    if (is("53100"))
        return fail(ErrorCode::DiskFull,
                    "the history {} cannot be written: {}; free some space on the server's disk",
                    place.shown, text)
            .value();
    if (is("55P03", "57014", "40"))
        return fail(ErrorCode::DatabaseBusy,
                    "the history {} is locked by another program: {}; try again", place.shown, text)
            .value();
    if (is("42501", "25006", "28"))
        return fail(ErrorCode::PermissionDenied,
                    "the history {} may not be written: {}; ask whoever keeps that database",
                    place.shown, text)
            .value();
    return fail(ErrorCode::DatabaseFailed, "the history {} failed: {}", place.shown, text).value();
}

} // namespace

Result<> guarded(const Place &place, const std::function<void()> &work)
{
    try {
        work();
        return {};
    } catch (const soci::sqlite3_soci_error &error) {
        return tl::unexpected(
            sqliteError(place, error.result(), firstLine(error.get_error_message())));
    } catch (const soci::postgresql_soci_error &error) {
        return tl::unexpected(postgresqlError(place, error));
    } catch (const std::exception &error) {
        // What SOCI throws without a state when libpq cannot connect.
        if (place.backend == Backend::Postgresql)
            return tl::unexpected(unreachable(place, joinedLines(error.what())));
        return fail(ErrorCode::DatabaseFailed, "the history {} failed: {}", place.shown,
                    firstLine(error.what()));
    }
}

Result<> probeFile(const Place &place, std::chrono::milliseconds busyLimit)
{
    namespace api = sqlite_api; // where SOCI's header puts SQLite's
    api::sqlite3 *raw = nullptr;
    int result = api::sqlite3_open_v2(place.shown.c_str(), &raw,
                                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const std::unique_ptr<api::sqlite3, CloseFile> file(raw);
    if (result == SQLITE_OK) {
        api::sqlite3_busy_timeout(file.get(), static_cast<int>(busyLimit.count()));
        result = api::sqlite3_exec(file.get(), "pragma schema_version", nullptr, nullptr, nullptr);
    }
    if (result == SQLITE_OK)
        return {};
    return tl::unexpected(sqliteError(place, result, api::sqlite3_errmsg(file.get())));
}

Result<> limited(const Place &place, soci::session &session, const std::function<void()> &work)
{
    if (place.backend == Backend::Sqlite)
        return guarded(place, work); // its own limit is that of locks
    detail::Watchdog dog(socketOf(place, session), place.answerLimit);
    auto done = guarded(place, work);
    if (dog.hasBitten())
        return fail(ErrorCode::DatabaseUnreachable,
                    "the history {} cannot be reached: the server has not answered for {} ms; "
                    "check that the database server runs and that the network reaches it",
                    place.shown, place.answerLimit.count());
    return done;
}

int socketOf(const Place &place, soci::session &session)
{
    if (place.backend == Backend::Sqlite)
        return -1;
    // The library keeps the class's type information to itself: no dynamic_cast.
    return ::PQsocket(
        static_cast<soci::postgresql_session_backend *>(session.get_backend())->conn_);
}

} // namespace otabench::history
