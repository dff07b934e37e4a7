#include "board_machine.h"

#include "boot_text.h"
#include "host_settings.h"

#include "otabench_boot.h"
#include "otabench_partition_table.h"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <system_error>

namespace otabench::firmware::host {

namespace {

constexpr std::uint32_t kMegabyte = 1024 * 1024;
constexpr std::uint16_t kEfuseBlockRevision = 103;

// The board's own settings, beside the firmware's: what it was made as. Written last, so that a
// board whose making was cut short is made again.
constexpr std::string_view kChipSetting = "vb.chip";
constexpr std::string_view kFlashSetting = "vb.flashmb";

/// FNV-1a, 32 bits.
std::uint32_t hashOf(std::string_view text)
{
    std::uint32_t hash = 2166136261u;
    for (const char c : text)
        hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619u;
    return hash;
}

/// The same for the same board of the same folder, and not that of another one: Espressif's prefix,
/// then 13 bits for the folder and 11 for the board.
void makeMac(const std::filesystem::path &dir, unsigned index, std::uint8_t (&mac)[6])
{
    std::error_code error;
    const auto absolute = std::filesystem::weakly_canonical(dir, error);
    const std::uint32_t folder = hashOf((error ? dir : absolute).native());
    const std::uint32_t tail = (folder % 8192u) << 11 | index;
    const std::uint8_t bytes[6] = {0x24,
                                   0x6F,
                                   0x28,
                                   static_cast<std::uint8_t>(tail >> 16),
                                   static_cast<std::uint8_t>(tail >> 8),
                                   static_cast<std::uint8_t>(tail)};
    std::memcpy(mac, bytes, sizeof mac);
}

std::string_view textOf(const std::vector<std::uint8_t> *value)
{
    return value == nullptr
               ? std::string_view()
               : std::string_view(reinterpret_cast<const char *>(value->data()), value->size());
}

std::span<const std::uint8_t> bytesOf(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}

using PartitionTable = std::array<std::uint8_t, OTABENCH_PARTITION_TABLE_SIZE>;

/// ESP-IDF's partitions_two_ota_large.csv, or the same with a factory slot of that size in front.
/// @return where the first app goes; 0 when the table cannot be built (our own mistake)
std::uint32_t buildTable(bool hasFactory, std::uint32_t flashSize, PartitionTable &table)
{
    constexpr std::uint8_t kApp = 0;
    constexpr std::uint8_t kData = 1;
    constexpr std::uint32_t kSlotSize = 0x1A9000;
    constexpr std::uint32_t kSlotStride = 0x1B0000; // to the next multiple of 64 KB
    constexpr std::uint32_t kFirstSlot = 0x20000;
    std::array<otabench_partition_entry_t, 6> entries = {{
        {kData, 0x02, 0x9000, 0x6000, "nvs", 0},
        {kData, 0x00, 0xF000, 0x2000, "otadata", 0},
        {kData, 0x01, 0x11000, 0x1000, "phy_init", 0},
    }};
    std::size_t count = 3;
    std::uint32_t address = kFirstSlot;
    const auto addSlot = [&](std::uint8_t subtype, const char *label) {
        entries[count++] = {kApp, subtype, address, kSlotSize, label, 0};
        address += kSlotStride;
    };
    if (hasFactory)
        addSlot(0x00, "factory");
    addSlot(0x10, "ota_0");
    addSlot(0x11, "ota_1");
    const bool built =
        otabench_partition_table_build(entries.data(), count, flashSize, table.data()) == ESP_OK;
    return built ? kFirstSlot : 0;
}

HostResult<> makeNew(HostPort &port, const BoardPlan &plan, const ChipProfile &chip)
{
    HostFlash &flash = port.flash();
    const auto image =
        buildImage(chip, plan.project, plan.version, flash.size(), plan.secureVersion);
    const auto bootloader = buildBootloader(chip, flash.size());
    PartitionTable table;
    const std::uint32_t firstApp = buildTable(plan.factory, flash.size(), table);
    if (firstApp == 0 ||
        flash.write(chip.bootloaderAddress, bootloader.data(), bootloader.size()) != ESP_OK ||
        flash.write(OTABENCH_PARTITION_TABLE_ADDRESS, table.data(), table.size()) != ESP_OK ||
        flash.write(firstApp, image.data(), image.size()) != ESP_OK ||
        port.settings().set(kFlashSetting, bytesOf(plan.factory ? "8" : "4")) != ESP_OK ||
        port.settings().set(kChipSetting, bytesOf(chip.name)) != ESP_OK)
        return tl::unexpected(fmt::format("{} cannot be made in {}: is the disk full?", plan.name,
                                          plan.dir.native()));
    return {};
}

} // namespace

HostResult<const ChipProfile *> openBoard(HostPort &port, const BoardPlan &plan)
{
    HostPortConfig config;
    config.name = plan.name;
    config.flashFile = plan.dir / (plan.name + ".flash");
    config.settingsFile = plan.dir / (plan.name + ".settings");
    config.consoleLink = plan.dir / plan.name;

    const auto settings = HostSettings::open(config.settingsFile);
    if (!settings)
        return tl::unexpected(settings.error());
    const std::string_view madeFor = textOf(settings->get(kChipSetting));
    const bool isNew = madeFor.empty();
    const ChipProfile *const newChip = plan.newChip != nullptr ? plan.newChip : findChip("esp32");
    const ChipProfile *const wanted = plan.chip != nullptr ? plan.chip : newChip;
    const ChipProfile *const chip = isNew ? wanted : findChip(madeFor);
    if (chip == nullptr || (plan.chip != nullptr && plan.chip != chip))
        return tl::unexpected(fmt::format(
            "{}: this board was made as {}: leave out --chip, choose another --dir, or remove {}",
            config.flashFile.native(), madeFor, config.settingsFile.native()));
    const bool hasFactory = isNew ? plan.factory : textOf(settings->get(kFlashSetting)) == "8";
    config.flashSizeBytes = (hasFactory ? 8 : 4) * kMegabyte;
    if (isNew) { // what an unfinished making or a removed settings file left behind
        std::error_code error;
        std::filesystem::remove(config.flashFile, error);
    }

    config.linkRateBytesPerSecond = plan.linkRateBytesPerSecond;
    config.security = plan.security;
    config.secureVersion = plan.secureVersion;
    makeMac(plan.dir, plan.index, config.chip.mac);
    config.chip.chip_id = chip->id;
    config.chip.chip_name = chip->name.data(); // a literal, so it ends with NUL
    config.chip.chip_revision = chip->revision;
    config.chip.efuse_block_revision = kEfuseBlockRevision;
    if (const auto opened = port.open(config); !opened)
        return tl::unexpected(opened.error());
    if (isNew) {
        if (const auto made = makeNew(port, plan, *chip); !made)
            return tl::unexpected(made.error());
    }
    return chip;
}

void bootBoard(HostPort &port, const ChipProfile &chip)
{
    printRom(port, chip);
    printBootloaderStart(port, chip);
    otabench_boot_choice_t choice = {};
    if (otabench_boot_select(&port.table(), &choice) != ESP_OK) {
        port.delay(std::chrono::seconds(1)); // a board without a program restarts for ever
        port.resetNow(ResetReason::BootFailed);
    }
    port.log(3, "boot", "Disabling RNG early entropy source...");
    port.setRunningAddress(choice.address);
    otabench_port_set(&port.table());
}

} // namespace otabench::firmware::host
