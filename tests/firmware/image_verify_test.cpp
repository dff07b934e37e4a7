#include "engine_fixture.h"

#include "image_verify.h"

#include <cstdlib>
#include <fstream>

namespace otabench::test {
namespace {

constexpr uint32_t kDrom = 0x3C000020;

class ImageVerifyTest : public EngineTest
{
protected:
    esp_err_t verify(const Bytes &image, firmware::ImageUse use = firmware::ImageUse::Verify,
                     firmware::ImageKind kind = firmware::ImageKind::App,
                     uint32_t partitionSize = kSlotSize)
    {
        std::fill(board.flash().begin() + kSlot0, board.flash().end(), 0xFF);
        board.load(kSlot0, image);
        board.use(0);
        board.log.clear();
        const esp_err_t err =
            firmware::verifyImage(board.port(), {kSlot0, partitionSize, kind, use}, &facts);
        EXPECT_EQ(board.heldHashes(), 0U);
        return err;
    }

    esp_err_t verifyChanged(std::size_t at, uint8_t value)
    {
        Bytes image = tinyApp("1.0.0");
        image[at] = value;
        reseal(image);
        return verify(image);
    }

    firmware::ImageFacts facts = {};
};

TEST_F(ImageVerifyTest, TakesAGoodImageAndTellsItsLengthAndDigest)
{
    const Bytes image = tinyApp("1.0.0");

    EXPECT_EQ(verify(image), ESP_OK);
    EXPECT_EQ(facts.length, image.size());
    EXPECT_TRUE(facts.hashAppended);
    EXPECT_TRUE(std::equal(image.end() - 32, image.end(), facts.digest));
    EXPECT_EQ(board.log,
              (std::vector<std::string>{
                  "I esp_image: segment 0: paddr=00020020 vaddr=3c000020 size=01870h (  6256) map",
                  "I esp_image: segment 1: paddr=00021898 vaddr=3fc80000 size=00040h (    64) ",
                  "I esp_image: segment 2: paddr=000218e0 vaddr=00000000 size=00008h (     8) "}));
    EXPECT_EQ(verify(image, firmware::ImageUse::Load), ESP_OK);
    EXPECT_TRUE(board.hasLogged("size=01870h (  6256) map"));
    EXPECT_TRUE(board.hasLogged("size=00040h (    64) load"));
    EXPECT_TRUE(board.log.back().ends_with("(     8) "));
}

TEST_F(ImageVerifyTest, TakesAnImageWithoutDigest)
{
    const Bytes image =
        tinyImage(5, {{kDrom, tinyDescription("1")}, {0x3FC80000, Bytes(12, 1)}}, /*hash=*/false);

    EXPECT_EQ(verify(image), ESP_OK);
    EXPECT_EQ(facts.length, image.size());
    EXPECT_FALSE(facts.hashAppended);
}

TEST_F(ImageVerifyTest, RefusesAnyChangedByteOfAnImage)
{
    const Bytes good = tinyApp("1.0.0", 600);
    for (std::size_t at = 0; at < good.size(); ++at) {
        Bytes image = good;
        image[at] ^= 0x10;
        EXPECT_NE(verify(image), ESP_OK) << at;
        EXPECT_EQ(facts.length, 0U);
    }
}

TEST_F(ImageVerifyTest, RefusesAnImageCutOffAnywhere)
{
    const Bytes good = tinyApp("1.0.0", 600);
    for (std::size_t length = 0; length < good.size(); ++length)
        EXPECT_NE(verify(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length))),
                  ESP_OK)
            << length;
}

