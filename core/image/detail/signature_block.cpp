#include "image/detail/signature_block.h"

#include "base/hex.h"

#include <boost/crc.hpp>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>

namespace otabench::image::detail {
namespace {

using openssl::BigNumber;
using openssl::Pkey;
using openssl::PkeyContext;
using EcdsaSignature = openssl::Owned<ECDSA_SIG, ECDSA_SIG_free>;
using NumberContext = openssl::Owned<BN_CTX, BN_CTX_free>;
using ParameterBuilder = openssl::Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Parameters = openssl::Owned<OSSL_PARAM, OSSL_PARAM_free>;

constexpr std::size_t kCrcOffset = 1196;
constexpr int kRsaBits = 3072;
constexpr int kSaltLength = 32;
constexpr std::size_t kRsaExponentOffset = 420;
constexpr std::size_t kRsaMontgomeryOffset = 424; // R = 2^6144 mod n
constexpr std::size_t kRsaInverseOffset = 808;    // -1/n mod 2^32

// P-192 stands in old tools and ROMs only: it is verified, never made.
constexpr std::array<SignatureScheme, 4> kSchemes{{
    {"rsa-3072", 2, 0, 0, nullptr, 32, 36, 776, 36, 812, 384},
    {"ecdsa-p192", 3, 0, 1, "prime192v1", 32, 36, 65, 37, 101, 24},
    {"ecdsa-p256", 3, 0, 2, "prime256v1", 32, 36, 65, 37, 101, 32},
    {"ecdsa-p384", 3, 1, 3, "secp384r1", 48, 52, 97, 53, 149, 48},
}};

bool isRsa(const SignatureScheme &scheme)
{
    return scheme.group == nullptr;
}

const unsigned char *raw(const std::byte *bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes);
}

unsigned char *raw(std::byte *bytes)
{
    return reinterpret_cast<unsigned char *>(bytes);
}

BigNumber numberAt(Bytes block, std::size_t offset, std::size_t length)
{
    return BigNumber(BN_lebin2bn(raw(block.data() + offset), static_cast<int>(length), nullptr));
}

bool putNumber(std::vector<std::byte> &block, std::size_t offset, std::size_t length,
               const BIGNUM *number)
{
    return BN_bn2lebinpad(number, raw(block.data() + offset), static_cast<int>(length)) >= 0;
}

void putU32(std::vector<std::byte> &block, std::size_t offset, std::uint32_t value)
{
    for (std::size_t i = 0; i < 4; ++i)
        block[offset + i] = static_cast<std::byte>(value >> (8 * i));
}

BigNumber parameter(EVP_PKEY *key, const char *name)
{
    BIGNUM *number = nullptr;
    EVP_PKEY_get_bn_param(key, name, &number);
    return BigNumber(number);
}

Pkey keyFrom(const char *type, OSSL_PARAM_BLD *builder)
{
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY *key = nullptr;
    if (parameters == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return nullptr;
    return Pkey(key);
}

/// The public key that stands in the block; nullptr when it is none.
Pkey keyOf(Bytes block, const SignatureScheme &scheme)
{
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (isRsa(scheme)) {
        const BigNumber modulus = numberAt(block, scheme.pointOffset, scheme.numberLength);
        const BigNumber exponent = numberAt(block, kRsaExponentOffset, 4);
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
        return keyFrom("RSA", builder.get());
    }
    std::vector<unsigned char> point{POINT_CONVERSION_UNCOMPRESSED};
    for (std::size_t number = 0; number < 2; ++number) {
        const Bytes one =
            block.subspan(scheme.pointOffset + number * scheme.numberLength, scheme.numberLength);
        for (std::size_t i = one.size(); i > 0; --i)
            point.push_back(std::to_integer<unsigned char>(one[i - 1]));
    }
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, scheme.group, 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                     point.size());
    return keyFrom("EC", builder.get());
}

bool setUp(EVP_PKEY_CTX *context, const SignatureScheme &scheme)
{
    const EVP_MD *hash = scheme.digestLength == 48 ? EVP_sha384() : EVP_sha256();
    if (EVP_PKEY_CTX_set_signature_md(context, hash) != 1)
        return false;
    return !isRsa(scheme) || (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
                              EVP_PKEY_CTX_set_rsa_pss_saltlen(context, kSaltLength) == 1);
}

/// The block's signature as OpenSSL takes it: big-endian, or DER.
std::vector<unsigned char> signatureIn(Bytes block, const SignatureScheme &scheme)
{
    if (isRsa(scheme)) {
        std::vector<unsigned char> signature;
        for (std::size_t i = scheme.numberLength; i > 0; --i)
            signature.push_back(
                std::to_integer<unsigned char>(block[scheme.signatureOffset + i - 1]));
        return signature;
    }
    const EcdsaSignature numbers(ECDSA_SIG_new());
    BigNumber r = numberAt(block, scheme.signatureOffset, scheme.numberLength);
    BigNumber s =
        numberAt(block, scheme.signatureOffset + scheme.numberLength, scheme.numberLength);
    if (ECDSA_SIG_set0(numbers.get(), r.get(), s.get()) != 1)
        return {};
    (void)r.release(); // now the signature's
    (void)s.release();
    const int length = i2d_ECDSA_SIG(numbers.get(), nullptr);
    if (length <= 0)
        return {};
    std::vector<unsigned char> der(static_cast<std::size_t>(length));
    unsigned char *end = der.data();
    i2d_ECDSA_SIG(numbers.get(), &end);
    return der;
}

bool verifies(Bytes block, const SignatureScheme &scheme, EVP_PKEY *key, Bytes digest)
{
    const std::vector<unsigned char> signature = signatureIn(block, scheme);
    const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    return context != nullptr && EVP_PKEY_verify_init(context.get()) == 1 &&
           setUp(context.get(), scheme) &&
           EVP_PKEY_verify(context.get(), signature.data(), signature.size(), raw(digest.data()),
                           digest.size()) == 1;
}

std::optional<std::vector<unsigned char>> signDigest(const SignatureScheme &scheme, EVP_PKEY *key,
                                                     Bytes digest)
{
    const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    std::size_t length = 0;
    if (context == nullptr || EVP_PKEY_sign_init(context.get()) != 1 ||
        !setUp(context.get(), scheme) ||
        EVP_PKEY_sign(context.get(), nullptr, &length, raw(digest.data()), digest.size()) != 1)
        return std::nullopt;
    std::vector<unsigned char> signature(length);
    if (EVP_PKEY_sign(context.get(), signature.data(), &length, raw(digest.data()),
                      digest.size()) != 1)
        return std::nullopt;
    signature.resize(length);
    return signature;
}

bool putSignature(std::vector<std::byte> &block, const SignatureScheme &scheme,
                  const std::vector<unsigned char> &signature)
{
    if (isRsa(scheme)) {
        if (signature.size() != scheme.numberLength)
            return false;
        for (std::size_t i = 0; i < signature.size(); ++i)
            block[scheme.signatureOffset + i] =
                static_cast<std::byte>(signature[signature.size() - 1 - i]);
        return true;
    }
    const unsigned char *der = signature.data();
    const EcdsaSignature numbers(d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(signature.size())));
    return numbers != nullptr &&
           putNumber(block, scheme.signatureOffset, scheme.numberLength,
                     ECDSA_SIG_get0_r(numbers.get())) &&
           putNumber(block, scheme.signatureOffset + scheme.numberLength, scheme.numberLength,
                     ECDSA_SIG_get0_s(numbers.get()));
}

