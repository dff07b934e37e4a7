#pragma once

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace otabench::support {

/// A program to run. `arguments[0]` is looked up in $PATH unless it has a slash.
struct Command
{
    std::vector<std::string> arguments;
    std::map<std::string, std::string> environment = {}; ///< set on top of this process's own
    std::filesystem::path folder = {};                   ///< to run in; empty: the current one
    std::string input = {};                              ///< its standard input, then end of file
    std::optional<std::size_t> fileSizeLimit = {}; ///< RLIMIT_FSIZE: what stands for a full disk
};

/// How a program ended. `exitStatus` is 128 + the signal's number for one that was killed, 127 when
/// it could not be started.
struct Outcome
{
    int exitStatus = -1;
    bool timedOut = false; ///< it was killed, with its children, at the limit
    std::string out;
    std::string err;
};

/// Runs a program to its end.
[[nodiscard]] Outcome run(const Command &command,
                          std::chrono::milliseconds limit = std::chrono::seconds(60));

/// A program that runs beside the test: a server, boards. The destructor kills it and its children.
/// One thread at a time.
class Process
{
public:
    explicit Process(const Command &command);
    ~Process();
    Process(const Process &) = delete;
    Process &operator=(const Process &) = delete;

    /// Reads its output until `condition` holds for what has come on standard output and standard
    /// error so far. False when the limit passed or the program closed both without it.
    [[nodiscard]] bool
    waitFor(const std::function<bool(const std::string &out, const std::string &err)> &condition,
            std::chrono::milliseconds limit = std::chrono::seconds(30));
    /// waitFor() a text on standard output.
    [[nodiscard]] bool waitForOutput(const std::string &text,
                                     std::chrono::milliseconds limit = std::chrono::seconds(30));

    /// Everything read so far.
    [[nodiscard]] const std::string &out() const { return m_outcome.out; }

    [[nodiscard]] const std::string &err() const { return m_outcome.err; }

    [[nodiscard]] pid_t pid() const { return m_pid; }

    void signal(int number);

    /// Reads on until it has ended; kills it at the limit. May be called twice.
    const Outcome &wait(std::chrono::milliseconds limit = std::chrono::seconds(60));

private:
    using Deadline = std::chrono::steady_clock::time_point;

    /// Reads and writes what is ready; false at the deadline or when there is nothing to read any
    /// more.
    bool pump(Deadline deadline);
    void closeAll();
    void reap(Deadline deadline);

    pid_t m_pid = -1;
    int m_in = -1, m_out = -1, m_err = -1;
    std::string m_input;
    bool m_ended = false;
    Outcome m_outcome;
};

/// Path of a program this build made (`otabench-cli`): below $OTABENCH_BIN.
[[nodiscard]] std::string builtProgram(const std::string &name);

} // namespace otabench::support
