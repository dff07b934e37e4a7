// The openssl program judges what we issue.
#include "base/files.h"
#include "certificates/authority.h"
#include "certificates/export.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

namespace otabench::certificates {
namespace {

class OpensslJudges : public testing::Test
{
protected:
    std::string save(const std::string &name, const std::string &text) const
    {
        EXPECT_TRUE(writeFileAtomically(m_folder / name, text, FileMode::Private));
        return (m_folder / name).string();
    }

    static support::Outcome openssl(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), "openssl");
        return support::run({.arguments = std::move(arguments)});
    }

    static bool matches(const std::string &file, const std::string &option,
                        const std::string &value)
    {
        const auto outcome = openssl({"x509", "-noout", "-in", file, option, value});
        return outcome.out.find("does match certificate") != std::string::npos;
    }

    support::TemporaryFolder m_folder;
};

TEST_F(OpensslJudges, VerifiesTheChainOfEveryKeyType)
{
    for (const KeyType type : {KeyType::EcP256, KeyType::EcP384, KeyType::Rsa2048}) {
        const Authority authority = Authority::create({.key = type}).value();
        const auto server =
            authority.issueServer({.hosts = {"192.168.1.5", "bench.local"}, .key = type}).value();
        const std::string ca = save("ca.pem", authority.certificatePem());
        const std::string leaf = save("server.pem", server.certificatePem);
        for (const auto &[option, value] :
             {std::pair<std::string, std::string>{"-verify_ip", "192.168.1.5"},
              {"-verify_hostname", "bench.local"}}) {
            const auto verdict = openssl({"verify", "-x509_strict", "-purpose", "sslserver",
                                          "-CAfile", ca, option, value, leaf});
            EXPECT_EQ(verdict.exitStatus, 0) << name(type) << ": " << verdict.err;
        }
        EXPECT_NE(openssl({"verify", "-CAfile", ca, "-verify_ip", "192.168.1.6", leaf}).exitStatus,
                  0);
    }
}

TEST_F(OpensslJudges, AnotherCaIsRefused)
{
    const auto server = Authority::create({})->issueServer({.hosts = {"a.local"}}).value();
    const std::string other = save("ca.pem", Authority::create({})->certificatePem());
    EXPECT_NE(
        openssl({"verify", "-CAfile", other, save("server.pem", server.certificatePem)}).exitStatus,
        0);
}

TEST_F(OpensslJudges, FindsEveryHostOfItsKind)
{
    const auto server = Authority::create({})
                            ->issueServer({.hosts = {"10.1.2.3", "bench.local", "2001:db8::7"}})
                            .value();
    const std::string leaf = save("server.pem", server.certificatePem);
    EXPECT_TRUE(matches(leaf, "-checkip", "10.1.2.3"));
    EXPECT_TRUE(matches(leaf, "-checkip", "2001:db8::7"));
    EXPECT_TRUE(matches(leaf, "-checkhost", "10.1.2.3")) << "the literal as a DNS name";
    EXPECT_TRUE(matches(leaf, "-checkhost", "bench.local"));
    EXPECT_FALSE(matches(leaf, "-checkip", "10.1.2.4"));
    EXPECT_FALSE(matches(leaf, "-checkhost", "other.local"));
}

TEST_F(OpensslJudges, ExtensionsAreTheRightOnesAndCritical)
{
    const Authority authority = Authority::create({}).value();
    const auto server =
        authority.issueServer({.hosts = {"a.local"}, .key = KeyType::Rsa2048}).value();
    const auto text = [&](const std::string &pem) {
        return openssl({"x509", "-noout", "-text", "-in", save("x.pem", pem)}).out;
    };
    const std::string root = text(authority.certificatePem());
    EXPECT_NE(root.find("Basic Constraints: critical\n                CA:TRUE, pathlen:1"),
              std::string::npos)
        << root;
    EXPECT_NE(root.find("Key Usage: critical\n                Certificate Sign, CRL Sign"),
              std::string::npos);
    EXPECT_NE(root.find("Subject Key Identifier"), std::string::npos);
    EXPECT_EQ(root.find("Authority Key Identifier"), std::string::npos) << "a root needs none";
    const std::string leaf = text(server.certificatePem);
    EXPECT_NE(leaf.find("Basic Constraints: critical\n                CA:FALSE"),
              std::string::npos);
    EXPECT_NE(leaf.find("Key Usage: critical\n                Digital Signature, Key Encipherment"),
              std::string::npos)
        << leaf;
    EXPECT_NE(leaf.find("TLS Web Server Authentication"), std::string::npos);
    EXPECT_NE(leaf.find("Authority Key Identifier"), std::string::npos);
}

TEST_F(OpensslJudges, SelfSignedVerifiesAgainstItself)
{
    const auto pair = makeSelfSigned({.hosts = {"10.1.2.3"}}).value();
    const std::string file = save("self.pem", pair.certificatePem);
    const auto verdict = openssl(
        {"verify", "-purpose", "sslserver", "-CAfile", file, "-verify_ip", "10.1.2.3", file});
    EXPECT_EQ(verdict.exitStatus, 0) << verdict.err;
}

TEST_F(OpensslJudges, ReadsTheDerExport)
{
    const Authority authority = Authority::create({}).value();
    ASSERT_TRUE(writeFileAtomically(m_folder / "ca.der", toDer(authority.certificatePem()).value(),
                                    FileMode::Public));
    const auto outcome = openssl({"x509", "-inform", "DER", "-in", (m_folder / "ca.der").string()});
    EXPECT_EQ(outcome.out, authority.certificatePem());
}

TEST_F(OpensslJudges, TheCHeaderHoldsThePemText)
{
    const Authority authority = Authority::create({.commonName = "evil */ int x; /* \\"}).value();
    const std::string both =
        authority.certificatePem() + Authority::create({}).value().certificatePem();
    const std::string header = toCHeader(both).value();
    const std::string program = (m_folder / "main").string();
    save("ca.h", header);
    const std::string source =
        save("main.c", "#include \"ca.h\"\n#include <stdio.h>\nint main(void) { return "
                       "fputs(otabench_ca_pem, stdout) < 0; }\n");
    const auto compiled =
        support::run({.arguments = {"cc", "-Wall", "-Werror", source, "-o", program}});
    ASSERT_EQ(compiled.exitStatus, 0) << compiled.err;
    EXPECT_EQ(support::run({.arguments = {program}}).out, both);
}

} // namespace
} // namespace otabench::certificates
