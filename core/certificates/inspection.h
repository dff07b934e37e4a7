#pragma once

#include "base/error.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::certificates {

/// What a certificate says.
struct Summary
{
    std::string subject; ///< "CN=otabench lab CA"
    std::string issuer;
    std::string commonName;
    std::vector<std::string> names; ///< SAN entries: "DNS:192.168.1.5", "IP:192.168.1.5"
    std::string key;                ///< "ec-p256", "rsa-2048", else OpenSSL's name and bits
    std::string signature;          ///< "ecdsa-with-SHA256"
    std::string sha256;             ///< fingerprint of the DER, 64 hex digits
    bool isAuthority = false;
    std::chrono::system_clock::time_point notBefore;
    std::chrono::system_clock::time_point notAfter;
    std::size_t derBytes = 0;
};

/// Every certificate of a PEM text, in its order. CertificateInvalid when there is none or one does
/// not parse.
[[nodiscard]] Result<std::vector<Summary>> summarize(std::string_view pem);

/// Something a board would object to (or not): `check` names what was looked at.
struct Finding
{
    std::string check; ///< "name-new", "name-old", "dates", "key", "signature", "chain", …
    bool ok = false;
    std::string detail; ///< what was found, what the board would print, what to do
};

/// Judges a server chain (leaf first, then what the server sends, then the root if the caller has
/// it) as boards would that connect to `host`: name rules of Mbed TLS before and after 3.5, dates,
/// key, signature, chain order.
[[nodiscard]] Result<std::vector<Finding>> checkAsBoard(std::string_view pem,
                                                        std::string_view host);

} // namespace otabench::certificates
