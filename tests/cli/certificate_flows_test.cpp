// The longer ways through ca and cert: passphrases, rotation, a company CA, boards' own
// certificates, a running server.
#include "cli_fixture.h"

#include <fstream>
#include <optional>
#include <sstream>

namespace otabench::cli {
namespace {
namespace fs = std::filesystem;

class CertificateFlows : public Cli
{
protected:
    fs::path store() const { return m_folder / "home" / "data" / "certificates"; }

    static std::string read(const fs::path &file)
    {
        std::stringstream text;
        text << std::ifstream(file, std::ios::binary).rdbuf();
        return text.str();
    }

    void write(const std::string &name, const std::string &text) const
    {
        std::ofstream(m_folder / name, std::ios::binary) << text;
    }

    nlohmann::json json(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), "--json");
        const auto outcome = run(std::move(arguments));
        EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
        const auto lines = jsonLines(outcome.out);
        return lines.empty() ? nlohmann::json() : lines.front();
    }

    /// Without a terminal to ask on.
    support::Outcome runAlone(std::vector<std::string> arguments) const
    {
        auto alone = command(std::move(arguments));
        alone.arguments.insert(alone.arguments.begin(), {"setsid", "-w"});
        return support::run(alone);
    }

    support::Outcome openssl(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), "openssl");
        return support::run({.arguments = std::move(arguments), .folder = m_folder.path()});
    }
};

TEST_F(CertificateFlows, APassphraseProtectsTheCa)
{
    write("word", "correct horse\n");
    write("wrong", "wrong horse\n");
    write("short", "abc\n");
    expectRefused(run({"ca", "create", "--passphrase-file", "short"}), 2, "passphrase");
    expectRefused(run({"ca", "create", "--passphrase-file", "none"}), 1, "none");
    EXPECT_EQ(json({"ca", "create", "--passphrase-file", "word"})["protected"], true);
    EXPECT_NE(read(store() / "ca.key").find("ENCRYPTED"), std::string::npos);
    EXPECT_EQ(support::fileMode(store() / "ca.key"), 0600u);
    EXPECT_EQ(run({"ca", "show"}).exitStatus, 0) << "needs no passphrase";
    EXPECT_EQ(run({"ca", "export"}).exitStatus, 0);
    const std::vector<std::string> issue{"cert", "issue", "--host", "a.local"};
    expectRefused(runAlone(issue), 1, "OTABENCH_CA_PASSPHRASE");
    auto with = issue;
    with.insert(with.end(), {"--passphrase-file", "wrong"});
    expectRefused(run(with), 1, "passphrase");
    with.back() = "word";
    EXPECT_EQ(run(with).exitStatus, 0);
    auto byEnvironment = command(issue);
    byEnvironment.environment["OTABENCH_CA_PASSPHRASE"] = "correct horse";
    EXPECT_EQ(support::run(byEnvironment).exitStatus, 0);
    write("new", "battery staple\n");
    EXPECT_EQ(run({"ca", "protect", "--passphrase-file", "word", "--new-passphrase-file", "new"})
                  .exitStatus,
              0);
    EXPECT_EQ(run(with).exitStatus, 1) << "the old passphrase";
    EXPECT_EQ(run({"ca", "unprotect", "--passphrase-file", "new"}).exitStatus, 0);
    EXPECT_EQ(runAlone(issue).exitStatus, 0);
}

TEST_F(CertificateFlows, APkcs12FileTakesTheCaAlong)
{
    write("word", "correct horse\n");
    const auto made = json({"ca", "create"});
    ASSERT_EQ(
        run({"ca", "export", "--format", "p12", "-o", "ca.p12", "--p12-passphrase-file", "word"})
            .exitStatus,
        0);
    EXPECT_EQ(support::fileMode(m_folder / "ca.p12"), 0600u);
    fs::remove_all(store());
    expectRefused(runAlone({"ca", "import", "--p12", "ca.p12"}), 1, "terminal");
    EXPECT_EQ(
        json({"ca", "import", "--p12", "ca.p12", "--input-passphrase-file", "word"})["sha256"],
        made["sha256"]);
    expectRefused(run({"ca", "import", "--force"}), 2, "--p12");
    write("junk.p12", "junk");
    expectRefused(run({"ca", "import", "--p12", "junk.p12", "--force"}), 1, "junk.p12");
}

