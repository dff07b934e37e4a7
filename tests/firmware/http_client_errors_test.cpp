// Each error that esp_http_client.h documents, function by function in the header's order: a row
// names the function and the case, brings it about, and tells what has to come out.
#include "esp_http_client.h"
#include "net_support.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace otabench::test {
namespace {

using End = Answer::End;

constexpr const char *kOk = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
constexpr const char *kChallenge =
    "HTTP/1.1 401 X\r\nContent-Length: 0\r\nWWW-Authenticate: Basic realm=\"lab\"\r\n\r\n";

std::string movedTo(const std::string &location)
{
    return "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + "\r\n\r\n";
}

/// A board with one client, and a server that gives the same answer to each request.
class Trial
{
public:
    explicit Trial(std::string answer = kOk, End end = End::Next,
                   const certificates::KeyedCertificate *certificate = nullptr)
        : m_server(certificate,
                   [answer = std::move(answer), end](const Request &) {
                       return Answer{answer, end};
                   })
        , m_address(m_server.url("/file"))
    {
        config.url = m_address.c_str();
        config.cert_pem = lab().authority.certificatePem().c_str();
        config.timeout_ms = 20000;
    }

    ~Trial()
    {
        if (m_client) {
            EXPECT_EQ(esp_http_client_cleanup(m_client), ESP_OK);
        }
    }

    Trial(const Trial &) = delete;
    Trial &operator=(const Trial &) = delete;

    /// The client by `config` as it is at the first call.
    esp_http_client_handle_t client()
    {
        if (!m_client)
            m_client = esp_http_client_init(&config);
        EXPECT_NE(m_client, nullptr);
        return m_client;
    }

    int perform() { return esp_http_client_perform(client()); }

    int open(int length = 0) { return esp_http_client_open(client(), length); }

    /// Up to and with the response's head.
    esp_http_client_handle_t answered()
    {
        EXPECT_EQ(open(), ESP_OK);
        EXPECT_GE(esp_http_client_fetch_headers(client()), 0);
        return client();
    }

    int read(int length = 64)
    {
        std::array<char, 64> room{};
        return esp_http_client_read(client(), room.data(), length);
    }

    Trial &breakWriting()
    {
        board.port.net_write = [](void *, otabench_net_t *, const void *, std::size_t) {
            return -1;
        };
        return *this;
    }

    Trial &cancelAt(int count)
    {
        m_waits = count;
        config.otabench_wait_context = &m_waits;
        config.otabench_wait = [](void *left) { return --*static_cast<int *>(left) > 0; };
        return *this;
    }

    Trial &limit(int ms)
    {
        config.timeout_ms = ms;
        return *this;
    }

