#include "engine_fixture.h"

namespace otabench::test {
namespace {

/// ota_0 runs, confirmed; ota_1 is free.
class OtaWriteTest : public EngineTest
{
protected:
    OtaWriteTest()
    {
        board.load(slotAddress(0), tinyApp("1.0.0"));
        EXPECT_EQ(boot(), "ota_0");
        board.log.clear();
    }

    esp_ota_handle_t begun(std::size_t mode = OTA_WITH_SEQUENTIAL_WRITES)
    {
        esp_ota_handle_t opened = 0;
        EXPECT_EQ(esp_ota_begin(slot(1), mode, &opened), ESP_OK);
        return opened;
    }

    bool isErased(uint32_t from, uint32_t to)
    {
        const auto at = board.flash().begin() + slotAddress(1);
        return std::all_of(at + from, at + to, [](uint8_t byte) { return byte == 0xFF; });
    }

    void dirtySlot1() { std::fill_n(board.flash().begin() + slotAddress(1), kSlotSize, 0x55); }

    esp_ota_handle_t handle = 0;
    unsigned lastOperations = 0;
};

TEST_F(OtaWriteTest, WritesVerifiesAndSelectsAnImageInEachEraseMode)
{
    const Bytes image = tinyApp("2.0.0");
    for (const std::size_t mode : {std::size_t{0}, std::size_t{OTA_SIZE_UNKNOWN},
                                   std::size_t{OTA_WITH_SEQUENTIAL_WRITES}, image.size()}) {
        dirtySlot1();
        for (const std::size_t piece : {1U, 511U, 4096U, 5000U, 100000U}) {
            ASSERT_EQ(update(slot(1), image, piece, mode), ESP_OK) << mode << ' ' << piece;
            EXPECT_TRUE(
                std::equal(image.begin(), image.end(), board.flash().begin() + slotAddress(1)));
        }
    }
    EXPECT_EQ(otadata(), "1:2 2:0");
    EXPECT_EQ(boot(), "ota_1");
    EXPECT_STREQ(esp_app_get_description()->version, "2.0.0");
}

TEST_F(OtaWriteTest, BeginErasesAsMuchAsItWasTold)
{
    dirtySlot1();
    esp_ota_abort(begun(5000));
    EXPECT_TRUE(isErased(0, 8192));
    EXPECT_FALSE(isErased(8192, 8193));
    esp_ota_abort(begun(0));
    EXPECT_TRUE(isErased(0, kSlotSize));
    dirtySlot1();
    handle = begun();
    EXPECT_FALSE(isErased(0, 1));
    EXPECT_EQ(esp_ota_write(handle, "\xE9", 1), ESP_OK);
    EXPECT_TRUE(isErased(1, 4096));
    EXPECT_FALSE(isErased(4096, 4097));
}

TEST_F(OtaWriteTest, BeginRefusesInTheDocumentedOrder)
{
    setTable({{1, 0, kOtadata, 0x2000, "otadata", 0},
              {0, 0, kFactory, kSlotSize, "factory", 0},
              {0, 0x10, slotAddress(0), kSlotSize, "ota_0", 0},
              {0, 0x11, slotAddress(1), kSlotSize, "ota_1", 0},
              {0, 0x12, slotAddress(2), kSlotSize, "ota_2", 0}});
    board.use(slotAddress(0));

    EXPECT_EQ(esp_ota_begin(nullptr, 0, &handle), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_begin(slot(1), 0, nullptr), ESP_ERR_INVALID_ARG);
    esp_partition_t foreign = *slot(1);
    foreign.address += 4096;
    EXPECT_EQ(esp_ota_begin(&foreign, 0, &handle), ESP_ERR_NOT_FOUND);
    EXPECT_EQ(esp_ota_begin(app(0), 0, &handle), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_begin(slot(0), 0, &handle), ESP_ERR_OTA_PARTITION_CONFLICT);
    const esp_ota_handle_t first = begun();
    EXPECT_EQ(esp_ota_begin(slot(1), 0, &handle), ESP_ERR_OTA_ALREADY_IN_PROGRESS);
    EXPECT_TRUE(
        board.hasLogged("E esp_ota_ops: OTA operation already in progress on partition ota_1"));
    setRecord(0, 1, ESP_OTA_IMG_PENDING_VERIFY);
    EXPECT_EQ(esp_ota_begin(slot(1), 0, &handle), ESP_ERR_OTA_ROLLBACK_INVALID_STATE);
    EXPECT_TRUE(board.hasLogged(
        "E esp_ota_ops: Running app has not confirmed state (ESP_OTA_IMG_PENDING_VERIFY)"));
    EXPECT_EQ(esp_ota_abort(first), ESP_OK);
    EXPECT_EQ(esp_ota_begin(slot(1), 0, &handle), ESP_ERR_OTA_ROLLBACK_INVALID_STATE);
    setRecord(0, 1, ESP_OTA_IMG_VALID);
    EXPECT_EQ(esp_ota_begin(slot(1), kSlotSize + 1, &handle), ESP_ERR_INVALID_SIZE);
    board.eraseError = ESP_ERR_FLASH_OP_TIMEOUT;
    EXPECT_EQ(esp_ota_begin(slot(1), 0, &handle), ESP_ERR_FLASH_OP_TIMEOUT);
    board.eraseError = ESP_OK;
    EXPECT_EQ(esp_ota_begin(slot(1), 0, &handle), ESP_OK); // the failed ones left nothing open
}

TEST_F(OtaWriteTest, FourUpdatesCanBeOpen)
{
    setTable(Factory::Without, 6);
    board.use(slotAddress(0));
    for (int i = 1; i <= 4; ++i)
        EXPECT_EQ(esp_ota_begin(slot(i), OTA_WITH_SEQUENTIAL_WRITES, &handle), ESP_OK);
    EXPECT_EQ(esp_ota_begin(slot(5), OTA_WITH_SEQUENTIAL_WRITES, &handle), ESP_ERR_NO_MEM);
    EXPECT_EQ(esp_ota_abort(handle), ESP_OK);
    EXPECT_EQ(esp_ota_begin(slot(5), OTA_WITH_SEQUENTIAL_WRITES, &handle), ESP_OK);
}

TEST_F(OtaWriteTest, WriteRefusesWhatIsNoImageBeforeItErases)
{
    dirtySlot1();
    handle = begun();
    EXPECT_EQ(esp_ota_write(handle, "<html>", 6), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_EQ(board.log.back(),
              "E esp_ota_ops: OTA image has invalid magic byte (expected 0xE9, saw 0x3c)");
    EXPECT_FALSE(isErased(0, 1));
}

TEST_F(OtaWriteTest, WriteChecksItsArguments)
{
    handle = begun();
    const Bytes big(kSlotSize + 1, 0xE9);

    EXPECT_EQ(esp_ota_write(handle, nullptr, 1), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_write(handle + 1, "\xE9", 1), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_write(0, "\xE9", 1), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_write(handle, "x", 0), ESP_OK);
    EXPECT_EQ(esp_ota_write(handle, big.data(), big.size()), ESP_ERR_INVALID_SIZE);
    EXPECT_EQ(esp_ota_write(handle, big.data(), kSlotSize), ESP_OK);
    EXPECT_EQ(esp_ota_write(handle, big.data(), 1), ESP_ERR_INVALID_SIZE);
}

TEST_F(OtaWriteTest, WritePassesOnWhatTheFlashSays)
{
    handle = begun();
    board.writeError = ESP_ERR_FLASH_OP_TIMEOUT;
    EXPECT_EQ(esp_ota_write(handle, "\xE9", 1), ESP_ERR_FLASH_OP_TIMEOUT);
    board.writeError = ESP_OK;
    board.eraseError = ESP_ERR_FLASH_OP_FAIL;
    EXPECT_EQ(esp_ota_write(handle, "\xE9", 1), ESP_ERR_FLASH_OP_FAIL);
}

TEST_F(OtaWriteTest, WriteWithOffsetGoesAnywhereInAnErasedSlot)
{
    const Bytes image = tinyApp("2.0.0");
    handle = begun(OTA_SIZE_UNKNOWN);
    EXPECT_EQ(esp_ota_write_with_offset(handle, image.data() + 3000, image.size() - 3000, 3000),
              ESP_OK);
    EXPECT_EQ(esp_ota_write_with_offset(handle, image.data(), 3000, 0), ESP_OK);
    EXPECT_EQ(esp_ota_write_with_offset(handle, nullptr, 1, 0), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_write_with_offset(handle + 1, image.data(), 1, 0), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_write_with_offset(handle, image.data(), 1, kSlotSize + 1),
              ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_write_with_offset(handle, image.data(), 2, kSlotSize - 1),
              ESP_ERR_INVALID_SIZE);
    EXPECT_EQ(esp_ota_end(handle), ESP_OK);
    EXPECT_EQ(esp_ota_write_with_offset(begun(), image.data(), 1, 0), ESP_ERR_INVALID_STATE);
}

TEST_F(OtaWriteTest, EndClosesWhateverItReturns)
{
    EXPECT_EQ(esp_ota_end(1234), ESP_ERR_NOT_FOUND);
    handle = begun();
    EXPECT_EQ(esp_ota_end(handle), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_end(handle), ESP_ERR_NOT_FOUND);
    Bytes image = tinyApp("2.0.0");
    image[300] ^= 1;
    EXPECT_EQ(update(slot(1), image), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_EQ(board.log.back(), "E esp_ota_ops: New image failed verification");
    EXPECT_EQ(update(slot(1), tinyApp("2.0.0")), ESP_OK);
}

TEST_F(OtaWriteTest, AbortClosesAndLeavesTheBytes)
{
    handle = begun();
    EXPECT_EQ(esp_ota_write(handle, "\xE9\x01", 2), ESP_OK);
    EXPECT_EQ(esp_ota_abort(handle), ESP_OK);
    EXPECT_EQ(esp_ota_abort(handle), ESP_ERR_NOT_FOUND);
    EXPECT_EQ(board.flash()[slotAddress(1)], 0xE9);
}

TEST_F(OtaWriteTest, ResumeGoesOnBehindTheOffset)
{
    const Bytes image = tinyApp("2.0.0");
    dirtySlot1();
    handle = begun();
    ASSERT_EQ(esp_ota_write(handle, image.data(), 4500), ESP_OK);
    board.use(slotAddress(0)); // a restart

    for (const std::size_t offset : {4500U, 4200U}) { // a stored offset may lag behind
        ASSERT_EQ(esp_ota_resume(slot(1), OTA_WITH_SEQUENTIAL_WRITES, offset, &handle), ESP_OK);
        ASSERT_EQ(esp_ota_write(handle, image.data() + offset, image.size() - offset), ESP_OK);
        EXPECT_EQ(esp_ota_end(handle), ESP_OK);
    }
    EXPECT_EQ(esp_ota_resume(slot(1), 0, kSlotSize + 1, &handle), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_resume(nullptr, 0, 0, &handle), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_resume(slot(1), 0, 0, nullptr), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_resume(slot(0), 0, 0, &handle), ESP_ERR_OTA_PARTITION_CONFLICT);
    ASSERT_EQ(esp_ota_resume(slot(1), 0, image.size(), &handle), ESP_OK);
    EXPECT_EQ(esp_ota_end(handle), ESP_OK); // complete already
}

TEST_F(OtaWriteTest, FinalPartitionIsWhatTheImageIsFor)
{
    setTable({{1, 0, kOtadata, 0x2000, "otadata", 0},
              {0, 0x10, slotAddress(0), kSlotSize, "ota_0", 0},
              {0, 0x11, slotAddress(1), kSlotSize, "ota_1", 0},
              {0, 0x12, slotAddress(2), kSlotSize, "ota_2", 0},
              {1, 0x40, slotAddress(3), kSlotSize / 2, "blob", 0},
              {3, 1, slotAddress(4), 0x1000, "table", 0}});
    board.use(slotAddress(0));
    const esp_partition_t *blob =
        esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_ANY, "blob");
    const esp_partition_t *table = esp_partition_find_first(ESP_PARTITION_TYPE_PARTITION_TABLE,
                                                            ESP_PARTITION_SUBTYPE_ANY, nullptr);

    handle = begun();
    EXPECT_EQ(esp_ota_set_final_partition(handle, nullptr, false), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_ota_set_final_partition(handle + 1, blob, false), ESP_ERR_NOT_FOUND);
    EXPECT_EQ(esp_ota_set_final_partition(handle, slot(0), true), ESP_ERR_OTA_PARTITION_CONFLICT);
    EXPECT_EQ(esp_ota_set_final_partition(handle, slot(1), true), ESP_OK);
    EXPECT_EQ(esp_ota_set_final_partition(handle, blob, true), ESP_OK);
    EXPECT_TRUE(board.hasLogged("Staging partition - <ota_1>. Final partition - <blob>."));
    EXPECT_EQ(esp_ota_write(handle, "any bytes", 9), ESP_OK);
    EXPECT_EQ(esp_ota_set_final_partition(handle, slot(2), true), ESP_ERR_INVALID_STATE);
    EXPECT_EQ(esp_ota_end(handle), ESP_OK);
    EXPECT_EQ(board.flash()[slotAddress(3)], 'a');

    handle = begun();
    ASSERT_EQ(esp_ota_set_final_partition(handle, slot(2), true), ESP_OK);
    const Bytes image = tinyApp("2.0.0");
    ASSERT_EQ(esp_ota_write(handle, image.data(), image.size()), ESP_OK);
    EXPECT_EQ(esp_ota_end(handle), ESP_OK);
    EXPECT_EQ(esp_ota_set_boot_partition(slot(2)), ESP_OK);

    handle = begun();
    ASSERT_EQ(esp_ota_set_final_partition(handle, table, false), ESP_OK);
    EXPECT_EQ(esp_ota_write(handle, "\xE9\x01", 2), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_TRUE(board.hasLogged("invalid magic word (expected 0x50AA, saw 0x01e9)"));
    EXPECT_EQ(esp_ota_write(handle, board.flash().data() + 0x8000, 0xC00), ESP_OK);
    EXPECT_EQ(esp_ota_end(handle), ESP_OK);
}

TEST_F(OtaWriteTest, CopyRefusesAFinalPartitionLargerThanTheStagingOne)
{
    setTable({{1, 0, kOtadata, 0x2000, "otadata", 0},
              {0, 0x10, slotAddress(0), kSlotSize, "ota_0", 0},
              {0, 0x11, slotAddress(1), kSlotSize, "ota_1", 0},
              {0, 0x12, slotAddress(2), 2 * kSlotSize, "ota_2", 0}});
    board.use(slotAddress(0));
    const Bytes image = tinyApp("2.0.0");
    handle = begun();
    ASSERT_EQ(esp_ota_set_final_partition(handle, slot(2), true), ESP_OK);
    ASSERT_EQ(esp_ota_write(handle, image.data(), image.size()), ESP_OK);
    EXPECT_EQ(esp_ota_end(handle), ESP_ERR_INVALID_SIZE);
}

TEST_F(OtaWriteTest, CopyTouchesOnlyWhatDiffers)
{
    setTable({{1, 0, kOtadata, 0x2000, "otadata", 0},
              {0, 0x10, slotAddress(0), kSlotSize, "ota_0", 0},
              {0, 0x11, slotAddress(1), kSlotSize, "ota_1", 0},
              {1, 0x40, slotAddress(2), 0x3000, "final", 0}});
    board.use(slotAddress(0));
    const esp_partition_t *final =
        esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_ANY, "final");
    Bytes data(0x3000, 0x11);
    const auto copy = [&] {
        handle = begun();
        ASSERT_EQ(esp_ota_set_final_partition(handle, final, true), ESP_OK);
        ASSERT_EQ(esp_ota_write(handle, data.data(), data.size()), ESP_OK);
        const unsigned before = board.operations();
        EXPECT_EQ(esp_ota_end(handle), ESP_OK);
        EXPECT_TRUE(std::equal(data.begin(), data.end(), board.flash().begin() + slotAddress(2)));
        lastOperations = board.operations() - before;
    };
    copy();
    const unsigned whole = lastOperations;
    data[0x1800] = 0x22;
    copy();
    EXPECT_EQ(3 * lastOperations, whole);
    copy();
    EXPECT_EQ(lastOperations, 0U);
}

TEST_F(OtaWriteTest, ASlotLosesItsRecordBeforeItsFirstByteChanges)
{
    setRecord(1, 2, ESP_OTA_IMG_VALID);
    handle = begun();
    EXPECT_EQ(otadata(), "1:2 2:2"); // nothing has changed yet
    EXPECT_EQ(esp_ota_write(handle, "no image", 8), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_EQ(otadata(), "1:2 2:2");
    EXPECT_EQ(esp_ota_write(handle, "\xE9", 1), ESP_OK);
    EXPECT_EQ(otadata(), "1:2 -");
    esp_ota_abort(handle);
    setRecord(1, 2, ESP_OTA_IMG_VALID);
    EXPECT_EQ(esp_ota_begin(slot(1), kSlotSize + 1, &handle), ESP_ERR_INVALID_SIZE);
    EXPECT_EQ(otadata(), "1:2 2:2");
    esp_ota_abort(begun(0));
    EXPECT_EQ(otadata(), "1:2 -");
}

} // namespace
} // namespace otabench::test
