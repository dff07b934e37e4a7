#include "monitor/ota_tracker.h"

#include "monitor/detail/boot_log.h"
#include "monitor/detail/image_verdict.h"
#include "monitor/detail/line_kinds.h"
#include "monitor/detail/progress_lines.h"

// State machine (reference serial-log, section 7). "Active" means that an update runs; it starts
// with restart() or a start line, and ends with Failed or RolledBack.
//
// from                     line                                            to
// any                      `Starting … example`                            Preparing, ReadyForUrl
// any                      `OTA started`, `Attempting to download …`       Triggered
// Preparing, Triggered     `Starting OTA...`, `Connected to server`        Connected
// Connected                `Writing to …`, bytes written                   Downloading
// Downloading              `esp_image: segment`, `Connection closed`       Verifying
// up to Verifying          success line of the application                 Rebooting
// Verifying                reset by software                               Rebooting
// up to Verifying          brown-out, crash, other reset                   Failed
// up to Verifying          role end, summary-end or crash in the catalogue Failed, the best cause
// Rebooting                the other slot loaded, another version          Confirming
// Rebooting, Confirming    the new image's application runs                Updated
// Rebooting to Updated     the old slot or image runs                      RolledBack
// Rebooting to Updated     three crashes                                   Failed
//
// The first cause counts, an error before a warning, a warning before a summary; an `exact` one
// replaces those before it.

namespace otabench::monitor {
namespace {

using detail::Verdict;
using ProgressKind = detail::ProgressLine::Kind;

constexpr unsigned kMaxCrashes = 3;

/// How much a cause says; a stronger one replaces a weaker one.
enum class Weight
{
    Summary,
    Warning,
    Error,
    Exact,
};

struct Cause
{
    Weight weight = Weight::Summary;
    Error error;
    Explanation explanation;
};

Weight weightOf(LineRole role, Level level)
{
    if (role == LineRole::Exact)
        return Weight::Exact;
    if (role == LineRole::Summary || role == LineRole::SummaryEnd)
        return Weight::Summary;
    return level == Level::Warning || level == Level::Info ? Weight::Warning : Weight::Error;
}

} // namespace

class OtaTracker::Machine
{
public:
    explicit Machine(OnEvent onEvent)
        : m_onEvent(std::move(onEvent))
    {
    }

    void feed(const LogEntry &entry);
    void feedOne(const LogEntry &entry);
    void begin();
    void finish();
    bool giveUp();

    [[nodiscard]] const BootFacts &boot() const { return m_bootLog.facts(); }

    std::optional<Phase> m_phase;
    std::optional<Error> m_reason;
    std::optional<Explanation> m_diagnosis;

private:
    void onBoot(const detail::BootLog::News &news);
    void onReset();
    void onProgress(const LogEntry &entry);
    void onTrouble(const LogEntry &entry);
    void onCrash(const Explanation &explanation, const Error &error);
    void remember(const Explanation &explanation, Level level, Error error);
    void judge();
    [[nodiscard]] bool isBusy() const; ///< the update has begun and the reboot not yet

    [[nodiscard]] bool hasRebooted() const { return boot().boots > m_before.boots; }

    [[nodiscard]] bool isAwaitingNewImage() const;
    void advance(Phase phase, std::optional<std::uint64_t> bytes = {},
                 std::optional<std::uint64_t> total = {});
    void failWithCause(Error otherwise);
    void end(Phase phase, Error reason, std::optional<Explanation> diagnosis = {});
    void emit(TrackerEvent event) const;

    OnEvent m_onEvent;
    detail::BootLog m_bootLog;

