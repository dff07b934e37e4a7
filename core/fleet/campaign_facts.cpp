#include "fleet/campaign_facts.h"

#include "certificates/inspection.h"

#include <algorithm>
#include <chrono>

namespace otabench::fleet {
namespace {

constexpr std::uint32_t kNotTrusted = 0x08; // MBEDTLS_X509_BADCERT_NOT_TRUSTED

} // namespace

void addImageFacts(const image::Image &image, monitor::KnownFacts &facts)
{
    facts.isImageSound = image.valid();
    facts.imageBytes = image.fileBytes;
    facts.imageChip = image.chip;
    if (image.description)
        facts.imageVersion = image.description->version;
}

Result<> addCertificateFacts(std::string_view chainPem, const std::string &host,
                             const std::string &trustPem, monitor::KnownFacts &facts)
{
    const auto chain = certificates::summarize(chainPem);
    if (!chain)
        return tl::unexpected(chain.error());
    const certificates::Summary &server = chain->front();
    facts.notBefore = std::chrono::floor<std::chrono::seconds>(server.notBefore);
    facts.notAfter = std::chrono::floor<std::chrono::seconds>(server.notAfter);
    facts.host = host;
    facts.certificateNames = server.names;
    if (facts.certificateNames.empty())
        facts.certificateNames = {"CN:" + server.commonName};
    const auto findings = certificates::checkAsBoard(
        chainPem, certificates::BoardCheck{.host = host, .trustPem = trustPem});
    if (!findings)
        return tl::unexpected(findings.error());
    const auto isRefused = [&](auto &&isAboutIt) {
        return std::ranges::any_of(*findings, [&](const certificates::Finding &finding) {
            return !finding.ok && isAboutIt(finding);
        });
    };
    if (!host.empty())
        facts.isHostInCertificate = !isRefused(
            [](const certificates::Finding &finding) { return finding.check.starts_with("name"); });
    if (!trustPem.empty())
        facts.isCaTrusted = !isRefused([](const certificates::Finding &finding) {
            return (finding.flags & kNotTrusted) != 0;
        });
    return {};
}

} // namespace otabench::fleet
