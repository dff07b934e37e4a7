#include "image/detail/merged.h"

#include "image/chip.h"
#include "image/detail/checks.h"
#include "image/detail/esp_image.h"
#include "image/detail/partition_table.h"

#include <algorithm>
#include <array>

namespace otabench::image::detail {
namespace {

constexpr std::size_t kDefaultTableOffset = 0x8000;
constexpr std::size_t kLastTableOffset = 0x20000;

/// Where the parts stand in the file. Flash offset = file offset + base.
struct Parts
{
    Image bootloader;
    Image table;
    std::size_t base = 0;
};

bool allPassed(const Image &image)
{
    return std::ranges::all_of(image.checks, &Check::ok);
}

std::optional<Parts> findTable(Bytes file, std::size_t bootloaderAt, std::size_t base, Parts parts)
{
    for (std::size_t offset = kDefaultTableOffset; offset <= kLastTableOffset;
         offset += kSectorSize) {
        const std::size_t at = offset - base;
        if (at < bootloaderAt + parts.bootloader.imageBytes ||
            !startsPartitionTable(slice(file, at, 2)))
            continue;
        Image table;
        readPartitionTable(slice(file, at, kPartitionTableSize), table);
        if (table.partitions.empty())
            continue;
        parts.table = std::move(table);
        parts.base = base;
        return parts;
    }
    return std::nullopt;
}

/// A file that starts with the bootloader was merged from the bootloader's flash offset on; one
/// that starts with erased flash, from offset 0.
std::optional<Parts> findParts(Bytes file)
{
    const bool fromZero = byteAt(file, 0) == 0xFF;
    for (const std::size_t bootloaderAt :
         {std::size_t{0}, std::size_t{0x1000}, std::size_t{0x2000}}) {
        if (byteAt(file, bootloaderAt) != kImageMagic || (bootloaderAt != 0 && !fromZero))
            continue;
        if (u32At(file, bootloaderAt + kDescriptionOffset) == kDescriptionMagic)
            continue; // an application
        Parts parts;
        readEspImage(slice(file, bootloaderAt, file.size()), parts.bootloader);
        const Chip *chip = findChip(parts.bootloader.chipId);
        if (parts.bootloader.kind != Kind::Bootloader || chip == nullptr)
            continue;
        const std::size_t base = bootloaderAt == 0 ? chip->bootloaderFlashOffset : 0;
        if (auto found = findTable(file, bootloaderAt, base, std::move(parts)))
            return found;
    }
    return std::nullopt;
}

void takeChecks(const Image &part, std::string_view name, Image &image)
{
    for (const Check &check : part.checks) {
        if (check.ok)
            continue;
        flunk(image, name, check.code, "{}: {}", check.name, check.detail);
        return;
    }
}

/// `image` has the bootloader's chip.
void readApps(Bytes file, std::size_t base, Image &image)
{
    bool hasApp = false;
    for (const Partition &partition : image.partitions) {
        if (!partition.isApp() || partition.flashOffset < base)
            continue;
        const Bytes bytes = slice(file, partition.flashOffset - base, partition.sizeBytes);
        if (byteAt(bytes, 0) != kImageMagic)
            continue; // an empty slot, or behind the end of the file
        hasApp = true;
        Image app;
        readEspImage(bytes, app);
        if (!allPassed(app)) {
            takeChecks(app, partition.label, image);
            continue;
        }
        if (!app.description) {
            flunk(image, partition.label, ErrorCode::ImageInvalid,
                  "this slot holds a bootloader in place of an application");
            continue;
        }
        if (app.chipId != image.chipId) {
            flunk(image, partition.label, ErrorCode::ImageWrongChip,
                  "the application in this slot is for {}, the bootloader before it for {}: no "
                  "chip starts both",
                  app.chip, image.chip);
            continue;
        }
        pass(image, partition.label, "project \"{}\", version \"{}\"", app.description->project,
             app.description->version);
        if (!image.description) {
            image.description = app.description;
            image.appendedSha256 = app.appendedSha256;
        }
    }
    if (!hasApp) // what a first flashing may well leave out
        pass(image, "application",
             "none in this file: a board with only this on it has nothing to start");
}

} // namespace

bool readMerged(Bytes file, Image &image)
{
    auto parts = findParts(file);
    if (!parts)
        return false;
    image = std::move(parts->bootloader);
    const Image bootloader = image;
    image.kind = Kind::Merged;
    image.checks.clear();
    image.segments.clear();
    image.signatures.clear();
    image.appendedSha256.reset();
    image.imageBytes = file.size();
    image.partitions = parts->table.partitions;
    pass(image, "magic", "a merged flash image from offset {:#x} on", parts->base);
    if (allPassed(bootloader))
        pass(image, "bootloader", "valid, {} bytes", bootloader.imageBytes);
    else
        takeChecks(bootloader, "bootloader", image);
    if (allPassed(parts->table))
        pass(image, "partition-table", "valid, {} partitions", image.partitions.size());
    else
        takeChecks(parts->table, "partition-table", image);
    if (allPassed(parts->table)) // overlapping slots would be read many times over
        readApps(file, parts->base, image);
    return true;
}

} // namespace otabench::image::detail
