#include "record_support.h"
#include "support/postgresql_server.h"

#include <filesystem>
#include <fstream>

namespace otabench::history {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

/// One server for all tests, a database for each.
class PostgresqlTest : public testing::Test
{
protected:
    static void SetUpTestSuite()
    {
        s_server = std::make_unique<support::PostgresqlServer>();
        s_isMade = s_server->isInstalled() && s_server->make();
    }

    static void TearDownTestSuite() { s_server.reset(); }

    void SetUp() override
    {
        if (!s_server->isInstalled())
            GTEST_SKIP() << "no PostgreSQL server is installed";
        ASSERT_TRUE(s_isMade && m_server.start());
        m_server.sql("create database " + m_database + ";");
    }

    void TearDown() override { m_server.thaw(); }

    HistoryOptions optionsOf(const std::string &person, const std::string &station)
    {
        HistoryOptions options{.file = m_folder / station / "history.sqlite",
                               .url = m_server.url(m_database)};
        options.station.operatorName = person;
        options.station.name = station;
        return options;
    }

    std::unique_ptr<History> open(const HistoryOptions &options)
    {
        auto history = History::open(options);
        EXPECT_TRUE(history) << history.error().text;
        return history ? *std::move(history) : nullptr;
    }

    static inline std::unique_ptr<support::PostgresqlServer> s_server;
    static inline bool s_isMade = false;
    static inline int s_databases = 0;

    support::PostgresqlServer &m_server = *s_server;
    const std::string m_database = "record" + std::to_string(++s_databases);
    support::TemporaryFolder m_folder;
};

TEST_F(PostgresqlTest, TwoProgramsShareOneRecord)
{
    const auto here = open(optionsOf("alice", "bench-1"));
    const auto there = open(optionsOf("bob", "bench-2"));
    ASSERT_TRUE(here && there);
    CampaignRecord nobodys = demoCampaign();
    nobodys.operatorName.clear();
    const std::int64_t first = startCampaign(*here, nobodys);
    const std::int64_t second = startCampaign(*there, nobodys);
    ASSERT_TRUE(recordPhase(*here, first, "pty:/a", Phase::Preparing, 1));
    ASSERT_TRUE(recordPhase(*here, first, "pty:/a", Phase::Updated, 2));
    ASSERT_TRUE(recordPhase(*there, second, "pty:/b", Phase::Failed, 3));
    here->endCampaign(first, atSecond(9), {});
    ASSERT_TRUE(here->flush(20s));

    const auto campaigns = there->campaigns({});
    const auto boards = here->boards({});

    ASSERT_TRUE(campaigns) << campaigns.error().text;
    ASSERT_EQ(campaigns->size(), 2u);
    EXPECT_EQ((*campaigns)[1].ended, atSecond(9));
    EXPECT_EQ((*campaigns)[1].operatorName, "alice");
    EXPECT_EQ((*campaigns)[1].station, "bench-1");
    EXPECT_EQ((*campaigns)[0].station, "bench-2");
    ASSERT_TRUE(boards) << boards.error().text;
    ASSERT_EQ(boards->size(), 2u);
    EXPECT_EQ((*boards)[0].phase, Phase::Failed);
    EXPECT_EQ((*boards)[1].duration, 1234ms);
    const auto known = there->knownBoards();
    ASSERT_TRUE(known) << known.error().text;
    ASSERT_EQ(known->size(), 1u);
    EXPECT_EQ((*known)[0].station, "bench-2");
    EXPECT_EQ((*known)[0].version, "1.0.0") << "what a board runs after a failed update";
    const auto images = there->images();
    ASSERT_TRUE(images) << images.error().text;
    ASSERT_EQ(images->size(), 1u);
    EXPECT_EQ((*images)[0].updated, 1u);
    EXPECT_EQ((*images)[0].failures, 1u);
    EXPECT_EQ(here->transitions(first)->size(), 2u);
}

TEST_F(PostgresqlTest, OneBoardIsClaimedByOneStation)
{
    const auto alice = open(optionsOf("alice", "bench-2"));
    const auto bob = open(optionsOf("bob", "bench-1"));
    ASSERT_TRUE(claim(*alice, "vb-01", {"mac:a", "at:x"}, 7));

    const auto refused = claim(*bob, "vb-01", {"at:y", "mac:a"}, 8);
    const auto half = claim(*bob, "vb-02", {"at:y"}, 8);
    alice->release({"mac:a", "at:x"});
    ASSERT_TRUE(alice->flush(20s));
    const auto after = claim(*bob, "vb-01", {"mac:a"}, 8);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::BoardClaimed);
    EXPECT_THAT(refused.error().text,
                HasSubstr("vb-01 is being updated by alice on bench-2 since "));
    EXPECT_TRUE(half) << "what was refused has taken a key";
    EXPECT_TRUE(after) << after.error().text;
    EXPECT_EQ(bob->claims()->size(), 2u);
}

TEST_F(PostgresqlTest, AClaimOfAKilledProgramEndsByItself)
{
    HistoryOptions killed = optionsOf("alice", "bench-2");
    killed.station.place = "another computer";
    killed.claimLease = 24h;
    const auto alice = open(killed);
    const auto bob = open(optionsOf("bob", "bench-1"));
    ASSERT_TRUE(claim(*alice, "vb-01", {"mac:a"}, 7));
    ASSERT_FALSE(claim(*bob, "vb-01", {"mac:a"}, 8));

    // As if its last heartbeat had been longer ago than its lease.
    m_server.sql("update claims set expires = expires - 48 * 3600 * 1000;", m_database);

    EXPECT_TRUE(bob->claims()->empty());
    EXPECT_TRUE(claim(*bob, "vb-01", {"mac:a"}, 8));
}

