// checkAsBoard(): what a board's Mbed TLS would say of a chain. Sources: Mbed TLS 2.28, 3.5 and 3.6
// library/x509_crt.c (x509_crt_verify_name, x509_crt_check_san, x509_crt_find_parent_in,
// mbedtls_x509_crt_profile_default), library/ssl_tls.c (mbedtls_ssl_check_cert_usage),
// include/mbedtls/x509.h (the flags), include/mbedtls/x509_crt.h (their texts). The tests have Mbed
// TLS 2.28 itself confirm it.
#include "certificates/detail/chain_walk.h"
#include "certificates/detail/hosts.h"
#include "certificates/detail/x509.h"
#include "certificates/inspection.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace otabench::certificates {
namespace {

using detail::Chain;
using std::chrono::system_clock;

constexpr unsigned kExpired = 0x01, kNameMismatch = 0x04, kNotTrusted = 0x08, kFuture = 0x200,
                   kKeyUsage = 0x800, kExtendedKeyUsage = 0x1000, kBadDigest = 0x4000,
                   kBadKey = 0x10000;

struct FlagText
{
    unsigned flag;
    std::string_view text;
};

constexpr std::array kFlagTexts{
    FlagText{kExpired, "The certificate validity has expired"},
    FlagText{0x02, "The certificate has been revoked (is on a CRL)"},
    FlagText{kNameMismatch, "The certificate Common Name (CN) does not match with the expected CN"},
    FlagText{kNotTrusted, "The certificate is not correctly signed by the trusted CA"},
    FlagText{0x40, "Certificate was missing"},
    FlagText{0x100, "Other reason (can be used by verify callback)"},
    FlagText{kFuture, "The certificate validity starts in the future"},
    FlagText{kKeyUsage, "Usage does not match the keyUsage extension"},
    FlagText{kExtendedKeyUsage, "Usage does not match the extendedKeyUsage extension"},
    FlagText{0x2000, "Usage does not match the nsCertType extension"},
    FlagText{kBadDigest, "The certificate is signed with an unacceptable hash"},
    FlagText{0x8000, "The certificate is signed with an unacceptable PK alg (eg RSA vs ECDSA)"},
    FlagText{kBadKey,
             "The certificate is signed with an unacceptable key (eg bad curve, RSA too short)"},
};

std::string handshakeReturns(std::string_view code)
{
    return fmt::format("esp-tls-mbedtls: mbedtls_ssl_handshake returned {}", code);
}

/// The board's line for a certificate it refuses, with the flags that its log level may hide.
std::string refusal(unsigned flags)
{
    return fmt::format("{} (verify flags {:#06x}: {})", handshakeReturns("-0x2700"), flags,
                       verifyFlagsText(flags));
}

Finding good(std::string check, std::string detail)
{
    return {.check = std::move(check), .ok = true, .detail = std::move(detail)};
}

Finding warned(std::string check, std::string detail, unsigned flags, std::string toDo)
{
    return {.check = std::move(check),
            .ok = true,
            .isWarning = true,
            .detail = std::move(detail),
            .flags = flags,
            .boardPrints = flags != 0 ? refusal(flags) : std::string(),
            .toDo = std::move(toDo)};
}

Finding refused(std::string check, std::string detail, unsigned flags, std::string toDo)
{
    return {.check = std::move(check),
            .ok = false,
            .detail = std::move(detail),
            .flags = flags,
            .boardPrints = refusal(flags),
            .toDo = std::move(toDo)};
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
    const std::string check = old ? "name-old" : "name-new";
    const std::string_view boards = old ? "boards with Mbed TLS before 3.5 (older ESP-IDF)"
                                        : "boards with Mbed TLS 3.5 and later";
    if (accepts(leaf, host, rules))
        return good(check, fmt::format("{} find {} in the certificate", boards, host.text));
    std::string names;
    for (const std::string &name : detail::alternativeNames(leaf))
        names += (names.empty() ? "" : ", ") + name;
    if (names.empty())
        names = "CN=" + detail::commonName(leaf);
    const bool onlyOld = old && accepts(leaf, host, NameRules::New);
    return refused(check,
                   fmt::format("{} do not find {} in the certificate ({}){}", boards, host.text,
                               names, onlyOld ? "; they do not read IP entries" : ""),
                   kNameMismatch,
                   fmt::format("use a name that it has in the boards' URL, or issue one with: "
                               "otabench-cli cert issue --host {}",
                               host.text));
}

Finding checkDates(const Chain &chain, system_clock::time_point now)
{
    const std::time_t today = system_clock::to_time_t(now);
    constexpr std::string_view kWho =
        "boards that check dates (CONFIG_MBEDTLS_HAVE_TIME_DATE, off by default) refuse it";
    for (const auto &certificate : chain) {
        const std::string name = detail::commonName(certificate.get());
        const std::time_t from = detail::toTime(X509_get0_notBefore(certificate.get()));
        const std::time_t until = detail::toTime(X509_get0_notAfter(certificate.get()));
        if (until < today)
            return refused(
                "dates", fmt::format("\"{}\" ended on {}; {}", name, detail::dateText(until), kWho),
                kExpired, "issue it again");
        if (from > today)
            return refused(
                "dates",
                fmt::format("\"{}\" begins on {} only; {}", name, detail::dateText(from), kWho),
                kFuture, "set this computer's clock, or wait");
    }
    X509 *leaf = chain.front().get();
    return good("dates", fmt::format("valid from {} to {}",
                                     detail::dateText(detail::toTime(X509_get0_notBefore(leaf))),
                                     detail::dateText(detail::toTime(X509_get0_notAfter(leaf)))));
}

/// A board that checks dates and has not been told the time since it started.
Finding checkWithoutClock(const Chain &chain)
{
    constexpr std::time_t kBooted = 60; // ESP-IDF's clock begins at 1970-01-01
    for (const auto &certificate : chain) {
        const std::time_t from = detail::toTime(X509_get0_notBefore(certificate.get()));
        if (from > kBooted)
            return warned("dates-no-clock",
                          fmt::format("\"{}\" begins on {}: a board that checks dates, but whose "
                                      "clock is not set yet (1970), refuses it",
                                      detail::commonName(certificate.get()),
                                      detail::dateText(from)),
                          kFuture,
                          "have such boards set their clock (SNTP) first, or issue CA and server "
                          "with --preset bench, which begins in 1970");
    }
    return good("dates-no-clock", "also valid for a board whose clock is not set (1970)");
}

enum class KeyVerdict
{
    Good,
    OldOnly, ///< Mbed TLS 2.28 takes it, 3.x does not
    ShortRsa,
    Unknown
};

KeyVerdict judgeKey(X509 *certificate)
{
    constexpr int kSmallestRsa = 2048;
    const std::string key = detail::keyText(certificate);
    EVP_PKEY *pkey = X509_get0_pubkey(certificate);
    if (key.starts_with("rsa-") && !key.starts_with("rsa-pss"))
        return pkey != nullptr && EVP_PKEY_get_bits(pkey) >= kSmallestRsa ? KeyVerdict::Good
                                                                          : KeyVerdict::ShortRsa;
    constexpr std::array<std::string_view, 6> kBoth{
        "ec-p256",           "ec-p384", "ec-secp521r1", "ec-brainpoolP256r1", "ec-brainpoolP384r1",
        "ec-brainpoolP512r1"};
    if (std::ranges::find(kBoth, key) != kBoth.end())
        return KeyVerdict::Good;
    constexpr std::array<std::string_view, 2> kOld{"ec-secp256k1", "ec-secp224r1"};
    return std::ranges::find(kOld, key) != kOld.end() ? KeyVerdict::OldOnly : KeyVerdict::Unknown;
}

Finding checkKeys(const Chain &chain)
{
    constexpr std::string_view kTake = "issue it with a key of type ec-p256 or rsa-2048";
    for (const auto &each : chain) {
        const std::string key = detail::keyText(each.get());
        const std::string name = detail::commonName(each.get());
        switch (judgeKey(each.get())) {
        case KeyVerdict::Good:
            break;
        case KeyVerdict::OldOnly:
            return refused("key",
                           fmt::format("\"{}\" has a key of type {}, which boards with Mbed TLS 3 "
                                       "refuse",
                                       name, key),
                           kBadKey, std::string(kTake));
        case KeyVerdict::ShortRsa:
            return refused("key",
                           fmt::format("\"{}\" has a key of type {}; boards want RSA of 2048 bits "
                                       "or more",
                                       name, key),
                           kBadKey, std::string(kTake));
        case KeyVerdict::Unknown:
            return {.check = "key",
                    .ok = false,
                    .detail = fmt::format("\"{}\" has a key of type {}, which boards do not know",
                                          name, key),
                    .boardPrints = handshakeReturns("-0x7780") + " (or -0x7A00)",
                    .toDo = std::string(kTake)};
        }
    }
    const std::string key = detail::keyText(chain.front().get());
    const auto known = keyTypeFromName(key);
    return good("key", known ? fmt::format("{}: {}", key, handshakeCost(*known)) : key);
}

Finding checkSignatures(const Chain &chain)
{
    for (const auto &certificate : chain) {
        int digest = NID_undef;
        if (X509_get_signature_info(certificate.get(), &digest, nullptr, nullptr, nullptr) != 1)
            digest = NID_undef;
        openssl::clearErrors();
        const bool isGood = digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512;
        // Nobody verifies a root's own signature; of the server's own certificate it counts.
        if (&certificate != &chain.front() && detail::isSelfIssued(certificate.get()))
            continue;
        if (!isGood)
            return refused(
                "signature",
                fmt::format("\"{}\" is signed with {}; boards take SHA-256 and longer",
                            detail::commonName(certificate.get()),
                            digest != NID_undef ? OBJ_nid2sn(digest) : "an unknown digest"),
                kBadDigest, "have its CA sign it with SHA-256");
        if (X509_get_signature_nid(certificate.get()) == NID_rsassaPss)
            return warned("signature",
                          fmt::format("\"{}\" is signed with RSASSA-PSS, which not every firmware "
                                      "has built in",
                                      detail::commonName(certificate.get())),
                          0, "have its CA sign it with RSA PKCS#1 v1.5 or ECDSA");
    }
    return good("signature", "signed with SHA-256 or longer");
}

Finding checkUsage(X509 *leaf)
{
    if ((X509_get_key_usage(leaf) & KU_DIGITAL_SIGNATURE) == 0) {
        Finding finding = refused("usage", "its key usage lacks digitalSignature", kKeyUsage,
                                  "issue it for a TLS server: otabench-cli cert issue");
        finding.boardPrints += "; or, as servers with OpenSSL do not use such a certificate: " +
                               handshakeReturns("-0x7780");
        return finding;
    }
    const std::uint32_t extended = X509_get_extended_key_usage(leaf);
    if ((extended & (XKU_SSL_SERVER | XKU_ANYEKU)) == 0)
        return refused("usage", "its extended key usage lacks serverAuth", kExtendedKeyUsage,
                       "issue it for a TLS server: otabench-cli cert issue");
    return good("usage", "may serve TLS");
}

Finding checkChain(const Chain &chain, const Chain &trust)
{
    const detail::ChainWalk walk = detail::walkAsMbedTls(chain, trust);
    const std::string end = detail::commonName(chain[walk.end].get());
    const std::string issuer = detail::nameText(X509_get_issuer_name(chain[walk.end].get()));
    switch (walk.result) {
    case detail::ChainWalk::Result::Trusted:
        if (walk.unused > 0)
            return warned("chain",
                          fmt::format("complete, but the server sends {} certificates that no "
                                      "board needs",
                                      walk.unused),
                          0, "leave them out: the root is on the board already");
        return good("chain", walk.isLeafTrusted
                                 ? "self-signed: boards must trust this very certificate"
                                 : "complete up to what boards trust");
    case detail::ChainWalk::Result::EndUnknown:
        return good("chain",
                    fmt::format("ends at \"{}\": boards must trust its issuer ({})", end, issuer));
    case detail::ChainWalk::Result::WrongOrder:
        return refused("chain",
                       fmt::format("the issuer of \"{}\" stands before it; boards look behind it "
                                   "only",
                                   end),
                       kNotTrusted,
                       "put the server's certificate first and each issuer behind what it signed "
                       "(otabench-cli cert import does)");
    case detail::ChainWalk::Result::PathTooLong:
        return refused("chain",
                       fmt::format("the CA above \"{}\" does not allow so many CAs below it "
                                   "(pathlen)",
                                   end),
                       kNotTrusted, "have the server's certificate issued by that CA itself");
    case detail::ChainWalk::Result::Broken:
        break;
    }
    return refused(
        "chain",
        fmt::format("who signed \"{}\" ({}) is neither behind it nor trusted", end, issuer),
        kNotTrusted,
        "let the server send its intermediate certificates, and give boards the root "
        "above them");
}

Finding checkSize(const Chain &chain)
{
    constexpr std::size_t kRecord = 16384; // Mbed TLS needs the message in one buffer
    constexpr std::size_t kHead = 256;
    std::size_t size = 0;
    for (const auto &certificate : chain)
        size += detail::derSize(certificate.get()) + 3;
    if (size > kRecord - kHead)
        return {.check = "size",
                .ok = false,
                .detail = fmt::format("the chain has {} bytes; a board's TLS buffer takes {}", size,
                                      kRecord),
                .boardPrints = handshakeReturns("-0x7200"),
                .toDo = "leave certificates out, or take keys of type ec-p256"};
    if (size > kMostChainBytes)
        return warned("size",
                      fmt::format("{} bytes; boards with small TLS buffers want {} or fewer", size,
                                  kMostChainBytes),
                      0, "leave the root and unused certificates out; take keys of type ec-p256");
    return good("size", fmt::format("{} bytes", size));
}

/// The chain without what only stands there for the caller's comfort: a root of its own at the end.
Chain takeRoot(Chain &chain)
{
    Chain trust;
    X509 *last = chain.back().get();
    if (chain.size() > 1 && detail::isSelfIssued(last) && detail::isSignedBy(last, last)) {
        trust.push_back(std::move(chain.back()));
        chain.pop_back();
    }
    return trust;
}

Result<std::vector<Finding>> judge(Chain chain, Chain trust, const BoardCheck &check)
{
    const auto host = detail::parseHost(check.host);
    if (!host)
        return tl::unexpected(host.error());
    X509 *leaf = chain.front().get();
    std::vector<Finding> findings{checkName(leaf, *host, NameRules::New),
                                  checkName(leaf, *host, NameRules::Old)};
    Finding order = checkChain(chain, trust);
    Finding size = checkSize(chain);
    for (auto &root : trust) // it is judged with the others, but not sent
        chain.push_back(std::move(root));
    findings.push_back(checkDates(chain, check.now));
    findings.push_back(checkWithoutClock(chain));
    findings.push_back(checkKeys(chain));
    findings.push_back(checkSignatures(chain));
    findings.push_back(checkUsage(leaf));
    findings.push_back(std::move(order));
    findings.push_back(std::move(size));
    return findings;
}

} // namespace

