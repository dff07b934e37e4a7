#include "board.h"

#include "apps.h"
#include "boot_text.h"
#include "image_builder.h"
#include "say.h"

#include "esp_ota_ops.h"
#include "otabench_boot.h"
#include "otabench_partition_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <system_error>

namespace otabench::board {

namespace {

using firmware::host::HostConsoleHub;
using firmware::host::HostPortConfig;
using firmware::host::HostResult;
using firmware::host::HostSettings;
using firmware::host::ResetReason;

constexpr std::uint32_t kMegabyte = 1024 * 1024;
constexpr std::size_t kStackBytes = 512 * 1024;
constexpr std::uint16_t kEfuseBlockRevision = 103;
constexpr std::uint32_t kSlowBytesPerSecond = 20'000;

// The board's own settings, beside the firmware's: what it was made as. Written last, so that a
// board whose making was cut short is made again.
constexpr std::string_view kChipSetting = "vb.chip";
constexpr std::string_view kFlashSetting = "vb.flashmb";

// Self-signed; nobody has its key.
constexpr char kAlienCa[] = R"(-----BEGIN CERTIFICATE-----
MIIBljCCAT2gAwIBAgIUc0Fkuh3TBpa75MmcNFZAz/RSWWUwCgYIKoZIzj0EAwIw
IDEeMBwGA1UEAwwVQSBDQSB0aGF0IG5vYm9keSB1c2VzMCAXDTI2MTEyMTAwMTk1
NFoYDzIwODEwODI0MDAxOTU0WjAgMR4wHAYDVQQDDBVBIENBIHRoYXQgbm9ib2R5
IHVzZXMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ/5Yiy1S7MMeQONpuiMbGa
V22Nt4CfLIhGJNKFc7hmp4x+Y5tjOWC1B1tLImY7zY1ej4xq4HlRWXkq45OGJKS3
o1MwUTAdBgNVHQ4EFgQUFoy9YNwS/SgqddSmcOo0NPs59QwwHwYDVR0jBBgwFoAU
Foy9YNwS/SgqddSmcOo0NPs59QwwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD
AgNHADBEAiAHfsdsZvi0fQsBCD2NAJAnPw2RTrjZBly3BPG9YAcHhQIgbzKbdMP3
zr25ncKmcd+3DBZRYgJ4KRpsLoY0HY21wJo=
-----END CERTIFICATE-----
)";

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

} // namespace

std::string boardName(unsigned index)
{
    return fmt::format("vb-{:02}", index);
}

Board::Board(const Options &options, unsigned index)
    : m_options(options)
    , m_index(index)
    , m_port(faultsOf(options.faults, index), index)
{
}

Board::~Board()
{
    requestStop();
    join();
}

HostResult<std::unique_ptr<Board>> Board::open(const Options &options, unsigned index)
{
    std::unique_ptr<Board> board(new Board(options, index));
    if (const auto opened = board->openMachine(); !opened)
        return tl::unexpected(opened.error());
    return board;
}

HostResult<> Board::openMachine()
{
    const std::string name = boardName(m_index);
    HostPortConfig config;
    config.name = name;
    config.flashFile = m_options.dir / (name + ".flash");
    config.settingsFile = m_options.dir / (name + ".settings");
    config.consoleLink = m_options.dir / name;

    const auto settings = HostSettings::open(config.settingsFile);
    if (!settings)
        return tl::unexpected(settings.error());
    const std::string_view madeFor = textOf(settings->get(kChipSetting));
    const bool isNew = madeFor.empty();
    m_chip = isNew ? (m_options.chip != nullptr ? m_options.chip : findChip("esp32"))
                   : findChip(madeFor);
    if (m_chip == nullptr || (m_options.chip != nullptr && m_options.chip != m_chip))
        return tl::unexpected(fmt::format(
            "{}: this board was made as {}: leave out --chip, choose another --dir, or remove {}",
            config.flashFile.native(), madeFor, config.settingsFile.native()));
    const bool hasFactory = isNew ? m_options.factory : textOf(settings->get(kFlashSetting)) == "8";
    config.flashSizeBytes = (hasFactory ? 8 : 4) * kMegabyte;
    if (isNew) { // what an unfinished making or a removed settings file left behind
        std::error_code error;
        std::filesystem::remove(config.flashFile, error);
    }

    config.linkRateBytesPerSecond = m_options.linkRateBytesPerSecond;
    if (m_port.faults().has(Fault::Slow))
        config.linkRateBytesPerSecond =
            std::min(kSlowBytesPerSecond,
                     config.linkRateBytesPerSecond != 0 ? config.linkRateBytesPerSecond : ~0u);
    makeMac(m_options.dir, m_index, config.chip.mac);
    config.chip.chip_id = m_chip->id;
    config.chip.chip_name = m_chip->name.data(); // a literal, so it ends with NUL
    config.chip.chip_revision = m_chip->revision;
    config.chip.efuse_block_revision = kEfuseBlockRevision;
    if (const auto opened = m_port.open(config); !opened)
        return opened;
    m_port.setOnTrouble([name](const std::string &text) { say(name + ": " + text); });
    return isNew ? makeNew() : HostResult<>();
}

