#include "host_settings.h"

#include "esp_flash_err.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <fstream>

namespace otabench::firmware::host {
namespace {

using testing::HasSubstr;
using Bytes = std::vector<std::uint8_t>;

class HostSettingsTest : public testing::Test
{
protected:
    [[nodiscard]] HostSettings open() const
    {
        auto settings = HostSettings::open(m_file);
        EXPECT_TRUE(settings);
        return *std::move(settings);
    }

    support::TemporaryFolder m_folder;
    std::filesystem::path m_file = m_folder / "settings";
};

TEST_F(HostSettingsTest, KeepsBinaryValues)
{
    const Bytes value = {0, 1, 0xFF, '\n', ' '};
    {
        HostSettings settings = open();
        ASSERT_EQ(settings.set("agent.ca", value), ESP_OK);
        ASSERT_EQ(settings.set("boots", Bytes{7}), ESP_OK);
    }
    const HostSettings settings = open();
    ASSERT_NE(settings.get("agent.ca"), nullptr);
    EXPECT_EQ(*settings.get("agent.ca"), value);
    EXPECT_EQ(*settings.get("boots"), Bytes{7});
    EXPECT_EQ(settings.get("other"), nullptr);
}

TEST_F(HostSettingsTest, AnEmptyValueRemoves)
{
    HostSettings settings = open();
    ASSERT_EQ(settings.set("a", Bytes{1}), ESP_OK);
    ASSERT_EQ(settings.set("a", {}), ESP_OK);
    EXPECT_EQ(settings.get("a"), nullptr);
    EXPECT_EQ(open().get("a"), nullptr);
}

TEST_F(HostSettingsTest, RefusesBadNamesAndLongValues)
{
    HostSettings settings = open();
    EXPECT_EQ(settings.set("", Bytes{1}), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(settings.set("two words", Bytes{1}), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(settings.set("sixteen-letters-", Bytes{1}), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(settings.set("a", Bytes(HostSettings::kValueMax + 1)), ESP_ERR_INVALID_ARG);
}

TEST_F(HostSettingsTest, KeepsTheOldValueWhenTheFileCannotBeWritten)
{
    HostSettings settings = open();
    ASSERT_EQ(settings.set("a", Bytes{1}), ESP_OK);
    std::filesystem::create_directory(m_file.native() + ".new"); // in the way
    EXPECT_EQ(settings.set("a", Bytes{2}), ESP_ERR_FLASH_OP_FAIL);
    EXPECT_EQ(*settings.get("a"), Bytes{1});
    EXPECT_EQ(*open().get("a"), Bytes{1});
}

TEST_F(HostSettingsTest, NamesTheLineThatIsDamaged)
{
    std::ofstream(m_file) << "a 01\nb 0g\n";
    const auto settings = HostSettings::open(m_file);
    ASSERT_FALSE(settings);
    EXPECT_THAT(settings.error(), HasSubstr(m_file.native()));
    EXPECT_THAT(settings.error(), HasSubstr("line 2"));
}

} // namespace
} // namespace otabench::firmware::host
