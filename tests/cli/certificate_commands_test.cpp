#include "cli_fixture.h"

#include <unistd.h>

#include <fstream>
#include <sstream>

namespace otabench::cli {
namespace {
namespace fs = std::filesystem;

class CertificateCommands : public Cli
{
protected:
    fs::path store() const { return m_folder / "home" / "data" / "certificates"; }

    static std::string read(const fs::path &file)
    {
        std::stringstream text;
        text << std::ifstream(file, std::ios::binary).rdbuf();
        return text.str();
    }

    nlohmann::json json(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), "--json");
        const auto outcome = run(std::move(arguments));
        EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
        const auto lines = jsonLines(outcome.out);
        return lines.empty() ? nlohmann::json() : lines.front();
    }
};

TEST_F(CertificateCommands, CaIsMadeOnceAndKept)
{
    const auto made = json({"ca", "create", "--name", "Bench 7", "--days", "100"});
    EXPECT_EQ(made["subject"], "CN=Bench 7");
    EXPECT_EQ(made["ca"], true);
    EXPECT_EQ(made["days_left"], 99);
    EXPECT_EQ(support::fileMode(store() / "ca.key"), 0600u);
    const std::string before = read(store() / "ca.pem");
    expectRefused(run({"ca", "create"}), 1, "--force");
    EXPECT_EQ(read(store() / "ca.pem"), before);
    EXPECT_EQ(json({"ca", "show"})["sha256"], made["sha256"]);
    EXPECT_EQ(run({"ca", "create", "--force"}).exitStatus, 0);
    EXPECT_NE(read(store() / "ca.pem"), before);
}

TEST_F(CertificateCommands, CaIsExportedInThreeForms)
{
    ASSERT_EQ(run({"ca", "create"}).exitStatus, 0);
    const std::string pem = read(store() / "ca.pem");
    EXPECT_EQ(run({"ca", "export", "--format", "pem"}).out, pem);
    EXPECT_NE(run({"ca", "export", "--format", "c-header"}).out.find("otabench_ca_pem[]"),
              std::string::npos);
    ASSERT_EQ(run({"ca", "export", "--format", "der", "-o", "ca.der"}).exitStatus, 0);
    EXPECT_EQ(json({"cert", "show", "ca.der"})["sha256"], json({"ca", "show"})["sha256"]);
    EXPECT_EQ(json({"ca", "export"})["content"], pem);
    expectRefused(run({"ca", "export", "--format", "xml"}), 2, "xml");
    const std::string help = run({"ca", "create", "--help"}).out;
    for (const char *key : {"ec-p256", "ec-p384", "rsa-2048", "rsa-3072", "rsa-4096"})
        EXPECT_NE(help.find("\n  " + std::string(key) + " "), std::string::npos) << key << help;
}

TEST_F(CertificateCommands, CaIsImportedWithItsOwnKeyOnly)
{
    ASSERT_EQ(run({"ca", "create", "--name", "company"}).exitStatus, 0);
    fs::create_directory(m_folder / "kept");
    fs::copy(store() / "ca.pem", m_folder / "kept" / "ca.pem");
    fs::copy(store() / "ca.key", m_folder / "kept" / "ca.key");
    ASSERT_EQ(run({"ca", "create", "--force"}).exitStatus, 0);
    const std::string present = read(store() / "ca.pem");

    expectRefused(run({"ca", "import", "--cert", "kept/ca.pem", "--key", "kept/ca.key"}), 1,
                  "--force");
    fs::copy(store() / "ca.key", m_folder / "other.key");
    expectRefused(run({"ca", "import", "--cert", "kept/ca.pem", "--key", "other.key", "--force"}),
                  1, "other.key");
    expectRefused(run({"ca", "import", "--cert", "nope.pem", "--key", "other.key"}), 1, "nope.pem");
    EXPECT_EQ(read(store() / "ca.pem"), present) << "refusals change nothing";

    ASSERT_EQ(run({"ca", "import", "--cert", "kept/ca.pem", "--key", "kept/ca.key", "--force"})
                  .exitStatus,
              0);
    EXPECT_EQ(json({"ca", "show"})["common_name"], "company");
    EXPECT_EQ(support::fileMode(store() / "ca.key"), 0600u);
}

