#include "scripted_board.h"

#include "otabench_agent_protocol.h"

#include <algorithm>
#include <array>
#include <utility>

namespace otabench::fleet {

ScriptedBoard::ScriptedBoard()
    : identity{{"proto", "1"},
               {"component", "0.1"},
               {"mac", "24:6f:28:00:00:01"},
               {"chip", "esp32"},
               {"revision", "300"},
               {"project", "demo"},
               {"version", "1.0.0"},
               {"idf", "v5.3"},
               {"elf", std::string(64, '1')},
               {"image", std::string(64, '2')},
               {"slot", "ota_0"},
               {"state", "valid"},
               {"next", "ota_1"},
               {"slots", "ota_0:1966080,ota_1:1966080"},
               {"heap", "200000"},
               {"cas", ""},
               {"reset", "poweron"},
               {"boots", "1"},
               {"trial", "0"}}
{
}

std::string ScriptedBoard::frame(char type, std::uint32_t id, const std::string &word,
                                 const Fields &fields)
{
    std::array<char, OTABENCH_AGENT_REPLY_MAX + 1> buffer;
    otabench_frame_writer_t writer;
    otabench_frame_begin(&writer, buffer.data(), buffer.size(),
                         static_cast<otabench_frame_type_t>(type), id, word.c_str());
    for (const auto &[key, value] : fields)
        otabench_frame_add(&writer, key.c_str(), value.data(), value.size());
    return "\n" + std::string(buffer.data(), otabench_frame_end(&writer)) + "\r\n";
}

void ScriptedBoard::poll()
{
    const std::string bytes = m_pty->received();
    m_splitter.feed(bytes, [this](std::string_view line) {
        const auto request = detail::parseAgentLine(line);
        if (!request || request->type != detail::AgentMessage::Type::Request)
            return;
        m_requests.push_back(request->word);
        if (std::exchange(m_lastId, request->id) != request->id)
            m_asked.push_back(request->word);
        if (!onRequest || onRequest(*request))
            answer(*request);
    });
}

void ScriptedBoard::answer(const detail::AgentMessage &request)
{
    Fields fields;
    if (request.word == "identify" || request.word == "ca-commit")
        fields.assign(identity.begin(), identity.end());
    else if (request.word == "status")
        fields = {{"phase", "start"}, {"bytes", "0"}, {"total", "0"}};
    m_pty->print(frame('A', request.id, "ok", fields));
}

void ScriptedBoard::sendEvent(const std::string &word, const Fields &fields)
{
    m_pty->print(frame('E', ++m_events, word, fields));
}

void ScriptedBoard::sendOta(const std::string &phase, const Fields &more)
{
    Fields fields = {{"phase", phase}, {"bytes", "1000"}, {"total", "4096"}};
    fields.insert(fields.end(), more.begin(), more.end());
    sendEvent("ota", fields);
}

void ScriptedBoard::boot()
{
    identity["boots"] = std::to_string(std::stoi(identity["boots"]) + 1);
    m_events = 0;
    Fields fields;
    for (const char *key : {"version", "image", "slot", "state", "reset", "boots", "trial"})
        fields.emplace_back(key, identity[key]);
    sendEvent("boot", fields);
}

std::size_t ScriptedBoard::count(const std::string &word) const
{
    return static_cast<std::size_t>(std::ranges::count(m_asked, word));
}

} // namespace otabench::fleet
