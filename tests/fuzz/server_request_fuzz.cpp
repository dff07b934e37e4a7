// What anybody may send to the image server, and whether boards understand what it answers.

#include "fuzz.h"

#include "base/files.h"
#include "http_response.h"
#include "server/detail/response.h"
#include "support/temporary_folder.h"

#include <memory>

namespace otabench::fuzz {
namespace {

using namespace server::detail;

constexpr std::size_t kImageBytes = 1000;
constexpr std::string_view kTokenWord = "TOKEN"; ///< in an input, for the token in force

/// One published image and one token.
struct Bench
{
    Publications publications;
    Tokens tokens;
    std::string token = tokens.issue();
    Access access{{{"ada", "secret"}}, {"t0ken"}};
    std::string path;

    Bench()
    {
        const support::TemporaryFolder folder;
        const auto file = folder / "my app.bin";
        require(
            writeFileAtomically(file, std::string(kImageBytes, 'x'), FileMode::Public).has_value(),
            "an image can be written");
        const auto image = publications.add(file, "");
        require(image.has_value(), "an image can be published");
        path = image->id + "/my%20app.bin";
        require(publications.addRedirect("/latest.bin", "https://h/" + path).has_value(),
                "a redirection can be added");
    }

    [[nodiscard]] Catalogue catalogue() const { return {publications, tokens}; }
};

const Bench &bench()
{
    static const Bench made;
    return made;
}

std::string withToken(std::string_view text)
{
    std::string bytes(text);
    for (auto at = bytes.find(kTokenWord); at != bytes.npos; at = bytes.find(kTokenWord, at))
        bytes.replace(at, kTokenWord.size(), bench().token);
    return bytes;
}

bool isWithin(std::string_view part, std::string_view whole)
{
    return part.empty() || (part.data() >= whole.data() &&
                            part.data() + part.size() <= whole.data() + whole.size());
}

void checkRequest(const ParsedHead &head, std::string_view bytes)
{
    const std::string_view own = bytes.substr(0, head.bytes);
    require(head.bytes > 0 && head.bytes <= bytes.size(), "a head lies in its bytes");
    for (const std::string_view part :
         {head.request.methodText, head.request.target, head.request.range, head.request.ifRange,
          head.request.ifNoneMatch, head.request.ifModifiedSince, head.request.ifMatch,
          head.request.ifUnmodifiedSince, head.request.authorization, head.request.userAgent})
        require(isWithin(part, own), "the parts of a request are views into its head");
    const ParsedHead again = parseHead(own);
    require(again.state == HeadState::Complete && again.bytes == head.bytes &&
                again.request.target == head.request.target &&
                again.request.keepAlive == head.request.keepAlive &&
                again.request.hasBody == head.request.hasBody,
            "what follows a head does not change it");
    require(parseHead(own.substr(0, own.size() - 1)).state == HeadState::Incomplete,
            "a head is complete with its last byte, and not before");
}

/// The head of the answer, read as a board reads it.
void checkAnswer(const Response &response, const std::string &output, bool isHead)
{
    const auto parser = std::make_unique<firmware::ResponseParser>();
    parser->start(isHead, nullptr, nullptr);
    const std::vector<std::uint8_t> bytes = toBytes(output);
    const std::size_t headBytes = parser->takeHead(bytes.data(), bytes.size());
    const firmware::ResponseHead &head = parser->head();
    require(parser->isHeadDone() && !parser->hasFailed() && head.status == response.status,
            "boards can read the head of the answer");
    require(head.hasLength, "every answer says how long it is");
    require(response.image != nullptr || response.body.length == 0, "no bytes of no image");
    require(response.body.length <= kImageBytes &&
                response.body.first <= kImageBytes - response.body.length,
            "only bytes of the image are sent");
    const std::size_t bodyBytes = output.size() - headBytes + response.body.length;
    require(isHead || head.status == 304 ? bodyBytes == 0 : bodyBytes == head.length,
            "a body is as long as announced");
    if (head.status == 206)
        require(head.hasRange && head.rangeTotal == kImageBytes &&
                    head.rangeFirst == response.body.first,
                "a part says which it is");
}

void checkComplete(const ParsedHead &head, std::string_view bytes)
{
    checkRequest(head, bytes);
    const Catalogue catalogue = bench().catalogue();
    std::string output;
    const Response response =
        respond(head.request, catalogue, "Thu, 01 Jan 1970 00:00:00 GMT", output);
    checkAnswer(response, output, head.request.method == Method::Head);
    Catalogue closed = catalogue;
    closed.access = &bench().access;
    std::string guarded;
    const Response admitted =
        respond(head.request, closed, "Thu, 01 Jan 1970 00:00:00 GMT", guarded);
    checkAnswer(admitted, guarded, head.request.method == Method::Head);
    require(admitted.status == 401 || guarded == output, "who is let in gets the same answer");
    require(admitted.status == 401 || !head.request.authorization.empty(),
            "nobody is let in without credentials");
    std::string again;
    require(answer(bytes, catalogue, again) == head.bytes && !again.empty(),
            "answer() consumes the head");
}

} // namespace

std::vector<std::string> seeds()
{
    const std::string path = "/b/TOKEN/" + bench().path;
    const std::string host = " HTTP/1.1\r\nHost: h:8070\r\n";
    return {
        "GET " + path + host + "User-Agent: ESP32 HTTP Client/1.0\r\nRange: bytes=10-19\r\n\r\n",
        "HEAD /" + bench().path + host + "\r\nGET ",
        "GET " + path + host + "Range: bytes=-5\r\nIf-Range: \"x\"\r\nConnection: close\r\n\r\n",
        "GET https://h" + path + "?a=b" + host + "If-None-Match: W/\"a\", *\r\n\r\n",
        "GET /" + bench().path + host +
            "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\nRange: bytes=1000-\r\n\r\n",
        "GET /" + bench().path + host + "X: " + std::string(8200, 'x') + "\r\n\r\n",
        "GET /" + bench().path + host + "Authorization: Basic YWRhOnNlY3JldA==\r\n\r\n",
        "GET /latest.bin" + host + "Authorization: Bearer t0ken\r\nExpect: 100-continue\r\n\r\n",
        "GET /" + bench().path + host + "If-Match: \"a\", W/\"b\"\r\n\r\n",
        "GET /" + bench().path + host +
            "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\nExpect: more\r\n\r\n",
        "GET /" + bench().path + host +
            "If-Unmodified-Since: Mon, 01 Jan 0001 00:00:00 GMT\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "\r\nGET / HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc",
        "GET / HTTP/2.0\r\n\r\n",
        "\x16\x03\x01\x02",
    };
}

} // namespace otabench::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace otabench::fuzz;
    const std::vector<char> copy = exactCopy(withToken(Input(data, size).rest()));
    const std::string_view bytes(copy.data(), copy.size());
    const ParsedHead head = parseHead(bytes);
    std::string output;
    switch (head.state) {
    case HeadState::Complete:
        checkComplete(head, bytes);
        break;
    case HeadState::Bad:
        checkAnswer(refuse(head.status, "", output), output, /*isHead=*/false);
        require(parseHead(std::string(bytes) + "\r\n\r\n").state == HeadState::Bad,
                "what is bad stays so");
        break;
    case HeadState::Incomplete:
        require(bytes.size() <= 2 * kHeadLimitBytes, "a head has an end");
        require(answer(bytes, bench().catalogue(), output) == 0 && output.empty(),
                "half a request is not answered");
        break;
    }
    return 0;
}
