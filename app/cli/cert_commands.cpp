#include "commands.h"

#include "base/file_set.h"
#include "base/files.h"
#include "certificate_options.h"
#include "certificate_output.h"
#include "certificates/calendar.h"
#include "certificates/import_files.h"
#include "certificates/output_files.h"
#include "certificates/overview.h"
#include "certificates/store.h"
#include "passphrase.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace otabench::cli {
namespace fs = std::filesystem;

namespace {

using certificates::KeyedCertificate;
using certificates::Store;
using std::chrono::system_clock;

Store storeOf(const Context &context)
{
    return Store(context.paths.certificates(), caPassphrase(context));
}

struct IssueArguments
{
    std::vector<std::string> hosts;
    std::string key = "ec-p256";
    ValidityArguments validity;
    std::size_t mostChainBytes = certificates::kMostChainBytes;
    std::string folder = ".";
};

Result<certificates::ServerOptions> optionsOf(const IssueArguments &arguments)
{
    const auto key = certificates::keyTypeFromName(arguments.key);
    if (!key)
        return tl::unexpected(key.error());
    const auto validity = validityOf(arguments.validity);
    if (!validity)
        return tl::unexpected(validity.error());
    return certificates::ServerOptions{arguments.hosts, *key, *validity, arguments.mostChainBytes};
}

/// Writes the pair with the certificate boards are to trust, and says what was made.
void deliver(Context &context, const std::string &folder, const KeyedCertificate &pair,
             const std::string &trustedPem)
{
    const auto summaries = certificates::summarize(pair.certificatePem);
    if (!summaries)
        return context.failed(summaries.error());
    const auto written = writeFileSet(folder, "server",
                                      {{"ca.pem", trustedPem},
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
    Store store = storeOf(context);
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

struct ClientArguments
{
    std::string mac, key = "ec-p256", folder = ".";
    ValidityArguments validity;
};

void runClient(Context &context, const ClientArguments &arguments)
{
    const auto key = certificates::keyTypeFromName(arguments.key);
    if (!key)
        return context.failed(key.error());
    const auto validity = validityOf(arguments.validity);
    if (!validity)
        return context.failed(validity.error());
    const auto mac = certificates::parseMac(arguments.mac);
    if (!mac)
        return context.failed(mac.error());
    Store store = storeOf(context);
    const auto made = certificates::deliverClient(store, {*mac, *key, *validity}, arguments.folder);
    if (!made)
        return context.failed(made.error());
    const auto summaries = certificates::summarize(made->certificatePem);
    if (!summaries)
        return context.failed(summaries.error());
    auto json = toJson(summaries->front());
    json["mac"] = *mac;
    json["certificate"] = made->certificate.string();
    json["key_file"] = made->key.string();
    context.output.json(json);
    printSummary(context.output, summaries->front());
    context.output.line(fmt::format("{:<13}{}, {}: for esp_http_client's client_cert_pem and "
                                    "client_key_pem",
                                    "Files", made->certificate.string(), made->key.string()));
}

/// Each certificate that is kept here; what is wrong with others is told.
std::vector<certificates::KeptCertificate> kept(Context &context)
{
    auto all = certificates::keptCertificates(Store(context.paths.certificates()));
    for (const Error &problem : all.problems)
        context.failed(problem);
    return std::move(all.certificates);
}

void runList(Context &context)
{
    for (const auto &[file, summary] : kept(context)) {
        auto json = toJson(summary);
        json["kind"] = certificates::kindWord(summary);
        json["file"] = file.string();
        context.output.json(json);
        context.output.line(fmt::format("{:<24} {:<9} until {}  {}", summary.commonName,
                                        certificates::kindWord(summary), isoTime(summary.notAfter),
                                        file.string()));
    }
}

void runCalendar(Context &context, const std::string &file)
{
    const auto entries = certificates::calendarEntries(kept(context));
    if (entries.empty() && context.exitStatus == 0)
        return context.failed({ErrorCode::CertificateMissing,
                               "there are no certificates here yet; make the lab CA with: "
                               "otabench-cli ca create",
                               {}});
    const std::string text = certificates::toCalendar(entries, system_clock::now());
    if (file.empty() && !context.output.isJson()) {
        const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
                             std::fflush(stdout) == 0;
        if (!written)
            context.failed({ErrorCode::InputOutput, "cannot write to standard output", {}});
        return;
    }
    if (!file.empty()) {
        if (const auto written = writeFileAtomically(file, text, FileMode::Public); !written)
            return context.failed(written.error());
    }
    nlohmann::ordered_json json{{"events", entries.size()}};
    json[file.empty() ? "content" : "file"] = file.empty() ? text : file;
    context.output.json(json);
    context.output.line(fmt::format("{}: {} ends, for any calendar program", file, entries.size()));
}

void runShow(Context &context, const std::string &file)
{
    const auto pem = certificates::certificatesFromFile(file);
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

struct AutoArguments
{
    std::vector<std::string> add, remove;
    std::string key;
    ValidityArguments validity;
};

void printSettings(const Context &context, const certificates::ServerSettings &settings)
{
    nlohmann::ordered_json json{{"names", settings.names},
                                {"key", certificates::name(settings.key)},
                                {"preset", certificates::name(settings.validity.preset)},
                                {"days", nullptr}};
    if (settings.validity.lifetime)
        json["days"] = settings.validity.lifetime->count();
    context.output.json(json);
    const std::string days = settings.validity.lifetime
                                 ? fmt::format(", {} days", settings.validity.lifetime->count())
                                 : std::string();
    context.output.line(fmt::format(
        "The running server's certificate: all addresses of this computer{}{}; key {}, preset {}{}",
        settings.names.empty() ? "" : " and ", fmt::join(settings.names, ", "),
        certificates::name(settings.key), certificates::name(settings.validity.preset), days));
}

void runAuto(Context &context, const AutoArguments &arguments)
{
    Store store = storeOf(context);
    auto settings = store.serverSettings();
    if (!settings)
        return context.failed(settings.error());
    for (const std::string &name : arguments.remove) {
        if (std::erase(settings->names, name) == 0)
            return context.failed({ErrorCode::InvalidArgument,
                                   fmt::format("\"{}\" is none of the added names", name),
                                   {}});
    }
    for (const std::string &name : arguments.add) {
        if (std::ranges::find(settings->names, name) == settings->names.end())
            settings->names.push_back(name);
    }
    if (!arguments.key.empty()) {
        const auto key = certificates::keyTypeFromName(arguments.key);
        if (!key)
            return context.failed(key.error());
        settings->key = *key;
    }
    const bool hasDates = !arguments.validity.preset.empty() || arguments.validity.days;
    if (hasDates) {
        ValidityArguments given = arguments.validity;
        if (given.preset.empty())
            given.preset = certificates::name(settings->validity.preset);
        const auto validity = validityOf(given);
        if (!validity)
            return context.failed(validity.error());
        settings->validity = *validity;
    }
    const bool isChange =
        hasDates || !arguments.key.empty() || !arguments.add.empty() || !arguments.remove.empty();
    if (isChange) {
        if (const auto saved = store.saveServerSettings(*settings); !saved)
            return context.failed(saved.error());
    }
    printSettings(context, *settings);
}

std::shared_ptr<IssueArguments> addIssueOptions(CLI::App &command)
{
    auto arguments = std::make_shared<IssueArguments>();
    command
        .add_option("--host", arguments->hosts,
                    "an address or name in the boards' URL; may be given again")
        ->required();
    addKeyOption(command, arguments->key);
    addValidityOptions(command, arguments->validity);
    command
        .add_option("--max-chain", arguments->mostChainBytes,
                    "most bytes of the certificate, for boards with small TLS buffers (0: no "
                    "limit)")
        ->capture_default_str();
    command.add_option("-o,--output", arguments->folder, "the folder to write into")
        ->type_name("DIR")
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
    show->add_option("FILE", *shown, "PEM, DER or PKCS#7")->required();
    show->callback([&context, shown] { runShow(context, *shown); });

    CLI::App *calendar =
        group.add_subcommand("calendar", "When the certificates end, as a calendar file (.ics)");
    const auto file = std::make_shared<std::string>();
    calendar->add_option("-o,--output", *file, "a file; standard output without it")
        ->type_name("FILE");
    calendar->callback([&context, file] { runCalendar(context, *file); });
}

void addClient(CLI::App &group, Context &context)
{
    CLI::App *command = group.add_subcommand(
        "client", "A board's own certificate, for servers that ask for one (mutual TLS)");
    const auto arguments = std::make_shared<ClientArguments>();
    command->add_option("--mac", arguments->mac, "of the board, as otabench-cli boards shows it")
        ->required();
    addKeyOption(*command, arguments->key);
    addValidityOptions(*command, arguments->validity);
    addPassphraseOption(*command, context);
    command->add_option("-o,--output", arguments->folder, "the folder to write into")
        ->type_name("DIR")
        ->capture_default_str();
    command->callback([&context, arguments] { runClient(context, *arguments); });
}

void addAuto(CLI::App &group, Context &context)
{
    CLI::App *command = group.add_subcommand(
        "auto", "How the running server's certificate is made (serve, update): shows and sets");
    const auto arguments = std::make_shared<AutoArguments>();
    arguments->validity.preset.clear();
    command->add_option("--add-name", arguments->add,
                        "a name or address that boards use besides this computer's addresses");
    command->add_option("--remove-name", arguments->remove, "one that was added");
    command->add_option("--key", arguments->key, "its type of key");
    command->add_option("--preset", arguments->validity.preset, "bench or audit");
    command->add_option("--days", arguments->validity.days, "how long each is valid")
        ->check(CLI::Range(1, 36500));
    command->callback([&context, arguments] { runAuto(context, *arguments); });
}

} // namespace

void addCertCommands(CLI::App &app, Context &context)
{
    CLI::App *group = app.add_subcommand("cert", "Server and client certificates");
    group->require_subcommand(1);

    CLI::App *issue = group->add_subcommand("issue", "A server certificate signed by the lab CA");
    const auto issued = addIssueOptions(*issue);
    addPassphraseOption(*issue, context);
    issue->callback([&context, issued] { runIssue(context, *issued); });

    CLI::App *selfSigned =
        group->add_subcommand("self-signed", "One certificate that is server and root at once");
    const auto own = addIssueOptions(*selfSigned);
    selfSigned->callback([&context, own] { runSelfSigned(context, *own); });

    addClient(*group, context);
    addAuto(*group, context);
    addInspection(*group, context);
    addCertCompanyCommands(*group, context);
    addCertCheckCommands(*group, context);
}

} // namespace otabench::cli
