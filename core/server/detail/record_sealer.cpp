#include "server/detail/record_sealer.h"

#include "base/assert.h"

#include <openssl/evp.h>

#include <linux/tls.h>

#include <cstring>

namespace otabench::server::detail {
namespace {

constexpr unsigned char kLegacyMajor = 3; // 1.2's version, and 1.3's in its records: 3.3
constexpr unsigned char kLegacyMinor = 3;

std::uint64_t readBigEndian(const unsigned char *bytes)
{
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i)
        value = value << 8 | bytes[i];
    return value;
}

void writeBigEndian(std::uint64_t value, unsigned char *bytes)
{
    for (int i = 7; i >= 0; --i, value >>= 8)
        bytes[i] = static_cast<unsigned char>(value);
}

void writeHeader(unsigned char *out, std::uint8_t type, std::size_t length)
{
    out[0] = type;
    out[1] = kLegacyMajor;
    out[2] = kLegacyMinor;
    out[3] = static_cast<unsigned char>(length >> 8);
    out[4] = static_cast<unsigned char>(length);
}

/// Looked up once: the library takes longer for that than for a short record.
const EVP_CIPHER *cipherNamed(const char *name)
{
    using Cipher = openssl::Owned<EVP_CIPHER, EVP_CIPHER_free>;
    static const Cipher aes128(EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr));
    static const Cipher aes256(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
    return std::strcmp(name, "AES-128-GCM") == 0 ? aes128.get() : aes256.get();
}

} // namespace

std::unique_ptr<RecordSealer> RecordSealer::make(const void *cryptoInfo)
{
    tls_crypto_info common = {};
    std::memcpy(&common, cryptoInfo, sizeof common);
    if (common.version != TLS_1_2_VERSION && common.version != TLS_1_3_VERSION)
        return nullptr;
    std::unique_ptr<RecordSealer> made(new RecordSealer);
    made->m_isTls13 = common.version == TLS_1_3_VERSION;
    bool taken = false;
    if (common.cipher_type == TLS_CIPHER_AES_GCM_128) {
        tls12_crypto_info_aes_gcm_128 info = {};
        std::memcpy(&info, cryptoInfo, sizeof info);
        taken = made->take(info, cipherNamed("AES-128-GCM"));
        OPENSSL_cleanse(&info, sizeof info);
    } else if (common.cipher_type == TLS_CIPHER_AES_GCM_256) {
        tls12_crypto_info_aes_gcm_256 info = {};
        std::memcpy(&info, cryptoInfo, sizeof info);
        taken = made->take(info, cipherNamed("AES-256-GCM"));
        OPENSSL_cleanse(&info, sizeof info);
    }
    return taken ? std::move(made) : nullptr;
}

template <typename Info>
bool RecordSealer::take(const Info &info, const EVP_CIPHER *cipher)
{
    static_assert(sizeof info.salt + sizeof info.iv == sizeof(Nonce));
    std::memcpy(m_nonce.data(), info.salt, sizeof info.salt);
    std::memcpy(m_nonce.data() + sizeof info.salt, info.iv, sizeof info.iv);
    static_assert(sizeof info.key <= sizeof m_key);
    std::memcpy(m_key.data(), info.key, sizeof info.key);
    m_sequence = readBigEndian(info.rec_seq);
    m_cipher = cipher;
    return wake();
}

RecordSealer::~RecordSealer()
{
    OPENSSL_cleanse(m_key.data(), m_key.size());
}

bool RecordSealer::wake()
{
    m_context.reset(EVP_CIPHER_CTX_new());
    return m_cipher != nullptr && m_context != nullptr &&
           EVP_EncryptInit_ex(m_context.get(), m_cipher, nullptr, m_key.data(), nullptr) == 1;
}

bool RecordSealer::begin(const Nonce &nonce, std::span<const unsigned char> associated)
{
    int length = 0;
    return EVP_EncryptInit_ex(m_context.get(), nullptr, nullptr, nullptr, nonce.data()) == 1 &&
           EVP_EncryptUpdate(m_context.get(), nullptr, &length, associated.data(),
                             static_cast<int>(associated.size())) == 1;
}

bool RecordSealer::encrypt(const void *plain, std::size_t length, unsigned char *out)
{
    int written = 0;
    return EVP_EncryptUpdate(m_context.get(), out, &written,
                             static_cast<const unsigned char *>(plain),
                             static_cast<int>(length)) == 1 &&
           written == static_cast<int>(length);
}

bool RecordSealer::finish(unsigned char *tag)
{
    int length = 0;
    std::array<unsigned char, kTagBytes> none{}; // GCM writes nothing here
    return EVP_EncryptFinal_ex(m_context.get(), none.data(), &length) == 1 && length == 0 &&
           EVP_CIPHER_CTX_ctrl(m_context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, tag) == 1;
}

/// RFC 5288 section 3: the explicit part of the nonce only has to differ from record to record; it
/// is counted on from where OpenSSL began.
bool RecordSealer::seal12(std::uint8_t type, std::span<const std::byte> plain, unsigned char *out)
{
    std::array<unsigned char, 8 + kHeaderBytes> associated{};
    writeBigEndian(m_sequence, associated.data());
    writeHeader(associated.data() + 8, type, plain.size());
    writeHeader(out, type, kExplicitBytes + plain.size() + kTagBytes);
    out += kHeaderBytes;
    unsigned char *const explicitPart = m_nonce.data() + m_nonce.size() - kExplicitBytes;
    std::memcpy(out, explicitPart, kExplicitBytes);
    out += kExplicitBytes;
    const bool done = begin(m_nonce, associated) && encrypt(plain.data(), plain.size(), out) &&
                      finish(out + plain.size());
    writeBigEndian(readBigEndian(explicitPart) + 1, explicitPart);
    return done;
}

/// RFC 8446 section 5.2: the type comes encrypted behind the content.
bool RecordSealer::seal13(std::uint8_t type, std::span<const std::byte> plain, unsigned char *out)
{
    Nonce nonce = m_nonce;
    std::array<unsigned char, 8> sequence{};
    writeBigEndian(m_sequence, sequence.data());
    for (std::size_t i = 0; i < sequence.size(); ++i)
        nonce[nonce.size() - sequence.size() + i] ^= sequence[i];
    writeHeader(out, kApplicationData, plain.size() + 1 + kTagBytes);
    unsigned char *const content = out + kHeaderBytes;
    return begin(nonce, {out, kHeaderBytes}) && encrypt(plain.data(), plain.size(), content) &&
           encrypt(&type, 1, content + plain.size()) && finish(content + plain.size() + 1);
}

bool RecordSealer::seal(std::uint8_t type, std::span<const std::byte> plain, std::byte *out)
{
    OTABENCH_ASSERT(plain.size() <= 16384);
    if (m_context == nullptr && !wake())
        return false;
    auto *const bytes = reinterpret_cast<unsigned char *>(out);
    const bool done = m_isTls13 ? seal13(type, plain, bytes) : seal12(type, plain, bytes);
    ++m_sequence;
    return done && m_sequence != 0;
}

} // namespace otabench::server::detail
