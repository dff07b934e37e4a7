#include "server/metrics.h"

#include "fixture.h"

namespace otabench::server {
namespace {

TEST(PrometheusText, EscapesLabels)
{
    BoardTraffic board;
    board.label = "a\"b\\c\nd";
    board.remoteAddress = "10.0.0.1";
    const std::string text = prometheusText({}, std::span(&board, 1));
    EXPECT_NE(
        text.find(R"(otabench_board_requests_total{board="a\"b\\c\nd",address="10.0.0.1"} 0)"),
        std::string::npos)
        << text;
}

TEST(AccessLog, HasALineInTheCombinedFormat)
{
    FinishedRequest request{.remoteAddress = "10.0.0.1",
                            .method = "GET",
                            .target = "/a\"b",
                            .status = 206,
                            .sentBytes = 4096,
                            .user = "ada l",
                            .userAgent = "ESP32 HTTP\x1b Client/1.0"};
    request.finished = std::chrono::system_clock::from_time_t(784111777);
    EXPECT_EQ(accessLogLine(request),
              "10.0.0.1 - ada_l [06/Nov/1994:08:49:37 +0000] \"GET /a\\x22b HTTP/1.1\" 206 4096 "
              "\"-\" \"ESP32 HTTP\\x1B Client/1.0\"");
    EXPECT_EQ(accessLogLine({.remoteAddress = "::1", .status = 400, .finished = request.finished}),
              "::1 - - [06/Nov/1994:08:49:37 +0000] \"-\" 400 0 \"-\" \"-\"");
}

class Metrics : public ServerTest
{
};

TEST_F(Metrics, CountByBoardAndInTotal)
{
    start({.recordRequests = true});
    const std::string token = m_server->issueToken("bench-1");
    ASSERT_EQ(curl({url(token)}).out, m_content);
    ASSERT_EQ(curl({"--output", "/dev/null", url("none")}).exitStatus, 0);
    ASSERT_TRUE(
        waitUntil([&] { return m_server->traffic(token).bodyBytesSent == m_content.size(); }));
    const auto board = m_server->traffic(token);
    EXPECT_EQ(board.label, "bench-1");
    EXPECT_EQ(board.handshakes, 1u);
    EXPECT_EQ(m_server->takeRequests().front().board, "bench-1");
    const auto addresses = m_server->addressTraffic();
    ASSERT_EQ(addresses.size(), 1u);
    EXPECT_EQ(addresses[0].remoteAddress, "127.0.0.1");
    EXPECT_EQ(addresses[0].handshakes, 2u);
    EXPECT_EQ(addresses[0].errors.refused, 1u);

    auto endpoint = MetricsEndpoint::start(*m_server, 0);
    ASSERT_TRUE(endpoint) << endpoint.error().text;
    const std::string base = fmt::format("http://127.0.0.1:{}", (*endpoint)->port());
    const auto scraped = runProgram({"curl", "--silent", "--include", base + "/metrics"}).out;
    for (const std::string &line :
         {std::string("Content-Type: text/plain; version=0.0.4\r"),
          std::string("otabench_requests_total 2"), std::string("otabench_handshakes_total 2"),
          std::string("otabench_errors_total{kind=\"refused\"} 1"),
          fmt::format("otabench_board_body_bytes_total{{board=\"bench-1\",address=\"127.0.0.1\"}} "
                      "{}",
                      m_content.size()),
          std::string("otabench_board_errors_total{board=\"127.0.0.1\",address=\"127.0.0.1\","
                      "kind=\"refused\"} 1")})
        EXPECT_NE(scraped.find(line + "\n"), std::string::npos) << line << "\n" << scraped;
    EXPECT_EQ(scraped.find(token), std::string::npos) << "tokens are secrets";
    EXPECT_EQ(runProgram({"curl", "--silent", base + path()}).out, "Not Found\n");
}

} // namespace
} // namespace otabench::server
