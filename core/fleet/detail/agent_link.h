#pragma once

#include "base/error.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace otabench::fleet::detail {

/// A frame of the agent protocol (otabench_agent_protocol.h), its values decoded.
struct AgentMessage
{
    enum class Type
    {
        Request,
        Answer,
        Event
    };
    Type type = Type::Event;
    std::uint32_t id = 0;
    std::string word;
    std::map<std::string, std::string, std::less<>> fields;

    [[nodiscard]] std::string text(std::string_view key) const; ///< "" when it is missing
    [[nodiscard]] std::optional<std::uint64_t> number(std::string_view key) const;
};

/// The last frame in a line, when there is a whole one.
[[nodiscard]] std::optional<AgentMessage> parseAgentLine(std::string_view line);

using AgentFields = std::vector<std::pair<std::string, std::string>>;

/// Host side of the agent protocol for one board: one request outstanding, sent again with the same
/// id until it is answered, five times in all; answers to other ids are ignored. Thread: the core
/// loop. Handlers are not called once the link is destroyed.
class AgentLink
{
public:
    static constexpr unsigned kSends = 5;

    using Send = std::function<void(std::string line)>; ///< with its line end; to be paced
    /// The answer's fields; BoardSilent when none came, BoardRefused for `err` (text: the board's
    /// sentence, args: its error name), or what cancel() was given.
    using OnAnswer = std::function<void(const Result<AgentMessage> &)>;
    using OnEvent = std::function<void(const AgentMessage &)>;
    /// Whether an answer that is awaited comes from the right board; false: it is passed over.
    using Accept = std::function<bool(const AgentMessage &)>;

    AgentLink(boost::asio::io_context &context, std::chrono::milliseconds answerLimit, Send send,
              OnEvent onEvent);

    /// Queues a request. The handler is called later, never from here.
    void request(std::string word, AgentFields fields, OnAnswer onAnswer);

    /// A line from the board, without its end. True when it held a frame.
    bool feed(std::string_view line);

    /// Ends all requests with `reason`: before the port closes, or when a campaign takes over.
    void cancel(const Error &reason);

    void setAnswerLimit(std::chrono::milliseconds limit) { m_answerLimit = limit; }

    void setAccept(Accept accept) { m_accept = std::move(accept); }

    [[nodiscard]] bool isIdle() const { return !m_current && m_waiting.empty(); }

private:
    struct Request
    {
        std::string word;
        AgentFields fields;
        OnAnswer onAnswer;
        std::uint32_t id = 0;
        std::string line;
        unsigned sends = 0;
    };

    void startNext();
    void sendCurrent();
    void onTimeout();
    void finish(const Result<AgentMessage> &result);

    boost::asio::io_context &m_context;
    boost::asio::steady_timer m_timer;
    std::chrono::milliseconds m_answerLimit;
    Send m_send;
    OnEvent m_onEvent;
    Accept m_accept;
    std::uint32_t m_lastId;
    std::optional<Request> m_current;
    std::deque<Request> m_waiting;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace otabench::fleet::detail
