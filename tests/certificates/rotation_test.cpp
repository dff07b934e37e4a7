// Two CAs beside each other, and what keeps a running server's certificate right.
#include "base/files.h"
#include "certificates/inspection.h"
#include "certificates/server_keeper.h"
#include "certificates/store.h"
#include "certificates/trust_book.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace otabench::certificates {
namespace {

class Rotation : public testing::Test
{
protected:
    static std::string idOf(const std::string &pem) { return summarize(pem)->front().sha256; }

    ServerIdentity identity() { return m_store.serverIdentity({"10.0.0.1"}).value(); }

    support::TemporaryFolder m_temporary;
    std::filesystem::path m_folder = m_temporary / "certificates";
    Store m_store{m_folder};
};

TEST_F(Rotation, BothAreTrustedUntilTheFirstIsRetired)
{
    const std::string first = m_store.ensureAuthority({})->certificatePem();
    EXPECT_EQ(identity().trusted, std::vector<std::string>{idOf(first)});
    const auto next = m_store.rotate(KeyType::EcP256, {});
    ASSERT_TRUE(next) << next.error().text;
    const std::string second = next->certificatePem();
    EXPECT_EQ(m_store.authority()->certificatePem(), second);
    EXPECT_EQ(m_store.previousPem(), first);
    const ServerIdentity during = identity();
    EXPECT_EQ(during.trustPem, second + first) << "the newest first";
    EXPECT_EQ(during.trusted, (std::vector{idOf(second), idOf(first)}));
    EXPECT_EQ(summarize(during.server.certificatePem)->size(), 2u) << "leaf and cross-certificate";
    // Judged by the board rules: whoever has either CA accepts the chain.
    for (const std::string &trust : {first, second, second + first}) {
        const auto findings =
            checkAsBoard(during.server.certificatePem, {.host = "10.0.0.1", .trustPem = trust});
        EXPECT_EQ(oldBoardFlags(*findings), 0u);
    }
    EXPECT_EQ(m_store.rotate(KeyType::EcP256, {}).error().code, ErrorCode::AlreadyExists);
    const auto blind = m_store.retire(Store::Retire::WhenTrusted);
    ASSERT_FALSE(blind) << "nobody knows what the boards trust";
    EXPECT_NE(blind.error().text.find("--force"), std::string::npos) << blind.error().text;
    ASSERT_TRUE(m_store.retire(Store::Retire::ByForce));
    const ServerIdentity after = identity();
    EXPECT_EQ(after.trusted, std::vector<std::string>{idOf(second)});
    EXPECT_EQ(after.retired, std::vector<std::string>{idOf(first)});
    EXPECT_EQ(summarize(after.server.certificatePem)->size(), 1u);
    EXPECT_FALSE(std::filesystem::exists(m_folder / "previous.key"));
    EXPECT_EQ(m_store.retire(Store::Retire::ByForce).error().code, ErrorCode::NotFound);
}

TEST_F(Rotation, AFirstCaThatAllowsNoneBelowItIssuesUntilTheEnd)
{
    // As `openssl req` and older programs make them.
    const auto key = Authority::create({})->keyed().keyPem;
    ASSERT_TRUE(writeFileAtomically(m_temporary / "own.key", key, FileMode::Private));
    ASSERT_TRUE(writeFileAtomically(m_temporary / "own.cnf",
                                    std::string_view("[req]\ndistinguished_name=dn\n[dn]\n"),
                                    FileMode::Public));
    const auto made = support::run(
        {.arguments = {"openssl", "req", "-x509", "-config", (m_temporary / "own.cnf").string(),
                       "-key", (m_temporary / "own.key").string(), "-subj", "/CN=Own", "-days",
                       "900", "-addext", "basicConstraints=critical,CA:TRUE,pathlen:0", "-addext",
                       "keyUsage=keyCertSign"}});
    ASSERT_EQ(made.exitStatus, 0) << made.err;
    const auto first = Authority::fromPem(made.out, key);
    ASSERT_TRUE(first) << first.error().text << made.out;
    ASSERT_TRUE(m_store.saveAuthority(*first, Store::Overwrite::No));
    const std::string second = m_store.rotate(KeyType::EcP256, {})->certificatePem();
    const ServerIdentity during = identity();
    EXPECT_EQ(during.trusted.size(), 2u);
    const auto flagsFor = [&](const ServerIdentity &shown, const std::string &trust) {
        return oldBoardFlags(
            *checkAsBoard(shown.server.certificatePem, {.host = "10.0.0.1", .trustPem = trust}));
    };
    EXPECT_EQ(flagsFor(during, first->certificatePem()), 0u);
    EXPECT_EQ(flagsFor(during, during.trustPem), 0u) << "boards that were sent both";
    ASSERT_TRUE(m_store.retire(Store::Retire::ByForce));
    EXPECT_EQ(flagsFor(identity(), second), 0u);
}

TEST_F(Rotation, BoardsThatDoNotTrustTheNewCaHoldItUp)
{
    const std::string first = idOf(m_store.ensureAuthority({})->certificatePem());
    const std::string second = idOf(m_store.rotate(KeyType::EcP256, {})->certificatePem());
    TrustBook book(m_folder);
    ASSERT_TRUE(book.note({{"24:6f:28:00:00:01", "/dev/ttyUSB0", {first, second}, {}},
                           {"24:6f:28:00:00:02", "/dev/ttyUSB1", {first}, {}},
                           {"24:6f:28:00:00:03", "/dev/ttyUSB2", {first}, {}}}));
    const auto refused = m_store.retire(Store::Retire::WhenTrusted);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().text.find("2 of 3"), std::string::npos) << refused.error().text;
    EXPECT_NE(refused.error().text.find("24:6f:28:00:00:02 (/dev/ttyUSB1)"), std::string::npos);
    EXPECT_TRUE(m_store.previousPem()) << "nothing has changed";
    ASSERT_TRUE(book.note({{"24:6f:28:00:00:02", "/dev/ttyUSB1", {second, first}, {}}}));
    ASSERT_TRUE(book.forget("24:6f:28:00:00:03"));
    EXPECT_EQ(book.forget("24:6f:28:00:00:03").error().code, ErrorCode::NotFound);
    EXPECT_TRUE(m_store.retire(Store::Retire::WhenTrusted));
}

