#pragma once

#include "base/error.h"
#include "monitor/log_entry.h"
#include "monitor/log_record.h"
#include "monitor/text_pattern.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::monitor {

/// Which log lines are wanted. Written as an expression of terms, joined by `and`, `or`, `not` and
/// parentheses (terms side by side mean `and`):
///
///     level:warning          warnings and what is worse; crash texts count as the worst
///     tag:wifi  tag:esp*     the ESP-IDF tag; * stands for any characters
///     board:ttyUSB0          the address, or its end after the last / or :
///     bench:night            the boards of a bench
///     mark:panic  mark:any   bookmarks: ota-start, first-error, reboot, panic, lost
///     since:10m  until:14:30 see parseTime
///     /disconnect \d+/       a regular expression; /…/i ignores upper and lower case
///     "sta ip"  ready        this text, upper and lower case alike
///
/// Immutable and cheap to copy; any thread.
class LogFilter
{
public:
    /// What the words of an expression mean outside it.
    struct Names
    {
        LogRecord::Time now = {}; ///< for since: and until:
        /// The addresses of a bench's boards; not set, or nothing: there is no such bench.
        std::function<std::optional<std::vector<std::string>>(std::string_view)> boardsOfBench = {};
    };

    LogFilter() = default; ///< every line

    /// InvalidArgument says where the expression goes wrong and what could stand there.
    [[nodiscard]] static Result<LogFilter> parse(std::string_view expression, const Names &names);

    // The terms by themselves, for options of a command line.
    [[nodiscard]] static LogFilter level(Level worst);
    [[nodiscard]] static LogFilter tag(std::string_view pattern);
    [[nodiscard]] static LogFilter board(std::string_view pattern);
    [[nodiscard]] static LogFilter boards(std::vector<std::string> addresses);
    [[nodiscard]] static LogFilter bookmark(Bookmark bookmark); ///< None: any
    [[nodiscard]] static LogFilter since(LogRecord::Time time);
    [[nodiscard]] static LogFilter until(LogRecord::Time time);
    [[nodiscard]] static Result<LogFilter> pattern(std::string_view regularExpression);
    [[nodiscard]] static LogFilter text(const TextPattern &pattern);

    [[nodiscard]] LogFilter operator&&(const LogFilter &other) const;
    [[nodiscard]] LogFilter operator||(const LogFilter &other) const;
    [[nodiscard]] LogFilter operator!() const;

    /// Texts are looked for in the line without its colours.
    [[nodiscard]] bool matches(const LogRecord &record) const;
    /// The same where the line has been cut into its parts already.
    [[nodiscard]] bool matches(const LogRecord &record, const LogEntry &entry) const;

    struct Node; ///< in log_filter.cpp

private:
    explicit LogFilter(std::shared_ptr<const Node> root);

    std::shared_ptr<const Node> m_root; ///< none: every line
};

/// `error` to `verbose`, or their letters.
[[nodiscard]] std::optional<Level> levelFromName(std::string_view name);
/// `error`, `warning`, `info`, `debug`, `verbose`, `none`.
[[nodiscard]] std::string_view name(Level level);

} // namespace otabench::monitor
