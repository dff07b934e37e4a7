#include "image/detail/encryption_keys.h"

#include "base/files.h"
#include "image/detail/keys.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <algorithm>

namespace otabench::image::detail {
namespace {

using Group = openssl::Owned<EC_GROUP, EC_GROUP_free>;
using Point = openssl::Owned<EC_POINT, EC_POINT_free>;
using ParamBuilder = openssl::Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Params = openssl::Owned<OSSL_PARAM, OSSL_PARAM_free>;
using Secret = std::array<unsigned char, 32>;

constexpr int kRsaBits = 3072;
constexpr int kIterations = 2048;
constexpr std::size_t kPointSize = 64; // X and Y
constexpr std::size_t kSaltSize = 32;
constexpr std::string_view kHkdfInfo = "_esp_enc_img_ecc";
constexpr std::array<unsigned char, 32> kPbkdf2Salt{
    0x0e, 0x21, 0x60, 0x64, 0x2d, 0xae, 0x76, 0xd3, 0x34, 0x48, 0xe4, 0x3d, 0x77, 0x20, 0x12, 0x3d,
    0x9f, 0x3b, 0x1e, 0xce, 0xb8, 0x8e, 0x57, 0x3a, 0x4e, 0x8f, 0x7f, 0xb9, 0x4f, 0xf0, 0xc8, 0x69};

unsigned char *raw(std::byte *bytes)
{
    return reinterpret_cast<unsigned char *>(bytes);
}

const unsigned char *raw(const std::byte *bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes);
}

template <typename T = void>
Result<T> opensslFailed(std::string_view doing)
{
    return fail(ErrorCode::Internal, "OpenSSL failed at {}: {}", doing, openssl::takeErrors());
}

/// A P-256 key from its uncompressed point, and with `scalar` a private one.
openssl::Pkey p256Key(std::span<const unsigned char, 1 + kPointSize> point, const BIGNUM *scalar)
{
    const ParamBuilder builder(OSSL_PARAM_BLD_new());
    const bool built =
        builder &&
        OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) &&
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                         point.size()) &&
        (!scalar || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar));
    const Params params(built ? OSSL_PARAM_BLD_to_param(builder.get()) : nullptr);
    const openssl::PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY *key = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, scalar ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY,
                          params.get()) != 1)
        return nullptr;
    return openssl::Pkey(key);
}

Result<AesKey> hkdf(const Secret &secret, std::span<const std::byte, kSaltSize> salt)
{
    const openssl::PkeyContext context(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
    AesKey key;
    std::size_t length = key.size();
    if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
        EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) != 1 ||
        EVP_PKEY_CTX_set1_hkdf_salt(context.get(), raw(salt.data()),
                                    static_cast<int>(salt.size())) != 1 ||
        EVP_PKEY_CTX_set1_hkdf_key(context.get(), secret.data(), static_cast<int>(secret.size())) !=
            1 ||
        EVP_PKEY_CTX_add1_hkdf_info(context.get(),
                                    reinterpret_cast<const unsigned char *>(kHkdfInfo.data()),
                                    static_cast<int>(kHkdfInfo.size())) != 1 ||
        EVP_PKEY_derive(context.get(), raw(key.data()), &length) != 1)
        return opensslFailed<AesKey>("HKDF");
    return key;
}

Result<Secret> agree(EVP_PKEY *own, EVP_PKEY *peer)
{
    const openssl::PkeyContext context(EVP_PKEY_CTX_new(own, nullptr));
    Secret secret = {};
    std::size_t length = secret.size();
    if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
        EVP_PKEY_derive_set_peer(context.get(), peer) != 1 ||
        EVP_PKEY_derive(context.get(), secret.data(), &length) != 1 || length != secret.size())
        return opensslFailed<Secret>("the key agreement on P-256");
    return secret;
}

Result<WrappedKey> wrapByRsa(EVP_PKEY *boardKey)
{
    WrappedKey wrapped = {};
    const openssl::PkeyContext context(EVP_PKEY_CTX_new(boardKey, nullptr));
    std::size_t length = wrapped.area.size();
    if (RAND_priv_bytes(raw(wrapped.key.data()), static_cast<int>(wrapped.key.size())) != 1 ||
        !context || EVP_PKEY_encrypt_init(context.get()) != 1 ||
        EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1 ||
        EVP_PKEY_encrypt(context.get(), raw(wrapped.area.data()), &length, raw(wrapped.key.data()),
                         wrapped.key.size()) != 1 ||
        length != wrapped.area.size())
        return opensslFailed<WrappedKey>("RSA encryption");
    return wrapped;
}

