#pragma once

#include "fleet/detail/board_update.h"

#include <optional>
#include <string>

namespace otabench::fleet::detail {

/// An update of firmware that knows no agent: stock ESP-IDF examples that read the URL from stdin,
/// a command line, or a sketch that updates itself when it starts. It is told once, by one line or
/// by a restart; the texts of its profile tell how it goes where the firmware is not stock;
/// progress is what the log and the server show; the proof is the boot log after the restart:
/// another slot, and the image's digest. What the log does not show is NotProved, never Updated.
class LogUpdate : public BoardUpdate
{
public:
    using BoardUpdate::BoardUpdate;

    void stop() override;
    void onTracker(const monitor::TrackerEvent &event) override;
    void onLine(const monitor::LogEntry &entry, std::string_view line) override;

private:
    void begin() override;
    void onTick(SteadyTime now) override;
    void onAllSent() override;
    bool onLate() override;

    [[nodiscard]] bool resetsBefore() const;
    [[nodiscard]] bool isReadyForCommand(SteadyTime now) const;
    [[nodiscard]] bool isAtPrompt() const;
    void takePatterns(std::string_view line);
    void onDone();
    void trigger();
    void onFailure(const monitor::TrackerEvent &event);
    [[nodiscard]] bool isLargerThanSlot();
    void onPhaseChanged(const monitor::TrackerEvent &event);
    [[nodiscard]] BuildMatch matches() const;
    [[nodiscard]] BuildMatch isNewImage(const BoardIdentity &now) const;
    void judge(SteadyTime now);

    monitor::BootFacts m_before;
    unsigned m_bootsAtBegin = 0;
    std::optional<SteadyTime> m_sendAt;
    std::optional<SteadyTime> m_newSince; ///< the new image has shown itself
    SteadyTime m_bootedAt = {};           ///< last
    bool m_hasRunNew = false;             ///< the new image has shown itself, and is gone again
    bool m_isDone = false;                ///< by the profile, which then may have it restarted
    bool m_readyAgain = false;            ///< it has come as far as waiting for the next URL
};

} // namespace otabench::fleet::detail
