#pragma once

#include "faults.h"
#include "host_port.h"

#include <cstdint>
#include <random>
#include <string>

namespace otabench::board {

/// A board's machine with its faults.
class FaultyPort final : public firmware::host::HostPort
{
public:
    /// @param seed  makes what is left to chance repeatable: noise, the moment of a power cut
    FaultyPort(FaultSet faults, std::uint32_t seed);

    /// A new life has begun: what a fault had started is over.
    void onBoot();

    /// Prints what a crash prints and restarts.
    [[noreturn]] void panic();

    [[nodiscard]] const FaultSet &faults() const { return m_faults; }

protected:
    esp_err_t flashErase(std::uint32_t address, std::size_t length) override;
    esp_err_t flashWrite(std::uint32_t address, const void *bytes, std::size_t length) override;
    std::size_t consoleRead(char *bytes, std::size_t capacity) override;
    void consoleWrite(std::string_view bytes) override;
    int settingGet(std::string_view name, void *bytes, std::size_t capacity) override;
    esp_err_t settingSet(std::string_view name, const void *bytes, std::size_t length) override;

private:
    [[nodiscard]] bool oneIn(unsigned n) { return m_random() % n == 0; }

    void reachMidDownload();
    [[nodiscard]] bool losesPowerNow();
    std::string damaged(std::string_view bytes);
    void takeLine();

    const FaultSet m_faults;
    std::minstd_rand m_random;
    std::uint32_t m_imageBytes = 0; ///< written to app partitions in this life
    unsigned m_untilPowerCut = 0;   ///< flash operations; 0: not any more
    bool m_silent = false;
    std::string m_line;   ///< Refuse: a line that is not complete yet
    std::string m_passed; ///< Refuse: what the firmware may read
};

} // namespace otabench::board
