#include "engine_fixture.h"
#include "esp_efuse.h"

namespace otabench::test {
namespace {

Bytes appOf(const std::string &version, uint8_t secureVersion)
{
    Bytes app = tinyApp(version);
    app[32 + 4] = secureVersion;
    reseal(app);
    return app;
}

/// A board with anti-rollback: apps with a lower secure version than the eFuses' do not start.
class AntiRollbackTest : public EngineTest
{
protected:
    AntiRollbackTest()
    {
        board.security.anti_rollback = true;
        board.secureVersion = 2;
        board.load(slotAddress(0), appOf("1.0.0", 2));
    }
};

TEST_F(AntiRollbackTest, TheFirstStartBurnsTheVersionOfWhatWasFound)
{
    board.load(slotAddress(0), appOf("1.0.0", 3));
    EXPECT_EQ(boot(), "ota_0");
    EXPECT_EQ(otadata(), "1:2 -");
    EXPECT_EQ(board.secureVersion, 3U);
    EXPECT_TRUE(board.hasLogged("I boot: Enabled a check secure version of app for anti rollback"));
    EXPECT_TRUE(board.hasLogged("I boot: Secure version (from eFuse) = 2"));
    EXPECT_TRUE(board.hasLogged("I boot: otadata[0..1] in initial state"));
}

TEST_F(AntiRollbackTest, ConfirmingRaisesTheVersionAndNothingBefore)
{
    EXPECT_EQ(boot(), "ota_0");
    EXPECT_EQ(update(slot(1), appOf("2.0.0", 5)), ESP_OK);
    EXPECT_EQ(boot(), "ota_1");
    EXPECT_EQ(board.secureVersion, 2U);
    EXPECT_TRUE(esp_ota_check_rollback_is_possible());
    EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
    EXPECT_EQ(board.secureVersion, 5U);
    EXPECT_FALSE(esp_ota_check_rollback_is_possible()) << "the previous app is too old now";
    EXPECT_EQ(esp_ota_mark_app_invalid_rollback(), ESP_ERR_OTA_ROLLBACK_FAILED);
    EXPECT_EQ(esp_efuse_read_secure_version(), 5U);
    EXPECT_FALSE(esp_efuse_check_secure_version(4));
    EXPECT_TRUE(esp_efuse_check_secure_version(5));
}

TEST_F(AntiRollbackTest, TheBootloaderRaisesTheVersionOfAConfirmedApp)
{
    EXPECT_EQ(boot(), "ota_0");
    board.load(slotAddress(1), appOf("2.0.0", 4));
    setRecord(1, 2, ESP_OTA_IMG_VALID); // power failed after the record, before the eFuses
    EXPECT_EQ(boot(), "ota_1");
    EXPECT_EQ(board.secureVersion, 4U);
}

TEST_F(AntiRollbackTest, AnAppThatIsTooOldIsErasedAndNotSelected)
{
    EXPECT_EQ(boot(), "ota_0");
    EXPECT_EQ(update(slot(1), appOf("2.0.0", 1)), ESP_ERR_OTA_SMALL_SEC_VER);
    EXPECT_TRUE(board.hasLogged("E esp_ota_ops: This a new partition can not be booted due to a "
                                "secure version is lower than stored in efuse. Partition will be "
                                "erased."));
    EXPECT_EQ(board.flash()[slotAddress(1)], 0xFF);
    EXPECT_EQ(board.flash()[slotAddress(1) + kSlotSize - 1], 0xFF);
    EXPECT_EQ(otadata(), "1:2 -");
    EXPECT_EQ(boot(), "ota_0");
}

TEST_F(AntiRollbackTest, TheRunningAppIsNeverErased)
{
    EXPECT_EQ(boot(), "ota_0");
    board.secureVersion = 9;
    EXPECT_EQ(esp_ota_set_boot_partition(slot(0)), ESP_ERR_OTA_SMALL_SEC_VER);
    EXPECT_EQ(board.flash()[slotAddress(0)], 0xE9);
}

TEST_F(AntiRollbackTest, TheBootloaderPassesByAppsThatAreTooOld)
{
    board.load(slotAddress(1), appOf("0.9.0", 1));
    setRecord(0, 1, ESP_OTA_IMG_VALID);
    setRecord(1, 2, ESP_OTA_IMG_VALID);
    EXPECT_EQ(boot(), "ota_0");

    board.load(slotAddress(0), appOf("1.0.0", 0));
    EXPECT_EQ(boot(), "none");
    EXPECT_TRUE(board.hasLogged(
        "E boot: ota data partition invalid and no factory, will try all partitions"));
    EXPECT_TRUE(board.hasLogged("E boot: OTA app partition slot 0 is not bootable"));
    board.nor.erase(slotAddress(0), kSlotSize);
    EXPECT_EQ(boot(), "none");
    EXPECT_TRUE(board.hasLogged("E boot: Failed to get partition description 261"));
}

TEST_F(AntiRollbackTest, AVersionBeyondTheEfusesIsAnErrorOfTheConfirmation)
{
    EXPECT_EQ(boot(), "ota_0");
    EXPECT_EQ(update(slot(1), appOf("2.0.0", 17)), ESP_OK);
    EXPECT_EQ(boot(), "ota_1");
    EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(board.secureVersion, 2U);
    EXPECT_EQ(esp_efuse_update_secure_version(1), ESP_FAIL);
    EXPECT_EQ(esp_efuse_update_secure_version(2), ESP_OK);
}

TEST_F(AntiRollbackTest, WithoutItTheVersionDoesNotMatter)
{
    board.security.anti_rollback = false;
    EXPECT_EQ(boot(), "ota_0");
    EXPECT_EQ(update(slot(1), appOf("2.0.0", 0)), ESP_OK);
    EXPECT_EQ(boot(), "ota_1");
    EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
    EXPECT_EQ(board.secureVersion, 2U);
}

} // namespace
} // namespace otabench::test