/// Key area: the sender's ephemeral point, the salt, zeros.
Result<WrappedKey> wrapByEcies(EVP_PKEY *boardKey)
{
    WrappedKey wrapped = {};
    const openssl::Pkey sender(EVP_EC_gen("P-256"));
    std::array<unsigned char, 1 + kPointSize> point = {};
    std::size_t length = 0;
    const std::span<std::byte, kSaltSize> salt(wrapped.area.data() + kPointSize, kSaltSize);
    if (!sender ||
        EVP_PKEY_get_octet_string_param(sender.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                        point.size(), &length) != 1 ||
        length != point.size() || RAND_bytes(raw(salt.data()), static_cast<int>(salt.size())) != 1)
        return opensslFailed<WrappedKey>("making the file's P-256 key");
    std::transform(point.begin() + 1, point.end(), wrapped.area.begin(),
                   [](unsigned char byte) { return std::byte{byte}; });
    const auto key = agree(sender.get(), boardKey).and_then([&](const Secret &secret) {
        return hkdf(secret, salt);
    });
    if (!key)
        return tl::unexpected(key.error());
    wrapped.key = *key;
    return wrapped;
}

Result<AesKey> unwrapByRsa(EVP_PKEY *boardKey, std::span<const std::byte, kKeyAreaSize> area)
{
    const openssl::PkeyContext context(EVP_PKEY_CTX_new(boardKey, nullptr));
    std::array<unsigned char, kKeyAreaSize> plain = {};
    std::size_t length = plain.size();
    openssl::clearErrors();
    if (!context || EVP_PKEY_decrypt_init(context.get()) != 1 ||
        EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1)
        return opensslFailed<AesKey>("RSA decryption");
    AesKey key = {};
    // With a wrong key OpenSSL from 3.2 on "succeeds" with random bytes of random length.
    const bool done = EVP_PKEY_decrypt(context.get(), plain.data(), &length, raw(area.data()),
                                       area.size()) == 1 &&
                      length == key.size();
    openssl::clearErrors();
    if (!done)
        return fail(ErrorCode::KeyInvalid,
                    "the image is encrypted for another RSA key, or by the other scheme; give the "
                    "private key that belongs to the public one it was encrypted with");
    std::transform(plain.begin(), plain.begin() + key.size(), key.begin(),
                   [](unsigned char byte) { return std::byte{byte}; });
    OPENSSL_cleanse(plain.data(), plain.size());
    return key;
}

Result<AesKey> unwrapByEcies(EVP_PKEY *boardKey, std::span<const std::byte, kKeyAreaSize> area)
{
    std::array<unsigned char, 1 + kPointSize> point = {4};
    std::transform(area.begin(), area.begin() + kPointSize, point.begin() + 1,
                   [](std::byte byte) { return std::to_integer<unsigned char>(byte); });
    openssl::clearErrors();
    const openssl::Pkey sender = p256Key(point, nullptr);
    openssl::clearErrors();
    if (!sender)
        return fail(ErrorCode::KeyInvalid,
                    "the image is not encrypted by the ECIES scheme, or is damaged: its key area "
                    "holds no point of P-256; give an RSA private key, if it is by RSA");
    return agree(boardKey, sender.get()).and_then([&](const Secret &secret) {
        return hkdf(secret, area.subspan<kPointSize, kSaltSize>());
    });
}

/// The 32 bytes of an HMAC key, if the file is of that size.
Result<std::optional<HmacKey>> readHmacKey(const std::filesystem::path &path)
{
    constexpr std::size_t kLargestKeyFile = 64u << 10;
    const auto bytes = readFile(path, kLargestKeyFile);
    if (!bytes)
        return tl::unexpected(bytes.error());
    HmacKey key = {};
    if (bytes->size() != key.size())
        return std::optional<HmacKey>();
    std::ranges::copy(*bytes, key.begin());
    return std::optional(key);
}

Result<openssl::Pkey> checkScheme(Result<openssl::Pkey> key, const std::filesystem::path &path)
{
    if (!key)
        return key;
    if (const auto scheme = encryptionSchemeOf(key->get()); !scheme)
        return tl::unexpected(scheme.error().in(path.string()));
    return key;
}

} // namespace

