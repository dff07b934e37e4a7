// checkAsBoard(): what a board's Mbed TLS would say of a chain. Sources: Mbed TLS 2.28 and 3.5
// library/x509_crt.c (x509_crt_verify_name, x509_crt_check_san, mbedtls_x509_crt_profile_default),
// library/ssl_tls.c (mbedtls_ssl_check_cert_usage), include/mbedtls/x509.h (the flags).
#include "certificates/detail/hosts.h"
#include "certificates/detail/x509.h"
#include "certificates/inspection.h"

#include <algorithm>
#include <cctype>
#include <ctime>

namespace otabench::certificates {
namespace {

using Chain = std::vector<openssl::Certificate>;

constexpr unsigned kExpired = 0x01, kNameMismatch = 0x04, kNotTrusted = 0x08, kFuture = 0x200,
                   kKeyUsage = 0x800, kExtendedKeyUsage = 0x1000, kBadDigest = 0x4000,
                   kBadKey = 0x10000;

/// What the board's log shows for a certificate refused with these flags.
std::string boardPrints(unsigned flags)
{
    return fmt::format("the board prints -0x2700 (verify flags {:#06x})", flags);
}

/// Mbed TLS compares without case; "*.example" stands for exactly one more label.
bool matchesName(const std::string &pattern, const std::string &host)
{
    const auto equal = [](std::string_view a, std::string_view b) {
        return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) {
            return std::tolower(x) == std::tolower(y);
        });
    };
    if (equal(pattern, host))
        return true;
    const auto dot = host.find('.');
    return pattern.starts_with("*.") && dot != std::string::npos &&
           equal(std::string_view(pattern).substr(1), std::string_view(host).substr(dot));
}

enum class NameRules
{
    Old, ///< before Mbed TLS 3.5: IP entries are not read
    New
};

bool accepts(X509 *leaf, const detail::Host &host, NameRules rules)
{
    // With a SAN of any kind the CN is not looked at.
    if (X509_get_ext_by_NID(leaf, NID_subject_alt_name, -1) < 0)
        return matchesName(detail::commonName(leaf), host.text);
    const auto names = detail::alternativeNames(leaf);
    return std::ranges::any_of(names, [&](const std::string &name) {
        if (name.starts_with("DNS:"))
            return matchesName(name.substr(4), host.text);
        return rules == NameRules::New && host.isAddress() && name == "IP:" + host.canonical;
    });
}

Finding checkName(X509 *leaf, const detail::Host &host, NameRules rules)
{
    const bool old = rules == NameRules::Old;
    Finding finding{old ? "name-old" : "name-new", accepts(leaf, host, rules), {}};
    const std::string_view boards = old ? "boards with Mbed TLS before 3.5 (older ESP-IDF)"
                                        : "boards with Mbed TLS 3.5 and later";
    std::string names;
    for (const std::string &name : detail::alternativeNames(leaf))
        names += (names.empty() ? "" : ", ") + name;
    if (names.empty())
        names = "CN=" + detail::commonName(leaf);
    finding.detail =
        finding.ok ? fmt::format("{} find {} in the certificate", boards, host.text)
                   : fmt::format("{} do not find {} in the certificate ({}); {}; issue one with: "
                                 "otabench-cli cert issue --host {}",
                                 boards, host.text, names, boardPrints(kNameMismatch), host.text);
    return finding;
}

Finding checkDates(const Chain &chain)
{
    const std::time_t now = std::time(nullptr);
    for (const auto &certificate : chain) {
        const std::string name = detail::commonName(certificate.get());
        const std::time_t from = detail::toTime(X509_get0_notBefore(certificate.get()));
        const std::time_t until = detail::toTime(X509_get0_notAfter(certificate.get()));
        constexpr std::string_view kDefault =
            "boards that check dates refuse it (ESP-IDF's default does not check)";
        if (until < now)
            return {"dates", false,
                    fmt::format("\"{}\" ended on {}; {}: {}; issue it again", name,
                                detail::dateText(until), kDefault, boardPrints(kExpired))};
        if (from > now)
            return {"dates", false,
                    fmt::format("\"{}\" begins on {} only; {}: {}; set this computer's clock, or "
                                "wait",
                                name, detail::dateText(from), kDefault, boardPrints(kFuture))};
    }
    X509 *leaf = chain.front().get();
    return {"dates", true,
            fmt::format("valid from {} to {}; a board that checks dates must have its clock set",
                        detail::dateText(detail::toTime(X509_get0_notBefore(leaf))),
                        detail::dateText(detail::toTime(X509_get0_notAfter(leaf))))};
}

