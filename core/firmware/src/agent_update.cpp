// The agent's update: `start`, its steps and its events. The table of steps: AgentUpdate.
#include "agent.h"

#include <string.h>

#include "esp_log.h"
#include "http_client.h"
#include "https_ota.h"
#include "url.h"

static const char *const TAG = "otabench_agent";

namespace otabench::firmware {
namespace {

constexpr uint32_t kDefaultTimeoutMs = 10000;
constexpr uint32_t kLongestTimeoutMs = 120000;
constexpr uint32_t kDefaultRetries = 3;
constexpr uint32_t kMostRetries = 100;
constexpr uint32_t kProgressGapMs = 200;    // five events a second
constexpr uint32_t kSmallestPartial = 1024; // the first answer must hold the image's header
constexpr int kReceiveBuffer = 4096;
constexpr int kRequestBuffer = 1024;

using Step = AgentUpdate::Step;

void addProgress(const AgentUpdate &update, otabench_frame_writer_t *event)
{
    otabench_frame_add_text(event, "phase", update.phase);
    otabench_frame_add_uint(event, "bytes", update.report.bytes);
    otabench_frame_add_uint(event, "total", update.report.total);
}

/// A text that may fill its field to the last byte.
void addBounded(otabench_frame_writer_t *event, const char *key, const char *text, size_t capacity)
{
    const void *end = memchr(text, '\0', capacity);
    otabench_frame_add(event, key, text,
                       end ? static_cast<size_t>(static_cast<const char *>(end) - text) : capacity);
}

void enter(otabench_agent &agent, Step step, const char *phase)
{
    agent.update.step = step;
    agent.update.phase = phase;
    otabench_frame_writer_t *event = agent.beginEvent("ota");
    addProgress(agent.update, event);
    addCosts(agent.update, event);
    agent.sendEvent();
}

/// What the agent does while the network is waited for.
bool answerMeanwhile(void *context)
{
    auto &agent = *static_cast<otabench_agent *>(context);
    readConsole(agent);
    return !agent.update.abortDue;
}

void endAborted(otabench_agent &agent)
{
    AgentUpdate &update = agent.update;
    if (update.handle)
        (void)esp_https_ota_abort(update.handle);
    update.handle = nullptr;
    update.abortDue = false;
    ESP_LOGW(TAG, "Update aborted");
    enter(agent, Step::Idle, "aborted");
}

/// The sentence of the report, with the status of an answer that was no image.
void composeText(AgentUpdate &update, const char *text)
{
    TextWriter out{update.text, sizeof update.text};
    update.text[0] = '\0';
    out.add(text ? text : "the update failed");
    if (update.report.http_status >= 300) {
        out.add(" (HTTP status ");
        out.addDecimal(static_cast<uint64_t>(update.report.http_status));
        out.add(")");
    }
}

void failUpdate(otabench_agent &agent, esp_err_t code, const char *text)
{
    AgentUpdate &update = agent.update;
    if (update.abortDue)
        return; // the error is what ended the wait
    if (update.handle)
        (void)esp_https_ota_abort(update.handle);
    update.handle = nullptr;
    update.error = code;
    composeText(update, text);
    update.step = Step::Idle;
    update.phase = "failed";
    ESP_LOGE(TAG, "Update failed: %s (%s)", update.text, errorName(code));
    otabench_frame_writer_t *event = agent.beginEvent("ota");
    addProgress(update, event);
    addCosts(update, event);
    otabench_frame_add_text(event, "error", errorName(code));
    otabench_frame_add_hex32(event, "code", static_cast<uint32_t>(code));
    otabench_frame_add_text(event, "text", update.text);
    if (update.report.tls_error != 0) {
        otabench_frame_add_hex32(event, "tls", static_cast<uint32_t>(-update.report.tls_error));
        otabench_frame_add_hex32(event, "flags", update.report.verify_flags);
    }
    agent.sendEvent();
}

void connect(otabench_agent &agent)
{
    AgentUpdate &update = agent.update;
    if (update.attempts > 0 && agent.now() - update.retryAt >= UINT32_MAX / 2)
        return; // waits before it tries again
    esp_http_client_config_t http = {};
    http.url = update.url;
    http.cert_pem = agent.ca[0] ? agent.ca : nullptr;
    http.timeout_ms = static_cast<int>(update.timeoutMs);
    http.buffer_size = kReceiveBuffer;
    http.buffer_size_tx = kRequestBuffer;
    http.otabench_wait = answerMeanwhile;
    http.otabench_wait_context = &agent;
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.partial_http_download = update.partialBytes != 0;
    config.max_http_request_size = static_cast<int>(update.partialBytes);
    config.otabench_reconnects = update.retries;
    config.otabench_stall_ms = 3 * update.timeoutMs;
    // With a digest only one image is wanted: another one need not be fetched to be refused.
    config.otabench_restart_when_changed = !update.hasDigest;
    config.otabench_report = &update.report;
    update.restartsKnown = 0;
    config.otabench_decrypt = agent.decrypt;
    config.otabench_decrypt_optional = true;
    const esp_err_t result = esp_https_ota_begin(&config, &update.handle);
    if (result == ESP_OK) {
        enter(agent, Step::Describe, "connected");
    } else if (update.retries > 0 && !update.abortDue &&
               isTransient(result, update.report, update.report.http_status != 0)) {
        --update.retries;
        update.retryAt = agent.now() + backoffMs(update.attempts++);
        ESP_LOGW(TAG, "No connection, trying again (%u more)",
                 static_cast<unsigned>(update.retries));
    } else {
        failUpdate(agent, result, update.report.text);
    }
}

void describe(otabench_agent &agent)
{
    AgentUpdate &update = agent.update;
    esp_app_desc_t description;
    const esp_err_t result = esp_https_ota_get_img_desc(update.handle, &description);
    if (result != ESP_OK) {
        failUpdate(agent, result, update.report.text);
        return;
    }
    ESP_LOGI(TAG, "New image: %.32s, version %.32s", description.project_name, description.version);
    update.step = Step::Open;
    update.phase = "description";
    otabench_frame_writer_t *event = agent.beginEvent("ota");
    addProgress(update, event);
    addCosts(update, event);
    addBounded(event, "project", description.project_name, sizeof description.project_name);
    addBounded(event, "version", description.version, sizeof description.version);
    agent.sendEvent();
}

void open(otabench_agent &agent)
{
    AgentUpdate &update = agent.update;
    const esp_err_t result = esp_https_ota_perform(update.handle);
    if (result != ESP_ERR_HTTPS_OTA_IN_PROGRESS) {
        failUpdate(agent, result, update.report.text);
        return;
    }
    enter(agent, Step::Download, "chip");
    enter(agent, Step::Download, "download");
    update.lastEventMs = agent.now();
}

void download(otabench_agent &agent)
{
    AgentUpdate &update = agent.update;
    const esp_err_t result = esp_https_ota_perform(update.handle);
    if (result == ESP_OK) {
        enter(agent, Step::Verify, "verify");
        return;
    }
    if (result != ESP_ERR_HTTPS_OTA_IN_PROGRESS) {
        failUpdate(agent, result, update.report.text);
        return;
    }
    if (update.report.restarts != update.restartsKnown) {
        update.restartsKnown = update.report.restarts;
        enter(agent, Step::Describe, "connected");
        return;
    }
    if (agent.now() - update.lastEventMs < kProgressGapMs)
        return;
    update.lastEventMs = agent.now();
    enter(agent, Step::Download, "download");
}

/// Whether the image in the slot is the one that was asked for. A slot whose digest cannot be told
/// is left to the verification of finish, which says what is wrong.
bool isWantedImage(AgentUpdate &update)
{
    const esp_partition_t *slot = esp_ota_get_next_update_partition(nullptr);
    update.hasInstalledDigest =
        slot && esp_partition_get_sha256(slot, update.installedDigest) == ESP_OK;
    return !update.hasDigest || !update.hasInstalledDigest ||
           memcmp(update.installedDigest, update.digest, sizeof update.digest) == 0;
}

/// After finish: the slot is selected, and what is in it is told to a host that may not know.
void tellSwitch(otabench_agent &agent)
{
    AgentUpdate &update = agent.update;
    update.step = Step::Idle;
    update.phase = "switch";
    otabench_frame_writer_t *event = agent.beginEvent("ota");
    addProgress(update, event);
    addCosts(update, event);
    otabench_frame_add_bytes(event, "image", update.installedDigest,
                             update.hasInstalledDigest ? sizeof update.installedDigest : 0);
    agent.sendEvent();
}

void verify(otabench_agent &agent)
{
    AgentUpdate &update = agent.update;
    const otabench_port_t *port = agent.port;
    if (!isWantedImage(update)) {
        failUpdate(agent, ESP_ERR_OTA_VALIDATE_FAILED,
                   "the server's file is not the image that was asked for");
        return;
    }
    const uint8_t flag = 1;
    const esp_err_t noted =
        port->setting_set(port->ctx, kConfirmSetting, &flag, update.confirmSelf ? sizeof flag : 0);
    if (noted != ESP_OK && update.confirmSelf) {
        failUpdate(agent, noted, "the wish to confirm the new image could not be stored");
        return;
    }
    const esp_err_t result = esp_https_ota_finish(update.handle);
    update.handle = nullptr;
    if (result != ESP_OK) {
        failUpdate(agent, result, update.report.text);
        return;
    }
    tellSwitch(agent);
    enter(agent, Step::Idle, "finish");
    ESP_LOGI(TAG, "Update done, restarting");
    enter(agent, Step::Idle, "reboot");
    agent.planRestart();
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

bool hasField(const otabench_frame_t &request, const char *key)
{
    const size_t keyLength = strlen(key);
    const char *at = request.fields;
    const char *end = request.fields + request.fields_length;
    // " key=value key=value": a space inside a value is encoded, so that this finds keys only.
    while (at && static_cast<size_t>(end - at) >= keyLength + 2) {
        if (memcmp(at + 1, key, keyLength) == 0 && at[keyLength + 1] == '=')
            return true;
        at = static_cast<const char *>(memchr(at + 1, ' ', static_cast<size_t>(end - at) - 1));
    }
    return false;
}

/// image=: 64 lower-case hexadecimal digits, or not there.
bool readDigest(const otabench_frame_t &request, AgentUpdate &update)
{
    char text[65];
    update.hasDigest = false;
    if (!hasField(request, "image"))
        return true;
    if (otabench_frame_get(&request, "image", text, sizeof text) != 64)
        return false;
    for (size_t i = 0; i < sizeof update.digest; ++i) {
        const int high = hexValue(text[2 * i]);
        const int low = hexValue(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        update.digest[i] = static_cast<uint8_t>(high << 4 | low);
    }
    update.hasDigest = true;
    return true;
}

/// An optional number, within limits. @return false when it is there and wrong.
bool readNumber(const otabench_frame_t &request, const char *key, uint32_t preset, uint32_t largest,
                uint32_t &value)
{
    value = preset;
    if (!hasField(request, key))
        return true;
    return otabench_frame_get_uint(&request, key, &value) && value <= largest;
}

/// Reads the options of `start`. @return what is wrong with them, or nullptr.
const char *readOptions(const otabench_frame_t &request, AgentUpdate &update)
{
    if (!readNumber(request, "partial", 0, INT32_MAX, update.partialBytes) ||
        (update.partialBytes != 0 && update.partialBytes < kSmallestPartial))
        return "partial= must be a number of bytes, at least 1024";
    if (!readNumber(request, "timeout", kDefaultTimeoutMs, kLongestTimeoutMs, update.timeoutMs) ||
        update.timeoutMs == 0)
        return "timeout= must be from 1 to 120000 milliseconds";
    if (!readNumber(request, "retries", kDefaultRetries, kMostRetries, update.retries))
        return "retries= must be from 0 to 100";
    char who[8] = "host";
    if (hasField(request, "confirm") &&
        otabench_frame_get(&request, "confirm", who, sizeof who) < 0)
        who[0] = '\0';
    update.confirmSelf = strcmp(who, "self") == 0;
    if (!update.confirmSelf && strcmp(who, "host") != 0)
        return "confirm= must be host or self";
    return readDigest(request, update) ? nullptr
                                       : "image= must be 64 lower-case hexadecimal digits";
}

/// Whether an update may start now. @return what stands against it, or nullptr.
const char *obstacle(otabench_agent &agent, const char *url, esp_err_t &code)
{
    code = ESP_ERR_INVALID_STATE;
    if (isUpdating(agent))
        return "another update is running";
    code = OTABENCH_ERR_AGENT_RESTARTING;
    if (agent.restartPlanned)
        return "the board is about to restart: ask again once it is back";
    code = ESP_ERR_OTA_ROLLBACK_INVALID_STATE;
    if (otabench_self_test_is_running(&agent.selfTest))
        return "the running image is not confirmed yet: confirm it or roll back first";
    code = ESP_ERR_INVALID_ARG;
    if (hasOtherScheme(url, "https"))
        return "only https addresses can be fetched";
    return nullptr;
}

} // namespace

bool isUpdating(const otabench_agent &agent)
{
    return agent.update.step != Step::Idle;
}

void startUpdate(otabench_agent &agent, const otabench_frame_t &request)
{
    AgentUpdate &update = agent.update;
    char *url = agent.scratch;
    const int length = otabench_frame_get(&request, "url", url, sizeof agent.scratch);
    if (length <= 0) {
        agent.refuse(request, ESP_ERR_INVALID_ARG, "start needs url=");
        return;
    }
    const bool busy = isUpdating(agent) || (agent.restartPlanned && update.error == ESP_OK);
    if (busy && strcmp(url, update.url) == 0) {
        agent.acknowledge(request);
        return;
    }
    esp_err_t code = ESP_OK;
    const char *wrong = obstacle(agent, url, code);
    if (!wrong) {
        code = ESP_ERR_INVALID_ARG;
        wrong = readOptions(request, update);
    }
    if (wrong) {
        agent.refuse(request, code, wrong);
        return;
    }
    memcpy(update.url, url, static_cast<size_t>(length) + 1);
    update.report = {};
    update.attempts = 0;
    update.abortDue = false;
    update.error = ESP_OK;
    update.text[0] = '\0';
    agent.acknowledge(request);
    ESP_LOGI(TAG, "Update from %s", update.url);
    enter(agent, Step::Connect, "start");
}

void abortUpdate(otabench_agent &agent)
{
    if (!isUpdating(agent))
        return;
    if (agent.update.inStep)
        agent.update.abortDue = true;
    else
        endAborted(agent);
}

void addCosts(const AgentUpdate &update, otabench_frame_writer_t *writer)
{
    const otabench_https_ota_report_t &report = update.report;
    if (report.connections == 0)
        return;
    otabench_frame_add_uint(writer, "speed", report.bytes_per_second);
    if (update.step == Step::Download)
        return; // five times a second: no more than changes
    otabench_frame_add_uint(writer, "connections", report.connections);
    otabench_frame_add_uint(writer, "resumed", report.resumed);
    otabench_frame_add_uint(writer, "handshake", report.handshake_ms);
    otabench_frame_add_uint(writer, "reconnects", report.reconnects);
    otabench_frame_add_uint(writer, "restarts", report.restarts);
    otabench_frame_add_uint(writer, "heapmin", report.heap_minimum);
    otabench_frame_add_uint(writer, "stackmin", report.stack_minimum);
}

void stepUpdate(otabench_agent &agent)
{
    AgentUpdate &update = agent.update;
    update.inStep = true;
    switch (update.step) {
    case Step::Idle:
        break;
    case Step::Connect:
        connect(agent);
        break;
    case Step::Describe:
        describe(agent);
        break;
    case Step::Open:
        open(agent);
        break;
    case Step::Download:
        download(agent);
        break;
    case Step::Verify:
        verify(agent);
        break;
    }
    update.inStep = false;
    if (update.abortDue)
        endAborted(agent);
}

} // namespace otabench::firmware
