#pragma once

#include "base/openssl.h"
#include "certificates/authority.h"
#include "certificates/detail/hosts.h"

#include <ctime>
#include <string>
#include <vector>

namespace otabench::certificates::detail {

/// The subjectAltName of a server: DNS: for every host, and IP: too for address literals.
/// Nothing when OpenSSL refuses.
using GeneralNames = openssl::Owned<GENERAL_NAMES, GENERAL_NAMES_free>;
[[nodiscard]] GeneralNames namesOf(const std::vector<Host> &hosts);

/// A certificate in the making. Each step returns false on OpenSSL's refusal; errors are in its
/// queue.
class CertificateBuilder
{
public:
    CertificateBuilder();

    [[nodiscard]] X509 *get() const { return m_certificate.get(); }

    /// 127 random bits, so that the number is positive in 16 bytes.
    [[nodiscard]] bool setSerial();
    [[nodiscard]] bool setCommonName(const std::string &text);
    [[nodiscard]] bool setDates(std::time_t from, std::time_t until);
    /// `value` in the syntax of x509v3_config; never made of outside text.
    [[nodiscard]] bool add(int nid, const std::string &value, X509 *issuer);
    [[nodiscard]] bool addNames(const std::vector<Host> &hosts);
    [[nodiscard]] bool addUri(const std::string &uri);

private:
    openssl::Certificate m_certificate;
};

/// Adds a common name of UTF-8 text to a name.
[[nodiscard]] bool addCommonName(X509_NAME *name, const std::string &text);

[[nodiscard]] bool isRsa(EVP_PKEY *key);
[[nodiscard]] std::string serverKeyUsage(EVP_PKEY *key);
/// The first host that fits is the CN. Mbed TLS looks at it only where there is no SAN.
[[nodiscard]] std::string serverCommonName(const std::vector<Host> &hosts);

/// InvalidArgument for what no certificate can last.
[[nodiscard]] Result<> checkLifetime(std::chrono::days lifetime);

/// From when until when, by preset and wish; `now` in between. InvalidArgument for impossible ones.
struct Span
{
    std::time_t from = 0, until = 0;
};

enum class Purpose
{
    Authority,
    Leaf
};
[[nodiscard]] Result<Span> spanOf(const Validity &validity, Purpose purpose);

} // namespace otabench::certificates::detail
