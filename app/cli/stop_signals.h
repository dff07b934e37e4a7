#pragma once

#include <chrono>
#include <csignal>
#include <initializer_list>

namespace otabench::cli {

/// SIGINT and SIGTERM, held back from all threads so that a command's own loop can take them in
/// order. Make it before the first thread: they inherit the mask.
class StopSignals
{
public:
    /// @param more  other signals to take, such as SIGUSR1
    explicit StopSignals(std::initializer_list<int> more = {});
    ~StopSignals();
    StopSignals(const StopSignals &) = delete;
    StopSignals &operator=(const StopSignals &) = delete;

    /// Waits for one, at most `limit`.
    [[nodiscard]] bool waitFor(std::chrono::milliseconds limit) const;
    /// The same, and which one: 0 when none came.
    [[nodiscard]] int nextWithin(std::chrono::milliseconds limit) const;

    /// Whether one has come: was waited for, or is there to be. Thread: that of waitFor().
    [[nodiscard]] bool haveCome() const;

private:
    sigset_t m_set = {};
    sigset_t m_before = {};
    mutable bool m_cameBefore = false;
};

} // namespace otabench::cli
