#pragma once

#include "esp_err.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

namespace otabench::test {

/// What a power failure leaves behind of the operation it hits.
enum class Damage
{
    NotBegun, ///< nothing
    Torn,     ///< some of it: a part of the bytes, or some bits of all
    Garbage,  ///< random bits in the whole sector it worked in
};

/// One step of the chip: a sector is erased, or up to a page of 256 bytes is programmed.
struct FlashOperation
{
    enum class Kind
    {
        Erase,
        Write,
    };

    Kind kind;
    uint32_t address;
    std::vector<uint8_t> bytes; ///< of a write
};

/// A NOR flash chip in memory whose power can be cut at every operation. Single-threaded.
class NorFlash
{
public:
    static constexpr std::size_t kSectorSize = 4096;
    static constexpr std::size_t kPageSize = 256;

    /// What is really done for an operation, in this order: a test of the tests makes mistakes
    /// with it.
    using Filter = std::function<std::vector<FlashOperation>(FlashOperation)>;

    explicit NorFlash(uint32_t size);

    /// Codes as the port's: ESP_ERR_FLASH_OP_FAIL without power and outside the chip.
    esp_err_t read(uint32_t address, void *bytes, std::size_t length) const;
    esp_err_t write(uint32_t address, const uint8_t *bytes, std::size_t length);
    esp_err_t erase(uint32_t address, std::size_t length);
    /// Counts one operation that is done whole or not at all, such as saving a setting.
    /// @return whether it is done.
    bool doAtomically();

    /// Power fails at the operation with this number, counted from now; from then on nothing does
    /// anything but return ESP_ERR_FLASH_OP_FAIL.
    void cutPowerAt(unsigned operation, Damage damage, uint32_t seed);
    void restorePower();

    [[nodiscard]] bool powerIsOff() const { return m_off; }

    [[nodiscard]] unsigned operations() const { return m_operations; }

    std::vector<uint8_t> bytes;
    bool risingBitsAreErrors = true; ///< else they stay 0 without a word, as in a chip
    Filter filter;                   ///< none: operations are done as they come

private:
    [[nodiscard]] bool isInside(uint32_t address, std::size_t length) const;
    esp_err_t pass(FlashOperation operation);
    esp_err_t carryOut(const FlashOperation &operation);
    void damage(const FlashOperation &operation);
    void tear(const FlashOperation &operation);
    [[nodiscard]] uint8_t result(const FlashOperation &operation, std::size_t at) const;
    uint8_t randomByte();

    unsigned m_operations = 0;
    unsigned m_cutAt = 0; ///< 0: never
    Damage m_damage = Damage::NotBegun;
    bool m_off = false;
    std::minstd_rand m_random;
};

} // namespace otabench::test
