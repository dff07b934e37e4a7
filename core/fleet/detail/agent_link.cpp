#include "fleet/detail/agent_link.h"

#include "otabench_agent_protocol.h"

#include <boost/asio/post.hpp>

#include <array>
#include <charconv>
#include <random>

namespace otabench::fleet::detail {
namespace {

/// The keys of " key=value key=value"; values are decoded by the codec, key by key.
std::vector<std::string> keysOf(const otabench_frame_t &frame)
{
    std::vector<std::string> keys;
    std::string_view rest(frame.fields ? frame.fields : "", frame.fields_length);
    while (!rest.empty()) {
        rest.remove_prefix(1); // the space
        const std::size_t end = std::min(rest.find(' '), rest.size());
        const std::size_t equals = rest.substr(0, end).find('=');
        if (equals != std::string_view::npos)
            keys.emplace_back(rest.substr(0, equals));
        rest.remove_prefix(end);
    }
    return keys;
}

std::string buildLine(std::uint32_t id, const std::string &word, const AgentFields &fields)
{
    std::array<char, OTABENCH_AGENT_REQUEST_MAX + 1> buffer;
    otabench_frame_writer_t writer;
    otabench_frame_begin(&writer, buffer.data(), buffer.size(), OTABENCH_FRAME_REQUEST, id,
                         word.c_str());
    for (const auto &[key, value] : fields)
        otabench_frame_add(&writer, key.c_str(), value.data(), value.size());
    const std::size_t length = otabench_frame_end(&writer);
    if (length == 0)
        return {};
    // A line end first: half a line that an earlier program left in the board's buffer is ended by
    // it, not glued to this one.
    return "\n" + std::string(buffer.data(), length) + "\n";
}

} // namespace

std::string AgentMessage::text(std::string_view key) const
{
    const auto found = fields.find(key);
    return found == fields.end() ? std::string() : found->second;
}

std::optional<std::uint64_t> AgentMessage::number(std::string_view key) const
{
    const auto found = fields.find(key);
    if (found == fields.end())
        return std::nullopt;
    std::string_view digits = found->second;
    const bool isHex = digits.starts_with("0x");
    if (isHex)
        digits.remove_prefix(2);
    std::uint64_t value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, isHex ? 16 : 10);
    if (error != std::errc() || end != digits.data() + digits.size() || digits.empty())
        return std::nullopt;
    return value;
}

std::optional<AgentMessage> parseAgentLine(std::string_view line)
{
    otabench_frame_t frame;
    if (!otabench_frame_parse(line.data(), line.size(), &frame))
        return std::nullopt;
    AgentMessage message;
    message.type = frame.type == OTABENCH_FRAME_ANSWER    ? AgentMessage::Type::Answer
                   : frame.type == OTABENCH_FRAME_REQUEST ? AgentMessage::Type::Request
                                                          : AgentMessage::Type::Event;
    message.id = frame.id;
    message.word.assign(frame.word, frame.word_length);
    std::array<char, OTABENCH_AGENT_REPLY_MAX + 1> value;
    for (std::string &key : keysOf(frame)) {
        const int length = otabench_frame_get(&frame, key.c_str(), value.data(), value.size());
        if (length >= 0)
            message.fields.emplace(std::move(key),
                                   std::string(value.data(), static_cast<std::size_t>(length)));
    }
    return message;
}

AgentLink::AgentLink(boost::asio::io_context &context, std::chrono::milliseconds answerLimit,
                     Send send, OnEvent onEvent)
    : m_context(context)
    , m_timer(context)
    , m_answerLimit(answerLimit)
    , m_send(std::move(send))
    , m_onEvent(std::move(onEvent))
    // Not from 1: the board remembers the last id it answered, also one from an earlier program.
    , m_lastId(std::random_device{}() & 0x3FFFFFFF)
{
}

void AgentLink::request(std::string word, AgentFields fields, OnAnswer onAnswer)
{
    m_waiting.push_back({.word = std::move(word),
                         .fields = std::move(fields),
                         .onAnswer = std::move(onAnswer),
                         .id = 0,
                         .line = {}});
    boost::asio::post(m_context, [this, alive = std::weak_ptr(m_alive)] {
        if (!alive.expired())
            startNext();
    });
}

void AgentLink::startNext()
{
    if (m_current || m_waiting.empty())
        return;
    m_current = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_current->id = ++m_lastId;
    m_current->line = buildLine(m_current->id, m_current->word, m_current->fields);
    if (m_current->line.empty())
        return finish(fail(ErrorCode::InvalidArgument,
                           "the request \"{}\" is longer than the {} characters a board takes",
                           m_current->word, OTABENCH_AGENT_REQUEST_MAX));
    sendCurrent();
}

void AgentLink::sendCurrent()
{
    ++m_current->sends;
    m_send(m_current->line);
    m_timer.expires_after(m_answerLimit);
    m_timer.async_wait([this, alive = std::weak_ptr(m_alive),
                        id = m_current->id](boost::system::error_code error) {
        if (!error && !alive.expired() && m_current && m_current->id == id)
            onTimeout();
    });
}

void AgentLink::onTimeout()
{
    if (m_current->sends < kSends)
        return sendCurrent();
    finish(fail(ErrorCode::BoardSilent,
                "the board did not answer \"{}\", sent {} times. What to do: check its power and "
                "that its firmware contains the otabench agent (115200 baud); stock firmware needs "
                "another profile (--profile stdin)",
                m_current->word, kSends));
}

bool AgentLink::feed(std::string_view line)
{
    const auto message = parseAgentLine(line);
    if (!message)
        return false;
    if (message->type == AgentMessage::Type::Event) {
        m_onEvent(*message);
        return true;
    }
    const bool isAwaited = message->type == AgentMessage::Type::Answer && m_current &&
                           message->id == m_current->id && m_current->sends > 0;
    if (!isAwaited || (m_accept && !m_accept(*message)))
        return true;
    if (message->word == "ok") {
        finish(*message);
    } else {
        Error error{ErrorCode::BoardRefused, message->text("text"), {message->text("error")}};
        if (error.text.empty())
            error.text = fmt::format("the board refused \"{}\"", m_current->word);
        finish(tl::unexpected(std::move(error)));
    }
    return true;
}

void AgentLink::finish(const Result<AgentMessage> &result)
{
    m_timer.cancel();
    const OnAnswer onAnswer = std::move(m_current->onAnswer);
    m_current.reset();
    const std::weak_ptr alive(m_alive);
    if (onAnswer)
        onAnswer(result);
    if (!alive.expired())
        startNext();
}

void AgentLink::cancel(const Error &reason)
{
    m_timer.cancel();
    std::deque<Request> ended = std::exchange(m_waiting, {});
    if (m_current)
        ended.push_front(*std::exchange(m_current, std::nullopt));
    for (const Request &request : ended) {
        boost::asio::post(m_context,
                          [alive = std::weak_ptr(m_alive), onAnswer = request.onAnswer, reason] {
                              if (!alive.expired() && onAnswer)
                                  onAnswer(tl::unexpected(reason));
                          });
    }
}

} // namespace otabench::fleet::detail
