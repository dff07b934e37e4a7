/*
 * HTTP client: the part of ESP-IDF's esp_http_client that OTA applications use, GET and HEAD over
 * TLS or plain TCP. Names, order of calls, events and codes are ESP-IDF v5.5's
 * (components/esp_http_client/include/esp_http_client.h); differences are marked "Here:".
 *
 *   esp_http_client_init -> [set_header ...] -> open -> fetch_headers -> read ... -> close ->
 * cleanup or                      init -> perform -> cleanup
 *
 * One client belongs to one thread. Calls block, each network operation at most `timeout_ms`.
 * Memory: everything is taken in esp_http_client_init() and given back in cleanup().
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "esp_err.h"
#include "otabench_link_names.h"

#ifdef ESP_ERR_HTTP_BASE
#error "ESP-IDF's esp_http_client.h is included as well: a source can use one of the two only"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define ESP_ERR_HTTP_BASE 0x7000
#define ESP_ERR_HTTP_MAX_REDIRECT (ESP_ERR_HTTP_BASE + 1) /**< redirects exceed the limit */
#define ESP_ERR_HTTP_CONNECT (ESP_ERR_HTTP_BASE + 2)      /**< no connection; see TLS error */
#define ESP_ERR_HTTP_WRITE_DATA (ESP_ERR_HTTP_BASE + 3)   /**< the request could not be sent */
#define ESP_ERR_HTTP_FETCH_HEADER (ESP_ERR_HTTP_BASE + 4) /**< no complete response head came */
#define ESP_ERR_HTTP_INVALID_TRANSPORT (ESP_ERR_HTTP_BASE + 5) /**< scheme not http or https */
#define ESP_ERR_HTTP_CONNECTING (ESP_ERR_HTTP_BASE + 6)        /**< not used here */
#define ESP_ERR_HTTP_EAGAIN (ESP_ERR_HTTP_BASE + 7)            /**< time-out; returned negated */
#define ESP_ERR_HTTP_CONNECTION_CLOSED (ESP_ERR_HTTP_BASE + 8) /**< the server closed */
#define ESP_ERR_HTTP_NOT_MODIFIED (ESP_ERR_HTTP_BASE + 9)      /**< status 304 */
#define ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE (ESP_ERR_HTTP_BASE + 10) /**< status 416, or no 206 */
#define ESP_ERR_HTTP_READ_TIMEOUT (ESP_ERR_HTTP_BASE + 11)          /**< stalled for too long */
#define ESP_ERR_HTTP_INCOMPLETE_DATA (ESP_ERR_HTTP_BASE + 12)    /**< body shorter than announced */
#define ESP_ERR_HTTP_REDIRECT_DOWNGRADE (ESP_ERR_HTTP_BASE + 13) /**< https to http refused */
#define ESP_ERR_HTTP_HEADER_TOO_LONG (ESP_ERR_HTTP_BASE + 14) /**< a header that matters is cut */

typedef struct esp_http_client *esp_http_client_handle_t;

/** Values as up to v5.5; v6.0 inserted two and moved those after ON_HEADER. */
typedef enum
{
    HTTP_EVENT_ERROR = 0,
    HTTP_EVENT_ON_CONNECTED,
    HTTP_EVENT_HEADERS_SENT,
    HTTP_EVENT_HEADER_SENT = HTTP_EVENT_HEADERS_SENT,
    HTTP_EVENT_ON_HEADER, /**< header_key and header_value are set, cut where too long */
    HTTP_EVENT_ON_DATA,   /**< data and data_len: a piece of the body */
    HTTP_EVENT_ON_FINISH, /**< only from esp_http_client_perform() */
    HTTP_EVENT_DISCONNECTED,
    HTTP_EVENT_REDIRECT, /**< only from esp_http_client_perform() */
} esp_http_client_event_id_t;

/** An event; all it points to is valid for the call only. */
typedef struct esp_http_client_event
{
    esp_http_client_event_id_t event_id;
    esp_http_client_handle_t client;
    void *data;
    int data_len;
    void *user_data;
    char *header_key;
    char *header_value;
} esp_http_client_event_t;

typedef esp_err_t (*http_event_handle_cb)(esp_http_client_event_t *event);

typedef enum
{
    HTTP_TRANSPORT_UNKNOWN = 0,
    HTTP_TRANSPORT_OVER_TCP,
    HTTP_TRANSPORT_OVER_SSL,
} esp_http_client_transport_t;

typedef enum
{
    HTTP_METHOD_GET = 0,
    HTTP_METHOD_POST,
    HTTP_METHOD_PUT,
    HTTP_METHOD_PATCH,
    HTTP_METHOD_DELETE,
    HTTP_METHOD_HEAD,
} esp_http_client_method_t;

