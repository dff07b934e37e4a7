#pragma once

#include "base/error.h"
#include "image/chip.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace otabench::image {

struct MakeOptions
{
    std::string chip = "esp32";
    std::string project = "demo";
    std::string version = "1.0.0";
    std::size_t sizeBytes = 256 * 1024; ///< of the file, rounded up to what the format allows
    std::uint32_t secureVersion = 0;
    std::uint32_t seed = 0; ///< same options and seed: same bytes
};

/// A valid application image (header, two mapped segments and one for RAM, description, checksum,
/// SHA-256) whose code is noise: for tests and demonstrations. Two versions differ in all of it.
/// Errors: InvalidArgument (unknown chip, text too long for its field, size below 1 KiB or above 16
/// MiB).
[[nodiscard]] Result<std::vector<std::byte>> makeImage(const MakeOptions &options);

/// "256K", "1M", "4096", "0x1000": bytes. InvalidArgument otherwise.
[[nodiscard]] Result<std::size_t> parseSize(std::string_view text);

} // namespace otabench::image
