#include "certificates/calendar.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <string_view>

namespace otabench::certificates {
namespace {

using std::chrono::system_clock;

constexpr std::size_t kMostLineBytes = 75; // RFC 5545 section 3.1, without CR LF

bool isInsideCharacter(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; // UTF-8
}

void addLine(std::string &out, std::string_view line)
{
    std::size_t room = kMostLineBytes;
    while (line.size() > room) {
        std::size_t at = room;
        while (at > 1 && isInsideCharacter(line[at]))
            --at;
        out.append(line.substr(0, at)).append("\r\n ");
        line.remove_prefix(at);
        room = kMostLineBytes - 1; // the blank counts
    }
    out.append(line).append("\r\n");
}

/// RFC 5545 section 3.3.11; other control characters have no place in a text.
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\\' || c == ';' || c == ',')
            out.append("\\").append(1, c);
        else if (static_cast<unsigned char>(c) >= ' ' && c != 0x7F)
            out += c;
    }
    return out;
}

std::string dateOf(system_clock::time_point time)
{
    return fmt::format("{:%Y%m%d}", fmt::gmtime(system_clock::to_time_t(time)));
}

void addEntry(std::string &out, const CalendarEntry &entry, const std::string &stamp)
{
    addLine(out, "BEGIN:VEVENT");
    addLine(out, fmt::format("UID:{}@otabench", entry.sha256));
    addLine(out, "DTSTAMP:" + stamp);
    addLine(out, "DTSTART;VALUE=DATE:" + dateOf(entry.end));
    addLine(out, "DTEND;VALUE=DATE:" + dateOf(entry.end + std::chrono::days(1)));
    addLine(out, "SUMMARY:" + escaped(entry.title));
    addLine(out, "DESCRIPTION:" + escaped(entry.details));
    addLine(out, "CATEGORIES:otabench");
    addLine(out, "TRANSP:TRANSPARENT");
    addLine(out, "BEGIN:VALARM");
    addLine(out, "ACTION:DISPLAY");
    addLine(out, "DESCRIPTION:" + escaped(entry.title));
    addLine(out, fmt::format("TRIGGER:-P{}D", entry.remindBefore.count()));
    addLine(out, "END:VALARM");
    addLine(out, "END:VEVENT");
}

} // namespace

std::string toCalendar(const std::vector<CalendarEntry> &entries, system_clock::time_point now)
{
    const std::string stamp =
        fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(system_clock::to_time_t(now)));
    std::string out;
    addLine(out, "BEGIN:VCALENDAR");
    addLine(out, "VERSION:2.0");
    addLine(out, "PRODID:-//otabench//certificates//EN");
    addLine(out, "CALSCALE:GREGORIAN");
    for (const CalendarEntry &entry : entries)
        addEntry(out, entry, stamp);
    addLine(out, "END:VCALENDAR");
    return out;
}

} // namespace otabench::certificates
