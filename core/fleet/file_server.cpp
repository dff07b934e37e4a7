#include "fleet/file_server.h"

#include "fleet/certificate_watch.h"
#include "fleet/detail/server_observation.h"
#include "fleet/lab_certificate.h"
#include "server/addresses.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace otabench::fleet {
namespace {

using std::chrono::steady_clock;

std::string hostOf(const FileServerOptions &options)
{
    if (!options.host.empty())
        return options.host;
    return server::isAnyAddress(options.bindAddress) ? server::preferredAddress()
                                                     : options.bindAddress;
}

Result<std::vector<image::Image>> readAll(const std::vector<std::filesystem::path> &files)
{
    if (files.empty())
        return fail(ErrorCode::InvalidArgument, "no file was chosen to be served");
    std::vector<image::Image> images;
    for (const std::filesystem::path &file : files) {
        auto image = image::readImage(file);
        if (!image)
            return tl::unexpected(image.error());
        images.push_back(std::move(*image));
    }
    return images;
}

server::ServerOptions serverOptions(const FileServerOptions &options)
{
    return {.bindAddress = options.bindAddress,
            .port = options.port,
            .plainHttp = options.plainHttp,
            .recordRequests = true,
            .logins = options.logins,
            .sharing = options.sharing};
}

} // namespace

std::string whoRefuses(const image::Image &image)
{
    switch (image.kind) {
    case image::Kind::App:
        return image.problem() ? image.problem()->text + "; boards will refuse it" : "";
    case image::Kind::PreEncrypted:
        return "it is pre-encrypted: only boards whose firmware decrypts updates, with the key "
               "that belongs to it, take it";
    case image::Kind::Bootloader:
    case image::Kind::PartitionTable:
        return fmt::format("it is no application image (kind: {}): only boards whose firmware "
                           "updates that part of the flash, too, take it",
                           image::name(image.kind));
    default:
        return fmt::format("it is no application image (kind: {}); boards will refuse it as an "
                           "update",
                           image::name(image.kind));
    }
}

FileServer::FileServer(std::unique_ptr<server::ImageServer> server, ServerState facts)
    : m_server(std::move(server))
    , m_observation(std::make_unique<detail::ServerObservation>(*m_server, std::move(facts)))
{
}

FileServer::~FileServer()
{
    m_watch.reset();
    m_server->stop();
}

Result<std::unique_ptr<FileServer>> FileServer::start(FileServerOptions options)
{
    const auto images = readAll(options.files);
    if (!images)
        return tl::unexpected(images.error());
    const std::string host = hostOf(options);
    server::ServerOptions settings = serverOptions(options);
    std::optional<LabCertificate> certificate;
    if (!options.plainHttp) {
        certificates::Store store(options.paths.certificates(), options.caPassphrase);
        auto used = useLabCertificate(settings, store, [host] { return certificateHosts(host); });
        if (!used)
            return tl::unexpected(used.error());
        certificate = *std::move(used);
        if (!store.isAuthorityProtected()) // else what it is wrong with is self-signed, too
            (void)useFaultAuthority(settings, store);
    }
    auto server = server::ImageServer::start(std::move(settings));
    if (!server)
        return tl::unexpected(server.error());
    ServerState facts{.role = ServerRole::Files, .isRunning = true};
    const std::string scheme = options.plainHttp ? "http" : "https";
    facts.baseUrl = fmt::format("{}://{}", scheme, detail::hostAndPort(host, (*server)->port()));
    if (server::isAnyAddress(options.bindAddress))
        facts.otherUrls = detail::otherUrls(scheme, host, (*server)->port());
    facts.isPlainHttp = options.plainHttp;
    facts.needsLogin = !options.logins.empty();
    facts.sharing = options.sharing;
    if (certificate) {
        facts.certificate = detail::shownCertificate(certificate->identity.server.certificatePem);
        facts.certificate.isImported = certificate->identity.isImported;
        facts.certificate.warning = certificate->identity.warning;
    }
    for (std::size_t i = 0; i < images->size(); ++i) {
        auto published = (*server)->publish(options.files[i], (*images)[i].fileSha256);
        if (!published)
            return tl::unexpected(published.error());
        facts.published.push_back({.fileName = published->fileName,
                                   .sha256 = published->sha256,
                                   .bytes = published->bytes,
                                   .url = (*server)->url(host, *published, "")});
    }
    std::unique_ptr<FileServer> made(new FileServer(*std::move(server), std::move(facts)));
    if (certificate)
        made->m_watch =
            std::make_unique<CertificateWatch>(*made->m_server, std::move(certificate->keeper));
    if (auto set = made->setFaults(std::move(options.faults)); !set)
        return tl::unexpected(set.error());
    return made;
}

void FileServer::setSharing(const server::Sharing &sharing)
{
    m_server->setSharing(sharing);
    m_observation->facts().sharing = sharing;
}

Result<> FileServer::setFaults(std::vector<server::Fault> faults)
{
    auto set = m_server->setFaults(faults);
    if (set)
        m_observation->facts().faults = std::move(faults);
    return set;
}

ServerState FileServer::look()
{
    if (m_watch)
        detail::noteCertificates(*m_watch, m_observation->facts().certificate);
    return m_observation->look(steady_clock::now());
}

ServerState FileServer::stop()
{
    m_watch.reset();
    m_server->stop();
    m_observation->facts().isRunning = false;
    return m_observation->look(steady_clock::now());
}

} // namespace otabench::fleet
