#include "cli_fixture.h"

#include <filesystem>

namespace otabench::cli {
namespace {

class SupportBundleCommand : public Cli
{
};

TEST_F(SupportBundleCommand, WritesAFileThatOnlyItsOwnerReads)
{
    const auto outcome = run({"--json", "support-bundle", "-o", "bundle.tar.gz"});
    ASSERT_EQ(outcome.exitStatus, 0) << outcome.err;
    const auto lines = jsonLines(outcome.out);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0]["file"], "bundle.tar.gz");
    EXPECT_EQ(lines[0]["bytes"], std::filesystem::file_size(m_folder / "bundle.tar.gz"));
    EXPECT_EQ(lines[0]["files"][0], "README.txt");
    EXPECT_EQ(support::fileMode(m_folder / "bundle.tar.gz"), 0600u);
}

TEST_F(SupportBundleCommand, NamesWhatIsWrongWithTheFile)
{
    expectRefused(run({"support-bundle"}), 2, "--output");
    std::filesystem::create_directory(m_folder / "folder");
    expectRefused(run({"support-bundle", "-o", "folder"}), 2, "folder");
}

} // namespace
} // namespace otabench::cli
