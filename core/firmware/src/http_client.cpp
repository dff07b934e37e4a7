// esp_http_client: making a client, its settings, and what it can tell.
#include "http_client.h"

#include <string.h>

#include "construct.h"
#include "esp_log.h"

using otabench::firmware::copyText;
using otabench::firmware::hasLineEnd;
using otabench::firmware::InPlace;
using otabench::firmware::isMethod;
using otabench::firmware::Url;

static const char *const TAG = "HTTP_CLIENT";

namespace {

constexpr int kDefaultTimeoutMs = 5000;
constexpr size_t kDefaultBuffer = 512;
constexpr int kDefaultRedirects = 10;
constexpr int kDefaultAuthorizations = 10;
constexpr const char *kDefaultUserAgent = "ESP32 HTTP Client/1.0";

size_t sizeOrDefault(int size)
{
    return size > 0 ? static_cast<size_t>(size) : kDefaultBuffer;
}

uint16_t secondsOr(int value, uint16_t preset)
{
    return value > 0 && value <= 0x7fff ? static_cast<uint16_t>(value) : preset;
}

/// host, port, path and query of a configuration without URL.
bool assignParts(const esp_http_client_config_t &config, Url &url)
{
    url.supported = config.transport_type != HTTP_TRANSPORT_UNKNOWN;
    url.tls = config.transport_type == HTTP_TRANSPORT_OVER_SSL;
    url.bracketed = strchr(config.host, ':') != nullptr;
    if (config.port < 0 || config.port > 0xffff || hasLineEnd(config.host))
        return false;
    url.port = static_cast<uint16_t>(config.port != 0 ? config.port : (url.tls ? 443 : 80));
    url.target[0] = '/';
    url.target[1] = '\0';
    if (!copyText(config.host, url.host, sizeof url.host) ||
        !otabench::firmware::resolveUrl(config.path, url))
        return false;
    if (!config.query)
        return true;
    otabench::firmware::TextWriter target{url.target, sizeof url.target, strlen(url.target)};
    target.add("?");
    target.add(config.query);
    return !target.overflow && !hasLineEnd(config.query) && !strchr(config.query, ' ');
}

/// What can fail in taking over the configuration. @return false: the configuration is unusable.
bool applyTexts(const esp_http_client_config_t &config, esp_http_client &client)
{
    Url &url = client.url;
    const bool parts = config.host && config.path;
    if (parts ? !assignParts(config, url) : !otabench::firmware::parseUrl(config.url, url)) {
        ESP_LOGE(TAG, "Error parse url %s", config.url ? config.url : "(none)");
        return false;
    }
    if (config.username && !copyText(config.username, url.user, sizeof url.user))
        return false;
    if (config.password && !copyText(config.password, url.password, sizeof url.password))
        return false;
    if (config.common_name &&
        !copyText(config.common_name, client.trust.expectedName, sizeof client.trust.expectedName))
        return false;
    const char *agent = config.user_agent ? config.user_agent : kDefaultUserAgent;
    return !hasLineEnd(agent) && copyText(agent, client.userAgent, sizeof client.userAgent);
}

void applySettings(const esp_http_client_config_t &config, esp_http_client &client)
{
    client.method = config.method;
    client.timeoutMs =
        static_cast<uint32_t>(config.timeout_ms > 0 ? config.timeout_ms : kDefaultTimeoutMs);
    client.maxRedirects =
        config.max_redirection_count > 0 ? config.max_redirection_count : kDefaultRedirects;
    client.followRedirects = !config.disable_auto_redirect;
    client.authType = config.auth_type;
    client.maxAuthorizations = config.max_authorization_retries != 0
                                   ? config.max_authorization_retries
                                   : kDefaultAuthorizations;
    client.trust.caPem = config.cert_pem;
    client.trust.caLength = config.cert_len;
    client.trust.clientCert = config.client_cert_pem;
    client.trust.clientCertLength = config.client_cert_len;
    client.trust.clientKey = config.client_key_pem;
    client.trust.clientKeyLength = config.client_key_len;
    client.trust.clientKeyPassword = config.client_key_password;
    client.trust.clientKeyPasswordLength = config.client_key_password_len;
    client.trust.useBundle = config.crt_bundle_attach || config.use_global_ca_store;
    client.trust.skipNameCheck = config.skip_cert_common_name_check;
    client.keepAlive = {config.keep_alive_enable, secondsOr(config.keep_alive_idle, 5),
                        secondsOr(config.keep_alive_interval, 5),
                        secondsOr(config.keep_alive_count, 3)};
    client.family = static_cast<uint8_t>(config.addr_type);
    client.keepSession = config.save_client_session;
    client.wait = config.otabench_wait;
    client.waitContext = config.otabench_wait_context;
    client.onEvent = config.event_handler;
    client.userData = config.user_data;
}

} // namespace

