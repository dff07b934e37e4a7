#include "http_response.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace otabench::firmware {
namespace {

struct Outcome
{
    std::string body;
    bool complete = false;
    bool failed = false;
    bool tooLong = false;
    std::unique_ptr<ResponseParser> parser = std::make_unique<ResponseParser>();

    [[nodiscard]] const ResponseHead &head() const { return parser->head(); }
};

/// Feeds a response in pieces of `step` bytes, then closes if asked to.
Outcome parse(const std::string &text, std::size_t step, bool close = true,
              bool headRequest = false)
{
    Outcome outcome;
    ResponseParser &parser = *outcome.parser;
    parser.start(headRequest, nullptr, nullptr);
    for (std::size_t at = 0; at < text.size(); at += step) {
        const std::string piece = text.substr(at, step);
        const auto *bytes = reinterpret_cast<const std::uint8_t *>(piece.data());
        std::size_t used = parser.takeHead(bytes, piece.size());
        while (used < piece.size()) {
            const ResponseParser::Piece part = parser.takeBody(bytes + used, piece.size() - used);
            outcome.body.append(piece, used + part.offset, part.length);
            if (part.consumed == 0)
                break;
            used += part.consumed;
        }
    }
    if (close)
        parser.closed();
    outcome.complete = parser.isComplete();
    outcome.failed = parser.hasFailed();
    outcome.tooLong = parser.isTooLong();
    return outcome;
}

TEST(ResponseParser, GivesTheSameForAnySplit)
{
    const std::string text = "HTTP/1.1 206 Partial Content\r\nContent-Length: 11\r\n"
                             "Content-Range: bytes 5-15/100\r\nETag: \"abc\"\r\n"
                             "Location: /next\r\nConnection: Keep-Alive\r\n\r\nhello world";
    for (std::size_t step = 1; step <= text.size(); ++step) {
        const Outcome outcome = parse(text, step, /*close=*/false);
        ASSERT_TRUE(outcome.complete) << step;
        ASSERT_EQ(outcome.body, "hello world") << step;
        ASSERT_EQ(outcome.head().status, 206) << step;
        ASSERT_EQ(outcome.head().rangeFirst, 5U) << step;
        ASSERT_EQ(outcome.head().rangeTotal, 100U) << step;
        ASSERT_STREQ(outcome.head().etag, "\"abc\"") << step;
        ASSERT_STREQ(outcome.head().location, "/next") << step;
        ASSERT_TRUE(outcome.head().keepAlive) << step;
    }
}

TEST(ResponseParser, ReadsChunksWithExtensionsAndTrailer)
{
    const std::string text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                             "5;name=x\r\nhello\r\n6 \r\n world\r\n0\r\nDigest: y\r\n\r\n";
    for (std::size_t step = 1; step <= text.size(); ++step) {
        const Outcome outcome = parse(text, step, /*close=*/false);
        ASSERT_TRUE(outcome.complete) << step;
        ASSERT_EQ(outcome.body, "hello world") << step;
        ASSERT_FALSE(outcome.head().hasLength) << step;
    }
}

TEST(ResponseParser, ReadsMoreChunksThanTheHeadsLimitHasBytes)
{
    std::string text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t i = 0; i < ResponseParser::kHeadLimit; ++i)
        text += "1\r\nx\r\n";
    const Outcome outcome = parse(text + "0\r\n\r\n", 1000, /*close=*/false);
    EXPECT_TRUE(outcome.complete);
    EXPECT_EQ(outcome.body.size(), ResponseParser::kHeadLimit);
}

