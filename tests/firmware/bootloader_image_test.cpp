// The bootloader that a new virtual board holds, as its application finds it.
#include "image_builder.h"
#include "support/firmware/ram_port.h"

#include "esp_ota_ops.h"
#include "esp_partition.h"
#include "otabench_partition_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace otabench::test {
namespace {

using firmware::host::buildBootloader;
using firmware::host::ChipProfile;

using Digest = std::array<uint8_t, 32>;

constexpr uint32_t kFlashSize = 4 * 1024 * 1024;

class BootloaderImage : public ::testing::TestWithParam<ChipProfile>
{
protected:
    BootloaderImage()
    {
        board.chip().chip_id = GetParam().id;
        board.chip().chip_revision = GetParam().revision;
        board.load(GetParam().bootloaderAddress, image);
        board.use(0);
        place.address = GetParam().bootloaderAddress;
        place.size = OTABENCH_PARTITION_TABLE_ADDRESS - place.address;
    }

    RamPort board{kFlashSize};
    const std::vector<uint8_t> image = buildBootloader(GetParam(), kFlashSize);
    esp_partition_t place{};
};

TEST_P(BootloaderImage, FitsInFrontOfThePartitionTable)
{
    EXPECT_LE(image.size(), place.size);
}

TEST_P(BootloaderImage, IsHashedAsAnAppAndAsABootloader)
{
    Digest asApp{};
    Digest asBootloader{};
    place.type = ESP_PARTITION_TYPE_APP;
    EXPECT_EQ(esp_partition_get_sha256(&place, asApp.data()), ESP_OK);
    place.type = ESP_PARTITION_TYPE_BOOTLOADER;
    EXPECT_EQ(esp_partition_get_sha256(&place, asBootloader.data()), ESP_OK);
    EXPECT_EQ(asApp, asBootloader);
    EXPECT_TRUE(std::equal(asApp.begin(), asApp.end(), image.end() - 32));
}

TEST_P(BootloaderImage, IsNotHashedWhenItsDigestIsWrong)
{
    for (const std::size_t at : {1000U, 2000U}) // which leaves its checksum right
        board.flash()[place.address + at] ^= 0x40;
    Digest digest{};
    place.type = ESP_PARTITION_TYPE_APP;
    EXPECT_EQ(esp_partition_get_sha256(&place, digest.data()), ESP_ERR_IMAGE_INVALID);
}

TEST_P(BootloaderImage, IsDescribed)
{
    place.type = ESP_PARTITION_TYPE_BOOTLOADER;
    esp_bootloader_desc_t description{};
    ASSERT_EQ(esp_ota_get_bootloader_description(&place, &description), ESP_OK);
    EXPECT_EQ(description.version, 1U);
    EXPECT_STREQ(description.idf_ver, "v5.5.1");
}

INSTANTIATE_TEST_SUITE_P(Chips, BootloaderImage,
                         ::testing::ValuesIn(firmware::host::chipProfiles().begin(),
                                             firmware::host::chipProfiles().end()),
                         [](const auto &chip) { return std::string(chip.param.name); });

} // namespace
} // namespace otabench::test
