#include "fleet/detail/log_update.h"

#include <algorithm>

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
constexpr milliseconds kSettle{3000};     ///< the proved image has to run this long
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
    const auto now = steady_clock::now();
    if (m_task.profile.kind == ProfileKind::Console) {
        m_session.write("\n"); // asks for a prompt
        m_sendAt = now + kPromptPatience;
        return;
    }
    // The readiness marker is printed once, perhaps long ago: a restart shows it, and what runs
    // now. Where there is no reset line the person's finger on the button does the same.
    (void)m_session.reset();
}

bool LogUpdate::isReadyForCommand(SteadyTime now) const
{
    if (m_task.profile.kind == ProfileKind::Stdin)
        return m_sendAt && now >= *m_sendAt;
    const std::string_view prompt = m_session.partialLine();
    const bool isPrompt = prompt.ends_with("> ") || prompt.ends_with("# ") ||
                          prompt.ends_with("$ ") || prompt.ends_with(">");
    return isPrompt || (m_sendAt && now >= *m_sendAt);
}

void LogUpdate::trigger()
{
    m_before = m_session.tracker().boot();
    if (const auto identity = identityFromLog(m_before)) {
        m_listener.onIdentity(*identity);
        if (auto why = obstacle(*identity, m_task.image))
            return failed(*std::move(why));
        if (!m_task.reinstall && runsImage(*identity, m_task.image) == BuildMatch::Same)
            return end(Phase::UpToDate);
    }
    const bool isStdin = m_task.profile.kind == ProfileKind::Stdin;
    if (isStdin && m_url.size() > kLongestUrl)
        return failed(errorOf(ErrorCode::InvalidArgument,
                              "the URL has {} characters, stock firmware reads {}: give the image "
                              "file a shorter name ({})",
                              m_url.size(), kLongestUrl, m_url));
    m_session.write((isStdin ? m_url : withUrl(m_task.profile.command, m_url)) + "\n");
    enter(Phase::Triggered);
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
        if (phase() == Phase::Preparing && m_task.profile.kind == ProfileKind::Stdin)
            m_sendAt = steady_clock::now() + kAfterMarker;
        m_readyAgain = phase() >= Phase::Rebooting;
        break;
    case monitor::TrackerEvent::Kind::PhaseChanged:
        onPhaseChanged(event);
        break;
    case monitor::TrackerEvent::Kind::Booted:
        if (phase() == Phase::Rebooting)
            enter(Phase::Confirming);
        break;
    case monitor::TrackerEvent::Kind::Failure:
        end(event.phase, event.reason);
        break;
    }
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

void LogUpdate::onLine(const monitor::LogEntry &)
{
    if (phase() == Phase::Verifying || phase() == Phase::Connected)
        noteLife();
}

void LogUpdate::onAllSent()
{
    enter(Phase::Verifying);
}

void LogUpdate::onTick(SteadyTime now)
{
    if (phase() == Phase::Preparing && isReadyForCommand(now))
        return trigger();
    const bool hasBooted = m_session.tracker().boot().boots > m_before.boots;
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
    const BuildMatch byDigest = runsImage(*identity, m_task.image);
    if (byDigest != BuildMatch::Unknown)
        return byDigest;
    if (identity->version.empty())
        return BuildMatch::Unknown;
    if (identity->version != m_task.image.version())
        return BuildMatch::Other;
    const bool isNews = !m_before.version.empty() && m_before.version != identity->version;
    return isNews ? BuildMatch::Same : BuildMatch::Unknown;
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
        const milliseconds settle = std::min(kSettle, m_task.limits.confirm / 2);
        if (!m_readyAgain && now - *m_newSince < settle)
            return;
        if (const auto identity = identityFromLog(facts))
            m_listener.onIdentity(*identity);
        return end(Phase::Updated);
    }
    m_newSince.reset();
    const milliseconds patience = std::min(kEvidence, m_task.limits.confirm / 2);
    if (!m_readyAgain && now - phaseSince() < patience)
        return; // the lines that tell may still come
    if (slotsKnown && !isOtherSlot)
        return end(Phase::RolledBack,
                   errorOf(ErrorCode::BoardRolledBack,
                           "after its restart the board runs from the slot it ran from before "
                           "({:#x}). What to do: read the log of the restart; the bootloader may "
                           "have refused the new image",
                           *facts.loadedOffset));
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
                                : "it shows no digest, and no new version")));
}

} // namespace otabench::fleet::detail
