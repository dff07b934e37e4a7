#include "certificate_output.h"
#include "commands.h"
#include "passphrase.h"
#include "serve_command_reports.h"
#include "serve_command_setup.h"
#include "stoppable_output.h"

#include "fleet/certificate_watch.h"
#include "fleet/file_server.h"
#include "image/reader.h"
#include "server/image_server.h"
#include "server/metrics.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

namespace otabench::cli {
namespace {

using nlohmann::ordered_json;

constexpr std::chrono::milliseconds kEventInterval{200};

/// What each file is. A file that no board would run is served, but not in silence.
Result<std::vector<image::Image>> readImages(const std::vector<std::string> &files,
                                             const StoppableOutput &output)
{
    std::vector<image::Image> images;
    for (const std::string &file : files) {
        auto image = image::readImage(file);
        if (!image)
            return tl::unexpected(image.error());
        if (const std::string who = fleet::whoRefuses(*image); !who.empty())
            output.error(fmt::format("warning: {}: {}", file, who));
        images.push_back(std::move(*image));
    }
    return images;
}

/// A server with the files published: what the listening line tells of it.
struct Publishing
{
    const ServeArguments &arguments;
    server::ImageServer &server;
    const StoppableOutput &output;
    std::vector<server::PublishedImage> images = {};

    [[nodiscard]] std::string url(const server::PublishedImage &image,
                                  const std::string &token) const
    {
        return server.url(urlHost(arguments), image, token);
    }

    /// Publishes the files; their entries of the listening line.
    Result<ordered_json> publish(const std::vector<image::Image> &read)
    {
        ordered_json entries = ordered_json::array();
        for (std::size_t i = 0; i < read.size(); ++i) {
            const std::string &file = arguments.files[i];
            auto published = server.publish(file, read[i].fileSha256);
            if (!published)
                return tl::unexpected(published.error());
            entries.push_back({{"file", file}});
            if (!arguments.oneTime) {
                output.line(
                    fmt::format("{} ({} bytes): {}", file, published->bytes, url(*published, "")));
                entries.back()["url"] = url(*published, "");
            }
            entries.back()["sha256"] = published->sha256;
            images.push_back(std::move(*published));
        }
        return entries;
    }

    /// A URL of its own for each board and image.
    ordered_json nameBoards() const
    {
        ordered_json entries = ordered_json::array();
        for (const std::string &board : arguments.boards) {
            const std::string token = server.issueToken(
                board, arguments.oneTime ? server::TokenUse::Once : server::TokenUse::Repeatedly);
            ordered_json urls = ordered_json::array();
            for (const server::PublishedImage &image : images) {
                urls.push_back(url(image, token));
                output.line(fmt::format("{}: {}", board, url(image, token)));
            }
            entries.push_back({{"board", board}, {"urls", std::move(urls)}});
        }
        return entries;
    }

