// An image on another web server: nginx, with a certificate of a CA that boards have never seen.
#include "bench_fixture.h"
#include "dying_network.h"

#include <fstream>

namespace otabench::endtoend {
namespace {

constexpr const char *kConfiguration = R"(
daemon off;
master_process off;
pid nginx.pid;
error_log stderr notice;
events {}
http {
    access_log off;
    client_body_temp_path tmp;
    proxy_temp_path tmp;
    fastcgi_temp_path tmp;
    uwsgi_temp_path tmp;
    scgi_temp_path tmp;
    server {
        listen 127.0.0.1:@ ssl;
        ssl_certificate server.pem;
        ssl_certificate_key server.key;
        root files;
        location /moved/ { return 302 /app.bin; }
    }
}
)";

class OriginTest : public BenchFixture
{
protected:
    void SetUp() override
    {
        m_folderOfServer = m_folder / "origin";
        std::filesystem::create_directories(m_folderOfServer / "files");
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
        m_port = std::to_string(DyingNetwork::freePort());
        std::string text = kConfiguration;
        text.replace(text.find('@'), 1, m_port);
        std::ofstream(m_folderOfServer / "nginx.conf") << text;
        m_image = makeImage("2.0.0", "256K");
        std::filesystem::copy_file(m_image, m_folderOfServer / "files" / "app.bin");
        m_server = std::make_unique<support::Process>(
            support::Command{.arguments = {"/usr/sbin/nginx", "-p", m_folderOfServer.string() + "/",
                                           "-c", "nginx.conf"},
                             .folder = m_folderOfServer});
        for (int i = 0; i < 100 && !isUp(); ++i) {}
        ASSERT_TRUE(isUp()) << m_server->err();
    }

    bool isUp()
    {
        return support::run({.arguments = {"curl", "-sk", "--retry", "3", "--retry-connrefused",
                                           "-o", "/dev/null", url("/app.bin")}})
                   .exitStatus == 0;
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

    [[nodiscard]] std::string url(const std::string &path) const
    {
        return "https://127.0.0.1:" + m_port + path;
    }

    UpdateOutcome updateFrom(const std::string &path, const std::vector<std::string> &boards,
                             const std::vector<std::string> &more = {})
    {
        std::vector<std::string> arguments = {"--json", "update", "--url", url(path)};
        for (const std::string &board : boards)
            arguments.insert(arguments.end(), {"--board", board});
        arguments.insert(arguments.end(), more.begin(), more.end());
        return parse(cli(std::move(arguments), std::chrono::seconds(300)));
    }

    std::filesystem::path m_folderOfServer, m_image;
    std::string m_port;
    std::unique_ptr<support::Process> m_server;
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

    std::ofstream(m_folderOfServer / "files" / "page.html") << "<html>moved</html>";
    const auto page = updateFrom("/page.html", boards);
    EXPECT_EQ(page.exitStatus, 1);
    EXPECT_NE(page.err.find("/page.html"), std::string::npos) << page.err;

    const auto missing = updateFrom("/none.bin", boards);
    EXPECT_EQ(missing.exitStatus, 1);
    EXPECT_NE(missing.err.find("404"), std::string::npos) << missing.err;
    EXPECT_TRUE(missing.lines.empty());
}

TEST_F(OriginTest, WhatIsNoUrlIsWrongUsage)
{
    for (const char *bad : {"http://a/b.bin", "https://", "https://a:0/b", "https://u:p@a/b"}) {
        const auto outcome = cli({"update", "--url", bad, "--board", "pty:/x"});
        EXPECT_EQ(outcome.exitStatus, 2) << bad << outcome.err;
        EXPECT_NE(outcome.err.find(bad), std::string::npos) << outcome.err;
    }
}

} // namespace
} // namespace otabench::endtoend
