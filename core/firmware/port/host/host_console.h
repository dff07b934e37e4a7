#pragma once

#include "host_result.h"
#include "unique_fd.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>

namespace otabench::firmware::host {

/// A board's UART: the master side of a pseudo-terminal, with a link to the slave side that hosts
/// open as the board's port.
///
/// RESET COMMAND. A pseudo-terminal has no DTR and RTS lines. Instead, these 19 bytes, anywhere in
/// what the host writes, are the press of the reset button (rst:0x1, power on):
///
///     ESC _ o t a b e n c h : r e s e t ESC \            "\x1b_otabench:reset\x1b\\"
///
/// an application program command string of ECMA-48, which occurs in no agent frame, URL or typed
/// command. They are taken out below the firmware, at any time and in any state of the board, and
/// may come in pieces. What the board had not read yet is lost, as in a real UART.
///
/// Output never blocks the board for long: while nobody reads, the pseudo-terminal keeps the first
/// few kilobytes (a host that comes late sees the boot); when it is full, output waits a moment
/// for a slow reader, and then what nobody has read is thrown away. The slave side is also held
/// open here, so that a host may close and reopen the port at will.
///
/// Thread: read(), write() and waitForInput() the board's; receive() the hub's; others any.
class HostConsole
{
public:
    static constexpr std::string_view kResetCommand = "\x1b_otabench:reset\x1b\\";

    /// Called from the hub's thread for each reset command, once for several that come together.
    using OnReset = std::function<void()>;

    /// Makes the pseudo-terminal (raw, no echo) and the link. A link that is there already is
    /// replaced; anything else at that path is an error that names it.
    [[nodiscard]] static HostResult<std::unique_ptr<HostConsole>>
    open(const std::filesystem::path &link, OnReset onReset);

    HostConsole(const HostConsole &) = delete;
    HostConsole &operator=(const HostConsole &) = delete;
    ~HostConsole(); ///< removes the link

    /// Takes what has been received, at most `capacity` bytes, at once; 0: nothing.
    std::size_t read(char *bytes, std::size_t capacity);

    /// Sends; drops what nobody takes.
    void write(std::string_view bytes);

    /// Waits until something can be read, wake() is called, or the time is over.
    void waitForInput(std::chrono::milliseconds limit);
    void wake();

    /// Forgets received bytes; from then on at most `receiveCapacity` unread ones are kept and more
    /// are lost, as in a UART's FIFO or driver buffer.
    void restart(std::size_t receiveCapacity);

    /// Changes how many unread bytes are kept: a driver with a larger buffer has been installed.
    void setReceiveCapacity(std::size_t receiveCapacity);

    /// The port goes away, as if its USB plug was pulled, and does not come back. Called twice it
    /// does nothing.
    void unplug();

    [[nodiscard]] int masterFd() const { return m_master.get(); }

    /// Reads what the host has written. For the hub.
    void receive();

private:
    HostConsole(UniqueFd master, UniqueFd slave, std::filesystem::path link, OnReset onReset);

    void take(char byte);
    void keep(char byte);
    bool waitForReader(int fd);

    const std::filesystem::path m_link;
    const OnReset m_onReset;

    // The board's thread only
    std::size_t m_sentSinceFlush = 0;
    bool m_nobodyReads = false; ///< when it was full last time

    std::mutex m_mutex; ///< guards all below
    std::condition_variable m_wakeUp;
    UniqueFd m_master;
    UniqueFd m_slave;
    std::deque<char> m_received;
    std::size_t m_receiveCapacity = 128;
    std::size_t m_commandMatched = 0; ///< bytes of the reset command seen so far
    bool m_resetSeen = false;         ///< in this receive()
    bool m_woken = false;
};

/// Reads the consoles of all boards of a program from one thread.
class HostConsoleHub
{
public:
    [[nodiscard]] static HostResult<std::unique_ptr<HostConsoleHub>> start();

    HostConsoleHub(const HostConsoleHub &) = delete;
    HostConsoleHub &operator=(const HostConsoleHub &) = delete;
    ~HostConsoleHub(); ///< stops

    /// Starts reading a console, which must live until stop(). Thread: any.
    [[nodiscard]] HostResult<> add(HostConsole &console);

    /// Reads no more. May be called twice.
    void stop();

private:
    HostConsoleHub(UniqueFd epoll, UniqueFd stopEvent);

    void run();

    UniqueFd m_epoll;
    UniqueFd m_stopEvent;
    std::thread m_thread;
};

} // namespace otabench::firmware::host
