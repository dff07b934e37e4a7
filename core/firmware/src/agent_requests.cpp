// The agent's requests, but for `start` and `abort`: identify, certificates, trial, restart.
#include "agent.h"

#include <inttypes.h>
#include <string.h>

#include "error_names.h"
#include "esp_log.h"
#include "esp_system.h"
#include "http_client.h"
#include "secure_version.h"

static const char *const TAG = "otabench_agent";

namespace otabench::firmware {
namespace {

constexpr size_t kPieceLimit = 128; // characters of base64url a ca-data carries

size_t lengthOf(const char *text, size_t capacity)
{
    const void *end = memchr(text, '\0', capacity);
    return end ? static_cast<size_t>(static_cast<const char *>(end) - text) : capacity;
}

template <size_t Capacity>
void addField(otabench_frame_writer_t *writer, const char *key, const char (&text)[Capacity])
{
    otabench_frame_add(writer, key, text, lengthOf(text, Capacity));
}

const char *resetName(uint8_t reason)
{
    switch (reason) {
    case ESP_RST_POWERON:
        return "poweron";
    case ESP_RST_EXT:
        return "external";
    case ESP_RST_SW:
        return "software";
    case ESP_RST_PANIC:
        return "panic";
    case ESP_RST_INT_WDT:
    case ESP_RST_TASK_WDT:
    case ESP_RST_WDT:
        return "watchdog";
    case ESP_RST_BROWNOUT:
        return "brownout";
    default:
        return "other";
    }
}

void appendHex(TextWriter &out, const uint8_t *bytes, size_t length, const char *between)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    for (size_t i = 0; i < length; ++i) {
        const char pair[3] = {kDigits[bytes[i] >> 4], kDigits[bytes[i] & 0xf], '\0'};
        if (i > 0)
            out.add(between);
        out.add(pair);
    }
}

void addMac(const otabench_chip_t &chip, otabench_frame_writer_t *writer)
{
    char text[18];
    TextWriter out{text, sizeof text};
    appendHex(out, chip.mac, sizeof chip.mac, ":");
    otabench_frame_add_text(writer, "mac", text);
}

void addSlots(otabench_frame_writer_t *writer)
{
    char text[320];
    TextWriter out{text, sizeof text};
    text[0] = '\0';
    for (int i = 0; i < 16; ++i) {
        const esp_partition_t *slot =
            esp_partition_find_first(ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_OTA(i), nullptr);
        if (!slot)
            break;
        out.add(i > 0 ? "," : "");
        out.add(slot->label);
        out.add(":");
        out.addDecimal(slot->size);
    }
    otabench_frame_add_text(writer, "slots", text);
}

/// Writes digests into the agent's scratch.
void listDigests(otabench_agent &agent, const uint8_t (*digests)[32], uint32_t count)
{
    static_assert(sizeof agent.scratch > otabench_agent::kCaLimit * 65);
    static_assert(otabench_agent::kCaLimit >= OTABENCH_KEY_DIGESTS_MAX);
    TextWriter out{agent.scratch, sizeof agent.scratch};
    agent.scratch[0] = '\0';
    for (uint32_t i = 0; i < count; ++i) {
        out.add(i > 0 ? "," : "");
        appendHex(out, digests[i], sizeof digests[i], "");
    }
}

/// What the board asks of an image. The keys are left out where an answer has no room for them.
void addDemands(otabench_agent &agent, otabench_frame_writer_t *writer)
{
    constexpr size_t kFrameEnd = 9; // * and the CRC
    const otabench_port_t &port = *agent.port;
    if (hasAntiRollback(&port))
        otabench_frame_add_uint(writer, "secmin", port.secure_version(port.ctx));
    otabench_frame_add_uint(writer, "decrypts", agent.decrypt ? 1 : 0);
    if (!agent.hasKeys)
        return;
    listDigests(agent, agent.keys.digests, agent.keys.count);
    if (writer->length + strlen(" keys=") + strlen(agent.scratch) + kFrameEnd <=
        OTABENCH_AGENT_REPLY_MAX)
        otabench_frame_add_text(writer, "keys", agent.scratch);
}

void identify(otabench_agent &agent, const otabench_frame_t &request)
{
    const otabench_port_t &port = *agent.port;
    const esp_app_desc_t &description = *esp_app_get_description();
    const esp_partition_t *next = esp_ota_get_next_update_partition(nullptr);
    otabench_frame_writer_t *answer = agent.beginAnswer(request);
    otabench_frame_add_uint(answer, "proto", OTABENCH_AGENT_PROTOCOL_VERSION);
    otabench_frame_add_text(answer, "component", kComponentVersion);
    addMac(*port.chip, answer);
    otabench_frame_add_text(answer, "chip", port.chip->chip_name);
    otabench_frame_add_uint(answer, "revision", port.chip->chip_revision);
    addField(answer, "project", description.project_name);
    addField(answer, "idf", description.idf_ver);
    otabench_frame_add_bytes(answer, "elf", description.app_elf_sha256,
                             sizeof description.app_elf_sha256);
    otabench_frame_add_uint(answer, "secver", description.secure_version);
    otabench_frame_add_text(answer, "next", next ? next->label : "");
    addSlots(answer);
    otabench_frame_add_uint(answer, "heap", port.heap_free(port.ctx));
    otabench_frame_add_uint(answer, "heapmin", port.heap_minimum(port.ctx));
    otabench_frame_add_uint(answer, "stackmin", port.stack_minimum(port.ctx));
    addFingerprints(agent, answer);
    addBootFields(agent, answer);
    addDemands(agent, answer);
    agent.sendAnswer();
}

void status(otabench_agent &agent, const otabench_frame_t &request)
{
    const AgentUpdate &update = agent.update;
    otabench_frame_writer_t *answer = agent.beginAnswer(request);
    otabench_frame_add_text(answer, "phase", update.phase);
    otabench_frame_add_uint(answer, "bytes", update.report.bytes);
    otabench_frame_add_uint(answer, "total", update.report.total);
    addCosts(update, answer);
    if (update.error != ESP_OK) {
        otabench_frame_add_text(answer, "error", errorName(update.error));
        otabench_frame_add_text(answer, "text", update.text);
    }
    agent.sendAnswer();
}

void beginCa(otabench_agent &agent, const otabench_frame_t &request)
{
    uint32_t size = 0;
    uint32_t crc = 0;
    if (!otabench_frame_get_uint(&request, "size", &size) ||
        !otabench_frame_get_hex32(&request, "crc", &crc) || size == 0 ||
        size > OTABENCH_AGENT_CA_MAX) {
        agent.refuse(request, ESP_ERR_INVALID_ARG, "ca-begin needs size= from 1 to 4096 and crc=");
        return;
    }
    CaTransfer &transfer = agent.transfer;
    transfer.open = true;
    transfer.size = size;
    transfer.crc = crc;
    memset(transfer.received, 0, sizeof transfer.received);
    agent.acknowledge(request);
}

void takeCaPiece(otabench_agent &agent, const otabench_frame_t &request)
{
    CaTransfer &transfer = agent.transfer;
    if (!transfer.open) {
        agent.refuse(request, ESP_ERR_INVALID_STATE, "ca-data without ca-begin");
        return;
    }
    char text[kPieceLimit + 1];
    uint8_t bytes[kPieceLimit];
    uint32_t offset = 0;
    const int textLength = otabench_frame_get(&request, "data", text, sizeof text);
    const int length =
        textLength < 0
            ? -1
            : otabench_base64url_decode(text, static_cast<size_t>(textLength), bytes, sizeof bytes);
    const bool numbered = otabench_frame_get_uint(&request, "offset", &offset);
    if (length < 0 || !numbered || offset > transfer.size ||
        static_cast<uint32_t>(length) > transfer.size - offset) {
        agent.refuse(request, ESP_ERR_INVALID_ARG,
                     "ca-data needs offset= and data= that lie inside the announced size");
        return;
    }
    memcpy(transfer.text + offset, bytes, static_cast<size_t>(length));
    for (uint32_t i = offset; i < offset + static_cast<uint32_t>(length); ++i)
        transfer.received[i / 8] = static_cast<uint8_t>(transfer.received[i / 8] | 1U << i % 8);
    agent.acknowledge(request);
}

bool isWhole(const CaTransfer &transfer)
{
    for (uint32_t i = 0; i < transfer.size; ++i) {
        if ((transfer.received[i / 8] >> i % 8 & 1) == 0)
            return false;
    }
    return otabench_crc32(0, transfer.text, transfer.size) == transfer.crc;
}

/// Takes the received text as the trusted set. @return what is wrong with it, or nullptr.
const char *adoptCa(otabench_agent &agent, esp_err_t &code)
{
    const otabench_port_t *port = agent.port;
    CaTransfer &transfer = agent.transfer;
    code = ESP_ERR_INVALID_STATE;
    if (!transfer.open)
        return "ca-commit without ca-begin";
    if (isUpdating(agent))
        return "the CA cannot be changed during an update";
    code = ESP_ERR_INVALID_CRC;
    if (!isWhole(transfer))
        return "bytes are missing, or the CRC is wrong: send the pieces again";
    // The present text goes into the transfer's place, so that nothing is lost when storing fails.
    const size_t oldLength = strlen(agent.ca);
    char *fresh = transfer.text;
    code = ESP_ERR_INVALID_ARG;
    if (memchr(fresh, '\0', transfer.size))
        return "the text is not PEM";
    for (size_t i = 0; i < transfer.size || i < oldLength; ++i) {
        const char old = i < oldLength ? agent.ca[i] : '\0';
        agent.ca[i] = i < transfer.size ? fresh[i] : '\0';
        fresh[i] = old;
    }
    agent.ca[transfer.size] = '\0';
    transfer.open = false;
    uint8_t fingerprints[otabench_agent::kCaLimit][32];
    const bool parses =
        port->ca_fingerprints(port->ctx, agent.ca, fingerprints, otabench_agent::kCaLimit) > 0;
    const esp_err_t stored = parses
                                 ? port->setting_set(port->ctx, kCaSetting, agent.ca, transfer.size)
                                 : ESP_ERR_INVALID_ARG;
    if (stored == ESP_OK)
        return nullptr;
    memcpy(agent.ca, fresh, oldLength);
    agent.ca[oldLength] = '\0';
    code = stored;
    return parses ? "the certificates could not be stored"
                  : "the text holds no certificate that can be read";
}

void commitCa(otabench_agent &agent, const otabench_frame_t &request)
{
    esp_err_t code = ESP_OK;
    const char *wrong = adoptCa(agent, code);
    if (wrong) {
        agent.refuse(request, code, wrong);
        return;
    }
    ESP_LOGI(TAG, "Trusted CA certificates replaced");
    otabench_frame_writer_t *answer = agent.beginAnswer(request);
    addFingerprints(agent, answer);
    agent.sendAnswer();
}

void confirm(otabench_agent &agent, const otabench_frame_t &request)
{
    const bool wasOnTrial = otabench_self_test_is_running(&agent.selfTest);
    const esp_err_t result = wasOnTrial ? confirmRunning(agent) : ESP_OK;
    if (result != ESP_OK)
        agent.refuse(request, result, "the running image could not be confirmed");
    else
        agent.acknowledge(request);
    if (wasOnTrial && result == ESP_OK)
        ESP_LOGI(TAG, "The running image is confirmed");
}

void rollBack(otabench_agent &agent, const otabench_frame_t &request)
{
    if (isUpdating(agent)) {
        agent.refuse(request, ESP_ERR_INVALID_STATE, "an update is running: abort it first");
        return;
    }
    const esp_err_t result = otabench_self_test_fail(&agent.selfTest);
    if (result != ESP_OK) {
        agent.refuse(request, result,
                     result == ESP_ERR_OTA_ROLLBACK_FAILED
                         ? "there is no previous image to go back to"
                         : "the running image could not be marked invalid");
        return;
    }
    agent.acknowledge(request);
    ESP_LOGI(TAG, "Going back to the previous image");
    agent.planRestart();
}

void restart(otabench_agent &agent, const otabench_frame_t &request)
{
    abortUpdate(agent);
    agent.acknowledge(request);
    agent.planRestart();
}

void blink(otabench_agent &agent, const otabench_frame_t &request)
{
    constexpr uint32_t kDefaultMs = 5000;
    constexpr uint32_t kMostMs = 60'000;
    if (!agent.led) {
        agent.refuse(request, ESP_ERR_NOT_SUPPORTED, "this firmware has named no LED to blink");
        return;
    }
    uint32_t length = kDefaultMs;
    if (otabench_frame_get_uint(&request, "ms", &length) && length > kMostMs) {
        agent.refuse(request, ESP_ERR_INVALID_ARG, "the LED blinks for at most 60000 ms");
        return;
    }
    ESP_LOGI(TAG, "The LED blinks for %" PRIu32 " ms: here I am", length);
    agent.blinking = true;
    agent.blinkNext = agent.now();
    agent.blinkUntil = agent.blinkNext + length;
    agent.acknowledge(request);
}

void abortAndAnswer(otabench_agent &agent, const otabench_frame_t &request)
{
    abortUpdate(agent);
    agent.acknowledge(request);
}

struct Request
{
    const char *word;
    void (*carryOut)(otabench_agent &agent, const otabench_frame_t &request);
};

constexpr Request kRequests[] = {
    {"identify", identify},  {"ca-begin", beginCa},  {"ca-data", takeCaPiece},
    {"ca-commit", commitCa}, {"start", startUpdate}, {"abort", abortAndAnswer},
    {"confirm", confirm},    {"rollback", rollBack}, {"restart", restart},
    {"status", status},      {"blink", blink},
};

} // namespace

