#pragma once

#include "base/error.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Secure Boot v2: keys, and the signature sector behind an image.
///
/// A board that insists on signatures (by Secure Boot, or "signed apps without secure boot") trusts
/// keys by their digest: the SHA-256 over the key's part of a signature block.
namespace otabench::image {

enum class SigningScheme
{
    Rsa3072, ///< RSA-PSS; all chips but ESP32-C2 and C61
    EcdsaP256,
    EcdsaP384, ///< ESP32-C5 and P4
};

/// "rsa-3072", "ecdsa-p256", "ecdsa-p384".
[[nodiscard]] std::string_view name(SigningScheme scheme);
[[nodiscard]] std::optional<SigningScheme> signingSchemeFromName(std::string_view name);

struct SigningKey
{
    std::filesystem::path privateFile; ///< signing_key.pem, mode 0600
    std::filesystem::path publicFile;  ///< signing_key_pub.pem
    std::string digest;                ///< 64 hex digits: what boards trust it by
};

/// Makes a key pair in `folder`, which is made when it is missing. AlreadyExists when one of the
/// two files is there: nothing is overwritten. RSA takes about a second.
[[nodiscard]] Result<SigningKey> makeSigningKey(SigningScheme scheme,
                                                const std::filesystem::path &folder);

/// Signs an application or bootloader image with a private key (PEM without passphrase).
///
/// An unsigned image is filled with 0xFF to a multiple of 4096 bytes and gets its signature sector;
/// a signed one gets a further block, up to three, all of one scheme.
/// @return the signed image.
/// Errors: ImageWrongKind, ImageInvalid and kin (the image has a fault, or bytes behind its end),
/// KeyInvalid, AlreadyExists (signed by this key already, or three blocks), NotFound (no such key
/// file).
[[nodiscard]] Result<std::vector<std::byte>> sign(std::span<const std::byte> image,
                                                  const std::filesystem::path &keyFile);

/// Checks that an image is valid and signed, by `keyFile` (a public or private key in PEM) if one
/// is given.
/// @return the number of the block (0 to 2) that is by this key; without a key that of the first.
/// Errors: those of the image; NotFound when it has no signature, or none by this key; KeyInvalid.
[[nodiscard]] Result<unsigned>
verifySignature(std::span<const std::byte> image,
                const std::optional<std::filesystem::path> &keyFile = std::nullopt);

} // namespace otabench::image
