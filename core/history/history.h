#pragma once

#include "base/error.h"
#include "history/records.h"
#include "history/station.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace otabench::history {

struct HistoryOptions
{
    /// SQLite's, and what results wait beside when the database is gone at the end; may be empty
    /// with a URL: nothing waits then.
    std::filesystem::path file;
    std::string url = {}; ///< postgresql://…; empty: SQLite
    Station station = Station::here();
    std::chrono::milliseconds claimLease{30'000};  ///< of a program that does not renew it any more
    std::chrono::milliseconds busyLimit{3000};     ///< how long a locked SQLite file is waited for
    std::chrono::milliseconds answerLimit{10'000}; ///< of the server, for what is asked at once
    std::size_t mostWaiting = 100'000; ///< entries that are kept for a database that is gone
};

/// The record of what was done. Writes go to its own thread in order and are durable when their
/// handler has been called without an error; reads block and are for the command line and workers.
/// Any thread.
///
/// A database that is gone, locked or full does not lose results: their handlers hear of it once,
/// the entries wait and are written when it is back. Those that still wait at the end go into a
/// file beside HistoryOptions::file, which the next History of the same database takes up.
class History
{
public:
    /// Makes or migrates the schema, then writes what has waited. DatabaseUnreachable,
    /// DatabaseBusy, DatabaseCorrupt (nothing is overwritten), DatabaseTooNew, PermissionDenied (a
    /// read-only disk), DiskFull, InvalidArgument for a URL of another kind, else DatabaseFailed.
    [[nodiscard]] static Result<std::unique_ptr<History>> open(HistoryOptions options);

    [[nodiscard]] static Result<std::unique_ptr<History>> open(const std::filesystem::path &file,
                                                               const std::string &url = {})
    {
        return open(HistoryOptions{.file = file, .url = url});
    }

    /// Whether open() would find its database; neither makes nor migrates anything.
    [[nodiscard]] static Result<> reach(const HistoryOptions &options);

    virtual ~History() = default;

    using OnWritten = std::function<void(Result<>)>; ///< on the history thread: post from it
    virtual void startCampaign(CampaignRecord record,
                               std::function<void(Result<std::int64_t>)> onId) = 0;
    virtual void endCampaign(std::int64_t id, TimePoint at, OnWritten onWritten) = 0;
    /// Stores the transition and the board's record it leads to, in one transaction.
    virtual void record(Transition transition, BoardRecord state, OnWritten onWritten) = 0;
    /// Waits until all writes so far are durable, or the limit has passed (Timeout).
    [[nodiscard]] virtual Result<> flush(std::chrono::milliseconds limit) = 0;

    // No update of one board by two at once. A claim lasts until release(), the end of this object,
    // or, when the program was killed, until its lease has run out; on the same computer it is
    // enough that the process has ended.

    /// Takes all keys (a board's MAC, its address), or none: BoardClaimed, naming who has one.
    /// `board` is its name for people. Keys of this object's own are taken anew.
    virtual void claim(std::string board, std::vector<std::string> keys, std::int64_t campaign,
                       OnWritten onClaimed) = 0;
    virtual void release(std::vector<std::string> keys) = 0;

    [[nodiscard]] virtual Result<std::vector<CampaignRecord>> campaigns(const Query &query) = 0;
    [[nodiscard]] virtual Result<std::vector<BoardRecord>> boards(const Query &query) = 0;
    /// In the order they were entered; of one board, or all.
    [[nodiscard]] virtual Result<std::vector<Transition>>
    transitions(std::int64_t campaign, const std::optional<std::string> &board = {}) = 0;
    [[nodiscard]] virtual Result<std::vector<KnownBoard>> knownBoards() = 0;
    [[nodiscard]] virtual Result<std::vector<ImageRecord>> images() = 0;
    [[nodiscard]] virtual Result<std::vector<Claim>> claims() = 0;

    [[nodiscard]] virtual const Station &station() const = 0;
};

} // namespace otabench::history
