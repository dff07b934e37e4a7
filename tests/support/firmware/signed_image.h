#pragma once

#include "otabench_port.h"
#include "support/firmware/tiny_image.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include <openssl/types.h>

namespace otabench::test {

using KeyDigest = std::array<uint8_t, 32>;

/// A key that signs images by Secure Boot v2. Made by hand with OpenSSL and apart from core/image,
/// so that the engine is not tested against our own writing of the format.
class SigningKey
{
public:
    explicit SigningKey(otabench_signature_scheme_t scheme);

    /// A signature block of 1216 bytes over a SHA-256 digest.
    [[nodiscard]] Bytes block(const Bytes &digest) const;

    /// What boards trust it by.
    [[nodiscard]] KeyDigest digest() const;

private:
    otabench_signature_scheme_t m_scheme;
    std::shared_ptr<EVP_PKEY> m_key;
};

/// A key of each scheme, made once for all tests of a program; number 0 or 1 are different keys.
[[nodiscard]] const SigningKey &signingKey(otabench_signature_scheme_t scheme, int number = 0);

/// Fills data up to whole sectors and appends the signature sector with a block of each key.
[[nodiscard]] Bytes signedBy(Bytes data, const std::vector<const SigningKey *> &keys);

/// Makes a block's CRC right again.
void resealBlock(Bytes &image, std::size_t block);

} // namespace otabench::test
