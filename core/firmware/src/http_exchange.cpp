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

namespace {

constexpr int kNetTimeout = -1;
constexpr int kConnectionReset = -0x50; // MBEDTLS_ERR_NET_CONN_RESET, as ports report it
constexpr int kErrnoReset = 104;        // ECONNRESET, on boards as well as on Linux
constexpr uint64_t kDrainLimit = 16384; // a longer rest is dropped with its connection

void onHeader(void *context, char *key, char *value)
{
    auto *client = static_cast<esp_http_client *>(context);
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

void esp_http_client::emit(esp_http_client_event_id_t id, void *data, int length)
{
    if (!onEvent)
        return;
    esp_http_client_event_t event = {};
    event.event_id = id;
    event.client = this;
    event.data = data;
    event.data_len = length;
    event.user_data = userData;
    (void)onEvent(&event);
}

esp_err_t esp_http_client::connect()
{
    otabench_net_config_t config = {};
    config.host = url.host;
    config.port = url.port;
    config.tls = url.tls;
    config.ca_pem = caPem;
    config.use_bundle = useBundle;
    config.skip_name_check = skipNameCheck;
    config.expected_name = expectedName[0] ? expectedName : nullptr;
    config.client_cert_pem = clientCertPem;
    config.client_key_pem = clientKeyPem;
    config.timeout_ms = timeoutMs;
    netError = {};
    connectCode = port->net_connect(port->ctx, &config, &net, &netError);
    rxBegin = rxEnd = 0;
    reused = false;
    if (connectCode != ESP_OK) {
        net = nullptr;
        ESP_LOGE(TAG, "Connection failed, sock < 0");
        emit(HTTP_EVENT_ERROR);
        return ESP_ERR_HTTP_CONNECT;
    }
    emit(HTTP_EVENT_ON_CONNECTED);
    return ESP_OK;
}

void esp_http_client::disconnect()
{
    if (!net)
        return;
    port->net_close(port->ctx, net);
    net = nullptr;
    rxBegin = rxEnd = 0;
    awaitsResponse = false;
    emit(HTTP_EVENT_DISCONNECTED);
}

bool esp_http_client::canReuse() const
{
    return net && !awaitsResponse && parser.isComplete() && parser.head().keepAlive &&
           rxBegin == rxEnd;
}

int esp_http_client::receive()
{
    rxBegin = rxEnd = 0;
    const int got = port->net_read(port->ctx, net, rx, rxCapacity);
    timedOut = got == kNetTimeout;
    if (got > 0)
        rxEnd = static_cast<size_t>(got);
    if (got < kNetTimeout) {
        netError.tls_error = got;
        netError.sys_errno = got == kConnectionReset ? kErrnoReset : 0;
    }
    return got;
}

esp_err_t esp_http_client::resend()
{
    disconnect();
    const esp_err_t connected = connect();
    if (connected != ESP_OK)
        return connected;
    awaitsResponse = true;
    const int sent = port->net_write(port->ctx, net, tx, requestLength);
    return sent < 0 ? ESP_ERR_HTTP_WRITE_DATA : ESP_OK;
}

esp_err_t esp_http_client_open(esp_http_client_handle_t client, int write_len)
{
    if (!client || write_len < 0)
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
    client->parser.start(client->method == HTTP_METHOD_HEAD, onHeader, client);
    client->awaitsResponse = true;
    client->sentBody = write_len > 0;
    const otabench_port_t *port = client->port;
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
        const int got = client->receive();
        if (got == kNetTimeout) {
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
    size_t filled = 0;
    for (;;) {
        filled += takeReceived(*client, buffer + filled, capacity - filled);
        if (filled == capacity || client->parser.isComplete())
            return static_cast<int>(filled);
        if (client->parser.hasFailed() || !client->net)
            return filled > 0 ? static_cast<int>(filled) : -1;
        const int got = client->receive();
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

void drainOrClose(esp_http_client_handle_t client)
{
    const ResponseHead &head = client->parser.head();
    const bool bounded = head.hasLength && head.length <= kDrainLimit;
    if (!client->parser.isComplete() && (!bounded || !head.keepAlive))
        client->disconnect();
    else
        (void)esp_http_client_flush_response(client, nullptr);
}

} // namespace otabench::firmware

namespace {

/// One request with its whole response.
esp_err_t exchange(esp_http_client_handle_t client)
{
    const esp_err_t opened = esp_http_client_open(client, 0);
    if (opened != ESP_OK)
        return opened;
    const int64_t length = esp_http_client_fetch_headers(client);
    if (length == -ESP_ERR_HTTP_EAGAIN)
        return ESP_ERR_HTTP_EAGAIN;
    if (length < 0)
        return client->parser.isTooLong() ? ESP_ERR_HTTP_HEADER_TOO_LONG
                                          : ESP_ERR_HTTP_FETCH_HEADER;
    return ESP_OK;
}

} // namespace

esp_err_t esp_http_client_perform(esp_http_client_handle_t client)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    client->redirects = 0;
    for (;;) {
        const esp_err_t exchanged = exchange(client);
        if (exchanged != ESP_OK)
            return exchanged;
        const int status = client->parser.head().status;
        if (!otabench::firmware::isRedirect(status) || !client->followRedirects)
            break;
        if (!otabench::firmware::countRedirect(client))
            return ESP_ERR_HTTP_MAX_REDIRECT;
        client->emit(HTTP_EVENT_REDIRECT);
        otabench::firmware::drainOrClose(client);
        const esp_err_t redirected = esp_http_client_set_redirection(client);
        if (redirected != ESP_OK)
            return redirected;
    }
    if (esp_http_client_flush_response(client, nullptr) != ESP_OK) {
        ESP_LOGE(TAG, "Incomlete data received, ret=%d, status=%d", ESP_FAIL,
                 client->parser.head().status);
        return client->timedOut ? ESP_ERR_HTTP_EAGAIN : ESP_ERR_HTTP_INCOMPLETE_DATA;
    }
    client->emit(HTTP_EVENT_ON_FINISH);
    if (!client->parser.head().keepAlive)
        client->disconnect();
    return ESP_OK;
}