TEST_F(CertificateFlows, ARotationIsShownAndEnded)
{
    const auto first = json({"ca", "create", "--key", "rsa-2048"});
    expectRefused(run({"ca", "retire"}), 1, "ca rotate");
    const auto second = json({"ca", "rotate"});
    EXPECT_EQ(second["subject"], first["subject"]);
    EXPECT_EQ(second["key"], "rsa-2048") << "as the first, which boards are known to take";
    EXPECT_NE(second["sha256"], first["sha256"]);
    expectRefused(run({"ca", "rotate"}), 1, "ca retire");
    for (const char *format : {"pem", "c-header"}) {
        const std::string out = run({"ca", "export", "--both", "--format", format}).out;
        const auto begin = out.find("BEGIN CERTIFICATE");
        EXPECT_NE(out.find("BEGIN CERTIFICATE", begin + 1), std::string::npos) << format;
    }
    expectRefused(run({"ca", "export", "--both", "--format", "der"}), 2, "both CAs");
    fs::create_directories(store());
    std::ofstream(store() / "boards.tsv")
        << "24:6f:28:00:00:01\tpty:/x\t1795219200\t" << first["sha256"].get<std::string>() << "\n";
    const auto lines = jsonLines(run({"--json", "ca", "list"}).out);
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(lines[0]["state"], "current");
    EXPECT_EQ(lines[0]["boards_trusting"], 0);
    EXPECT_EQ(lines[1]["state"], "previous");
    EXPECT_EQ(lines[1]["boards"], nlohmann::json({"24:6f:28:00:00:01"}));
    EXPECT_EQ(lines[2]["known_board"]["trusts"], nlohmann::json({"previous"}));
    expectRefused(run({"ca", "retire"}), 1, "24:6f:28:00:00:01");
    expectRefused(run({"ca", "forget-board", "x"}), 2, "x");
    EXPECT_EQ(run({"ca", "forget-board", "24-6F-28-00-00-01"}).exitStatus, 0);
    expectRefused(run({"ca", "retire"}), 1, "no board has told");
    EXPECT_EQ(run({"ca", "retire", "--force"}).exitStatus, 0);
    EXPECT_EQ(jsonLines(run({"--json", "ca", "list"}).out)[1]["state"], "retired");
}

TEST_F(CertificateFlows, ACompanyCaAnswersARequest)
{
    // The company: a root, and an intermediate that issues.
    write("ca.cnf", "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n");
    const auto made =
        openssl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-keyout", "root.key", "-out", "root.pem", "-subj", "/O=Company/CN=Company Root"});
    ASSERT_EQ(made.exitStatus, 0) << made.err;
    ASSERT_EQ(
        openssl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                 "middle.key", "-out", "middle.csr", "-subj", "/O=Company/CN=Company Issuing"})
            .exitStatus,
        0);
    ASSERT_EQ(openssl({"x509", "-req", "-in", "middle.csr", "-CA", "root.pem", "-CAkey", "root.key",
                       "-CAcreateserial", "-extfile", "ca.cnf", "-out", "middle.pem"})
                  .exitStatus,
              0);
    json({"cert", "request", "--host", "10.0.0.1", "--host", "bench.local", "--organization",
          "Company", "-o", "asked"});
    EXPECT_EQ(support::fileMode(m_folder / "asked/server.key"), 0600u);
    const auto text = openssl({"req", "-in", "asked/server.csr", "-noout", "-text", "-verify"});
    EXPECT_NE(text.out.find("DNS:10.0.0.1, IP Address:10.0.0.1, DNS:bench.local"),
              std::string::npos)
        << text.out;
    ASSERT_EQ(openssl({"x509", "-req", "-in", "asked/server.csr", "-CA", "middle.pem", "-CAkey",
                       "middle.key", "-CAcreateserial", "-copy_extensions", "copyall", "-out",
                       "answer.pem"})
                  .exitStatus,
              0);
    ASSERT_EQ(openssl({"crl2pkcs7", "-nocrl", "-certfile", "root.pem", "-certfile", "middle.pem",
                       "-certfile", "answer.pem", "-out", "answer.p7b"})
                  .exitStatus,
              0);
    expectRefused(run({"cert", "import", "middle.pem"}), 1, "--key");
    expectRefused(run({"cert", "import", "answer.pem"}), 1, "Company Issuing");
    const auto imported = json({"cert", "import", "answer.p7b", "-o", "out", "--use"});
    EXPECT_EQ(imported["chain"], 2);
    EXPECT_EQ(imported["used"], true);
    EXPECT_EQ(imported["notes"].size(), 1u) << imported;
    EXPECT_EQ(read(m_folder / "out/ca.pem"), read(m_folder / "root.pem"));
    const auto verdict = openssl({"verify", "-CAfile", "root.pem", "-untrusted", "out/server.pem",
                                  "-verify_ip", "10.0.0.1", "out/server.pem"});
    EXPECT_EQ(verdict.exitStatus, 0) << verdict.err;
    EXPECT_EQ(
        json({"cert", "check", "out/server.pem", "--host", "10.0.0.1", "--ca", "out/ca.pem"})["ok"],
        true);
    EXPECT_EQ(run({"cert", "forget"}).exitStatus, 0);
    expectRefused(run({"cert", "forget"}), 1, "lab CA");
}

