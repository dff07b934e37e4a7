#include "image/chip.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace otabench::image {
namespace {

constexpr std::array<Chip, 14> kChips{{
    {0, "esp32", "ESP32", 0x1000, {80, 40, 26, 20}},
    {2, "esp32s2", "ESP32-S2", 0x1000, {80, 40, 26, 20}},
    {5, "esp32c3", "ESP32-C3", 0x0, {80, 40, 26, 20}},
    {9, "esp32s3", "ESP32-S3", 0x0, {80, 40, 26, 20}},
    {12, "esp32c2", "ESP32-C2", 0x0, {60, 30, 20, 15}},
    {13, "esp32c6", "ESP32-C6", 0x0, {0, 80, 0, 20}},
    {16, "esp32h2", "ESP32-H2", 0x0, {48, 24, 16, 12}},
    {18, "esp32p4", "ESP32-P4", 0x2000, {80, 40, 26, 20}},
    {20, "esp32c61", "ESP32-C61", 0x0, {80, 40, 0, 20}},
    {23, "esp32c5", "ESP32-C5", 0x2000, {80, 40, 0, 20}},
    {25, "esp32h21", "ESP32-H21", 0x0, {48, 24, 16, 12}},
    {28, "esp32h4", "ESP32-H4", 0x2000, {48, 24, 16, 12}},
    {31, "esp32e22", "ESP32-E22", 0x0, {80, 40, 26, 20}},
    {32, "esp32s31", "ESP32-S31", 0x2000, {80, 40, 0, 20}},
}};

bool equalIgnoringCase(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) ==
               std::tolower(static_cast<unsigned char>(y));
    });
}

} // namespace

const Chip *findChip(std::uint16_t id)
{
    const auto found = std::ranges::find(kChips, id, &Chip::id);
    return found != kChips.end() ? &*found : nullptr;
}

const Chip *findChip(std::string_view name)
{
    const auto found = std::ranges::find_if(kChips, [&](const Chip &chip) {
        return equalIgnoringCase(chip.name, name) || equalIgnoringCase(chip.displayName, name);
    });
    return found != kChips.end() ? &*found : nullptr;
}

std::optional<unsigned> flashMegahertz(const Chip &chip, std::uint8_t speed)
{
    constexpr std::uint8_t kFull = 0xF;
    const std::size_t index = speed == kFull ? 0 : speed + std::size_t{1};
    if (index >= chip.flashMegahertz.size() || chip.flashMegahertz[index] == 0)
        return std::nullopt;
    return chip.flashMegahertz[index];
}

std::string chipName(std::uint16_t id)
{
    const Chip *chip = findChip(id);
    return chip != nullptr ? std::string(chip->name) : fmt::format("chip {}", id);
}

std::string knownChipNames()
{
    std::string names;
    for (const Chip &chip : kChips) {
        if (!names.empty())
            names += ", ";
        names += chip.name;
    }
    return names;
}

} // namespace otabench::image
