#include "board.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "crypto.h"
#include "esp_event.h"
#include "esp_flash_err.h"
#include "esp_https_ota.h"
#include "heap.h"
#include "images.h"
#include "machine.h"
#include "otabench_boot.h"
#include "otabench_partition_table.h"

struct otabench_aes
{
    otabench::test::Aes256 keys;
};

struct otabench_hash
{
    otabench::test::Sha256 state;
};

namespace otabench::test {
namespace {

constexpr uint32_t kSector = 4096;
constexpr uint32_t kOldImageSize = 30000;

constinit Board theBoard = {};

bool consistsOf(uint8_t byte, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; ++i) {
        if (bytes[i] != byte)
            return false;
    }
    return true;
}

bool isInFlash(uint32_t address, size_t length)
{
    return address <= kFlashSize && length <= kFlashSize - address;
}

} // namespace

Board &board()
{
    return theBoard;
}

void Board::reset()
{
    memset(static_cast<void *>(this), 0, sizeof *this);
    memset(flash, 0xFF, sizeof flash);
    const otabench_partition_entry_t entries[] = {
        {1, 2, 0x9000, 0x4000, "nvs", 0},
        {1, 0, kOtadataAddress, 0x2000, "otadata", 0},
        {1, 1, 0xF000, 0x1000, "phy_init", 0},
        {0, 0x10, kSlotAddress[0], kSlotSize, "ota_0", 0},
        {0, 0x11, kSlotAddress[1], kSlotSize, "ota_1", 0},
    };
    OTABENCH_EXPECT_EQ(otabench_partition_table_build(entries, sizeof entries / sizeof entries[0],
                                                      kFlashSize,
                                                      flash + OTABENCH_PARTITION_TABLE_ADDRESS),
                       ESP_OK);
    makeImage(flash + kSlotAddress[0], "1.0", kOldImageSize);
    fillPort();
}

const char *Board::boot()
{
    otabench_port_set(&m_port); // forgets what was in RAM, as a restart does
    otabench_boot_choice_t choice;
    const esp_err_t result = otabench_boot_select(&m_port, &choice);
    m_port.running_address = result == ESP_OK ? choice.address : 0;
    otabench_port_set(&m_port);
    strcpy(m_label, result == ESP_OK ? choice.label : "none");
    return m_label;
}

bool Board::hasLogged(const char *text) const
{
    return strstr(m_log, text) != nullptr;
}

void Board::printLog() const
{
    for (const char *at = m_log; *at;) {
        const auto length = static_cast<int>(strcspn(at, "\n"));
        print("      | %.*s\n", length, at);
        at += length + (at[length] != '\0');
    }
}

void Board::addLog(int level, const char *tag, const char *text)
{
    const size_t room = sizeof m_log - m_logLength;
    const int length =
        snprintf(m_log + m_logLength, room, "%c %s: %s\n", "NEWIDV"[level], tag, text);
    if (static_cast<size_t>(length) < room)
        m_logLength += static_cast<size_t>(length);
    else
        m_log[m_logLength] = '\0'; // full: the beginning tells more
}

esp_err_t Board::write(uint32_t address, const uint8_t *bytes, size_t length)
{
    if (!isInFlash(address, length))
        return ESP_ERR_FLASH_OP_FAIL;
    for (size_t i = 0; i < length; ++i) {
        if (bytes[i] & ~flash[address + i]) // not erased: a real one would mix the two
            return ESP_ERR_FLASH_OP_FAIL;
        flash[address + i] = bytes[i];
    }
    return ESP_OK;
}

esp_err_t Board::erase(uint32_t address, size_t length)
{
    if (address % kSector || length % kSector || !isInFlash(address, length))
        return ESP_ERR_INVALID_ARG;
    memset(flash + address, 0xFF, length);
    return ESP_OK;
}

Board::Setting *Board::findSetting(const char *name)
{
    for (Setting &setting : m_settings) {
        if (strcmp(setting.name, name) == 0)
            return &setting;
    }
    return nullptr;
}

esp_err_t Board::setSetting(const char *name, const void *bytes, size_t length)
{
    Setting *setting = findSetting(name);
    if (length == 0) {
        if (setting)
            *setting = {};
        return ESP_OK;
    }
    if (!setting)
        setting = findSetting("");
    if (!setting || length > sizeof setting->bytes || strlen(name) >= sizeof setting->name)
        return ESP_ERR_NO_MEM;
    strcpy(setting->name, name);
    memcpy(setting->bytes, bytes, length);
    setting->length = length;
    return ESP_OK;
}

