#include "serial/detail/tcp_link.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/post.hpp>

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace otabench::serial::detail {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::chrono::seconds kConnectLimit{10};
/// A far end that has lost its power answers nothing: found out after 30 s of silence.
constexpr int kKeepAliveIdleSeconds = 15;
constexpr int kKeepAliveIntervalSeconds = 5;
constexpr int kKeepAliveProbes = 3;
constexpr std::size_t kMaxEarlyWrites = 64;

void setUp(tcp::socket &socket)
{
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
    socket.native_non_blocking(true, ignored);
    const auto setTcp = [&](int option, int value) {
        ::setsockopt(socket.native_handle(), IPPROTO_TCP, option, &value, sizeof value);
    };
    setTcp(TCP_KEEPIDLE, kKeepAliveIdleSeconds);
    setTcp(TCP_KEEPINTVL, kKeepAliveIntervalSeconds);
    setTcp(TCP_KEEPCNT, kKeepAliveProbes);
}

} // namespace

TcpLink::TcpLink(asio::io_context &context, Address address, Lock lock)
    : m_context(context)
    , m_resolver(context)
    , m_socket(context)
    , m_limit(context)
    , m_address(std::move(address))
    , m_lock(std::move(lock))
{
}

void TcpLink::connect()
{
    m_limit.expires_after(kConnectLimit);
    m_limit.async_wait([self = shared_from_this()](const error_code &error) {
        if (!error)
            self->fail(fmt::format("no answer in {} seconds", kConnectLimit.count()));
    });
    m_resolver.async_resolve(
        m_address.host, std::to_string(m_address.tcpPort),
        [self = shared_from_this()](const error_code &error, const auto &endpoints) {
            if (self->m_ended)
                return;
            if (error)
                return self->fail(error.message());
            asio::async_connect(self->m_socket, endpoints,
                                [self](const error_code &failed, const tcp::endpoint &) {
                                    if (!self->m_ended)
                                        self->onConnected(failed);
                                });
        });
}

void TcpLink::start(Transport::OnBytes onBytes, Transport::OnClosed onClosed,
                    Transport::OnOpen onOpen)
{
    m_onBytes = std::move(onBytes);
    m_onClosed = std::move(onClosed);
    m_onOpen = std::move(onOpen);
    m_started = true;
    if (m_stream)
        return m_stream->start(std::move(m_onBytes), std::move(m_onClosed), std::move(m_onOpen));
    if (m_failure)
        asio::post(m_context, [self = shared_from_this()] { self->report(); });
}

void TcpLink::write(std::string bytes, Transport::Pace pace)
{
    if (m_stream)
        m_stream->write(std::move(bytes), pace);
    else if (!m_ended && m_early.size() < kMaxEarlyWrites)
        m_early.emplace_back(std::move(bytes), pace);
}

void TcpLink::flush()
{
    if (m_stream)
        m_stream->flush();
}

void TcpLink::stop()
{
    m_stopped = true;
    end();
    if (m_stream)
        m_stream->stop();
}

void TcpLink::endWith(const Error &reason)
{
    if (m_stream)
        m_stream->fail(reason);
}

void TcpLink::end()
{
    m_ended = true;
    m_limit.cancel();
    m_resolver.cancel();
    error_code ignored;
    m_socket.close(ignored);
    m_lock.reset();
}

void TcpLink::fail(const std::string &why)
{
    if (m_ended)
        return;
    end();
    m_failure = Error{ErrorCode::PortNotFound,
                      fmt::format("cannot connect to {}: {}. Check the host, the port and that "
                                  "ser2net runs there",
                                  m_address.toString(), why),
                      {m_address.toString(), why}};
    if (m_started)
        report();
}

void TcpLink::report()
{
    if (std::exchange(m_stopped, true))
        return;
    m_onClosed(*m_failure);
}

void TcpLink::onConnected(const error_code &failed)
{
    if (failed)
        return fail(failed.message());
    m_ended = true;
    m_limit.cancel();
    setUp(m_socket);
    error_code released;
    const int descriptor = m_socket.release(released);
    if (released) {
        m_ended = false;
        return fail(released.message());
    }
    m_stream =
        DescriptorStream::make(m_context, descriptor, m_address.toString(),
                               [descriptor, lock = std::exchange(m_lock, nullptr)]() mutable {
                                   ::close(descriptor);
                                   lock.reset();
                               });
    for (auto &[bytes, pace] : std::exchange(m_early, {}))
        m_stream->write(std::move(bytes), pace);
    if (m_started)
        m_stream->start(std::move(m_onBytes), std::move(m_onClosed), std::move(m_onOpen));
}

} // namespace otabench::serial::detail
