#include "host_signature.h"

#include <mbedtls/ecdsa.h>
#include <mbedtls/rsa.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace otabench::firmware::host {

namespace {

constexpr std::size_t kDigestBytes = 32;
constexpr std::size_t kRsaBytes = 384;

/// A Mbed TLS big number.
struct Number
{
    mbedtls_mpi value;

    Number() { mbedtls_mpi_init(&value); }

    ~Number() { mbedtls_mpi_free(&value); }

    Number(const Number &) = delete;
    Number &operator=(const Number &) = delete;
};

struct RsaKey
{
    mbedtls_rsa_context context;

    RsaKey() { mbedtls_rsa_init(&context, MBEDTLS_RSA_PKCS_V21, MBEDTLS_MD_SHA256); }

    ~RsaKey() { mbedtls_rsa_free(&context); }

    RsaKey(const RsaKey &) = delete;
    RsaKey &operator=(const RsaKey &) = delete;
};

struct EcKey
{
    mbedtls_ecp_group group;
    mbedtls_ecp_point point;

    EcKey()
    {
        mbedtls_ecp_group_init(&group);
        mbedtls_ecp_point_init(&point);
    }

    ~EcKey()
    {
        mbedtls_ecp_point_free(&point);
        mbedtls_ecp_group_free(&group);
    }

    EcKey(const EcKey &) = delete;
    EcKey &operator=(const EcKey &) = delete;
};

esp_err_t verifyRsa(const otabench_signature_t &signature)
{
    Number modulus;
    Number exponent;
    RsaKey key;
    std::array<unsigned char, kRsaBytes> bigEndian;
    std::reverse_copy(signature.signature, signature.signature + kRsaBytes, bigEndian.begin());
    const bool good =
        mbedtls_mpi_read_binary_le(&modulus.value, signature.key, kRsaBytes) == 0 &&
        mbedtls_mpi_bitlen(&modulus.value) == 8 * kRsaBytes &&
        mbedtls_mpi_lset(&exponent.value, static_cast<mbedtls_mpi_sint>(signature.exponent)) == 0 &&
        mbedtls_rsa_import(&key.context, &modulus.value, nullptr, nullptr, nullptr,
                           &exponent.value) == 0 &&
        mbedtls_rsa_complete(&key.context) == 0 && mbedtls_rsa_check_pubkey(&key.context) == 0 &&
        mbedtls_rsa_rsassa_pss_verify_ext(&key.context, nullptr, nullptr, MBEDTLS_RSA_PUBLIC,
                                          MBEDTLS_MD_SHA256, kDigestBytes, signature.digest,
                                          MBEDTLS_MD_SHA256, kDigestBytes, bigEndian.data()) == 0;
    return good ? ESP_OK : ESP_FAIL;
}

esp_err_t verifyEcdsa(const otabench_signature_t &signature, mbedtls_ecp_group_id curve,
                      std::size_t bytes)
{
    EcKey key;
    Number r;
    Number s;
    const bool good =
        mbedtls_ecp_group_load(&key.group, curve) == 0 &&
        mbedtls_mpi_read_binary_le(&key.point.X, signature.key, bytes) == 0 &&
        mbedtls_mpi_read_binary_le(&key.point.Y, signature.key + bytes, bytes) == 0 &&
        mbedtls_mpi_lset(&key.point.Z, 1) == 0 &&
        mbedtls_ecp_check_pubkey(&key.group, &key.point) == 0 &&
        mbedtls_mpi_read_binary_le(&r.value, signature.signature, bytes) == 0 &&
        mbedtls_mpi_read_binary_le(&s.value, signature.signature + bytes, bytes) == 0 &&
        mbedtls_ecdsa_verify(&key.group, signature.digest, kDigestBytes, &key.point, &r.value,
                             &s.value) == 0;
    return good ? ESP_OK : ESP_FAIL;
}

} // namespace

esp_err_t verifySignature(const otabench_signature_t &signature)
{
    switch (signature.scheme) {
    case OTABENCH_SIGNATURE_RSA_3072:
        return verifyRsa(signature);
    case OTABENCH_SIGNATURE_ECDSA_P192:
        return verifyEcdsa(signature, MBEDTLS_ECP_DP_SECP192R1, 24);
    case OTABENCH_SIGNATURE_ECDSA_P256:
        return verifyEcdsa(signature, MBEDTLS_ECP_DP_SECP256R1, 32);
    case OTABENCH_SIGNATURE_NONE:
        break;
    }
    return ESP_ERR_NOT_SUPPORTED;
}

} // namespace otabench::firmware::host
