#pragma once

#include "base/error.h"
#include "base/phase.h"
#include "monitor/boot_facts.h"
#include "monitor/diagnosis.h"
#include "monitor/log_entry.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace otabench::monitor {

/// What the tracker concluded from a line.
struct TrackerEvent
{
    enum class Kind
    {
        PhaseChanged, ///< also: the same phase with new bytes
        ReadyForUrl,  ///< a stock example waits for the URL on stdin
        Booted,       ///< the board has restarted and its application runs
        Failure,      ///< phase is Failed, RolledBack or NotProved, for `reason`
    };
    Kind kind = Kind::PhaseChanged;
    Phase phase = Phase::Queued;
    std::optional<std::uint64_t> bytes, total;
    std::optional<Error> reason;
};

/// Follows one board's OTA through its log lines, stock ESP-IDF examples, Arduino and ours. State
/// machine and lines: ota_tracker.cpp.
///
/// - Errors count only while an update runs: from restart(), or from the line that starts one. The
///   cause is reported when the stack says that it has given up, not at the first bad line: much is
///   retried.
/// - Updated comes only when, after the reboot, another slot, digest or version runs than before. A
///   board that falls back later is RolledBack after all.
/// - Silence is the caller's to notice: finish() then gives the best reason there is.
///
/// Not thread-safe. The handler must not feed or destroy the tracker.
class OtaTracker
{
public:
    using OnEvent = std::function<void(const TrackerEvent &)>;
    explicit OtaTracker(OnEvent onEvent);
    ~OtaTracker();
    OtaTracker(OtaTracker &&) noexcept;
    OtaTracker &operator=(OtaTracker &&) noexcept;

    void feed(const LogEntry &entry);
    /// Forgets the update seen so far, not the boot facts: a campaign starts one. What runs now
    /// counts as the image before.
    void restart();
    /// The stream has ended, or nothing has come for too long: an update that has not come as far
    /// as its reboot is reported as failed; one that has, but showed no new image, as not proved.
    void finish();
    /// Reports an update that runs as failed for the cause that its lines have shown so far, though
    /// the board goes on trying. False: they have shown none.
    bool giveUp();

    [[nodiscard]] const BootFacts &boot() const;
    [[nodiscard]] std::optional<Phase> phase() const;
    /// Of a phase that is a failure.
    [[nodiscard]] const std::optional<Error> &reason() const;
    /// The catalogue's entry behind reason(), where there is one.
    [[nodiscard]] const std::optional<Explanation> &diagnosis() const;

private:
    class Machine;
    std::unique_ptr<Machine> m_machine;
};

} // namespace otabench::monitor
