// Server certificates of a company CA: the request, and what comes back.
#include "commands.h"

#include "base/file_set.h"
#include "base/files.h"
#include "certificate_options.h"
#include "certificate_output.h"
#include "certificates/chain_fetcher.h"
#include "certificates/import.h"
#include "certificates/store.h"
#include "passphrase.h"

#include <fmt/format.h>

#include <memory>

namespace otabench::cli {
namespace fs = std::filesystem;

namespace {

using certificates::ArrangedChain;
using certificates::KeyedCertificate;
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
    const auto request = certificates::makeRequest({arguments.hosts, *key, arguments.organization});
    if (!request)
        return context.failed(request.error());
    const fs::path base(arguments.folder);
    std::error_code error;
    if (fs::exists(base / "server.pem", error))
        return context.failed({ErrorCode::AlreadyExists,
                               fmt::format("{} has a server.pem, to which the new key would not "
                                           "belong: give another folder (-o)",
                                           base.string()),
                               {base.string()}});
    Store store(context.paths.certificates());
    if (const auto saved = store.saveRequest(*request); !saved)
        return context.failed(saved.error());
    const auto written =
        writeFileSet(base, "server",
                     {{"server.csr", request->requestPem}, {"server.key", request->keyPem, true}});
    if (!written)
        return context.failed(written.error());
    context.output.json({{"request", (base / "server.csr").string()},
                         {"key_file", (base / "server.key").string()},
                         {"hosts", arguments.hosts},
                         {"key", arguments.key}});
    context.output.line(fmt::format("{}: give this to the company CA (a TLS server certificate, "
                                    "with the names as they are)",
                                    (base / "server.csr").string()));
    context.output.line(fmt::format("{}: its private key, of which a copy is kept here; take the "
                                    "answer in with: otabench-cli cert import FILE",
                                    (base / "server.key").string()));
}

struct ImportArguments
{
    std::vector<std::string> files;
    std::string key, bundle, inputPassphraseFile, caFile, folder;
    bool use = false;
};

/// All certificates that were named, one behind the other.
Result<std::string> readAll(const std::vector<std::string> &files)
{
    std::string all;
    for (const std::string &file : files) {
        const auto pem = readCertificates(file);
        if (!pem)
            return pem;
        all += *pem;
    }
    return all;
}

/// The key of --key, else of the request that one of these certificates answers.
Result<std::string> keyFor(const Context &context, const ImportArguments &arguments,
                           const std::string &certificatesPem)
{
    if (!arguments.key.empty()) {
        const auto content = readTextFile(arguments.key, kMostCertificateBytes);
        if (!content)
            return content;
        auto key = certificates::openKey(
            *content, passphraseOf(arguments.inputPassphraseFile, "OTABENCH_INPUT_PASSPHRASE",
                                   fmt::format("Passphrase of {}", arguments.key)));
        if (!key)
            return tl::unexpected(key.error().in(arguments.key));
        return key;
    }
    for (const std::string &key : Store(context.paths.certificates()).requestKeys()) {
        if (certificates::arrangeChain(certificatesPem, key))
            return key;
    }
    return fail(ErrorCode::KeyInvalid,
                "no request made here (otabench-cli cert request) belongs to these certificates; "
                "name the private key with --key");
}

Result<KeyedCertificate> readPair(const Context &context, const ImportArguments &arguments)
{
    if (!arguments.bundle.empty()) {
        const auto bytes = readTextFile(arguments.bundle, kMostCertificateBytes);
        if (!bytes)
            return tl::unexpected(bytes.error());
        auto pair = certificates::bundleFrom(
            *bytes, passphraseOf(arguments.inputPassphraseFile, "OTABENCH_INPUT_PASSPHRASE",
                                 fmt::format("Passphrase of {}", arguments.bundle)));
        if (!pair)
            return tl::unexpected(pair.error().in(arguments.bundle));
        const auto more = readAll(arguments.files);
        if (!more)
            return tl::unexpected(more.error());
        pair->certificatePem += *more;
        return pair;
    }
    auto pem = readAll(arguments.files);
    if (!pem)
        return tl::unexpected(pem.error());
    auto key = keyFor(context, arguments, *pem);
    if (!key)
        return tl::unexpected(key.error());
    return KeyedCertificate{*std::move(pem), *std::move(key)};
}

/// What boards are to trust: --ca, the root among the certificates or of the system, else the last
/// certificate of the chain, which Mbed TLS takes as well.
Result<std::string> rootFor(const ImportArguments &arguments, ArrangedChain &chain)
{
    if (!arguments.caFile.empty())
        return readCertificates(arguments.caFile);
    if (chain.rootPem)
        return *chain.rootPem;
    const auto choice =
        certificates::chooseTrust(chain.chainPem, certificates::FetchOptions().systemStore);
    if (choice && choice->pem) {
        chain.notes.push_back(choice->why);
        return *choice->pem;
    }
    return fail(ErrorCode::CertificateMissing,
                "nobody knows the issuer of this chain's end ({}); name its certificate as a "
                "further FILE, or the root with --ca",
                chain.endIssuer);
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
    if (arguments.files.empty() && arguments.bundle.empty())
        return context.failed({ErrorCode::InvalidArgument,
                               "there is nothing to import: name the FILEs that the CA sent, or a "
                               "PKCS#12 file with --p12",
                               {}});
    const auto pair = readPair(context, arguments);
    if (!pair)
        return context.failed(pair.error());
    auto chain = certificates::arrangeChain(pair->certificatePem, pair->keyPem);
    if (!chain)
        return context.failed(chain.error());
    const auto root = rootFor(arguments, *chain);
    if (!root)
        return context.failed(root.error());
    std::vector<std::string> files;
    if (!arguments.folder.empty()) {
        const fs::path base(arguments.folder);
        const auto written = writeFileSet(base, "server",
                                          {{"ca.pem", *root},
                                           {"server.pem", chain->chainPem},
                                           {"server.key", pair->keyPem, true}});
        if (!written)
            return context.failed(written.error());
        for (const char *name : {"server.pem", "server.key", "ca.pem"})
            files.push_back((base / name).string());
    }
    const bool isUsed = arguments.use || arguments.folder.empty();
    if (isUsed) {
        Store store(context.paths.certificates());
        const auto done = store.importServer({chain->chainPem, pair->keyPem}, *root);
        if (!done)
            return context.failed(done.error());
    }
    report(context, *chain, files, isUsed);
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
