// The reader on images that others built. They lie outside the project; without them, skipped.
#include "image/reader.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace otabench::image {
namespace {
namespace fs = std::filesystem;

class Genuine : public testing::Test
{
protected:
    void SetUp() override
    {
        const char *shared = std::getenv("OTABENCH_SHARED");
        m_folder = fs::path(shared != nullptr ? shared : "") / "images";
        if (!fs::exists(m_folder / "README.md"))
            GTEST_SKIP() << "no genuine images beside this checkout";
    }

    Image read(const char *file) const
    {
        const auto image = readImage(m_folder / file);
        EXPECT_TRUE(image) << file;
        if (image && !image->valid())
            ADD_FAILURE() << file << ": " << image->problem().value_or(Error{}).text;
        return image.value_or(Image{});
    }

    fs::path m_folder;
};

TEST_F(Genuine, ArduinoApplications)
{
    // The Arduino core's image carries the description of the prebuilt ESP-IDF: two versions of one
    // application say the same project and version, and a zero digest does not tell them apart.
    struct Row
    {
        const char *file, *chip, *ram;
        bool hasBuildId;
    };

    for (const Row &row :
         {Row{"WLED_0.14.4_ESP32.bin", "esp32", "BYTE_ACCESSIBLE,DRAM", false},
          Row{"WLED_0.15.0_ESP32.bin", "esp32", "BYTE_ACCESSIBLE,DRAM", false},
          Row{"WLED_0.15.0_ESP32-C3.bin", "esp32c3", "DRAM,BYTE_ACCESSIBLE", true}}) {
        const Image image = read(row.file);
        EXPECT_EQ(image.kind, Kind::App) << row.file;
        EXPECT_EQ(image.chip, row.chip) << row.file;
        EXPECT_EQ(image.imageBytes, image.fileBytes) << row.file;
        ASSERT_TRUE(image.description) << row.file;
        EXPECT_NE(image.description->project.find("arduino-lib-builder"), std::string::npos);
        EXPECT_EQ(image.description->buildId().has_value(), row.hasBuildId) << row.file;
        std::string regions; // as esptool image_info names them
        for (const Segment &segment : image.segments)
            regions += segment.region + " ";
        EXPECT_EQ(regions, std::string("DROM ") + row.ram + " IRAM IROM IRAM ") << row.file;
    }
}

TEST_F(Genuine, EspIdfApplication)
{
    const Image image = read("hello_world_esp32.bin");
    EXPECT_EQ(image.kind, Kind::App);
    ASSERT_TRUE(image.description);
    EXPECT_EQ(image.description->project, "hello_world");
    EXPECT_TRUE(image.description->buildId());
    EXPECT_TRUE(readApp(m_folder / "hello_world_esp32.bin"));
}

TEST_F(Genuine, BootloaderAndPartitionTable)
{
    EXPECT_EQ(read("bootloader_esp32.bin").kind, Kind::Bootloader);
    const Image table = read("partition-table.bin");
    EXPECT_EQ(table.kind, Kind::PartitionTable);
    ASSERT_EQ(table.partitions.size(), 3u);
    EXPECT_EQ(table.partitions[2].label, "factory");
    EXPECT_EQ(table.partitions[2].flashOffset, 0x10000u);
}

TEST_F(Genuine, SignedBootloaders)
{
    constexpr auto kRsaKey = "cb2791a371b0c0322bf7370478ba0962224cab1cf2287879e429673e7da84463";
    constexpr auto kEcdsaKey = "f35cc5dbdde67f94a7bbcb5723371ba91822193582308f84cb95b4531219056d";
    const Image rsa = read("bootloader_signed_v2_rsa.bin");
    ASSERT_EQ(rsa.signatures.size(), 1u);
    EXPECT_EQ(rsa.signatures[0].scheme, "rsa-3072");
    EXPECT_EQ(rsa.signatures[0].keyDigest, kRsaKey);
    EXPECT_EQ(rsa.imageBytes, 36864u) << "up to and including the signature sector";
    const Image several = read("bootloader_multi_signed_v2_rsa.bin");
    ASSERT_EQ(several.signatures.size(), 3u);
    EXPECT_EQ(several.signatures[0].keyDigest, kRsaKey);
    EXPECT_EQ(several.signatures[1].keyDigest.substr(0, 8), "901a7409");
    const Image ecdsa = read("bootloader_signed_v2_ecdsa256.bin");
    ASSERT_EQ(ecdsa.signatures.size(), 1u);
    EXPECT_EQ(ecdsa.signatures[0].scheme, "ecdsa-p256");
    EXPECT_EQ(ecdsa.signatures[0].keyDigest, kEcdsaKey);
}

TEST_F(Genuine, OtherKindsAreNoApplications)
{
    for (const char *file :
         {"bootloader_esp32.bin", "partition-table.bin", "bootloader_signed_v2_rsa.bin"}) {
        const auto app = readApp(m_folder / file);
        ASSERT_FALSE(app) << file;
        EXPECT_EQ(app.error().code, ErrorCode::ImageWrongKind) << file;
        EXPECT_NE(app.error().text.find(file), std::string::npos) << app.error().text;
    }
}

} // namespace
} // namespace otabench::image
