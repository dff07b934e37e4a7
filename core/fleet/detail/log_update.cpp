#include "fleet/detail/log_update.h"

#include "fleet/profiles.h"

#include <algorithm>
#include <utility>

// Facts of the stock examples: serial-control notes of ESP-IDF's examples/system/ota and
// examples/common_components/protocol_examples_common/stdin_out.c. The UART driver is installed
// just before the URL is read: the line is sent a moment after the marker, with exactly one LF (CR
// LF would leave an empty line for the next prompt), and at most 254 characters long.

namespace otabench::fleet::detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kLongestUrl = 254;
constexpr milliseconds kAfterMarker{100};
constexpr milliseconds kPromptPatience{2000};
constexpr milliseconds kEvidence{10'000}; ///< for the lines that name the image

template <typename... Args>
Error errorOf(ErrorCode code, fmt::format_string<const Args &...> text, const Args &...args)
{
    return fail(code, text, args...).value();
}

std::string withUrl(std::string command, const std::string &url)
{
    constexpr std::string_view kPlace = "{url}";
    for (std::size_t at = command.find(kPlace); at != std::string::npos;
         at = command.find(kPlace, at + url.size()))
        command.replace(at, kPlace.size(), url);
    return command;
}

} // namespace

void LogUpdate::begin()
{
    m_session.tracker().restart();
    m_session.agent().cancel(Error{ErrorCode::Cancelled, "a campaign began", {}});
    m_bootsAtBegin = m_session.tracker().boot().boots;
    // The readiness marker is printed once, perhaps long ago: a restart shows it, and what runs
    // now. Where there is no reset line the person's finger on the button does the same.
    if (resetsBefore()) {
        (void)m_session.reset();
    } else if (m_task.profile.kind == ProfileKind::Console) {
        m_session.write("\n"); // asks for a prompt
        if (m_task.profile.ready.empty())
            m_sendAt = steady_clock::now() + kPromptPatience;
    }
}

/// Those made without a name, by what is built in.
bool LogUpdate::resetsBefore() const
{
    const Profile &profile = m_task.profile;
    return profile.resetsBefore || (profile.name.empty() && profile.kind != ProfileKind::Console);
}

bool LogUpdate::isReadyForCommand(SteadyTime now) const
{
    const Profile &profile = m_task.profile;
    const monitor::BootFacts &boot = m_session.tracker().boot();
    if (profile.kind == ProfileKind::Reset)
        return boot.boots > m_bootsAtBegin && boot.appStarted;
    if (m_sendAt && now >= *m_sendAt)
        return true;
    return (profile.ready.empty() || !m_sendAt) && isAtPrompt();
}

bool LogUpdate::isAtPrompt() const
{
    const Profile &profile = m_task.profile;
    if (resetsBefore() && m_session.tracker().boot().boots == m_bootsAtBegin)
        return false; // the prompt before the restart
    const std::string_view prompt = m_session.partialLine();
    if (!profile.ready.empty())
        return matchesAny(profile.ready, prompt);
    return profile.kind == ProfileKind::Console &&
           (prompt.ends_with("> ") || prompt.ends_with("# ") || prompt.ends_with("$ ") ||
            prompt.ends_with(">"));
}

void LogUpdate::trigger()
{
    m_before = m_session.tracker().boot();
    if (const auto identity = identityFromLog(m_before)) {
        m_listener.onIdentity(*identity);
        const BuildMatch match = runsImage(*identity, m_task.image);
        if (auto why = obstacle(*identity, m_task.image))
            return failed(*std::move(why));
        if (!m_task.reinstall && match == BuildMatch::Same)
            return end(phaseOfSame());
        if (isLargerThanSlot())
            return;
    }
    const bool isStdin = m_task.profile.kind == ProfileKind::Stdin;
    if (isStdin && m_url.size() > kLongestUrl)
        return failed(errorOf(ErrorCode::InvalidArgument,
                              "the URL has {} characters, stock firmware reads {}: give the image "
                              "file a shorter name ({})",
                              m_url.size(), kLongestUrl, m_url));
    if (m_task.profile.kind != ProfileKind::Reset)
        m_session.write((isStdin ? m_url : withUrl(m_task.profile.command, m_url)) + "\n");
    enter(Phase::Triggered);
}

