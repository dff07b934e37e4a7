// `otabench-cli serve` from outside.

#include "fixture.h"

#include "base/files.h"
#include "server/addresses.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <sys/wait.h>

#include <algorithm>
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

TEST_F(ServeCommand, NamesBoardsRedirectsCountsAndLogs)
{
    const std::string log = (m_folder / "access.log").string();
    support::Process program(command({file(),           "--http",
                                      "--bind",         "127.0.0.1",
                                      "--bind",         "::1",
                                      "--board",        "b1",
                                      "--board",        "b2",
                                      "--redirect",     "/latest.bin=app.bin",
                                      "--fault",        "status:503@b2",
                                      "--metrics-port", "0",
                                      "--stats",        "0.1",
                                      "--access-log",   log}));
    const json listening = firstLine(program);
    ASSERT_EQ(listening["boards"].size(), 2u) << program.out() << program.err();
    EXPECT_NE(program.err().find("status:503@b2 is injected"), std::string::npos);
    const auto get = [](const std::string &url) {
        return runProgram({"curl", "--silent", "--location", url}).out;
    };
    EXPECT_EQ(get(listening["boards"][0]["urls"][0]), m_content);
    EXPECT_EQ(get(listening["boards"][1]["urls"][0]), "Service Unavailable\n");
    const int port = listening.value("port", 0);
    EXPECT_EQ(get(fmt::format("http://[::1]:{}/latest.bin", port)), m_content);
    ASSERT_TRUE(program.waitForOutput("\"stats\""));
    const std::string metrics =
        get(fmt::format("http://127.0.0.1:{}/metrics", listening.value("metricsPort", 0)));
    EXPECT_NE(metrics.find("otabench_board_requests_total{board=\"b1\""), std::string::npos);
    program.signal(SIGINT);
    const auto all = lines(program.wait().out);
    const auto stats = std::ranges::find_if(
        all, [](const json &line) { return line.value("event", "") == "stats"; });
    ASSERT_NE(stats, all.end());
    EXPECT_TRUE((*stats)["errors"].contains("injected"));
    const auto faulty = std::ranges::find_if(
        all, [](const json &line) { return line.value("fault", "") == "status:503@b2"; });
    ASSERT_NE(faulty, all.end());
    EXPECT_EQ(faulty->value("board", ""), "b2");
    const std::string logged = readTextFile(log).value_or("");
    EXPECT_EQ(std::ranges::count(logged, '\n'), 4) << logged;
    EXPECT_NE(logged.find("\"GET /latest.bin HTTP/1.1\" 302"), std::string::npos) << logged;
}

TEST_F(ServeCommand, DemandsLogins)
{
    const auto logins = m_folder / "logins";
    ASSERT_TRUE(writeFileAtomically(logins, "# who\nada:secret\n", FileMode::Private));
    support::Process program(
        command({file(), "--http", "--bind", "127.0.0.1", "--basic-auth", logins.string()}));
    const std::string url = firstLine(program)["images"][0].value("url", "");
    EXPECT_EQ(runProgram({"curl", "--silent", url}).out, "Unauthorized\n");
    EXPECT_EQ(runProgram({"curl", "--silent", "--user", "ada:secret", url}).out, m_content);
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait().exitStatus, 0);
}

TEST_F(ServeCommand, GivesOneTimeUrlsAndNoOthers)
{
    support::Process program(command(
        {file(), "--http", "--bind", "127.0.0.1", "--board", "b1", "--board", "b2", "--one-time"}));
    const json listening = firstLine(program);
    ASSERT_EQ(listening["boards"].size(), 2u) << program.out() << program.err();
    EXPECT_FALSE(listening["images"][0].contains("url")) << "there is none for everyone";
    const std::string url = listening["boards"][0]["urls"][0];
    const auto get = [](const std::string &from) {
        return runProgram({"curl", "--silent", from}).out;
    };
    EXPECT_EQ(get(url), m_content);
    EXPECT_TRUE(waitUntil([&] { return get(url) == "Gone\n"; }));
    EXPECT_EQ(get(listening["boards"][1]["urls"][0]), m_content);
    std::string plain = url; // http://host:port/b/TOKEN/ID/FILE
    const std::size_t token = plain.find("/b/");
    plain.erase(token, plain.find('/', token + 3) - token);
    EXPECT_EQ(get(plain), "Not Found\n");
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait().exitStatus, 0);
    EXPECT_EQ(support::run(command({file(), "--one-time"})).exitStatus, 2);
}

/// Whether the program ends by itself, with nobody reading what it prints.
bool endsUnread(const support::Process &program)
{
    return waitUntil([&] {
        siginfo_t info = {};
        return ::waitid(P_PID, static_cast<id_t>(program.pid()), &info,
                        WEXITED | WNOWAIT | WNOHANG) == 0 &&
               info.si_pid == program.pid();
    });
}

