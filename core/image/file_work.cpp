#include "image/file_work.h"

#include "base/files.h"
#include "image/encryption.h"
#include "image/signing.h"

namespace otabench::image {
namespace fs = std::filesystem;

namespace {

using Made = Result<std::vector<std::byte>>;
using Work = Made (*)(std::span<const std::byte> file, const fs::path &keyFile);

Result<Image> write(const Made &made, const fs::path &output, const std::stop_token &stop)
{
    if (!made)
        return tl::unexpected(made.error());
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, "{} was not written", output.string());
    if (const auto written = writeFileAtomically(output, *made, FileMode::Public); !written)
        return tl::unexpected(written.error());
    return inspect(*made);
}

Result<Image> turn(Work work, const fs::path &file, const fs::path &keyFile, const fs::path &output,
                   const std::stop_token &stop)
{
    const auto bytes = readFile(file);
    if (!bytes)
        return tl::unexpected(bytes.error());
    Made made = work(*bytes, keyFile);
    if (!made)
        return tl::unexpected(made.error().in(file.string()));
    return write(made, output, stop);
}

} // namespace

Result<Image> signFile(const fs::path &file, const fs::path &keyFile, const fs::path &output,
                       const std::stop_token &stop)
{
    return turn(sign, file, keyFile, output, stop);
}

Result<Image> encryptFile(const fs::path &file, const fs::path &keyFile, const fs::path &output,
                          const std::stop_token &stop)
{
    return turn(encrypt, file, keyFile, output, stop);
}

Result<Image> decryptFile(const fs::path &file, const fs::path &keyFile, const fs::path &output,
                          const std::stop_token &stop)
{
    return turn(decrypt, file, keyFile, output, stop);
}

Result<Image> makeImageFile(const MakeOptions &options, const fs::path &output,
                            const std::stop_token &stop)
{
    return write(makeImage(options), output, stop);
}

Result<VerifiedImage> verifyFile(const fs::path &file, const std::optional<fs::path> &keyFile)
{
    const auto bytes = readFile(file);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const auto block = verifySignature(*bytes, keyFile);
    if (!block)
        return tl::unexpected(block.error().in(file.string()));
    return VerifiedImage{inspect(*bytes), *block};
}

} // namespace otabench::image
