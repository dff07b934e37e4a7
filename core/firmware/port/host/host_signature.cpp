#include "host_signature.h"

#include <mbedtls/ecdsa.h>
#include <mbedtls/pk.h>
#include <mbedtls/rsa.h>
#include <mbedtls/sha256.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

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

namespace {

struct PublicKey
{
    mbedtls_pk_context context;

    PublicKey() { mbedtls_pk_init(&context); }

    ~PublicKey() { mbedtls_pk_free(&context); }

    PublicKey(const PublicKey &) = delete;
    PublicKey &operator=(const PublicKey &) = delete;
};

/// The key's part of an RSA block: modulus, exponent, and two numbers that speed a chip up:
/// R = 2^6144 mod n and M' = -n^-1 mod 2^32.
bool writeRsaKey(const mbedtls_rsa_context &rsa, std::array<std::uint8_t, 776> &part)
{
    Number power;
    Number r;
    Number word;
    Number inverse;
    if (mbedtls_mpi_bitlen(&rsa.N) != 8 * kRsaBytes || mbedtls_mpi_bitlen(&rsa.E) > 32 ||
        mbedtls_mpi_lset(&power.value, 1) != 0 ||
        mbedtls_mpi_shift_l(&power.value, 16 * kRsaBytes) != 0 ||
        mbedtls_mpi_mod_mpi(&r.value, &power.value, &rsa.N) != 0 ||
        mbedtls_mpi_lset(&word.value, 1) != 0 || mbedtls_mpi_shift_l(&word.value, 32) != 0 ||
        mbedtls_mpi_inv_mod(&inverse.value, &rsa.N, &word.value) != 0 ||
        mbedtls_mpi_sub_mpi(&inverse.value, &word.value, &inverse.value) != 0)
        return false;
    std::uint8_t *out = part.data();
    return mbedtls_mpi_write_binary_le(&rsa.N, out, kRsaBytes) == 0 &&
           mbedtls_mpi_write_binary_le(&rsa.E, out + kRsaBytes, 4) == 0 &&
           mbedtls_mpi_write_binary_le(&r.value, out + kRsaBytes + 4, kRsaBytes) == 0 &&
           mbedtls_mpi_write_binary_le(&inverse.value, out + 2 * kRsaBytes + 4, 4) == 0;
}

/// The key's part of an ECDSA block: curve, X, Y, zeros.
bool writeEcKey(const mbedtls_ecp_keypair &pair, std::array<std::uint8_t, 65> &part)
{
    const bool isP256 = pair.grp.id == MBEDTLS_ECP_DP_SECP256R1;
    const std::size_t bytes = isP256 ? 32 : 24;
    part = {};
    part[0] = isP256 ? 2 : 1;
    return (isP256 || pair.grp.id == MBEDTLS_ECP_DP_SECP192R1) &&
           mbedtls_mpi_write_binary_le(&pair.Q.X, part.data() + 1, bytes) == 0 &&
           mbedtls_mpi_write_binary_le(&pair.Q.Y, part.data() + 1 + bytes, bytes) == 0;
}

} // namespace

HostResult<TrustedKey> readTrustedKey(std::string_view pem)
{
    const std::string text(pem);
    PublicKey key;
    if (mbedtls_pk_parse_public_key(&key.context,
                                    reinterpret_cast<const unsigned char *>(text.c_str()),
                                    text.size() + 1) != 0)
        return tl::unexpected(
            std::string("this is no PEM public key (-----BEGIN PUBLIC KEY-----)"));
    TrustedKey trusted;
    if (mbedtls_pk_get_type(&key.context) == MBEDTLS_PK_RSA) {
        std::array<std::uint8_t, 776> part;
        if (!writeRsaKey(*mbedtls_pk_rsa(key.context), part))
            return tl::unexpected(std::string("an RSA key must have 3072 bits to sign images"));
        trusted.scheme = OTABENCH_SIGNATURE_RSA_3072;
        mbedtls_sha256_ret(part.data(), part.size(), trusted.digest.data(), 0);
        return trusted;
    }
    std::array<std::uint8_t, 65> part;
    if (mbedtls_pk_get_type(&key.context) != MBEDTLS_PK_ECKEY ||
        !writeEcKey(*mbedtls_pk_ec(key.context), part))
        return tl::unexpected(
            std::string("boards verify images by RSA-3072, P-256 and P-192 keys only"));
    trusted.scheme = part[0] == 2 ? OTABENCH_SIGNATURE_ECDSA_P256 : OTABENCH_SIGNATURE_ECDSA_P192;
    mbedtls_sha256_ret(part.data(), part.size(), trusted.digest.data(), 0);
    return trusted;
}

} // namespace otabench::firmware::host
