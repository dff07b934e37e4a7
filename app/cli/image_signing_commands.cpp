#include "image_subcommands.h"

#include "base/files.h"
#include "image/file_work.h"
#include "image/reader.h"
#include "image/secure_boot.h"
#include "image/signing.h"

#include <fmt/ranges.h>

#include <memory>
#include <optional>

namespace otabench::cli {
namespace {

using nlohmann::ordered_json;

ordered_json signaturesToJson(const image::Image &image)
{
    ordered_json list = ordered_json::array();
    for (const image::SignatureBlock &block : image.signatures)
        list.push_back({{"scheme", block.scheme}, {"key_digest", block.keyDigest}});
    return list;
}

struct SignArguments
{
    std::string file, keyFile, output;
};

/// Why boards will not honour the signature that was just made; empty when nothing speaks against.
std::string warningOf(const image::Image &image)
{
    const auto obstacle = image::lastSignatureObstacle(image);
    if (!obstacle)
        return {};
    const image::SignatureBlock &made = image.signatures.back();
    if (*obstacle == image::SignatureObstacle::Scheme)
        return fmt::format("{} checks {} signatures only and this one is {}: boards that insist on "
                           "a signature will refuse the image",
                           image.chip, fmt::join(image::signatureSchemes(image.chip), " or "),
                           made.scheme);
    return fmt::format(
        "{} looks at the first signature only, which is by key {}: boards that trust "
        "only key {} will refuse the image; sign the unsigned one with it",
        image.chip, image.signatures.front().keyDigest, made.keyDigest);
}

void runSign(Context &context, const SignArguments &arguments)
{
    const auto image = image::signFile(arguments.file, arguments.keyFile, arguments.output);
    if (!image)
        return context.failed(image.error());
    for (const image::SignatureBlock &block : image->signatures)
        context.output.line(fmt::format("{}: signed with {} by key {}", arguments.output,
                                        block.scheme, block.keyDigest));
    const std::string warning = warningOf(*image);
    if (!warning.empty())
        context.output.error(fmt::format("warning: {}: {}", arguments.output, warning));
    context.output.json({{"file", arguments.output},
                         {"size", image->fileBytes},
                         {"sha256", image->fileSha256},
                         {"signatures", signaturesToJson(*image)},
                         {"warning", warning.empty() ? ordered_json() : ordered_json(warning)}});
}

struct VerifyArguments
{
    std::string file;
    std::optional<std::string> keyFile;
};

void runVerify(Context &context, const VerifyArguments &arguments)
{
    const auto bytes = readFile(arguments.file);
    if (!bytes)
        return context.failed(bytes.error());
    const auto block = image::verifySignature(*bytes, arguments.keyFile);
    const image::Image image = image::inspect(*bytes);
    context.output.json({{"file", arguments.file},
                         {"verified", block.has_value()},
                         {"block", block ? ordered_json(*block) : ordered_json()},
                         {"signatures", signaturesToJson(image)}});
    if (!block)
        return context.failed(block.error().in(arguments.file));
    for (std::size_t i = 0; i < image.signatures.size(); ++i) {
        const bool isAsked = arguments.keyFile && i == *block;
        context.output.line(fmt::format("{}: good {} signature by key {}{}", arguments.file,
                                        image.signatures[i].scheme, image.signatures[i].keyDigest,
                                        isAsked ? fmt::format(" ({})", *arguments.keyFile) : ""));
    }
}

} // namespace

void addSigningCommands(CLI::App &group, Context &context)
{
    CLI::App *sign = group.add_subcommand(
        "sign", "Sign an image for Secure Boot v2; a signed one gets a further signature");
    const auto signing = std::make_shared<SignArguments>();
    sign->add_option("FILE", signing->file, "the application or bootloader")->required();
    sign->add_option("--key", signing->keyFile, "the private key, PEM")
        ->type_name("FILE")
        ->required();
    sign->add_option("-o,--output", signing->output, "the file to write")
        ->type_name("FILE")
        ->required();
    sign->callback([&context, signing] { runSign(context, *signing); });

    CLI::App *verify = group.add_subcommand("verify", "Check an image's Secure Boot v2 signatures");
    const auto verifying = std::make_shared<VerifyArguments>();
    verify->add_option("FILE", verifying->file, "the image")->required();
    verify
        ->add_option("--key", verifying->keyFile,
                     "PEM of the key that one signature must be by; without it any will do")
        ->type_name("FILE");
    verify->callback([&context, verifying] { runVerify(context, *verifying); });
}

} // namespace otabench::cli
