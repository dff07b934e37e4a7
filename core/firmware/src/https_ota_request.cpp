// The network side of an update: requests, what their answers mean, and lost connections.
#include "https_ota.h"

#include <string.h>

#include "esp_log.h"
#include "esp_tls_errors.h"
#include "http_client.h"

static const char *const TAG = "esp_https_ota";

namespace otabench::firmware {
namespace {

/// Judges "ask again", as after a redirect; never leaves this file.
constexpr esp_err_t kAskAgain = ESP_ERR_HTTPS_OTA_IN_PROGRESS;
constexpr uint32_t kWaitStepMs = 100;
constexpr size_t kRangeCapacity = 40;
constexpr const char *kCancelledText = "the update was cancelled";

/// Notes why the last connection failed.
void noteConnectionError(HttpsOta &ota)
{
    int tlsError = 0;
    int flags = 0;
    ota.report->tls_code =
        esp_http_client_get_and_clear_last_tls_error(ota.client, &tlsError, &flags);
    ota.report->tls_error = -tlsError;
    ota.report->verify_flags = static_cast<uint32_t>(flags);
}

/// A sentence for a connection that failed.
const char *connectionText(const otabench_https_ota_report_t &report)
{
    constexpr uint32_t kNameMismatch = 0x04; // MBEDTLS_X509_BADCERT_CN_MISMATCH
    constexpr uint32_t kNotTrusted = 0x08;   // MBEDTLS_X509_BADCERT_NOT_TRUSTED
    if (report.verify_flags & kNotTrusted)
        return "the server's certificate is not signed by a CA that the board trusts";
    if (report.verify_flags & kNameMismatch)
        return "the server's certificate is for another name than the URL's";
    if (report.verify_flags != 0)
        return "the server's certificate was refused";
    switch (report.tls_code) {
    case ESP_ERR_ESP_TLS_CANNOT_RESOLVE_HOSTNAME:
        return "the server's name was not found";
    case ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT:
        return "the server could not be reached in time";
    case ESP_ERR_MBEDTLS_X509_CRT_PARSE_FAILED:
        return "the board's CA certificate cannot be read";
    case ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED:
        return "the TLS handshake with the server failed";
    default:
        return "the server could not be reached";
    }
}

/// Sets Range and If-Range for what is to come next.
esp_err_t setRange(HttpsOta &ota)
{
    ota.rangeSent = false;
    (void)esp_http_client_delete_header(ota.client, "Range");
    (void)esp_http_client_delete_header(ota.client, "If-Range");
    const uint32_t from = ota.fileOffset;
    const bool rest = ota.fileLengthKnown && ota.fileLength - from <= ota.requestSize;
    if (from == 0 && !ota.resumption && (!ota.partial || rest))
        return ESP_OK;
    char text[kRangeCapacity];
    TextWriter range{text, sizeof text};
    range.add("bytes=");
    range.addDecimal(from);
    range.add("-");
    if (ota.partial && !rest)
        range.addDecimal(uint64_t{from} + ota.requestSize - 1);
    else if (ota.partial && ota.fileLengthKnown)
        range.addDecimal(ota.fileLength - 1);
    ota.rangeSent = true;
    esp_err_t result = esp_http_client_set_header(ota.client, "Range", text);
    if (result == ESP_OK && from > 0 && ota.report->validator[0])
        result = esp_http_client_set_header(ota.client, "If-Range", ota.report->validator);
    return result;
}

esp_err_t followRedirect(HttpsOta &ota)
{
    if (!countRedirect(ota.client))
        return ota.fail(ESP_ERR_HTTP_MAX_REDIRECT, "the server redirects too often");
    drainOrClose(ota.client);
    const esp_err_t result = esp_http_client_set_redirection(ota.client);
    if (result == ESP_OK)
        return kAskAgain;
    ESP_LOGE(TAG, "URL redirection Failed");
    return ota.fail(result, result == ESP_ERR_HTTP_REDIRECT_DOWNGRADE
                                ? "the server redirects from https to an unprotected address"
                                : "the server redirects to an address that cannot be read");
}

esp_err_t answerChallenge(HttpsOta &ota, int status)
{
    if (ota.maxAuthorizations <= 0) {
        ESP_LOGE(TAG, "Reached max_authorization_retries (%d)", status);
        return ota.fail(ESP_FAIL, "the server wants a login");
    }
    const esp_err_t result = esp_http_client_add_auth(ota.client);
    if (result == ESP_OK) {
        drainOrClose(ota.client);
        return kAskAgain;
    }
    ESP_LOGE(TAG, "Authorization Failed");
    return ota.fail(result, result == ESP_FAIL
                                ? "the server refuses the user name or the password"
                                : "the server wants a login that the board cannot give");
}

esp_err_t judgeRefusal(HttpsOta &ota, int status)
{
    if (status == HttpStatus_NotFound || status == HttpStatus_Forbidden) {
        ESP_LOGE(TAG, "File not found(%d)", status);
        return ota.fail(ESP_FAIL, status == HttpStatus_NotFound
                                      ? "the server does not have this file"
                                      : "the server does not give this file to the board");
    }
    if (status >= HttpStatus_InternalError) {
        ESP_LOGE(TAG, "Server error (%d)", status);
        return ota.fail(ESP_FAIL, "the server reports an error of its own");
    }
    ESP_LOGE(TAG, "Client error (%d)", status);
    return ota.fail(ESP_FAIL, "the server refuses the request");
}

/// What a status means. @return ESP_OK: the body is (a part of) the image.
esp_err_t judgeStatus(HttpsOta &ota, int status)
{
    if (isRedirect(status))
        return followRedirect(ota);
    switch (status) {
    case HttpStatus_NotModified:
        ESP_LOGI(TAG, "OTA image not modified since last request (status code: %d)", status);
        return ota.fail(ESP_ERR_HTTP_NOT_MODIFIED, "the image is the same as last time");
    case HttpStatus_RangeNotSatisfiable:
        ESP_LOGW(TAG, "Requested range is incorrect (status code: %d)", status);
        ota.changed = ota.fileLengthKnown && ota.fileOffset < ota.fileLength;
        return ota.fail(ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE, "the server's file has no such range");
    case HttpStatus_Unauthorized:
        return answerChallenge(ota, status);
    default:
        return status >= HttpStatus_BadRequest ? judgeRefusal(ota, status) : ESP_OK;
    }
}

/// Opens, sends, reads the head, follows redirects.
esp_err_t exchange(HttpsOta &ota)
{
    ota.answered = false;
    resetRedirects(ota.client);
    for (;;) {
        esp_err_t opened = esp_http_client_open(ota.client, postLength(ota.client));
        if (opened == ESP_OK)
            opened = sendPost(ota.client);
        if (opened == OTABENCH_ERR_HTTP_CANCELLED)
            return ota.fail(opened, kCancelledText);
        if (opened != ESP_OK) {
            ESP_LOGE(TAG, "Failed to open HTTP connection: %s", esp_err_to_name(opened));
            noteConnectionError(ota);
            return ota.fail(opened, connectionText(*ota.report));
        }
        const int64_t length = esp_http_client_fetch_headers(ota.client);
        if (isCancelled(ota.client))
            return ota.fail(OTABENCH_ERR_HTTP_CANCELLED, kCancelledText);
        if (length == -ESP_ERR_HTTP_EAGAIN)
            return ota.fail(ESP_ERR_HTTP_READ_TIMEOUT, "the server did not answer in time");
        if (length < 0 && isHeaderTooLong(ota.client))
            return ota.fail(ESP_ERR_HTTP_HEADER_TOO_LONG,
                            "the server's answer has a header that is too long");
        if (length < 0)
            return ota.fail(ESP_FAIL, "the server closed the connection without a valid answer");
        ota.answered = true;
        ota.report->http_status = esp_http_client_get_status_code(ota.client);
        const esp_err_t judged = judgeStatus(ota, ota.report->http_status);
        if (judged != kAskAgain)
            return judged;
    }
}

esp_err_t fileChanged(HttpsOta &ota)
{
    ESP_LOGW(TAG, "The file on the server is another one than before");
    ota.changed = true;
    return ota.fail(ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE,
                    "the file on the server changed during the download");
}

/// Whether the answer is about the file that the answers before were about, as far as both tell.
esp_err_t checkValidator(HttpsOta &ota)
{
    static_assert(sizeof ota.report->validator >= ResponseHead::kEtagCapacity);
    const ResponseHead &head = responseHead(ota.client);
    char *known = ota.report->validator;
    if (!known[0]) {
        const char *found = head.etag[0] ? head.etag : head.lastModified;
        (void)copyText(found, known, sizeof ota.report->validator);
        return ESP_OK;
    }
    const char *now = known[0] == '"' ? head.etag : head.lastModified;
    return !now[0] || strcmp(known, now) == 0 ? ESP_OK : fileChanged(ota);
}

/// An answer to a request for a range: the right range of the same file?
esp_err_t checkRange(HttpsOta &ota)
{
    const ResponseHead &head = responseHead(ota.client);
    constexpr int kPartialContent = 206;
    if (ota.rangeSent && head.status == kPartialContent) {
        if (!head.hasRange || head.rangeFirst != ota.fileOffset)
            return ota.fail(ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE,
                            "the server sent another range than was asked for");
        if (ota.fileLengthKnown && head.hasRangeTotal && head.rangeTotal != ota.fileLength)
            return fileChanged(ota);
        return ESP_OK;
    }
    if (!ota.rangeSent ? head.status != kPartialContent : ota.fileOffset == 0 && !ota.resumption)
        return ESP_OK; // the whole file, as asked for, or good enough at its start
    ESP_LOGW(TAG, "Server ignored the requested Range header");
    ota.changed = ota.report->validator[0] != '\0'; // by If-Range, most likely
    return ota.fail(ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE,
                    "the server sends the file only from its start, or the file changed");
}

esp_err_t takeLength(HttpsOta &ota)
{
    const ResponseHead &head = responseHead(ota.client);
    const esp_err_t same = checkValidator(ota);
    if (same != ESP_OK)
        return same;
    uint64_t length = 0;
    if (head.hasRange && ota.rangeSent && head.hasRangeTotal)
        length = head.rangeTotal;
    else if (head.hasLength && !(ota.rangeSent && ota.partial))
        length = head.length + (head.hasRange && ota.rangeSent ? head.rangeFirst : 0);
    else
        return ESP_OK;
    if (length > UINT32_MAX)
        return ota.fail(ESP_ERR_INVALID_SIZE, "the image is larger than any flash");
    if (ota.fileLengthKnown && ota.fileLength != length)
        return fileChanged(ota);
    ota.fileLengthKnown = length > 0; // length 0 counts as unknown, as in ESP-IDF
    ota.fileLength = static_cast<uint32_t>(length);
    return ESP_OK;
}

} // namespace

esp_err_t requestImage(HttpsOta &ota)
{
    ota.requestOffset = ota.fileOffset;
    if (ota.fileOffset == 0 && !ota.partial) { // nothing there that another file could not follow
        ota.fileLengthKnown = false;
        ota.report->validator[0] = '\0';
    }
    esp_err_t result = setRange(ota);
    if (result != ESP_OK)
        return ota.fail(result, "no room for the request's headers");
    result = exchange(ota);
    if (result == ESP_OK)
        result = checkRange(ota);
    if (result == ESP_OK)
        result = takeLength(ota);
    ota.startPatience();
    ota.updateReport();
    return result;
}

esp_err_t probeLength(HttpsOta &ota)
{
    (void)esp_http_client_set_method(ota.client, HTTP_METHOD_HEAD);
    const esp_err_t asked = esp_http_client_perform(ota.client);
    (void)esp_http_client_set_method(ota.client, HTTP_METHOD_GET);
    if (asked != ESP_OK) {
        ESP_LOGE(TAG, "ESP HTTP client perform failed: %d", asked);
        noteConnectionError(ota);
        return ota.fail(asked, asked == ESP_ERR_HTTP_CONNECT
                                   ? connectionText(*ota.report)
                                   : "the server did not answer the question for the file's size");
    }
    const int status = esp_http_client_get_status_code(ota.client);
    ota.report->http_status = status;
    if (status == HttpStatus_NotModified)
        return judgeStatus(ota, status);
    if (status == HttpStatus_Ok && esp_http_client_get_content_length(ota.client) > 0)
        return takeLength(ota);

    // No HEAD, or no length in its answer: ask for the first byte, and see how many there are.
    ota.rangeSent = true;
    esp_err_t result = esp_http_client_set_header(ota.client, "Range", "bytes=0-0");
    if (result == ESP_OK)
        result = exchange(ota);
    if (result == ESP_OK) {
        const bool whole = esp_http_client_get_status_code(ota.client) == HttpStatus_Ok;
        ota.rangeSent = !whole;
        const bool announced =
            whole ? responseHead(ota.client).hasLength : responseHead(ota.client).hasRangeTotal;
        result = announced ? takeLength(ota) : ESP_FAIL;
        if (!announced) {
            ESP_LOGE(TAG, "Failed to get image length from http response");
            result = ota.fail(ESP_FAIL, "the server does not tell the file's size");
        }
    }
    drainOrClose(ota.client);
    return result;
}

bool isTransient(esp_err_t code, const otabench_https_ota_report_t &report, bool answered)
{
    switch (code) {
    case ESP_ERR_HTTP_CONNECT:
        return report.verify_flags == 0 && report.tls_code != ESP_ERR_MBEDTLS_X509_CRT_PARSE_FAILED;
    case ESP_ERR_HTTP_READ_TIMEOUT:
    case ESP_ERR_HTTP_WRITE_DATA:
        return true;
    case ESP_FAIL:
        return !answered || report.http_status >= HttpStatus_InternalError;
    default:
        return false;
    }
}

uint32_t backoffMs(uint32_t attempt)
{
    constexpr uint32_t kFirstMs = 500;
    constexpr uint32_t kMostDoublings = 4;
    return kFirstMs << (attempt < kMostDoublings ? attempt : kMostDoublings);
}

bool isStalled(const HttpsOta &ota)
{
    return ota.port->clock_ms(ota.port->ctx) - ota.progressMs >= ota.stallMs;
}

esp_err_t judgeRead(HttpsOta &ota, int got)
{
    if (isCancelled(ota.client))
        return ota.fail(OTABENCH_ERR_HTTP_CANCELLED, kCancelledText);
    const bool silent = got > 0 || got == -ESP_ERR_HTTP_EAGAIN; // or nearly so
    if (silent && !isStalled(ota))
        return ESP_OK;
    if (ota.reconnectsLeft == 0) // in the original's words: it has others for the header
    {
        if (ota.state != HttpsOta::State::Begin)
            ESP_LOGE(TAG, "data read %d, errno %d", got, 0);
        else if (!silent)
            ESP_LOGE(TAG, "Connection closed, errno = %d", 0);
    }
    return silent ? planReconnect(ota, ESP_ERR_HTTP_READ_TIMEOUT,
                                  "the server has sent nothing, or nearly nothing, for too long")
                  : planReconnect(ota, ESP_FAIL, "the connection broke during the download");
}

bool mayStartOver(const HttpsOta &ota, esp_err_t result)
{
    constexpr uint32_t kMost = 3;
    return result == ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE && ota.changed && ota.restartWhenChanged &&
           ota.report->restarts < kMost;
}

esp_err_t startOver(HttpsOta &ota)
{
    ESP_LOGW(TAG, "Starting over with the new file");
    (void)esp_http_client_close(ota.client);
    if (ota.updateOpen)
        (void)esp_ota_abort(ota.update);
    ota.updateOpen = false;
    ++ota.report->restarts;
    ota.changed = false;
    ota.resumption = false;
    ota.lost = false;
    ota.state = HttpsOta::State::Begin;
    ota.headerLength = 0;
    ota.headerIsThere = false;
    ota.fileOffset = 0;
    ota.startOffset = 0;
    ota.startMs = ota.port->clock_ms(ota.port->ctx);
    ota.written = 0;
    ota.fileLengthKnown = false;
    ota.report->validator[0] = '\0';
    esp_err_t result = startDecryption(ota);
    if (result == ESP_OK && ota.partial)
        result = probeLength(ota);
    if (result == ESP_OK)
        result = requestImage(ota);
    if (result == ESP_OK && ota.report->total > ota.staging->size)
        result = ota.fail(ESP_ERR_INVALID_SIZE, "the image is larger than the board's slot");
    if (result == ESP_OK)
        return ESP_ERR_HTTPS_OTA_IN_PROGRESS;
    return isTransient(result, *ota.report, ota.answered)
               ? planReconnect(ota, result, ota.report->text)
               : result;
}

esp_err_t planReconnect(HttpsOta &ota, esp_err_t cause, const char *text)
{
    (void)esp_http_client_close(ota.client);
    if (ota.reconnectsLeft == 0)
        return ota.fail(cause, text);
    --ota.reconnectsLeft;
    ota.retryAt = ota.port->clock_ms(ota.port->ctx) + backoffMs(ota.report->reconnects);
    ++ota.report->reconnects;
    ota.lost = true;
    ESP_LOGW(TAG, "Connection lost after %u bytes, connecting again (%u more)",
             static_cast<unsigned>(ota.fileOffset), static_cast<unsigned>(ota.reconnectsLeft));
    return ESP_ERR_HTTPS_OTA_IN_PROGRESS;
}

esp_err_t reconnectStep(HttpsOta &ota)
{
    if (!keepGoing(ota.client))
        return ota.fail(OTABENCH_ERR_HTTP_CANCELLED, kCancelledText);
    const uint32_t left = ota.retryAt - ota.port->clock_ms(ota.port->ctx);
    if (left != 0 && left <= backoffMs(UINT32_MAX)) { // not passed yet, also when the clock wraps
        ota.port->delay_ms(ota.port->ctx, left < kWaitStepMs ? left : kWaitStepMs);
        return ESP_ERR_HTTPS_OTA_IN_PROGRESS;
    }
    ota.lost = false;
    const esp_err_t result = requestImage(ota);
    if (result == ESP_OK)
        return ESP_ERR_HTTPS_OTA_IN_PROGRESS;
    return isTransient(result, *ota.report, ota.answered)
               ? planReconnect(ota, result, ota.report->text)
               : result;
}

} // namespace otabench::firmware
