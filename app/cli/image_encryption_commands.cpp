#include "image_subcommands.h"

#include "image/file_work.h"

#include <fmt/format.h>

#include <memory>

namespace otabench::cli {
namespace {

struct CryptArguments
{
    std::string file, keyFile, output;
};

using Crypt = Result<image::Image> (*)(const std::filesystem::path &file,
                                       const std::filesystem::path &keyFile,
                                       const std::filesystem::path &output,
                                       const std::stop_token &stop);

/// Reads, turns, writes. What is written is described in words and as JSON.
void runCrypt(Context &context, const CryptArguments &arguments, Crypt crypt, std::string_view done)
{
    const auto image = crypt(arguments.file, arguments.keyFile, arguments.output, {});
    if (!image)
        return context.failed(image.error());
    context.output.line(fmt::format("{}: {}, {} bytes, kind {}", arguments.output, done,
                                    image->fileBytes, image::name(image->kind)));
    context.output.json({{"file", arguments.output},
                         {"size", image->fileBytes},
                         {"sha256", image->fileSha256},
                         {"kind", image::name(image->kind)}});
}

} // namespace

void addEncryptionCommands(CLI::App &group, Context &context)
{
    CLI::App *encrypt = group.add_subcommand(
        "encrypt", "Pre-encrypt an image: only boards with the private key can read it");
    const auto encrypting = std::make_shared<CryptArguments>();
    encrypt->add_option("FILE", encrypting->file, "the image")->required();
    encrypt->add_option("--key", encrypting->keyFile, "the boards' public key, PEM")
        ->type_name("FILE")
        ->required();
    encrypt->add_option("-o,--output", encrypting->output, "the file to write")
        ->type_name("FILE")
        ->required();
    encrypt->callback([&context, encrypting] {
        runCrypt(context, *encrypting, image::encryptFile, "pre-encrypted");
    });

    CLI::App *decrypt =
        group.add_subcommand("decrypt", "Decrypt a pre-encrypted image and check its tag");
    const auto decrypting = std::make_shared<CryptArguments>();
    decrypt->add_option("FILE", decrypting->file, "the pre-encrypted image")->required();
    decrypt
        ->add_option("--key", decrypting->keyFile,
                     "the boards' private key: PEM, or the HMAC key's 32 bytes")
        ->type_name("FILE")
        ->required();
    decrypt->add_option("-o,--output", decrypting->output, "the file to write")
        ->type_name("FILE")
        ->required();
    decrypt->callback([&context, decrypting] {
        runCrypt(context, *decrypting, image::decryptFile, "decrypted, its tag matches");
    });
}

} // namespace otabench::cli
