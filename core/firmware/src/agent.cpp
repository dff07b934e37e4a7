// The agent: its start, its loop, and frames on the console. Requests: agent_requests.cpp; the
// update: agent_update.cpp. The protocol: otabench_agent_protocol.h.
#include "agent.h"

#include <string.h>

#include "construct.h"
#include "esp_app_format.h"
#include "esp_log.h"
#include "esp_system.h"

static const char *const TAG = "otabench_agent";

namespace {

constexpr uint32_t kDefaultTrialMs = 300000;
constexpr uint32_t kRestartDelayMs = 500;

uint32_t readU32(const uint8_t *bytes)
{
    return uint32_t{bytes[0]} | uint32_t{bytes[1]} << 8 | uint32_t{bytes[2]} << 16 |
           uint32_t{bytes[3]} << 24;
}

void writeU32(uint8_t *bytes, uint32_t value)
{
    for (int i = 0; i < 4; ++i)
        bytes[i] = static_cast<uint8_t>(value >> 8 * i);
}

void countBoot(otabench_agent &agent)
{
    const otabench_port_t *port = agent.port;
    uint8_t bytes[4];
    const int length = port->setting_get(port->ctx, otabench::firmware::kBootsSetting, bytes, 4);
    agent.boots = (length == 4 ? readU32(bytes) : 0) + 1;
    writeU32(bytes, agent.boots);
    const esp_err_t result =
        port->setting_set(port->ctx, otabench::firmware::kBootsSetting, bytes, sizeof bytes);
    if (result != ESP_OK)
        ESP_LOGW(TAG, "The boot counter could not be stored: %s", esp_err_to_name(result));
}

void loadCa(otabench_agent &agent, const char *builtIn)
{
    const otabench_port_t *port = agent.port;
    const int length = port->setting_get(port->ctx, otabench::firmware::kCaSetting, agent.ca,
                                         OTABENCH_AGENT_CA_MAX);
    if (length > 0) {
        agent.ca[length] = '\0';
        return;
    }
    agent.ca[0] = '\0';
    if (!builtIn)
        return;
    const size_t size = strlen(builtIn) + 1;
    if (size > sizeof agent.ca)
        ESP_LOGE(TAG, "The built-in CA has %u bytes, %u are possible: it is not used",
                 static_cast<unsigned>(size - 1), OTABENCH_AGENT_CA_MAX);
    else
        memcpy(agent.ca, builtIn, size);
}

/// The digest at the running image's end; most images have one.
void readRunningDigest(otabench_agent &agent)
{
    const esp_partition_t *running = esp_ota_get_running_partition();
    esp_image_header_t header;
    agent.hasRunningDigest = running &&
                             esp_partition_read(running, 0, &header, sizeof header) == ESP_OK &&
                             header.hash_appended != 0 &&
                             esp_partition_get_sha256(running, agent.runningDigest) == ESP_OK;
}

/// Whether the running image still has to be confirmed, and by whom.
/// True when the time has come; times wrap around after 49 days.
bool hasCome(uint32_t now, uint32_t time)
{
    return now - time < UINT32_MAX / 2;
}

void stepBlink(otabench_agent &agent)
{
    constexpr uint32_t kHalfPeriodMs = 250;
    const uint32_t now = agent.now();
    if (!agent.blinking || !hasCome(now, agent.blinkNext))
        return;
    agent.blinking = !hasCome(now, agent.blinkUntil);
    agent.ledOn = agent.blinking && !agent.ledOn;
    agent.blinkNext = now + kHalfPeriodMs;
    agent.led(agent.ledCtx, agent.ledOn);
}

void readTrial(otabench_agent &agent)
{
    const otabench_port_t *port = agent.port;
    const bool onTrial = otabench_self_test_is_running(&agent.selfTest);
    uint8_t flag = 0;
    const bool asked =
        port->setting_get(port->ctx, otabench::firmware::kConfirmSetting, &flag, 1) == 1;
    agent.confirmSelf = asked && onTrial;
    // Left over from an update whose image never started: it was not meant for this one.
    if (asked && !onTrial)
        (void)port->setting_set(port->ctx, otabench::firmware::kConfirmSetting, nullptr, 0);
}

void takeLine(otabench_agent &agent)
{
    otabench_frame_t request;
    const size_t length = agent.lineLength;
    const bool whole = !agent.lineTooLong;
    agent.lineLength = 0;
    agent.lineTooLong = false;
    if (!whole || length == 0 || !otabench_frame_parse(agent.line, length, &request) ||
        request.type != OTABENCH_FRAME_REQUEST)
        return;
    // The frame is known by its id and its text: another one with the same id, from a host that
    // began to count again, is a new request.
    const size_t start = static_cast<size_t>(request.word - agent.line);
    const uint32_t crc = otabench_crc32(0, agent.line + start, length - start);
    if (agent.answerLength > 0 && request.id == agent.answeredId && crc == agent.answeredCrc) {
        agent.port->console_write(agent.port->ctx, agent.answer, agent.answerLength);
        return;
    }
    agent.answeredId = request.id;
    agent.answeredCrc = crc;
    otabench::firmware::carryOut(agent, request);
}

void stepTrial(otabench_agent &agent)
{
    if (agent.confirmSelf) {
        agent.confirmSelf = false;
        if (otabench_self_test_is_running(&agent.selfTest) &&
            otabench::firmware::confirmRunning(agent) == ESP_OK)
            ESP_LOGI(TAG, "The new image confirmed itself");
        return;
    }
    if (!otabench_self_test_is_over(&agent.selfTest))
        return;
    ESP_LOGW(TAG, "The new image was not confirmed in time: going back to the previous one");
    otabench::firmware::abortUpdate(agent);
    const esp_err_t result = otabench_self_test_fail(&agent.selfTest);
    if (result != ESP_OK) {
        ESP_LOGE(TAG, "Going back failed: %s", esp_err_to_name(result));
        agent.selfTest.armed = false; // once
        return;
    }
    otabench::firmware::sendStateEvent(agent, "invalid");
    agent.port->restart(agent.port->ctx);
}

/// Line ends around a finished frame: LF before, so that a cut log line does not swallow it.
size_t frameLine(char *room, size_t length)
{
    if (length == 0)
        return 0;
    room[0] = '\n';
    room[length + 1] = '\r';
    room[length + 2] = '\n';
    return length + 3;
}

} // namespace

