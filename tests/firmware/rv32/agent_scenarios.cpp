// The agent protocol: its codec, and the agent on the board's console.
#include <stdio.h>
#include <string.h>

#include "board.h"
#include "check.h"
#include "esp_ota_ops.h"
#include "otabench_agent.h"
#include "otabench_agent_protocol.h"
#include "scenarios.h"
#include "update_support.h"

namespace otabench::test {
namespace {

constexpr char kCa[] = "-----BEGIN CERTIFICATE-----\nnot really one\n";
constinit char theFrame[OTABENCH_AGENT_REPLY_MAX + 1] = {};
constinit char theValue[OTABENCH_AGENT_REPLY_MAX] = {};

/// Every byte but NUL goes through a frame and back; a frame with any one bit wrong is none.
void roundTripFrames()
{
    char all[256];
    for (int i = 0; i < 255; ++i)
        all[i] = static_cast<char>(i + 1);
    otabench_frame_writer_t writer;
    otabench_frame_begin(&writer, theFrame, sizeof theFrame, OTABENCH_FRAME_EVENT, 4294967295U,
                         "ota");
    otabench_frame_add(&writer, "bytes", all, 255);
    otabench_frame_add_uint(&writer, "number", 4294967295U);
    otabench_frame_add_hex32(&writer, "hex", 0xDEADBEEF);
    const size_t length = otabench_frame_end(&writer);
    OTABENCH_EXPECT(length > 0);

    otabench_frame_t frame;
    OTABENCH_EXPECT(otabench_frame_parse(theFrame, length, &frame));
    OTABENCH_EXPECT_EQ(frame.id, 4294967295U);
    OTABENCH_EXPECT(otabench_frame_is(&frame, "ota"));
    OTABENCH_EXPECT_EQ(otabench_frame_get(&frame, "bytes", theValue, sizeof theValue), 255);
    OTABENCH_EXPECT(memcmp(theValue, all, 255) == 0);
    uint32_t number = 0;
    OTABENCH_EXPECT(otabench_frame_get_uint(&frame, "number", &number) && number == 4294967295U);
    OTABENCH_EXPECT(otabench_frame_get_hex32(&frame, "hex", &number) && number == 0xDEADBEEF);

    unsigned taken = 0;
    for (size_t i = 0; i < length; ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            theFrame[i] = static_cast<char>(theFrame[i] ^ 1 << bit);
            taken += otabench_frame_parse(theFrame, length, &frame);
            theFrame[i] = static_cast<char>(theFrame[i] ^ 1 << bit);
        }
    }
    OTABENCH_EXPECT_EQ(taken, 0);
}

/// The host's end of the console.
struct Host
{
    otabench_agent_t *agent;
    uint32_t lastId;

    bool start()
    {
        board().consoleOutLength = 0;
        board().consoleOut[0] = '\0';
        otabench_agent_config_t config = {};
        config.trial_ms = 60000;
        agent = otabench_agent_start(&config);
        OTABENCH_EXPECT(agent != nullptr);
        return agent != nullptr;
    }

    void stop() { otabench_agent_stop(agent); }

    /// Starts a request in theFrame.
    otabench_frame_writer_t begin(const char *word)
    {
        otabench_frame_writer_t writer;
        otabench_frame_begin(&writer, theFrame, sizeof theFrame - 1, OTABENCH_FRAME_REQUEST,
                             ++lastId, word);
        return writer;
    }

    /// Sends the request, lets the agent work, and finds its answer.
    /// @return whether it is an "ok"
    bool send(otabench_frame_writer_t writer, otabench_frame_t *answer)
    {
        const size_t length = otabench_frame_end(&writer);
        OTABENCH_EXPECT(length > 0);
        memcpy(board().consoleIn, theFrame, length);
        board().consoleIn[length] = '\n';
        board().consoleInLength = length + 1;
        const size_t before = board().consoleOutLength;
        otabench_agent_step(agent);
        return findFrame(before, OTABENCH_FRAME_ANSWER, answer) && answer->id == lastId &&
               otabench_frame_is(answer, "ok");
    }

    bool send(const char *word)
    {
        otabench_frame_t answer;
        return send(begin(word), &answer);
    }

    /// The first frame of this type from `offset` of the console's output on.
    static bool findFrame(size_t offset, otabench_frame_type_t type, otabench_frame_t *frame)
    {
        const char *at = board().consoleOut + offset;
        while (*at) {
            const size_t length = strcspn(at, "\r\n");
            if (otabench_frame_parse(at, length, frame) && frame->type == type)
                return true;
            at += length + (at[length] != '\0');
        }
        return false;
    }

