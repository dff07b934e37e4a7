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

// Keys for pre-encrypted images. RSA and P-256 are not carried out here: what a board with this key
// would find is agreed upon. AES, SHA-256 and what the engine makes of them are real.
constexpr char kRsaKey[] = "-----BEGIN PRIVATE KEY-----\nof this board\n";
constexpr uint8_t kWrappedKey = 0xC7;  ///< all bytes of the file's key when encrypted by RSA
constexpr uint8_t kSenderPoint = 0x5E; ///< all bytes of the sender's point in an ECIES file
constexpr uint8_t kFileKey[32] = {2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5,
                                  2, 3, 5, 3, 6, 0, 2, 8, 7, 4, 7, 1, 3, 5, 2, 6};
constexpr uint8_t kSharedSecret[32] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3,
                                       2, 3, 8, 4, 6, 2, 6, 4, 3, 3, 8, 3, 2, 7, 9, 5};

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
    uint64_t cryptoInstructions; ///< spent in SHA-256 and AES
    unsigned efuseHmacs;
    unsigned heldKeys; ///< of AES
    bool tlsWithoutCa; ///< a connection was to be made that trusts nobody

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
    void fillCryptography();
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
