#pragma once

#include "monitor/log_filter.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace otabench::cli {

/// The options that say which log lines are wanted, of `monitor` and `logs`. All of them have to
/// hold.
struct LogFilterOptions
{
    std::string level;
    std::vector<std::string> tags;     ///< one of them
    std::vector<std::string> patterns; ///< all of them
    std::vector<std::string> excluded; ///< none of them
    std::string expression;
    std::string since;

    void addTo(CLI::App &command);

    /// `since` left out: what it means differs between the commands.
    [[nodiscard]] Result<monitor::LogFilter> toFilter() const;
};

[[nodiscard]] monitor::LogRecord::Time logTimeNow();

} // namespace otabench::cli
