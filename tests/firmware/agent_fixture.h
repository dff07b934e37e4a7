#pragma once

#include "esp_encrypted_img.h"
#include "net_support.h"
#include "otabench_agent.h"
#include "otabench_agent_protocol.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace otabench::test {
/// A frame the board sent.
struct Frame
{
    char type = 0;
    std::uint32_t id = 0;
    std::string word;
    std::string line;

    [[nodiscard]] std::string field(const char *key) const
    {
        otabench_frame_t parsed;
        std::array<char, OTABENCH_AGENT_REPLY_MAX> value{};
        if (!otabench_frame_parse(line.data(), line.size(), &parsed) ||
            otabench_frame_get(&parsed, key, value.data(), value.size()) < 0)
            return "(missing)";
        return value.data();
    }
};

using Fields = std::vector<std::pair<const char *, std::string>>;

inline std::string makeRequest(std::uint32_t id, const char *word, const Fields &fields = {})
{
    std::array<char, OTABENCH_AGENT_REQUEST_MAX + 1> buffer{};
    otabench_frame_writer_t writer;
    otabench_frame_begin(&writer, buffer.data(), buffer.size(), OTABENCH_FRAME_REQUEST, id, word);
    for (const auto &[key, value] : fields)
        otabench_frame_add_text(&writer, key, value.c_str());
    EXPECT_GT(otabench_frame_end(&writer), 0U);
    return std::string(buffer.data()) + "\n";
}

/// An agent on a board in memory, and the host at the other end of its console.
class Agent : public testing::Test
{
protected:
    Agent() { start(); }

    ~Agent() override { otabench_agent_stop(agent); }

    void start()
    {
        otabench_agent_config_t config = {};
        config.built_in_ca_pem = lab().authority.certificatePem().c_str();
        config.trial_ms = 60000;
        config.decrypt = decrypt;
        config.led = led;
        config.led_ctx = this;
        agent = otabench_agent_start(&config);
        ASSERT_NE(agent, nullptr);
        collect();
    }

    /// What a restart of the board does.
    void reboot()
    {
        otabench_agent_stop(agent);
        agent = nullptr;
        frames.clear();
        board.reboot();
        start();
    }

    void step()
    {
        otabench_agent_step(agent);
        collect();
    }

    void collect()
    {
        std::string &out = board.consoleOut;
        std::size_t end = 0;
        while ((end = out.find('\n')) != std::string::npos) {
            std::string line = out.substr(0, end);
            out.erase(0, end + 1);
            if (line.ends_with('\r'))
                line.pop_back();
            otabench_frame_t parsed;
            if (otabench_frame_parse(line.data(), line.size(), &parsed))
                frames.push_back({static_cast<char>(parsed.type), parsed.id,
                                  std::string(parsed.word, parsed.word_length), line});
        }
    }

    /// Sends text, lets the agent read it, and returns the last answer to `id` that came.
    std::optional<Frame> exchange(const std::string &text, std::uint32_t id)
    {
        frames.erase(std::remove_if(frames.begin(), frames.end(),
                                    [](const Frame &frame) { return frame.type == 'A'; }),
                     frames.end());
        board.consoleIn += text;
        step();
        for (const Frame &frame : frames) {
            if (frame.type == 'A' && frame.id == id)
                return frame;
        }
        return std::nullopt;
    }

    Frame ask(const char *word, const Fields &fields = {})
    {
        ++lastId;
        const auto answer = exchange(makeRequest(lastId, word, fields), lastId);
        EXPECT_TRUE(answer) << word;
        return answer.value_or(Frame{});
    }

    /// Runs the agent until a condition holds; the limit is in steps, not in time.
    bool runUntil(const std::function<bool()> &condition)
    {
        for (int i = 0; i < 10000; ++i) {
            if (condition())
                return true;
            step();
        }
        return condition();
    }

    std::vector<std::string> phases() const
    {
        std::vector<std::string> found;
        for (const Frame &frame : frames) {
            const bool isOta = frame.type == 'E' && frame.word == "ota";
            if (isOta && (found.empty() || found.back() != frame.field("phase")))
                found.push_back(frame.field("phase"));
        }
        return found;
    }

    [[nodiscard]] bool hasPhase(const std::string &phase) const
    {
        const auto all = phases();
        return std::find(all.begin(), all.end(), phase) != all.end();
    }

    [[nodiscard]] Frame lastEvent(const std::string &word) const
    {
        for (auto at = frames.rbegin(); at != frames.rend(); ++at) {
            if (at->type == 'E' && at->word == word)
                return *at;
        }
        return {};
    }

    /// The ota event of a phase.
    [[nodiscard]] Frame eventOf(const std::string &phase) const
    {
        for (const Frame &frame : frames) {
            if (frame.type == 'E' && frame.word == "ota" && frame.field("phase") == phase)
                return frame;
        }
        ADD_FAILURE() << "no event " << phase;
        return {};
    }

    void serveImage()
    {
        serve([this](const Request &request) { return serveFile(request, image); });
    }

    void serve(ScriptedServer::Handler handler)
    {
        server = std::make_unique<ScriptedServer>(&lab().server, std::move(handler));
    }

    /// Updates the board and restarts it.
    void updateAndReboot(const Fields &more = {})
    {
        serveImage();
        Fields fields = {{"url", server->url("/fw.bin")}};
        fields.insert(fields.end(), more.begin(), more.end());
        ASSERT_EQ(ask("start", fields).word, "ok");
        ASSERT_TRUE(runUntil([this] { return hasPhase("reboot") || hasPhase("failed"); }));
        ASSERT_TRUE(hasPhase("reboot")) << lastEvent("ota").line;
        board.clockOffsetMs += 500;
        step();
        ASSERT_EQ(board.restarts, 1);
        reboot();
    }

    TestBoard board{makeTestImage("1.0.0")};
    std::vector<std::byte> image = makeTestImage("2.0.0");
    std::unique_ptr<ScriptedServer> server;
    const esp_decrypt_cfg_t *decrypt = nullptr;

    static void noteLed(void *fixture, bool on)
    {
        auto &switched = static_cast<Agent *>(fixture)->ledSwitched;
        if (switched.empty() || switched.back() != on)
            switched.push_back(on);
    }

    void (*led)(void *ctx, bool on) = nullptr;
    std::vector<bool> ledSwitched; ///< each change
    otabench_agent_t *agent = nullptr;
    std::vector<Frame> frames;
    std::uint32_t lastId = 100;
};

} // namespace otabench::test
