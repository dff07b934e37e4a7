#include "esp_https_ota.h"
#include "esp_ota_ops.h"
#include "net_support.h"
#include "otabench_partition_table.h"

#include <gtest/gtest.h>

#include <cstring>
#include <optional>

namespace otabench::test {
namespace {

constexpr std::uint32_t kBoot = 0x380000;
constexpr std::uint32_t kTable = 0x390000;
constexpr std::uint32_t kBlob = 0x391000;
constexpr std::uint32_t kFactory = 0x3a0000;

/// Updates over HTTPS of something else than the next slot. Behind the two slots: a bootloader, a
/// partition table, data and a factory app.
class HttpsOtaPartitions : public testing::Test
{
protected:
    HttpsOtaPartitions()
    {
        const std::vector<otabench_partition_entry_t> entries{
            {1, 0, 0xd000, 0x2000, "otadata", 0},
            {0, 0x10, TestBoard::kSlot0, TestBoard::kSlotSize, "ota_0", 0},
            {0, 0x11, TestBoard::kSlot1, TestBoard::kSlotSize, "ota_1", 0},
            {2, 1, kBoot, 0x10000, "boot", 0},
            {3, 1, kTable, 0x1000, "table", 0},
            {1, 6, kBlob, 0x2000, "blob", 0},
            {0, 0, kFactory, 0x40000, "factory", 0},
        };
        EXPECT_EQ(
            otabench_partition_table_build(entries.data(), entries.size(),
                                           static_cast<std::uint32_t>(board.flash.size()),
                                           board.flash.data() + OTABENCH_PARTITION_TABLE_ADDRESS),
            ESP_OK);
        otabench_port_set(&board.port);
        http.cert_pem = lab().authority.certificatePem().c_str();
        http.buffer_size = 4096;
        config.http_config = &http;
        config.otabench_report = &report;
        EXPECT_EQ(esp_event_handler_register(
                      ESP_HTTPS_OTA_EVENT, ESP_HTTPS_OTA_UPDATE_BOOT_PARTITION,
                      [](void *arg, esp_event_base_t, std::int32_t, void *data) {
                          static_cast<HttpsOtaPartitions *>(arg)->told =
                              *static_cast<esp_partition_subtype_t *>(data);
                      },
                      this),
                  ESP_OK);
    }

    static const esp_partition_t *named(const char *label)
    {
        return esp_partition_find_first(ESP_PARTITION_TYPE_ANY, ESP_PARTITION_SUBTYPE_ANY, label);
    }

    static std::vector<std::byte> makeBootloader(std::uint16_t chip = 5)
    {
        std::vector<std::byte> image(24 + 8 + 1024);
        const auto put = [&](std::size_t at, int value) {
            image[at] = static_cast<std::byte>(value);
        };
        put(0, 0xE9);
        put(1, 1); // one segment of 1024 bytes for RAM
        put(12, chip);
        put(27, 0x40);
        put(29, 4);
        put(32, 80); // description: magic, secure version, version
        put(36, 9);
        image.resize((image.size() + 16) / 16 * 16);
        put(image.size() - 1, 0xEF ^ 80 ^ 9);
        return image;
    }

    /// Begins, and runs to the end unless something fails before.
    esp_err_t update(const std::vector<std::byte> &file)
    {
        ScriptedServer server(&lab().server,
                              [&](const Request &request) { return serveFile(request, file); });
        const std::string address = server.url("/file.bin");
        http.url = address.c_str();
        esp_https_ota_handle_t handle = nullptr;
        esp_err_t result = esp_https_ota_begin(&config, &handle);
        if (result != ESP_OK)
            return result;
        if (beforeDownload)
            beforeDownload(handle);
        do
            result = esp_https_ota_perform(handle);
        while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);
        if (result == ESP_OK)
            return esp_https_ota_finish(handle);
        EXPECT_EQ(esp_https_ota_abort(handle), ESP_OK);
        return result;
    }

    static std::string nextBoot() { return esp_ota_get_boot_partition()->label; }