/// By the bootloader's table, where the log shows it. True: the update has ended.
bool LogUpdate::isLargerThanSlot()
{
    std::uint64_t largest = 0;
    for (const monitor::BootFacts::Partition &partition : m_before.partitions) {
        if (partition.isOtaSlot && partition.offset != m_before.loadedOffset)
            largest = std::max(largest, partition.bytes);
    }
    const std::uint64_t bytes = m_task.image.image.fileBytes;
    if (largest == 0 || m_task.image.isEncrypted() || bytes <= largest)
        return false;
    failed(errorOf(ErrorCode::ImageTooLarge,
                   "{} has {} bytes, the board's free slot {} (by its bootloader's table). What to "
                   "do: make the image smaller, or flash a table with larger slots over USB",
                   m_task.image.fileName, bytes, largest));
    return true;
}

void LogUpdate::stop()
{
    if (phase() <= Phase::Preparing)
        forceStop();
    // Told once, such firmware cannot be stopped; the campaign waits a little, then leaves it.
}

void LogUpdate::onTracker(const monitor::TrackerEvent &event)
{
    if (hasEnded())
        return;
    switch (event.kind) {
    case monitor::TrackerEvent::Kind::ReadyForUrl:
        if (phase() == Phase::Preparing && m_task.profile.kind == ProfileKind::Stdin &&
            m_task.profile.ready.empty())
            m_sendAt = steady_clock::now() + kAfterMarker;
        m_readyAgain = phase() >= Phase::Rebooting;
        break;
    case monitor::TrackerEvent::Kind::PhaseChanged:
        onPhaseChanged(event);
        break;
    case monitor::TrackerEvent::Kind::Booted:
        m_bootedAt = steady_clock::now();
        m_readyAgain = false;
        if (phase() == Phase::Rebooting)
            enter(Phase::Confirming);
        break;
    case monitor::TrackerEvent::Kind::Failure:
        onFailure(event);
        break;
    }
}

void LogUpdate::onFailure(const monitor::TrackerEvent &event)
{
    const auto &diagnosis = m_session.tracker().diagnosis();
    if (diagnosis && event.reason)
        return endExplained(event.phase, *event.reason, *diagnosis, std::nullopt);
    end(event.phase, event.reason);
}

/// Firmware that tries again and again never says that it has given up; why it fails it says.
bool LogUpdate::onLate()
{
    return m_session.tracker().giveUp();
}

void LogUpdate::onPhaseChanged(const monitor::TrackerEvent &event)
{
    if (phase() < Phase::Triggered)
        return;
    if (event.bytes || event.total)
        takeBytes(event.bytes.value_or(0), event.total.value_or(0));
    if (event.phase == Phase::Updated)
        enter(Phase::Confirming); // by the log alone; whether it is this image is judged here
    else if (event.phase > Phase::Triggered && !isFinal(event.phase))
        enter(event.phase);
}

void LogUpdate::onLine(const monitor::LogEntry &, std::string_view line)
{
    if (phase() == Phase::Verifying || phase() == Phase::Connected)
        noteLife();
    if (!hasEnded())
        takePatterns(line);
}

/// What the profile says that lines of this firmware mean.
void LogUpdate::takePatterns(std::string_view line)
{
    const Profile &profile = m_task.profile;
    if (phase() == Phase::Preparing && !m_sendAt && matchesAny(profile.ready, line))
        m_sendAt = steady_clock::now() + kAfterMarker;
    const bool isStarted = matchesAny(profile.started, line);
    if (isStarted && phase() == Phase::Preparing && profile.kind == ProfileKind::Reset)
        trigger(); // it shows no boot log
    if (hasEnded() || phase() < Phase::Triggered)
        return;
    if (isStarted)
        enter(Phase::Connected);
    if (matchesAny(profile.done, line))
        return onDone();
    if (phase() >= Phase::Rebooting || !matchesAny(profile.failed, line))
        return;
    if (!m_session.tracker().giveUp()) // its log may have told why
        failed(errorOf(ErrorCode::BoardOtaFailed,
                       "the board gave the update up; it says: \"{}\". What to do: read its log "
                       "around this line, then try again",
                       monitor::cleanText(line)));
}