void carryOut(otabench_agent &agent, const otabench_frame_t &request)
{
    for (const Request &each : kRequests) {
        if (otabench_frame_is(&request, each.word)) {
            each.carryOut(agent, request);
            return;
        }
    }
    agent.refuse(request, ESP_ERR_NOT_SUPPORTED, "the agent does not know this request");
}

void addFingerprints(otabench_agent &agent, otabench_frame_writer_t *writer)
{
    uint8_t fingerprints[otabench_agent::kCaLimit][32];
    const int count = agent.ca[0]
                          ? agent.port->ca_fingerprints(agent.port->ctx, agent.ca, fingerprints,
                                                        otabench_agent::kCaLimit)
                          : 0;
    listDigests(agent, fingerprints, static_cast<uint32_t>(count));
    otabench_frame_add_text(writer, "cas", agent.scratch);
}

void addBootFields(otabench_agent &agent, otabench_frame_writer_t *writer)
{
    const esp_partition_t *running = esp_ota_get_running_partition();
    addField(writer, "version", esp_app_get_description()->version);
    otabench_frame_add_bytes(writer, "image", agent.runningDigest,
                             agent.hasRunningDigest ? sizeof agent.runningDigest : 0);
    otabench_frame_add_text(writer, "slot", running ? running->label : "");
    otabench_frame_add_text(writer, "state", runningState());
    otabench_frame_add_text(writer, "reset", resetName(agent.port->chip->reset_reason));
    otabench_frame_add_uint(writer, "boots", agent.boots);
    otabench_frame_add_uint(writer, "trial", otabench_self_test_left_ms(&agent.selfTest));
}