bool putRsaKey(std::vector<std::byte> &block, const SignatureScheme &scheme, EVP_PKEY *key)
{
    const BigNumber modulus = parameter(key, OSSL_PKEY_PARAM_RSA_N);
    const BigNumber exponent = parameter(key, OSSL_PKEY_PARAM_RSA_E);
    const NumberContext context(BN_CTX_new());
    const BigNumber power(BN_new()), wordSize(BN_new()), montgomery(BN_new()), inverse(BN_new());
    // R and -1/n mod 2^32 are what the chip's accelerator wants to have worked out for it.
    if (modulus == nullptr || exponent == nullptr || BN_num_bits(exponent.get()) > 32 ||
        BN_set_bit(power.get(), 2 * kRsaBits) != 1 || BN_set_bit(wordSize.get(), 32) != 1 ||
        BN_mod(montgomery.get(), power.get(), modulus.get(), context.get()) != 1 ||
        BN_mod_inverse(inverse.get(), modulus.get(), wordSize.get(), context.get()) == nullptr ||
        BN_sub(inverse.get(), wordSize.get(), inverse.get()) != 1)
        return false;
    return putNumber(block, scheme.pointOffset, scheme.numberLength, modulus.get()) &&
           putNumber(block, kRsaExponentOffset, 4, exponent.get()) &&
           putNumber(block, kRsaMontgomeryOffset, scheme.numberLength, montgomery.get()) &&
           putNumber(block, kRsaInverseOffset, 4, inverse.get());
}

bool putKey(std::vector<std::byte> &block, const SignatureScheme &scheme, EVP_PKEY *key)
{
    if (isRsa(scheme))
        return putRsaKey(block, scheme, key);
    block[scheme.keyOffset] = static_cast<std::byte>(scheme.curve);
    const BigNumber x = parameter(key, OSSL_PKEY_PARAM_EC_PUB_X);
    const BigNumber y = parameter(key, OSSL_PKEY_PARAM_EC_PUB_Y);
    return x != nullptr && y != nullptr &&
           putNumber(block, scheme.pointOffset, scheme.numberLength, x.get()) &&
           putNumber(block, scheme.pointOffset + scheme.numberLength, scheme.numberLength, y.get());
}

