// A client's connection: making it, keeping it, reading from it.
//
// While the network is waited for, the application's otabench_wait callback is called every
// kWaitSliceMs; it can end the wait. Without one a wait is a single call of the port.
#include "http_client.h"

#include <string.h>

#include "esp_log.h"

static const char *const TAG = "HTTP_CLIENT";

ESP_EVENT_DEFINE_BASE(ESP_HTTP_CLIENT_EVENT);

using otabench::firmware::kNetCancelled;
using otabench::firmware::kNetTimeout;

namespace {

constexpr int kConnectionReset = -0x50; // MBEDTLS_ERR_NET_CONN_RESET, as ports report it
constexpr int kErrnoReset = 104;        // ECONNRESET, on boards as well as on Linux
constexpr uint32_t kWaitSliceMs = 50;

} // namespace

void esp_http_client::emit(esp_http_client_event_id_t id, void *data, int length)
{
    postEvent(id);
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

void esp_http_client::postEvent(esp_http_client_event_id_t id)
{
    // Nobody may listen, or the queue may be full: the handler above is the way that is sure.
    if (id == HTTP_EVENT_ON_DATA) {
        const esp_http_client_on_data_t data = {this, bodyBytes};
        (void)esp_event_post(ESP_HTTP_CLIENT_EVENT, id, &data, sizeof data, 0);
    } else if (id == HTTP_EVENT_REDIRECT) {
        const esp_http_client_redirect_event_data_t data = {this, parser.head().status};
        (void)esp_event_post(ESP_HTTP_CLIENT_EVENT, id, &data, sizeof data, 0);
    } else {
        esp_http_client *self = this;
        (void)esp_event_post(ESP_HTTP_CLIENT_EVENT, id, &self, sizeof self, 0);
    }
}

bool esp_http_client::headIsLate() const
{
    constexpr uint32_t kTimeOuts = 3;
    return (port->clock_ms(port->ctx) - headDeadlineFrom) / kTimeOuts >= timeoutMs;
}

bool esp_http_client::keepGoing()
{
    if (wait && !cancelled)
        cancelled = !wait(waitContext);
    return !cancelled;
}

uint32_t esp_http_client::slice(uint32_t left) const
{
    return wait && left > kWaitSliceMs ? kWaitSliceMs : left;
}

esp_err_t esp_http_client::connect()
{
    otabench_net_config_t config = {};
    config.host = url.host;
    config.port = url.port;
    config.family = family;
    config.tls = url.tls;
    config.ca_pem = trust.caPem;
    config.ca_length = trust.caLength;
    config.use_bundle = trust.useBundle;
    config.skip_name_check = trust.skipNameCheck;
    config.expected_name = trust.expectedName[0] ? trust.expectedName : nullptr;
    config.client_cert_pem = trust.clientCert;
    config.client_cert_length = trust.clientCertLength;
    config.client_key_pem = trust.clientKey;
    config.client_key_length = trust.clientKeyLength;
    config.client_key_password = trust.clientKeyPassword;
    config.client_key_password_length = trust.clientKeyPasswordLength;
    config.session = url.tls ? session : nullptr;
    config.keep_alive = keepAlive;
    config.timeout_ms = timeoutMs;
    netError = {};
    rxBegin = rxEnd = 0;
    reused = false;
    cancelled = false;
    connectCode = port->net_open(port->ctx, &config, &net);
    if (connectCode == ESP_OK) {
        do
            connectCode = port->net_connect(port->ctx, net, slice(timeoutMs), &netError);
        while (connectCode == ESP_ERR_NOT_FINISHED && keepGoing());
    }
    if (connectCode == ESP_OK) {
        port->net_info(port->ctx, net, &netInfo);
        ++connections;
        if (netInfo.resumed)
            ++resumptions;
        emit(HTTP_EVENT_ON_CONNECTED);
        return ESP_OK;
    }
    if (net)
        port->net_close(port->ctx, net);
    net = nullptr;
    if (cancelled)
        return OTABENCH_ERR_HTTP_CANCELLED;
    forgetSession(); // whatever is wrong, the next attempt is made without old secrets
    ESP_LOGE(TAG, "Connection failed, sock < 0");
    emit(HTTP_EVENT_ERROR);
    return ESP_ERR_HTTP_CONNECT;
}

void esp_http_client::disconnect()
{
    if (!net)
        return;
    if (keepSession && url.tls) { // as late as possible: TLS 1.3 hands tickets over when it likes
        otabench_net_session_t *taken = port->net_session(port->ctx, net);
        if (taken) {
            forgetSession();
            session = taken;
        }
    }
    port->net_close(port->ctx, net);
    net = nullptr;
    rxBegin = rxEnd = 0;
    awaitsResponse = false;
    emit(HTTP_EVENT_DISCONNECTED);
}

void esp_http_client::forgetSession()
{
    port->net_session_free(port->ctx, session);
    session = nullptr;
}

bool esp_http_client::canReuse() const
{
    return net && !awaitsResponse && parser.isComplete() && parser.head().keepAlive &&
           rxBegin == rxEnd;
}

int esp_http_client::receive(uint32_t limitMs)
{
    rxBegin = rxEnd = 0;
    int got = kNetTimeout;
    for (uint32_t left = limitMs;;) {
        const uint32_t now = slice(left);
        got = port->net_read(port->ctx, net, rx, rxCapacity, now);
        left -= now;
        if (got != kNetTimeout || left == 0)
            break;
        if (!keepGoing())
            return kNetCancelled;
    }
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

namespace otabench::firmware {

void keepSession(esp_http_client_handle_t client)
{
    client->keepSession = true;
}

ConnectionFacts connectionFacts(esp_http_client_handle_t client)
{
    return {client->connections, client->resumptions, client->netInfo};
}

bool keepGoing(esp_http_client_handle_t client)
{
    return client->keepGoing();
}

bool isCancelled(esp_http_client_handle_t client)
{
    return client->cancelled;
}

} // namespace otabench::firmware