TEST_F(ImageVerifyTest, NamesWhatIsWrongAsTheBoardDoes)
{
    Bytes image = tinyApp("1.0.0");
    image[0] = 0x3C;
    EXPECT_EQ(verify(image), ESP_ERR_IMAGE_INVALID);
    EXPECT_TRUE(board.hasLogged(
        "E esp_image: image at 0x20000 has invalid magic byte (nothing flashed here?)"));

    image = tinyApp("1.0.0");
    image[1] = 17;
    EXPECT_EQ(verify(image), ESP_ERR_IMAGE_INVALID);
    EXPECT_TRUE(board.hasLogged("E esp_image: image at 0x20000 segment count 17 exceeds max 16"));

    image[1] = 0;
    EXPECT_EQ(verify(image), ESP_ERR_IMAGE_INVALID);

    image = tinyApp("1.0.0");
    image[1000] ^= 1;
    EXPECT_EQ(verify(image), ESP_ERR_IMAGE_INVALID);
    EXPECT_TRUE(board.hasLogged("E esp_image: Checksum failed. Calculated 0x"));

    image[1001] ^= 1; // the checksum is blind to it
    EXPECT_EQ(verify(image), ESP_ERR_IMAGE_INVALID);
    EXPECT_TRUE(board.hasLogged("E esp_image: Image hash failed - image is corrupt"));

    image = tinyApp("1.0.0");
    EXPECT_EQ(verify(image, firmware::ImageUse::Verify, firmware::ImageKind::App, 4096),
              ESP_ERR_IMAGE_INVALID);
    EXPECT_TRUE(
        board.hasLogged("E esp_image: Image length 6416 doesn't fit in partition length 4096"));
}

TEST_F(ImageVerifyTest, RefusesBadSegments)
{
    Bytes image = tinyApp("1.0.0");
    image[28] = 0x72;
    EXPECT_EQ(verify(image), ESP_ERR_IMAGE_INVALID);
    EXPECT_TRUE(board.hasLogged("E esp_image: invalid segment length 0x1872"));

    image[28] = 0x70;
    image[31] = 1;
    EXPECT_EQ(verify(image), ESP_ERR_IMAGE_INVALID);
    EXPECT_TRUE(board.hasLogged("E esp_image: invalid segment length 0x1001870"));

    image[31] = 0;
    image[30] = 0xF0;
    EXPECT_EQ(verify(image), ESP_ERR_IMAGE_INVALID);
    EXPECT_TRUE(board.hasLogged("E bootloader_mmap: spi_flash_mmap failed: 0x102"));
    EXPECT_TRUE(board.hasLogged("E esp_image: bootloader_mmap(0x20020, 0x630000) failed"));

    EXPECT_EQ(verify(tinyImage(5, {{kDrom, Bytes(252)}})), ESP_ERR_IMAGE_INVALID);
    EXPECT_EQ(verify(tinyImage(5, {{kDrom + 4, tinyDescription("1")}})), ESP_ERR_IMAGE_INVALID);
    EXPECT_TRUE(
        board.hasLogged("E esp_image: Segment 0 load address 0x3c000024, doesn't match data "
                        "0x00020020"));
}

TEST_F(ImageVerifyTest, RefusesOtherChipsAndRevisions)
{
    EXPECT_EQ(verifyChanged(12, 0), ESP_FAIL);
    EXPECT_TRUE(board.hasLogged("E boot_comm: mismatch chip ID, expected 5, found 0"));
    board.chip().chip_revision = 103;
    EXPECT_EQ(verifyChanged(15, 103), ESP_OK);
    EXPECT_EQ(verifyChanged(15, 104), ESP_FAIL);
    EXPECT_TRUE(
        board.hasLogged("E boot_comm: chip revision check failed. Required >= v1.4, found v1.3."));
    EXPECT_EQ(verifyChanged(17, 103), ESP_OK);
    EXPECT_EQ(verifyChanged(17, 102), ESP_FAIL);
    EXPECT_TRUE(board.hasLogged("Required <= v1.2, found v1.3."));
}

TEST_F(ImageVerifyTest, RefusesOtherEfuseBlockRevisions)
{
    board.chip().efuse_block_revision = 103;
    EXPECT_EQ(verifyChanged(32 + 176, 103), ESP_OK);
    EXPECT_EQ(verifyChanged(32 + 176, 200), ESP_FAIL);
    EXPECT_EQ(board.log.back(),
              "E boot_comm: Image requires efuse blk rev >= v2.0, but chip is v1.3");
    EXPECT_TRUE(board.hasLogged("segment 0:"));
    EXPECT_EQ(verifyChanged(32 + 178, 102), ESP_FAIL);
}

