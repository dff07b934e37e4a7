#include "server/detail/request.h"

#include "server/detail/text.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

namespace otabench::server::detail {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using BeastView = boost::beast::string_view;

constexpr int kBadRequest = 400;
constexpr int kHeadTooLarge = 431;
constexpr int kVersionNotSupported = 505;

std::string_view toStd(BeastView view)
{
    return {view.data(), view.size()};
}

/// Beast does the grammar; what it finds is kept as views, without the copies of its own message
/// type.
class HeadParser final : public http::basic_parser<true>
{
public:
    explicit HeadParser(std::string_view bytes)
        : m_bytes(bytes)
    {
        header_limit(kHeadLimitBytes);
        skip(true); // a body is never read: requests that have one are refused
    }

    [[nodiscard]] const Request &request() const { return m_request; }

private:
    void on_request_impl(http::verb method, BeastView methodText, BeastView target, int version,
                         error_code &) override
    {
        m_request.method = method == http::verb::get    ? Method::Get
                           : method == http::verb::head ? Method::Head
                                                        : Method::Other;
        m_request.methodText = toStd(methodText);
        m_request.target = toStd(target);
        m_request.isHttp11 = version > 10;
    }

    void on_field_impl(http::field field, BeastView, BeastView value, error_code &ec) override
    {
        const std::string_view text = toStd(value);
        // A value outside the head was unfolded by Beast into a buffer of its own. RFC 9112 section
        // 5.2 lets a server refuse folded lines.
        if (!text.empty() && (text.data() < m_bytes.data() ||
                              text.data() + text.size() > m_bytes.data() + m_bytes.size())) {
            ec = http::error::bad_value;
            return;
        }
        switch (field) {
        case http::field::host:
            ++m_request.hostFields;
            break;
        case http::field::range:
            m_request.range = text;
            break;
        case http::field::if_range:
            m_request.ifRange = text;
            break;
        case http::field::if_none_match:
            m_request.ifNoneMatch = text;
            break;
        case http::field::if_modified_since:
            m_request.ifModifiedSince = text;
            break;
        case http::field::if_match:
            m_request.ifMatch = text;
            break;
        case http::field::if_unmodified_since:
            m_request.ifUnmodifiedSince = text;
            break;
        case http::field::authorization:
            m_request.authorization = text;
            break;
        case http::field::user_agent:
            m_request.userAgent = text;
            break;
        case http::field::expect:
            m_request.expectsUnknown = !equalsIgnoringCase(text, "100-continue");
            break;
        case http::field::content_length:
            m_request.hasBody = m_request.hasBody || text.find_first_not_of("0") != text.npos;
            break;
        case http::field::transfer_encoding:
            m_request.hasBody = true;
            break;
        default:
            break;
        }
    }

    void on_header_impl(error_code &) override { m_request.keepAlive = keep_alive(); }

    void on_response_impl(int, BeastView, int, error_code &) override {}

    void on_body_init_impl(const boost::optional<std::uint64_t> &, error_code &) override {}

    std::size_t on_body_impl(BeastView body, error_code &) override { return body.size(); }

    void on_chunk_header_impl(std::uint64_t, BeastView, error_code &) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, BeastView body, error_code &) override
    {
        return body.size();
    }

    void on_finish_impl(error_code &) override {}

    std::string_view m_bytes;
    Request m_request;
};

ParsedHead bad(int status)
{
    return {.state = HeadState::Bad, .bytes = 0, .status = status, .request = {}};
}

/// Empty lines before a request are skipped (RFC 9112 section 2.2).
std::size_t emptyLinesBefore(std::string_view bytes)
{
    std::size_t length = 0;
    while (bytes.substr(length, 2) == "\r\n")
        length += 2;
    return length;
}

/// The end of the head's last line, or 0.
std::size_t endOfHead(std::string_view bytes)
{
    const std::size_t at = bytes.find("\r\n\r\n");
    return at == std::string_view::npos ? 0 : at + 4;
}

/// Whether the first line ends in some HTTP version, if not in one that is spoken here.
bool namesHttp(std::string_view bytes)
{
    return bytes.substr(0, bytes.find("\r\n")).find(" HTTP/") != std::string_view::npos;
}

} // namespace

ParsedHead parseHead(std::string_view bytes)
{
    const std::size_t skipped = emptyLinesBefore(bytes);
    const std::string_view rest = bytes.substr(skipped);
    const std::size_t end = endOfHead(rest);
    if (end > kHeadLimitBytes || skipped > kHeadLimitBytes ||
        (end == 0 && rest.size() >= kHeadLimitBytes))
        return bad(kHeadTooLarge);
    if (rest.empty() || rest == "\r")
        return {};

    HeadParser parser(end != 0 ? rest.substr(0, end) : rest);
    error_code ec;
    parser.put(boost::asio::buffer(rest.data(), end != 0 ? end : rest.size()), ec);
    if (end == 0 && (!ec || ec == http::error::need_more))
        return {};
    if (ec == http::error::header_limit)
        return bad(kHeadTooLarge);
    if (ec == http::error::bad_version)
        return bad(namesHttp(rest) ? kVersionNotSupported : kBadRequest);
    if (ec || !parser.is_header_done())
        return bad(kBadRequest);
    if (parser.request().isHttp11 && parser.request().hostFields != 1)
        return bad(kBadRequest); // RFC 9112 section 3.2
    return {.state = HeadState::Complete,
            .bytes = skipped + end,
            .status = 0,
            .request = parser.request()};
}

} // namespace otabench::server::detail