Finding checkKeys(const Chain &chain)
{
    constexpr int kSmallestRsa = 2048;
    for (const auto &certificate : chain) {
        const std::string key = detail::keyText(certificate.get());
        EVP_PKEY *pkey = X509_get0_pubkey(certificate.get());
        const bool rsa =
            key.starts_with("rsa-") && pkey != nullptr && EVP_PKEY_get_bits(pkey) >= kSmallestRsa;
        if (!rsa && key != "ec-p256" && key != "ec-p384")
            return {"key", false,
                    fmt::format("\"{}\" has a key of type {}, which boards refuse or do not know; "
                                "{}; take ec-p256 or rsa-2048",
                                detail::commonName(certificate.get()), key, boardPrints(kBadKey))};
    }
    const std::string key = detail::keyText(chain.front().get());
    return {"key", true,
            key == "ec-p256" ? key + ", the quickest for boards"
                             : key + "; boards are quicker with ec-p256"};
}

Finding checkSignatures(const Chain &chain)
{
    for (const auto &certificate : chain) {
        int digest = NID_undef;
        if (X509_get_signature_info(certificate.get(), &digest, nullptr, nullptr, nullptr) != 1)
            digest = NID_undef;
        openssl::clearErrors();
        const bool good = digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512;
        const bool root = detail::isSelfIssued(certificate.get());
        if (!good && !root) // nobody verifies a root's own signature
            return {"signature", false,
                    fmt::format("\"{}\" is signed with {}; boards take SHA-256 and longer; {}",
                                detail::commonName(certificate.get()),
                                digest != NID_undef ? OBJ_nid2sn(digest) : "an unknown digest",
                                boardPrints(kBadDigest))};
    }
    return {"signature", true, "signed with SHA-256 or longer"};
}

Finding checkUsage(X509 *leaf)
{
    if ((X509_get_key_usage(leaf) & KU_DIGITAL_SIGNATURE) == 0)
        return {"usage", false,
                fmt::format("its key usage lacks digitalSignature; {}", boardPrints(kKeyUsage))};
    const std::uint32_t extended = X509_get_extended_key_usage(leaf);
    if ((extended & (XKU_SSL_SERVER | XKU_ANYEKU)) == 0)
        return {"usage", false,
                fmt::format("its extended key usage lacks serverAuth; {}",
                            boardPrints(kExtendedKeyUsage))};
    return {"usage", true, "may serve TLS"};
}

Finding checkChain(const Chain &chain)
{
    for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
        X509 *certificate = chain[i].get();
        X509 *issuer = chain[i + 1].get();
        if (!detail::isSignedBy(certificate, issuer) || !detail::isAuthority(issuer))
            return {"chain", false,
                    fmt::format("certificate {} (\"{}\") is not signed by certificate {} (\"{}\"); "
                                "{}; put the leaf first and each issuer behind what it signed",
                                i + 1, detail::commonName(certificate), i + 2,
                                detail::commonName(issuer), boardPrints(kNotTrusted))};
    }
    X509 *last = chain.back().get();
    if (detail::isSelfIssued(last))
        return {"chain", detail::isSignedBy(last, last),
                chain.size() == 1
                    ? "self-signed: boards must trust this very certificate"
                    : fmt::format("complete up to the root \"{}\"", detail::commonName(last))};
    X509_NAME *issuer = X509_get_issuer_name(last);
    std::string text(256, '\0');
    const int length = X509_NAME_get_text_by_NID(issuer, NID_commonName, text.data(), 256);
    text.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
    return {"chain", true,
            fmt::format("ends at \"{}\": boards must trust its issuer \"{}\"",
                        detail::commonName(last), text)};
}

Finding checkSize(const Chain &chain)
{
    constexpr std::size_t kRecord = 16384; // Mbed TLS needs the message in one buffer
    constexpr std::size_t kComfort = 2048;
    std::size_t size = 0;
    for (const auto &certificate : chain)
        size += detail::derSize(certificate.get()) + 3;
    if (size > kRecord - 256)
        return {"size", false,
                fmt::format("the chain has {} bytes; a board's TLS buffer takes {} at most: leave "
                            "certificates out",
                            size, kRecord)};
    return {"size", true,
            fmt::format("{} bytes{}", size,
                        size > kComfort ? "; boards with small buffers want 2048 or fewer" : "")};
}

} // namespace

Result<std::vector<Finding>> checkAsBoard(std::string_view pem, std::string_view host)
{
    const auto chain = detail::parseCertificates(pem);
    if (!chain)
        return tl::unexpected(chain.error());
    const auto parsed = detail::parseHost(host);
    if (!parsed)
        return tl::unexpected(parsed.error());
    X509 *leaf = chain->front().get();
    return std::vector<Finding>{checkName(leaf, *parsed, NameRules::New),
                                checkName(leaf, *parsed, NameRules::Old),
                                checkDates(*chain),
                                checkKeys(*chain),
                                checkSignatures(*chain),
                                checkUsage(leaf),
                                checkChain(*chain),
                                checkSize(*chain)};
}

} // namespace otabench::certificates
