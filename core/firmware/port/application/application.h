// Inside of the application runtime: the one board of this program, for what implements ESP-IDF's
// functions, which know no object.
#pragma once

#include "cpu.h"
#include "host_port.h"
#include "host_settings.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace otabench::firmware::host {

/// The machine of a program that is one board. A life of the board is a process of its own, which
/// ends with it: exitStatusOf() tells the process that watches why.
class ApplicationPort final : public HostPort
{
public:
    explicit ApplicationPort(Cpu &cpu)
        : m_cpu(cpu)
    {
    }

    /// Presses the button: the life ends where it is. Thread: any.
    void requestReset() override;

protected:
    void endLife() override;

    void waitBegins() override { m_cpu.release(); }

    void waitEnds() override { m_cpu.acquire(); }

private:
    Cpu &m_cpu;
};

/// The exit status of a life that ends for that reason.
[[nodiscard]] int exitStatusOf(ResetReason reason);
/// The reason for an exit status; Panic for every other one.
[[nodiscard]] ResetReason resetReasonOf(int exitStatus);

/// A program is one board.
struct Application
{
    Cpu cpu;
    ApplicationPort port{cpu};
    CpuTime bootTime;
    std::vector<void (*)()> shutdownHandlers;
};

[[nodiscard]] Application &application();

/// What the calling thread remembers of the board (its port, event handlers…) is what every task
/// works with. Before the first task.
void shareBoard();

/// Makes stdin, stdout and stderr the board's console.
void openConsoleStreams();

/// From now on reading from stdin waits.
void makeStdinWait();

} // namespace otabench::firmware::host
