#include "engine_fixture.h"

#include <cstring>

namespace otabench::test {
namespace {

class OtaOpsTest : public EngineTest
{
protected:
    /// Slots with good images ("0", "1", ...), perhaps a factory app; the slot runs.
    void run(Factory factory, int slots, int running)
    {
        setTable(factory, slots);
        for (int i = 0; i < slots; ++i)
            board.load(slotAddress(i), tinyApp(std::to_string(i)));
        if (factory == Factory::With)
            board.load(kFactory, tinyApp("F"));
        board.use(running < 0 ? kFactory : slotAddress(running));
    }

    void spoil(int number) { board.flash()[slotAddress(number) + 400] ^= 1; }

    static std::string label(const esp_partition_t *partition)
    {
        return partition ? partition->label : "none";
    }
};

TEST_F(OtaOpsTest, SetBootChoosesRecordAndSequence)
{
    run(Factory::Without, 2, 0);
    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_OK);
    EXPECT_EQ(otadata(), "2:0 -"); // no active record
    setRecord(0, 1, ESP_OTA_IMG_VALID);
    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_OK);
    EXPECT_EQ(otadata(), "1:2 2:0");
    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_OK);
    EXPECT_EQ(otadata(), "1:2 2:0");
    setRecord(1, 2, ESP_OTA_IMG_VALID);
    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_OK); // same record, same sequence
    EXPECT_EQ(otadata(), "1:2 2:0");

    run(Factory::Without, 3, 2);
    setRecord(0, 3, ESP_OTA_IMG_VALID);
    setRecord(1, 4, ESP_OTA_IMG_VALID);
    board.use(slotAddress(0));
    EXPECT_EQ(esp_ota_set_boot_partition(slot(2)), ESP_OK);
    EXPECT_EQ(otadata(), "6:0 4:2");
}

TEST_F(OtaOpsTest, SetBootKeepsTheRecordOfTheRunningAppAfterAFallback)
{
    run(Factory::Without, 3, 0);
    setRecord(0, 1, ESP_OTA_IMG_VALID); // runs
    setRecord(1, 3, ESP_OTA_IMG_VALID); // ota_2: did not load

    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_OK);
    EXPECT_EQ(otadata(), "1:2 5:0");
}

TEST_F(OtaOpsTest, SetBootStartsOverWhenNoSequenceIsLeft)
{
    run(Factory::Without, 2, 0);
    setRecord(1, 0xFFFFFFFD, ESP_OTA_IMG_VALID);
    setRecord(0, 0xFFFFFFFC, ESP_OTA_IMG_VALID);
    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_OK);
    EXPECT_EQ(otadata(), "4294967294:0 4294967293:2");
    setRecord(0, 0xFFFFFFFE, ESP_OTA_IMG_VALID);
    board.use(slotAddress(1));
    EXPECT_EQ(esp_ota_set_boot_partition(slot(0)), ESP_OK);
    EXPECT_EQ(otadata(), "1:0 -");
    EXPECT_EQ(boot(), "ota_0");
}

TEST_F(OtaOpsTest, SetBootToFactoryErasesOtadata)
{
    run(Factory::With, 2, 0);
    setRecord(0, 1, ESP_OTA_IMG_VALID);
    setRecord(1, 2, ESP_OTA_IMG_VALID);
    EXPECT_EQ(esp_ota_set_boot_partition(app(0)), ESP_OK);
    EXPECT_EQ(otadata(), "- -");
    EXPECT_EQ(boot(), "factory");
}

