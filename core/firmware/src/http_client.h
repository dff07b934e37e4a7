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

} // namespace otabench::firmware

/// A client. Its state is in three members: `net` (connected or not), `parser` (where in the
/// response) and `awaitsResponse` (a request was sent whose response has not begun).
struct esp_http_client
{
    static constexpr size_t kUserAgentCapacity = 64;

    const otabench_port_t *port;
    otabench::firmware::Url url;
    otabench::firmware::HeaderStore headers;
    otabench::firmware::ResponseParser parser;

    otabench_net_t *net;
    bool reused; ///< the open connection carried an earlier response
    bool awaitsResponse;
    bool sentBody; ///< the request cannot be sent again from tx alone
    size_t requestLength;

    uint8_t *rx;
    size_t rxCapacity;
    size_t rxBegin;
    size_t rxEnd;
    char *tx;
    size_t txCapacity;

    esp_http_client_method_t method;
    uint32_t timeoutMs;
    int maxRedirects;
    int redirects;
    bool followRedirects;
    bool basicAuth;
    const char *caPem;
    const char *clientCertPem;
    const char *clientKeyPem;
    bool useBundle;
    bool skipNameCheck;
    char expectedName[otabench::firmware::Url::kHostCapacity];
    char userAgent[kUserAgentCapacity];
    http_event_handle_cb onEvent;
    void *userData;

    esp_err_t connectCode; ///< of the last failed connect
    otabench_net_error_t netError;
    bool timedOut; ///< how the last receive ended

    void emit(esp_http_client_event_id_t id, void *data = nullptr, int length = 0);
    [[nodiscard]] esp_err_t connect();
    void disconnect();
    [[nodiscard]] size_t buildRequest(int bodyLength);
    /// Reads more into rx, which must be empty. @return as port->net_read.
    int receive();
    [[nodiscard]] esp_err_t resend();
    [[nodiscard]] bool canReuse() const;
};

namespace otabench::firmware {

/// The last response's head: ETag, Content-Range and what else has no call of ESP-IDF's.
[[nodiscard]] const ResponseHead &responseHead(esp_http_client_handle_t client);

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

/// Whether the request for a response was refused because a header that decides is too long.
[[nodiscard]] bool isHeaderTooLong(esp_http_client_handle_t client);

} // namespace otabench::firmware
