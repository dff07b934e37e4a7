// esp_https_ota: begin, perform, finish, abort. Requests and reconnects: https_ota_request.cpp;
// the image's header and the way into flash: https_ota_image.cpp.
#include "https_ota.h"

#include <string.h>

#include "construct.h"
#include "esp_log.h"
#include "http_client.h"

static const char *const TAG = "esp_https_ota";

ESP_EVENT_DEFINE_BASE(ESP_HTTPS_OTA_EVENT);

using otabench::firmware::HttpsOta;
using otabench::firmware::InPlace;

namespace otabench::firmware {

void HttpsOta::post(esp_https_ota_event_t event, const void *data, size_t size) const
{
    constexpr uint32_t kPatience = 2000;
    const esp_err_t result = esp_event_post(ESP_HTTPS_OTA_EVENT, event, data, size, kPatience);
    if (result != ESP_OK && result != ESP_ERR_INVALID_STATE) // no loop: nobody listens
        ESP_LOGE(TAG, "Failed to post https_ota event: %s", esp_err_to_name(result));
}

esp_err_t HttpsOta::fail(esp_err_t code, const char *text)
{
    report->text = text;
    return code;
}

void HttpsOta::updateReport()
{
    report->bytes = written;
    report->total =
        fileLengthKnown && fileLength > encryptedHeaderSize ? fileLength - encryptedHeaderSize : 0;
    const uint32_t passed = port->clock_ms(port->ctx) - startMs;
    const uint32_t came = fileOffset > startOffset ? fileOffset - startOffset : 0;
    const uint64_t speed = passed == 0 ? 0 : uint64_t{came} * 1000 / passed;
    report->bytes_per_second = speed < UINT32_MAX ? static_cast<uint32_t>(speed) : UINT32_MAX;
    const ConnectionFacts facts = connectionFacts(client);
    report->connections = facts.connections;
    report->resumed = facts.resumptions;
    report->handshake_ms = facts.last.handshake_ms;
    report->heap_minimum = port->heap_minimum(port->ctx);
    report->stack_minimum = port->stack_minimum(port->ctx);
}

void HttpsOta::count(size_t bytes)
{
    constexpr uint32_t kProgress = 1024;
    fileOffset += static_cast<uint32_t>(bytes);
    if (fileOffset - progressOffset >= kProgress)
        startPatience();
}

void HttpsOta::startPatience()
{
    progressMs = port->clock_ms(port->ctx);
    progressOffset = fileOffset;
}

namespace {

constexpr uint32_t kDefaultRequestSize = 65536;
constexpr uint32_t kDefaultStallMs = 30000;
constexpr int kDefaultAuthorizations = 10;

/// Where to tell what is wrong before there is an update to keep it.
esp_err_t refuse(const esp_https_ota_config_t *config, esp_err_t code, const char *text)
{
    if (config && config->otabench_report)
        config->otabench_report->text = text;
    return code;
}

esp_err_t checkConfig(const esp_https_ota_config_t &config)
{
    const esp_http_client_config_t &http = *config.http_config;
    const bool verified = http.cert_pem || http.use_global_ca_store || http.crt_bundle_attach;
    if (!verified && !config.otabench_allow_http) {
        ESP_LOGE(TAG, "No option for server verification is enabled in esp_http_client config.");
        return refuse(&config, ESP_ERR_INVALID_ARG, "the board has no CA certificate to trust");
    }
    if (!verified)
        ESP_LOGW(TAG, "Continuing with insecure option because CONFIG_ESP_HTTPS_OTA_ALLOW_HTTP is "
                      "set.");
    if (config.decrypt_cb && config.otabench_decrypt)
        return refuse(&config, ESP_ERR_INVALID_ARG, "the update has two ways of decryption");
    if (config.decrypt_cb && config.ota_resumption)
        return refuse(&config, ESP_ERR_NOT_SUPPORTED, "an encrypted image cannot be resumed");
    return ESP_OK;
}

void applyConfig(const esp_https_ota_config_t &config, HttpsOta &ota)
{
    const int authorizations = config.http_config->max_authorization_retries;
    ota.maxAuthorizations = authorizations != 0 ? authorizations : kDefaultAuthorizations;
    ota.bulkErase = config.bulk_flash_erase;
    ota.partial = config.partial_http_download;
    ota.requestSize = config.max_http_request_size > 0
                          ? static_cast<uint32_t>(config.max_http_request_size)
                          : kDefaultRequestSize;
    ota.decrypt = config.decrypt_cb;
    ota.decryptContext = config.decrypt_user_ctx;
    ota.encryptedHeaderSize = config.decrypt_cb ? config.enc_img_header_size : 0;
    ota.reconnectsLeft = config.otabench_reconnects;
    ota.stallMs = config.otabench_stall_ms != 0 ? config.otabench_stall_ms : kDefaultStallMs;
    // A decrypt_cb cannot be told that its file begins anew.
    ota.restartWhenChanged = config.otabench_restart_when_changed && !config.decrypt_cb;
    ota.decryptConfig = config.otabench_decrypt;
    ota.encryptionOptional = config.otabench_decrypt_optional;
    ota.resumption = config.ota_resumption;
    if (config.ota_resumption && config.ota_image_bytes_written >= HttpsOta::kHeaderSize &&
        config.ota_image_bytes_written <= UINT32_MAX)
        ota.fileOffset = static_cast<uint32_t>(config.ota_image_bytes_written);
    // One that does not fit is none of ours.
    if (ota.fileOffset > 0 && config.otabench_validator && !hasLineEnd(config.otabench_validator))
        (void)copyText(config.otabench_validator, ota.report->validator,
                       sizeof ota.report->validator);
    ota.startOffset = ota.fileOffset;
    ota.startMs = ota.port->clock_ms(ota.port->ctx);
}

/// Without verification of the server nothing may be fetched; the scheme of the URL decides, too.
esp_err_t checkScheme(const esp_https_ota_config_t &config, HttpsOta &ota)
{
    if (usesTls(ota.client) || config.otabench_allow_http)
        return ESP_OK;
    ESP_LOGE(TAG, "No option for server verification is enabled in esp_http_client config.");
    return ota.fail(ESP_ERR_INVALID_ARG, "an address without https is refused");
}

/// Length and first request.
esp_err_t connectOnce(HttpsOta &ota)
{
    if (ota.partial) {
        const esp_err_t probed = probeLength(ota);
        if (probed != ESP_OK)
            return probed;
    }
    return ota.encrypted && ota.fileOffset > 0 ? requestRestOfEncrypted(ota) : requestImage(ota);
}

/// First request, and, where a resumed download is not possible, the fall-back to a whole one.
esp_err_t connectFirst(HttpsOta &ota)
{
    esp_err_t result = connectOnce(ota);
    if (result != ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE || !ota.resumption)
        return result;
    ESP_LOGW(TAG, "OTA resumption requires server with range request support.");
    ESP_LOGE(TAG, "OTA resumption failed with err: %d.", result);
    ESP_LOGI(TAG, "Falling back to OTA without resumption and restarting download from beginning");
    (void)esp_http_client_close(ota.client);
    ota.resumption = false;
    ota.report->restarts += ota.changed ? 1 : 0;
    ota.changed = false;
    ota.fileOffset = 0;
    ota.startOffset = 0;
    ota.fileLengthKnown = false;
    ota.report->validator[0] = '\0'; // of the file that the resumed request met
    result = startDecryption(ota);
    return result == ESP_OK ? connectOnce(ota) : result;
}

esp_err_t beginSteps(const esp_https_ota_config_t &config, HttpsOta &ota)
{
    ota.client = esp_http_client_init(config.http_config);
    if (!ota.client) {
        ESP_LOGE(TAG, "Failed to initialise HTTP connection");
        return ota.fail(ESP_FAIL, "the URL cannot be read, or memory is short");
    }
    keepSession(ota.client);
    esp_err_t result = checkScheme(config, ota);
    if (result == ESP_OK)
        result = startDecryption(ota);
    if (result != ESP_OK)
        return result;
    if (config.http_client_init_cb) {
        result = config.http_client_init_cb(ota.client);
        if (result != ESP_OK) {
            ESP_LOGE(TAG, "http_client_init_cb returned 0x%x", static_cast<unsigned>(result));
            return ota.fail(result, "the application stopped the update");
        }
    }
    result = connectFirst(ota);
    if (result != ESP_OK) {
        // As in ESP-IDF a file that has not changed is told without the summary line.
        if (result != ESP_ERR_HTTP_NOT_MODIFIED)
            ESP_LOGE(TAG, "Failed to establish HTTP connection");
        return result;
    }
    ota.post(ESP_HTTPS_OTA_CONNECTED);
    ESP_LOGI(TAG, "Starting OTA...");
    return choosePartitions(config, ota);
}

void release(HttpsOta *ota)
{
    const otabench_port_t *port = ota->port;
    forgetDecryption(*ota);
    if (ota->client)
        (void)esp_http_client_cleanup(ota->client);
    port->release(port->ctx, ota->buffer);
    port->release(port->ctx, ota);
}

/// The first step: slot opened, header read, judged and written.
esp_err_t performFirst(HttpsOta &ota)
{
    if (!ota.updateOpen) {
        const esp_err_t opened = openPartition(ota);
        if (opened != ESP_OK)
            return opened;
    }
    if (ota.state == HttpsOta::State::Resume || !holdsImage(*ota.final)) {
        ota.state = HttpsOta::State::InProgress;
        return ESP_ERR_HTTPS_OTA_IN_PROGRESS;
    }
    const esp_err_t read = readHeader(ota);
    if (read != ESP_OK)
        return read;
    ota.state = HttpsOta::State::InProgress;
    return writeChunk(ota, ota.buffer, ota.headerLength, /*isHeader=*/true);
}

/// The response has ended: done, the next range, or a body that was too short.
esp_err_t onBodyEnd(HttpsOta &ota)
{
    if (!ota.fileLengthKnown || ota.fileOffset == ota.fileLength) {
        ESP_LOGD(TAG, "Connection closed");
        if (lacksTagBytes(ota)) {
            const esp_err_t rebuilt = rebuildTagStep(ota);
            if (rebuilt != ESP_OK)
                return rebuilt;
        }
        ota.state = HttpsOta::State::Success;
        return ESP_OK;
    }
    if (!hasNextPart(ota))
        return planReconnect(ota, ESP_FAIL, "the server sent less than it announced");
    ota.lost = true; // not lost, but the same step asks for the rest
    ota.retryAt = ota.port->clock_ms(ota.port->ctx);
    return reconnectStep(ota);
}

esp_err_t performNext(HttpsOta &ota)
{
    const int got = esp_http_client_read(ota.client, reinterpret_cast<char *>(ota.buffer),
                                         static_cast<int>(ota.capacity));
    if (got == 0)
        return onBodyEnd(ota);
    const esp_err_t judged = judgeRead(ota, got);
    if (judged != ESP_OK || got < 0)
        return judged == ESP_OK ? ESP_ERR_HTTPS_OTA_IN_PROGRESS : judged;
    const auto length = static_cast<uint32_t>(got);
    const uint32_t room = (ota.fileLengthKnown ? ota.fileLength : UINT32_MAX) - ota.fileOffset;
    if (length > room)
        return ota.fail(ESP_ERR_INVALID_SIZE, "the server sent more than it announced");
    ota.count(length);
    return writeChunk(ota, ota.buffer, length, /*isHeader=*/false);
}

/// A step, and what follows when it meets another file than the steps before.
esp_err_t performStep(HttpsOta &ota)
{
    if (ota.state != HttpsOta::State::InProgress)
        return performFirst(ota);
    if (ota.rebuildsTag)
        return onBodyEnd(ota);
    return ota.lost ? reconnectStep(ota) : performNext(ota);
}

HttpsOta *toOta(esp_https_ota_handle_t handle)
{
    return static_cast<HttpsOta *>(handle);
}

} // namespace
} // namespace otabench::firmware

