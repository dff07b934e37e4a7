#pragma once

#include "base/error.h"
#include "base/openssl.h"
#include "image/encryption.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <span>

/// The key area of a pre-encrypted file, and the keys that fill and open it.
/// Source: idf-extra-components esp_encrypted_img 2.7.1, src/esp_encrypted_img.c and
/// tools/esp_enc_img_gen.py.
namespace otabench::image::detail {

constexpr std::size_t kKeyAreaSize = 384;
using KeyArea = std::array<std::byte, kKeyAreaSize>;
using AesKey = std::array<std::byte, 32>;
using HmacKey = std::array<std::byte, 32>;

/// The P-256 key pair of a board with this HMAC key in its eFuses. KeyInvalid when it gives none,
/// which is about as likely as guessing the key.
[[nodiscard]] Result<openssl::Pkey> deviceKeyOf(const HmacKey &hmacKey);

/// A key to encrypt with: a public or private key in PEM, or an HMAC key's 32 bytes.
[[nodiscard]] Result<openssl::Pkey> readEncryptionKey(const std::filesystem::path &path);
/// A key to decrypt with: a private key in PEM, or an HMAC key's 32 bytes.
[[nodiscard]] Result<openssl::Pkey> readDecryptionKey(const std::filesystem::path &path);

/// RSA of 3072 bits or P-256. KeyInvalid for others.
[[nodiscard]] Result<EncryptionScheme> encryptionSchemeOf(EVP_PKEY *key);

struct WrappedKey
{
    AesKey key; ///< random
    KeyArea area;
};

/// A fresh AES key for one file, and its key area.
[[nodiscard]] Result<WrappedKey> wrapNewKey(EVP_PKEY *boardKey);

/// The AES key from a key area. KeyInvalid when it was not made for this key (as far as can be
/// told: ECIES always gives a key, and the tag decides).
[[nodiscard]] Result<AesKey> unwrapKey(EVP_PKEY *boardKey,
                                       std::span<const std::byte, kKeyAreaSize> area);

} // namespace otabench::image::detail
