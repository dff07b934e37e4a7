// Which slot starts: otadata, partition table and images as an update, a power failure or a flash
// tool may have left them.

#include "fuzz.h"

#include "esp_ota_ops.h"
#include "otabench_boot.h"
#include "otabench_partition_table.h"
#include "otadata.h"
#include "support/firmware/ram_port.h"
#include "support/firmware/tiny_image.h"

namespace otabench::fuzz {
namespace {

constexpr std::uint32_t kFlashBytes = 0x40000;
constexpr std::uint32_t kOtadata = 0xD000;
constexpr std::uint32_t kFactory = 0x10000;
constexpr std::uint32_t kSlot0 = 0x20000;
constexpr std::uint32_t kSlot1 = 0x30000;
constexpr std::uint32_t kSlotBytes = 0x10000;
constexpr std::size_t kRecordBytes = 9; ///< in the input: sequence, state, whether the CRC is good

enum Mode : std::uint8_t
{
    kWithFactory = 1,
    kPowerFails = 2,
    kRawRecords = 4,
    kOldBootloader = 8,
    kNoRollback = 16,
};

using Bytes = std::vector<std::uint8_t>;

Bytes tableOf(bool withFactory)
{
    std::vector<otabench_partition_entry_t> entries{
        {1, 2, 0x9000, 0x4000, "nvs", 0},
        {1, 0, kOtadata, 0x2000, "otadata", 0},
        {0, 16, kSlot0, kSlotBytes, "ota_0", 0},
        {0, 17, kSlot1, kSlotBytes, "ota_1", 0},
    };
    if (withFactory)
        entries.push_back({0, 0, kFactory, kSlotBytes, "factory", 0});
    Bytes table(OTABENCH_PARTITION_TABLE_SIZE);
    require(otabench_partition_table_build(entries.data(), entries.size(), kFlashBytes,
                                           table.data()) == ESP_OK,
            "the board's table can be built");
    return table;
}

std::uint32_t takeU32(Input &input)
{
    std::uint32_t value = 0;
    for (int shift = 0; shift < 32; shift += 8)
        value |= static_cast<std::uint32_t>(input.takeByte()) << shift;
    return value;
}

void loadRecord(test::RamPort &board, int index, Input &input, bool raw)
{
    const std::uint32_t address = kOtadata + static_cast<std::uint32_t>(index) * 0x1000;
    if (raw) {
        board.load(address, toBytes(input.take(sizeof(firmware::OtaRecord))));
        return;
    }
    const std::uint32_t sequence = takeU32(input);
    firmware::OtaRecord record = firmware::makeRecord(sequence, takeU32(input));
    if ((input.takeByte() & 1) != 0)
        record.crc ^= 0x100;
    require(firmware::writeRecord(board.port(), kOtadata, index, record) == ESP_OK,
            "a record can be written");
}

/// Overwrites bytes of table, otadata and images. @return whether there was any such byte.
bool patch(test::RamPort &board, Input &input)
{
    bool patched = false;
    while (!input.rest().empty()) {
        const std::uint32_t page = input.takeByte(); // 1 KiB each
        const std::uint32_t offset = input.takeByte() * 4U;
        const Bytes bytes = toBytes(input.take(1 + input.takeByte() % 32U));
        const std::uint32_t address = page * 1024 + offset;
        if (address >= OTABENCH_PARTITION_TABLE_ADDRESS && address + bytes.size() <= kFlashBytes) {
            board.load(address, bytes);
            patched = true;
        }
    }
    return patched;
}

struct Start
{
    esp_err_t result = ESP_OK;
    otabench_boot_choice_t choice = {};
};

Start start(test::RamPort &board)
{
    Start start;
    start.result = otabench_boot_select(board.port(), &start.choice);
    require(board.heldAllocations() == 0 && board.heldHashes() == 0,
            "the bootloader gives back what it took");
    if (start.result == ESP_OK)
        require(start.choice.size > 0 && start.choice.address <= kFlashBytes &&
                    start.choice.size <= kFlashBytes - start.choice.address,
                "what starts lies in the flash");
    return start;
}

/// A board with good images always starts, and settles when nobody confirms anything.
void checkSound(test::RamPort &board)
{
    Start last;
    for (int i = 0; i < 5; ++i) {
        last = start(board);
        require(last.result == ESP_OK, "a board with good images starts");
        require(!last.choice.fell_back || last.choice.first_choice < 0,
                "a good image is not passed over");
    }
    const unsigned before = board.operations();
    const Start again = start(board);
    require(again.result == ESP_OK && again.choice.address == last.choice.address,
            "a board that nobody touches starts the same app again");
    require(board.operations() == before, "and its flash is left alone");
}

/// What the application asks and says after it has started.
void runApp(test::RamPort &board, const Start &started, bool sound)
{
    board.use(started.choice.address);
    const esp_partition_t *running = esp_ota_get_running_partition();
    require(!sound || (running != nullptr && running->address == started.choice.address),
            "the application knows where it runs");
    const esp_partition_t *next = esp_ota_get_next_update_partition(nullptr);
    require(!sound || (next != nullptr && next->address != started.choice.address),
            "an update never goes to where the application runs");
    esp_ota_img_states_t state = ESP_OTA_IMG_UNDEFINED;
    if (running != nullptr)
        (void)esp_ota_get_state_partition(running, &state);
    const bool confirmed = esp_ota_mark_app_valid_cancel_rollback() == ESP_OK;
    if (sound && confirmed && state == ESP_OTA_IMG_PENDING_VERIFY)
        require(start(board).choice.address == started.choice.address,
                "a confirmed application starts again");
}

} // namespace

std::vector<std::string> seeds()
{
    const auto record = [](char sequence, char state, char crc = 0) {
        return std::string{sequence, 0, 0, 0, state, 0, 0, 0, crc};
    };
    const std::string blank(kRecordBytes - 1, '\xFF');
    return {
        std::string{0, 0} + record(1, 2) + record(2, 0),
        std::string{kWithFactory, 0} + record(1, 2) + record(2, 1),
        std::string{kPowerFails, 2} + record(3, 0) + record(2, 1),
        std::string{kOldBootloader, 0} + record(3, 0) + record(2, 2),
        std::string{kNoRollback | kWithFactory, 0} + record(3, 1) + blank + '\0',
        std::string{kPowerFails | kWithFactory, 1} + record(1, 4) + record(2, 3),
        std::string{0, 0} + blank + '\0' + blank + '\1',
        std::string{kRawRecords, 0} + std::string(64, '\xFF') + std::string{'\x80', 0, 3} + "abcd",
        std::string{0, 0} + record(1, 2) + record(2, 0, 1) + std::string{'\x20', 24, 7} +
            "12345678",
    };
}

} // namespace otabench::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace otabench;
    using namespace otabench::fuzz;
    static const Bytes kTables[] = {tableOf(false), tableOf(true)};
    static const Bytes kApps[] = {test::tinyApp("1.0", 512), test::tinyApp("2.0", 512)};
    Input input(data, size);
    const std::uint8_t mode = input.takeByte();
    const unsigned cutAt = 1U + input.takeByte() % 8U;

    test::RamPort board(kFlashBytes);
    const bool withFactory = (mode & kWithFactory) != 0;
    if ((mode & kOldBootloader) != 0)
        board.security.rollback = OTABENCH_ROLLBACK_APP_ONLY;
    else if ((mode & kNoRollback) != 0)
        board.security.rollback = OTABENCH_ROLLBACK_OFF;
    board.load(OTABENCH_PARTITION_TABLE_ADDRESS, kTables[withFactory ? 1 : 0]);
    board.load(kSlot0, kApps[0]);
    board.load(kSlot1, kApps[1]);
    if (withFactory)
        board.load(kFactory, kApps[0]);
    for (const int index : {0, 1})
        loadRecord(board, index, input, (mode & kRawRecords) != 0);
    const bool sound = !patch(board, input);

    if ((mode & kPowerFails) != 0) {
        board.cutPowerAt(cutAt, test::Damage::Garbage, cutAt);
        (void)start(board);
        board.restorePower();
    }
    const Start first = start(board);
    if (first.result == ESP_OK)
        runApp(board, first, sound);
    if (sound)
        checkSound(board);
    else
        (void)start(board);
    return 0;
}