    TestBoard board{makeTestImage("1.0.0", 4096)};
    esp_http_client_config_t config = {};

private:
    ScriptedServer m_server;
    std::string m_address;
    esp_http_client_handle_t m_client = nullptr;
    int m_waits = 0;
};

struct Row
{
    const char *what; ///< the function and the case
    int code;
    int (*run)();
};

void expectAll(const std::vector<Row> &rows)
{
    for (const Row &row : rows)
        EXPECT_EQ(row.run(), row.code) << row.what;
}

const std::string kLong(600, 'a');

TEST(HttpClientErrors, Perform)
{
    expectAll({
        {"NULL", ESP_ERR_INVALID_ARG, [] { return esp_http_client_perform(nullptr); }},
        {"Location that is none", ESP_ERR_INVALID_ARG,
         [] { return Trial(movedTo("http://a b/")).perform(); }},
        {"redirect without Location", ESP_ERR_INVALID_ARG,
         [] { return Trial("HTTP/1.1 302 X\r\nContent-Length: 0\r\n\r\n").perform(); }},
        {"scheme", ESP_ERR_HTTP_INVALID_TRANSPORT,
         [] {
             Trial trial;
             trial.config.url = "ftp://127.0.0.1/file";
             return trial.perform();
         }},
        {"nobody listens", ESP_ERR_HTTP_CONNECT,
         [] {
             Trial trial;
             trial.config.url = "http://127.0.0.1:1/file";
             return trial.perform();
         }},
        {"broken while it sends", ESP_ERR_HTTP_WRITE_DATA,
         [] { return Trial().breakWriting().perform(); }},
        {"no HTTP", ESP_ERR_HTTP_FETCH_HEADER, [] { return Trial("hello\r\n\r\n").perform(); }},
        {"no answer", ESP_ERR_HTTP_FETCH_HEADER, [] { return Trial("", End::Drop).perform(); }},
        {"Location too long", ESP_ERR_HTTP_HEADER_TOO_LONG,
         [] { return Trial(movedTo("/" + std::string(4000, 'a'))).perform(); }},
        {"silence before the head", ESP_ERR_HTTP_EAGAIN,
         [] { return Trial("", End::Stall).limit(200).perform(); }},
        {"silence in the body", ESP_ERR_HTTP_EAGAIN,
         [] {
             return Trial("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", End::Stall)
                 .limit(2000)
                 .perform();
         }},
        {"short body", ESP_ERR_HTTP_INCOMPLETE_DATA,
         [] {
             return Trial("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", End::Close).perform();
         }},
        {"circle", ESP_ERR_HTTP_MAX_REDIRECT, [] { return Trial(movedTo("/file")).perform(); }},
        {"to http", ESP_ERR_HTTP_REDIRECT_DOWNGRADE,
         [] { return Trial(movedTo("http://127.0.0.1/"), End::Next, &lab().server).perform(); }},
        {"cancelled before the head", OTABENCH_ERR_HTTP_CANCELLED,
         [] { return Trial("", End::Stall).cancelAt(3).perform(); }},
        {"cancelled in the body", OTABENCH_ERR_HTTP_CANCELLED,
         [] {
             return Trial("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", End::Stall)
                 .cancelAt(6)
                 .perform();
         }},
        {"head too large", ESP_FAIL,
         [] {
             Trial trial;
             trial.config.buffer_size_tx = 48;
             return trial.perform();
         }},
    });
}

TEST(HttpClientErrors, UrlAndBody)
{
    expectAll({
        {"cancel_request NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_cancel_request(nullptr); }},
        {"cancel_request not connected", ESP_ERR_INVALID_STATE,
         [] { return esp_http_client_cancel_request(Trial().client()); }},
        {"set_url NULL client", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_url(nullptr, "http://a/"); }},
        {"set_url NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_url(Trial().client(), nullptr); }},
        {"set_url bad", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_url(Trial().client(), "http://a b/"); }},
        {"get_url NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_get_url(Trial().client(), nullptr, 8); }},
        {"get_url no room at all", ESP_ERR_INVALID_ARG,
         [] {
             char room = 0;
             return esp_http_client_get_url(Trial().client(), &room, 0);
         }},
        {"get_url short", ESP_FAIL,
         [] {
             std::array<char, 8> room{};
             return esp_http_client_get_url(Trial().client(), room.data(), 8);
         }},
        {"set_post_field NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_post_field(nullptr, "a", 1); }},
        {"set_post_field length", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_post_field(Trial().client(), "a", -1); }},
        {"set_post_field no room", ESP_ERR_NO_MEM,
         [] {
             Trial trial;
             trial.config.buffer_size_tx = 16;
             return esp_http_client_set_post_field(trial.client(), "a", 1);
         }},
        {"get_post_field NULL", 0,
         [] {
             char *data = nullptr;
             return esp_http_client_get_post_field(nullptr, &data);
         }},
    });
}

TEST(HttpClientErrors, Headers)
{
    expectAll({
        {"set_header NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_header(nullptr, "A", "a"); }},
        {"set_header NULL key", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_header(Trial().client(), nullptr, "a"); }},
        {"set_header empty key", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_header(Trial().client(), "", "a"); }},
        {"set_header line end", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_header(Trial().client(), "A", "a\r\nB: b"); }},
        {"set_header no room", ESP_ERR_NO_MEM,
         [] { return esp_http_client_set_header(Trial().client(), "A", kLong.c_str()); }},
        {"get_header NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_get_header(Trial().client(), "A", nullptr); }},
        {"delete_header NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_delete_header(Trial().client(), nullptr); }},
        {"delete_all_headers NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_delete_all_headers(nullptr); }},
        {"get_response_header NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_get_response_header(Trial().client(), "A", nullptr); }},
        {"get_response_header did not come", ESP_ERR_NOT_FOUND,
         [] {
             Trial trial;
             char *value = nullptr;
             return esp_http_client_get_response_header(trial.answered(), "A", &value);
         }},
    });
}

TEST(HttpClientErrors, Settings)
{
    expectAll({
        {"get_username NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_get_username(Trial().client(), nullptr); }},
        {"set_username NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_username(nullptr, "a"); }},
        {"set_username long", ESP_ERR_NO_MEM,
         [] { return esp_http_client_set_username(Trial().client(), kLong.c_str()); }},
        {"get_password NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_get_password(Trial().client(), nullptr); }},
        {"set_password NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_password(nullptr, "a"); }},
        {"set_password long", ESP_ERR_NO_MEM,
         [] { return esp_http_client_set_password(Trial().client(), kLong.c_str()); }},
        {"set_authtype NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_authtype(nullptr, HTTP_AUTH_TYPE_BASIC); }},
        {"set_method NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_method(nullptr, HTTP_METHOD_GET); }},
        {"set_method none", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_method(Trial().client(), HTTP_METHOD_MAX); }},
        {"set_timeout_ms NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_timeout_ms(nullptr, 1); }},
        {"set_timeout_ms 0", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_timeout_ms(Trial().client(), 0); }},
        {"set_user_data NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_user_data(nullptr, nullptr); }},
        {"get_user_data NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_get_user_data(Trial().client(), nullptr); }},
        {"set_event_handler NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_event_handler(nullptr, nullptr); }},
    });
}

TEST(HttpClientErrors, OpenAndWrite)
{
    expectAll({
        {"open NULL", ESP_ERR_INVALID_ARG, [] { return esp_http_client_open(nullptr, 0); }},
        {"open length", ESP_ERR_INVALID_ARG, [] { return Trial().open(-2); }},
        {"open nobody listens", ESP_ERR_HTTP_CONNECT,
         [] {
             Trial trial;
             trial.config.url = "http://127.0.0.1:1/file";
             return trial.open();
         }},
        {"open scheme", ESP_ERR_HTTP_INVALID_TRANSPORT,
         [] {
             Trial trial;
             trial.config.url = "ftp://127.0.0.1/file";
             return trial.open();
         }},
        {"open broken", ESP_ERR_HTTP_WRITE_DATA, [] { return Trial().breakWriting().open(); }},
        {"open cancelled", OTABENCH_ERR_HTTP_CANCELLED,
         [] {
             // A server that accepts and does not greet: no TLS speaks here.
             Trial trial("", End::Stall);
             const std::string address = "https" + std::string(trial.config.url).substr(4);
             trial.config.url = address.c_str();
             return trial.cancelAt(1).open();
         }},
        {"open head too large", ESP_FAIL,
         [] {
             Trial trial;
             trial.config.buffer_size_tx = 48;
             return trial.open();
         }},
        {"write NULL", -1, [] { return esp_http_client_write(nullptr, "a", 1); }},
        {"write not open", -1, [] { return esp_http_client_write(Trial().client(), "a", 1); }},
        {"write broken", -1,
         [] {
             Trial trial;
             EXPECT_EQ(trial.open(1), ESP_OK);
             return esp_http_client_write(trial.breakWriting().client(), "a", 1);
         }},
        {"chunk_write_begin not open", -1,
         [] { return esp_http_client_chunk_write_begin(Trial().client(), 1); }},
        {"chunk_write_begin broken", -1,
         [] {
             Trial trial;
             EXPECT_EQ(trial.open(-1), ESP_OK);
             return esp_http_client_chunk_write_begin(trial.breakWriting().client(), 1);
         }},
        {"chunk_write_end not open", -1,
         [] { return esp_http_client_chunk_write_end(Trial().client(), true); }},
    });
}

TEST(HttpClientErrors, FetchAndRead)
{
    expectAll({
        {"fetch_headers NULL", -1,
         [] { return static_cast<int>(esp_http_client_fetch_headers(nullptr)); }},
        {"fetch_headers no answer", -1,
         [] {
             Trial trial("", End::Drop);
             EXPECT_EQ(trial.open(), ESP_OK);
             return static_cast<int>(esp_http_client_fetch_headers(trial.client()));
         }},
        {"fetch_headers silence", -ESP_ERR_HTTP_EAGAIN,
         [] {
             Trial trial("", End::Stall);
             EXPECT_EQ(trial.limit(200).open(), ESP_OK);
             return static_cast<int>(esp_http_client_fetch_headers(trial.client()));
         }},
        {"get_chunk_length NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_get_chunk_length(Trial().client(), nullptr); }},
        {"get_chunk_length no chunks", ESP_FAIL,
         [] {
             Trial trial;
             int length = 0;
             return esp_http_client_get_chunk_length(trial.answered(), &length);
         }},
        {"read NULL", -1, [] { return esp_http_client_read(nullptr, nullptr, 1); }},
        {"read silence", -ESP_ERR_HTTP_EAGAIN,
         [] {
             Trial trial("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", End::Stall);
             trial.limit(2000).answered();
             return trial.read();
         }},
        {"read closed early", -1,
         [] {
             Trial trial("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", End::Close);
             trial.answered();
             return trial.read();
         }},
        {"read broken", -1,
         [] {
             Trial trial("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", End::Stall);
             trial.answered();
             trial.board.port.net_read = [](void *, otabench_net_t *, void *, std::size_t,
                                            std::uint32_t) { return -2; };
             return trial.read();
         }},
        {"read cancelled", -1,
         [] {
             Trial trial("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", End::Stall);
             trial.cancelAt(100).answered();
             return trial.read();
         }},
        {"get_status_code before the first", 0,
         [] { return esp_http_client_get_status_code(Trial().client()); }},
        {"get_status_code NULL", -1, [] { return esp_http_client_get_status_code(nullptr); }},
        {"get_content_length unknown", -1,
         [] { return static_cast<int>(esp_http_client_get_content_length(Trial().client())); }},
        {"get_content_range unknown", -1,
         [] { return static_cast<int>(esp_http_client_get_content_range(Trial().client())); }},
        {"flush_response NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_flush_response(nullptr, nullptr); }},
        {"flush_response no end", ESP_FAIL,
         [] {
             Trial trial("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", End::Close);
             return esp_http_client_flush_response(trial.answered(), nullptr);
         }},
        {"clear_response_buffer NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_clear_response_buffer(nullptr); }},
    });
}

/// A client whose first request was refused, with a user name or without.
int addAuthAfter(int times, const char *user, int retries)
{
    Trial trial(kChallenge);
    trial.config.username = user;
    trial.config.password = "pw";
    trial.config.max_authorization_retries = retries;
    int result = ESP_OK;
    for (int i = 0; i < times; ++i) {
        trial.answered();
        result = esp_http_client_add_auth(trial.client());
    }
    return result;
}

TEST(HttpClientErrors, RedirectsAndLogin)
{
    expectAll({
        {"set_redirection NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_redirection(nullptr); }},
        {"set_redirection no Location", ESP_ERR_INVALID_ARG,
         [] {
             Trial trial;
             return esp_http_client_set_redirection(trial.answered());
         }},
        {"set_redirection bad Location", ESP_ERR_INVALID_ARG,
         [] {
             Trial trial(movedTo("http://a b/"));
             return esp_http_client_set_redirection(trial.answered());
         }},
        {"set_redirection to http", ESP_ERR_HTTP_REDIRECT_DOWNGRADE,
         [] {
             Trial trial(movedTo("http://127.0.0.1/"), End::Next, &lab().server);
             return esp_http_client_set_redirection(trial.answered());
         }},
        {"reset_redirect_counter NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_reset_redirect_counter(nullptr); }},
        {"set_auth_data NULL", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_auth_data(nullptr, "a", 1); }},
        {"set_auth_data length", ESP_ERR_INVALID_ARG,
         [] { return esp_http_client_set_auth_data(Trial().client(), "a", 0); }},
        {"add_auth NULL", ESP_ERR_INVALID_ARG, [] { return esp_http_client_add_auth(nullptr); }},
        {"add_auth no challenge", ESP_ERR_NOT_SUPPORTED,
         [] { return esp_http_client_add_auth(Trial().client()); }},
        {"add_auth no user", ESP_ERR_NOT_SUPPORTED, [] { return addAuthAfter(1, nullptr, 0); }},
        {"add_auth challenge answered", ESP_OK, [] { return addAuthAfter(1, "lab", 0); }},
        {"add_auth refused already", ESP_FAIL, [] { return addAuthAfter(2, "lab", 0); }},
        {"add_auth no retries", ESP_FAIL, [] { return addAuthAfter(1, "lab", -1); }},
    });
}

TEST(HttpClientErrors, FactsAndEnd)
{
    expectAll({
        {"last_tls_error NULL", ESP_FAIL,
         [] { return esp_http_client_get_and_clear_last_tls_error(nullptr, nullptr, nullptr); }},
        {"errno NULL", -1, [] { return esp_http_client_get_errno(nullptr); }},
        {"transport_type NULL", HTTP_TRANSPORT_UNKNOWN,
         [] { return static_cast<int>(esp_http_client_get_transport_type(nullptr)); }},
        {"transport_type scheme", HTTP_TRANSPORT_UNKNOWN,
         [] {
             Trial trial;
             trial.config.url = "ftp://127.0.0.1/file";
             return static_cast<int>(esp_http_client_get_transport_type(trial.client()));
         }},
        {"state NULL", HTTP_STATE_UNINIT,
         [] { return static_cast<int>(esp_http_client_get_state(nullptr)); }},
        {"close NULL", ESP_FAIL, [] { return esp_http_client_close(nullptr); }},
        {"cleanup NULL", ESP_FAIL, [] { return esp_http_client_cleanup(nullptr); }},
    });
    EXPECT_FALSE(esp_http_client_is_chunked_response(nullptr));
    EXPECT_FALSE(esp_http_client_is_complete_data_received(nullptr));
    EXPECT_FALSE(esp_http_client_is_persistent_connection(nullptr));
}

} // namespace
} // namespace otabench::test
