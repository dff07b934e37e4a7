#pragma once

#include "base/error.h"
#include "certificates/authority.h"
#include "certificates/private_key.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::certificates {

/// The certificates of a file in the forms that CAs hand out, as PEM: PEM (one or several, other
/// text is passed over), DER, PKCS#7 (.p7b, PEM or DER). CertificateInvalid for anything else, also
/// for PKCS#12, with the way to read that.
[[nodiscard]] Result<std::string> certificatesFrom(std::string_view content);

/// Whether the bytes are a PKCS#12 file (.p12, .pfx).
[[nodiscard]] bool isPkcs12(std::string_view content);

/// The certificate (with the others of the file behind it) and key of a PKCS#12 file. The
/// passphrase is tried empty first. KeyInvalid for a wrong passphrase and for a file without a key;
/// CertificateInvalid for a damaged one and one without certificates.
[[nodiscard]] Result<KeyedCertificate> bundleFrom(std::string_view content,
                                                  const PassphraseSource &passphrase);

/// A pair as PKCS#12 under a passphrase (AES-256, PBKDF2, SHA-256): for other programs, and as a
/// copy in a safe place.
[[nodiscard]] Result<std::string> toPkcs12(const KeyedCertificate &pair,
                                           std::string_view passphrase);

/// A server's chain in the order that boards need.
struct ArrangedChain
{
    std::string chainPem;               ///< leaf first, each followed by its issuer; without a root
    std::optional<std::string> rootPem; ///< the self-signed end, where it was among them
    std::string endIssuer;              ///< who signed the last of chainPem, "CN=…"
    std::vector<std::string> notes;     ///< what was mended or is missing, a sentence each
    std::size_t bytes = 0;              ///< of chainPem, as DER
};

/// Puts a chain in order. The leaf is the certificate of `keyPem`, or, when that is empty, the one
/// that signed none of the others. Mbed TLS looks for an issuer behind what it signed only
/// (library/x509_crt.c, x509_crt_find_parent): a wrong order is a refused handshake.
/// CertificateInvalid when there is no certificate, KeyInvalid when none is the key's.
[[nodiscard]] Result<ArrangedChain> arrangeChain(std::string_view pem, std::string_view keyPem);

} // namespace otabench::certificates
