#include "history_time.h"

#include <charconv>
#include <cstdio>
#include <ctime>
#include <optional>
#include <string>

namespace otabench::cli {
namespace {

using std::chrono::system_clock;

constexpr long kMostAmount = 1'000'000;

std::optional<std::chrono::minutes> unitOf(char letter)
{
    switch (letter) {
    case 'm':
        return std::chrono::minutes(1);
    case 'h':
        return std::chrono::hours(1);
    case 'd':
        return std::chrono::hours(24);
    case 'w':
        return std::chrono::hours(7 * 24);
    default:
        return std::nullopt;
    }
}

std::optional<system_clock::time_point> ago(std::string_view text, system_clock::time_point now)
{
    if (text.size() < 2)
        return std::nullopt;
    const auto unit = unitOf(text.back());
    long amount = 0;
    const char *const last = text.data() + text.size() - 1;
    const auto [end, error] = std::from_chars(text.data(), last, amount);
    if (!unit || error != std::errc() || end != last || amount < 0 || amount > kMostAmount)
        return std::nullopt;
    return now - *unit * amount;
}

std::optional<system_clock::time_point> date(const std::string &text)
{
    std::tm parts = {};
    int used = -1;
    char separator = 'T';
    const auto ends = [&] { return used == static_cast<int>(text.size()); };
    const auto read = [&](const char *format) {
        used = -1;
        parts = {};
        std::sscanf(text.c_str(), format, &parts.tm_year, &parts.tm_mon, &parts.tm_mday, &separator,
                    &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &used);
        return ends();
    };
    const auto readShort = [&](const char *format) {
        used = -1;
        parts = {};
        std::sscanf(text.c_str(), format, &parts.tm_year, &parts.tm_mon, &parts.tm_mday, &separator,
                    &parts.tm_hour, &parts.tm_min, &used);
        return ends();
    };
    const auto readDay = [&] {
        used = -1;
        parts = {};
        std::sscanf(text.c_str(), "%4d-%2d-%2d%n", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
                    &used);
        return ends();
    };
    const bool isUtc = text.ends_with('Z');
    const bool isRead =
        isUtc ? read("%4d-%2d-%2d%c%2d:%2d:%2dZ%n") || readShort("%4d-%2d-%2d%c%2d:%2dZ%n")
              : read("%4d-%2d-%2d%c%2d:%2d:%2d%n") || readShort("%4d-%2d-%2d%c%2d:%2d%n") ||
                    readDay();
    if (!isRead || (separator != 'T' && separator != ' '))
        return std::nullopt;
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    parts.tm_isdst = -1;
    const std::tm given = parts;
    const std::time_t time = isUtc ? ::timegm(&parts) : std::mktime(&parts);
    // 31 February is made 3 March: a date that is none.
    if (parts.tm_mday != given.tm_mday || parts.tm_mon != given.tm_mon || given.tm_hour > 23 ||
        given.tm_min > 59)
        return std::nullopt;
    return system_clock::from_time_t(time);
}

} // namespace

Result<system_clock::time_point> parseTime(std::string_view text, system_clock::time_point now)
{
    if (const auto before = ago(text, now))
        return *before;
    if (const auto at = date(std::string(text)))
        return *at;
    return fail(
        ErrorCode::InvalidArgument,
        "\"{}\" is no time: write 2026-11-29, 2026-11-29T14:02 (local, or with a Z UTC), or "
        "how long ago: 90m, 12h, 7d, 2w",
        text);
}

} // namespace otabench::cli
