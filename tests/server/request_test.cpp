#include "server/detail/request.h"

#include <gtest/gtest.h>

#include <string>

namespace otabench::server::detail {
namespace {

TEST(Request, TakesWhatEspIdfSends)
{
    const std::string bytes =
        "GET /b/0a/1b/app.bin HTTP/1.1\r\nUser-Agent: ESP32 HTTP Client/1.0\r\n"
        "Host: 192.168.1.5:8070\r\nRange: bytes=4096-8191\r\n\r\nGET ";
    const ParsedHead head = parseHead(bytes);
    ASSERT_EQ(head.state, HeadState::Complete);
    EXPECT_EQ(head.bytes, bytes.size() - 4);
    EXPECT_EQ(head.request.method, Method::Get);
    EXPECT_EQ(head.request.target, "/b/0a/1b/app.bin");
    EXPECT_EQ(head.request.range, "bytes=4096-8191");
    EXPECT_TRUE(head.request.keepAlive);
    EXPECT_FALSE(head.request.hasBody);
}

TEST(Request, WaitsForTheEndOfAHeadAtEveryByte)
{
    const std::string bytes = "\r\nHEAD / HTTP/1.1\r\nHost: h\r\n\r\n";
    for (std::size_t length = 0; length < bytes.size(); ++length)
        EXPECT_EQ(parseHead(std::string_view(bytes).substr(0, length)).state, HeadState::Incomplete)
            << length;
    EXPECT_EQ(parseHead(bytes).state, HeadState::Complete);
    EXPECT_EQ(parseHead(bytes).bytes, bytes.size());
}

TEST(Request, KeepsConnectionsOf11UntilCloseAndOf10WhenAsked)
{
    EXPECT_TRUE(parseHead("GET / HTTP/1.1\r\nHost: h\r\n\r\n").request.keepAlive);
    EXPECT_FALSE(
        parseHead("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").request.keepAlive);
    EXPECT_FALSE(parseHead("GET / HTTP/1.0\r\n\r\n").request.keepAlive);
    EXPECT_TRUE(parseHead("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").request.keepAlive);
}

TEST(Request, SeesBodies)
{
    EXPECT_TRUE(
        parseHead("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx").request.hasBody);
    EXPECT_TRUE(parseHead("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .request.hasBody);
    EXPECT_FALSE(
        parseHead("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n").request.hasBody);
}

struct BadRow
{
    std::string bytes;
    int status;
};

TEST(Request, RefusesWhatIsNoRequest)
{
    const BadRow rows[] = {
        {"\x16\x03\x01\x02", 400},
        {"GET\r\n\r\n", 400},
        {"GET  / HTTP/1.1\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n\r\n", 400}, // no Host
        {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
         400},
        {std::string("GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n", 28), 400},
        {"GET / FTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505},
        {"GET / HTTP/0.9\r\nHost: h\r\n\r\n", 505},
        {"GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n", 431},
        {"GET /" + std::string(9000, 'a'), 431},
        {"GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(9000, 'a') + "\r\n\r\n", 431},
    };
    for (const BadRow &row : rows) {
        const ParsedHead head = parseHead(row.bytes);
        EXPECT_EQ(head.state, HeadState::Bad) << row.bytes.substr(0, 60);
        EXPECT_EQ(head.status, row.status) << row.bytes.substr(0, 60);
    }
}

TEST(Request, TakesTheLargestHeadThatIsAllowed)
{
    const std::string start = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
    const std::string longest =
        start + std::string(kHeadLimitBytes - start.size() - 4, 'a') + "\r\n\r\n";
    ASSERT_EQ(longest.size(), kHeadLimitBytes);
    EXPECT_EQ(parseHead(longest).state, HeadState::Complete);
    EXPECT_EQ(parseHead(longest + "G").state, HeadState::Complete) << "what follows does not count";
}

} // namespace
} // namespace otabench::server::detail
