#include "image/board_facts.h"

#include "image/build.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace otabench::image {
namespace {

/// Source: ESP-IDF esp_app_desc.h, the field that v6.1 added; 0 stands for "not said".
constexpr std::array<std::string_view, 6> kFlashModes{"", "QIO", "QOUT", "DIO", "DOUT", "OPI"};

} // namespace

void takeRunningImage(BoardFacts &board, const Image &running)
{
    if (board.chip.empty())
        board.chip = running.chip;
    const Build build = buildOf(running);
    board.imageSha256 = build.imageSha256;
    board.elfSha256 = build.elfSha256;
    const AppDescription unknown;
    const AppDescription &description = running.description ? *running.description : unknown;
    board.project = description.project;
    board.version = description.version;
    board.flashMode = running.description ? std::optional(description.flashMode) : std::nullopt;
}

Result<> takePartitions(BoardFacts &board, const Image &table)
{
    constexpr std::uint8_t kFactory = 0x00, kFirstOta = 0x10, kLastOta = 0x1F;
    if (table.partitions.empty())
        return fail(ErrorCode::ImageWrongKind,
                    "the file is of kind {} and has no partitions; a build's partition table is "
                    "partition_table/partition-table.bin",
                    name(table.kind));
    const Partition *smallest = nullptr;
    std::size_t slots = 0;
    bool hasFactory = false;
    for (const Partition &each : table.partitions) {
        hasFactory = hasFactory || (each.isApp() && each.subtype == kFactory);
        if (!each.isApp() || each.subtype < kFirstOta || each.subtype > kLastOta)
            continue;
        ++slots;
        if (smallest == nullptr || each.sizeBytes < smallest->sizeBytes)
            smallest = &each;
    }
    board.hasSecondSlot = slots > 1 || (slots == 1 && hasFactory);
    board.slot = smallest != nullptr ? smallest->label : std::string();
    board.slotBytes =
        smallest != nullptr ? std::optional<std::uint64_t>(smallest->sizeBytes) : std::nullopt;
    return {};
}

std::string flashModeName(std::uint8_t mode)
{
    return mode < kFlashModes.size() ? std::string(kFlashModes[mode])
                                     : fmt::format("mode {}", mode);
}

std::optional<std::uint8_t> flashModeFromName(std::string_view name)
{
    std::string upper(name);
    std::ranges::transform(upper, upper.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    const auto *found = std::ranges::find(kFlashModes, std::string_view(upper));
    if (name.empty() || found == kFlashModes.end())
        return std::nullopt;
    return static_cast<std::uint8_t>(found - kFlashModes.begin());
}

} // namespace otabench::image
