#pragma once

#include "server/detail/aes_gcm.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace otabench::server::detail {

/// Makes the records that a session sends, in OpenSSL's place: straight from an image into the send
/// buffer. OpenSSL's own way copies each record twice and spends a quarter of a short answer's
/// instructions on bookkeeping; the figures in tests/benchmarks/server need neither.
///
/// The keys come by the interface that OpenSSL has for TLS in the kernel (SSL_OP_ENABLE_KTLS): the
/// stream's BIO takes them as a socket would, and from then on OpenSSL gives it what is to be
/// encrypted. The handshake, alerts, tickets and everything received stay OpenSSL's.
///
/// AES-GCM of TLS 1.2 (RFC 5288) and 1.3 (RFC 8446 section 5.2); for other ciphers OpenSSL goes on
/// itself. Thread: the one of its connection.
class RecordSealer
{
public:
    static constexpr std::uint8_t kAlert = 21;
    static constexpr std::uint8_t kHandshake = 22;
    static constexpr std::uint8_t kApplicationData = 23;

    /// `cryptoInfo` is what BIO_CTRL_SET_KTLS passes: one of <linux/tls.h>'s structures. nullptr
    /// for ciphers and versions that are not made here.
    [[nodiscard]] static std::unique_ptr<RecordSealer> make(const void *cryptoInfo);

    ~RecordSealer();
    RecordSealer(const RecordSealer &) = delete;
    RecordSealer &operator=(const RecordSealer &) = delete;

    /// Gives the cipher back, a kilobyte for a board that waits; seal() makes it again.
    void rest() { m_cipher.reset(); }

    /// The length of a record with `plainBytes` (16384 at most) in it.
    [[nodiscard]] std::size_t recordBytes(std::size_t plainBytes) const
    {
        return plainBytes + (m_isTls13 ? kOverheadTls13 : kOverheadTls12);
    }

    /// Writes the next record, recordBytes() long, to `out`. False: the library failed, and the
    /// session cannot go on.
    [[nodiscard]] bool seal(std::uint8_t type, std::span<const std::byte> plain, std::byte *out);

private:
    static constexpr std::size_t kHeaderBytes = 5;
    static constexpr std::size_t kTagBytes = AesGcm::kTagBytes;
    static constexpr std::size_t kExplicitBytes = 8; ///< of the nonce, in the record of TLS 1.2
    static constexpr std::size_t kOverheadTls12 = kHeaderBytes + kExplicitBytes + kTagBytes;
    static constexpr std::size_t kOverheadTls13 = kHeaderBytes + 1 + kTagBytes;
    using Nonce = AesGcm::Nonce;

    RecordSealer() = default;

    template <typename Info>
    [[nodiscard]] bool take(const Info &info);
    [[nodiscard]] bool wake();
    [[nodiscard]] bool seal12(std::uint8_t type, std::span<const std::byte> plain,
                              unsigned char *out);
    [[nodiscard]] bool seal13(std::uint8_t type, std::span<const std::byte> plain,
                              unsigned char *out);

    std::unique_ptr<AesGcm> m_cipher; ///< nullptr: rests
    std::array<unsigned char, 32> m_key{};
    std::size_t m_keyBytes = 0;
    Nonce m_nonce{};              ///< 1.3: the static part; 1.2: salt, and the next explicit part
    std::uint64_t m_sequence = 0; ///< of the next record
    bool m_isTls13 = false;
};

} // namespace otabench::server::detail
