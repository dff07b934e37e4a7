// What a server sends to a board: the firmware's HTTP parser, and the URL a redirect leads to.

#include "fuzz.h"

#include "http_response.h"
#include "url.h"

#include <cstring>
#include <memory>

namespace otabench::fuzz {
namespace {

using firmware::AuthChallenge;
using firmware::ResponseHead;
using firmware::ResponseParser;

struct Outcome
{
    std::string headers; ///< as the listener got them
    std::string body;
    std::unique_ptr<ResponseParser> parser = std::make_unique<ResponseParser>();
};

void onHeader(void *context, char *key, char *value)
{
    static_cast<std::string *>(context)->append(key).append("=").append(value).append("\n");
}

void feed(Outcome &outcome, std::string_view text)
{
    const std::vector<std::uint8_t> piece = toBytes(text);
    std::size_t used = outcome.parser->takeHead(piece.data(), piece.size());
    require(used <= piece.size(), "no more is taken than there is");
    while (used < piece.size()) {
        const ResponseParser::Piece part =
            outcome.parser->takeBody(piece.data() + used, piece.size() - used);
        require(part.consumed <= piece.size() - used && part.length <= part.consumed &&
                    part.offset <= part.consumed - part.length,
                "a piece of the body lies in what was consumed");
        outcome.body.append(text.substr(used + part.offset, part.length));
        if (part.consumed == 0)
            return;
        used += part.consumed;
    }
}

Outcome parse(std::string_view text, std::size_t step, bool isHead)
{
    Outcome outcome;
    outcome.parser->start(isHead, onHeader, &outcome.headers);
    for (std::size_t at = 0; at < text.size(); at += step)
        feed(outcome, text.substr(at, step));
    outcome.parser->closed();
    return outcome;
}

bool isSame(const AuthChallenge &a, const AuthChallenge &b)
{
    return a.kind == b.kind && a.hasQop == b.hasQop && a.stale == b.stale &&
           std::strcmp(a.realm, b.realm) == 0 && std::strcmp(a.opaque, b.opaque) == 0 &&
           std::strcmp(a.nonce, b.nonce) == 0;
}

bool isSame(const ResponseHead &a, const ResponseHead &b)
{
    return a.status == b.status && a.keepAlive == b.keepAlive && a.chunked == b.chunked &&
           a.hasLength == b.hasLength && a.length == b.length && a.hasRange == b.hasRange &&
           a.rangeFirst == b.rangeFirst && a.hasRangeTotal == b.hasRangeTotal &&
           a.rangeTotal == b.rangeTotal && isSame(a.challenge, b.challenge) &&
           std::strcmp(a.etag, b.etag) == 0 && std::strcmp(a.location, b.location) == 0;
}

/// What a request made of it would carry must not end the request's lines.
bool isClean(const char *text, std::size_t capacity)
{
    const std::size_t length = ::strnlen(text, capacity);
    return length < capacity && std::all_of(text, text + length, [](char c) {
               return static_cast<unsigned char>(c) > ' ' && static_cast<unsigned char>(c) < 0x7F;
           });
}

void checkRedirect(const char *location)
{
    firmware::Url url;
    require(firmware::parseUrl("https://192.168.1.5:8070/b/0a/app.bin?x=1", url), "a good URL");
    if (!firmware::resolveUrl(location, url))
        return;
    require(isClean(url.host, sizeof url.host) && isClean(url.target, sizeof url.target) &&
                url.target[0] == '/',
            "host and target of a redirect can be put into a request");
    require(!url.supported || url.port != 0, "a supported URL has a port");
}

} // namespace

std::vector<std::string> seeds()
{
    const auto of = [](std::uint8_t control, std::string_view text) {
        return std::string(1, static_cast<char>(control)).append(text);
    };
    return {
        of(2, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: \"ab\"\r\n\r\nhello"),
        of(7, "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-15/100\r\nContent-Length: "
              "11\r\nConnection: Keep-Alive\r\n\r\nhello world"),
        of(1, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
              "5;x=y\r\nhello\r\nA\r\n world, ..\r\n0\r\nTrailer: x\r\n\r\n"),
        of(4, "HTTP/1.1 302 Found\r\nLocation: //other:1/a/../b?c#d\r\nContent-Length: 0\r\n\r\n"),
        of(4, "HTTP/1.1 302 Found\r\nLocation: https://u:p@[fe80::1]:8070/x\r\n\r\n"),
        of(3, "HTTP/1.0 401 Unauthorized\nWWW-Authenticate: Basic realm=\"x\"\n\nno"),
        of(0x30, "HTTP/1.1 302 Found\r\nX: " + std::string(900, 'x') + "\r\nLocation: /" +
                     std::string(700, 'y') + "\r\n\r\n"),
        of(0x81, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"),
    };
}

} // namespace otabench::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace otabench::fuzz;
    Input input(data, size);
    const std::uint8_t control = input.takeByte();
    const bool isHead = (control & 0x80) != 0;
    const std::string_view text = input.rest();

    const Outcome whole = parse(text, text.size() + 1, isHead);
    const Outcome split = parse(text, (control & 0x7FU) + 1U, isHead);
    require(whole.parser->isComplete() == split.parser->isComplete() &&
                whole.parser->hasFailed() == split.parser->hasFailed() &&
                whole.parser->isTooLong() == split.parser->isTooLong() &&
                isSame(whole.parser->head(), split.parser->head()) && whole.body == split.body &&
                whole.headers == split.headers,
            "a response is the same however its bytes are split");
    const ResponseHead &head = whole.parser->head();
    if (whole.parser->isComplete() && isHead)
        require(whole.body.empty(), "the answer to HEAD has no body");
    else if (whole.parser->isComplete() && head.hasLength && !head.chunked && head.status != 304 &&
             head.status != 204)
        require(whole.body.size() == head.length, "a complete body is as long as announced");
    checkRedirect(head.location);
    return 0;
}