Result<std::vector<Finding>> checkAsBoard(std::string_view pem, const BoardCheck &check)
{
    auto chain = detail::parseCertificates(pem);
    if (!chain)
        return tl::unexpected(chain.error());
    if (check.trustPem.empty()) {
        Chain trust = takeRoot(*chain);
        return judge(*std::move(chain), std::move(trust), check);
    }
    auto trust = detail::parseCertificates(check.trustPem);
    if (!trust)
        return tl::unexpected(trust.error());
    return judge(*std::move(chain), *std::move(trust), check);
}

Result<std::vector<Finding>> checkAsBoard(std::string_view pem, std::string_view host)
{
    return checkAsBoard(pem, BoardCheck{.host = std::string(host), .trustPem = {}});
}

std::uint32_t oldBoardFlags(const std::vector<Finding> &findings)
{
    std::uint32_t flags = 0;
    for (const Finding &finding : findings) {
        // Dates are not looked at by default; the rules of names are the old ones.
        if (!finding.ok && finding.check != "name-new" && finding.check != "dates")
            flags |= finding.flags;
    }
    return flags;
}

std::string verifyFlagsText(std::uint32_t flags)
{
    std::string text;
    for (const FlagText &each : kFlagTexts) {
        if ((flags & each.flag) != 0)
            text += fmt::format("{}{}", text.empty() ? "" : "; ", each.text);
    }
    return text;
}

} // namespace otabench::certificates