    Result<> redirect() const
    {
        for (const std::string &text : arguments.redirects) {
            const auto parsed = parseRedirect(text);
            if (!parsed)
                return tl::unexpected(parsed.error());
            const auto file = std::ranges::find_if(arguments.files, [&](const std::string &one) {
                return one == parsed->target ||
                       std::filesystem::path(one).filename() == parsed->target;
            });
            const std::string target =
                file == arguments.files.end()
                    ? parsed->target
                    : url(images[static_cast<std::size_t>(file - arguments.files.begin())], "");
            if (target.find("://") == std::string::npos && !target.starts_with('/'))
                return fail(ErrorCode::InvalidArgument,
                            "{:?} is neither one of the files that are served, nor a URL, nor a "
                            "path that begins with /",
                            parsed->target);
            if (auto added = server.addRedirect(parsed->path, target); !added)
                return added;
            output.line(fmt::format("{} redirects to {}", parsed->path, target));
        }
        return {};
    }
};

void tellFaults(const server::ServerOptions &options, const StoppableOutput &output)
{
    for (const server::Fault &fault : options.faults)
        output.error(fmt::format("warning: the fault {} is injected: boards are meant to fail",
                                 server::toText(fault)));
}

/// A server, and what keeps its certificate right.
struct Running
{
    std::unique_ptr<server::ImageServer> server;
    std::unique_ptr<fleet::CertificateWatch> watch; ///< nullptr with --cert and --http
};

/// The server, or an error of its start or of its arguments.
Result<Running> startServer(const ServeArguments &arguments, const Context &context,
                            const StoppableOutput &output)
{
    std::optional<certificates::ServerKeeper> keeper;
    auto options = serverOptions(arguments, context, keeper);
    if (!options)
        return tl::unexpected(options.error());
    tellFaults(*options, output);
    auto started = server::ImageServer::start(std::move(*options));
    if (!started)
        return tl::unexpected(
            arguments.certificateFiles.empty()
                ? started.error()
                : started.error().in(fmt::to_string(fmt::join(arguments.certificateFiles, ", "))));
    Running running{*std::move(started), nullptr};
    if (keeper)
        running.watch =
            std::make_unique<fleet::CertificateWatch>(*running.server, *std::move(keeper));
    return running;
}

/// Certificates that the server has shown since, and what kept it from one.
void reportCertificates(fleet::CertificateWatch *watch, const StoppableOutput &output)
{
    if (watch == nullptr)
        return;
    for (const auto &news : watch->takeNews()) {
        if (!news.problem.empty())
            output.error("warning: " + news.problem);
        const auto summaries = certificates::summarize(news.certificatePem);
        if (!summaries)
            continue;
        output.json({{"event", "certificate"},
                     {"names", summaries->front().names},
                     {"not_after", isoTime(summaries->front().notAfter)},
                     {"sha256", summaries->front().sha256}});
        output.line(fmt::format("New connections get a new certificate: {}",
                                fmt::join(summaries->front().names, ", ")));
    }
}

Result<std::unique_ptr<server::MetricsEndpoint>> startMetrics(const ServeArguments &arguments,
                                                              const server::ImageServer &server,
                                                              const StoppableOutput &output)
{
    if (arguments.metricsPort < 0)
        return nullptr;
    auto started =
        server::MetricsEndpoint::start(server, static_cast<std::uint16_t>(arguments.metricsPort));
    if (started)
        output.line(fmt::format("Metrics: http://127.0.0.1:{}/metrics", (*started)->port()));
    return started;
}

Result<> serve(const ServeArguments &arguments, const StopSignals &signals, const Context &context)
{
    const StoppableOutput output(context.output, signals);
    const auto images = readImages(arguments.files, output);
    if (!images)
        return tl::unexpected(images.error());
    auto started = startServer(arguments, context, output);
    if (!started)
        return tl::unexpected(started.error());
    server::ImageServer &server = *started->server;
    Publishing publishing{arguments, server, output};
    auto entries = publishing.publish(*images);
    if (!entries)
        return tl::unexpected(entries.error());
    ordered_json listening = {
        {"event", "listening"}, {"port", server.port()}, {"images", std::move(*entries)}};
    if (!arguments.boards.empty())
        listening["boards"] = publishing.nameBoards();
    if (auto redirected = publishing.redirect(); !redirected)
        return redirected;
    const auto metrics = startMetrics(arguments, server, output);
    if (!metrics)
        return tl::unexpected(metrics.error());
    if (*metrics != nullptr)
        listening["metricsPort"] = (*metrics)->port();
    ServeReports reports(
        server, output,
        std::chrono::milliseconds(static_cast<std::int64_t>(arguments.statsSeconds * 1000)));
    if (!arguments.accessLogFile.empty()) {
        if (auto opened = reports.openAccessLog(arguments.accessLogFile); !opened)
            return opened;
    }
    output.json(listening);
    output.line(fmt::format("Serving on {} port {}; Ctrl-C ends it.",
                            arguments.bindAddresses.empty()
                                ? std::string("every address,")
                                : fmt::to_string(fmt::join(arguments.bindAddresses, ", ")),
                            server.port()));
    while (!signals.waitFor(kEventInterval)) {
        reportCertificates(started->watch.get(), output);
        reports.report();
    }
    started->watch.reset();
    server.stop();
    reports.reportEnd();
    return {};
}

std::string faultHelp()
{
    std::string text =
        "inject a fault: KIND[:ARGUMENT][@BOARD][*TIMES], BOARD a name of --board or an address\n";
    for (const server::FaultKindText &kind : server::faultKinds())
        text += fmt::format("  {}{}{}: {}\n", kind.name, kind.argument.empty() ? "" : ":",
                            kind.argument, kind.meaning);
    return text;
}

void addTlsOptions(CLI::App &command, ServeArguments &arguments)
{
    auto *certificate = command
                            .add_option("--cert", arguments.certificateFiles,
                                        "server certificate, PEM chain; again for another key type")
                            ->type_name("FILE")
                            ->allow_extra_args(false);
    auto *key = command.add_option("--key", arguments.keyFiles, "its private key, PEM")
                    ->type_name("FILE")
                    ->allow_extra_args(false);
    certificate->needs(key);
    key->needs(certificate);
    auto *clientCa =
        command
            .add_option("--client-ca", arguments.clientCaFile,
                        "demand of boards a certificate that this CA issued (mutual TLS)")
            ->type_name("FILE");
    command.add_flag("--http", arguments.plainHttp, "plain HTTP, without TLS")
        ->excludes(certificate)
        ->excludes(clientCa);
    command
        .add_option("--record-bytes", arguments.recordBytes,
                    "longest TLS record, for boards with small buffers (default: 16384)")
        ->check(CLI::Range(512, 16384))
        ->type_name("BYTES");
}

void addAccessOptions(CLI::App &command, ServeArguments &arguments)
{
    command
        .add_option("--basic-auth", arguments.loginFile,
                    "demand a login; the file has lines of NAME:PASSWORD")
        ->type_name("FILE");
    command
        .add_option("--bearer", arguments.bearerFile,
                    "demand a bearer token; the file has one in each line")
        ->type_name("FILE");
    auto *boards =
        command
            .add_option("--board", arguments.boards,
                        "a URL of its own for a board of this name, until the end; may be repeated")
            ->type_name("NAME")
            ->allow_extra_args(false);
    auto *redirects =
        command
            .add_option(
                "--redirect", arguments.redirects,
                "answer PATH with a redirection to a file that is served, or to a URL; may be "
                "repeated")
            ->type_name("PATH=TARGET")
            ->allow_extra_args(false);
    command
        .add_flag("--one-time", arguments.oneTime,
                  "the boards' URLs give each file once, to one board (in parts and resumed, too), "
                  "and there are no others")
        ->needs(boards)
        ->excludes(redirects);
}

void addSharingOptions(CLI::App &command, ServeArguments &arguments)
{
    const CLI::AsSizeValue size(false);
    command
        .add_option("--rate", arguments.sharing.bytesPerSecond,
                    "limit of all boards together (0: none)")
        ->transform(size)
        ->type_name("BYTES/S");
    command
        .add_option("--board-rate", arguments.sharing.boardBytesPerSecond,
                    "limit of each board (0: none)")
        ->transform(size)
        ->type_name("BYTES/S");
    command
        .add_option(
            "--max-transfers", arguments.sharing.transfers,
            "boards that may fetch at once; others get 503 with Retry-After (0: any number)")
        ->type_name("N");
    command
        .add_option("--retry-after", arguments.retryAfterSeconds,
                    "least seconds of that Retry-After (default: 10)")
        ->type_name("SECONDS");
    command
        .add_option("--start-jitter", arguments.startJitterMilliseconds,
                    "begin each board's image after a random part of this")
        ->type_name("MS");
    command
        .add_option("--max-connections", arguments.connections,
                    "connections open at once (default: 4096)")
        ->check(CLI::PositiveNumber)
        ->type_name("N");
    command.add_option("--threads", arguments.threads, "server threads (default: 1)")
        ->check(CLI::Range(1, 64))
        ->type_name("N");
}

void addReportOptions(CLI::App &command, ServeArguments &arguments)
{
    command
        .add_option("--stats", arguments.statsSeconds,
                    "print the counters, in total and per board, this often")
        ->check(CLI::Range(0.0, 86400.0))
        ->type_name("SECONDS");
    command
        .add_option("--metrics-port", arguments.metricsPort,
                    "serve the counters for Prometheus at http://127.0.0.1:PORT/metrics; 0: any")
        ->check(CLI::Range(0, 65535))
        ->type_name("PORT");
    command
        .add_option("--access-log", arguments.accessLogFile,
                    "append a line for each request, in the combined format")
        ->type_name("FILE");
    command.add_option("--fault", arguments.faults, faultHelp())
        ->type_name("KIND[:ARG]")
        ->allow_extra_args(false);
}

} // namespace

void addServeCommand(CLI::App &app, Context &context)
{
    auto *command = app.add_subcommand("serve", "serve images over HTTPS until interrupted");
    auto arguments = std::make_shared<ServeArguments>();
    command->add_option("FILE", arguments->files, "the images")->required();
    command
        ->add_option("--bind", arguments->bindAddresses,
                     "address to serve on, IPv4 or IPv6 (default: every address); may be repeated")
        ->type_name("ADDRESS")
        ->allow_extra_args(false);
    command->add_option("--port", arguments->port, "port (default: any that is free)")
        ->check(CLI::Range(0, 65535))
        ->type_name("PORT");
    addTlsOptions(*command, *arguments);
    addAccessOptions(*command, *arguments);
    addSharingOptions(*command, *arguments);
    addReportOptions(*command, *arguments);
    addPassphraseOption(*command, context);
    command->callback([arguments, &context] {
        const StopSignals signals; // before the server's threads start: they inherit the mask
        if (auto served = serve(*arguments, signals, context); !served)
            context.failed(served.error());
    });
}

} // namespace otabench::cli