TEST_F(CertificateFlows, ABoardGetsItsOwnCertificate)
{
    ASSERT_EQ(run({"ca", "create"}).exitStatus, 0);
    const auto made = json({"cert", "client", "--mac", "24-6F-28-00-00-01", "-o", "out"});
    EXPECT_EQ(made["common_name"], "24:6f:28:00:00:01");
    EXPECT_EQ(made["names"], nlohmann::json({"URI:urn:dev:mac:246f28000001"}));
    EXPECT_EQ(support::fileMode(m_folder / "out/client-246f28000001.key"), 0600u);
    const std::string ca = (store() / "ca.pem").string();
    EXPECT_EQ(
        openssl({"verify", "-purpose", "sslclient", "-CAfile", ca, "out/client-246f28000001.pem"})
            .exitStatus,
        0);
    EXPECT_NE(
        openssl({"verify", "-purpose", "sslserver", "-CAfile", ca, "out/client-246f28000001.pem"})
            .exitStatus,
        0);
    expectRefused(run({"cert", "client", "--mac", "24:6f:28"}), 2, "24:6f:28");
}

TEST_F(CertificateFlows, PresetsAndLimitsAreTaken)
{
    ASSERT_EQ(run({"ca", "create"}).exitStatus, 0);
    const auto bench = json({"cert", "issue", "--host", "a.local", "-o", "out"});
    EXPECT_EQ(bench["not_before"], "1970-01-01T00:00:00Z");
    EXPECT_EQ(bench["days_left"], 3649);
    const auto audit =
        json({"cert", "issue", "--host", "a.local", "--preset", "audit", "-o", "out"});
    EXPECT_EQ(audit["days_left"], 364);
    EXPECT_NE(audit["not_before"], "1970-01-01T00:00:00Z");
    const auto dated = json({"cert", "issue", "--host", "a.local", "--not-before", "2020-02-03",
                             "--days", "10", "-o", "out"});
    EXPECT_EQ(dated["not_before"], "2020-02-03T00:00:00Z");
    EXPECT_EQ(dated["days_left"], 9);
    expectRefused(run({"cert", "issue", "--host", "a", "--preset", "long"}), 2, "long");
    expectRefused(run({"cert", "issue", "--host", "a", "--not-before", "soon"}), 2, "soon");
    std::vector<std::string> many{"cert", "issue", "-o", "big"};
    for (int i = 0; i < 60; ++i) {
        many.emplace_back("--host");
        many.push_back("board-" + std::to_string(i) + ".some.long.domain.example");
    }
    expectRefused(run(many), 2, "--max-chain");
    many.insert(many.end(), {"--max-chain", "0"});
    EXPECT_EQ(run(many).exitStatus, 0);
}

TEST_F(CertificateFlows, EndsGoIntoACalendar)
{
    expectRefused(run({"cert", "calendar"}), 1, "ca create");
    ASSERT_EQ(run({"ca", "create", "--name", "Bench, 7"}).exitStatus, 0);
    ASSERT_EQ(run({"cert", "issue", "--host", "a.local", "-o", "out"}).exitStatus, 0);
    EXPECT_EQ(json({"cert", "calendar", "-o", "ends.ics"})["events"], 2);
    const std::string text = read(m_folder / "ends.ics");
    EXPECT_TRUE(text.starts_with("BEGIN:VCALENDAR\r\n")) << text;
    EXPECT_NE(text.find("SUMMARY:otabench: CA \"Bench\\, 7\" ends\r\n"), std::string::npos) << text;
    const auto uid = text.substr(text.find("UID:"), 60);
    EXPECT_NE(run({"cert", "calendar"}).out.find(uid), std::string::npos) << "the same event again";
}

TEST_F(CertificateFlows, AFullDiskKeepsWhatWasThere)
{
    const std::string cli = support::builtProgram("otabench-cli");
    // A disk of its own, that is full but for a page.
    const std::string script =
        "mkdir disk && mount -t tmpfs -o size=256k none disk || exit 99\n"
        "export OTABENCH_HOME=$PWD/disk/home\n" +
        cli + " ca create && " + cli + " cert issue --host a -o disk/out || exit 98\n" +
        "sha256sum disk/home/data/certificates/ca.* disk/out/* > before\n"
        "head -c 1000000 /dev/zero > disk/filler\n" +
        cli + " ca create --force && exit 97\n" + cli +
        " cert self-signed --host b -o disk/out && exit 96\n" + cli + " ca rotate && exit 95\n" +
        cli + " cert request --host c -o disk/asked && exit 94\n" +
        "test ! -e disk/asked/server.key || exit 93\n"
        "sha256sum --check --quiet before || exit 92\n" +
        cli + " ca show || exit 91\nls disk/out | wc -l\n";
    const auto outcome = support::run(
        {.arguments = {"unshare", "--mount", "sh", "-c", script}, .folder = m_folder.path()});
    if (outcome.exitStatus == 99 || outcome.err.find("unshare failed") != std::string::npos)
        GTEST_SKIP() << "no file system can be mounted here: " << outcome.err;
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.out << outcome.err;
    EXPECT_NE(outcome.err.find("No space left"), std::string::npos) << outcome.err;
    EXPECT_TRUE(outcome.out.ends_with("3\n")) << outcome.out;
}

