#pragma once

#include "apps.h"
#include "faulty_port.h"
#include "options.h"

#include <memory>
#include <pthread.h>
#include <string>

namespace otabench::board {

/// A virtual board: its machine, its firmware and the thread they run on.
///
/// | stage       | does                                            | next                        |
/// |-------------|-------------------------------------------------|-----------------------------|
/// | ROM         | prints the reset reason                         | bootloader                  |
/// | bootloader  | picks and verifies a slot (otabench_boot.h)     | application, or ROM again a |
/// |             |                                                 | second later: nothing boots |
/// | application | prints its description, runs the agent or the   | ROM, by a restart, a crash  |
/// |             | stdin example                                   | or a reset                  |
///
/// A board's flash is made when it is new: a partition table, and an image with the version asked
/// for in the first slot. Afterwards it keeps what it has.
///
/// Thread: the owner's, but for what runs on the board's own.
class Board
{
public:
    /// Opens or makes board number `index` (from 1). Fails with a sentence naming the board's file.
    [[nodiscard]] static firmware::host::HostResult<std::unique_ptr<Board>>
    open(const Options &options, unsigned index);

    Board(const Board &) = delete;
    Board &operator=(const Board &) = delete;
    ~Board(); ///< stops

    /// Switches it on; the hub must be stopped before the board is destroyed.
    [[nodiscard]] firmware::host::HostResult<> start(firmware::host::HostConsoleHub &hub);

    /// Ends the thread as soon as it can; join() waits for that. Both may be called twice.
    void requestStop();
    void join();

    [[nodiscard]] const std::string &name() const { return m_port.config().name; }

    [[nodiscard]] const std::string &portPath() const
    {
        return m_port.config().consoleLink.native();
    }

private:
    Board(const Options &options, unsigned index);

    [[nodiscard]] firmware::host::HostResult<> openMachine();
    [[nodiscard]] BuiltIn builtIn() const;

    static void *threadMain(void *board);
    static void life(void *board);
    void runApplication();

    const Options &m_options;
    const unsigned m_index;
    const firmware::host::ChipProfile *m_chip = nullptr;
    FaultyPort m_port;
    esp_decrypt_cfg_t m_decrypt = {}; ///< with no RSA key: ECIES, eFuse block 0
    pthread_t m_thread = {};
    bool m_running = false;
};

/// "vb-01"
[[nodiscard]] std::string boardName(unsigned index);

} // namespace otabench::board
