#include "history/database.h"
#include "record_support.h"
#include "support/postgresql_server.h"

namespace otabench::history {
namespace {

/// The first schema, as it was released, with rows of two campaigns: never to be edited.
std::vector<std::string> firstSchema(const std::string &id)
{
    return {
        "create table migrations (version bigint primary key, applied bigint not null)",
        "insert into migrations (version, applied) values (1, 1700000000000)",
        "create table campaigns (id " + id +
            ", started bigint not null, ended bigint, image_file text not null, image_sha256 text "
            "not null, project text not null, version text not null, chip text not null, operator "
            "text not null)",
        "create table board_results (campaign_id bigint not null references campaigns (id), board "
        "text not null, mac text not null, phase text not null, from_version text not null, "
        "to_version text not null, slot text not null, bytes bigint not null, total bigint not "
        "null, attempts bigint not null, reason text not null, detail text not null, changed "
        "bigint not null, duration_ms bigint, primary key (campaign_id, board))",
        "create index board_results_by_board on board_results (board, changed)",
        "create table transitions (id " + id +
            ", campaign_id bigint not null references campaigns (id), board text not null, at "
            "bigint not null, phase text not null, bytes bigint not null, total bigint not null, "
            "reason text not null, detail text not null)",
        "create index transitions_by_board on transitions (campaign_id, board, id)",
        "create index campaigns_by_image on campaigns (image_sha256)",
        "insert into campaigns (started, ended, image_file, image_sha256, project, version, chip, "
        "operator) values (1700000000000, 1700000060000, '/i/a.bin', 'aa', 'demo', '2.0.0', "
        "'esp32', 'Ada')",
        "insert into campaigns (started, ended, image_file, image_sha256, project, version, chip, "
        "operator) values (1700000100000, null, '/i/a.bin', 'aa', 'demo', '2.0.0', 'esp32', "
        "'Bob')",
        "insert into board_results values (1, 'pty:/a', '24:6f:28:00:00:01', 'updated', '1.0.0', "
        "'2.0.0', 'ota_1', 10, 10, 1, '', '', 1700000050000, 1234)",
        "insert into board_results values (2, 'pty:/b', '24:6f:28:00:00:01', 'failed', '2.0.0', "
        "'2.0.0', 'ota_1', 5, 10, 1, 'board-silent', 'no answer', 1700000150000, null)",
        "insert into board_results values (2, 'pty:/c', '', 'queued', '', '2.0.0', '', 0, 10, 0, "
        "'', '', 1700000100000, null)",
        "insert into transitions (campaign_id, board, at, phase, bytes, total, reason, detail) "
        "values (1, 'pty:/a', 1700000050000, 'updated', 10, 10, '', '')",
    };
}

void makeFirst(const Place &place, const std::string &id)
{
    const auto session = openSession(place);
    ASSERT_TRUE(session) << session.error().text;
    const auto made = guarded(place, [&] {
        for (const std::string &statement : firstSchema(id))
            **session << statement;
    });
    ASSERT_TRUE(made) << made.error().text;
}

void expectAllThere(History &history)
{
    const auto campaigns = history.campaigns({});
    ASSERT_TRUE(campaigns) << campaigns.error().text;
    ASSERT_EQ(campaigns->size(), 2u);
    EXPECT_EQ(campaigns->at(1).operatorName, "Ada");
    EXPECT_EQ(campaigns->at(1).ended, TimePoint(std::chrono::seconds(1'700'000'060)));
    EXPECT_FALSE(campaigns->at(0).ended);
    const auto boards = history.boards({});
    ASSERT_TRUE(boards) << boards.error().text;
    ASSERT_EQ(boards->size(), 3u);
    EXPECT_EQ(boards->at(0).reason, "board-silent");
    EXPECT_EQ(boards->at(2).duration, std::chrono::milliseconds(1234));
    EXPECT_EQ(history.transitions(1)->size(), 1u);
    const auto known = history.knownBoards();
    ASSERT_TRUE(known) << known.error().text;
    ASSERT_EQ(known->size(), 1u);
    EXPECT_EQ(known->at(0).board, "pty:/b");
    EXPECT_EQ(known->at(0).campaignId, 2);
    EXPECT_EQ(known->at(0).version, "2.0.0");
    EXPECT_EQ(known->at(0).firstSeen, TimePoint(std::chrono::seconds(1'700'000'050)));
    const auto images = history.images();
    ASSERT_TRUE(images) << images.error().text;
    ASSERT_EQ(images->size(), 1u);
    EXPECT_EQ(images->at(0).campaigns, 2u);
    EXPECT_EQ(images->at(0).updated, 1u);
    // And it is written to as one that was made today.
    const std::int64_t id = startCampaign(history);
    EXPECT_EQ(id, 3);
    EXPECT_TRUE(recordPhase(history, id, "pty:/a", Phase::Updated, 1000));
    EXPECT_EQ(history.knownBoards()->at(0).campaignId, 3);
}

TEST(Migration, TakesTheFirstSchemaAlongWithItsRowsInSqlite)
{
    const support::TemporaryFolder folder;
    const auto file = folder / "history.sqlite";
    makeFirst(*placeOf(file, {}), "integer primary key autoincrement");

    const auto history = History::open(file);

    ASSERT_TRUE(history) << history.error().text;
    expectAllThere(**history);
}

TEST(Migration, TakesTheFirstSchemaAlongWithItsRowsInPostgresql)
{
    support::PostgresqlServer server;
    if (!server.isInstalled())
        GTEST_SKIP() << "no PostgreSQL server is installed";
    ASSERT_TRUE(server.make() && server.start());
    makeFirst(*placeOf({}, server.url()), "bigserial primary key");

    const auto history = History::open({}, server.url());

    ASSERT_TRUE(history) << history.error().text;
    expectAllThere(**history);
}

TEST(Migration, RefusesASchemaOfTheFutureAndLeavesItAlone)
{
    const support::TemporaryFolder folder;
    const auto file = folder / "history.sqlite";
    ASSERT_TRUE(History::open(file));
    const auto place = *placeOf(file, {});
    {
        const auto session = openSession(place);
        ASSERT_TRUE(guarded(place, [&] { **session << "insert into migrations values (999, 1)"; }));
    }

    const auto history = History::open(file);

    ASSERT_FALSE(history);
    EXPECT_EQ(history.error().code, ErrorCode::DatabaseTooNew);
    EXPECT_THAT(history.error().text, testing::HasSubstr("newer otabench"));
}

} // namespace
} // namespace otabench::history
