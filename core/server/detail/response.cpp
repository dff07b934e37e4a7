#include "server/detail/response.h"

#include "server/detail/text.h"

#include <fmt/format.h>

#include <initializer_list>

namespace otabench::server::detail {
namespace {

constexpr int kOk = 200;
constexpr int kPartialContent = 206;
constexpr int kNotModified = 304;
constexpr int kBadRequest = 400;
constexpr int kNotFound = 404;
constexpr int kMethodNotAllowed = 405;
constexpr int kRangeNotSatisfiable = 416;

std::string_view reasonPhrase(int status)
{
    switch (status) {
    case kOk:
        return "OK";
    case kPartialContent:
        return "Partial Content";
    case kNotModified:
        return "Not Modified";
    case kBadRequest:
        return "Bad Request";
    case kNotFound:
        return "Not Found";
    case kMethodNotAllowed:
        return "Method Not Allowed";
    case kRangeNotSatisfiable:
        return "Range Not Satisfiable";
    case 431:
        return "Request Header Fields Too Large";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Error";
    }
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

void beginHead(std::string &output, int status, std::string_view date, bool keepAlive)
{
    append(output, {"HTTP/1.1 ", Digits(static_cast<unsigned>(status)).view(), " ",
                    reasonPhrase(status), "\r\nDate: ", date, "\r\n"});
    if (!keepAlive)
        output += "Connection: close\r\n";
}

/// An answer without an image. HEAD gets its head only.
Response textResponse(int status, bool keepAlive, bool withBody, std::string_view extraLines,
                      std::string_view date, std::string &output)
{
    const std::string_view reason = reasonPhrase(status);
    beginHead(output, status, date, keepAlive);
    append(output, {extraLines, "Content-Type: text/plain\r\nContent-Length: ",
                    Digits(reason.size() + 1).view(), "\r\n\r\n"});
    if (withBody)
        append(output, {reason, "\n"});
    return {.status = status, .keepAlive = keepAlive, .image = {}, .token = {}, .body = {}};
}

/// The path of a request target, without query: origin form ("/a"), or absolute form
/// ("https://host/a"), which servers must take, too (RFC 9112 section 3.2.2). "" for others.
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
    }
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos)
        return {};
    const auto fileName = decodePercent(path.substr(slash + 1));
    if (fileName)
        location.image = catalogue.publications.find(path.substr(0, slash), *fileName);
    return location;
}

/// Whether an If-None-Match value names the tag; weak comparison (RFC 9110 section 13.1.2).
bool matchesAny(std::string_view list, std::string_view etag)
{
    list = trim(list);
    if (list == "*")
        return true;
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        std::string_view one = trim(list.substr(0, comma));
        if (one.starts_with("W/"))
            one.remove_prefix(2);
        if (one == etag)
            return true;
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
    return false;
}

bool isNotModified(const Request &request, const Publication &image)
{
    if (!request.ifNoneMatch.empty())
        return matchesAny(request.ifNoneMatch, image.etag);
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
    if (isNotModified(request, image)) {
        response.status = kNotModified;
        beginHead(output, kNotModified, date, request.keepAlive);
        append(output, {image.headerLines, "Content-Length: ", Digits(size).view(), "\r\n\r\n"});
        return response;
    }
    const RangeChoice choice = chooseFor(request, image);
    if (choice.kind == RangeKind::Unsatisfiable) {
        response.status = kRangeNotSatisfiable;
        beginHead(output, kRangeNotSatisfiable, date, request.keepAlive);
        append(output, {"Content-Range: bytes */", Digits(size).view(),
                        "\r\nAccept-Ranges: bytes\r\nContent-Length: 0\r\n\r\n"});
        return response;
    }
    response.body = {0, size};
    if (choice.kind == RangeKind::Part) {
        response.status = kPartialContent;
        response.body = choice.range;
    }
    beginHead(output, response.status, date, request.keepAlive);
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

} // namespace

Response respond(const Request &request, const Catalogue &catalogue, std::string_view date,
                 std::string &output)
{
    const bool withBody = request.method != Method::Head;
    // A body is never read, so the bytes after the head could not be told from a next request.
    const bool keepAlive = request.keepAlive && !request.hasBody;
    if (request.method == Method::Other)
        return textResponse(kMethodNotAllowed, keepAlive, true, "Allow: GET, HEAD\r\n", date,
                            output);
    if (request.hasBody)
        return textResponse(kBadRequest, false, withBody, "", date, output);
    Location location = locate(request.target, catalogue);
    if (location.image == nullptr) {
        Response response = textResponse(kNotFound, keepAlive, withBody, "", date, output);
        response.token = std::move(location.token);
        return response;
    }
    return imageResponse(request, std::move(location), date, output);
}

Response refuse(int status, std::string_view date, std::string &output)
{
    return textResponse(status, false, true, "", date, output);
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
