#pragma once

#include "base/error.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>

/// OpenSSL's objects as owning pointers: one set for the three folders that use the library.
namespace otabench::openssl {

template <auto Free>
struct Deleter
{
    template <typename T>
    void operator()(T *object) const
    {
        Free(object);
    }
};

template <typename T, auto Free>
using Owned = std::unique_ptr<T, Deleter<Free>>;

using Bio = Owned<BIO, BIO_free_all>;
using Pkey = Owned<EVP_PKEY, EVP_PKEY_free>;
using PkeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using CipherContext = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using Certificate = Owned<X509, X509_free>;
using CertificateRequest = Owned<X509_REQ, X509_REQ_free>;
using Extension = Owned<X509_EXTENSION, X509_EXTENSION_free>;
using Name = Owned<X509_NAME, X509_NAME_free>;
using BigNumber = Owned<BIGNUM, BN_free>;
using SslContext = Owned<SSL_CTX, SSL_CTX_free>;
using Ssl = Owned<SSL, SSL_free>;

using Sha256 = std::array<std::byte, 32>;
[[nodiscard]] Sha256 sha256(std::span<const std::byte> bytes);

/// Empties the calling thread's error queue; call before an operation whose errors will be read.
void clearErrors();

/// Empties the queue into one line: the reasons, oldest first, joined by "; ". "unknown error" when
/// it was empty.
[[nodiscard]] std::string takeErrors();

} // namespace otabench::openssl
