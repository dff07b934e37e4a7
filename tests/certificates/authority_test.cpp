#include "certificates/authority.h"

#include "certificates/inspection.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace otabench::certificates {
namespace {

using std::chrono::days;
using std::chrono::system_clock;

Authority makeAuthority(const AuthorityOptions &options = {})
{
    return Authority::create(options).value();
}

Summary summaryOf(const std::string &pem)
{
    return summarize(pem).value().front();
}

TEST(Authority, IsARootForTenYears)
{
    const Summary root = summaryOf(makeAuthority().certificatePem());
    EXPECT_EQ(root.subject, "CN=otabench lab CA");
    EXPECT_EQ(root.issuer, root.subject);
    EXPECT_TRUE(root.isAuthority);
    EXPECT_EQ(root.key, "ec-p256");
    EXPECT_EQ(root.signature, "ecdsa-with-SHA256");
    EXPECT_LE(root.notBefore, system_clock::now() - std::chrono::hours(23)) << "back-dated";
    EXPECT_GT(root.notAfter, system_clock::now() + days(3649));
}

TEST(Authority, TwoAreNeverTheSame)
{
    EXPECT_NE(summaryOf(makeAuthority().certificatePem()).sha256,
              summaryOf(makeAuthority().certificatePem()).sha256);
}

TEST(Authority, RefusesNamesAndLifetimesThatCannotBe)
{
    EXPECT_TRUE(Authority::create({.commonName = std::string(64, 'x')}));
    for (const AuthorityOptions &options :
         {AuthorityOptions{.commonName = ""}, AuthorityOptions{.commonName = "  "},
          AuthorityOptions{.commonName = std::string(65, 'x')},
          AuthorityOptions{.commonName = "two\nlines"},
          AuthorityOptions{.validity = {.lifetime = days(0)}},
          AuthorityOptions{.validity = {.lifetime = days(-5)}},
          AuthorityOptions{.validity = {.lifetime = days(99999)}}}) {
        const auto authority = Authority::create(options);
        ASSERT_FALSE(authority);
        EXPECT_EQ(authority.error().code, ErrorCode::InvalidArgument);
    }
}

TEST(Authority, NamesEachHostInEveryFormBoardsLookFor)
{
    const auto server = makeAuthority().issueServer(
        {.hosts = {"192.168.1.5", "Bench.local", "2001:DB8:0::1", "192.168.1.5"}});
    ASSERT_TRUE(server) << server.error().text;
    const Summary summary = summaryOf(server->certificatePem);
    EXPECT_EQ(summary.commonName, "192.168.1.5");
    const std::vector<std::string> expected{"DNS:192.168.1.5", "IP:192.168.1.5",
                                            "DNS:bench.local", "DNS:2001:db8:0::1",
                                            "DNS:2001:db8::1", "IP:2001:db8::1"};
    EXPECT_EQ(summary.names, expected);
    EXPECT_FALSE(summary.isAuthority);
    EXPECT_EQ(summary.issuer, "CN=otabench lab CA");
    EXPECT_LT(summary.derBytes, 1024u);
}

TEST(Authority, LeafNeverOutlivesItsCa)
{
    const Authority authority = makeAuthority({.validity = {.lifetime = days(10)}});
    const auto server =
        authority.issueServer({.hosts = {"a"}, .validity = {.lifetime = days(825)}});
    EXPECT_LE(summaryOf(server->certificatePem).notAfter,
              summaryOf(authority.certificatePem()).notAfter);
}

TEST(Authority, LongNamesStayOutOfTheCommonName)
{
    const std::string longName = std::string(60, 'a') + "." + std::string(60, 'b') + ".example.com";
    const auto server = makeAuthority().issueServer({.hosts = {longName, "10.0.0.1"}});
    ASSERT_TRUE(server) << server.error().text;
    EXPECT_EQ(summaryOf(server->certificatePem).commonName, "10.0.0.1");
    EXPECT_TRUE(makeAuthority().issueServer({.hosts = {longName}}));
}

TEST(Authority, RefusesWhatIsNoHost)
{
    const Authority authority = makeAuthority();
    for (const std::string host :
         {"", " ", "a b", "https://10.0.0.1", "10.0.0.1:8443", "10.0.0.1/x", "*.local", "[::1]",
          "fe80::1%eth0", "::g", "1.2.3.400", "1.2.3", "-a.local", "a..b", "a.", "b\xC3\xBC.de",
          "a\nb", "under score"}) {
        const auto server = authority.issueServer({.hosts = {"good.local", host}});
        ASSERT_FALSE(server) << host;
        EXPECT_EQ(server.error().code, ErrorCode::InvalidArgument) << host;
        EXPECT_NE(server.error().text.find("\"" + host + "\""), std::string::npos)
            << server.error().text;
        EXPECT_FALSE(makeSelfSigned({.hosts = {host}})) << host;
    }
    EXPECT_EQ(authority.issueServer({}).error().code, ErrorCode::InvalidArgument);
    const std::vector<std::string> many = [] {
        std::vector<std::string> hosts;
        for (int i = 0; i < 65; ++i)
            hosts.push_back(fmt::format("board-{}", i));
        return hosts;
    }();
    EXPECT_EQ(authority.issueServer({.hosts = many}).error().code, ErrorCode::InvalidArgument);
}

TEST(Authority, IsReadBackFromItsPem)
{
    const Authority made = makeAuthority({.commonName = "Zürich lab", .key = KeyType::EcP384});
    const auto read = Authority::fromPem(made.certificatePem(), made.keyed().keyPem);
    ASSERT_TRUE(read) << read.error().text;
    EXPECT_EQ(read->certificatePem(), made.certificatePem());
    EXPECT_EQ(summaryOf(read->certificatePem()).commonName, "Zürich lab");
    EXPECT_TRUE(read->issueServer({.hosts = {"10.0.0.1"}}));
}

TEST(Authority, RefusesForeignPairs)
{
    const Authority authority = makeAuthority();
    const Authority other = makeAuthority();
    const auto server = authority.issueServer({.hosts = {"a"}}).value();
    const auto codeOf = [](const Result<Authority> &result) {
        return result ? ErrorCode::Internal : result.error().code;
    };
    const std::string &certificate = authority.certificatePem();
    const std::string &key = authority.keyed().keyPem;
    EXPECT_EQ(codeOf(Authority::fromPem(certificate, other.keyed().keyPem)), ErrorCode::KeyInvalid);
    EXPECT_EQ(codeOf(Authority::fromPem(server.certificatePem, server.keyPem)),
              ErrorCode::CertificateInvalid)
        << "a leaf is no CA";
    EXPECT_EQ(codeOf(Authority::fromPem("", key)), ErrorCode::CertificateInvalid);
    EXPECT_EQ(codeOf(Authority::fromPem(key, key)), ErrorCode::CertificateInvalid);
    EXPECT_EQ(codeOf(Authority::fromPem(certificate, "")), ErrorCode::KeyInvalid);
    EXPECT_EQ(codeOf(Authority::fromPem(certificate, certificate)), ErrorCode::KeyInvalid);
    std::string damaged = certificate;
    damaged[damaged.size() / 2] = '!';
    EXPECT_EQ(codeOf(Authority::fromPem(damaged, key)), ErrorCode::CertificateInvalid);
}

TEST(KeyTypes, AreNamedBothWays)
{
    for (const KeyType type :
         {KeyType::EcP256, KeyType::EcP384, KeyType::Rsa2048, KeyType::Rsa3072, KeyType::Rsa4096})
        EXPECT_EQ(keyTypeFromName(name(type)).value(), type);
    const auto unknown = keyTypeFromName("rsa-1024");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::InvalidArgument);
}

} // namespace
} // namespace otabench::certificates
