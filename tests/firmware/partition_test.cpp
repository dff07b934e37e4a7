#include "engine_fixture.h"

#include "esp_flash_err.h"
#include "md5.h"
#include "partition_table.h"

#include <cstdlib>
#include <fstream>

namespace otabench::test {
namespace {

using PartitionTest = EngineTest;

std::string md5Of(const std::string &text)
{
    firmware::Md5 md5;
    md5.update(text.data(), text.size());
    uint8_t digest[firmware::kMd5Size];
    md5.finish(digest);
    std::string hex;
    for (const uint8_t byte : digest) {
        char two[3];
        snprintf(two, sizeof two, "%02x", byte);
        hex += two;
    }
    return hex;
}

TEST(Md5, MatchesRfc1321)
{
    EXPECT_EQ(md5Of(""), "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_EQ(md5Of("abc"), "900150983cd24fb0d6963f7d28e17f72");
    EXPECT_EQ(
        md5Of("12345678901234567890123456789012345678901234567890123456789012345678901234567890"),
        "57edf4a22be3c955ac49da2e2107b67a");
    EXPECT_EQ(md5Of(std::string(55, 'a')), "ef1772b6dff9a122358552954ad0df65");
    EXPECT_EQ(md5Of(std::string(56, 'a')), "3b0c8ac703f828b04c6c197006d17218");
    EXPECT_EQ(md5Of(std::string(64, 'a')), "014842d480b571495a4a0363793f7367");
}

std::vector<otabench_partition_entry_t> twoOta()
{
    return {{1, 2, 0x9000, 0x4000, "nvs", 0},          {1, 0, 0xD000, 0x2000, "otadata", 0},
            {1, 1, 0xF000, 0x1000, "phy_init", 0},     {0, 0, 0x10000, 0x100000, "factory", 0},
            {0, 0x10, 0x110000, 0x100000, "ota_0", 0}, {0, 0x11, 0x210000, 0x100000, "ota_1", 0}};
}

TEST(PartitionTable, OfTheStockTwoOtaLayoutHasItsKnownMd5)
{
    const auto entries = twoOta();
    Bytes table(OTABENCH_PARTITION_TABLE_SIZE);

    ASSERT_EQ(
        otabench_partition_table_build(entries.data(), entries.size(), 0x400000, table.data()),
        ESP_OK);

    const Bytes md5{0xbf, 0x25, 0x82, 0x2c, 0x0f, 0xa6, 0xd8, 0x64,
                    0x1b, 0xd9, 0x30, 0x25, 0x1e, 0x06, 0xb4, 0xc4};
    EXPECT_EQ(Bytes(table.begin() + 6 * 32 + 16, table.begin() + 7 * 32), md5);
    EXPECT_EQ(Bytes(table.begin() + 7 * 32, table.end()), Bytes(0xC00 - 7 * 32, 0xFF));
}

TEST(PartitionTable, IsRefusedWhenItsEntriesAreWrong)
{
    struct Row
    {
        otabench_partition_entry_t entry;
        esp_err_t code;
    };

    for (const Row &row :
         std::vector<Row>{{{1, 2, 0x320000, 0x1000, "ok", 0}, ESP_OK},
                          {{1, 2, 0x320000, 0x1000, "fifteen_letters", 0}, ESP_OK},
                          {{1, 2, 0x320000, 0x1000, "sixteen__letters", 0}, ESP_ERR_INVALID_ARG},
                          {{1, 2, 0x320000, 0x1000, "", 0}, ESP_ERR_INVALID_ARG},
                          {{1, 2, 0x320000, 0x1000, nullptr, 0}, ESP_ERR_INVALID_ARG},
                          {{1, 2, 0x320000, 0x1000, "nvs", 0}, ESP_ERR_INVALID_ARG},
                          {{1, 2, 0x320800, 0x1000, "x", 0}, ESP_ERR_INVALID_ARG},
                          {{0, 0x12, 0x321000, 0x1000, "x", 0}, ESP_ERR_INVALID_ARG},
                          {{1, 2, 0x8000, 0x1000, "x", 0}, ESP_ERR_INVALID_ARG},
                          {{1, 2, 0xC000, 0x2000, "x", 0}, ESP_ERR_INVALID_ARG},
                          {{1, 2, 0x3FF000, 0x2000, "x", 0}, ESP_ERR_INVALID_SIZE},
                          {{1, 2, 0x3FF000, 0xFFFFFFFF, "x", 0}, ESP_ERR_INVALID_SIZE},
                          {{1, 2, 0x500000, 0x1000, "x", 0}, ESP_ERR_INVALID_SIZE}}) {
        auto entries = twoOta();
        entries.push_back(row.entry);
        Bytes table(OTABENCH_PARTITION_TABLE_SIZE);
        EXPECT_EQ(
            otabench_partition_table_build(entries.data(), entries.size(), 0x400000, table.data()),
            row.code)
            << (row.entry.label ? row.entry.label : "null") << std::hex << row.entry.address;
    }
    Bytes table(OTABENCH_PARTITION_TABLE_SIZE);
    EXPECT_EQ(otabench_partition_table_build(nullptr, 0, 0x400000, table.data()),
              ESP_ERR_INVALID_ARG);
}

TEST(PartitionTable, TakesNinetyFourPartitionsAndNoMore)
{
    std::vector<std::string> labels(95);
    std::vector<otabench_partition_entry_t> entries;
    for (uint32_t i = 0; i < 95; ++i) {
        labels[i] = "p" + std::to_string(i);
        entries.push_back({1, 6, 0x9000 + i * 0x1000, 0x1000, labels[i].c_str(), 0});
    }
    Bytes table(OTABENCH_PARTITION_TABLE_SIZE);
    RamPort board(512 * 1024);

    EXPECT_EQ(otabench_partition_table_build(entries.data(), 95, 0x80000, table.data()),
              ESP_ERR_INVALID_SIZE);
    ASSERT_EQ(otabench_partition_table_build(entries.data(), 94, 0x80000, table.data()), ESP_OK);
    board.load(0x8000, table);
    board.use(0);
    EXPECT_TRUE(
        esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_ANY, "p93"));
    size_t count = 0;
    EXPECT_EQ(firmware::verifyPartitionTable(board.port(), 0x8000, &count), ESP_OK);
    EXPECT_EQ(count, 94U);
}

TEST(PartitionTable, OfAGenuineBuildIsRead)
{
    const char *shared = std::getenv("OTABENCH_SHARED");
    std::ifstream file(std::string(shared ? shared : "") + "/images/partition-table.bin",
                       std::ios::binary);
    if (!file)
        GTEST_SKIP() << "no genuine images here";
    RamPort board;
    board.load(0x8000, Bytes(std::istreambuf_iterator<char>(file), {}));
    board.use(0);
    size_t count = 0;

    EXPECT_EQ(firmware::verifyPartitionTable(board.port(), 0x8000, &count), ESP_OK);
    const esp_partition_t *factory = esp_partition_find_first(
        ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_APP_FACTORY, nullptr);
    ASSERT_TRUE(factory);
    EXPECT_EQ(factory->address, 0x10000U);
    EXPECT_STREQ(factory->label, "factory");
}

TEST_F(PartitionTest, TheBootloadersCheckNamesWhatIsWrong)
{
    const auto check = [this] {
        size_t count = 0;
        board.log.clear();
        return firmware::verifyPartitionTable(board.port(), 0x8000, &count);
    };
    const Bytes good(board.flash().begin() + 0x8000, board.flash().begin() + 0x9000);
    EXPECT_EQ(check(), ESP_OK);
    EXPECT_TRUE(board.log.empty());

    board.flash()[0x8000 + 5 * 32 + 16] ^= 1;
    EXPECT_EQ(check(), ESP_ERR_INVALID_STATE);
    EXPECT_TRUE(board.hasLogged("E flash_parts: Incorrect MD5 checksum"));

    board.load(0x8000, good);
    board.flash()[0x8000 + 32] = 0x12;
    EXPECT_EQ(check(), ESP_ERR_INVALID_STATE);
    EXPECT_TRUE(board.hasLogged("E flash_parts: partition 1 invalid magic number 0x5012"));

    board.load(0x8000, good);
    board.flash()[0x8000 + 32 + 10] = 0xFF;
    EXPECT_EQ(check(), ESP_ERR_INVALID_SIZE);
    EXPECT_TRUE(board.hasLogged(
        "partition 1 invalid - offset 0xd000 size 0xff2000 exceeds flash chip size 0x80000"));

    board.load(0x8000, Bytes(0xC00, 0xFF));
    EXPECT_EQ(check(), ESP_ERR_INVALID_STATE);

    Bytes full;
    for (int i = 0; i < 96; ++i)
        full.insert(full.end(), good.begin(), good.begin() + 32);
    board.load(0x8000, full);
    EXPECT_EQ(check(), ESP_ERR_INVALID_STATE);
    EXPECT_TRUE(board.hasLogged("partition table has no terminating entry, not valid"));
}

TEST_F(PartitionTest, TheApplicationNeedsTheMd5)
{
    board.flash()[0x8000 + 5 * 32 + 16] ^= 1;
    board.use(kSlot0);

    EXPECT_FALSE(slot(0));
    EXPECT_TRUE(board.hasLogged("load_partitions returned 0x103"));

    board.flash()[0x8000 + 5 * 32] = 0xFF;
    EXPECT_FALSE(slot(0));
    EXPECT_TRUE(board.hasLogged("load_partitions returned 0x105"));
}

TEST_F(PartitionTest, AreFoundByTypeSubtypeAndLabel)
{
    board.use(kSlot0);
    const auto find = esp_partition_find_first;

    EXPECT_STREQ(find(ESP_PARTITION_TYPE_ANY, ESP_PARTITION_SUBTYPE_ANY, "ota_1")->label, "ota_1");
    EXPECT_STREQ(find(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_PHY, nullptr)->label,
                 "phy_init");
    EXPECT_TRUE(find(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_PHY, nullptr)->readonly);
    EXPECT_FALSE(find(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_PHY, "nvs"));
    EXPECT_FALSE(find(ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_APP_FACTORY, nullptr));
    EXPECT_FALSE(find(ESP_PARTITION_TYPE_ANY, ESP_PARTITION_SUBTYPE_DATA_NVS, nullptr));

    std::string labels;
    auto iterator = esp_partition_find(ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_ANY, nullptr);
    for (; iterator; iterator = esp_partition_next(iterator))
        labels += std::string(esp_partition_get(iterator)->label) + ' ';
    EXPECT_EQ(labels, "ota_0 ota_1 ");
    EXPECT_EQ(board.heldAllocations(), 0U);

    esp_partition_iterator_release(
        esp_partition_find(ESP_PARTITION_TYPE_ANY, ESP_PARTITION_SUBTYPE_ANY, nullptr));
    EXPECT_EQ(board.heldAllocations(), 0U);
    EXPECT_FALSE(
        esp_partition_find(ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_APP_TEST, nullptr));
    EXPECT_FALSE(esp_partition_get(nullptr));
    esp_partition_iterator_release(nullptr);
    board.outOfMemory = true;
    EXPECT_FALSE(esp_partition_find(ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_ANY, nullptr));
}

TEST_F(PartitionTest, VerifyFindsTheTablesOwnEntryForACopy)
{
    board.use(kSlot0);
    esp_partition_t copy = *slot(1);

    EXPECT_EQ(esp_partition_verify(&copy), slot(1));
    copy.size += 4096;
    EXPECT_FALSE(esp_partition_verify(&copy));
    EXPECT_FALSE(esp_partition_verify(nullptr));
}

TEST_F(PartitionTest, ReadWriteAndEraseStayInside)
{
    board.use(kSlot0);
    const esp_partition_t *part = slot(1);
    uint8_t bytes[16] = {};

    EXPECT_EQ(esp_partition_read(part, kSlotSize - 16, bytes, 16), ESP_OK);
    EXPECT_EQ(esp_partition_read(part, kSlotSize, bytes, 0), ESP_OK);
    EXPECT_EQ(esp_partition_read(part, kSlotSize - 15, bytes, 16), ESP_ERR_INVALID_SIZE);
    EXPECT_EQ(esp_partition_read(part, kSlotSize + 1, bytes, 1), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_read(part, 1, bytes, SIZE_MAX), ESP_ERR_INVALID_SIZE);
    EXPECT_EQ(esp_partition_read(nullptr, 0, bytes, 1), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_read(part, 0, nullptr, 1), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_write(part, kSlotSize - 15, bytes, 16), ESP_ERR_INVALID_SIZE);
    EXPECT_EQ(esp_partition_write(part, kSlotSize + 1, bytes, 1), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_write(nullptr, 0, bytes, 1), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_erase_range(nullptr, 0, 4096), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_erase_range(part, kSlotSize + 4096, 4096), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_erase_range(part, 0, kSlotSize + 4096), ESP_ERR_INVALID_SIZE);
    EXPECT_EQ(esp_partition_erase_range(part, 0, 4095), ESP_ERR_INVALID_SIZE);
    EXPECT_EQ(esp_partition_erase_range(part, 16, 4096), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_erase_range(part, 0, 0), ESP_OK);
    EXPECT_EQ(board.operations(), 0U);

    const esp_partition_t *phy =
        esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_PHY, nullptr);
    EXPECT_EQ(esp_partition_write(phy, 0, bytes, 1), ESP_ERR_NOT_ALLOWED);
    EXPECT_EQ(esp_partition_erase_range(phy, 0, 4096), ESP_ERR_NOT_ALLOWED);
    EXPECT_EQ(esp_partition_read(phy, 0, bytes, 1), ESP_OK);
}

TEST_F(PartitionTest, WritesOnlyClearBitsAndErasesSetThem)
{
    board.use(kSlot0);
    const uint8_t first = 0x5A;
    const uint8_t fewer = 0x58;
    const uint8_t more = 0x5B;
    uint8_t read = 0;

    EXPECT_EQ(esp_partition_write(slot(1), 4096, &first, 1), ESP_OK);
    EXPECT_EQ(esp_partition_write(slot(1), 4096, &first, 1), ESP_OK);
    EXPECT_EQ(esp_partition_write(slot(1), 4096, &more, 1), ESP_ERR_FLASH_OP_FAIL);
    EXPECT_EQ(esp_partition_write_raw(slot(1), 4096, &fewer, 1), ESP_OK);
    EXPECT_EQ(esp_partition_read_raw(slot(1), 4096, &read, 1), ESP_OK);
    EXPECT_EQ(read, fewer);
    EXPECT_EQ(esp_partition_erase_range(slot(1), 4096, 4096), ESP_OK);
    EXPECT_EQ(esp_partition_read(slot(1), 4096, &read, 1), ESP_OK);
    EXPECT_EQ(read, 0xFF);
}

TEST_F(PartitionTest, DigestOfAnAppIsTheOneThatEndsItsImage)
{
    const Bytes image = tinyApp("1.0.0");
    board.load(slotAddress(0), image);
    board.load(slotAddress(1), image);
    board.use(kSlot0);
    Bytes digest(32);

    EXPECT_EQ(esp_partition_get_sha256(slot(0), digest.data()), ESP_OK);
    EXPECT_EQ(digest, Bytes(image.end() - 32, image.end()));
    EXPECT_TRUE(esp_partition_check_identity(slot(0), slot(1)));
    EXPECT_TRUE(board.log.empty());

    board.flash()[slotAddress(1) + 400] ^= 1;
    EXPECT_EQ(esp_partition_get_sha256(slot(1), digest.data()), ESP_ERR_IMAGE_INVALID);
    EXPECT_FALSE(esp_partition_check_identity(slot(0), slot(1)));
    EXPECT_EQ(esp_partition_get_sha256(nullptr, digest.data()), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_get_sha256(slot(0), nullptr), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(board.heldHashes(), 0U);
}

TEST_F(PartitionTest, DigestOfDataIsThatOfAllBytes)
{
    board.use(kSlot0);
    const esp_partition_t *phy =
        esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_PHY, nullptr);
    Bytes digest(32);

    EXPECT_EQ(esp_partition_get_sha256(phy, digest.data()), ESP_OK);
    EXPECT_EQ(digest[0], 0xf4); // sha256sum of 4096 bytes 0xFF
    EXPECT_EQ(digest[31], 0xc6);
    board.outOfMemory = true;
    EXPECT_EQ(esp_partition_get_sha256(phy, digest.data()), ESP_ERR_NO_MEM);
    board.outOfMemory = false;
    board.readError = ESP_ERR_FLASH_OP_TIMEOUT;
    EXPECT_EQ(esp_partition_get_sha256(phy, digest.data()), ESP_ERR_FLASH_OP_TIMEOUT);
    EXPECT_EQ(board.heldHashes(), 0U);
}

TEST_F(PartitionTest, CopyErasesFirstAndStaysInside)
{
    board.use(kSlot0);
    board.load(slotAddress(0), tinyApp("1.0.0"));
    board.load(slotAddress(1), Bytes(kSlotSize, 0));

    EXPECT_EQ(esp_partition_copy(slot(1), 0, slot(0), 0, 5000), ESP_OK);
    EXPECT_TRUE(std::equal(board.flash().begin() + slotAddress(0),
                           board.flash().begin() + slotAddress(0) + 5000,
                           board.flash().begin() + slotAddress(1)));
    EXPECT_EQ(board.flash()[slotAddress(1) + 5000], 0xFF);
    EXPECT_EQ(board.flash()[slotAddress(1) + 8192], 0);
    EXPECT_EQ(esp_partition_copy(slot(1), 0, slot(0), 0, SIZE_MAX), ESP_OK);
    const unsigned before = board.operations();
    EXPECT_EQ(esp_partition_copy(nullptr, 0, slot(0), 0, 1), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_copy(slot(0), 0, slot(0), 0, 1), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_copy(slot(1), 1, slot(0), 0, 1), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_copy(slot(1), 0, slot(0), 1, kSlotSize), ESP_ERR_INVALID_SIZE);
    EXPECT_EQ(esp_partition_copy(slot(1), 4096, slot(0), 0, kSlotSize), ESP_ERR_INVALID_SIZE);
    EXPECT_EQ(board.operations(), before);
}

TEST_F(PartitionTest, SearchesTellWhyTheyFail)
{
    board.use(kSlot0);
    const esp_partition_t *found = nullptr;
    esp_partition_iterator_t all = nullptr;
    const auto app = ESP_PARTITION_TYPE_APP;
    const auto any = ESP_PARTITION_SUBTYPE_ANY;

    EXPECT_EQ(esp_partition_find_first_err(app, any, nullptr, &found), ESP_OK);
    EXPECT_STREQ(found->label, "ota_0");
    EXPECT_EQ(esp_partition_find_first_err(app, any, "none", &found), ESP_ERR_NOT_FOUND);
    EXPECT_EQ(found, nullptr);
    EXPECT_EQ(esp_partition_find_first_err(app, any, nullptr, nullptr), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_find_first_err(ESP_PARTITION_TYPE_ANY, ESP_PARTITION_SUBTYPE_OTA(0),
                                           nullptr, &found),
              ESP_ERR_INVALID_ARG);

    EXPECT_EQ(esp_partition_find_err(app, any, nullptr, &all), ESP_OK);
    EXPECT_STREQ(esp_partition_get(all)->label, "ota_0");
    esp_partition_iterator_release(all);
    EXPECT_EQ(esp_partition_find_err(app, any, "none", &all), ESP_ERR_NOT_FOUND);
    EXPECT_EQ(all, nullptr);
    EXPECT_EQ(esp_partition_find_err(app, any, nullptr, nullptr), ESP_ERR_INVALID_ARG);
    board.outOfMemory = true;
    EXPECT_EQ(esp_partition_find_err(app, any, nullptr, &all), ESP_ERR_NO_MEM);
}

TEST_F(PartitionTest, VerifyTellsWhyItFails)
{
    board.use(kSlot0);
    esp_partition_t copy = *slot(0);
    const esp_partition_t *own = nullptr;
    EXPECT_EQ(esp_partition_verify_err(&copy, &own), ESP_OK);
    EXPECT_EQ(own, slot(0));
    copy.size -= 0x1000;
    EXPECT_EQ(esp_partition_verify_err(&copy, &own), ESP_ERR_NOT_FOUND);
    EXPECT_EQ(esp_partition_verify_err(nullptr, &own), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_verify_err(&copy, nullptr), ESP_ERR_INVALID_ARG);
}

TEST_F(PartitionTest, AMappingIsACopyOfTheFlash)
{
    board.use(kSlot0);
    board.load(slotAddress(0) + 100, {1, 2, 3});
    const void *bytes = nullptr;
    esp_partition_mmap_handle_t handle = 0;
    const auto data = ESP_PARTITION_MMAP_DATA;
    ASSERT_EQ(esp_partition_mmap(slot(0), 100, 3, data, &bytes, &handle), ESP_OK);
    EXPECT_EQ(Bytes(static_cast<const uint8_t *>(bytes), static_cast<const uint8_t *>(bytes) + 3),
              (Bytes{1, 2, 3}));
    esp_partition_munmap(handle);
    esp_partition_munmap(handle); // ignored
    esp_partition_munmap(0);
    esp_partition_munmap(1000);
    EXPECT_EQ(board.heldAllocations(), 0U);

    EXPECT_EQ(esp_partition_mmap(nullptr, 0, 1, data, &bytes, &handle), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_mmap(slot(0), 0, 1, data, nullptr, &handle), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_mmap(slot(0), 0, 1, data, &bytes, nullptr), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_mmap(slot(0), kSlotSize + 1, 0, data, &bytes, &handle),
              ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_partition_mmap(slot(0), 1, kSlotSize, data, &bytes, &handle),
              ESP_ERR_INVALID_SIZE);
    board.readError = ESP_ERR_FLASH_OP_TIMEOUT;
    EXPECT_EQ(esp_partition_mmap(slot(0), 0, 1, data, &bytes, &handle), ESP_ERR_FLASH_OP_TIMEOUT);
    EXPECT_EQ(board.heldAllocations(), 0U);
}

TEST_F(PartitionTest, EightMappingsAreOpenAtMost)
{
    board.use(kSlot0);
    const void *bytes = nullptr;
    esp_partition_mmap_handle_t handles[9] = {};
    const auto map = [&](esp_partition_mmap_handle_t *handle) {
        return esp_partition_mmap(slot(0), 0, 16, ESP_PARTITION_MMAP_DATA, &bytes, handle);
    };
    for (int i = 0; i < 8; ++i)
        EXPECT_EQ(map(&handles[i]), ESP_OK);
    EXPECT_EQ(map(&handles[8]), ESP_ERR_NO_MEM);
    esp_partition_munmap(handles[3]);
    EXPECT_EQ(map(&handles[3]), ESP_OK);
    for (int i = 0; i < 8; ++i)
        esp_partition_munmap(handles[i]);
    EXPECT_EQ(board.heldAllocations(), 0U);
}

TEST_F(PartitionTest, TheTableIsReadAgainWhenUnloaded)
{
    board.use(kSlot0);
    ASSERT_NE(slot(1), nullptr);
    setTable(Factory::Without, 1);
    EXPECT_NE(slot(1), nullptr); // remembered
    esp_partition_unload_all();
    EXPECT_EQ(slot(1), nullptr);
    EXPECT_EQ(esp_partition_get_main_flash_sector_size(), 4096U);
}

} // namespace
} // namespace otabench::test
