#pragma once

#include "base/error.h"
#include "base/thread_checker.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace otabench::fleet {

/// The decoded fields of a frame, by key.
class Fields
{
public:
    void set(std::string key, std::string value) { m_values[std::move(key)] = std::move(value); }

    /// "" when the key is missing.
    [[nodiscard]] const std::string &text(const std::string &key) const;
    /// 0 when it is missing or no decimal number; hexadecimal() reads `0x1503` and `1503` alike.
    [[nodiscard]] std::uint64_t number(const std::string &key) const;
    [[nodiscard]] std::uint32_t hexadecimal(const std::string &key) const;

private:
    std::map<std::string, std::string> m_values;
};

/// The host's side of the agent protocol for one board. The protocol is written down in
/// otabench_agent_protocol.h.
///
/// One request is on its way at a time; further ones wait. Thread: the core loop. No handler is
/// called after the destructor or from within request().
class AgentLink
{
public:
    struct Timing
    {
        std::chrono::milliseconds answer{1000}; ///< before a frame is sent again
        unsigned attempts = 5;
    };

    using Send = std::function<void(std::string line)>; ///< writes a whole line, paced
    using OnEvent = std::function<void(const std::string &word, const Fields &fields)>;
    /// An err answer is BoardRefused, with the board's words and its error name as the last of
    /// args; no answer is BoardSilent.
    using OnAnswer = std::function<void(Result<Fields>)>;
    using RequestFields = std::vector<std::pair<std::string, std::string>>;

    AgentLink(boost::asio::io_context &context, Send send, OnEvent onEvent);
    ~AgentLink();
    AgentLink(const AgentLink &) = delete;
    AgentLink &operator=(const AgentLink &) = delete;

    void setTiming(Timing timing) { m_timing = timing; }

    /// InvalidArgument when the request does not fit a frame (a URL that is too long).
    void request(const std::string &word, const RequestFields &fields, OnAnswer onAnswer);

    /// Nothing is on its way or waiting.
    [[nodiscard]] bool isIdle() const { return m_queue.empty(); }

    /// A line from the board that holds, or may hold, a frame.
    void feed(std::string_view line);

    /// Ends every request with the error: the port is gone, the board has restarted.
    void failAll(const Error &error);

private:
    struct Request
    {
        std::uint32_t id = 0;
        std::string word;
        std::string frame;
        OnAnswer onAnswer;
    };

    void sendNext();
    void sendFrame();
    void onTimer();
    void finish(Result<Fields> answer);

    boost::asio::io_context &m_context;
    Send m_send;
    OnEvent m_onEvent;
    Timing m_timing;
    boost::asio::steady_timer m_timer;
    std::deque<Request> m_queue; ///< the first is on its way when m_attempt > 0
    unsigned m_attempt = 0;
    std::uint32_t m_nextId;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    ThreadChecker m_thread;
};

} // namespace otabench::fleet
