#pragma once

#include "host_console.h"
#include "host_crypto.h"
#include "host_flash.h"
#include "host_heap.h"
#include "host_net.h"
#include "host_settings.h"
#include "host_stack.h"
#include "otabench_port.h"

#include <atomic>
#include <csetjmp>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace otabench::firmware::host {

/// Why a virtual board started.
enum class ResetReason
{
    PowerOn,    ///< also the reset button
    Software,   ///< esp_restart()
    Panic,      ///< the program crashed
    BootFailed, ///< the bootloader found nothing to start
    DeepSleep,  ///< the time it slept for is over
};

/// What a virtual board is made of.
struct HostPortConfig
{
    std::string name; ///< "vb-01", for messages
    std::filesystem::path flashFile;
    std::filesystem::path settingsFile;
    std::filesystem::path consoleLink;
    std::uint32_t flashSizeBytes = 4 * 1024 * 1024;
    std::uint32_t heapBytes = 240 * 1024;     ///< what an application has on an ESP32
    std::uint32_t linkRateBytesPerSecond = 0; ///< 0: unlimited
    otabench_chip_t chip = {};                ///< its name must live as long as the port
    otabench_security_t security = {};
    std::uint32_t secureVersion = 0; ///< burnt in the eFuses at least
};

/// The machine of a virtual board: fills every function of otabench_port_t with files, a
/// pseudo-terminal and sockets of this computer.
///
/// RESETS. On a board, a reset ends the program wherever it is. Here run() calls the board's
/// program, and a reset (esp_restart(), the reset command on the console, stop()) leaves it by
/// longjmp out of the next call of any port function; waits end at once. Between run() and a port
/// function there may only be frames of the freestanding engine and of programs written like it: no
/// destructor there runs. Memory, sockets and hashes that they held belong to the port and are
/// released.
///
/// Derived classes may alter the machine (faults). Overrides run below the firmware on the board's
/// thread and call the base first or not at all.
///
/// Thread: created by any; run() and everything it calls belong to the board's thread;
/// requestReset() and requestStop() any.
class HostPort
{
public:
    /// Opens flash, settings and console. Fails with a sentence naming the file.
    [[nodiscard]] HostResult<> open(const HostPortConfig &config);

    HostPort();
    HostPort(const HostPort &) = delete;
    HostPort &operator=(const HostPort &) = delete;
    virtual ~HostPort();

    [[nodiscard]] const otabench_port_t &table() const { return m_table; }

    /// The secure version in the eFuses, which are one of the board's settings.
    [[nodiscard]] std::uint32_t secureVersion() const;
    esp_err_t raiseSecureVersion(std::uint32_t version);

    [[nodiscard]] HostConsole &console() { return *m_console; }

    [[nodiscard]] HostFlash &flash() { return *m_flash; }

    [[nodiscard]] HostSettings &settings() { return *m_settings; }

    [[nodiscard]] HostCrypto &crypto() { return m_crypto; }

    [[nodiscard]] const HostPortConfig &config() const { return m_config; }

    /// Told about failures of this computer below the board (a full disk). Thread: the board's.
    void setOnTrouble(HostFlash::OnTrouble onTrouble);

    enum class Ended
    {
        Reset, ///< run again: the board boots
        Stopped
    };
    using Program = void (*)(void *context);

    /// One life of the board, from reset to reset: clears what the last one left and calls
    /// `program` with this port as the thread's. A program that returns has nothing more to do: the
    /// board then sleeps until it is reset.
    [[nodiscard]] Ended run(Program program, void *context);

    /// Takes note that an earlier life was another process's: reads anew what it may have changed,
    /// and why it ended. Before run().
    [[nodiscard]] HostResult<> followProcess(ResetReason reason);

    /// Why the life that run() has begun, began.
    [[nodiscard]] ResetReason resetReason() const { return m_reason; }

    void setRunningAddress(std::uint32_t flashAddress) { m_table.running_address = flashAddress; }

    /// Ends the present life as a panic or watchdog would. Board's thread, within run() only.
    [[noreturn]] void resetNow(ResetReason reason);

    /// Presses the reset button. Thread: any.
    virtual void requestReset();
    /// Makes run() return Stopped, now and from then on. Thread: any.
    void requestStop();

    /// Sleeps; leaves by a reset.
    void delay(std::chrono::milliseconds time);
    /// Sleeps until something has been received or the time is over; leaves by a reset.
    void waitForInput(std::chrono::milliseconds limit);

    /// Whether a network connection is open.
    [[nodiscard]] bool isConnected() const { return m_connections > 0; }

    /// Counts network, flash and received bytes: unchanged over a step of the firmware means that
    /// it was idle.
    [[nodiscard]] std::uint64_t activity() const { return m_activity; }

    /// Writes to the console as it is.
    void print(std::string_view text);
    /// A log line as ESP-IDF prints it at level INFO: `I (123) tag: text`.
    void log(int level, std::string_view tag, std::string_view text);

protected:
    virtual esp_err_t flashWrite(std::uint32_t address, const void *bytes, std::size_t length);
    virtual esp_err_t flashErase(std::uint32_t address, std::size_t length);
    virtual std::size_t consoleRead(char *bytes, std::size_t capacity);
    virtual void consoleWrite(std::string_view bytes);
    virtual int settingGet(std::string_view name, void *bytes, std::size_t capacity);
    virtual esp_err_t settingSet(std::string_view name, const void *bytes, std::size_t length);

    /// Ends the present life; resetReason() says why. Here: jumps back into run(). Does not return.
    virtual void endLife();

    /// Around each wait: for the network, for input, for time. Other tasks of the board may run
    /// meanwhile, and use the port. Here: nothing, a board has one task.
    virtual void waitBegins() {}

    virtual void waitEnds() {}

private:
    struct Calls; ///< the functions the table points to

    void beginLife();
    void leaveIfReset();
    [[noreturn]] void leave();
    void acknowledgeReset();
    void interrupt(std::atomic<bool> &due);

    HostPortConfig m_config;
    otabench_port_t m_table = {};
    otabench_chip_t m_chip = {};
    std::unique_ptr<HostFlash> m_flash;
    std::unique_ptr<HostSettings> m_settings;
    std::unique_ptr<HostConsole> m_console;
    std::unique_ptr<HostHeap> m_heap;
    HostFlash::OnTrouble m_onTrouble;
    UniqueFd m_interrupt; ///< an eventfd: readable while a reset or stop is due
    HostNet m_net;
    HostCrypto m_crypto;

    std::mutex m_interruptMutex; ///< a flag and the eventfd change together
    std::atomic<bool> m_resetDue = false;
    std::atomic<bool> m_stopDue = false;

    // The board's thread only
    std::jmp_buf m_jump;
    std::thread::id m_thread;
    bool m_alive = false;
    ResetReason m_reason = ResetReason::PowerOn;
    HostStack m_stack;
    std::chrono::steady_clock::time_point m_bootTime;
    unsigned m_connections = 0;
    std::uint64_t m_activity = 0;
};

} // namespace otabench::firmware::host
