#include "fleet/agent_link.h"

#include "base/assert.h"

#include "otabench_agent_protocol.h"

#include <boost/asio/post.hpp>

#include <array>
#include <charconv>
#include <random>

namespace otabench::fleet {
namespace asio = boost::asio;

namespace {

std::string encode(std::uint32_t id, const std::string &word,
                   const AgentLink::RequestFields &fields)
{
    std::array<char, OTABENCH_AGENT_REQUEST_MAX + 1> buffer;
    otabench_frame_writer_t writer;
    otabench_frame_begin(&writer, buffer.data(), buffer.size(), OTABENCH_FRAME_REQUEST, id,
                         word.c_str());
    for (const auto &[key, value] : fields)
        otabench_frame_add(&writer, key.c_str(), value.data(), value.size());
    const std::size_t length = otabench_frame_end(&writer);
    return {buffer.data(), length};
}

/// Splits " key=value key=value"; values are decoded by the codec.
Fields decode(const otabench_frame_t &frame)
{
    Fields fields;
    std::string_view rest(frame.fields, frame.fields_length);
    while (!rest.empty()) {
        const std::size_t begin = rest.find_first_not_of(' ');
        if (begin == std::string_view::npos)
            break;
        rest.remove_prefix(begin);
        const std::string_view field = rest.substr(0, rest.find(' '));
        rest.remove_prefix(field.size());
        const std::string key(field.substr(0, field.find('=')));
        std::array<char, OTABENCH_AGENT_REPLY_MAX> value;
        const int length = otabench_frame_get(&frame, key.c_str(), value.data(), value.size());
        if (length >= 0)
            fields.set(key, {value.data(), static_cast<std::size_t>(length)});
    }
    return fields;
}

/// Ids start anywhere, so that a restarted program's first request is not taken for a repetition.
std::uint32_t firstId()
{
    std::random_device random;
    return random() % 0x7FFFFFFFu + 1;
}

} // namespace

const std::string &Fields::text(const std::string &key) const
{
    static const std::string kNone;
    const auto found = m_values.find(key);
    return found != m_values.end() ? found->second : kNone;
}

std::uint64_t Fields::number(const std::string &key) const
{
    const std::string &digits = text(key);
    std::uint64_t value = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return parsed.ec == std::errc() ? value : 0;
}

std::uint32_t Fields::hexadecimal(const std::string &key) const
{
    std::string_view digits = text(key);
    const bool negative = digits.starts_with('-');
    if (negative)
        digits.remove_prefix(1);
    if (digits.starts_with("0x") || digits.starts_with("0X"))
        digits.remove_prefix(2);
    std::uint32_t value = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return parsed.ec == std::errc() ? value : 0;
}

AgentLink::AgentLink(asio::io_context &context, Send send, OnEvent onEvent)
    : m_context(context)
    , m_send(std::move(send))
    , m_onEvent(std::move(onEvent))
    , m_timer(context)
    , m_nextId(firstId())
{
}

AgentLink::~AgentLink()
{
    *m_alive = false;
}

void AgentLink::request(const std::string &word, const RequestFields &fields, OnAnswer onAnswer)
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    Request request{m_nextId, word, encode(m_nextId, word, fields), std::move(onAnswer)};
    m_nextId = m_nextId == UINT32_MAX ? 1 : m_nextId + 1;
    if (request.frame.empty()) {
        asio::post(m_context, [alive = m_alive, answer = std::move(request.onAnswer), word] {
            if (*alive)
                answer(fail(ErrorCode::InvalidArgument,
                            "the request {} is too long for the board: use a shorter URL", word));
        });
        return;
    }
    m_queue.push_back(std::move(request));
    if (m_queue.size() == 1)
        sendNext();
}

void AgentLink::sendNext()
{
    m_attempt = 0;
    m_timer.cancel();
    if (!m_queue.empty())
        sendFrame();
}

void AgentLink::sendFrame()
{
    ++m_attempt;
    m_send(m_queue.front().frame + "\n");
    m_timer.expires_after(m_timing.answer);
    m_timer.async_wait([this, alive = m_alive](const boost::system::error_code &error) {
        if (!error && *alive)
            onTimer();
    });
}

void AgentLink::onTimer()
{
    if (m_queue.empty())
        return;
    if (m_attempt < m_timing.attempts) {
        sendFrame();
        return;
    }
    finish(fail(ErrorCode::BoardSilent,
                "no answer to '{}' after {} tries; is the otabench component in its firmware, the "
                "console on this "
                "port, and the board powered?",
                m_queue.front().word, m_attempt));
}

void AgentLink::feed(std::string_view line)
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    otabench_frame_t frame;
    if (!otabench_frame_parse(line.data(), line.size(), &frame))
        return;
    if (frame.type == OTABENCH_FRAME_EVENT) {
        m_onEvent({frame.word, frame.word_length}, decode(frame));
        return;
    }
    if (frame.type != OTABENCH_FRAME_ANSWER || m_queue.empty() || m_attempt == 0 ||
        frame.id != m_queue.front().id)
        return; // an answer to a frame that was repeated, or to another program's request
    Fields fields = decode(frame);
    if (otabench_frame_is(&frame, "ok")) {
        finish(std::move(fields));
        return;
    }
    const std::string &error = fields.text("error");
    const std::string &text = fields.text("text");
    finish(fail(ErrorCode::BoardRefused, "the board refused '{}': {} ({})", m_queue.front().word,
                text.empty() ? "no reason given" : text, error.empty() ? "no code" : error));
}

void AgentLink::finish(Result<Fields> answer)
{
    const OnAnswer onAnswer = std::move(m_queue.front().onAnswer);
    m_queue.pop_front();
    sendNext();
    onAnswer(std::move(answer)); // may destroy this
}

void AgentLink::failAll(const Error &error)
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    m_timer.cancel();
    m_attempt = 0;
    auto queue = std::exchange(m_queue, {});
    for (const Request &request : queue)
        request.onAnswer(tl::unexpected(error));
}

} // namespace otabench::fleet