std::uint32_t crcOf(Bytes block)
{
    boost::crc_32_type crc;
    crc.process_bytes(block.data(), kCrcOffset);
    return crc.checksum();
}

std::string digestOfKeyIn(Bytes block, const SignatureScheme &scheme)
{
    return toHex(openssl::sha256(block.subspan(scheme.keyOffset, scheme.keyLength)));
}

auto unusableKey()
{
    return fail(ErrorCode::KeyInvalid,
                "the key is neither RSA with {} bits nor EC P-256 or P-384, "
                "which is what Secure Boot v2 signs with",
                kRsaBits);
}

} // namespace

bool isBlock(Bytes block)
{
    return block.size() >= kSignatureBlockSize && byteAt(block, 0) == kSignatureBlockMagic &&
           crcOf(block) == u32At(block, kCrcOffset);
}

const SignatureScheme *schemeOf(Bytes block)
{
    for (const SignatureScheme &scheme : kSchemes) {
        if (byteAt(block, 1) == scheme.version && byteAt(block, 2) == scheme.hash &&
            (isRsa(scheme) || byteAt(block, scheme.keyOffset) == scheme.curve))
            return &scheme;
    }
    return nullptr;
}

const SignatureScheme *schemeFor(EVP_PKEY *key)
{
    if (EVP_PKEY_is_a(key, "RSA"))
        return EVP_PKEY_get_bits(key) == kRsaBits ? &kSchemes[0] : nullptr;
    std::array<char, 64> group{};
    std::size_t length = 0;
    if (!EVP_PKEY_is_a(key, "EC") ||
        EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) != 1)
        return nullptr;
    const auto found =
        std::find_if(kSchemes.begin() + 2, kSchemes.end(), [&group](const SignatureScheme &scheme) {
            return std::string_view(scheme.group) == group.data();
        });
    return found != kSchemes.end() ? &*found : nullptr;
}

std::vector<std::byte> signedDigest(const SignatureScheme &scheme, Bytes signedBytes)
{
    std::vector<std::byte> digest(scheme.digestLength);
    const EVP_MD *hash = scheme.digestLength == 48 ? EVP_sha384() : EVP_sha256();
    if (EVP_Digest(signedBytes.data(), signedBytes.size(), raw(digest.data()), nullptr, hash,
                   nullptr) != 1)
        digest.clear();
    return digest;
}

std::optional<std::string> checkBlock(Bytes block, Bytes signedBytes, SignatureBlock &found)
{
    if (crcOf(block) != u32At(block, kCrcOffset))
        return fmt::format("its CRC is {:#010x}, its bytes give {:#010x}", u32At(block, kCrcOffset),
                           crcOf(block));
    const SignatureScheme *scheme = schemeOf(block);
    if (scheme == nullptr)
        return fmt::format("its version {} with hash {} is no known scheme", byteAt(block, 1),
                           byteAt(block, 2));
    const std::vector<std::byte> digest = signedDigest(*scheme, signedBytes);
    const std::string stored = toHex(block.subspan(4, scheme->digestLength));
    if (stored != toHex(digest))
        return fmt::format("it signs the digest {}, the image has {}", stored, toHex(digest));
    openssl::clearErrors();
    const Pkey key = keyOf(block, *scheme);
    if (key == nullptr)
        return fmt::format("its {} key is none ({})", scheme->name, openssl::takeErrors());
    if (!verifies(block, *scheme, key.get(), digest)) {
        openssl::clearErrors();
        return fmt::format("its signature is not that of its {} key", scheme->name);
    }
    found = {std::string(scheme->name), digestOfKeyIn(block, *scheme)};
    return std::nullopt;
}

Result<std::vector<std::byte>> makeBlock(EVP_PKEY *key, Bytes signedBytes)
{
    const SignatureScheme *scheme = schemeFor(key);
    if (scheme == nullptr)
        return unusableKey();
    const std::vector<std::byte> digest = signedDigest(*scheme, signedBytes);
    std::vector<std::byte> block(kSignatureBlockSize);
    block[0] = std::byte{kSignatureBlockMagic};
    block[1] = static_cast<std::byte>(scheme->version);
    block[2] = static_cast<std::byte>(scheme->hash);
    std::ranges::copy(digest, block.begin() + 4);
    openssl::clearErrors();
    const auto signature = signDigest(*scheme, key, digest);
    if (!signature || !putKey(block, *scheme, key) || !putSignature(block, *scheme, *signature))
        return fail(ErrorCode::KeyInvalid, "the key could not sign: {}", openssl::takeErrors());
    putU32(block, kCrcOffset, crcOf(block));
    return block;
}

Result<std::string> keyDigest(EVP_PKEY *key)
{
    const SignatureScheme *scheme = schemeFor(key);
    std::vector<std::byte> block(kSignatureBlockSize);
    if (scheme == nullptr || !putKey(block, *scheme, key))
        return unusableKey();
    return digestOfKeyIn(block, *scheme);
}

} // namespace otabench::image::detail
