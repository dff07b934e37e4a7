// esp_http_client: what an application sets on a client before a request, and its answers to
// challenges.
#include "http_client.h"

#include <string.h>

#include "esp_log.h"

using otabench::firmware::AuthChallenge;
using otabench::firmware::copyText;
using otabench::firmware::hasLineEnd;
using otabench::firmware::isMethod;

static const char *const TAG = "HTTP_CLIENT";

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
    if (!client || !isMethod(method))
        return ESP_ERR_INVALID_ARG;
    client->method = method;
    return ESP_OK;
}

esp_err_t esp_http_client_set_timeout_ms(esp_http_client_handle_t client, int timeout_ms)
{
    if (!client || timeout_ms <= 0)
        return ESP_ERR_INVALID_ARG;
    client->timeoutMs = static_cast<uint32_t>(timeout_ms);
    return ESP_OK;
}

esp_err_t esp_http_client_set_event_handler(esp_http_client_handle_t client,
                                            http_event_handle_cb event_handler)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    client->onEvent = event_handler;
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

esp_err_t esp_http_client_delete_all_headers(esp_http_client_handle_t client)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    client->headers.clear();
    return ESP_OK;
}

esp_err_t esp_http_client_get_response_header(esp_http_client_handle_t client, const char *key,
                                              char **value)
{
    if (!client || !key || !value)
        return ESP_ERR_INVALID_ARG;
    char *found = client->answered.find(key);
    *value = found ? found + strlen(found) + 1 : nullptr;
    return found ? ESP_OK : ESP_ERR_NOT_FOUND;
}

esp_err_t esp_http_client_set_post_field(esp_http_client_handle_t client, const char *data, int len)
{
    if (!client || len < 0)
        return ESP_ERR_INVALID_ARG;
    client->post = data;
    client->postLength = data ? len : 0;
    if (!data)
        return esp_http_client_delete_header(client, "Content-Type");
    if (client->headers.find("Content-Type"))
        return ESP_OK;
    return esp_http_client_set_header(client, "Content-Type", "application/x-www-form-urlencoded");
}

int esp_http_client_get_post_field(esp_http_client_handle_t client, char **data)
{
    if (!client || !data)
        return 0;
    *data = const_cast<char *>(client->post); // the interface's type; nobody here writes to it
    return client->postLength;
}

esp_err_t esp_http_client_get_username(esp_http_client_handle_t client, char **value)
{
    if (!client || !value)
        return ESP_ERR_INVALID_ARG;
    *value = client->url.user;
    return ESP_OK;
}

esp_err_t esp_http_client_set_username(esp_http_client_handle_t client, const char *username)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    client->login.forget();
    if (username == client->url.user)
        return ESP_OK;
    return copyText(username ? username : "", client->url.user, sizeof client->url.user)
               ? ESP_OK
               : ESP_ERR_NO_MEM;
}

esp_err_t esp_http_client_get_password(esp_http_client_handle_t client, char **value)
{
    if (!client || !value)
        return ESP_ERR_INVALID_ARG;
    *value = client->url.password;
    return ESP_OK;
}

esp_err_t esp_http_client_set_password(esp_http_client_handle_t client, const char *password)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    client->login.forget();
    if (password == client->url.password)
        return ESP_OK;
    return copyText(password ? password : "", client->url.password, sizeof client->url.password)
               ? ESP_OK
               : ESP_ERR_NO_MEM;
}

esp_err_t esp_http_client_set_authtype(esp_http_client_handle_t client,
                                       esp_http_client_auth_type_t auth_type)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    client->authType = auth_type;
    client->login.forget();
    return ESP_OK;
}

esp_err_t esp_http_client_set_auth_data(esp_http_client_handle_t client, const char *auth_data,
                                        int len)
{
    if (!client || !auth_data || len <= 0)
        return ESP_ERR_INVALID_ARG;
    client->parser.takeChallenge(auth_data, static_cast<size_t>(len));
    return ESP_OK;
}

esp_err_t esp_http_client_add_auth(esp_http_client_handle_t client)
{
    if (!client)
        return ESP_ERR_INVALID_ARG;
    const AuthChallenge &challenge = client->parser.head().challenge;
    if (client->authorizations >= client->maxAuthorizations) {
        ESP_LOGE(TAG, "Error, reached max_authorization_retries count=%d", client->authorizations);
        return ESP_FAIL;
    }
    if (challenge.kind == AuthChallenge::Kind::None) {
        ESP_LOGW(TAG, "This request requires authentication, but does not provide header "
                      "information for that");
        return ESP_ERR_NOT_SUPPORTED;
    }
    const bool tellsPassword =
        challenge.kind == AuthChallenge::Kind::Basic && client->authType == HTTP_AUTH_TYPE_DIGEST;
    if (challenge.kind == AuthChallenge::Kind::Unknown || tellsPassword || !client->url.user[0]) {
        const char *scheme = challenge.kind == AuthChallenge::Kind::Basic ? "Basic"
                             : challenge.isDigest()                       ? "Digest"
                                                                          : challenge.realm;
        ESP_LOGE(TAG, "This authentication method is not supported: %s", scheme);
        return ESP_ERR_NOT_SUPPORTED;
    }
    // A login that was shown and refused would be refused again, unless only its nonce was old.
    const bool shown =
        client->login.challenge.kind == challenge.kind ||
        (challenge.kind == AuthChallenge::Kind::Basic && client->authType == HTTP_AUTH_TYPE_BASIC);
    if (shown && !challenge.stale) {
        ESP_LOGE(TAG, "The server refuses the user name or the password");
        return ESP_FAIL;
    }
    ++client->authorizations;
    client->login.use(challenge, *client->port);
    return ESP_OK;
}
