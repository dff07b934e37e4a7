#include "engine_fixture.h"

namespace otabench::test {
namespace {

class BootTest : public EngineTest
{
protected:
    void fill(Factory factory)
    {
        setTable(factory, 2);
        board.load(slotAddress(0), tinyApp("0.0.0"));
        board.load(slotAddress(1), tinyApp("0.0.1"));
        if (factory == Factory::With)
            board.load(kFactory, tinyApp("0.0.F"));
    }
};

TEST(SequenceCrc, HasTheKnownValues)
{
    using firmware::sequenceCrc;
    EXPECT_EQ(sequenceCrc(0), 0xFFFFFFFFU);
    EXPECT_EQ(sequenceCrc(1), 0x4743989AU);
    EXPECT_EQ(sequenceCrc(2), 0x55F63774U);
    EXPECT_EQ(sequenceCrc(3), 0xED4A5011U);
    EXPECT_EQ(sequenceCrc(4), 0x709D68A8U);
    EXPECT_EQ(sequenceCrc(5), 0xC8210FCDU);
    EXPECT_EQ(sequenceCrc(0xFFFFFFFF), 0x2144DF1CU);
    EXPECT_EQ(sequenceCrc(0xFFFFFFFE), 0x99F8B879U);
}

TEST(Sequence, IsTheSmallestOfItsSlotNotBelowTheActiveOne)
{
    using firmware::sequenceFor;
    EXPECT_EQ(sequenceFor(1, 2, 1), 2U);
    EXPECT_EQ(sequenceFor(1, 2, 5), 6U);
    EXPECT_EQ(sequenceFor(2, 3, 4), 6U);
    EXPECT_EQ(sequenceFor(1, 3, 4), 5U);
    EXPECT_EQ(sequenceFor(0, 2, 0), 1U);
    EXPECT_EQ(sequenceFor(0, 2, 0xFFFFFFFE), 0xFFFFFFFFU);
    EXPECT_EQ(sequenceFor(1, 16, 0xFFFFFFFE), 0x100000002U);
}

TEST_F(BootTest, StartsTheFirstSlotOfAFreshBoardAndRecordsIt)
{
    fill(Factory::Without);

    EXPECT_EQ(boot(), "ota_0");
    EXPECT_EQ(otadata(), "1:2 -");
    EXPECT_EQ(board.log.front(), "I boot: Partition Table:");
    EXPECT_TRUE(
        board.hasLogged("I boot: ## Label            Usage          Type ST Offset   Length"));
    EXPECT_TRUE(
        board.hasLogged("I boot:  0 nvs              WiFi data        01 02 00009000 00004000"));
    EXPECT_TRUE(
        board.hasLogged("I boot:  1 otadata          OTA data         01 00 0000d000 00002000"));
    EXPECT_TRUE(
        board.hasLogged("I boot:  3 ota_0            OTA app          00 10 00020000 00010000"));
    EXPECT_TRUE(board.hasLogged("I boot: End of partition table"));
    EXPECT_TRUE(board.hasLogged("I boot: No factory image, trying OTA 0"));
    EXPECT_TRUE(board.hasLogged("I boot: Loaded app from partition at offset 0x20000"));
    EXPECT_EQ(board.log.back(), "I boot: Set actual ota_seq=1 in otadata[0]");

    EXPECT_EQ(boot(), "ota_0");
    EXPECT_EQ(otadata(), "1:2 -");
}

TEST_F(BootTest, StartsFactoryWithBlankOtadataAndWritesNothing)
{
    fill(Factory::With);

    EXPECT_EQ(boot(), "factory");
    EXPECT_EQ(board.operations(), 0U);
    EXPECT_TRUE(board.hasLogged("I boot: Defaulting to factory image"));
}

TEST_F(BootTest, WithoutRollbackInTheBootloaderANewImageStaysNew)
{
    fill(Factory::Without);
    board.security.rollback = OTABENCH_ROLLBACK_APP_ONLY;
    EXPECT_EQ(boot(), "ota_0");
    EXPECT_EQ(update(slot(1), tinyApp("2.0.0")), ESP_OK);
    EXPECT_EQ(boot(), "ota_1");
    EXPECT_EQ(boot(), "ota_1");
    EXPECT_EQ(otadata(), "1:2 2:0");
    EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
    EXPECT_EQ(otadata(), "1:2 2:2");
    setRecord(1, 2, ESP_OTA_IMG_PENDING_VERIFY); // as one with rollback would have left it
    EXPECT_EQ(boot(), "ota_1");
    EXPECT_EQ(update(slot(0), tinyApp("3.0.0")), ESP_ERR_OTA_ROLLBACK_INVALID_STATE);
}

TEST_F(BootTest, WithoutAnyRollbackNewImagesHaveNoState)
{
    fill(Factory::Without);
    board.security.rollback = OTABENCH_ROLLBACK_OFF;
    EXPECT_EQ(boot(), "ota_0");
    EXPECT_EQ(update(slot(1), tinyApp("2.0.0")), ESP_OK);
    EXPECT_EQ(otadata(), "1:2 2:u");
    EXPECT_EQ(boot(), "ota_1");
    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_OK); // as it is already
    EXPECT_EQ(otadata(), "1:2 2:u");
    EXPECT_EQ(update(slot(0), tinyApp("3.0.0")), ESP_OK);
    EXPECT_EQ(otadata(), "3:u 2:u");
    EXPECT_EQ(boot(), "ota_0");
    setRecord(0, 3, ESP_OTA_IMG_PENDING_VERIFY);
    EXPECT_EQ(update(slot(1), tinyApp("4.0.0")), ESP_OK);
}

struct TruthRow
{
    const char *name;
    std::vector<uint32_t> first, second; ///< sequence, state, (anything: bad CRC); empty: blank
    const char *withFactory, *withoutFactory;
    const char *otadataWithout; ///< after the start without factory
};

// The table "Record 0 / record 1" of the boot rules, each row with and without a factory app.
const std::vector<TruthRow> kTruth{
    {"blank, blank", {}, {}, "factory", "ota_0", "1:2 -"},
    {"valid, blank", {2, 2}, {}, "ota_1", "ota_1", "2:2 -"},
    {"blank, valid", {}, {1, 2}, "ota_0", "ota_0", "- 1:2"},
    {"valid, bad CRC", {2, 2}, {3, 2, 0}, "ota_1", "ota_1", "2:2 3:2!"},
    {"higher second", {1, 2}, {2, 2}, "ota_1", "ota_1", "1:2 2:2"},
    {"higher first", {3, 2}, {2, 2}, "ota_0", "ota_0", "3:2 2:2"},
    {"equal", {1, 2}, {1, 2}, "ota_0", "ota_0", "1:2 1:2"},
    {"undefined state", {1, 0xFFFFFFFF}, {2, 0xFFFFFFFF}, "ota_1", "ota_1", "1:u 2:u"},
    {"both bad CRC", {1, 2, 0}, {2, 2, 0}, "factory", "ota_0", "1:2! 2:2!"},
    {"blank, bad CRC", {}, {2, 2, 0}, "factory", "ota_0", "- 2:2!"},
    {"blank, bad CRC and aborted", {}, {2, 4, 0}, "factory", "ota_0", "1:2 2:4!"},
    {"both aborted", {1, 4}, {2, 4}, "factory", "ota_0", "1:4 2:4"},
    {"aborted, invalid", {3, 4}, {2, 3}, "factory", "ota_0", "3:4 2:3"},
    {"invalid is skipped", {1, 2}, {2, 3}, "ota_0", "ota_0", "1:2 2:3"},
    {"new starts once", {1, 2}, {2, 0}, "ota_1", "ota_1", "1:2 2:1"},
    {"pending is aborted", {1, 2}, {2, 1}, "ota_0", "ota_0", "1:2 2:4"},
    {"only pending", {}, {2, 1}, "factory", "ota_0", "- 2:4"},
    {"new and pending", {3, 0}, {2, 1}, "ota_0", "ota_0", "3:1 2:4"},
};

TEST_F(BootTest, FollowsTheTableOfRecords)
{
    for (const TruthRow &row : kTruth) {
        for (const Factory factory : {Factory::With, Factory::Without}) {
            fill(factory);
            std::fill_n(board.flash().begin() + kOtadata, 0x2000, 0xFF);
            for (int i = 0; i < 2; ++i) {
                const auto &given = i == 0 ? row.first : row.second;
                if (given.empty())
                    continue;
                setRecord(i, given[0], given[1]);
                if (given.size() > 2)
                    spoilCrc(i);
            }
            const bool with = factory == Factory::With;
            EXPECT_EQ(boot(), with ? row.withFactory : row.withoutFactory) << row.name << with;
            if (!with) {
                EXPECT_EQ(otadata(), row.otadataWithout) << row.name;
            }
        }
    }
}

TEST_F(BootTest, FallsBackWhenTheChosenImageIsBad)
{
    fill(Factory::With);
    setRecord(0, 2, ESP_OTA_IMG_VALID);
    board.flash()[slotAddress(1) + 500] ^= 1;

    EXPECT_EQ(boot(), "ota_0"); // downwards first
    EXPECT_TRUE(board.hasLogged("E boot: OTA app partition slot 1 is not bootable"));
    board.flash()[slotAddress(0) + 500] ^= 1;
    EXPECT_EQ(boot(), "factory");
    board.flash()[kFactory + 500] ^= 1;
    EXPECT_EQ(boot(), "none");
    EXPECT_TRUE(board.hasLogged("E boot: Factory app partition is not bootable"));
    EXPECT_EQ(board.log.back(), "E boot: No bootable app partitions in the partition table");
    EXPECT_EQ(otadata(), "2:2 -");
}

TEST_F(BootTest, FallsForwardToLaterSlotsAndTheTestApp)
{
    fill(Factory::Without);
    setRecord(0, 1, ESP_OTA_IMG_VALID);
    board.flash()[slotAddress(0) + 500] ^= 1;
    EXPECT_EQ(boot(), "ota_1");

    setTable({{1, 0, kOtadata, 0x2000, "otadata", 0},
              {0, 0x10, slotAddress(0), kSlotSize, "ota_0", 0},
              {0, 0x20, slotAddress(2), kSlotSize, "test", 0}});
    board.load(slotAddress(2), tinyApp("test"));
    EXPECT_EQ(boot(), "test");
}

TEST_F(BootTest, TellsItsChoice)
{
    fill(Factory::With);
    setRecord(0, 2, ESP_OTA_IMG_VALID);
    board.flash()[slotAddress(1) + 500] ^= 1;
    otabench_boot_choice_t choice;

    ASSERT_EQ(otabench_boot_select(board.port(), &choice), ESP_OK);
    EXPECT_EQ(choice.address, slotAddress(0));
    EXPECT_EQ(choice.size, kSlotSize);
    EXPECT_EQ(choice.subtype, 0x10);
    EXPECT_EQ(choice.first_choice, 1);
    EXPECT_TRUE(choice.fell_back);
}

TEST_F(BootTest, NeedsAPartitionTable)
{
    otabench_boot_choice_t choice;
    board.load(0x8000, Bytes(0xC00, 0xFF));

    EXPECT_EQ(otabench_boot_select(board.port(), &choice), ESP_ERR_INVALID_STATE);
    EXPECT_TRUE(board.hasLogged("E boot: Failed to verify partition table"));

    setTable(
        {{1, 0, kOtadata, 0x1000, "otadata", 0}, {0, 0x10, slotAddress(0), kSlotSize, "ota_0", 0}});
    EXPECT_EQ(otabench_boot_select(board.port(), &choice), ESP_ERR_INVALID_STATE);
    EXPECT_TRUE(board.hasLogged("ota_info partition size 4096 is too small (minimum 8192 bytes)"));
}

TEST_F(BootTest, StartsFactoryWithoutOtadata)
{
    setTable({{0, 0, kFactory, kSlotSize, "factory", 0}});
    board.load(kFactory, tinyApp("F"));

    EXPECT_EQ(boot(), "factory");
    EXPECT_EQ(esp_ota_get_boot_partition(), nullptr);
}

} // namespace
} // namespace otabench::test