TEST_F(OtaOpsTest, SetBootRefuses)
{
    EXPECT_EQ(esp_ota_set_boot_partition(nullptr), ESP_ERR_INVALID_ARG);
    setTable({{1, 0, kOtadata, 0x2000, "otadata", 0},
              {0, 0x20, slotAddress(2), kSlotSize, "test", 0},
              {0, 0x10, slotAddress(0), kSlotSize, "ota_0", 0},
              {0, 0x12, slotAddress(1), kSlotSize, "ota_2", 0},
              {0, 0x30, slotAddress(3), kSlotSize, "tee_0", 0}});
    for (int i = 0; i < 4; ++i)
        board.load(slotAddress(i), tinyApp("x"));
    board.use(slotAddress(0));
    EXPECT_EQ(esp_ota_set_boot_partition(app(0x20)), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_set_boot_partition(app(0x30)), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_set_boot_partition(app(0x12)), ESP_ERR_INVALID_ARG); // behind a hole
    EXPECT_EQ(esp_ota_set_boot_partition(esp_partition_find_first(
                  ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_ANY, nullptr)),
              ESP_ERR_INVALID_ARG);
    spoil(0);
    EXPECT_EQ(esp_ota_set_boot_partition(slot(0)), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_EQ(board.operations(), 0U);
    spoil(0);
    board.writeError = ESP_ERR_FLASH_OP_TIMEOUT;
    EXPECT_EQ(esp_ota_set_boot_partition(slot(0)), ESP_ERR_FLASH_OP_TIMEOUT);

    setTable({{0, 0x10, slotAddress(0), kSlotSize, "ota_0", 0}});
    board.use(slotAddress(0));
    EXPECT_EQ(esp_ota_set_boot_partition(slot(0)), ESP_ERR_NOT_FOUND);
    EXPECT_TRUE(board.hasLogged("E esp_ota_ops: not found otadata"));
}

TEST_F(OtaOpsTest, BootPartitionIsWhatOtadataAsksFor)
{
    run(Factory::With, 2, 0);
    EXPECT_EQ(label(esp_ota_get_boot_partition()), "factory");
    setRecord(0, 2, ESP_OTA_IMG_NEW);
    EXPECT_EQ(label(esp_ota_get_boot_partition()), "ota_1");
    setRecord(0, 2, ESP_OTA_IMG_ABORTED);
    EXPECT_EQ(label(esp_ota_get_boot_partition()), "factory");
    run(Factory::Without, 2, 0);
    EXPECT_EQ(label(esp_ota_get_boot_partition()), "ota_0");
    setTable(
        {{1, 0, kOtadata, 0x2000, "otadata", 0}, {0, 0x20, slotAddress(2), kSlotSize, "test", 0}});
    board.use(slotAddress(2));
    EXPECT_EQ(label(esp_ota_get_boot_partition()), "test");
    setTable({{1, 0, kOtadata, 0x2000, "otadata", 0}});
    board.use(0);
    EXPECT_EQ(label(esp_ota_get_boot_partition()), "none");
}

TEST_F(OtaOpsTest, RunningAndNextUpdatePartition)
{
    run(Factory::With, 3, -1);
    EXPECT_EQ(label(esp_ota_get_running_partition()), "factory");
    EXPECT_EQ(label(esp_ota_get_next_update_partition(nullptr)), "ota_0");
    EXPECT_EQ(label(esp_ota_get_next_update_partition(slot(0))), "ota_1");
    EXPECT_EQ(label(esp_ota_get_next_update_partition(slot(2))), "ota_0");
    board.use(slotAddress(1));
    EXPECT_EQ(label(esp_ota_get_running_partition()), "ota_1");
    EXPECT_EQ(label(esp_ota_get_next_update_partition(nullptr)), "ota_2");
    esp_partition_t foreign = *slot(0);
    foreign.label[0] = 'x';
    EXPECT_EQ(label(esp_ota_get_next_update_partition(&foreign)), "none");
    board.use(0x1234);
    EXPECT_EQ(label(esp_ota_get_running_partition()), "none");
    EXPECT_EQ(esp_ota_get_app_partition_count(), 3);
    setTable({{0, 0, kFactory, kSlotSize, "factory", 0},
              {0, 0x11, slotAddress(0), kSlotSize, "ota_1", 0}});
    board.use(kFactory);
    EXPECT_EQ(esp_ota_get_app_partition_count(), 0);
    EXPECT_EQ(label(esp_ota_get_next_update_partition(nullptr)), "none");
}

TEST_F(OtaOpsTest, StateOfASlotIsThatOfItsLaterRecord)
{
    run(Factory::With, 3, 0);
    setRecord(0, 1, ESP_OTA_IMG_ABORTED);
    setRecord(1, 4, ESP_OTA_IMG_VALID);
    esp_ota_img_states_t state = ESP_OTA_IMG_NEW;
    EXPECT_EQ(esp_ota_get_state_partition(slot(0), &state), ESP_OK);
    EXPECT_EQ(state, ESP_OTA_IMG_VALID);
    EXPECT_EQ(esp_ota_get_state_partition(slot(1), &state), ESP_ERR_NOT_FOUND);
    EXPECT_EQ(esp_ota_get_state_partition(app(0), &state), ESP_ERR_NOT_SUPPORTED);
    EXPECT_EQ(esp_ota_get_state_partition(nullptr, &state), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_get_state_partition(slot(0), nullptr), ESP_ERR_INVALID_ARG);
    spoilCrc(0);
    spoilCrc(1);
    EXPECT_EQ(esp_ota_get_state_partition(slot(0), &state), ESP_ERR_NOT_FOUND);
    setTable({{0, 0x10, slotAddress(0), kSlotSize, "ota_0", 0}});
    board.use(slotAddress(0));
    EXPECT_EQ(esp_ota_get_state_partition(slot(0), &state), ESP_ERR_NOT_FOUND);
}

TEST_F(OtaOpsTest, LastInvalidPartition)
{
    run(Factory::Without, 2, 0);
    EXPECT_EQ(label(esp_ota_get_last_invalid_partition()), "none");
    setRecord(0, 1, ESP_OTA_IMG_VALID);
    setRecord(1, 2, ESP_OTA_IMG_ABORTED);
    EXPECT_EQ(label(esp_ota_get_last_invalid_partition()), "ota_1");
    setRecord(0, 1, ESP_OTA_IMG_INVALID);
    EXPECT_EQ(label(esp_ota_get_last_invalid_partition()), "ota_0");
    spoil(0);
    EXPECT_EQ(label(esp_ota_get_last_invalid_partition()), "none");
}

TEST_F(OtaOpsTest, ConfirmingMakesTheRunningSlotsRecordValid)
{
    run(Factory::Without, 2, 1);
    setRecord(0, 1, ESP_OTA_IMG_VALID);
    setRecord(1, 2, ESP_OTA_IMG_PENDING_VERIFY);
    EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
    EXPECT_EQ(otadata(), "1:2 2:2");
    const unsigned before = board.operations();
    EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
    EXPECT_EQ(board.operations(), before);

    board.use(slotAddress(0)); // the bootloader fell back: the other record is not this app's
    setRecord(1, 2, ESP_OTA_IMG_PENDING_VERIFY);
    EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
    EXPECT_EQ(otadata(), "1:2 2:1");
}

TEST_F(OtaOpsTest, ConfirmingTheOnlyRecordNeverLeavesNone)
{
    run(Factory::With, 2, 0);
    setRecord(0, 1, ESP_OTA_IMG_PENDING_VERIFY);
    EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
    EXPECT_EQ(otadata(), "- 3:2");
    EXPECT_EQ(boot(), "ota_0");
    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_OK);
    EXPECT_EQ(otadata(), "4:0 3:2");
}