    TestBoard board{makeTestImage("1.0.0")};
    esp_http_client_config_t http = {};
    esp_https_ota_config_t config = {};
    otabench_https_ota_report_t report = {};
    std::optional<esp_partition_subtype_t> told;
    std::function<void(esp_https_ota_handle_t)> beforeDownload;
};

TEST_F(HttpsOtaPartitions, StagingAndFinalMayBeTheSame)
{
    const esp_partition_t copy = *named("ota_1");
    config.partition.staging = named("ota_1");
    config.partition.final = &copy;
    config.partition.finalize_with_copy = true;
    EXPECT_EQ(update(makeTestImage("2.0.0")), ESP_OK);
    EXPECT_EQ(told, ESP_PARTITION_SUBTYPE_APP_OTA_1);
    EXPECT_EQ(nextBoot(), "ota_1");
}

TEST_F(HttpsOtaPartitions, AFactoryAppIsReplacedAndNeverSelected)
{
    const auto image = makeTestImage("2.0.0");
    config.partition.final = named("factory");
    config.partition.finalize_with_copy = true;
    const std::string before = nextBoot();
    EXPECT_EQ(update(image), ESP_OK);
    EXPECT_TRUE(board.slotHolds(kFactory, image));
    EXPECT_EQ(told, ESP_PARTITION_SUBTYPE_APP_FACTORY);
    EXPECT_EQ(board.flash[0xd000], 0xff) << "otadata must stay as it was";
    EXPECT_EQ(nextBoot(), before);
}

TEST_F(HttpsOtaPartitions, WithoutTheCopyTheFinalPartitionStays)
{
    config.partition.final = named("factory");
    EXPECT_EQ(update(makeTestImage("2.0.0")), ESP_OK);
    EXPECT_EQ(board.flash[kFactory], 0xff);
}

TEST_F(HttpsOtaPartitions, AnImageTooLargeForTheFinalPartitionIsRefusedAtOnce)
{
    config.partition.final = named("boot");
    config.partition.finalize_with_copy = true;
    EXPECT_EQ(update(makeTestImage("2.0.0")), ESP_ERR_INVALID_SIZE);
    EXPECT_EQ(board.flash[TestBoard::kSlot1], 0xff);
}

TEST_F(HttpsOtaPartitions, ABootloaderIsDescribedCheckedAndCopied)
{
    const auto bootloader = makeBootloader();
    config.partition.final = named("boot");
    config.partition.finalize_with_copy = true;
    esp_bootloader_desc_t description = {};
    beforeDownload = [&](esp_https_ota_handle_t handle) {
        EXPECT_EQ(esp_https_ota_get_bootloader_img_desc(handle, &description), ESP_OK);
        esp_app_desc_t app;
        EXPECT_EQ(esp_https_ota_get_img_desc(handle, &app), ESP_FAIL);
        EXPECT_EQ(esp_https_ota_get_bootloader_img_desc(handle, nullptr), ESP_ERR_INVALID_ARG);
    };
    EXPECT_EQ(update(bootloader), ESP_OK);
    EXPECT_EQ(description.version, 9U);
    EXPECT_TRUE(board.slotHolds(kBoot, bootloader));
    EXPECT_FALSE(told);

    beforeDownload = nullptr;
    EXPECT_EQ(update(makeBootloader(9)), ESP_ERR_INVALID_VERSION);
    EXPECT_TRUE(board.slotHolds(kBoot, bootloader));
}

TEST_F(HttpsOtaPartitions, APartitionTableIsCheckedAndCopied)
{
    std::vector<std::byte> table(OTABENCH_PARTITION_TABLE_SIZE);
    std::memcpy(table.data(), board.flash.data() + OTABENCH_PARTITION_TABLE_ADDRESS, table.size());
    config.partition.final = named("table");
    config.partition.finalize_with_copy = true;
    EXPECT_EQ(update(table), ESP_OK);
    EXPECT_TRUE(board.slotHolds(kTable, table));
    table[8] ^= std::byte{1}; // the MD5 sees it
    EXPECT_EQ(update(table), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_FALSE(board.slotHolds(kTable, table));
    table[0] = std::byte{0};
    EXPECT_EQ(update(table), ESP_ERR_OTA_VALIDATE_FAILED);
}

TEST_F(HttpsOtaPartitions, DataGoesStraightIntoItsPartition)
{
    const std::vector<std::byte> file(5000, std::byte{'d'});
    config.partition.staging = named("blob");
    EXPECT_EQ(update(file), ESP_OK);
    EXPECT_TRUE(board.slotHolds(kBlob, file));
    EXPECT_FALSE(told);
}

TEST_F(HttpsOtaPartitions, OnlyPartitionsOfTheTableAreTaken)
{
    esp_partition_t foreign = *named("ota_1");
    foreign.address += 0x1000;
    config.partition.staging = &foreign;
    EXPECT_EQ(update(makeTestImage("2.0.0")), ESP_FAIL);
    config.partition.staging = nullptr;
    config.partition.final = &foreign;
    EXPECT_EQ(update(makeTestImage("2.0.0")), ESP_FAIL);
}

TEST_F(HttpsOtaPartitions, FinishingEarlyCopiesNothing)
{
    const auto image = makeTestImage("2.0.0");
    config.partition.final = named("factory");
    config.partition.finalize_with_copy = true;
    ScriptedServer server(&lab().server,
                          [&](const Request &request) { return serveFile(request, image); });
    const std::string address = server.url("/file.bin");
    http.url = address.c_str();
    esp_https_ota_handle_t handle = nullptr;
    ASSERT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
    while (!esp_https_ota_is_complete_data_received(handle))
        ASSERT_EQ(esp_https_ota_perform(handle), ESP_ERR_HTTPS_OTA_IN_PROGRESS);
    EXPECT_EQ(esp_https_ota_finish(handle), OTABENCH_ERR_OTA_NOT_SWITCHED);
    EXPECT_EQ(board.flash[kFactory], 0xff);
}

TEST_F(HttpsOtaPartitions, AMissingSignatureIsTold)
{
    board.security.signature = OTABENCH_SIGNATURE_ECDSA_P256;
    EXPECT_EQ(update(makeTestImage("2.0.0")), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_STREQ(report.text, "the image is not signed by a key that the board trusts");
    EXPECT_EQ(nextBoot(), "factory");
}

TEST_F(HttpsOtaPartitions, AnAppForAnotherFlashModeIsRefused)
{
    board.flash[TestBoard::kSlot0 + 32 + 181] = 1;
    otabench_port_set(&board.port);
    auto image = makeTestImage("2.0.0");
    image[32 + 181] = std::byte{3};
    EXPECT_EQ(update(image), ESP_ERR_OTA_SPI_MODE_MISMATCH);
    EXPECT_TRUE(board.logged("esp_ota_ops", "SPI flash mode mismatch: running app has mode 1, new "
                                            "app has mode 3"));
}

} // namespace
} // namespace otabench::test