    /// Whether an `ota` event of this phase has come.
    static bool hasPhase(const char *phase)
    {
        char text[32];
        snprintf(text, sizeof text, " phase=%s ", phase);
        return strstr(board().consoleOut, text) != nullptr;
    }
};

void expectField(const otabench_frame_t &frame, const char *key, const char *expected)
{
    OTABENCH_EXPECT(otabench_frame_get(&frame, key, theValue, sizeof theValue) >= 0);
    OTABENCH_EXPECT_TEXT(theValue, expected);
}

void sendCa(Host &host)
{
    constexpr size_t kLength = sizeof kCa - 1;
    otabench_frame_t answer;
    otabench_frame_writer_t writer = host.begin("ca-begin");
    otabench_frame_add_uint(&writer, "size", kLength);
    otabench_frame_add_hex32(&writer, "crc", otabench_crc32(0, kCa, kLength));
    OTABENCH_EXPECT(host.send(writer, &answer));
    char text[129];
    OTABENCH_EXPECT(otabench_base64url_encode(reinterpret_cast<const uint8_t *>(kCa), kLength, text,
                                              sizeof text) > 0);
    writer = host.begin("ca-data");
    otabench_frame_add_uint(&writer, "offset", 0);
    otabench_frame_add_text(&writer, "data", text);
    OTABENCH_EXPECT(host.send(writer, &answer));
    OTABENCH_EXPECT(host.send("ca-commit"));
}

void stepUntilRestart(void *host)
{
    for (int step = 0; step < 1000 && board().restarts == 0; ++step) {
        otabench_agent_step(static_cast<Host *>(host)->agent);
        board().now += 10;
    }
}

void startUpdate(Host &host)
{
    otabench_frame_t answer;
    otabench_frame_writer_t writer = host.begin("start");
    otabench_frame_add_text(&writer, "url", "https://bench/app.bin");
    OTABENCH_EXPECT(host.send(writer, &answer));
}

void expectUpdated()
{
    OTABENCH_EXPECT_EQ(board().restarts, 1);
    static constexpr const char *kPhases[] = {"start",  "connected", "description",
                                              "chip",   "download",  "verify",
                                              "switch", "finish",    "reboot"};
    for (const char *phase : kPhases)
        OTABENCH_EXPECT(Host::hasPhase(phase));
}

/// As the host does it: identify, certificate, update, restart, confirm.
void updateByTheAgent()
{
    board().boot();
    board().server.load(serveImage());
    Host host = {};
    if (!host.start())
        return;
    otabench_frame_t answer;
    OTABENCH_EXPECT(host.send(host.begin("identify"), &answer));
    expectField(answer, "chip", "esp32c3");
    expectField(answer, "version", "1.0");
    expectField(answer, "slot", "ota_0");
    expectField(answer, "next", "ota_1");
    sendCa(host);
    startUpdate(host);
    measure("agent", stepUntilRestart, &host);
    expectUpdated();
    host.stop();

    OTABENCH_EXPECT_TEXT(board().boot(), "ota_1");
    if (!host.start())
        return;
    otabench_frame_t event;
    OTABENCH_EXPECT(Host::findFrame(0, OTABENCH_FRAME_EVENT, &event));
    OTABENCH_EXPECT(otabench_frame_is(&event, "boot"));
    expectField(event, "version", "2.0");
    expectField(event, "state", "pending-verify");
    expectField(event, "boots", "2");
    OTABENCH_EXPECT(host.send("confirm"));
    host.stop();
    OTABENCH_EXPECT_TEXT(board().boot(), "ota_1");
}

/// The new image is on trial, and nobody confirms it: the board goes back by itself.
void goBackAfterTheTrial()
{
    board().boot();
    board().server.load(serveImage(60000));
    Host host = {};
    if (!host.start())
        return;
    sendCa(host);
    startUpdate(host);
    stepUntilRestart(&host);
    expectUpdated();
    host.stop();

    OTABENCH_EXPECT_TEXT(board().boot(), "ota_1");
    if (!host.start())
        return;
    otabench_agent_step(host.agent);
    OTABENCH_EXPECT_EQ(board().restarts, 1);
    board().now += 60001;
    otabench_agent_step(host.agent);
    OTABENCH_EXPECT_EQ(board().restarts, 2);
    host.stop();
    OTABENCH_EXPECT_TEXT(board().boot(), "ota_0");
    OTABENCH_EXPECT_TEXT(esp_app_get_description()->version, "1.0");
}

constexpr Scenario kScenarios[] = {
    {"agent frames come back as they were sent, and damaged ones do not", roundTripFrames},
    {"the agent updates the board and the host confirms", updateByTheAgent},
    {"the agent goes back when the trial is over", goBackAfterTheTrial},
};

} // namespace

ScenarioList agentScenarios()
{
    return {kScenarios, sizeof kScenarios / sizeof kScenarios[0]};
}

} // namespace otabench::test