TEST_F(Rotation, ForceRetiresAllTheSame)
{
    const std::string first = idOf(m_store.ensureAuthority({})->certificatePem());
    ASSERT_TRUE(m_store.rotate(KeyType::EcP256, {}));
    ASSERT_TRUE(TrustBook(m_folder).note({{"24:6f:28:00:00:01", "a", {first}, {}}}));
    EXPECT_TRUE(m_store.retire(Store::Retire::ByForce));
}

TEST_F(Rotation, ACrashBeforeTheNewCaIsInPlaceIsNoRotation)
{
    const std::string first = m_store.ensureAuthority({})->certificatePem();
    ASSERT_TRUE(writeFileAtomically(m_folder / "previous.pem", first, FileMode::Public));
    ASSERT_TRUE(writeFileAtomically(m_folder / "cross.pem", first, FileMode::Public));
    EXPECT_FALSE(m_store.previousPem());
    EXPECT_EQ(identity().trusted.size(), 1u);
    EXPECT_TRUE(m_store.rotate(KeyType::EcP256, {})) << "it can be begun again";
}

TEST_F(Rotation, TheTrustBookPassesOverWhatItCannotRead)
{
    ASSERT_TRUE(TrustBook(m_folder).note({{"24:6f:28:00:00:01", "tab\there", {"ab"}, {}}}));
    const auto text = readTextFile(m_folder / "boards.tsv").value();
    ASSERT_TRUE(writeFileAtomically(m_folder / "boards.tsv", "junk\n\t\t\t\n" + text + "x\ty\tz\tw",
                                    FileMode::Private));
    const auto boards = TrustBook(m_folder).boards().value();
    ASSERT_EQ(boards.size(), 1u);
    EXPECT_EQ(boards[0].address, "tab here");
    EXPECT_TRUE(boards[0].trusts("ab"));
}