void Board::fillPort()
{
    m_chip.chip_id = kChipId;
    m_chip.chip_name = "esp32c3";
    m_chip.chip_revision = 4;
    m_chip.reset_reason = 1; // power on
    m_port.ctx = this;
    m_port.flash_size = kFlashSize;
    m_port.chip = &m_chip;
    m_port.flash_read = [](void *ctx, uint32_t address, void *bytes, size_t length) -> esp_err_t {
        if (!isInFlash(address, length))
            return ESP_ERR_FLASH_OP_FAIL;
        memcpy(bytes, static_cast<Board *>(ctx)->flash + address, length);
        return ESP_OK;
    };
    m_port.flash_write = [](void *ctx, uint32_t address, const void *bytes, size_t length) {
        return static_cast<Board *>(ctx)->write(address, static_cast<const uint8_t *>(bytes),
                                                length);
    };
    m_port.flash_erase = [](void *ctx, uint32_t address, size_t length) {
        return static_cast<Board *>(ctx)->erase(address, length);
    };
    m_port.hash_start = [](void *ctx) {
        auto *hash = static_cast<otabench_hash_t *>(allocate(sizeof(otabench_hash)));
        if (hash) {
            startHash(&hash->state);
            ++static_cast<Board *>(ctx)->heldHashes;
        }
        return hash;
    };
    m_port.hash_update = [](void *ctx, otabench_hash_t *hash, const void *bytes, size_t length) {
        const uint64_t start = instructions();
        addToHash(&hash->state, bytes, length);
        static_cast<Board *>(ctx)->cryptoInstructions += instructions() - start;
    };
    m_port.hash_finish = [](void *ctx, otabench_hash_t *hash, uint8_t digest[32]) {
        if (digest)
            finishHash(&hash->state, digest);
        --static_cast<Board *>(ctx)->heldHashes;
        release(hash);
    };
    fillCryptography();
    fillNetwork();
    fillOthers();
}

void Board::fillCryptography()
{
    m_port.aes_start = [](void *ctx, const uint8_t key[32]) {
        auto *aes = static_cast<otabench_aes_t *>(allocate(sizeof(otabench_aes)));
        if (aes) {
            setKey(&aes->keys, key);
            ++static_cast<Board *>(ctx)->heldKeys;
        }
        return aes;
    };
    m_port.aes_ctr = [](void *ctx, otabench_aes_t *aes, const uint8_t counter[16], const void *in,
                        void *out, size_t length) -> esp_err_t {
        const uint64_t start = instructions();
        encryptByCounter(&aes->keys, counter, static_cast<const uint8_t *>(in),
                         static_cast<uint8_t *>(out), length);
        static_cast<Board *>(ctx)->cryptoInstructions += instructions() - start;
        return ESP_OK;
    };
    m_port.aes_finish = [](void *ctx, otabench_aes_t *aes) {
        static_cast<Board *>(ctx)->heldKeys -= aes ? 1 : 0;
        release(aes);
    };
    m_port.rsa_decrypt = [](void *, const char *pem, size_t, const uint8_t *cipher,
                            size_t cipherLength, uint8_t *plain, size_t capacity,
                            size_t *length) -> esp_err_t {
        if (strcmp(pem, kRsaKey) != 0 || !consistsOf(kWrappedKey, cipher, cipherLength) ||
            capacity < sizeof kFileKey)
            return ESP_FAIL;
        memcpy(plain, kFileKey, sizeof kFileKey);
        *length = sizeof kFileKey;
        return ESP_OK;
    };
    m_port.rsa_public_key = [](void *, const char *, size_t, uint8_t *, size_t) { return -1; };
    m_port.p256_public_key = [](void *, const uint8_t[32], uint8_t point[64]) -> esp_err_t {
        memset(point, 0, 64);
        return ESP_OK;
    };
    m_port.p256_ecdh = [](void *, const uint8_t[32], const uint8_t peer[64],
                          uint8_t shared[32]) -> esp_err_t {
        if (!consistsOf(kSenderPoint, peer, 64))
            return ESP_FAIL;
        memcpy(shared, kSharedSecret, sizeof kSharedSecret);
        return ESP_OK;
    };
    m_port.efuse_hmac = [](void *ctx, uint32_t keyId, const void *message, size_t length,
                           uint8_t mac[32]) -> esp_err_t {
        if (keyId != 0)
            return ESP_ERR_NOT_FOUND;
        ++static_cast<Board *>(ctx)->efuseHmacs;
        authenticate(kFileKey, sizeof kFileKey, message, length, mac);
        return ESP_OK;
    };
}

