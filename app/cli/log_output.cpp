#include "log_output.h"

#include "monitor/log_filter.h"
#include "monitor/log_time.h"

#include <fmt/format.h>

#include <array>
#include <ctime>

namespace otabench::cli {
namespace {

using monitor::Level;
using monitor::LineKind;
using monitor::LogEntry;
using monitor::LogRecord;

/// In quotation marks where the text needs them (RFC 4180).
std::string csvCell(std::string_view text)
{
    if (text.find_first_of(",\"\n\r") == std::string_view::npos)
        return std::string(text);
    std::string cell = "\"";
    for (const char c : text) {
        if (c == '"')
            cell += '"';
        cell += c;
    }
    return cell + '"';
}

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

std::string_view logCsvHeader()
{
    return "time,board,mark,level,tag,message";
}

std::string logLineAsCsv(const LogRecord &record, const LogEntry &entry)
{
    return fmt::format("{},{},{},{},{},{}", monitor::formatTime(record.at), csvCell(record.board),
                       name(record.bookmark), name(entry.level),
                       csvCell(monitor::cleanText(entry.tag)),
                       csvCell(monitor::cleanText(entry.message)));
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

std::string localTimeText(LogRecord::Time time)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts = {};
    ::localtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts);
    const auto fraction = time - std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{}.{:03}", text.data(), fraction.count() / 1000);
}

} // namespace otabench::cli
