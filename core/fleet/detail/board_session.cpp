#include "fleet/detail/board_session.h"

#include "base/assert.h"
#include "otabench_agent_protocol.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace otabench::fleet::detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr serial::Transport::Pace kPace{.chunkBytes = OTABENCH_AGENT_WRITE_CHUNK,
                                        .gapMilliseconds = OTABENCH_AGENT_WRITE_GAP_MS};

// A board that restarts on native USB is back within seconds; after that nobody waits for the port.
constexpr milliseconds kReopenSoon{250};
constexpr milliseconds kReopenLater{2000};
constexpr unsigned kSoonTries = 120;
// A server that is down is not asked four times a second by each of its boards.
constexpr milliseconds kReconnectAtMost{8000};
constexpr milliseconds kHasLasted{5000}; ///< a connection that was good: the next is tried soon
constexpr std::size_t kMostHeldLines = 4096;

} // namespace

milliseconds reopenDelay(serial::AddressKind kind, bool wasLost, unsigned tries)
{
    const bool isNetwork = kind == serial::AddressKind::Tcp || kind == serial::AddressKind::Rfc2217;
    if (isNetwork)
        return std::min(kReopenSoon * (1 << std::min(tries, 10u)), kReconnectAtMost);
    return wasLost && tries < kSoonTries ? kReopenSoon : kReopenLater;
}

BoardSession::BoardSession(boost::asio::io_context &context, std::string address,
                           Listener &listener)
    : m_context(context)
    , m_address(std::move(address))
    , m_listener(listener)
    , m_agent(
          context, milliseconds(1000), [this](std::string line) { write(std::move(line)); },
          [this](const AgentMessage &event) { m_listener.onAgentEvent(event); })
    , m_tracker([this](const monitor::TrackerEvent &event) { m_listener.onTracker(event); })
    , m_reopenTimer(context)
{
    m_agent.setAccept([this](const AgentMessage &answer) { return accept(answer); });
}

Result<> BoardSession::open()
{
    if (m_isConnecting || m_state == PortState::Open)
        return {};
    if (m_state == PortState::Lent)
        return fail(ErrorCode::PortBusy, "{} is lent to another program: wait until it is back",
                    m_address);
    if (m_listener.isLent()) {
        m_error = fail(ErrorCode::PortBusy, "{} is lent to another program: wait until it is back",
                       m_address)
                      .value();
        m_state = PortState::Lent;
        m_listener.onPort();
        return tl::unexpected(*m_error);
    }
    auto address = serial::parseAddress(m_address);
    if (address)
        m_kind = address->kind;
    auto opened = std::move(address).and_then(
        [&](const serial::Address &parsed) { return serial::openTransport(m_context, parsed); });
    if (!opened) {
        const bool isNews = !m_error || m_error->code != opened.error().code;
        m_error = opened.error();
        if (opened.error().code != ErrorCode::InvalidArgument)
            planReopen();
        if (isNews)
            m_listener.onPort();
        return tl::unexpected(opened.error());
    }
    m_reopenTimer.cancel();
    m_transport = *std::move(opened);
    m_link = std::make_shared<Link>(Link{this});
    m_splitter = {};
    m_isConnecting = true;
    m_transport->start(
        [link = m_link](std::span<const char> bytes) { link->session->onBytes(bytes); },
        [link = m_link](const Error &reason) { link->session->onClosed(reason); },
        [link = m_link] { link->session->onOpen(); });
    return {};
}

void BoardSession::onOpen()
{
    m_isConnecting = false;
    m_error.reset();
    m_state = PortState::Open;
    m_openSince = steady_clock::now();
    m_listener.onPort();
}

void BoardSession::attach(std::string address)
{
    dropTransport();
    m_address = std::move(address);
    m_reopenTries = 0;
    m_wasLost = true; // a port that is new may still lack its rights
    if (m_state == PortState::Lent)
        return;
    if (m_state == PortState::Open)
        m_state = PortState::Lost;
    m_error.reset(); // whatever comes of it is news
    (void)open();    // its failure is kept in m_error, and tried again
}

void BoardSession::lose(const Error &reason)
{
    if (m_state == PortState::Lent)
        return;
    dropTransport();
    m_agent.cancel(reason);
    m_error = reason;
    m_state = PortState::Lost;
    m_wasLost = true;
    m_reopenTries = 0;
    planReopen();
    m_listener.onPort();
}

