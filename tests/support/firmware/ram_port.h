#pragma once

#include "host_crypto.h"
#include "otabench_port.h"
#include "support/firmware/nor_flash.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace otabench::test {

class RamServer;

/// Thrown by the port's restart: esp_restart does not return.
struct Restarted
{
};

/// A board's machine for tests of the engine: flash with NOR behaviour in memory, the network that
/// a test gives it, time that only delays move. Power can be cut at every flash operation and at
/// every change of a setting. Memory and hashes the engine takes are counted and freed at the end.
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

    [[nodiscard]] std::vector<uint8_t> &flash() { return nor.bytes; }

    void load(uint32_t address, const std::vector<uint8_t> &bytes);

    [[nodiscard]] unsigned operations() const { return nor.operations(); }

    /// See NorFlash; without power settings cannot be changed and nothing can be fetched, too.
    void cutPowerAt(unsigned operation, Damage damage, uint32_t seed)
    {
        nor.cutPowerAt(operation, damage, seed);
    }

    [[nodiscard]] bool powerIsOff() const { return nor.powerIsOff(); }

    void restorePower() { nor.restorePower(); }

    NorFlash nor;
    RamServer *server = nullptr; ///< what net_connect reaches; borrowed

    esp_err_t readError = 0; ///< what reads return, if not 0
    esp_err_t eraseError = 0;
    esp_err_t writeError = 0;
    bool outOfMemory = false;  ///< no allocation, no hash
    std::size_t bytesRead = 0; ///< from flash

    std::vector<std::string> log;                                ///< "E esp_image: text"
    [[nodiscard]] bool hasLogged(const std::string &text) const; ///< a whole line, or a part of one
    std::string input;                                           ///< what console_read gives
    std::string output;
    std::map<std::string, std::string> settings;
    uint32_t now = 0; ///< clock_ms
    firmware::host::HostCrypto crypto;
    /// From now on RSA, P-256, signatures and the eFuses' HMAC are computed once for each input:
    /// for thousands of updates.
    void rememberKeyWork();
    otabench_security_t security = {}; ///< what the board insists on
    uint32_t secureVersion = 0;        ///< in its eFuses
    uint32_t secureVersionLimit = 16;

    [[nodiscard]] std::size_t heldAllocations() const { return m_memory.size(); }

    [[nodiscard]] std::size_t heldHashes() const;

private:
    struct Hashes;

    void fillFlash();
    void fillOthers();
    void fillNetwork();

    otabench_chip_t m_chip = {};
    otabench_port_t m_port = {};
    std::minstd_rand m_random;
    std::set<void *> m_memory;
    std::map<std::string, std::string> m_keyWork; ///< results by what they were computed from
    std::unique_ptr<Hashes> m_hashes;
};

} // namespace otabench::test
