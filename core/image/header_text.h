#pragma once

#include "image/reader.h"

#include <string>

/// What an image's header says, as esptool and the boot log write it.
namespace otabench::image {

/// The "Image version" of esptool's image-info. No field of the header says it: all images with the
/// header of the ESP32 family are of version 1 (esptool/bin_image.py, ESP32FirmwareImage).
inline constexpr unsigned kImageVersion = 1;

/// "v3.1" for 301.
[[nodiscard]] std::string revisionText(std::uint16_t revision);
/// Whether a largest revision is one: 0 and 65535 set no limit.
[[nodiscard]] bool isRevisionLimit(std::uint16_t revision);

/// "QIO", "DIO", …, "mode 9" for one that is none.
[[nodiscard]] std::string flashModeText(const Image &image);
/// "4 MB".
[[nodiscard]] std::string flashSizeText(const Image &image);
/// "40 MHz"; empty for a chip or speed that is not known.
[[nodiscard]] std::string flashFrequencyText(const Image &image);

} // namespace otabench::image