Result<openssl::Pkey> deviceKeyOf(const HmacKey &hmacKey)
{
    Secret scalarBytes = {};
    const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    openssl::clearErrors();
    if (!group || PKCS5_PBKDF2_HMAC(reinterpret_cast<const char *>(hmacKey.data()),
                                    static_cast<int>(hmacKey.size()), kPbkdf2Salt.data(),
                                    static_cast<int>(kPbkdf2Salt.size()), kIterations, EVP_sha256(),
                                    static_cast<int>(scalarBytes.size()), scalarBytes.data()) != 1)
        return opensslFailed<openssl::Pkey>("PBKDF2");
    const openssl::Owned<BIGNUM, BN_clear_free> scalar(
        BN_bin2bn(scalarBytes.data(), static_cast<int>(scalarBytes.size()), nullptr));
    OPENSSL_cleanse(scalarBytes.data(), scalarBytes.size());
    if (BN_is_zero(scalar.get()) || BN_cmp(scalar.get(), EC_GROUP_get0_order(group.get())) >= 0)
        return fail(ErrorCode::KeyInvalid,
                    "the HMAC key gives no P-256 key; make another with image keygen");
    const Point product(EC_POINT_new(group.get()));
    std::array<unsigned char, 1 + kPointSize> point = {};
    if (!product ||
        EC_POINT_mul(group.get(), product.get(), scalar.get(), nullptr, nullptr, nullptr) != 1 ||
        EC_POINT_point2oct(group.get(), product.get(), POINT_CONVERSION_UNCOMPRESSED, point.data(),
                           point.size(), nullptr) != point.size())
        return opensslFailed<openssl::Pkey>("P-256");
    openssl::Pkey key = p256Key(point, scalar.get());
    if (!key)
        return opensslFailed<openssl::Pkey>("making the board's P-256 key");
    return key;
}

Result<EncryptionScheme> encryptionSchemeOf(EVP_PKEY *key)
{
    if (EVP_PKEY_is_a(key, "RSA")) {
        if (EVP_PKEY_get_bits(key) == kRsaBits)
            return EncryptionScheme::Rsa3072;
        return fail(
            ErrorCode::KeyInvalid,
            "this is an RSA key of {} bits; images are encrypted by RSA of {} bits or P-256",
            EVP_PKEY_get_bits(key), kRsaBits);
    }
    std::array<char, 64> group = {};
    std::size_t length = 0;
    if (EVP_PKEY_is_a(key, "EC") &&
        EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) == 1 &&
        OBJ_txt2nid(group.data()) == NID_X9_62_prime256v1)
        return EncryptionScheme::EciesP256;
    return fail(ErrorCode::KeyInvalid,
                "this is a key of another kind; images are encrypted by RSA of {} bits or P-256",
                kRsaBits);
}

Result<openssl::Pkey> readEncryptionKey(const std::filesystem::path &path)
{
    const auto hmacKey = readHmacKey(path);
    if (!hmacKey)
        return tl::unexpected(hmacKey.error());
    return *hmacKey ? deviceKeyOf(**hmacKey) : checkScheme(readPublicKey(path), path);
}

Result<openssl::Pkey> readDecryptionKey(const std::filesystem::path &path)
{
    const auto hmacKey = readHmacKey(path);
    if (!hmacKey)
        return tl::unexpected(hmacKey.error());
    return *hmacKey ? deviceKeyOf(**hmacKey) : checkScheme(readPrivateKey(path), path);
}

Result<WrappedKey> wrapNewKey(EVP_PKEY *boardKey)
{
    openssl::clearErrors();
    return encryptionSchemeOf(boardKey).and_then([&](EncryptionScheme scheme) {
        return scheme == EncryptionScheme::Rsa3072 ? wrapByRsa(boardKey) : wrapByEcies(boardKey);
    });
}

Result<AesKey> unwrapKey(EVP_PKEY *boardKey, std::span<const std::byte, kKeyAreaSize> area)
{
    return encryptionSchemeOf(boardKey).and_then([&](EncryptionScheme scheme) {
        return scheme == EncryptionScheme::Rsa3072 ? unwrapByRsa(boardKey, area)
                                                   : unwrapByEcies(boardKey, area);
    });
}

} // namespace otabench::image::detail
