#pragma once

#include "base/error.h"
#include "base/openssl.h"

#include <filesystem>

/// Keys in PEM files, as Espressif's tools and OpenSSL write them.
namespace otabench::image::detail {

/// A private key without passphrase (PKCS#8, PKCS#1 or SEC 1). KeyInvalid for anything else, naming
/// the file; the errors of readTextFile().
[[nodiscard]] Result<openssl::Pkey> readPrivateKey(const std::filesystem::path &path);

/// A public key, or the public half of a private one.
[[nodiscard]] Result<openssl::Pkey> readPublicKey(const std::filesystem::path &path);

/// PKCS#8, mode 0600. AlreadyExists when there is a file: a key that is overwritten is lost.
[[nodiscard]] Result<> writePrivateKey(const std::filesystem::path &path, EVP_PKEY *key);

/// SubjectPublicKeyInfo. AlreadyExists when there is a file.
[[nodiscard]] Result<> writePublicKey(const std::filesystem::path &path, EVP_PKEY *key);

} // namespace otabench::image::detail
