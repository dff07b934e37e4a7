#include "server/detail/record_sealer.h"

#include "base/assert.h"

#include <openssl/crypto.h>

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
        taken = made->take(info);
        OPENSSL_cleanse(&info, sizeof info);
    } else if (common.cipher_type == TLS_CIPHER_AES_GCM_256) {
        tls12_crypto_info_aes_gcm_256 info = {};
        std::memcpy(&info, cryptoInfo, sizeof info);
        taken = made->take(info);
        OPENSSL_cleanse(&info, sizeof info);
    }
    return taken ? std::move(made) : nullptr;
}

template <typename Info>
bool RecordSealer::take(const Info &info)
{
    static_assert(sizeof info.salt + sizeof info.iv == sizeof(Nonce));
    std::memcpy(m_nonce.data(), info.salt, sizeof info.salt);
    std::memcpy(m_nonce.data() + sizeof info.salt, info.iv, sizeof info.iv);
    static_assert(sizeof info.key <= sizeof m_key);
    std::memcpy(m_key.data(), info.key, sizeof info.key);
    m_keyBytes = sizeof info.key;
    m_sequence = readBigEndian(info.rec_seq);
    return wake();
}

RecordSealer::~RecordSealer()
{
    OPENSSL_cleanse(m_key.data(), m_key.size());
}

bool RecordSealer::wake()
{
    m_cipher = AesGcm::make(std::span(m_key).first(m_keyBytes));
    return m_cipher != nullptr;
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
    const bool done = m_cipher->seal(
        {.nonce = m_nonce, .associated = associated, .plain = plain, .trailer = {}}, out);
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
    return m_cipher->seal(
        {.nonce = nonce, .associated = {out, kHeaderBytes}, .plain = plain, .trailer = {&type, 1}},
        out + kHeaderBytes);
}

bool RecordSealer::seal(std::uint8_t type, std::span<const std::byte> plain, std::byte *out)
{
    OTABENCH_ASSERT(plain.size() <= 16384);
    if (m_cipher == nullptr && !wake())
        return false;
    auto *const bytes = reinterpret_cast<unsigned char *>(out);
    const bool done = m_isTls13 ? seal13(type, plain, bytes) : seal12(type, plain, bytes);
    ++m_sequence;
    return done && m_sequence != 0;
}

} // namespace otabench::server::detail
