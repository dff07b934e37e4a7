#include "known_facts_options.h"

#include "base/files.h"
#include "certificates/inspection.h"
#include "image/reader.h"

#include <algorithm>
#include <chrono>

namespace otabench::cli {
namespace {

using monitor::KnownFacts;

constexpr std::uint32_t kNotTrusted = 0x08; // MBEDTLS_X509_BADCERT_NOT_TRUSTED

Result<> addImage(const std::string &path, KnownFacts &facts)
{
    const auto image = image::readImage(path);
    if (!image)
        return tl::unexpected(image.error());
    facts.isImageSound = image->valid();
    facts.imageBytes = image->fileBytes;
    facts.imageChip = image->chip;
    if (image->description)
        facts.imageVersion = image->description->version;
    return {};
}

Result<> addCertificate(const KnownFactsOptions &options, KnownFacts &facts)
{
    const auto pem = readTextFile(options.certificate);
    if (!pem)
        return tl::unexpected(pem.error());
    const auto chain = certificates::summarize(*pem);
    if (!chain)
        return tl::unexpected(chain.error().in(options.certificate));
    facts.notBefore = std::chrono::floor<std::chrono::seconds>(chain->front().notBefore);
    facts.notAfter = std::chrono::floor<std::chrono::seconds>(chain->front().notAfter);
    certificates::BoardCheck check{.host = options.host};
    if (!options.ca.empty()) {
        auto trust = readTextFile(options.ca);
        if (!trust)
            return tl::unexpected(trust.error());
        check.trustPem = *std::move(trust);
    }
    const auto findings = certificates::checkAsBoard(*pem, check);
    if (!findings)
        return tl::unexpected(findings.error());
    const auto isRefused = [](const certificates::Finding &finding) { return !finding.ok; };
    if (!options.host.empty())
        facts.isHostInCertificate =
            std::ranges::none_of(*findings, [&](const certificates::Finding &finding) {
                return finding.check.starts_with("name") && isRefused(finding);
            });
    if (!options.ca.empty())
        facts.isCaTrusted =
            std::ranges::none_of(*findings, [&](const certificates::Finding &finding) {
                return isRefused(finding) && (finding.flags & kNotTrusted) != 0;
            });
    return {};
}

} // namespace

void KnownFactsOptions::addTo(CLI::App &command)
{
    command
        .add_option("--image", image,
                    "the image that boards are updated to: explanations take it into account")
        ->type_name("FILE");
    CLI::Option *server =
        command
            .add_option("--certificate", certificate,
                        "the server's certificate: explanations take it into account")
            ->type_name("FILE");
    command.add_option("--host", host, "the host in the URL that boards fetch from")->needs(server);
    command.add_option("--ca", ca, "the CA that is in the firmware")
        ->type_name("FILE")
        ->needs(server);
}

Result<KnownFacts> KnownFactsOptions::read() const
{
    KnownFacts facts;
    facts.realTime = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (!image.empty()) {
        if (const auto added = addImage(image, facts); !added)
            return tl::unexpected(added.error());
    }
    if (!certificate.empty()) {
        if (const auto added = addCertificate(*this, facts); !added)
            return tl::unexpected(added.error());
    }
    return facts;
}

} // namespace otabench::cli
