#include "commands.h"

#include "base/files.h"
#include "certificate_output.h"
#include "certificates/chain_fetcher.h"
#include "certificates/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace otabench::cli {
namespace fs = std::filesystem;

namespace {

using certificates::KeyedCertificate;
using certificates::Store;

struct IssueArguments
{
    std::vector<std::string> hosts;
    std::string key = "ec-p256";
    int days = 825;
    std::string folder = ".";
};

Result<certificates::ServerOptions> optionsOf(const IssueArguments &arguments)
{
    const auto key = certificates::keyTypeFromName(arguments.key);
    if (!key)
        return tl::unexpected(key.error());
    return certificates::ServerOptions{arguments.hosts, *key, std::chrono::days(arguments.days)};
}

/// Writes the pair with the certificate boards are to trust, and says what was made.
void deliver(Context &context, const std::string &folder, const KeyedCertificate &pair,
             const std::string &trustedPem)
{
    const auto summaries = certificates::summarize(pair.certificatePem);
    if (!summaries)
        return context.failed(summaries.error());
    const auto written = writeTogether(folder, {{"ca.pem", trustedPem},
                                                {"server.pem", pair.certificatePem},
                                                {"server.key", pair.keyPem, true}});
    if (!written)
        return context.failed(written.error());
    const fs::path base(folder);
    auto json = toJson(summaries->front());
    json["certificate"] = (base / "server.pem").string();
    json["key_file"] = (base / "server.key").string();
    json["ca_file"] = (base / "ca.pem").string();
    context.output.json(json);
    printSummary(context.output, summaries->front());
    context.output.line(fmt::format("{:<13}{}, {}; boards trust {}", "Files",
                                    (base / "server.pem").string(), (base / "server.key").string(),
                                    (base / "ca.pem").string()));
}

void runIssue(Context &context, const IssueArguments &arguments)
{
    const auto options = optionsOf(arguments);
    if (!options)
        return context.failed(options.error());
    Store store(context.paths.certificates());
    const auto authority = store.authority();
    if (!authority)
        return context.failed(authority.error());
    const auto pair = authority->issueServer(*options);
    if (!pair)
        return context.failed(pair.error());
    if (const auto recorded = store.record(pair->certificatePem); !recorded)
        return context.failed(recorded.error());
    deliver(context, arguments.folder, *pair, authority->certificatePem());
}

void runSelfSigned(Context &context, const IssueArguments &arguments)
{
    const auto options = optionsOf(arguments);
    if (!options)
        return context.failed(options.error());
    const auto pair = certificates::makeSelfSigned(*options);
    if (!pair)
        return context.failed(pair.error());
    deliver(context, arguments.folder, *pair, pair->certificatePem);
}

void runList(Context &context)
{
    const Store store(context.paths.certificates());
    for (const fs::path &file : store.files()) {
        const auto pem = readCertificates(file);
        const auto summaries = pem ? certificates::summarize(*pem) : tl::unexpected(pem.error());
        if (!summaries) {
            context.failed(summaries.error().in(file.string())); // the others are listed yet
            continue;
        }
        const certificates::Summary &summary = summaries->front();
        auto json = toJson(summary);
        json["file"] = file.string();
        context.output.json(json);
        context.output.line(fmt::format("{:<24} {:<9} until {}  {}", summary.commonName,
                                        summary.isAuthority ? "CA" : "server",
                                        isoTime(summary.notAfter), file.string()));
    }
}

void runShow(Context &context, const std::string &file)
{
    const auto pem = readCertificates(file);
    if (!pem)
        return context.failed(pem.error());
    const auto summaries = certificates::summarize(*pem);
    if (!summaries)
        return context.failed(summaries.error().in(file));
    for (std::size_t i = 0; i < summaries->size(); ++i) {
        context.output.json(toJson((*summaries)[i]));
        if (i > 0)
            context.output.line("");
        printSummary(context.output, (*summaries)[i]);
    }
}

/// The text with the lab CA behind it where that is the missing end of the chain: the board has it.
std::string completed(const Context &context, const std::string &pem)
{
    const auto chain = certificates::summarize(pem);
    const auto authority = Store(context.paths.certificates()).authority();
    if (!chain || !authority || chain->back().issuer == chain->back().subject)
        return pem;
    const auto root = certificates::summarize(authority->certificatePem());
    const bool fits = root && root->front().subject == chain->back().issuer;
    return fits ? pem + "\n" + authority->certificatePem() : pem;
}

void runCheck(Context &context, const std::string &file, const std::string &host)
{
    const auto pem = readCertificates(file);
    if (!pem)
        return context.failed(pem.error());
    const auto findings = certificates::checkAsBoard(completed(context, *pem), host);
    if (!findings)
        return context.failed(findings.error().in(file));
    const bool allOk = std::ranges::all_of(*findings, &certificates::Finding::ok);
    auto list = nlohmann::ordered_json::array();
    for (const certificates::Finding &finding : *findings) {
        list.push_back({{"check", finding.check}, {"ok", finding.ok}, {"detail", finding.detail}});
        printFinding(context.output, finding);
    }
    context.output.json({{"file", file}, {"host", host}, {"ok", allOk}, {"findings", list}});
    if (!allOk) {
        context.output.error(
            fmt::format("otabench-cli: boards would refuse {} for {}", file, host));
        context.exitStatus = 1;
    }
}

/// "host", "host:port", "[address]:port", an IPv6 address, or the https URL of an image.
Result<certificates::FetchOptions> parseServer(const std::string &given)
{
    constexpr std::string_view kScheme = "https://";
    std::string_view text = given;
    if (text.starts_with(kScheme)) {
        text.remove_prefix(kScheme.size());
        text = text.substr(0, text.find('/'));
    }
    certificates::FetchOptions options;
    std::string_view port;
    const auto close = text.find(']');
    if (text.starts_with('[') && close != std::string_view::npos) {
        options.host = text.substr(1, close - 1);
        port = text.substr(close + 1);
    } else if (std::ranges::count(text, ':') == 1) {
        options.host = text.substr(0, text.find(':'));
        port = text.substr(text.find(':'));
    } else {
        options.host = text;
    }
    if (port.empty())
        return options;
    unsigned number = 0;
    const auto [rest, error] = std::from_chars(port.data() + 1, port.data() + port.size(), number);
    if (port.front() != ':' || error != std::errc() || rest != port.data() + port.size() ||
        number == 0 || number > 65535)
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" is no server; write HOST, HOST:PORT or [IPV6]:PORT", given);
    options.port = static_cast<std::uint16_t>(number);
    return options;
}

