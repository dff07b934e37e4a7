// Limits of rate and number, and what each board gets of them.

#include "fixture.h"

#include "server/detail/rate.h"

namespace otabench::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

TEST(Rate, SpreadsWhatIsReserved)
{
    detail::Rate rate(1000);
    const auto now = steady_clock::now();
    EXPECT_LE(rate.reserve(500, now), now) << "nothing was used before";
    const auto second = rate.reserve(500, now);
    EXPECT_NEAR(std::chrono::duration<double>(second - now).count(), 0.4, 0.001);
    EXPECT_NEAR(std::chrono::duration<double>(rate.reserve(1, now) - now).count(), 0.9, 0.001);
    const auto later = now + std::chrono::hours(1);
    EXPECT_NEAR(std::chrono::duration<double>(later - rate.reserve(500, later)).count(), 0.1, 0.001)
        << "a pause does not add up";
}

class SharingTest : public ServerTest
{
protected:
    /// Begins a download, with a small receive buffer.
    std::unique_ptr<RawClient> begin(const std::string &token = "") const
    {
        auto client = std::make_unique<RawClient>(m_server->port());
        EXPECT_TRUE(client->send(get("Connection: close\r\n", token)));
        return client;
    }

    static std::string statusOf(const RawClient &client) { return client.readHead().substr(9, 3); }
};