typedef enum
{
    HTTP_AUTH_TYPE_NONE = 0,
    HTTP_AUTH_TYPE_BASIC,  /**< sent with the first request */
    HTTP_AUTH_TYPE_DIGEST, /**< Here: not built in; a challenge fails */
} esp_http_client_auth_type_t;

/** Statuses by name. */
typedef enum
{
    HttpStatus_Ok = 200,
    HttpStatus_MultipleChoices = 300,
    HttpStatus_MovedPermanently = 301,
    HttpStatus_Found = 302,
    HttpStatus_SeeOther = 303,
    HttpStatus_NotModified = 304,
    HttpStatus_TemporaryRedirect = 307,
    HttpStatus_PermanentRedirect = 308,
    HttpStatus_BadRequest = 400,
    HttpStatus_Unauthorized = 401,
    HttpStatus_Forbidden = 403,
    HttpStatus_NotFound = 404,
    HttpStatus_RangeNotSatisfiable = 416,
    HttpStatus_InternalError = 500,
} HttpStatus_Code;

/** Zero-initialise it. Texts are copied by esp_http_client_init(), certificates are borrowed until
 * cleanup. */
typedef struct
{
    const char *url; /**< used unless host and path are both set */
    const char *host;
    int port; /**< 0: 80 or 443 */
    const char *username;
    const char *password;
    esp_http_client_auth_type_t auth_type;
    const char *path;
    const char *query;
    const char *cert_pem; /**< trusted CAs, NUL-terminated PEM */
    size_t cert_len;      /**< 0 for PEM */
    const char *client_cert_pem;
    size_t client_cert_len;
    const char *client_key_pem;
    size_t client_key_len;
    const char *user_agent; /**< NULL: "ESP32 HTTP Client/1.0" */
    esp_http_client_method_t method;
    int timeout_ms;                /**< for each network operation; 0: 5000 */
    bool disable_auto_redirect;    /**< perform() only */
    int max_redirection_count;     /**< 0: 10; Here: also the limit of an OTA's redirects */
    int max_authorization_retries; /**< 0: 10; -1: none */
    http_event_handle_cb event_handler;
    esp_http_client_transport_t transport_type; /**< with host and path */
    int buffer_size;                            /**< receive buffer; 0: 512 */
    int buffer_size_tx;                         /**< a request's head must fit; 0: 512 */
    void *user_data;
    bool is_async;            /**< Here: refused */
    bool use_global_ca_store; /**< Here: the platform's root certificates */
    bool skip_cert_common_name_check;
    const char *common_name; /**< compare the certificate with this name instead of host */
    esp_err_t (*crt_bundle_attach)(void *conf); /**< Here: any value selects the platform's roots */
    bool keep_alive_enable;                     /**< TCP keep-alive; Here: the port decides */
    int keep_alive_idle;
    int keep_alive_interval;
    int keep_alive_count;
} esp_http_client_config_t;

/**
 * Makes a client. Nothing is connected yet.
 * @return NULL when config is NULL, its URL does not parse or is too long, is_async is set, or
 *         memory is short.
 */
esp_http_client_handle_t esp_http_client_init(const esp_http_client_config_t *config);

/**
 * Sends the request, follows redirects up to the limit, reads the whole body (events ON_DATA).
 * @return ESP_OK whatever the status is; ESP_ERR_INVALID_ARG; ESP_ERR_HTTP_MAX_REDIRECT,
 *         _CONNECT, _WRITE_DATA, _FETCH_HEADER, _INCOMPLETE_DATA, _REDIRECT_DOWNGRADE, _EAGAIN
 *         (time-out), _INVALID_TRANSPORT.
 */
esp_err_t esp_http_client_perform(esp_http_client_handle_t client);

/** Takes another URL; a relative one is resolved against the present one. An open connection to
 * another place is closed. @return ESP_OK; ESP_ERR_INVALID_ARG it does not parse. */
esp_err_t esp_http_client_set_url(esp_http_client_handle_t client, const char *url);
/** Copies the URL without user and password. @return ESP_OK; ESP_ERR_INVALID_ARG; ESP_FAIL too
 * short. */
esp_err_t esp_http_client_get_url(esp_http_client_handle_t client, char *url, int len);

/** Sets a header of the following requests; a NULL value removes it.
 *  @return ESP_OK; ESP_ERR_INVALID_ARG NULL or a line end in it; ESP_ERR_NO_MEM no room. */
esp_err_t esp_http_client_set_header(esp_http_client_handle_t client, const char *key,
                                     const char *value);
/** Points `value` at the header's value, or to NULL. Valid until the next change of headers. */
esp_err_t esp_http_client_get_header(esp_http_client_handle_t client, const char *key,
                                     char **value);