TEST_F(CertificateCommands, IssuedCertificatesVerify)
{
    ASSERT_EQ(run({"ca", "create"}).exitStatus, 0);
    const auto issued =
        json({"cert", "issue", "--host", "192.168.1.5", "--host", "bench.local", "-o", "out"});
    EXPECT_EQ(issued["names"],
              (nlohmann::json{"DNS:192.168.1.5", "IP:192.168.1.5", "DNS:bench.local"}));
    EXPECT_EQ(support::fileMode(m_folder / "out" / "server.key"), 0600u);
    EXPECT_EQ(support::entryCount(m_folder / "out"), 5u); // three, the set's link and its folder
    const auto verdict = support::run(
        {.arguments = {"openssl", "verify", "-CAfile", (m_folder / "out/ca.pem").string(),
                       "-verify_ip", "192.168.1.5", (m_folder / "out/server.pem").string()}});
    EXPECT_EQ(verdict.exitStatus, 0) << verdict.err;
    EXPECT_EQ(json({"cert", "check", "out/server.pem", "--host", "bench.local"})["ok"], true);
    const auto refused = run({"--json", "cert", "check", "out/server.pem", "--host", "10.9.9.9"});
    expectRefused(refused, 1, "10.9.9.9");
    EXPECT_EQ(jsonLines(refused.out).at(0)["ok"], false);
    const auto list = run({"--json", "cert", "list"});
    ASSERT_EQ(jsonLines(list.out).size(), 2u) << list.out;
    EXPECT_EQ(jsonLines(list.out)[1]["sha256"], issued["sha256"]);
}

TEST_F(CertificateCommands, SelfSignedNeedsNoCa)
{
    const auto made = json({"cert", "self-signed", "--host", "10.0.0.1", "-o", "own"});
    EXPECT_EQ(made["subject"], made["issuer"]);
    EXPECT_EQ(read(m_folder / "own/ca.pem"), read(m_folder / "own/server.pem"));
    EXPECT_EQ(json({"cert", "check", "own/server.pem", "--host", "10.0.0.1"})["ok"], true);
}

TEST_F(CertificateCommands, BadInputIsNamedAndChangesNothing)
{
    expectRefused(run({"ca", "show"}), 1, "otabench-cli ca create");
    expectRefused(run({"cert", "issue", "--host", "10.0.0.1"}), 1, "otabench-cli ca create");
    ASSERT_EQ(run({"ca", "create"}).exitStatus, 0);
    expectRefused(run({"cert", "issue"}), 2, "--host");
    expectRefused(run({"cert", "issue", "--host", "https://x.local"}), 2, "https://x.local");
    expectRefused(run({"cert", "issue", "--host", "*.local"}), 2, "*.local");
    expectRefused(run({"cert", "issue", "--host", "a", "--key", "rsa-1"}), 2, "rsa-1");
    expectRefused(run({"cert", "issue", "--host", "a", "--days", "0"}), 2, "--days: Value 0");
    expectRefused(run({"ca", "create", "--days", "many"}), 2, "many");
    expectRefused(run({"cert", "show", "none.pem"}), 1, "none.pem");
    std::ofstream(m_folder / "junk.pem") << "no certificate";
    expectRefused(run({"cert", "show", "junk.pem"}), 1, "junk.pem");
    expectRefused(run({"cert", "check", "junk.pem", "--host", "a"}), 1, "junk.pem");
    expectRefused(run({"fly"}), 2, "fly is no command");
    expectRefused(run({"cert", "fly"}), 2, "fly is no command");
    EXPECT_FALSE(fs::exists(m_folder / "server.pem"));
}

TEST_F(CertificateCommands, SettingsThatNoServerCouldUseAreNotKept)
{
    ASSERT_EQ(run({"cert", "auto", "--days", "30"}).exitStatus, 0);
    EXPECT_NE(run({"cert", "auto"}).out.find("30 days"), std::string::npos);
    expectRefused(run({"cert", "auto", "--days", "0"}), 2, "--days");
    expectRefused(run({"cert", "auto", "--days", "-3"}), 2, "--days");
    EXPECT_EQ(json({"cert", "auto"})["days"], 30);
    std::ofstream(store() / "server.conf") << "days 0\n";
    expectRefused(run({"cert", "auto"}), 2, "0 days");
}

