// esp_http_client: connecting, sending a request and reading its response.
//
//   open            connects unless the open connection can be reused; sends the head
//   fetch_headers   reads until the response's head is whole
//   read            body bytes; perform() does all three, with redirects
//
// A reused connection may have been closed by the server in the meantime: if it ends before the
// first byte of the response, the request is sent once more over a new one.
#include "http_client.h"

#include <string.h>

#include "esp_log.h"

static const char *const TAG = "HTTP_CLIENT";

using otabench::firmware::ResponseParser;

using otabench::firmware::kNetTimeout;

namespace {

constexpr uint64_t kDrainLimit = 16384; // a longer rest is dropped with its connection

void tellStatus(esp_http_client &client)
{
    if (client.statusTold)
        return;
    client.statusTold = true;
    int status = client.parser.head().status;
    client.emit(HTTP_EVENT_ON_STATUS_CODE, &status, sizeof status);
}

void onHeader(void *context, char *key, char *value)
{
    auto *client = static_cast<esp_http_client *>(context);
    tellStatus(*client);
    (void)client->answered.set(key, value);
    client->postEvent(HTTP_EVENT_ON_HEADER);
    if (!client->onEvent)
        return;
    esp_http_client_event_t event = {};
    event.event_id = HTTP_EVENT_ON_HEADER;
    event.client = client;
    event.user_data = client->userData;
    event.header_key = key;
    event.header_value = value;
    (void)client->onEvent(&event);
}

} // namespace

esp_err_t esp_http_client_open(esp_http_client_handle_t client, int write_len)
{
    if (!client || write_len < -1)
        return ESP_ERR_INVALID_ARG;
    if (!client->url.supported) {
        ESP_LOGE(TAG, "No transport found");
        return ESP_ERR_HTTP_INVALID_TRANSPORT;
    }
    client->requestLength = client->buildRequest(write_len);
    if (client->requestLength == 0) {
        ESP_LOGE(TAG, "Out of buffer");
        return ESP_FAIL;
    }
    if (client->canReuse()) {
        client->reused = true;
    } else {
        client->disconnect();
        const esp_err_t connected = client->connect();
        if (connected != ESP_OK)
            return connected;
    }
    const otabench_port_t *port = client->port;
    client->parser.start(client->method == HTTP_METHOD_HEAD, onHeader, client);
    client->answered.use(client->tx + 2 * client->txCapacity, esp_http_client::kAnsweredCapacity);
    client->statusTold = false;
    client->bodyBytes = 0;
    client->awaitsResponse = true;
    client->sentBody = write_len != 0;
    client->headDeadlineFrom = port->clock_ms(port->ctx);
    int sent = port->net_write(port->ctx, client->net, client->tx, client->requestLength);
    if (sent < 0 && client->reused)
        sent = client->resend() == ESP_OK ? 0 : -1;
    if (sent < 0) {
        ESP_LOGE(TAG, "Error write request");
        client->emit(HTTP_EVENT_ERROR);
        client->disconnect();
        return ESP_ERR_HTTP_WRITE_DATA;
    }
    client->emit(HTTP_EVENT_HEADERS_SENT);
    return ESP_OK;
}

int esp_http_client_chunk_write_begin(esp_http_client_handle_t client, int len)
{
    if (!client || len <= 0)
        return -1;
    char line[11];
    size_t at = sizeof line;
    line[--at] = '\n';
    line[--at] = '\r';
    for (auto rest = static_cast<unsigned>(len); rest != 0; rest >>= 4)
        line[--at] = "0123456789abcdef"[rest & 0xf];
    const auto size = static_cast<int>(sizeof line - at);
    return esp_http_client_write(client, line + at, size) == size ? 0 : -1;
}

int esp_http_client_chunk_write_end(esp_http_client_handle_t client, bool last_chunk)
{
    const int size = last_chunk ? 7 : 2;
    return esp_http_client_write(client, "\r\n0\r\n\r\n", size) == size ? 0 : -1;
}

int esp_http_client_write(esp_http_client_handle_t client, const char *buffer, int len)
{
    if (!client || !client->net || !client->awaitsResponse || !buffer || len < 0)
        return -1;
    const otabench_port_t *port = client->port;
    const int sent = port->net_write(port->ctx, client->net, buffer, static_cast<size_t>(len));
    return sent < 0 ? -1 : len;
}