/** @return ESP_OK, also when it was not set. */
esp_err_t esp_http_client_delete_header(esp_http_client_handle_t client, const char *key);

esp_err_t esp_http_client_set_method(esp_http_client_handle_t client,
                                     esp_http_client_method_t method);
esp_err_t esp_http_client_set_timeout_ms(esp_http_client_handle_t client, int timeout_ms);
esp_err_t esp_http_client_set_user_data(esp_http_client_handle_t client, void *data);
esp_err_t esp_http_client_get_user_data(esp_http_client_handle_t client, void **data);

/**
 * Connects (or reuses a connection kept alive to the same place) and sends the request's head.
 * @param[in] write_len  body bytes that esp_http_client_write() will send; 0 for GET and HEAD
 * @return ESP_OK; ESP_ERR_INVALID_ARG; ESP_ERR_HTTP_CONNECT; ESP_ERR_HTTP_INVALID_TRANSPORT;
 *         ESP_ERR_HTTP_WRITE_DATA; ESP_FAIL the head does not fit buffer_size_tx.
 */
esp_err_t esp_http_client_open(esp_http_client_handle_t client, int write_len);

/** @return `len`, or -1. */
int esp_http_client_write(esp_http_client_handle_t client, const char *buffer, int len);

/**
 * Reads the response's head.
 * @return Content-Length; 0 when there is none (chunked or until close); -1 on error;
 *         -ESP_ERR_HTTP_EAGAIN on time-out.
 */
int64_t esp_http_client_fetch_headers(esp_http_client_handle_t client);

/** Whether the response has no Content-Length: its end shows in the stream. */
bool esp_http_client_is_chunked_response(esp_http_client_handle_t client);

/**
 * Reads body bytes, as many as fit if they come in time.
 * @return bytes; 0 at the end; -ESP_ERR_HTTP_EAGAIN when none came in time; -1 when the connection
 *         broke, or closed before the announced end, with nothing read.
 */
int esp_http_client_read(esp_http_client_handle_t client, char *buffer, int len);
/** As esp_http_client_read(), until the buffer is full or the body ends. */
int esp_http_client_read_response(esp_http_client_handle_t client, char *buffer, int len);

/** The last response's status; 0 before the first; -1 for NULL. */
int esp_http_client_get_status_code(esp_http_client_handle_t client);
/** The last response's Content-Length; -1 unknown. */
int64_t esp_http_client_get_content_length(esp_http_client_handle_t client);
/** The total after `/` in the last response's Content-Range; -1 unknown. */
int64_t esp_http_client_get_content_range(esp_http_client_handle_t client);

/** Whether the body came whole: all announced bytes, the last chunk, or, without length and
 * chunks, a close. */
bool esp_http_client_is_complete_data_received(esp_http_client_handle_t client);
/** Reads and drops the rest of the body. @param[out] len bytes dropped; may be NULL
 *  @return ESP_OK; ESP_FAIL when it did not come to its end (the connection is closed then). */
esp_err_t esp_http_client_flush_response(esp_http_client_handle_t client, int *len);

/**
 * Takes the Location of the last response, relative or absolute, as URL.
 * @return ESP_OK; ESP_ERR_INVALID_ARG no or a bad Location; ESP_ERR_HTTP_REDIRECT_DOWNGRADE.
 */
esp_err_t esp_http_client_set_redirection(esp_http_client_handle_t client);
/** Answers a 401. @return ESP_ERR_NOT_SUPPORTED: as in ESP-IDF's default build no scheme is built
 * in that could. */
esp_err_t esp_http_client_add_auth(esp_http_client_handle_t client);

/**
 * Why the last connection failed.
 * @param[out] esp_tls_error_code  Mbed TLS code as a positive number, 0 none; may be NULL
 * @param[out] esp_tls_flags       Mbed TLS verify flags; may be NULL
 * @return the esp-tls code (esp_tls_errors.h), ESP_OK when there was none.
 */
esp_err_t esp_http_client_get_and_clear_last_tls_error(esp_http_client_handle_t client,
                                                       int *esp_tls_error_code, int *esp_tls_flags);
/** errno of the last failed network operation, 0 none, -1 for NULL. */
int esp_http_client_get_errno(esp_http_client_handle_t client);
esp_http_client_transport_t esp_http_client_get_transport_type(esp_http_client_handle_t client);

/** Closes the connection; the client can open again. @return ESP_OK; ESP_FAIL for NULL. */
esp_err_t esp_http_client_close(esp_http_client_handle_t client);
/** Closes and frees. @return ESP_OK; ESP_FAIL for NULL. */
esp_err_t esp_http_client_cleanup(esp_http_client_handle_t client);

#ifdef __cplusplus
}
#endif
