// `otabench-cli serve` from outside.

#include "fixture.h"

#include "base/files.h"

#include <nlohmann/json.hpp>

#include <csignal>

namespace otabench::server {
namespace {

using nlohmann::json;

class ServeCommand : public ServerTest
{
protected:
    ServeCommand() { EXPECT_TRUE(writeFileAtomically(file(), m_content, FileMode::Public)); }

    std::string file() const { return (m_folder / "app.bin").string(); }

    support::Command command(const std::vector<std::string> &arguments) const
    {
        support::Command made;
        made.arguments = {support::builtProgram("otabench-cli"), "--json", "serve"};
        made.arguments.insert(made.arguments.end(), arguments.begin(), arguments.end());
        made.environment["OTABENCH_HOME"] = (m_folder / "home").string();
        return made;
    }

    /// The first line that `program` printed, once it has.
    static json firstLine(support::Process &program)
    {
        EXPECT_TRUE(program.waitForOutput("\n")) << program.err();
        return json::parse(program.out().substr(0, program.out().find('\n')), nullptr, false);
    }

    static std::vector<json> lines(const std::string &text)
    {
        std::vector<json> parsed;
        for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
            parsed.push_back(
                json::parse(text.substr(at, text.find('\n', at) - at), nullptr, false));
        return parsed;
    }
};

TEST_F(ServeCommand, ServesWithTheLabCaUntilInterrupted)
{
    support::Process program(command({file(), "--bind", "127.0.0.1"}));
    const json listening = firstLine(program);
    ASSERT_EQ(listening.value("event", ""), "listening") << program.out();
    EXPECT_GT(listening.value("port", 0), 0);
    ASSERT_EQ(listening["images"].size(), 1u);
    const json image = listening["images"][0];
    EXPECT_EQ(image.value("file", ""), file());
    EXPECT_EQ(image.value("sha256", "").size(), 64u);
    EXPECT_NE(program.err().find("no application image"), std::string::npos) << program.err();

    const auto found = runProgram({"find", (m_folder / "home").string(), "-name", "ca.pem"});
    const std::string ca = found.out.substr(0, found.out.find('\n'));
    EXPECT_EQ(runProgram({"curl", "--silent", "--cacert", ca, image.value("url", "")}).out,
              m_content);
    ASSERT_TRUE(program.waitForOutput("\"request\"")) << program.out();

    program.signal(SIGINT);
    const support::Outcome &outcome = program.wait();
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    const auto all = lines(outcome.out);
    ASSERT_EQ(all.size(), 3u) << outcome.out;
    EXPECT_EQ(all[1].value("status", 0), 200);
    EXPECT_EQ(all[1].value("sent", 0u), m_content.size());
    EXPECT_TRUE(all[1].value("complete", false));
    EXPECT_EQ(all[2].value("event", ""), "stopped");
}

TEST_F(ServeCommand, ServesWithAGivenCertificateAndPort)
{
    (void)makeCertificate("given");
    const std::string certificate = (m_folder / "given.pem").string();
    support::Process program(command({file(), "--bind", "127.0.0.1", "--cert", certificate, "--key",
                                      (m_folder / "given.key").string()}));
    const json listening = firstLine(program);
    EXPECT_EQ(runProgram({"curl", "--silent", "--cacert", certificate,
                          listening["images"][0].value("url", "")})
                  .out,
              m_content);
    const auto second = support::run(
        command({file(), "--bind", "127.0.0.1", "--http", "--port", listening["port"].dump()}));
    EXPECT_EQ(second.exitStatus, 1);
    EXPECT_EQ(second.out, "");
    EXPECT_NE(second.err.find("port " + listening["port"].dump()), std::string::npos) << second.err;
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait().exitStatus, 0);
}

TEST_F(ServeCommand, RefusesWrongUsageWithStatus2AndFailuresWith1)
{
    EXPECT_EQ(support::run(command({})).exitStatus, 2);
    EXPECT_EQ(support::run(command({file(), "--cert", file()})).exitStatus, 2);
    EXPECT_EQ(support::run(command({file(), "--http", "--bind", "lab"})).exitStatus, 2);
    const auto missing = support::run(command({(m_folder / "none.bin").string()}));
    EXPECT_EQ(missing.exitStatus, 1);
    EXPECT_NE(missing.err.find("none.bin"), std::string::npos) << missing.err;
    EXPECT_FALSE(std::filesystem::exists(m_folder / "home")) << "nothing is made for nothing";
}

} // namespace
} // namespace otabench::server
