// A program that is killed in the middle of its writes, many times.
#include "certificates/inspection.h"
#include "certificates/store.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>

namespace otabench::certificates {
namespace {

/// Changes all there is until it is killed.
[[noreturn]] void changeForEver(const std::filesystem::path &folder, const Authority &first,
                                const Authority &second)
{
    Store store(folder);
    for (unsigned round = 0;; ++round) {
        static_cast<void>(
            store.saveAuthority(round % 2 == 0 ? first : second, Store::Overwrite::Yes));
        static_cast<void>(store.serverIdentity({round % 3 == 0 ? "10.0.0.1" : "10.0.0.2"}));
        static_cast<void>(store.rotate(KeyType::EcP256, {}));
        static_cast<void>(store.serverIdentity({"10.0.0.1", "10.0.0.2"}));
        static_cast<void>(store.retire(Store::Retire::ByForce));
        static_cast<void>(store.importServer(
            first.issueServer({.hosts = {"10.0.0.1"}, .key = KeyType::EcP256}).value(),
            first.certificatePem()));
        static_cast<void>(store.forgetImported());
    }
}

TEST(Killed, AtAnyMomentLeavesAWholeStore)
{
    const support::TemporaryFolder temporary;
    const std::filesystem::path folder = temporary / "certificates";
    const Authority first = Authority::create({}).value();
    const Authority second = Authority::create({}).value();
    ASSERT_TRUE(Store(folder).saveAuthority(first, Store::Overwrite::No));
    std::mt19937 random(20261121);
    constexpr int kRounds = 60;
    for (int round = 0; round < kRounds; ++round) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0)
            changeForEver(folder, first, second);
        ::usleep(static_cast<useconds_t>(random() %
                                         40'000)); // when it is killed: anything may be under way
        ::kill(child, SIGKILL);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself";

        Store store(folder);
        const auto authority = store.authority();
        ASSERT_TRUE(authority) << authority.error().text;
        for (const auto &file : store.files())
            EXPECT_GT(std::filesystem::file_size(file), 300u) << file;
        const auto identity = store.serverIdentity({"10.0.0.1"});
        ASSERT_TRUE(identity) << identity.error().text;
        for (const std::string &trusted : {identity->trustPem}) {
            const auto findings = checkAsBoard(identity->server.certificatePem,
                                               {.host = "10.0.0.1", .trustPem = trusted});
            ASSERT_TRUE(findings);
            EXPECT_EQ(oldBoardFlags(*findings), 0u) << "round " << round;
        }
    }
    // What the killed ones were writing is swept away by the next change.
    Store store(folder);
    ASSERT_TRUE(store.saveAuthority(first, Store::Overwrite::Yes));
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        EXPECT_FALSE(name.starts_with("ca.key.new")) << name;
        EXPECT_FALSE(name.starts_with("ca.pem.")) << name;
    }
}

} // namespace
} // namespace otabench::certificates
