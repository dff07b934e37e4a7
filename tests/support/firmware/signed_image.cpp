#include "support/firmware/signed_image.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

namespace otabench::test {
namespace {

constexpr std::size_t kBlock = 1216;
constexpr std::size_t kSector = 4096;
constexpr std::size_t kCrcAt = 1196;
constexpr std::size_t kRsa = 384;

using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;
using NumberContext = std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;

void require(bool good)
{
    if (!good)
        throw std::runtime_error("OpenSSL failed");
}

void put32(Bytes &bytes, std::size_t at, uint32_t value)
{
    for (std::size_t i = 0; i < 4; ++i)
        bytes[at + i] = static_cast<uint8_t>(value >> 8 * i);
}

void putNumber(Bytes &bytes, std::size_t at, const BIGNUM *number, std::size_t size)
{
    require(BN_bn2lebinpad(number, &bytes[at], static_cast<int>(size)) == static_cast<int>(size));
}

/// The CRC-32 of zlib, bit by bit.
uint32_t crc32Of(const uint8_t *bytes, std::size_t length)
{
    uint32_t crc = 0xFFFFFFFF;
    for (std::size_t i = 0; i < length; ++i) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

Bytes sha256(const uint8_t *bytes, std::size_t length)
{
    Bytes digest(32);
    EVP_Digest(bytes, length, digest.data(), nullptr, EVP_sha256(), nullptr);
    return digest;
}

EVP_PKEY *makeKey(otabench_signature_scheme_t scheme)
{
    switch (scheme) {
    case OTABENCH_SIGNATURE_RSA_3072:
        return EVP_RSA_gen(3072);
    case OTABENCH_SIGNATURE_ECDSA_P192:
        return EVP_EC_gen("prime192v1");
    default:
        return EVP_EC_gen("prime256v1");
    }
}

Bytes signDigest(EVP_PKEY *key, const Bytes &digest, bool pss)
{
    const KeyContext context(EVP_PKEY_CTX_new(key, nullptr), EVP_PKEY_CTX_free);
    require(context && EVP_PKEY_sign_init(context.get()) == 1);
    if (pss)
        require(EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PSS_PADDING) == 1 &&
                EVP_PKEY_CTX_set_rsa_pss_saltlen(context.get(), 32) == 1);
    require(EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256()) == 1);
    std::size_t length = 0;
    require(EVP_PKEY_sign(context.get(), nullptr, &length, digest.data(), digest.size()) == 1);
    Bytes signature(length);
    require(EVP_PKEY_sign(context.get(), signature.data(), &length, digest.data(), digest.size()) ==
            1);
    signature.resize(length);
    return signature;
}

void fillRsa(EVP_PKEY *key, const Bytes &digest, Bytes &block)
{
    BIGNUM *raw = nullptr;
    require(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &raw) == 1);
    const Number n(raw, BN_free);
    const NumberContext context(BN_CTX_new(), BN_CTX_free);
    const Number r(BN_new(), BN_free);
    const Number word(BN_new(), BN_free);
    const Number inverse(BN_new(), BN_free);
    require(BN_set_bit(r.get(), 6144) && BN_mod(r.get(), r.get(), n.get(), context.get()));
    require(BN_set_bit(word.get(), 32) &&
            BN_mod_inverse(inverse.get(), n.get(), word.get(), context.get()));
    putNumber(block, 36, n.get(), kRsa);
    put32(block, 420, 65537);
    putNumber(block, 424, r.get(), kRsa);
    put32(block, 808, 0U - static_cast<uint32_t>(BN_get_word(inverse.get())));
    const Bytes signature = signDigest(key, digest, true);
    require(signature.size() == kRsa);
    std::reverse_copy(signature.begin(), signature.end(), block.begin() + 812);
}

void fillEcdsa(EVP_PKEY *key, std::size_t size, const Bytes &digest, Bytes &block)
{
    block[36] = size == 24 ? 1 : 2;
    Bytes point(1 + 2 * size);
    std::size_t length = 0;
    require(EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                            point.size(), &length) == 1 &&
            length == point.size() && point[0] == 4);
    const auto x = point.begin() + 1;
    const auto y = x + static_cast<std::ptrdiff_t>(size);
    std::reverse_copy(x, y, block.begin() + 37);
    std::reverse_copy(y, point.end(), block.begin() + 37 + static_cast<std::ptrdiff_t>(size));
    const Bytes der = signDigest(key, digest, false);
    const uint8_t *in = der.data();
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(
        d2i_ECDSA_SIG(nullptr, &in, static_cast<long>(der.size())), ECDSA_SIG_free);
    require(signature != nullptr);
    putNumber(block, 101, ECDSA_SIG_get0_r(signature.get()), size);
    putNumber(block, 101 + size, ECDSA_SIG_get0_s(signature.get()), size);
}

} // namespace

SigningKey::SigningKey(otabench_signature_scheme_t scheme)
    : m_scheme(scheme)
    , m_key(makeKey(scheme), EVP_PKEY_free)
{
    require(m_key != nullptr);
}

Bytes SigningKey::block(const Bytes &digest) const
{
    Bytes block(kBlock);
    block[0] = 0xE7;
    block[1] = m_scheme == OTABENCH_SIGNATURE_RSA_3072 ? 2 : 3;
    std::copy(digest.begin(), digest.end(), block.begin() + 4);
    if (m_scheme == OTABENCH_SIGNATURE_RSA_3072)
        fillRsa(m_key.get(), digest, block);
    else
        fillEcdsa(m_key.get(), m_scheme == OTABENCH_SIGNATURE_ECDSA_P192 ? 24 : 32, digest, block);
    put32(block, kCrcAt, crc32Of(block.data(), kCrcAt));
    return block;
}

KeyDigest SigningKey::digest() const
{
    const Bytes any = block(Bytes(32));
    const Bytes digest = sha256(&any[36], m_scheme == OTABENCH_SIGNATURE_RSA_3072 ? 776 : 65);
    KeyDigest result;
    std::copy(digest.begin(), digest.end(), result.begin());
    return result;
}

const SigningKey &signingKey(otabench_signature_scheme_t scheme, int number)
{
    static std::map<std::pair<int, int>, SigningKey> keys;
    return keys.try_emplace({scheme, number}, scheme).first->second;
}

Bytes signedBy(Bytes data, const std::vector<const SigningKey *> &keys)
{
    data.resize((data.size() + kSector - 1) / kSector * kSector, 0xFF);
    const Bytes digest = sha256(data.data(), data.size());
    Bytes sector;
    for (const SigningKey *key : keys) {
        const Bytes block = key->block(digest);
        sector.insert(sector.end(), block.begin(), block.end());
    }
    sector.resize(kSector, 0xFF);
    data.insert(data.end(), sector.begin(), sector.end());
    return data;
}

void resealBlock(Bytes &image, std::size_t block)
{
    const std::size_t at = image.size() - kSector + block * kBlock;
    put32(image, at + kCrcAt, crc32Of(&image[at], kCrcAt));
}

} // namespace otabench::test
