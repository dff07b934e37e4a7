#include "esp_event.h"
#include "esp_http_client.h"
#include "net_support.h"

#include <gtest/gtest.h>

namespace otabench::test {
namespace {

/// A client against a plain server on loopback: what it sends, and what it makes of answers.
class HttpClient : public testing::Test
{
protected:
    HttpClient()
    {
        config.timeout_ms = 10000;
        config.event_handler = [](esp_http_client_event_t *event) {
            auto &test = *static_cast<HttpClient *>(event->user_data);
            const bool repeated = !test.events.empty() && test.events.back() == event->event_id;
            if (!repeated)
                test.events.push_back(event->event_id);
            if (event->event_id == HTTP_EVENT_ON_HEADER)
                test.headers[event->header_key] = event->header_value;
            return ESP_OK;
        };
        config.user_data = this;
    }

    ~HttpClient() override
    {
        if (client) {
            EXPECT_EQ(esp_http_client_cleanup(client), ESP_OK);
        }
    }

    void start(ScriptedServer::Handler handler)
    {
        server = std::make_unique<ScriptedServer>(nullptr, std::move(handler));
        address = server->url("/file");
        config.url = address.c_str();
        client = esp_http_client_init(&config);
        ASSERT_NE(client, nullptr);
    }

    TestBoard board{makeTestImage("1.0.0", 4096)};
    esp_http_client_config_t config = {};
    esp_http_client_handle_t client = nullptr;
    std::unique_ptr<ScriptedServer> server;
    std::string address;
    std::vector<esp_http_client_event_id_t> events;
    std::map<std::string, std::string> headers;
};

Answer hello(const Request & /*request*/)
{
    return {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Lab: 7\r\n\r\nhello"};
}

TEST_F(HttpClient, ReadsAResponseInTheOrderOfItsCalls)
{
    start(hello);
    ASSERT_EQ(esp_http_client_open(client, 0), ESP_OK);
    EXPECT_EQ(esp_http_client_fetch_headers(client), 5);
    EXPECT_EQ(esp_http_client_get_status_code(client), 200);
    EXPECT_FALSE(esp_http_client_is_complete_data_received(client));
    std::array<char, 8> bytes{};
    EXPECT_EQ(esp_http_client_read(client, bytes.data(), 2), 2);
    EXPECT_EQ(esp_http_client_read(client, bytes.data() + 2, 6), 3);
    EXPECT_STREQ(bytes.data(), "hello");
    EXPECT_EQ(esp_http_client_read(client, bytes.data(), 8), 0);
    EXPECT_TRUE(esp_http_client_is_complete_data_received(client));
    EXPECT_EQ(headers["X-Lab"], "7");
    EXPECT_EQ(server->requests()[0].text, "GET /file HTTP/1.1\r\nUser-Agent: ESP32 HTTP "
                                          "Client/1.0\r\nHost: 127.0.0.1:" +
                                              std::to_string(server->port()) + "\r\n\r\n");
}

TEST_F(HttpClient, PerformTellsItsEventsAndKeepsTheConnection)
{
    start(hello);
    ASSERT_EQ(esp_http_client_perform(client), ESP_OK);
    EXPECT_EQ(events,
              (std::vector<esp_http_client_event_id_t>{
                  HTTP_EVENT_ON_CONNECTED, HTTP_EVENT_HEADERS_SENT, HTTP_EVENT_ON_STATUS_CODE,
                  HTTP_EVENT_ON_HEADER, HTTP_EVENT_ON_HEADERS_COMPLETE, HTTP_EVENT_ON_DATA,
                  HTTP_EVENT_ON_FINISH}));
    ASSERT_EQ(esp_http_client_perform(client), ESP_OK);
    EXPECT_EQ(server->connections(), 1);
    EXPECT_EQ(esp_http_client_close(client), ESP_OK);
    ASSERT_EQ(esp_http_client_perform(client), ESP_OK);
    EXPECT_EQ(server->connections(), 2);
}

TEST_F(HttpClient, SendsItsHeadersAndRefusesThoseThatWouldBreakTheRequest)
{
    start(hello);
    EXPECT_EQ(esp_http_client_set_header(client, "X-Token", "one"), ESP_OK);
    EXPECT_EQ(esp_http_client_set_header(client, "x-token", "two"), ESP_OK);
    EXPECT_EQ(esp_http_client_set_header(client, "X-Gone", "x"), ESP_OK);
    EXPECT_EQ(esp_http_client_delete_header(client, "X-Gone"), ESP_OK);
    EXPECT_EQ(esp_http_client_set_header(client, "X-Bad", "a\r\nHost: other"), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_http_client_set_header(client, "X:Bad", "a"), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_http_client_set_header(client, "X-Big", std::string(600, 'x').c_str()),
              ESP_ERR_NO_MEM);
    char *value = nullptr;
    EXPECT_EQ(esp_http_client_get_header(client, "X-TOKEN", &value), ESP_OK);
    EXPECT_STREQ(value, "two");
    ASSERT_EQ(esp_http_client_perform(client), ESP_OK);
    EXPECT_EQ(server->requests()[0].header("x-token"), "two");
    EXPECT_EQ(server->requests()[0].header("X-Gone"), "");
}

TEST_F(HttpClient, RefusesARequestThatDoesNotFitItsBuffer)
{
    start(hello);
    const std::string path = "/" + std::string(490, 'p');
    ASSERT_EQ(esp_http_client_set_url(client, path.c_str()), ESP_OK);
    EXPECT_EQ(esp_http_client_open(client, 0), ESP_FAIL);
    EXPECT_EQ(server->connections(), 0);
}

TEST_F(HttpClient, SendsBasicCredentialsAtOnceButNotToAnotherHost)
{
    ScriptedServer other(nullptr, hello);
    config.username = "me";
    config.password = "secret";
    config.auth_type = HTTP_AUTH_TYPE_BASIC;
    start([&](const Request &) {
        return Answer{"HTTP/1.1 302 X\r\nLocation: " + other.url("/", "localhost") +
                      "\r\nContent-Length: 0\r\n\r\n"};
    });
    ASSERT_EQ(esp_http_client_perform(client), ESP_OK);
    EXPECT_EQ(server->requests()[0].header("Authorization"), "Basic bWU6c2VjcmV0");
    EXPECT_EQ(other.requests()[0].header("Authorization"), "");
    EXPECT_EQ(other.requests()[0].header("Host"), "localhost:" + std::to_string(other.port()));
}

TEST_F(HttpClient, LimitsRedirects)
{
    config.max_redirection_count = 2;
    start([](const Request &) {
        return Answer{"HTTP/1.1 302 X\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"};
    });
    EXPECT_EQ(esp_http_client_perform(client), ESP_ERR_HTTP_MAX_REDIRECT);
    EXPECT_EQ(server->requests().size(), 3U);
}

TEST_F(HttpClient, TellsAnIncompleteBodyAndAnAnswerThatIsNoHttp)
{
    bool cut = true;
    start([&](const Request &) {
        return cut ? Answer{"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", Answer::End::Drop}
                   : Answer{"SSH-2.0-OpenSSH\r\n", Answer::End::Drop};
    });
    EXPECT_EQ(esp_http_client_perform(client), ESP_ERR_HTTP_INCOMPLETE_DATA);
    cut = false;
    EXPECT_EQ(esp_http_client_perform(client), ESP_ERR_HTTP_FETCH_HEADER);
}

TEST_F(HttpClient, AsksWithHeadForTheLengthOnly)
{
    config.method = HTTP_METHOD_HEAD;
    start([](const Request &) {
        return Answer{"HTTP/1.1 200 OK\r\nContent-Length: 123456\r\n\r\n"};
    });
    ASSERT_EQ(esp_http_client_perform(client), ESP_OK);
    EXPECT_EQ(esp_http_client_get_content_length(client), 123456);
    EXPECT_EQ(server->requests()[0].method(), "HEAD");
}

TEST_F(HttpClient, TakesNoConfigurationItCannotServe)
{
    EXPECT_EQ(esp_http_client_init(nullptr), nullptr);
    esp_http_client_config_t bad = {};
    EXPECT_EQ(esp_http_client_init(&bad), nullptr) << "no URL";
    bad.url = "lab/file";
    EXPECT_EQ(esp_http_client_init(&bad), nullptr);
    bad.url = "https://lab/";
    bad.is_async = true;
    EXPECT_EQ(esp_http_client_init(&bad), nullptr);
    bad = {};
    bad.url = "ftp://lab/";
    client = esp_http_client_init(&bad);
    ASSERT_NE(client, nullptr);
    EXPECT_EQ(esp_http_client_open(client, 0), ESP_ERR_HTTP_INVALID_TRANSPORT);
}

TEST_F(HttpClient, TakesHostAndPathInsteadOfAUrl)
{
    esp_http_client_config_t parts = {};
    parts.host = "192.168.4.1";
    parts.port = 8443;
    parts.path = "a/b";
    parts.query = "x=1";
    parts.transport_type = HTTP_TRANSPORT_OVER_SSL;
    client = esp_http_client_init(&parts);
    ASSERT_NE(client, nullptr);
    std::array<char, 64> url{};
    EXPECT_EQ(esp_http_client_get_url(client, url.data(), static_cast<int>(url.size())), ESP_OK);
    EXPECT_STREQ(url.data(), "https://192.168.4.1:8443/a/b?x=1");
    EXPECT_EQ(esp_http_client_get_url(client, url.data(), 10), ESP_FAIL);
}

void count(void *arg, esp_event_base_t /*base*/, std::int32_t id, void * /*data*/)
{
    *static_cast<int *>(arg) += id;
}

TEST(EventLoop, CallsTheHandlersOfABaseAndId)
{
    static const esp_event_base_t kBase = "base";
    static const esp_event_base_t kOther = "other";
    int one = 0;
    int any = 0;
    EXPECT_EQ(esp_event_post(kBase, 1, nullptr, 0, 0), ESP_ERR_INVALID_STATE) << "no loop yet";
    ASSERT_EQ(esp_event_loop_create_default(), ESP_OK);
    EXPECT_EQ(esp_event_loop_create_default(), ESP_ERR_INVALID_STATE);
    EXPECT_EQ(esp_event_handler_register(kBase, 1, count, &one), ESP_OK);
    esp_event_handler_instance_t instance = nullptr;
    EXPECT_EQ(esp_event_handler_instance_register(ESP_EVENT_ANY_BASE, ESP_EVENT_ANY_ID, count, &any,
                                                  &instance),
              ESP_OK);
    EXPECT_EQ(esp_event_post(kBase, 1, nullptr, 0, 0), ESP_OK);
    EXPECT_EQ(esp_event_post(kOther, 20, nullptr, 0, 0), ESP_OK);
    EXPECT_EQ(one, 1);
    EXPECT_EQ(any, 21);
    EXPECT_EQ(esp_event_handler_unregister(kBase, 1, count), ESP_OK);
    EXPECT_EQ(esp_event_handler_instance_unregister(ESP_EVENT_ANY_BASE, ESP_EVENT_ANY_ID, instance),
              ESP_OK);
    EXPECT_EQ(esp_event_post(kBase, 1, nullptr, 0, 0), ESP_OK);
    EXPECT_EQ(one, 1);
    EXPECT_EQ(any, 21);
    EXPECT_EQ(esp_event_handler_register(ESP_EVENT_ANY_BASE, 1, count, &any), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_event_loop_delete_default(), ESP_OK);
    EXPECT_EQ(esp_event_loop_delete_default(), ESP_ERR_INVALID_STATE);
}

} // namespace
} // namespace otabench::test
