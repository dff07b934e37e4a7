#include "cli_fixture.h"

#include <fstream>

namespace otabench::cli {
namespace {
namespace fs = std::filesystem;

using ImageCommands = Cli;

TEST_F(ImageCommands, MakeAndInfoAgree)
{
    const auto made = run({"image", "make", "--chip", "esp32c3", "--project", "blinky", "--version",
                           "1.2.3", "--size", "64K", "-o", "app.bin"});
    ASSERT_EQ(made.exitStatus, 0) << made.err;
    EXPECT_EQ(fs::file_size(m_folder / "app.bin"), 65536u);
    const auto info = run({"--json", "image", "info", "app.bin"});
    ASSERT_EQ(info.exitStatus, 0) << info.err;
    const auto lines = jsonLines(info.out);
    ASSERT_EQ(lines.size(), 1u);
    const auto &image = lines.front();
    EXPECT_EQ(image["kind"], "app");
    EXPECT_EQ(image["chip"], "esp32c3");
    EXPECT_EQ(image["valid"], true);
    EXPECT_EQ(image["project"], "blinky");
    EXPECT_EQ(image["version"], "1.2.3");
    EXPECT_EQ(image["elf_sha256"].get<std::string>().size(), 64u);
    EXPECT_EQ(image["secure_version"], 0);
    EXPECT_EQ(image["size"], 65536);
    ASSERT_FALSE(image["checks"].empty());
    for (const auto &check : image["checks"])
        EXPECT_EQ(check["ok"], true) << check;
}

TEST_F(ImageCommands, InfoShowsPeopleATable)
{
    ASSERT_EQ(run({"image", "make", "--size", "4096", "-o", "app.bin"}).exitStatus, 0);
    const auto info = run({"image", "info", "app.bin"});
    EXPECT_EQ(info.exitStatus, 0);
    for (const char *text : {"Project         demo", "Valid           yes", "checksum:"})
        EXPECT_NE(info.out.find(text), std::string::npos) << info.out;
}

TEST_F(ImageCommands, InfoOfADamagedImageFailsAndStillReports)
{
    ASSERT_EQ(run({"image", "make", "--size", "4096", "-o", "app.bin"}).exitStatus, 0);
    fs::resize_file(m_folder / "app.bin", 3000);
    const auto info = run({"--json", "image", "info", "app.bin"});
    expectRefused(info, 1, "app.bin");
    expectRefused(info, 1, "download it again");
    EXPECT_EQ(jsonLines(info.out).at(0)["valid"], false);
    EXPECT_EQ(jsonLines(info.out).at(0)["kind"], "app");
}

TEST_F(ImageCommands, InfoNamesForeignFiles)
{
    std::ofstream(m_folder / "page.bin") << "<!DOCTYPE html><html></html>";
    const auto info = run({"--json", "image", "info", "page.bin"});
    expectRefused(info, 1, "web page");
    EXPECT_EQ(jsonLines(info.out).at(0)["kind"], "unknown");
    EXPECT_TRUE(jsonLines(info.out).at(0)["chip"].is_null());
    expectRefused(run({"image", "info", "none.bin"}), 1, "none.bin");
    expectRefused(run({"image", "info", "."}), 2, "folder");
}

TEST_F(ImageCommands, WrongUsageIsStatusTwo)
{
    expectRefused(run({"image", "info"}), 2, "FILE");
    expectRefused(run({"image", "make"}), 2, "output");
    expectRefused(run({"image", "make", "--chip", "esp8266", "-o", "x"}), 2, "esp8266");
    expectRefused(run({"image", "make", "--size", "1Q", "-o", "x"}), 2, "1Q");
    expectRefused(run({"image", "frobnicate"}), 2, "subcommand");
    EXPECT_EQ(support::entryCount(m_folder.path()), 0u) << "nothing was written";
}

TEST_F(ImageCommands, AFullDiskLeavesNothing)
{
    auto make = command({"image", "make", "--size", "1M", "-o", "out/app.bin"});
    make.fileSizeLimit = 100'000;
    const auto outcome = support::run(make);
    expectRefused(outcome, 1, "out/app.bin");
    EXPECT_EQ(support::entryCount(m_folder / "out"), 0u);
}

} // namespace
} // namespace otabench::cli
