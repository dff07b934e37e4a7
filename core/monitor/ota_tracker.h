#pragma once

#include "base/error.h"
#include "base/phase.h"
#include "monitor/log_entry.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace otabench::monitor {

/// What a board's log has shown since its last reset.
struct BootFacts
{
    unsigned boots = 0;      ///< resets seen
    std::string resetReason; ///< words for the ROM's code: "software restart", "brown-out"
    std::optional<std::uint32_t> loadedOffset; ///< `Loaded app from partition at offset`
    std::string project, version, elfSha256Prefix, imageSha256, chip;
    std::string address;     ///< IP, once the network is up
    bool appStarted = false; ///< app_main was called, or a line of the application came
};

/// What the tracker concluded from a line.
struct TrackerEvent
{
    enum class Kind
    {
        PhaseChanged,
        ReadyForUrl, ///< a stock example waits for the URL on stdin
        Booted,      ///< the board has restarted and its application runs
        Failure,     ///< a cause was found; phase is Failed
    };
    Kind kind = Kind::PhaseChanged;
    Phase phase = Phase::Queued;
    std::optional<std::uint64_t> bytes, total;
    std::optional<Error> reason;
};

/// Follows one board's OTA through its log lines, stock ESP-IDF examples, Arduino and ours. State
/// machine and lines: ota_tracker.cpp. Not thread-safe.
class OtaTracker
{
public:
    using OnEvent = std::function<void(const TrackerEvent &)>;
    explicit OtaTracker(OnEvent onEvent);

    void feed(const LogEntry &entry);
    /// Forgets the update seen so far, not the boot facts: a campaign starts one.
    void restart();
    /// The stream has ended; a failure whose summary line alone was seen is reported.
    void finish();

    [[nodiscard]] const BootFacts &boot() const { return m_boot; }

    [[nodiscard]] std::optional<Phase> phase() const { return m_phase; }

    [[nodiscard]] const std::optional<Error> &reason() const { return m_reason; }

private:
    OnEvent m_onEvent;
    BootFacts m_boot;
    std::optional<Phase> m_phase;
    std::optional<Error> m_reason;
};

} // namespace otabench::monitor