TEST_F(ImageVerifyTest, NeedsADescriptionOnlyOnChipsWithASelectablePage)
{
    Bytes plain(256, 7);
    EXPECT_EQ(verify(tinyImage(5, {{kDrom, plain}})), ESP_OK);

    board.chip().chip_id = 13;
    EXPECT_EQ(verify(tinyImage(13, {{0x42000020, plain}})), ESP_FAIL);
    EXPECT_TRUE(board.hasLogged("E esp_image: Failed to fetch app description header!"));
    Bytes description = tinyDescription("1");
    EXPECT_EQ(verify(tinyImage(13, {{0x42008020, description}})), ESP_ERR_IMAGE_INVALID);
    description[180] = 15; // 32 KiB pages
    EXPECT_EQ(verify(tinyImage(13, {{0x42008020, description}})), ESP_OK);
}

TEST_F(ImageVerifyTest, ChecksLessOfABootloader)
{
    Bytes image = tinyImage(5, {{0x3FCD0000, Bytes(100, 3)}});
    image.back() ^= 1;
    image[17] = 1; // newest revision v0.1

    EXPECT_EQ(verify(image, firmware::ImageUse::Verify, firmware::ImageKind::Bootloader), ESP_OK);
    EXPECT_NE(verify(image), ESP_OK);
}

TEST_F(ImageVerifyTest, PassesOnWhatTheMachineSays)
{
    const Bytes image = tinyApp("1.0.0");
    ASSERT_EQ(verify(image), ESP_OK);
    board.readError = ESP_ERR_FLASH_OP_TIMEOUT;
    EXPECT_EQ(verify(image), ESP_ERR_FLASH_OP_TIMEOUT);
    EXPECT_TRUE(board.hasLogged("E esp_image: bootloader_flash_read failed at 0x00020000"));
    board.readError = 0;
    board.outOfMemory = true;
    EXPECT_EQ(verify(image), ESP_ERR_NO_MEM);
    board.outOfMemory = false;
    EXPECT_EQ(verify(image, firmware::ImageUse::Verify, firmware::ImageKind::App, 0x1000001),
              ESP_ERR_INVALID_ARG);
    board.chip().chip_id = 3;
    EXPECT_EQ(verify(image), ESP_ERR_INVALID_ARG);
}

TEST(ImageVerify, TakesGenuineImages)
{
    const char *shared = std::getenv("OTABENCH_SHARED");

    struct Row
    {
        const char *file;
        uint16_t chip;
        firmware::ImageKind kind;
    };

    int seen = 0;
    for (const Row &row : {Row{"WLED_0.14.4_ESP32.bin", 0, firmware::ImageKind::App},
                           Row{"WLED_0.15.0_ESP32.bin", 0, firmware::ImageKind::App},
                           Row{"WLED_0.15.0_ESP32-C3.bin", 5, firmware::ImageKind::App},
                           Row{"hello_world_esp32.bin", 0, firmware::ImageKind::App},
                           Row{"bootloader_esp32.bin", 0, firmware::ImageKind::Bootloader}}) {
        std::ifstream file(std::string(shared ? shared : "") + "/images/" + row.file,
                           std::ios::binary);
        if (!file)
            continue;
        ++seen;
        const Bytes image(std::istreambuf_iterator<char>(file), {});
        RamPort board;
        board.load(0x10000, image);
        board.chip().chip_id = row.chip;
        board.chip().chip_revision = 300;
        firmware::ImageFacts facts = {};
        EXPECT_EQ(firmware::verifyImage(board.port(),
                                        {0x10000, 0x200000, row.kind, firmware::ImageUse::Verify},
                                        &facts),
                  ESP_OK)
            << row.file << (board.log.empty() ? "" : board.log.back());
        EXPECT_EQ(facts.length, image.size()) << row.file;
    }
    if (seen == 0)
        GTEST_SKIP() << "no genuine images here";
}

} // namespace
} // namespace otabench::test
