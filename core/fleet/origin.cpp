#include "fleet/origin.h"

#include "base/files.h"
#include "certificates/chain_fetcher.h"
#include "certificates/inspection.h"
#include "certificates/tunnel.h"
#include "image/reader.h"
#include "server/origin.h"

#include <algorithm>

namespace otabench::fleet {
namespace {

/// The last part of the path, for messages and lists.
std::string fileNameOf(const server::HttpsUrl &url)
{
    const std::string path = url.target.substr(0, url.target.find('?'));
    std::string name = path.substr(path.rfind('/') + 1);
    std::erase_if(name, [](char c) {
        return !std::isalnum(static_cast<unsigned char>(c)) &&
               std::string_view("._-+").find(c) == std::string_view::npos;
    });
    const bool isUsable = name.find_first_not_of('.') != std::string::npos && name.size() < 100;
    return isUsable ? name : "image.bin";
}

/// Each server that a redirect leads to may have a proxy, or none.
Result<std::unique_ptr<Descriptor>>
connectByEnvironment(const server::HttpsUrl &server, std::chrono::steady_clock::time_point deadline)
{
    return certificates::connectThrough(server.host, server.port,
                                        certificates::proxyFromEnvironment(server.host), deadline);
}

Result<> checkSame(const image::Image &there, const std::filesystem::path &expected,
                   const std::string &url)
{
    const auto here = image::readForUpdate(expected);
    if (!here)
        return tl::unexpected(here.error());
    if (here->fileSha256 == there.fileSha256)
        return {};
    return fail(ErrorCode::ImageInvalid,
                "{} is not the file {}: its SHA-256 is {}, the file's {}. What to do: upload the "
                "file again, or leave --image out",
                url, expected.string(), there.fileSha256, here->fileSha256);
}

} // namespace

Result<FetchedOrigin> fetchOrigin(const std::string &url, const std::filesystem::path &expected,
                                  const Paths &paths, const OriginWatch &watch)
{
    const auto server = server::parseHttpsUrl(url);
    if (!server)
        return tl::unexpected(server.error());
    const std::string proxy = certificates::proxyFromEnvironment(server->host);
    const auto chain = certificates::fetchChain(
        {.host = server->host, .port = server->port, .serverName = {}, .proxy = proxy});
    if (!chain)
        return tl::unexpected(chain.error());
    if (!chain->trust.pem)
        return fail(ErrorCode::CertificateMissing, "boards cannot be given a CA for {}: {}", url,
                    chain->trust.why);
    const auto summary = certificates::summarize(*chain->trust.pem);
    if (!summary)
        return tl::unexpected(summary.error());
    FetchedOrigin found;
    found.origin.url = url;
    found.origin.trustPem = *chain->trust.pem;
    for (const auto &certificate : *summary)
        found.origin.trustFingerprints.push_back(certificate.sha256);
    found.origin.chainPem = chain->pem;
    found.why = chain->trust.why;
    found.isBehindProxy = !proxy.empty();
    const auto bytes = server::fetchFile({.url = url,
                                          .trustPem = found.origin.trustPem,
                                          .stop = watch.stop,
                                          .progress = watch.progress,
                                          .connect = connectByEnvironment});
    if (!bytes)
        return tl::unexpected(bytes.error());
    found.image = paths.cache / "origins" / fileNameOf(*server);
    if (auto kept = writeFileAtomically(found.image, *bytes, FileMode::Public); !kept)
        return tl::unexpected(kept.error());
    const auto image = image::readForUpdate(found.image);
    if (!image)
        return tl::unexpected(image.error().in(url));
    if (!expected.empty()) {
        if (auto same = checkSame(*image, expected, url); !same)
            return tl::unexpected(same.error());
    }
    return found;
}

} // namespace otabench::fleet
