/*
 * HTTP client: ESP-IDF's esp_http_client over TLS or plain TCP. Names, order of fields and of
 * calls, events and codes are those of ESP-IDF's
 * components/esp_http_client/include/esp_http_client.h (v6.0; v5.x numbers the events behind
 * ON_HEADER two lower). What otabench adds is prefixed `otabench_`, and differences are marked
 * "Here:".
 *
 *   whole:     init -> [set_header, set_post_field ...] -> perform -> cleanup
 *   stepwise:  init -> open -> [write ...] -> fetch_headers -> read ... -> close -> cleanup
 *
 * One client belongs to one thread. Calls block, each network operation at most `timeout_ms`; they
 * call `otabench_wait` meanwhile, if it is set. Memory: everything but what TLS itself needs is
 * taken in esp_http_client_init() and given back in cleanup().
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "esp_err.h"
#include "esp_event.h"
#include "otabench_link_names.h"

#ifdef ESP_ERR_HTTP_BASE
#error "ESP-IDF's esp_http_client.h is included as well: a source can use one of the two only"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define DEFAULT_HTTP_BUF_SIZE (512)

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
/** otabench_wait ended the operation. */
#define OTABENCH_ERR_HTTP_CANCELLED (ESP_ERR_HTTP_BASE + 0x81)

/** Events are also posted with this base to the default event loop, if there is one; Here: without
 * waiting for room in its queue. Their data is the handle, of ON_DATA an esp_http_client_on_data_t,
 * of REDIRECT an esp_http_client_redirect_event_data_t. */
ESP_EVENT_DECLARE_BASE(ESP_HTTP_CLIENT_EVENT);

typedef struct esp_http_client *esp_http_client_handle_t;
typedef struct esp_http_client_event *esp_http_client_event_handle_t;

