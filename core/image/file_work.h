#pragma once

#include "image/maker.h"
#include "image/reader.h"

#include <filesystem>
#include <optional>
#include <stop_token>

/// The work on images from file to file. Each call reads `file`, works on its bytes and writes
/// `output` whole or not at all; what it returns is the written image, inspected. Errors are those
/// of reading, of the work (see signing.h, encryption.h, maker.h; with the file's name) and of
/// writing; Cancelled when it was asked to stop before it wrote. Thread: any; takes its time.
namespace otabench::image {

[[nodiscard]] Result<Image> signFile(const std::filesystem::path &file,
                                     const std::filesystem::path &keyFile,
                                     const std::filesystem::path &output,
                                     const std::stop_token &stop = {});
[[nodiscard]] Result<Image> encryptFile(const std::filesystem::path &file,
                                        const std::filesystem::path &keyFile,
                                        const std::filesystem::path &output,
                                        const std::stop_token &stop = {});
[[nodiscard]] Result<Image> decryptFile(const std::filesystem::path &file,
                                        const std::filesystem::path &keyFile,
                                        const std::filesystem::path &output,
                                        const std::stop_token &stop = {});
[[nodiscard]] Result<Image> makeImageFile(const MakeOptions &options,
                                          const std::filesystem::path &output,
                                          const std::stop_token &stop = {});

/// verifySignature() of a file. @return the image, and the number of the block that was asked for.
struct VerifiedImage
{
    Image image;
    unsigned block = 0;
};

[[nodiscard]] Result<VerifiedImage>
verifyFile(const std::filesystem::path &file,
           const std::optional<std::filesystem::path> &keyFile = std::nullopt);

} // namespace otabench::image