void Board::fillNetwork()
{
    m_port.net_open = [](void *ctx, const otabench_net_config_t *config,
                         otabench_net_t **net) -> esp_err_t {
        auto *self = static_cast<Board *>(ctx);
        if (config->tls && !config->ca_pem && !config->use_bundle)
            self->tlsWithoutCa = true;
        self->server.connect();
        *net = reinterpret_cast<otabench_net_t *>(&self->server);
        return ESP_OK;
    };
    m_port.net_connect = [](void *, otabench_net_t *, uint32_t,
                            otabench_net_error_t *) -> esp_err_t { return ESP_OK; };
    m_port.net_info = [](void *, const otabench_net_t *, otabench_net_info_t *info) { *info = {}; };
    m_port.net_session = [](void *, otabench_net_t *) -> otabench_net_session_t * {
        return nullptr;
    };
    m_port.net_session_free = [](void *, otabench_net_session_t *) {};
    m_port.net_read = [](void *ctx, otabench_net_t *, void *bytes, size_t length, uint32_t waitMs) {
        auto *self = static_cast<Board *>(ctx);
        const int got = self->server.read(bytes, length);
        if (got == -1)
            self->now += waitMs; // a time-out takes its time
        return got;
    };
    m_port.net_write = [](void *ctx, otabench_net_t *, const void *bytes, size_t length) {
        return static_cast<Board *>(ctx)->server.write(bytes, length);
    };
    m_port.net_close = [](void *ctx, otabench_net_t *) {
        static_cast<Board *>(ctx)->server.close();
    };
    // No X.509 here: the fingerprint is of the text.
    m_port.ca_fingerprints = [](void *, const char *pem, uint8_t(*fingerprints)[32], size_t) {
        if (strncmp(pem, "-----BEGIN CERTIFICATE-----", 27) != 0)
            return -1;
        Sha256 hash;
        startHash(&hash);
        addToHash(&hash, pem, strlen(pem));
        finishHash(&hash, fingerprints[0]);
        return 1;
    };
}

void Board::fillOthers()
{
    m_port.console_read = [](void *ctx, char *bytes, size_t length) {
        auto *self = static_cast<Board *>(ctx);
        const size_t size = length < self->consoleInLength ? length : self->consoleInLength;
        memcpy(bytes, self->consoleIn, size);
        self->consoleInLength -= size;
        memmove(self->consoleIn, self->consoleIn + size, self->consoleInLength);
        return size;
    };
    m_port.console_write = [](void *ctx, const char *bytes, size_t length) {
        auto *self = static_cast<Board *>(ctx);
        const size_t room = sizeof self->consoleOut - 1 - self->consoleOutLength;
        const size_t size = length < room ? length : room;
        memcpy(self->consoleOut + self->consoleOutLength, bytes, size);
        self->consoleOutLength += size;
        self->consoleOut[self->consoleOutLength] = '\0';
    };
    m_port.setting_get = [](void *ctx, const char *name, void *bytes, size_t capacity) {
        const Setting *setting = static_cast<Board *>(ctx)->findSetting(name);
        if (!setting || setting->length > capacity)
            return -1;
        memcpy(bytes, setting->bytes, setting->length);
        return static_cast<int>(setting->length);
    };
    m_port.setting_set = [](void *ctx, const char *name, const void *bytes, size_t length) {
        return static_cast<Board *>(ctx)->setSetting(name, bytes, length);
    };
    m_port.allocate = [](void *, size_t size) { return allocate(size); };
    m_port.allocate_caps = [](void *, size_t size, uint32_t) { return allocate(size); };
    m_port.release = [](void *, void *memory) { release(memory); };
    m_port.heap_free = [](void *) { return static_cast<uint32_t>(kHeapSize - heapCount().used); };
    m_port.heap_minimum = [](void *) {
        return static_cast<uint32_t>(kHeapSize - heapCount().peak);
    };
    m_port.stack_minimum = [](void *) { return uint32_t{0}; };
    m_port.clock_ms = [](void *ctx) { return static_cast<Board *>(ctx)->now; };
    m_port.delay_ms = [](void *ctx, uint32_t milliseconds) {
        static_cast<Board *>(ctx)->now += milliseconds;
    };
    m_port.random = [](void *ctx) { return static_cast<Board *>(ctx)->now * 2654435761U + 12345U; };
    m_port.log = [](void *ctx, int level, const char *tag, const char *text) {
        static_cast<Board *>(ctx)->addLog(level, tag, text);
    };
    m_port.restart = [](void *ctx) { ++static_cast<Board *>(ctx)->restarts; };
}

} // namespace otabench::test

// ESP-IDF's event library, as far as this program needs it: who listens is the board.
esp_err_t esp_event_post(esp_event_base_t base, int32_t id, const void *, size_t, uint32_t)
{
    if (base == ESP_HTTPS_OTA_EVENT)
        otabench::test::board().noteEvent(id);
    return ESP_OK;
}
