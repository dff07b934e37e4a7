#include "certificates/tunnel.h"

#include "certificates/detail/proxy.h"

namespace otabench::certificates {
namespace {

Result<detail::TcpSocket> connect(const detail::Endpoint &server, const std::string &proxyUrl,
                                  detail::Deadline deadline)
{
    if (proxyUrl.empty())
        return detail::connectTcp(server, deadline);
    const auto proxy = detail::parseProxy(proxyUrl);
    if (!proxy)
        return tl::unexpected(proxy.error());
    auto socket = detail::connectTcp(proxy->endpoint, deadline);
    if (!socket)
        return tl::unexpected(socket.error().in("the proxy"));
    if (auto opened = detail::openTunnel(*socket, *proxy, server, deadline); !opened)
        return tl::unexpected(opened.error());
    return socket;
}

} // namespace

Result<std::unique_ptr<Descriptor>> connectThrough(const std::string &host, std::uint16_t port,
                                                   const std::string &proxy,
                                                   std::chrono::steady_clock::time_point deadline)
{
    auto socket = connect({host, port}, proxy, deadline);
    if (!socket)
        return tl::unexpected(socket.error());
    return std::make_unique<Descriptor>(socket->release());
}

} // namespace otabench::certificates
