#pragma once

#include "output.h"
#include "stop_signals.h"

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace otabench::cli {

/// The output of a command that runs until a signal. A line that finds no room, because nobody
/// reads the pipe or the terminal was stopped, waits only until the signal comes, and is dropped
/// then: the command could not be ended otherwise. Thread: that of the signals' waitFor().
class StoppableOutput
{
public:
    /// Both are borrowed, and outlive this.
    StoppableOutput(const Output &output, const StopSignals &signals)
        : m_output(output)
        , m_signals(signals)
    {
    }

    // As Output's.
    void json(const nlohmann::ordered_json &object) const;
    void line(std::string_view text) const;
    void error(std::string_view text) const;

private:
    void print(std::FILE *stream, std::string text) const;
    [[nodiscard]] bool waitForRoom(int descriptor) const;

    const Output &m_output;
    const StopSignals &m_signals;
    /// Once a signal has come: when lines are no longer waited for.
    mutable std::optional<std::chrono::steady_clock::time_point> m_givesUpAt;
};

} // namespace otabench::cli