TEST_F(OtaOpsTest, ConfirmingNeedsARecord)
{
    run(Factory::With, 2, -1);
    EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_FAIL);
    EXPECT_TRUE(board.hasLogged("E esp_ota_ops: Running firmware is factory"));
    setTable({{0, 0, kFactory, kSlotSize, "factory", 0}});
    board.use(kFactory);
    EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_ERR_NOT_FOUND);
    EXPECT_EQ(esp_ota_mark_app_invalid_rollback(), ESP_ERR_NOT_FOUND);
    EXPECT_FALSE(esp_ota_check_rollback_is_possible());
}

TEST_F(OtaOpsTest, RejectingRollsBackToTheOtherSlot)
{
    run(Factory::Without, 2, 1);
    setRecord(0, 1, ESP_OTA_IMG_VALID);
    setRecord(1, 2, ESP_OTA_IMG_PENDING_VERIFY);
    EXPECT_TRUE(esp_ota_check_rollback_is_possible());
    EXPECT_THROW(esp_ota_mark_app_invalid_rollback_and_reboot(), Restarted);
    EXPECT_EQ(otadata(), "1:2 2:3");
    EXPECT_TRUE(board.hasLogged("I esp_ota_ops: Rollback to previously worked partition."));
    EXPECT_EQ(boot(), "ota_0");
    EXPECT_EQ(label(esp_ota_get_last_invalid_partition()), "ota_1");
}

