#include "image_subcommands.h"

#include "image/encryption.h"
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

Error wrongScheme(std::string_view scheme, std::string_view purpose, std::string_view good)
{
    return {ErrorCode::InvalidArgument,
            fmt::format("{} is no scheme to {}; give {}", scheme, purpose, good),
            {std::string(scheme)}};
}

void makeSigningKey(Context &context, const KeygenArguments &arguments)
{
    const std::string wanted = arguments.scheme.empty()
                                   ? std::string(name(image::SigningScheme::Rsa3072))
                                   : arguments.scheme;
    const auto scheme = image::signingSchemeFromName(wanted);
    if (!scheme)
        return context.failed(wrongScheme(wanted, "sign by", "rsa-3072, ecdsa-p256 or ecdsa-p384"));
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

void makeEncryptionKey(Context &context, const KeygenArguments &arguments)
{
    const std::string wanted = arguments.scheme.empty()
                                   ? std::string(name(image::EncryptionScheme::Rsa3072))
                                   : arguments.scheme;
    const auto scheme = image::encryptionSchemeFromName(wanted);
    if (!scheme)
        return context.failed(wrongScheme(wanted, "encrypt by", "rsa or ecies"));
    const auto key = image::makeEncryptionKey(*scheme, arguments.folder);
    if (!key)
        return context.failed(key.error());
    const bool isRsa = *scheme == image::EncryptionScheme::Rsa3072;
    context.output.line(fmt::format("{}: {}; keep it secret", key->privateFile.string(),
                                    isRsa ? "private key, to build into the firmware"
                                          : "HMAC key, to burn into an eFuse block of purpose "
                                            "HMAC_UP"));
    context.output.line(
        fmt::format("{}: public key, to encrypt images with", key->publicFile.string()));
    context.output.json({{"kind", "encryption"},
                         {"scheme", wanted},
                         {"private", key->privateFile.string()},
                         {"public", key->publicFile.string()}});
}

} // namespace

void addKeygenCommand(CLI::App &group, Context &context)
{
    CLI::App *keygen = group.add_subcommand("keygen", "Make a key pair for images");
    const auto arguments = std::make_shared<KeygenArguments>();
    keygen->add_option("--kind", arguments->kind, "what the key is for: encryption or signing")
        ->required()
        ->check(CLI::IsMember({"encryption", "signing"}));
    keygen->add_option("--scheme", arguments->scheme,
                       "signing: rsa-3072 (default), ecdsa-p256, ecdsa-p384; encryption: rsa "
                       "(default), ecies");
    keygen->add_option("-o,--output", arguments->folder, "the folder to write the key files into")
        ->type_name("DIR")
        ->required();
    keygen->callback([&context, arguments] {
        if (arguments->kind == "signing")
            makeSigningKey(context, *arguments);
        else
            makeEncryptionKey(context, *arguments);
    });
}

} // namespace otabench::cli
