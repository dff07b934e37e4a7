#include "fleet/detail/campaign_setup.h"

#include "base/log.h"
#include "certificates/inspection.h"
#include "certificates/server_keeper.h"
#include "certificates/store.h"
#include "fleet/campaign_facts.h"
#include "fleet/detail/plan_text.h"
#include "fleet/detail/server_observation.h"
#include "fleet/lab_certificate.h"
#include "fleet/profiles.h"
#include "image/catalogue.h"
#include "image/reader.h"
#include "otabench_agent_protocol.h"
#include "serial/address.h"
#include "server/addresses.h"
#include "server/origin.h"

#include <algorithm>
#include <unordered_set>

namespace otabench::fleet::detail {
namespace {

constexpr unsigned kSmallestPartial = 1024; // the agent's, see otabench_agent_protocol.h
constexpr std::string_view kLoopback = "127.0.0.1";

bool isPty(const std::string &address)
{
    const auto parsed = serial::parseAddress(address);
    return parsed && parsed->kind == serial::AddressKind::Pty;
}

/// Of a serverHost "host:port", where a port of another computer is forwarded to this one.
std::optional<std::string> forwardedPort(const CampaignPlan &plan)
{
    const std::string &host = plan.serverHost;
    const std::size_t bracket = host.starts_with('[') ? host.find(']') : 0;
    const std::size_t colon = bracket == std::string::npos ? bracket : host.find(':', bracket);
    const bool isBareIpv6 = bracket == 0 && colon != host.rfind(':');
    if (colon == std::string::npos || isBareIpv6)
        return std::nullopt;
    return host.substr(colon + 1);
}

/// What the boards' URL names. Virtual boards run on this computer, and reach it whatever its
/// network is.
std::string hostFor(const CampaignPlan &plan)
{
    if (const auto port = forwardedPort(plan)) {
        const std::string host =
            plan.serverHost.substr(0, plan.serverHost.size() - port->size() - 1);
        return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
    }
    if (!plan.serverHost.empty())
        return plan.serverHost;
    if (!server::isAnyAddress(plan.bindAddress))
        return plan.bindAddress;
    return std::ranges::all_of(plan.boards, isPty) ? std::string(kLoopback)
                                                   : server::preferredAddress();
}

std::string bindFor(const CampaignPlan &plan, const std::string &host)
{
    if (!plan.bindAddress.empty())
        return plan.bindAddress;
    return host.find(':') == std::string::npos ? "0.0.0.0" : "::";
}

/// What is known of the server before its first look.
ServerState factsOf(const CampaignPlan &plan, const LabOptions &options,
                    const Campaign::Setup &setup, const certificates::ServerIdentity &identity)
{
    const std::uint16_t port = setup.server->port();
    ServerState facts{.role = ServerRole::Campaign, .isRunning = true};
    facts.baseUrl = "https://" + hostAndPort(setup.host, port);
    if (server::isAnyAddress(setup.server->bindAddress()) && !forwardedPort(plan))
        facts.otherUrls = otherUrls("https", setup.host, port);
    facts.certificate = shownCertificate(identity.server.certificatePem);
    facts.certificate.isImported = identity.isImported;
    facts.certificate.warning = identity.warning;
    facts.sharing = options.sharing;
    facts.faults = options.faults;
    return facts;
}

Result<> startServer(const CampaignPlan &plan, const LabOptions &options, Campaign::Setup &setup)
{
    server::ServerOptions settings{.bindAddress = bindFor(plan, setup.host),
                                   .port = plan.serverPort,
                                   .recordRequests = options.observeServer,
                                   .sharing = options.sharing,
                                   .faults = options.faults};
    certificates::Store store(options.paths.certificates(), options.caPassphrase);
    auto certificate = useLabCertificate(settings, store, [host = setup.host] {
        return certificateHosts(host, {std::string(kLoopback)});
    });
    if (!certificate)
        return tl::unexpected(certificate.error());
    certificates::ServerIdentity &identity = certificate->identity;
    if (!identity.warning.empty())
        logWarning("fleet", identity.warning);
    setup.task.known.isServerRunning = true;
    if (auto added =
            addCertificateFacts(identity.server.certificatePem, setup.host, {}, setup.task.known);
        !added)
        return added;
    if ((options.observeServer || !options.faults.empty()) && !store.isAuthorityProtected())
        (void)useFaultAuthority(settings, store); // else wrong certificates are self-signed, too
    auto started = server::ImageServer::start(std::move(settings));
    if (!started)
        return tl::unexpected(started.error());
    setup.server = *std::move(started);
    setup.watch = std::make_unique<CertificateWatch>(*setup.server, std::move(certificate->keeper));
    if (options.observeServer)
        setup.serverFacts = factsOf(plan, options, setup, identity);
    setup.task.caPem = std::move(identity.trustPem);
    setup.task.caFingerprints = std::move(identity.trusted);
    setup.task.retiredCas = std::move(identity.retired);
    auto published = setup.server->publish(plan.image, setup.task.image.image.fileSha256);
    if (!published)
        return tl::unexpected(published.error());
    setup.image = *std::move(published);
    setup.task.server = hostAndPort(setup.host, setup.server->port());
    if (plan.profile.kind == ProfileKind::Reset)
        return setup.server->addRedirect(plan.profile.path,
                                         urlFor(plan, *setup.server, setup.host, setup.image, {}));
    return {};
}

/// Boards that get another CA keep the lab's, as far as there is one and both find room.
void useOrigin(const Origin &origin, const LabOptions &options, Campaign::Setup &setup)
{
    const auto server = server::parseHttpsUrl(origin.url);
    if (server && !origin.chainPem.empty()) // without it a failure has its general causes
        (void)addCertificateFacts(origin.chainPem, server->host, origin.trustPem, setup.task.known);
    setup.task.caPem = origin.trustPem;
    setup.task.caFingerprints = origin.trustFingerprints;
    setup.task.server = origin.url;
    const certificates::Store store(options.paths.certificates());
    const auto labCa = store.authorityPem();
    const auto summary = labCa ? certificates::summarize(*labCa) : tl::unexpected(labCa.error());
    if (summary && setup.task.caPem.size() + labCa->size() <= OTABENCH_AGENT_CA_MAX) {
        setup.task.caPem += *labCa;
        for (const auto &certificate : *summary)
            setup.task.caFingerprints.push_back(certificate.sha256);
    }
}

} // namespace

std::string urlFor(const CampaignPlan &plan, const server::ImageServer &server,
                   const std::string &host, const server::PublishedImage &image,
                   const std::string &token)
{
    std::string url = server.url(host, image, token);
    if (const auto forwarded = forwardedPort(plan)) {
        const std::string port = fmt::format(":{}/", server.port());
        url.replace(url.find(port), port.size(), fmt::format(":{}/", *forwarded));
    }
    return url;
}

Result<> checkPlan(const CampaignPlan &plan)
{
    if (plan.boards.empty())
        return fail(ErrorCode::InvalidArgument, "no boards were chosen: name at least one port");
    if (auto checked = checkProfile(plan.profile); !checked)
        return checked;
    const bool isAgent = plan.profile.kind == ProfileKind::Agent;
    if (plan.partialBytes != 0 && plan.partialBytes < kSmallestPartial)
        return fail(ErrorCode::InvalidArgument,
                    "a partial download of {} bytes a request is too small: at least {}",
                    plan.partialBytes, kSmallestPartial);
    if (plan.partialBytes != 0 && !isAgent)
        return fail(ErrorCode::InvalidArgument,
                    "a partial download can be asked of the profile agent only: stock firmware "
                    "decides that itself");
    if (plan.confirm == Confirm::SelfTest && !isAgent)
        return fail(ErrorCode::InvalidArgument,
                    "who confirms the image can be chosen with the profile agent only: stock "
                    "firmware decides that itself");
    if (plan.profile.kind == ProfileKind::Reset && !plan.origin &&
        (plan.serverPort == 0 || plan.profile.path.empty()))
        return fail(ErrorCode::InvalidArgument,
                    "firmware with a built-in URL needs the server where that URL says: give its "
                    "port (--port), and its path in the profile (path = /firmware.bin)");
    if (const auto port = forwardedPort(plan)) {
        const bool isNumber = !port->empty() && port->size() <= 5 &&
                              port->find_first_not_of("0123456789") == std::string::npos;
        if (!isNumber || std::stoul(*port) == 0 || std::stoul(*port) > 65535)
            return fail(ErrorCode::InvalidArgument,
                        "\"{}\" is no host with a port: write for example bench.lab:8443",
                        plan.serverHost);
    }
    return {};
}

Result<std::vector<Board *>> boardsOf(const CampaignPlan &plan, Bench &bench)
{
    std::vector<Board *> boards;
    std::unordered_set<std::string> seen;
    for (const std::string &id : plan.boards) {
        if (!seen.insert(id).second)
            continue;
        Board *board = bench.find(id);
        if (!board)
            return fail(ErrorCode::NotFound,
                        "{} is not on the bench: add the board before updating it", id);
        boards.push_back(board);
    }
    return boards;
}

Result<ImageFacts> imageOf(const CampaignPlan &plan)
{
    auto image = image::readForUpdate(plan.image);
    if (!image)
        return tl::unexpected(image.error());
    return ImageFacts{plan.image.filename().string(), *std::move(image)};
}

Result<Campaign::Setup> prepareCampaign(const CampaignPlan &plan, const LabOptions &options,
                                        Bench &bench)
{
    Campaign::Setup setup;
    auto image = imageOf(plan);
    if (!image)
        return tl::unexpected(image.error());
    auto boards = boardsOf(plan, bench);
    if (!boards)
        return tl::unexpected(boards.error());
    setup.plan = plan;
    setup.planText = toText(plan);
    setup.boards = *std::move(boards);
    if (options.keepHistory) { // the file that boards will run is not to be lost
        image::Catalogue catalogue(options.paths.images());
        const auto kept = catalogue.add(plan.image);
        if (!kept)
            setup.historyError = kept.error();
    }
    setup.task.image = *std::move(image);
    addImageFacts(setup.task.image.image, setup.task.known);
    setup.task.profile = plan.profile;
    setup.task.partialBytes = plan.partialBytes;
    setup.task.reinstall = plan.reinstall;
    setup.task.confirm = plan.confirm;
    setup.task.limits = plan.limits;
    setup.host = hostFor(plan);
    if (plan.origin)
        useOrigin(*plan.origin, options, setup);
    else if (auto done = startServer(plan, options, setup); !done)
        return tl::unexpected(done.error());
    return setup;
}

} // namespace otabench::fleet::detail
