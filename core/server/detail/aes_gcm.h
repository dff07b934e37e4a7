#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace otabench::server::detail {

/// AES-GCM with one key, for sealing TLS records. Thread: one at a time.
///
/// There are two: OpenSSL's, and Intel's library for processors with vector AES (VAES), where that
/// was found when this was built. OpenSSL 3.0 does not use those instructions and takes four to
/// five times as long for a record of 16 KB, which is most of what serving an image costs.
class AesGcm
{
public:
    using Nonce = std::array<unsigned char, 12>;
    static constexpr std::size_t kTagBytes = 16;

    /// The fastest that this processor has, for a key of 16 or 32 bytes. nullptr: the library
    /// failed.
    [[nodiscard]] static std::unique_ptr<AesGcm> make(std::span<const unsigned char> key);
    /// Each by itself, for tests. The second is nullptr where the library or the instructions are
    /// missing.
    [[nodiscard]] static std::unique_ptr<AesGcm> makeOpenssl(std::span<const unsigned char> key);
    [[nodiscard]] static std::unique_ptr<AesGcm> makeVector(std::span<const unsigned char> key);

    AesGcm() = default;
    virtual ~AesGcm() = default;
    AesGcm(const AesGcm &) = delete;
    AesGcm &operator=(const AesGcm &) = delete;

    /// What is to be encrypted: `plain`, and `trailer` behind it.
    struct Message
    {
        Nonce nonce = {};
        std::span<const unsigned char> associated;
        std::span<const std::byte> plain;
        std::span<const unsigned char> trailer;
    };

    /// Writes plain and trailer, encrypted, and the tag to `out`, which overlaps none of them.
    /// False: the library failed.
    [[nodiscard]] virtual bool seal(const Message &message, unsigned char *out) = 0;
};

} // namespace otabench::server::detail
