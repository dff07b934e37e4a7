#include "support/firmware/ram_server.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace otabench::test {
namespace {

constexpr int kPeerClosed = 0;

/// The value of a header of a request; empty: not sent.
std::string headerOf(const std::string &request, const std::string &name)
{
    const std::size_t at = request.find("\r\n" + name + ": ");
    if (at == std::string::npos)
        return {};
    const std::size_t begin = at + name.size() + 4;
    return request.substr(begin, request.find("\r\n", begin) - begin);
}

struct Range
{
    std::size_t first;
    std::size_t end; ///< behind the last byte
};

/// What "bytes=5-9" or "bytes=5-" asks for of a file of this size.
std::optional<Range> toRange(const std::string &text, std::size_t size)
{
    const std::string unit = "bytes=";
    const std::size_t dash = text.find('-');
    if (text.rfind(unit, 0) != 0 || dash == std::string::npos)
        return std::nullopt;
    Range range{std::stoul(text.substr(unit.size())), size};
    if (dash + 1 < text.size())
        range.end = std::min(size, std::stoul(text.substr(dash + 1)) + 1);
    return range;
}

} // namespace

struct RamServer::Connection
{
    std::string request; ///< what came of it so far
    std::string response;
    std::size_t sent = 0;
    std::size_t bodyAt = 0; ///< where the body begins in response
};

RamServer::RamServer() = default;
RamServer::~RamServer() = default;

void RamServer::serve(std::vector<uint8_t> file, std::string etag)
{
    m_file = std::move(file);
    m_etag = std::move(etag);
    m_sent = 0;
    m_connections.clear();
}

otabench_net_t *RamServer::connect(const otabench_net_config_t & /*config*/)
{
    auto connection = std::make_unique<Connection>();
    auto *net = reinterpret_cast<otabench_net_t *>(connection.get()); // a name for it, nothing else
    m_connections.emplace(net, std::move(connection));
    return net;
}

int RamServer::write(otabench_net_t *net, const void *bytes, std::size_t length)
{
    Connection &connection = *m_connections.at(net);
    connection.request.append(static_cast<const char *>(bytes), length);
    if (connection.request.find("\r\n\r\n") != std::string::npos) {
        ++m_requests;
        connection.response = answer(connection.request);
        connection.bodyAt = connection.response.find("\r\n\r\n") + 4;
        connection.sent = 0;
        connection.request.clear();
    }
    return static_cast<int>(length);
}

int RamServer::read(otabench_net_t *net, void *bytes, std::size_t length)
{
    Connection &connection = *m_connections.at(net);
    const std::size_t left = connection.response.size() - connection.sent;
    std::size_t size = std::min({length, pieceSize, left});
    if (connection.sent < connection.bodyAt)
        size = std::min(size, connection.bodyAt - connection.sent);
    else if (m_sent + size > breaksAfter) {
        breaksAfter = std::numeric_limits<std::size_t>::max();
        return kReset;
    } else
        m_sent += size;
    if (size == 0)
        return kPeerClosed;
    std::memcpy(bytes, connection.response.data() + connection.sent, size);
    connection.sent += size;
    return static_cast<int>(size);
}

void RamServer::close(otabench_net_t *net)
{
    m_connections.erase(net);
}

std::string RamServer::answer(const std::string &request)
{
    const bool isHead = request.rfind("HEAD ", 0) == 0;
    const std::string condition = headerOf(request, "If-Range");
    std::optional<Range> range = toRange(headerOf(request, "Range"), m_file.size());
    if (!condition.empty() && condition != m_etag)
        range.reset();
    if (range && range->first >= range->end)
        return "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n";
    const Range sent = range.value_or(Range{0, m_file.size()});
    std::string text = range ? "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " +
                                   std::to_string(sent.first) + "-" + std::to_string(sent.end - 1) +
                                   "/" + std::to_string(m_file.size()) + "\r\n"
                             : "HTTP/1.1 200 OK\r\n";
    text += "ETag: " + m_etag + "\r\nContent-Length: " + std::to_string(sent.end - sent.first) +
            "\r\n\r\n";
    if (!isHead)
        text.append(m_file.begin() + static_cast<std::ptrdiff_t>(sent.first),
                    m_file.begin() + static_cast<std::ptrdiff_t>(sent.end));
    return text;
}

} // namespace otabench::test
