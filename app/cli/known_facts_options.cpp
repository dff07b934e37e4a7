#include "known_facts_options.h"

#include "base/files.h"
#include "fleet/campaign_facts.h"
#include "image/reader.h"

#include <chrono>

namespace otabench::cli {
namespace {

using monitor::KnownFacts;

Result<> addImage(const std::string &path, KnownFacts &facts)
{
    const auto image = image::readImage(path);
    if (!image)
        return tl::unexpected(image.error());
    if (const auto problem = image->problem())
        return tl::unexpected(problem->in(path));
    fleet::addImageFacts(*image, facts);
    return {};
}

Result<> addCertificate(const KnownFactsOptions &options, KnownFacts &facts)
{
    const auto pem = readTextFile(options.certificate);
    if (!pem)
        return tl::unexpected(pem.error());
    std::string trustPem;
    if (!options.ca.empty()) {
        auto trust = readTextFile(options.ca);
        if (!trust)
            return tl::unexpected(trust.error());
        trustPem = *std::move(trust);
    }
    auto added = fleet::addCertificateFacts(*pem, options.host, trustPem, facts);
    return added ? added : tl::unexpected(added.error().in(options.certificate));
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