/// A server that runs beside the test.
class RunningServer : public CertificateFlows
{
protected:
    void startServe(const std::string &size = "64K")
    {
        ASSERT_EQ(run({"image", "make", "--chip", "esp32c3", "--project", "p", "--version", "1",
                       "--size", size, "-o", "app.bin"})
                      .exitStatus,
                  0);
        m_server.emplace(command({"--json", "serve", "app.bin", "--bind", "127.0.0.1"}));
        ASSERT_TRUE(m_server->waitForOutput("listening")) << m_server->err();
        const auto line = m_server->out().substr(m_server->out().find("{\"event\":\"listening\""));
        const auto listening = nlohmann::json::parse(line.substr(0, line.find('\n')));
        m_address = "127.0.0.1:" + std::to_string(listening["port"].get<int>());
        m_url = listening["images"][0]["url"];
        m_digest = listening["images"][0]["sha256"];
    }

    std::optional<support::Process> m_server;
    std::string m_address, m_url, m_digest;
};

TEST_F(RunningServer, GetsACertificateWithANewNameWithoutARestart)
{
    ASSERT_NO_FATAL_FAILURE(startServe());
    EXPECT_EQ(json({"cert", "check", "--connect", m_address})["ok"], true);
    expectRefused(run({"cert", "check", "--connect", m_address, "--host", "bench.local"}), 1,
                  "bench.local");
    ASSERT_EQ(run({"cert", "auto", "--add-name", "bench.local"}).exitStatus, 0);
    ASSERT_TRUE(m_server->waitForOutput("\"event\":\"certificate\"")) << m_server->err();
    EXPECT_EQ(json({"cert", "check", "--connect", m_address, "--host", "bench.local"})["ok"], true);
}

TEST_F(RunningServer, ATransferGoesOnWhileTheCertificateIsReplaced)
{
    ASSERT_NO_FATAL_FAILURE(startServe("8M")); // more than all buffers on the way hold
    // Takes the head of the file, waits to be told, then takes the rest of the same connection.
    const std::string script =
        "set -o pipefail; curl --silent --show-error --cacert home/data/certificates/ca.pem " +
        m_url + " | { head -c 4096; echo begun >&2; head -n 1 < go > /dev/null; cat; } | sha256sum";
    ASSERT_EQ(support::run({.arguments = {"mkfifo", (m_folder / "go").string()}}).exitStatus, 0);
    support::Process transfer(
        support::Command{.arguments = {"bash", "-c", script}, .folder = m_folder.path()});
    ASSERT_TRUE(transfer.waitFor([](const std::string &, const std::string &err) {
        return err.find("begun") != std::string::npos;
    }));

    ASSERT_EQ(run({"cert", "auto", "--add-name", "bench.local"}).exitStatus, 0);
    ASSERT_TRUE(m_server->waitForOutput("\"event\":\"certificate\"")) << m_server->err();
    EXPECT_EQ(json({"cert", "check", "--connect", m_address, "--host", "bench.local"})["ok"], true);

    std::ofstream(m_folder / "go") << "on\n";
    const auto &outcome = transfer.wait();
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_TRUE(outcome.out.starts_with(m_digest)) << outcome.out;
}

TEST_F(RunningServer, AHandshakeShowsWhatABoardPrints)
{
    ASSERT_NO_FATAL_FAILURE(startServe());
    ASSERT_EQ(run({"cert", "self-signed", "--host", "x", "-o", "other"}).exitStatus, 0);
    const auto refused =
        run({"--json", "cert", "check", "--connect", m_address, "--ca", "other/ca.pem"});
    EXPECT_EQ(refused.exitStatus, 1);
    const auto json = jsonLines(refused.out).at(0);
    const auto &handshake = json["findings"].back();
    EXPECT_EQ(handshake["check"], "handshake");
    EXPECT_EQ(handshake["ok"], false);
    EXPECT_EQ(handshake["flags"], "0x8");
    EXPECT_NE(
        handshake["board_prints"].get<std::string>().find("mbedtls_ssl_handshake returned -0x2700"),
        std::string::npos)
        << handshake;
    expectRefused(run({"cert", "check"}), 2, "--host");
}

} // namespace
} // namespace otabench::cli
