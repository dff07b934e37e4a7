#include "support/firmware/nor_flash.h"

#include "esp_flash_err.h"

#include <algorithm>
#include <cstring>

namespace otabench::test {
namespace {

std::size_t lengthOf(const FlashOperation &operation)
{
    return operation.kind == FlashOperation::Kind::Erase ? NorFlash::kSectorSize
                                                         : operation.bytes.size();
}

} // namespace

NorFlash::NorFlash(uint32_t size)
    : bytes(size, 0xFF)
{
}

bool NorFlash::isInside(uint32_t address, std::size_t length) const
{
    return address <= bytes.size() && length <= bytes.size() - address;
}

esp_err_t NorFlash::read(uint32_t address, void *to, std::size_t length) const
{
    if (m_off || !isInside(address, length))
        return ESP_ERR_FLASH_OP_FAIL;
    std::memcpy(to, bytes.data() + address, length);
    return ESP_OK;
}

esp_err_t NorFlash::write(uint32_t address, const uint8_t *from, std::size_t length)
{
    if (m_off || !isInside(address, length))
        return ESP_ERR_FLASH_OP_FAIL;
    while (length > 0) {
        const std::size_t piece = std::min(length, kPageSize - address % kPageSize);
        const esp_err_t err = pass({FlashOperation::Kind::Write, address, {from, from + piece}});
        if (err != ESP_OK)
            return err;
        address += static_cast<uint32_t>(piece);
        from += piece;
        length -= piece;
    }
    return ESP_OK;
}

esp_err_t NorFlash::erase(uint32_t address, std::size_t length)
{
    if (address % kSectorSize || length % kSectorSize || !isInside(address, length))
        return ESP_ERR_INVALID_ARG;
    for (std::size_t at = 0; at < length; at += kSectorSize) {
        const uint32_t sector = address + static_cast<uint32_t>(at);
        const esp_err_t err = pass({FlashOperation::Kind::Erase, sector, {}});
        if (err != ESP_OK)
            return err;
    }
    return m_off ? ESP_ERR_FLASH_OP_FAIL : ESP_OK;
}

bool NorFlash::doAtomically()
{
    if (m_off)
        return false;
    if (++m_operations != m_cutAt)
        return true;
    m_off = true;
    return m_damage != Damage::NotBegun && m_random() % 2 == 0;
}

void NorFlash::cutPowerAt(unsigned operation, Damage damage, uint32_t seed)
{
    m_cutAt = m_operations + operation;
    m_damage = damage;
    m_random.seed(seed + 1);
    m_random.discard(8); // small seeds give much alike first numbers
}

void NorFlash::restorePower()
{
    m_off = false;
    m_cutAt = 0;
}

esp_err_t NorFlash::pass(FlashOperation operation)
{
    if (m_off)
        return ESP_ERR_FLASH_OP_FAIL;
    if (!filter)
        return carryOut(operation);
    for (const FlashOperation &real : filter(std::move(operation))) {
        const esp_err_t err = carryOut(real);
        if (err != ESP_OK)
            return err;
    }
    return ESP_OK;
}

esp_err_t NorFlash::carryOut(const FlashOperation &operation)
{
    if (++m_operations == m_cutAt) {
        m_off = true;
        damage(operation);
        return ESP_ERR_FLASH_OP_FAIL;
    }
    for (std::size_t at = 0; at < lengthOf(operation); ++at) {
        uint8_t &cell = bytes[operation.address + at];
        if (operation.kind == FlashOperation::Kind::Write && risingBitsAreErrors &&
            (operation.bytes[at] & ~cell))
            return ESP_ERR_FLASH_OP_FAIL;
        cell = result(operation, at);
    }
    return ESP_OK;
}

/// The cell `at` bytes into the operation when it is done.
uint8_t NorFlash::result(const FlashOperation &operation, std::size_t at) const
{
    if (operation.kind == FlashOperation::Kind::Erase)
        return 0xFF;
    return bytes[operation.address + at] & operation.bytes[at];
}

void NorFlash::damage(const FlashOperation &operation)
{
    if (m_damage == Damage::Torn)
        tear(operation);
    if (m_damage != Damage::Garbage)
        return;
    const std::size_t sector = operation.address / kSectorSize * kSectorSize;
    for (std::size_t at = 0; at < kSectorSize; ++at)
        bytes[sector + at] = randomByte();
}

/// The bytes up to some place are done, with some bits of the one there; or some bits of each; or
/// nearly all, with a few bytes left behind. An erase as well as a write changes bits in one
/// direction only.
void NorFlash::tear(const FlashOperation &operation)
{
    enum class How
    {
        UpToAPlace,
        SomeBits,
        NearlyDone,
    };
    const std::size_t length = lengthOf(operation);
    const auto how = static_cast<How>(m_random() % 3);
    const std::size_t place = m_random() % length;
    for (std::size_t at = 0; at < length; ++at) {
        uint8_t done = randomByte();
        if (how == How::UpToAPlace && at != place)
            done = at < place ? 0xFF : 0;
        else if (how == How::SomeBits)
            done &= randomByte();
        else if (how == How::NearlyDone && m_random() % 8 != 0)
            done = 0xFF;
        uint8_t &cell = bytes[operation.address + at];
        cell = static_cast<uint8_t>((cell & ~done) | (result(operation, at) & done));
    }
}

uint8_t NorFlash::randomByte()
{
    return static_cast<uint8_t>(m_random() >> 8);
}

} // namespace otabench::test
