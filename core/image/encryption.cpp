#include "image/encryption.h"

#include "base/files.h"
#include "image/detail/encryption_keys.h"
#include "image/detail/keys.h"
#include "image/detail/layout.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <limits>

namespace otabench::image {
namespace {

using detail::AesKey;
using detail::Bytes;

// The header: esp_encrypted_img 2.7.1, private_include/esp_encrypted_img_priv.h.
constexpr std::uint32_t kMagic = 0x0788B6CF;
constexpr std::size_t kHeaderSize = 512;
constexpr std::size_t kKeyAreaOffset = 4;
constexpr std::size_t kNonceOffset = 388;
constexpr std::size_t kLengthOffset = 404;
constexpr std::size_t kTagOffset = 408;
constexpr std::size_t kNonceSize = 16; // not GCM's usual 12
constexpr std::size_t kTagSize = 16;
constexpr std::size_t kPieceSize = 1u << 20; // OpenSSL counts with int

struct SchemeName
{
    EncryptionScheme scheme;
    std::string_view name;
};

constexpr std::array<SchemeName, 2> kSchemes{{
    {EncryptionScheme::Rsa3072, "rsa"},
    {EncryptionScheme::EciesP256, "ecies"},
}};

unsigned char *raw(std::byte *bytes)
{
    return reinterpret_cast<unsigned char *>(bytes);
}

const unsigned char *raw(const std::byte *bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes);
}

void putU32(std::byte *at, std::uint32_t value)
{
    for (unsigned i = 0; i < 4; ++i)
        at[i] = static_cast<std::byte>(value >> 8 * i);
}

/// AES-256-GCM without further data, set up for one direction; nullptr when OpenSSL cannot.
openssl::CipherContext startGcm(const AesKey &key, const std::byte *nonce, int encrypts)
{
    openssl::clearErrors();
    openssl::CipherContext cipher(EVP_CIPHER_CTX_new());
    if (cipher &&
        EVP_CipherInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, nullptr, nullptr, encrypts) ==
            1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(kNonceSize),
                            nullptr) == 1 &&
        EVP_CipherInit_ex(cipher.get(), nullptr, nullptr, raw(key.data()), raw(nonce), encrypts) ==
            1)
        return cipher;
    return nullptr;
}

/// Feeds all of `in`; `out` has room for as much.
bool feed(EVP_CIPHER_CTX *cipher, Bytes in, std::byte *out)
{
    for (std::size_t at = 0; at < in.size(); at += kPieceSize) {
        const Bytes piece = detail::slice(in, at, kPieceSize);
        int done = 0;
        if (EVP_CipherUpdate(cipher, raw(out + at), &done, raw(piece.data()),
                             static_cast<int>(piece.size())) != 1 ||
            static_cast<std::size_t>(done) != piece.size())
            return false;
    }
    return true;
}

Result<openssl::Pkey> generate(EncryptionScheme scheme, detail::HmacKey &hmacKey)
{
    openssl::clearErrors();
    if (scheme == EncryptionScheme::EciesP256) {
        if (RAND_priv_bytes(raw(hmacKey.data()), static_cast<int>(hmacKey.size())) != 1)
            return fail(ErrorCode::Internal, "OpenSSL has no random numbers: {}",
                        openssl::takeErrors());
        return detail::deviceKeyOf(hmacKey);
    }
    openssl::Pkey key(EVP_RSA_gen(3072));
    if (!key)
        return fail(ErrorCode::Internal, "OpenSSL could not make an RSA key: {}",
                    openssl::takeErrors());
    return key;
}

Result<> checkIsEncrypted(Bytes file)
{
    if (detail::u32At(file, 0) != kMagic)
        return fail(ErrorCode::ImageWrongKind,
                    "this is no pre-encrypted image (it does not start with CF B6 88 07)");
    if (file.size() < kHeaderSize)
        return fail(ErrorCode::ImageTruncated,
                    "the file has {} bytes, the header of a pre-encrypted image alone has {}; copy "
                    "or download it again, whole",
                    file.size(), kHeaderSize);
    const std::size_t said = detail::u32At(file, kLengthOffset);
    const std::size_t have = file.size() - kHeaderSize;
    if (said > have)
        return fail(ErrorCode::ImageTruncated,
                    "the header promises {} encrypted bytes, the file has {}; copy or download it "
                    "again, whole",
                    said, have);
    if (said < have)
        return fail(ErrorCode::ImageCorrupt,
                    "the header promises {} encrypted bytes, {} follow; copy or download it again",
                    said, have);
    return {};
}

} // namespace

std::string_view name(EncryptionScheme scheme)
{
    return std::ranges::find(kSchemes, scheme, &SchemeName::scheme)->name;
}

std::optional<EncryptionScheme> encryptionSchemeFromName(std::string_view name)
{
    const auto found = std::ranges::find(kSchemes, name, &SchemeName::name);
    return found != kSchemes.end() ? std::optional(found->scheme) : std::nullopt;
}