TEST_F(SharingTest, LimitsAllBoardsTogether)
{
    startPlain({.sharing = {.bytesPerSecond = 600'000}});
    const auto before = steady_clock::now();
    const auto one = begin();
    const auto two = begin(m_server->issueToken("b"));
    for (const auto &client : {one.get(), two.get()})
        EXPECT_TRUE(client->readToEnd().value_or("").ends_with(m_content));
    EXPECT_GT(steady_clock::now() - before, milliseconds(800)); // 600 KB, a tenth of a second free
}

TEST_F(SharingTest, LimitsEachBoard)
{
    startPlain({.sharing = {.boardBytesPerSecond = 600'000}});
    const auto before = steady_clock::now();
    EXPECT_TRUE(begin(m_server->issueToken())->readToEnd().value_or("").ends_with(m_content));
    EXPECT_GT(steady_clock::now() - before, milliseconds(350));
    EXPECT_EQ(m_server->totals().errors.cutOff, 0u);
}

TEST_F(SharingTest, HeedsANewLimitInTheMiddleOfATransfer)
{
    constexpr std::uint64_t kRate = 10'000'000;
    m_content = noise(20'000'000);
    startPlain({});
    const auto client = begin(m_server->issueToken("slow"));
    EXPECT_EQ(client->read(100'000).size(), 100'000u); // unlimited, so far
    m_server->setSharing({.boardBytesPerSecond = kRate});
    const auto before = steady_clock::now();
    const std::uint64_t left = m_content.size() - m_server->totals().bodyBytesSent;
    ASSERT_GT(left, kRate / 2) << "the buffers of both sides took nearly all";
    EXPECT_TRUE(client->readToEnd().value_or("").ends_with(m_content.substr(100'000)));
    const std::chrono::duration<double> took = steady_clock::now() - before;
    // A tenth of a second is free, and what was on its way when the limit was set.
    EXPECT_GT(took.count(), static_cast<double>(left) / kRate * 0.7 - 0.1);
}

TEST_F(SharingTest, LimitsBoardsThatWereKnownBeforeAndLiftsItAgain)
{
    startPlain({});
    const std::string token = m_server->issueToken("board");
    EXPECT_TRUE(begin(token)->readToEnd().value_or("").ends_with(m_content));
    m_server->setSharing({.boardBytesPerSecond = 600'000});
    const auto before = steady_clock::now();
    EXPECT_TRUE(begin(token)->readToEnd().value_or("").ends_with(m_content));
    EXPECT_GT(steady_clock::now() - before, milliseconds(350));
    m_server->setSharing({.transfers = 1, .retryAfter = std::chrono::seconds(3)});
    EXPECT_TRUE(begin(token)->readToEnd().value_or("").ends_with(m_content));
}

TEST_F(SharingTest, AdmitsFewerTransfersFromNowOn)
{
    m_content = noise(20'000'000);
    startPlain({});
    const auto unlimited = begin();
    EXPECT_EQ(statusOf(*unlimited), "200");
    m_server->setSharing({.transfers = 1});
    const auto first = begin();
    EXPECT_EQ(statusOf(*first), "200");
    EXPECT_EQ(statusOf(*begin()), "503");
    m_server->setSharing({});
    EXPECT_EQ(statusOf(*begin()), "200");
}

TEST_F(SharingTest, GivesABoardWithManyConnectionsNoMoreThanOthers)
{
    m_content = noise(1'000'000);
    startPlain({.sharing = {.bytesPerSecond = 2'000'000}});
    const std::string greedy = m_server->issueToken("greedy");
    const std::string modest = m_server->issueToken("modest");
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 8; ++i)
        clients.push_back(begin(greedy));
    ASSERT_TRUE(begin(modest)->readToEnd().value_or("").ends_with(m_content));
    // By connections it would have been eight times as much; by boards it is as much.
    EXPECT_LT(m_server->traffic(greedy).bodyBytesSent, 4'000'000u);
}

TEST_F(SharingTest, AdmitsSoManyTransfersAndAsksOthersToComeAgain)
{
    m_content = noise(20'000'000);
    startPlain({.sharing = {.transfers = 2, .retryAfter = std::chrono::seconds(7)}});
    auto first = begin();
    const auto second = begin();
    EXPECT_EQ(statusOf(*first), "200");
    EXPECT_EQ(statusOf(*second), "200");
    EXPECT_EQ(m_server->totals().activeTransfers, 2u);
    const std::string refusal = begin()->readToEnd().value_or("");
    EXPECT_TRUE(refusal.starts_with("HTTP/1.1 503 ")) << refusal;
    const std::size_t at = refusal.find("Retry-After: ");
    ASSERT_NE(at, std::string::npos);
    const int after = std::stoi(refusal.substr(at + 13));
    EXPECT_GE(after, 7);
    EXPECT_LE(after, 14);
    EXPECT_EQ(m_server->totals().errors.unavailable, 1u);
    const RawClient head(m_server->port());
    ASSERT_TRUE(head.send("HEAD" + get("Connection: close\r\n").substr(3)));
    EXPECT_EQ(statusOf(head), "200") << "is no transfer";
    first->reset();
    ASSERT_TRUE(waitUntil([&] { return m_server->totals().activeTransfers == 1; }));
    EXPECT_EQ(statusOf(*begin()), "200");
}

TEST_F(SharingTest, LeavesTheAdmissionOfAConnectionThatIdles)
{
    startPlain({.sharing = {.transfers = 1}});
    const RawClient idle(m_server->port());
    ASSERT_TRUE(idle.send(get("Range: bytes=0-0\r\n")));
    (void)idle.readHead();
    EXPECT_EQ(statusOf(*begin()), "503");
    EXPECT_TRUE(waitUntil([&] { return m_server->totals().activeTransfers == 0; }));
    EXPECT_EQ(statusOf(*begin()), "200");
}

TEST_F(SharingTest, BeginsAfterARandomWhileAndLosesNothing)
{
    startPlain({.sharing = {.startJitter = milliseconds(50)}});
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(begin()->readToEnd().value_or("").ends_with(m_content));
    const RawClient closed(m_server->port());
    ASSERT_TRUE(closed.send(get("Connection: close\r\n")));
    closed.closeWriting();
    EXPECT_TRUE(closed.readToEnd().value_or("").ends_with(m_content)) << "it may still read";
}

TEST_F(SharingTest, LimitsDoNotDisturbTls)
{
    start({.sharing = {.bytesPerSecond = 3'000'000,
                       .boardBytesPerSecond = 2'000'000,
                       .startJitter = milliseconds(20)}});
    EXPECT_EQ(curl({url(), url()}).out, m_content + m_content);
    EXPECT_EQ(curl({"--range", "5-9", url()}).out, m_content.substr(5, 5));
}

} // namespace
} // namespace otabench::server
