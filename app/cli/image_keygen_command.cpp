#include "image_subcommands.h"

#include "image/signing.h"

#include <fmt/format.h>

#include <memory>

namespace otabench::cli {
namespace {

struct KeygenArguments
{
    std::string kind;
    std::string scheme;
    std::string folder;
};

void makeSigningKey(Context &context, const KeygenArguments &arguments)
{
    const std::string wanted = arguments.scheme.empty()
                                   ? std::string(name(image::SigningScheme::Rsa3072))
                                   : arguments.scheme;
    const auto scheme = image::signingSchemeFromName(wanted);
    if (!scheme)
        return context.failed(
            Error{ErrorCode::InvalidArgument,
                  fmt::format("{} is no scheme to sign by; give rsa-3072, ecdsa-p256 or ecdsa-p384",
                              wanted),
                  {wanted}});
    const auto key = image::makeSigningKey(*scheme, arguments.folder);
    if (!key)
        return context.failed(key.error());
    context.output.line(fmt::format("{}: private key, keep it secret", key->privateFile.string()));
    context.output.line(fmt::format("{}: public key", key->publicFile.string()));
    context.output.line(fmt::format("boards trust it by its digest {}", key->digest));
    context.output.json({{"kind", "signing"},
                         {"scheme", wanted},
                         {"private", key->privateFile.string()},
                         {"public", key->publicFile.string()},
                         {"key_digest", key->digest}});
}

} // namespace

void addKeygenCommand(CLI::App &group, Context &context)
{
    CLI::App *keygen = group.add_subcommand("keygen", "Make a key pair for images");
    const auto arguments = std::make_shared<KeygenArguments>();
    keygen->add_option("--kind", arguments->kind, "what the key is for: signing")
        ->required()
        ->check(CLI::IsMember({"signing"}));
    keygen->add_option("--scheme", arguments->scheme,
                       "signing: rsa-3072 (default), ecdsa-p256, ecdsa-p384");
    keygen->add_option("-o,--output", arguments->folder, "the folder to write the key files into")
        ->required();
    keygen->callback([&context, arguments] { makeSigningKey(context, *arguments); });
}

} // namespace otabench::cli
