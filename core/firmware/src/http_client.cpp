// esp_http_client: making a client, its settings, and what it can tell.
#include "http_client.h"

#include <string.h>

#include "construct.h"
#include "esp_log.h"

using otabench::firmware::InPlace;
using otabench::firmware::Url;

static const char *const TAG = "HTTP_CLIENT";

namespace {

constexpr int kDefaultTimeoutMs = 5000;
constexpr size_t kDefaultBuffer = 512;
constexpr int kDefaultRedirects = 10;
constexpr const char *kDefaultUserAgent = "ESP32 HTTP Client/1.0";

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

size_t sizeOrDefault(int size)
{
    return size > 0 ? static_cast<size_t>(size) : kDefaultBuffer;
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
        !copyText(config.common_name, client.expectedName, sizeof client.expectedName))
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
    client.basicAuth = config.auth_type == HTTP_AUTH_TYPE_BASIC;
    client.caPem = config.cert_pem;
    client.clientCertPem = config.client_cert_pem;
    client.clientKeyPem = config.client_key_pem;
    client.useBundle = config.crt_bundle_attach || config.use_global_ca_store;
    client.skipNameCheck = config.skip_cert_common_name_check;
    client.onEvent = config.event_handler;
    client.userData = config.user_data;
}

} // namespace

esp_http_client_handle_t esp_http_client_init(const esp_http_client_config_t *config)
{
    if (!config || config->is_async)
        return nullptr;
    const otabench_port_t *port = otabench_port_get();
    const size_t rxCapacity = sizeOrDefault(config->buffer_size);
    const size_t txCapacity = sizeOrDefault(config->buffer_size_tx);
    // One block: the client, the receive buffer, the request, the application's headers (which
    // have to fit into the request).
    void *memory = port->allocate(port->ctx, sizeof(esp_http_client) + rxCapacity + 2 * txCapacity);
    if (!memory)
        return nullptr;
    auto *client = new (memory, InPlace{}) esp_http_client{};
    client->port = port;
    client->rx = static_cast<uint8_t *>(memory) + sizeof(esp_http_client);
    client->rxCapacity = rxCapacity;
    client->tx = static_cast<char *>(memory) + sizeof(esp_http_client) + rxCapacity;
    client->txCapacity = txCapacity;
    client->headers.use(client->tx + txCapacity, txCapacity);
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
        client->headers.remove("Authorization");
        client->headers.remove("Host");
    }
    if (!sameHost || wasTls != client->url.tls || oldPort != client->url.port)
        client->disconnect();
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

esp_err_t esp_http_client_set_header(esp_http_client_handle_t client, const char *key,
                                     const char *value)
{
    if (!client || !key || !*key || hasLineEnd(key) || strchr(key, ':'))
        return ESP_ERR_INVALID_ARG;
    if (!value)
        return esp_http_client_delete_header(client, key);
    if (hasLineEnd(value))
        return ESP_ERR_INVALID_ARG;
    return client->headers.set(key, value) ? ESP_OK : ESP_ERR_NO_MEM;
}

esp_err_t esp_http_client_get_header(esp_http_client_handle_t client, const char *key, char **value)
{
    if (!client || !key || !value)
        return ESP_ERR_INVALID_ARG;
    char *found = client->headers.find(key);
    *value = found ? found + strlen(found) + 1 : nullptr;
    return ESP_OK;
}

esp_err_t esp_http_client_delete_header(esp_http_client_handle_t client, const char *key)
{
    if (!client || !key)
        return ESP_ERR_INVALID_ARG;
    client->headers.remove(key);
    return ESP_OK;
}

esp_err_t esp_http_client_set_method(esp_http_client_handle_t client,
                                     esp_http_client_method_t method)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    client->method = method;
    return ESP_OK;
}

esp_err_t esp_http_client_set_timeout_ms(esp_http_client_handle_t client, int timeout_ms)
{
    if (!client || timeout_ms <= 0)
        return ESP_ERR_INVALID_ARG;
    client->timeoutMs = static_cast<uint32_t>(timeout_ms); // from the next connection on
    return ESP_OK;
}

esp_err_t esp_http_client_set_user_data(esp_http_client_handle_t client, void *data)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    client->userData = data;
    return ESP_OK;
}

esp_err_t esp_http_client_get_user_data(esp_http_client_handle_t client, void **data)
{
    if (!client || !data)
        return ESP_ERR_INVALID_ARG;
    *data = client->userData;
    return ESP_OK;
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

esp_err_t esp_http_client_add_auth(esp_http_client_handle_t client)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    if (!client->parser.head().hasChallenge)
        ESP_LOGW(TAG, "This request requires authentication, but does not provide header "
                      "information for that");
    else
        ESP_LOGW(TAG, "This authentication method is not supported: %s",
                 client->parser.head().challenge);
    return ESP_ERR_NOT_SUPPORTED;
}

esp_err_t esp_http_client_get_and_clear_last_tls_error(esp_http_client_handle_t client,
                                                       int *esp_tls_error_code, int *esp_tls_flags)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
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
    client->port->release(client->port->ctx, client);
    return ESP_OK;
}

namespace otabench::firmware {

const ResponseHead &responseHead(esp_http_client_handle_t client)
{
    return client->parser.head();
}

void resetRedirects(esp_http_client_handle_t client)
{
    client->redirects = 0;
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
