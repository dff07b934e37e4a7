#pragma once

#include "base/error.h"
#include "fleet/board_state.h"
#include "fleet/detail/agent_link.h"
#include "monitor/line_splitter.h"
#include "monitor/ota_tracker.h"
#include "serial/transport.h"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::fleet::detail {

/// After how long a port that could not be opened, or was lost, is tried again.
/// @param wasLost  it was open before, or has just been plugged in: a board that restarts on native
///                 USB is back within seconds, and a new port's rights come a moment after it.
[[nodiscard]] std::chrono::milliseconds reopenDelay(serial::AddressKind kind, bool wasLost,
                                                    unsigned tries);

/// One board on its port: bytes cut into lines, lines read by the monitor and the agent link. A
/// port that is lost (unplugged; a native USB board that restarts; a server that closes) is opened
/// again as soon as it is back, and the board can go on at another port. Thread: the core loop.
///
/// state    left for
/// Closed   Open, when the port is open (behind a network: connected)
/// Open     Lost, when the port is gone; Lent, by lend()
/// Lost     Open, when it is back
/// Lent     Closed, by takeBack()
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

        /// The board has told its MAC for the first time.
        virtual void onMac() {}

        /// Another board answers at this board's port; its answer is passed to nobody.
        virtual void onOtherBoard(const std::string & /*mac*/) {}

        /// Whether what is at the address now may be this board.
        virtual bool mayReopen() { return true; }

        /// Whether its port is lent to another program now.
        virtual bool isLent() { return false; }
    };

    BoardSession(boost::asio::io_context &context, std::string address, Listener &listener);

    /// Opens the port now; ok when it is open, or being connected to, already. On failure it is
    /// tried again from time to time.
    Result<> open();

    /// The board is at this address now: its port is closed and opened there.
    void attach(std::string address);

    /// The port is gone, or is another board's. It is looked for again when the listener says so.
    void lose(const Error &reason);

    /// Goes on with the open port of another session, at which the board with this MAC has
    /// answered. The other loses it for `reason`, and does not look for it there again; lines that
    /// it held are this board's. This session's own port must not be open.
    void takeOver(BoardSession &other, const std::string &mac, const Error &reason);

    /// Keeps its lines for a session that takes over.
    void holdLines() { m_isHolding = true; }

    /// The lines that it has kept are its own.
    void releaseLines();

    /// Closes the port for another program, until takeBack().
    void lend();
    void takeBack();

    /// Writes console input as it is, paced for a small receive FIFO.
    void write(std::string text);
    [[nodiscard]] Result<> reset(serial::Transport::Reset kind = serial::Transport::Reset::Run);

    [[nodiscard]] PortState portState() const { return m_state; }

    [[nodiscard]] const std::optional<Error> &portError() const { return m_error; }

    [[nodiscard]] const std::string &address() const { return m_address; }

    /// Empty until the board's agent has told it.
    [[nodiscard]] const std::string &mac() const { return m_mac; }

    [[nodiscard]] AgentLink &agent() { return m_agent; }

    [[nodiscard]] monitor::OtaTracker &tracker() { return m_tracker; }

    /// A line that has not ended: a prompt.
    [[nodiscard]] std::string_view partialLine() const { return m_splitter.partialLine(); }

private:
    /// What the transport's handlers go through: another session may take the transport over.
    struct Link
    {
        BoardSession *session = nullptr;
    };

    void onBytes(std::span<const char> bytes);
    void onLine(std::string_view line);
    void takeLine(std::string_view line);
    void onOpen();
    void onClosed(const Error &reason);
    void dropTransport();
    [[nodiscard]] bool accept(const AgentMessage &answer);
    void planReopen();

    boost::asio::io_context &m_context;
    std::string m_address;
    serial::AddressKind m_kind = serial::AddressKind::SerialDevice; ///< of the address
    Listener &m_listener;
    AgentLink m_agent;
    monitor::OtaTracker m_tracker;
    monitor::LineSplitter m_splitter;
    std::unique_ptr<serial::Transport> m_transport;
    std::shared_ptr<Link> m_link;                           ///< of m_transport
    std::vector<std::unique_ptr<serial::Transport>> m_dead; ///< closed, and may be calling still
    bool m_isConnecting = false;
    PortState m_state = PortState::Closed;
    std::optional<Error> m_error;
    std::string m_mac;
    bool m_isHolding = false;
    std::vector<std::string> m_held;
    boost::asio::steady_timer m_reopenTimer;
    unsigned m_reopenTries = 0;
    bool m_wasLost = false;
    std::chrono::steady_clock::time_point m_openSince;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace otabench::fleet::detail
