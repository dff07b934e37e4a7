// Many boards at once.

#include "fixture.h"

#include "base/files.h"

namespace otabench::server {
namespace {

class Load : public ServerTest
{
};

TEST_F(Load, TwoHundredDownloadsAreWholeAndCountedByBoard)
{
    constexpr std::size_t kBoards = 200;
    start({.threads = 2});
    std::string config;
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < kBoards; ++i) {
        tokens.push_back(m_server->issueToken());
        config += fmt::format("url = \"{}\"\noutput = \"{}/{}\"\n", url(tokens.back()),
                              m_folder.path().string(), i);
    }
    const auto configFile = m_folder / "curl.conf";
    ASSERT_TRUE(writeFileAtomically(configFile, config, FileMode::Public));
    const auto outcome = runProgram(
        {"curl", "--silent", "--show-error", "--parallel", "--parallel-immediate", "--parallel-max",
         "200", "--cacert", (m_folder / "server.pem").string(), "--config", configFile.string()},
        "", std::chrono::minutes(4));
    ASSERT_EQ(outcome.exitStatus, 0) << outcome.err;
    for (std::size_t i = 0; i < kBoards; ++i) {
        ASSERT_EQ(readTextFile(m_folder / std::to_string(i)).value_or(""), m_content) << i;
        const auto whole = [&] {
            return m_server->traffic(tokens[i]).bodyBytesSent == m_content.size();
        };
        ASSERT_TRUE(waitUntil(whole)) << i;
        const BoardTraffic traffic = m_server->traffic(tokens[i]);
        EXPECT_EQ(traffic.furthestByte, m_content.size());
        EXPECT_EQ(traffic.imageBytes, m_content.size());
        EXPECT_EQ(traffic.requests, 1u);
        EXPECT_EQ(traffic.remoteAddress, "127.0.0.1");
    }
    EXPECT_EQ(m_server->totals().bodyBytesSent, kBoards * m_content.size());
    EXPECT_EQ(m_server->allTraffic().size(), kBoards);
    EXPECT_TRUE(waitUntil([&] { return m_server->totals().openConnections == 0; }));
}

} // namespace
} // namespace otabench::server