using otabench::firmware::toOta;

esp_err_t esp_https_ota_begin(const esp_https_ota_config_t *ota_config,
                              esp_https_ota_handle_t *handle)
{
    using namespace otabench::firmware;
    if (handle)
        *handle = nullptr;
    if (ota_config && ota_config->otabench_report)
        *ota_config->otabench_report = {};
    (void)esp_event_post(ESP_HTTPS_OTA_EVENT, ESP_HTTPS_OTA_START, nullptr, 0, 0);
    if (!handle || !ota_config || !ota_config->http_config)
        return refuse(ota_config, ESP_ERR_INVALID_ARG, "the update's configuration is incomplete");
    const esp_err_t checked = checkConfig(*ota_config);
    if (checked != ESP_OK)
        return checked;

    const otabench_port_t *port = otabench_port_get();
    const int wanted = ota_config->http_config->buffer_size;
    const size_t capacity = wanted > static_cast<int>(HttpsOta::kHeaderSize)
                                ? static_cast<size_t>(wanted)
                                : HttpsOta::kHeaderSize;
    void *memory = port->allocate(port->ctx, sizeof(HttpsOta));
    void *buffer =
        memory ? port->allocate_caps(port->ctx, capacity, ota_config->buffer_caps) : nullptr;
    if (!buffer) {
        if (memory)
            port->release(port->ctx, memory);
        ESP_LOGE(TAG, "Couldn't allocate memory to upgrade data buffer");
        return refuse(ota_config, ESP_ERR_NO_MEM, "the board is short of memory");
    }
    auto *ota = new (memory, InPlace{}) HttpsOta{};
    ota->port = port;
    ota->buffer = static_cast<uint8_t *>(buffer);
    ota->capacity = capacity;
    ota->report = ota_config->otabench_report ? ota_config->otabench_report : &ota->ownReport;
    applyConfig(*ota_config, *ota);
    const esp_err_t result = beginSteps(*ota_config, *ota);
    if (result != ESP_OK) {
        release(ota);
        return result;
    }
    ota->written =
        ota->encrypted && ota->fileOffset > 0 ? ota->encrypted->position() : ota->fileOffset;
    ota->state = ota->fileOffset > 0 ? HttpsOta::State::Resume : HttpsOta::State::Begin;
    ota->updateReport();
    *handle = ota;
    return ESP_OK;
}

