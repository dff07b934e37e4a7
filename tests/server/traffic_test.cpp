// What the server tells about boards.

#include "fixture.h"

namespace otabench::server {
namespace {

class Traffic : public ServerTest
{
};

TEST_F(Traffic, CountsOnlyWhatHasArrived)
{
    m_content = noise(10'000'000);
    startPlain();
    const std::string token = m_server->issueToken();
    EXPECT_EQ(token.size(), 32u);
    const RawClient board(m_server->port());
    ASSERT_TRUE(board.send(get("", token)));
    ASSERT_TRUE(board.readHead().starts_with("HTTP/1.1 200 "));
    std::string got = board.read(1'000'000);
    ASSERT_EQ(got.size(), 1'000'000u);
    EXPECT_TRUE(waitUntil([&] { return m_server->traffic(token).bodyBytesSent >= 1'000'000; }));
    EXPECT_LT(m_server->traffic(token).bodyBytesSent, m_content.size());
    EXPECT_EQ(m_server->traffic(token).furthestByte, m_server->traffic(token).bodyBytesSent);
    EXPECT_EQ(m_server->traffic(token).openConnections, 1u);
    got += board.read(9'000'000);
    ASSERT_EQ(got, m_content);
    EXPECT_TRUE(waitUntil([&] { return m_server->traffic(token).bodyBytesSent == got.size(); }));
    EXPECT_EQ(m_server->traffic(token).furthestByte, got.size());
}

TEST_F(Traffic, FollowsAPartialDownloadOnOneConnection)
{
    start();
    const std::string token = m_server->issueToken();
    TlsClient board(m_server->port());
    for (std::size_t first = 0; first < 40'000; first += 10'000) {
        ASSERT_TRUE(
            board.send(get(fmt::format("Range: bytes={}-{}\r\n", first, first + 9'999), token)));
        ASSERT_TRUE(board.readHead().starts_with("HTTP/1.1 206 "));
        ASSERT_EQ(board.read(10'000).size(), 10'000u);
        EXPECT_TRUE(
            waitUntil([&] { return m_server->traffic(token).furthestByte == first + 10'000; }));
    }
    const BoardTraffic traffic = m_server->traffic(token);
    EXPECT_EQ(traffic.bodyBytesSent, 40'000u);
    EXPECT_EQ(traffic.requests, 4u);
    EXPECT_EQ(traffic.imageBytes, m_content.size());
    EXPECT_GT(traffic.lastActivity.time_since_epoch().count(), 0);
}

TEST_F(Traffic, TellsBoardsOnOneConnectionApart)
{
    startPlain();
    const std::string one = m_server->issueToken();
    const std::string other = m_server->issueToken();
    EXPECT_NE(one, other);
    const RawClient proxy(m_server->port());
    ASSERT_TRUE(proxy.send(get("Range: bytes=0-99\r\n", one) + get("Range: bytes=0-9\r\n", other)));
    ASSERT_TRUE(proxy.readHead().starts_with("HTTP/1.1 206 "));
    ASSERT_EQ(proxy.read(100).size(), 100u);
    ASSERT_TRUE(proxy.readHead().starts_with("HTTP/1.1 206 "));
    ASSERT_EQ(proxy.read(10).size(), 10u);
    EXPECT_TRUE(waitUntil([&] { return m_server->traffic(other).bodyBytesSent == 10; }));
    EXPECT_EQ(m_server->traffic(one).bodyBytesSent, 100u);
    EXPECT_EQ(m_server->traffic(one).openConnections, 0u);
    EXPECT_EQ(m_server->traffic(other).openConnections, 1u);
}

TEST_F(Traffic, ForgetsAReleasedToken)
{
    startPlain();
    const std::string token = m_server->issueToken();
    const std::string tokenUrl = url(token);
    EXPECT_EQ(curl({tokenUrl}).out, m_content);
    m_server->releaseToken(token);
    m_server->releaseToken(token);
    EXPECT_EQ(curl({"--write-out", "%{http_code}", tokenUrl}).out, "Not Found\n404");
    EXPECT_EQ(m_server->traffic(token).requests, 0u);
    EXPECT_TRUE(m_server->allTraffic().empty());
    EXPECT_TRUE(serves()) << "the image itself is still there";
}

TEST_F(Traffic, DoesNotCountHeadRequestsAndRefusals)
{
    start();
    const std::string token = m_server->issueToken();
    EXPECT_EQ(curl({"--head", url(token)}).exitStatus, 0);
    EXPECT_EQ(m_server->traffic(token).bodyBytesSent, 0u);
    EXPECT_EQ(m_server->traffic(token).requests, 1u);
    EXPECT_EQ(curl({"--output", "/dev/null", url("0123")}).exitStatus, 0);
    EXPECT_EQ(m_server->totals().refused, 1u);
    EXPECT_EQ(m_server->totals().requests, 2u);
}

TEST_F(Traffic, RecordsRequestsWhenAsked)
{
    start({.recordRequests = true});
    const std::string token = m_server->issueToken();
    EXPECT_EQ(curl({"--tls-max", "1.2", "--range", "100-199", url(token)}).out.size(), 100u);
    std::vector<FinishedRequest> requests;
    ASSERT_TRUE(waitUntil([&] {
        requests = m_server->takeRequests();
        return !requests.empty();
    }));
    const FinishedRequest &request = requests[0];
    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.target, path(token));
    EXPECT_EQ(request.token, token);
    EXPECT_EQ(request.fileName, "app.bin");
    EXPECT_EQ(request.status, 206);
    EXPECT_EQ(request.firstByte, 100u);
    EXPECT_EQ(request.bodyBytes, 100u);
    EXPECT_TRUE(request.isComplete());
    EXPECT_EQ(request.tls, "TLSv1.2");
    EXPECT_FALSE(request.resumed);
    EXPECT_EQ(request.remoteAddress, "127.0.0.1");
}

} // namespace
} // namespace otabench::server