TEST_F(PostgresqlTest, AProgramThatLivesRenewsItsClaims)
{
    HistoryOptions options = optionsOf("alice", "bench-2");
    options.claimLease = 600ms;
    const auto alice = open(options);
    ASSERT_TRUE(claim(*alice, "vb-01", {"mac:a"}, 7));
    const std::string first = m_server.sql("select expires from claims;", m_database);

    const auto deadline = std::chrono::steady_clock::now() + 20s;
    bool renewed = false;
    while (!renewed && std::chrono::steady_clock::now() < deadline)
        renewed = m_server.sql("select expires from claims;", m_database) > first;

    EXPECT_TRUE(renewed);
}

TEST_F(PostgresqlTest, ResultsWaitForAServerThatWentAway)
{
    const auto history = open(optionsOf("alice", "bench-2"));
    const std::int64_t id = startCampaign(*history);
    ASSERT_TRUE(recordPhase(*history, id, "pty:/a", Phase::Preparing, 1));
    m_server.stop();

    const auto away = recordPhase(*history, id, "pty:/a", Phase::Updated, 2);
    const auto refused = claim(*history, "vb-02", {"mac:b"}, id);
    const auto unflushed = history->flush(1ms);
    ASSERT_TRUE(m_server.start());

    ASSERT_FALSE(away);
    EXPECT_EQ(away.error().code, ErrorCode::DatabaseUnreachable);
    EXPECT_THAT(away.error().text, HasSubstr("Results are kept"));
    EXPECT_EQ(refused.error().code, ErrorCode::DatabaseUnreachable);
    EXPECT_EQ(unflushed.error().code, ErrorCode::Timeout);
    ASSERT_TRUE(history->flush(60s)) << "not written after the server came back";
    EXPECT_EQ(history->boards({})->front().phase, Phase::Updated);
    EXPECT_EQ(history->transitions(id)->size(), 2u);
    EXPECT_TRUE(recordPhase(*history, id, "pty:/a", Phase::Updated, 3));
}

TEST_F(PostgresqlTest, ResultsWaitInAFileForTheNextTime)
{
    std::int64_t id = 0;
    {
        const auto history = open(optionsOf("alice", "bench-2"));
        id = startCampaign(*history);
        m_server.stop();
        EXPECT_FALSE(recordPhase(*history, id, "pty:/a", Phase::Updated, 2));
        history->endCampaign(id, atSecond(5), {});
    }
    EXPECT_EQ(History::open(optionsOf("alice", "bench-2")).error().code,
              ErrorCode::DatabaseUnreachable);
    ASSERT_TRUE(m_server.start());

    const auto history = open(optionsOf("alice", "bench-2"));
    const auto boards = history->boards({.campaign = id});
    const auto again = open(optionsOf("alice", "bench-2"));

    ASSERT_EQ(boards->size(), 1u);
    EXPECT_EQ(boards->front().phase, Phase::Updated);
    EXPECT_EQ(history->campaigns({})->front().ended, atSecond(5));
    EXPECT_EQ(again->transitions(id)->size(), 1u) << "written twice";
    EXPECT_EQ(again->campaigns({})->size(), 1u);
}

TEST_F(PostgresqlTest, AServerThatDoesNotAnswerIsGivenUp)
{
    ASSERT_TRUE(open(optionsOf("alice", "bench-2"))); // makes the schema, which takes longer
    HistoryOptions options = optionsOf("alice", "bench-2");
    options.answerLimit = 1500ms;
    auto history = open(options);
    ASSERT_TRUE(history);
    const std::int64_t id = startCampaign(*history);
    m_server.freeze();

    const auto frozen = recordPhase(*history, id, "pty:/a", Phase::Updated, 2);
    history.reset(); // must not hang
    m_server.thaw();

    ASSERT_FALSE(frozen);
    EXPECT_EQ(frozen.error().code, ErrorCode::DatabaseUnreachable);
    history = open(optionsOf("alice", "bench-2"));
    ASSERT_TRUE(history);
    const auto boards = history->boards({});
    ASSERT_TRUE(boards) << boards.error().text;
    ASSERT_EQ(boards->size(), 1u) << "not kept";
    EXPECT_EQ(boards->front().phase, Phase::Updated);
}

TEST_F(PostgresqlTest, ABoardsLogMayHoldAnything)
{
    const auto history = open(optionsOf("alice", "bench-2"));
    const std::int64_t id = startCampaign(*history);
    BoardRecord state{.campaignId = id, .board = "pty:/a", .phase = Phase::Failed};
    state.logExcerpt = std::string("ok \xC3\xA9 \xFF\xFE \xED\xA0\x80 \0 end", 19);
    std::promise<Result<>> written;

    history->record({.campaignId = id, .board = "pty:/a", .phase = Phase::Failed}, state,
                    [&](Result<> result) { written.set_value(std::move(result)); });

    const auto result = written.get_future().get();
    EXPECT_TRUE(result) << result.error().text;
    EXPECT_EQ(history->boards({})->front().logExcerpt,
              "ok \xC3\xA9 \uFFFD\uFFFD \uFFFD\uFFFD\uFFFD  end");
}

} // namespace
} // namespace otabench::history
