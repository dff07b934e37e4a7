// Two otabench with homes of their own, as on two computers, and one PostgreSQL.
#include "bench_fixture.h"
#include "support/postgresql_server.h"

#include <gmock/gmock.h>

namespace otabench::endtoend {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

class SharedRecord : public BenchFixture
{
protected:
    void SetUp() override
    {
        if (!m_server.isInstalled())
            GTEST_SKIP() << "no PostgreSQL server is installed";
        ASSERT_TRUE(m_server.make() && m_server.start());
    }

    /// The command as that person gives it at that computer.
    support::Command as(const std::string &person, const std::string &station,
                        support::Command command) const
    {
        command.environment = {{"OTABENCH_HOME", (m_folder / station).string()},
                               {"OTABENCH_DATABASE", m_server.url()},
                               {"OTABENCH_OPERATOR", person},
                               {"OTABENCH_STATION", station}};
        return command;
    }

    support::Command history(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(),
                         {support::builtProgram("otabench-cli"), "--json", "history"});
        return {.arguments = std::move(arguments)};
    }

    support::PostgresqlServer m_server;
};

TEST_F(SharedRecord, ABoardIsUpdatedByOneAndTheOtherSeesIt)
{
    // So slow that the second comes in the middle.
    const auto boards = startBoards(1, {"--link-rate", "60000"});
    const auto image = makeImage("2.0.0", "1M");
    support::Process alice(as("alice", "bench-1", updateCommand(image, boards, {})));
    ASSERT_TRUE(alice.waitForOutput("\"phase\":\"downloading\"")) << alice.err();

    const auto bob = parse(support::run(as("bob", "bench-2", updateCommand(image, boards, {}))));
    const auto first = parse(alice.wait(std::chrono::seconds(120)));
    const auto seen = support::run(as("bob", "bench-2", history({"boards"})));
    const auto all = support::run(as("bob", "bench-2", history({})));

    EXPECT_EQ(bob.exitStatus, 1);
    EXPECT_EQ(bob.reason(boards[0]), "board-claimed");
    EXPECT_THAT(bob.err, ContainsRegex("is being updated by alice on bench-1 since [0-9][0-9]:"));
    EXPECT_EQ(first.lastPhase(boards[0]), "updated") << first.err;
    EXPECT_THAT(seen.out, HasSubstr("\"station\":\"bench-1\""));
    EXPECT_THAT(seen.out, HasSubstr("\"version\":\"2.0.0\""));
    EXPECT_THAT(all.out, HasSubstr("\"operator\":\"alice\""));
    EXPECT_THAT(all.out, HasSubstr("\"operator\":\"bob\""));
}

TEST_F(SharedRecord, AClaimOfAKilledProgramDoesNotStay)
{
    const auto boards = startBoards(1, {"--link-rate", "60000"});
    const auto image = makeImage("2.0.0", "1M");
    {
        support::Process alice(as("alice", "bench-1", updateCommand(image, boards, {})));
        ASSERT_TRUE(alice.waitForOutput("\"phase\":\"downloading\"")) << alice.err();
        alice.signal(SIGKILL);
        alice.wait();
    }

    const auto bob = parse(support::run(as("bob", "bench-2", updateCommand(image, boards, {}))));

    EXPECT_NE(bob.reason(boards[0]), "board-claimed") << bob.err;
}

TEST_F(SharedRecord, ADatabaseThatGoesAwayDoesNotHoldTheUpdateUpNorLoseIt)
{
    const auto boards = startBoards(1, {"--link-rate", "100000"});
    const auto image = makeImage("2.0.0", "512K");
    support::Process alice(as("alice", "bench-1", updateCommand(image, boards, {})));
    ASSERT_TRUE(alice.waitForOutput("\"phase\":\"downloading\"")) << alice.err();

    m_server.stop();
    const auto updated = parse(alice.wait(std::chrono::seconds(120)));
    ASSERT_TRUE(m_server.start());
    const auto later = support::run(as("alice", "bench-1", history({"--campaign", "1"})));

    EXPECT_EQ(updated.lastPhase(boards[0]), "updated") << updated.err;
    EXPECT_THAT(updated.err, HasSubstr("cannot be reached"));
    EXPECT_THAT(later.out, HasSubstr("\"phase\":\"updated\"")) << later.err;
}

} // namespace
} // namespace otabench::endtoend