esp_err_t esp_https_ota_perform(esp_https_ota_handle_t handle)
{
    using namespace otabench::firmware;
    if (!handle) {
        ESP_LOGE(TAG, "esp_https_ota_perform: Invalid argument");
        return ESP_ERR_INVALID_ARG;
    }
    HttpsOta &ota = *toOta(handle);
    if (ota.state == HttpsOta::State::Success) {
        ESP_LOGE(TAG, "Invalid ESP HTTPS OTA State");
        return ota.fail(ESP_FAIL, "the download is complete already");
    }
    const esp_err_t result = performStep(ota);
    return mayStartOver(ota, result) ? startOver(ota) : result;
}

bool esp_https_ota_is_complete_data_received(esp_https_ota_handle_t handle)
{
    if (!handle)
        return false;
    const HttpsOta &ota = *toOta(handle);
    if (ota.fileLengthKnown)
        return ota.fileOffset == ota.fileLength;
    return !ota.lost && esp_http_client_is_complete_data_received(ota.client);
}

esp_err_t esp_https_ota_finish(esp_https_ota_handle_t handle)
{
    using namespace otabench::firmware;
    if (!handle)
        return ESP_ERR_INVALID_ARG;
    HttpsOta &ota = *toOta(handle);
    const esp_err_t result = closePartition(ota);
    ota.post(ESP_HTTPS_OTA_FINISH);
    release(&ota);
    return result;
}

