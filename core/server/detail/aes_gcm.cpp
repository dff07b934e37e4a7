#include "server/detail/aes_gcm.h"

#include "base/assert.h"
#include "base/openssl.h"

#include <openssl/evp.h>

namespace otabench::server::detail {
namespace {

/// Looked up once: the library takes longer for that than for a short record.
const EVP_CIPHER *cipherFor(std::size_t keyBytes)
{
    using Cipher = openssl::Owned<EVP_CIPHER, EVP_CIPHER_free>;
    static const Cipher aes128(EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr));
    static const Cipher aes256(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
    return keyBytes == 16 ? aes128.get() : aes256.get();
}

class OpensslGcm final : public AesGcm
{
public:
    [[nodiscard]] bool take(std::span<const unsigned char> key)
    {
        const EVP_CIPHER *const cipher = cipherFor(key.size());
        m_context.reset(EVP_CIPHER_CTX_new());
        return cipher != nullptr && m_context != nullptr &&
               EVP_EncryptInit_ex(m_context.get(), cipher, nullptr, key.data(), nullptr) == 1;
    }

    bool seal(const Message &message, unsigned char *out) override
    {
        const auto *const plain = reinterpret_cast<const unsigned char *>(message.plain.data());
        unsigned char *const trailer = out + message.plain.size();
        return begin(message) && encrypt({plain, message.plain.size()}, out) &&
               encrypt(message.trailer, trailer) && finish(trailer + message.trailer.size());
    }

private:
    bool begin(const Message &message)
    {
        int length = 0;
        return EVP_EncryptInit_ex(m_context.get(), nullptr, nullptr, nullptr,
                                  message.nonce.data()) == 1 &&
               EVP_EncryptUpdate(m_context.get(), nullptr, &length, message.associated.data(),
                                 static_cast<int>(message.associated.size())) == 1;
    }

    bool encrypt(std::span<const unsigned char> plain, unsigned char *out)
    {
        int written = 0;
        return plain.empty() || (EVP_EncryptUpdate(m_context.get(), out, &written, plain.data(),
                                                   static_cast<int>(plain.size())) == 1 &&
                                 written == static_cast<int>(plain.size()));
    }

    bool finish(unsigned char *tag)
    {
        int length = 0;
        std::array<unsigned char, kTagBytes> none{}; // GCM writes nothing here
        return EVP_EncryptFinal_ex(m_context.get(), none.data(), &length) == 1 && length == 0 &&
               EVP_CIPHER_CTX_ctrl(m_context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, tag) == 1;
    }

    openssl::CipherContext m_context;
};

} // namespace

std::unique_ptr<AesGcm> AesGcm::make(std::span<const unsigned char> key)
{
    auto made = makeVector(key);
    return made != nullptr ? std::move(made) : makeOpenssl(key);
}

std::unique_ptr<AesGcm> AesGcm::makeOpenssl(std::span<const unsigned char> key)
{
    OTABENCH_ASSERT(key.size() == 16 || key.size() == 32);
    auto made = std::make_unique<OpensslGcm>();
    return made->take(key) ? std::move(made) : nullptr;
}

#ifndef OTABENCH_HAS_IPSEC_MB
std::unique_ptr<AesGcm> AesGcm::makeVector(std::span<const unsigned char>)
{
    return nullptr;
}
#endif

} // namespace otabench::server::detail