esp_http_client_handle_t esp_http_client_init(const esp_http_client_config_t *config)
{
    if (!config || config->is_async || !isMethod(config->method))
        return nullptr;
    const otabench_port_t *port = otabench_port_get();
    const size_t rxCapacity = sizeOrDefault(config->buffer_size);
    const size_t txCapacity = sizeOrDefault(config->buffer_size_tx);
    // One block: the client, the receive buffer, the request, the application's headers (which
    // have to fit into the request), the response's.
    void *memory = port->allocate(port->ctx, sizeof(esp_http_client) + rxCapacity + 2 * txCapacity +
                                                 esp_http_client::kAnsweredCapacity);
    if (!memory)
        return nullptr;
    auto *client = new (memory, InPlace{}) esp_http_client{};
    client->port = port;
    client->rx = static_cast<uint8_t *>(memory) + sizeof(esp_http_client);
    client->rxCapacity = rxCapacity;
    client->tx = static_cast<char *>(memory) + sizeof(esp_http_client) + rxCapacity;
    client->txCapacity = txCapacity;
    client->headers.use(client->tx + txCapacity, txCapacity);
    client->answered.use(client->tx + 2 * txCapacity, esp_http_client::kAnsweredCapacity);
    applySettings(*config, *client);
    if (!applyTexts(*config, *client)) {
        port->release(port->ctx, memory);
        return nullptr;
    }
    return client;
}

esp_err_t esp_http_client_set_url(esp_http_client_handle_t client, const char *url)
{
    if (!client || !url)
        return ESP_ERR_INVALID_ARG;
    const bool wasTls = client->url.tls;
    const uint16_t oldPort = client->url.port;
    char oldHost[Url::kHostCapacity];
    memcpy(oldHost, client->url.host, sizeof oldHost);
    if (!otabench::firmware::resolveUrl(url, client->url)) {
        ESP_LOGE(TAG, "Error parse url %s", url);
        return ESP_ERR_INVALID_ARG;
    }
    const bool sameHost = otabench::firmware::equalsIgnoringCase(oldHost, client->url.host);
    if (!sameHost) { // another host must not learn what was meant for this one
        client->url.user[0] = '\0';
        client->url.password[0] = '\0';
        client->login.forget();
        client->authType = HTTP_AUTH_TYPE_NONE;
        client->headers.remove("Authorization");
        client->headers.remove("Host");
    }
    if (!sameHost || wasTls != client->url.tls || oldPort != client->url.port) {
        client->disconnect();
        client->forgetSession();
    }
    return ESP_OK;
}

esp_err_t esp_http_client_get_url(esp_http_client_handle_t client, char *url, int len)
{
    if (!client || !url || len <= 0)
        return ESP_ERR_INVALID_ARG;
    otabench::firmware::TextWriter out{url, static_cast<size_t>(len)};
    out.add(client->url.tls ? "https://" : "http://");
    out.add(client->url.bracketed ? "[" : "");
    out.add(client->url.host);
    out.add(client->url.bracketed ? "]" : "");
    if (!client->url.isDefaultPort()) {
        out.add(":");
        out.addDecimal(client->url.port);
    }
    out.add(client->url.target);
    return out.overflow ? ESP_FAIL : ESP_OK;
}

bool esp_http_client_is_chunked_response(esp_http_client_handle_t client)
{
    return client && !(client->parser.head().hasLength && client->parser.head().length > 0);
}

int esp_http_client_get_status_code(esp_http_client_handle_t client)
{
    return client ? client->parser.head().status : -1;
}

int64_t esp_http_client_get_content_length(esp_http_client_handle_t client)
{
    if (!client || !client->parser.head().hasLength)
        return -1;
    return static_cast<int64_t>(client->parser.head().length);
}

int64_t esp_http_client_get_content_range(esp_http_client_handle_t client)
{
    if (!client || !client->parser.head().hasRangeTotal)
        return -1;
    return static_cast<int64_t>(client->parser.head().rangeTotal);
}

bool esp_http_client_is_complete_data_received(esp_http_client_handle_t client)
{
    return client && client->parser.isComplete();
}

esp_err_t esp_http_client_set_redirection(esp_http_client_handle_t client)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    const char *location = client->parser.head().location;
    if (!*location)
        return ESP_ERR_INVALID_ARG;
    if (client->url.tls && otabench::firmware::hasOtherScheme(location, "https")) {
        ESP_LOGE(TAG, "HTTPS origin can only redirect to https:// targets (got %s)", location);
        return ESP_ERR_HTTP_REDIRECT_DOWNGRADE;
    }
    return esp_http_client_set_url(client, location);
}

