// An image on another web server: nginx, with a certificate of a CA that boards have never seen.
#include "bench_fixture.h"
#include "support/connect_proxy.h"
#include "support/free_port.h"
#include "support/nginx.h"

#include <fstream>

namespace otabench::endtoend {
namespace {

class OriginTest : public BenchFixture
{
protected:
    void SetUp() override
    {
        m_folderOfServer = m_folder / "origin";
        std::filesystem::create_directories(m_folderOfServer);
        // A company's CA: made by another lab, in a home of its own.
        const support::Outcome made = foreignCli({"ca", "create", "--name", "Company"});
        ASSERT_EQ(made.exitStatus, 0) << made.err;
        ASSERT_EQ(
            foreignCli({"cert", "issue", "--host", "127.0.0.1", "-o", m_folderOfServer.string()})
                .exitStatus,
            0);
        const auto whole =
            readAll(m_folderOfServer / "server.pem") + readAll(m_folderOfServer / "ca.pem");
        std::ofstream(m_folderOfServer / "server.pem") << whole; // it sends its root
        m_server = std::make_unique<support::Nginx>(
            m_folderOfServer,
            support::Nginx::Options{.isTls = true,
                                    .lines = "location /moved/ { return 302 /app.bin; }"});
        m_image = makeImage("2.0.0", "256K");
        std::filesystem::copy_file(m_image, m_server->files() / "app.bin");
        ASSERT_TRUE(m_server->start()) << m_server->err();
    }

    support::Outcome foreignCli(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), support::builtProgram("otabench-cli"));
        return support::run({.arguments = std::move(arguments),
                             .environment = {{"OTABENCH_HOME", (m_folder / "company").string()}}});
    }

    static std::string readAll(const std::filesystem::path &file)
    {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    UpdateOutcome updateFrom(const std::string &path, const std::vector<std::string> &boards,
                             const std::vector<std::string> &more = {})
    {
        std::vector<std::string> arguments = {"--json", "update", "--url", m_server->url(path)};
        for (const std::string &board : boards)
            arguments.insert(arguments.end(), {"--board", board});
        arguments.insert(arguments.end(), more.begin(), more.end());
        arguments.insert(arguments.begin(), support::builtProgram("otabench-cli"));
        std::map<std::string, std::string> environment = m_environment;
        environment.emplace("OTABENCH_HOME", (m_folder / "home").string());
        return parse(support::run({.arguments = arguments, .environment = environment},
                                  std::chrono::seconds(300)));
    }

    std::filesystem::path m_folderOfServer, m_image;
    std::map<std::string, std::string> m_environment;
    std::unique_ptr<support::Nginx> m_server;
};

TEST_F(OriginTest, BoardsAreSentToItWithTheCaThatItNeeds)
{
    const auto boards = startBoards(3);

    const auto outcome = updateFrom("/app.bin", boards);

    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(outcome.count("updated"), 3);
    EXPECT_NE(outcome.err.find("Company"), std::string::npos) << outcome.err;
    // Progress came over serial: nobody here has served a byte.
    bool hasProgress = false;
    for (const auto &line : outcome.lines)
        hasProgress =
            hasProgress || (line.value("phase", "") == "downloading" && line.value("bytes", 0) > 0);
    EXPECT_TRUE(hasProgress);
}

TEST_F(OriginTest, ARedirectIsFollowedAsBoardsDo)
{
    EXPECT_EQ(updateFrom("/moved/", startBoards(1)).count("updated"), 1);
}

TEST_F(OriginTest, OtherBytesThanTheImageAreFoundOutBeforeAnyBoardIsTold)
{
    const auto boards = startBoards(1);
    const auto other = makeImage("3.0.0", "256K");

    const auto wrong = updateFrom("/app.bin", boards, {"--image", other.string()});
    EXPECT_EQ(wrong.exitStatus, 1);
    EXPECT_NE(wrong.err.find("SHA-256"), std::string::npos) << wrong.err;

    std::ofstream(m_server->files() / "page.html") << "<html>moved</html>";
    const auto page = updateFrom("/page.html", boards);
    EXPECT_EQ(page.exitStatus, 1);
    EXPECT_NE(page.err.find("/page.html"), std::string::npos) << page.err;

    const auto missing = updateFrom("/none.bin", boards);
    EXPECT_EQ(missing.exitStatus, 1);
    EXPECT_NE(missing.err.find("404"), std::string::npos) << missing.err;
    EXPECT_TRUE(missing.lines.empty());
}

/// This computer goes through the proxy that its environment names; boards know of none.
TEST_F(OriginTest, ItIsReachedThroughTheProxyOfTheEnvironment)
{
    const support::ConnectProxy proxy;
    m_environment = {{"https_proxy", proxy.url()}, {"no_proxy", "localhost,.example"}};
    const auto boards = startBoards(1);

    const auto outcome = updateFrom("/moved/", boards);

    EXPECT_EQ(outcome.count("updated"), 1) << outcome.err;
    EXPECT_NE(outcome.err.find("boards have to reach it"), std::string::npos) << outcome.err;
    // The chain, the redirect, and the file.
    ASSERT_EQ(proxy.requests().size(), 3u);
    const std::string asked = "CONNECT 127.0.0.1:" + std::to_string(m_server->port()) + " ";
    for (const std::string &request : proxy.requests())
        EXPECT_TRUE(request.starts_with(asked)) << request;
}

TEST_F(OriginTest, AHostThatNeedsNoProxyIsReachedDirectly)
{
    const support::ConnectProxy proxy;
    m_environment = {{"https_proxy", proxy.url()}, {"no_proxy", "127.0.0.1"}};

    const auto outcome = updateFrom("/app.bin", startBoards(1));

    EXPECT_EQ(outcome.count("updated"), 1) << outcome.err;
    EXPECT_TRUE(proxy.requests().empty());
}

TEST_F(OriginTest, AProxyThatIsNotThereIsNamed)
{
    const std::string port = std::to_string(support::freePort());
    m_environment = {{"https_proxy", "http://lab:secret@127.0.0.1:" + port}, {"no_proxy", ""}};

    const auto outcome = updateFrom("/app.bin", {"pty:/nowhere"});

    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_NE(outcome.err.find("proxy"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find(port), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.err.find("secret"), std::string::npos) << outcome.err;
}

TEST_F(OriginTest, ALoginInTheUrlIsRefusedAndNotRepeated)
{
    const auto outcome =
        cli({"update", "--url", "https://lab:secret@images.example/app.bin", "--board", "pty:/x"});
    EXPECT_EQ(outcome.exitStatus, 2);
    EXPECT_NE(outcome.err.find("login"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("@images.example/app.bin"), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.err.find("secret"), std::string::npos) << outcome.err;
}

TEST_F(OriginTest, WhatIsNoUrlIsWrongUsage)
{
    for (const char *bad : {"http://a/b.bin", "https://", "https://a:0/b"}) {
        const auto outcome = cli({"update", "--url", bad, "--board", "pty:/x"});
        EXPECT_EQ(outcome.exitStatus, 2) << bad << outcome.err;
        EXPECT_NE(outcome.err.find(bad), std::string::npos) << outcome.err;
    }
}

} // namespace
} // namespace otabench::endtoend
