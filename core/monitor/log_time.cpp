#include "monitor/log_time.h"

#include <array>
#include <charconv>
#include <ctime>
#include <optional>

namespace otabench::monitor {
namespace {

using std::chrono::microseconds;

constexpr std::size_t kTimeSize = 27;

char digit(unsigned value)
{
    return static_cast<char>('0' + value % 10);
}

void putDigits(char *at, unsigned value, int count)
{
    for (int i = count - 1; i >= 0; --i, value /= 10)
        at[i] = digit(value);
}

/// A number of exactly `count` digits; nothing else.
std::optional<unsigned> digits(std::string_view text, std::size_t at, std::size_t count)
{
    if (at + count > text.size())
        return std::nullopt;
    unsigned value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return std::nullopt;
        value = value * 10 + static_cast<unsigned>(text[i] - '0');
    }
    return value;
}

/// `10m`, `2h`: how long ago.
std::optional<microseconds> readAge(std::string_view text)
{
    using namespace std::chrono;
    if (text.size() < 2)
        return std::nullopt;
    unsigned value = 0;
    const char *const unit = text.data() + text.size() - 1;
    const auto [end, error] = std::from_chars(text.data(), unit, value);
    constexpr unsigned kMost = 100'000'000;
    if (error != std::errc() || end != unit || value > kMost)
        return std::nullopt;
    switch (*unit) {
    case 's':
        return seconds(value);
    case 'm':
        return minutes(value);
    case 'h':
        return hours(value);
    case 'd':
        return std::chrono::days(value);
    default:
        return std::nullopt;
    }
}

struct ClockTime
{
    unsigned hour = 0, minute = 0, second = 0;
    microseconds fraction{0};
};

/// `14:30`, `14:30:05`, `14:30:05.25`.
std::optional<ClockTime> readClock(std::string_view text)
{
    const auto hour = digits(text, 0, 2);
    const auto minute = digits(text, 3, 2);
    if (!hour || !minute || text[2] != ':' || *hour > 23 || *minute > 59)
        return std::nullopt;
    ClockTime clock{.hour = *hour, .minute = *minute};
    if (text.size() == 5)
        return clock;
    const auto second = digits(text, 6, 2);
    if (!second || text[5] != ':' || *second > 60)
        return std::nullopt;
    clock.second = *second;
    if (text.size() == 8)
        return clock;
    const std::string_view fraction = text.substr(9);
    const auto value = digits(fraction, 0, fraction.size());
    if (text[8] != '.' || !value || fraction.empty() || fraction.size() > 6)
        return std::nullopt;
    unsigned scaled = *value;
    for (std::size_t i = fraction.size(); i < 6; ++i)
        scaled *= 10;
    clock.fraction = microseconds(scaled);
    return clock;
}

/// `2026-11-29`.
std::optional<std::chrono::year_month_day> readDate(std::string_view text)
{
    using namespace std::chrono;
    const auto y = digits(text, 0, 4);
    const auto m = digits(text, 5, 2);
    const auto d = digits(text, 8, 2);
    if (!y || !m || !d || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const year_month_day date{year(static_cast<int>(*y)), month(*m), day(*d)};
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::tm localDate(LogRecord::Time time)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts = {};
    ::localtime_r(&seconds, &parts);
    return parts;
}

LogRecord::Time fromLocal(std::tm parts, const ClockTime &clock)
{
    parts.tm_hour = static_cast<int>(clock.hour);
    parts.tm_min = static_cast<int>(clock.minute);
    parts.tm_sec = static_cast<int>(clock.second);
    parts.tm_isdst = -1;
    return LogRecord::Time(std::chrono::seconds(std::mktime(&parts))) + clock.fraction;
}

} // namespace

std::string formatTime(LogRecord::Time time)
{
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    std::string text = "0000-00-00T00:00:00.000000Z";
    char *const at = text.data();
    putDigits(at, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    putDigits(at + 5, static_cast<unsigned>(date.month()), 2);
    putDigits(at + 8, static_cast<unsigned>(date.day()), 2);
    putDigits(at + 11, static_cast<unsigned>(clock.hours().count()), 2);
    putDigits(at + 14, static_cast<unsigned>(clock.minutes().count()), 2);
    putDigits(at + 17, static_cast<unsigned>(clock.seconds().count()), 2);
    putDigits(at + 20, static_cast<unsigned>(clock.subseconds().count()), 6);
    return text;
}

bool readTime(std::string_view text, LogRecord::Time &time)
{
    if (text.size() < kTimeSize || text[10] != 'T' || text[26] != 'Z')
        return false;
    const auto date = readDate(text.substr(0, 10));
    const auto clock = readClock(text.substr(11, 15));
    if (!date || !clock)
        return false;
    time = LogRecord::Time(std::chrono::sys_days(*date)) + std::chrono::hours(clock->hour) +
           std::chrono::minutes(clock->minute) + std::chrono::seconds(clock->second) +
           clock->fraction;
    return true;
}

std::string formatLocalTime(LogRecord::Time time)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts = {};
    ::localtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts);
    const auto fraction = time - std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{}.{:03}", text.data(), fraction.count() / 1000);
}

Result<LogRecord::Time> parseTime(std::string_view text, LogRecord::Time now)
{
    if (const auto age = readAge(text))
        return now - *age;
    if (const auto clock = readClock(text))
        return fromLocal(localDate(now), *clock);
    const bool isUtc = text.ends_with('Z');
    std::string_view rest = text.substr(0, text.size() - (isUtc ? 1 : 0));
    if (const auto date = readDate(rest.substr(0, 10))) {
        rest.remove_prefix(10);
        std::optional<ClockTime> clock = ClockTime{};
        if (!rest.empty())
            clock = rest.front() == 'T' || rest.front() == ' ' ? readClock(rest.substr(1))
                                                               : std::nullopt;
        if (clock && isUtc)
            return LogRecord::Time(std::chrono::sys_days(*date)) + std::chrono::hours(clock->hour) +
                   std::chrono::minutes(clock->minute) + std::chrono::seconds(clock->second) +
                   clock->fraction;
        if (clock) {
            std::tm parts = {};
            parts.tm_year = static_cast<int>(date->year()) - 1900;
            parts.tm_mon = static_cast<int>(static_cast<unsigned>(date->month())) - 1;
            parts.tm_mday = static_cast<int>(static_cast<unsigned>(date->day()));
            return fromLocal(parts, *clock);
        }
    }
    return fail(ErrorCode::InvalidArgument,
                "\"{}\" is no time: write 10m (ten minutes ago; also s, h, d), 14:30, 2026-11-29, "
                "or 2026-11-29T14:30:05",
                text);
}

} // namespace otabench::monitor