TEST_F(ServeCommand, EndsThoughNobodyReadsItsPipe)
{
    support::Process program(command({file(), "--http", "--bind", "127.0.0.1"}));
    const json listening = firstLine(program);
    {
        const RawClient client(listening.value("port", std::uint16_t{0}));
        std::string requests;
        for (int i = 0; i < 100; ++i)
            requests += "HEAD /none HTTP/1.1\r\nHost: h\r\n\r\n";
        for (int i = 0; i < 30; ++i) { // their lines are several times what a pipe takes
            ASSERT_TRUE(client.send(requests));
            for (int answer = 0; answer < 100; ++answer)
                ASSERT_TRUE(client.readHead().starts_with("HTTP/1.1 404 "));
        }
    }
    program.signal(SIGTERM);
    EXPECT_TRUE(endsUnread(program));
    const auto &outcome = program.wait();
    EXPECT_EQ(outcome.exitStatus, 0);
    EXPECT_TRUE(outcome.out.ends_with("}\n")) << "no line is cut";
}

TEST_F(ServeCommand, SaysWhoTakesAFileThatIsNoApplication)
{
    const auto warning = [this](const std::string &content) {
        EXPECT_TRUE(writeFileAtomically(file(), content, FileMode::Public));
        support::Process program(command({file(), "--http", "--bind", "127.0.0.1"}));
        EXPECT_EQ(firstLine(program).value("event", ""), "listening");
        program.signal(SIGTERM);
        return program.wait().err;
    };
    const std::string encrypted = warning("\xcf\xb6\x88\x07" + noise(2000));
    EXPECT_NE(encrypted.find("boards whose firmware decrypts"), std::string::npos) << encrypted;
    EXPECT_EQ(encrypted.find("boards will refuse"), std::string::npos) << encrypted;
    const std::string unknown = warning("text");
    EXPECT_NE(unknown.find("boards will refuse it"), std::string::npos) << unknown;
}

TEST_F(ServeCommand, ServesOnIpv6TooUnlessToldOtherwise)
{
    if (everyAddress().size() == 1)
        GTEST_SKIP() << "this computer has no IPv6";
    support::Process program(command({file(), "--http"}));
    const json listening = firstLine(program);
    for (const char *host : {"127.0.0.1", "[::1]"}) {
        const auto got =
            runProgram({"curl", "--silent", "--output", "/dev/null", "--write-out", "%{http_code}",
                        fmt::format("http://{}:{}/none", host, listening.value("port", 0))});
        EXPECT_EQ(got.out, "404") << host;
    }
}

TEST_F(ServeCommand, AnAddressThatIsNotHereCostsNoCertificate)
{
    const auto refused = support::run(command({file(), "--bind", "203.0.113.7"}));
    EXPECT_EQ(refused.exitStatus, 1);
    EXPECT_NE(refused.err.find("203.0.113.7"), std::string::npos) << refused.err;
    EXPECT_FALSE(std::filesystem::exists(m_folder / "home"));
}

TEST_F(ServeCommand, NamesTheCertificateThatCannotBeUsed)
{
    (void)makeCertificate("given");
    const auto refused = support::run(
        command({file(), "--cert", file(), "--key", (m_folder / "given.key").string()}));
    EXPECT_EQ(refused.exitStatus, 1);
    EXPECT_NE(refused.err.find(file()), std::string::npos) << refused.err;
}

TEST_F(ServeCommand, NamesTheLineThatIsNoLogin)
{
    const std::string logins = (m_folder / "logins").string();
    ASSERT_TRUE(writeFileAtomically(logins, std::string_view("# ours\n\na:b\nnobody\n"),
                                    FileMode::Private));
    const auto refused = support::run(command({file(), "--basic-auth", logins}));
    EXPECT_NE(refused.err.find("line 4"), std::string::npos) << refused.err;
}

TEST_F(ServeCommand, ToldWhenTheAccessLogCannotBeWritten)
{
    support::Process program(
        command({file(), "--http", "--bind", "127.0.0.1", "--access-log", "/dev/full"}));
    const json listening = firstLine(program);
    for (int i = 0; i < 2; ++i)
        (void)runProgram({"curl", "--silent", listening["images"][0].value("url", "")});
    const auto told = [](const std::string &, const std::string &err) {
        return err.find("access log") != std::string::npos;
    };
    EXPECT_TRUE(program.waitFor(told)) << program.err();
    program.signal(SIGTERM);
    const std::string err = program.wait().err;
    EXPECT_EQ(err.find("access log"), err.rfind("access log")) << "once: " << err;
}

TEST_F(ServeCommand, RefusesWrongUsageWithStatus2AndFailuresWith1)
{
    for (const std::vector<std::string> &wrong : {std::vector<std::string>{"--fault", "explode"},
                                                  {"--redirect", "latest.bin"},
                                                  {"--http", "--client-ca", file()},
                                                  {"--record-bytes", "100"},
                                                  {"--rate", "fast"},
                                                  {"--http", "--fault", "expired"},
                                                  {"--http", "--fault", "cut:5@nobody"},
                                                  {"--board", "kit", "--fault", "expired@kit"},
                                                  {"--http", "--port", "99999"},
                                                  {"--http", "--redirect", "/a=nothing"}}) {
        std::vector<std::string> arguments = {file()};
        arguments.insert(arguments.end(), wrong.begin(), wrong.end());
        const auto refused = support::run(command(arguments));
        EXPECT_EQ(refused.exitStatus, 2) << wrong.back() << refused.err;
    }

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