TEST_F(OtaOpsTest, RejectingNeedsAnotherAppThatVerifies)
{
    run(Factory::Without, 2, 1);
    setRecord(1, 2, ESP_OTA_IMG_PENDING_VERIFY);
    EXPECT_FALSE(esp_ota_check_rollback_is_possible()); // nothing but itself
    EXPECT_EQ(esp_ota_mark_app_invalid_rollback_and_reboot(), ESP_ERR_OTA_ROLLBACK_FAILED);
    setRecord(0, 1, ESP_OTA_IMG_VALID);
    spoil(0);
    EXPECT_EQ(esp_ota_mark_app_invalid_rollback(), ESP_ERR_OTA_ROLLBACK_FAILED);
    EXPECT_EQ(otadata(), "1:2 2:1");
    run(Factory::With, 2, 1);
    std::fill_n(board.flash().begin() + kOtadata, 4096, 0xFF);
    EXPECT_TRUE(esp_ota_check_rollback_is_possible());
    EXPECT_EQ(esp_ota_mark_app_invalid_rollback(), ESP_OK);
    EXPECT_EQ(boot(), "factory");
    EXPECT_EQ(esp_ota_mark_app_invalid_rollback(), ESP_FAIL);
}

TEST_F(OtaOpsTest, ErasesTheAppBootedBefore)
{
    run(Factory::Without, 2, 1);
    EXPECT_EQ(esp_ota_erase_last_boot_app_partition(), ESP_FAIL);
    setRecord(1, 2, ESP_OTA_IMG_VALID);
    EXPECT_EQ(esp_ota_erase_last_boot_app_partition(), ESP_FAIL);
    setRecord(0, 1, ESP_OTA_IMG_VALID);
    spoilCrc(0);
    EXPECT_EQ(esp_ota_erase_last_boot_app_partition(), ESP_FAIL);
    spoilCrc(0);
    board.use(slotAddress(0));
    EXPECT_EQ(esp_ota_erase_last_boot_app_partition(), ESP_FAIL); // it runs
    board.use(slotAddress(1));
    board.eraseError = ESP_ERR_FLASH_OP_FAIL;
    EXPECT_EQ(esp_ota_erase_last_boot_app_partition(), ESP_ERR_FLASH_OP_FAIL);
    board.eraseError = ESP_OK;
    EXPECT_EQ(esp_ota_erase_last_boot_app_partition(), ESP_OK);
    EXPECT_EQ(otadata(), "- 2:2");
    EXPECT_EQ(board.flash()[slotAddress(0)], 0xFF);
    setRecord(0, 1, ESP_OTA_IMG_VALID);
    EXPECT_EQ(esp_ota_invalidate_inactive_ota_data_slot(), ESP_OK);
    EXPECT_EQ(otadata(), "- 2:2");
    EXPECT_EQ(esp_ota_invalidate_inactive_ota_data_slot(), ESP_FAIL);
}

TEST_F(OtaOpsTest, DescriptionsAreReadFromFlash)
{
    run(Factory::With, 2, 1);
    esp_app_desc_t description;
    EXPECT_EQ(esp_ota_get_partition_description(slot(0), &description), ESP_OK);
    EXPECT_STREQ(description.version, "0");
    EXPECT_STREQ(description.project_name, "tiny");
    EXPECT_STREQ(description.idf_ver, "v5.5.5");
    EXPECT_STREQ(esp_app_get_description()->version, "1");
    EXPECT_EQ(esp_ota_get_app_description(), esp_app_get_description());
    EXPECT_EQ(esp_ota_get_partition_description(nullptr, &description), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_get_partition_description(slot(0), nullptr), ESP_ERR_INVALID_ARG);
    const esp_partition_t *nvs =
        esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_NVS, nullptr);
    EXPECT_EQ(esp_ota_get_partition_description(nvs, &description), ESP_ERR_NOT_SUPPORTED);
    board.flash()[slotAddress(0) + 32] = 0;
    EXPECT_EQ(esp_ota_get_partition_description(slot(0), &description), ESP_ERR_NOT_FOUND);
    board.readError = ESP_ERR_FLASH_OP_TIMEOUT;
    EXPECT_EQ(esp_ota_get_partition_description(slot(0), &description), ESP_ERR_FLASH_OP_TIMEOUT);
}

