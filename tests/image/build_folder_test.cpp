#include "image/build_folder.h"

#include "base/files.h"
#include "image/maker.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otabench::image {
namespace {
namespace fs = std::filesystem;

using ::testing::HasSubstr;

class BuildFolderTest : public testing::Test
{
protected:
    fs::path makeApplication(const std::string &name) const
    {
        const fs::path path = m_folder / name;
        EXPECT_TRUE(
            writeFileAtomically(path, makeImage({.sizeBytes = 4096}).value(), FileMode::Public));
        return path;
    }

    void write(const std::string &name, std::string_view text) const
    {
        EXPECT_TRUE(writeFileAtomically(m_folder / name, text, FileMode::Public));
    }

    support::TemporaryFolder m_folder;
};

TEST_F(BuildFolderTest, FindsTheOneApplicationBesideOtherFiles)
{
    const fs::path app = makeApplication("build/app.bin");
    write("build/ota_data_initial.bin", std::string(8192, '\xFF'));
    write("build/app.elf", "\x7F"
                           "ELF");

    EXPECT_EQ(applicationInBuildFolder(m_folder / "build").value(), app);
}

TEST_F(BuildFolderTest, TakesTheBuildFolderOfAProject)
{
    const fs::path app = makeApplication("build/app.bin");

    EXPECT_EQ(applicationInBuildFolder(m_folder.path()).value(), app);
}

TEST_F(BuildFolderTest, TakesTheOneThatTheProjectNames)
{
    makeApplication("build/old.bin");
    const fs::path app = makeApplication("build/app.bin");
    write("build/project_description.json",
          "{\n    \"version\": \"1.2\",\n    \"app_elf\": \"app.elf\",\n"
          "    \"app_bin\": \"app.bin\"\n}\n");

    EXPECT_EQ(applicationInBuildFolder(m_folder / "build").value(), app);
}

TEST_F(BuildFolderTest, NamesAllWhenItCannotChoose)
{
    makeApplication("build/old.bin");
    makeApplication("build/app.bin");
    for (const char *text :
         {"", "{\"app_bin\"", "{\"app_bin\": \"gone.bin\"}", "{\"app_bin\": \"x"}) {
        write("build/project_description.json", text);

        const auto found = applicationInBuildFolder(m_folder / "build");

        ASSERT_FALSE(found) << text;
        EXPECT_EQ(found.error().code, ErrorCode::InvalidArgument);
        EXPECT_THAT(found.error().text, HasSubstr("app.bin, old.bin"));
    }
}

TEST_F(BuildFolderTest, SaysThatNothingIsBuiltYet)
{
    write("build/bootloader.bin", "no image");

    const auto found = applicationInBuildFolder(m_folder / "build");

    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::NotFound);
    EXPECT_THAT(found.error().text, HasSubstr("idf.py build"));
    EXPECT_EQ(applicationInBuildFolder(m_folder / "none").error().code, ErrorCode::NotFound);
}

} // namespace
} // namespace otabench::image