/// The log's own words may have told the end of the download before the profile's do.
void LogUpdate::onDone()
{
    const bool hasBooted = m_session.tracker().boot().boots > m_before.boots;
    if (std::exchange(m_isDone, true) || hasBooted)
        return;
    if (phase() < Phase::Rebooting)
        enter(Phase::Rebooting);
    if (m_task.profile.resetsAfter)
        (void)m_session.reset(); // where there is no reset line, the person's finger does it
}

void LogUpdate::onAllSent()
{
    enter(Phase::Verifying);
}

void LogUpdate::onTick(SteadyTime now)
{
    if (phase() == Phase::Preparing && isReadyForCommand(now))
        return trigger();
    const unsigned boots = m_session.tracker().boot().boots;
    const bool hasBooted = boots > m_before.boots;
    if (phase() >= Phase::Triggered && hasBooted && endAsBootLoop(boots - m_before.boots))
        return;
    if (phase() == Phase::Verifying && hasBooted) // firmware that prints no success line
        enter(Phase::Rebooting);
    if (phase() == Phase::Rebooting && hasBooted && m_session.tracker().boot().appStarted)
        enter(Phase::Confirming);
    if (phase() == Phase::Confirming)
        judge(now);
}

/// Of a pre-encrypted image nobody here knows digest or version: another image than before, in the
/// slot that this update has filled, is as much as a log can show.
BuildMatch LogUpdate::isNewImage(const BoardIdentity &now) const
{
    const BuildMatch asBefore = image::compareBuilds(
        {now.imageSha256, now.elfSha256}, {m_before.imageSha256, m_before.elfSha256Prefix});
    if (asBefore == BuildMatch::Other)
        return BuildMatch::Same;
    const bool isNews =
        !m_before.version.empty() && !now.version.empty() && m_before.version != now.version;
    return isNews ? BuildMatch::Same : BuildMatch::Unknown;
}

BuildMatch LogUpdate::matches() const
{
    const auto identity = identityFromLog(m_session.tracker().boot());
    if (!identity)
        return BuildMatch::Unknown;
    if (m_task.image.isEncrypted())
        return isNewImage(*identity);
    return runsImage(*identity, m_task.image);
}

void LogUpdate::judge(SteadyTime now)
{
    const monitor::BootFacts &facts = m_session.tracker().boot();
    const bool slotsKnown = facts.loadedOffset && m_before.loadedOffset;
    const bool isOtherSlot = slotsKnown && facts.loadedOffset != m_before.loadedOffset;
    const BuildMatch match = matches();
    if (match == BuildMatch::Same && isOtherSlot) {
        if (!m_newSince)
            m_newSince = now;
        if (now - *m_newSince < std::min(m_task.limits.settle, m_task.limits.confirm / 2))
            return;
        if (const auto identity = identityFromLog(facts))
            m_listener.onIdentity(*identity);
        return end(Phase::Updated);
    }
    m_hasRunNew = m_hasRunNew || m_newSince.has_value();
    m_newSince.reset();
    const milliseconds patience = std::min(kEvidence, m_task.limits.confirm / 2);
    if (!m_readyAgain && now - std::max(phaseSince(), m_bootedAt) < patience)
        return; // the lines that tell may still come
    if (slotsKnown && !isOtherSlot)
        return end(Phase::RolledBack,
                   errorOf(ErrorCode::BoardRolledBack,
                           "after its restart the board runs from the slot it ran from before "
                           "({:#x}). What to do: read the log of the restart; {}",
                           *facts.loadedOffset,
                           m_hasRunNew
                               ? "the new image started, and crashed or did not confirm itself"
                               : "the bootloader may have refused the new image"));
    end(Phase::NotProved,
        errorOf(ErrorCode::BoardNotProved,
                "the board restarted, but its log does not prove that it runs {}: {}. What to do: "
                "build it with the log level \"info\" for the bootloader and the application, or "
                "use the agent",
                m_task.image.fileName,
                std::string(match == BuildMatch::Other ? "it names another image"
                            : !slotsKnown ? "it does not show the slot before and after"
                            : m_task.image.isEncrypted()
                                ? "the image is pre-encrypted, so that its digest is not known "
                                  "here, and the board shows the same digest and version as before"
                                : "it shows no digest")));
}

} // namespace otabench::fleet::detail
