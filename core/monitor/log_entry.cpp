#include "monitor/log_entry.h"

#include "monitor/detail/line_kinds.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

// One pass by hand over each line: this runs for every line of every board, regular expressions
// would cost a hundred times as much. Grammar: reference serial-log, sections 1.1 to 1.3.

namespace otabench::monitor {
namespace {

constexpr char kEscape = '\x1b';
constexpr std::size_t kMaxAnsi = 16; ///< bytes of a sequence at a line's end
constexpr std::string_view kAgentMarker = "~OTB1:";

std::optional<Level> levelOf(char letter)
{
    switch (letter) {
    case 'E':
        return Level::Error;
    case 'W':
        return Level::Warning;
    case 'I':
        return Level::Info;
    case 'D':
        return Level::Debug;
    case 'V':
        return Level::Verbose;
    default:
        return std::nullopt;
    }
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// The length of the ANSI sequence (ESC [ parameters letter) at the start of `text`; 0: none.
std::size_t ansiLength(std::string_view text)
{
    if (text.size() < 3 || text[0] != kEscape || text[1] != '[')
        return 0;
    for (std::size_t i = 2; i < text.size(); ++i) {
        const char c = text[i];
        if (c >= '@' && c <= '~')
            return i + 1;
        if (c < ' ' || c > '?')
            return 0;
    }
    return 0;
}

/// Without colours, NULs (the line editor's) and blanks before and after.
std::string_view trimDecoration(std::string_view line)
{
    while (!line.empty()) {
        if (line.front() == '\0')
            line.remove_prefix(1);
        else if (const std::size_t length = ansiLength(line); length > 0)
            line.remove_prefix(length);
        else
            break;
    }
    while (!line.empty()) {
        if (line.back() == '\0' || line.back() == ' ') {
            line.remove_suffix(1);
            continue;
        }
        // A sequence at the end: at most ESC [ and a few digits before its letter.
        const std::string_view end = line.substr(line.size() - std::min(line.size(), kMaxAnsi));
        const std::size_t escape = end.rfind(kEscape);
        if (escape == std::string_view::npos ||
            ansiLength(end.substr(escape)) != end.size() - escape)
            break;
        line.remove_suffix(end.size() - escape);
    }
    return line;
}

/// What may stand in the parentheses: milliseconds, HH:MM:SS.mmm, YY-MM-DD HH:MM:SS.mmm.
bool isTimestamp(std::string_view text)
{
    if (text.empty() || text.size() > 21)
        return false;
    return isDigit(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
               return isDigit(c) || c == ':' || c == '.' || c == '-' || c == ' ';
           });
}

struct TagEnd
{
    std::size_t tag;     ///< its length
    std::size_t message; ///< where the message starts
};

/// A tag ends at the first colon. No space need follow (`wifi:state: init`), but `https://` in a
/// line without tag (log v2) makes none.
std::optional<TagEnd> findTag(std::string_view text)
{
    constexpr std::size_t kMaxTag = 48;
    const std::size_t colon = text.substr(0, kMaxTag + 1).find(':');
    if (colon == std::string_view::npos || colon == 0)
        return std::nullopt;
    if (colon + 1 == text.size())
        return TagEnd{colon, colon + 1};
    if (text[colon + 1] == ' ')
        return TagEnd{colon, colon + 2};
    if (text[colon + 1] == '/' || text.substr(0, colon).find(' ') != std::string_view::npos)
        return std::nullopt;
    return TagEnd{colon, colon + 1};
}

/// `E (1234) tag: message`, and without time for tags that are known.
std::optional<LogEntry> parseEspLog(std::string_view text)
{
    if (text.size() < 4 || text[1] != ' ')
        return std::nullopt;
    const auto level = levelOf(text[0]);
    if (!level)
        return std::nullopt;

    LogEntry entry{.kind = LineKind::Log, .level = *level};
    std::string_view rest = text.substr(2);
    if (rest.front() == '(') {
        const std::size_t close = rest.find(')');
        if (close == std::string_view::npos || !isTimestamp(rest.substr(1, close - 1)))
            return std::nullopt;
        entry.timestamp = rest.substr(1, close - 1);
        rest.remove_prefix(close + 1);
        if (!rest.empty() && rest.front() == ' ')
            rest.remove_prefix(1);
    }
    const auto tag = findTag(rest);
    if (tag) {
        entry.tag = rest.substr(0, tag->tag);
        entry.message = rest.substr(std::min(tag->message, rest.size()));
    } else {
        entry.message = rest;
    }
    if (entry.timestamp.empty() && (!tag || !detail::isKnownTag(entry.tag)))
        return std::nullopt;
    return entry;
}

/// `[  1234][E][file.cpp:12] function(): message`; the 1.x core prints no time.
std::optional<LogEntry> parseArduinoLog(std::string_view text)
{
    if (text.front() != '[')
        return std::nullopt;
    LogEntry entry{.kind = LineKind::Log};
    std::size_t close = text.find(']');
    if (close == std::string_view::npos)
        return std::nullopt;
    std::string_view field = text.substr(1, close - 1);
    if (field.size() != 1) {
        field.remove_prefix(std::min(field.find_first_not_of(' '), field.size()));
        if (field.empty() || !std::all_of(field.begin(), field.end(), isDigit))
            return std::nullopt;
        entry.timestamp = field;
        text.remove_prefix(close + 1);
        close = text.find(']');
        if (close != 2 || text.front() != '[')
            return std::nullopt;
        field = text.substr(1, 1);
    }
    const auto level = levelOf(field.front());
    text.remove_prefix(close + 1);
    if (!level || text.empty() || text.front() != '[')
        return std::nullopt;
    close = text.find(']');
    if (close == std::string_view::npos)
        return std::nullopt;
    const std::string_view place = text.substr(1, close - 1);
    entry.level = *level;
    entry.tag = place.substr(0, place.find(':'));
    entry.message = text.substr(close + 1);
    if (!entry.message.empty() && entry.message.front() == ' ')
        entry.message.remove_prefix(1);
    return entry;
}

/// A log line behind a prompt, dots or the rest of another line: found by its ` (` after a letter.
std::optional<LogEntry> findEspLogInside(std::string_view text)
{
    for (std::size_t open = text.find(" ("); open != std::string_view::npos;
         open = text.find(" (", open + 1)) {
        if (open == 0)
            continue;
        if (const auto entry = parseEspLog(text.substr(open - 1));
            entry && !entry->timestamp.empty() && !entry->tag.empty())
            return entry;
    }
    return std::nullopt;
}

/// The number of bytes of the UTF-8 character at the start of `text`; 0: it is none.
std::size_t utf8Length(std::string_view text)
{
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
    const unsigned first = byte(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return continues(1) ? 2 : 0;
    if ((first & 0xF0u) == 0xE0) {
        const bool isOverlong = first == 0xE0 && byte(1) < 0xA0;
        const bool isSurrogate = first == 0xED && byte(1) >= 0xA0;
        return continues(1) && continues(2) && !isOverlong && !isSurrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool isOutside =
            (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F);
        return continues(1) && continues(2) && continues(3) && !isOutside ? 4 : 0;
    }
    return 0;
}

bool isControl(char c)
{
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
}

/// A quarter and more of the bytes is neither text nor colour.
bool isNoise(std::string_view line)
{
    std::size_t bad = 0;
    for (std::size_t i = 0; i < line.size();) {
        if (const std::size_t ansi = ansiLength(line.substr(i)); ansi > 0) {
            i += ansi;
            continue;
        }
        const std::size_t length = utf8Length(line.substr(i));
        if (length == 0 || (length == 1 && isControl(line[i])))
            ++bad;
        i += std::max<std::size_t>(length, 1);
    }
    return bad * 4 >= line.size() && bad > 0;
}

} // namespace

char letter(Level level)
{
    constexpr std::string_view kLetters = "EWIDV ";
    return kLetters[static_cast<std::size_t>(level)];
}

LogEntry parseLine(std::string_view line)
{
    const std::string_view text = trimDecoration(line);
    if (text.empty())
        return {.kind = isNoise(line) ? LineKind::Noise : LineKind::Text, .message = text};

    if (std::memchr(text.data(), kAgentMarker.front(), text.size())) {
        const std::size_t frame = text.rfind(kAgentMarker);
        if (frame != std::string_view::npos)
            return {.kind = LineKind::AgentFrame, .message = text.substr(frame)};
    }
    if (const auto entry = parseEspLog(text))
        return *entry;
    if (const auto entry = parseArduinoLog(text))
        return *entry;
    if (detail::isPanicLine(text))
        return {.kind = LineKind::Panic, .message = text};
    if (const std::size_t rom = detail::findRomLine(text); rom != std::string_view::npos)
        return {.kind = LineKind::Rom, .message = text.substr(rom)};
    if (const auto entry = findEspLogInside(text))
        return *entry;
    return {.kind = isNoise(line) ? LineKind::Noise : LineKind::Text, .message = text};
}

std::optional<LogEntry> innerEntry(const LogEntry &entry)
{
    if (entry.kind != LineKind::Log)
        return std::nullopt;
    const auto inner = findEspLogInside(entry.message);
    return inner && detail::isKnownTag(inner->tag) ? inner : std::nullopt;
}

std::string cleanText(std::string_view line)
{
    std::string clean;
    clean.reserve(line.size());
    for (std::size_t i = 0; i < line.size();) {
        const std::string_view rest = line.substr(i);
        if (const std::size_t ansi = ansiLength(rest); ansi > 0) {
            i += ansi;
            continue;
        }
        const std::size_t length = utf8Length(rest);
        if (length == 0)
            clean += "\xEF\xBF\xBD"; // U+FFFD
        else if (length > 1)
            clean += rest.substr(0, length);
        else if (line[i] == '\t')
            clean += ' ';
        else if (!isControl(line[i]))
            clean += line[i];
        i += std::max<std::size_t>(length, 1);
    }
    return clean;
}

} // namespace otabench::monitor
