#pragma once

#include "fleet/detail/agent_link.h"
#include "monitor/line_splitter.h"
#include "support/pty.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace otabench::fleet {

/// A board on a real pty whose agent the test plays, for what a sound board never does. It has no
/// thread: poll() reads what the host has sent and answers it.
class ScriptedBoard
{
public:
    using Fields = detail::AgentFields;

    ScriptedBoard();

    [[nodiscard]] std::string address() const { return "pty:" + m_pty->path(); }

    support::Pty &pty() { return *m_pty; }

    /// After pty().hangUp(): the same board at a new port.
    void replug() { m_pty = std::make_unique<support::Pty>(); }

    /// The identity it tells; a test changes its fields, also after a "restart".
    std::map<std::string, std::string> identity;

    /// Called for each request, before it is answered. False: it is not answered.
    std::function<bool(const detail::AgentMessage &)> onRequest;

    void poll();
    void sendEvent(const std::string &word, const Fields &fields);
    void sendOta(const std::string &phase, const Fields &more = {});
    /// The restart into what `identity` says, with the event that tells it.
    void boot();

    /// Words of the requests that have come, repeats included.
    [[nodiscard]] const std::vector<std::string> &requests() const { return m_requests; }

    /// How often it was asked that; a request that is sent again counts once.
    [[nodiscard]] std::size_t count(const std::string &word) const;

    /// A frame with its line ends, as a board writes it.
    [[nodiscard]] static std::string frame(char type, std::uint32_t id, const std::string &word,
                                           const Fields &fields);

private:
    void answer(const detail::AgentMessage &request);

    std::unique_ptr<support::Pty> m_pty = std::make_unique<support::Pty>();
    monitor::LineSplitter m_splitter;
    std::vector<std::string> m_requests, m_asked;
    std::uint32_t m_events = 0;
    std::uint32_t m_lastId = 0;
};

} // namespace otabench::fleet
