#pragma once

#include "image/detail/layout.h"
#include "image/reader.h"

namespace otabench::image::detail {

/// Whether the file is a piece of flash from the bootloader on (esptool merge-bin, a flash dump):
/// then reads its bootloader, partition table and applications into `image` and says true.
[[nodiscard]] bool readMerged(Bytes file, Image &image);

} // namespace otabench::image::detail
