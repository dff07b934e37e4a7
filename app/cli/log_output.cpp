#include "log_output.h"

#include "monitor/log_filter.h"
#include "monitor/log_time.h"

namespace otabench::cli {
namespace {

using monitor::Level;
using monitor::LineKind;
using monitor::LogEntry;
using monitor::LogRecord;

} // namespace

nlohmann::ordered_json logLineAsJson(const LogRecord &record, const LogEntry &entry, bool isLive)
{
    nlohmann::ordered_json line = {{"board", record.board}};
    // Milliseconds: finer than that a serial port does not tell.
    line["at"] = isLive ? nlohmann::ordered_json(monitor::formatTime(record.at).erase(23, 3))
                        : nlohmann::ordered_json(nullptr);
    line["level"] = name(entry.level);
    line["tag"] = monitor::cleanText(entry.tag);
    line["message"] = monitor::cleanText(entry.message);
    if (!entry.timestamp.empty())
        line["time"] = entry.timestamp; // the board's own
    if (record.bookmark != monitor::Bookmark::None)
        line["mark"] = name(record.bookmark);
    return line;
}

std::string_view logColour(const LogEntry &entry)
{
    if (entry.kind == LineKind::Panic)
        return "\x1b[1;31m";
    switch (entry.level) {
    case Level::Error:
        return "\x1b[0;31m";
    case Level::Warning:
        return "\x1b[0;33m";
    case Level::Info:
        return "\x1b[0;32m";
    default:
        return "";
    }
}

} // namespace otabench::cli