int64_t esp_http_client_fetch_headers(esp_http_client_handle_t client)
{
    if (!client || !client->net || !client->awaitsResponse)
        return ESP_FAIL;
    ResponseParser &parser = client->parser;
    while (!parser.isHeadDone()) {
        const int got = client->receive(client->timeoutMs);
        if (client->cancelled) {
            client->disconnect();
            return ESP_FAIL;
        }
        if (got == kNetTimeout || client->headIsLate()) {
            ESP_LOGW(TAG, "Connection timed out before data was ready!");
            return -ESP_ERR_HTTP_EAGAIN;
        }
        if (got <= 0) {
            const bool again = client->reused && !parser.hasStarted() && !client->sentBody;
            if (again && client->resend() == ESP_OK)
                continue;
            client->emit(HTTP_EVENT_ERROR);
            client->disconnect();
            return ESP_FAIL;
        }
        client->rxBegin = parser.takeHead(client->rx, client->rxEnd);
    }
    client->awaitsResponse = false;
    if (parser.hasFailed()) {
        ESP_LOGE(TAG, "HTTP parser error: %s",
                 parser.isTooLong() ? "header too long" : "not an HTTP response");
        client->emit(HTTP_EVENT_ERROR);
        client->disconnect();
        return ESP_FAIL;
    }
    tellStatus(*client);
    client->emit(HTTP_EVENT_ON_HEADERS_COMPLETE);
    const auto &head = parser.head();
    return head.hasLength ? static_cast<int64_t>(head.length) : 0;
}

namespace {

/// Moves body bytes that are in rx already. @return how many.
size_t takeReceived(esp_http_client &client, char *buffer, size_t capacity)
{
    size_t filled = 0;
    while (filled < capacity && client.rxBegin < client.rxEnd) {
        const size_t rest = client.rxEnd - client.rxBegin;
        // The parser may use up frame bytes beside the body's, so it is shown all of them; the room
        // limits it by what is offered.
        const size_t offered = rest < capacity - filled ? rest : capacity - filled;
        uint8_t *from = client.rx + client.rxBegin;
        const ResponseParser::Piece piece = client.parser.takeBody(from, offered);
        memcpy(buffer + filled, from + piece.offset, piece.length);
        filled += piece.length;
        client.rxBegin += piece.consumed;
        client.bodyBytes += static_cast<int64_t>(piece.length);
        if (piece.length > 0)
            client.emit(HTTP_EVENT_ON_DATA, buffer + filled - piece.length,
                        static_cast<int>(piece.length));
        if (piece.consumed == 0)
            break;
    }
    return filled;
}

/// How a read that got nothing more ends, after `filled` bytes.
int endOfRead(esp_http_client &client, int got, size_t filled)
{
    if (got == kNetTimeout) {
        ESP_LOGD(TAG, "Connection timed out before data was ready!");
        return filled > 0 ? static_cast<int>(filled) : -ESP_ERR_HTTP_EAGAIN;
    }
    if (got < kNetTimeout) {
        if (client.cancelled) {
            client.disconnect();
            return filled > 0 ? static_cast<int>(filled) : -1;
        }
        ESP_LOGW(TAG, "esp_transport_read returned:%d and errno:%d ", got,
                 client.netError.sys_errno);
        ESP_LOGE(TAG, "transport_read: error - %d | %s", ESP_FAIL, "ESP_FAIL");
        client.disconnect(); // so that the next call fails, too
    }
    if (got == 0)
        client.parser.closed();
    if (filled > 0)
        return static_cast<int>(filled);
    return client.parser.isComplete() ? 0 : -1;
}

} // namespace

int esp_http_client_read(esp_http_client_handle_t client, char *buffer, int len)
{
    if (!client || !buffer || len < 0)
        return -1;
    const auto capacity = static_cast<size_t>(len);
    const otabench_port_t *port = client->port;
    const uint32_t begun = port->clock_ms(port->ctx);
    size_t filled = 0;
    for (;;) {
        filled += takeReceived(*client, buffer + filled, capacity - filled);
        if (filled == capacity || client->parser.isComplete())
            return static_cast<int>(filled);
        if (client->parser.hasFailed() || !client->net)
            return filled > 0 ? static_cast<int>(filled) : -1;
        const uint32_t passed = port->clock_ms(port->ctx) - begun;
        if (filled > 0 && passed >= client->timeoutMs)
            return static_cast<int>(filled);
        const int got = client->receive(client->timeoutMs);
        if (got <= 0)
            return endOfRead(*client, got, filled);
    }
}

int esp_http_client_read_response(esp_http_client_handle_t client, char *buffer, int len)
{
    int filled = 0;
    while (filled < len) {
        const int got = esp_http_client_read(client, buffer + filled, len - filled);
        if (got == 0)
            break;
        if (got < 0)
            return filled > 0 ? filled : got;
        filled += got;
    }
    return filled;
}

