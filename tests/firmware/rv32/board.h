#pragma once

#include <stddef.h>
#include <stdint.h>

#include "otabench_port.h"
#include "scripted_server.h"

namespace otabench::test {

constexpr uint32_t kFlashSize = 0x100000;
constexpr uint32_t kOtadataAddress = 0xD000;
constexpr uint32_t kSlotAddress[2] = {0x10000, 0x50000};
constexpr uint32_t kSlotSize = 0x40000;

/// The board this program is: flash with NOR behaviour in memory, a scripted server instead of the
/// network, settings, a console, a log, a clock that waiting alone moves. One, without a destructor
/// or constructor; reset() before each scenario.
class Board
{
public:
    /// A new board: an application "1.0" of 30 KB in slot 0, otadata blank, all else empty.
    void reset();

    /// What the bootloader starts; the engine then runs as that app. "none" when nothing boots.
    const char *boot();

    [[nodiscard]] bool hasLogged(const char *text) const;
    void printLog() const;

    /// Whether an event of the base ESP_HTTPS_OTA_EVENT with this number came since reset().
    [[nodiscard]] bool hasEvent(int32_t id) const { return (events >> id & 1) != 0; }

    void noteEvent(int32_t id) { events |= 1U << id; }

    const otabench_port_t *port() { return &m_port; }

    ScriptedServer server;
    uint8_t flash[kFlashSize];
    uint32_t now;
    uint32_t events; ///< a bit for each number
    unsigned restarts;
    unsigned heldHashes;
    uint64_t hashInstructions; ///< spent in SHA-256
    bool tlsWithoutCa;         ///< a connection was to be made that trusts nobody

    char consoleIn[1024];
    size_t consoleInLength;
    char consoleOut[16384];
    size_t consoleOutLength;

private:
    struct Setting
    {
        char name[16];
        uint8_t bytes[4096];
        size_t length;
    };

    void fillPort();
    void fillNetwork();
    void fillOthers();
    Setting *findSetting(const char *name);
    esp_err_t setSetting(const char *name, const void *bytes, size_t length);
    esp_err_t write(uint32_t address, const uint8_t *bytes, size_t length);
    esp_err_t erase(uint32_t address, size_t length);
    void addLog(int level, const char *tag, const char *text);

    otabench_port_t m_port;
    otabench_chip_t m_chip;
    Setting m_settings[4];
    char m_label[17]; ///< of what runs
    char m_log[16384];
    size_t m_logLength;
};

Board &board();

} // namespace otabench::test
