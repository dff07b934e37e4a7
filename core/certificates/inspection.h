#pragma once

#include "base/error.h"

#include <chrono>
#include <cstdint>
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
    std::string serial;             ///< hex digits
    std::string sha256;             ///< fingerprint of the DER, 64 hex digits
    bool isAuthority = false;
    bool isClient = false; ///< for TLS clients, and not for servers
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
    std::string check;       ///< "name-new", "name-old", "dates", "key", "signature", "chain", …
    bool ok = false;         ///< false: boards refuse the server
    bool isWarning = false;  ///< with ok: some boards would refuse it, or it is unwise
    std::string detail;      ///< what was found, a sentence
    std::uint32_t flags = 0; ///< the verify flags of a board's Mbed TLS that refuses it
    std::string boardPrints; ///< what the board's log shows then; empty: nothing
    std::string toDo;        ///< empty: nothing
};

struct BoardCheck
{
    std::string host; ///< in the boards' URL
    /// What boards trust, PEM; empty: the self-signed end of the chain, or whoever signed its end.
    std::string trustPem;
    std::chrono::system_clock::time_point now = std::chrono::system_clock::now();
};

/// Judges a server chain (leaf first, then what the server sends) as boards would: names by the
/// rules of Mbed TLS before and after 3.5, dates with and without a clock, key, signature, usage,
/// chain order and size.
[[nodiscard]] Result<std::vector<Finding>> checkAsBoard(std::string_view pem,
                                                        const BoardCheck &check);
/// The same with the root behind the chain, if the caller has it.
[[nodiscard]] Result<std::vector<Finding>> checkAsBoard(std::string_view pem,
                                                        std::string_view host);

/// What Mbed TLS 2.28 of a board says of a server with these findings: 0 when it accepts.
[[nodiscard]] std::uint32_t oldBoardFlags(const std::vector<Finding> &findings);

/// "The certificate Common Name (CN) does not match with the expected CN; …": Mbed TLS's words for
/// verify flags.
[[nodiscard]] std::string verifyFlagsText(std::uint32_t flags);

} // namespace otabench::certificates