HostResult<> Board::makeNew()
{
    const bool hasFactory = m_options.factory;
    const auto image = buildImage(*m_chip, m_options.version, m_port.flash().size());
    auto &flash = m_port.flash();
    PartitionTable table;
    const std::uint32_t firstApp = buildTable(hasFactory, flash.size(), table);
    if (firstApp == 0 ||
        flash.write(OTABENCH_PARTITION_TABLE_ADDRESS, table.data(), table.size()) != ESP_OK ||
        flash.write(firstApp, image.data(), image.size()) != ESP_OK ||
        m_port.settings().set(kFlashSetting, bytesOf(hasFactory ? "8" : "4")) != ESP_OK ||
        m_port.settings().set(kChipSetting, bytesOf(m_chip->name)) != ESP_OK)
        return tl::unexpected(fmt::format("{} cannot be made in {}: is the disk full?", name(),
                                          m_options.dir.native()));
    return {};
}

HostResult<> Board::start(HostConsoleHub &hub)
{
    if (const auto added = hub.add(m_port.console()); !added)
        return added;
    pthread_attr_t attributes;
    ::pthread_attr_init(&attributes);
    ::pthread_attr_setstacksize(&attributes, kStackBytes);
    const int error = ::pthread_create(&m_thread, &attributes, &Board::threadMain, this);
    ::pthread_attr_destroy(&attributes);
    if (error != 0)
        return tl::unexpected(fmt::format("{}: no thread for the board: {}; use a smaller --count",
                                          name(), std::generic_category().message(error)));
    m_running = true;
    return {};
}

void Board::requestStop()
{
    if (m_running)
        m_port.requestStop();
}

void Board::join()
{
    if (m_running)
        ::pthread_join(m_thread, nullptr);
    m_running = false;
}

void *Board::threadMain(void *board)
{
    auto &self = *static_cast<Board *>(board);
    while (self.m_port.run(&Board::life, board) == FaultyPort::Ended::Reset) {}
    return nullptr;
}

void Board::life(void *board)
{
    auto &self = *static_cast<Board *>(board);
    self.m_port.onBoot();
    self.boot();
    self.runApplication();
}

void Board::boot()
{
    printRom(m_port, *m_chip);
    printBootloaderStart(m_port, *m_chip);
    otabench_boot_choice_t choice = {};
    if (otabench_boot_select(&m_port.table(), &choice) != ESP_OK) {
        m_port.delay(std::chrono::seconds(1)); // a board without a program restarts for ever
        m_port.resetNow(ResetReason::BootFailed);
    }
    m_port.log(3, "boot", "Disabling RNG early entropy source...");
    m_port.setRunningAddress(choice.address);
    otabench_port_set(&m_port.table());
}

void Board::runApplication()
{
    printApplicationStart(m_port, *m_chip);
    const FaultSet &faults = m_port.faults();
    esp_ota_img_states_t state = ESP_OTA_IMG_UNDEFINED;
    const bool onTrial =
        esp_ota_get_state_partition(esp_ota_get_running_partition(), &state) == ESP_OK &&
        state == ESP_OTA_IMG_PENDING_VERIFY;
    if (onTrial && faults.has(Fault::Rollback))
        m_port.panic();
    if (onTrial && faults.has(Fault::NoConfirm))
        return;
    if (m_options.profile == Profile::Stdin) {
        runStdinApp(m_port, builtInCa());
        return;
    }
    printNetworkUp(m_port);
    runAgentApp(m_port, builtInCa());
}

const char *Board::builtInCa() const
{
    if (m_port.faults().has(Fault::WrongCa))
        return kAlienCa;
    return m_options.caPem.empty() ? nullptr : m_options.caPem.c_str();
}

} // namespace otabench::board