void BoardSession::takeOver(BoardSession &other, const std::string &mac, const Error &reason)
{
    OTABENCH_ASSERT(other.m_state == PortState::Open && m_state != PortState::Open);
    dropTransport();
    m_reopenTimer.cancel();
    m_transport = std::move(other.m_transport);
    m_link = std::exchange(other.m_link, nullptr);
    m_link->session = this;
    m_splitter = std::exchange(other.m_splitter, {});
    m_address = other.m_address;
    m_kind = other.m_kind;
    m_mac = mac;
    const std::vector<std::string> held = std::exchange(other.m_held, {});
    other.lose(reason);
    other.m_reopenTimer.cancel();
    onOpen();
    for (const std::string &line : held)
        onLine(line);
}

void BoardSession::releaseLines()
{
    m_isHolding = false;
    for (const std::string &line : std::exchange(m_held, {}))
        onLine(line);
}

void BoardSession::lend()
{
    dropTransport();
    m_reopenTimer.cancel();
    m_agent.cancel(Error{ErrorCode::PortBusy, "the port was lent to another program", {}});
    m_error.reset();
    m_state = PortState::Lent;
    m_listener.onPort();
}

void BoardSession::takeBack()
{
    if (m_state != PortState::Lent)
        return;
    m_state = PortState::Closed;
    m_wasLost = true; // the other program may take a moment to close it
    m_reopenTries = 0;
    m_listener.onPort();
    (void)open(); // its failure is kept in m_error, and tried again
}

void BoardSession::write(std::string text)
{
    if (m_transport && (m_state == PortState::Open || m_isConnecting))
        m_transport->write(std::move(text), kPace);
}

Result<> BoardSession::reset(serial::Transport::Reset kind)
{
    if (m_state != PortState::Open)
        return fail(ErrorCode::PortGone, "{} is not open: plug the board in first", m_address);
    return m_transport->reset(kind);
}

void BoardSession::onBytes(std::span<const char> bytes)
{
    m_splitter.feed(bytes, [this](std::string_view line) { onLine(line); });
}

void BoardSession::onLine(std::string_view line)
{
    if (m_isHolding && m_held.size() < kMostHeldLines) {
        m_held.emplace_back(line);
        m_agent.feed(line);
        return;
    }
    takeLine(line);
}

void BoardSession::takeLine(std::string_view line)
{
    const monitor::LogEntry entry = monitor::parseLine(line);
    m_tracker.feed(entry);
    m_listener.onLine(entry, line);
    m_agent.feed(line);
}

bool BoardSession::accept(const AgentMessage &answer)
{
    const std::string mac = answer.text("mac");
    if (mac.empty() || mac == m_mac)
        return true;
    if (!m_mac.empty()) {
        m_listener.onOtherBoard(mac);
        return false;
    }
    m_mac = mac;
    m_listener.onMac();
    return true;
}

void BoardSession::onClosed(const Error &reason)
{
    // What has come of a line is all that will come of it.
    m_splitter.flush([this](std::string_view line) { onLine(line); });
    if (steady_clock::now() - m_openSince > kHasLasted || m_kind == serial::AddressKind::Pty ||
        m_kind == serial::AddressKind::SerialDevice)
        m_reopenTries = 0;
    const bool isNews = m_state != PortState::Lost || !m_error || m_error->code != reason.code;
    m_isConnecting = false;
    m_error = reason;
    m_state = PortState::Lost;
    m_wasLost = true;
    m_agent.cancel(reason);
    // The transport is calling: it goes when it has returned.
    m_dead.push_back(std::move(m_transport));
    m_link.reset();
    boost::asio::post(m_context, [this, alive = std::weak_ptr(m_alive)] {
        if (!alive.expired())
            m_dead.clear();
    });
    planReopen();
    if (isNews)
        m_listener.onPort();
}

void BoardSession::dropTransport()
{
    m_isConnecting = false;
    m_transport.reset();
    m_link.reset();
}

void BoardSession::planReopen()
{
    m_reopenTimer.expires_after(reopenDelay(m_kind, m_wasLost, m_reopenTries++));
    m_reopenTimer.async_wait([this,
                              alive = std::weak_ptr(m_alive)](boost::system::error_code error) {
        if (error || alive.expired() || m_state == PortState::Open || m_state == PortState::Lent)
            return;
        if (m_listener.mayReopen())
            (void)open(); // its failure is kept in m_error, and tried again
        else
            planReopen();
    });
}

} // namespace otabench::fleet::detail
