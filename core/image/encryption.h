#pragma once

#include "base/error.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// Pre-encrypted images: files that only boards with the right key can read. The format is that of
/// Espressif's esp_encrypted_img 2.7 (idf-extra-components, tools/esp_enc_img_gen.py); the reader
/// calls such a file `pre-encrypted`. It protects the image on its way, and says nothing of who
/// made it: that is what signatures are for.
namespace otabench::image {

enum class EncryptionScheme
{
    Rsa3072,   ///< boards have an RSA private key built in
    EciesP256, ///< boards have an HMAC key in an eFuse block, from which they derive theirs
};

/// "rsa", "ecies".
[[nodiscard]] std::string_view name(EncryptionScheme scheme);
[[nodiscard]] std::optional<EncryptionScheme> encryptionSchemeFromName(std::string_view name);

struct EncryptionKey
{
    std::filesystem::path privateFile; ///< for the boards; mode 0600
    std::filesystem::path publicFile;  ///< to encrypt with
};

/// Makes a key pair in `folder`, which is made when it is missing. The files have the names of
/// Espressif's tool: rsa_priv_key.pem and rsa_pub_key.pem, or device_hmac_key.bin (the 32 bytes to
/// burn into an eFuse block of purpose HMAC_UP) and device_pub_key.pem.
/// Errors: AlreadyExists when one of the two files is there; those of writing files.
[[nodiscard]] Result<EncryptionKey> makeEncryptionKey(EncryptionScheme scheme,
                                                      const std::filesystem::path &folder);

/// Encrypts a file of any content. The scheme follows the key: a public key in PEM, RSA of 3072
/// bits or P-256; a private one will do (its public half is used), and so will a
/// device_hmac_key.bin. Each call gives other bytes. Errors: ImageWrongKind (it is encrypted
/// already), ImageTooLarge (4 GiB and more), KeyInvalid and those of reading the key file.
[[nodiscard]] Result<std::vector<std::byte>> encrypt(std::span<const std::byte> plain,
                                                     const std::filesystem::path &keyFile);

/// Decrypts a pre-encrypted file and checks its tag; nothing is given out before that.
/// @param keyFile  the board's key: RSA or P-256 private key in PEM, or the 32 bytes of an HMAC key
/// Errors: ImageWrongKind (not pre-encrypted), ImageTruncated, ImageCorrupt (length, or the tag
/// does not match: damaged, or encrypted for another key), KeyInvalid (cannot be read, or not the
/// key that the file was encrypted for).
[[nodiscard]] Result<std::vector<std::byte>> decrypt(std::span<const std::byte> file,
                                                     const std::filesystem::path &keyFile);

} // namespace otabench::image
