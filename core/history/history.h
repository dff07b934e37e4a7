#pragma once

#include "base/error.h"
#include "base/phase.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace otabench::history {

using TimePoint = std::chrono::system_clock::time_point;

struct CampaignRecord
{
    std::int64_t id = 0; ///< 0 until stored
    TimePoint started = {};
    std::optional<TimePoint> ended = {};
    std::string imageFile = {}, imageSha256 = {}, project = {}, version = {}, chip = {};
    std::string operatorName = {};
    std::string plan = {};  ///< what it takes to run it again, in the words of who started it
    std::string owner = {}; ///< who runs it, to know whether it still does
};

/// One board's way through one campaign, as it stands.
struct BoardRecord
{
    std::int64_t campaignId = 0;
    std::string board = {}; ///< address
    std::string mac = {};
    Phase phase = Phase::Queued;
    std::string fromVersion = {}, toVersion = {}, slot = {};
    std::uint64_t bytes = 0, total = 0;
    unsigned attempts = 0;
    std::string reason = {}, detail = {}; ///< ErrorCode's name and its sentence
    TimePoint changed = {};
    std::optional<std::chrono::milliseconds> duration = {}; ///< set in a final phase
    /// What it ran before: slot, ELF digest and the digest that ends the image. Empty: not known.
    std::string fromSlot = {}, fromElf = {}, fromImage = {};
};

/// One transition, written before it is shown.
struct Transition
{
    std::int64_t campaignId = 0;
    std::string board = {};
    TimePoint at = {};
    Phase phase = Phase::Queued;
    std::uint64_t bytes = 0, total = 0;
    std::string reason = {}, detail = {};
};

struct Query
{
    std::optional<std::string> board = {}, imageSha256 = {};
    std::optional<std::int64_t> campaign = {};
    bool unended = false;  ///< only campaigns that have no end yet
    unsigned limit = 1000; ///< newest first
};

/// The record of what was done. Writes go to its own thread in order and are durable when their
/// handler has been called; reads block and are for the command line and workers. Any thread.
class History
{
public:
    /// `url`: empty for SQLite at `file`, or postgresql://… Makes or migrates the schema.
    /// DatabaseFailed.
    [[nodiscard]] static Result<std::unique_ptr<History>> open(const std::filesystem::path &file,
                                                               const std::string &url = {});
    virtual ~History() = default;

    using OnWritten = std::function<void(Result<>)>; ///< on the history thread: post from it
    virtual void startCampaign(CampaignRecord record,
                               std::function<void(Result<std::int64_t>)> onId) = 0;
    virtual void endCampaign(std::int64_t id, TimePoint at, OnWritten onWritten) = 0;
    /// Stores the transition and the board's record it leads to, in one transaction.
    virtual void record(Transition transition, BoardRecord state, OnWritten onWritten) = 0;
    /// Waits until all writes so far are durable, or the limit has passed (Timeout).
    [[nodiscard]] virtual Result<> flush(std::chrono::milliseconds limit) = 0;

    [[nodiscard]] virtual Result<std::vector<CampaignRecord>> campaigns(const Query &query) = 0;
    [[nodiscard]] virtual Result<std::vector<BoardRecord>> boards(const Query &query) = 0;
};

} // namespace otabench::history
