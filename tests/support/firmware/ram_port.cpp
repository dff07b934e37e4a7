#include "support/firmware/ram_port.h"

#include "esp_flash_err.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include <openssl/evp.h>

struct otabench_hash
{
    EVP_MD_CTX *context;
};

namespace otabench::test {
namespace {

constexpr std::size_t kSector = 4096;

RamPort *self(void *ctx)
{
    return static_cast<RamPort *>(ctx);
}

} // namespace

struct RamPort::Hashes
{
    std::set<otabench_hash_t *> open;

    ~Hashes()
    {
        while (!open.empty())
            end(*open.begin(), nullptr);
    }

    void end(otabench_hash_t *hash, uint8_t *digest)
    {
        if (digest)
            EVP_DigestFinal_ex(hash->context, digest, nullptr);
        EVP_MD_CTX_free(hash->context);
        open.erase(hash);
        delete hash;
    }
};

RamPort::RamPort(uint32_t flashSize)
    : m_flash(flashSize, 0xFF)
    , m_hashes(std::make_unique<Hashes>())
{
    m_chip.chip_id = 5;
    m_chip.chip_name = "esp32c3";
    m_chip.chip_revision = 4;
    m_port.ctx = this;
    m_port.flash_size = flashSize;
    m_port.chip = &m_chip;
    fillFlash();
    fillOthers();
}

RamPort::~RamPort()
{
    if (otabench_port_get() == &m_port)
        otabench_port_set(nullptr);
    for (void *memory : m_memory)
        std::free(memory);
}

void RamPort::use(uint32_t runningAddress)
{
    m_port.running_address = runningAddress;
    otabench_port_set(&m_port);
}

void RamPort::load(uint32_t address, const std::vector<uint8_t> &bytes)
{
    std::copy(bytes.begin(), bytes.end(), m_flash.begin() + address);
}

void RamPort::cutPowerAt(unsigned operation, Damage damage, uint32_t seed)
{
    m_cutAt = m_operations + operation;
    m_damage = damage;
    m_random.seed(seed + 1);
}

void RamPort::restorePower()
{
    m_off = false;
    m_cutAt = 0;
}

bool RamPort::hasLogged(const std::string &text) const
{
    return std::any_of(log.begin(), log.end(), [&](const std::string &line) {
        return line.find(text) != std::string::npos;
    });
}

std::size_t RamPort::heldHashes() const
{
    return m_hashes->open.size();
}

bool RamPort::isInside(uint32_t address, std::size_t length) const
{
    return address <= m_flash.size() && length <= m_flash.size() - address;
}

/// Counts an operation. True: power fails in it, and `*done` of its bytes are still carried out.
bool RamPort::loses(uint32_t address, std::size_t length, std::size_t *done)
{
    *done = length;
    if (++m_operations != m_cutAt)
        return false;
    m_off = true;
    *done = m_damage == Damage::Torn ? length / 2 : 0;
    if (m_damage == Damage::Garbage) {
        for (std::size_t i = 0; i < length; ++i)
            m_flash[address + i] = static_cast<uint8_t>(m_random() >> 8);
    }
    return true;
}

esp_err_t RamPort::write(uint32_t address, const uint8_t *bytes, std::size_t length)
{
    if (m_off || !isInside(address, length))
        return ESP_ERR_FLASH_OP_FAIL;
    if (writeError)
        return writeError;
    std::size_t done = 0;
    const bool lost = loses(address, length, &done);
    for (std::size_t i = 0; i < done; ++i) {
        uint8_t &cell = m_flash[address + i];
        if (bytes[i] & ~cell)
            return ESP_ERR_FLASH_OP_FAIL;
        cell = bytes[i];
    }
    return lost ? ESP_ERR_FLASH_OP_FAIL : ESP_OK;
}

esp_err_t RamPort::erase(uint32_t address, std::size_t length)
{
    if (address % kSector || length % kSector || !isInside(address, length))
        return ESP_ERR_INVALID_ARG;
    if (eraseError)
        return eraseError;
    for (std::size_t at = 0; at < length; at += kSector) {
        if (m_off)
            return ESP_ERR_FLASH_OP_FAIL;
        const uint32_t sector = address + static_cast<uint32_t>(at);
        std::size_t done = 0;
        const bool lost = loses(sector, kSector, &done);
        std::fill_n(m_flash.begin() + sector, done, 0xFF);
        if (lost)
            return ESP_ERR_FLASH_OP_FAIL;
    }
    return ESP_OK;
}

void RamPort::fillFlash()
{
    m_port.flash_read = [](void *ctx, uint32_t address, void *bytes, size_t length) -> esp_err_t {
        RamPort *port = self(ctx);
        if (port->readError)
            return port->readError;
        if (port->m_off || !port->isInside(address, length))
            return ESP_ERR_FLASH_OP_FAIL;
        std::memcpy(bytes, port->m_flash.data() + address, length);
        return ESP_OK;
    };
    m_port.flash_write = [](void *ctx, uint32_t address, const void *bytes, size_t length) {
        return self(ctx)->write(address, static_cast<const uint8_t *>(bytes), length);
    };
    m_port.flash_erase = [](void *ctx, uint32_t address, size_t length) {
        return self(ctx)->erase(address, length);
    };
    m_port.hash_start = [](void *ctx) -> otabench_hash_t * {
        if (self(ctx)->outOfMemory)
            return nullptr;
        auto *hash = new otabench_hash{EVP_MD_CTX_new()};
        EVP_DigestInit_ex(hash->context, EVP_sha256(), nullptr);
        self(ctx)->m_hashes->open.insert(hash);
        return hash;
    };
    m_port.hash_update = [](void *, otabench_hash_t *hash, const void *bytes, size_t length) {
        EVP_DigestUpdate(hash->context, bytes, length);
    };
    m_port.hash_finish = [](void *ctx, otabench_hash_t *hash, uint8_t digest[32]) {
        self(ctx)->m_hashes->end(hash, digest);
    };
}

void RamPort::fillOthers()
{
    m_port.net_connect = [](void *, const otabench_net_config_t *, otabench_net_t **,
                            otabench_net_error_t *) { return ESP_ERR_NOT_SUPPORTED; };
    m_port.console_read = [](void *ctx, char *bytes, size_t length) {
        const size_t count = self(ctx)->input.copy(bytes, length);
        self(ctx)->input.erase(0, count);
        return count;
    };
    m_port.console_write = [](void *ctx, const char *bytes, size_t length) {
        self(ctx)->output.append(bytes, length);
    };
    m_port.setting_get = [](void *ctx, const char *name, void *bytes, size_t capacity) {
        const auto found = self(ctx)->settings.find(name);
        if (found == self(ctx)->settings.end() || found->second.size() > capacity)
            return -1;
        return static_cast<int>(found->second.copy(static_cast<char *>(bytes), capacity));
    };
    m_port.setting_set = [](void *ctx, const char *name, const void *bytes, size_t length) {
        if (length == 0)
            self(ctx)->settings.erase(name);
        else
            self(ctx)->settings[name].assign(static_cast<const char *>(bytes), length);
        return ESP_OK;
    };
    m_port.ca_fingerprints = [](void *, const char *, uint8_t(*)[32], size_t) { return -1; };
    m_port.allocate = [](void *ctx, size_t size) -> void * {
        if (self(ctx)->outOfMemory)
            return nullptr;
        return *self(ctx)->m_memory.insert(std::calloc(1, size)).first;
    };
    m_port.release = [](void *ctx, void *memory) {
        self(ctx)->m_memory.erase(memory);
        std::free(memory);
    };
    m_port.heap_free = [](void *) { return uint32_t{200000}; };
    m_port.heap_minimum = [](void *) { return uint32_t{150000}; };
    m_port.clock_ms = [](void *ctx) { return self(ctx)->now; };
    m_port.delay_ms = [](void *ctx, uint32_t milliseconds) { self(ctx)->now += milliseconds; };
    m_port.random = [](void *ctx) { return static_cast<uint32_t>(self(ctx)->m_random()); };
    m_port.log = [](void *ctx, int level, const char *tag, const char *text) {
        self(ctx)->log.push_back(std::string(1, "NEWIDV"[level]) + " " + tag + ": " + text);
    };
    m_port.restart = [](void *) { throw Restarted(); };
}

} // namespace otabench::test
