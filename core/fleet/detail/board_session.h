#pragma once

#include "base/error.h"
#include "fleet/board_state.h"
#include "fleet/detail/agent_link.h"
#include "monitor/line_splitter.h"
#include "monitor/ota_tracker.h"
#include "serial/transport.h"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace otabench::fleet::detail {

/// One board on its port: bytes cut into lines, lines read by the monitor and the agent link. A
/// port that is lost (unplugged; a native USB board that restarts) is opened again as soon as it is
/// back. Thread: the core loop.
class BoardSession
{
public:
    /// Called on the core loop; must not destroy the session.
    class Listener
    {
    public:
        virtual ~Listener() = default;
        virtual void onPort() = 0; ///< state or error changed
        virtual void onLine(const monitor::LogEntry &entry, std::string_view line) = 0;
        virtual void onAgentEvent(const AgentMessage &event) = 0;
        virtual void onTracker(const monitor::TrackerEvent &event) = 0;
    };

    BoardSession(boost::asio::io_context &context, std::string address, Listener &listener);

    /// Opens the port now; ok when it is open already. On failure it is tried again from time to
    /// time.
    Result<> open();

    /// Writes console input as it is, paced for a small receive FIFO.
    void write(std::string text);
    [[nodiscard]] Result<> reset();

    [[nodiscard]] PortState portState() const { return m_state; }

    [[nodiscard]] const std::optional<Error> &portError() const { return m_error; }

    [[nodiscard]] AgentLink &agent() { return m_agent; }

    [[nodiscard]] monitor::OtaTracker &tracker() { return m_tracker; }

    /// A line that has not ended: a prompt.
    [[nodiscard]] std::string_view partialLine() const { return m_splitter.partialLine(); }

private:
    void onBytes(std::span<const char> bytes);
    void onLine(std::string_view line);
    void onClosed(const Error &reason);
    void planReopen();

    boost::asio::io_context &m_context;
    std::string m_address;
    Listener &m_listener;
    AgentLink m_agent;
    monitor::OtaTracker m_tracker;
    monitor::LineSplitter m_splitter;
    std::unique_ptr<serial::Transport> m_transport;
    PortState m_state = PortState::Closed;
    std::optional<Error> m_error;
    boost::asio::steady_timer m_reopenTimer;
    unsigned m_reopenTries = 0;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace otabench::fleet::detail
