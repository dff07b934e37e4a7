// Firmware without the agent, updated by whole campaigns: applications written for ESP-IDF and
// Arduino, each told in its own way.
#include "bench_fixture.h"
#include "dying_network.h"

#include <gmock/gmock.h>

#include <fstream>

namespace otabench::endtoend {
namespace {

class Profiles : public BenchFixture
{
protected:
    void SetUp() override
    {
        // The CA that is built into the applications.
        const std::string ca = TEST_LAB_CA;
        ASSERT_EQ(cli({"ca", "import", "--cert", ca + ".pem", "--key", ca + ".key"}).exitStatus, 0);
        m_image = makeImage("2.0.0", "256K");
    }

    std::string startApplication(const std::string &name,
                                 std::map<std::string, std::string> environment = {})
    {
        m_boards.push_back(std::make_unique<support::Process>(
            support::Command{.arguments = {std::string(TEST_APPLICATIONS) + "/" + name, "--dir",
                                           (m_folder / "boards").string(), "--name", "b1"},
                             .environment = std::move(environment)}));
        EXPECT_TRUE(m_boards.back()->waitForOutput("\n")) << m_boards.back()->err();
        return "pty:" + (m_folder / "boards").string() + "/b1";
    }

    void writeProfile(const std::string &name, const std::string &text)
    {
        const auto listed = cli({"profiles"});
        const std::string folder = profileFolder(listed.out);
        std::filesystem::create_directories(folder);
        std::ofstream(folder + "/" + name + ".profile") << text;
    }

    /// `profiles` says where a user's own go.
    static std::string profileFolder(const std::string &listed)
    {
        const std::string before = "NAME.profile in ";
        const std::size_t begin = listed.find(before) + before.size();
        return listed.substr(begin, listed.find(" (", begin) - begin);
    }

    void TearDown() override
    {
        m_boards.clear(); // they end by a signal that applications do not take
    }

    std::filesystem::path m_image;
};

TEST_F(Profiles, AShellIsToldByAProfileOfTheUsers)
{
    writeProfile("greenhouse", "# the greenhouse controllers\n"
                               "description = their shell\n"
                               "kind    = console\n"
                               "command = fw update {url}\n"
                               "ready   = gh>\n"
                               "started = fetching\n"
                               "done    = firmware installed\n"
                               "failed  = firmware error*:\n"
                               "reset   = before\n");
    EXPECT_NE(cli({"profiles"}).out.find("greenhouse"), std::string::npos);
    const auto board = startApplication("test_shell_update");

    const auto outcome = update(m_image, {board}, {"--profile", "greenhouse"});

    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(outcome.count("updated"), 1);
}

TEST_F(Profiles, AShellWithoutAProfileOfItsOwnIsToldByACommand)
{
    const auto board = startApplication("test_shell_update");

    const auto outcome =
        update(m_image, {board}, {"--profile", "console", "--command", "fw update {url}"});

    // Not restarted before, it has shown what it ran only where its port still held the start's
    // log.
    EXPECT_THAT(outcome.lastPhase(board), testing::AnyOf("updated", "not-proved")) << outcome.err;
}

TEST_F(Profiles, WhatAProfileCallsAFailureIsOne)
{
    writeProfile("greenhouse", "kind = console\ncommand = fw update {url}x\nready = gh>\n"
                               "failed = firmware error\nreset = before\n");
    const auto board = startApplication("test_shell_update");

    const auto outcome = update(m_image, {board}, {"--profile", "greenhouse"});

    EXPECT_EQ(outcome.lastPhase(board), "failed");
    EXPECT_NE(outcome.reason(board), "");
}

TEST_F(Profiles, AnotherTextThanTheStockExamplesMayAskForTheUrl)
{
    writeProfile("which", "kind = stdin\nready = Which image?\n");
    const auto board = startApplication("test_simple_update");

    const auto outcome = update(m_image, {board}, {"--profile", "which"});

    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(outcome.count("updated"), 1);
}

TEST_F(Profiles, AnArduinoSketchNeedsNothingButARestart)
{
    const auto port = std::to_string(DyingNetwork::freePort());
    const auto board =
        startApplication("test_self_updating_sketch",
                         {{"TEST_SKETCH_URL", "https://127.0.0.1:" + port + "/firmware.bin"}});

    const auto outcome = update(m_image, {board}, {"--profile", "arduino", "--port", port});

    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(outcome.count("updated"), 1);
}

TEST_F(Profiles, ABadFileIsNamedWithWhatIsWrong)
{
    writeProfile("broken", "kind = telepathy\n");
    const auto listed = cli({"profiles"});
    EXPECT_EQ(listed.exitStatus, 2);
    EXPECT_NE(listed.err.find("broken.profile, line 1"), std::string::npos) << listed.err;
    const auto used =
        cli({"update", "--image", m_image.string(), "--board", "pty:/x", "--profile", "broken"});
    EXPECT_EQ(used.exitStatus, 2);
    EXPECT_NE(used.err.find("telepathy"), std::string::npos) << used.err;
}

} // namespace
} // namespace otabench::endtoend
