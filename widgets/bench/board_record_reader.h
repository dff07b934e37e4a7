#pragma once

#include "base/error.h"
#include "base/phase.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace otabench::widgets {

/// Where the record of what was done is kept.
struct RecordSource
{
    std::filesystem::path historyFile;
    std::string databaseUrl;            ///< empty: the file
    std::filesystem::path certificates; ///< the lab's, for names of the CAs that boards trust
};

/// A transition of a board in a campaign.
struct BoardTransition
{
    std::chrono::system_clock::time_point at;
    std::int64_t campaign = 0;
    std::string version; ///< of the campaign's image
    Phase phase = Phase::Queued;
    unsigned attempt = 0;
    std::string reason, detail; ///< ErrorCode's name and the sentence; empty: none
};

/// What the record and the lab's files know of a board that it does not tell itself.
struct BoardRecordView
{
    std::vector<BoardTransition> transitions; ///< newest first
    std::optional<std::chrono::system_clock::time_point> firstSeen, lastSeen;
    std::map<std::string, std::string> slotVersions; ///< as its last update left them
    std::map<std::string, std::string> caNames;      ///< by SHA-256 fingerprint
    std::optional<Error> error;                      ///< why the record could not be read
};

/// The newest campaigns of a board that are looked at.
inline constexpr unsigned kMostCampaigns = 50;

/// Reads it: blocks, for workers. `mac` decides which board it is; where it is empty, `address`.
[[nodiscard]] BoardRecordView readBoardRecord(const RecordSource &source, const std::string &mac,
                                              const std::string &address, std::stop_token stop);

} // namespace otabench::widgets
