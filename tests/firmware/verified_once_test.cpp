// The end of an update reads the image once, and nothing is taken on trust that may have changed.
#include "engine_fixture.h"
#include "support/firmware/signed_image.h"

#include <functional>

namespace otabench::test {
namespace {

class VerifiedOnce : public EngineTest
{
protected:
    VerifiedOnce()
    {
        setTable(Factory::Without, 3);
        board.load(slotAddress(0), tinyApp("1.0.0"));
        EXPECT_EQ(boot(), "ota_0");
    }

    /// Up to a successful esp_ota_end().
    void write(const Bytes &app, const esp_partition_t *copiedTo = nullptr)
    {
        esp_ota_handle_t handle = 0;
        ASSERT_EQ(esp_ota_begin(slot(1), OTA_WITH_SEQUENTIAL_WRITES, &handle), ESP_OK);
        if (copiedTo) {
            ASSERT_EQ(esp_ota_set_final_partition(handle, copiedTo, true), ESP_OK);
        }
        ASSERT_EQ(esp_ota_write(handle, app.data(), app.size()), ESP_OK);
        board.bytesRead = 0;
        ASSERT_EQ(esp_ota_end(handle), ESP_OK);
    }

    /// What no API call knows of: a bit that changes by itself.
    void decay(int number) { board.flash()[slotAddress(number) + 3000] ^= 1; }

    const Bytes image = tinyApp("2.0.0", 30000);
};

TEST_F(VerifiedOnce, ByEndForTheSelectionThatFollows)
{
    write(image);
    EXPECT_GE(board.bytesRead, image.size());
    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_OK);
    EXPECT_LT(board.bytesRead, image.size() + 4096);
    EXPECT_EQ(boot(), "ota_1");
}

TEST_F(VerifiedOnce, ByADigestForTheEndThatFollows)
{
    esp_ota_handle_t handle = 0;
    ASSERT_EQ(esp_ota_begin(slot(1), OTA_WITH_SEQUENTIAL_WRITES, &handle), ESP_OK);
    ASSERT_EQ(esp_ota_write(handle, image.data(), image.size()), ESP_OK);
    board.bytesRead = 0;
    uint8_t digest[32];
    EXPECT_EQ(esp_partition_get_sha256(slot(1), digest), ESP_OK);
    EXPECT_EQ(esp_ota_end(handle), ESP_OK);
    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_OK);
    EXPECT_LT(board.bytesRead, image.size() + 4096);
}

TEST_F(VerifiedOnce, WithTheSameLinesInTheLog)
{
    board.log.clear();
    write(image);
    const auto isSegment = [](const std::string &line) {
        return line.find("I esp_image: segment ") == 0;
    };
    const auto before = std::count_if(board.log.begin(), board.log.end(), isSegment);
    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_OK);
    EXPECT_EQ(std::count_if(board.log.begin(), board.log.end(), isSegment), 2 * before);
}

TEST_F(VerifiedOnce, InTheFinalPartitionAsWell)
{
    write(image, slot(2));
    EXPECT_EQ(esp_ota_set_boot_partition(slot(2)), ESP_OK);
    EXPECT_EQ(boot(), "ota_2");
}

TEST_F(VerifiedOnce, ButAgainWhereTheImageMayHaveChanged)
{
    const struct
    {
        const char *what;
        std::function<void()> change;
    } kRows[] = {
        {"written", [this] { EXPECT_EQ(esp_partition_write(slot(1), 3000, "\0\0", 2), ESP_OK); }},
        {"erased", [] { EXPECT_EQ(esp_partition_erase_range(slot(1), 4096, 4096), ESP_OK); }},
        {"copied over",
         [] { EXPECT_EQ(esp_partition_copy(slot(1), 4096, slot(2), 0, 4096), ESP_OK); }},
        {"opened and erased",
         [] {
             esp_ota_handle_t handle = 0;
             EXPECT_EQ(esp_ota_begin(slot(1), 0, &handle), ESP_OK);
             EXPECT_EQ(esp_ota_abort(handle), ESP_OK);
         }},
        {"restarted, decayed",
         [this] {
             board.use(slotAddress(0));
             decay(1);
         }},
        {"selected before, decayed",
         [this] {
             EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_OK);
             decay(1);
         }},
        {"another one asked for before, decayed",
         [this] {
             EXPECT_EQ(esp_ota_set_boot_partition(slot(2)), ESP_ERR_OTA_VALIDATE_FAILED);
             decay(1);
         }},
    };

    for (const auto &row : kRows) {
        write(image);
        row.change();
        EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_ERR_OTA_VALIDATE_FAILED) << row.what;
    }
}

TEST_F(VerifiedOnce, AndNotByADigestThatIsOlderThanAnUpdate)
{
    board.load(slotAddress(1), image);
    uint8_t digest[32];
    EXPECT_EQ(esp_partition_get_sha256(slot(1), digest), ESP_OK);
    decay(1);
    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_ERR_OTA_VALIDATE_FAILED);
}

TEST_F(VerifiedOnce, ButSignedAppsTwice)
{
    const SigningKey &key = signingKey(OTABENCH_SIGNATURE_ECDSA_P256);
    board.load(slotAddress(0), signedBy(tinyApp("1.0.0"), {&key}));
    board.security.signature = OTABENCH_SIGNATURE_ECDSA_P256;
    write(signedBy(image, {&key}));
    decay(1);
    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_ERR_OTA_VALIDATE_FAILED);
}

TEST_F(VerifiedOnce, HeadersAreLookedAtEachTime)
{
    write(image);
    board.flash()[slotAddress(1) + 12] = 9; // the chip's id
    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_ERR_OTA_VALIDATE_FAILED);
    write(image);
    board.flash()[slotAddress(1) + 28] ^= 4; // the first segment's length
    EXPECT_EQ(esp_ota_set_boot_partition(slot(1)), ESP_ERR_OTA_VALIDATE_FAILED);
}

} // namespace
} // namespace otabench::test
