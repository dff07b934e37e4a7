// Server certificates of a company CA: the request, and what comes back.
#include "commands.h"

#include "base/file_set.h"
#include "certificate_options.h"
#include "certificate_output.h"
#include "certificates/import_files.h"
#include "certificates/output_files.h"
#include "certificates/store.h"
#include "passphrase.h"

#include <fmt/format.h>

#include <memory>

namespace otabench::cli {
namespace fs = std::filesystem;

namespace {

using certificates::ArrangedChain;
using certificates::Store;

struct RequestArguments
{
    std::vector<std::string> hosts;
    std::string key = "ec-p256", organization, folder = ".";
};

void runRequest(Context &context, const RequestArguments &arguments)
{
    const auto key = certificates::keyTypeFromName(arguments.key);
    if (!key)
        return context.failed(key.error());
    Store store(context.paths.certificates());
    const auto made = certificates::deliverRequest(
        store, {arguments.hosts, *key, arguments.organization}, arguments.folder);
    if (!made)
        return context.failed(made.error());
    context.output.json({{"request", made->certificate.string()},
                         {"key_file", made->key.string()},
                         {"hosts", arguments.hosts},
                         {"key", arguments.key}});
    context.output.line(fmt::format("{}: give this to the company CA (a TLS server certificate, "
                                    "with the names as they are)",
                                    made->certificate.string()));
    context.output.line(fmt::format("{}: its private key, of which a copy is kept here; take the "
                                    "answer in with: otabench-cli cert import FILE",
                                    made->key.string()));
}

struct ImportArguments
{
    std::vector<std::string> files;
    std::string key, bundle, inputPassphraseFile, caFile, folder;
    bool use = false;
};

/// What boards would refuse, whatever the host in their URL.
void warnOfRefusals(const Context &context, const ArrangedChain &chain, const std::string &rootPem)
{
    const auto findings = certificates::checkAsBoard(chain.chainPem, {.trustPem = rootPem});
    if (!findings)
        return;
    for (const certificates::Finding &finding : *findings) {
        if (!finding.ok && !finding.check.starts_with("name"))
            context.output.error(
                fmt::format("warning: boards refuse it: {}: {}", finding.check, finding.detail));
    }
}

void report(Context &context, const ArrangedChain &chain, const std::vector<std::string> &files,
            bool isUsed)
{
    const auto summaries = certificates::summarize(chain.chainPem);
    if (!summaries)
        return context.failed(summaries.error());
    auto json = toJson(summaries->front());
    json["chain"] = summaries->size();
    json["chain_bytes"] = chain.bytes;
    json["notes"] = chain.notes;
    json["files"] = files;
    json["used"] = isUsed;
    context.output.json(json);
    printSummary(context.output, summaries->front());
    context.output.line(
        fmt::format("{:<13}{} certificates, {} bytes", "Chain", summaries->size(), chain.bytes));
    for (const std::string &note : chain.notes)
        context.output.line("note: " + note);
    if (chain.bytes > certificates::kMostChainBytes)
        context.output.error(fmt::format("warning: the chain has {} bytes; boards with small TLS "
                                         "buffers want {} or fewer",
                                         chain.bytes, certificates::kMostChainBytes));
    for (const std::string &file : files)
        context.output.line(fmt::format("{:<13}{}", "File", file));
    if (isUsed)
        context.output.line("serve and update show this certificate from now on (otabench-cli cert "
                            "forget goes back to the lab CA).");
}

void runImport(Context &context, const ImportArguments &arguments)
{
    Store store(context.paths.certificates());
    const certificates::CompanyFiles given{{arguments.files.begin(), arguments.files.end()},
                                           arguments.key,
                                           arguments.bundle,
                                           arguments.caFile};
    const auto answer = certificates::companyAnswerFrom(
        store, given,
        passphraseOf(arguments.inputPassphraseFile, "OTABENCH_INPUT_PASSPHRASE",
                     fmt::format("Passphrase of {}",
                                 arguments.bundle.empty() ? arguments.key : arguments.bundle)));
    if (!answer)
        return context.failed(answer.error());
    std::vector<std::string> files;
    if (!arguments.folder.empty()) {
        const fs::path base(arguments.folder);
        const auto written = writeFileSet(base, "server",
                                          {{"ca.pem", answer->rootPem},
                                           {"server.pem", answer->chain.chainPem},
                                           {"server.key", answer->keyPem, true}});
        if (!written)
            return context.failed(written.error());
        for (const char *name : {"server.pem", "server.key", "ca.pem"})
            files.push_back((base / name).string());
    }
    const bool isUsed = arguments.use || arguments.folder.empty();
    if (isUsed) {
        const auto done =
            store.importServer({answer->chain.chainPem, answer->keyPem}, answer->rootPem);
        if (!done)
            return context.failed(done.error());
    }
    report(context, answer->chain, files, isUsed);
    warnOfRefusals(context, answer->chain, answer->rootPem);
}

void runForget(Context &context)
{
    if (const auto done = Store(context.paths.certificates()).forgetImported(); !done)
        return context.failed(done.error());
    context.output.json({{"forgotten", true}});
    context.output.line("The server's certificate comes from the lab CA again.");
}

} // namespace

void addCertCompanyCommands(CLI::App &group, Context &context)
{
    CLI::App *request =
        group.add_subcommand("request", "A request (CSR) for a server certificate of a company CA");
    const auto asked = std::make_shared<RequestArguments>();
    request
        ->add_option("--host", asked->hosts,
                     "an address or name in the boards' URL; may be given again")
        ->required();
    addKeyOption(*request, asked->key);
    request->add_option("--organization", asked->organization, "where the CA wants one");
    request->add_option("-o,--output", asked->folder, "the folder to write into")
        ->type_name("DIR")
        ->capture_default_str();
    request->callback([&context, asked] { runRequest(context, *asked); });

    CLI::App *import = group.add_subcommand(
        "import", "Take what a company CA sent: put the chain in order, and serve with it");
    const auto given = std::make_shared<ImportArguments>();
    import->add_option("FILE", given->files,
                       "certificates in any order: PEM, DER or PKCS#7 (.p7b)");
    auto *key =
        import
            ->add_option("--key", given->key, "the private key (default: of the request made here)")
            ->type_name("FILE");
    import->add_option("--p12", given->bundle, "certificate and key in one: a PKCS#12 file")
        ->type_name("FILE")
        ->excludes(key);
    import
        ->add_option("--input-passphrase-file", given->inputPassphraseFile,
                     "file with the passphrase of key or PKCS#12 file (or set "
                     "$OTABENCH_INPUT_PASSPHRASE; else it is asked)")
        ->type_name("FILE");
    import
        ->add_option("--ca", given->caFile,
                     "what boards trust (default: the root among the FILEs, or of the system)")
        ->type_name("FILE");
    import
        ->add_option("-o,--output", given->folder,
                     "write server.pem, server.key and ca.pem into this folder, instead of "
                     "serving with it")
        ->type_name("DIR");
    import->add_flag("--use", given->use, "with -o: serve with it, too");
    import->callback([&context, given] { runImport(context, *given);
});

group.add_subcommand("forget", "Serve with the lab CA again instead of what was imported")
    ->callback([&context] { runForget(context); });
} // namespace otabench::cli

} // namespace otabench::cli