esp_err_t esp_https_ota_abort(esp_https_ota_handle_t handle)
{
    using namespace otabench::firmware;
    (void)esp_event_post(ESP_HTTPS_OTA_EVENT, ESP_HTTPS_OTA_ABORT, nullptr, 0, 0);
    if (!handle)
        return ESP_ERR_INVALID_ARG;
    HttpsOta *ota = toOta(handle);
    const esp_err_t result = ota->updateOpen ? esp_ota_abort(ota->update) : ESP_OK;
    release(ota);
    return result;
}

int esp_https_ota_get_image_len_read(esp_https_ota_handle_t handle)
{
    if (!handle || toOta(handle)->state == HttpsOta::State::Begin ||
        toOta(handle)->written > INT32_MAX)
        return -1;
    return static_cast<int>(toOta(handle)->written);
}

int esp_https_ota_get_image_size(esp_https_ota_handle_t handle)
{
    if (!handle || toOta(handle)->report->total == 0 || toOta(handle)->report->total > INT32_MAX)
        return -1;
    return static_cast<int>(toOta(handle)->report->total);
}

int esp_https_ota_get_status_code(esp_https_ota_handle_t handle)
{
    return handle ? esp_http_client_get_status_code(toOta(handle)->client) : -1;
}

esp_err_t esp_https_ota(const esp_https_ota_config_t *ota_config)
{
    if (!ota_config || !ota_config->http_config)
        return ESP_ERR_INVALID_ARG;
    if (ota_config->ota_resumption)
        return ESP_ERR_NOT_SUPPORTED;
    esp_https_ota_handle_t handle = nullptr;
    esp_err_t result = esp_https_ota_begin(ota_config, &handle);
    if (result != ESP_OK)
        return result;
    do
        result = esp_https_ota_perform(handle);
    while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);
    if (result == ESP_OK)
        return esp_https_ota_finish(handle);
    (void)esp_https_ota_abort(handle);
    return result;
}
