#pragma once

#include "esp_http_client.h"
#include "http_response.h"
#include "otabench_port.h"
#include "url.h"

namespace otabench::firmware {

/// The request headers an application has set, as NUL-terminated key and value pairs in fixed room.
class HeaderStore
{
public:
    void use(char *room, size_t capacity);
    /// Sets or replaces; false when there is no room (the old value is gone then).
    [[nodiscard]] bool set(const char *key, const char *value);
    void remove(const char *key);

    void clear() { m_length = 0; }

    /// @return nullptr when it is not set.
    [[nodiscard]] char *find(const char *key);
    /// Walks the pairs: start with nullptr. @return nullptr at the end.
    [[nodiscard]] const char *next(const char *key) const;
    [[nodiscard]] static const char *valueOf(const char *key);

private:
    char *m_room = nullptr;
    size_t m_capacity = 0;
    size_t m_length = 0;
};

/// Text put together in fixed room; what does not fit sets overflow and changes nothing more.
struct TextWriter
{
    char *text;
    size_t capacity;
    size_t length = 0;
    bool overflow = false;

    void add(const char *more);
    void addDecimal(uint64_t value);
};

/// Copies a text with its NUL. @return false: it does not fit, and nothing was copied.
[[nodiscard]] bool copyText(const char *text, char *out, size_t capacity);
[[nodiscard]] bool hasLineEnd(const char *text);
[[nodiscard]] bool isMethod(int method);

/// What the port reads when nothing came in time, and what a wait that was cancelled gives.
constexpr int kNetTimeout = -1;
constexpr int kNetCancelled = -2;

/// Whom a client trusts and what it shows. Certificates are borrowed, lengths as in
/// otabench_net_config_t.
struct Credentials
{
    const char *caPem;
    size_t caLength;
    const char *clientCert;
    size_t clientCertLength;
    const char *clientKey;
    size_t clientKeyLength;
    const char *clientKeyPassword;
    size_t clientKeyPasswordLength;
    bool useBundle;
    bool skipNameCheck;
    char expectedName[Url::kHostCapacity];
};

/// How the client's connections came about.
struct ConnectionFacts
{
    uint32_t connections; ///< made so far
    uint32_t resumptions; ///< of them by an abbreviated handshake
    otabench_net_info_t last;
};

} // namespace otabench::firmware

/// A client. Its state is in three members: `net` (connected or not), `parser` (where in the
/// response) and `awaitsResponse` (a request was sent whose response has not begun).
struct esp_http_client
{
    static constexpr size_t kUserAgentCapacity = 64;
    static constexpr size_t kAnsweredCapacity = 512;

    const otabench_port_t *port;
    otabench::firmware::Url url;
    otabench::firmware::HeaderStore headers;
    otabench::firmware::ResponseParser parser;

    otabench_net_t *net;
    bool reused; ///< the open connection carried an earlier response
    bool awaitsResponse;
    bool sentBody;   ///< the request cannot be sent again from tx alone
    bool statusTold; ///< ON_STATUS_CODE of the present response
    const char *post;
    int postLength;
    int64_t bodyBytes;         ///< of the present response so far
    uint32_t headDeadlineFrom; ///< clock when the request was sent
    size_t requestLength;

    uint8_t *rx;
    size_t rxCapacity;
    size_t rxBegin;
    size_t rxEnd;
    otabench::firmware::HeaderStore answered; ///< headers of the last response
    char *tx;
    size_t txCapacity;

    esp_http_client_method_t method;
    uint32_t timeoutMs;
    int maxRedirects;
    int redirects;
    bool followRedirects;
    esp_http_client_auth_type_t authType;
    otabench::firmware::Login login;
    int maxAuthorizations;
    int authorizations; ///< challenges answered since the counter was reset
    otabench::firmware::Credentials trust;
    otabench_net_keep_alive_t keepAlive;
    uint8_t family; ///< of addresses; 0: any
    bool keepSession;
    otabench_net_session_t *session; ///< of this server, to resume TLS by; nullptr: none
    otabench_net_info_t netInfo;     ///< of the last connection
    uint32_t connections;
    uint32_t resumptions;
    bool (*wait)(void *context);
    void *waitContext;
    bool cancelled; ///< the last wait was ended by `wait`
    char userAgent[kUserAgentCapacity];
    http_event_handle_cb onEvent;
    void *userData;

    esp_err_t connectCode; ///< of the last failed connect
    otabench_net_error_t netError;
    bool timedOut; ///< how the last receive ended

    /// Tells the event handler and the event loop.
    void emit(esp_http_client_event_id_t id, void *data = nullptr, int length = 0);
    /// Tells the event loop alone.
    void postEvent(esp_http_client_event_id_t id);
    /// Whether the response's head has taken too long, although bytes of it keep coming.
    [[nodiscard]] bool headIsLate() const;
    [[nodiscard]] esp_err_t connect();
    void disconnect();
    /// @param bodyLength  -1: chunks. @return 0 when it does not fit.
    [[nodiscard]] size_t buildRequest(int bodyLength);
    [[nodiscard]] bool writeAuthorization(otabench::firmware::TextWriter &out);
    /// Reads more into rx, which must be empty, within a limit. @return as port->net_read, or
    /// kNetCancelled.
    int receive(uint32_t limitMs);
    /// Asks `wait`. @return false: the operation is to end now.
    [[nodiscard]] bool keepGoing();
    [[nodiscard]] uint32_t slice(uint32_t left) const;
    void forgetSession();
    [[nodiscard]] esp_err_t resend();
    [[nodiscard]] bool canReuse() const;
};

namespace otabench::firmware {

/// The last response's head: ETag, Content-Range and what else has no call of ESP-IDF's.
[[nodiscard]] const ResponseHead &responseHead(esp_http_client_handle_t client);

/// Keeps TLS sessions, so that a connection made again to the same server resumes.
void keepSession(esp_http_client_handle_t client);

[[nodiscard]] ConnectionFacts connectionFacts(esp_http_client_handle_t client);

/// Asks the application's wait callback, in a wait that is not the network's.
[[nodiscard]] bool keepGoing(esp_http_client_handle_t client);
[[nodiscard]] bool isCancelled(esp_http_client_handle_t client);

/// Redirects are counted anew from here.
void resetRedirects(esp_http_client_handle_t client);

/// Counts a redirect. @return false when the limit is passed.
[[nodiscard]] bool countRedirect(esp_http_client_handle_t client);

[[nodiscard]] bool isRedirect(int status);

/// Reads the rest of a response's body if it is short, so that the connection can be reused; closes
/// the connection otherwise.
void drainOrClose(esp_http_client_handle_t client);

/// Scheme of the URL that the next request goes to.
[[nodiscard]] bool usesTls(esp_http_client_handle_t client);

/// The request's body, from the post field. 0: none.
[[nodiscard]] int postLength(esp_http_client_handle_t client);
[[nodiscard]] esp_err_t sendPost(esp_http_client_handle_t client);

/// Whether the request for a response was refused because a header that decides is too long.
[[nodiscard]] bool isHeaderTooLong(esp_http_client_handle_t client);

} // namespace otabench::firmware
