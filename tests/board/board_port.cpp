#include "board_port.h"

#include "otabench_agent_protocol.h"

#include <gtest/gtest.h>

#include <array>
#include <fcntl.h>
#include <poll.h>
#include <sstream>
#include <unistd.h>

namespace otabench::board {

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr int kTries = 15;

std::optional<BoardPort::Frame> decode(const std::string &line, char type, std::uint32_t id)
{
    otabench_frame_t frame;
    if (!otabench_frame_parse(line.data(), line.size(), &frame) || frame.type != type ||
        (id != 0 && frame.id != id))
        return std::nullopt;
    BoardPort::Frame decoded;
    decoded.word.assign(frame.word, frame.word_length);
    std::istringstream fields(std::string(frame.fields, frame.fields_length));
    for (std::string field; fields >> field;) {
        const std::string key = field.substr(0, field.find('='));
        std::array<char, OTABENCH_AGENT_REPLY_MAX + 1> value;
        if (otabench_frame_get(&frame, key.c_str(), value.data(), value.size()) >= 0)
            decoded.fields[key] = value.data();
    }
    return decoded;
}

} // namespace

BoardPort::BoardPort(const std::filesystem::path &link)
    : m_fd(::open(link.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC))
{
    EXPECT_GE(m_fd, 0) << link;
}

BoardPort::~BoardPort()
{
    ::close(m_fd);
}

bool BoardPort::readSome(steady_clock::time_point deadline)
{
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now()).count();
    pollfd wait = {.fd = m_fd, .events = POLLIN, .revents = 0};
    if (m_fd < 0 || left <= 0 || ::poll(&wait, 1, static_cast<int>(left)) <= 0)
        return false;
    std::array<char, 4096> bytes;
    const ssize_t got = ::read(m_fd, bytes.data(), bytes.size());
    if (got <= 0)
        return false;
    m_all.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
}

bool BoardPort::waitFor(std::string_view text, std::chrono::milliseconds limit)
{
    const auto deadline = steady_clock::now() + limit;
    for (;;) {
        const std::size_t at = m_all.find(text, m_seen);
        if (at != std::string::npos) {
            m_seen = at + text.size();
            return true;
        }
        if (!readSome(deadline)) {
            ADD_FAILURE() << "waited for \"" << text << "\"; there is:\n" << m_all.substr(m_seen);
            return false;
        }
    }
}

std::optional<std::string> BoardPort::nextLine(steady_clock::time_point deadline)
{
    for (;;) {
        const std::size_t end = m_all.find('\n', m_seen);
        if (end != std::string::npos) {
            std::string line = m_all.substr(m_seen, end - m_seen);
            m_seen = end + 1;
            if (line.ends_with('\r'))
                line.pop_back();
            return line;
        }
        if (!readSome(deadline))
            return std::nullopt;
    }
}

void BoardPort::send(std::string_view bytes)
{
    while (m_fd >= 0 && !bytes.empty()) {
        const ssize_t put = ::write(m_fd, bytes.data(), bytes.size());
        ASSERT_GT(put, 0);
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
}

void BoardPort::reset()
{
    send("\x1b_otabench:reset\x1b\\");
}

std::string BoardPort::Frame::get(const std::string &key) const
{
    const auto found = fields.find(key);
    return found == fields.end() ? "" : found->second;
}

std::optional<BoardPort::Frame>
BoardPort::request(std::string_view word,
                   const std::vector<std::pair<std::string, std::string>> &fields)
{
    const std::uint32_t id = m_nextId++;
    std::array<char, OTABENCH_AGENT_REQUEST_MAX + 1> text;
    otabench_frame_writer_t writer;
    otabench_frame_begin(&writer, text.data(), text.size(), OTABENCH_FRAME_REQUEST, id,
                         std::string(word).c_str());
    for (const auto &[key, value] : fields)
        otabench_frame_add_text(&writer, key.c_str(), value.c_str());
    const std::size_t length = otabench_frame_end(&writer);
    EXPECT_GT(length, 0u);
    for (int attempt = 0; attempt < kTries; ++attempt) {
        send(std::string(text.data(), length) + "\n");
        const auto deadline = steady_clock::now() + 2s;
        while (const auto line = nextLine(deadline)) {
            if (auto answer = decode(*line, OTABENCH_FRAME_ANSWER, id))
                return answer;
        }
    }
    ADD_FAILURE() << "no answer to " << word << "; there is:\n" << m_all;
    return std::nullopt;
}

bool BoardPort::waitForEvent(std::string_view word, const std::string &key, std::string_view value)
{
    const std::size_t begin = m_seen;
    const auto deadline = steady_clock::now() + 120s;
    while (const auto line = nextLine(deadline)) {
        const auto event = decode(*line, OTABENCH_FRAME_EVENT, 0);
        if (event && event->word == word && event->get(key) == value)
            return true;
    }
    ADD_FAILURE() << "no event " << word << " " << key << "=" << value << "; there is:\n"
                  << m_all.substr(begin);
    return false;
}

} // namespace otabench::board