esp_err_t esp_http_client_get_and_clear_last_tls_error(esp_http_client_handle_t client,
                                                       int *esp_tls_error_code, int *esp_tls_flags)
{
    if (!client)
        return ESP_FAIL;
    if (esp_tls_error_code)
        *esp_tls_error_code = -client->netError.tls_error;
    if (esp_tls_flags)
        *esp_tls_flags = static_cast<int>(client->netError.verify_flags);
    const esp_err_t code = client->connectCode;
    client->connectCode = ESP_OK;
    client->netError = {};
    return code;
}

int esp_http_client_get_errno(esp_http_client_handle_t client)
{
    return client ? client->netError.sys_errno : -1;
}

esp_err_t esp_http_client_get_chunk_length(esp_http_client_handle_t client, int *len)
{
    if (!client || !len)
        return ESP_ERR_INVALID_ARG;
    if (!client->parser.head().chunked)
        return ESP_FAIL;
    const uint64_t length = client->parser.chunkLength();
    *len = length > INT32_MAX ? INT32_MAX : static_cast<int>(length);
    return ESP_OK;
}

bool esp_http_client_is_persistent_connection(esp_http_client_handle_t client)
{
    return client && client->parser.head().keepAlive;
}

esp_http_state_t esp_http_client_get_state(esp_http_client_handle_t client)
{
    if (!client)
        return HTTP_STATE_UNINIT;
    if (!client->net)
        return client->connections == 0 ? HTTP_STATE_INIT : HTTP_STATE_CLOSE;
    if (client->awaitsResponse)
        return client->sentBody ? HTTP_STATE_REQ_COMPLETE_DATA : HTTP_STATE_REQ_COMPLETE_HEADER;
    if (client->parser.isComplete())
        return HTTP_STATE_RES_COMPLETE_DATA;
    return client->parser.isHeadDone() ? HTTP_STATE_RES_ON_DATA_START : HTTP_STATE_CONNECTED;
}

esp_err_t esp_http_client_reset_redirect_counter(esp_http_client_handle_t client)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    otabench::firmware::resetRedirects(client);
    return ESP_OK;
}

esp_err_t esp_http_client_clear_response_buffer(esp_http_client_handle_t client)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    client->rxBegin = client->rxEnd = 0;
    return ESP_OK;
}

esp_err_t esp_http_client_cancel_request(esp_http_client_handle_t client)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    if (!client->net)
        return ESP_ERR_INVALID_STATE;
    client->disconnect();
    return ESP_OK;
}

esp_http_client_transport_t esp_http_client_get_transport_type(esp_http_client_handle_t client)
{
    if (!client || !client->url.supported)
        return HTTP_TRANSPORT_UNKNOWN;
    return client->url.tls ? HTTP_TRANSPORT_OVER_SSL : HTTP_TRANSPORT_OVER_TCP;
}

esp_err_t esp_http_client_close(esp_http_client_handle_t client)
{
    if (!client)
        return ESP_FAIL;
    client->disconnect();
    return ESP_OK;
}

esp_err_t esp_http_client_cleanup(esp_http_client_handle_t client)
{
    if (!client)
        return ESP_FAIL;
    client->disconnect();
    client->forgetSession();
    client->port->release(client->port->ctx, client);
    return ESP_OK;
}

namespace otabench::firmware {

bool copyText(const char *text, char *out, size_t capacity)
{
    const size_t size = strlen(text) + 1;
    if (size > capacity)
        return false;
    memcpy(out, text, size);
    return true;
}

bool hasLineEnd(const char *text)
{
    return strpbrk(text, "\r\n") != nullptr;
}

bool isMethod(int method)
{
    return method >= HTTP_METHOD_GET && method < HTTP_METHOD_MAX;
}

const ResponseHead &responseHead(esp_http_client_handle_t client)
{
    return client->parser.head();
}

void resetRedirects(esp_http_client_handle_t client)
{
    client->redirects = 0;
    client->authorizations = 0;
}

bool countRedirect(esp_http_client_handle_t client)
{
    if (client->redirects >= client->maxRedirects) {
        ESP_LOGE(TAG, "Error, reach max_redirection_count count=%d", client->redirects);
        return false;
    }
    ++client->redirects;
    return true;
}

bool isRedirect(int status)
{
    return status == HttpStatus_MovedPermanently || status == HttpStatus_Found ||
           status == HttpStatus_SeeOther || status == HttpStatus_TemporaryRedirect ||
           status == HttpStatus_PermanentRedirect;
}

bool usesTls(esp_http_client_handle_t client)
{
    return client->url.tls;
}

bool isHeaderTooLong(esp_http_client_handle_t client)
{
    return client->parser.isTooLong();
}

} // namespace otabench::firmware
