#include "log_filter_options.h"

#include <chrono>

namespace otabench::cli {

using monitor::LogFilter;

monitor::LogRecord::Time logTimeNow()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
}

void LogFilterOptions::addTo(CLI::App &command)
{
    const auto repeatable = [](CLI::Option *option) {
        option->expected(1)->allow_extra_args(false)->take_all();
    };
    command.add_option("--level", level,
                       "show error, warning, info, debug or verbose, and what is worse");
    repeatable(command.add_option(
        "--tag", tags, "show lines of this tag (* for any characters); may be repeated"));
    repeatable(command.add_option("--grep", patterns,
                                  "show lines that match a regular expression; may be repeated: "
                                  "all have to match"));
    repeatable(command.add_option("--not", excluded,
                                  "leave out lines that match a regular expression; may be "
                                  "repeated"));
    command.add_option("--filter", expression,
                       "terms joined by and, or, not and parentheses: level:warning tag:wifi "
                       "board:NAME mark:panic since:10m until:14:30 /regular expression/ \"text\"");
    command.add_option(
        "--since", since,
        "from the saved lines, those since a time: 10m (ago), 14:30, 2026-11-29T14:30");
}

Result<LogFilter> LogFilterOptions::toFilter() const
{
    LogFilter filter;
    if (!level.empty()) {
        const auto worst = monitor::levelFromName(level);
        if (!worst)
            return fail(ErrorCode::InvalidArgument,
                        "--level {} is none: give error, warning, info, debug or verbose", level);
        filter = filter && LogFilter::level(*worst);
    }
    if (!tags.empty()) {
        LogFilter any = LogFilter::tag(tags.front());
        for (std::size_t i = 1; i < tags.size(); ++i)
            any = any || LogFilter::tag(tags[i]);
        filter = filter && any;
    }
    for (const auto *list : {&patterns, &excluded}) {
        for (const std::string &text : *list) {
            const auto pattern = LogFilter::pattern(text);
            if (!pattern)
                return pattern;
            filter = filter && (list == &patterns ? *pattern : !*pattern);
        }
    }
    const auto parsed = LogFilter::parse(expression, {.now = logTimeNow()});
    if (!parsed)
        return parsed;
    return filter && *parsed;
}

} // namespace otabench::cli
