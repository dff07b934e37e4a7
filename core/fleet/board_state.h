#pragma once

#include "base/error.h"
#include "base/phase.h"
#include "image/preflight.h"
#include "monitor/diagnosis.h"
#include "monitor/log_entry.h"
#include "monitor/log_record.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace otabench::fleet {

/// How a board is told to update.
enum class ProfileKind
{
    Agent,
    Stdin,
    Console,
    Reset, ///< a restart is all it takes: its firmware has the URL built in
};

/// How boards are told, as data: see fleet/profiles.h.
struct Profile
{
    ProfileKind kind = ProfileKind::Agent;
    std::string command = {}; ///< Console: the template, with {url}
    std::string name = {}, description = {};
    std::string path = {}; ///< Reset: of the URL built into the firmware
    /// Texts in its log, `*` for any characters; none: the stock examples' lines.
    std::vector<std::string> ready = {}, started = {}, done = {}, failed = {};
    bool resetsBefore = false; ///< restarted first, by its reset line
    bool resetsAfter = false;  ///< restarted when it is done
};

[[nodiscard]] std::string_view name(ProfileKind kind);
[[nodiscard]] std::optional<ProfileKind> profileFromName(std::string_view name);

/// What a board says of itself (agent protocol's identify), or its boot log shows.
struct BoardIdentity
{
    std::string mac, chip, project, version, idfVersion;
    std::uint16_t chipRevision = 0;
    std::string elfSha256;   ///< 64 hex, or a shorter prefix from a log; empty: not known
    std::string imageSha256; ///< digest that ends the running image; empty: not known
    std::string slot, slotState, nextSlot;

    struct Slot
    {
        std::string label;
        std::uint64_t bytes = 0;
    };

    std::vector<Slot> slots;
    std::vector<std::string> trustedCas; ///< SHA-256 fingerprints
    std::uint64_t heapFree = 0;
    std::uint64_t heapMinimum = 0;  ///< low-water mark; 0: not known
    std::uint64_t stackMinimum = 0; ///< of the agent's task; 0: not known
    unsigned boots = 0;
    std::string resetReason;

    // What it asks of an image, where its agent tells it.
    std::optional<std::uint32_t> secureVersion; ///< in the eFuses; none also without anti-rollback
    std::optional<std::vector<std::string>> signingKeys; ///< digests; empty: takes unsigned images
    std::optional<bool> decrypts;                        ///< takes pre-encrypted images
};

/// What an update has cost a board, by its own report.
struct UpdateCosts
{
    std::uint64_t bytesPerSecond = 0; ///< since the connection was made
    unsigned connections = 0;
    unsigned resumed = 0; ///< of them with an abbreviated TLS handshake
    std::chrono::milliseconds handshake{0};
    unsigned reconnects = 0;        ///< after lost connections
    unsigned restarts = 0;          ///< for the file had changed
    std::uint64_t heapMinimum = 0;  ///< low-water mark
    std::uint64_t stackMinimum = 0; ///< 0: not known
};

/// What of it an image is judged against (image::preflight). A board known by its log alone has not
/// told its chip's revision and its slots.
[[nodiscard]] image::BoardFacts boardFacts(const BoardIdentity &identity);

enum class PortState
{
    Closed, ///< not open yet, or being connected to
    Open,
    Lost, ///< unplugged, or its far end has closed it: opened again when it is back
    Lent  ///< another program has it for a while
};

/// All that is shown of one board. An immutable value: copies go to other threads.
struct BoardState
{
    std::string id;      ///< the address it was added by: the key everywhere
    std::string name;    ///< label, or the address's last part
    std::string address; ///< where it is now, or was last: a board that is replugged moves
    std::string place;   ///< USB path of its port; empty: not on USB
    std::string label;   ///< the user's; empty: none
    std::string bench;   ///< the group the user put it in; empty: none
    std::vector<std::string> tags;
    PortState port = PortState::Closed;
    std::optional<Error> portError;
    std::optional<BoardIdentity> identity;
    Profile profile;

    // Of the campaign it is in, or was last in.
    std::optional<Phase> phase; ///< none: not in a campaign since the program started
    std::uint64_t bytes = 0;
    std::uint64_t total = 0;
    double bytesPerSecond = 0;        ///< over the last few seconds
    std::optional<UpdateCosts> costs; ///< of the last attempt, once the board has told them
    unsigned attempt = 0;
    unsigned queuePosition = 0; ///< 1: next
    std::string newVersion;
    std::optional<Error> reason; ///< of a failure
    /// What the catalogue says of that reason, the causes by what is known: see monitor::narrow().
    std::optional<monitor::Explanation> diagnosis;
    std::chrono::steady_clock::time_point phaseSince;
    std::chrono::milliseconds duration{0}; ///< from preparing to the final phase

    std::string lastLogLine; ///< cleaned
    monitor::Level lastLogLevel = monitor::Level::None;
    std::optional<int> signalDbm; ///< Wi-Fi, as its log told when it connected; none: it has not
};

/// One line of a board's log.
struct LogLine
{
    std::string board; ///< BoardState::id
    std::chrono::system_clock::time_point at;
    monitor::Level level = monitor::Level::None;
    monitor::LineKind kind = monitor::LineKind::Text;
    std::string text;                                     ///< cleaned whole line
    monitor::Bookmark bookmark = monitor::Bookmark::None; ///< none also where nothing is kept
};

/// Who takes part in a campaign, and in which order. It does not change while the campaign runs.
struct CampaignRoster
{
    std::vector<std::string> boards;   ///< BoardState::id, in the order of the plan
    std::vector<std::size_t> waveEnds; ///< of each wave: how many boards come up to its end
    std::chrono::steady_clock::time_point started;

    /// The wave of the board at this place, from 0.
    [[nodiscard]] std::size_t waveOf(std::size_t place) const;
};

/// Totals of the campaign that runs, or ran last.
struct CampaignState
{
    std::int64_t id = 0;
    bool running = false;
    bool isPaused = false; ///< no further board starts until it is resumed
    std::optional<std::chrono::system_clock::time_point> startAt = {}; ///< waits for this time
    std::string imageFile, project, version, chip;
    std::string serverUrl; ///< https://address:port
    unsigned boards = 0;
    unsigned updated = 0, upToDate = 0, notProved = 0, rolledBack = 0, failed = 0, cancelled = 0;
    std::uint64_t bytesSent = 0;
    double bytesPerSecond = 0;
    std::chrono::milliseconds elapsed{0};
    std::optional<Error> error;                        ///< why it could not start or had to stop
    std::shared_ptr<const CampaignRoster> roster = {}; ///< a new one for each campaign

    [[nodiscard]] unsigned finished() const
    {
        return updated + upToDate + notProved + rolledBack + failed + cancelled;
    }

    /// What decides the exit status: failed, rolled back or not proved.
    [[nodiscard]] unsigned failures() const { return failed + rolledBack + notProved; }
};

} // namespace otabench::fleet
