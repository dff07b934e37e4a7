#include "commands.h"
#include "stop_signals.h"

#include "base/files.h"
#include "certificates/store.h"
#include "image/reader.h"
#include "server/addresses.h"
#include "server/image_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

namespace otabench::cli {
namespace {

using nlohmann::ordered_json;

constexpr std::chrono::milliseconds kEventInterval{200};

struct ServeArguments
{
    std::vector<std::string> files;
    std::string bindAddress = "0.0.0.0";
    std::uint16_t port = 0;
    std::string certificateFile;
    std::string keyFile;
    bool plainHttp = false;
};

std::string urlHost(const ServeArguments &arguments)
{
    return server::isAnyAddress(arguments.bindAddress) ? server::preferredAddress()
                                                       : arguments.bindAddress;
}

/// Every address a board may use, that of the URLs first: it becomes the certificate's name.
std::vector<std::string> certificateHosts(const ServeArguments &arguments)
{
    std::vector<std::string> hosts = {urlHost(arguments)};
    for (const std::string &address : server::localAddresses()) {
        if (std::ranges::find(hosts, address) == hosts.end())
            hosts.push_back(address);
    }
    return hosts;
}

/// The files named by --cert and --key, or a certificate of the lab CA, made where missing.
Result<certificates::KeyedCertificate> chooseCertificate(const ServeArguments &arguments,
                                                         const Context &context)
{
    if (!arguments.certificateFile.empty()) {
        auto certificate = readTextFile(arguments.certificateFile);
        if (!certificate)
            return tl::unexpected(certificate.error());
        auto key = readTextFile(arguments.keyFile);
        if (!key)
            return tl::unexpected(key.error());
        return certificates::KeyedCertificate{std::move(*certificate), std::move(*key)};
    }
    certificates::Store store(context.paths.certificates());
    const auto authority = store.ensureAuthority({});
    if (!authority)
        return tl::unexpected(authority.error());
    context.output.line(
        fmt::format("Boards have to trust the lab CA: {}", (store.folder() / "ca.pem").string()));
    return store.ensureServer(*authority, certificateHosts(arguments));
}

Result<std::unique_ptr<server::ImageServer>> startServer(const ServeArguments &arguments,
                                                         const Context &context)
{
    server::ServerOptions options;
    options.bindAddress = arguments.bindAddress;
    options.port = arguments.port;
    options.plainHttp = arguments.plainHttp;
    options.recordRequests = true;
    if (!arguments.plainHttp) {
        auto keyed = chooseCertificate(arguments, context);
        if (!keyed)
            return tl::unexpected(keyed.error());
        options.certificatePem = std::move(keyed->certificatePem);
        options.keyPem = std::move(keyed->keyPem);
    }
    return server::ImageServer::start(std::move(options));
}

/// What each file is. A file that no board would run is served, but not in silence.
Result<std::vector<image::Image>> readImages(const std::vector<std::string> &files,
                                             const Output &output)
{
    std::vector<image::Image> images;
    for (const std::string &file : files) {
        auto image = image::readImage(file);
        if (!image)
            return tl::unexpected(image.error());
        if (image->kind != image::Kind::App)
            output.error(fmt::format("warning: {} is no application image (kind: {}); boards will "
                                     "refuse it as an update",
                                     file, image::name(image->kind)));
        else if (const auto problem = image->problem())
            output.error(
                fmt::format("warning: {}: {}; boards will refuse it", file, problem->text));
        images.push_back(std::move(*image));
    }
    return images;
}

/// Publishes the files; their entries of the listening line.
Result<ordered_json> publish(const ServeArguments &arguments,
                             const std::vector<image::Image> &images, server::ImageServer &server,
                             const Output &output)
{
    ordered_json entries = ordered_json::array();
    for (std::size_t i = 0; i < images.size(); ++i) {
        const std::string &file = arguments.files[i];
        const auto published = server.publish(file, images[i].fileSha256);
        if (!published)
            return tl::unexpected(published.error());
        const std::string url = server.url(urlHost(arguments), *published, "");
        output.line(fmt::format("{} ({} bytes): {}", file, published->bytes, url));
        entries.push_back({{"file", file}, {"url", url}, {"sha256", published->sha256}});
    }
    return entries;
}

void reportRequest(const server::FinishedRequest &request, const Output &output)
{
    output.json({{"event", "request"},
                 {"remote", request.remoteAddress},
                 {"method", request.method},
                 {"target", request.target},
                 {"status", request.status},
                 {"file", request.fileName},
                 {"first", request.firstByte},
                 {"bytes", request.bodyBytes},
                 {"sent", request.sentBytes},
                 {"complete", request.isComplete()},
                 {"ms", request.duration.count()},
                 {"tls", request.tls},
                 {"resumed", request.resumed}});
    output.line(fmt::format("{} {} {} {} {} of {} bytes in {} ms{}", request.remoteAddress,
                            request.method, request.target, request.status, request.sentBytes,
                            request.bodyBytes, request.duration.count(),
                            request.isComplete() ? "" : ", cut off"));
}

void reportEvents(server::ImageServer &server, const Output &output)
{
    for (const auto &failure : server.takeHandshakeFailures()) {
        output.json({{"event", "handshake-failed"},
                     {"remote", failure.remoteAddress},
                     {"reason", failure.reason},
                     {"certificateRefused", failure.certificateRefused}});
        output.line(fmt::format("{} TLS failed: {}", failure.remoteAddress, failure.reason));
    }
    for (const auto &request : server.takeRequests())
        reportRequest(request, output);
}

Result<> serve(const ServeArguments &arguments, const Context &context)
{
    const StopSignals signals; // before the server's threads start: they inherit the mask
    const auto images = readImages(arguments.files, context.output);
    if (!images)
        return tl::unexpected(images.error());
    auto started = startServer(arguments, context);
    if (!started)
        return tl::unexpected(started.error());
    server::ImageServer &server = **started;
    auto entries = publish(arguments, *images, server, context.output);
    if (!entries)
        return tl::unexpected(entries.error());
    context.output.json(
        {{"event", "listening"}, {"port", server.port()}, {"images", std::move(*entries)}});
    context.output.line(
        fmt::format("Serving on {} port {}; Ctrl-C ends it.", server.bindAddress(), server.port()));
    while (!signals.waitFor(kEventInterval))
        reportEvents(server, context.output);
    server.stop();
    reportEvents(server, context.output);
    const auto totals = server.totals();
    context.output.json({{"event", "stopped"},
                         {"requests", totals.requests},
                         {"bytes", totals.bodyBytesSent},
                         {"handshakes", totals.handshakes},
                         {"failedHandshakes", totals.failedHandshakes}});
    context.output.line(fmt::format("Stopped: {} requests, {} bytes of images.", totals.requests,
                                    totals.bodyBytesSent));
    return {};
}

} // namespace

void addServeCommand(CLI::App &app, Context &context)
{
    auto *command = app.add_subcommand("serve", "serve images over HTTPS until interrupted");
    auto arguments = std::make_shared<ServeArguments>();
    command->add_option("FILE", arguments->files, "the images")->required();
    command
        ->add_option("--bind", arguments->bindAddress,
                     "address to serve on (default: every address)")
        ->type_name("ADDRESS");
    command->add_option("--port", arguments->port, "port (default: any that is free)");
    auto *certificate =
        command->add_option("--cert", arguments->certificateFile, "server certificate, PEM chain")
            ->type_name("FILE");
    auto *key =
        command->add_option("--key", arguments->keyFile, "its private key, PEM")->type_name("FILE");
    certificate->needs(key);
    key->needs(certificate);
    command->add_flag("--http", arguments->plainHttp, "plain HTTP, without TLS")
        ->excludes(certificate);
    command->callback([arguments, &context] {
        if (auto served = serve(*arguments, context); !served)
            context.failed(served.error());
    });
}

} // namespace otabench::cli
