#pragma once

#include "otabench_port.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace otabench::firmware::host {

/// The functions of a port that decrypt pre-encrypted images, on the host: Mbed TLS 2.28. The eFuse
/// key blocks are values set by setEfuseHmacKey(); a block that was not set has another purpose.
///
/// Thread: the board's only. Not copyable, not movable.
class HostCrypto
{
public:
    using Key = std::array<std::uint8_t, 32>;

    HostCrypto();
    ~HostCrypto();
    HostCrypto(const HostCrypto &) = delete;
    HostCrypto &operator=(const HostCrypto &) = delete;

    /// Burns an eFuse key block of purpose HMAC_UP. @param block  0 to 5
    void setEfuseHmacKey(std::uint32_t block, const Key &key);

    /// Frees all AES keys: a board that resets in the middle of something leaves them behind.
    void releaseAll();

    /// AES keys that are held.
    [[nodiscard]] std::size_t held() const { return m_keys.size(); }

    /// Fills the functions of a port whose ctx is an Owner with this member.
    template <typename Owner, HostCrypto Owner::*Member>
    static void install(otabench_port_t &port);

    otabench_aes_t *aesStart(const std::uint8_t *key);
    esp_err_t aesCtr(otabench_aes_t *aes, const std::uint8_t *counter, const void *in, void *out,
                     std::size_t length);
    void aesFinish(otabench_aes_t *aes);
    esp_err_t rsaDecrypt(const char *pem, std::size_t pemSize, const std::uint8_t *cipher,
                         std::size_t cipherLength, std::uint8_t *plain, std::size_t capacity,
                         std::size_t *length);
    int rsaPublicKey(const char *pem, std::size_t pemSize, std::uint8_t *der, std::size_t capacity);
    esp_err_t p256PublicKey(const std::uint8_t *scalar, std::uint8_t *point);
    esp_err_t p256Ecdh(const std::uint8_t *scalar, const std::uint8_t *peer, std::uint8_t *shared);
    esp_err_t efuseHmac(std::uint32_t block, const void *message, std::size_t length,
                        std::uint8_t *mac);

private:
    std::vector<std::unique_ptr<otabench_aes>> m_keys;
    std::map<std::uint32_t, Key> m_efuses;
};

template <typename Owner, HostCrypto Owner::*Member>
void HostCrypto::install(otabench_port_t &port)
{
    static constexpr auto crypto = [](void *ctx) -> HostCrypto & {
        return static_cast<Owner *>(ctx)->*Member;
    };
    port.aes_start = [](void *ctx, const std::uint8_t *key) { return crypto(ctx).aesStart(key); };
    port.aes_ctr = [](void *ctx, otabench_aes_t *aes, const std::uint8_t *counter, const void *in,
                      void *out, std::size_t length) {
        return crypto(ctx).aesCtr(aes, counter, in, out, length);
    };
    port.aes_finish = [](void *ctx, otabench_aes_t *aes) { crypto(ctx).aesFinish(aes); };
    port.rsa_decrypt = [](void *ctx, const char *pem, std::size_t pemSize,
                          const std::uint8_t *cipher, std::size_t cipherLength, std::uint8_t *plain,
                          std::size_t capacity, std::size_t *length) {
        return crypto(ctx).rsaDecrypt(pem, pemSize, cipher, cipherLength, plain, capacity, length);
    };
    port.rsa_public_key = [](void *ctx, const char *pem, std::size_t pemSize, std::uint8_t *der,
                             std::size_t capacity) {
        return crypto(ctx).rsaPublicKey(pem, pemSize, der, capacity);
    };
    port.p256_public_key = [](void *ctx, const std::uint8_t *scalar, std::uint8_t *point) {
        return crypto(ctx).p256PublicKey(scalar, point);
    };
    port.p256_ecdh = [](void *ctx, const std::uint8_t *scalar, const std::uint8_t *peer,
                        std::uint8_t *shared) {
        return crypto(ctx).p256Ecdh(scalar, peer, shared);
    };
    port.efuse_hmac = [](void *ctx, std::uint32_t block, const void *message, std::size_t length,
                         std::uint8_t *mac) {
        return crypto(ctx).efuseHmac(block, message, length, mac);
    };
}

} // namespace otabench::firmware::host
