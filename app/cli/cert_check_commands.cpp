#include "commands.h"

#include "base/files.h"
#include "board_handshake.h"
#include "certificate_output.h"
#include "certificates/board_trial.h"
#include "certificates/chain_fetcher.h"
#include "certificates/import_files.h"
#include "certificates/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace otabench::cli {
namespace {

using certificates::Finding;

struct CheckArguments
{
    std::string file, host, caFile, connect, clientFile, clientKeyFile;
    double seconds = 15;
};

/// What was named, read.
Result<certificates::TrialOptions> trialOf(const CheckArguments &arguments)
{
    certificates::TrialOptions options{.host = arguments.host};
    options.timeout =
        std::chrono::milliseconds(static_cast<std::int64_t>(arguments.seconds * 1000));
    const auto take = [](const std::string &file, std::string &into) -> Result<> {
        if (file.empty())
            return {};
        auto pem = certificates::certificatesFromFile(file);
        if (!pem)
            return tl::unexpected(pem.error());
        into = *std::move(pem);
        return {};
    };
    auto taken =
        take(arguments.file, options.chainPem)
            .and_then([&] { return take(arguments.caFile, options.trustPem); })
            .and_then([&] { return take(arguments.clientFile, options.clientCertificatePem); });
    if (!taken)
        return tl::unexpected(taken.error());
    if (!arguments.clientKeyFile.empty()) {
        auto key = readTextFile(arguments.clientKeyFile, certificates::kMostCertificateBytes);
        if (!key)
            return tl::unexpected(key.error());
        options.clientKeyPem = *std::move(key);
    }
    if (!arguments.connect.empty()) {
        const auto server = certificates::parseServerAddress(arguments.connect);
        if (!server)
            return tl::unexpected(server.error());
        options.server = *server;
    }
    return options;
}

void runCheck(Context &context, CheckArguments arguments)
{
    if (arguments.file.empty() && arguments.connect.empty())
        return context.failed({ErrorCode::InvalidArgument,
                               "there is nothing to check: name a certificate FILE, or a running "
                               "server with --connect HOST:PORT",
                               {}});
    const auto trial = trialOf(arguments);
    if (!trial)
        return context.failed(trial.error());
    if (arguments.host.empty() && trial->server)
        arguments.host = trial->server->host;
    const certificates::Store store(context.paths.certificates());
    const auto findings = certificates::tryAsBoard(store, *trial, shakeHandsAsBoard);
    if (!findings)
        return context.failed(arguments.file.empty() ? findings.error()
                                                     : findings.error().in(arguments.file));
    const bool allOk = std::ranges::all_of(*findings, &Finding::ok);
    auto list = nlohmann::ordered_json::array();
    for (const Finding &finding : *findings) {
        list.push_back(toJson(finding));
        printFinding(context.output, finding);
    }
    const std::string &what = arguments.file.empty() ? arguments.connect : arguments.file;
    context.output.json(
        {{"file", what}, {"host", arguments.host}, {"ok", allOk}, {"findings", list}});
    if (!allOk) {
        context.output.error(
            fmt::format("otabench-cli: boards would refuse {} for {}", what, arguments.host));
        context.exitStatus = 1;
    }
}

void printFetched(Context &context, const certificates::FetchOptions &options,
                  const certificates::FetchedChain &fetched,
                  const std::vector<certificates::Summary> &chain)
{
    context.output.line(fmt::format("{} port {}, {}, sends {} certificate{}:", options.host,
                                    options.port, fetched.tls, chain.size(),
                                    chain.size() == 1 ? "" : "s"));
    for (const certificates::Summary &summary : chain)
        context.output.line(fmt::format("  {} (by {}), {}, until {}", summary.subject,
                                        summary.issuer, summary.key, isoTime(summary.notAfter)));
    context.output.line(fetched.trust.pem ? fmt::format("Give the board: {}", fetched.trust.why)
                                          : std::string("There is nothing to give the board yet."));
}

nlohmann::ordered_json toJson(const certificates::FetchOptions &options,
                              const certificates::FetchedChain &fetched,
                              const std::vector<certificates::Summary> &chain)
{
    nlohmann::ordered_json json{{"host", options.host}, {"port", options.port},
                                {"tls", fetched.tls},   {"chain", nlohmann::json::array()},
                                {"trust", nullptr},     {"why", fetched.trust.why},
                                {"pem", nullptr},       {"issuer_url", nullptr}};
    if (!fetched.trust.issuerUrl.empty())
        json["issuer_url"] = fetched.trust.issuerUrl;
    for (const certificates::Summary &summary : chain)
        json["chain"].push_back(cli::toJson(summary));
    if (fetched.trust.pem) {
        if (const auto root = certificates::summarize(*fetched.trust.pem))
            json["trust"] = cli::toJson(root->front());
        json["pem"] = *fetched.trust.pem;
    }
    return json;
}

/// What a board with the chosen root would stumble over: all as JSON, what failed to people.
nlohmann::ordered_json judged(const Context &context, const certificates::FetchedChain &fetched,
                              const std::string &host)
{
    auto list = nlohmann::ordered_json::array();
    const auto findings = certificates::checkAsBoard(
        fetched.pem, {.host = host, .trustPem = fetched.trust.pem.value_or("")});
    if (!findings)
        return list;
    for (certificates::Finding finding : *findings) {
        if (!finding.ok)
            finding.toDo = "whoever runs that server has to mend it; or serve the image elsewhere";
        list.push_back(cli::toJson(finding));
        if (!finding.ok)
            printFinding(context.output, finding);
    }
    return list;
}

struct FetchArguments
{
    std::string server, file, serverName, proxy;
    bool noProxy = false;
    double seconds = 15;
};

Result<certificates::FetchOptions> optionsOf(const FetchArguments &arguments)
{
    const auto server = certificates::parseServerAddress(arguments.server);
    if (!server)
        return tl::unexpected(server.error());
    certificates::FetchOptions options{.host = server->host, .port = server->port};
    options.serverName = arguments.serverName;
    options.proxy = arguments.proxy;
    if (options.proxy.empty() && !arguments.noProxy)
        options.proxy = certificates::proxyFromEnvironment(server->host);
    constexpr double kMostSeconds = 600;
    if (!(arguments.seconds > 0 && arguments.seconds <= kMostSeconds))
        return fail(ErrorCode::InvalidArgument,
                    "a time-out of {} seconds is not possible; give up to {}", arguments.seconds,
                    kMostSeconds);
    options.timeout =
        std::chrono::milliseconds(static_cast<std::int64_t>(arguments.seconds * 1000));
    return options;
}

void runFetch(Context &context, const FetchArguments &arguments)
{
    const std::string &file = arguments.file;
    const auto options = optionsOf(arguments);
    if (!options)
        return context.failed(options.error());
    const auto fetched = certificates::fetchChain(*options);
    if (!fetched)
        return context.failed(fetched.error());
    const auto chain = certificates::summarize(fetched->pem);
    if (!chain)
        return context.failed(chain.error());
    const auto &trust = fetched->trust;
    if (trust.pem && !file.empty()) {
        if (const auto written = writeFileAtomically(file, *trust.pem, FileMode::Public); !written)
            return context.failed(written.error());
    }
    printFetched(context, *options, *fetched, *chain);
    auto json = toJson(*options, *fetched, *chain);
    json["file"] =
        trust.pem && !file.empty() ? nlohmann::ordered_json(file) : nlohmann::ordered_json();
    json["findings"] = judged(context, *fetched,
                              arguments.serverName.empty() ? options->host : arguments.serverName);
    context.output.json(json);
    if (!trust.pem)
        return context.failed({ErrorCode::CertificateMissing, trust.why, {}});
    if (file.empty() && !context.output.isJson())
        context.output.line(*trust.pem);
    else if (!file.empty())
        context.output.line(fmt::format("Written to {}", file));
    const bool isRefused = std::ranges::any_of(
        json["findings"], [](const auto &finding) { return !finding.value("ok", true); });
    if (isRefused)
        context.failed({ErrorCode::CertificateInvalid,
                        fmt::format("boards refuse {} as it is, whatever they trust: see FAILED",
                                    options->host),
                        {}});
}

void addCheck(CLI::App &group, Context &context)
{
    CLI::App *command = group.add_subcommand(
        "check", "Judge a server's chain as a board would, and let one shake hands with it");
    const auto arguments = std::make_shared<CheckArguments>();
    command->add_option("FILE", arguments->file,
                        "the server's certificate first, then its chain (PEM, DER or PKCS#7)");
    auto *connect = command
                        ->add_option("--connect", arguments->connect,
                                     "a running server: a real handshake by Mbed TLS 2.28")
                        ->type_name("HOST[:PORT]");
    auto *host = command->add_option("--host", arguments->host, "the host in the boards' URL");
    command
        ->add_option("--ca", arguments->caFile,
                     "what boards trust (default: the lab CA, else the end of the chain)")
        ->type_name("FILE");
    auto *client = command
                       ->add_option("--client-cert", arguments->clientFile,
                                    "a board's certificate, for servers that ask for one")
                       ->type_name("FILE")
                       ->needs(connect);
    client->needs(command->add_option("--client-key", arguments->clientKeyFile, "its private key")
                      ->type_name("FILE")
                      ->needs(client));
    command->add_option("--timeout", arguments->seconds, "seconds for each network operation")
        ->capture_default_str()
        ->check(CLI::Range(0.1, 600.0));
    command->callback([&context, arguments, connect, host] {
        if (connect->empty() && host->empty())
            throw CLI::RequiredError("--host");
        runCheck(context, *arguments);
    });
}

void addFetch(CLI::App &group, Context &context)
{
    CLI::App *command = group.add_subcommand(
        "fetch", "A live server's chain, and which certificate boards need for it");
    const auto arguments = std::make_shared<FetchArguments>();
    command->add_option("HOST[:PORT]", arguments->server, "the server; port 443 without one")
        ->required();
    command
        ->add_option("-o,--output", arguments->file, "where to write the certificate for the board")
        ->type_name("FILE");
    command->add_option("--sni", arguments->serverName,
                        "another name to ask for, where one address serves several");
    auto *proxy = command->add_option(
        "--proxy", arguments->proxy,
        "http://[USER:PASSWORD@]HOST:PORT (default: $https_proxy, $HTTPS_PROXY, less $no_proxy)");
    command->add_flag("--no-proxy", arguments->noProxy, "connect directly")->excludes(proxy);
    command->add_option("--timeout", arguments->seconds, "seconds for all of it")
        ->capture_default_str();
    command->callback([&context, arguments] { runFetch(context, *arguments); });
}

} // namespace

void addCertCheckCommands(CLI::App &group, Context &context)
{
    addCheck(group, context);
    addFetch(group, context);
}

} // namespace otabench::cli
