// Updates a board by its log alone: firmware that knows nothing of otabench.
//
//   Preparing   the board is reset, so that its boot log shows what runs; then it has to get ready
//   (stdin: the stock
//               examples' line; console: its application runs), and is given the URL or the command
//   Triggered…  the tracker's phases, and what the server sees, move it on
//   Rebooting   the boot log shows what runs now; it is judged when the firmware is ready for the
//   next URL, or after
//               a while without it

#include "fleet/board_update.h"

#include <boost/algorithm/string/replace.hpp>

namespace otabench::fleet {
namespace {

using namespace std::chrono_literals;

/// The stock examples install their UART driver just before they read: a moment after their line.
constexpr auto kBeforeSending = 150ms;
/// After the application of the new image has started: time for what it still has to print.
constexpr auto kSettle = 3s;

class LogUpdate final : public BoardUpdate
{
public:
    LogUpdate(BoardSession &session, const UpdateOrder &order, std::string url, Profile profile,
              Hooks hooks)
        : BoardUpdate(session, order, std::move(url), std::move(hooks))
        , m_profile(std::move(profile))
    {
    }

    void onTracker(const monitor::TrackerEvent &event) override;

protected:
    void begin() override;
    void onTick(Clock::time_point now) override;
    void onLateCheck() override;

private:
    void onReady();
    void onBooted();
    void trigger();
    [[nodiscard]] bool showsImage(const monitor::BootFacts &boot) const;
    void judge();

    const Profile m_profile;
    monitor::BootFacts m_before;
    bool m_triggered = false;
    std::optional<Clock::time_point> m_readySince, m_bootedSince;
};

void LogUpdate::begin()
{
    // Without a reset line, the board has to be restarted by hand; its readiness is awaited all the
    // same.
    (void)m_session.reset(serial::Transport::Reset::Run);
}

void LogUpdate::onTracker(const monitor::TrackerEvent &event)
{
    if (isDone())
        return;
    switch (event.kind) {
    case monitor::TrackerEvent::Kind::ReadyForUrl:
        onReady();
        break;
    case monitor::TrackerEvent::Kind::Booted:
        onBooted();
        break;
    case monitor::TrackerEvent::Kind::Failure:
        if (phase() >= Phase::Triggered && event.reason)
            finish(isFailure(event.phase) ? event.phase : Phase::Failed, event.reason);
        break;
    case monitor::TrackerEvent::Kind::PhaseChanged:
        if (phase() < Phase::Triggered)
            break;
        if (event.phase <= Phase::Rebooting) // the end is judged here, with the image at hand
            advance(event.phase);
        if (event.bytes && phase() == Phase::Downloading)
            setBytes(*event.bytes, event.total.value_or(0));
        break;
    }
}

void LogUpdate::onReady()
{
    if (m_triggered) {
        if (m_bootedSince)
            judge();
        return;
    }
    m_triggered = true;
    m_before = m_session.tracker().boot();
    if (!m_before.chip.empty() && m_before.chip != m_order.chip) {
        failWith(Error{
            ErrorCode::ImageWrongChip,
            fmt::format("the image is for {}, this board is an {}: choose the image built for it",
                        m_order.chip, m_before.chip),
            {m_order.chip, m_before.chip}});
        return;
    }
    if (!m_order.reinstall && !m_order.imageSha256.empty() &&
        m_before.imageSha256 == m_order.imageSha256) {
        finish(Phase::UpToDate);
        return;
    }
    m_readySince = Clock::now();
}

void LogUpdate::onTick(Clock::time_point now)
{
    if (m_readySince && now - *m_readySince >= kBeforeSending)
        trigger();
}

void LogUpdate::trigger()
{
    m_readySince.reset();
    std::string line = m_url;
    if (m_profile.kind == ProfileKind::Console)
        line = boost::algorithm::replace_all_copy(m_profile.command, "{url}", m_url);
    m_session.tracker().restart();
    m_session.writeLine(line +
                        "\n"); // one LF, no CR: a second line end would answer the next prompt
    advance(Phase::Triggered);
}

void LogUpdate::onBooted()
{
    if (!m_triggered) {
        if (m_profile.kind == ProfileKind::Console)
            onReady(); // a console has no line that says it is ready but the running application
        return;
    }
    if (phase() < Phase::Triggered)
        return;
    m_bootedSince = Clock::now();
    if (phase() < Phase::Verifying && !showsImage(m_session.tracker().boot())) {
        failWith(Error{ErrorCode::BoardCrashed,
                       fmt::format("the board restarted in the middle of the update ({})",
                                   m_session.tracker().boot().resetReason),
                       {m_session.tracker().boot().resetReason}});
        return;
    }
    advance(Phase::Rebooting);
}

void LogUpdate::onLateCheck()
{
    if (m_bootedSince && Clock::now() - *m_bootedSince > kSettle)
        judge();
}

bool LogUpdate::showsImage(const monitor::BootFacts &boot) const
{
    if (!m_order.imageSha256.empty() && !boot.imageSha256.empty())
        return boot.imageSha256 == m_order.imageSha256;
    if (!m_order.elfSha256.empty() && !boot.elfSha256Prefix.empty())
        return m_order.elfSha256.starts_with(boot.elfSha256Prefix);
    return !boot.version.empty() && boot.version == m_order.version &&
           boot.version != m_before.version;
}

void LogUpdate::judge()
{
    const monitor::BootFacts &boot = m_session.tracker().boot();
    const bool slotKnown = m_before.loadedOffset && boot.loadedOffset;
    const bool otherSlot = slotKnown && *m_before.loadedOffset != *boot.loadedOffset;
    if (showsImage(boot) && (otherSlot || !slotKnown)) {
        finish(Phase::Updated);
        return;
    }
    if (slotKnown && !otherSlot) {
        finish(Phase::RolledBack,
               Error{ErrorCode::BoardRolledBack,
                     fmt::format("the board runs the old image again (slot at {:#x}, version {}): "
                                 "the new one did not "
                                 "start or did not confirm itself; look at its log",
                                 *boot.loadedOffset,
                                 boot.version.empty() ? "not shown" : boot.version),
                     {boot.version}});
        return;
    }
    finish(Phase::NotProved, Error{ErrorCode::BoardNotProved,
                                   fmt::format("the board restarted, but its log does not show the "
                                               "new image (it shows version {}): its "
                                               "log level may hide the boot lines",
                                               boot.version.empty() ? "none" : boot.version),
                                   {boot.version}});
}

} // namespace

std::unique_ptr<BoardUpdate> makeLogUpdate(BoardSession &session, const UpdateOrder &order,
                                           std::string url, const Profile &profile,
                                           BoardUpdate::Hooks hooks)
{
    return std::make_unique<LogUpdate>(session, order, std::move(url), profile, std::move(hooks));
}

} // namespace otabench::fleet