TEST_F(OtaOpsTest, ElfDigestIsCutToWholeBytes)
{
    run(Factory::Without, 2, 0);
    char text[65];
    EXPECT_EQ(esp_app_get_elf_sha256(text, sizeof text), 65);
    EXPECT_STREQ(text, "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9");
    EXPECT_EQ(esp_ota_get_app_elf_sha256(text, 10), 9);
    EXPECT_STREQ(text, "5feceb66");
    EXPECT_EQ(esp_app_get_elf_sha256(text, 2), 0);
}

TEST_F(OtaOpsTest, BootloaderDescription)
{
    setTable({{0, 0x10, slotAddress(0), kSlotSize, "ota_0", 0},
              {2, 1, slotAddress(1), kSlotSize, "boot", 0}});
    board.use(slotAddress(0));
    const esp_partition_t *part =
        esp_partition_find_first(ESP_PARTITION_TYPE_BOOTLOADER, ESP_PARTITION_SUBTYPE_ANY, nullptr);
    esp_bootloader_desc_t description;
    EXPECT_EQ(esp_ota_get_bootloader_description(part, &description), ESP_ERR_NOT_FOUND);
    board.flash()[slotAddress(1) + 0x20] = 80;
    board.load(slotAddress(1) + 0x24, {7, 0, 0, 0});
    std::memcpy(&board.flash()[slotAddress(1) + 0x28], "v5.5.5", 7);
    EXPECT_EQ(esp_ota_get_bootloader_description(part, &description), ESP_OK);
    EXPECT_EQ(description.version, 7U);
    EXPECT_STREQ(description.idf_ver, "v5.5.5");
    EXPECT_EQ(esp_ota_get_bootloader_description(slot(0), &description), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_get_bootloader_description(part, nullptr), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_get_bootloader_description(nullptr, &description), ESP_ERR_NOT_FOUND);
}

TEST_F(OtaOpsTest, ImageValidity)
{
    run(Factory::Without, 2, 0);
    esp_image_header_t header = {};
    header.chip_id = ESP_CHIP_ID_ESP32C3;
    esp_app_desc_t description = {};
    const auto check = [&](int type) {
        return esp_ota_check_image_validity(static_cast<esp_partition_type_t>(type), &header,
                                            &description);
    };
    EXPECT_EQ(check(0), ESP_OK);
    EXPECT_EQ(check(1), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_check_image_validity(ESP_PARTITION_TYPE_APP, nullptr, nullptr),
              ESP_ERR_INVALID_ARG);
    header.min_chip_rev_full = 5;
    EXPECT_EQ(check(2), ESP_ERR_INVALID_VERSION);
    header.min_chip_rev_full = 0;
    header.max_chip_rev_full = 3;
    EXPECT_EQ(check(0), ESP_ERR_INVALID_VERSION);
    EXPECT_EQ(check(2), ESP_OK);
    header.max_chip_rev_full = 0;
    header.chip_id = ESP_CHIP_ID_ESP32;
    EXPECT_EQ(check(0), ESP_ERR_INVALID_VERSION);
    header.chip_id = ESP_CHIP_ID_ESP32C3;
    board.flash()[slotAddress(0) + 32 + 181] = 3;
    board.use(slotAddress(0));
    EXPECT_EQ(check(0), ESP_OK);
    description.spi_flash_mode = 1;
    EXPECT_EQ(check(0), ESP_ERR_OTA_SPI_MODE_MISMATCH);
    EXPECT_EQ(esp_ota_check_image_validity(ESP_PARTITION_TYPE_APP, &header, nullptr), ESP_OK);
}

} // namespace
} // namespace otabench::test
