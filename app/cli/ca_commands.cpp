#include "commands.h"

#include "base/files.h"
#include "base/hex.h"
#include "certificate_output.h"
#include "certificates/export.h"
#include "certificates/store.h"

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
    return Store(context.paths.certificates());
}

/// What was made or is there: the certificate's summary, and where it lies.
void report(Context &context, const Store &store, const Authority &authority)
{
    const auto summaries = certificates::summarize(authority.certificatePem());
    if (!summaries)
        return context.failed(summaries.error());
    const std::string file = (store.folder() / "ca.pem").string();
    auto json = toJson(summaries->front());
    json["file"] = file;
    context.output.json(json);
    printSummary(context.output, summaries->front());
    context.output.line(fmt::format("{:<13}{}", "File", file));
}

struct CreateArguments
{
    certificates::AuthorityOptions options;
    std::string key = "ec-p256";
    int days = 3650;
    bool force = false;
};

void save(Context &context, const Result<Authority> &authority, bool force)
{
    if (!authority)
        return context.failed(authority.error());
    Store store = storeOf(context);
    const auto saved =
        store.saveAuthority(*authority, force ? Store::Overwrite::Yes : Store::Overwrite::No);
    if (!saved)
        return context.failed(saved.error());
    report(context, store, *authority);
}

void runCreate(Context &context, CreateArguments arguments)
{
    const auto key = certificates::keyTypeFromName(arguments.key);
    if (!key)
        return context.failed(key.error());
    arguments.options.key = *key;
    arguments.options.lifetime = std::chrono::days(arguments.days);
    save(context, Authority::create(arguments.options), arguments.force);
}

void runShow(Context &context)
{
    const Store store = storeOf(context);
    const auto authority = store.authority();
    if (!authority)
        return context.failed(authority.error());
    report(context, store, *authority);
}

void runImport(Context &context, const std::string &certificateFile, const std::string &keyFile,
               bool force)
{
    auto certificate = readCertificates(certificateFile);
    if (!certificate)
        return context.failed(certificate.error());
    auto key = readTextFile(keyFile, 1u << 20);
    if (!key)
        return context.failed(key.error());
    auto authority = Authority::fromPem(*std::move(certificate), *std::move(key));
    if (!authority) {
        const bool ofKey = authority.error().code == ErrorCode::KeyInvalid;
        return context.failed(authority.error().in(ofKey ? keyFile : certificateFile));
    }
    save(context, authority, force);
}

struct Exported
{
    std::string content;
    bool isText = true;
};

Result<Exported> exported(const Authority &authority, const std::string &format)
{
    if (format == "pem")
        return Exported{authority.certificatePem()};
    if (format == "c-header") {
        auto header = certificates::toCHeader(authority.certificatePem());
        if (!header)
            return tl::unexpected(header.error());
        return Exported{*std::move(header)};
    }
    const auto der = certificates::toDer(authority.certificatePem());
    if (!der)
        return tl::unexpected(der.error());
    return Exported{{reinterpret_cast<const char *>(der->data()), der->size()}, false};
}

void printExport(Context &context, const std::string &format, const Exported &result)
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

void runExport(Context &context, const std::string &format, const std::string &file)
{
    const auto authority = storeOf(context).authority();
    if (!authority)
        return context.failed(authority.error());
    const auto result = exported(*authority, format);
    if (!result)
        return context.failed(result.error());
    if (file.empty())
        return printExport(context, format, *result);
    if (const auto written = writeFileAtomically(file, result->content, FileMode::Public); !written)
        return context.failed(written.error());
    context.output.json({{"format", format}, {"file", file}});
    context.output.line(fmt::format("{}: the lab CA's certificate as {}", file, format));
}

void addCreate(CLI::App &group, Context &context)
{
    CLI::App *command = group.add_subcommand("create", "Make the lab CA");
    const auto arguments = std::make_shared<CreateArguments>();
    command->add_option("--name", arguments->options.commonName, "its name")->capture_default_str();
    command
        ->add_option("--key", arguments->key,
                     "ec-p256 (quickest for boards), ec-p384, rsa-2048, rsa-3072, rsa-4096")
        ->capture_default_str();
    command->add_option("--days", arguments->days, "how long it is valid")->capture_default_str();
    command->add_flag("--force", arguments->force, "replace the CA that is there");
    command->callback([&context, arguments] { runCreate(context, *arguments); });
}

void addImport(CLI::App &group, Context &context)
{
    struct Arguments
    {
        std::string certificate, key;
        bool force = false;
    };

    CLI::App *command = group.add_subcommand("import", "Take over a CA that exists");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("--cert", arguments->certificate, "its certificate (PEM or DER)")
        ->required();
    command->add_option("--key", arguments->key, "its private key (PEM)")->required();
    command->add_flag("--force", arguments->force, "replace the CA that is there");
    command->callback([&context, arguments] {
        runImport(context, arguments->certificate, arguments->key, arguments->force);
    });
}

void addExport(CLI::App &group, Context &context)
{
    struct Arguments
    {
        std::string format = "pem", file;
    };

    CLI::App *command = group.add_subcommand("export", "Write the CA's certificate for boards");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("--format", arguments->format, "pem, der or c-header")
        ->capture_default_str()
        ->check(CLI::IsMember({"pem", "der", "c-header"}));
    command->add_option("-o,--output", arguments->file, "a file; standard output without it");
    command->callback(
        [&context, arguments] { runExport(context, arguments->format, arguments->file); });
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
}

} // namespace otabench::cli
