#include "certificates/store.h"

#include "base/files.h"
#include "certificates/inspection.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <thread>

namespace otabench::certificates {
namespace {

class StoreTest : public testing::Test
{
protected:
    static std::string idOf(const std::string &pem) { return summarize(pem)->front().sha256; }

    std::string server(const std::vector<std::string> &hosts)
    {
        const auto identity = m_store.serverIdentity(hosts);
        EXPECT_TRUE(identity) << identity.error().text;
        return identity ? identity->server.certificatePem : std::string();
    }

    support::TemporaryFolder m_temporary;
    std::filesystem::path m_folder = m_temporary / "certificates";
    Store m_store{m_folder};
};

TEST_F(StoreTest, SaysHowToMakeAMissingCa)
{
    const auto authority = m_store.authority();
    ASSERT_FALSE(authority);
    EXPECT_EQ(authority.error().code, ErrorCode::CertificateMissing);
    EXPECT_NE(authority.error().text.find("otabench-cli ca create"), std::string::npos);
}

TEST_F(StoreTest, KeysAreForTheirOwnerOnly)
{
    ASSERT_TRUE(m_store.serverIdentity({"10.0.0.1"}));
    EXPECT_EQ(support::fileMode(m_folder / "ca.key"), 0600u);
    EXPECT_EQ(support::fileMode(m_folder / "server.key"), 0600u);
    EXPECT_EQ(support::fileMode(m_folder / "ca.pem"), 0644u);
    EXPECT_EQ(support::fileMode(m_folder), 0700u);
}

TEST_F(StoreTest, KeepsItsCa)
{
    const auto first = m_store.ensureAuthority({});
    ASSERT_TRUE(first) << first.error().text;
    EXPECT_EQ(m_store.ensureAuthority({})->certificatePem(), first->certificatePem());
    const auto refused = m_store.saveAuthority(Authority::create({}).value(), Store::Overwrite::No);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::AlreadyExists);
    EXPECT_EQ(m_store.authority()->certificatePem(), first->certificatePem());
    const Authority second = Authority::create({}).value();
    ASSERT_TRUE(m_store.saveAuthority(second, Store::Overwrite::Yes));
    EXPECT_EQ(m_store.authority()->certificatePem(), second.certificatePem());
}

TEST_F(StoreTest, ServerCertificateIsKeptWhileItServes)
{
    const auto first = server({"10.0.0.1", "bench.local"});
    EXPECT_EQ(server({"bench.local"}), first) << "a part of its hosts";
    const std::string wider = server({"10.0.0.1", "10.0.0.2"});
    EXPECT_NE(wider, first) << "a new address";
    ASSERT_TRUE(m_store.saveAuthority(Authority::create({}).value(), Store::Overwrite::Yes));
    EXPECT_NE(server({"10.0.0.1"}), wider) << "another CA";
}

TEST_F(StoreTest, ServerCertificateIsRenewedBeforeItEnds)
{
    const std::string first = server({"10.0.0.1"});
    const auto end = summarize(first)->front().notAfter;
    const std::vector<std::string> hosts{"10.0.0.1"};
    EXPECT_EQ(m_store.serverIdentity(hosts, end - std::chrono::days(31))->server.certificatePem,
              first);
    EXPECT_NE(m_store.serverIdentity(hosts, end - std::chrono::days(29))->server.certificatePem,
              first);
}

TEST_F(StoreTest, ShortLivedServerCertificatesAreNotIssuedAllTheTime)
{
    ServerSettings settings;
    settings.validity.lifetime = std::chrono::days(9);
    ASSERT_TRUE(m_store.saveServerSettings(settings));
    const std::string first = server({"10.0.0.1"});
    EXPECT_EQ(server({"10.0.0.1"}), first);
    EXPECT_NE(
        m_store
            .serverIdentity({"10.0.0.1"}, std::chrono::system_clock::now() + std::chrono::days(7))
            ->server.certificatePem,
        first);
}

TEST_F(StoreTest, SettingsAddNamesAndChooseTheKey)
{
    ASSERT_TRUE(m_store.saveServerSettings(
        {.names = {"bench.local"}, .key = KeyType::EcP384, .validity = {Preset::Audit, {}, {}}}));
    const auto summary = summarize(server({"10.0.0.1"}))->front();
    EXPECT_EQ(summary.key, "ec-p384");
    EXPECT_EQ(summary.names,
              (std::vector<std::string>{"DNS:10.0.0.1", "IP:10.0.0.1", "DNS:bench.local"}));
    const auto settings = m_store.serverSettings().value();
    EXPECT_EQ(settings.names, std::vector<std::string>{"bench.local"});
    EXPECT_EQ(settings.validity.preset, Preset::Audit);
    EXPECT_FALSE(m_store.saveServerSettings({.names = {"https://x"}}));
}

TEST_F(StoreTest, ManyAddressesStayWithinTheLimit)
{
    std::vector<std::string> hosts;
    for (int i = 0; i < 60; ++i)
        hosts.push_back(fmt::format("2001:db8:0:ffff:ffff:ffff:ffff:{:x}", 0x1000 + i));
    const auto identity = m_store.serverIdentity(hosts).value();
    const auto summary = summarize(identity.server.certificatePem)->front();
    EXPECT_LE(summary.derBytes, kMostChainBytes);
    EXPECT_GT(summary.derBytes, kMostChainBytes * 3 / 4) << "as many as fit";
    EXPECT_EQ(summary.commonName, hosts.front());
    EXPECT_NE(identity.warning.find("addresses"), std::string::npos) << identity.warning;
    EXPECT_EQ(m_store.serverIdentity(hosts)->server.certificatePem, identity.server.certificatePem)
        << "what was left out is no reason to issue again";
}

TEST_F(StoreTest, DamagedServerFilesAreReplaced)
{
    ASSERT_TRUE(m_store.serverIdentity({"10.0.0.1"}));
    ASSERT_TRUE(
        writeFileAtomically(m_folder / "server.key", std::string_view("junk"), FileMode::Private));
    const auto again = m_store.serverIdentity({"10.0.0.1"});
    ASSERT_TRUE(again);
    EXPECT_EQ(readTextFile(m_folder / "server.key").value(), again->server.keyPem);
}

TEST_F(StoreTest, DamagedCaIsReportedAndLeftAlone)
{
    ASSERT_TRUE(m_store.ensureAuthority({}));
    ASSERT_TRUE(
        writeFileAtomically(m_folder / "ca.key", std::string_view("junk"), FileMode::Private));
    const auto damaged = m_store.ensureAuthority({});
    ASSERT_FALSE(damaged);
    EXPECT_EQ(damaged.error().code, ErrorCode::KeyInvalid);
    EXPECT_NE(damaged.error().text.find(m_folder.string()), std::string::npos);
    EXPECT_EQ(readTextFile(m_folder / "ca.key").value(), "junk");
}

TEST_F(StoreTest, ACrashAmidAReplacementLosesNoCa)
{
    ASSERT_TRUE(m_store.ensureAuthority({}));
    const Authority second = Authority::create({}).value();
    // Killed after the new key was written: the old CA counts.
    ASSERT_TRUE(
        writeFileAtomically(m_folder / "ca.key.new", second.keyed().keyPem, FileMode::Private));
    ASSERT_TRUE(m_store.authority());
    EXPECT_NE(m_store.authority()->certificatePem(), second.certificatePem());
    // Killed after the certificate was written: the new one does.
    ASSERT_TRUE(
        writeFileAtomically(m_folder / "ca.pem", second.certificatePem(), FileMode::Public));
    ASSERT_TRUE(m_store.authority());
    EXPECT_EQ(m_store.authority()->keyed().keyPem, second.keyed().keyPem);
    ASSERT_TRUE(m_store.saveAuthority(Authority::create({}).value(), Store::Overwrite::Yes));
    EXPECT_TRUE(m_store.authority());
    EXPECT_FALSE(std::filesystem::exists(m_folder / "ca.key.new"));
}

TEST_F(StoreTest, ManyMakersAgreeOnOneCa)
{
    std::vector<std::string> ids(8);
    std::vector<std::thread> makers;
    for (std::string &id : ids)
        makers.emplace_back([&] {
            Store store(m_folder);
            if (const auto authority = store.ensureAuthority({}))
                id = idOf(authority->certificatePem());
        });
    for (std::thread &maker : makers)
        maker.join();
    for (const std::string &id : ids)
        EXPECT_EQ(id, ids.front());
    EXPECT_FALSE(ids.front().empty());
}

TEST_F(StoreTest, FullDiskIsNamed)
{
    Store full("/dev/full/certificates");
    const auto authority = full.ensureAuthority({});
    ASSERT_FALSE(authority);
    EXPECT_NE(authority.error().text.find("/dev/full"), std::string::npos);
}

} // namespace
} // namespace otabench::certificates