TEST(ResponseParser, TakesACloseAsTheEndOnlyWithoutLength)
{
    EXPECT_TRUE(parse("HTTP/1.0 200 OK\r\n\r\nall of it", 7).complete);
    EXPECT_FALSE(parse("HTTP/1.0 200 OK\r\n\r\nall of it", 7).head().keepAlive);
    EXPECT_TRUE(parse("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", 7).failed);
    EXPECT_TRUE(
        parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", 7).failed);
    EXPECT_TRUE(parse("HTTP/1.1 200 OK\r\nConte", 7).failed);
}

TEST(ResponseParser, KnowsResponsesWithoutBody)
{
    const std::string length = "Content-Length: 5\r\n\r\n";
    EXPECT_TRUE(parse("HTTP/1.1 204 No Content\r\n\r\n", 9, false).complete);
    EXPECT_TRUE(parse("HTTP/1.1 304 Not Modified\r\n" + length, 9, false).complete);
    EXPECT_TRUE(parse("HTTP/1.1 200 OK\r\n" + length, 9, false, /*headRequest=*/true).complete);
    EXPECT_FALSE(parse("HTTP/1.1 200 OK\r\n" + length, 9, false).complete);
}

TEST(ResponseParser, SkipsInterimResponses)
{
    const Outcome outcome = parse("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n"
                                  "Link: x\r\n\r\nHTTP/1.1 404 Not Found\r\n"
                                  "Content-Length: 0\r\n\r\n",
                                  3, false);
    EXPECT_TRUE(outcome.complete);
    EXPECT_EQ(outcome.head().status, 404);
}

TEST(ResponseParser, RefusesWhatIsNoResponse)
{
    const std::vector<std::string> texts = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 20x OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\n folded: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 101 Switching\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        std::string("HTTP/1.1 200 OK\r\nA: \0\r\n\r\n", 25),
    };
    for (const std::string &text : texts)
        EXPECT_TRUE(parse(text, 4, false).failed) << text;
}

TEST(ResponseParser, LimitsTheHeadAndDecidingHeadersOnly)
{
    const std::string start = "HTTP/1.1 200 OK\r\n";
    const std::string end = "Content-Length: 0\r\n\r\n";
    const std::string big(3000, 'x');
    EXPECT_TRUE(parse(start + "X-Big: " + big + "\r\n" + end, 64, false).complete);
    EXPECT_TRUE(parse(start + "Location: /" + big + "\r\n" + end, 64, false).tooLong);
    EXPECT_TRUE(parse(start + "ETag: \"" + big + "\"\r\n" + end, 64, false).complete);
    std::string headers;
    while (headers.size() < ResponseParser::kHeadLimit)
        headers += "X-Many: " + big + "\r\n";
    EXPECT_TRUE(parse(start + headers + end, 64, false).tooLong);
}

TEST(ResponseParser, SurvivesAnyDamage)
{
    const std::string good = "HTTP/1.1 206 Partial Content\r\nTransfer-Encoding: chunked\r\n"
                             "Content-Range: bytes 5-15/100\r\nETag: \"abc\"\r\n\r\n"
                             "5\r\nhello\r\n0\r\n\r\n";
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const char value : {'\0', '\n', '\r', ' ', ':', '9', 'f', '\xff'}) {
            std::string damaged = good;
            damaged[at] = value;
            const Outcome outcome = parse(damaged, 1 + at % 7);
            EXPECT_TRUE(outcome.complete || outcome.failed) << at; // and the sanitizers are content
            EXPECT_LE(outcome.body.size(), damaged.size());
        }
    }
}

TEST(ResponseParser, KeepsOnlyStrongTags)
{
    const std::string start = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: ";
    EXPECT_STREQ(parse(start + "\"a\"\r\n\r\n", 5).head().etag, "\"a\"");
    EXPECT_STREQ(parse(start + "W/\"a\"\r\n\r\n", 5).head().etag, "");
    EXPECT_STREQ(parse(start + "a\r\n\r\n", 5).head().etag, "");
}

TEST(ResponseParser, TakesARangeThatMakesSenseOnly)
{
    const auto range = [](const char *value) {
        return parse("HTTP/1.1 206 P\r\nContent-Length: 0\r\nContent-Range: " + std::string(value) +
                         "\r\n\r\n",
                     5);
    };
    EXPECT_TRUE(range("bytes 0-0/*").head().hasRange);
    EXPECT_FALSE(range("bytes 0-0/*").head().hasRangeTotal);
    EXPECT_EQ(range("bytes */77").head().rangeTotal, 77U);
    EXPECT_FALSE(range("bytes */77").head().hasRange);
    for (const char *wrong : {"bytes 5-4/10", "bytes 0-10/10", "items 0-1/2", "bytes 0-1", "bytes"})
        EXPECT_FALSE(range(wrong).head().hasRange) << wrong;
}

} // namespace
} // namespace otabench::firmware
