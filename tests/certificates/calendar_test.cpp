#include "certificates/calendar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace otabench::certificates {
namespace {

using std::chrono::system_clock;

const system_clock::time_point kNow = system_clock::from_time_t(1'795'219'200); // 2026-11-21

std::string calendarOf(const std::string &title)
{
    return toCalendar({{.sha256 = std::string(64, 'a'),
                        .title = title,
                        .details = "two\nlines; with, \\signs",
                        .end = kNow + std::chrono::days(40)}},
                      kNow);
}

/// The file's lines as a reader sees them: unfolded.
std::vector<std::string> linesOf(std::string text)
{
    for (std::size_t at = 0; (at = text.find("\r\n ")) != std::string::npos;)
        text.erase(at, 3);
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line, '\r'); in.ignore(1))
        lines.push_back(line);
    return lines;
}

TEST(Calendar, HasAnEventWithAReminder)
{
    const auto lines = linesOf(calendarOf("CA ends"));
    const std::vector<std::string> expected{"BEGIN:VCALENDAR",
                                            "VERSION:2.0",
                                            "PRODID:-//otabench//certificates//EN",
                                            "CALSCALE:GREGORIAN",
                                            "BEGIN:VEVENT",
                                            "UID:" + std::string(64, 'a') + "@otabench",
                                            "DTSTAMP:20261121T000000Z",
                                            "DTSTART;VALUE=DATE:20261231",
                                            "DTEND;VALUE=DATE:20270101",
                                            "SUMMARY:CA ends",
                                            "DESCRIPTION:two\\nlines\\; with\\, \\\\signs",
                                            "CATEGORIES:otabench",
                                            "TRANSP:TRANSPARENT",
                                            "BEGIN:VALARM",
                                            "ACTION:DISPLAY",
                                            "DESCRIPTION:CA ends",
                                            "TRIGGER:-P30D",
                                            "END:VALARM",
                                            "END:VEVENT",
                                            "END:VCALENDAR"};
    EXPECT_EQ(lines, expected);
}

TEST(Calendar, LinesAreFoldedBetweenCharacters)
{
    std::string title;
    for (int i = 0; i < 60; ++i)
        title += "\xE8\xAF\x81"; // a Chinese character: three bytes
    const std::string text = calendarOf(title);
    EXPECT_TRUE(text.ends_with("\r\n"));
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        ASSERT_TRUE(line.ends_with('\r')) << line;
        line.pop_back();
        EXPECT_LE(line.size(), 75u);
        const auto first = static_cast<unsigned char>(line.size() > 1 ? line[1] : 'x');
        EXPECT_NE(first & 0xC0U, 0x80U) << "a line begins within a character";
    }
    const auto lines = linesOf(text);
    EXPECT_NE(std::ranges::find(lines, "SUMMARY:" + title), lines.end());
}

TEST(Calendar, ControlCharactersOfANameDoNotEndALine)
{
    const auto lines = linesOf(calendarOf("a\r\nEND:VCALENDAR\x07"));
    EXPECT_NE(std::ranges::find(lines, "SUMMARY:a\\nEND:VCALENDAR"), lines.end());
}

} // namespace
} // namespace otabench::certificates
