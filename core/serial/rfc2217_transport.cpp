#include "base/assert.h"
#include "base/log.h"
#include "serial/detail/line_sequence.h"
#include "serial/detail/network_lock.h"
#include "serial/detail/openers.h"
#include "serial/detail/rfc2217_client.h"
#include "serial/detail/tcp_link.h"

#include <boost/asio/post.hpp>

#include <deque>

// A port that another computer shares by RFC 2217: Telnet with commands for speed and lines.
//
// Which adapter is behind the port the protocol does not tell. So the lines stay as the server's
// open left them (the rule for unknown adapters), and a reset is the sequence of a bridge.

namespace otabench::serial::detail {
namespace {

constexpr std::chrono::seconds kNegotiationLimit{10}; ///< after the connection is up
constexpr std::size_t kMostWaitingBytes = 64 * 1024;

class Rfc2217Link : public std::enable_shared_from_this<Rfc2217Link>
{
public:
    Rfc2217Link(boost::asio::io_context &context, const Address &address,
                const OpenOptions &options, TcpLink::Lock lock)
        : m_link(std::make_shared<TcpLink>(context, address, std::move(lock)))
        , m_limit(context)
        , m_name(address.toString())
        , m_address(address)
        , m_baudRate(options.baudRate)
        , m_client(options.baudRate)
    {
    }

    void connect() { m_link->connect(); }

    void start(Transport::OnBytes onBytes, Transport::OnClosed onClosed, Transport::OnOpen onOpen)
    {
        m_onBytes = std::move(onBytes);
        m_onClosed = std::move(onClosed);
        m_onOpen = std::move(onOpen);
        // Weak, for the connection is ours; locked, for a handler may destroy the transport.
        const std::weak_ptr weak = weak_from_this();
        m_link->start(
            [weak](std::span<const char> bytes) {
                if (const auto self = weak.lock())
                    self->onBytes(bytes);
            },
            [weak](const Error &reason) {
                if (const auto self = weak.lock())
                    self->onClosed(reason);
            },
            [weak] {
                if (const auto self = weak.lock())
                    self->onConnected();
            });
    }

    void stop()
    {
        m_limit.cancel();
        m_isOver = true;
        m_link->stop();
    }

    void write(std::string bytes, Transport::Pace pace)
    {
        if (isReady() && m_waiting.empty())
            return m_link->write(m_client.encode(bytes), pace);
        if (m_isOver || m_waitingBytes + bytes.size() > kMostWaitingBytes)
            return;
        m_waitingBytes += bytes.size();
        m_waiting.emplace_back(std::move(bytes), pace);
    }

    /// Commands pass by what waits.
    Result<> command(const std::string &text)
    {
        if (m_client.state() != Rfc2217Client::State::Ready || !m_link->isOpen())
            return fail(ErrorCode::PortGone, "port {} is not connected: the board cannot be reset",
                        m_name);
        m_link->write(text, {});
        return {};
    }

    [[nodiscard]] bool isOpen() const { return m_link->isOpen(); }

    /// Hands the system what it takes now, before closing.
    void flush() { m_link->flush(); }

    /// Before a reset: the board will forget it.
    void dropOutput()
    {
        m_waiting.clear();
        m_waitingBytes = 0;
    }

    [[nodiscard]] const Rfc2217Client &client() const { return m_client; }

private:
    [[nodiscard]] bool isReady() const
    {
        return m_client.state() == Rfc2217Client::State::Ready && !m_client.isSuspended();
    }

    void onConnected()
    {
        m_link->write(m_client.greeting(), {});
        m_limit.expires_after(kNegotiationLimit);
        m_limit.async_wait([self = shared_from_this()](const boost::system::error_code &error) {
            if (!error && !self->m_isOver)
                self->refuse(
                    fmt::format("does not answer within {} seconds", kNegotiationLimit.count()));
        });
    }

    void onBytes(std::span<const char> bytes)
    {
        std::string board;
        std::string answer;
        const auto before = m_client.state();
        const unsigned overruns = m_client.overruns();
        m_client.feed(bytes, board, answer);
        if (!answer.empty())
            m_link->write(std::move(answer), {});
        if (m_client.state() == Rfc2217Client::State::Refused)
            return refuse("refuses it");
        if (before == Rfc2217Client::State::Negotiating && m_client.state() != before)
            onReady();
        if (m_client.overruns() != overruns)
            logWarning("serial",
                       fmt::format("{}: its server has lost bytes of the board (overrun)", m_name));
        checkBaudRate();
        if (isReady())
            sendWaiting();
        if (!board.empty() && !m_isOver)
            m_onBytes(board);
    }