/** In the order in which a request has them. */
typedef enum
{
    HTTP_EVENT_ERROR = 0,
    HTTP_EVENT_ON_CONNECTED,
    HTTP_EVENT_HEADERS_SENT,
    HTTP_EVENT_HEADER_SENT = HTTP_EVENT_HEADERS_SENT,
    HTTP_EVENT_ON_HEADER,           /**< header_key and header_value are set, cut where too long */
    HTTP_EVENT_ON_HEADERS_COMPLETE, /**< the last header was told */
    HTTP_EVENT_ON_STATUS_CODE,      /**< data: int, the status; comes before the first ON_HEADER */
    HTTP_EVENT_ON_DATA,   /**< data and data_len: a piece of a body, also of a redirect's */
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

/** Data of ON_DATA in the event loop. */
typedef struct esp_http_client_on_data
{
    esp_http_client_handle_t client;
    int64_t data_process; /**< body bytes of this response so far */
} esp_http_client_on_data_t;

/** Data of REDIRECT in the event loop. */
typedef struct esp_http_client_redirect_event_data
{
    esp_http_client_handle_t client;
    int status_code;
} esp_http_client_redirect_event_data_t;

typedef esp_err_t (*http_event_handle_cb)(esp_http_client_event_t *event);

typedef enum
{
    HTTP_TRANSPORT_UNKNOWN = 0,
    HTTP_TRANSPORT_OVER_TCP,
    HTTP_TRANSPORT_OVER_SSL,
} esp_http_client_transport_t;

typedef enum
{
    ESP_HTTP_CLIENT_TLS_VER_ANY = 0,
    ESP_HTTP_CLIENT_TLS_VER_TLS_1_2,
    ESP_HTTP_CLIENT_TLS_VER_TLS_1_3,
    ESP_HTTP_CLIENT_TLS_VER_MAX,
} esp_http_client_proto_ver_t;

typedef enum
{
    HTTP_METHOD_GET = 0,
    HTTP_METHOD_POST,
    HTTP_METHOD_PUT,
    HTTP_METHOD_PATCH,
    HTTP_METHOD_DELETE,
    HTTP_METHOD_HEAD,
    HTTP_METHOD_NOTIFY,
    HTTP_METHOD_SUBSCRIBE,
    HTTP_METHOD_UNSUBSCRIBE,
    HTTP_METHOD_OPTIONS,
    HTTP_METHOD_COPY,
    HTTP_METHOD_MOVE,
    HTTP_METHOD_LOCK,
    HTTP_METHOD_UNLOCK,
    HTTP_METHOD_PROPFIND,
    HTTP_METHOD_PROPPATCH,
    HTTP_METHOD_MKCOL,
    HTTP_METHOD_REPORT,
    HTTP_METHOD_MAX,
} esp_http_client_method_t;

/** How user name and password are shown. A challenge (status 401) is answered with the best scheme
 * that it offers: Digest with SHA-256, Digest with MD5 (both with qop "auth" or without qop),
 * Basic.
 */
typedef enum
{
    HTTP_AUTH_TYPE_NONE = 0, /**< not before a challenge */
    HTTP_AUTH_TYPE_BASIC,    /**< Basic, with the first request already */
    HTTP_AUTH_TYPE_DIGEST,   /**< Here: never by Basic, which would tell the password */
} esp_http_client_auth_type_t;

typedef enum
{
    HTTP_ADDR_TYPE_UNSPEC = 0, /**< AF_UNSPEC */
    HTTP_ADDR_TYPE_INET = 2,   /**< AF_INET */
    HTTP_ADDR_TYPE_INET6 = 10, /**< AF_INET6 */
} esp_http_client_addr_type_t;

/** What a client is doing; the values order it. */
typedef enum
{
    HTTP_STATE_UNINIT = 0,
    HTTP_STATE_INIT,
    HTTP_STATE_CONNECTING,
    HTTP_STATE_CONNECTED,
    HTTP_STATE_REQ_COMPLETE_HEADER,
    HTTP_STATE_REQ_COMPLETE_DATA,
    HTTP_STATE_RES_COMPLETE_HEADER,
    HTTP_STATE_RES_ON_DATA_START,
    HTTP_STATE_RES_COMPLETE_DATA,
    HTTP_STATE_CLOSE,
} esp_http_state_t;

/** Statuses by name. */
typedef enum
{
    HttpStatus_Ok = 200,
    HttpStatus_PartialContent = 206,
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

struct ifreq;

/** Zero-initialise it. Texts are copied by esp_http_client_init(); certificates, keys and the key's
 * password are borrowed until cleanup. A certificate or key is PEM with a length of 0
 * (NUL-terminated) or with its NUL counted, or DER with its length. */
typedef struct
{
    const char *url;  /**< Here, as in ESP-IDF's code: not looked at when host and path are set */
    const char *host; /**< without brackets, also of IPv6 */
    int port;         /**< 0: 80 or 443 */
    const char *username; /**< 63 characters at most; Here: overrides the URL's */
    const char *password; /**< 63 characters at most */
    esp_http_client_auth_type_t auth_type;
    const char *path;
    const char *query;

    union {
        const char *cert_pem; /**< trusted CAs; PEM may hold several: each is trusted */
        const char *cert_der;
    };

    size_t cert_len;

    union {
        const char *client_cert_pem; /**< shown to a server that asks for a certificate */
        const char *client_cert_der;
    };

    size_t client_cert_len;
    const char *client_key_pem;
    size_t client_key_len;
    const char *client_key_password;         /**< of an encrypted key; NULL: none */
    size_t client_key_password_len;          /**< 0: client_key_password is NUL-terminated */
    esp_http_client_proto_ver_t tls_version; /**< Here: what the port's TLS speaks decides */
    const char *user_agent; /**< NULL: "ESP32 HTTP Client/1.0"; 63 characters at most */
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
    bool keep_alive_enable;                     /**< TCP keep-alive */
    int keep_alive_idle;                        /**< seconds; 0: 5 */
    int keep_alive_interval;                    /**< seconds; 0: 5 */
    int keep_alive_count;                       /**< 0: 3 */
    struct ifreq *if_name;                      /**< Here: not looked at */
    const char **alpn_protos;                   /**< Here: not sent, HTTP/1.1 is all there is */
    bool save_client_session; /**< connect again to the same server with an abbreviated handshake */
    esp_http_client_addr_type_t addr_type;

    /** Called every 50 ms or so while a connection is being made or the server is waited for;
     * false ends the operation with OTABENCH_ERR_HTTP_CANCELLED (a read: with -1). It must not use
     * the client. NULL: none. */
    bool (*otabench_wait)(void *context);
    void *otabench_wait_context;
} esp_http_client_config_t;

/**
 * Makes a client. Nothing is connected yet.
 *
 * @param[in] config  read during the call
 * @return the client; NULL when config is NULL, its URL does not parse, a text is too long,
 *         is_async is set, or memory is short.
 */
esp_http_client_handle_t esp_http_client_init(const esp_http_client_config_t *config);

/**
 * Sends the request and its post field, follows redirects and answers challenges up to their
 * limits, reads the whole body (events ON_DATA).
 *
 * @param[in] client  the client
 * @return ESP_OK  whatever the status is;
 *         ESP_ERR_INVALID_ARG  NULL, or a redirect whose Location does not parse;
 *         ESP_ERR_HTTP_INVALID_TRANSPORT  scheme; ESP_ERR_HTTP_CONNECT; ESP_ERR_HTTP_WRITE_DATA;
 *         ESP_ERR_HTTP_FETCH_HEADER  no valid response; ESP_ERR_HTTP_HEADER_TOO_LONG;
 *         ESP_ERR_HTTP_EAGAIN  time-out; ESP_ERR_HTTP_INCOMPLETE_DATA;
 *         ESP_ERR_HTTP_MAX_REDIRECT; ESP_ERR_HTTP_REDIRECT_DOWNGRADE;
 *         OTABENCH_ERR_HTTP_CANCELLED; ESP_FAIL  the request's head does not fit buffer_size_tx.
 */
esp_err_t esp_http_client_perform(esp_http_client_handle_t client);

/**
 * Closes the connection: what runs ends with its next step. Here: does not connect again.
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL; ESP_ERR_INVALID_STATE  not connected.
 */
esp_err_t esp_http_client_cancel_request(esp_http_client_handle_t client);

/**
 * Takes another URL. An open connection to another place is closed, and another host gets neither
 * user, password nor an Authorization or Host header.
 *
 * @param[in] url  absolute, or relative to the present one
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, or it does not parse (the old one stays).
 */
esp_err_t esp_http_client_set_url(esp_http_client_handle_t client, const char *url);
/**
 * Copies the URL without user and password.
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL or no room at all; ESP_FAIL  it does not fit.
 */
esp_err_t esp_http_client_get_url(esp_http_client_handle_t client, char *url, int len);

/**
 * Sets the body of the following requests, until it is set to NULL. Adds Content-Type
 * application/x-www-form-urlencoded unless there is one.
 *
 * @param[in] data  borrowed until replaced; NULL: no body, and no Content-Type
 * @param[in] len   its bytes
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL client, negative len; ESP_ERR_NO_MEM  no room for the
 *         header.
 */
esp_err_t esp_http_client_set_post_field(esp_http_client_handle_t client, const char *data,
                                         int len);
/** Points `data` at the post field. @return its length; 0 for none and for NULL. */
int esp_http_client_get_post_field(esp_http_client_handle_t client, char **data);

/**
 * Sets a header of the following requests; a NULL value removes it.
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, an empty key, a line end; ESP_ERR_NO_MEM  no room.
 */
esp_err_t esp_http_client_set_header(esp_http_client_handle_t client, const char *key,
                                     const char *value);
/**
 * Points `value` at the header's value, or to NULL. Valid until the next change of headers.
 * @return ESP_OK  also when it is not set; ESP_ERR_INVALID_ARG  NULL.
 */
esp_err_t esp_http_client_get_header(esp_http_client_handle_t client, const char *key,
                                     char **value);
/** @return ESP_OK  also when it was not set; ESP_ERR_INVALID_ARG  NULL. */
esp_err_t esp_http_client_delete_header(esp_http_client_handle_t client, const char *key);
/** @return ESP_OK; ESP_ERR_INVALID_ARG  NULL. */
esp_err_t esp_http_client_delete_all_headers(esp_http_client_handle_t client);
/**
 * Points `value` at a header of the last response, or to NULL. Valid until the next request. Kept
 * are the headers that fit into 512 bytes together, each cut as in the event.
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL; ESP_ERR_NOT_FOUND  it did not come, or was not kept.
 */
esp_err_t esp_http_client_get_response_header(esp_http_client_handle_t client, const char *key,
                                              char **value);

/** Points `value` at the user name; empty: none. @return ESP_OK; ESP_ERR_INVALID_ARG  NULL. */
esp_err_t esp_http_client_get_username(esp_http_client_handle_t client, char **value);
/** @param[in] username  NULL: none
 *  @return ESP_OK; ESP_ERR_INVALID_ARG  NULL client; ESP_ERR_NO_MEM  longer than 63 characters. */
esp_err_t esp_http_client_set_username(esp_http_client_handle_t client, const char *username);
/** Points `value` at the password. @return ESP_OK; ESP_ERR_INVALID_ARG  NULL. */
esp_err_t esp_http_client_get_password(esp_http_client_handle_t client, char **value);
/** As esp_http_client_set_username(). */
esp_err_t esp_http_client_set_password(esp_http_client_handle_t client, const char *password);
/** @return ESP_OK; ESP_ERR_INVALID_ARG  NULL. */
esp_err_t esp_http_client_set_authtype(esp_http_client_handle_t client,
                                       esp_http_client_auth_type_t auth_type);

/** @return ESP_OK; ESP_ERR_INVALID_ARG  NULL client, or no method. */
esp_err_t esp_http_client_set_method(esp_http_client_handle_t client,
                                     esp_http_client_method_t method);
/** @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, or not above 0. */
esp_err_t esp_http_client_set_timeout_ms(esp_http_client_handle_t client, int timeout_ms);
/** @return ESP_OK; ESP_ERR_INVALID_ARG  NULL client. */
esp_err_t esp_http_client_set_user_data(esp_http_client_handle_t client, void *data);
/** @return ESP_OK; ESP_ERR_INVALID_ARG  NULL. */
esp_err_t esp_http_client_get_user_data(esp_http_client_handle_t client, void **data);
/** @return ESP_OK; ESP_ERR_INVALID_ARG  NULL client. */
esp_err_t esp_http_client_set_event_handler(esp_http_client_handle_t client,
                                            http_event_handle_cb event_handler);

/**
 * Connects (or reuses a connection kept alive to the same place) and sends the request's head.
 *
 * @param[in] write_len  body bytes that esp_http_client_write() will send; 0: none; -1: as many
 *                       chunks as esp_http_client_chunk_write_begin() will begin
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, below -1; ESP_ERR_HTTP_CONNECT;
 *         ESP_ERR_HTTP_INVALID_TRANSPORT; ESP_ERR_HTTP_WRITE_DATA; OTABENCH_ERR_HTTP_CANCELLED;
 *         ESP_FAIL  the head does not fit buffer_size_tx.
 */
esp_err_t esp_http_client_open(esp_http_client_handle_t client, int write_len);

/** Sends body bytes. @return `len`; -1  NULL, not open, or the connection broke. */
int esp_http_client_write(esp_http_client_handle_t client, const char *buffer, int len);
/** Begins a chunk of `len` bytes, which esp_http_client_write() sends. @return 0; -1 as write. */
int esp_http_client_chunk_write_begin(esp_http_client_handle_t client, int len);
/** Ends a chunk and, after the last one, the body. @return 0; -1 as write. */
int esp_http_client_chunk_write_end(esp_http_client_handle_t client, bool last_chunk);

/**
 * Reads the response's head. Here: it must come within three time-outs and be at most 16 KiB.
 * @return Content-Length; 0 when there is none (chunked or until close); -1 on error;
 *         -ESP_ERR_HTTP_EAGAIN on time-out.
 */
int64_t esp_http_client_fetch_headers(esp_http_client_handle_t client);

/** Whether the response has no Content-Length: its end shows in the stream. false for NULL. */
bool esp_http_client_is_chunked_response(esp_http_client_handle_t client);
/** The size of the chunk that is being read.
 *  @return ESP_OK; ESP_ERR_INVALID_ARG  NULL; ESP_FAIL  the response has no chunks. */
esp_err_t esp_http_client_get_chunk_length(esp_http_client_handle_t client, int *len);

/**
 * Reads body bytes, as many as fit, if they come in time. Here: a time-out is also the limit of the
 * whole call, so that a server that sends drop by drop does not hold it.
 * @return bytes; 0 at the end; -ESP_ERR_HTTP_EAGAIN when none came in time; -1 for NULL, when the
 *         connection broke, closed before the announced end, or the wait was cancelled, with
 *         nothing read.
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
 * chunks, a close. false for NULL. */
bool esp_http_client_is_complete_data_received(esp_http_client_handle_t client);
/**
 * Reads and drops the rest of the body.
 * @param[out] len  bytes dropped; may be NULL
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL client; ESP_FAIL  it did not come to its end (the
 *         connection is closed then).
 */
esp_err_t esp_http_client_flush_response(esp_http_client_handle_t client, int *len);
/** Drops what was received and not read. @return ESP_OK; ESP_ERR_INVALID_ARG  NULL. */
esp_err_t esp_http_client_clear_response_buffer(esp_http_client_handle_t client);

/**
 * Takes the Location of the last response, relative or absolute, as URL.
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, no or a bad Location; ESP_ERR_HTTP_REDIRECT_DOWNGRADE.
 */
esp_err_t esp_http_client_set_redirection(esp_http_client_handle_t client);
/** Counts redirects and challenges anew. @return ESP_OK; ESP_ERR_INVALID_ARG  NULL. */
esp_err_t esp_http_client_reset_redirect_counter(esp_http_client_handle_t client);

/**
 * Takes a challenge from elsewhere than WWW-Authenticate, from its text.
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, len not above 0.
 */
esp_err_t esp_http_client_set_auth_data(esp_http_client_handle_t client, const char *auth_data,
                                        int len);
/**
 * After a 401: answers the challenge in the following requests. Drain the body afterwards.
 * @return ESP_OK  ask again; ESP_ERR_INVALID_ARG  NULL; ESP_ERR_NOT_SUPPORTED  no challenge that
 * can be answered, or no user name; ESP_FAIL  max_authorization_retries are used up, or Here: the
 * server has refused this user and password already.
 */
esp_err_t esp_http_client_add_auth(esp_http_client_handle_t client);

/**
 * Why the last connection failed.
 * @param[out] esp_tls_error_code  Mbed TLS code as a positive number, 0 none; may be NULL
 * @param[out] esp_tls_flags       Mbed TLS verify flags; may be NULL
 * @return the esp-tls code (esp_tls_errors.h), ESP_OK when there was none; ESP_FAIL  NULL client.
 */
esp_err_t esp_http_client_get_and_clear_last_tls_error(esp_http_client_handle_t client,
                                                       int *esp_tls_error_code, int *esp_tls_flags);
/** errno of the last failed network operation, 0 none, -1 for NULL. */
int esp_http_client_get_errno(esp_http_client_handle_t client);
/** HTTP_TRANSPORT_UNKNOWN for NULL and for another scheme than http and https. */
esp_http_client_transport_t esp_http_client_get_transport_type(esp_http_client_handle_t client);
/** HTTP_STATE_UNINIT for NULL. */
esp_http_state_t esp_http_client_get_state(esp_http_client_handle_t client);
/** Whether the last response leaves the connection open. false for NULL. */
bool esp_http_client_is_persistent_connection(esp_http_client_handle_t client);

/** Closes the connection; the client can open again. @return ESP_OK; ESP_FAIL for NULL. */
esp_err_t esp_http_client_close(esp_http_client_handle_t client);
/** Closes and frees. @return ESP_OK; ESP_FAIL for NULL. */
esp_err_t esp_http_client_cleanup(esp_http_client_handle_t client);

#ifdef __cplusplus
}
#endif
