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
    const auto authority = m_store.ensureAuthority({}).value();
    ASSERT_TRUE(m_store.ensureServer(authority, {"10.0.0.1"}));
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
    const auto authority = m_store.ensureAuthority({}).value();
    const auto first = m_store.ensureServer(authority, {"10.0.0.1", "bench.local"}).value();
    EXPECT_EQ(m_store.ensureServer(authority, {"bench.local"})->certificatePem,
              first.certificatePem)
        << "a part of its hosts";
    const auto wider = m_store.ensureServer(authority, {"10.0.0.1", "10.0.0.2"}).value();
    EXPECT_NE(wider.certificatePem, first.certificatePem) << "a new address";
    const auto other = Authority::create({}).value();
    EXPECT_NE(m_store.ensureServer(other, {"10.0.0.1"})->certificatePem, wider.certificatePem)
        << "another CA";
}

TEST_F(StoreTest, ServerCertificateIsRenewedBeforeItEnds)
{
    const auto authority = m_store.ensureAuthority({}).value();
    const auto shortLived =
        authority.issueServer({.hosts = {"10.0.0.1"}, .lifetime = std::chrono::days(29)}).value();
    ASSERT_TRUE(
        writeFileAtomically(m_folder / "server.pem", shortLived.certificatePem, FileMode::Public));
    ASSERT_TRUE(writeFileAtomically(m_folder / "server.key", shortLived.keyPem, FileMode::Private));
    EXPECT_NE(m_store.ensureServer(authority, {"10.0.0.1"})->certificatePem,
              shortLived.certificatePem);
}

TEST_F(StoreTest, DamagedServerFilesAreReplaced)
{
    const auto authority = m_store.ensureAuthority({}).value();
    ASSERT_TRUE(m_store.ensureServer(authority, {"10.0.0.1"}));
    ASSERT_TRUE(
        writeFileAtomically(m_folder / "server.key", std::string_view("junk"), FileMode::Private));
    const auto again = m_store.ensureServer(authority, {"10.0.0.1"});
    ASSERT_TRUE(again);
    EXPECT_EQ(readTextFile(m_folder / "server.key").value(), again->keyPem);
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
