#include "base/assert.h"
#include "serial/detail/descriptor_stream.h"
#include "serial/detail/openers.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

// A port that ser2net or a serial server shares as raw TCP. Looking the name up and connecting take
// time, so openTransport() returns at once and start()'s onClosed tells when the far end cannot be
// reached; bytes written before are sent when the connection is up.

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

class TcpLink : public std::enable_shared_from_this<TcpLink>
{
public:
    TcpLink(asio::io_context &context, Address address)
        : m_context(context)
        , m_resolver(context)
        , m_socket(context)
        , m_limit(context)
        , m_address(std::move(address))
    {
    }

    void connect()
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

    void start(Transport::OnBytes onBytes, Transport::OnClosed onClosed)
    {
        m_onBytes = std::move(onBytes);
        m_onClosed = std::move(onClosed);
        m_started = true;
        if (m_stream)
            return m_stream->start(std::move(m_onBytes), std::move(m_onClosed));
        if (m_failure)
            asio::post(m_context, [self = shared_from_this()] { self->report(); });
    }

    void write(std::string bytes, Transport::Pace pace)
    {
        if (m_stream)
            m_stream->write(std::move(bytes), pace);
        else if (!m_ended && m_early.size() < kMaxEarlyWrites)
            m_early.emplace_back(std::move(bytes), pace);
    }

    void stop()
    {
        m_stopped = true;
        end();
        if (m_stream)
            m_stream->stop();
    }

private:
    static constexpr std::size_t kMaxEarlyWrites = 64;

    void end()
    {
        m_ended = true;
        m_limit.cancel();
        m_resolver.cancel();
        error_code ignored;
        m_socket.close(ignored);
    }

    void fail(const std::string &why)
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

    void report()
    {
        if (std::exchange(m_stopped, true))
            return;
        m_onClosed(*m_failure);
    }

    void onConnected(const error_code &failed)
    {
        if (failed)
            return fail(failed.message());
        m_ended = true;
        m_limit.cancel();
        error_code ignored;
        m_socket.set_option(tcp::no_delay(true), ignored);
        m_socket.set_option(asio::socket_base::keep_alive(true), ignored);
        m_socket.native_non_blocking(true, ignored);
        const auto setTcp = [this](int option, int value) {
            ::setsockopt(m_socket.native_handle(), IPPROTO_TCP, option, &value, sizeof value);
        };
        setTcp(TCP_KEEPIDLE, kKeepAliveIdleSeconds);
        setTcp(TCP_KEEPINTVL, kKeepAliveIntervalSeconds);
        setTcp(TCP_KEEPCNT, kKeepAliveProbes);

        error_code released;
        const int descriptor = m_socket.release(released);
        if (released) {
            m_ended = false;
            return fail(released.message());
        }
        m_stream = DescriptorStream::make(m_context, descriptor, m_address.toString(),
                                          [descriptor] { ::close(descriptor); });
        for (auto &[bytes, pace] : std::exchange(m_early, {}))
            m_stream->write(std::move(bytes), pace);
        if (m_started)
            m_stream->start(std::move(m_onBytes), std::move(m_onClosed));
    }

    asio::io_context &m_context;
    tcp::resolver m_resolver;
    tcp::socket m_socket;
    asio::steady_timer m_limit;
    Address m_address;
    std::vector<std::pair<std::string, Transport::Pace>> m_early;
    std::shared_ptr<DescriptorStream> m_stream; ///< once connected
    Transport::OnBytes m_onBytes;
    Transport::OnClosed m_onClosed;
    std::optional<Error> m_failure;
    bool m_started = false;
    bool m_ended = false;   ///< connecting is over, one way or the other
    bool m_stopped = false; ///< no handler may be called any more
};

class TcpTransport : public Transport
{
public:
    TcpTransport(asio::io_context &context, const Address &address)
        : m_address(address)
        , m_link(std::make_shared<TcpLink>(context, address))
    {
        m_link->connect();
    }

    ~TcpTransport() override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        m_link->stop();
    }

    void start(OnBytes onBytes, OnClosed onClosed) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        m_link->start(std::move(onBytes), std::move(onClosed));
    }

    void write(std::string bytes, Pace pace) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        m_link->write(std::move(bytes), pace);
    }

    Result<> reset(Reset) override
    {
        return fail(ErrorCode::NotSupported,
                    "a board behind raw TCP ({}) cannot be reset from here: raw TCP carries no "
                    "lines; press its reset button",
                    m_address.toString());
    }

    const Address &address() const override { return m_address; }

private:
    Address m_address;
    std::shared_ptr<TcpLink> m_link;
    ThreadChecker m_thread;
};

} // namespace

Result<std::unique_ptr<Transport>> openTcp(asio::io_context &context, const Address &address)
{
    return std::make_unique<TcpTransport>(context, address);
}

} // namespace otabench::serial::detail