Result<EncryptionKey> makeEncryptionKey(EncryptionScheme scheme,
                                        const std::filesystem::path &folder)
{
    const bool isRsa = scheme == EncryptionScheme::Rsa3072;
    EncryptionKey made{folder / (isRsa ? "rsa_priv_key.pem" : "device_hmac_key.bin"),
                       folder / (isRsa ? "rsa_pub_key.pem" : "device_pub_key.pem")};
    if (const auto ready = makeFolder(folder, FileMode::Public); !ready)
        return tl::unexpected(ready.error());
    for (const auto &file : {made.privateFile, made.publicFile}) {
        std::error_code none;
        if (std::filesystem::exists(std::filesystem::symlink_status(file, none)))
            return fail(ErrorCode::AlreadyExists, "{} exists; give another folder", file.string());
    }
    detail::HmacKey hmacKey = {};
    const auto key = generate(scheme, hmacKey);
    if (!key)
        return tl::unexpected(key.error());
    // The public half first: a lone one is of no use to anybody, a lone private key would be.
    const auto written = detail::writePublicKey(made.publicFile, key->get()).and_then([&] {
        return isRsa ? detail::writePrivateKey(made.privateFile, key->get())
                     : writeFileAtomically(made.privateFile, hmacKey, FileMode::Private);
    });
    OPENSSL_cleanse(hmacKey.data(), hmacKey.size());
    if (!written)
        return tl::unexpected(written.error());
    return made;
}

Result<std::vector<std::byte>> encrypt(std::span<const std::byte> plain,
                                       const std::filesystem::path &keyFile)
{
    if (detail::u32At(plain, 0) == kMagic)
        return fail(ErrorCode::ImageWrongKind,
                    "this is a pre-encrypted image already; give the image that the build made");
    if (plain.size() > std::numeric_limits<std::uint32_t>::max() - kHeaderSize)
        return fail(ErrorCode::ImageTooLarge, "{} bytes are too many for the format", plain.size());
    const auto key = detail::readEncryptionKey(keyFile);
    if (!key)
        return tl::unexpected(key.error());
    auto wrapped = detail::wrapNewKey(key->get());
    if (!wrapped)
        return tl::unexpected(wrapped.error().in(keyFile.string()));

    std::vector<std::byte> file(kHeaderSize + plain.size());
    putU32(file.data(), kMagic);
    std::ranges::copy(wrapped->area, file.data() + kKeyAreaOffset);
    putU32(file.data() + kLengthOffset, static_cast<std::uint32_t>(plain.size()));
    std::byte *const nonce = file.data() + kNonceOffset;
    const bool hasNonce = RAND_bytes(raw(nonce), static_cast<int>(kNonceSize)) == 1;
    const auto cipher = hasNonce ? startGcm(wrapped->key, nonce, /*encrypts=*/1) : nullptr;
    OPENSSL_cleanse(wrapped->key.data(), wrapped->key.size());
    int none = 0;
    std::array<unsigned char, kTagSize> rest = {};
    if (!cipher || !feed(cipher.get(), plain, file.data() + kHeaderSize) ||
        EVP_CipherFinal_ex(cipher.get(), rest.data(), &none) != 1 ||
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTagSize),
                            file.data() + kTagOffset) != 1)
        return fail(ErrorCode::Internal, "OpenSSL could not encrypt the image: {}",
                    openssl::takeErrors());
    return file;
}

Result<std::vector<std::byte>> decrypt(std::span<const std::byte> file,
                                       const std::filesystem::path &keyFile)
{
    if (const auto good = checkIsEncrypted(file); !good)
        return tl::unexpected(good.error());
    const auto key = detail::readDecryptionKey(keyFile);
    if (!key)
        return tl::unexpected(key.error());
    auto aes = detail::unwrapKey(key->get(), file.subspan<kKeyAreaOffset, detail::kKeyAreaSize>());
    if (!aes)
        return tl::unexpected(aes.error().in(keyFile.string()));

    std::vector<std::byte> plain(file.size() - kHeaderSize);
    const auto cipher = startGcm(*aes, file.data() + kNonceOffset, /*encrypts=*/0);
    OPENSSL_cleanse(aes->data(), aes->size());
    std::array<std::byte, kTagSize> tag = {};
    std::ranges::copy(file.subspan(kTagOffset, kTagSize), tag.begin());
    if (!cipher ||
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kTagSize),
                            tag.data()) != 1 ||
        !feed(cipher.get(), file.subspan(kHeaderSize), plain.data()))
        return fail(ErrorCode::Internal, "OpenSSL could not decrypt the image: {}",
                    openssl::takeErrors());
    int none = 0;
    std::array<unsigned char, kTagSize> rest = {};
    const bool matches = EVP_CipherFinal_ex(cipher.get(), rest.data(), &none) == 1;
    openssl::clearErrors();
    if (!matches)
        return fail(ErrorCode::ImageCorrupt,
                    "the image's authentication tag does not match: it was damaged or altered, or "
                    "is encrypted for another key than {}; copy it again, and check the key",
                    keyFile.string());
    return plain;
}

} // namespace otabench::image
