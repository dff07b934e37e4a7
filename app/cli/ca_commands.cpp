#include "commands.h"

#include "base/files.h"
#include "base/hex.h"
#include "certificate_options.h"
#include "certificate_output.h"
#include "certificates/import_files.h"
#include "certificates/output_files.h"
#include "certificates/store.h"
#include "passphrase.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <memory>

namespace otabench::cli {
namespace {

using certificates::Authority;
using certificates::Store;

Store storeOf(const Context &context)
{
    return Store(context.paths.certificates(), caPassphrase(context));
}

/// Of a key without a passphrase: who can read it.
std::string keyFileText(const std::filesystem::path &file)
{
    using std::filesystem::perms;
    std::error_code error;
    const perms found = std::filesystem::status(file, error).permissions();
    if (error)
        return fmt::format("{} cannot be looked at: {}", file.string(), error.message());
    if ((found & (perms::group_all | perms::others_all)) != perms::none)
        return fmt::format("OTHERS CAN READ IT, and it has no passphrase: chmod 600 {}",
                           file.string());
    return "readable by its owner only, no passphrase";
}

/// What was made or is there: the certificate's summary, and where it lies.
void report(Context &context, const Store &store, const std::string &authorityPem)
{
    const auto summaries = certificates::summarize(authorityPem);
    if (!summaries)
        return context.failed(summaries.error());
    const std::string file = (store.folder() / "ca.pem").string();
    const bool isProtected = store.isAuthorityProtected();
    if (!isProtected) {
        if (const auto usable = store.authority(); !usable)
            return context.failed(usable.error());
    }
    auto json = toJson(summaries->front());
    json["file"] = file;
    json["protected"] = isProtected;
    json["rotating"] = store.previousPem().has_value();
    const auto key = certificates::keyTypeFromName(summaries->front().key);
    if (key)
        json["handshake_cost"] = certificates::handshakeCost(*key);
    context.output.json(json);
    printSummary(context.output, summaries->front());
    context.output.line(fmt::format("{:<13}{}", "File", file));
    context.output.line(fmt::format("{:<13}{}", "Key file",
                                    isProtected ? std::string("protected by a passphrase")
                                                : keyFileText(store.folder() / "ca.key")));
    if (key)
        context.output.line(
            fmt::format("{:<13}{}", "For boards", certificates::handshakeCost(*key)));
    if (store.previousPem())
        context.output.line("A second CA is trusted beside it: otabench-cli ca list");
}

struct CreateArguments
{
    std::string name = certificates::AuthorityOptions().commonName;
    std::string key = "ec-p256";
    ValidityArguments validity;
    bool askPassphrase = false;
    bool force = false;
};

void save(Context &context, const Result<Authority> &authority, bool askPassphrase, bool force)
{
    if (!authority)
        return context.failed(authority.error());
    const auto passphrase = newCaPassphrase(context, askPassphrase);
    if (!passphrase)
        return context.failed(passphrase.error());
    Store store = storeOf(context);
    const auto saved = store.saveAuthority(
        *authority, force ? Store::Overwrite::Yes : Store::Overwrite::No, *passphrase);
    if (!saved)
        return context.failed(saved.error());
    report(context, store, authority->certificatePem());
}

void runCreate(Context &context, const CreateArguments &arguments)
{
    const auto key = certificates::keyTypeFromName(arguments.key);
    if (!key)
        return context.failed(key.error());
    const auto validity = validityOf(arguments.validity);
    if (!validity)
        return context.failed(validity.error());
    save(context,
         Authority::create({.commonName = arguments.name, .key = *key, .validity = *validity}),
         arguments.askPassphrase, arguments.force);
}

void runShow(Context &context)
{
    const Store store = storeOf(context);
    const auto pem = store.authorityPem();
    if (!pem)
        return context.failed(pem.error());
    report(context, store, *pem);
}

struct ImportArguments
{
    std::string certificate, key, bundle, inputPassphraseFile;
    bool askPassphrase = false;
    bool force = false;
};

void runImport(Context &context, const ImportArguments &arguments)
{
    const auto passphrase =
        passphraseOf(arguments.inputPassphraseFile, "OTABENCH_INPUT_PASSPHRASE",
                     fmt::format("Passphrase of {}",
                                 arguments.bundle.empty() ? arguments.key : arguments.bundle));
    save(context,
         certificates::authorityFromFiles({arguments.certificate, arguments.key, arguments.bundle},
                                          passphrase),
         arguments.askPassphrase, arguments.force);
}

struct ExportArguments
{
    std::string format = "pem", file, bundlePassphraseFile;
    bool both = false;
};

void printExport(Context &context, const std::string &format,
                 const certificates::ExportedAuthority &result)
{
    if (context.output.isJson()) {
        const auto &content = result.content;
        context.output.json({{"format", format},
                             {result.isText ? "content" : "content_hex",
                              result.isText ? content : toHex(std::as_bytes(std::span(content)))}});
        return;
    }
    errno = 0;
    const bool written = std::fwrite(result.content.data(), 1, result.content.size(), stdout) ==
                             result.content.size() &&
                         std::fflush(stdout) == 0;
    const int number = errno;
    if (!written)
        context.failed(Error{errorCodeFromErrno(number),
                             fmt::format("cannot write to standard output: {}", errnoText(number)),
                             {}});
}

void runExport(Context &context, const ExportArguments &arguments)
{
    const auto &[format, file, passphraseFile, both] = arguments;
    const auto wanted = certificates::exportFormatFromName(format);
    if (!wanted)
        return context.failed(wanted.error());
    const auto newPassphrase = [&arguments] {
        return newPassphraseOf(arguments.bundlePassphraseFile, "OTABENCH_P12_PASSPHRASE",
                               "New passphrase of the PKCS#12 file");
    };
    const auto result =
        certificates::exportAuthority(storeOf(context), {*wanted, arguments.both, newPassphrase});
    if (!result)
        return context.failed(result.error());
    if (file.empty())
        return printExport(context, format, *result);
    const FileMode mode = result->isSecret ? FileMode::Private : FileMode::Public;
    if (const auto written = writeFileAtomically(file, result->content, mode); !written)
        return context.failed(written.error());
    context.output.json({{"format", format}, {"file", file}});
    context.output.line(fmt::format("{}: the lab CA{} as {}", file,
                                    result->isSecret ? " with its key" : "'s certificate", format));
}

void runProtect(Context &context, const std::string &newFile, bool isTakenOff)
{
    Store store = storeOf(context);
    std::optional<std::string> passphrase;
    if (!isTakenOff) {
        auto given = newPassphraseOf(newFile, "OTABENCH_NEW_CA_PASSPHRASE",
                                     "New passphrase of the lab CA's key");
        if (!given)
            return context.failed(given.error());
        passphrase = *std::move(given);
    }
    if (const auto changed = store.changePassphrase(passphrase); !changed)
        return context.failed(changed.error());
    context.output.json({{"protected", !isTakenOff}});
    context.output.line(isTakenOff
                            ? "The lab CA's key has no passphrase any more; its file is readable "
                              "by its owner only."
                            : "The lab CA's key is protected. Keep the passphrase: without it, "
                              "boards need a new CA.");
}

void addCreate(CLI::App &group, Context &context)
{
    CLI::App *command = group.add_subcommand("create", "Make the lab CA");
    const auto arguments = std::make_shared<CreateArguments>();
    command->add_option("--name", arguments->name, "its name")->capture_default_str();
    addKeyOption(*command, arguments->key);
    addValidityOptions(*command, arguments->validity);
    addPassphraseOption(*command, context);
    command->add_flag("--passphrase", arguments->askPassphrase,
                      "ask for a passphrase that protects its key");
    command->add_flag("--force", arguments->force, "replace the CA that is there");
    command->callback([&context, arguments] { runCreate(context, *arguments); });
}

void addImport(CLI::App &group, Context &context)
{
    CLI::App *command = group.add_subcommand("import", "Take over a CA that exists");
    const auto arguments = std::make_shared<ImportArguments>();
    auto *certificate =
        command
            ->add_option("--cert", arguments->certificate, "its certificate (PEM, DER or PKCS#7)")
            ->type_name("FILE");
    auto *key = command->add_option("--key", arguments->key, "its private key (PEM or DER)")
                    ->type_name("FILE");
    command->add_option("--p12", arguments->bundle, "both in one: a PKCS#12 file (.p12, .pfx)")
        ->type_name("FILE")
        ->excludes(certificate)
        ->excludes(key);
    command
        ->add_option("--input-passphrase-file", arguments->inputPassphraseFile,
                     "file with the passphrase of what is imported (or set "
                     "$OTABENCH_INPUT_PASSPHRASE; else it is asked)")
        ->type_name("FILE");
    addPassphraseOption(*command, context);
    command->add_flag("--passphrase", arguments->askPassphrase,
                      "ask for a passphrase that protects its key here");
    command->add_flag("--force", arguments->force, "replace the CA that is there");
    command->callback([&context, arguments] { runImport(context, *arguments); });
}

void addExport(CLI::App &group, Context &context)
{
    CLI::App *command = group.add_subcommand(
        "export", "Write the CA's certificate for boards, or all of it for a safe place");
    const auto arguments = std::make_shared<ExportArguments>();
    command
        ->add_option("--format", arguments->format,
                     "pem, der, c-header (certificate alone), or p12 (with its key)")
        ->capture_default_str()
        ->check(CLI::IsMember({"pem", "der", "c-header", "p12"}));
    command->add_option("-o,--output", arguments->file, "a file; standard output without it")
        ->type_name("FILE");
    command
        ->add_option("--p12-passphrase-file", arguments->bundlePassphraseFile,
                     "file with the passphrase of the PKCS#12 file (or set "
                     "$OTABENCH_P12_PASSPHRASE; else it is asked)")
        ->type_name("FILE");
    command->add_flag(
        "--both", arguments->both,
        "while a rotation lasts: both CAs, for firmware that is to trust both (pem, c-header)");
    addPassphraseOption(*command, context);
    command->callback([&context, arguments] { runExport(context, *arguments); });
}

void addProtection(CLI::App &group, Context &context)
{
    CLI::App *command =
        group.add_subcommand("protect", "Protect the CA's key by a passphrase, or by another one");
    const auto file = std::make_shared<std::string>();
    command
        ->add_option("--new-passphrase-file", *file,
                     "file with the new passphrase (or set $OTABENCH_NEW_CA_PASSPHRASE; else "
                     "it is asked)")
        ->type_name("FILE");
    addPassphraseOption(*command, context);
    command->callback([&context, file] { runProtect(context, *file, /*isTakenOff=*/false); });

    CLI::App *reverse = group.add_subcommand("unprotect", "Take the CA key's passphrase off");
    addPassphraseOption(*reverse, context);
    reverse->callback([&context] { runProtect(context, {}, /*isTakenOff=*/true); });
}

} // namespace

void addCaCommands(CLI::App &app, Context &context)
{
    CLI::App *group = app.add_subcommand("ca", "The lab's own certificate authority");
    group->require_subcommand(1);
    addCreate(*group, context);
    group->add_subcommand("show", "What the lab CA is")->callback([&context] { runShow(context); });
    addImport(*group, context);
    addExport(*group, context);
    addProtection(*group, context);
    addCaRotationCommands(*group, context);
}

} // namespace otabench::cli
