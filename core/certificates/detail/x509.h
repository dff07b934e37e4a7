#pragma once

#include "base/openssl.h"
#include "certificates/authority.h"

#include <chrono>
#include <ctime>
#include <string_view>
#include <vector>

/// What this folder needs of OpenSSL, in our errors.
namespace otabench::certificates::detail {

[[nodiscard]] Result<openssl::Pkey> generateKey(KeyType type);
[[nodiscard]] std::string toPem(EVP_PKEY *key);
[[nodiscard]] std::string toPem(X509 *certificate);
[[nodiscard]] std::string toPem(X509_REQ *request);

/// KeyInvalid, in words, for no key, a damaged one, and one behind a passphrase.
[[nodiscard]] Result<openssl::Pkey> parseKey(std::string_view pem);

/// All certificates of a PEM text, in its order; other blocks are passed over. CertificateInvalid
/// for none or a damaged one.
[[nodiscard]] Result<std::vector<openssl::Certificate>> parseCertificates(std::string_view pem);

/// Whether `issuer`'s key signed `certificate`. Leaves no errors behind.
[[nodiscard]] bool isSignedBy(X509 *certificate, X509 *issuer);
/// Whether a certificate may sign others.
[[nodiscard]] bool isAuthority(X509 *certificate);
[[nodiscard]] bool isSelfIssued(X509 *certificate);
/// SHA-256 of the DER, 64 hex digits.
[[nodiscard]] std::string fingerprint(X509 *certificate);
/// SHA-256 of the public key's DER, 64 hex digits.
[[nodiscard]] std::string fingerprint(EVP_PKEY *key);
/// "ec-p256", "rsa-2048"; of other keys OpenSSL's name and bits: "ed25519-256".
[[nodiscard]] std::string keyText(X509 *certificate);
[[nodiscard]] std::size_t derSize(X509 *certificate);
[[nodiscard]] std::string commonName(X509 *certificate);
/// "CN=x, O=y" in the certificate's order, UTF-8 as it is, control characters escaped.
[[nodiscard]] std::string nameText(const X509_NAME *name);
/// "DNS:…" and "IP:…", in the certificate's order.
[[nodiscard]] std::vector<std::string> alternativeNames(X509 *certificate);
[[nodiscard]] std::time_t toTime(const ASN1_TIME *time);
/// "2026-11-21 08:00 UTC".
[[nodiscard]] std::string dateText(std::time_t time);

} // namespace otabench::certificates::detail