namespace otabench::firmware {

void readConsole(otabench_agent &agent)
{
    char bytes[64];
    while (!agent.update.abortDue) { // what comes behind an abort is for when it is done
        const size_t got = agent.port->console_read(agent.port->ctx, bytes, sizeof bytes);
        if (got == 0)
            return;
        for (size_t i = 0; i < got; ++i) {
            if (bytes[i] == '\n' || bytes[i] == '\r')
                takeLine(agent);
            else if (agent.lineLength < sizeof agent.line)
                agent.line[agent.lineLength++] = bytes[i];
            else
                agent.lineTooLong = true;
        }
    }
}

} // namespace otabench::firmware

void otabench_agent::planRestart()
{
    restartPlanned = true;
    restartAt = now() + kRestartDelayMs;
}

otabench_frame_writer_t *otabench_agent::beginAnswer(const otabench_frame_t &request)
{
    otabench_frame_begin(&writer, answer + 1, sizeof answer - 3, OTABENCH_FRAME_ANSWER, request.id,
                         "ok");
    return &writer;
}

otabench_frame_writer_t *otabench_agent::beginEvent(const char *word)
{
    otabench_frame_begin(&writer, event + 1, sizeof event - 3, OTABENCH_FRAME_EVENT, ++eventCount,
                         word);
    return &writer;
}

