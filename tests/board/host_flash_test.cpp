#include "host_flash.h"

#include "esp_flash_err.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <sys/resource.h>

namespace otabench::firmware::host {
namespace {

using testing::Each;
using testing::HasSubstr;

constexpr std::uint32_t kSize = 64 * 1024;
using Bytes = std::vector<std::uint8_t>;

class HostFlashTest : public testing::Test
{
protected:
    [[nodiscard]] HostResult<HostFlash> open() const
    {
        return HostFlash::open(m_folder / "flash", kSize);
    }

    static Bytes read(HostFlash &flash, std::uint32_t address, std::size_t length)
    {
        Bytes bytes(length);
        EXPECT_EQ(flash.read(address, bytes.data(), length), ESP_OK);
        return bytes;
    }

    support::TemporaryFolder m_folder;
};

TEST_F(HostFlashTest, IsErasedWhenNew)
{
    auto flash = open();
    ASSERT_TRUE(flash) << flash.error();
    EXPECT_TRUE(flash->isBlank());
    EXPECT_THAT(read(*flash, 0, kSize), Each(0xFF));
}

TEST_F(HostFlashTest, KeepsWhatWasWrittenInAPlainDump)
{
    const Bytes text = {'h', 'e', 'l', 'l', 'o'};
    {
        auto flash = open();
        ASSERT_TRUE(flash);
        ASSERT_EQ(flash->write(0x1FFE, text.data(), text.size()), ESP_OK); // across two sectors
    }
    auto flash = open();
    ASSERT_TRUE(flash);
    EXPECT_FALSE(flash->isBlank());
    EXPECT_EQ(read(*flash, 0x1FFE, text.size()), text);
    std::ifstream file(m_folder / "flash", std::ios::binary);
    std::string dump((std::istreambuf_iterator<char>(file)), {});
    EXPECT_EQ(dump.substr(0x1FFE, 5), "hello");
    EXPECT_EQ(dump.size() % HostFlash::kSectorSize, 0u);
}

TEST_F(HostFlashTest, WritingOnlyClearsBits)
{
    auto flash = open();
    ASSERT_TRUE(flash);
    const Bytes first = {0xF0, 0x0F};
    ASSERT_EQ(flash->write(16, first.data(), 2), ESP_OK);
    const Bytes fewer = {0x30, 0x0F};
    EXPECT_EQ(flash->write(16, fewer.data(), 2), ESP_OK);
    const Bytes more = {0x10, 0x1F}; // the second byte would need a bit set
    EXPECT_EQ(flash->write(16, more.data(), 2), ESP_ERR_FLASH_OP_FAIL);
    EXPECT_EQ(read(*flash, 16, 2), (Bytes{0x10, 0x0F}));
}

TEST_F(HostFlashTest, ErasesWholeSectorsOnly)
{
    auto flash = open();
    ASSERT_TRUE(flash);
    const Bytes data(3 * HostFlash::kSectorSize, 0x55);
    ASSERT_EQ(flash->write(0, data.data(), data.size()), ESP_OK);
    EXPECT_EQ(flash->erase(100, 4096), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(flash->erase(4096, 100), ESP_ERR_INVALID_ARG);
    ASSERT_EQ(flash->erase(4096, 4096), ESP_OK);
    EXPECT_THAT(read(*flash, 0, 4096), Each(0x55));
    EXPECT_THAT(read(*flash, 4096, 4096), Each(0xFF));
    EXPECT_THAT(read(*flash, 8192, 4096), Each(0x55));
    ASSERT_EQ(flash->erase(4096, kSize - 4096), ESP_OK);
    EXPECT_THAT(read(*flash, 4096, kSize - 4096), Each(0xFF));
    EXPECT_EQ(std::filesystem::file_size(m_folder / "flash"), 4096u);
}

TEST_F(HostFlashTest, RefusesWhatLiesOutside)
{
    auto flash = open();
    ASSERT_TRUE(flash);
    std::uint8_t byte = 0;
    EXPECT_EQ(flash->read(kSize, &byte, 1), ESP_ERR_INVALID_SIZE);
    EXPECT_EQ(flash->write(kSize - 1, "ab", 2), ESP_ERR_INVALID_SIZE);
    EXPECT_EQ(flash->erase(kSize - 4096, 8192), ESP_ERR_INVALID_SIZE);
    EXPECT_EQ(flash->read(0xFFFFFFFF, &byte, 1), ESP_ERR_INVALID_SIZE);
}

TEST_F(HostFlashTest, IsNotOpenedTwice)
{
    const auto first = open();
    ASSERT_TRUE(first);
    const auto second = open();
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error(), HasSubstr((m_folder / "flash").native()));
    EXPECT_THAT(second.error(), HasSubstr("in use"));
}

TEST_F(HostFlashTest, RefusesAFileThatIsTooLong)
{
    std::ofstream(m_folder / "flash") << std::string(kSize + 1, 'x');
    const auto flash = open();
    ASSERT_FALSE(flash);
    EXPECT_THAT(flash.error(), HasSubstr("65537"));
}

TEST_F(HostFlashTest, AFullDiskIsAFlashErrorWithItsReason)
{
    auto flash = open();
    ASSERT_TRUE(flash);
    std::string trouble;
    flash->setOnTrouble([&](const std::string &text) { trouble = text; });
    const Bytes data(HostFlash::kSectorSize, 0x00);

    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before = {};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small = {10'000, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const esp_err_t fits = flash->write(0, data.data(), data.size());
    const esp_err_t tooMuch = flash->write(0x8000, data.data(), data.size());
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);

    EXPECT_EQ(fits, ESP_OK);
    EXPECT_EQ(tooMuch, ESP_ERR_FLASH_OP_FAIL);
    EXPECT_THAT(trouble, HasSubstr("free some space"));
    EXPECT_EQ(flash->write(0x8000, data.data(), data.size()), ESP_OK) << "space again";
    EXPECT_THAT(read(*flash, 0x8000, data.size()), Each(0x00));
    EXPECT_THAT(read(*flash, 0x1000, 0x7000), Each(0xFF));
}

} // namespace
} // namespace otabench::firmware::host
