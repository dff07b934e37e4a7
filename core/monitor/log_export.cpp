#include "monitor/log_export.h"

#include "monitor/log_filter.h"
#include "monitor/log_time.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace otabench::monitor {
namespace {

constexpr std::size_t kMillisecondsEnd = 23; // finer than that a serial port does not tell

bool hasTime(const LogRecord &record)
{
    return record.at != LogRecord::Time();
}

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

std::string csvLine(const LogRecord &record, const LogEntry &entry)
{
    return fmt::format("{},{},{},{},{},{}", hasTime(record) ? formatTime(record.at) : "",
                       csvCell(record.board), name(record.bookmark), name(entry.level),
                       csvCell(cleanText(entry.tag)), csvCell(cleanText(entry.message)));
}

/// A JSON string (RFC 8259). cleanText() has left no control characters and nothing but UTF-8.
std::string jsonText(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : cleanText(text)) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        if (c == '\t')
            quoted += "\\t";
        else if (static_cast<unsigned char>(c) < 0x20)
            quoted += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        else
            quoted += c;
    }
    return quoted + '"';
}

std::string jsonLine(const LogRecord &record, const LogEntry &entry)
{
    std::string time = "null";
    if (hasTime(record))
        time = '"' + formatTime(record.at).erase(kMillisecondsEnd, 3) + '"';
    std::string line = fmt::format(R"({{"board":{},"at":{},"level":"{}","tag":{},"message":{})",
                                   jsonText(record.board), time, name(entry.level),
                                   jsonText(entry.tag), jsonText(entry.message));
    if (!entry.timestamp.empty())
        line += ",\"time\":" + jsonText(entry.timestamp);
    if (record.bookmark != Bookmark::None)
        line += fmt::format(",\"mark\":\"{}\"", name(record.bookmark));
    return line + '}';
}

std::string textLine(const LogRecord &record, std::string_view colour)
{
    const std::string_view mark = name(record.bookmark);
    return fmt::format("{}{}{}: {}{}{}{}{}{}", hasTime(record) ? formatLocalTime(record.at) : "",
                       hasTime(record) ? " " : "", record.board, mark.empty() ? "" : "[", mark,
                       mark.empty() ? "" : "] ", colour, cleanText(record.line),
                       colour.empty() ? "" : "\x1b[0m");
}

} // namespace

std::optional<LogFormat> logFormatFromName(std::string_view name)
{
    constexpr std::array kNames = {std::pair(std::string_view("text"), LogFormat::Text),
                                   std::pair(std::string_view("csv"), LogFormat::Csv),
                                   std::pair(std::string_view("json"), LogFormat::Json)};
    for (const auto &[known, format] : kNames) {
        if (known == name)
            return format;
    }
    return std::nullopt;
}

std::string_view logHeader(LogFormat format)
{
    return format == LogFormat::Csv ? "time,board,mark,level,tag,message" : "";
}

std::string logLine(LogFormat format, const LogRecord &record, const LogEntry &entry,
                    std::string_view colour)
{
    switch (format) {
    case LogFormat::Csv:
        return csvLine(record, entry);
    case LogFormat::Json:
        return jsonLine(record, entry);
    case LogFormat::Text:
        break;
    }
    return textLine(record, colour);
}

} // namespace otabench::monitor
