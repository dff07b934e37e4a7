#include "certificates/board_trial.h"

#include "certificates/chain_fetcher.h"

#include <fmt/format.h>

#include <algorithm>

namespace otabench::certificates {
namespace {

/// The CAs of the lab, where one may be what the chain ends at.
std::string ownTrust(const Store &store, const std::string &chainPem)
{
    const auto own = store.authorityPem();
    const auto chain = summarize(chainPem);
    if (!own || !chain)
        return {};
    const std::string pem = *own + store.previousPem().value_or("");
    const auto cas = summarize(pem);
    const bool isOurs =
        cas && std::ranges::any_of(*chain, [&](const Summary &each) {
            return std::ranges::find(*cas, each.issuer, &Summary::subject) != cas->end();
        });
    return isOurs ? pem : std::string();
}

Result<std::string> chainOf(const TrialOptions &options, const std::string &host)
{
    if (!options.chainPem.empty())
        return options.chainPem;
    if (!options.server)
        return fail(ErrorCode::InvalidArgument,
                    "there is nothing to check: name a certificate FILE, or a running server with "
                    "--connect HOST:PORT");
    const auto fetched = fetchChain({.host = options.server->host,
                                     .port = options.server->port,
                                     .serverName = host, // as boards ask, by their URL
                                     .timeout = options.timeout});
    if (!fetched)
        return tl::unexpected(fetched.error());
    return fetched->pem;
}

/// What mbedtls_x509_crt_parse() and mbedtls_pk_parse_key() return: x509.h and pk.h of Mbed TLS
/// 2.28, X509_FEATURE_UNAVAILABLE to X509_UNKNOWN_SIG_ALG, PK_BUFFER_TOO_SMALL to PK_ALLOC_FAILED.
bool isParseError(int tlsError)
{
    const int upper = -tlsError & 0xff80; // without what a lower layer added
    return (upper >= 0x2080 && upper <= 0x2600) || (upper >= 0x3880 && upper <= 0x3f80);
}

/// What the handshake showed, in a finding.
Finding handshakeFinding(const BoardHandshake &handshake, const std::string &server,
                         bool hasOwnCertificate)
{
    constexpr int kFatalAlert = -0x7780; // MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE
    Finding finding{.check = "handshake", .ok = handshake.accepted};
    finding.flags = handshake.verifyFlags;
    if (handshake.accepted) {
        finding.detail = fmt::format("Mbed TLS 2.28, set up as esp-tls does, accepts {}", server);
        return finding;
    }
    finding.detail = fmt::format("Mbed TLS 2.28, set up as esp-tls does, refuses {}: {}", server,
                                 handshake.error);
    if (handshake.tlsError != 0)
        finding.detail += fmt::format(", -{:#06x}", -handshake.tlsError);
    if (handshake.verifyFlags != 0)
        finding.detail += fmt::format(", verify flags {:#06x}: {}", handshake.verifyFlags,
                                      verifyFlagsText(handshake.verifyFlags));
    finding.boardPrints = fmt::format("{}", fmt::join(handshake.lines, " / "));
    if (handshake.verifyFlags != 0)
        finding.toDo = "see the findings above";
    else if (isParseError(handshake.tlsError))
        finding.toDo = "a certificate (the one to trust, the server's or the board's own) is of a "
                       "kind that boards cannot read: take one with an RSA or EC P-256 or P-384 "
                       "key, signed with SHA-256";
    else if (handshake.tlsError == kFatalAlert && !hasOwnCertificate)
        finding.toDo = "the server ended it: it may demand a certificate of the board (mutual TLS: "
                       "--client-cert and --client-key), or have no cipher that boards know";
    else
        finding.toDo = "check the address, the port, and that TLS 1.2 is allowed there";
    return finding;
}

} // namespace

Result<std::vector<Finding>> tryAsBoard(const Store &store, const TrialOptions &options,
                                        const ShakeHandsAsBoard &shakeHands)
{
    const std::string host =
        options.host.empty() && options.server ? options.server->host : options.host;
    const auto chain = chainOf(options, host);
    if (!chain)
        return tl::unexpected(chain.error());
    const std::string trust = options.trustPem.empty() ? ownTrust(store, *chain) : options.trustPem;
    auto findings = checkAsBoard(*chain, {.host = host, .trustPem = trust});
    if (!findings || !options.server)
        return findings;
    // A root that nobody named: the end of the chain is the most that a board could trust.
    const auto choice = chooseTrust(*chain, FetchOptions().systemStore);
    const std::string fallback = choice ? choice->pem.value_or(*chain) : *chain;
    const BoardHandshake handshake =
        shakeHands({.host = options.server->host,
                    .port = options.server->port,
                    .expectedName = host,
                    .trustPem = trust.empty() ? fallback : trust,
                    .clientCertificatePem = options.clientCertificatePem,
                    .clientKeyPem = options.clientKeyPem,
                    .timeout = options.timeout});
    findings->push_back(handshakeFinding(
        handshake, fmt::format("{} port {}", options.server->host, options.server->port),
        /*hasOwnCertificate=*/!options.clientCertificatePem.empty()));
    return findings;
}

} // namespace otabench::certificates