esp_err_t esp_http_client_flush_response(esp_http_client_handle_t client, int *len)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    char dropped[64];
    int total = 0;
    int got = 0;
    while ((got = esp_http_client_read(client, dropped, sizeof dropped)) > 0 && total >= 0)
        total = total > 0x7fffff00 ? -1 : total + got;
    if (len)
        *len = total;
    if (client->parser.isComplete())
        return ESP_OK;
    client->disconnect();
    return ESP_FAIL;
}

namespace otabench::firmware {

int postLength(esp_http_client_handle_t client)
{
    return client->post ? client->postLength : 0;
}

esp_err_t sendPost(esp_http_client_handle_t client)
{
    const int length = postLength(client);
    if (length == 0 || esp_http_client_write(client, client->post, length) == length)
        return ESP_OK;
    ESP_LOGE(TAG, "Error write data");
    client->emit(HTTP_EVENT_ERROR);
    client->disconnect();
    return ESP_ERR_HTTP_WRITE_DATA;
}

void drainOrClose(esp_http_client_handle_t client)
{
    const ResponseHead &head = client->parser.head();
    const otabench_port_t *port = client->port;
    const uint32_t begun = port->clock_ms(port->ctx);
    char dropped[64];
    uint64_t total = 0;
    bool goesOn = head.keepAlive;
    while (goesOn && !client->parser.isComplete()) {
        const int got = esp_http_client_read(client, dropped, sizeof dropped);
        total += got > 0 ? static_cast<uint64_t>(got) : 0;
        goesOn = got > 0 && total <= kDrainLimit &&
                 port->clock_ms(port->ctx) - begun < client->timeoutMs;
    }
    if (!client->parser.isComplete())
        client->disconnect();
}

} // namespace otabench::firmware

namespace {

/// One request and its response's head.
esp_err_t exchange(esp_http_client_handle_t client)
{
    const esp_err_t opened = esp_http_client_open(client, otabench::firmware::postLength(client));
    if (opened != ESP_OK)
        return opened;
    const esp_err_t sent = otabench::firmware::sendPost(client);
    if (sent != ESP_OK)
        return sent;
    const int64_t length = esp_http_client_fetch_headers(client);
    if (length >= 0)
        return ESP_OK;
    if (client->cancelled)
        return OTABENCH_ERR_HTTP_CANCELLED;
    if (length == -ESP_ERR_HTTP_EAGAIN)
        return ESP_ERR_HTTP_EAGAIN;
    return client->parser.isTooLong() ? ESP_ERR_HTTP_HEADER_TOO_LONG : ESP_ERR_HTTP_FETCH_HEADER;
}

/// After a response's head: whether another request follows, by a redirect or a challenge.
/// @return ESP_OK: this response is the last; ESP_ERR_NOT_FINISHED: ask again.
esp_err_t prepareNext(esp_http_client_handle_t client)
{
    const int status = client->parser.head().status;
    if (status == HttpStatus_Unauthorized && client->maxAuthorizations > 0) {
        if (esp_http_client_add_auth(client) != ESP_OK)
            return ESP_OK;
        otabench::firmware::drainOrClose(client);
        return ESP_ERR_NOT_FINISHED;
    }
    if (!otabench::firmware::isRedirect(status))
        return ESP_OK;
    client->emit(HTTP_EVENT_REDIRECT);
    if (!client->followRedirects)
        return ESP_OK;
    if (!otabench::firmware::countRedirect(client))
        return ESP_ERR_HTTP_MAX_REDIRECT;
    otabench::firmware::drainOrClose(client);
    const esp_err_t redirected = esp_http_client_set_redirection(client);
    return redirected == ESP_OK ? ESP_ERR_NOT_FINISHED : redirected;
}

} // namespace

esp_err_t esp_http_client_perform(esp_http_client_handle_t client)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    otabench::firmware::resetRedirects(client);
    esp_err_t result = ESP_OK;
    do {
        result = exchange(client);
        if (result == ESP_OK)
            result = prepareNext(client);
    } while (result == ESP_ERR_NOT_FINISHED);
    if (result != ESP_OK)
        return result;
    if (esp_http_client_flush_response(client, nullptr) != ESP_OK) {
        if (client->cancelled)
            return OTABENCH_ERR_HTTP_CANCELLED;
        ESP_LOGE(TAG, "Incomlete data received, ret=%d, status=%d", ESP_FAIL,
                 client->parser.head().status);
        return client->timedOut ? ESP_ERR_HTTP_EAGAIN : ESP_ERR_HTTP_INCOMPLETE_DATA;
    }
    client->emit(HTTP_EVENT_ON_FINISH);
    if (!client->parser.head().keepAlive)
        client->disconnect();
    return ESP_OK;
}
