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

    /// On standard output as it is, without a line end.
    void text(std::string_view text) const { print(stdout, text); }

    [[nodiscard]] bool isJson() const { return m_output.isJson(); }

    /// Standard output has gone (`| head`), or is a full disk.
    [[nodiscard]] bool isBroken() const { return m_isBroken; }

private:
    void printLine(std::FILE *stream, std::string line) const;
    void print(std::FILE *stream, std::string_view rest) const;
    [[nodiscard]] bool waitForRoom(int descriptor) const;

    const Output &m_output;
    const StopSignals &m_signals;
    /// Once a signal has come: when lines are no longer waited for.
    mutable std::optional<std::chrono::steady_clock::time_point> m_givesUpAt;
    mutable bool m_isBroken = false;
};

} // namespace otabench::cli
