#pragma once

#include "base/phase.h"
#include "monitor/log_record.h"
#include "monitor/ota_tracker.h"

#include <optional>

namespace otabench::monitor::detail {

/// Which lines of one board get a bookmark: asked after the tracker has read the line.
class Bookmarker
{
public:
    Bookmark feed(const LogEntry &entry, const OtaTracker &tracker);

private:
    unsigned m_boots = 0;
    std::optional<Phase> m_phase;
    bool m_isErrorSeen = false;
    bool m_isInPanic = false;
    bool m_isRebootMarked = false; ///< and its agent has not told of it yet
};

} // namespace otabench::monitor::detail
