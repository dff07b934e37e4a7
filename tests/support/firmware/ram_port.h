#pragma once

#include "otabench_port.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace otabench::test {

/// Thrown by the port's restart: esp_restart does not return.
struct Restarted
{
};

/// What a power failure leaves behind of the operation it hits.
enum class Damage
{
    NotBegun, ///< nothing
    Torn,     ///< its first half
    Garbage,  ///< random bits where it worked
};

/// A board's machine for tests of the engine: flash with NOR behaviour in memory, no network, time
/// that only delays move. Each write, and each sector of an erase, is one operation; power can be
/// cut at any of them. Memory and hashes the engine takes are counted and freed at the end.
/// Single-threaded.
class RamPort
{
public:
    explicit RamPort(uint32_t flashSize = 4 * 1024 * 1024);
    ~RamPort();
    RamPort(const RamPort &) = delete;
    RamPort &operator=(const RamPort &) = delete;

    /// Makes this the calling thread's port, as after a restart with the app at this address.
    void use(uint32_t runningAddress);

    [[nodiscard]] const otabench_port_t *port() const { return &m_port; }

    [[nodiscard]] otabench_chip_t &chip() { return m_chip; }

    [[nodiscard]] std::vector<uint8_t> &flash() { return m_flash; }

    void load(uint32_t address, const std::vector<uint8_t> &bytes);

    [[nodiscard]] unsigned operations() const { return m_operations; }

    /// Power fails at the operation with this number, counted from now; from then on no operation,
    /// reads included, does anything but return ESP_ERR_FLASH_OP_FAIL.
    void cutPowerAt(unsigned operation, Damage damage, uint32_t seed);

    [[nodiscard]] bool powerIsOff() const { return m_off; }

    void restorePower();

    esp_err_t readError = 0; ///< what reads return, if not 0
    esp_err_t eraseError = 0;
    esp_err_t writeError = 0;
    bool outOfMemory = false; ///< no allocation, no hash

    std::vector<std::string> log;                                ///< "E esp_image: text"
    [[nodiscard]] bool hasLogged(const std::string &text) const; ///< a whole line, or a part of one
    std::string input;                                           ///< what console_read gives
    std::string output;
    std::map<std::string, std::string> settings;
    uint32_t now = 0; ///< clock_ms

    [[nodiscard]] std::size_t heldAllocations() const { return m_memory.size(); }

    [[nodiscard]] std::size_t heldHashes() const;

private:
    struct Hashes;

    void fillFlash();
    void fillOthers();
    [[nodiscard]] bool loses(uint32_t address, std::size_t length, std::size_t *done);
    esp_err_t write(uint32_t address, const uint8_t *bytes, std::size_t length);
    esp_err_t erase(uint32_t address, std::size_t length);
    bool isInside(uint32_t address, std::size_t length) const;

    std::vector<uint8_t> m_flash;
    otabench_chip_t m_chip = {};
    otabench_port_t m_port = {};
    unsigned m_operations = 0;
    unsigned m_cutAt = 0; ///< 0: never
    Damage m_damage = Damage::NotBegun;
    bool m_off = false;
    std::minstd_rand m_random;
    std::set<void *> m_memory;
    std::unique_ptr<Hashes> m_hashes;
};

} // namespace otabench::test
