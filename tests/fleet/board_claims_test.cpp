#include "fleet/detail/board_claims.h"

#include "serial/loop.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace otabench::fleet::detail {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class BoardClaimsTest : public testing::Test
{
protected:
    std::unique_ptr<history::History> openAs(const std::string &person, const std::string &station)
    {
        history::HistoryOptions options{.file = m_folder / "history.sqlite"};
        options.station.operatorName = person;
        options.station.name = station;
        auto history = history::History::open(options);
        EXPECT_TRUE(history) << history.error().text;
        return history ? *std::move(history) : nullptr;
    }

    Result<> take(BoardClaims &claims, const BoardState &board)
    {
        std::optional<Result<>> result;
        claims.take(board, 1, [&](const Result<> &taken) { result = taken; });
        EXPECT_FALSE(result) << "called from within";
        EXPECT_TRUE(serial::runUntil(
            m_context, [&] { return result.has_value(); }, std::chrono::seconds(60)));
        return result.value_or(Result<>());
    }

    static BoardState board(const std::string &address, const std::string &mac = {})
    {
        BoardState state;
        state.id = address;
        state.name = "vb-01";
        if (!mac.empty())
            state.identity = BoardIdentity{.mac = mac};
        return state;
    }

    support::TemporaryFolder m_folder;
    boost::asio::io_context m_context;
};

TEST_F(BoardClaimsTest, NetworkPortsAreTheSameForEveryComputer)
{
    history::Station station;
    station.place = "here";

    EXPECT_THAT(claimKeys(board("tcp://lab:4001"), station), ElementsAre("port tcp://lab:4001"));
    EXPECT_THAT(claimKeys(board("/dev/ttyUSB0", "24:6f"), station),
                ElementsAre("mac 24:6f", "port here /dev/ttyUSB0"));
}

TEST_F(BoardClaimsTest, OneOfTwoGetsTheBoardUntilItIsReleased)
{
    const auto alice = openAs("alice", "bench-1");
    const auto bob = openAs("bob", "bench-2");
    BoardClaims hers(m_context, alice.get()), his(m_context, bob.get());
    ASSERT_TRUE(take(hers, board("tcp://lab:4001", "24:6f")));

    const auto byPort = take(his, board("tcp://lab:4001"));
    const auto byMac = take(his, board("tcp://other:1", "24:6f"));
    const auto again = take(hers, board("tcp://lab:4001", "24:6f"));
    hers.release(board("tcp://lab:4001", "24:6f"));
    ASSERT_TRUE(alice->flush(std::chrono::seconds(60)));

    ASSERT_FALSE(byPort);
    EXPECT_EQ(byPort.error().code, ErrorCode::BoardClaimed);
    EXPECT_THAT(byPort.error().text, HasSubstr("vb-01 is being updated by alice on bench-1"));
    ASSERT_FALSE(byMac);
    EXPECT_TRUE(again);
    EXPECT_TRUE(take(his, board("tcp://lab:4001", "24:6f")));
}

TEST_F(BoardClaimsTest, WithoutARecordEveryBoardIsFree)
{
    BoardClaims claims(m_context, nullptr);

    EXPECT_TRUE(take(claims, board("tcp://lab:4001")));
    claims.release(board("tcp://lab:4001"));
}

} // namespace
} // namespace otabench::fleet::detail
