#include "support/firmware/encrypted_file.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace otabench::test {
namespace {

template <auto Free>
struct Freer
{
    template <typename T>
    void operator()(T *at) const
    {
        Free(at);
    }
};

using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Freer<EVP_CIPHER_CTX_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;

void require(bool good, const char *what)
{
    if (!good)
        throw std::runtime_error(what);
}

Bytes randomBytes(std::size_t count)
{
    Bytes bytes(count);
    require(RAND_bytes(bytes.data(), static_cast<int>(count)) == 1, "RAND_bytes");
    return bytes;
}

struct RsaPair
{
    Key key;
    std::string pem;

    RsaPair()
        : key(EVP_RSA_gen(3072))
    {
        require(key != nullptr, "EVP_RSA_gen");
        const Bio out(BIO_new(BIO_s_mem()));
        require(PEM_write_bio_PrivateKey_traditional(out.get(), key.get(), nullptr, nullptr, 0,
                                                     nullptr, nullptr) == 1,
                "PEM_write");
        char *text = nullptr;
        const long length = BIO_get_mem_data(out.get(), &text);
        pem.assign(text, static_cast<std::size_t>(length));
    }
};

const RsaPair &rsaPair()
{
    static const RsaPair pair;
    return pair;
}

const RsaPair &otherRsaPair()
{
    static const RsaPair pair;
    return pair;
}

/// Header, with the key area as given, and the encrypted bytes.
Bytes seal(const Bytes &plain, const Bytes &key, const Bytes &keyArea)
{
    const Bytes nonce = randomBytes(16);
    Bytes cipherText(plain.size());
    Bytes tag(16);
    const Cipher cipher(EVP_CIPHER_CTX_new());
    int done = 0;
    require(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, nullptr, nullptr) == 1 &&
                EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_IVLEN, 16, nullptr) == 1 &&
                EVP_EncryptInit_ex(cipher.get(), nullptr, nullptr, key.data(), nonce.data()) == 1,
            "AES-GCM");
    require(plain.empty() || EVP_EncryptUpdate(cipher.get(), cipherText.data(), &done, plain.data(),
                                               static_cast<int>(plain.size())) == 1,
            "AES-GCM");
    require(EVP_EncryptFinal_ex(cipher.get(), tag.data(), &done) == 1 &&
                EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, 16, tag.data()) == 1,
            "AES-GCM");
    Bytes file{0xCF, 0xB6, 0x88, 0x07};
    file.insert(file.end(), keyArea.begin(), keyArea.end());
    file.resize(kNonceAt);
    file.insert(file.end(), nonce.begin(), nonce.end());
    for (int shift = 0; shift < 32; shift += 8)
        file.push_back(static_cast<std::uint8_t>(plain.size() >> shift));
    file.insert(file.end(), tag.begin(), tag.end());
    file.resize(kEncryptedHeader);
    file.insert(file.end(), cipherText.begin(), cipherText.end());
    return file;
}

Key publicKeyOf(const std::array<std::uint8_t, 64> &point)
{
    std::array<std::uint8_t, 65> whole{4};
    std::copy(point.begin(), point.end(), whole.begin() + 1);
    char curve[] = "P-256";
    const std::array<OSSL_PARAM, 3> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, whole.data(), whole.size()),
        OSSL_PARAM_construct_end()};
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY *key = nullptr;
    require(EVP_PKEY_fromdata_init(context.get()) == 1 &&
                EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY,
                                  const_cast<OSSL_PARAM *>(parameters.data())) == 1,
            "the P-256 key");
    return Key(key);
}

Bytes hkdf(const Bytes &secret, const Bytes &salt)
{
    const KeyContext context(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
    const std::string info = "_esp_enc_img_ecc";
    Bytes key(32);
    std::size_t length = key.size();
    require(EVP_PKEY_derive_init(context.get()) == 1 &&
                EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) == 1 &&
                EVP_PKEY_CTX_set1_hkdf_salt(context.get(), salt.data(), 32) == 1 &&
                EVP_PKEY_CTX_set1_hkdf_key(context.get(), secret.data(), 32) == 1 &&
                EVP_PKEY_CTX_add1_hkdf_info(context.get(),
                                            reinterpret_cast<const unsigned char *>(info.data()),
                                            static_cast<int>(info.size())) == 1 &&
                EVP_PKEY_derive(context.get(), key.data(), &length) == 1,
            "HKDF");
    return key;
}

Bytes32 toArray(const Bytes &bytes)
{
    Bytes32 out = {};
    std::copy_n(bytes.begin(), out.size(), out.begin());
    return out;
}

} // namespace

const Bytes32 kEciesHmacKey =
    toArray(fromHex("ff1004d6c5421ec8123195dcafe4aeb6266c458051e42039e9a430ebeb3ad1fb"));

Bytes32 eciesScalar()
{
    return toArray(fromHex("bb0dd21b15cbd6a9b8f35e55af98bde1402ceff7c0cf1d9c3409fb694bc23e6e"));
}

std::array<std::uint8_t, 64> eciesPoint()
{
    const Bytes bytes = fromHex("e935d8cfa679d3b119a50c97c48ffe2e4e4eba7a8ef92bfccc414e19f8541aab"
                                "7b3fb2a202574c0122da2f2e5df663a497e161c124737febcce786fb0a82a152");
    std::array<std::uint8_t, 64> point = {};
    std::copy(bytes.begin(), bytes.end(), point.begin());
    return point;
}

Bytes fromHex(const std::string &hex)
{
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}

const std::string &rsaPrivatePem()
{
    return rsaPair().pem;
}

const std::string &otherRsaPrivatePem()
{
    return otherRsaPair().pem;
}

Bytes rsaPublicDer()
{
    unsigned char *der = nullptr;
    const int length = i2d_PublicKey(rsaPair().key.get(), &der);
    require(length > 0, "i2d_PublicKey");
    Bytes bytes(der, der + length);
    OPENSSL_free(der);
    return bytes;
}

Bytes encryptForRsa(const Bytes &plain)
{
    const Bytes key = randomBytes(32);
    Bytes area(384);
    std::size_t length = area.size();
    const KeyContext context(EVP_PKEY_CTX_new(rsaPair().key.get(), nullptr));
    require(EVP_PKEY_encrypt_init(context.get()) == 1 &&
                EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1 &&
                EVP_PKEY_encrypt(context.get(), area.data(), &length, key.data(), key.size()) == 1,
            "RSA");
    return seal(plain, key, area);
}

Bytes encryptForEcies(const Bytes &plain)
{
    const Key device = publicKeyOf(eciesPoint());
    const Key sender(EVP_EC_gen("P-256"));
    require(sender != nullptr, "EVP_EC_gen");
    Bytes secret(32);
    std::size_t length = secret.size();
    const KeyContext context(EVP_PKEY_CTX_new(sender.get(), nullptr));
    require(EVP_PKEY_derive_init(context.get()) == 1 &&
                EVP_PKEY_derive_set_peer(context.get(), device.get()) == 1 &&
                EVP_PKEY_derive(context.get(), secret.data(), &length) == 1,
            "ECDH");
    std::array<unsigned char, 65> point = {};
    require(EVP_PKEY_get_octet_string_param(sender.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                            point.size(), &length) == 1,
            "the sender's public key");
    const Bytes salt = randomBytes(32);
    Bytes area(point.begin() + 1, point.end());
    area.insert(area.end(), salt.begin(), salt.end());
    return seal(plain, hkdf(secret, salt), area);
}

} // namespace otabench::test
