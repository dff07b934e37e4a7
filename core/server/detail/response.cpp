#include "server/detail/response.h"

#include "server/detail/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace otabench::server::detail {
namespace {

constexpr int kOk = 200;
constexpr int kPartialContent = 206;
constexpr int kFound = 302;
constexpr int kNotModified = 304;
constexpr int kBadRequest = 400;
constexpr int kUnauthorized = 401;
constexpr int kNotFound = 404;
constexpr int kMethodNotAllowed = 405;
constexpr int kPreconditionFailed = 412;
constexpr int kRangeNotSatisfiable = 416;
constexpr int kExpectationFailed = 417;

std::string_view reasonPhrase(int status)
{
    struct Phrase
    {
        int status;
        std::string_view text;
    };

    static constexpr std::array kPhrases = std::to_array<Phrase>({
        {kOk, "OK"},
        {kPartialContent, "Partial Content"},
        {301, "Moved Permanently"},
        {kFound, "Found"},
        {303, "See Other"},
        {kNotModified, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {kBadRequest, "Bad Request"},
        {kUnauthorized, "Unauthorized"},
        {403, "Forbidden"},
        {kNotFound, "Not Found"},
        {kMethodNotAllowed, "Method Not Allowed"},
        {408, "Request Timeout"},
        {410, "Gone"},
        {kPreconditionFailed, "Precondition Failed"},
        {kRangeNotSatisfiable, "Range Not Satisfiable"},
        {kExpectationFailed, "Expectation Failed"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
        {505, "HTTP Version Not Supported"},
    });
    const auto found = std::ranges::find(kPhrases, status, &Phrase::status);
    return found == kPhrases.end() ? "Error" : found->text;
}

void append(std::string &output, std::initializer_list<std::string_view> parts)
{
    for (const std::string_view part : parts)
        output += part;
}

/// A number as text, without going through a format string: this is on the hot path.
class Digits
{
public:
    explicit Digits(std::uint64_t value)
        : m_text(value)
    {
    }

    [[nodiscard]] std::string_view view() const { return {m_text.data(), m_text.size()}; }

private:
    fmt::format_int m_text;
};

/// What the Connection header says.
enum class Persistence
{
    Default,   ///< nothing: HTTP/1.1 keeps the connection
    KeepAlive, ///< HTTP/1.0 has to be told
    Close,
};

Persistence persistenceFor(const Request &request, bool keepAlive)
{
    if (!keepAlive)
        return Persistence::Close;
    return request.isHttp11 ? Persistence::Default : Persistence::KeepAlive;
}

void beginHead(std::string &output, int status, std::string_view date, Persistence persistence)
{
    append(output, {"HTTP/1.1 ", Digits(static_cast<unsigned>(status)).view(), " ",
                    reasonPhrase(status), "\r\nDate: ", date, "\r\n"});
    if (persistence != Persistence::Default)
        output += persistence == Persistence::Close ? "Connection: close\r\n"
                                                    : "Connection: keep-alive\r\n";
}

/// An answer without an image. HEAD gets its head only.
Response textResponse(int status, Persistence persistence, bool withBody,
                      std::string_view extraLines, std::string_view date, std::string &output)
{
    const std::string_view reason = reasonPhrase(status);
    beginHead(output, status, date, persistence);
    append(output, {extraLines, "Content-Type: text/plain\r\nContent-Length: ",
                    Digits(reason.size() + 1).view(), "\r\n\r\n"});
    if (withBody)
        append(output, {reason, "\n"});
    return {.status = status,
            .keepAlive = persistence != Persistence::Close,
            .image = {},
            .token = {},
            .body = {}};
}

struct Location
{
    std::shared_ptr<const Publication> image; ///< nullptr: unknown
    std::shared_ptr<TokenTraffic> token;
};

/// The token's name is compared as it stands; of the rest only the file name may hold escapes, and
/// what comes out of them is compared with published names, never used as a path.
Location locate(std::string_view target, const Catalogue &catalogue)
{
    std::string_view path = pathOf(target);
    if (path.empty())
        return {};
    path.remove_prefix(1);
    Location location;
    if (path.starts_with("b/")) {
        path.remove_prefix(2);
        const std::size_t end = path.find('/');
        location.token = catalogue.tokens.find(path.substr(0, end));
        if (location.token == nullptr || end == std::string_view::npos)
            return {};
        path.remove_prefix(end + 1);
    } else if (catalogue.tokensOnly) {
        return {};
    }
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos)
        return {};
    const std::string_view id = path.substr(0, slash);
    const std::string_view encodedName = path.substr(slash + 1);
    if (encodedName.find('%') == std::string_view::npos)
        location.image = catalogue.publications.find(id, encodedName);
    else if (const auto fileName = decodePercent(encodedName))
        location.image = catalogue.publications.find(id, *fileName);
    return location;
}

/// RFC 9110 section 8.8.3.2.
enum class Comparison
{
    Weak,
    Strong,
};

/// Whether the value of If-None-Match or If-Match names the tag.
bool matchesAny(std::string_view list, std::string_view etag, Comparison comparison)
{
    list = trim(list);
    if (list == "*")
        return true;
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        std::string_view one = trim(list.substr(0, comma));
        if (comparison == Comparison::Weak && one.starts_with("W/"))
            one.remove_prefix(2);
        if (one == etag)
            return true;
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
    return false;
}

/// Whether a precondition does not hold (RFC 9110 sections 13.1.1 and 13.1.4): If-Match, compared
/// strongly, before If-Unmodified-Since.
bool hasFailedPrecondition(const Request &request, const Publication &image)
{
    if (!request.ifMatch.empty())
        return !matchesAny(request.ifMatch, image.etag, Comparison::Strong);
    if (request.ifUnmodifiedSince.empty())
        return false;
    const auto since = parseHttpDate(trim(request.ifUnmodifiedSince));
    return since && image.modified > *since;
}

bool isNotModified(const Request &request, const Publication &image)
{
    if (!request.ifNoneMatch.empty())
        return matchesAny(request.ifNoneMatch, image.etag, Comparison::Weak);
    return !request.ifModifiedSince.empty() && trim(request.ifModifiedSince) == image.lastModified;
}

/// The range asked for, if it is to be honoured: of GET only (RFC 9110 section 14.2), and with
/// If-Range only when its strong tag or exact date still holds.
RangeChoice chooseFor(const Request &request, const Publication &image)
{
    const std::string_view validator = trim(request.ifRange);
    if (request.method != Method::Get || request.range.empty() ||
        (!validator.empty() && validator != image.etag && validator != image.lastModified))
        return {};
    return chooseRange(request.range, image.image.bytes);
}

Response imageResponse(const Request &request, Location location, std::string_view date,
                       std::string &output)
{
    const Publication &image = *location.image;
    const std::uint64_t size = image.image.bytes;
    Response response{.status = kOk,
                      .keepAlive = request.keepAlive,
                      .image = std::move(location.image),
                      .token = std::move(location.token),
                      .body = {}};
    const Persistence persistence = persistenceFor(request, request.keepAlive);
    if (hasFailedPrecondition(request, image)) {
        response.status = kPreconditionFailed;
        beginHead(output, kPreconditionFailed, date, persistence);
        output += "Content-Length: 0\r\n\r\n";
        return response;
    }
    if (isNotModified(request, image)) {
        response.status = kNotModified;
        beginHead(output, kNotModified, date, persistence);
        append(output, {image.headerLines, "Content-Length: ", Digits(size).view(), "\r\n\r\n"});
        return response;
    }
    const RangeChoice choice = chooseFor(request, image);
    if (choice.kind == RangeKind::Unsatisfiable) {
        response.status = kRangeNotSatisfiable;
        beginHead(output, kRangeNotSatisfiable, date, persistence);
        append(output, {"Content-Range: bytes */", Digits(size).view(),
                        "\r\nAccept-Ranges: bytes\r\nContent-Length: 0\r\n\r\n"});
        return response;
    }
    response.body = {0, size};
    if (choice.kind == RangeKind::Part) {
        response.status = kPartialContent;
        response.body = choice.range;
    }
    beginHead(output, response.status, date, persistence);
    output += image.headerLines;
    if (choice.kind == RangeKind::Part)
        append(output, {"Content-Range: bytes ", Digits(choice.range.first).view(), "-",
                        Digits(choice.range.first + choice.range.length - 1).view(), "/",
                        Digits(size).view(), "\r\n"});
    append(output, {"Content-Length: ", Digits(response.body.length).view(), "\r\n\r\n"});
    if (request.method == Method::Head)
        response.body = {};
    return response;
}

/// No image has the path: a redirection, or 404.
Response missing(const Request &request, Location location, const Catalogue &catalogue,
                 std::string_view date, std::string &output)
{
    const std::string target = catalogue.publications.redirect(pathOf(request.target));
    Response response =
        target.empty()
            ? respondWith(kNotFound, "", request, date, output)
            : respondWith(kFound, fmt::format("Location: {}\r\n", target), request, date, output);
    response.token = std::move(location.token);
    return response;
}

} // namespace

Response respondWith(int status, std::string_view extraLines, const Request &request,
                     std::string_view date, std::string &output)
{
    // A body is never read, so the bytes after the head could not be told from a next request.
    const bool keepAlive = request.keepAlive && !request.hasBody;
    return textResponse(status, persistenceFor(request, keepAlive), request.method != Method::Head,
                        extraLines, date, output);
}

std::string_view pathOf(std::string_view target)
{
    target = target.substr(0, target.find('?'));
    if (target.starts_with('/'))
        return target;
    const std::size_t scheme = target.find("://");
    if (scheme == std::string_view::npos)
        return {};
    const std::size_t path = target.find('/', scheme + 3);
    return path == std::string_view::npos ? std::string_view{} : target.substr(path);
}

Response respondWithText(std::string_view contentType, std::string_view text,
                         const Request &request, std::string_view date, std::string &output)
{
    const bool keepAlive = request.keepAlive && !request.hasBody;
    beginHead(output, kOk, date, persistenceFor(request, keepAlive));
    append(output, {"Content-Type: ", contentType,
                    "\r\nContent-Length: ", Digits(text.size()).view(), "\r\n\r\n"});
    if (request.method != Method::Head)
        output += text;
    return {.status = kOk, .keepAlive = keepAlive, .image = {}, .token = {}, .body = {}};
}

Response respond(const Request &request, const Catalogue &catalogue, std::string_view date,
                 std::string &output)
{
    std::string user;
    if (catalogue.access != nullptr) {
        auto admitted = catalogue.access->admit(request.authorization);
        if (!admitted)
            return respondWith(kUnauthorized, catalogue.access->challenge(), request, date, output);
        user = std::move(*admitted);
    }
    if (request.method == Method::Other)
        return respondWith(kMethodNotAllowed, "Allow: GET, HEAD\r\n", request, date, output);
    if (request.hasBody)
        return respondWith(kBadRequest, "", request, date, output);
    if (request.expectsUnknown)
        return respondWith(kExpectationFailed, "", request, date, output);
    Location location = locate(request.target, catalogue);
    Response response = location.image != nullptr
                            ? imageResponse(request, std::move(location), date, output)
                            : missing(request, std::move(location), catalogue, date, output);
    response.user = std::move(user);
    return response;
}

Response refuse(int status, std::string_view date, std::string &output)
{
    return textResponse(status, Persistence::Close, true, "", date, output);
}

std::size_t answer(std::string_view bytes, const Catalogue &catalogue, std::string &output)
{
    const ParsedHead head = parseHead(bytes);
    if (head.state == HeadState::Bad)
        (void)refuse(head.status, "", output);
    if (head.state != HeadState::Complete)
        return 0;
    (void)respond(head.request, catalogue, "", output);
    return head.bytes;
}

} // namespace otabench::server::detail
