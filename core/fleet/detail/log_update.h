#pragma once

#include "fleet/detail/board_update.h"

#include <optional>
#include <string>

namespace otabench::fleet::detail {

/// An update of firmware that knows no agent: stock ESP-IDF examples that read the URL from stdin,
/// or a command line. It is told once, by one line; progress is what the log and the server show;
/// the proof is the boot log after the restart: another slot, and the image's digest (or a version
/// that is new on this board). What the log does not show is NotProved, never Updated.
class LogUpdate : public BoardUpdate
{
public:
    using BoardUpdate::BoardUpdate;

    void stop() override;
    void onTracker(const monitor::TrackerEvent &event) override;
    void onLine(const monitor::LogEntry &entry) override;

private:
    void begin() override;
    void onTick(SteadyTime now) override;
    void onAllSent() override;

    [[nodiscard]] bool isReadyForCommand(SteadyTime now) const;
    void trigger();
    void onPhaseChanged(const monitor::TrackerEvent &event);
    [[nodiscard]] BuildMatch matches() const;
    [[nodiscard]] BuildMatch isNewImage(const BoardIdentity &now) const;
    void judge(SteadyTime now);

    monitor::BootFacts m_before;
    std::optional<SteadyTime> m_sendAt;
    std::optional<SteadyTime> m_newSince; ///< the new image has shown itself
    bool m_readyAgain = false;            ///< it has come as far as waiting for the next URL
    bool m_lineSeen = false;
};

} // namespace otabench::fleet::detail
