#include "cli_fixture.h"

#include <optional>

namespace otabench::cli {
namespace {

class CertFetch : public Cli
{
protected:
    /// Serves what `cert self-signed --host 127.0.0.1` made; "127.0.0.1:PORT".
    std::string serve(const std::vector<std::string> &more = {})
    {
        EXPECT_EQ(run({"cert", "self-signed", "--host", "127.0.0.1", "-o", "own"}).exitStatus, 0);
        std::vector<std::string> arguments{"openssl",        "s_server",    "-www",
                                           "-accept",        "127.0.0.1:0", "-cert",
                                           "own/server.pem", "-key",        "own/server.key"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        m_server.emplace(support::Command{.arguments = arguments, .folder = m_folder.path()});
        const auto isUp = [](const std::string &out, const std::string &) {
            const auto at = out.find("ACCEPT ");
            return at != std::string::npos && out.find('\n', at) != std::string::npos;
        };
        EXPECT_TRUE(m_server->waitFor(isUp)) << m_server->err();
        const std::string &out = m_server->out();
        const auto at = out.find("127.0.0.1:");
        return out.substr(at, out.find('\n', at) - at);
    }

    std::optional<support::Process> m_server;
};

TEST_F(CertFetch, WritesWhatTheBoardNeeds)
{
    const std::string server = serve();
    const auto fetched = run({"--json", "cert", "fetch", server, "-o", "root.pem"});
    ASSERT_EQ(fetched.exitStatus, 0) << fetched.err;
    const auto json = jsonLines(fetched.out).at(0);
    EXPECT_EQ(json["chain"].size(), 1u);
    EXPECT_EQ(json["trust"]["sha256"], json["chain"][0]["sha256"]);
    EXPECT_NE(json["why"].get<std::string>().find("self-signed"), std::string::npos);
    for (const auto &finding : json["findings"])
        EXPECT_EQ(finding["ok"], true) << finding;
    const auto shown = run({"--json", "cert", "show", "root.pem"});
    EXPECT_EQ(jsonLines(shown.out).at(0)["sha256"], json["trust"]["sha256"]);
}

TEST_F(CertFetch, AServerThatBoardsRefuseIsAFailure)
{
    ASSERT_EQ(run({"cert", "self-signed", "--host", "bench.local", "-o", "other"}).exitStatus, 0);
    const std::string server = serve({"-cert", "other/server.pem", "-key", "other/server.key"});
    const auto fetched = run({"cert", "fetch", server, "-o", "root.pem"});
    expectRefused(fetched, 1, "boards refuse 127.0.0.1");
    EXPECT_NE(fetched.out.find("whoever runs that server"), std::string::npos) << fetched.out;
    EXPECT_EQ(run({"cert", "show", "root.pem"}).exitStatus, 0) << "what is to be trusted is told";
}

TEST_F(CertFetch, ACheckAsksForTheNameThatBoardsUse)
{
    ASSERT_EQ(run({"cert", "self-signed", "--host", "bench.local", "-o", "other"}).exitStatus, 0);
    const std::string server = serve(
        {"-servername", "bench.local", "-cert2", "other/server.pem", "-key2", "other/server.key"});
    const auto checked = run({"--json", "cert", "check", "--connect", server, "--host",
                              "bench.local", "--ca", "other/ca.pem"});
    EXPECT_EQ(checked.exitStatus, 0) << checked.err << checked.out;
    EXPECT_EQ(run({"cert", "check", "--connect", server}).exitStatus, 0) << "without a name";
}

TEST_F(CertFetch, ACheckSaysThatAServerMayWantTheBoardsCertificate)
{
    const std::string server = serve({"-Verify", "1"});
    const auto checked = run({"cert", "check", "--connect", server, "--ca", "own/ca.pem"});
    EXPECT_EQ(checked.exitStatus, 1);
    EXPECT_NE(checked.out.find("--client-cert"), std::string::npos) << checked.out;
}

TEST_F(CertFetch, BadServersAreNamed)
{
    expectRefused(run({"cert", "fetch"}), 2, "HOST");
    expectRefused(run({"cert", "fetch", "127.0.0.1:0"}), 2, "127.0.0.1:0");
    expectRefused(run({"cert", "fetch", "127.0.0.1:https"}), 2, "127.0.0.1:https");
    expectRefused(run({"cert", "fetch", "[::1"}), 2, "[::1");
    expectRefused(run({"cert", "fetch", "a b"}), 2, "a b");
    const std::string server = serve();
    m_server.reset(); // now nobody listens there
    expectRefused(run({"cert", "fetch", server}), 1, "127.0.0.1");
}

} // namespace
} // namespace otabench::cli
