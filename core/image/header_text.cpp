#include "image/header_text.h"

#include "image/chip.h"

#include <fmt/format.h>

#include <array>

namespace otabench::image {

std::string revisionText(std::uint16_t revision)
{
    return fmt::format("v{}.{}", revision / 100, revision % 100);
}

bool isRevisionLimit(std::uint16_t revision)
{
    return revision != 0 && revision != 0xFFFF;
}

std::string flashModeText(const Image &image)
{
    constexpr std::array kModes{"QIO", "QOUT", "DIO", "DOUT", "FAST_READ", "SLOW_READ"};
    return image.spiMode < kModes.size() ? kModes[image.spiMode]
                                         : fmt::format("mode {}", image.spiMode);
}

std::string flashSizeText(const Image &image)
{
    return image.spiSize < 8 ? fmt::format("{} MB", 1 << image.spiSize)
                             : fmt::format("size {}", image.spiSize);
}

std::string flashFrequencyText(const Image &image)
{
    const Chip *chip = findChip(image.chipId);
    const auto clock = chip != nullptr ? flashMegahertz(*chip, image.spiSpeed) : std::nullopt;
    return clock ? fmt::format("{} MHz", *clock) : std::string();
}

} // namespace otabench::image