void printFetched(Context &context, const certificates::FetchOptions &options,
                  const certificates::FetchedChain &fetched,
                  const std::vector<certificates::Summary> &chain)
{
    context.output.line(fmt::format("{} port {}, {}, sends {} certificates:", options.host,
                                    options.port, fetched.tls, chain.size()));
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
                                {"pem", nullptr}};
    for (const certificates::Summary &summary : chain)
        json["chain"].push_back(cli::toJson(summary));
    if (fetched.trust.pem) {
        if (const auto root = certificates::summarize(*fetched.trust.pem))
            json["trust"] = cli::toJson(root->front());
        json["pem"] = *fetched.trust.pem;
    }
    return json;
}

/// The name, dates and keys that a board with the chosen root would stumble over: all as JSON,
/// those that failed to people.
nlohmann::ordered_json judged(const Context &context, const certificates::FetchedChain &fetched,
                              const std::string &host)
{
    auto list = nlohmann::ordered_json::array();
    const auto findings =
        certificates::checkAsBoard(fetched.pem + fetched.trust.pem.value_or(""), host);
    if (!findings)
        return list;
    for (const certificates::Finding &finding : *findings) {
        if (finding.check == "chain") // the choice of the root has judged that
            continue;
        list.push_back(cli::toJson(finding));
        if (!finding.ok)
            printFinding(context.output, finding);
    }
    return list;
}

void runFetch(Context &context, const std::string &server, const std::string &file)
{
    const auto options = parseServer(server);
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
    json["findings"] = judged(context, *fetched, options->host);
    context.output.json(json);
    if (!trust.pem)
        return context.failed({ErrorCode::CertificateMissing, trust.why, {}});
    if (file.empty() && !context.output.isJson())
        context.output.line(*trust.pem);
    else if (!file.empty())
        context.output.line(fmt::format("Written to {}", file));
}

std::shared_ptr<IssueArguments> addIssueOptions(CLI::App &command)
{
    auto arguments = std::make_shared<IssueArguments>();
    command
        .add_option("--host", arguments->hosts,
                    "an address or name in the boards' URL; may be given again")
        ->required();
    command
        .add_option("--key", arguments->key,
                    "ec-p256 (quickest for boards), ec-p384, rsa-2048, rsa-3072, rsa-4096")
        ->capture_default_str();
    command.add_option("--days", arguments->days, "how long it is valid")->capture_default_str();
    command.add_option("-o,--output", arguments->folder, "the folder to write into")
        ->capture_default_str();
    return arguments;
}

void addInspection(CLI::App &group, Context &context)
{
    group.add_subcommand("list", "The certificates kept here")->callback([&context] {
        runList(context);
    });

    CLI::App *show = group.add_subcommand("show", "What a certificate says");
    const auto shown = std::make_shared<std::string>();
    show->add_option("FILE", *shown, "PEM or DER")->required();
    show->callback([&context, shown] { runShow(context, *shown); });

    CLI::App *check = group.add_subcommand("check", "Judge a server's chain as a board would");
    const auto checked = std::make_shared<std::string>();
    const auto host = std::make_shared<std::string>();
    check->add_option("FILE", *checked, "the server's certificate first, then its chain")
        ->required();
    check->add_option("--host", *host, "the host in the boards' URL")->required();
    check->callback([&context, checked, host] { runCheck(context, *checked, *host); });
}

void addFetch(CLI::App &group, Context &context)
{
    struct Arguments
    {
        std::string server, file;
    };

    CLI::App *command = group.add_subcommand(
        "fetch", "A live server's chain, and which certificate boards need for it");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("HOST[:PORT]", arguments->server, "the server; port 443 without one")
        ->required();
    command->add_option("-o,--output", arguments->file,
                        "where to write the certificate for the board");
    command->callback(
        [&context, arguments] { runFetch(context, arguments->server, arguments->file); });
}

} // namespace

void addCertCommands(CLI::App &app, Context &context)
{
    CLI::App *group = app.add_subcommand("cert", "Server certificates");
    group->require_subcommand(1);

    CLI::App *issue = group->add_subcommand("issue", "A server certificate signed by the lab CA");
    const auto issued = addIssueOptions(*issue);
    issue->callback([&context, issued] { runIssue(context, *issued); });

    CLI::App *selfSigned =
        group->add_subcommand("self-signed", "One certificate that is server and root at once");
    const auto own = addIssueOptions(*selfSigned);
    selfSigned->callback([&context, own] { runSelfSigned(context, *own); });

    addInspection(*group, context);
    addFetch(*group, context);
}

} // namespace otabench::cli
