#pragma once

#include "base/phase.h"

#include <chrono>
#include <cstdint>
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
    std::string operatorName = {}; ///< empty when it is stored: the station's
    std::string plan = {};    ///< what it takes to run it again, in the words of who started it
    std::string owner = {};   ///< who runs it, to know whether it still does
    std::string uid = {};     ///< the same in every database; made when it is stored
    std::string station = {}; ///< the computer; empty when it is stored: this one
    std::string profile = {};
    std::string elfSha256 = {}; ///< of the image; empty: not known
    std::uint64_t imageBytes = 0;
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
    std::string elf = {}, slotState = {}; ///< what it showed last: the proof of an update
    std::string logExcerpt = {};          ///< its last lines before a failure
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
    unsigned attempt = 0;
};

/// What is known of a board, whichever computer saw it.
struct KnownBoard
{
    std::string mac = {};
    std::string board = {}; ///< its address there
    std::string station = {};
    std::string chip = {}, project = {}, version = {}, elf = {}, slot = {}; ///< what it runs
    Phase phase = Phase::Queued; ///< of its last campaign
    std::int64_t campaignId = 0;
    TimePoint firstSeen = {}, lastSeen = {};
};

/// An image that boards were sent, and what came of it.
struct ImageRecord
{
    std::string sha256 = {}, elf = {}, project = {}, version = {}, chip = {};
    std::uint64_t bytes = 0; ///< 0: not known
    TimePoint firstUsed = {}, lastUsed = {};
    unsigned campaigns = 0, updated = 0, failures = 0;
};

/// A board that an otabench updates now.
struct Claim
{
    std::string board = {}; ///< as it was shown there
    std::string operatorName = {}, station = {};
    std::int64_t campaignId = 0;
    TimePoint since = {};
};

/// What is asked of the record. All that is given must hold.
struct Query
{
    std::optional<std::string> board = {};       ///< address or MAC
    std::optional<std::string> imageSha256 = {}; ///< or how it begins
    std::optional<std::int64_t> campaign = {};
    bool unended = false;                            ///< only campaigns that have no end yet
    unsigned limit = 1000;                           ///< newest first
    std::optional<TimePoint> since = {}, until = {}; ///< of the campaign's start; until: excluded
    std::optional<std::string> operatorName = {}, station = {};
    bool failuresOnly = false;
};

} // namespace otabench::history
