// Partition tables, as bootloader, application and `otabench image` read the same bytes.

#include "fuzz.h"

#include "image/reader.h"
#include "otabench_partition_table.h"
#include "partition_table.h"
#include "support/firmware/ram_port.h"

#include <cstring>

#include <openssl/evp.h>

namespace otabench::fuzz {
namespace {

constexpr std::uint32_t kFlashBytes = 0x40000;
constexpr std::size_t kEntry = 32;
constexpr std::uint32_t kTable = OTABENCH_PARTITION_TABLE_ADDRESS;

enum Mode : std::uint8_t
{
    kSealed = 1, ///< an MD5 slot's digest is made right
    kBuilt = 2,  ///< the bytes are turned into entries, and those into a table
};

using Bytes = std::vector<std::uint8_t>;

void seal(Bytes &table)
{
    for (std::size_t at = 0; at + kEntry <= table.size(); at += kEntry) {
        if (table[at] == 0xEB && table[at + 1] == 0xEB) {
            EVP_Digest(table.data(), at, &table[at + 16], nullptr, EVP_md5(), nullptr);
            return;
        }
    }
}

void checkRead(test::RamPort &board, const Bytes &bytes)
{
    board.load(kTable, bytes);
    firmware::PartitionTable loaded;
    const bool hasLoaded = firmware::loadPartitions(board.port(), &loaded) == ESP_OK;
    require(hasLoaded == loaded.loaded && (hasLoaded || loaded.count == 0) &&
                loaded.count <= firmware::kMaxPartitions,
            "a table that could not be loaded is empty");
    for (std::size_t i = 0; i < loaded.count; ++i) {
        const esp_partition_t &entry = loaded.entries[i];
        require(entry.address <= kFlashBytes && entry.size <= kFlashBytes - entry.address &&
                    std::memchr(entry.label, 0, sizeof entry.label) != nullptr,
                "the application's partitions lie in its flash and have a name");
    }
    const Bytes file(board.flash().begin() + kTable,
                     board.flash().begin() + kTable + OTABENCH_PARTITION_TABLE_SIZE);
    const image::Image image = image::inspect(std::as_bytes(std::span(file)));
    const bool hostTakesIt = image.kind == image::Kind::PartitionTable && image.valid();
    std::size_t count = 0;
    const esp_err_t verified = firmware::verifyPartitionTable(board.port(), kTable, &count);
    require(!hostTakesIt || verified == ESP_OK || verified == ESP_ERR_INVALID_SIZE,
            "what the host calls valid starts boards whose flash is large enough");
    if (verified != ESP_OK)
        return;
    require(!hostTakesIt || image.partitions.size() == count,
            "the host sees what the bootloader sees");
    require(count < OTABENCH_PARTITION_TABLE_SIZE / kEntry, "a table has an end");
    require(!hasLoaded || loaded.count == count, "bootloader and application see the same");
    for (std::size_t i = 0; i < loaded.count; ++i) {
        esp_partition_t entry;
        require(firmware::readPartition(board.port(), kTable, i, &entry) &&
                    entry.address == loaded.entries[i].address &&
                    entry.size == loaded.entries[i].size &&
                    std::strcmp(entry.label, loaded.entries[i].label) == 0,
                "and in the same places");
    }
}

void checkBuilt(test::RamPort &board, Input input)
{
    std::vector<std::string> labels(input.takeByte() % 100U);
    std::vector<otabench_partition_entry_t> entries;
    for (std::string &label : labels) {
        label = std::string(input.take(input.takeByte() % 20U));
        label.resize(std::min(label.size(), label.find('\0')));
        const std::uint8_t type = input.takeByte();
        const std::uint8_t subtype = input.takeByte();
        const std::uint32_t address = input.takeByte() * 0x1000U;
        const std::uint32_t size = input.takeByte() * 0x800U;
        entries.push_back({type, subtype, address, size, label.c_str(), input.takeByte()});
    }
    Bytes table(OTABENCH_PARTITION_TABLE_SIZE);
    if (otabench_partition_table_build(entries.data(), entries.size(), kFlashBytes, table.data()) !=
            ESP_OK ||
        entries.empty())
        return;
    board.load(kTable, table);
    firmware::PartitionTable loaded;
    std::size_t count = 0;
    require(firmware::verifyPartitionTable(board.port(), kTable, &count) == ESP_OK &&
                count == entries.size(),
            "the bootloader takes what build() makes");
    require(firmware::loadPartitions(board.port(), &loaded) == ESP_OK &&
                loaded.count == entries.size(),
            "the application takes what build() makes");
    for (std::size_t i = 0; i < count; ++i)
        require(loaded.entries[i].type == entries[i].type &&
                    loaded.entries[i].subtype == entries[i].subtype &&
                    loaded.entries[i].address == entries[i].address &&
                    loaded.entries[i].size == entries[i].size &&
                    labels[i] == loaded.entries[i].label,
                "what was built is what is read");
}

} // namespace

std::vector<std::string> seeds()
{
    const std::vector<otabench_partition_entry_t> entries{
        {1, 2, 0x9000, 0x4000, "nvs", 0},      {1, 0, 0xD000, 0x2000, "otadata", 0},
        {1, 1, 0xF000, 0x1000, "phy_init", 2}, {0, 0, 0x10000, 0x10000, "factory", 0},
        {0, 16, 0x20000, 0x10000, "ota_0", 0}, {0, 17, 0x30000, 0x10000, "ota_1", 1},
    };
    Bytes table(OTABENCH_PARTITION_TABLE_SIZE);
    require(otabench_partition_table_build(entries.data(), entries.size(), kFlashBytes,
                                           table.data()) == ESP_OK,
            "the seed is a table");
    const std::string text = toText<std::uint8_t>(table);
    return {
        std::string(1, '\0') + text.substr(0, 300),
        std::string(1, kSealed) + text.substr(0, 300),
        std::string(1, kSealed) + text.substr(0, 6 * kEntry),
        std::string(1, kBuilt) + "\x02\x03nvs\x01\x02\x09\x04" + std::string("\0", 1) +
            "\x05ota_0" + std::string("\0\x10\x20\x20\x01", 5),
    };
}

} // namespace otabench::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace otabench::fuzz;
    Input input(data, size);
    const std::uint8_t mode = input.takeByte();
    otabench::test::RamPort board(kFlashBytes);
    if ((mode & kBuilt) != 0) {
        checkBuilt(board, input);
        return 0;
    }
    Bytes table = toBytes(input.take(OTABENCH_PARTITION_TABLE_SIZE));
    if ((mode & kSealed) != 0)
        seal(table);
    checkRead(board, table);
    return 0;
}
