#include "host_crypto.h"

#include <mbedtls/aes.h>
#include <mbedtls/ecp.h>
#include <mbedtls/md.h>
#include <mbedtls/pk.h>

#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

struct otabench_aes
{
    mbedtls_aes_context context;

    otabench_aes() { mbedtls_aes_init(&context); }

    ~otabench_aes() { mbedtls_aes_free(&context); }

    otabench_aes(const otabench_aes &) = delete;
    otabench_aes &operator=(const otabench_aes &) = delete;
};

namespace otabench::firmware::host {
namespace {

constexpr std::size_t kBlock = 16;
constexpr std::size_t kCoordinate = 32;

/// Mbed TLS's random source: it blinds what it does with private keys.
int randomBytes(void * /*context*/, unsigned char *bytes, std::size_t length)
{
    while (length > 0) {
        const ssize_t got = ::getrandom(bytes, length, 0);
        if (got < 0 && errno != EINTR)
            return MBEDTLS_ERR_ECP_RANDOM_FAILED;
        const std::size_t done = got > 0 ? static_cast<std::size_t>(got) : 0;
        bytes += done;
        length -= done;
    }
    return 0;
}

const unsigned char *bytesOf(const void *at)
{
    return static_cast<const unsigned char *>(at);
}

/// An RSA private key from PEM, freed with its secrets.
class RsaKey
{
public:
    RsaKey(const char *pem, std::size_t pemSize)
    {
        mbedtls_pk_init(&m_key);
        m_good = mbedtls_pk_parse_key(&m_key, bytesOf(pem), pemSize, nullptr, 0) == 0 &&
                 mbedtls_pk_get_type(&m_key) == MBEDTLS_PK_RSA;
    }

    ~RsaKey() { mbedtls_pk_free(&m_key); }

    RsaKey(const RsaKey &) = delete;
    RsaKey &operator=(const RsaKey &) = delete;

    explicit operator bool() const { return m_good; }

    mbedtls_pk_context *get() { return &m_key; }

private:
    mbedtls_pk_context m_key;
    bool m_good = false;
};

/// A scalar and points of P-256.
struct Curve
{
    mbedtls_ecp_group group;
    mbedtls_mpi scalar;
    mbedtls_ecp_point peer;
    mbedtls_ecp_point product;

    Curve()
    {
        mbedtls_ecp_group_init(&group);
        mbedtls_mpi_init(&scalar);
        mbedtls_ecp_point_init(&peer);
        mbedtls_ecp_point_init(&product);
    }

    ~Curve()
    {
        mbedtls_ecp_point_free(&product);
        mbedtls_ecp_point_free(&peer);
        mbedtls_mpi_free(&scalar);
        mbedtls_ecp_group_free(&group);
    }

    Curve(const Curve &) = delete;
    Curve &operator=(const Curve &) = delete;

    bool load(const std::uint8_t *scalarBytes)
    {
        return mbedtls_ecp_group_load(&group, MBEDTLS_ECP_DP_SECP256R1) == 0 &&
               mbedtls_mpi_read_binary(&scalar, scalarBytes, kCoordinate) == 0 &&
               mbedtls_ecp_check_privkey(&group, &scalar) == 0;
    }

    bool multiply(const mbedtls_ecp_point &point)
    {
        return mbedtls_ecp_mul(&group, &product, &scalar, &point, randomBytes, nullptr) == 0;
    }

    bool writeX(std::uint8_t *out) const
    {
        return mbedtls_mpi_write_binary(&product.X, out, kCoordinate) == 0;
    }
};

} // namespace

HostCrypto::HostCrypto() = default;
HostCrypto::~HostCrypto() = default;

void HostCrypto::setEfuseHmacKey(std::uint32_t block, const Key &key)
{
    m_efuses[block] = key;
}

void HostCrypto::releaseAll()
{
    m_keys.clear();
}

otabench_aes_t *HostCrypto::aesStart(const std::uint8_t *key)
{
    auto aes = std::make_unique<otabench_aes>();
    if (mbedtls_aes_setkey_enc(&aes->context, key, 256) != 0)
        return nullptr;
    m_keys.push_back(std::move(aes));
    return m_keys.back().get();
}

esp_err_t HostCrypto::aesCtr(otabench_aes_t *aes, const std::uint8_t *counter, const void *in,
                             void *out, std::size_t length)
{
    std::array<std::uint8_t, kBlock> next = {};
    std::array<std::uint8_t, kBlock> stream = {};
    std::copy_n(counter, kBlock, next.begin());
    std::size_t used = 0;
    const int result =
        mbedtls_aes_crypt_ctr(&aes->context, length, &used, next.data(), stream.data(), bytesOf(in),
                              static_cast<unsigned char *>(out));
    return result == 0 ? ESP_OK : ESP_FAIL;
}

void HostCrypto::aesFinish(otabench_aes_t *aes)
{
    std::erase_if(m_keys, [aes](const auto &each) { return each.get() == aes; });
}

esp_err_t HostCrypto::rsaDecrypt(const char *pem, std::size_t pemSize, const std::uint8_t *cipher,
                                 std::size_t cipherLength, std::uint8_t *plain,
                                 std::size_t capacity, std::size_t *length)
{
    RsaKey key(pem, pemSize);
    if (!key)
        return ESP_FAIL;
    const int result = mbedtls_pk_decrypt(key.get(), cipher, cipherLength, plain, length, capacity,
                                          randomBytes, nullptr);
    return result == 0 ? ESP_OK : ESP_FAIL;
}

int HostCrypto::rsaPublicKey(const char *pem, std::size_t pemSize, std::uint8_t *der,
                             std::size_t capacity)
{
    RsaKey key(pem, pemSize);
    if (!key)
        return -1;
    // Written from the buffer's end.
    unsigned char *begin = der + capacity;
    const int length = mbedtls_pk_write_pubkey(&begin, der, key.get());
    if (length <= 0)
        return -1;
    std::memmove(der, begin, static_cast<std::size_t>(length));
    return length;
}

esp_err_t HostCrypto::p256PublicKey(const std::uint8_t *scalar, std::uint8_t *point)
{
    Curve curve;
    if (!curve.load(scalar) || !curve.multiply(curve.group.G) || !curve.writeX(point) ||
        mbedtls_mpi_write_binary(&curve.product.Y, point + kCoordinate, kCoordinate) != 0)
        return ESP_FAIL;
    return ESP_OK;
}

esp_err_t HostCrypto::p256Ecdh(const std::uint8_t *scalar, const std::uint8_t *peer,
                               std::uint8_t *shared)
{
    Curve curve;
    std::array<std::uint8_t, 1 + 2 *kCoordinate> point = {4};
    std::copy_n(peer, 2 * kCoordinate, point.begin() + 1);
    const bool done =
        curve.load(scalar) &&
        mbedtls_ecp_point_read_binary(&curve.group, &curve.peer, point.data(), point.size()) == 0 &&
        mbedtls_ecp_check_pubkey(&curve.group, &curve.peer) == 0 && curve.multiply(curve.peer) &&
        curve.writeX(shared);
    return done ? ESP_OK : ESP_FAIL;
}

esp_err_t HostCrypto::efuseHmac(std::uint32_t block, const void *message, std::size_t length,
                                std::uint8_t *mac)
{
    const auto found = m_efuses.find(block);
    if (found == m_efuses.end())
        return ESP_ERR_NOT_FOUND;
    const int result =
        mbedtls_md_hmac(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), found->second.data(),
                        found->second.size(), bytesOf(message), length, mac);
    return result == 0 ? ESP_OK : ESP_FAIL;
}

} // namespace otabench::firmware::host