TEST_F(Rotation, AProtectedKeyIssuesWithItsPassphraseOnly)
{
    const Authority authority = Authority::create({}).value();
    ASSERT_TRUE(m_store.saveAuthority(authority, Store::Overwrite::No, "correct horse"));
    const auto key = readTextFile(m_folder / "ca.key").value();
    EXPECT_NE(key.find("BEGIN ENCRYPTED PRIVATE KEY"), std::string::npos);
    unsigned asked = 0;
    const auto answering = [&](const std::string &with) {
        return Store(m_folder, [&asked, with]() -> Result<std::string> {
            ++asked;
            return with;
        });
    };
    const auto wrong = answering("wrong horse").authority();
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, ErrorCode::KeyInvalid);
    Store right = answering("correct horse");
    asked = 0;
    ASSERT_TRUE(right.serverIdentity({"10.0.0.1"}));
    ASSERT_TRUE(right.rotate(KeyType::EcP256, {}));
    EXPECT_EQ(asked, 1u) << "once is enough";
    EXPECT_TRUE(right.isAuthorityProtected()) << "the second CA, too";

    // Without a passphrase the stored certificate serves on; a new one cannot be issued.
    Store silent(m_folder, []() -> Result<std::string> {
        return fail(ErrorCode::KeyInvalid, "nobody knows the passphrase");
    });
    ASSERT_TRUE(right.serverIdentity({"10.0.0.1"}));
    EXPECT_TRUE(silent.serverIdentity({"10.0.0.1"})->warning.empty());
    EXPECT_FALSE(silent.serverIdentity({"10.0.0.1", "10.0.0.2"})->warning.empty());
    EXPECT_FALSE(silent.serverIdentity({"10.0.0.9"}));

    ASSERT_TRUE(right.changePassphrase(std::nullopt));
    EXPECT_FALSE(right.isAuthorityProtected());
    EXPECT_TRUE(Store(m_folder).authority());
}

TEST_F(Rotation, TheKeeperFollowsAddressesAndTheClock)
{
    std::vector<std::string> hosts{"10.0.0.1"};
    auto now = std::chrono::system_clock::now();
    ServerKeeper keeper(
        m_store, [&] { return hosts; }, [&] { return now; });
    const auto first = keeper.first().value();
    EXPECT_FALSE(keeper.check().value());
    hosts.push_back("192.168.7.7");
    const auto wider = keeper.check().value();
    ASSERT_TRUE(wider);
    const auto names = summarize(wider->server.certificatePem)->front().names;
    EXPECT_NE(std::ranges::find(names, "IP:192.168.7.7"), names.end());
    EXPECT_FALSE(keeper.check().value());
    hosts = {"192.168.7.7"};
    EXPECT_FALSE(keeper.check().value()) << "an address that has gone is no reason";
    ASSERT_TRUE(m_store.rotate(KeyType::EcP256, {}));
    EXPECT_TRUE(keeper.check().value()) << "another CA is";
    now = summarize(wider->server.certificatePem)->front().notAfter - std::chrono::days(3);
    EXPECT_TRUE(keeper.check().value()) << "its end is near";
}

TEST_F(Rotation, TheKeeperTellsAProblemOnce)
{
    std::vector<std::string> hosts{"10.0.0.1"};
    ServerKeeper keeper(m_store, [&] { return hosts; });
    ASSERT_TRUE(keeper.first());
    hosts = {"no host"};
    EXPECT_FALSE(keeper.check());
    EXPECT_TRUE(keeper.check());
    hosts = {"10.0.0.2"};
    EXPECT_TRUE(keeper.check().value());
}

TEST_F(Rotation, AnImportedCertificateTakesItsPlace)
{
    const auto company = Authority::create({.commonName = "Company"}).value();
    const auto pair = company.issueServer({.hosts = {"10.0.0.1"}}).value();
    ASSERT_TRUE(m_store.importServer(pair, company.certificatePem()));
    const auto shown = identity();
    EXPECT_TRUE(shown.isImported);
    EXPECT_EQ(shown.server.certificatePem, pair.certificatePem);
    EXPECT_EQ(shown.trustPem, company.certificatePem());
    EXPECT_TRUE(shown.warning.empty());
    EXPECT_NE(m_store.serverIdentity({"10.0.0.2"})->warning.find("10.0.0.2"), std::string::npos);
    ASSERT_TRUE(m_store.forgetImported());
    EXPECT_FALSE(identity().isImported);
    EXPECT_FALSE(m_store.importServer({pair.certificatePem, identity().server.keyPem},
                                      company.certificatePem()))
        << "another key";
}

} // namespace
} // namespace otabench::certificates
