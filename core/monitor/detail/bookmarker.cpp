#include "monitor/detail/bookmarker.h"

#include <utility>

namespace otabench::monitor::detail {
namespace {

/// The line that begins a crash text, or what is left of one; "Rebooting..." alone is none.
bool isCrash(const LogEntry &entry)
{
    return entry.kind == LineKind::Panic && !entry.message.starts_with("Rebooting") &&
           !entry.message.starts_with("ELF file SHA256") &&
           !entry.message.starts_with("CPU halted");
}

bool isAgentEvent(const LogEntry &entry, std::string_view event)
{
    return entry.kind == LineKind::AgentFrame && entry.message.find(event) != std::string::npos;
}

} // namespace

Bookmark Bookmarker::feed(const LogEntry &entry, const OtaTracker &tracker)
{
    const unsigned boots = std::exchange(m_boots, tracker.boot().boots);
    const auto phase = std::exchange(m_phase, tracker.phase());
    bool isReboot = boots != m_boots;
    if (isAgentEvent(entry, " boot ")) // a board with native USB shows no other sign
        isReboot = !std::exchange(m_isRebootMarked, false);
    if (isReboot) {
        m_isErrorSeen = m_isInPanic = false;
        m_isRebootMarked = entry.kind != LineKind::AgentFrame;
        return Bookmark::Reboot;
    }
    const bool isUnderWay = m_phase && *m_phase <= Phase::Downloading;
    const bool isStart =
        (isUnderWay && (!phase || *phase > *m_phase)) || isAgentEvent(entry, " ota phase=start");
    if (isStart) {
        m_isErrorSeen = false;
        return Bookmark::OtaStart;
    }
    if (isCrash(entry))
        return std::exchange(m_isInPanic, true) ? Bookmark::None : Bookmark::Panic;
    if (entry.kind == LineKind::Log)
        m_isInPanic = false;
    const bool isError = entry.level == Level::Error || isAgentEvent(entry, " ota phase=failed");
    if (isError && !std::exchange(m_isErrorSeen, true))
        return Bookmark::FirstError;
    return Bookmark::None;
}

} // namespace otabench::monitor::detail
