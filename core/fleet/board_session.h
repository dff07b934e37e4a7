#pragma once

#include "base/thread_checker.h"
#include "fleet/agent_link.h"
#include "fleet/board_state.h"
#include "monitor/line_splitter.h"
#include "monitor/ota_tracker.h"
#include "serial/transport.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace otabench::fleet {

class BoardSession;

/// Hears what a session's board does.
class SessionListener
{
public:
    virtual ~SessionListener() = default;

    virtual void onPortChanged() {} ///< state().port and portError

    virtual void onTracker(const monitor::TrackerEvent & /*event*/) {}

    virtual void onAgentEvent(const std::string & /*word*/, const Fields & /*fields*/) {}

    virtual void onSignOfLife() {} ///< bytes came
};

/// One board on its port, for as long as it is in the list: keeps the port open (and opens it again
/// when the board comes back), cuts the bytes into log lines, follows them with the tracker, and
/// speaks the agent protocol.
///
/// Thread: the core loop.
class BoardSession
{
public:
    struct Hooks
    {
        std::function<void(BoardSession &)> changed; ///< state() is new
        std::function<void(LogLine)> line;
    };

    BoardSession(boost::asio::io_context &context, std::string id, Profile profile, Hooks hooks);
    ~BoardSession();
    BoardSession(const BoardSession &) = delete;
    BoardSession &operator=(const BoardSession &) = delete;

    /// Opens the port, and from now on again whenever it is lost.
    void open();
    /// Asks the board who it is (agent profile) and keeps the answer in state().
    void identify(AgentLink::OnAnswer onAnswer);

    void setProfile(const Profile &profile);

    /// The campaign's machine for this board, or nullptr.
    void setListener(SessionListener *listener) { m_listener = listener; }

    [[nodiscard]] BoardState &state() { return m_state; }

    [[nodiscard]] const BoardState &state() const { return m_state; }

    [[nodiscard]] AgentLink &link() { return m_link; }

    [[nodiscard]] monitor::OtaTracker &tracker() { return m_tracker; }

    [[nodiscard]] bool isOpen() const { return m_transport != nullptr; }

    /// Sends a line to the firmware's console, paced.
    void writeLine(std::string line);
    [[nodiscard]] Result<> reset(serial::Transport::Reset kind);

    void notifyChanged() { m_hooks.changed(*this); }

private:
    void tryOpen();
    void startReopening();
    void onBytes(std::span<const char> bytes);
    void onLine(std::string_view line);
    void onClosed(const Error &error);
    void setPort(PortState port, std::optional<Error> error);

    boost::asio::io_context &m_context;
    Hooks m_hooks;
    BoardState m_state;
    boost::asio::steady_timer m_reopen;
    std::unique_ptr<serial::Transport> m_transport;
    monitor::LineSplitter m_splitter;
    monitor::OtaTracker m_tracker;
    AgentLink m_link;
    SessionListener *m_listener = nullptr;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    ThreadChecker m_thread;
};

/// What identify's answer says.
[[nodiscard]] BoardIdentity identityFrom(const Fields &fields);

} // namespace otabench::fleet
