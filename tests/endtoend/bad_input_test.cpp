#include "bench_fixture.h"

#include <sys/mount.h>

#include <fstream>

namespace otabench::endtoend {
namespace {

class BadInput : public BenchFixture
{
protected:
    std::filesystem::path damagedCopy(const std::filesystem::path &image, std::size_t keepBytes,
                                      std::size_t flipAt)
    {
        std::ifstream in(image, std::ios::binary);
        std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
        bytes.resize(std::min(bytes.size(), keepBytes));
        if (flipAt < bytes.size())
            bytes[flipAt] = static_cast<char>(bytes[flipAt] ^ 1);
        const std::filesystem::path path = m_folder / "damaged.bin";
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }

    /// One board fails with this reason, the others are updated.
    void expectOneFailure(const UpdateOutcome &outcome, const std::vector<std::string> &boards,
                          std::size_t bad, const std::string &reason)
    {
        EXPECT_EQ(outcome.exitStatus, 1) << outcome.err;
        for (std::size_t i = 0; i < boards.size(); ++i) {
            if (i == bad) {
                EXPECT_EQ(outcome.lastPhase(boards[i]), "failed");
                EXPECT_EQ(outcome.reason(boards[i]), reason) << outcome.err;
            } else {
                EXPECT_EQ(outcome.lastPhase(boards[i]), "updated") << outcome.err;
            }
        }
    }
};

TEST_F(BadInput, DamagedImage)
{
    const auto boards = startBoards(1);
    const auto image = damagedCopy(makeImage("2.0.0"), SIZE_MAX, 100'000);
    const auto outcome = update(image, boards);
    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_NE(outcome.err.find("damaged.bin"), std::string::npos) << outcome.err;
    EXPECT_TRUE(outcome.phases(boards[0]).empty());
}

TEST_F(BadInput, TruncatedImage)
{
    const auto boards = startBoards(1);
    const auto outcome = update(damagedCopy(makeImage("2.0.0"), 200'000, SIZE_MAX), boards);
    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_NE(outcome.err.find("damaged.bin"), std::string::npos) << outcome.err;
}

TEST_F(BadInput, NoImageIsWrongUsage)
{
    EXPECT_EQ(cli({"update", "--board", "pty:/nowhere"}).exitStatus, 2);
    EXPECT_EQ(cli({"update", "--image", "/nowhere.bin", "--board", "x", "--profile", "psychic"})
                  .exitStatus,
              2);
}

TEST_F(BadInput, ImageForAnotherChip)
{
    auto boards = startBoards(1, {"--chip", "esp32c3"}, "c3");
    const auto more = startBoards(2, {"--chip", "esp32"}, "esp32");
    boards.insert(boards.end(), more.begin(), more.end());
    expectOneFailure(update(makeImage("2.0.0"), boards), boards, 0, "image-wrong-chip");
}

TEST_F(BadInput, UnknownPort)
{
    auto boards = startBoards(2);
    boards.push_back("/dev/ttyUSB77");
    const auto outcome = update(makeImage("2.0.0"), boards);
    expectOneFailure(outcome, boards, 2, "port-not-found");
}

TEST_F(BadInput, BusyPort)
{
    const auto boards = startBoards(2);
    support::Process monitor(support::Command{
        .arguments = {support::builtProgram("otabench-cli"), "--json", "monitor", boards[1]},
        .environment = {{"OTABENCH_HOME", (m_folder / "other").string()}}});
    // A reset makes the board print, so that the monitor shows it has the port.
    ASSERT_TRUE(monitor.waitFor([](const std::string &out, const std::string &err) {
        return !(out + err).empty();
    })) << monitor.err();
    const auto outcome = update(makeImage("2.0.0"), boards);
    expectOneFailure(outcome, boards, 1, "port-busy");
    bool named = false;
    for (const auto &line : outcome.lines)
        named = named || line.dump().find("otabench-cli") != std::string::npos;
    EXPECT_TRUE(named) << "the message names the program that holds the port";
}

TEST_F(BadInput, PortVanishesInMidUpdate)
{
    const auto boards = startBoards(3, {"--fault", "vanish@2", "--link-rate", "400000"});
    expectOneFailure(update(makeImage("2.0.0"), boards), boards, 1, "port-gone");
}

TEST_F(BadInput, WrongCaOnTheBoard)
{
    const auto boards = startBoards(3, {"--fault", "wrong-ca@3"});
    expectOneFailure(update(makeImage("2.0.0"), boards), boards, 2, "board-certificate-refused");
}

/// Stock firmware with another CA built in. The name and the dates of the certificate are right,
/// which this program knows: the CA is what is left.
TEST_F(BadInput, WrongCaInStockFirmwareIsSaidToBeTheCause)
{
    const std::filesystem::path made = m_folder / "other";
    ASSERT_EQ(cli({"cert", "self-signed", "--host", "a.example", "-o", made.string()}).exitStatus,
              0);
    const auto boards =
        startBoards(1, {"--profile", "stdin", "--ca", (made / "server.pem").string()});

    const auto outcome = update(makeImage("2.0.0"), boards, {"--profile", "stdin"});

    EXPECT_EQ(outcome.reason(boards[0]), "board-certificate-refused") << outcome.err;
    EXPECT_NE(outcome.err.find("What is known: the URL's host is 127.0.0.1"), std::string::npos)
        << outcome.err;
    nlohmann::json causes;
    for (const auto &line : outcome.lines)
        causes = line.contains("causes") ? line["causes"] : causes;
    ASSERT_TRUE(causes.is_array() && !causes.empty());
    EXPECT_NE(causes[0].get<std::string>().find("another CA"), std::string::npos) << causes;
    for (const auto &cause : causes)
        EXPECT_EQ(cause.get<std::string>().find("host name"), std::string::npos) << causes;
}

TEST_F(BadInput, ImageThatDoesNotStartIsRolledBack)
{
    const auto boards = startBoards(2, {"--fault", "rollback@1"});
    const auto outcome = update(makeImage("2.0.0"), boards);
    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_EQ(outcome.lastPhase(boards[0]), "rolled-back") << outcome.err;
    EXPECT_EQ(outcome.lastPhase(boards[1]), "updated") << outcome.err;
}

TEST_F(BadInput, FlashThatFails)
{
    const auto boards = startBoards(2, {"--fault", "flash-fail@2"});
    expectOneFailure(update(makeImage("2.0.0"), boards), boards, 1, "board-flash-failed");
}

TEST_F(BadInput, ServerPortInUse)
{
    const auto boards = startBoards(1);
    const auto image = makeImage("2.0.0");
    support::Process server(
        support::Command{.arguments = {support::builtProgram("otabench-cli"), "--json", "serve",
                                       image.string(), "--bind", "127.0.0.1"},
                         .environment = {{"OTABENCH_HOME", (m_folder / "home").string()}}});
    ASSERT_TRUE(server.waitForOutput("listening")) << server.err();
    const auto listening = nlohmann::json::parse(server.out().substr(0, server.out().find('\n')));
    const auto port = std::to_string(listening.at("port").get<int>());
    const auto outcome = update(image, boards, {"--bind", "127.0.0.1", "--port", port});
    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_NE(outcome.err.find(port), std::string::npos) << outcome.err;
}

TEST_F(BadInput, FullDisk)
{
    const auto boards = startBoards(1);
    const auto image = makeImage("2.0.0");
    const std::filesystem::path home = m_folder / "home";
    std::filesystem::create_directories(home);
    if (::mount("tmpfs", home.c_str(), "tmpfs", 0, "size=4k") != 0)
        GTEST_SKIP() << "a small file system can only be mounted by root";
    const auto outcome = update(image, boards);
    ::umount2(home.c_str(), MNT_DETACH);
    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_NE(outcome.err.find("No space left"), std::string::npos) << outcome.err;
}

} // namespace
} // namespace otabench::endtoend
