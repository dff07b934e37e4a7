// boards and history, and what update refuses.
#include "cli_fixture.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

namespace otabench::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Bench : public Cli
{
protected:
    /// One campaign in which a board, whose name begins as a formula would, is not there.
    void makeHistory()
    {
        ASSERT_EQ(run({"image", "make", "--chip", "esp32", "--project", "demo", "--version",
                       "2.0.0", "--size", "64K", "-o", "demo.bin"})
                      .exitStatus,
                  0);
        const auto outcome =
            run({"update", "--image", "demo.bin", "--board", "pty:/nowhere/<b>,\"x\""});
        ASSERT_EQ(outcome.exitStatus, 1) << outcome.err;
        EXPECT_THAT(outcome.out, testing::EndsWith("0 updated, 1 failed\n"));
    }
};

TEST_F(Bench, BoardsTellsWhatABoardIs)
{
    support::Process board(
        support::Command{.arguments = {support::builtProgram("otabench-board"), "--count", "1",
                                       "--dir", (m_folder / "vb").string(), "--chip", "esp32c3"}});
    ASSERT_TRUE(board.waitForOutput("vb-01")) << board.err();
    const std::string address = "pty:" + (m_folder / "vb" / "vb-01").string();

    const auto outcome = run({"--json", "boards", "--board", address});

    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    const auto lines = jsonLines(outcome.out);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].at("board"), address);
    EXPECT_EQ(lines[0].at("chip"), "esp32c3");
    EXPECT_EQ(lines[0].at("slot"), "ota_0");
    EXPECT_TRUE(lines[0].at("slots").contains("ota_1"));
}

TEST_F(Bench, PreflightAsksTheBoard)
{
    support::Process board(
        support::Command{.arguments = {support::builtProgram("otabench-board"), "--count", "1",
                                       "--dir", (m_folder / "vb").string(), "--chip", "esp32c3"}});
    ASSERT_TRUE(board.waitForOutput("vb-01")) << board.err();
    const std::string address = "pty:" + (m_folder / "vb" / "vb-01").string();
    for (const char *chip : {"esp32c3", "esp32"})
        ASSERT_EQ(run({"image", "make", "--chip", chip, "--size", "64K", "-o",
                       std::string(chip) + ".bin"})
                      .exitStatus,
                  0);

    const auto good = run({"--json", "image", "preflight", "esp32c3.bin", "--board", address});
    const auto blocked = run({"image", "preflight", "esp32.bin", "--board", address});

    EXPECT_EQ(good.exitStatus, 0) << good.err;
    const auto lines = jsonLines(good.out);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].at("board"), address);
    EXPECT_EQ(lines[0].at("checks").at(3).at("name"), "slot");
    EXPECT_EQ(lines[0].at("checks").at(3).at("verdict"), "good");
    expectRefused(blocked, 1, "vb-01");
    EXPECT_THAT(blocked.out, HasSubstr("BLOCKED  chip"));
}

TEST_F(Bench, PreflightOfAPortThatIsNotThereFails)
{
    ASSERT_EQ(run({"image", "make", "--size", "64K", "-o", "demo.bin"}).exitStatus, 0);

    expectRefused(run({"image", "preflight", "demo.bin", "--board", "/dev/ttyUSB77"}), 1,
                  "/dev/ttyUSB77");
}

TEST_F(Bench, BoardsFailsForAPortThatIsNotThere)
{
    const auto outcome = run({"--json", "boards", "--board", "/dev/ttyUSB77"});

    EXPECT_EQ(outcome.exitStatus, 1);
    const auto lines = jsonLines(outcome.out);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].at("reason"), "port-not-found");
}

TEST_F(Bench, HistoryIsEmptyAtFirst)
{
    EXPECT_EQ(run({"--json", "history"}).out, "");
    EXPECT_EQ(nlohmann::json::parse(run({"history", "--format", "json"}).out).size(), 0u);
}

TEST_F(Bench, HistoryAsJson)
{
    makeHistory();

    const auto lines = jsonLines(run({"--json", "history"}).out);
    const auto array = nlohmann::json::parse(run({"history", "--format", "json"}).out);

    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].at("phase"), "failed");
    EXPECT_EQ(lines[0].at("reason"), "port-not-found");
    EXPECT_EQ(lines[0].at("version"), "2.0.0");
    EXPECT_EQ(array.at(0), lines[0]);
}

TEST_F(Bench, HistoryAsCsvAndHtmlEscapes)
{
    makeHistory();

    const auto csv = run({"history", "--format", "csv"}).out;
    const auto html = run({"history", "--format", "html"}).out;

    EXPECT_THAT(csv, StartsWith("campaign,started,"));
    EXPECT_THAT(csv, HasSubstr("\"pty:/nowhere/<b>,\"\"x\"\"\""));
    EXPECT_THAT(html, HasSubstr("pty:/nowhere/&lt;b&gt;,&quot;x&quot;"));
    EXPECT_THAT(html, testing::Not(HasSubstr("<b>")));
}

TEST_F(Bench, HistoryIntoAFile)
{
    makeHistory();

    const auto outcome = run({"history", "--format", "table", "-o", "report.txt"});

    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    std::ifstream in(m_folder / "report.txt");
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(std::ranges::count(text, '\n'), 2);
    EXPECT_THAT(text, HasSubstr("port-not-found"));
}

TEST_F(Bench, WrongUsageIsStatusTwo)
{
    EXPECT_EQ(run({"history", "--format", "pdf"}).exitStatus, 2);
    EXPECT_EQ(run({"boards", "--profile", "psychic"}).exitStatus, 2);
    EXPECT_EQ(run({"update", "--image", "x.bin"}).exitStatus, 2);
    expectRefused(run({"update", "--image", "x.bin", "--board", "pty:/x", "--profile", "console"}),
                  2, "--command");
}

} // namespace
} // namespace otabench::cli