TEST_F(CertificateCommands, AKeyThatOthersReadIsTold)
{
    ASSERT_EQ(run({"ca", "create"}).exitStatus, 0);
    EXPECT_NE(run({"ca", "show"}).out.find("readable by its owner only"), std::string::npos);
    fs::permissions(store() / "ca.key", fs::perms(0644));
    const std::string shown = run({"ca", "show"}).out;
    EXPECT_EQ(shown.find("readable by its owner only"), std::string::npos) << shown;
    EXPECT_NE(shown.find("chmod 600"), std::string::npos) << shown;
    std::ofstream(store() / "ca.key").close();
    expectRefused(run({"ca", "show"}), 1, "ca.key");
}

TEST_F(CertificateCommands, AFullDiskLeavesNoHalf)
{
    ASSERT_EQ(run({"ca", "create"}).exitStatus, 0);
    ASSERT_EQ(run({"cert", "issue", "--host", "10.0.0.1", "-o", "out"}).exitStatus, 0);
    const std::string certificate = read(m_folder / "out/server.pem");
    const std::string key = read(m_folder / "out/server.key");
    const std::string ca = read(store() / "ca.pem");
    for (const std::size_t room : {std::size_t{0}, std::size_t{250}, std::size_t{500}}) {
        auto issue = command({"cert", "self-signed", "--host", "10.0.0.2", "-o", "out"});
        issue.fileSizeLimit = room;
        EXPECT_EQ(support::run(issue).exitStatus, 1) << room;
        auto create = command({"ca", "create", "--force"});
        create.fileSizeLimit = room;
        EXPECT_EQ(support::run(create).exitStatus, 1) << room;
        EXPECT_EQ(read(m_folder / "out/server.pem"), certificate) << room;
        EXPECT_EQ(read(m_folder / "out/server.key"), key) << room;
        EXPECT_EQ(support::entryCount(m_folder / "out"), 5u) << room;
        EXPECT_EQ(read(store() / "ca.pem"), ca) << room;
        EXPECT_EQ(run({"ca", "show"}).exitStatus, 0) << room;
    }
}

TEST_F(CertificateCommands, WhatAKilledProgramLeftIsSweptAway)
{
    ASSERT_EQ(run({"ca", "create"}).exitStatus, 0);
    support::Process gone(support::Command{.arguments = {"true"}});
    gone.wait();
    const fs::path left =
        m_folder / "out" / (".server.set-" + std::to_string(gone.pid()) + "-k3Xb0q");
    fs::create_directories(left);
    std::ofstream(left / "server.key") << "secret";
    ASSERT_EQ(run({"cert", "issue", "--host", "10.0.0.1", "-o", "out"}).exitStatus, 0);
    EXPECT_FALSE(fs::exists(left));
}

TEST_F(CertificateCommands, AFullStandardOutputIsAFailure)
{
    ASSERT_EQ(run({"ca", "create"}).exitStatus, 0);
    for (const char *arguments : {" ca export", " ca show", " --json ca show", " doctor"}) {
        auto shell = command({});
        shell.arguments = {"sh", "-c", shell.arguments[0] + arguments + " > /dev/full"};
        expectRefused(support::run(shell), 1, "standard output");
    }
}

TEST_F(CertificateCommands, KeysAreNeverPrinted)
{
    std::string all;
    for (const auto &arguments : std::vector<std::vector<std::string>>{
             {"ca", "create"},
             {"--json", "ca", "show"},
             {"--json", "cert", "issue", "--host", "a", "-o", "out"},
             {"cert", "show", "out/server.key"},
             {"ca", "import", "--cert", "out/server.pem", "--key", "out/server.key"}}) {
        const auto outcome = run(arguments);
        all += outcome.out + outcome.err;
    }
    EXPECT_EQ(all.find("PRIVATE KEY"), std::string::npos);
    const std::string key = read(m_folder / "out/server.key");
    ASSERT_GT(key.size(), 100u);
    EXPECT_EQ(all.find(key.substr(40, 40)), std::string::npos);
}

} // namespace
} // namespace otabench::cli