void otabench_agent::sendAnswer()
{
    answerLength = frameLine(answer, otabench_frame_end(&writer));
    if (answerLength == 0) { // only identify of a board with very many slots could get here
        ESP_LOGE(TAG, "An answer does not fit into a frame");
        otabench_frame_begin(&writer, answer + 1, sizeof answer - 3, OTABENCH_FRAME_ANSWER,
                             answeredId, "err");
        otabench_frame_add_text(&writer, "error", esp_err_to_name(ESP_ERR_INVALID_SIZE));
        otabench_frame_add_hex32(&writer, "code", ESP_ERR_INVALID_SIZE);
        otabench_frame_add_text(&writer, "text", "the answer does not fit into a frame");
        answerLength = frameLine(answer, otabench_frame_end(&writer));
    }
    port->console_write(port->ctx, answer, answerLength);
}

void otabench_agent::sendEvent()
{
    const size_t length = frameLine(event, otabench_frame_end(&writer));
    if (length > 0)
        port->console_write(port->ctx, event, length);
}

void otabench_agent::refuse(const otabench_frame_t &request, esp_err_t code, const char *text)
{
    otabench_frame_begin(&writer, answer + 1, sizeof answer - 3, OTABENCH_FRAME_ANSWER, request.id,
                         "err");
    otabench_frame_add_text(&writer, "error", otabench::firmware::errorName(code));
    otabench_frame_add_hex32(&writer, "code", static_cast<uint32_t>(code));
    otabench_frame_add_text(&writer, "text", text);
    sendAnswer();
}

void otabench_agent::acknowledge(const otabench_frame_t &request)
{
    (void)beginAnswer(request);
    sendAnswer();
}

otabench_agent_t *otabench_agent_start(const otabench_agent_config_t *config)
{
    const otabench_port_t *port = otabench_port_get();
    void *memory = port->allocate(port->ctx, sizeof(otabench_agent));
    if (!memory) {
        ESP_LOGE(TAG, "Not enough memory for the agent");
        return nullptr;
    }
    auto *agent = new (memory, otabench::firmware::InPlace{}) otabench_agent{};
    agent->port = port;
    (void)otabench_self_test_start(
        &agent->selfTest, config && config->trial_ms != 0 ? config->trial_ms : kDefaultTrialMs);
    agent->update.phase = "idle";
    countBoot(*agent);
    agent->decrypt = config ? config->decrypt : nullptr;
    agent->led = config ? config->led : nullptr;
    agent->ledCtx = config ? config->led_ctx : nullptr;
    loadCa(*agent, config ? config->built_in_ca_pem : nullptr);
    readRunningDigest(*agent);
    agent->hasKeys = otabench::firmware::listTrustedKeys(agent->port, &agent->keys) == ESP_OK;
    readTrial(*agent);
    ESP_LOGI(TAG, "Agent protocol %d ready", OTABENCH_AGENT_PROTOCOL_VERSION);
    otabench_frame_writer_t *event = agent->beginEvent("boot");
    otabench::firmware::addBootFields(*agent, event);
    agent->sendEvent();
    return agent;
}

void otabench_agent_step(otabench_agent_t *agent)
{
    otabench::firmware::readConsole(*agent);
    stepTrial(*agent);
    stepBlink(*agent);
    otabench::firmware::stepUpdate(*agent);
    if (agent->restartPlanned && hasCome(agent->now(), agent->restartAt)) {
        agent->restartPlanned = false; // on the host the call may return
        agent->port->restart(agent->port->ctx);
    }
}

otabench_self_test_t *otabench_agent_self_test(otabench_agent_t *agent)
{
    return &agent->selfTest;
}

void otabench_agent_stop(otabench_agent_t *agent)
{
    if (!agent)
        return;
    if (agent->update.handle)
        (void)esp_https_ota_abort(agent->update.handle);
    agent->port->release(agent->port->ctx, agent);
}
