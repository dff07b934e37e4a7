#include "support/firmware/ram_port.h"

#include "host_signature.h"
#include "support/firmware/ram_server.h"

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
    : nor(flashSize)
    , m_hashes(std::make_unique<Hashes>())
{
    m_chip.chip_id = 5;
    m_chip.chip_name = "esp32c3";
    m_chip.chip_revision = 4;
    m_port.ctx = this;
    m_port.flash_size = flashSize;
    m_port.chip = &m_chip;
    m_port.security = &security;
    fillFlash();
    fillNetwork();
    fillOthers();
    firmware::host::HostCrypto::install<RamPort, &RamPort::crypto>(m_port);
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
    std::copy(bytes.begin(), bytes.end(), nor.bytes.begin() + address);
}

void RamPort::rememberKeyWork()
{
    static constexpr auto remembered = [](void *ctx, const std::string &from, uint8_t *result,
                                          std::size_t size, auto compute) -> esp_err_t {
        auto &all = self(ctx)->m_keyWork;
        const auto found = all.find(from);
        if (found != all.end()) {
            std::memcpy(result, found->second.data(), found->second.size());
            return ESP_OK;
        }
        const esp_err_t err = compute();
        if (err == ESP_OK)
            all[from].assign(reinterpret_cast<const char *>(result), size);
        return err;
    };
    static constexpr auto text = [](const uint8_t *bytes, std::size_t size) {
        return std::string(reinterpret_cast<const char *>(bytes), size);
    };
    m_port.p256_public_key = [](void *ctx, const uint8_t scalar[32], uint8_t point[64]) {
        return remembered(ctx, "point" + text(scalar, 32), point, 64,
                          [&] { return self(ctx)->crypto.p256PublicKey(scalar, point); });
    };
    m_port.p256_ecdh = [](void *ctx, const uint8_t scalar[32], const uint8_t peer[64],
                          uint8_t shared[32]) {
        return remembered(ctx, "shared" + text(scalar, 32) + text(peer, 64), shared, 32,
                          [&] { return self(ctx)->crypto.p256Ecdh(scalar, peer, shared); });
    };
    m_port.efuse_hmac = [](void *ctx, uint32_t block, const void *message, size_t length,
                           uint8_t mac[32]) {
        const auto *bytes = static_cast<const uint8_t *>(message);
        return remembered(ctx, std::to_string(block) + text(bytes, length), mac, 32,
                          [&] { return self(ctx)->crypto.efuseHmac(block, message, length, mac); });
    };
    m_port.verify_signature = [](void *ctx, const otabench_signature_t *signature) {
        constexpr size_t kDigest = 32;
        const bool rsa = signature->scheme == OTABENCH_SIGNATURE_RSA_3072;
        const size_t number = rsa                                                  ? 384
                              : signature->scheme == OTABENCH_SIGNATURE_ECDSA_P256 ? 64
                                                                                   : 48;
        uint8_t good = 0; // only what is good is remembered
        return remembered(ctx,
                          "signature" + std::to_string(signature->scheme) +
                              text(signature->key, number) + text(signature->signature, number) +
                              text(signature->digest, kDigest) +
                              std::to_string(signature->exponent),
                          &good, 1, [&] { return firmware::host::verifySignature(*signature); });
    };
    m_port.rsa_decrypt = [](void *ctx, const char *pem, size_t pemSize, const uint8_t *cipher,
                            size_t cipherLength, uint8_t *plain, size_t capacity, size_t *length) {
        constexpr size_t kAesKey = 32; // all that is ever encrypted so
        *length = kAesKey;
        return remembered(ctx, text(cipher, cipherLength), plain, kAesKey, [&] {
            return self(ctx)->crypto.rsaDecrypt(pem, pemSize, cipher, cipherLength, plain, capacity,
                                                length);
        });
    };
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

void RamPort::fillFlash()
{
    m_port.flash_read = [](void *ctx, uint32_t address, void *bytes, size_t length) -> esp_err_t {
        const esp_err_t err = self(ctx)->readError;
        self(ctx)->bytesRead += length;
        return err ? err : self(ctx)->nor.read(address, bytes, length);
    };
    m_port.flash_write = [](void *ctx, uint32_t address, const void *bytes, size_t length) {
        const esp_err_t err = self(ctx)->writeError;
        return err ? err
                   : self(ctx)->nor.write(address, static_cast<const uint8_t *>(bytes), length);
    };
    m_port.flash_erase = [](void *ctx, uint32_t address, size_t length) {
        const esp_err_t err = self(ctx)->eraseError;
        return err ? err : self(ctx)->nor.erase(address, length);
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

void RamPort::fillNetwork()
{
    m_port.net_open = [](void *ctx, const otabench_net_config_t *config,
                         otabench_net_t **net) -> esp_err_t {
        if (!self(ctx)->server)
            return ESP_ERR_NOT_SUPPORTED;
        if (self(ctx)->powerIsOff())
            return ESP_FAIL;
        *net = self(ctx)->server->connect(*config);
        return *net ? ESP_OK : ESP_FAIL;
    };
    m_port.net_connect = [](void *ctx, otabench_net_t *, uint32_t, otabench_net_error_t *) {
        return self(ctx)->powerIsOff() ? ESP_FAIL : ESP_OK;
    };
    m_port.net_info = [](void *, const otabench_net_t *, otabench_net_info_t *info) { *info = {}; };
    m_port.net_session = [](void *, otabench_net_t *) -> otabench_net_session_t * {
        return nullptr;
    };
    m_port.net_session_free = [](void *, otabench_net_session_t *) {};
    m_port.net_read = [](void *ctx, otabench_net_t *net, void *bytes, size_t length, uint32_t) {
        if (self(ctx)->powerIsOff())
            return RamServer::kReset;
        return self(ctx)->server->read(net, bytes, length);
    };
    m_port.net_write = [](void *ctx, otabench_net_t *net, const void *bytes, size_t length) {
        if (self(ctx)->powerIsOff())
            return RamServer::kReset;
        return self(ctx)->server->write(net, bytes, length);
    };
    m_port.net_close = [](void *ctx, otabench_net_t *net) { self(ctx)->server->close(net); };
}

void RamPort::fillOthers()
{
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
    m_port.setting_set = [](void *ctx, const char *name, const void *bytes,
                            size_t length) -> esp_err_t {
        if (!self(ctx)->nor.doAtomically())
            return ESP_FAIL;
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
    m_port.allocate_caps = [](void *ctx, size_t size, uint32_t) {
        return self(ctx)->m_port.allocate(ctx, size);
    };
    m_port.release = [](void *ctx, void *memory) {
        self(ctx)->m_memory.erase(memory);
        std::free(memory);
    };
    m_port.heap_free = [](void *) { return uint32_t{200000}; };
    m_port.heap_minimum = [](void *) { return uint32_t{150000}; };
    m_port.stack_minimum = [](void *) { return uint32_t{0}; };
    m_port.clock_ms = [](void *ctx) { return self(ctx)->now; };
    m_port.delay_ms = [](void *ctx, uint32_t milliseconds) { self(ctx)->now += milliseconds; };
    m_port.random = [](void *ctx) { return static_cast<uint32_t>(self(ctx)->m_random()); };
    m_port.log = [](void *ctx, int level, const char *tag, const char *text) {
        self(ctx)->log.push_back(std::string(1, "NEWIDV"[level]) + " " + tag + ": " + text);
    };
    m_port.verify_signature = [](void *, const otabench_signature_t *signature) {
        return firmware::host::verifySignature(*signature);
    };
    m_port.secure_version = [](void *ctx) { return self(ctx)->secureVersion; };
    m_port.raise_secure_version = [](void *ctx, uint32_t version) -> esp_err_t {
        if (version > self(ctx)->secureVersionLimit)
            return ESP_ERR_INVALID_ARG;
        if (version < self(ctx)->secureVersion || !self(ctx)->nor.doAtomically())
            return ESP_FAIL;
        self(ctx)->secureVersion = version;
        return ESP_OK;
    };
    m_port.restart = [](void *) { throw Restarted(); };
}

} // namespace otabench::test