    void onReady()
    {
        m_limit.cancel();
        if (m_onOpen)
            m_onOpen();
    }

    void sendWaiting()
    {
        for (auto &[bytes, pace] : std::exchange(m_waiting, {}))
            m_link->write(m_client.encode(bytes), pace);
        m_waitingBytes = 0;
    }

    /// A rate more than 3 % off gives garbage; the reader should know why.
    void checkBaudRate()
    {
        const auto rate = m_client.baudRate();
        if (!rate || m_isRateTold)
            return;
        m_isRateTold = true;
        const unsigned wanted = m_baudRate;
        const unsigned off = *rate > wanted ? *rate - wanted : wanted - *rate;
        if (off > wanted / 33)
            logWarning("serial", fmt::format("{} runs at {} baud, {} were asked for: its server or "
                                             "its adapter allows no other",
                                             m_name, *rate, wanted));
    }

    void refuse(const std::string &why)
    {
        m_link->endWith(
            fail(ErrorCode::NotSupported,
                 "{} {}: the server there does not speak RFC 2217. Give tcp://{}:{} for "
                 "a raw port, or let ser2net share it as telnet(rfc2217)",
                 m_name, why, m_address.host, m_address.tcpPort)
                .value());
    }

    void onClosed(const Error &reason)
    {
        m_limit.cancel();
        if (!std::exchange(m_isOver, true))
            m_onClosed(reason);
    }

    std::shared_ptr<TcpLink> m_link;
    boost::asio::steady_timer m_limit;
    std::string m_name;
    Address m_address;
    unsigned m_baudRate;
    Rfc2217Client m_client;
    Transport::OnBytes m_onBytes;
    Transport::OnClosed m_onClosed;
    Transport::OnOpen m_onOpen;
    std::deque<std::pair<std::string, Transport::Pace>> m_waiting;
    std::size_t m_waitingBytes = 0;
    bool m_isOver = false;
    bool m_isRateTold = false;
};

class Rfc2217Transport : public Transport
{
public:
    Rfc2217Transport(boost::asio::io_context &context, const Address &address,
                     const OpenOptions &options, TcpLink::Lock lock)
        : m_context(context)
        , m_address(address)
        , m_link(std::make_shared<Rfc2217Link>(context, address, options, std::move(lock)))
    {
        m_link->connect();
    }

    ~Rfc2217Transport() override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (m_sequence && m_link->isOpen()) {
            m_sequence->finishNow();
            m_link->flush();
        }
        m_link->stop();
    }

    void start(OnBytes onBytes, OnClosed onClosed, OnOpen onOpen) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        m_link->start(std::move(onBytes), std::move(onClosed), std::move(onOpen));
    }

    void write(std::string bytes, Pace pace) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        m_link->write(std::move(bytes), pace);
    }

    Result<> reset(Reset kind) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (auto purged = m_link->command(Rfc2217Client::purgeOutput()); !purged)
            return purged;
        m_link->dropOutput();
        if (m_sequence)
            m_sequence->finishNow();
        m_sequence =
            std::make_shared<LineSequence>(m_context, resetSteps(AdapterClass::Unknown, kind),
                                           [link = m_link.get()](const LineStep &step) {
                                               return link->command(link->client().lines(step));
                                           });
        return m_sequence->start();
    }

    const Address &address() const override { return m_address; }

private:
    boost::asio::io_context &m_context;
    Address m_address;
    std::shared_ptr<Rfc2217Link> m_link;
    std::shared_ptr<LineSequence> m_sequence; ///< finished before the link goes
    ThreadChecker m_thread;
};

} // namespace

Result<std::unique_ptr<Transport>> openRfc2217(boost::asio::io_context &context,
                                               const Address &address, const OpenOptions &options)
{
    auto lock = lockNetworkPort(address);
    if (!lock)
        return tl::unexpected(lock.error());
    return std::make_unique<Rfc2217Transport>(context, address, options, *std::move(lock));
}

} // namespace otabench::serial::detail
