#pragma once

#include "base/error.h"
#include "fleet/board_state.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace otabench::fleet {

/// Time limits of each phase. Idle: no further byte of the image, by the server's count or the
/// board's; lines of a log are no sign that a download goes on.
struct Limits
{
    std::chrono::milliseconds answer{1000}; ///< agent: before a request is sent again
    std::chrono::milliseconds ready{
        60'000}; ///< stdin, console: until the board waits for its command
    std::chrono::milliseconds connect{45'000};     ///< triggered → connected
    std::chrono::milliseconds idle{60'000};        ///< downloading, without a byte
    std::chrono::milliseconds download{1'800'000}; ///< whole download
    std::chrono::milliseconds verify{60'000};
    std::chrono::milliseconds reboot{60'000}; ///< until the new image has shown itself
    std::chrono::milliseconds confirm{60'000};
    /// Boards that are followed by their log alone: how long the new image has to run before it
    /// counts. It may still crash, and the old one come back.
    std::chrono::milliseconds settle{10'000};
};

/// A limit by its name: "answer", "ready", … as the members above. nullptr for no such limit.
[[nodiscard]] std::chrono::milliseconds *limitByName(Limits &limits, std::string_view name);
/// All names, in the order of the phases.
[[nodiscard]] const std::vector<std::string_view> &limitNames();

/// A number of boards, or a part of them in percent.
struct Share
{
    unsigned amount = 0;
    bool isPercent = false;

    /// Of so many boards: never more than all of them; percents are rounded up.
    [[nodiscard]] std::size_t of(std::size_t boards) const;
    [[nodiscard]] std::string text() const; ///< "3", "10%"
    friend bool operator==(const Share &, const Share &) = default;
};

/// "3" or "10%". InvalidArgument.
[[nodiscard]] Result<Share> shareFromText(std::string_view text);

/// Who says that a new image is good.
enum class Confirm
{
    Host,     ///< otabench, when the board has shown it
    SelfTest, ///< the board's own test; otabench waits for it (agent)
};

[[nodiscard]] std::string_view name(Confirm confirm);
[[nodiscard]] std::optional<Confirm> confirmFromName(std::string_view name);

/// What becomes of the boards that are being updated when a campaign is stopped.
enum class StopMode
{
    Abort,  ///< told to abort (agent), between two writes to flash, or left (others)
    Finish, ///< updated to their end; only those that wait are cancelled
};

/// The image lies on another web server: nothing is served from here.
struct Origin
{
    std::string url;                            ///< https://…
    std::string trustPem;                       ///< the CA that boards need for it
    std::vector<std::string> trustFingerprints; ///< SHA-256 of its DER
    std::string chainPem = {};                  ///< what the server showed; empty: not known

    friend bool operator==(const Origin &, const Origin &) = default;
};

struct CampaignPlan
{
    std::filesystem::path image;
    std::vector<std::string> boards; ///< addresses; each must have been added
    Profile profile;
    unsigned parallel = 0;          ///< boards at once; 0: all
    bool parallelAutomatic = false; ///< instead: few at first, more while throughput grows
    unsigned canary = 0;            ///< the first wave: the others follow when it has succeeded
    unsigned wave = 0;              ///< boards in each later wave; 0: all the rest in one
    Share waveSuccess = {100, /*isPercent=*/true}; ///< of a wave, before the next one begins
    unsigned maxFailures = 0;       ///< stop queueing after this many failures; 0: no limit
    unsigned maxFailurePercent = 0; ///< the same, in percent of all boards
    unsigned retries =
        0; ///< more attempts for causes a retry can mend (network, silence), not for bad images
    std::chrono::milliseconds startJitter{0}; ///< each board starts up to so much later, by chance
    std::optional<std::chrono::system_clock::time_point> startAt = {}; ///< not before
    Confirm confirm = Confirm::Host;
    unsigned partialBytes = 0; ///< partial download, bytes a request; 0: whole
    std::string bindAddress;   ///< the server's; empty: every address
    std::string serverHost;    ///< what the URL names; empty: bindAddress, or the preferred one of
                               ///< this computer
    std::uint16_t serverPort = 0; ///< 0: any
    bool reinstall = false;       ///< also boards that run this image already
    std::optional<Origin> origin = {};
    Limits limits;
};

/// What a campaign would do with one board.
enum class Verdict
{
    Update,
    Skip,    ///< it runs this image
    Blocked, ///< it would refuse the image, or cannot be reached
    Unknown, ///< it tells what it runs only when it is restarted for its update
};

/// "update", "skip", "blocked", "unknown".
[[nodiscard]] std::string_view name(Verdict verdict);

struct PlannedBoard
{
    std::string board; ///< address
    std::string name;
    Verdict verdict = Verdict::Unknown;
    unsigned wave = 1;
    std::string fromVersion, fromSlot, toSlot; ///< empty: not known
    std::optional<Error> reason;               ///< of Blocked
    std::vector<std::string> warnings; ///< what may surprise, though it goes (English sentences)
};

/// What a campaign would do, before it does anything.
struct CampaignPreview
{
    std::string imageFile, project, version, chip, sha256;
    std::uint64_t imageBytes = 0;
    unsigned waves = 0;
    std::vector<PlannedBoard> boards; ///< in the plan's order

    [[nodiscard]] std::size_t count(Verdict verdict) const;
};

/// A campaign that a program began and did not end: it was killed, or the computer lost its power.
struct InterruptedCampaign
{
    std::int64_t id = 0;
    std::chrono::system_clock::time_point started;
    std::string imageFile, project, version;
    unsigned boards = 0;   ///< in its plan
    unsigned finished = 0; ///< of these: ended, by the record
};

/// How boards get back what they ran before a campaign: a plan for each image.
struct ReturnPlans
{
    std::vector<CampaignPlan> plans;

    struct Impossible
    {
        std::string board;
        Error reason;
    };

    std::vector<Impossible> impossible;
};

} // namespace otabench::fleet