void sendStateEvent(otabench_agent &agent, const char *state)
{
    otabench_frame_add_text(agent.beginEvent("state"), "state", state);
    agent.sendEvent();
}

const char *runningState()
{
    const esp_partition_t *running = esp_ota_get_running_partition();
    esp_ota_img_states_t state = ESP_OTA_IMG_UNDEFINED;
    if (!running || esp_ota_get_state_partition(running, &state) == ESP_ERR_NOT_SUPPORTED)
        return "none";
    switch (state) {
    case ESP_OTA_IMG_NEW:
        return "new";
    case ESP_OTA_IMG_PENDING_VERIFY:
        return "pending-verify";
    case ESP_OTA_IMG_VALID:
        return "valid";
    case ESP_OTA_IMG_INVALID:
        return "invalid";
    case ESP_OTA_IMG_ABORTED:
        return "aborted";
    default:
        return "undefined";
    }
}

esp_err_t confirmRunning(otabench_agent &agent)
{
    const esp_err_t result = otabench_self_test_pass(&agent.selfTest);
    if (result != ESP_OK) {
        ESP_LOGE(TAG, "The running image could not be confirmed: %s", esp_err_to_name(result));
        return result;
    }
    (void)agent.port->setting_set(agent.port->ctx, kConfirmSetting, nullptr, 0);
    sendStateEvent(agent, runningState());
    return ESP_OK;
}

const char *errorName(esp_err_t code)
{
    const char *name = nameOfUpdateError(code);
    return name ? name : esp_err_to_name(code);
}

} // namespace otabench::firmware
