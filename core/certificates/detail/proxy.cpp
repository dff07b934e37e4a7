#include "certificates/detail/proxy.h"

#include "base/openssl.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <optional>
#include <vector>

namespace otabench::certificates::detail {
namespace {

constexpr std::size_t kMostHeadBytes = 16384;

std::optional<int> hexDigit(char c)
{
    int value = 0;
    const auto [end, error] = std::from_chars(&c, &c + 1, value, 16);
    return error == std::errc() && end == &c + 1 ? std::optional(value) : std::nullopt;
}

std::string percentDecoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto high =
            text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : std::nullopt;
        const auto low = high ? hexDigit(text[i + 2]) : std::nullopt;
        if (low) {
            out += static_cast<char>(*high * 16 + *low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string base64(std::string_view bytes)
{
    std::vector<unsigned char> text(bytes.size() / 3 * 4 + 5);
    const int length =
        EVP_EncodeBlock(text.data(), reinterpret_cast<const unsigned char *>(bytes.data()),
                        static_cast<int>(bytes.size()));
    return {text.begin(), text.begin() + length};
}

Result<> sendAll(const TcpSocket &socket, std::string_view bytes, const Proxy &proxy,
                 Deadline deadline)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        const int number = errno;
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        } else if (number == EAGAIN || number == EINTR) {
            if (!socket.waitFor(POLLOUT, deadline))
                return timedOut(proxy.endpoint);
        } else {
            return fail(ErrorCode::InputOutput, "the proxy {} port {} closed the connection: {}",
                        proxy.endpoint.host, proxy.endpoint.port, errnoText(number));
        }
    }
    return {};
}

/// The answer's head, byte by byte: what follows it belongs to the tunnel.
Result<std::string> readHead(const TcpSocket &socket, const Proxy &proxy, Deadline deadline)
{
    std::string head;
    while (!head.ends_with("\r\n\r\n") && !head.ends_with("\n\n")) {
        char byte = 0;
        const ssize_t got = ::recv(socket.get(), &byte, 1, 0);
        const int number = errno;
        if (got == 1) {
            head += byte;
            if (head.size() > kMostHeadBytes)
                return fail(ErrorCode::InputOutput,
                            "{} port {} answers with too long a head; is it an HTTP proxy?",
                            proxy.endpoint.host, proxy.endpoint.port);
        } else if (got < 0 && (number == EAGAIN || number == EINTR)) {
            if (!socket.waitFor(POLLIN, deadline))
                return timedOut(proxy.endpoint);
        } else {
            return fail(ErrorCode::InputOutput,
                        "the proxy {} port {} closed the connection without an answer; is it an "
                        "HTTP proxy?",
                        proxy.endpoint.host, proxy.endpoint.port);
        }
    }
    return head;
}

std::string printable(std::string_view line)
{
    std::string text;
    for (const char c : line.substr(0, line.find_first_of("\r\n")))
        text += static_cast<unsigned char>(c) >= ' ' && c != 0x7F ? c : '?';
    return text;
}

Result<> judge(std::string_view head, const Proxy &proxy, const Endpoint &server)
{
    const std::string line = printable(head);
    int status = 0;
    if (head.starts_with("HTTP/1.") && head.size() > 12)
        std::from_chars(head.data() + 9, head.data() + 12, status);
    if (status >= 200 && status < 300)
        return {};
    const std::string where = text(proxy.endpoint);
    if (status == 407)
        return fail(ErrorCode::PermissionDenied,
                    "the proxy {} wants a user and password; write the proxy as "
                    "http://USER:PASSWORD@HOST:PORT",
                    where);
    if (status == 403)
        return fail(ErrorCode::PermissionDenied,
                    "the proxy {} forbids connections to {} ({}); ask whoever runs it", where,
                    text(server), line);
    if (status != 0)
        return fail(ErrorCode::InputOutput, "the proxy {} could not reach {}: {}", where,
                    text(server), line);
    return fail(ErrorCode::InputOutput, "{} is no HTTP proxy: it answers \"{}\"", where,
                line.substr(0, 60));
}

} // namespace

Result<Proxy> parseProxy(std::string_view url)
{
    const auto refuse = [](std::string_view shown) {
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" is no proxy; write http://HOST:PORT, or "
                    "http://USER:PASSWORD@HOST:PORT",
                    shown);
    };
    std::string_view rest = url;
    if (const auto scheme = rest.find("://"); scheme != std::string_view::npos) {
        if (rest.substr(0, scheme) != "http")
            return fail(ErrorCode::InvalidArgument,
                        "proxies of the kind {}:// are not spoken here; give an http:// proxy",
                        rest.substr(0, scheme));
        rest.remove_prefix(scheme + 3);
    }
    rest = rest.substr(0, rest.find('/'));
    Proxy proxy;
    if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
        proxy.credentials = percentDecoded(rest.substr(0, at));
        rest.remove_prefix(at + 1);
    }
    std::string_view port;
    if (const auto close = rest.find(']');
        rest.starts_with('[') && close != std::string_view::npos) {
        proxy.endpoint.host = rest.substr(1, close - 1);
        port = rest.substr(close + 1);
    } else {
        proxy.endpoint.host = rest.substr(0, rest.find(':'));
        port = rest.substr(proxy.endpoint.host.size());
    }
    unsigned number = 80;
    if (!port.empty()) {
        const auto *end = port.data() + port.size();
        const auto [stop, error] = std::from_chars(port.data() + 1, end, number);
        if (port.front() != ':' || error != std::errc() || stop != end)
            return refuse(rest);
    }
    if (proxy.endpoint.host.empty() || number == 0 || number > 65535)
        return refuse(rest);
    proxy.endpoint.port = static_cast<std::uint16_t>(number);
    return proxy;
}

Result<> openTunnel(const TcpSocket &socket, const Proxy &proxy, const Endpoint &server,
                    Deadline deadline)
{
    const std::string target = server.host.find(':') == std::string::npos
                                   ? fmt::format("{}:{}", server.host, server.port)
                                   : fmt::format("[{}]:{}", server.host, server.port);
    std::string request = fmt::format("CONNECT {} HTTP/1.1\r\nHost: {}\r\n", target, target);
    if (!proxy.credentials.empty())
        request += fmt::format("Proxy-Authorization: Basic {}\r\n", base64(proxy.credentials));
    request += "\r\n";
    if (auto sent = sendAll(socket, request, proxy, deadline); !sent)
        return sent;
    const auto head = readHead(socket, proxy, deadline);
    if (!head)
        return tl::unexpected(head.error());
    return judge(*head, proxy, server);
}

} // namespace otabench::certificates::detail
