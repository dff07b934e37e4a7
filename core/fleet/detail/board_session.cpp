#include "fleet/detail/board_session.h"

#include "otabench_agent_protocol.h"

#include <boost/asio/post.hpp>

#include <utility>

namespace otabench::fleet::detail {
namespace {

using std::chrono::milliseconds;

constexpr serial::Transport::Pace kPace{.chunkBytes = OTABENCH_AGENT_WRITE_CHUNK,
                                        .gapMilliseconds = OTABENCH_AGENT_WRITE_GAP_MS};

// A board that restarts on native USB is back within seconds; after that nobody waits for the port.
constexpr milliseconds kReopenSoon{250};
constexpr milliseconds kReopenLater{2000};
constexpr unsigned kSoonTries = 120;

} // namespace

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
}

Result<> BoardSession::open()
{
    if (m_transport && m_state == PortState::Open)
        return {};
    auto opened = serial::parseAddress(m_address).and_then(
        [&](const serial::Address &address) { return serial::openTransport(m_context, address); });
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
    m_reopenTries = 0;
    m_transport = *std::move(opened);
    m_splitter = {};
    m_error.reset();
    m_state = PortState::Open;
    m_transport->start([this](std::span<const char> bytes) { onBytes(bytes); },
                       [this](const Error &reason) { onClosed(reason); });
    m_listener.onPort();
    return {};
}

void BoardSession::write(std::string text)
{
    if (m_state == PortState::Open)
        m_transport->write(std::move(text), kPace);
}

Result<> BoardSession::reset()
{
    if (m_state != PortState::Open)
        return fail(ErrorCode::PortGone, "{} is not open: plug the board in first", m_address);
    return m_transport->reset(serial::Transport::Reset::Run);
}

void BoardSession::onBytes(std::span<const char> bytes)
{
    m_splitter.feed(bytes, [this](std::string_view line) { onLine(line); });
}

void BoardSession::onLine(std::string_view line)
{
    const monitor::LogEntry entry = monitor::parseLine(line);
    m_tracker.feed(entry);
    m_listener.onLine(entry, line);
    m_agent.feed(line);
}

void BoardSession::onClosed(const Error &reason)
{
    m_error = reason;
    m_state = PortState::Lost;
    m_agent.cancel(reason);
    // The transport is calling: it goes when it has returned.
    boost::asio::post(m_context, [this, alive = std::weak_ptr(m_alive)] {
        if (!alive.expired() && m_state == PortState::Lost)
            m_transport.reset();
    });
    planReopen();
    m_listener.onPort();
}

void BoardSession::planReopen()
{
    const bool isSoon = m_state == PortState::Lost && m_reopenTries++ < kSoonTries;
    m_reopenTimer.expires_after(isSoon ? kReopenSoon : kReopenLater);
    m_reopenTimer.async_wait(
        [this, alive = std::weak_ptr(m_alive)](boost::system::error_code error) {
            if (!error && !alive.expired() && m_state != PortState::Open)
                (void)open(); // its failure is kept in m_error, and tried again
        });
}

} // namespace otabench::fleet::detail
