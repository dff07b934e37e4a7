#pragma once

#include "base/openssl.h"
#include "image/detail/layout.h"
#include "image/reader.h"

#include <optional>
#include <string>
#include <vector>

/// The Secure Boot v2 signature sector: up to three blocks behind an image.
/// Source: ESP-IDF components/esp_rom/<chip>/include/<chip>/rom/secure_boot.h and
/// components/bootloader_support/src/secure_boot_v2/secure_boot_signatures_app.c.
namespace otabench::image::detail {

constexpr std::size_t kSignatureBlockSize = 1216;
constexpr std::size_t kSignatureBlocks = 3;
constexpr std::uint8_t kSignatureBlockMagic = 0xE7;

/// Where the blocks of one scheme keep what; all numbers in them are little-endian.
struct SignatureScheme
{
    std::string_view name;
    std::uint8_t version, hash;
    std::uint8_t curve;               ///< 0: RSA
    const char *group;                ///< OpenSSL's name of the curve; nullptr: RSA
    std::size_t digestLength;         ///< of the signed bytes, at offset 4
    std::size_t keyOffset, keyLength; ///< what the eFuse's key digest is made from
    std::size_t pointOffset;          ///< X and Y, or the modulus
    std::size_t signatureOffset;
    std::size_t numberLength; ///< of each of X, Y, r, s; of the modulus
};

/// Whether a block starts here: by its magic byte and its CRC.
[[nodiscard]] bool isBlock(Bytes block);

/// The scheme that a block says it is of; nullptr for none known.
[[nodiscard]] const SignatureScheme *schemeOf(Bytes block);

/// The scheme that a key signs by; nullptr for a key that Secure Boot v2 does not know.
[[nodiscard]] const SignatureScheme *schemeFor(EVP_PKEY *key);

/// SHA-256 or SHA-384 of the signed bytes, as the scheme has it.
[[nodiscard]] std::vector<std::byte> signedDigest(const SignatureScheme &scheme, Bytes signedBytes);

/// What is wrong with a block (CRC, scheme, digest, key, signature), or its description in `found`.
/// Everything is verified against the key in the block itself; whether that key is trusted is
/// another matter.
[[nodiscard]] std::optional<std::string> checkBlock(Bytes block, Bytes signedBytes,
                                                    SignatureBlock &found);

/// A whole block for `signedBytes`, 1216 bytes. KeyInvalid when the key cannot sign so.
[[nodiscard]] Result<std::vector<std::byte>> makeBlock(EVP_PKEY *key, Bytes signedBytes);

/// What a board burns into its eFuses for this key, 64 hex digits. KeyInvalid as above.
[[nodiscard]] Result<std::string> keyDigest(EVP_PKEY *key);

} // namespace otabench::image::detail
