#include "fleet/detail/known_cause.h"

#include "certificates/inspection.h"

#include <algorithm>

namespace otabench::fleet::detail {
namespace {

constexpr std::uint64_t kVerifyFailed = 0x2700; // MBEDTLS_ERR_X509_CERT_VERIFY_FAILED
constexpr std::size_t kSaidArg = 2;             // of Explanation::toError()

} // namespace

monitor::KnownFacts factsOf(monitor::KnownFacts known, const std::optional<BoardIdentity> &identity,
                            const monitor::BootFacts &boot,
                            const std::vector<std::string> &caFingerprints)
{
    known.realTime = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (identity) {
        known.boardChip = identity->chip;
        known.boardVersion = identity->version;
        if (const auto bytes = boardFacts(*identity).slotBytes)
            known.slotBytes = bytes;
        if (!identity->mac.empty() && !caFingerprints.empty())
            known.isCaTrusted = std::ranges::find(identity->trustedCas, caFingerprints.front()) !=
                                identity->trustedCas.end();
    }
    monitor::addFactsOf(boot, known);
    return known;
}

std::optional<monitor::Explanation> explanationOf(const AgentMessage &report)
{
    const auto flags = static_cast<std::uint32_t>(report.number("flags").value_or(0));
    const bool isRefused = flags != 0 || report.number("tls").value_or(0) == kVerifyFailed;
    if (!isRefused)
        return std::nullopt;
    // As stock firmware prints it: the catalogue has a row for each of the flags.
    const std::string line = flags != 0
                                 ? fmt::format("I (0) esp-tls-mbedtls: verification info:   ! {}",
                                               certificates::verifyFlagsText(flags))
                                 : "E (0) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700";
    return monitor::explain(monitor::parseLine(line));
}

monitor::Explanation narrowReason(const monitor::Explanation &explanation,
                                  const monitor::KnownFacts &facts, Error &reason)
{
    monitor::Explanation narrowed = monitor::narrow(explanation, facts);
    const std::string figures = monitor::figures(explanation, facts);
    const bool isNews =
        !narrowed.findings.empty() || !figures.empty() || narrowed.remedies != explanation.remedies;
    const bool isOfCatalogue =
        reason.args.size() > kSaidArg && reason.args.front() == explanation.id;
    if (isNews && isOfCatalogue) {
        reason = narrowed.toError(reason.args[kSaidArg], figures);
    } else if (isNews) { // the agent's own words
        std::string known;
        for (const std::string_view finding : narrowed.findings)
            known += fmt::format("{} ", finding);
        if (!figures.empty())
            known += fmt::format("What is known: {}. ", figures);
        const std::size_t advice = reason.text.find("What to do:");
        reason.text.insert(advice == std::string::npos ? reason.text.size() : advice, known);
    }
    return narrowed;
}

} // namespace otabench::fleet::detail