    // Of the update that runs, or ran last.
    bool m_active = false;
    BootFacts m_before; ///< what ran before it
    std::optional<std::uint32_t> m_target;
    std::string m_newVersion;
    std::optional<Cause> m_cause;
    std::optional<Cause> m_crash; ///< of the new image
    unsigned m_crashes = 0;
};

void OtaTracker::Machine::feed(const LogEntry &entry)
{
    if (entry.kind == LineKind::Noise || entry.kind == LineKind::AgentFrame)
        return;
    feedOne(entry);
    for (auto inner = innerEntry(entry); inner; inner = innerEntry(*inner))
        feedOne(*inner);
}

void OtaTracker::Machine::feedOne(const LogEntry &entry)
{
    onBoot(m_bootLog.feed(entry));
    onProgress(entry);
    onTrouble(entry);
}

void OtaTracker::Machine::begin()
{
    m_active = true;
    m_phase.reset();
    m_reason.reset();
    m_diagnosis.reset();
    m_before = boot();
    m_target.reset();
    m_newVersion.clear();
    m_cause.reset();
    m_crash.reset();
    m_crashes = 0;
}

// ---- boots

void OtaTracker::Machine::onBoot(const detail::BootLog::News &news)
{
    if (news.reset || news.reasonKnown)
        onReset();
    if (news.appStarted && boot().boots > 0)
        emit({.kind = TrackerEvent::Kind::Booted,
              .phase = m_phase.value_or(Phase::Queued),
              .bytes = {},
              .total = {},
              .reason = {}});
    if (news.imageKnown || news.appStarted)
        judge();
}

void OtaTracker::Machine::onReset()
{
    const auto code = m_bootLog.resetCode();
    if (!code || !isBusy())
        return;
    const std::string &words = boot().resetReason;
    if (detail::isBrownOut(*code))
        return failWithCause(
            {ErrorCode::BoardBrownOut,
             "The supply of the board broke down during the update (brown-out). What to do: use a "
             "short cable and a powered hub; supply the board separately.",
             {words}});
    if (detail::isSoftwareReset(*code)) {
        // v4 examples print no success line; whether the update worked is judged by what boots.
        if (m_phase == Phase::Verifying)
            advance(Phase::Rebooting);
        return;
    }
    failWithCause({ErrorCode::BoardCrashed,
                   fmt::format("The board was reset in the middle of the update ({}). What to do: "
                               "check cable and supply, leave the board alone and try again.",
                               words),
                   {words}});
}

bool OtaTracker::Machine::isBusy() const
{
    return m_active && m_phase && *m_phase >= Phase::Triggered && *m_phase <= Phase::Verifying;
}

bool OtaTracker::Machine::isAwaitingNewImage() const
{
    return m_active && (m_phase == Phase::Rebooting || m_phase == Phase::Confirming) &&
           hasRebooted();
}

void OtaTracker::Machine::judge()
{
    if (!m_active)
        return;
    if (!hasRebooted() || !m_phase || *m_phase < Phase::Triggered) {
        m_before = boot(); // these facts are of the image before
        return;
    }
    const Verdict verdict = detail::compareImages(boot(), m_before, m_target, m_newVersion);
    const bool runs = boot().appStarted;
    if (isBusy()) { // restarted without a success line
        if (verdict == Verdict::NewImage) {
            advance(Phase::Rebooting);
        } else if (verdict == Verdict::OldImage || runs) {
            return failWithCause({ErrorCode::BoardCrashed,
                                  "The board restarted before the update was complete. What to do: "
                                  "read the lines before the restart, then try again.",
                                  {}});
        }
    }
    if (m_phase == Phase::Updated && verdict != Verdict::OldImage)
        return;
    if (m_phase != Phase::Updated && !isAwaitingNewImage())
        return;
    if (verdict == Verdict::NewImage) {
        advance(Phase::Confirming);
        if (runs)
            advance(Phase::Updated);
    } else if (verdict == Verdict::OldImage) {
        const Cause *why = m_crash ? &*m_crash : nullptr;
        std::string text = "The new image was installed, but the board runs the old one again "
                           "(rolled back).";
        if (why)
            text += fmt::format(" The new image crashed: {}", why->error.text);
        else
            text += " What to do: read the log of the new image's start; it did not confirm "
                    "itself, or the bootloader refused it.";
        end(Phase::RolledBack, {ErrorCode::BoardRolledBack, text, {}},
            why ? std::optional(why->explanation) : std::nullopt);
    }
}

// ---- progress

void OtaTracker::Machine::onProgress(const LogEntry &entry)
{
    const detail::ProgressLine line = detail::readProgress(entry);
    switch (line.kind) {
    case ProgressKind::None:
        return;
    case ProgressKind::ExampleStarts:
        begin();
        advance(Phase::Preparing);
        return emit({.kind = TrackerEvent::Kind::ReadyForUrl,
                     .phase = Phase::Preparing,
                     .bytes = {},
                     .total = {},
                     .reason = {}});
    case ProgressKind::SketchStarts:
        begin();
        return advance(Phase::Triggered);
    case ProgressKind::Triggered:
        if (!m_active)
            begin();
        return advance(Phase::Triggered);
    case ProgressKind::Connected:
        return advance(Phase::Connected);
    case ProgressKind::StackStarts:
        if (!m_active || (m_phase && *m_phase >= Phase::Rebooting))
            begin(); // firmware that is none of the examples
        return advance(Phase::Connected);
    case ProgressKind::Writing:
        m_target = line.offset;
        return advance(Phase::Downloading);
    case ProgressKind::Bytes:
        return advance(Phase::Downloading, line.bytes);
    case ProgressKind::TotalKnown:
        return advance(Phase::Downloading, {}, line.bytes);
    case ProgressKind::AllWritten:
        return advance(Phase::Verifying, line.bytes, line.bytes);
    case ProgressKind::Closed:
        if (m_phase == Phase::Downloading)
            advance(Phase::Verifying);
        return;
    case ProgressKind::ImageChecked: // the bootloader prints the same lines
        if (boot().appStarted && (m_phase == Phase::Downloading || m_phase == Phase::Connected))
            advance(Phase::Verifying);
        return;
    case ProgressKind::NewVersion:
        m_newVersion = line.version;
        return;
    case ProgressKind::Success:
        if (m_active && (!m_phase || *m_phase < Phase::Rebooting)) {
            m_cause.reset(); // whatever went wrong was retried
            advance(Phase::Rebooting);
        }
        return;
    }
}

// ---- trouble

void OtaTracker::Machine::onTrouble(const LogEntry &entry)
{
    const bool isBad = entry.level == Level::Error || entry.level == Level::Warning ||
                       entry.kind == LineKind::Panic;
    // Information counts only from the stack itself, and only while it can matter: this is the one
    // costly step.
    const bool isTold = entry.kind == LineKind::Text ||
                        (entry.level == Level::Info && detail::isKnownTag(entry.tag));
    if (!isBad && !(isTold && m_active && (!m_phase || !isFinal(*m_phase))))
        return;
    const auto explanation = explain(entry);
    if (!explanation || explanation->role == LineRole::Note)
        return;
    Error error = explanation->toError(entry.message);
    if (explanation->role == LineRole::Crash)
        return onCrash(*explanation, error);
    if (explanation->role == LineRole::Rollback) {
        if (m_active && m_phase && *m_phase >= Phase::Rebooting)
            end(Phase::RolledBack, std::move(error), explanation);
        return;
    }
    const bool isBusyOrEarly = m_active && (!m_phase || *m_phase <= Phase::Verifying);
    if (!isBusyOrEarly)
        return;
    // Before the download these are about other slots: the bootloader's, and checks at the start.
    const bool isImageCheck = entry.tag == "esp_image" || entry.tag == "boot_comm";
    if (isImageCheck && m_phase != Phase::Downloading && m_phase != Phase::Verifying)
        return;
    remember(*explanation, entry.level, error);
    if (explanation->role == LineRole::End || explanation->role == LineRole::SummaryEnd)
        failWithCause(std::move(error));
}

void OtaTracker::Machine::remember(const Explanation &explanation, Level level, Error error)
{
    const Weight weight = weightOf(explanation.role, level);
    if (m_cause && m_cause->weight >= weight)
        return;
    m_cause = Cause{weight, std::move(error), explanation};
}

void OtaTracker::Machine::onCrash(const Explanation &explanation, const Error &error)
{
    const bool isNewImage = m_active && m_phase && *m_phase >= Phase::Rebooting;
    if (!isNewImage) {
        if (m_phase && isFinal(*m_phase))
            return;
        remember(explanation, Level::Error, error);
        return failWithCause(error);
    }
    // A panic prints several lines that count; a crash is one a boot.
    if (m_crash && m_crashes >= boot().boots - m_before.boots)
        return;
    if (!m_crash)
        m_crash = Cause{Weight::Error, error, explanation};
    if (++m_crashes >= kMaxCrashes) {
        Error reason = m_crash->error;
        reason.text = fmt::format("The new image crashes again and again. {}", reason.text);
        end(Phase::Failed, std::move(reason), m_crash->explanation);
    }
}

void OtaTracker::Machine::failWithCause(Error otherwise)
{
    if (m_cause)
        end(Phase::Failed, m_cause->error, m_cause->explanation);
    else
        end(Phase::Failed, std::move(otherwise));
}

void OtaTracker::Machine::finish()
{
    if (!m_active)
        return;
    if (m_phase == Phase::Updated || m_phase == Phase::Rebooting || m_phase == Phase::Confirming) {
        if (m_crash)
            return end(Phase::Failed, m_crash->error, m_crash->explanation);
        if (isAwaitingNewImage() && boot().appStarted)
            end(Phase::NotProved,
                {ErrorCode::BoardNotProved,
                 "The board restarted after the update, but its log does not show whether the new "
                 "image runs. What to do: compare the version it reports with the new one.",
                 {}});
        return;
    }
    if (m_cause)
        return failWithCause({});
    if (!m_phase || !isBusy())
        return;
    switch (*m_phase) {
    case Phase::Triggered:
        return end(Phase::Failed,
                   {ErrorCode::BoardSilent,
                    "The board started the update and then said nothing more. What to do: check "
                    "that it reaches the server, restart it and try again.",
                    {}});
    case Phase::Verifying:
        return end(Phase::Failed,
                   {ErrorCode::BoardNotRebooted,
                    "The board has the whole image but never said that it accepts it or restarts. "
                    "What to do: restart it, look which version runs, and try again.",
                    {}});
    default:
        return end(Phase::Failed,
                   {ErrorCode::BoardDownloadStalled,
                    "The download stopped in the middle: the board said nothing more. What to do: "
                    "check network and server, restart the board and try again.",
                    {}});
    }
}

bool OtaTracker::Machine::giveUp()
{
    const bool isBeforeReboot = m_active && (!m_phase || *m_phase <= Phase::Verifying);
    if (!isBeforeReboot || !m_cause)
        return false;
    failWithCause({});
    return true;
}

// ---- events

void OtaTracker::Machine::advance(Phase phase, std::optional<std::uint64_t> bytes,
                                  std::optional<std::uint64_t> total)
{
    if (!m_active)
        return;
    const bool isNews = !m_phase || phase > *m_phase;
    const bool isBytes = m_phase == phase && (bytes || total);
    if (!isNews && !isBytes)
        return;
    m_phase = phase;
    emit({.kind = TrackerEvent::Kind::PhaseChanged,
          .phase = phase,
          .bytes = bytes,
          .total = total,
          .reason = {}});
}

void OtaTracker::Machine::end(Phase phase, Error reason, std::optional<Explanation> diagnosis)
{
    m_active = false;
    m_phase = phase;
    m_diagnosis = std::move(diagnosis);
    m_reason = reason;
    emit({.kind = TrackerEvent::Kind::Failure,
          .phase = phase,
          .bytes = {},
          .total = {},
          .reason = std::move(reason)});
}

void OtaTracker::Machine::emit(TrackerEvent event) const
{
    if (m_onEvent)
        m_onEvent(event);
}

OtaTracker::OtaTracker(OnEvent onEvent)
    : m_machine(std::make_unique<Machine>(std::move(onEvent)))
{
}

OtaTracker::~OtaTracker() = default;
OtaTracker::OtaTracker(OtaTracker &&) noexcept = default;
OtaTracker &OtaTracker::operator=(OtaTracker &&) noexcept = default;

void OtaTracker::feed(const LogEntry &entry)
{
    m_machine->feed(entry);
}

void OtaTracker::restart()
{
    m_machine->begin();
}

void OtaTracker::finish()
{
    m_machine->finish();
}

bool OtaTracker::giveUp()
{
    return m_machine->giveUp();
}

const BootFacts &OtaTracker::boot() const
{
    return m_machine->boot();
}

std::optional<Phase> OtaTracker::phase() const
{
    return m_machine->m_phase;
}

const std::optional<Error> &OtaTracker::reason() const
{
    return m_machine->m_reason;
}

const std::optional<Explanation> &OtaTracker::diagnosis() const
{
    return m_machine->m_diagnosis;
}

} // namespace otabench::monitor
